"""Numbers with receipts: quantities and their formats, facts, claims, claims of other texts.

May import `base` and `data`.
"""
