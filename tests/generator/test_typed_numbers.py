"""Numbers that somebody typed are found, in digits and in words; what only looks like one passes.

In the tables below, ⟦ and ⟧ stand around what has to be found.
"""

import html
import re
from pathlib import Path

import pytest

from charts.generator.check.typed import words as number_words
from charts.generator.check.typed.typed_numbers import lint, lint_config, lint_sources
from charts.generator.pages.markdown_page import Page

FRONT = "---\ntitle: A page\n---\n\n"
Number = tuple[str, int, int]  # with its line and its column

# In words ---------------------------------------------------------------------------------------

FOUND = """
    Exports fell by ⟦two-thirds⟧.
    ⟦Two thirds⟧ of the oil went east.
    The rouble lost ⟦one-third⟧ of its value.
    Gas is ⟦one third⟧ cheaper.
    India paid ⟦three-quarters⟧ of the price.
    Imports won back ⟦four-fifths⟧ of it.
    That is ⟦nine tenths⟧ of the whole.
    Russia sold ⟦a third⟧ of its gas.
    Prices fell by ⟦a quarter⟧.
    Sales rose ⟦a fifth⟧ in 2023.
    It accounted for ⟦a quarter⟧ in 2024.
    It was less than ⟦a tenth⟧ of that.
    It is ⟦a tenth⟧ as large.
    It is ⟦a hundredth⟧ of the whole.
    ⟦Half⟧ of it was gas.
    Europe bought more than ⟦half⟧.
    The price was cut in ⟦half⟧.
    It costs ⟦two and a half⟧ cents.
    Trade ⟦doubled⟧ in 2023.
    After the talks imports fell for ⟦four years⟧.
    It fell ⟦five years⟧.
    Prices have been ⟦doubling⟧ ever since.
    Imports ⟦tripled⟧ while exports ⟦quadrupled⟧.
    Sales were ⟦halved⟧.
    China bought ⟦twice⟧ as much.
    Demand grew ⟦tenfold⟧.
    There was a ⟦twofold⟧ rise.
    There was ⟦a hundred-fold⟧ rise.
    Canada sells ⟦five times⟧ as much.
    It paid ⟦double⟧ the price.
    That is more than ⟦double⟧.
    That was nearly ⟦triple⟧ the rest.
    Exports are expected to ⟦double⟧ by 2030.
    There was ⟦double-digit⟧ growth.
    It is larger by ⟦two orders of magnitude⟧.
    Russia is the ⟦third-largest⟧ seller.
    Russia is the ⟦second biggest⟧ seller.
    It is the ⟦fifth most⟧ important buyer.
    They are the ⟦two largest⟧ buyers.
    Canada ranks ⟦fifth⟧.
    Brazil was ranked ⟦third⟧ in 2021.
    Turkey is in ⟦third place⟧.
    Germany came ⟦second⟧.
    It is ⟦second only to⟧ China.
    It is among the ⟦top five⟧ buyers.
    India became ⟦number two⟧.
    It fell for the ⟦third year in a row⟧.
    It was the ⟦fifth straight year⟧ of decline.
    ⟦One in five⟧ ships turned back.
    Only ⟦one ship in ten⟧ turned back.
    ⟦Nine out of ten⟧ barrels went east.
    ⟦Three of every four⟧ barrels went east.
    ⟦Two of the three⟧ pipelines are shut.
    ⟦Every third barrel⟧ went east.
    Imports outweigh exports ⟦three to one⟧.
    The parts are ⟦fifty-fifty⟧.
    The deal cost ⟦three billion⟧.
    It cost ⟦two hundred and fifty million roubles⟧.
    It has ⟦a hundred⟧ wells.
    ⟦Thousands⟧ of firms left.
    It cost ⟦hundreds of millions⟧ of roubles.
    ⟦Tens of thousands⟧ left.
    ⟦Dozens⟧ of ships came.
    ⟦A dozen⟧ ships came.
    ⟦Half a million⟧ people left.
    It costs ⟦several billion⟧ more.
    The region has ⟦twelve⟧ harbours.
    Imports fell ⟦twelve months in a row⟧.
    It was over ⟦twelve months later⟧.
    The fleet has ⟦forty-two⟧ ships.
    ⟦Twenty⟧ ships left.
    That is ⟦five percent⟧ of it.
    That is ⟦ten per cent⟧ of it.
    That is ⟦twenty percent⟧ of it.
    The share fell ⟦two percentage points⟧.
    The tariff was ⟦zero percent⟧.
    Oil costs ⟦nine dollars⟧ more.
    It is ⟦four tonnes⟧ short.
    A well gives ⟦seven barrels⟧ a day.
    ⟦Two companies⟧ left.
    ⟦Three Russian banks⟧ stayed.
    ⟦Two U.S. firms⟧ stayed.
    Imports fell ⟦five years in a row⟧.
    Exports followed ⟦two years later⟧.
    Sales had stopped ⟦three months earlier⟧.
    They rose for ⟦six consecutive months⟧.
    That is a drop of much in ⟦three years⟧.
    Over the past ⟦five years⟧ they fell.
    The ban ended ⟦two years ago⟧.
    The price is at a ⟦five-year low⟧.
    Russia was a country ⟦two years old⟧.
    Trade ⟦DOUBLED⟧ again.
    Many are gone. “⟦Fifty⟧ more will go.”
"""

