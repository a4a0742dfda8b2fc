"""The mistakes that editors make, each with the whole message that they get.

Each mistake is made on a page of its own beside the pages of the tiny explainer, or in one of its
files. ⌖ marks the place that the message has to name.
"""

import importlib
import re
from pathlib import Path

import pytest

from charts.generator.base.problems import unknown
from charts.generator.check.check import check
from charts.generator.check.front_matter import OPTIONAL, REQUIRED
from charts.generator.check.links import broken
from charts.generator.data.datasets import stamp
from charts.generator.numbers.formats import FORMATS
from charts.generator.pages import calls
from charts.generator.pages.markdown_page import Page, read
from charts.generator.project import Project
from tests.support import edit, place

# Pages, with a line for what an editor writes.
PAGE = """\
---
title: A page
description: It has a mistake.
sources: [python-datetime, year_lengths]
---

{}
"""
CITED = 'So say {{ source("python-datetime") }} and {{ source("year_lengths") }}.'
QUESTION = """\
---
question: What is wrong?
short_answer: It is short.
{}
sources: [year_lengths]
updated: 2024-12-31
---

{{{{ answer() }}}}

{{{{ references() }}}}
"""
MONTHS = "docs/charts/month-lengths.md"
YEARS = "docs/charts/year-lengths.md"

YAML = " Put a text with a colon, a quote or braces between quotes, or on its own lines below `>-`."


def digits(number: str) -> str:
    return (
        f'the number "{number}" is typed by hand. Take it from a dataset with {{{{ value(…) }}}} '
        f'or {{{{ fact(…) }}}}, or name who says so with {{{{ quoted("{number}", source="…") }}}}. '
        "A number that counts nothing (a law, a name) goes under `allowed` in the front matter, "
        "with the reason."
    )


def words(number: str) -> str:
    return (
        f'the number "{number}" is typed by hand, in words. Bind it to a test with '
        f'{{{{ claim("name", "{number}") }}}}, or name who says so with '
        f'{{{{ quoted("{number}", source="…") }}}}; if it counts nothing in the data (a name, an '
        "idiom), put it under `allowed` in the front matter, with the reason."
    )


# In the text of a page --------------------------------------------------------------------------

MACROS = calls.INLINE + calls.BLOCKS
STATEMENT = (
    "a page can't use statements between {% and %}; use a macro in {{ … }}, or put "
    "{% raw %} … {% endraw %} around text that only shows braces."
)
CURLY = (
    "this macro is not written correctly: it has curly quotes “ ”, which word processors make; "
    'type "…".'
)
ALONE = (
    "a macro is alone in its braces and contains no other macro; write "
    '{{ fact("first") }} and {{ fact("second") }}.'
)
FACTS = "There are: leap_year_longer, leap_year, last_month."
CLAIMS = "There are: every_fourth_year_is_leap, february_is_shortest."
DATASETS = "There are: month_lengths, year_lengths."
SOURCES = "There are: month_lengths, year_lengths, python-datetime."

