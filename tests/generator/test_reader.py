"""What readers get, in a real browser: on a phone, by keyboard, without JavaScript, on paper."""

import base64
import csv
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    CDPSession,
    Locator,
    Page,
    Request,
    Route,
    TimeoutError,
    expect,
)

from charts.generator.base.files import THEME
from charts.generator.numbers.formats import NO_BREAK, money
from charts.generator.pages.content import Content
from charts.generator.project import Project
from tests.conftest import DESKTOP, MODELS, PHONE, looked_at
from tests.support import paints, pixels, typed

BETWEEN = 640  # shows the desktop drawing, but smaller than it was drawn
SMALLEST = 320  # a desktop window zoomed to 400%

RELATIONS = "questions/relations/"
HISTORY = "charts/trade-history/"
MONTHLY = "charts/trade-monthly/"
PARTNERS = "charts/partners-scale/"
CHARTS = [HISTORY, MONTHLY, PARTNERS]

each_chart = pytest.mark.parametrize("chart", CHARTS)
each_width = pytest.mark.parametrize("width", [PHONE, DESKTOP])

# Adds up all that moved by itself, also right after a touch, where browsers would forgive it.
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

# Where an element is on its page, once it is in the middle of the window.
BOX_OF_PAGE = """
(element) => {
  element.scrollIntoView({ block: "center" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x: x + scrollX, y: y + scrollY, width, height, scale: 1 };
}
"""

# The box of every text of a drawing, in the drawing's own pixels, without its edge of paper.
TEXTS = """
(svg) => {
  const out = svg.getScreenCTM().inverse();
  return [...svg.querySelectorAll("text")].flatMap((text) => {
    const { a, d, e, f } = out.multiply(text.getScreenCTM());
    // Digits with places of their own are labels of their own.
    const parts = text.x.baseVal.numberOfItems > 1
      ? [...text.textContent].map((digit, at) => [digit, text.getExtentOfChar(at)])
      : [[text.textContent, text.getBBox()]];
    return parts.map(([words, box]) => {
      const [left, top] = [e + a * box.x, f + d * box.y];
      return { text: words, left, top,
               right: left + a * box.width, bottom: top + d * box.height };
    });
  });
}
"""

# Where an axis starts and ends on the screen.
AXIS = (
    "(line) => { const m = line.getScreenCTM(); return [m.e, m.e + m.a * line.x2.baseVal.value] }"
)


@pytest.fixture
def newcomer(browser: Browser, address: str) -> Iterator[Page]:
    """The overview, as one sees it who was never here and whose choices no other test meets."""
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(address)
        yield page


def enliven(page: Page) -> None:
    """Points at every chart of a page until it is live, and then away."""
    for picture in page.locator(".chart-picture").all():
        picture.scroll_into_view_if_needed()
        picture.hover()
        expect(picture.locator(".is-live:visible")).to_have_count(1)
    page.mouse.move(0, 0)


def recolour(page: Page, **media: Any) -> None:
    """Changes the colours of a page, which turn gradually, and waits until all are those."""
    page.emulate_media(**media)
    paints(page)
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")


def shown(page: Page) -> Locator:
    """The drawing that a page with one chart shows."""
    return page.locator(".chart-static:visible > svg")


def drawings(page: Page) -> list[Locator]:
    """The drawings that a question page shows, all with words in them."""
    found = shown(page).all()
    assert found
    assert all(drawing.locator("text").count() > 5 for drawing in found)
    return found


def texts(page: Page) -> list[dict[str, Any]]:
    """The texts of each drawing that a question page shows, with their boxes and its own."""
    return [
        {
            "box": [float(edge) for edge in str(drawing.get_attribute("viewBox")).split()],
            "texts": drawing.evaluate(TEXTS),
        }
        for drawing in drawings(page)
    ]


