"""A chart's own page has all that somebody needs to use the chart elsewhere."""

import json
import re
from itertools import pairwise

import pandas as pd
import pytest
import vl_convert
from lxml import html
from playwright.sync_api import Locator, Page, expect

from charts.generator.export.chart_files import MEDIA_TYPES, ZIP
from charts.generator.pages import chart_metadata, reuse
from charts.generator.pages.blocks import Blocks, Pictures
from charts.generator.pages.content import Content
from charts.generator.project import Project
from tests.conftest import PHONE
from tests.support import article, edit, set_address, typed, until

HISTORY = "charts/trade-history/"
PANELS = ["share", "download", "load", "embed", "cite"]
PARTS = [*PANELS, "basis"]
MONTHS = "month-lengths"


@pytest.fixture(scope="session")
def pages(built: Project) -> dict[str, html.HtmlElement]:
    """The article of each chart's page."""
    return {name: article(built.site / "charts" / name / "index.html") for name in built.drawings}


@pytest.fixture
def published_at(small: Project) -> Content:
    """The tiny explainer, which knows where it will be published."""
    set_address(small.config, "https://example.org/explainer")
    return Content(Project(small.root))


def words(element: html.HtmlElement) -> str:
    """The words of an element as they were typed."""
    return typed(" ".join(element.text_content().split()))


def lines(page: html.HtmlElement, label: str) -> str:
    """The text that stands below a label, to be copied."""
    (found,) = page.xpath(f'.//div[@class="lines"][p="{label}"]//code')
    return str(found.text_content())


def on_page(page: Page, label: str) -> Locator:
    return page.locator(".lines", has=page.get_by_text(label, exact=True))


def opened(lines: Locator) -> Locator:
    """The lines to be copied, with their panel open."""
    panel = lines.locator("xpath=ancestor::section")
    if not panel.is_visible():
        lines.page.keyboard.press("Escape")  # closes another one, which may be in the way
        lines.page.locator(f"[popovertarget={panel.get_attribute('id')}]").first.click()
    return lines


# What there is ----------------------------------------------------------------------------------


def test_every_part_is_on_every_page(pages):
    lacking = {
        name: [part for part in PARTS if len(page.xpath(f'.//section[@id="{part}"]//h2')) != 1]
        for name, page in pages.items()
    }
    assert {name: parts for name, parts in lacking.items() if parts} == {}


def test_the_buttons_below_the_chart_open_the_panels(pages):
    for page in pages.values():
        buttons = page.xpath('.//p[@class="chart-actions"]/button/@popovertarget')
        assert buttons == PANELS


def test_every_file_of_the_chart_can_be_downloaded(pages, built):
    for name, page in pages.items():
        files = set(page.xpath('.//section[@id="download" or @id="load"]//a/@href'))
        assert files == {name + ending for ending in [*MEDIA_TYPES, ZIP, ".json"]}
        for file in files:
            assert (built.site / "charts" / name / file).stat().st_size > 0


def test_the_basis_of_a_chart_names_each_of_its_datasets(pages, built):
    for name, page in pages.items():
        (part,) = page.xpath('.//section[@id="basis"]')
        said = words(part)
        for id in built.drawings[name].datasets:
            dataset = built.datasets[id]
            (title,) = part.xpath(f'.//h3/a[@href="../../data/{id}/"]')
            assert words(title) == typed(dataset.title)
            told = [dataset.descriptor["basis"], *dataset.descriptor["caveats"]]
            assert [text for text in told if typed(" ".join(text.split())) not in said] == []
            terms = part.xpath('.//p[@class="terms"]/a/@href')
            assert dataset.descriptor["licenses"][0]["path"] in terms


def test_a_chart_and_the_questions_that_show_it_name_each_other(pages, built):
    told = {
        (name, path)
        for name, page in pages.items()
        for path in page.xpath('.//div[@class="facts"]//a[contains(@href, "questions/")]/@href')
    }
    shown = {
        (figure.get("data-chart"), f"../../questions/{page.parent.name}/#{figure.get('id')}")
        for page in (built.site / "questions").glob("*/index.html")
        for figure in html.parse(page).xpath("//figure")
    }
    assert len(shown) > 20
    assert told == shown


