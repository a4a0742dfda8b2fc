"""The colours of charts are told apart by colour-blind readers and in grey, in light and dark."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest

from charts.generator.draw.palette import Palette
from charts.generator.project import Project
from tests.support import ROOT

Array = npt.NDArray[np.float64]

# Colours that stand beside each other as marks: whom it is about, the counterpart, the rest.
MARKS = ["--chart-subject", "--chart-counterpart", "--chart-quiet"]
# What is written on the paper.
TEXTS = ["--chart-ink", "--chart-muted", "--chart-subject", "--chart-counterpart"]

# How the eye sees without one kind of cone: Machado, Oliveira and Fernandes (2009), "A
# Physiologically-based Model for Simulation of Color Vision Deficiency", table 1, severity 1.0,
# for linear RGB.
SEEN = {
    "by most": np.eye(3),
    "with protanopia": np.array(
        [[0.152286, 1.052583, -0.204868],
         [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "with deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968],
         [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    # Luminance (Rec. 709), as a printer without ink of colour gives it.
    "in grey": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}  # fmt: skip

schemes = pytest.mark.parametrize("scheme", ["default", "slate"])


@pytest.fixture(scope="module")
def palettes() -> dict[str, Palette]:
    return dict(Project(ROOT).palettes)


def linear(colour: str) -> Array:
    """The linear RGB of #rrggbb (the inverse of sRGB's transfer function, IEC 61966-2-1)."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: Array) -> Array:
    """CIE L*a*b* of linear RGB, for daylight (D65)."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375],
         [0.2126729, 0.7151522, 0.0721750],
         [0.0193339, 0.1191920, 0.9503041]]
    )  # fmt: skip
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, seen: Array) -> float:
    """How far apart two colours look: CIE76, in which about 2 can just be seen."""
    return float(np.linalg.norm(lab(seen @ linear(one)) - lab(seen @ linear(other))))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted(
        (float(SEEN["in grey"][0] @ linear(c)) for c in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


@schemes
@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(MARKS, 2)))
def test_two_colours_of_marks_are_told_apart(palettes, scheme, seen, one, other):
    colours = palettes[scheme]
    # In grey only lightness is left; side by side, eight steps of it are plain.
    least = 8 if seen == "in grey" else 20
    assert distance(colours[one], colours[other], SEEN[seen]) >= least


@schemes
@pytest.mark.parametrize("name", MARKS)
def test_a_mark_stands_out_from_its_paper(palettes, scheme, name):
    colours = palettes[scheme]
    assert contrast(colours[name], colours["--chart-paper"]) >= 3  # WCAG 2.2, 1.4.11


@schemes
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_can_be_read_on_its_paper(palettes, scheme, name):
    colours = palettes[scheme]
    assert contrast(colours[name], colours["--chart-paper"]) >= 4.5  # WCAG 2.2, 1.4.3


def test_colours_that_only_differ_for_most_would_be_found():
    red, green = "#c83232", "#7a7a1e"
    assert distance(red, green, SEEN["by most"]) > 60
    assert distance(red, green, SEEN["with deuteranopia"]) < 30
