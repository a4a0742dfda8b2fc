"""A page gives formulas names of its own under `define`; other pages can't use them."""

import json
from pathlib import Path

import pytest

from charts.generator.check.check import check
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.support import article, edit, place, run, tree

QUESTION = "docs/questions/length.md"
DEFINE = """\
define:
  series:
    days_in: {of: month_lengths.days, says: the days of a month}
  numbers:
    longest: highest(days_in[2023])
  claims:
    winter_is_short: days_in[2023-02] < longest
"""
USE = "It has {{ fact('longest') }}, {{ claim('winter_is_short', 'more than February') }}.\n\n"


def define(small: Project, text: str = DEFINE, use: str = USE) -> Project:
    """Adds front matter and a paragraph to the question's page."""
    edit(small.root / QUESTION, "sources: [", f"{text}sources: [")
    edit(small.root / QUESTION, "## Every fourth year", f"{use}## Every fourth year")
    return Project(small.root)


def built(small: Project) -> Path:
    """Builds the site with a page that defines names, and returns its folder."""
    list(build_site(define(small)))
    return small.site


def mistakes(project: Project) -> list[str]:
    return [str(found) for found in check(Project(project.root)).problems]


def test_a_page_uses_the_names_that_it_defines(small):
    assert mistakes(define(small)) == []


def test_the_front_matter_of_a_page_uses_them_too(small):
    define(small)
    edit(small.root / QUESTION, '{{ fact("leap_year") }}', "{{ fact('longest') }}")
    edit(small.docs / "index.md", "{{ questions() }}", "{{ fact('leap_year') }} {{ questions() }}")
    assert mistakes(small) == []


def test_the_ledgers_and_downloads_have_them(small):
    site = built(small)
    facts = json.loads((site / "data/facts/facts.json").read_text())
    (fact,) = [fact for fact in facts if fact["reference"] == "fact:longest"]
    assert fact["text"] == "31 days"
    assert fact["is"] == "The highest figure for the days of a month in 2023."
    assert fact["expression"] == "highest(days_in[2023])"
    assert fact["pages"] == ["questions/length/"]
    claims = json.loads((site / "data/claims/claims.json").read_text())
    (claim,) = [claim for claim in claims if claim["name"] == "winter_is_short"]
    assert claim["holds"]
    assert article(site / "data/facts/length/index.html").xpath("//*[@id='fact-longest']")
    assert article(site / "data/claims/length/index.html").xpath("//*[@id='claim-winter_is_short']")


def test_its_receipts_have_them(small):
    site = built(small)
    page = (site / "questions/length/receipts.json").read_text()
    assert "The highest figure for the days of a month in 2023." in page


@pytest.mark.parametrize(
    ("use", "name"),
    [
        ("{{ fact('⌖longest') }}", "longest"),
        ("{{ fact('1 + ⌖longest') }}", "longest"),
        ("{{ fact('highest(⌖days_in[2023])') }}", "days_in"),
        ("{{ claim('⌖winter_is_short', 'less') }}", "winter_is_short"),
        ("{{ claim(words='less', name='⌖winter_is_short') }}", "winter_is_short"),
    ],
)
def test_another_page_that_uses_one_is_told_where_it_is_defined(small, use, name):
    define(small)
    text = (small.docs / "index.md").read_text()
    text, at = place(text.replace("{{ questions() }}", f"{use} {{{{ questions() }}}}"))
    (small.docs / "index.md").write_text(text)
    line = (small.root / QUESTION).read_text().partition(f"    {name}:")[0].count("\n") + 1
    assert mistakes(small) == [
        f'docs/index.md:{at}: "{name}" is defined in {QUESTION}:{line}, for that page only; to '
        "use it elsewhere, move it to docs/definitions.yml."
    ]


def test_a_definition_for_all_pages_that_uses_one_is_told_so(small):
    define(small)
    edit(small.definitions, "series:\n", "series:\n  half: {of: longest / 2}\n")
    (found,) = mistakes(small)
    assert found.startswith('docs/definitions.yml:2:3: "longest" is defined in docs/questions/leng')


def test_a_page_uses_the_definitions_of_all_pages(small):
    define(
        small,
        "define: {numbers: {all_days: 'sum(month_days[2023])'}}\n",
        "{{ fact('all_days') }}\n\n",
    )
    assert mistakes(small) == []