INNOCENT = """
    Two countries stopped trading.
    There are four questions.
    It was one of the buyers.
    No one bought it.
    At one time it mattered.
    They bought from one another.
    In the first half of 2025 it fell.
    In the second half of the year it rose.
    The northern half of the country is cold.
    It lasted half a year.
    The talks in Geneva lasted twelve hours.
    The ministers had not met for four years.
    The session took four and a half hours.
    The lease runs for ninety days.
    The two had last spoken three years before.
    The sum is of twelve months.
    It is open for twenty-four hours.
    Half an hour was enough.
    In the third quarter it rose.
    In one quarter it rose, in another it fell.
    A quarter later it was over.
    The headquarters moved.
    It is published quarterly, once a quarter.
    A third country bought it.
    It was sold to third countries.
    It was sold by a third party.
    One third party sold it to two third-country banks.
    For the third time it rose.
    The Third Reich fell.
    The Second World War ended it.
    On second thoughts it stayed.
    A second later it was over.
    It is second to none.
    A treaty on double taxation ended.
    The change relates to double taxation.
    They double-check the figures.
    They apply a double standard.
    They doubled down on the ban.
    The port doubles as a base.
    A double-hulled ship came.
    They acted on behalf of others.
    The effort was half-hearted.
    The ships left half-empty, and stopped halfway.
    It happened once.
    It happened once or twice.
    Think twice about it.
    There is a single buyer.
    Both sides sold.
    In the first place it was small.
    It went to the Group of Twenty.
    The price was set by the Seven Sisters.
    The books are kept by the Big Four.
    It was the time of the Hundred Years' War.
    On the one hand it fell.
    The balance leaned one way; it is one-sided.
    One day it will end.
    In one month it was over.
    The jet is of the fifth generation; a fifth-generation jet.
    The largest buyer came first.
    It is the first to fall.
    He bought second-hand ships.
    It is a two-way street.
    The six-party talks failed.
    The five-year plan failed.
    The two companies merged, and so did these three firms.
    The twenty-first century began.
    The treaty was signed at the eleventh hour.
    Any of the four partners is larger.
    None of the three is wrong.
    The view shows two hills.
    The two flows did not stop together.
    It fell on the fourth of May.
    The first three months of 2025 were quiet.
    In the last three months of 2024 it rose.
    The tenth round of talks failed.
    Manifold and often: many times it failed.
    The bars start at nought.
    Zero tariffs are a dream.
    They are two sides of one coin.
    The effort was redoubled.
    It asked for someone, anyone, none at all, and a loan.
    Forth and back went the sixths sense of tense tendency.
"""


def marked(text: str) -> tuple[str, list[Number]]:
    """Takes the marks out of a text; returns the numbers between them, as readers see them."""
    parts = re.split("[⟦⟧]", text)
    found = []
    for i in range(1, len(parts), 2):
        before = "".join(parts[:i])
        number = re.sub(r"[*\\>]", "", html.unescape(parts[i]))
        column = len(before) - before.rfind("\n")
        found.append((" ".join(number.split()), before.count("\n") + 1, column))
    return "".join(parts), found


def sentences(table: str) -> list[str]:
    return [line.strip() for line in table.strip().split("\n")]


def plain(text: str) -> str:
    return re.sub("[⟦⟧]", "", text)


def typed(text: str, front: str = FRONT) -> list[Number]:
    """Lints a page; returns each number that it calls typed."""
    page = Page(Path("docs/page.md"), "page.md", front + text)
    found = []
    for problem in sorted(lint(page)):
        match = re.match(r'the number "(.*?)" is typed by hand', problem.message)
        assert match, problem
        found.append((match[1], problem.line - front.count("\n"), problem.column))
    return found


