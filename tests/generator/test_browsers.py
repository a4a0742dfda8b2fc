"""What readers do works in every engine: Chromium's, and Firefox's and WebKit's where they are.

`make browsers` fetches the other two, which are builds of Playwright's own; elsewhere their tests
are skipped. All else that the site does is tested in Chromium alone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.conftest import DESKTOP, Tab
from tests.generator.test_reader import (
    HISTORY,
    RELATIONS,
    by_hover,
    enliven,
    expected,
    live_texts,
    middle,
    places,
    politics,
    press_tab_until,
    reading,
    rows,
    troubles,
)
from tests.generator.test_receipts import CARD


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def engine(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Browser]:
    """A real browser of each engine."""
    if request.param == "chromium":
        yield request.getfixturevalue("browser")
        return
    kind = {"firefox": playwright.firefox, "webkit": playwright.webkit}[request.param]
    if not Path(kind.executable_path).exists():
        pytest.skip(f"Playwright's {request.param} is not on this machine; make browsers gets it")
    with kind.launch() as browser:
        yield browser


@pytest.fixture
def open_page(engine: Browser, address: str) -> Iterator[Tab]:
    """Opens a page of the built site in that browser."""
    with engine.new_context(viewport={"width": DESKTOP, "height": 900}) as context:

        def open_page(path: str) -> Page:
            page = context.new_page()
            page.goto(address + path)
            return page

        yield open_page


def test_a_chart_is_there_before_any_script(engine, address):
    with engine.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + HISTORY)
        drawing = page.locator(".chart-static:visible > svg")
        expect(drawing).to_have_count(1)
        expect(drawing.locator("text").first).to_be_visible()


def test_a_chart_goes_live_in_the_box_of_its_drawing(open_page):
    page = open_page(HISTORY)
    static = page.locator(".chart-static:visible > svg").bounding_box()
    by_hover(page)
    expect(page.locator(".is-live")).to_have_count(1)
    live = page.locator(".chart-live:visible svg").bounding_box()
    size = ("width", "height")
    assert [live[side] for side in size] == pytest.approx([static[side] for side in size], abs=0.5)


def test_pointing_at_a_chart_reads_its_numbers(open_page, built):
    page = open_page(HISTORY)
    enliven(page)
    _, y = middle(page.locator(".chart-picture"))
    table = rows(built, HISTORY)
    some = range(0, len(table), 6)
    found = []
    for x in places(page, [at / (len(table) - 1) for at in some]):
        page.mouse.move(x, y)
        found.append(reading(page))
    assert found == [expected(table[at], table[at]["year"]) for at in some]


def test_the_keyboard_reads_a_chart_and_puts_the_reading_away(open_page, built):
    page = open_page(HISTORY)
    press_tab_until(page, ".chart-picture")
    for row in rows(built, HISTORY)[:3]:
        page.keyboard.press("ArrowRight")
        expect(page.locator(".chart-tip strong")).to_have_text(row["year"])
        assert reading(page) == expected(row, row["year"])
    page.keyboard.press("Escape")
    expect(page.locator(".chart-tip")).to_be_hidden()


def test_a_switch_takes_its_events_away_and_brings_them_back(open_page, built):
    page = open_page(HISTORY)
    page.get_by_label("Wars and politics").uncheck()
    names = politics(built, page)
    assert names
    assert live_texts(page) & set(names) == set()
    page.get_by_label("Wars and politics").check()
    for name in names:
        expect(page.locator(".chart-live:visible")).to_contain_text(name)


def test_pointing_at_a_number_opens_its_receipt(open_page):
    page = open_page(RELATIONS)
    number = page.locator("a.number").first
    number.hover()
    expect(page.locator(CARD)).to_be_visible()
    expect(page.locator(f"{CARD} strong")).to_have_text(number.inner_text())


def test_the_keyboard_opens_a_receipt_and_leaves_it(open_page):
    page = open_page(RELATIONS)
    press_tab_until(page, "a.number")
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)


def test_a_page_whose_charts_go_live_logs_no_error_and_asks_nothing_of_others(engine, address):
    with engine.new_context(viewport={"width": DESKTOP, "height": 900}) as context:
        page = context.new_page()
        found = troubles(page, address)
        page.goto(address + RELATIONS)
        enliven(page)
        assert found == []