# What is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("define:\n  ⌖number:\n    a: days\n",
         'there is no kind of definition "number"; did you mean "numbers"? '
         "There are: series, numbers, claims, words."),
        ("define:\n  ⌖findings:\n    a: days\n",
         'there is no kind of definition "findings". There are: series'),
        ("define: ⌖longest\n", "expected lines of `kind:`, which is one of series, numbers, "),
        ("define:\n  numbers:\n    a: highest(⌖2021 to 2024)\n", "write the years from one"),
        ("define:\n  numbers:\n    a: 'highest(''x'', ⌖2021 to 2024)'\n", "write the years from"),
        ("define:\n  numbers:\n    a: >-\n      highest(\n      ⌖2021 to 2024)\n",
         "write the years"),
        ("define:\n  numbers:\n    a: highest(\n      ⌖2021 to 2024)\n", "write the years"),
        ("define:\n  numbers:\n    ⌖last_month: last(month_days)\n",
         '"last_month" means something else in docs/definitions.yml:11; use another name.'),
        ("define:\n  numbers:\n    ⌖month_days: last(month_lengths.days)\n",
         '"month_days" means something else in docs/definitions.yml:2; use another name.'),
        ("define:\n  numbers:\n    ⌖month_lengths: last(month_lengths.days)\n",
         '"month_lengths" means something else in data/month_lengths.csv; use another name.'),
        ("define:\n  numbers:\n    ⌖longest: highest(month_days)\n",
         'this page does not use fact "longest"; use it, or delete it.'),
        ("define:\n  words:\n    leap: ⌖[a, b]\n", 'expected what readers call "leap".'),
        ("define:\n  words: ⌖leap\n", "expected lines of `value: words` under `words`."),
    ],
)  # fmt: skip
def test_a_wrong_definition_is_named_with_its_place_in_the_page(small, marked, message):
    text = (small.root / QUESTION).read_text().replace("sources: [", f"{marked}sources: [", 1)
    text, at = place(text)
    (small.root / QUESTION).write_text(text)
    (found,) = mistakes(small)
    assert found.startswith(f"{QUESTION}:{at}: ")
    assert message in found


def test_two_pages_that_define_one_name_are_both_named(small):
    define(small)
    edit(
        small.docs / "index.md",
        "pinned:",
        "define: {numbers: {longest: last(month_days)}}\npinned:",
    )
    (found,) = mistakes(small)
    assert found == (
        f'{QUESTION}:10:5: "longest" means something else in docs/index.md:4; use another name.'
    )


def test_two_pages_call_a_value_by_the_same_words(small):
    define(small, "define:\n  words: {leap: long}\n", "")
    edit(small.docs / "index.md", "pinned:", "define: {words: {leap: leaping}}\npinned:")
    assert mistakes(small) == [
        f'{QUESTION}:7:11: readers call "leap" "leaping" in docs/index.md:4; a value has the same '
        "words on the whole site."
    ]
    edit(small.docs / "index.md", "leap: leaping", "leap: long")
    assert mistakes(small) == []


def test_a_page_that_can_not_be_read_defines_nothing(small):
    define(small, 'define:\n  numbers: {a: "b}\n', "")
    (found,) = mistakes(small)
    assert "the front matter is not valid YAML" in found


# What knows them --------------------------------------------------------------------------------


def test_a_terminal_explains_and_lists_them(small):
    define(small)
    explained = run("--root", small.root, "explain", "longest").stdout
    assert f"{QUESTION}:10" in explained
    assert f"{QUESTION}:26: 31 days" in explained
    assert "(only on docs/questions/length.md)" in run("--root", small.root, "list", "facts").stdout
    assert (
        "(only on docs/questions/length.md)" in run("--root", small.root, "list", "series").stdout
    )
    assert (
        "(only on docs/questions/length.md)" in run("--root", small.root, "list", "claims").stdout
    )


def test_a_new_fact_can_not_take_the_name_of_one(small):
    define(small)
    before = tree(small.root)
    answer = run("--root", small.root, "new", "fact", "longest", "--formula", "month_days[2023-02]")
    assert 'already a fact "longest", in ' in answer.stderr
    assert f"{QUESTION}:10." in answer.stderr
    assert tree(small.root) == before


def test_a_number_that_only_another_formula_uses_is_used(small):
    both = "define:\n  numbers:\n    a: highest(month_days)\n    b: a * 2\n"
    assert mistakes(define(small, both, "{{ fact('b') }}\n\n")) == []


def test_words_for_a_value_stand_in_the_sentences_of_every_page(small):
    project = define(
        small,
        "define:\n  words: {leap: a leap year}\n  series:\n"
        "    days_of: {of: year_lengths.days, says: 'days of {kind}'}\n  numbers:\n"
        "    long: 'days_of[kind=leap, 2024]'\n",
        "{{ fact('long') }}\n\n",
    )
    assert mistakes(project) == []
    assert Content(project).ledger.fact("long").says == "Days of a leap year in 2024."