@pytest.mark.parametrize("sentence", sentences(FOUND), ids=plain)
def test_a_number_in_words_is_found_in_its_place(sentence):
    text, expected = marked(sentence)
    assert typed(text) == expected


@pytest.mark.parametrize("sentence", sentences(INNOCENT), ids=plain)
def test_words_that_count_nothing_pass(sentence):
    assert typed(sentence) == []


@pytest.mark.parametrize("gap", [" ", "-", "\u2011", "\u00a0", "\n", "\n  "], ids=ascii)
def test_the_words_of_a_number_are_parted_in_many_ways(gap):
    assert [start for start, _ in number_words.find(f"by two{gap}thirds")] == [3]


def test_a_letter_that_grows_when_it_is_made_small_moves_nothing():
    text = "İİİ bought two-thirds"
    assert [text[a:b] for a, b in number_words.find(text)] == ["two-thirds"]


def test_the_advice_on_a_number_in_words_offers_a_test_a_source_and_an_exception():
    (problem,) = lint(Page(Path("docs/page.md"), "page.md", "Exports fell by two-\nthirds."))
    assert str(problem) == (
        'docs/page.md:1:17: the number "two- thirds" is typed by hand, in words. Bind it to a test '
        'with {{ claim("name", "two- thirds") }}, or name who says so with '
        '{{ quoted("two- thirds", source="…") }}; if it counts nothing in the data (a name, an '
        "idiom), put it under `allowed` in the front matter, with the reason."
    )


# In digits --------------------------------------------------------------------------------------

DIGITS = """
    It has ⟦365⟧ days.
    It is ⟦0.27%⟧ longer, or ⟦3 percent⟧, or ⟦3 per cent⟧.
    It cost ⟦$2.5 billion⟧, ⟦€3⟧, ⟦£1,000⟧.
    It cost USD⟦5⟧ and USD⟦5 million⟧.
    It is ⟦2000%⟧ of it, ⟦2,000⟧ of them.
    It sold ⟦2000⟧ barrels and ⟦1900⟧ tonnes.
    It is ⟦½⟧ of it, or ⟦3½⟧.
    It rose from ⟦3⟧-⟦4⟧ to ⟦5⟧.
    It is the ⟦5th⟧.
    It went from 1995 to ⟦12⟧.
"""

NAMES = """
    The year 2024, the 1990s, 2021–2024, 2021-24, 2021/22.
    On 8 March 2022, on March 8, 2022, on February 29, on the 9th May.
    The G7, the EU-27, an F-35, COVID-19, the A.320.
    In 2000 ships left, in 2022 companies followed.
    See https://example.org/365/12 for more.
    See `365`, and <https://example.org/365>, and <mailto:a@b7.org>.
    A note[^1] and another[^2-5].
"""


@pytest.mark.parametrize("sentence", sentences(DIGITS), ids=plain)
def test_a_number_in_digits_is_found_in_its_place(sentence):
    text, expected = marked(sentence)
    assert typed(text) == expected


@pytest.mark.parametrize("sentence", sentences(NAMES), ids=plain)
def test_digits_that_are_no_number_pass(sentence):
    assert typed(sentence) == []


# Wherever readers read --------------------------------------------------------------------------

