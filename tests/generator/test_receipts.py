"""A number opens its receipt where it stands: for a pointer, a finger, a keyboard, a reader."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from charts.generator.numbers.formats import month
from charts.generator.project import Project
from tests.conftest import DESKTOP, PHONE, Tab

RELATIONS = "questions/relations/"
CARD = ".receipt-card"
LONG = 500  # milliseconds on a clock that the test moves: longer than any receipt waits

each_width = pytest.mark.parametrize("width", [PHONE, DESKTOP])
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def tap(page: Page, selector: str) -> None:
    page.locator(selector).first.tap()


def test_nothing_of_a_receipt_is_fetched_before_it_is_asked_for(blank: Tab, address: str):
    page = blank()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + RELATIONS, wait_until="networkidle")
    assert asked
    assert [url for url in asked if url.endswith("receipts.json")] == []


def test_pointing_at_a_number_opens_its_receipt(tab: Tab, built: Project):
    dataset = built.datasets["us_russia_trade_annual"]
    imports = f"{dataset.values['imports'][-1]:,.1f}"
    page = tab(RELATIONS)
    number = page.locator("a.number").first
    number.hover()
    card = page.locator(CARD)
    expect(card).to_be_visible()
    expect(card.locator("strong")).to_have_text(number.inner_text())
    for part in (
        f"U.S. imports from Russia, {dataset.last}",
        f"Before rounding {imports} USD million",
        f"imports {dataset.last}: {imports}",
        "U.S. Census Bureau",
        month(dataset.descriptor["vintage"]),
    ):
        expect(card).to_contain_text(part)


def test_a_computed_number_shows_its_formula(tab: Tab):
    page = tab(RELATIONS)
    page.locator("a[data-fact='fact:exports_fall_2021_2024']:visible").first.hover()
    expect(page.locator(CARD)).to_contain_text("Calculation 1 − exports 2024 ÷ exports 2021")


def test_pointing_at_a_claim_shows_its_test(tab: Tab):
    page = tab(RELATIONS)
    page.locator("a.claim", has_text="three years in a row").hover()
    card = page.locator(CARD)
    expect(card.locator("strong")).to_have_text("Tested: it holds")
    expect(card).to_contain_text("imports 2024: 3,007.8")


def test_a_headline_has_no_lines_under_its_numbers(tab: Tab):
    page = tab(RELATIONS)
    expect(page.locator(".chart-title data").first).to_be_visible()
    expect(page.locator("h1 a, .chart-title a")).to_have_count(0)


def test_the_receipt_stays_while_the_pointer_is_on_it_and_goes_when_it_leaves(tab: Tab):
    page = tab(RELATIONS)
    page.clock.install()
    page.locator("a.number").first.hover()
    page.clock.run_for(LONG)
    card = page.locator(CARD)
    card.get_by_role("link").first.hover()
    page.clock.run_for(LONG)
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    page.clock.run_for(LONG)
    expect(card).to_have_count(0)


def test_crossing_a_number_on_the_way_opens_nothing(tab: Tab):
    page = tab(RELATIONS)
    page.clock.install()
    page.locator("a.number").first.hover()
    page.mouse.move(5, 5)
    page.clock.run_for(LONG)
    expect(page.locator(CARD)).to_have_count(0)


def test_a_click_leads_to_the_line_in_the_ledger(tab: Tab):
    page = tab(RELATIONS)
    number = page.locator("a.number").first
    text = number.inner_text()
    number.click()
    expect(page).to_have_url(re.compile("/data/facts/relations/#value-"))
    expect(page.locator(":target > summary b")).to_have_text(text)
    expect(page.locator(":target dl")).to_be_visible()


def test_a_finger_opens_the_receipt_first_and_the_ledger_second(tab: Tab):
    page = tab(RELATIONS, width=PHONE, has_touch=True)
    tap(page, "a.number")
    expect(page.locator(CARD)).to_be_visible()
    assert page.url.endswith(RELATIONS)
    tap(page, "a.number")
    expect(page).to_have_url(re.compile("/data/facts/relations/#"))


def test_a_tap_elsewhere_puts_the_receipt_away(tab: Tab):
    page = tab(RELATIONS, width=PHONE, has_touch=True)
    tap(page, "a.number")
    expect(page.locator(CARD)).to_be_visible()
    tap(page, "h1")
    expect(page.locator(CARD)).to_have_count(0)


def test_the_keyboard_opens_the_receipt_reaches_its_links_and_leaves_it(tab: Tab):
    page = tab(RELATIONS)
    first, second = page.locator("a.number").nth(0), page.locator("a.number").nth(1)
    first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # so that the focus is a keyboard's, and is seen
    expect(first).to_be_focused()
    card = page.locator(CARD)
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(card.get_by_role("link", name="In the ledger")).to_be_focused()
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    expect(card.locator("strong")).to_have_text(second.inner_text())


def test_escape_closes_the_receipt_and_gives_the_focus_back(tab: Tab):
    page = tab(RELATIONS)
    first = page.locator("a.number").first
    first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(CARD).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    expect(first).to_be_focused()


def test_a_screen_reader_is_told_the_receipt(tab: Tab):
    page = tab(RELATIONS)
    page.locator("a.number").first.hover()
    expect(page.get_by_role("status").filter(has_text="Before rounding")).to_be_visible()


@each_width
@each_scheme
def test_an_open_receipt_passes_axe_and_stays_inside_the_window(tab: Tab, width: int, scheme: str):
    page = tab(RELATIONS, width=width, color_scheme=scheme)
    for number in (page.locator("a.number").first, page.locator("a.number").nth(8)):
        number.scroll_into_view_if_needed()
        number.hover()
        expect(page.locator(CARD).locator("strong")).to_have_text(number.inner_text())
        box = page.locator(CARD).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        spot = number.bounding_box()
        assert spot
        covers = (
            box["y"] < spot["y"] + spot["height"] - 1 and box["y"] + box["height"] > spot["y"] + 1
        )
        assert not covers
    results = Axe().run(page)
    assert results.response["violations"] == []


def test_a_receipt_moves_nothing(tab: Tab):
    page = tab(RELATIONS)
    heading = page.locator("h2").first
    before = heading.bounding_box()
    page.locator("a.number").first.hover()
    expect(page.locator(CARD)).to_be_visible()
    assert heading.bounding_box() == before


def test_where_the_receipts_can_not_be_fetched_the_number_is_still_a_link(tab: Tab):
    page = tab(RELATIONS)
    page.route("**/receipts.json", lambda route: route.abort())
    number = page.locator("a.number").first
    with page.expect_event("console", lambda said: "no receipt here" in said.text):
        number.hover()
    expect(page.locator(CARD)).to_have_count(0)
    page.unroute("**/receipts.json")
    page.mouse.move(5, 5)
    number.hover()
    expect(page.locator(CARD)).to_be_visible()  # the line is up again


LEDGER = re.compile("/data/(facts|claims)/")


def test_a_tap_leads_to_the_ledger_where_the_receipts_can_not_be_fetched(tab: Tab):
    page = tab(RELATIONS, width=PHONE, has_touch=True)
    page.route("**/receipts.json", lambda route: route.abort())
    tap(page, "a.number")
    expect(page).to_have_url(LEDGER)


def test_a_tap_leads_to_the_ledger_where_the_receipts_do_not_come(tab: Tab):
    page = tab(RELATIONS, width=PHONE, has_touch=True)
    page.add_init_script("AbortSignal.timeout = () => AbortSignal.abort()")  # as if time were up
    page.reload()
    tap(page, "a.number")
    expect(page).to_have_url(LEDGER)


def test_a_tap_leads_to_the_ledger_where_nothing_can_pop_up(blank: Tab, address: str):
    page = blank(PHONE, has_touch=True)
    page.add_init_script("delete HTMLElement.prototype.showPopover")
    page.goto(address + RELATIONS)
    tap(page, "a.number")
    expect(page).to_have_url(LEDGER)


def test_a_tap_opens_the_receipt_where_clicks_do_not_say_what_made_them(blank: Tab, address: str):
    # Safari before 18.4: its clicks are events of a mouse.
    page = blank(PHONE, has_touch=True)
    page.add_init_script(
        "Object.defineProperty(PointerEvent.prototype, 'pointerType', {"
        " get() { return this.type === 'click' ? undefined : 'touch' } })"
    )
    page.goto(address + RELATIONS)
    tap(page, "a.number")
    expect(page.locator(CARD)).to_be_visible()
    assert page.url.endswith(RELATIONS)


def test_what_a_receipt_holds_never_becomes_markup(tab: Tab):
    page = tab(RELATIONS)
    hostile = "<img src=x onerror='window.harmed = true'>"

    def answer(route):
        receipts = route.fetch().json()
        for receipt in receipts.values():
            receipt["is"] = hostile
            receipt["cells"] = [[hostile, hostile]]
            receipt["from"] = [[hostile, hostile, "#x", hostile]]
        route.fulfill(body=json.dumps(receipts), content_type="application/json")

    page.route("**/receipts.json", answer)
    page.locator("a.number").first.hover()
    card = page.locator(CARD)
    expect(card).to_contain_text(hostile)
    assert card.locator("img").count() == 0
    assert page.evaluate("window.harmed") is None


def test_a_printed_page_has_no_open_receipt(tab: Tab):
    page = tab(RELATIONS)
    page.locator("a.number").first.hover()
    expect(page.locator(CARD)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(CARD)).to_be_hidden()
