"""What is wrong with an explainer: its words, its links, its front matter, its claims.

May import `pages` and what is below it; not `export`.
"""
