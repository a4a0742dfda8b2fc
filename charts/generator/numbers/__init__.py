"""Numbers with receipts: quantities, how they are written, facts, claims, claims of other texts.

May import `base` and `data`.
"""