def rows(built: Project, chart: str) -> list[dict[str, str]]:
    """The rows of the CSV that readers can download beside a chart."""
    name = chart.split("/")[1]
    with (built.site / chart / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def dollars(cell: str) -> str:
    """Writes a cell in millions of dollars as the text of a page does."""
    return money(float(cell) * 1e6).replace(NO_BREAK, " ")


def reading(page: Page) -> dict[str, str]:
    """What the tooltip says: of what, and the numbers of the two flows."""
    of, *lines = page.locator(".chart-tip:visible").evaluate(
        "tip => [...tip.querySelectorAll('strong, span')].map((part) => part.innerText)",
        timeout=5000,
    )
    found = {"of": of}
    for line in lines:
        label, _, number = line.replace(NO_BREAK, " ").rpartition(": ")
        found["imports" if "import" in label.lower() else "exports"] = number
    return found


def expected(row: dict[str, str], of: str) -> dict[str, str]:
    return {"of": of, "imports": dollars(row["imports"]), "exports": dollars(row["exports"])}


def month_name(month: str) -> str:
    return datetime.strptime(month, "%Y-%m").strftime("%B %Y")


def places(page: Page, shares: list[float]) -> list[float]:
    """Where on the screen values lie whose distance from the start of the live axis is given."""
    axis = page.locator(".chart-live:visible .role-axis-domain line")
    start, end = axis.evaluate(AXIS)
    return [start + share * (end - start) for share in shares]


def middle(locator: Locator) -> tuple[float, float]:
    """The middle of an element, scrolled to the middle of the window."""
    locator.evaluate("element => element.scrollIntoView({ block: 'center' })")
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def photograph(camera: CDPSession, locator: Locator) -> npt.NDArray[np.int16]:
    """The pixels of an element; the browser's own way takes half the time of Playwright's."""
    asked = {"format": "png", "optimizeForSpeed": True, "clip": locator.evaluate(BOX_OF_PAGE)}
    taken = camera.send("Page.captureScreenshot", asked)
    return pixels(base64.b64decode(taken["data"])).astype(np.int16)


def difference(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> float:
    """The share of pixels in which two pictures differ so that it can be seen."""
    if one.shape != other.shape:
        return 1
    return float((np.abs(one - other).max(axis=2) > 48).mean())


def press_tab_until(page: Page, selector: str) -> None:
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


def requested(page: Page) -> list[str]:
    """Lists, while it grows, the addresses that a page requests; not those inside its styles."""
    found: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith("data:"):
            found.append(request.url)

    page.on("request", note)
    return found


def live_files(addresses: list[str]) -> list[str]:
    return [url for url in addresses if re.search(r"/vega\.|/live-", url)]


def troubles(page: Page, address: str) -> list[str]:
    """Lists, while it grows, everything that a console would show in red or yellow."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"error: {error}"))
    page.on(
        "requestfailed",
        # A page that is left breaks off what it was still waiting for.
        lambda request: (
            None
            if request.failure == "net::ERR_ABORTED"
            else found.append(f"failed: {request.url}")
        ),
    )
    page.on(
        "console",
        lambda message: (
            found.append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    page.on(
        "response",
        lambda response: (
            found.append(f"{response.status}: {response.url}") if response.status >= 400 else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", f"blob:{address}"))
            else found.append(f"elsewhere: {request.url}")
        ),
    )
    return found


# Without JavaScript ------------------------------------------------------------------------------


@each_width
def test_without_javascript_exactly_one_drawing_of_each_chart_shows(tab, width):
    page = tab(RELATIONS, width, java_script_enabled=False)
    figures = page.locator("figure.chart").all()
    assert len(figures) >= len(CHARTS)
    name = "phone" if width == PHONE else "desktop"
    for figure in figures:
        expect(figure.locator(".chart-static:visible")).to_have_count(1)
        expect(figure.locator(f".chart-{name} > svg")).to_be_visible()


@each_width
def test_without_javascript_a_drawing_has_size_and_words(tab, width):
    page = tab(RELATIONS, width, java_script_enabled=False)
    for drawing in drawings(page):
        box = drawing.bounding_box()
        assert box
        assert box["width"] > 300
        assert box["height"] > 150
        expect(drawing.locator("text").first).to_be_visible()


def test_without_javascript_controls_that_need_it_are_hidden(tab):
    page = tab(RELATIONS, java_script_enabled=False)
    controls = page.locator(".chart-controls, .masthead__tools button, .search")
    assert controls.count() > 2
    assert [control for control in controls.all() if control.is_visible()] == []


def test_without_javascript_a_number_leads_to_its_line_of_the_ledger(tab):
    page = tab(RELATIONS, java_script_enabled=False)
    number = page.locator("a.number", has_text="$").first
    text = number.inner_text()
    number.click()
    line = page.locator(":target")
    expect(line).to_be_visible()
    expect(line.locator("summary b")).to_have_text(text)


def test_every_number_and_claim_has_its_line_in_the_ledger(tab, address):
    page = tab(RELATIONS, java_script_enabled=False)
    links = page.locator("a.number, a.claim")
    targets = {str(link.evaluate("link => link.href")) for link in links.all()}
    assert len(targets) > 20
    lines = set()
    for ledger in {target.partition("#")[0] for target in targets}:
        assert ledger.startswith((f"{address}data/facts/", f"{address}data/claims/"))
        page.goto(ledger)
        ids = page.locator(".entry").evaluate_all("lines => lines.map((line) => line.id)")
        lines |= {f"{ledger}#{id}" for id in ids}
    assert targets <= lines


def test_without_javascript_the_table_opens(tab):
    page = tab(HISTORY, java_script_enabled=False)
    table = page.locator(".chart-table")
    expect(table).to_be_hidden()
    page.locator("#rows > summary").click()
    expect(table).to_be_visible()


def test_the_table_has_a_line_for_each_row_of_the_csv(tab, built):
    page = tab(HISTORY, java_script_enabled=False)
    heads = page.locator(".chart-table tbody th").all_text_contents()
    assert heads == [row["year"] for row in rows(built, HISTORY)]


# Going live --------------------------------------------------------------------------------------


def by_hover(page: Page) -> None:
    page.mouse.move(*middle(page.locator(".chart-picture").first))


def by_touch(page: Page) -> None:
    page.touchscreen.tap(*middle(page.locator(".chart-picture").first))


def by_keyboard(page: Page) -> None:
    # From the text on: the theme's search opens when the focus passes it, and moves the header.
    page.locator("article a").first.focus()
    press_tab_until(page, ".chart-picture")


def come_late(route: Route) -> None:
    """Answers after the browser has painted what it had, as on a slow line."""
    time.sleep(0.2)
    route.continue_()


each_trigger = pytest.mark.parametrize(
    ("trigger", "options"),
    [
        (by_hover, {}),
        (by_touch, {"width": PHONE, "has_touch": True, "is_mobile": True}),
        (by_keyboard, {}),
    ],
)


# The ink of a letter in the face of headings.
INK = """
async (letter) => {
  const face = "bold 60px Gelasio";
  await document.fonts.load(face, letter);
  const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 90 });
  const context = canvas.getContext("2d");
  context.font = face;
  context.fillText(letter, 10, 70);
  return [...context.getImageData(0, 0, 60, 90).data].join();
}
"""


def test_a_typed_apostrophe_is_a_printers_one_in_headings(tab):
    page = tab()
    typed, straight = page.evaluate(INK, "'"), page.evaluate(INK, '"')
    assert typed == page.evaluate(INK, "\u2019")
    assert typed != straight


@each_trigger
def test_a_chart_goes_live(tab, trigger, options):
    page = tab(RELATIONS, **options)
    expect(page.locator(".is-live")).to_have_count(0)
    trigger(page)
    expect(page.locator(".chart-picture").first.locator(".is-live")).to_have_count(1)


@each_trigger
def test_nothing_moves_on_load_and_on_going_live(blank, address, trigger, options):
    page = blank(**options)
    page.add_init_script(WATCH_SHIFTS)
    page.route(re.compile(r"\.js(\?|$)"), come_late)
    page.goto(address + RELATIONS, wait_until="networkidle")
    trigger(page)
    expect(page.locator(".is-live")).to_have_count(1)
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
    assert page.evaluate("shifted") == 0


# The boxes of the static and the live drawing of each chart that is live.
BOXES = """boxes => boxes.map((box) => [":scope > svg", ".chart-live svg"]
  .map((drawing) => box.querySelector(drawing).getBoundingClientRect().toJSON()))"""


@pytest.mark.parametrize("widths", [[PHONE], [BETWEEN, DESKTOP]])
def test_the_live_drawing_takes_the_box_of_the_static_one(tab, widths):
    page = tab(RELATIONS, widths[0])
    enliven(page)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        paints(page)
        boxes = page.locator(".is-live").evaluate_all(BOXES)
        assert len(boxes) >= len(CHARTS)
        for static, live in boxes:
            assert live["width"] > 300
            assert live == pytest.approx(static, abs=0.5)


def test_nothing_of_the_runtime_is_requested_before_a_chart_is_touched(blank, address):
    page = blank()
    addresses = requested(page)
    page.goto(address + RELATIONS, wait_until="networkidle")
    assert addresses
    assert live_files(addresses) == []


def test_all_triggers_together_request_the_runtime_and_one_chart_once(blank, address):
    page = blank(PHONE, has_touch=True, is_mobile=True)
    addresses = requested(page)
    page.goto(address + RELATIONS)
    by_touch(page)
    page.locator(".chart-controls input").first.click()
    by_keyboard(page)
    page.keyboard.press("ArrowRight")
    by_hover(page)
    expect(page.locator(".is-live")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    names = [re.sub(r"^.*/(vega|live-phone)\..*$", r"\1", url) for url in live_files(addresses)]
    assert sorted(names) == ["live-phone", "vega"]


def test_a_second_chart_requests_only_its_own_file(blank, address):
    page = blank()
    page.goto(address + RELATIONS)
    by_hover(page)
    expect(page.locator(".is-live")).to_have_count(1)
    addresses = requested(page)
    page.locator(".chart-picture").nth(1).hover()
    expect(page.locator(".is-live")).to_have_count(2)
    assert [url.split("?")[0] for url in live_files(addresses)] == [
        f"{address}{MONTHLY}live-desktop.json"
    ]


# Far from the building machine's time zone, so that a shifted time axis would show.
FAR = "America/Los_Angeles"


def enliven_between_pictures(page: Page, enliven: Callable[[Page], None]) -> dict[str, float]:
    """Makes every chart of a page live; returns how much each then differs from its picture."""
    camera = page.context.new_cdp_session(page)
    charts = page.locator(".chart-picture").all()
    static = [photograph(camera, chart) for chart in charts]
    enliven(page)
    return {
        str(chart.get_attribute("aria-labelledby")): difference(before, photograph(camera, chart))
        for chart, before in zip(charts, static, strict=True)
    }


def test_the_live_drawing_looks_as_the_static_one_on_a_dark_phone(blank, questions, address):
    page = blank(PHONE, color_scheme="dark", timezone_id=FAR)
    different: dict[str, float] = {}
    for path in questions:
        page.goto(address + path)
        different |= enliven_between_pictures(page, enliven)
    assert len(different) >= len(CHARTS)
    assert {name: share for name, share in different.items() if share > 0.003} == {}


def test_the_live_drawing_looks_as_the_static_one_on_a_light_desktop(survey, questions):
    different = {
        chart: share for path in questions for chart, share in survey[path]["live"].items()
    }
    assert len(different) >= len(CHARTS)
    assert {name: share for name, share in different.items() if share > 0.003} == {}


def test_a_chart_made_live_at_desktop_width_shows_its_phone_drawing_when_narrowed(tab):
    page = tab(HISTORY)
    enliven(page)
    page.set_viewport_size({"width": PHONE, "height": 900})
    expect(page.locator(".chart-phone > svg")).to_be_visible()
    expect(page.locator(".chart-desktop")).to_be_hidden()


def test_a_chart_made_live_at_desktop_width_goes_live_again_when_narrowed(tab):
    page = tab(HISTORY)
    enliven(page)
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.locator(".chart-picture").hover()
    expect(page.locator(".chart-phone.is-live .chart-live svg")).to_be_visible()


# Where the live version can't be had -------------------------------------------------------------

each_missing_file = pytest.mark.parametrize(
    "missing", ["**/assets/live.*js*", "**/assets/vega.*.js*", "**/live-*.json*"]
)


def touch_in_vain(page: Page) -> None:
    """Does all that would make a chart live, and waits until it was given up each time."""
    for touch in (
        lambda: by_hover(page),
        lambda: page.locator(".chart-controls input").first.click(),
        lambda: by_keyboard(page),
        lambda: page.keyboard.press("ArrowRight"),
        lambda: page.mouse.click(*middle(page.locator(".chart-picture"))),
    ):
        with page.expect_console_message(lambda message: "chart stays static" in message.text):
            touch()


@each_missing_file
def test_a_chart_that_cannot_go_live_stays_as_it_is(tab, missing):
    page = tab(HISTORY)
    page.route(missing, lambda route: route.abort())
    touch_in_vain(page)
    expect(page.locator(".is-live")).to_have_count(0)
    expect(shown(page)).to_be_visible()


@each_missing_file
def test_a_chart_that_cannot_go_live_is_no_uncaught_error(tab, missing):
    page = tab(HISTORY)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(missing, lambda route: route.abort())
    touch_in_vain(page)
    assert errors == []


@each_missing_file
def test_a_chart_that_could_not_go_live_does_so_when_the_line_is_back(tab, missing):
    page = tab(HISTORY)
    page.route(missing, lambda route: route.abort())
    touch_in_vain(page)
    page.unroute(missing)
    page.mouse.move(0, 0)
    enliven(page)


# Reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [PHONE, BETWEEN, DESKTOP])
def test_pointing_at_a_year_reads_the_numbers_of_that_year(tab, built, width):
    page = tab(HISTORY, width)
    enliven(page)
    _, y = middle(page.locator(".chart-picture"))
    table = rows(built, HISTORY)
    found = []
    for x in places(page, [at / (len(table) - 1) for at in range(len(table))]):
        page.mouse.move(x, y)
        found.append(reading(page))
    assert found == [expected(row, row["year"]) for row in table]


def test_pointing_beside_a_year_reads_the_nearest_one(tab, built):
    page = tab(HISTORY)
    enliven(page)
    _, y = middle(page.locator(".chart-picture"))
    last = len(rows(built, HISTORY)) - 1
    found = []
    for x in places(page, [(at + 0.4) / last for at in range(last)]):
        page.mouse.move(x, y)
        found.append(reading(page)["of"])
    assert found == [row["year"] for row in rows(built, HISTORY)[:-1]]


def test_pointing_at_a_month_reads_the_numbers_of_that_month(tab, built):
    # A month begins there while it is still the month before in Greenwich.
    page = tab(MONTHLY, timezone_id="America/Los_Angeles")
    enliven(page)
    _, y = middle(page.locator(".chart-picture"))
    table = rows(built, MONTHLY)
    days = [datetime.strptime(row["month"], "%Y-%m").replace(tzinfo=UTC) for row in table]
    span = days[-1] - days[0]
    found = []
    for x in places(page, [(day - days[0]) / span for day in days]):
        page.mouse.move(x, y)
        found.append(reading(page))
    assert found == [expected(row, month_name(row["month"])) for row in table]


def head(row: dict[str, str]) -> str:
    """What a row of a chart's CSV is about, as the reading says it."""
    if "partner" in row:
        return row["partner"] + (f" in {row['year']}" if row["year"] == "2021" else "")
    return month_name(row["month"]) if "month" in row else row["year"]


