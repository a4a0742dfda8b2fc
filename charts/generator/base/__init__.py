"""What everything else builds on: problems, files, settings, YAML, HTTP, an explainer's own code.

May import only libraries.
"""
