"""Holds each sentence against the numbers and tests that are bound in it.

May import from `check`'s reading of pages (`sentence_scope`), and from what `check` may import.
"""
