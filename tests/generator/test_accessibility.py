"""Readers with a keyboard, large letters, colours of their own, paper or no script miss nothing."""

import csv
import re

import pytest
from lxml import html
from playwright.sync_api import Page, expect

from tests.conftest import DESKTOP

PHONE = 390
OVERVIEW, QUESTION, CHART = "", "questions/projects/", "charts/trade-history/"
each_page = pytest.mark.parametrize("path", [OVERVIEW, QUESTION, CHART])

# Where the focus is: whether it was there before, whether it shows, and whether it can be seen.
FOCUSED = """() => {
  const element = document.activeElement;
  window.walked ??= new Set();
  const again = window.walked.has(element);
  window.walked.add(element);
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
  const masthead = document.querySelector(".masthead");
  const covered = masthead.contains(element) || element.matches(".md-skip")
    ? 0 : Math.max(0, masthead.getBoundingClientRect().bottom);
  return {
    html: element.outerHTML.slice(0, 80),
    again: again || element === document.body,
    marked: (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none",
    seen: bottom > covered && top < innerHeight && right > 0 && left < innerWidth
      && width * height > 0,
  };
}"""

# Texts that something cuts off, and by how much the page is wider than its window.
CUT = """() => {
  const cut = [...document.querySelectorAll("article *")].filter((element) => {
    const { overflowX, position } = getComputedStyle(element);
    const clips = ["hidden", "clip"].includes(overflowX) && position !== "absolute";
    return clips && element.checkVisibility() && element.scrollWidth > element.clientWidth + 1
      && element.clientWidth > 1;
  });
  const { scrollWidth, clientWidth } = document.documentElement;
  return { over: scrollWidth - clientWidth, cut: cut.map((element) => element.className) };
}"""


# Keyboard ---------------------------------------------------------------------------------------


LEFT_OUT = """() => [...document.querySelectorAll("a[href], button, summary")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => element.tabIndex >= 0 && !window.walked.has(element))
  .map((element) => element.outerHTML)"""


def walk(page: Page, key: str = "Tab") -> list[dict[str, object]]:
    """Presses a key from one end of a page to the other; returns where the focus was."""
    places: list[dict[str, object]] = []
    for _ in range(900):
        page.keyboard.press(key)
        found = page.evaluate(FOCUSED)
        if found["again"]:
            return places
        places.append(found)
    raise AssertionError("the page has no end")


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tab_key_walks_through_the_whole_page_and_what_has_the_focus_shows_it(
    tab, path, scheme
):
    page = tab(path, color_scheme=scheme)
    places = walk(page)
    assert page.evaluate(LEFT_OUT) == []
    assert len(places) > 20
    assert [place for place in places if not (place["marked"] and place["seen"])] == []


@each_page
def test_in_a_narrow_window_whatever_has_the_focus_can_be_seen(tab, path):
    places = walk(tab(path, width=PHONE, reduced_motion="reduce"))
    assert len(places) > 20
    assert [place for place in places if not (place["marked"] and place["seen"])] == []


def test_on_the_way_back_nothing_that_has_the_focus_is_hidden_under_the_strip(tab):
    page = tab(QUESTION, reduced_motion="reduce")
    page.locator("a").last.focus()
    places = walk(page, "Shift+Tab")
    assert len(places) > 20
    assert [place for place in places if not (place["marked"] and place["seen"])] == []


def test_the_first_press_of_the_tab_key_offers_to_skip_the_navigation(tab):
    page = tab(QUESTION)
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip:visible")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


# Large letters ----------------------------------------------------------------------------------


