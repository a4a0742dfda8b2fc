"""A term is explained where a question's page uses it first, and nowhere else."""

import json

import pytest
from lxml import html
from playwright.sync_api import expect

from charts.generator.pages import glossary
from charts.generator.pages.content import Content
from charts.generator.pages.glossary import Term
from charts.generator.site.glossary_links import link
from tests.conftest import PHONE

CARD = ".receipt-card"
TERMS = [
    Term("Barrel", "A measure.", "term-barrel"),
    Term("LNG", "Liquid gas.", "term-lng"),
    Term("Reserves, resources", "In a mine.", "term-reserves"),
    Term("Reserves of a central bank", "Money.", "term-reserves-of-a-central-bank"),
]


def linked(words: str) -> list[tuple[str, str]]:
    """Links the terms in a page; gives the words and places of the links."""
    page = html.document_fromstring(f"<article>{words}</article>")
    before = page.text_content()
    link(page, TERMS, "../g/")
    assert page.text_content() == before
    return [(str(a.text), a.get("href")) for a in page.xpath("//a[@class='term']")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("<p>A barrel, two barrels.</p><p>Barrel</p>", ["barrel"]),
        ("<p>In <b>all</b> barrels of <i>it</i> LNG is none.</p>", ["barrels", "LNG"]),
        ("<ul><li>Barrels</li></ul>", ["Barrels"]),
        ("<p>Resources and reserves</p>", ["Resources"]),
        ("<p>reserves of a central bank</p>", ["reserves of a central bank"]),
        ("<h2>Barrels</h2><p><a href='x'>barrels</a></p>", []),
        ("<figure><p>Barrels</p></figure><details><p>Barrels</p></details>", []),
        ("<p>barreled, lng, a 3-barrel gun</p>", []),
        ("<div class='answer'><p>Barrels</p></div>", []),
    ],
)
def test_the_first_use_in_running_text_is_linked(words, found):
    assert [text for text, _ in linked(words)] == found


def test_a_link_leads_to_the_line_of_the_term():
    assert linked("<p>a barrel</p>") == [("barrel", "../g/#term-barrel")]


def test_question_pages_explain_their_terms_once(built):
    content = Content(built)
    page = glossary.page_of(content)
    assert page
    listed = {term.anchor for term in glossary.terms(content)}
    total = 0
    for question in content.questions:
        tree = html.parse(built.site / question.url / "index.html")
        links = tree.xpath("//a[@class='term']/@href")
        assert len(links) == len(set(links))
        assert {href.partition("#")[2] for href in links} <= listed
        assert all(href.startswith(f"{question.root}{page.url}#") for href in links)
        assert not tree.xpath("//*[self::h1 or self::h2 or self::h3]//a[@class='term']")
        total += len(links)
    assert total >= 10
    shown = json.loads((built.site / page.url / "terms.json").read_text())
    assert shown.keys() == listed


def test_pointing_at_a_term_says_what_it_means(tab):
    page = tab("questions/politics/")
    term = page.locator("a.term", has_text="barrel")
    term.hover()
    expect(page.locator(CARD)).to_contain_text("about 159 liters")
    page.locator(CARD).get_by_role("link", name="In the glossary").click()
    expect(page.locator(":target")).to_have_text("Barrel")


def test_a_finger_opens_the_meaning_first_and_the_glossary_second(tab):
    page = tab("questions/politics/", width=PHONE, has_touch=True)
    term = page.locator("a.term").first
    term.tap()
    expect(page.locator(CARD)).to_be_visible()
    term.tap()
    page.wait_for_url("**/about/glossary/#term-*")


def test_an_explainer_without_a_glossary_links_no_terms(small_built):
    page = html.parse(small_built.site / "questions" / "length" / "index.html")
    assert page.xpath("//a[@class='term']") == []
