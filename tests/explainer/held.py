"""The datasets that this explainer holds; the samples are made from them."""

from charts.generator.data.datasets import load
from tests.conftest import ROOT

# As any command does, so that what is proven valid is not validated again.
HELD = load(ROOT / "data", ROOT / "build" / "validated.txt")
