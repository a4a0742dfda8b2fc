"""What is wrong with an explainer's words: typed numbers, broken links, stale years, blanks.

May import `pages` and what is below it; not `export`.
"""