TEXTS = {
    # Names
    "unknown macro": (
        'It has ⌖{{ fcat("leap_year") }}.',
        unknown("macro", "fcat", MACROS),
    ),
    "macro with a capital": (
        'It has ⌖{{ Fact("leap_year") }}.',
        unknown("macro", "Fact", MACROS),
    ),
    "unknown fact": (
        'It has ⌖{{ fact("leap_yaer") }}.',
        f'there is no fact "leap_yaer"; did you mean "leap_year"? {FACTS}',
    ),
    "unknown claim": (
        'It is ⌖{{ claim("febuary_is_shortest", "short") }}.',
        f'there is no claim "febuary_is_shortest"; did you mean "february_is_shortest"? {CLAIMS}',
    ),
    "unknown dataset": (
        'It has ⌖{{ value("year_length", "days", year=2024) }}.',
        f'there is no dataset "year_length"; did you mean "year_lengths"? {DATASETS}',
    ),
    "unknown column": (
        'It has ⌖{{ value("year_lengths", "dais", year=2024) }}.',
        'in dataset "year_lengths", there is no column "dais"; did you mean "days"? There are: '
        "year, kind, days.",
    ),
    "unknown condition": (
        'It has ⌖{{ value("year_lengths", "days", yaer=2024) }}.',
        'in dataset "year_lengths", there is no column "yaer"; did you mean "year"? There are: '
        "year, kind, days.",
    ),
    "unknown source": (
        'So says ⌖{{ source("python-datetim") }}.',
        f'there is no source "python-datetim"; did you mean "python-datetime"? {SOURCES}',
    ),
    "unknown chart": (
        '⌖{{ chart("month-length") }}',
        'there is no chart "month-length"; did you mean "month-lengths"? There are: '
        "month-lengths, year-lengths.",
    ),
    # Cells
    "cell that does not exist": (
        'It has ⌖{{ value("year_lengths", "days", year=2050) }}.',
        'no row of "year_lengths" fits year=2050. Year goes from 1995 to 2024.',
    ),
    "several rows that fit": (
        'It has ⌖{{ value("year_lengths", "days", kind="leap") }}.',
        '8 rows of "year_lengths" fit kind="leap"; name one by adding year=….',
    ),
    "no condition": (
        'It has ⌖{{ value("year_lengths", "days") }}.',
        '30 rows of "year_lengths" fit an empty condition; name one by adding year=….',
    ),
    # Claims and quotations
    "claim without words": (
        'It is ⌖{{ claim("february_is_shortest") }}.',
        "this macro is not called correctly: claim() missing 1 required argument: 'words'.",
    ),
    "claim with empty words": (
        'It is ⌖{{ claim("february_is_shortest", " ") }}.',
        'claim "february_is_shortest" needs its words: claim("february_is_shortest", "fell every '
        'year").',
    ),
    "quotation without its source": (
        'It ends with ⌖{{ quoted("9999") }}.',
        "this macro is not called correctly: quoted() missing 1 required argument: 'source'.",
    ),
    "source that is cited but not listed": (
        'So says ⌖{{ source("month_lengths") }}.',
        'source "month_lengths" is cited but not listed; add it to `sources` in the front matter, '
        "so that the link has a target.",
    ),
    "chart twice": (
        '{{ chart("month-lengths") }}\n\n⌖{{ chart("month-lengths") }}',
        'chart "month-lengths" appears twice on this page; delete one.',
    ),
    # How a macro is written
    "braces that are not closed": (
        'It has ⌖{{ fact("leap_year").',
        '"{{" is not closed; a macro ends with "}}".',
    ),
    "one brace too few at the end": (
        'It has ⌖{{ fact("leap_year") }.',
        '"{{" is not closed; a macro ends with "}}".',
    ),
    "single braces": (
        'It has { ⌖fact("leap_year") }.',
        'put a macro between double braces: {{ fact("…") }}.',
    ),
    "no braces": (
        'It has ⌖value("year_lengths", "days", year=2024).',
        'put a macro between double braces: {{ value("…") }}.',
    ),
    "name without quotes": (
        "It has ⌖{{ fact(leap_year) }}.",
        "leap_year is a name; put it between quotes.",
    ),
    "curly quotes": (
        "It has ⌖{{ fact(“leap_year”) }}.",
        CURLY,
    ),
    "single curly quotes": (
        "It has ⌖{{ fact(\u2018leap_year’) }}.",
        CURLY,
    ),
    "one curly quote": (
        'It has ⌖{{ fact("leap_year”) }}.',
        CURLY,
    ),
    "missing bracket": (
        'It has ⌖{{ fact("leap_year" }}.',
        "this macro is not written correctly: a bracket is not closed.",
    ),
    "two equals signs": (
        'It has ⌖{{ value("year_lengths", "days", year==2024) }}.',
        'write year=… with a single "=".',
    ),
    "missing comma": (
        'It has ⌖{{ value("year_lengths", "days" year=2024) }}.',
        "this macro is not written correctly: expected token ',', got 'year'.",
    ),
    "colon in place of an equals sign": (
        'It has ⌖{{ value("year_lengths", "days", year: 2024) }}.',
        "this macro is not written correctly: expected token ',', got ':'.",
    ),
    "no brackets": (
        "It has ⌖{{ fact }}.",
        '"fact" calls no macro; a call looks like {{ fact("name") }}.',
    ),
    "argument of another name": (
        'It has ⌖{{ fact(nam="leap_year") }}.',
        "this macro is not called correctly: fact() got an unexpected keyword argument 'nam'.",
    ),
    "statement": (
        "⌖{% if leap %}",
        STATEMENT,
    ),
    "macro in the quotes of another": (
        'It has ⌖{{ quoted("{{ fact("leap_year") }}", source="python-datetime") }}.',
        '"{{" is not closed; a macro ends with "}}".',
    ),
    "macro in the brackets of another": (
        'It has ⌖{{ quoted(fact("leap_year"), source="python-datetime") }}.',
        ALONE,
    ),
    "words beside a macro": (
        'It has ⌖{{ fact("leap_year") ~ " and no more" }}.',
        ALONE,
    ),
    # Numbers
    "number": ("It has ⌖12 months.", digits("12")),
    "share": ("It is ⌖0.27% longer.", digits("0.27%")),
    "money": ("It costs ⌖$2.5 billion.", digits("$2.5 billion")),
    "fraction": ("It is ⌖two-thirds of it.", words("two-thirds")),
    "multiple": ("The year ⌖doubled.", words("doubled")),
    "rank": ("It is the ⌖third-largest.", words("third-largest")),
    "cardinal": ("It has ⌖twelve banks.", words("twelve")),
    "streak": ("It fell ⌖five years\nin a row.", words("five years in a row")),
    "number in a heading": ("## The ⌖12 months", digits("12")),
    "number in words in a heading": ("## ⌖Twelve banks", words("Twelve")),
    "number in a list": ("- spring\n- ⌖half of May", words("half")),
    "number in a table": ("| May | Days |\n| --- | --- |\n| 2024 | ⌖31 |", digits("31")),
    "number in a quotation": ("> It has ⌖12.", digits("12")),
    "number in an admonition": ("!!! note\n    It is.\n\n    It has ⌖12.", digits("12")),
    "number in a footnote": ("It is.[^1]\n\n[^1]: It has ⌖12.", digits("12")),
    "number in the text of a link": ("See [all ⌖12](index.md).", digits("12")),
    "number in the title of a link": ('See [it](index.md "all ⌖12").', digits("12")),
    "number in an alternative text": ("![All ⌖12](assets/year.svg)", digits("12")),
    "number in an attribute of HTML": ('<abbr title="All ⌖12">it</abbr>', digits("12")),
    "number in the words of a claim": (
        'It is {{ claim("february_is_shortest", "half of ⌖56") }}.',
        digits("56"),
    ),
    # Links
    "link to no page": (
        "See [it](⌖charts/month-length.md).",
        'the link to "charts/month-length.md" leads nowhere: there is no page '
        '"charts/month-length.md"; did you mean "charts/month-lengths.md"? There are: <pages>.',
    ),
    "link to a page by its address": (
        "See [it](⌖questions/length/).",
        'the link to "questions/length/" leads nowhere: link to the file of the page, '
        '"questions/length.md".',
    ),
    "link to a folder": (
        "See [it](⌖data/).",
        'the link to "data/" leads nowhere: link to the file of the page, "data/index.md".',
    ),
    "link to no heading": (
        "See [it](⌖questions/length.md#every-forth-year).",
        'the link to "questions/length.md#every-forth-year" leads nowhere: there is no heading '
        '"every-forth-year"; did you mean "every-fourth-year"? There are: twelve-months, '
        "every-fourth-year.",
    ),
    "link to no heading of the page": (
        "## Days\n\nSee [it](⌖#dais).",
        'the link to "#dais" leads nowhere: there is no heading "dais"; did you mean "days"? '
        "There are: days.",
    ),
    "link to no source of a page": (
        "See [it](⌖questions/length.md#source-datetime).",
        'the link to "questions/length.md#source-datetime" leads nowhere: there is no anchor '
        '"source-datetime"; did you mean "source-python-datetime"? There are: chart-month-lengths, '
        "alt-month-lengths, chart-year-lengths, alt-year-lengths, source-month_lengths, "
        "source-year_lengths, source-python-datetime.",
    ),
    "link to no number of the ledger": (
        "See [it](⌖data/facts.md#fact-leap-years).",
        'the link to "data/facts.md#fact-leap-years" leads nowhere: there is no anchor '
        '"fact-leap-years"; did you mean "fact-leap-year"? There are: fact-leap-year-longer, '
        "fact-leap-year, fact-last-month.",
    ),
    "link to no heading of the ledger": (
        "See [it](⌖data/facts.md#leap).",
        'the link to "data/facts.md#leap" leads nowhere: there is no heading "leap"; there are '
        "none at all.",
    ),
    "picture that is not there": (
        "![It](⌖assets/yaer.svg)",
        'the link to "assets/yaer.svg" leads nowhere: there is no file "assets/yaer.svg"; did '
        'you mean "assets/year.svg"? There are: assets/year.svg.',
    ),
    "link to a file that is not published": (
        "See [it](⌖sources.yml).",
        'the link to "sources.yml" leads nowhere: there is no file "sources.yml". There are: '
        "assets/year.svg.",
    ),
}  # fmt: skip

