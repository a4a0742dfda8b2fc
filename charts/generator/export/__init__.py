"""Files for use elsewhere: pictures, ZIP files, link cards, pages for frames on other sites.

May import `pages` and what is below it; not `check`.
"""
