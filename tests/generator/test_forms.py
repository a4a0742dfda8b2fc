"""Every form of chart is drawn whole in both widths, goes live, and obeys its controls."""

import functools
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lxml import html
from playwright.sync_api import Locator, Page, TimeoutError, expect

from charts.generator.author import chart_forms
from charts.generator.draw import labels
from charts.generator.draw.maps import shapes
from charts.generator.draw.thinning import thin
from charts.generator.project import Project
from tests import forms_guide
from tests.conftest import DESKTOP, FORMS, PHONE, ROOT, Tab, looked_at
from tests.support import until

CHARTS = sorted(path.stem.replace("_", "-") for path in (FORMS / "charts" / "gallery").glob("*.py"))
each_form = pytest.mark.parametrize("name", CHARTS)

Open = Callable[..., Page]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def place(forms_built: Project) -> Iterator[str]:
    """The address of the explainer of forms."""
    handler = functools.partial(_Quiet, directory=str(forms_built.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def chart(blank: Tab, place: str) -> Open:
    """Opens the page of a chart."""

    def opened(name: str, query: str = "", width: int = DESKTOP, **options: object) -> Page:
        page = blank(width, **options)
        page.goto(f"{place}charts/{name}/{query}")
        return page

    return opened


# Each text of a drawing, and where it begins and ends.
TEXTS = """() => [...document.querySelectorAll("text")].map((text) => {
  const { left, right } = text.getBoundingClientRect();
  return [text.textContent, left, right];
})"""


@pytest.fixture(scope="module")
def visits(
    request: pytest.FixtureRequest, shared: Path, forms_built: Project, worker_id: str
) -> dict[str, dict[str, Any]]:
    """One visit of each form, by any of the workers: where the texts of its drawing are, where it
    is before and after it went live in both widths, and what is read by keyboard."""

    def look(names: list[str]) -> dict[str, dict[str, Any]]:
        browser, place = map(request.getfixturevalue, ("browser", "place"))
        with browser.new_context() as context:
            page = context.new_page()
            return {name: visited(page, forms_built.built / name, place) for name in names}

    return looked_at(shared / "forms-seen", CHARTS, worker_id, look)


def visited(page: Page, drawings: Path, place: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    page.set_viewport_size({"width": PHONE, "height": 900})
    drawn = (drawings / "phone.svg").read_text()
    page.goto("about:blank")  # without the policy of a page, which would refuse the style
    page.set_content(f'<body style="margin: 0; font-family: Liberation Sans">{drawn}')
    found["texts"] = page.evaluate(TEXTS)
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{place}charts/{drawings.name}/")
        box = page.locator(".chart-static:visible").first
        before = box.bounding_box()
        page.locator(".chart-picture").focus()
        live = there(page.locator(".chart-live:visible svg"))
        found[str(width)] = {"live": live, "before": before, "after": box.bounding_box()}
    page.keyboard.press("Home")
    tip = page.locator(".chart-tip")
    found["read"] = tip.inner_text().strip() if there(tip) else ""
    return found


def there(locator: Locator) -> bool:
    """Waits until an element is there; returns whether it came."""
    try:
        locator.wait_for(timeout=10_000)
    except TimeoutError:
        return False
    return True


# Whole ------------------------------------------------------------------------------------------


@each_form
def test_no_label_of_a_form_is_cut_off_or_covers_another(forms_built, name):
    for screen in ("phone", "desktop"):
        drawn = (forms_built.built / name / f"{screen}.svg").read_text()
        assert labels.labels(drawn)
        assert labels.faults(drawn, {}) == []


@each_form
def test_the_labels_of_a_form_have_room_in_a_browser_too(visits, name):
    texts = visits[name]["texts"]
    assert texts
    assert [text for text, left, right in texts if left < -1.5 or right > 345.5] == []


@each_form
def test_the_page_of_a_form_has_its_table_its_words_and_its_files(forms_built, name):
    folder = forms_built.site / "charts" / name
    page = html.parse(folder / "index.html").getroot()
    (alt,) = page.xpath(f'//*[@id="alt-{name}"]')
    assert len(alt.text_content()) > 30
    rows = page.xpath('//table[@class="rows"]//tr')
    assert len(rows) > 1
    assert all(cell.text_content().strip() for cell in rows[0])
    endings = [".csv", ".png", "-2x.png", ".svg", "-dark.svg", ".vl.json", ".json", ".zip"]
    assert all((folder / f"{name}{ending}").stat().st_size > 100 for ending in endings)


@each_form
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_form_goes_live_where_its_drawing_was(visits, name, width):
    seen = visits[name][str(width)]
    assert seen["live"]
    assert seen["after"] == seen["before"]


@each_form
def test_a_form_can_be_read_by_keyboard(visits, name):
    assert visits[name]["read"]


def test_all_rows_of_a_thinned_chart_are_in_its_csv_and_few_in_its_drawing(forms_built):
    for name in ("long-series", "many-points"):
        csv = (forms_built.built / name / f"{name}.csv").read_text()
        assert csv.count("\n") == 20_001
        page = (forms_built.site / "charts" / name / "index.html").read_text()
        assert "The first 500 of 20,000 rows" in page
        assert len((forms_built.built / name / "phone.svg").read_text()) < 300_000


# Choices and sliders ----------------------------------------------------------------------------


def test_the_picture_shows_the_start_of_a_choice_and_of_a_slider(chart):
    assert chart("choose").get_by_role("combobox", name="Latitude").input_value() == '"60° N"'
    page = chart("slide")
    assert page.get_by_role("slider", name="Month of the year").input_value() == "6"
    assert "18.4" in page.locator(".chart-desktop").text_content()


def test_a_choice_redraws_the_chart_and_is_part_of_the_address(chart):
    page = chart("choose")
    picked = '.chart-live [stroke="var(--chart-subject)"]'
    page.get_by_role("combobox", name="Latitude").select_option("Equator")
    expect(page.locator(picked)).to_have_count(1)
    flat = page.locator(picked).get_attribute("d") or ""
    assert len(set(re.findall(r",(-?[\d.]+)", flat))) == 1
    assert "choose.choice_parallel=Equator" in page.url


def test_an_address_opens_the_choice_that_was_shared(chart):
    page = chart("choose", "?choose.choice_parallel=Equator")
    expect(page.locator(".chart-live svg")).to_have_count(1)
    assert page.get_by_role("combobox", name="Latitude").input_value() == '"Equator"'


def test_a_choice_that_does_not_exist_is_the_start(chart):
    page = chart("choose", "?choose.choice_parallel=Atlantis")
    assert page.get_by_role("combobox", name="Latitude").input_value() == '"60° N"'
    expect(page.locator(".chart-live")).to_have_count(0)


def test_a_slider_works_by_keyboard_and_says_its_value(chart):
    page = chart("slide")
    slider = page.get_by_role("slider", name="Month of the year")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator(".chart-controls output")).to_have_text("12")
    expect(page.locator(".chart-live")).to_contain_text("7.9")
    until(page, "location.search.includes('slide.slider_month_of_the_year=12')")
    page.keyboard.press("Home")
    expect(page.locator(".chart-controls output")).to_have_text("1")


def test_a_start_that_is_chosen_again_leaves_no_trace_in_the_address(chart):
    page = chart("choose", "?choose.choice_parallel=Equator")
    page.get_by_role("combobox", name="Latitude").select_option("60° N")
    until(page, "location.search === ''")
    assert "?" not in page.url


def test_a_frame_on_another_site_has_the_controls_too(blank, place):
    page = blank()
    page.goto(f"{place}embed/slide/")
    page.get_by_role("slider", name="Month of the year").focus()
    page.keyboard.press("End")
    expect(page.locator(".chart-live")).to_contain_text("7.9")


# Thinning and maps ------------------------------------------------------------------------------


def test_a_thinned_line_keeps_its_ends_and_its_peak():
    rows = pd.DataFrame({"x": range(10_000), "y": np.sin(np.arange(10_000) / 400)})
    rows.loc[5_432, "y"] = 9.0
    kept = thin(rows, "x", "y", keep=300)
    assert len(kept) == 300
    assert {0, 5_432, 9_999} <= set(kept["x"])
    assert list(kept["x"]) == sorted(kept["x"])


def test_a_short_line_is_not_thinned():
    rows = pd.DataFrame({"x": range(50), "y": range(50)})
    assert len(thin(rows, "x", "y", keep=300)) == 50


def test_points_are_thinned_to_one_for_each_place_that_has_any():
    rows = pd.DataFrame({"x": [0, 0.001, 10, 5], "y": [0, 0.001, 10, 5]})
    assert list(thin(rows, "x", "y", method="grid", cells=(10, 10)).index) == [0, 2, 3]


def test_a_topojson_and_a_geojson_of_one_shape_are_the_same(tmp_path):
    square = [[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]]
    geojson = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "a"},
                "geometry": {"type": "Polygon", "coordinates": [square]},
            }
        ],
    }
    topojson = {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0], [0, 10], [10, 0]], [[0, 0], [10, 0], [0, 10]]],
        "objects": {
            "o": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Polygon", "arcs": [[0, ~1]], "properties": {"name": "a"}}],
            }
        },
    }
    found = []
    for ending, content in ((".geojson", geojson), (".topojson", topojson)):
        path = tmp_path / f"a{ending}"
        path.write_text(json.dumps(content))
        found.append(shapes(path))
    assert found[0] == found[1]
    assert found[0]["a"]["coordinates"][0] == [[float(n) for n in at] for at in square]


