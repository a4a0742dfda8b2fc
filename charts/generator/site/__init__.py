"""Lays out, builds, completes, verifies and previews whole sites.

May import `check`, `export` and the layers below; not `author`. Only `engine` knows MkDocs.
"""