@each_page
def test_a_page_at_twice_its_size_loses_nothing(tab, path):
    page = tab(path, width=DESKTOP // 2, device_scale_factor=2)
    assert page.evaluate(CUT) == {"over": 0, "cut": []}


@each_page
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_letters_of_twice_their_size_lose_nothing(tab, path, width):
    page = tab(path, width=width)
    # The theme's is 125%. (A style tag would be refused by the pages' policy.)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    page.evaluate("document.getAnimations().forEach((motion) => motion.finish())")
    assert page.evaluate(CUT) == {"over": 0, "cut": []}


# Motion and colours -----------------------------------------------------------------------------


@each_page
def test_nothing_moves_for_readers_who_want_no_motion(tab, path):
    page = tab(path, reduced_motion="reduce")
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
      const takes = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
      return takes(transitionDuration) || (animationName !== "none" && takes(animationDuration));
    }).map((element) => element.className)""")
    assert moving == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_keeps_its_colours_on_its_own_paper_where_colours_are_forced(tab, scheme):
    page = tab(CHART, color_scheme=scheme, forced_colors="active")
    picture = page.locator(".chart-picture")
    paper = picture.evaluate("(picture) => getComputedStyle(picture).backgroundColor")
    expected = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 28)"}
    assert paper == expected[scheme]
    ink = picture.locator("svg:visible text").first
    assert ink.evaluate("(text) => getComputedStyle(text).fill") not in (paper, "none")


# Tables -----------------------------------------------------------------------------------------


def test_every_chart_is_one_picture_with_a_name_and_a_table_of_its_csv(built):
    assert built.drawings
    for chart in built.drawings:
        folder = built.site / "charts" / chart
        with (folder / f"{chart}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        page = html.parse(folder / "index.html").getroot()
        (figure,) = page.iter("figure")
        (picture,) = figure.xpath(".//*[@role='img']")
        (name,) = figure.xpath(f".//*[@id='{picture.get('aria-labelledby')}']")
        (table,) = page.xpath("//*[@id='rows']//table")
        assert len(name.text_content()) > 40, chart
        assert len(table.findall("thead//th")) == len(head), chart
        assert [len(row) for row in table.findall("tbody/tr")] == [len(head)] * len(rows), chart


# Paper ------------------------------------------------------------------------------------------


def test_paper_begins_with_the_title_and_ends_with_the_sources(tab):
    page = tab(QUESTION, color_scheme="dark")
    page.emulate_media(media="print")
    text = page.locator("body").inner_text().strip()
    title, sources = page.locator("h1").inner_text(), page.locator(".references").inner_text()
    above, found, _ = text.partition(title)
    kicker = page.locator(".opener .kicker").inner_text()
    name = page.locator(".masthead").inner_text()
    # Empty where the browser writes it at the foot of each sheet instead.
    colophon = "".join(page.locator(".colophon:visible").all_inner_texts())
    assert found
    assert above.split("\n\n") == [name.strip(), kicker, ""]
    assert page.locator(".answer").inner_text() in text
    _, found, rest = text.rpartition(sources.strip())
    assert found
    assert re.fullmatch(r"\s*(Corrected on .+\.)?\s*" + re.escape(colophon.strip()), rest)


@each_page
def test_paper_has_no_navigation(tab, path):
    page = tab(path)
    page.emulate_media(media="print")
    assert page.locator("nav, .md-skip, .headerlink").count() > 1
    expect(page.locator("nav:visible, .md-skip:visible, .headerlink:visible")).to_have_count(0)


@pytest.mark.parametrize("path", [OVERVIEW, QUESTION, "about/sources/"])
def test_a_link_to_another_site_is_printed_with_its_address(tab, path):
    page = tab(path)
    page.emulate_media(media="print")
    links = page.locator("article a[href^=http]:visible").evaluate_all(
        "(links) => links.map((link) => [link.href, getComputedStyle(link, '::after').content])"
    )
    # A text that is among the sources need not have its address at every place that names it.
    printed = {address for address, after in links if "http" in after}
    assert printed
    assert {address for address, _ in links} == printed


@pytest.mark.parametrize("path", [QUESTION, CHART])
def test_a_chart_is_printed_on_one_page(tab, path):
    page = tab(path, width=720)  # A4 between its margins, at 96 dots an inch
    page.emulate_media(media="print")
    figures = page.locator("figure.chart")
    assert figures.count()
    for figure in figures.all():
        expect(figure).to_have_css("break-inside", "avoid")
        assert figure.evaluate("(figure) => figure.offsetHeight") < 1000


# Without scripts --------------------------------------------------------------------------------

# The custom properties that the style sheet gives to a dark page, as the page has them.
COLOURS = """() => {
  const dark = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.selectorText?.includes('[data-md-color-scheme="slate"]'));
  const names = dark.flatMap((rule) => [...rule.style]).filter((name) => name.startsWith("--"));
  const style = getComputedStyle(document.body);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
}"""


def test_without_javascript_a_page_has_all_the_dark_colours_of_one_with_it(tab):
    dark = tab(CHART, color_scheme="dark").evaluate(COLOURS)
    assert {"--chart-ink", "--chart-subject", "--rule", "--wash", "--trace"} <= set(dark)
    assert tab(CHART, color_scheme="dark", java_script_enabled=False).evaluate(COLOURS) == dark


def test_without_javascript_a_page_stays_light_for_those_who_prefer_that(tab):
    page = tab(CHART, color_scheme="light", java_script_enabled=False)
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
