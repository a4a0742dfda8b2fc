"""Other sites show a chart in a frame: as it is now, or as it was on the day that they chose."""

import functools
import gzip
import json
import re
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Page, expect

from charts.generator.export import embeds
from charts.generator.export.frozen import FROZEN
from charts.generator.pages import reuse
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.verify import verify
from tests.conftest import DESKTOP, PHONE, Tab, _Quiet
from tests.support import set_address

HISTORY = "trade-history"
MONTHS = "month-lengths"
SITE = "https://example.org/explainer/"

each_width = pytest.mark.parametrize("width", [PHONE, DESKTOP])
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def frozen(project: Project, name: str) -> str:
    """Returns the place of the frozen page of a chart."""
    listed = json.loads((project.site / FROZEN).read_text())
    (place,) = [place for place in listed if place.startswith(f"embed/{name}/")]
    return str(place)


def codes(project: Project, name: str) -> tuple[str, str]:
    """Returns the code for a chart as it will be, and as it is now."""
    fresh = Project(project.root)
    return reuse.embed_codes(Content(fresh), fresh.draw()[0][name])


def files(project: Project) -> dict[str, str]:
    """Returns the files for frames as the next build would write them."""
    fresh = Project(project.root)
    return embeds.files(Content(fresh), Pictures(fresh.draw()[0], fresh.runtime.name))


@pytest.fixture
def published_at(small: Project) -> Project:
    """The tiny explainer, which knows where it will be published."""
    set_address(small.config, SITE)
    return small


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(byte) for byte in bytes.fromhex(colour.removeprefix('#')))})"


@pytest.fixture
def host(tmp_path: Path, built: Project, address: str, blank: Tab) -> Iterator[Any]:
    """Opens a page of another site that shows a chart with the code that we hand out."""
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def opened(
            name: str, frozen: bool = False, helper: bool = True, width: int = DESKTOP
        ) -> Page:
            given = codes(built, name)[frozen]
            given = re.sub(r'src="(\.\./)+', f'src="{address}', given)
            if not helper:
                given = re.sub(r"<script.*</script>", "", given)
            (tmp_path / "index.html").write_text(
                f'<!doctype html><meta name="viewport" content="width=device-width">{given}'
            )
            page = blank(width)
            page.goto(f"http://127.0.0.1:{server.server_port}/", wait_until="networkidle")
            return page

        yield opened
        server.shutdown()


# What a frame shows -----------------------------------------------------------------------------


def test_every_chart_has_a_page_for_frames_and_one_that_is_frozen(built):
    for name in built.drawings:
        assert (built.site / "embed" / name / "index.html").is_file()
        assert (built.site / frozen(built, name) / "index.html").is_file()


@pytest.mark.parametrize("kind", ["live", "frozen"])
def test_a_frame_shows_title_chart_notes_and_sources_without_javascript(tab, built, kind):
    path = f"embed/{HISTORY}/" if kind == "live" else frozen(built, HISTORY)
    page = tab(path, java_script_enabled=False)
    about = json.loads((built.site / "charts" / HISTORY / f"{HISTORY}.json").read_text())
    expect(page.locator("h1")).to_have_text(about["title"])
    for text in ("subtitle", "notes", "credit"):
        expect(page.get_by_text(about[text])).to_be_visible()
    expect(page.locator(".chart-desktop svg")).to_be_visible()
    expect(page.locator(".chart-phone svg")).to_be_hidden()
    expect(page.get_by_role("img", name=about["alt"])).to_be_visible()
    expect(page.locator(".chart-controls")).to_be_hidden()


def test_the_links_of_a_frame_open_outside_of_it(tab, built):
    for path in (f"embed/{HISTORY}/", frozen(built, HISTORY)):
        links = tab(path).locator("a")
        assert links.count() >= 2
        targets = [link.get_attribute("target") for link in links.all()]
        assert targets == ["_blank"] * links.count()


def test_a_frame_leads_to_the_page_of_its_chart(tab, built, address):
    for path in (f"embed/{HISTORY}/", frozen(built, HISTORY)):
        first = tab(path).locator("a").first
        assert first.evaluate("link => link.href") == f"{address}charts/{HISTORY}/"


@pytest.mark.parametrize("javascript", [True, False])
@each_scheme
def test_a_frame_is_light_or_dark_as_its_reader_prefers(tab, built, scheme, javascript):
    page = tab(f"embed/{HISTORY}/", color_scheme=scheme, java_script_enabled=javascript)
    palette = built.palettes["default" if scheme == "light" else "slate"]
    expect(page.locator("body")).to_have_css("background-color", rgb(palette["--chart-paper"]))


@pytest.mark.parametrize("preferred", ["light", "dark"])
@each_scheme
def test_a_site_may_ask_for_light_or_dark(tab, built, scheme, preferred):
    palette = built.palettes["default" if scheme == "light" else "slate"]
    for path in (f"embed/{HISTORY}/", frozen(built, HISTORY)):
        page = tab(f"{path}?theme={scheme}", color_scheme=preferred)
        expect(page.locator("body")).to_have_css("background-color", rgb(palette["--chart-paper"]))


def test_a_chart_in_a_frame_goes_live(tab):
    page = tab(f"embed/{HISTORY}/")
    page.locator(".chart-picture").hover()
    expect(page.locator(".chart-live svg")).to_be_visible()


