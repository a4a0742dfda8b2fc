"""A chart is told in steps: by scrolling, by buttons and keys, without scripts, and on paper."""

import functools
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Page, expect

from charts.generator.base.problems import MistakeError
from charts.generator.check.check import check
from charts.generator.draw.windows import window
from charts.generator.numbers.formats import NO_BREAK
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.conftest import DESKTOP, PHONE, SECOND, Tab, _Quiet, once
from tests.support import edit, until

SENTENCES = [
    "February has 28 days in it.",
    "February has 29 days in it.",
]

STEPS = """
steps:
  2023-01 to 2023-12: >-
    A common year. February has {{ value("month_lengths", "days", month="2023-02") }} in it.
  2024-01 to 2024-12: >-
    A leap year. February has {{ value("month_lengths", "days", month="2024-02") }} in it.
pinned:
"""

PAGE = """---
title: Two years of months
description: The days of each month, in two steps
---

{{ steps("month-lengths") }}
"""

each_width = pytest.mark.parametrize("width", [PHONE, DESKTOP])


def tell(root: Path) -> None:
    """Has the tiny explainer tell a chart in steps."""
    edit(root / "docs" / "charts" / "month-lengths.md", "\npinned:\n", STEPS)
    (root / "docs" / "told.md").write_text(PAGE, encoding="utf-8")


@pytest.fixture(scope="module")
def site(shared: Path) -> Path:
    def make(root: Path) -> None:
        shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__"))
        tell(root)
        list(build_site(Project(root)))

    return once(shared / "told", make) / "site"


@pytest.fixture(scope="module")
def told(site: Path) -> Iterator[str]:
    """The address of a page that tells a chart in steps."""
    handler = functools.partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/told/"
        server.shutdown()


def opened(blank: Tab, told: str, width: int = DESKTOP, **options: object) -> Page:
    page = blank(width, **options)
    page.goto(told)
    return page


def says(page: Page, steps: str) -> list[str]:
    """The sentences of some steps."""
    texts = page.locator(f"{steps} .step-says").all_inner_texts()
    return [text.replace(NO_BREAK, " ") for text in texts]


def shown(page: Page) -> list[str]:
    """The sentences that the chart shows now."""
    return says(page, ".step.is-shown")


def clear(page: Page) -> tuple[float, float]:
    """The part of the drawing that no veil covers, in shares of its width."""
    found = page.evaluate(
        """() => {
          const box = [...document.querySelectorAll(".chart-static")].find((e) => e.offsetParent);
          const [left, right] = [...box.querySelectorAll(".steps-veil")].map(({ style }) =>
            [parseFloat(style.left), parseFloat(style.width)]);
          return [left[0] + left[1], right[0]];
        }"""
    )
    return found[0] / 100, found[1] / 100


def press(page: Page, name: str) -> None:
    page.get_by_role("toolbar", name="Steps").get_by_role("button", name=name).click()


def test_without_scripts_there_are_the_whole_chart_and_every_sentence(blank, told):
    page = opened(blank, told, java_script_enabled=False)
    expect(page.locator(".chart-static:visible > svg")).to_have_count(1)
    assert says(page, ".step") == SENTENCES
    for sentence in page.locator(".step-says").all():
        expect(sentence).to_be_visible()
    expect(page.get_by_role("toolbar")).to_have_count(0)


def test_a_step_has_its_name_and_its_periods(site):
    (first, second) = html.parse(site / "told" / "index.html").xpath('//li[@class="step"]')
    assert first.xpath("string(h2)") == "A common year"
    assert second.xpath('string(p[@class="step-window"])') == "2024-01 to 2024-12"


def test_the_numbers_of_a_sentence_are_bound_and_open_their_receipts(site):
    page = html.parse(site / "told" / "index.html")
    assert len(page.xpath('//p[@class="step-says"]/a[@class="number"]')) == len(SENTENCES)
    assert (site / "told" / "receipts.json").is_file()


@each_width
def test_a_button_shows_its_sentence_and_its_part_of_the_chart(blank, told, width):
    page = opened(blank, told, width, reduced_motion="reduce")
    assert shown(page) == []
    press(page, "1: A common year")
    assert shown(page) == SENTENCES[:1]
    start, end = clear(page)
    press(page, "2: A leap year")
    assert shown(page) == SENTENCES[1:]
    assert end < clear(page)[0]
    assert start < end
    press(page, "Whole chart")
    assert clear(page) == (0, 1)


def test_the_arrow_keys_go_from_step_to_step(blank, told):
    page = opened(blank, told, reduced_motion="reduce")
    press(page, "1: A common year")
    page.keyboard.press("ArrowRight")
    assert shown(page) == SENTENCES[1:]
    expect(page.get_by_role("button", name="2: A leap year")).to_be_focused()
    page.keyboard.press("Home")
    assert shown(page) == SENTENCES[:1]
    page.keyboard.press("End")
    assert shown(page) == []


