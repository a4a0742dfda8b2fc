"""Datasets: read, validated, imported from a CSV, renewed from their publishers.

May import `base`.
"""
