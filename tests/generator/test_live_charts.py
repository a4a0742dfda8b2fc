"""A live chart is read by finger, keyboard and screen reader, and a shared link opens its view."""

import csv
import json
import math
import re
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page, expect

from charts.generator.project import Project
from tests.conftest import DESKTOP, PHONE, looked_at
from tests.support import paints, until

RELATIONS = "questions/relations/"
HISTORY = "charts/trade-history/"
TO_THE_CHART = "Image, data, embed, cite"
RESERVES = "charts/reserves-currency/"
FINGER = {"width": PHONE, "has_touch": True, "is_mobile": True}

POLITICS = "War in Georgia"  # an event of a kind that can be switched off
WITHOUT_POLITICS = f"{HISTORY}?trade-history.hide=politics"

# Counts how often a screen reader would be told something, and keeps what.
LISTEN = """
() => {
  window.told = [];
  const said = document.querySelector("figure.chart > .chart-alt[role=status]");
  new MutationObserver(() => window.told.push(said.textContent))
    .observe(said, { childList: true, characterData: true, subtree: true });
}
"""

# How many of the points that mark a reading are seen.
# The points that are seen; those of paper only give the numbers of events some room.
MARKED = """points => points.filter((point) => getComputedStyle(point).opacity !== "0"
  && point.getAttribute("fill") !== "var(--chart-paper)").length"""


def focus(page: Page) -> Locator:
    """Focuses a page's first chart, and waits until it is live."""
    picture = page.locator(".chart-picture").first
    picture.focus()
    expect(picture.locator(".is-live:visible")).to_have_count(1)
    return picture


def tip(page: Page) -> Locator:
    return page.locator(".chart-tip")


def what(page: Page) -> str:
    """What the reading is about."""
    return tip(page).locator("strong").inner_text()


@pytest.fixture(scope="session")
def last(built: Project) -> str:
    """The last year of the chart that most tests read."""
    return built.datasets["us_russia_trade_annual"].last