# In the front matter of a page, and what a page of its kind must have ---------------------------

LACKS = 'the front matter lacks "{}"; every page needs it.'
TEXT = '"{}" should be a text; put it between quotes.'
NO_TITLE = "---\n{}\ndescription: It has a mistake.\n---\n"

PAGES = {
    "no title": ("", "⌖---\ndescription: It is.\n---\n", LACKS.format("title")),
    "no description": ("", "⌖---\ntitle: It is\n---\n", LACKS.format("description")),
    "number for a title": ("", NO_TITLE.format("title: ⌖366"), TEXT.format("title")),
    "yes for a title": ("", NO_TITLE.format("title: ⌖Yes"), TEXT.format("title")),
    "title with a colon": (
        "",
        NO_TITLE.format("title: The year⌖: it is long"),
        f"the front matter is not valid YAML: mapping values are not allowed here.{YAML}",
    ),
    "title with quotes inside": (
        "",
        NO_TITLE.format('title: "The" ⌖year'),
        f"the front matter is not valid YAML: expected <block end>, but found '<scalar>'.{YAML}",
    ),
    "tab": (
        "",
        NO_TITLE.format("title: A page\nsources:\n⌖\t- year_lengths"),
        "the front matter contains a tab; indent it with spaces.",
    ),
    "front matter that is not closed": (
        "",
        "⌖---\ntitle: A page\ndescription: It is.\n\n{{ answer() }}\n",
        "the front matter should be lines of `name: value` between two lines of ---.",
    ),
    "key twice": (
        "",
        NO_TITLE.format("title: A page\n⌖title: Another"),
        'the key "title" appears twice; keep one.',
    ),
    "number in a title": ("", NO_TITLE.format("title: ⌖12 months"), digits("12")),
    "number in words in a title": ("", NO_TITLE.format("title: ⌖Twelve banks"), words("Twelve")),
    "number in a description": (
        "",
        "---\ntitle: A page\ndescription: >-\n  It has\n  ⌖12.\n---\n",
        digits("12"),
    ),
    "unknown key": (
        "",
        NO_TITLE.format("title: A page\nhidden: ⌖[toc]"),
        f"front matter: {unknown('key', 'hidden', REQUIRED['page'] + OPTIONAL['page'])}",
    ),
    "key with a capital": (
        "",
        NO_TITLE.format("title: A page\nSources: ⌖[year_lengths]"),
        f"front matter: {unknown('key', 'Sources', REQUIRED['page'] + OPTIONAL['page'])}",
    ),
    "exception that no sentence needs": (
        "",
        NO_TITLE.format("title: A page\nallowed:\n  ⌖F-35: a plane"),
        'allowed: "F-35" is not on this page; delete the line.',
    ),
    "exception without its reason": (
        "",
        NO_TITLE.format("title: 12 Monkeys\nallowed:\n  ⌖12 Monkeys:"),
        'allowed: "12 Monkeys" has no reason; write after the colon why it is allowed.',
    ),
    "exceptions in a list": (
        "",
        NO_TITLE.format("title: A page\nallowed: ⌖[F-35]"),
        '"allowed" should be lines of `name: text` below it, indented.',
    ),
    "text for a list": (
        "",
        NO_TITLE.format("title: A page\nsources: ⌖year_lengths"),
        '"sources" should be a list: [first, second].',
    ),
    "unknown source": (
        "",
        NO_TITLE.format("title: A page\nsources: [⌖year_length]"),
        f'there is no source "year_length"; did you mean "year_lengths"? {SOURCES}',
    ),
    "no question": (
        "questions/",
        "⌖---\nshort_answer: It is.\nsources: [year_lengths]\nupdated: 2024-12-31\n---\n"
        "{{ answer() }}\n{{ references() }}",
        'the front matter lacks "question"; a question page needs it.',
    ),
    "no short answer": (
        "questions/",
        "⌖---\nquestion: Is it?\nsources: [year_lengths]\nupdated: 2024-12-31\n---\n"
        "{{ answer() }}\n{{ references() }}",
        'the front matter lacks "short_answer"; a question page needs it.',
    ),
    "day in words": (
        "questions/",
        QUESTION.format("").replace("2024-12-31", "⌖New Year's Eve"),
        '"updated" should be a date such as 2026-11-21; found "New Year\'s Eve".',
    ),
    "day of another country": (
        "questions/",
        QUESTION.format("").replace("2024-12-31", "⌖31.12.2024"),
        '"updated" should be a date such as 2026-11-21; found "31.12.2024".',
    ),
    "day that no calendar has": (
        "questions/",
        QUESTION.format("").replace("2024-12-31", "⌖2024-02-30"),
        "this date does not exist: day is out of range for month.",
    ),
    "number in a short answer": (
        "questions/",
        QUESTION.format("").replace("It is short", "It has ⌖12"),
        digits("12"),
    ),
    "question without its answer": (
        "questions/",
        QUESTION.format("").replace("{{ answer() }}", "").replace("---\n\n", "---\n⌖\n"),
        "the page lacks {{ answer() }}.",
    ),
    "question without its references": (
        "questions/",
        QUESTION.format("").replace("{{ references() }}", "").replace("---\n\n", "---\n⌖\n"),
        "the page lacks {{ references() }}.",
    ),
}  # fmt: skip

