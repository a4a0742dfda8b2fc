"""Tests of this explainer: its words, charts, data and fetchers."""