def test_a_changed_shape_of_a_map_redraws_the_map(tmp_path: Path):
    import shutil

    root = tmp_path / "forms"
    shutil.copytree(FORMS, root, ignore=shutil.ignore_patterns("__pycache__"))
    before = Project(root).fingerprints
    path = root / "charts" / "gallery" / "zones.topojson"
    path.write_text(path.read_text().replace("66.56", "66.6"))
    after = Project(root).fingerprints
    assert [name for name in before if before[name] != after[name]] == ["map-points", "map-regions"]


# The guide ----------------------------------------------------------------------------------------


def test_the_guide_shows_every_form_as_it_is_drawn_now(forms_built):
    files = dict(forms_guide.files(forms_built))
    pictures = {path.name for path in (ROOT / forms_guide.PICTURES).iterdir()}
    assert pictures == {Path(path).name for path in files} - {Path(forms_guide.GUIDE).name}
    old = [path for path, text in files.items() if (ROOT / path).read_text("utf-8") != text]
    assert old == [], "make forms-guide"


def test_the_guide_shows_every_form_that_a_chart_can_be_started_in():
    guide = (ROOT / forms_guide.GUIDE).read_text("utf-8")
    assert [form for form in chart_forms.FORMS if f"`--form {form}`" not in guide] == []