# In the pages of charts, which need a chart ------------------------------------------------------

EDITS: dict[str, tuple[str, list[tuple[str, str]], str]] = {
    "no alternative text": (
        MONTHS,
        [("---\nlabel", "⌖---\nlabel"), ("\nalt: >-\n", "\nnotes: >-\n")],
        'the front matter lacks "alt" (what the chart shows, for those who can\'t see it); a chart '
        "page needs it.",
    ),
    "number in a subtitle": (
        MONTHS,
        [("in each month of", "in each of ⌖12 months of")],
        digits("12"),
    ),
    "number in words on another line": (
        MONTHS,
        [("Bar chart of the days", "Bar chart of ⌖half the days")],
        words("half"),
    ),
    "page without its chart": (
        MONTHS,
        [('---\n\n{{ chart("month-lengths") }}', "---\n⌖\n")],
        'the page does not show its chart; put {{ chart("month-lengths") }} in it.',
    ),
    "chart without its references": (
        YEARS,
        [("---\n\n{{ chart", "---\n⌖\n{{ chart"), ("{{ references() }}", "")],
        "the page lacks {{ references() }}.",
    ),
    "number in an alternative text": (
        YEARS,
        [("of the days in each year. Every", "of ⌖30 years. Every")],
        digits("30"),
    ),
    "number in the title of a column": (
        YEARS,
        [("More than a common year", "More than ⌖365")],
        digits("365"),
    ),
    "unknown format in a title": (
        YEARS,
        [
            (
                "title: Leap years have {{",
                'title: Of ⌖{{ value("year_lengths", "days", "cuont", year=2024) }} or {{',
            )
        ],
        unknown("format", "cuont", FORMATS),
    ),
}  # fmt: skip


