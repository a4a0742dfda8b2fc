"""Datasets: read, validated, taken in from a CSV, renewed from their publishers.

May import `base`.
"""