def test_pointing_at_a_bar_reads_the_numbers_of_that_partner(tab, built):
    page = tab(PARTNERS)
    enliven(page)
    found = []
    for bar in page.locator(".chart-live .mark-rect.role-mark path").all():
        page.mouse.move(*middle(bar))
        found.append(reading(page))
    assert found == [expected(row, head(row)) for row in rows(built, PARTNERS)]


def test_the_first_tap_already_reads(tab, built):
    page = tab(HISTORY, PHONE, has_touch=True, is_mobile=True)
    by_touch(page)
    expect(page.locator(".chart-tip")).to_be_visible()
    row = {row["year"]: row for row in rows(built, HISTORY)}[reading(page)["of"]]
    assert reading(page) == expected(row, row["year"])


def test_a_tap_reads_what_is_under_the_finger(tab, built):
    page = tab(HISTORY, PHONE, has_touch=True, is_mobile=True)
    by_touch(page)
    expect(page.locator(".chart-tip")).to_be_visible()
    _, y = middle(page.locator(".chart-picture"))
    table = rows(built, HISTORY)
    found = []
    for at in (0, 19, len(table) - 1):
        page.touchscreen.tap(*places(page, [at / (len(table) - 1)]), y)
        expect(page.locator(".chart-tip strong")).to_have_text(table[at]["year"])
        found.append(reading(page))
    assert found == [expected(table[at], table[at]["year"]) for at in (0, 19, len(table) - 1)]


