"""Serves authors and editors: new pages and charts, lists, receipts, reports of a refresh.

May import `check`, `export` and the layers below; not `site`.
"""
