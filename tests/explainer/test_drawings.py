"""Each chart of this explainer is drawn from a valid specification, alike on every machine."""

import json
import math
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair
import jsonschema
import numpy as np
import pytest
import vl_convert
from lxml import etree

from charts.generator.draw import specs, svg
from charts.generator.draw.chart_theme import FONT, PHONE, SCREENS, Screen
from charts.generator.draw.palette import VARIABLE, resolve
from charts.generator.project import Project
from tests.explainer.held import HELD
from tests.support import ROOT, pixels, tree

CHARTS = sorted(
    path.stem.replace("_", "-") for path in (ROOT / "charts" / "gallery").glob("[!_]*.py")
)
each_drawing = pytest.mark.parametrize(
    ("name", "screen"),
    [(name, screen) for name in CHARTS for screen in SCREENS],
    ids=lambda value: value.name if isinstance(value, Screen) else value,
)


@dataclass
class Drawn:
    """A chart at one width: its specification, the Vega made of it, and the inline SVG."""

    spec: dict[str, Any]
    vega: dict[str, Any]
    svg: str


@pytest.fixture(scope="module")
def drawings() -> dict[tuple[str, Screen], Drawn]:
    """Every chart of this explainer at both widths."""
    project = Project(ROOT)
    found = {}
    for name, drawing in project.drawings.items():
        for screen in SCREENS:
            spec = specs.draw(drawing, project.datasets, screen)
            vega = svg.vega(spec)
            found[name, screen] = Drawn(spec, vega, svg.slim(svg.svg(vega)))
    return found


# Valid specifications ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> jsonschema.protocols.Validator:
    """The schema of Vega-Lite that Altair ships, judged by jsonschema and not by Altair."""
    folder = Path(altair.__file__).parent / "vegalite"
    (path,) = folder.glob("v*/schema/vega-lite-schema.json")
    return jsonschema.Draft7Validator(json.loads(path.read_text()))


@each_drawing
def test_a_specification_is_valid_against_the_schema(drawings, schema, name, screen):
    spec = drawings[name, screen].spec
    assert [error.message for error in schema.iter_errors(spec)] == []


def test_the_schema_tells_a_specification_that_is_not_valid(drawings, schema):
    spec = drawings[CHARTS[0], PHONE].spec
    assert not schema.is_valid(spec | {"width": "wide"})


# Drawings ---------------------------------------------------------------------------------------


@each_drawing
def test_a_chart_has_rows_and_marks(drawings, name, screen):
    drawn = drawings[name, screen]
    assert len(specs.rows(drawn.spec)) > 1
    root = etree.fromstring(drawn.svg)
    outlines = [path.get("d", "") for path in root.iter("{*}path")]  # one may have many marks
    assert sum(outline.count("M") for outline in outlines) >= 2
    assert len(root.findall(".//{*}text")) >= 5
    assert svg.empty_marks(svg.svg(drawn.vega)) == []


@each_drawing
def test_a_drawing_is_as_wide_as_the_screen_it_is_made_for(drawings, name, screen):
    root = etree.fromstring(drawings[name, screen].svg)
    width, height = root.get("width"), root.get("height")
    assert width == str(screen.width)
    assert root.get("viewBox") == f"0 0 {width} {height}"


@each_drawing
def test_the_live_version_is_as_large_as_the_drawing(drawings, name, screen):
    drawn = drawings[name, screen]
    live = json.loads(svg.live(drawn.vega))
    padding = live["padding"]
    root = etree.fromstring(drawn.svg)
    assert live["autosize"] == "none"
    assert root.get("width") == str(live["width"] + padding["left"] + padding["right"])
    assert root.get("height") == str(live["height"] + padding["top"] + padding["bottom"])


@each_drawing
def test_a_drawing_has_no_colour_but_those_of_the_style_sheet(drawings, name, screen):
    root = etree.fromstring(drawings[name, screen].svg)
    paints = {
        str(paint)
        for element in root.iter()
        for attribute, paint in element.attrib.items()
        if attribute in ("fill", "stroke", "color", "stop-color")
    }
    named = {paint for paint in paints if VARIABLE.fullmatch(paint)}
    assert named
    assert paints - named <= {"none", "transparent"}
    assert "style" not in {attribute for element in root.iter() for attribute in element.attrib}


def test_every_colour_of_a_drawing_has_a_value_for_light_and_one_for_dark(drawings):
    used = {name for drawn in drawings.values() for name in VARIABLE.findall(drawn.svg)}
    palettes = Project(ROOT).palettes
    assert used
    for scheme in ("default", "slate"):
        assert used <= set(palettes[scheme])
    assert [name for name in used if palettes["default"][name] == palettes["slate"][name]] == []