PLACES = {
    "heading": "## The ⟦12⟧ months of ⟦half a⟧ sheet",
    "heading, underlined": "The ⟦12⟧ months\n---",
    "list": "- one\n- the ⟦31⟧ days\n    - and ⟦two-thirds⟧",
    "table": "| a | b |\n| --- | --- |\n| ⟦31⟧ | ⟦31⟧ |\n| `5` | ⟦half⟧ |",
    "quotation": "> It has ⟦12⟧\n> and ⟦five\n> years in a row⟧.",
    "emphasis": "It is **exactly ⟦12⟧**, *⟦half⟧*, **⟦two**-thirds⟧.",
    "over two lines": "It fell ⟦five years\nin a row⟧, by ⟦$5\nbillion⟧.",
    "admonition": '!!! note "Of ⟦5⟧ days"\n    The first.',
    "admonition, further down": "!!! note\n    Text.\n\n    See `365` and ⟦half⟧.\n\n    - of ⟦12⟧",
    "text of a link": "See [⟦12⟧ months](https://example.org/12).",
    "title of a link": 'See [it](page.md "of ⟦12⟧") and [it](page.md "of ⟦12⟧, ⟦half⟧").',
    "title of a link by name": "See [it][there].\n\n[there]: page.md",
    "picture": "![of ⟦12⟧ months](12.png 'and ⟦two-thirds⟧')",
    "picture in a link": '[![of ⟦12⟧](12.png "of ⟦13⟧")](page.md "of ⟦14⟧") and ⟦15⟧',
    "attributes of a picture": '![it](it.png){ width=300 .w-50 #p-7 title="⟦5⟧ days" }',
    "attributes of a heading": "## Months { #all-12 .w-50 }",
    "HTML": '<div title="of ⟦5⟧">\n<img alt=\'⟦half⟧\' src="12">\n⟦9⟧ lives\n</div>',
    "comment in HTML": '<!-- of 365 <img alt="7">\nhalf --> of ⟦12⟧',
    "code in HTML": "<pre>365 <b title='7'></b></pre>\n<script>\nlet days = 365;\n</script>",
    "HTML in a line": '<abbr title="⟦5⟧ days">all</abbr> <i aria-label=⟦7⟧ data-days="365">it</i>',
    "line break in HTML": "It is one<br>⟦2⟧ of them.",
    "CO2 in HTML": "CO<sub>2</sub> is a gas.",
    "entity": "It is ⟦&frac12;⟧ or ⟦5&nbsp;billion⟧.",
    "escape": r"It is \*⟦7⟧\* and costs ⟦\$5⟧.",
    "code": "```\n365 days\n```\n\nAnd `twelve` of them, and ``half``.",
    "comment": "{# 365 or twelve #} of ⟦12⟧",
    "raw": "{% raw %}It is {{ ⟦365⟧ }} `365`{% endraw %} of ⟦half⟧.",
    "macro": '{{ value("a", "b", year=365) }} is {{ quoted("365", source="half") }} of ⟦12⟧.',
    "words of a claim": '{{ claim("half_of_5", "fell by half, ⟦5⟧ times") }}',
    "words of a claim by name": "{{ claim(words='half of ⟦5⟧', name='half_of_5') }}",
    "words of a claim over two lines": '{{ claim("half", "fell by half,\n⟦5⟧ times") }} of ⟦6⟧',
}


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_a_number_is_found_wherever_readers_read(text):
    text, expected = marked(text)
    assert typed(text) == expected


FRONT_MATTER = {
    "plain": "title: It has ⟦12⟧ of them",
    "on two lines": "subtitle: It fell ⟦five years\n  in a row⟧",
    "between quotes": "alt: \"⟦Twelve⟧: of them\"\nquestion: 'It''s ⟦half⟧?'",
    "folded": "notes: >-\n  ⟦Twelve⟧ of them,\n  ⟦$3\n  billion⟧",
    "as it stands": "description: |\n  It has\n  ⟦12⟧",
    "short answer": 'short_answer: It has {{ value("a", "b", year=12) }}, not ⟦12⟧.',
    "titles of columns": "columns:\n  a_12: of ⟦12⟧\n  b: 'of ⟦half⟧'\n  c: ⟦365⟧",
    "findings": "findings:\n  a-12: of ⟦12⟧\n  b: >-\n    It is\n    ⟦half⟧",
    "what is not read": "updated: 2024-12-31\nsources: [half_of_12]",
    "what should be a text": "title: 12",
    "words of a claim": 'title: It {{ claim("a", "fell by half, of ⟦5⟧") }}',
}