def test_a_tap_elsewhere_puts_the_reading_away(tab):
    page = tab(HISTORY, PHONE, has_touch=True, is_mobile=True)
    by_touch(page)
    expect(page.locator(".chart-tip")).to_be_visible()
    page.locator(".chart-notes").tap()
    expect(page.locator(".chart-tip")).to_be_hidden()


@each_chart
def test_the_arrow_keys_read_a_chart_point_by_point(tab, built, chart):
    page = tab(chart)
    press_tab_until(page, ".chart-picture")
    found = []
    table = rows(built, chart)
    names = [head(row) for row in table]
    for name in names:
        page.keyboard.press("ArrowRight")
        expect(page.locator(".chart-tip strong")).to_have_text(name)
        found.append(reading(page))
    assert found == [expected(row, name) for row, name in zip(table, names, strict=True)]


def test_every_chart_can_be_read_by_keyboard(survey, questions):
    read = {chart: text for path in questions for chart, text in survey[path]["read"].items()}
    assert len(read) >= len(CHARTS)
    assert [chart for chart, text in read.items() if not text] == []


def test_the_left_arrow_reads_the_point_before(tab):
    page = tab(HISTORY)
    press_tab_until(page, ".chart-picture")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator(".chart-tip strong")).to_have_text("1993")


def test_end_and_home_read_the_last_and_the_first_point(tab, built):
    page = tab(HISTORY)
    press_tab_until(page, ".chart-picture")
    table = rows(built, HISTORY)
    page.keyboard.press("End")
    expect(page.locator(".chart-tip strong")).to_have_text(table[-1]["year"])
    page.keyboard.press("Home")
    expect(page.locator(".chart-tip strong")).to_have_text(table[0]["year"])


def test_the_arrow_keys_read_the_chart_and_leave_the_page_where_it_is(tab):
    page = tab(HISTORY, PHONE)
    press_tab_until(page, ".chart-picture")
    before = page.evaluate("scrollX")
    page.keyboard.press("End")
    expect(page.locator(".chart-tip")).to_be_visible()
    assert page.evaluate("scrollX") == before


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_escape_or_going_on_puts_the_reading_away(tab, key):
    page = tab(HISTORY)
    press_tab_until(page, ".chart-picture")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart-tip")).to_be_visible()
    page.keyboard.press(key)
    expect(page.locator(".chart-tip")).to_be_hidden()


@pytest.mark.parametrize("width", [SMALLEST, DESKTOP])
@each_chart
def test_a_reading_stays_inside_its_figure(tab, chart, width):
    page = tab(chart, width)
    press_tab_until(page, ".chart-picture")
    for key in ("Home", "End"):
        page.keyboard.press(key)
        expect(page.locator(".chart-tip")).to_be_visible()
        figure = page.locator("figure.chart").bounding_box()
        tip = page.locator(".chart-tip").bounding_box()
        assert figure
        assert tip
        assert tip["x"] >= figure["x"]
        assert tip["y"] >= figure["y"]
        assert tip["x"] + tip["width"] <= figure["x"] + figure["width"]
        assert tip["y"] + tip["height"] <= figure["y"] + figure["height"]


def test_text_of_a_dataset_never_becomes_markup(tab):
    markup = "<img src=x onerror='window.broken=1'>"
    page = tab(PARTNERS)
    page.route(
        "**/live-*.json*",
        lambda route: route.fulfill(
            body=route.fetch().text().replace('"EU-27"', json.dumps(markup)),
            content_type="application/json",
        ),
    )
    press_tab_until(page, ".chart-picture")
    page.keyboard.press("Home")
    expect(page.locator(".chart-tip strong")).to_have_text(markup)
    expect(page.locator(".chart-tip img")).to_have_count(0)
    assert page.evaluate("window.broken") is None


# Switches ----------------------------------------------------------------------------------------