def test_only_the_pages_of_charts_load_what_they_need(built):
    needed = {"../../assets/share.js"}
    for folder, wanted in (("charts", needed), ("questions", set())):
        parsed = [html.parse(path) for path in (built.site / folder).glob("*/index.html")]
        # A page at a former address only leads on, and loads nothing.
        pages = [page for page in parsed if page.xpath("//article")]
        assert pages
        for page in pages:
            links = page.xpath("//script/@src | //link/@href")
            named = {re.sub(r"\.[0-9a-f]{8}\.", ".", link) for link in links}
            assert needed & named == wanted


# Citations --------------------------------------------------------------------------------------


def test_a_citation_holds_the_title_and_the_date_of_the_page(pages):
    for page in pages.values():
        cited = lines(page, "Text")
        (day,) = re.findall(
            r"This chart was updated on (\w+ \d+, \d{4})\.",
            words(page.xpath('.//section[@id="cite"]')[0]),
        )
        assert typed(cited).startswith(f'"{words(page.find(".//h1"))}." ')
        assert f", updated {day}. Data: " in cited


def test_a_chart_is_as_new_as_the_newest_of_its_data(small):
    edit(small.gallery / "month_lengths.py", "def draw(", "def draw(year_lengths, ")
    package = small.data / "datapackage.json"
    months, _, years = package.read_text().partition('"name": "year_lengths"')
    years = years.replace('"retrieved": "2024-12-31"', '"retrieved": "2025-01-02"')
    package.write_text(f'{months}"name": "year_lengths"{years}')
    assert str(chart_metadata.updated(Content(small), MONTHS)) == "2025-01-02"


def entry(text: str) -> dict[str, str]:
    """Reads a BibTeX entry as BibTeX does: by its braces; an escaped brace is not one of them."""
    found = re.fullmatch(r"@misc\{([\w-]+),\n((?:  \w+ = (?:\{.*\}|\w+),\n)+)\}", text)
    assert found
    fields = dict(line.strip().rstrip(",").split(" = ", 1) for line in found[2].splitlines())
    for value in fields.values():
        depth = 0
        for at, sign in enumerate(re.sub(r"\\.", "..", value)):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth > 0 or at == len(value) - 1 or "{" not in value
        assert depth == 0
    return {"": found[1]} | fields


def test_the_bibtex_of_every_chart_can_be_read(pages):
    keys = set()
    for page in pages.values():
        fields = entry(lines(page, "BibTeX"))
        assert {"title", "year", "month"} <= set(fields)
        assert not re.search(r"(?<!\\)[$&#%_~^]", fields["title"] + fields["note"])
        keys.add(fields[""])
    assert len(keys) == len(pages)


def test_bibtex_says_what_the_page_says(published_at):
    assert reuse.bibtex(published_at, MONTHS) == (
        "@misc{month-lengths-2024,\n"
        "  title = {{February has 28 days, in most years}},\n"
        "  howpublished = {Chart of {How long is a year?}},\n"
        "  key = {How long is a year?},\n"
        "  year = {2024},\n"
        "  month = dec,\n"
        "  note = {Updated December 31, 2024. Data: Python Software Foundation},\n"
        "  url = {https://example.org/explainer/charts/month-lengths/},\n"
        "}"
    )


def test_what_latex_takes_for_its_own_is_escaped(small):
    title = "100% of $5 & #1_a {b} ~ ^ \\"
    page = small.docs / "charts" / f"{MONTHS}.md"
    front = page.read_text().split("\nsubtitle:")[1]
    page.write_text(f"---\ntitle: '{title}'\nsubtitle:{front}")
    fields = entry(reuse.bibtex(Content(small), MONTHS))
    assert fields["title"] == (
        r"{{100\% of \$5 \& \#1\_a \{b\} \textasciitilde{} \textasciicircum{} \textbackslash{}}}"
    )


def test_with_an_address_everything_to_copy_is_absolute(published_at):
    page = "https://example.org/explainer/charts/month-lengths/"
    assert reuse.address(published_at, MONTHS) == page
    assert chart_metadata.citation(published_at, MONTHS).endswith(f" {page}")
    for text in reuse.loading(published_at, MONTHS).values():
        assert f'"{page}month-lengths.csv"' in text


# Code -------------------------------------------------------------------------------------------


