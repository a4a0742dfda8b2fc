"""Finds numbers that somebody typed: in figures, in words, and in disguise.

May import from `check`'s reading of pages (`prose`, `html_text`), and from what `check` may import.
"""