@pytest.mark.parametrize("text", FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_a_number_in_the_front_matter_is_found_in_its_place(text):
    text, expected = marked(text)
    assert typed(f"{text}\n---\n", "---\n") == expected


# Exceptions, and macros that hide words ---------------------------------------------------------


def problems(text: str) -> list[str]:
    page = Page(Path("docs/page.md"), "page.md", text)
    return [str(problem) for problem in sorted([*page.repeated(), *lint(page)])]


def test_what_is_allowed_passes_in_any_case_and_over_any_line():
    page = (
        "---\nallowed:\n  12 Monkeys: a film\n  one in five: an idiom\n---\n\n"
        "See 12 monkeys, 12\nMonkeys, **12** Monkeys. One\nin five."
    )
    assert problems(page) == []


def test_what_is_allowed_passes_no_further_than_its_words():
    page = "---\nallowed:\n  12 Monkeys: a film\n---\n\nSee 12 Monkeys, 12 apes and 112 Monkeys."
    assert [problem.split(". ")[0] for problem in problems(page)] == [
        'docs/page.md:6:17: the number "12" is typed by hand',
        'docs/page.md:6:29: the number "112" is typed by hand',
    ]


def test_an_exception_that_no_sentence_needs_and_one_without_a_reason_are_problems():
    page = (
        "---\nallowed:\n  F-35: a plane\n  12 Monkeys:\n  1995: ''\n---\n\n12 Monkeys `F-35`, 1995."
    )
    assert problems(page) == [
        'docs/page.md:3:3: allowed: "F-35" is not on this page; delete the line.',
        'docs/page.md:4:3: allowed: "12 Monkeys" has no reason; write after the colon why it is '
        "allowed.",
        'docs/page.md:5:3: allowed: "1995" has no reason; write after the colon why it is allowed.',
    ]


def test_a_key_that_stands_twice_is_a_problem_at_any_depth():
    page = "---\ntitle: a\ntitle: b\ncolumns:\n  x: a\n  y: b\n  x: c\n---\n"
    assert problems(page) == [
        'docs/page.md:3:1: the key "title" appears twice; keep one.',
        'docs/page.md:7:3: the key "x" appears twice; keep one.',
    ]


ALONE = (
    "a macro is alone in its braces and contains no other macro; write "
    '{{ fact("first") }} and {{ fact("second") }}.'
)


@pytest.mark.parametrize(
    "macro",
    [
        'fact("a") ~ " and 5 more"',
        '"5 times " + fact("a")',
        'fact("a") | replace("3", "4")',
        'quoted(fact("a"), source="b")',
        'claim("a", fact("b"))',
    ],
)
def test_a_macro_stands_alone_as_words_beside_it_would_be_read_by_nobody(macro):
    assert problems(f"It is {{{{ {macro} }}}}.") == [f"docs/page.md:1:7: {ALONE}"]


def test_brackets_and_signs_in_the_words_of_a_macro_are_words():
    assert problems("It {{ claim('a', 'fell (a lot) | \\'a\\' + ~') }}.") == []


@pytest.mark.parametrize("call", ['fact("a")', '{ fact("a") }', "{fact('a')}"])
def test_a_macro_without_its_braces_is_a_problem(call):
    column = 7 + call.index("fact")
    assert problems(f"It is {call}, a fact (“really”).") == [
        f'docs/page.md:1:{column}: put a macro between double braces: {{{{ fact("…") }}}}.'
    ]


def test_a_macro_that_is_shown_is_no_problem():
    assert problems('`fact("a")`, {% raw %}{{ fact("a") }}{% endraw %}') == []


# Other files that readers read -------------------------------------------------------------------

NOWHERE = (
    "is typed by hand, and nothing in this file can be bound to the data; rewrite the text "
    "without it."
)


def test_what_readers_see_of_the_configuration_is_linted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text(
        "site_name: The 12 months\nsite_url: https://example.org/12\n"
        "site_description: >-\n  All about\n  two-thirds of 2024.\ncopyright: 2024 by us\n"
        "nav:\n  - Half a year: index.md\n  - Twelve banks:\n      - 'The 13th': 13.md\n"
        "extra:\n  port: !ENV [PORT, 8000]\nextra: {}\n"
    )
    assert [str(problem) for problem in lint_config(Path("mkdocs.yml"))] == [
        f'mkdocs.yml:1:16: the number "12" {NOWHERE}',
        f'mkdocs.yml:5:3: the number "two-thirds" {NOWHERE}',
        f'mkdocs.yml:9:5: the number "Twelve" {NOWHERE}',
        f'mkdocs.yml:10:14: the number "13th" {NOWHERE}',
        'mkdocs.yml:13:1: the key "extra" appears twice; keep one.',
    ]


def test_notes_on_sources_are_linted_and_their_names_are_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("sources.yml").write_text(
        "report-2019:\n  publisher: Channel 4\n  title: Investment is 13 times bigger\n"
        "  date: June 2019\n  url: https://example.org/13\n  note: A copy; 3 pages are missing.\n"
        "report-2019:\n  title: Twice\n"
    )
    assert [str(problem) for problem in lint_sources(Path("sources.yml"))] == [
        f'sources.yml:6:17: the number "3" {NOWHERE}',
        'sources.yml:7:1: the key "report-2019" appears twice; keep one.',
    ]


def test_a_file_that_is_no_yaml_is_a_problem_and_one_that_is_missing_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text("site_name: a: b")
    assert [str(problem) for problem in lint_config(Path("mkdocs.yml"))] == [
        "mkdocs.yml:1:13: this is not valid YAML: mapping values are not allowed here."
    ]
    assert lint_sources(Path("sources.yml")) == []
