"""Whole sites: laid out for the engine, built, completed, verified, previewed.

May import `check`, `export` and what is below them; not `author`. Only `engine` knows MkDocs.
"""
