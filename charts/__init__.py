"""A static site generator for data explainers: datasets in, charts and checked sentences out."""