def politics(built: Project, page: Page) -> list[str]:
    """The names of wars and politics that the static drawing shows."""
    events = built.datasets["us_russia_events"].frame
    drawn = page.locator(".chart-desktop > svg text").all_text_contents()
    names = events[events["kind"] == "politics"]["short_label"].dropna().tolist()
    return [name for name in names if name in drawn]


def live_texts(page: Page) -> set[str]:
    expect(page.locator(".chart-desktop.is-live")).to_have_count(1)
    return set(page.locator(".chart-desktop .chart-live text").all_text_contents())


def test_the_switches_are_of_no_use_for_a_search(built):
    index = (built.site / "search" / "search_index.json").read_text()
    assert "Trade by year" in index or "peaked" in index
    assert "Wars and politics" not in index


def test_a_switch_that_is_the_first_touch_takes_its_events_away(tab, built):
    page = tab(HISTORY)
    page.get_by_label("Wars and politics").uncheck()
    names = politics(built, page)
    assert len(names) > 3
    texts = live_texts(page)
    assert texts & {"Riyadh talks", "First Ukraine sanctions"}
    assert texts & set(names) == set()


def test_a_switch_of_a_live_chart_takes_its_events_away(tab, built):
    page = tab(HISTORY)
    enliven(page)
    names = politics(built, page)
    assert set(names) <= live_texts(page)
    page.get_by_label("Wars and politics").uncheck()
    for name in names:
        expect(page.locator(".chart-live")).not_to_contain_text(name)


def test_a_switch_brings_its_events_back(tab, built):
    page = tab(HISTORY)
    page.get_by_label("Wars and politics").uncheck()
    names = politics(built, page)
    assert live_texts(page) & set(names) == set()
    page.get_by_label("Wars and politics").check()
    for name in names:
        expect(page.locator(".chart-live")).to_contain_text(name)


# Light, dark, paper ------------------------------------------------------------------------------

STROKE = "path => getComputedStyle(path).stroke"