Where = tuple[str, int, int]


@pytest.fixture
def small(small: Project) -> Project:
    """The tiny explainer with a picture to show."""
    (small.docs / "assets").mkdir()
    (small.docs / "assets" / "year.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return small


def write(file: str, marked: str) -> Where:
    """Writes a page without its mark; returns the mark's place."""
    text, where = place(marked)
    Path(file).write_text(text, encoding="utf-8")
    line, column = where.split(":")
    return file, int(line), int(column)


def found(project: Project) -> list[tuple[str, int, int, str]]:
    return [(p.path, p.line, p.column, p.message) for p in check(project).problems]


def listed(message: str, project: Project) -> str:
    """Puts in the names of all pages."""
    return message.replace("<pages>", ", ".join(page.name for page in read(project.docs)))


@pytest.mark.parametrize(("text", "message"), TEXTS.values(), ids=TEXTS)
def test_a_mistake_in_a_text_is_the_one_problem_found(small, text, message):
    where = write("docs/mistake.md", PAGE.format(text))
    assert found(small) == [(*where, listed(message, small))]


@pytest.mark.parametrize(("folder", "page", "message"), PAGES.values(), ids=PAGES)
def test_a_mistake_in_a_page_is_the_one_problem_found(small, folder, page, message):
    where = write(f"docs/{folder}mistake.md", page)
    assert found(small) == [(*where, message)]


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_a_mistake_in_the_page_of_a_chart_is_the_one_problem_found(small, edits):
    file, changes, message = edits
    for old, new in changes:
        edit(Path(file), old, new)
    where = write(file, Path(file).read_text(encoding="utf-8"))
    assert found(small) == [(*where, message)]


def test_all_these_mistakes_at_once_are_found_at_once_and_sorted_by_file(small):
    expected = []
    for i, (text, message) in enumerate(TEXTS.values()):
        expected.append((*write(f"docs/text-{i:02}.md", PAGE.format(text)), message))
    for i, (folder, page, message) in enumerate(PAGES.values()):
        expected.append((*write(f"docs/{folder}page-{i:02}.md", page), message))
    for i, (file, changes, _) in enumerate(EDITS.values()):
        for old, new in changes:
            edit(Path(file), old, new.replace("⌖", chr(0xE000 + i)))
    for i, (file, _, message) in enumerate(EDITS.values()):
        marked = Path(file).read_text(encoding="utf-8").replace(chr(0xE000 + i), "⌖")
        expected.append((*write(file, marked), message))
    names = [(*where, message.split(" There are: ")[0]) for *where, message in found(small)]
    assert names == sorted(
        (*where, message.split(" There are: ")[0]) for *where, message in expected
    )


# Mistakes that are more than one line ------------------------------------------------------------


def test_a_key_without_its_value_is_missing_and_is_no_text(small):
    write("docs/mistake.md", NO_TITLE.format("title:⌖"))
    assert found(small) == [
        ("docs/mistake.md", 1, 1, LACKS.format("title")),
        ("docs/mistake.md", 2, 7, TEXT.format("title")),
    ]


def test_a_claim_that_the_data_refute_is_named_with_the_cells_that_refute_it(small):
    edit(small.data / "month_lengths.csv", "2023-03,31", "2023-03,28")
    edit(small.data / "month_lengths.csv", "2023-02,28", "2023-02,29")
    stamp(small.data, [])
    (problem,) = found(small)
    line = Path("docs/definitions.yml").read_text().split("february_is")[0].count("\n") + 1
    assert problem[3] == (
        'the data refute "no month was shorter than February": claim "february_is_shortest" '
        "(The length of a month stood lower in February 2023 than in any other month in 2023.) is "
        "not true. The cells say: "
        "days 2023-01: 31; days 2023-02: 29; days 2023-03: 28; days 2023-04: 30; …; "
        "days 2023-09: 30; days 2023-10: 31; days 2023-11: 30; days 2023-12: 31. Change the "
        f"sentence, or fix the claim in docs/definitions.yml:{line}."
    )


def test_a_chart_page_for_no_chart_says_so(small):
    where = write(
        "docs/charts/month-length.md",
        "⌖---\ntitle: Days\nsubtitle: Days\nalt: Days\nsources: [month_lengths]\n---\n\n"
        "{{ references() }}\n",
    )
    message = unknown("chart", "month-length", ["month-lengths", "year-lengths"])
    assert found(small) == [(*where, f"this page is for a chart, but {message}")]


def test_an_overview_that_names_no_chart_for_its_card_says_so(small):
    overview = Path("docs/index.md").read_text()
    where = write("docs/index.md", overview.replace("pinned:", "chart: ⌖year-length\npinned:"))
    message = unknown("chart", "year-length", ["month-lengths", "year-lengths"])
    assert found(small) == [(*where, message)]


def test_a_page_without_a_card_has_no_use_for_a_chart_and_says_so(small):
    where = write("docs/about.md", NO_TITLE.format("title: A page\nchart: ⌖year-lengths"))
    message = unknown("key", "chart", REQUIRED["page"] + OPTIONAL["page"])
    assert found(small) == [(*where, f"front matter: {message}")]


def test_a_page_of_another_encoding_says_so(small):
    Path("docs/mistake.md").write_bytes("---\ntitle: Année\n".encode("latin-1"))
    message = "this is not text in UTF-8 (byte 14); save it as UTF-8."
    assert found(small) == [("docs/mistake.md", 0, 0, message)]


# What looks like a mistake and is none -----------------------------------------------------------

INNOCENT = {
    "year between quotes": 'It has {{ value("year_lengths", "days", year="2024") }}.',
    "single quotes": "It has {{ fact('leap_year') }}.",
    "curly quotes in the words of a claim": (
        'It is {{ claim("february_is_shortest", "no month is “shorter”, it\u2019s said") }}.'
    ),
    "no spaces in a macro": 'It has {{value("year_lengths","days",year=2024)}}.',
    "spaces that do not break": 'It has {{\u00a0fact("leap_year")\u00a0}}\u00a0of them.',
    "macro over two lines": 'It has {{ value("year_lengths", "days",\n  year=2024) }}.',
    "macro that is shown": 'Write `{% raw %}{{ fact("leap_year") }}{% endraw %}`.',
    "note for editors": '{# ask again: 365, or twelve? {{ fact("lost") }} #}',
    "links": (
        "## How, *why* & when?\n\n## How, why & when?\n\n## Añejo `x` { #own }\n\n"
        "[a](index.md) [b](questions/length.md#every-fourth-year) [c](#how-why-when) "
        "[d](#how-why-when_1) [e](#own) [f](https://example.org/lost.md#lost) [g](mailto:a@b.c) "
        "[i](data/facts.md#value-days) [q](data/facts.md#fact-leap-year) "
        "[r](questions/length.md#source-python-datetime) [s](charts/year-lengths.md#download) "
        "[t](data/index.md#year_lengths) [u](questions/length.md#chart-year-lengths) "
        "[v](data/facts.md#fact-last-month-days-0a1b2c) [j](#source-python-datetime) [k][k] "
        "![n](assets/year.svg) [o](assets/year.svg?v=2) "
        '<i id="p">p</i> [p](#p)\n\n[k]: <index.md> "Overview"'
    ),
    "link to a heading with a macro": '## Of {{ fact("leap_year") }}\n\n[a](#of-366-days)',
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_what_looks_like_a_mistake_passes(small, text):
    write("docs/innocent.md", PAGE.format(f"{text}⌖\n\n{CITED}"))
    assert found(small) == []


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["byte order mark", "line ends of Windows"],
)
def test_what_windows_puts_into_a_file_moves_no_place(small, encode):
    Path("docs/mistake.md").write_bytes(encode(NO_TITLE.format("title: It has 12")))
    assert found(small) == [("docs/mistake.md", 2, 15, digits("12"))]


def test_anchors_are_those_of_python_markdown():
    headings = [
        "Plain words",
        "Plain words",
        "Plain words 1",
        "U.S.–Russian “trade”, by year: what's left?",
        "*Emphasis*, `code`, [a link](index.md) and a <b>tag</b>",
        "Über Élan – naïve",
        "  Spaces  --  and - hyphens_and_lines ",
        "Own { #its-own .class }",
        "AT&amp;T \\*",
        "Ψ",
    ]
    text = "\n\n".join(f"## {heading}" for heading in headings)
    library = importlib.import_module("markdown")  # has no types
    html = library.markdown(text, extensions=["toc", "attr_list"])
    anchors = re.findall(r'id="(.*?)"', html)
    assert len(anchors) == len(headings)
    links = "".join(f"[x](#{anchor})" for anchor in [*anchors, "lost"])
    page = Page(Path("docs/page.md"), "page.md", f"{text}\n\n{links}")
    (problem,) = broken(page, {page.name: page}, ["index.md"])
    assert problem.message == (
        f'the link to "#lost" leads nowhere: there is no heading "lost". There are: '
        f"{', '.join(anchors)}."
    )
