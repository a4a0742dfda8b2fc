"""The search finds what readers type in their own words, and nothing that they can't use."""

import html
import json
import re

import pytest
from playwright.sync_api import expect

# What a reader would type, and the pages of which one should come first.
TYPED = {
    "how much does the us buy from russia": ["charts/trade-history/", "questions/relations/"],
    "trade with russia 2025": ["charts/trade-history/", "questions/relations/"],
    "american companies investment in russia": ["charts/investment-definitions/"],
    "aluminium": ["charts/aluminum-imports/", "questions/projects/"],
    "does the us still import uranium from russia": [
        "charts/imports-left/",
        "charts/enrichment-services/",
    ],
    "palladium": ["charts/palladium-imports/"],
    "fertilizer": ["charts/imports-left/"],
    "russia's rare earth reserves": ["charts/ree-reserves/", "charts/ree-reserves-revised/"],
    "who has the most rare earths": ["charts/ree-reserves/"],
    "sanctions": ["about/glossary/", "questions/politics/"],
    "oil price": ["charts/trade-oil-price/"],
    "who buys russian oil": ["charts/crude-destinations/"],
    "nord stream gas to europe": ["charts/pipeline-gas/"],
    "lng": ["charts/lng-europe/", "charts/lng-exporters/"],
    "natural gas": ["charts/pipeline-gas/", "questions/global-economy/"],
    "northern sea route": ["charts/arctic-cargo/", "charts/arctic-routes/"],
    "gdp of russia": ["charts/two-economies/"],
    "treasury bonds held by russia": ["charts/treasuries/"],
    "russian central bank dollar reserves": ["charts/reserves-currency/"],
    "money in tax havens": ["charts/offshore-wealth/", "questions/money/"],
    "china trade with russia": ["charts/china-share/"],
    "united nations votes": ["charts/political-distance/"],
    "what is a vintage": ["about/glossary/"],
}


@pytest.fixture
def found(tab, address):
    """Types words into the search of the overview; gives the page of the first result."""
    page = tab()
    page.get_by_role("button", name="Search").click()
    field = page.get_by_role("searchbox")

    def first(words: str) -> str:
        field.fill("")
        page.locator(".search__count", has_text="Type to start").wait_for()
        field.fill(words)
        link = page.locator(".search__found a").first
        expect(link).to_be_visible()
        return str(link.get_attribute("href")).removeprefix(address).partition("#")[0]

    return first


def test_what_readers_type_finds_the_page_that_answers(found):
    assert len(TYPED) >= 20
    firsts = {typed: found(typed) for typed in TYPED}
    assert {typed: page for typed, page in firsts.items() if page not in TYPED[typed]} == {}


def test_no_word_is_broken_at_its_apostrophe(tab):
    page = tab()
    page.keyboard.press("/")
    page.keyboard.type("russia rare earths")
    titles = page.locator(".search__found strong")
    expect(titles.filter(has_text="Russia's").first).to_be_visible()
    texts = titles.all_text_contents()
    assert [text for text in texts if re.search(r"'[;&]|&#|¶", text)] == []


def entries(built):
    index = json.loads((built.site / "search" / "search_index.json").read_text())
    return index["docs"]


def test_the_search_knows_no_code_and_no_empty_section(built):
    shown = entries(built)
    assert [entry for entry in shown if "#" in entry["location"] and not entry["text"]] == []
    assert [entry["location"] for entry in shown if "import pandas" in entry["text"]] == []


def test_every_term_of_the_glossary_is_found_by_its_own_entry(built):
    page = (built.site / "about" / "glossary" / "index.html").read_text()
    anchors = set(re.findall(r'<dt id="([^"]+)"', page))
    assert len(anchors) == page.count("<dt")
    terms = [entry for entry in entries(built) if entry["location"].startswith("about/glossary/#")]
    assert {entry["location"].partition("#")[2] for entry in terms} == anchors
    assert all(html.unescape(entry["text"]) for entry in terms)