class Finger:
    """A finger on a page, which Playwright can only tap with."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)

    def send(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        paints(self.page)

    def glides(self, x: float, y: float, *, right: float = 0, up: float = 0) -> list[str]:
        """Glides in ten steps and is lifted; returns what was to be read at each step."""
        read = []
        self.send("touchStart", (x, y))
        for at in range(1, 11):
            self.send("touchMove", (x + right * at / 10, y - up * at / 10))
            read.append(what(self.page) if tip(self.page).is_visible() else "")
        self.send("touchEnd")
        return read

    def reads(self, x: float, y: float) -> bool:
        """Touches a place: whether something is read there. Puts the reading away."""
        for kind, touches in ("touchStart", [{"x": x, "y": y}]), ("touchEnd", []):
            self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        found: bool = self.page.evaluate(READ_AND_LEFT)
        return found


# Once the page has painted, whether a reading shows; then the chart loses the focus.
READ_AND_LEFT = """
() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const tip = document.querySelector(".chart-tip");
  done(tip?.checkVisibility({ visibilityProperty: true }) ?? false);
  document.querySelector(".chart-picture").blur();
})))
"""


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".chart-picture").first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# Spoken -----------------------------------------------------------------------------------------


def test_each_step_is_spoken_once_and_as_it_is_shown(tab):
    page = tab(HISTORY)
    focus(page)
    page.evaluate(LISTEN)
    shown = []
    for key in ("ArrowRight", "ArrowRight", "End"):
        before = page.evaluate("told.length")
        page.keyboard.press(key)
        until(page, f"told.length > {before}")
        shown.append("; ".join(tip(page).locator("> *").all_text_contents()))
    assert page.evaluate("told") == shown
    assert shown[0].startswith("1992; Imports from ")


def test_a_pointer_that_wanders_is_not_spoken(tab):
    page = tab(HISTORY)
    focus(page)
    page.evaluate(LISTEN)
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.move(x + 60, y)
    expect(tip(page)).to_be_visible()
    assert page.evaluate("told") == []


def test_what_is_read_stands_beside_the_pointer(tab):
    page = tab(HISTORY)
    focus(page)
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.move(x + 2, y)
    expect(tip(page)).to_be_visible()
    box = tip(page).bounding_box()
    assert box
    assert 0 <= box["x"] - x <= 40
    assert 0 <= y - (box["y"] + box["height"]) <= 40


def test_a_pointer_that_came_in_and_rests_reads_the_place_where_it_is(tab):
    page = tab(HISTORY)
    x, y = middle(page)
    page.mouse.move(x, y)
    expect(tip(page)).to_be_visible()
    read = what(page)
    assert page.locator(".chart > .chart-alt[role=status]").inner_text() == "", "it is not spoken"
    page.mouse.move(x + 1, y)
    assert what(page) == read


def test_a_screen_reader_meets_what_is_said_and_not_the_box_that_shows_it(tab, last):
    page = tab(HISTORY)
    focus(page)
    page.keyboard.press("End")
    expect(page.get_by_role("status").filter(has_text=f"{last}; ")).to_have_count(1)
    expect(tip(page)).to_have_attribute("aria-hidden", "true")


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_what_was_put_away_is_not_to_be_heard_either(tab, last, key):
    page = tab(HISTORY)
    focus(page)
    page.keyboard.press("End")
    said = page.locator("figure > .chart-alt[role=status]")
    expect(said).to_contain_text(last)
    page.keyboard.press(key)
    expect(said).to_be_empty()


def test_a_line_of_a_reading_that_has_no_figure_is_left_out(tab, built):
    page = tab(RESERVES)
    with (built.site / RESERVES / "reserves-currency.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    empty = sum(cell == "" for row in rows for cell in row.values())
    assert empty > 0
    focus(page)
    lines = 0
    for row in rows:
        page.keyboard.press("ArrowRight")
        expect(tip(page).locator("strong")).to_have_text(row["date"])
        texts = tip(page).locator("span").all_text_contents()
        assert [text for text in texts if "null" in text] == []
        lines += len(texts)
    assert lines == sum(len(row) - 1 for row in rows) - empty


# By finger --------------------------------------------------------------------------------------


def test_a_finger_that_glides_reads_along(tab):
    page = tab(HISTORY, **FINGER)
    page.touchscreen.tap(*middle(page))
    expect(tip(page)).to_be_visible()
    x, y = middle(page)
    read = Finger(page).glides(x - 60, y, right=120)
    assert read == sorted(read)
    assert len(set(read)) > 5


def test_what_was_read_stays_when_the_finger_is_lifted(tab):
    page = tab(HISTORY, **FINGER)
    page.touchscreen.tap(*middle(page))
    expect(tip(page)).to_be_visible()
    x, y = middle(page)
    read = Finger(page).glides(x - 60, y, right=120)
    paints(page)
    expect(tip(page)).to_be_visible()
    assert what(page) == read[-1]
    # The points that were read are still marked, too: one on each of the two lines.
    assert page.locator(".chart-live .mark-symbol path").evaluate_all(MARKED) == 2


def test_a_finger_that_scrolls_moves_the_page_and_puts_the_reading_away(tab):
    page = tab(HISTORY, **FINGER)
    page.touchscreen.tap(*middle(page))
    expect(tip(page)).to_be_visible()
    Finger(page).glides(*middle(page), up=200)
    until(page, "scrollY > 100")
    expect(tip(page)).to_be_hidden()


def inside(box: Any, share: float, other: float) -> tuple[float, float]:
    return box["x"] + box["width"] * share, box["y"] + box["height"] * other


GRID = [(at + 0.5) / 5 for at in range(5)]

# The rectangle of a live chart's plot in the window.
PLOT = """
(layer) => {
  const { x, y, width, height } = layer.querySelector(".background").getBoundingClientRect();
  return { x, y, width, height };
}
"""


@pytest.fixture(scope="module")
def visits(
    request: pytest.FixtureRequest, shared: Path, built: Project, worker_id: str
) -> dict[str, dict[str, Any]]:
    """One visit of each chart with a finger, by any of the workers: in what share of its plot it is
    read, and the lines of its first reading."""

    def look(names: list[str]) -> dict[str, dict[str, Any]]:
        browser, address = map(request.getfixturevalue, ("browser", "address"))
        with phone(browser) as context:
            page = context.new_page()
            finger, found = Finger(page), {}
            for name in names:
                page.goto(f"{address}charts/{name}/")
                found[name] = visited(page, finger)
        return found

    return looked_at(shared / "fingers", list(built.drawings), worker_id, look)


def phone(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": PHONE, "height": 900}, has_touch=True, is_mobile=True
    )


def visited(page: Page, finger: Finger) -> dict[str, Any]:
    picture = focus(page)
    page.keyboard.press("Home")
    expect(tip(page)).to_be_visible()
    lines = tip(page).locator("span").all_text_contents()
    page.keyboard.press("Escape")
    picture.evaluate("picture => picture.scrollIntoView({ block: 'center' })")
    plot = picture.locator(".chart-live").evaluate(PLOT)
    found = sum(finger.reads(*inside(plot, x, y)) for x, y in product(GRID, GRID))
    return {"share": found / len(GRID) ** 2, "lines": lines}


def test_a_touch_of_any_chart_reads_it_almost_wherever_it_is(visits):
    assert {name: seen["share"] for name, seen in visits.items() if seen["share"] < 0.85} == {}


def read_at(page: Page, finger: Finger, x: float, y: float) -> str:
    finger.send("touchStart", (x, y))
    finger.send("touchEnd")
    expect(tip(page)).to_be_visible()
    return what(page)


# The middle of each mark that can be read, and what is read there.
MARKS = """
(layer) => [...layer.querySelectorAll(".role-mark *")].filter((mark) => mark.__data__?.tooltip)
  .map((mark) => {
    const { left, top, width, height } = mark.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  })
