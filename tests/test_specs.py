"""A chart is drawn from a valid specification, alike on every machine, or refused with a reason."""

import json
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

from charts import pictures, specs
from charts.build import build
from charts.palette import VARIABLE, resolve
from charts.problems import ProblemsError
from charts.project import Project
from charts.theme import FONT, PHONE, SCREENS, Screen
from tests.support import ROOT, edit, pixels

CHARTS = sorted(
    path.stem.replace("_", "-") for path in (ROOT / "charts" / "gallery").glob("[!_]*.py")
)
MODULE = Path("charts/gallery/year_lengths.py")

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
            vega = pictures.vega(spec)
            found[name, screen] = Drawn(spec, vega, pictures.slim(pictures.svg(vega)))
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


def test_the_versions_of_altair_and_of_what_draws_are_the_same():
    major, minor, _ = altair.SCHEMA_VERSION.removeprefix("v").split(".")
    assert f"{major}.{minor}" == pictures.VEGA_LITE


# Drawings ---------------------------------------------------------------------------------------


@each_drawing
def test_a_chart_has_rows_and_marks(drawings, name, screen):
    drawn = drawings[name, screen]
    assert len(specs.rows(drawn.spec)) > 1
    root = etree.fromstring(drawn.svg)
    assert len(root.findall(".//{*}path")) >= 2
    assert len(root.findall(".//{*}text")) >= 5
    assert pictures.empty_marks(pictures.svg(drawn.vega)) == []


@each_drawing
def test_a_drawing_is_as_wide_as_the_screen_it_is_made_for(drawings, name, screen):
    root = etree.fromstring(drawings[name, screen].svg)
    width, height = root.get("width"), root.get("height")
    assert width == str(screen.width)
    assert root.get("viewBox") == f"0 0 {width} {height}"


@each_drawing
def test_the_live_version_is_as_large_as_the_drawing(drawings, name, screen):
    drawn = drawings[name, screen]
    live = json.loads(pictures.live(drawn.vega))
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
    assert len(slim) < len(full) / 2
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


# Time zones -------------------------------------------------------------------------------------

EVERYTHING = """
import json
from pathlib import Path
from charts import pictures, specs
from charts.project import Project
from charts.theme import SCREENS
project = Project(Path())
print(json.dumps({
    f"{name} {screen.name}": [pictures.slim(pictures.svg(pictures.vega(spec))), specs.csv_of(spec)]
    for name, drawing in project.drawings.items()
    for screen in SCREENS
    for spec in [specs.draw(drawing, project.datasets, screen)]
}))
"""


def test_drawings_and_rows_are_the_same_in_every_time_zone():
    zones = ["UTC", "America/Los_Angeles", "Asia/Vladivostok"]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", EVERYTHING],
            cwd=ROOT,
            env=os.environ | {"TZ": zone},
            stdout=subprocess.PIPE,
            text=True,
        )
        for zone in zones
    ]
    here, west, east = (json.loads(process.communicate(timeout=120)[0]) for process in running)
    assert set(here) == {f"{name} {screen.name}" for name in CHARTS for screen in SCREENS}
    for drawing in here:
        assert west[drawing] == here[drawing], drawing
        assert east[drawing] == here[drawing], drawing


# What is refused --------------------------------------------------------------------------------

