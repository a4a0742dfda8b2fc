"""Tests of the generator, on tiny explainers and on this one as an example."""
