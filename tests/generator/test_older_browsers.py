"""Readers whose browser lacks something new see their drawing, their links and their paper."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from charts.generator.base.files import THEME
from tests.conftest import DESKTOP, PHONE

HISTORY = "charts/trade-history/"

each_width = pytest.mark.parametrize(("width", "name"), [(PHONE, "phone"), (DESKTOP, "desktop")])


def without_container_queries(page: Page) -> Page:
    """Makes a page's style sheets read as a browser reads them that has no container queries."""

    def answer(route: Route) -> None:
        style = route.fetch().text()
        assert "@container" in style
        style = style.replace("@container", "@media (max-width: 0) and")
        style = style.replace("(container-type: inline-size)", "(no-such-property: 1)")
        route.fulfill(body=style, content_type="text/css")

    page.route(re.compile(r"assets/style\.\w+\.css"), answer)
    return page


def expect_drawing(page: Page, name: str) -> None:
    expect(page.locator(".chart-static:visible")).to_have_count(1)
    expect(page.locator(f".chart-{name} > svg")).to_be_visible()


@each_width
def test_without_container_queries_the_window_chooses_the_drawing(blank, address, width, name):
    page = without_container_queries(blank(width))
    page.goto(address + HISTORY)
    expect_drawing(page, name)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_paper_shows_the_large_drawing_where_it_has_no_containers(blank, address, width):
    # So Firefox prints: on paper it answers no question about the width of a container.
    page = without_container_queries(blank(width))
    page.goto(address + HISTORY)
    page.emulate_media(media="print")
    expect_drawing(page, "desktop")


def test_each_part_of_an_underline_is_named():
    # Safari before 26.2 drops a shorthand with more than the kind of line.
    styles = [*THEME.rglob("*.css")]
    written = [
        found
        for path in styles
        for found in re.findall(r"text-decoration:\s*([^;]+);", path.read_text(encoding="utf-8"))
    ]
    assert len(styles) > 3
    assert written
    assert {value for value in written if " " in value} == set()