"""


def test_a_bar_answers_over_its_whole_row(tab, built):
    page = tab("charts/aluminum-producers/", **FINGER)
    picture = focus(page)
    picture.evaluate("picture => picture.scrollIntoView({ block: 'center' })")
    layer, finger = picture.locator(".chart-live"), Finger(page)
    plot = layer.evaluate(PLOT)
    rows = layer.evaluate(MARKS)
    assert len(rows) > 5
    for _, y in rows:
        read = {
            read_at(page, finger, plot["x"] + plot["width"] * at, y) for at in (0.01, 0.5, 0.99)
        }
        assert len(read) == 1


def test_a_scatter_answers_with_the_nearest_point_and_marks_it(tab):
    page = tab("charts/trade-oil-price/", **FINGER)
    picture = focus(page)
    picture.evaluate("picture => picture.scrollIntoView({ block: 'center' })")
    layer, finger = picture.locator(".chart-live"), Finger(page)
    plot = layer.evaluate(PLOT)
    points = layer.evaluate(MARKS)
    for x, y in product((0.1, 0.45, 0.9), (0.1, 0.5, 0.9)):
        at = inside(plot, x, y)
        read_at(page, finger, *at)
        ring = page.locator(".chart-ring").bounding_box()
        nearest = min(points, key=lambda point: math.dist(point, at))
        assert inside(ring, 0.5, 0.5) == pytest.approx(nearest, abs=1)


def test_a_second_tap_after_a_mouse_reads_again(tab):
    page = tab(HISTORY, has_touch=True)
    x, y = middle(page)
    page.mouse.move(x, y)
    expect(tip(page)).to_be_visible()
    page.mouse.move(0, 0)
    expect(tip(page)).to_be_hidden()
    for _ in range(2):
        page.touchscreen.tap(x, y)
        expect(tip(page)).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_reading_covers_no_switch(tab, width):
    page = tab(HISTORY, width)
    picture = focus(page)
    for align in ("center", "end"):
        picture.evaluate(f"picture => picture.scrollIntoView({{ block: '{align}' }})")
        for key in ("Home", "ArrowRight", "End"):
            page.keyboard.press(key)
            expect(tip(page)).to_be_visible()
            box = tip(page).bounding_box()
            controls = page.locator(".chart-controls").bounding_box()
            assert box
            assert controls
            below = box["y"] >= controls["y"] + controls["height"]
            assert below or box["y"] + box["height"] <= controls["y"]


def test_no_line_breaks_between_a_label_and_its_number(visits):
    lines = [line for seen in visits.values() for line in seen["lines"]]
    numbers = [line for line in lines if re.search(r":\s[$\d\u2212]", line)]
    assert len(numbers) > len(visits)
    assert [line for line in numbers if not re.search(r":\u00a0[^ ]+$", line)] == []


def test_on_a_phone_a_reading_stays_in_view_where_the_top_of_the_chart_is_not(tab, last):
    page = tab(HISTORY, **FINGER)
    page.touchscreen.tap(*middle(page))
    expect(tip(page)).to_be_visible()
    page.evaluate("scrollTo(0, document.querySelector('.chart-picture').offsetTop + 250)")
    page.keyboard.press("End")
    expect(tip(page).locator("strong")).to_have_text(last)
    box = tip(page).bounding_box()
    assert box
    assert box["y"] >= 48  # below the page's own head


# The view in the address ------------------------------------------------------------------------


def test_what_is_switched_off_stands_in_the_address(tab, address):
    page = tab(HISTORY)
    page.get_by_label("Wars and politics").uncheck()
    assert page.url == address + WITHOUT_POLITICS
    page.get_by_label("Deals").uncheck()
    assert page.url == f"{address}{WITHOUT_POLITICS}+deals"
    page.get_by_label("Wars and politics").check()
    page.get_by_label("Deals").check()
    assert page.url == address + HISTORY


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_link_opens_the_view_that_was_shared(tab, width):
    page = tab(WITHOUT_POLITICS, width)
    expect(page.locator(".is-live:visible .chart-live svg")).to_have_count(1)
    expect(page.get_by_label("Wars and politics")).not_to_be_checked()
    expect(page.get_by_label("Deals")).to_be_checked()
    expect(page.locator(".chart-live")).not_to_contain_text(POLITICS)


def test_a_switch_is_no_step_back_in_the_history(tab):
    page = tab(HISTORY)
    before = page.evaluate("history.length")
    page.get_by_label("Deals").uncheck()
    page.get_by_label("Deals").check()
    assert page.evaluate("history.length") == before


def test_what_else_stands_in_the_address_stays(tab, address):
    page = tab(f"{HISTORY}?from=mail#chart-trade-history")
    page.get_by_label("Deals").uncheck()
    assert page.url == (
        f"{address}{HISTORY}?from=mail&trade-history.hide=deals#chart-trade-history"
    )


@pytest.mark.parametrize("view", ["trade-history.hide=nonsense", "trade-monthly.hide=politics"])
def test_a_view_that_is_not_of_the_chart_changes_nothing(blank, address, view):
    page = blank()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{HISTORY}?{view}", wait_until="networkidle")
    for switch in page.locator("[data-signal]").all():
        expect(switch).to_be_checked()
    assert asked
    assert [url for url in asked if "/live" in url] == []


def test_the_link_to_a_chart_leads_to_the_view_that_is_seen(tab, address):
    page = tab(RELATIONS)
    figure = page.locator("#chart-trade-history")
    figure.get_by_label("Wars and politics").uncheck()
    assert urlsplit(page.url).query == "trade-history.hide=politics"
    links = page.get_by_role("link", name=TO_THE_CHART)
    hrefs = links.evaluate_all("links => links.map((link) => link.href)")
    assert [href for href in hrefs if "?" in href] == [address + WITHOUT_POLITICS]
    figure.get_by_role("link", name=TO_THE_CHART).click()
    expect(page.get_by_label("Wars and politics")).not_to_be_checked()


@pytest.mark.parametrize("widths", [(DESKTOP, PHONE), (PHONE, DESKTOP)])
def test_the_drawing_of_another_width_obeys_the_switches(tab, widths):
    page = tab(HISTORY, widths[0])
    page.get_by_label("Wars and politics").uncheck()
    expect(page.locator(".is-live:visible")).to_have_count(1)
    page.set_viewport_size({"width": widths[1], "height": 900})
    name = "phone" if widths[1] == PHONE else "desktop"
    live = page.locator(f".chart-{name}.is-live .chart-live")
    expect(live).to_be_visible()
    expect(live).to_contain_text("Riyadh talks")
    expect(live).not_to_contain_text(POLITICS)


# Passed on --------------------------------------------------------------------------------------

# Chromium on this system has no dialog to share with; a phone has.
PHONES_DIALOG = "navigator.share = async (what) => { window.shared = what }"


def test_a_chart_is_shared_with_the_dialog_of_the_system_as_it_is_seen(blank, address):
    page = blank(PHONE)
    page.add_init_script(PHONES_DIALOG)
    page.goto(address + RELATIONS)
    figure = page.locator("#chart-trade-history")
    figure.get_by_label("Wars and politics").uncheck()
    figure.get_by_role("button", name="Share").click()
    assert page.evaluate("shared") == {
        "title": figure.locator(".chart-title").inner_text(),
        "url": address + WITHOUT_POLITICS,
    }
    expect(figure.locator(".chart-shared")).to_be_empty()


def test_without_such_a_dialog_the_address_is_copied_and_the_reader_told(tab, address):
    page = tab(RELATIONS)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#chart-trade-history").get_by_role("button", name="Share").click()
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address + HISTORY


def test_where_nothing_may_be_copied_the_address_is_shown(blank, address):
    page = blank()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address + RELATIONS)
    figure = page.locator("#chart-trade-history")
    figure.get_by_role("button", name="Share").click()
    expect(figure.locator(".chart-shared")).to_have_text(address + HISTORY)


def test_every_chart_can_be_shared(tab, questions):
    for path in questions:
        page = tab(path)
        shares = page.locator("figure.chart").get_by_role("button", name="Share")
        expect(shares).to_have_count(page.locator("figure.chart").count())
        page.close()


def test_without_javascript_there_is_no_button_to_share(tab):
    page = tab(RELATIONS, java_script_enabled=False)
    expect(page.get_by_role("button", name="Share")).to_have_count(0)


# The key of a phone's drawing: its lines of text, and how far apart they are.
KEY = """
() => [...document.querySelectorAll(".chart-phone .chart-live text")]
  .filter((text) => / \\d{4}$/.test(text.textContent) && text.textContent.includes(","))
  .map((text) => [text.textContent, text.getBoundingClientRect().top])
