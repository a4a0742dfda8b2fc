"""The datasets that this explainer holds; the samples are made from them."""

from charts.generator.data.datasets import load
from tests.conftest import ROOT

HELD = load(ROOT / "data")
