"""What readers take along: pictures, ZIP files, cards, pages for frames of other sites.

May import `pages` and what is below it; not `check`.
"""