"""


def test_what_is_switched_off_leaves_no_hole_in_the_key_of_a_phone(tab):
    page = tab(HISTORY, PHONE)
    focus(page)
    whole = page.evaluate(KEY)
    page.get_by_label("Sanctions and tariffs").uncheck()
    until(page, f"({KEY})().length < {len(whole)}")
    rest = page.evaluate(KEY)
    assert len(rest) > 3
    line = whole[1][1] - whole[0][1]
    for (_, first), (_, second) in pairwise(rest):
        assert second - first == pytest.approx(line, abs=0.5)
    assert rest[0][1] == pytest.approx(whole[0][1], abs=0.5)


def test_on_a_phone_the_events_that_matter_stand_on_the_plot(tab):
    page = tab(HISTORY, PHONE)
    texts = page.locator(".chart-phone > svg text").all_text_contents()
    for name in ("War in Georgia", "Annexation of Crimea", "Invasion of Ukraine"):
        assert name in texts


# What is left behind ----------------------------------------------------------------------------


def listeners(session: CDPSession) -> int:
    """How many functions of a page wait for events, once what nobody needs is gone."""
    session.send("HeapProfiler.collectGarbage")
    return int(session.send("Memory.getDOMCounters")["jsEventListeners"])


def test_only_the_drawing_that_is_seen_is_live_and_the_other_leaves_nothing(tab):
    page = tab(HISTORY)
    session = page.context.new_cdp_session(page)
    focus(page)

    def there_and_back() -> int:
        for width, name in ((PHONE, "phone"), (DESKTOP, "desktop")):
            page.set_viewport_size({"width": width, "height": 900})
            page.keyboard.press("Home")
            expect(page.locator(f".chart-{name} .chart-live svg")).to_be_visible()
            expect(page.locator(".chart-live")).to_have_count(1)
        return listeners(session)

    first = there_and_back()
    for _ in range(4):
        last = there_and_back()
    assert last <= first


def test_a_page_that_is_left_keeps_no_live_chart(tab):
    page = tab(HISTORY)
    session = page.context.new_cdp_session(page)
    focus(page)
    live = listeners(session)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(page.locator(".chart-live, .is-live")).to_have_count(0)
    expect(page.locator(".chart-desktop > svg")).to_be_visible()
    assert listeners(session) < live


def test_a_page_that_comes_back_shows_the_view_that_was_left(tab):
    page = tab(WITHOUT_POLITICS)
    live = page.locator(".is-live .chart-live svg")
    expect(live).to_have_count(1)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(live).to_have_count(0)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(live).to_have_count(1)
    expect(page.locator(".chart-live")).not_to_contain_text(POLITICS)


def test_a_chart_is_live_where_no_text_may_be_evaluated(blank, address, last):
    page = blank()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.goto(address + HISTORY)
    # Asked by the page itself, later: what Playwright evaluates is exempt from the page's policy.
    ask = "try { eval('1') } catch (error) { window.refused = error.name }"
    page.evaluate(f"() => {{ setTimeout(() => {{ {ask} }}) }}")
    until(page, "window.refused")
    troubles.clear()
    focus(page)
    page.keyboard.press("End")
    expect(tip(page).locator("strong")).to_have_text(last)
    page.get_by_label("Wars and politics").uncheck()
    expect(page.locator(".chart-live")).not_to_contain_text(POLITICS)
    assert troubles == []


def test_no_chart_asks_where_on_the_drawing_the_pointer_is(built):
    # The page scales the drawing, and Vega knows nothing of that.
    for name in built.drawings:
        for screen in ("phone", "desktop"):
            spec = json.loads((built.built / name / f"live-{screen}.json").read_text())
            code = json.dumps([spec.get("signals"), spec.get("marks")])
            assert re.findall(r"(?<![\w.])(?:x|y|xy|pinchDistance)\((?:\)|unit|group)", code) == []
            assert "voronoi" not in code
