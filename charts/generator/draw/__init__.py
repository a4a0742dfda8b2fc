"""Charts: their common theme, their forms, and the way from a module to SVG and Vega.

May import `base`, `data` and `numbers`.
"""
