"""A static site generator for data explainers: datasets in, charts and checked sentences out."""

import lazy_loader

# What an explainer may import is listed once, in `__init__.pyi`; type checkers read it there too.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