def test_the_lines_for_python_load_the_rows(tab, built):
    page = tab(HISTORY)
    found: dict[str, pd.DataFrame] = {}
    exec(on_page(page, "Python, with pandas").locator("code").inner_text(), found)
    expected = pd.read_csv(built.site / HISTORY / "trade-history.csv")
    assert len(expected) > 30
    pd.testing.assert_frame_equal(found["data"], expected)


def test_the_lines_for_javascript_load_the_rows(tab, blank, address, built):
    code = on_page(tab(HISTORY), "JavaScript, with d3-dsv").locator("code").inner_text()
    # The library as it is published, out of the wheel that carries it.
    library = vl_convert.javascript_bundle(
        'export { autoType, csvParse } from "/npm/d3-dsv@3.0.1/+esm";', vl_version="6.4"
    )
    page = blank()
    page.route("**/d3-dsv.js", lambda r: r.fulfill(body=library, content_type="text/javascript"))
    page.route(
        "**/elsewhere",
        lambda route: route.fulfill(
            content_type="text/html",
            body='<script type="importmap">{"imports": {"d3-dsv": "/d3-dsv.js"}}</script>'
            f'<script type="module">{code}\nwindow.data = data;</script>',
        ),
    )
    page.goto(f"{address}elsewhere")
    until(page, "window.data")
    expected = pd.read_csv(built.site / HISTORY / "trade-history.csv")
    found = pd.DataFrame(page.evaluate("data.map((row) => ({ ...row }))"))
    assert found["year"].tolist() == expected["year"].tolist()
    assert found["imports"].tolist() == expected["imports"].tolist()


def test_the_line_for_r_names_the_same_file(pages):
    for name, page in pages.items():
        assert lines(page, "R") == f'data <- read.csv("./{name}.csv")'


def test_the_code_to_embed_names_the_chart_and_its_version(pages, built):
    for name, page in pages.items():
        live, frozen = (
            html.fromstring(f"<div>{lines(page, label)}</div>").xpath("//iframe")[0]
            for label in ("Live: follows every update", "Frozen: stays as it is now")
        )
        assert live.get("src") == f"../../embed/{name}/"
        assert frozen.get("src") == f"../../embed/{name}/{built.fingerprints[name]}/"
        assert live.get("title") == frozen.get("title")
        assert typed(live.get("title")) == words(page.find(".//h1"))


# In the browser ---------------------------------------------------------------------------------

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def test_everything_that_can_be_copied_is_on_the_clipboard_after_copying(tab, address):
    page = tab(HISTORY, **CLIPBOARD)
    found = page.locator(".lines").all()
    assert len(found) == 8
    without_address = []
    for one in found:
        opened(one).get_by_role("button", name="Copy").click()
        expect(page.locator(".reuse [role=status]")).to_have_text("Copied")
        expect(one.locator("button")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == one.locator("code").text_content()
        without_address += [] if address in copied else [one.locator("p").inner_text()]
    # A citation is for paper: the site that nobody has given an address has none there.
    assert without_address == ["Text"]


def test_where_copying_is_not_allowed_the_text_is_selected(blank, address):
    page = blank()
    # As browsers do for a site that is not served safely.
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address + HISTORY)
    one = opened(on_page(page, "BibTeX"))
    one.get_by_role("button", name="Copy").click()
    expect(page.locator(".reuse [role=status]")).to_have_text("Selected")
    assert page.evaluate("getSelection().toString()") == one.locator("code").inner_text()


def test_every_button_says_what_it_copies(tab):
    buttons = tab(HISTORY).locator(".lines button")
    names = buttons.evaluate_all("buttons => buttons.map((button) => button.ariaLabel)")
    assert len(names) == len(set(names)) == 8
    assert "Copy: BibTeX" in names


def test_the_link_to_share_opens_what_is_seen(tab, address):
    page = tab(HISTORY)
    link = on_page(page, "Link").locator("code")
    expect(link).to_have_text(address + HISTORY)
    page.get_by_label("Deals").uncheck()
    expect(link).to_have_text(f"{address}{HISTORY}?trade-history.hide=deals")
    page.goto(str(link.text_content()))
    expect(page.get_by_label("Deals")).not_to_be_checked()
    expect(link).to_have_text(f"{address}{HISTORY}?trade-history.hide=deals")


