"""Pages print quotation marks and apostrophes in the shapes that printers give them."""

from html import unescape

import pytest
from lxml import html

from charts.generator.site import printed_quotes
from charts.generator.site.verify.report import text_of


def printed(inside: str, lang: str = "en") -> str:
    page = html.document_fromstring(f'<html lang="{lang}"><body>{inside}</body></html>')
    printed_quotes.set_in(page)
    (body,) = page.iter("body")
    return html.tostring(body).decode().removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("It's the memo's number.", "It’s the memo’s number."),
        ("the nations' votes", "the nations’ votes"),
        ('a "matter of record"', "a “matter of record”"),
        ('("rose")', "(“rose”)"),
        ('"Nearly," it says.', "“Nearly,” it says."),
        ("a 'step'", "a ‘step’"),
        ("since the '90s", "since the ’90s"),
        ("He said: \"'No' is no answer.\"", "He said: “‘No’ is no answer.”"),
        ('<p>The "<em>first</em>" year</p>', "<p>The “<em>first</em>” year</p>"),
        ("<p>the <b>bank</b>'s</p>", "<p>the <b>bank</b>’s</p>"),
        ('<p>one</p>"two"', "<p>one</p>“two”"),
        ("<p><code>x</code>'s value</p>", "<p><code>x</code>’s value</p>"),
    ],
)
def test_typed_marks_are_set_as_printers_set_them(typed, set_):
    assert unescape(printed(typed)) == set_


@pytest.mark.parametrize(
    "typed",
    [
        '<code>value("a")</code>', "<pre>it's</pre>", "<svg><text>it's</text></svg>",
        '<data value="x">Côte d\'Ivoire</data>', '<a class="number text">Côte d\'Ivoire</a>',
        '<div class="choice"><p>it\'s</p></div>',
        '<table class="rows"><tr><td>it\'s</td></tr></table>', '<a title="it\'s">this</a>',
        "<!-- it's -->",
    ],
)  # fmt: skip
def test_code_numbers_rows_and_attributes_stay_as_they_are(typed):
    assert unescape(printed(typed)) == typed


def test_pages_in_other_languages_stay_as_they_are():
    assert unescape(printed("l'année", "fr")) == "l'année"
    assert unescape(printed("it's", "en-GB")) == "it’s"


def test_a_built_page_has_printed_marks_in_its_text_and_typed_ones_in_its_code(built):
    page = html.document_fromstring((built.site / "about/editing/index.html").read_text())
    words = [text_of(part) for part in page.xpath("//article//p[not(descendant::code)]")]
    assert any("’" in text for text in words)
    assert not any("'" in text or '"' in text for text in words)
    assert any('"' in text_of(code) for code in page.iter("code"))
