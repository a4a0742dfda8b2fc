"""A static site generator for data explainers: datasets in, charts and checked sentences out."""

import lazy_loader

# `__init__.pyi` is the one list of what an explainer may import; type checkers read it too.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