@each_drawing
def test_a_slimmed_drawing_looks_like_the_one_that_vega_drew(drawings, name, screen):
    drawn = drawings[name, screen]
    palette = Project(ROOT).palettes["default"]
    slim = drawn.svg.replace("<svg ", f'<svg font-family="{FONT}" ', 1)
    full = vl_convert.vega_to_svg(drawn.vega)
    assert len(slim) < len(full) * 0.6  # most of a map is its coast
    before, after = (
        pixels(vl_convert.svg_to_png(resolve(svg, palette))).astype(int) for svg in (full, slim)
    )
    assert before.shape == after.shape
    assert (before[..., 3] > 0).any()
    # Coordinates are rounded to a tenth of a pixel: edges may be a shade off, and nothing else.
    difference = np.abs(before - after).max(axis=2)
    assert difference.mean() < 0.5
    assert (difference > 64).mean() < 0.0001


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_no_colour_of_the_palette_is_black(scheme):
    # So that black in a picture means a colour that was lost.
    assert "#000000" not in Project(ROOT).palettes[scheme].values()


# Events -----------------------------------------------------------------------------------------


def moved(element: Any) -> tuple[float, float]:
    """Returns how far an element of a drawing is moved to its place."""
    x, y = re.findall(r"-?[\d.]+", str(element.get("transform")))
    return float(x), float(y)


def labels(text: Any) -> list[tuple[str, float, float]]:
    """Returns the labels of a text, each with its place: digits may have places of their own."""
    if text.get("x"):
        xs, ys = (map(float, text.get(name).split()) for name in ("x", "y"))
        return list(zip(text.text, xs, ys, strict=True))
    return [("".join(text.itertext()), *moved(text))]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_no_name_of_an_event_meets_another_name_or_a_line(drawings, screen):
    root = etree.fromstring(drawings["trade-history", screen].svg)
    plot = drawings["trade-history", screen].spec["padding"]["left"]
    shown = set(HELD["us_russia_events"].columns["short_label"])
    names = []
    for text in root.iter("{*}text"):
        if text.get("font-size") != "11px":
            continue
        for words, x, y in labels(text):
            if not (words in shown or words.isdigit()):
                continue
            if x < plot - 10:  # a number in the key, left of the plot
                continue
            wide = 5.2 * len(words)
            left = x - {"middle": wide / 2, "end": wide}.get(str(text.get("text-anchor")), 0)
            names.append((left, left + wide, y, words))
    (imports,) = root.findall('.//{*}path[@stroke="var(--chart-subject)"]')
    right, down = moved(imports)
    places = re.findall(r"[ML]([\d.]+),([\d.]+)", str(imports.get("d")))
    line = [(float(x) + right, float(y) + down) for x, y in places]
    assert len({words for *_, words in names}) >= 14
    for i, (left, right, y, words) in enumerate(names):
        for other in names[i + 1 :]:
            apart = right < other[0] or other[1] < left or abs(y - other[2]) > 11
            assert apart or words == other[3], (words, other[3])
        assert all(y < at for x, at in line if left < x < right), words


# Maps -------------------------------------------------------------------------------------------

Line = list[tuple[float, float]]


def seen_from_the_pole(dataset: str, by: str) -> dict[str, Line]:
    """Returns the lines of a dataset as points of a plane above the North Pole."""
    lines: dict[str, Line] = {}
    for row in HELD[dataset].rows:
        east, far = math.radians(float(row["longitude"])), 90 - float(row["latitude"])
        lines.setdefault(row[by], []).append((far * math.sin(east), far * math.cos(east)))
    return lines


def encloses(coast: Line, point: tuple[float, float]) -> bool:
    """Returns whether a ray from the point crosses the coast an odd number of times."""
    x, y = point
    crossed = [
        x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for (x1, y1), (x2, y2) in zip(coast, [*coast[1:], coast[0]], strict=True)
        if (y1 > y) != (y2 > y)
    ]
    return sum(crossed) % 2 == 1


def test_no_sea_route_is_drawn_over_land():
    coasts = seen_from_the_pole("arctic_land", "outline").values()
    routes = seen_from_the_pole("arctic_sea_routes", "variant")
    assert any(encloses(coast, (25.0, 0.0)) for coast in coasts)  # in Siberia
    aground = {
        (name, point)
        for name, points in routes.items()
        for point in points
        for coast in coasts
        if encloses(coast, point)
    }
    assert aground == set()


# Time zones -------------------------------------------------------------------------------------

DRAW = """
from pathlib import Path
from charts.generator.project import Project
Project(Path()).draw()
"""


def test_drawings_and_rows_are_the_same_in_every_time_zone(explainer, built):
    subprocess.run(
        [sys.executable, "-c", DRAW],
        env=os.environ | {"TZ": "Asia/Vladivostok", "PYTHONPATH": str(ROOT)},
        check=True,
        timeout=240,
    )
    east, west = tree(explainer.built), tree(built.built)
    assert {path.partition("/")[0] for path in west} == set(CHARTS)
    assert set(east) == set(west)
    assert [path for path in west if east[path] != west[path]] == []
