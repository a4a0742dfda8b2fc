"""What readers do works in Firefox and in WebKit, as systems ship them.

`make browsers` installs both, and what drives them; where they are missing, their tests are
skipped. All else that the site does is tested in Chromium. What these two can't be asked here:
WebKit prints nothing without a dialog, neither takes touches, and MiniBrowser is not Safari, whose
shell has rules of its own, such as which links its Tab key reaches.
"""

import functools
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from charts.generator.numbers.formats import NO_BREAK, money
from charts.generator.project import Project
from tests.conftest import _Quiet
from tests.drivers import TAB, Driven, Firefox, WebKit, firefox, mini_browser
from tests.support import pixels

RELATIONS = "questions/relations/"
HISTORY = "charts/trade-history/"
TIP = "document.querySelector('.chart-tip:not([hidden]) strong')"

MIDDLE = """
const place = document.querySelector("{selector}");
place.scrollIntoView({{ block: "center", behavior: "instant" }});
await new Promise((done) => requestAnimationFrame(done));
const box = place.getClientRects()[0];
return [box.left + box.width / 2, box.top + box.height / 2];
"""

# WebKit resets fields only after a page is shown again.
FRAMES = """
for (let count = 0; count < 20; count += 1) {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}
"""


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def driven(request: pytest.FixtureRequest) -> Iterator[Driven]:
    """A browser of each of the other two engines."""
    path = firefox() if request.param == "firefox" else mini_browser()
    if path is None:
        pytest.skip(f"there is no {request.param} here to drive; make browsers installs it")
    browser = (Firefox if request.param == "firefox" else WebKit)(path)
    yield browser
    browser.close()


def point_at(driven: Driven, selector: str) -> None:
    """Moves the mouse to the middle of an element."""
    driven.move(*driven.run(MIDDLE.format(selector=selector)))


def read(driven: Driven) -> list[str]:
    """Points at the chart, and returns what is read there."""
    driven.move(1, 1)  # it may have been left there on another page
    point_at(driven, ".chart-picture")
    driven.until(TIP)
    lines = driven.run("return [...document.querySelector('.chart-tip').children]"
                       ".map((line) => line.textContent)")  # fmt: skip
    return [line.replace(NO_BREAK, " ") for line in lines]


def test_pointing_at_a_chart_reads_its_numbers(driven, address, built: Project):
    driven.open(address + HISTORY)
    year, imports, exports = read(driven)
    trade = built.datasets["us_russia_trade_annual"].frame.set_index("year").loc[int(year)]
    expected = [
        money(float(str(trade[flow])) * 1e6).replace(NO_BREAK, " ")
        for flow in ("imports", "exports")
    ]
    assert [imports.split(": ")[1], exports.split(": ")[1]] == expected


def test_a_switch_takes_its_events_away_and_brings_them_back(driven, address):
    driven.open(address + HISTORY)
    switch = "document.querySelector('[name=politics]')"
    words = "document.querySelector('.chart-live')?.textContent"
    driven.run(f"{switch}.click()")
    driven.until(f"{words} && !{words}.includes('War in Georgia')")
    driven.run(f"{switch}.click()")
    driven.until(f"{words}.includes('War in Georgia')")
    assert driven.run(f"return {switch}.checked") is True


def test_pointing_at_a_number_opens_its_receipt(driven, address):
    driven.open(address + RELATIONS)
    point_at(driven, "p a.number")
    card = "document.querySelector('.receipt-card:popover-open strong')"
    driven.until(card)
    shown = driven.run("return document.querySelector('p a.number').textContent")
    assert driven.run(f"return {card}.textContent") == shown


def test_numbers_claims_and_links_are_underlined(driven, address):
    driven.open(address + RELATIONS)
    lines = driven.run(
        "return ['a.number', 'a.claim', 'a:not([class])'].map((selector) => "
        "getComputedStyle(document.querySelector(`.md-typeset p ${selector}`)).textDecorationLine)"
    )
    assert lines == ["underline"] * 3


def test_tab_leads_from_the_head_to_the_chart(driven, address):
    driven.open(address + HISTORY)
    met: list[str] = []
    while "chart-picture" not in met and len(met) < 60:
        driven.press(TAB)
        met.append(driven.run("return document.activeElement.className"))
    assert met[-1] == "chart-picture", met


def test_back_leads_to_the_view_that_was_left(driven, address):
    driven.open(f"{address}{HISTORY}?trade-history.hide=politics")
    words = "document.querySelector('.chart-live')?.textContent"
    driven.until(f"{words} && !{words}.includes('War in Georgia')")
    driven.open(address + RELATIONS)
    driven.back()
    driven.until("location.pathname.includes('trade-history')")
    driven.until(f"{words} && !{words}.includes('War in Georgia')")
    assert driven.run("return document.querySelector('[name=politics]').checked") is False
    assert driven.run("return location.search") == "?trade-history.hide=politics"


@pytest.mark.parametrize("page, words", [("data/facts/money/", "2025"), ("data/partners/", "Chin")])
def test_back_leads_to_the_words_that_were_typed(driven, address, page, words):
    driven.open(address + page)
    field = "document.querySelector('.filter input')"
    driven.until(field)
    typed = f"{field}.value = '{words}'; {field}.dispatchEvent(new Event('input'))"
    driven.run(f"{typed}; window.wasLeft = true")
    driven.open(address + HISTORY)
    driven.back()
    driven.until(f"{page!r} === location.pathname.slice(1) && {field}")
    # A browser that is short of memory loads the page anew, with nothing typed.
    kept = driven.run("return window.wasLeft === true")
    assert driven.run(f"{FRAMES} return {field}.value") == (words if kept else "")


class _Losing(_Quiet):
    """A server whose answer is lost the first time that one of some files is asked for."""

    lose = ""
    lost: set[str] = set()  # noqa: RUF012 - each server has a class of its own

    def do_GET(self) -> None:
        name = self.path.partition("?")[0]
        if re.search(self.lose, name) and name not in self.lost:
            self.lost.add(name)
            return  # the connection ends without an answer
        super().do_GET()


@pytest.mark.parametrize("file", [r"/live\.\w+\.js", r"/vega\.\w+\.js", r"/live-desktop\.json"])
def test_a_chart_goes_live_although_a_request_was_lost(driven, built: Project, file):
    lost: set[str] = set()
    handler = type("Handler", (_Losing,), {"lose": file, "lost": lost})
    serve = functools.partial(handler, directory=str(built.site))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        driven.open(f"http://127.0.0.1:{server.server_port}/{HISTORY}")
        read(driven)
        assert lost
        server.shutdown()


@pytest.mark.parametrize("driven", ["firefox"], indirect=True)
def test_firefox_prints_the_charts(driven: Firefox, address, tmp_path: Path):
    painter = shutil.which("pdftoppm")
    if painter is None:
        pytest.skip("there is no pdftoppm to see what Firefox printed")
    driven.open(address + HISTORY)
    (tmp_path / "page.pdf").write_bytes(driven.paper())
    subprocess.run(
        [painter, "-r", "60", "-l", "1", "-png", tmp_path / "page.pdf", tmp_path / "page"],
        check=True,
    )
    (picture,) = tmp_path.glob("page*.png")
    red, green, blue, _ = pixels(picture.read_bytes()).astype(int).transpose(2, 0, 1)
    # The line of imports is the only thing on this page in the color of Russia.
    assert ((red > 120) & (green < 90) & (blue < 90)).sum() > 100
