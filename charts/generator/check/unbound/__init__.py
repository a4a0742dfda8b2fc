"""Finds comparisons that no test is bound to, and offers the claim.

May import from `check`'s reading of pages (`sentence_scope`), and from what `check` may import.
"""