FIELDS = "There are: days, extra, kind, year."
REFUSED = {
    "unknown dataset": (
        "def draw(year_lengths", "def draw(year_length",
        '9:10: draw() asks for a dataset: there is no dataset "year_length"; did you mean '
        '"year_lengths"? There are: month_lengths, year_lengths.',
    ),
    "misspelt field": (
        '"year:Q"', '"yaer:Q"',
        f'9:1: chart "year-lengths": there is no field "yaer"; did you mean "year"? {FIELDS}',
    ),
    "misspelt field in a tooltip": (
        "encode(x=x, y=y)", 'encode(x=x, y=y, tooltip=["dais:Q"])',
        f'9:1: chart "year-lengths": there is no field "dais"; did you mean "days"? {FIELDS}',
    ),
    "misspelt field in an expression": (
        "alt.Chart(rows)", 'alt.Chart(rows).transform_filter("datum.dais > 365")',
        f'9:1: chart "year-lengths": there is no field "dais"; did you mean "days"? {FIELDS}',
    ),
    "misspelt field of an aggregate": (
        '"days:Q"', '"mean(dais):Q"',
        f'9:1: chart "year-lengths": there is no field "dais"; did you mean "days"? {FIELDS}',
    ),
    "unknown column": (
        'year_lengths["days"]', 'year_lengths["dais"]',
        '10:1: chart "year-lengths": there is no column "dais"; did you mean "days"? There are: '
        "year, kind, days.",
    ),
    "unknown column among others": (
        "year_lengths.assign", 'year_lengths[["year", "dais"]].assign',
        '10:1: chart "year-lengths": there is no column "dais"; did you mean "days"? There are: '
        "year, kind, days.",
    ),
    "misspelt property": (
        "size=40", "sise=40",
        "13:1: chart \"year-lengths\": SchemaValidationError: `MarkDef` has no parameter named "
        "'sise'",
    ),
    "unknown colour": (
        "color=COUNTERPART", 'color="var(--chart-inc)"',
        '9:1: chart "year-lengths": in style.css, there is no colour "--chart-inc"; did you mean '
        '"--chart-ink"? There are: --chart-subject, --chart-counterpart, --chart-quiet, '
        "--chart-ink, --chart-muted, --chart-faint, --chart-paper.",
    ),
    "nothing returned": (
        "return frame", "frame",
        '9:1: chart "year-lengths": TypeError: draw() returned NoneType, not an Altair chart',
    ),
    "no data": (
        "alt.Chart(rows)", "alt.Chart()",
        '9:1: chart "year-lengths": its rows are missing or empty. Give the chart its rows as '
        "`data=`: they are what the table and the CSV beside it show.",
    ),
    "no rows": (
        "alt.Chart(rows)", "alt.Chart(rows[:0])",
        '9:1: chart "year-lengths": its rows are missing or empty. Give the chart its rows as '
        "`data=`: they are what the table and the CSV beside it show.",
    ),
    "no mark": (
        "alt.Chart(rows)", 'alt.Chart(rows).transform_filter("datum.days > 999")',
        '9:1: chart "year-lengths" draws nothing with marks (phone): look at the data and the '
        "fields of that layer.",
    ),
    "no draw()": (
        "def draw", "def drow",
        "1:1: a chart module needs a function draw(), with datasets as its parameters.",
    ),
    "no Python": (
        "    points = ", "    points = = ",
        "13:14: this is not valid Python: invalid syntax.",
    ),
    "an import that fails": (
        "import pandas as pd", "import pandas as pd\nimport nowhere",
        "5:1: ModuleNotFoundError: No module named 'nowhere'",
    ),
    "code that fails": (
        "    rows = ", "    1 / 0\n    rows = ",
        '10:1: chart "year-lengths": ZeroDivisionError: division by zero',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_chart_that_can_not_be_right_is_refused_with_file_and_line(small, old, new, expected):
    edit(MODULE, old, new)
    with pytest.raises(ProblemsError) as caught:
        build(small)
    assert str(caught.value) == f"{MODULE}:{expected}"


def test_a_field_that_a_transform_makes_may_be_used(small):
    edit(MODULE, "alt.Chart(rows)", 'alt.Chart(rows).transform_calculate(half="datum.days / 2")')
    edit(MODULE, "encode(x=x, y=y)", 'encode(x=x, y=y, tooltip=["half:Q"])')
    assert build(small)[1] == ["year-lengths"]


def test_the_names_of_charts_are_read_without_running_them(small):
    edit(MODULE, "import pandas as pd", "import pandas as pd\nraise SystemExit")
    assert list(small.drawings) == ["month-lengths", "year-lengths"]
    assert small.drawings["year-lengths"].datasets == ["year_lengths"]


def test_the_switches_of_a_chart_are_handed_to_the_page_and_not_made_twice(small):
    edit(MODULE, "alt.Chart(rows)", 'alt.Chart(rows).add_params(alt.param(name="leap", '
         'value=True, bind=alt.binding_checkbox(name="Leap years")))')  # fmt: skip
    built = build(small)[0]["year-lengths"]
    assert built.controls == [{"signal": "leap", "name": "leap", "label": "Leap years"}]
    signals = json.loads(built.text("live-phone.json"))["signals"]
    assert [signal for signal in signals if signal["name"] == "leap"] == [
        {"name": "leap", "value": True}
    ]
    assert re.findall("bind", built.text("live-phone.json")) == []
