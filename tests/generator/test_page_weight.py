"""A page is small enough for a slow line, asks nothing of others, and does not move as it comes."""

import gzip
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser

from charts.generator.project import Project
from charts.generator.site import weights
from charts.generator.site.build import build_site
from charts.generator.site.weights import first_view
from tests.conftest import PHONE, looked_at
from tests.generator.test_reader import WATCH_SHIFTS
from tests.lighthouse import serving

PAGE = 70_000  # bytes
# The script on every page: light and dark, keys, folds, and the door to the search.
EVERYWHERE = 2_500
# Of a question with nine charts, each drawn for two widths: what a phone has to lay out and keep.
ELEMENTS = 1_311
# Where there are numbers and charts: receipts, and what charts need before a touch. They ask again
# for a request that was lost, tell a touch from a scroll, and keep a reader's choices in the
# address.
QUESTION = 5_500
# What a kind of page has besides: to share a chart, tell it in steps, filter a ledger, or choose.
APART = 3_500


@dataclass(frozen=True)
class View:
    """What a phone receives for a page, in bytes by path, and how far it then moves."""

    received: dict[str, int]
    elsewhere: list[str]
    shifted: float

    @property
    def size(self) -> int:
        """Returns all bytes together."""
        return sum(self.received.values())


@pytest.fixture(scope="module")
def views(
    request: pytest.FixtureRequest, shared: Path, built: Project, pages: list[str], worker_id: str
) -> dict[str, View]:
    """The first view of every page, until it is there and idle; nothing comes from a cache."""

    def look(paths: list[str]) -> dict[str, dict[str, Any]]:
        browser = request.getfixturevalue("browser")
        with serving(built.site) as site:
            found: dict[str, View] = {}
            visitors = [Visitor(browser, site) for _ in range(6)]
            for at in range(0, len(paths), 6):  # most of a view is waiting until nothing more comes
                opened = dict(zip(paths[at : at + 6], visitors, strict=False))
                for path, visitor in opened.items():
                    visitor.opens(path)
                found |= {path: visitor.sees() for path, visitor in opened.items()}
            # Pages that come together, beside other tests, make one another late: again, alone.
            for path in [path for path, view in found.items() if view.shifted]:
                visitors[0].opens(path)
                found[path] = visitors[0].sees()
            for visitor in visitors:
                visitor.page.close()
        return {path: asdict(view) for path, view in found.items()}

    found = looked_at(shared / "views", pages, worker_id, look)
    return {path: View(**view) for path, view in found.items()}


class Visitor:
    """Somebody who opens pages, each as if it was the first."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self.received: dict[str, int] = {}
        self.names: dict[str, str] = {}
        self.page = browser.new_page(viewport={"width": PHONE, "height": 900})
        self.page.add_init_script(WATCH_SHIFTS)
        self.network = self.page.context.new_cdp_session(self.page)
        self.network.send("Network.enable")
        self.network.on("Network.requestWillBeSent", self._sent)
        self.network.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        self.names[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.received[self.names[event["requestId"]]] = event["encodedDataLength"]

    def opens(self, path: str) -> None:
        """Opens a page, of which nothing is in the cache."""
        self.page.goto("about:blank")
        self.network.send("Network.clearBrowserCache")
        self.received.clear()
        self.names.clear()
        self.page.goto(self.site + path, wait_until="commit")

    def sees(self) -> View:
        """Returns what has come once nothing more is asked for."""
        self.page.wait_for_load_state("networkidle")
        shifted = self.page.evaluate("shifted")
        own = {u.removeprefix(self.site): n for u, n in self.received.items() if self.site in u}
        elsewhere = [u for u in self.names.values() if not u.startswith((self.site, "data:"))]
        return View(own, elsewhere, shifted)


def test_the_first_view_of_every_page_weighs_at_most_70_kb(views):
    assert all(found.received[path] > 1_000 for path, found in views.items())
    heavy = {path: found.size for path, found in views.items() if found.size > PAGE}
    assert heavy == {}


def test_a_question_with_nine_charts_has_at_most_1311_elements(built):
    page = html.parse(built.site / "questions" / "relations" / "index.html")
    assert len(page.xpath("//figure[@data-chart]")) == 9
    assert len(page.xpath("//*")) <= ELEMENTS


def test_the_first_view_of_every_page_takes_at_most_nine_requests(views):
    counts = {path: len(found.received) for path, found in views.items()}
    assert {path: count for path, count in counts.items() if count > 9} == {}


def test_what_the_build_weighs_is_what_a_phone_receives(built, views):
    for path in ("", "questions/relations/", "data/facts/relations/"):
        folder = built.site / path
        weighed = first_view(folder, (folder / "index.html").read_text(), {})
        headers = 400 * len(views[path].received)  # of each answer, and the icon
        assert abs(views[path].size - sum(weighed.values())) < headers, path


def test_the_build_names_a_page_that_outgrows_its_budget_with_its_heaviest_parts(
    small, monkeypatch
):
    monkeypatch.setattr(weights, "PAGE", 20_000)
    warnings = [line for line in build_site(small) if "first view" in line]
    assert any(
        re.fullmatch(
            r"warning: docs/questions/length\.md: the first view of this page takes [\d.]+ KB, and "
            r"should take 20\.0 KB at most\. Heaviest: assets/style\.\w+\.css [\d.]+ KB, .+\.",
            line,
        )
        for line in warnings
    ), warnings


def test_the_build_names_a_chart_that_outgrows_its_budget_with_its_marks(small, monkeypatch):
    monkeypatch.setattr(weights, "DRAWINGS", 500)
    warnings = [line for line in build_site(small) if "drawings" in line]
    assert any(
        re.search(r"docs/charts/month-lengths\.md: .* at most: \d+ \w+ \(\d+%\), .+\.", line)
        for line in warnings
    ), warnings


def test_few_pages_ask_for_the_rare_letters_of_the_headings_font(views):
    asking = [path for path, found in views.items() if any("-more." in p for p in found.received)]
    assert len(asking) < len(views) / 10, asking


def test_no_page_asks_anything_of_others(views):
    assert {path: found.elsewhere for path, found in views.items() if found.elsewhere} == {}


def test_no_page_moves_while_it_comes(views):
    assert {path: found.shifted for path, found in views.items() if found.shifted} == {}


def own_scripts(found: View) -> dict[str, int]:
    """The scripts of a page, in bytes by path."""
    return {path: size for path, size in found.received.items() if ".js" in path}


def test_the_script_of_every_page_weighs_at_most_2_5_kb(views):
    plain = own_scripts(views["about/"])
    assert len(plain) == 1
    assert sum(plain.values()) <= EVERYWHERE, plain


def test_the_scripts_for_numbers_and_charts_weigh_at_most_5_5_kb(views):
    plain = own_scripts(views["about/"])
    apart = own_scripts(views["questions/relations/"])
    assert sum(size for path, size in apart.items() if path not in plain) <= QUESTION, apart


def test_what_a_kind_of_page_has_besides_weighs_at_most_3_5_kb(views):
    plain = own_scripts(views["questions/relations/"])
    apart = {
        path: sum(size for name, size in own_scripts(found).items() if name not in plain)
        for path, found in views.items()
    }
    assert any(apart.values())
    assert {path: size for path, size in apart.items() if size > APART} == {}


def test_the_live_runtime_weighs_at_most_310_kb(built):
    (runtime,) = (built.site / "assets").glob("vega.*.js")
    assert len(gzip.compress(runtime.read_bytes())) <= 310_000