@each_width
def test_scrolling_shows_the_sentence_that_passes_by(blank, told, width):
    page = opened(blank, told, width)
    page.locator(".step").nth(0).evaluate("step => step.scrollIntoView({ block: 'center' })")
    page.mouse.wheel(0, 150)
    until(page, "document.querySelectorAll('.step.is-shown').length === 1")
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView({ block: 'end' })")
    until(page, "document.querySelector('.step:nth-child(2)').matches('.is-shown')")
    assert shown(page) == SENTENCES[1:]


def test_with_reduced_motion_scrolling_changes_nothing(blank, told):
    page = opened(blank, told, reduced_motion="reduce")
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView({ block: 'end' })")
    press(page, "Whole chart")
    assert shown(page) == []
    expect(page.locator(".steps-stage")).to_have_css("position", "static")


def test_paper_has_the_whole_chart_and_every_sentence(blank, told):
    page = opened(blank, told, reduced_motion="reduce")
    press(page, "1: A common year")
    page.emulate_media(media="print")
    for veil in page.locator(".steps-veil").all():
        expect(veil).to_be_hidden()
    for sentence in page.locator(".step-says").all():
        expect(sentence).to_be_visible()


@each_width
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_chart_told_in_steps(blank, told, width, scheme):
    page = opened(blank, told, width, color_scheme=scheme, reduced_motion="reduce")
    press(page, "1: A common year")
    assert Axe().run(page).response["violations"] == []


def test_only_pages_with_steps_load_their_script_and_style(site):
    loading = [
        path.relative_to(site).as_posix()
        for path in site.rglob("index.html")
        if re.search(r"assets/steps\.\w+\.(js|css)", path.read_text(encoding="utf-8"))
    ]
    assert loading == ["told/index.html"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2024-01 to", "2025-01 to", 'the data of chart "month-lengths" have no period "2025-01"'),
        ('{{ value("month_lengths", "days", month="2024-02") }}', "29 days", "29"),
        ('month="2024-02"', 'month="2024-99"', "2024-99"),
    ],
)
def test_a_wrong_step_is_a_problem_with_its_place(small, old, new, said):
    tell(small.root)
    path = small.docs / "charts" / "month-lengths.md"
    text = path.read_text(encoding="utf-8")
    at = text.index("A leap year") - 30
    path.write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")
    problems = [str(problem) for problem in check(Project(small.root)).problems]
    assert any(said in problem for problem in problems), problems


def test_a_chart_without_steps_can_not_be_told(small):
    tell(small.root)
    edit(small.docs / "told.md", "month-lengths", "year-lengths")
    problems = [str(problem) for problem in check(Project(small.root)).problems]
    assert any('no "steps"' in problem for problem in problems), problems


# Where a window is -------------------------------------------------------------------------------

ROWS = [{"year": "2000"}, {"year": "2010"}]


def drawn(**scale: object) -> dict[str, object]:
    padding = {"left": 10, "right": 10, "top": 0, "bottom": 50}
    return {"width": 80, "height": 50, "padding": padding, "scales": [{"name": "x", **scale}]}


@pytest.mark.parametrize(
    ("scale", "ends", "sides"),
    [
        ({"type": "linear", "domain": [2000, 2020]}, ("2005", "2010"), (30, 50)),
        (
            {"type": "linear", "domain": {"data": "rows", "field": "year"}},
            ("2000", "2005"),
            (10, 50),
        ),
        ({"type": "band", "domain": [2000, 2001, 2002, 2003]}, ("2001", "2002"), (30, 70)),
        (
            {
                "type": "utc",
                "domain": {
                    "fields": [
                        {"signal": '{data: datetime("2001-01-01 00:00:00+00:00")}'},
                        {"signal": '{data: datetime("2003-01-01 00:00:00+00:00")}'},
                    ]
                },
            },
            ("2001-01", "2002-01"),
            (10, 50),
        ),
    ],
)
def test_a_window_is_where_its_periods_are_on_the_axis(scale, ends, sides):
    found = window(drawn(**scale), ROWS, *ends)
    assert (found.start, found.end) == pytest.approx(sides)
    assert (found.left, found.right, found.bottom) == (10, 90, 50)


@pytest.mark.parametrize("ends", [("1999", "2005"), ("2005", "2021"), ("2010", "2005")])
def test_a_window_that_the_chart_does_not_show_is_refused(ends):
    with pytest.raises(MistakeError, match="does not show"):
        window(drawn(type="linear", domain=[2000, 2020]), ROWS, *ends)


def test_a_chart_without_an_axis_of_time_is_refused():
    with pytest.raises(MistakeError, match="time from left to right"):
        window({"width": 80, "height": 50, "scales": [], "padding": {}}, ROWS, "2000", "2001")
