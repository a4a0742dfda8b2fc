"""What authors and editors ask for: new pages and charts, lists, receipts, reports of a refresh.

May import `check`, `export` and what is below them; not `site`.
"""