def test_a_frozen_chart_asks_for_nothing_beyond_its_page(blank, address, built):
    page = blank()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + frozen(built, HISTORY), wait_until="networkidle")
    page.locator(".chart-picture").hover()
    assert [url for url in asked if "favicon" not in url] == [address + frozen(built, HISTORY)]


def test_a_frozen_chart_says_how_old_it_is(tab, built):
    page = tab(frozen(built, "partners-scale"))
    expect(page.locator("figure")).to_contain_text(re.compile(r"As of \w+ 20\d\d; data retrieved"))


def test_a_frame_weighs_little(built):
    (script,) = [gzip.compress(path.read_bytes()) for path in built.site.glob("assets/charts.*.js")]
    for path in (built.site / "embed").rglob("index.html"):
        assert len(gzip.compress(path.read_bytes())) + len(script) <= 25 * 1024, path


@each_scheme
def test_axe_finds_nothing_in_a_frame(tab, built, scheme):
    for path in (f"embed/{HISTORY}/", frozen(built, HISTORY)):
        page = tab(path, color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [violation["id"] for violation in found] == []


def test_search_engines_are_kept_to_the_page_of_the_chart(published_at):
    for name, text in files(published_at).items():
        if name.endswith(".html"):
            page = html.fromstring(text)
            assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
            (canonical,) = page.xpath("//link[@rel='canonical']/@href")
            assert canonical == f"{SITE}charts/{name.split('/')[1]}/"


# The code for other sites -----------------------------------------------------------------------


@each_width
@pytest.mark.parametrize("frozen_too", [False, True])
def test_a_frame_gets_the_height_that_its_chart_needs(host, width, frozen_too):
    page = host(HISTORY, frozen_too, width=width)
    frame = page.locator("iframe")
    inner = page.frames[1]
    expect(inner.locator("h1")).to_be_visible()
    needed = inner.evaluate("document.body.offsetHeight")
    expect(frame).to_have_css("height", f"{needed}px")


@each_width
@pytest.mark.parametrize("name", [HISTORY, "ree-dependence", "resilience", "two-economies"])
def test_without_its_helper_a_frame_is_high_enough(host, name, width):
    page = host(name, helper=False, width=width)
    inner = page.frames[1]
    expect(inner.locator("h1")).to_be_visible()
    needed, given = inner.evaluate("[document.body.offsetHeight, innerHeight]")
    assert needed <= given


def test_no_other_frame_than_a_charts_is_given_a_height(host):
    page = host(HISTORY)
    # Both are told after this function has seen them, or the heights below would prove nothing.
    page.evaluate("""() => new Promise((done) => {
      let told = 0;
      addEventListener("message", () => { told += 1; if (told === 2) setTimeout(done); });
      const other = document.createElement("iframe");
      other.srcdoc = "<script>parent.postMessage({ chartHeight: 7 }, '*')</" + "script>";
      document.body.append(other);
      window.postMessage({ chartHeight: 9 }, "*");
    })""")
    heights = page.locator("iframe").evaluate_all("frames => frames.map((f) => f.offsetHeight)")
    assert heights[0] > 300
    assert heights[1] > 100


def test_the_code_names_the_site_in_full_where_its_address_is_known(published_at):
    given = html.fromstring(f"<div>{codes(published_at, MONTHS)[0]}</div>")
    assert given.xpath("//iframe/@src") == [f"{SITE}embed/{MONTHS}/"]
    assert given.xpath("//iframe/@title") == ["February has 28 days, in most years"]
    assert given.xpath("//script/@src") == [f"{SITE}assets/embed.js"]


def test_the_code_of_a_frozen_chart_names_its_version(small):
    given = html.fromstring(f"<div>{codes(small, MONTHS)[1]}</div>")
    key = small.fingerprints[MONTHS]
    assert given.xpath("//iframe/@src") == [f"../../embed/{MONTHS}/{key}/"]


def test_an_answer_to_oembed_says_all_that_the_standard_asks_for(published_at):
    answer = json.loads(files(published_at)[f"embed/{MONTHS}/oembed.json"])
    assert answer["html"] == codes(published_at, MONTHS)[0]
    assert answer["thumbnail_url"] == f"{SITE}charts/{MONTHS}/card.png"
    assert (answer["version"], answer["type"], answer["provider_name"]) == (
        "1.0", "rich", "How long is a year?",
    )  # fmt: skip
    assert answer["width"] > 0 and answer["height"] > 0


def test_without_an_address_there_is_no_answer_to_oembed(small_built):
    assert list(small_built.site.rglob("oembed.json")) == []


# What verify finds ------------------------------------------------------------------------------


def test_verify_finds_a_frozen_chart_that_was_changed(published):
    page = published.site / frozen(published, MONTHS) / "index.html"
    page.write_text(page.read_text() + " ")
    (found,) = verify(Content(published), published.site).problems
    assert "is not the page that the list of frozen charts names" in found.message


def test_verify_finds_a_frame_of_another_version(published):
    page = published.site / "embed" / MONTHS / "index.html"
    key = published.fingerprints[MONTHS]
    page.write_text(page.read_text().replace(f'data-key="{key}"', 'data-key="0"'))
    messages = [problem.message for problem in verify(Content(published), published.site).problems]
    assert messages == ["is missing or shows another version; build the site again."]


def test_verify_finds_a_wrong_number_in_a_frame(published):
    page = published.site / "embed" / MONTHS / "index.html"
    page.write_text(re.sub(r"28(\W+days</data>)", r"29\1", page.read_text(), count=1))
    (found,) = verify(Content(published), published.site).problems
    assert 'the page says "29 days"' in found.message