def css_colour(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


def subject_lines(page: Page) -> list[str]:
    """The colours in which a chart draws its subject, static and live."""
    lines = page.locator('.chart-desktop path[stroke="var(--chart-subject)"]')
    return [str(line.evaluate(STROKE)) for line in lines.all()]


@pytest.mark.parametrize(("scheme", "palette"), [("light", "default"), ("dark", "slate")])
def test_a_line_has_the_colour_of_the_readers_scheme(tab, built, scheme, palette):
    page = tab(HISTORY, color_scheme=scheme)
    enliven(page)
    colour = css_colour(built.palettes[palette]["--chart-subject"])
    lines = subject_lines(page)
    assert len(lines) > 1
    assert set(lines) == {colour}


def test_the_palette_switch_changes_the_colours_without_a_reload(newcomer, built, address):
    newcomer.goto(address + HISTORY)
    enliven(newcomer)
    newcomer.evaluate("window.same = true")
    newcomer.get_by_title("Switch to dark").click()
    colour = css_colour(built.palettes["slate"]["--chart-subject"])
    assert set(subject_lines(newcomer)) == {colour}
    assert newcomer.evaluate("window.same")


def test_the_choice_of_a_palette_is_kept_on_the_next_page(newcomer, address):
    newcomer.get_by_title("Switch to dark").click()
    newcomer.goto(address + HISTORY)
    expect(newcomer.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_dark_page_is_printed_on_white_paper(tab):
    page = tab(HISTORY, color_scheme="dark")
    page.emulate_media(media="print")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"


def test_a_dark_page_prints_its_charts_in_light_colours(tab, built):
    page = tab(HISTORY, color_scheme="dark")
    enliven(page)
    page.emulate_media(media="print")
    colour = css_colour(built.palettes["default"]["--chart-subject"])
    assert set(subject_lines(page)) == {colour}


def test_paper_has_nothing_to_click_on(tab):
    page = tab(HISTORY)
    page.emulate_media(media="print")
    buttons = page.locator(
        ".masthead__tools, .strip, .chart-controls, .chart-actions, .colophon nav"
    )
    assert buttons.count() > 4
    assert [button for button in buttons.all() if button.is_visible()] == []


def test_no_line_of_a_headline_ends_within_a_pair_of_words(tab):
    page = tab("questions/relations/", width=PHONE)
    lines = page.locator("h1 .unbroken").evaluate_all(
        "all => all.map((e) => e.getClientRects().length)"
    )
    assert lines
    assert set(lines) == {1}


def test_every_sheet_of_paper_says_name_address_and_date(tab, built):
    page = tab(HISTORY)
    page.emulate_media(media="print")
    said = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--sheet')")
    name, *_ = json.loads(said).split(" · ")
    assert name == built.name
    assert "Updated " in said
    rules = page.evaluate("""[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
      .filter((rule) => rule.type === CSSRule.PAGE_RULE).map((rule) => rule.cssText).join()""")
    assert "var(--sheet)" in rules
    # The last line would otherwise be all that stands on some last sheets.
    assert page.locator(".colophon").is_hidden()


@pytest.mark.parametrize("path", ["data/facts/relations/", "data/claims/", "data/gdp_annual/"])
def test_paper_has_no_box_to_type_into_and_no_list_of_dead_links(tab, path):
    page = tab(path)
    page.emulate_media(media="print")
    parts = page.locator(".filter, .rests > ul, summary")
    assert parts.count()
    shown = [part for part in parts.all() if part.is_visible()]
    assert {part.evaluate("part => part.tagName") for part in shown} <= {"SUMMARY"}
    marks = page.locator("summary").evaluate_all(
        "found => found.flatMap((one) => ['::before', '::after']"
        ".map((mark) => getComputedStyle(one, mark).display))"
    )
    assert set(marks) <= {"none"}


def test_no_last_sheet_of_paper_has_only_the_end_of_a_table_or_of_a_list(tab):
    page = tab("charts/treasuries/")
    page.emulate_media(media="print")
    table = page.locator("#rows .chart-table")
    assert table.evaluate("part => getComputedStyle(part).columnCount") == "2"
    rows = "rows => rows.slice(-9).map((row) => getComputedStyle(row).breakBefore)"
    assert table.locator("tbody tr").evaluate_all(rows) == ["auto"] + ["avoid"] * 8
    page.goto(page.url.replace("charts/treasuries", "data/gdp_annual"))
    used = page.locator(".used:has(#used-by)")
    assert used.evaluate("part => getComputedStyle(part).breakInside") == "avoid"


def test_paper_has_what_the_data_say_about_every_claim(tab):
    page = tab("data/claims/")
    page.emulate_media(media="print")
    said = page.locator(".finding-data")
    assert said.count() > 10
    expect(said.last).to_be_visible()  # the script that unfolds them hears of the paper later
    assert [one for one in said.all() if not one.is_visible()] == []


def test_a_printed_source_shows_its_address_where_others_can_use_it(tab):
    page = tab(HISTORY)
    page.emulate_media(media="print")
    links = page.locator(".references a").all()
    after = [link.evaluate("link => getComputedStyle(link, '::after').content") for link in links]
    assert any("https://" in text for text in after)
    assert all("https://" in text or text == "none" for text in after)


def test_a_dark_page_prints_every_text_legibly(survey, kinds):
    assert {path: found for path in kinds if (found := survey[path]["axe on paper"])} == {}


# Layout ------------------------------------------------------------------------------------------


def test_the_main_chart_of_the_overview_is_whole_in_the_first_view_of_a_wide_screen(tab):
    page = tab(width=1440)
    page.set_viewport_size({"width": 1440, "height": 900})
    picture, words = (
        page.locator(f".opening--home figure {part}").bounding_box()
        for part in (".chart-picture", "figcaption")
    )
    assert picture["y"] + picture["height"] < 900
    assert words["x"] + words["width"] <= picture["x"]


def test_no_line_of_a_dateline_ends_or_begins_with_a_dot(tab):
    page = tab("questions/relations/", width=PHONE)
    lines = page.locator(".answer .dateline span").evaluate_all("""
      parts => parts.map((part) => {
        const line = part.parentElement.getBoundingClientRect();
        const { left, top } = part.getBoundingClientRect();
        return [top, Math.round(left - line.left)];
      })
    """)
    first = dict(reversed(lines))  # of each line, where it begins
    assert 1 < len(first) < len(lines)
    assert set(first.values()) == {0}
    # What is cut off on the left is the dot of the first, and all lines begin where the text does.
    cut, left, text = page.locator(".answer").evaluate("""
      (answer) => {
        const dateline = answer.querySelector(".dateline");
        return [
          parseFloat(getComputedStyle(dateline).clipPath.split(" ").at(-1)),
          dateline.getBoundingClientRect().left,
          answer.getBoundingClientRect().left,
        ];
      }
    """)
    assert cut > 10
    assert abs(left + cut - text) < 0.5


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_verdict_is_in_one_line_and_beside_the_claim_only_where_there_is_room(tab, width):
    page = tab("data/claims/", width=width)
    places = page.locator("summary.finding-claim").evaluate_all("""
      all => all.map((claim) => [...claim.children].map((part) => {
        const { left, top, height } = part.getBoundingClientRect();
        return { left, top, height };
      }))
    """)
    lefts = {round(verdict["left"]) for _, verdict in places}
    assert len(lefts) == 1
    assert {verdict["height"] < 30 for _, verdict in places} == {True}
    assert {verdict["top"] > words["top"] + 15 for words, verdict in places} == {width == PHONE}


def test_only_the_list_of_the_page_itself_stays_beside_its_words(tab):
    page = tab("about/editing/")
    page.locator("h2").last.scroll_into_view_if_needed()
    section, own = (page.locator(".chapters").nth(number).bounding_box() for number in (0, 1))
    assert section["y"] + section["height"] < 0 < own["y"]


def test_a_title_with_a_pair_of_words_has_lines_of_like_length(tab):
    page = tab("questions/relations/")
    title, pair = (page.locator(place).bounding_box() for place in ("h1", "h1 .unbroken"))
    assert pair["y"] < title["y"] + title["height"] / 3  # in the first line, which has room for it


# What a page is to people and machines that read it, whatever its width.
FACTS = """
() => ({
  title: document.title,
  description: document.querySelector("meta[name=description]")?.content,
  language: document.documentElement.lang,
  levels: [...document.querySelectorAll(":is(header, main) :is(h1, h2, h3, h4, h5, h6)")]
    .map((head) => Number(head.tagName[1])),
  listed: !document.querySelector("meta[name=robots][content=noindex]"),
})
"""

# What a page says, but for what only scripts can do: they also write out the addresses in `.lines`
# that a site built without its own has left relative.
SAID = """() => {
  // The page at the former address of a chart has no article.
  const article = document.querySelector("article, body > main").cloneNode(true);
  const scripted = "button, [role=status], .headerlink, .lines, .filter";
  for (const part of article.querySelectorAll(scripted)) part.remove();
  return article.textContent.split(/\\s+/).filter(Boolean);
}"""

# The same of the HTML alone: it is parsed as where scripts are off, and none of it runs.
SAID_WITHOUT_SCRIPTS = f"""async () => {{
  const html = await (await fetch(location.href)).text();
  return ({SAID.replace("() =>", "(document) =>", 1)})(
    new DOMParser().parseFromString(html, "text/html"));
}}"""

# How much wider a page is than its window, and the narrower margin beside the words of its heading.
FIT = """
() => {
  const [width, head] = [document.documentElement.clientWidth, document.querySelector("h1")];
  const words = document.createRange();
  words.selectNodeContents(head);
  const { left, right } = words.getBoundingClientRect();
  return { over: document.scrollingElement.scrollWidth - width,
           margin: Math.min(left, width - right) };
}
"""


# Axe's rules about colours, which take half of its time: they are the same on pages that are alike.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def read(found: dict[str, str], page: Page) -> None:
    """Makes every chart of a page live by keyboard, and notes what is then read at its end."""
    for figure in page.locator("figure.chart").all():
        picture, tip = figure.locator(".chart-picture"), figure.locator(".chart-tip strong")
        picture.focus()
        page.keyboard.press("End")
        expect(picture.locator(".is-live:visible")).to_have_count(1)
        with suppress(TimeoutError):
            tip.wait_for(timeout=5000)
        name = str(figure.get_attribute("data-chart"))
        found[name] = tip.inner_text() if tip.is_visible() else ""
        picture.evaluate("picture => picture.blur()")


@pytest.fixture(scope="module")
def survey(
    request: pytest.FixtureRequest, shared: Path, pages: list[str], worker_id: str
) -> dict[str, dict[str, Any]]:
    """One visit of each page, by any of the workers, as most of the time of a test is a visit's:
    its facts and words, how it fits windows of three widths, where the texts of its drawings are,
    what axe finds on a phone, in the dark and on paper, whether its charts are read by keyboard,
    how much they then differ from their pictures, and what a console shows in red or yellow until
    all are live."""

    def look(pages: list[str]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        browser, address, models = map(request.getfixturevalue, ("browser", "address", "kinds"))
        with browser.new_context(color_scheme="light", timezone_id=FAR) as context:
            page = context.new_page()
            told = troubles(page, address)
            for path in pages:
                page.goto(address + path)
                found[path] = facts = page.evaluate(FACTS) | {
                    "said": page.evaluate(SAID),
                    "said without scripts": page.evaluate(SAID_WITHOUT_SCRIPTS),
                    "texts": {},
                }
                for width in (SMALLEST, PHONE, DESKTOP):
                    page.set_viewport_size({"width": width, "height": 900})
                    facts[str(width)] = page.evaluate(FIT)
                    if path.startswith("questions/") and width != SMALLEST:
                        facts["texts"][str(width)] = texts(page)
                    if width == PHONE:
                        facts["axe"] = violations(page, [] if path in models else OF_COLOURS)
                if path in models:
                    recolour(page, color_scheme="dark")
                    facts["axe in the dark"] = violations(page)
                    recolour(page, media="print")
                    facts["axe on paper"] = violations(page, runOnly=["color-contrast"])
                    recolour(page, media="screen", color_scheme="light")
                if path.startswith("questions/"):
                    facts["read"] = {}
                    facts["live"] = enliven_between_pictures(page, partial(read, facts["read"]))
                else:
                    enliven(page)
                facts["troubles"] = told.copy()
                told.clear()
        return found

    assert len(pages) > len(MODELS)
    return looked_at(shared / "survey", pages, worker_id, look)


def fits(survey: dict[str, dict[str, Any]], width: int) -> list[tuple[str, dict[str, float]]]:
    return [(path, page[str(width)]) for path, page in survey.items()]


@pytest.mark.parametrize("width", [SMALLEST, PHONE, DESKTOP])
def test_no_page_scrolls_sideways(survey, width):
    assert {path: page for path, page in fits(survey, width) if page["over"] > 0} == {}


@pytest.mark.parametrize("width", [SMALLEST, PHONE])
def test_text_keeps_a_margin_on_a_phone(survey, width):
    assert {path: page for path, page in fits(survey, width) if page["margin"] < 12} == {}


@each_width
def test_no_two_texts_of_a_drawing_overlap(survey, questions, width):
    for path in questions:
        for drawing in survey[path]["texts"][str(width)]:
            overlapping = [
                (one["text"], other["text"])
                for one, other in combinations(drawing["texts"], 2)
                if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 2
                and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 2
            ]
            assert overlapping == []


@each_width
def test_no_text_of_a_drawing_is_cut_off(survey, questions, width):
    for path in questions:
        for drawing in survey[path]["texts"][str(width)]:
            _, _, right, bottom = drawing["box"]
            assert [
                box["text"]
                for box in drawing["texts"]
                if min(box["left"], box["top"]) < -0.01  # a browser's own rounding
                or box["right"] > right
                or box["bottom"] > bottom
            ] == []


# Every page --------------------------------------------------------------------------------------


def test_no_page_logs_an_error_or_asks_anything_of_others(survey):
    assert {path: page["troubles"] for path, page in survey.items() if page["troubles"]} == {}


def test_without_javascript_every_page_says_the_same(survey):
    for path, found in survey.items():
        assert found["said"], path
        assert found["said without scripts"] == found["said"], path


def test_the_index_of_the_search_is_fetched_when_somebody_searches_and_not_before(blank, address):
    page = blank()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert asked
    assert [url for url in asked if "search_index" in url] == []
    assert [url for url in asked if "search." in url] == []
    with page.expect_request("**/search/search_index.json"):
        page.get_by_role("button", name="Search").click()


def test_a_shared_search_opens_with_its_results(blank, address):
    page = blank()
    page.goto(f"{address}?q=palladium")
    expect(page.locator(".search__found li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(address)


@pytest.mark.parametrize("key", ["/", "f", "s"])
def test_a_key_opens_the_search_and_escape_leads_back(tab, key):
    page = tab(RELATIONS)
    number = page.locator("article a.number").first
    number.focus()
    page.keyboard.press(key)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".search")).to_be_hidden()
    expect(number).to_be_focused()


def test_a_key_in_a_box_is_a_letter(tab):
    page = tab("data/facts/")
    box = page.locator(".filter input").first
    box.press_sequentially("n/s")
    expect(box).to_have_value("n/s")
    expect(page.locator(".search")).to_be_hidden()


def test_arrows_go_through_what_is_found_and_letters_go_on_with_the_words(tab):
    page = tab()
    search(page, "sanction")
    links = page.locator(".search__found li > a")
    expect(links.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    expect(page.get_by_role("searchbox")).to_have_value("sanctions")


def test_enter_in_the_search_leads_to_the_first_page(tab):
    page = tab()
    search(page, "palladium")
    link = page.locator(".search__found a").first
    expect(link).to_be_visible()
    to = str(link.get_attribute("href"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(to)


def test_more_of_what_is_found_comes_as_one_scrolls(tab):
    page = tab()
    search(page, "trade")
    shown = page.locator(".search__found > li")
    expect(shown.first).to_be_visible()
    said = page.locator(".search__count")
    expect(said).to_have_text(re.compile(r"^\d\d pages"))
    total = int(said.inner_text().split()[0])
    assert shown.count() < total
    while shown.count() < total:
        before = shown.count()
        page.locator(".search__end").scroll_into_view_if_needed()
        expect(shown.nth(before)).to_be_attached()


def test_the_search_is_asked_for_again_when_its_index_was_lost(blank, address):
    page = blank()
    page.route("**/search_index.json", lambda route: route.abort())
    page.goto(address)
    search(page, "palladium")
    expect(page.locator(".search__count")).to_have_text(re.compile("did not load"))
    page.unroute("**/search_index.json")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator(".search__found li").first).to_be_visible()


def test_keys_lead_to_the_page_before_and_after(tab, address):
    page = tab(RELATIONS)
    after = page.locator("link[rel=next]").evaluate("(link) => link.href")
    page.keyboard.press("n")
    expect(page).to_have_url(after)
    page.keyboard.press("p")
    expect(page).to_have_url(address + RELATIONS)


def test_a_page_follows_the_system_until_its_reader_chooses(newcomer):
    body = newcomer.locator("body")
    newcomer.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    newcomer.get_by_title("Switch to light").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    newcomer.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_a_choice_of_colours_is_there_before_any_file_of_the_page(newcomer, address):
    newcomer.get_by_title("Switch to dark").click()
    newcomer.route("**/*.js", lambda route: route.abort())
    newcomer.goto(address + HISTORY)
    expect(newcomer.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_link_into_a_fold_opens_it(tab):
    page = tab(RELATIONS)
    fold = page.locator("article details.fold").first
    inside = fold.locator("[id]").last
    page.evaluate("(id) => { location.hash = id; }", inside.get_attribute("id"))
    expect(inside).to_be_visible()


def test_paper_shows_what_is_folded_and_the_screen_folds_it_again(tab):
    page = tab(HISTORY)
    fold = page.locator("article details.chart-data")
    expect(fold).not_to_have_attribute("open", "")
    page.emulate_media(media="print")
    expect(fold).to_have_attribute("open", "")
    page.emulate_media(media="screen")
    expect(fold).not_to_have_attribute("open", "")


def test_of_the_themes_scripts_only_the_program_of_its_search_is_published(built):
    assets = built.site / "assets"
    scripts = {path.relative_to(assets).as_posix() for path in assets.rglob("*.js")}
    ours = {path.stem for path in (THEME / "assets").glob("*.js")}
    assert {name.partition(".")[0] for name in scripts} == ours | {"embed", "search-worker", "vega"}


def test_a_search_logs_no_error_and_asks_nothing_of_others(blank, address):
    page = blank()
    found = troubles(page, address)
    page.goto(address, wait_until="networkidle")
    search(page, "sanctions")
    expect(page.locator(".search__found li").first).to_be_visible()
    assert found == []


def search(page: Page, words: str) -> None:
    page.get_by_role("button", name="Search").click()
    page.keyboard.type(words)


def test_the_search_finds_a_computed_number(tab, address):
    page = tab(RELATIONS)
    number = page.locator(".answer a.number", has_text="$").last.inner_text()
    page.goto(f"{address}data/")
    search(page, number)
    found = page.locator(f'.search__found a[href^="{address}{RELATIONS}"]', has_text=number)
    expect(found.first).to_be_visible()


# Of long lists of equals the first few stand for all; axe would take seconds for each.
EQUALS = ".dataset:nth-of-type(n+7), .receipt:nth-of-type(n+7), tr:nth-of-type(n+7)"


# Judges a page; only what is wrong comes back.
JUDGE = """([context, options]) => axe.run(context, options).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)))"""


def violations(
    page: Page, without: Sequence[str] = (), within: str = "html", **options: Any
) -> list[str]:
    options["resultTypes"] = ["violations"]
    options["rules"] = {"target-size": {"enabled": True}}  # asked for since WCAG 2.2
    options["rules"] |= {rule: {"enabled": False} for rule in without}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(JUDGE, [{"include": within, "exclude": EQUALS}, options])
    return found


def test_axe_finds_nothing_on_any_kind_of_page_on_a_light_phone(survey, kinds):
    assert {path: survey[path]["axe"] for path in kinds if survey[path]["axe"]} == {}


def test_axe_finds_nothing_on_pages_that_are_alike_whose_colours_are_those_of_their_kind(
    survey, kinds
):
    alike = {path: page["axe"] for path, page in survey.items() if path not in kinds}
    assert len(alike) > len(MODELS)
    assert {path: found for path, found in alike.items() if found} == {}


def test_axe_finds_nothing_on_any_kind_of_page_on_a_dark_desktop(survey, kinds):
    assert {path: found for path in kinds if (found := survey[path]["axe in the dark"])} == {}


def test_axe_finds_nothing_on_a_page_whose_charts_are_live_in_light_or_dark(tab):
    page = tab(RELATIONS, color_scheme="dark")
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        enliven(page)
        page.locator(".chart-picture").first.focus()
        page.keyboard.press("End")
        expect(page.locator(".chart-tip:visible strong")).to_have_count(1)
        for scheme in ("dark", "light"):
            recolour(page, color_scheme=scheme)
            assert violations(page, within="figure.chart") == []


def test_every_chart_is_a_picture_named_by_its_alternative_text(tab, built):
    content = Content(built)
    page = tab(RELATIONS)
    charts = [figure.get_attribute("data-chart") for figure in page.locator("figure").all()]
    assert charts
    for chart in charts:
        picture = page.locator(f"#chart-{chart}").get_by_role("img")
        expect(picture).to_be_visible()
        words = " ".join(picture.locator(".chart-alt").inner_text().split())
        alt = content.plain(content.chart_pages[str(chart)], "alt")
        assert typed(words) == typed(" ".join(alt.split()))
        expect(picture).to_have_accessible_name(words)


@each_chart
def test_a_screen_reader_meets_one_picture_and_none_of_its_marks(tab, chart):
    page = tab(chart)
    enliven(page)
    snapshot = page.locator(".chart-picture").aria_snapshot()
    assert snapshot.startswith("- img")
    assert len(snapshot.splitlines()) == 1


def test_headings_are_in_order(survey):
    wrong = {}
    for path, page in survey.items():
        levels = page["levels"]
        skipped = any(after > before + 1 for before, after in pairwise(levels))
        if levels[:1] != [1] or levels.count(1) != 1 or skipped:
            wrong[path] = levels
    assert wrong == {}


def test_every_page_has_a_title_of_its_own(survey):
    titles = [page["title"] for page in survey.values() if page["listed"]]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_titles_and_descriptions_are_words_for_people(survey):
    listed = [page for page in survey.values() if page["listed"]]
    texts = [page[name] for page in listed for name in ("title", "description")]
    odd = [text for text in texts if not text or re.search(r"[{}<>]|&\w+;|None", text)]
    assert odd == []


def test_every_page_says_its_language(survey):
    assert {page["language"] for page in survey.values()} == {"en"}