def test_only_a_browser_that_can_share_offers_it(tab, blank, address):
    expect(tab(HISTORY).get_by_role("button", name="Share…")).to_have_count(0)
    page = blank(PHONE)
    # Chromium on this system has no dialog to share with; a phone has.
    page.add_init_script("navigator.share = async (what) => { window.shared = what }")
    page.goto(address + HISTORY)
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Share…").click()
    assert page.evaluate("shared") == {"title": page.title(), "url": address + HISTORY}


def test_without_javascript_the_code_is_there_and_no_button_is(tab):
    page = tab(HISTORY, java_script_enabled=False)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    for one in page.locator(".lines").all():
        expect(opened(one).locator("code")).to_be_visible()
    expect(on_page(page, "R").locator("code")).to_have_text(
        'data <- read.csv("./trade-history.csv")'
    )


# From chart to chart ----------------------------------------------------------------------------


def test_the_gallery_shows_every_chart_once_below_the_first_question_that_shows_it(built):
    page = article(built.site / "charts" / "index.html")
    shown: dict[str, str] = {}
    apart: list[str] = []
    for heading in page.xpath('.//h2[@class="gallery-question"]'):
        link = heading.find("a")
        if link is None:  # charts of other pages, below the questions
            apart = heading.getnext().xpath("./li/a/@href")
            continue
        question = link.get("href").removeprefix("../questions/").strip("/")
        for href in heading.getnext().xpath("./li/a/@href"):
            assert href not in shown
            shown[href] = question
    ordered = [page.id for page in Content(built).questions]
    first: dict[str, str] = {}
    for question in ordered:
        figures = html.parse(built.site / "questions" / question / "index.html").xpath("//figure")
        for figure in figures:
            first.setdefault(f"../charts/{figure.get('data-chart')}/", question)
    assert len(shown) + len(apart) == len(built.drawings)
    assert shown == first
    assert list(dict.fromkeys(shown.values())) == ordered


def test_a_chart_of_no_question_is_in_the_gallery_too(small):
    edit(small.docs / "questions" / "length.md", '{{ chart("year-lengths") }}', "")
    content = Content(small)
    blocks = Blocks(content, content.pages["index.md"], Pictures(small.draw()[0], ""))
    groups = html.fragment_fromstring(str(blocks.gallery()), create_parent="div")
    assert [words(heading) for heading in groups.iter("h2")] == [
        "How long is a year?",
        "More charts",
    ]


def test_a_reader_goes_from_chart_to_chart_in_the_order_of_the_navigation(built):
    content = Content(built)
    names = list(content.chart_pages)
    footers = {
        name: html.parse(built.site / "charts" / name / "index.html").xpath(
            '//nav[@class="next"]/a'
        )
        for name in names
    }
    for name, after in pairwise(names):
        (link,) = footers[name]
        assert link.get("href") == f"../../charts/{after}/"
        (title,) = link.find_class("next__words")
        assert words(title) == typed(content.label(content.chart_pages[after]))


def test_nothing_of_it_is_in_the_index_of_the_search(built):
    index = json.loads((built.site / "search" / "search_index.json").read_text())
    assert index["docs"]
    docs = [doc for doc in index["docs"] if doc["location"].startswith("charts/")]
    assert len(docs) > 28
    assert [doc["location"] for doc in docs if "read_csv" in doc["text"]] == []


def test_a_page_without_a_place_for_its_sources_has_them_at_its_end(small):
    cited = 'So say {{ source("python-datetime") }} and {{ source("year_lengths") }}.'
    page = (
        "---\ntitle: A page\ndescription: It is.\nsources: [python-datetime, year_lengths]\n---\n"
    )
    (small.docs / "page.md").write_text(f"{page}\n{cited}\n")
    content = Content(small)
    blocks = Blocks(content, content.pages["page.md"], Pictures({}, ""))
    assert re.findall('id="(.*?)"', blocks.ending()) == [
        "source-python-datetime",
        "source-year_lengths",
    ]
    (small.docs / "page.md").write_text(f"{page}\n{cited}\n\n{{{{ references() }}}}\n")
    content = Content(small)
    assert Blocks(content, content.pages["page.md"], Pictures({}, "")).ending() == ""
