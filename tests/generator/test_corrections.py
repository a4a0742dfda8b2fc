"""Corrections: readers see what stood there before, on the list and on the corrected page."""

import pytest
from lxml import html

from charts.generator.check.check import check
from charts.generator.pages.content import Content
from charts.generator.pages.corrections import corrections
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.support import typed

ENTRY = """\
  - date: 2024-11-02
    page: questions/length.md
    before: A year has 12 months, or "365 days".
    after: A year has 366 days.
    why: A <leap> year was taken for a common one.
"""
OLDER = ENTRY.replace("2024-11-02", "2023-05-01").replace("A <leap> year", "An older year")
PAGE = "about.md"


def write(project: Project, *entries: str) -> None:
    """Writes the page that lists the corrections."""
    listed = "corrections:\n" + "".join(entries) if entries else "corrections: []\n"
    text = f"---\ntitle: Corrections\ndescription: What was wrong.\n{listed}---\n\n"
    (project.docs / PAGE).write_text(text + "{{ corrections() }}\n")


def built(project: Project, page: str) -> html.HtmlElement:
    return html.parse(project.site / page / "index.html").getroot()


def said(element: html.HtmlElement) -> str:
    return typed(" ".join(element.text_content().split()))


def test_the_list_shows_date_page_before_after_and_why(small):
    write(small, ENTRY)
    list(build_site(small))
    (entry,) = built(small, "about").find_class("correction")
    assert said(entry) == (
        "November 2, 2024: How long is a year?"
        'BeforeA year has 12 months, or "365 days".'
        "AfterA year has 366 days."
        "WhyA <leap> year was taken for a common one."
    )


def test_the_newest_correction_comes_first(small):
    write(small, OLDER, ENTRY)
    dates = [str(entry.date) for entry in corrections(Content(small))]
    assert dates == ["2024-11-02", "2023-05-01"]


def test_the_corrected_page_says_so_and_leads_to_the_list(small):
    write(small, ENTRY, OLDER)
    list(build_site(small))
    (note,) = built(small, "questions/length").find_class("corrected")
    assert said(note) == "Corrected on November 2, 2024, May 1, 2023."
    assert note.xpath(".//a/@href") == [
        "../../about/#2024-11-02-length",
        "../../about/#2023-05-01-length",
    ]


def test_a_page_without_corrections_has_no_such_note(small):
    write(small, ENTRY)
    list(build_site(small))
    assert built(small, "charts/year-lengths").find_class("corrected") == []


def test_a_list_without_corrections_says_so(small):
    write(small)
    list(build_site(small))
    assert "No corrections so far." in said(built(small, "about"))


WRONG = {
    "no list": ("corrections: none\n", '"corrections" should be a list: each correction begins'),
    "no lines": (
        "corrections: [one]\n",
        "correction 1: it should have the lines date, page, before",
    ),
    "no reason": (ENTRY.partition("    why")[0], 'correction 1: it lacks "why".'),
    "a line too many": (ENTRY + "    who: me\n", 'correction 1: there is no line "who"'),
    "no date": (ENTRY.replace("2024-11-02", "yesterday"), '"date" should be a date such as 2026'),
    "no such page": (
        ENTRY.replace("questions/length.md", "questions/lenght.md"),
        'there is no page "questions/lenght.md"; did you mean "questions/length.md"?',
    ),
    "a number for a text": (
        ENTRY.replace("A year has 366 days.", "366"),
        'correction 1: "after" should be a text; put it between quotes.',
    ),
    "two on one day": (ENTRY + ENTRY, "two corrections of one page on one day"),
}


@pytest.mark.parametrize(("entry", "message"), WRONG.values(), ids=WRONG)
def test_a_correction_that_is_not_written_right_is_named(small, entry, message):
    write(small, entry)
    if entry.startswith("corrections"):
        path = small.docs / PAGE
        path.write_text(path.read_text().replace("corrections:\ncorrections", "corrections"))
    found = [str(problem) for problem in check(small).problems]
    assert found
    assert [line for line in found if message not in line] == []
    assert found[0].startswith(f"docs/{PAGE}:")
