"""Pages: Markdown and its macros, evaluated in one place for check, build and preview.

May import `project` and what is below it.
"""
