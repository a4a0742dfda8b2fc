"""An editor's mistake is found before anything is built, and named with its place.

The mistakes are made in a tiny explainer about the calendar, tests/second_explainer. In the tables
below, ⌖ marks the place that the message has to name.
"""

import shutil
from pathlib import Path

import pytest

from charts.generator.base.problems import Problem
from charts.generator.check.check import check
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.support import ROOT, edit, place, run, tree

QUESTION = "docs/questions/length.md"
CHART = "docs/charts/month-lengths.md"
INDEX = "docs/index.md"
CONFIG = "mkdocs.yml"
MODULE = "charts/gallery/month_lengths.py"
ALT = """\
alt: >-
  Bar chart of the days in each month. February has
  {{ value("month_lengths", "days", month="2023-02") }} in 2023 and
  {{ value("month_lengths", "days", month="2024-02") }} in 2024.
"""


def problems(project: Project) -> list[str]:
    return [str(problem) for problem in check(project).problems]


def make(file: str, old: str, marked: str) -> str:
    """Makes a mistake, and returns its place as `file:line:column`."""
    edit(Path(file), old, marked)
    text, where = place(Path(file).read_text())
    Path(file).write_text(text)
    return f"{file}:{where}"


def test_the_tiny_explainer_has_no_problem(small):
    assert problems(small) == []


# In the text of a page --------------------------------------------------------------------------

MISTAKES = {
    "unknown macro": (
        'A year has ⌖{{ fcat("leap_year") }}.',
        'there is no macro "fcat"; did you mean "fact"?',
    ),
    "macro that is not called": (
        "A year has ⌖{{ answer }}.",
        '"answer" calls no macro; a call looks like {{ fact("name") }}.',
    ),
    "number in place of a macro": (
        "A year has ⌖{{ 365 }} days.",
        '"365" calls no macro',
    ),
    "name without quotes": (
        "A year has ⌖{{ fact(leap_year) }}.",
        "leap_year is a name; put it between quotes.",
    ),
    "braces that are not closed": (
        'A year has ⌖{{ fact("leap_year").',
        '"{{" is not closed; a macro ends with "}}".',
    ),
    "quotes that are not closed": (
        'A year has ⌖{{ fact("leap_year) }}.',
        "this macro is not written correctly",
    ),
    "missing argument": (
        "A year has ⌖{{ fact() }}.",
        "this macro is not called correctly: fact() missing 1 required argument: 'name'.",
    ),
    "one argument too many": (
        'A year has ⌖{{ fact("leap_year", "amount", "days") }}.',
        "this macro is not called correctly: fact() takes from 1 to 2 arguments but 3 were given.",
    ),
    "argument of another name": (
        'A year has ⌖{{ fact(nam="leap_year") }}.',
        "this macro is not called correctly: fact() got an unexpected keyword argument 'nam'.",
    ),
    "statement": (
        "⌖{% if leap %}",
        "a page can't use statements between {% and %}; use a macro in {{ … }}",
    ),
    "arithmetic": (
        "A year has ⌖{{ 1 / 0 }}.",
        '"1 / 0" calls no macro; a call looks like {{ fact("name") }}.',
    ),
    "unknown chart": (
        '⌖{{ chart("month-length") }}',
        'there is no chart "month-length"; did you mean "month-lengths"?',
    ),
    "chart that stands there twice": (
        '⌖{{ chart("month-lengths") }}',
        'chart "month-lengths" appears twice on this page; delete one.',
    ),
    "unknown dataset": (
        '⌖{{ value("year_length", "days", year=2024) }} it has.',
        'there is no dataset "year_length"; did you mean "year_lengths"?',
    ),
    "unknown column": (
        '⌖{{ value("year_lengths", "dais", year=2024) }} it has.',
        'in dataset "year_lengths", there is no column "dais"; did you mean "days"?',
    ),
    "unknown row": (
        '⌖{{ value("year_lengths", "days", year=2050) }} it has.',
        'no row of "year_lengths" fits year=2050. Year goes from 1995 to 2024.',
    ),
    "more rows than one": (
        '⌖{{ value("year_lengths", "days", kind="leap") }} it has.',
        '8 rows of "year_lengths" fit kind="leap"; name one by adding year=….',
    ),
    "unknown format": (
        '⌖{{ value("year_lengths", "days", "cuont", year=2024) }} it has.',
        'there is no format "cuont"; did you mean "count"?',
    ),
    "unknown fact": (
        'A year has\n⌖{{ fact("leap_yaer") }}.',
        'there is no fact "leap_yaer"; did you mean "leap_year"?',
    ),
    "unknown claim": (
        'It is ⌖{{ claim("febuary_is_shortest", "so") }}.',
        'there is no claim "febuary_is_shortest"; did you mean "february_is_shortest"?',
    ),
    "claim without words": (
        'It is ⌖{{ claim("february_is_shortest") }}.',
        "this macro is not called correctly: claim() missing 1 required argument: 'words'.",
    ),
    "claim with empty words": (
        'It is ⌖{{ claim("february_is_shortest", " ") }}.',
        'claim "february_is_shortest" needs its words',
    ),
    "unknown source": (
        'So says ⌖{{ source("python-datetim") }}.',
        'there is no source "python-datetim"; did you mean "python-datetime"?',
    ),
    "quotation without its source": (
        'It has ⌖{{ quoted("12 months") }}.',
        "this macro is not called correctly: quoted() missing 1 required argument: 'source'.",
    ),
    "number in a paragraph": (
        "A year has ⌖365 days.",
        'the number "365" is typed by hand. Take it from a dataset with {{ value(…) }} or '
        "{{ fact(…) }}, or name who says so with {{ quoted(\"365\", source=\"…\") }}.",
    ),
    "number on the second line of a paragraph": (
        "A year has many days,\nnamely ⌖365.",
        'the number "365" is typed by hand.',
    ),
    "number with its unit": (
        "It costs ⌖$2.5 billion.",
        'the number "$2.5 billion" is typed by hand.',
    ),
    "share": (
        "It is about ⌖0.27% longer.",
        'the number "0.27%" is typed by hand.',
    ),
    "share that looks like a year": (
        "It is ⌖2000% longer.",
        'the number "2000%" is typed by hand.',
    ),
    "amount behind the name of a currency": (
        "It costs USD⌖5 million.",
        'the number "5 million" is typed by hand.',
    ),
    "number in a heading": (
        "## The ⌖12 months",
        'the number "12" is typed by hand.',
    ),
    "number in a list": (
        "- spring\n- the ⌖31 days of May",
        'the number "31" is typed by hand.',
    ),
    "number in a table": (
        "| Month | Days |\n| --- | --- |\n| May | ⌖31 |",
        'the number "31" is typed by hand.',
    ),
    "number in emphasis": (
        "It has **exactly ⌖12** months.",
        'the number "12" is typed by hand.',
    ),
    "number in the text of a link": (
        "It has [⌖12 months](../index.md).",
        'the number "12" is typed by hand.',
    ),
    "number in a quotation": (
        "> It has ⌖12 months.",
        'the number "12" is typed by hand.',
    ),
    "number in HTML": (
        '<div class="note">\nIt has ⌖12 months.\n</div>',
        'the number "12" is typed by hand.',
    ),
    "number in an admonition": (
        "!!! note\n    It has ⌖12 months.",
        'the number "12" is typed by hand.',
    ),
    "number in the second paragraph of an admonition": (
        "!!! note\n    A year has months.\n\n    It has ⌖12 of them.",
        'the number "12" is typed by hand.',
    ),
    "number in the alternative text of a picture": (
        "![All ⌖12 months](../assets/year.svg)",
        'the number "12" is typed by hand.',
    ),
    "number in the words of a claim": (
        'It is {{ claim("february_is_shortest", "⌖28 days long") }}.',
        'the number "28" is typed by hand.',
    ),
    "number behind a macro": (
        'It has {{ fact("leap_year") }} or ⌖365 days.',
        'the number "365" is typed by hand.',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_the_text_is_the_one_problem_found(small, text, message):
    (small.docs / "assets").mkdir()
    (small.docs / "assets" / "year.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    where = make(QUESTION, "{{ references() }}", f"{text}\n\n{{{{ references() }}}}")
    (problem,) = problems(small)
    assert problem.startswith(f"{where}: {message}")


INNOCENT = [
    "The year 2024 was a leap year, as was 2020.",
    "From 2021–2024 there was one leap year, in 2021-24 too.",
    "The 1990s had two.",
    "It began on 8 March 2022, and on March 8, 2022.",
    "It meets on February 18 and on 29 February.",
    "The G7 met the EU-27 in an F-35 during COVID-19.",
    "Write `365` for the days.",
    "See [the calendar](https://example.org/365/12) and <https://example.org/365>.",
    '<span data-days="365">All of it</span> counts.',
    '<div data-days="365">\nAll of it counts.\n</div>',
    "1. First\n2. Second",
    "```\n365 days\n```",
    "[year]: https://example.org/365",
    "{# not for readers: 365 #}",
    "## Months { #all-12 }",
    "{% raw %}A macro starts with {{ and ends with }}.{% endraw %}",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_text_passes(small, text):
    edit(Path(QUESTION), "{{ references() }}", f"{text}\n\n{{{{ references() }}}}")
    assert problems(small) == []


def test_a_phrase_that_the_front_matter_allows_passes_there_and_no_further(small):
    edit(Path(QUESTION), "updated:", "allowed:\n  12 Monkeys: the name of a film\nupdated:")
    where = make(
        QUESTION, "{{ references() }}", "In 12 Monkeys there are ⌖12 of them.\n\n{{ references() }}"
    )
    (problem,) = problems(small)
    assert problem.startswith(f'{where}: the number "12" is typed by hand.')


def test_a_claim_that_the_data_refute_is_named_with_the_cells_that_refute_it(small):
    edit(small.data / "month_lengths.csv", "2023-03,31", "2023-03,28")
    edit(small.data / "month_lengths.csv", "2023-02,28", "2023-02,29")
    stamp(small.data, [])
    where = make(QUESTION, '{{ claim("feb', '⌖{{ claim("feb')
    (problem,) = problems(small)
    assert problem.startswith(
        f'{where}: the data refute "no month was shorter than February": claim '
        '"february_is_shortest" (The length of a month stood lower in February 2023 than in any '
        "other month in 2023.) is not true. The cells say: "
        "days 2023-01: 31; days 2023-02: 29; days 2023-03: 28;"
    )
    assert "Change the sentence, or fix the claim in docs/definitions.yml:" in problem


# In the front matter ----------------------------------------------------------------------------

FRONT_MATTER = {
    "no YAML": (
        QUESTION, "question: How long is", "question: How long⌖: is",
        "the front matter is not valid YAML: mapping values are not allowed here.",
    ),
    "no lines of name and value": (
        "docs/data/facts.md",
        "---\ntitle: The ledger of numbers\nd",
        "⌖---\n- The ledger of numbers\n- d",
        "the front matter should be lines of `name: value` between two lines of ---.",
    ),
    "unknown key": (
        QUESTION, "updated: 2024-12-31", "updated: 2024-12-31\nchrat: ⌖month-lengths",
        'front matter: there is no key "chrat"; did you mean "chart"?',
    ),
    "missing key": (
        INDEX, "---\ntitle: How long is a year?\n", "⌖---\n",
        'the front matter lacks "title"; every page needs it.',
    ),
    "number where text belongs": (
        INDEX, "title: How long is a year?", "title: ⌖366",
        '"title" should be a text; put it between quotes.',
    ),
    "date in words": (
        QUESTION, "updated: 2024-12-31", "updated: ⌖New Year's Eve",
        '"updated" should be a date such as 2026-11-21; found "New Year\'s Eve".',
    ),
    "text where a list belongs": (
        CHART, "sources: [month_lengths]", "sources: ⌖month_lengths",
        '"sources" should be a list: [first, second].',
    ),
    "number where a list belongs": (
        CHART, "sources: [month_lengths]", "sources: ⌖2024",
        '"sources" should be a list: [first, second].',
    ),
    "list where lines of name and text belong": (
        CHART, "sources:", "allowed: ⌖[12 months]\nsources:",
        '"allowed" should be lines of `name: text` below it, indented.',
    ),
    "unknown source": (
        QUESTION, "sources: [month_lengths, ", "sources: [⌖month_length, month_lengths, ",
        'there is no source "month_length"; did you mean "month_lengths"?',
    ),
    "unknown fact": (
        QUESTION, '{{ fact("leap_year") }}', '⌖{{ fact("leap_yaer") }}',
        'there is no fact "leap_yaer"; did you mean "leap_year"?',
    ),
    "number in a short answer": (
        QUESTION, "Most years have", "Of ⌖12 years most have",
        'the number "12" is typed by hand.',
    ),
    "number in a title": (
        INDEX, "title: How long is a year?", "title: How long are ⌖12 months?",
        'the number "12" is typed by hand.',
    ),
    "number in a subtitle": (
        CHART, "subtitle: Days", "subtitle: ⌖31 days",
        'the number "31" is typed by hand.',
    ),
    "number in an alternative text": (
        CHART, "in each month. February", "in ⌖12 months. February",
        'the number "12" is typed by hand.',
    ),
    "number in a description": (
        INDEX, "The rest is", "The ⌖1 day more is",
        'the number "1" is typed by hand.',
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "message"), FRONT_MATTER.values(), ids=FRONT_MATTER
)  # fmt: skip
def test_a_mistake_in_the_front_matter_is_the_one_problem_found(small, file, old, new, message):
    where = make(file, old, new)
    (problem,) = problems(small)
    assert problem.startswith(f"{where}: {message}")


def test_a_chart_has_an_alternative_text(small):
    edit(Path(CHART), ALT, "")
    assert problems(small) == [
        f'{CHART}:1:1: the front matter lacks "alt" (what the chart shows, for those who can\'t '
        "see it); a chart page needs it."
    ]


def test_a_page_that_is_not_utf_8_is_a_problem(small):
    Path(INDEX).write_bytes(b"Ann\xe9e")
    assert problems(small) == [f"{INDEX}: this is not text in UTF-8 (byte 3); save it as UTF-8."]


def test_a_page_may_have_the_line_ends_and_the_byte_order_mark_of_windows(small):
    text = Path(INDEX).read_bytes().replace(b"\n", b"\r\n")
    Path(INDEX).write_bytes(b"\xef\xbb\xbf" + text)
    assert problems(small) == []


# Between pages, charts, facts and sources -------------------------------------------------------


def test_a_question_shows_its_short_answer(small):
    where = make(QUESTION, "---\n\n{{ answer() }}", "---\n⌖\n{# answer() #}")
    assert problems(small) == [f"{where}: the page lacks {{{{ answer() }}}}."]


def test_a_page_with_sources_lists_them(small):
    where = make(CHART, "---\n\n{{ chart", "---\n⌖\n{{ chart")
    edit(Path(CHART), "{{ references() }}", "")
    assert problems(small) == [f"{where}: the page lacks {{{{ references() }}}}."]


def test_a_source_that_is_cited_is_listed(small):
    edit(Path(QUESTION), ", python-datetime]", "]")
    source = make(QUESTION, '{{ source("python', '⌖{{ source("python')
    quoted = make(QUESTION, '{{ quoted("9999"', '⌖{{ quoted("9999"')
    message = 'source "python-datetime" is cited but not listed; add it to `sources`'
    assert [problem[: problem.index(" in the")] for problem in problems(small)] == [
        f"{source}: {message}",
        f"{quoted}: {message}",
    ]


def test_a_chart_has_a_page(small):
    edit(Path(QUESTION), '{{ chart("month-lengths") }}', "")
    Path(CHART).unlink()
    assert problems(small) == [
        f"{MODULE}:9:1: this chart has no page; write its words in docs/charts/month-lengths.md."
    ]


def test_a_chart_stands_in_a_question(small):
    edit(Path(QUESTION), '{{ chart("month-lengths") }}', "")
    assert problems(small) == [
        f'{MODULE}:9:1: no question shows this chart; use {{{{ chart("month-lengths") }}}}, or '
        "delete it."
    ]


def test_a_chart_page_shows_its_chart(small):
    where = make(CHART, '---\n\n{{ chart("month-lengths") }}', "---\n⌖")
    assert problems(small) == [
        f'{where}: the page does not show its chart; put {{{{ chart("month-lengths") }}}} in it.'
    ]


def test_a_chart_page_is_named_after_a_chart(small):
    shutil.copy(CHART, "docs/charts/month-length.md")
    edit(Path("docs/charts/month-length.md"), '{{ chart("month-lengths") }}', "")
    assert problems(small) == [
        "docs/charts/month-length.md:1:1: this page is for a chart, but there is no chart "
        '"month-length"; did you mean "month-lengths"? There are: month-lengths, year-lengths.'
    ]


def test_a_fact_that_no_page_uses_is_a_problem(small):
    edit(Path(QUESTION), '{{ fact("last_month") }}', "December")
    assert problems(small) == [
        'docs/definitions.yml:11:3: no page uses fact "last_month"; use it, or delete it.'
    ]


def test_a_claim_that_no_page_uses_is_a_problem(small):
    edit(Path(QUESTION), '{{ claim("every_fourth_year_is_leap", "every fourth year") }}', "often")
    (problem,) = problems(small)
    assert problem.startswith(
        'charts/facts/length.py:12:1: no page uses claim "every_fourth_year_is_leap'
    )


@pytest.mark.parametrize("name", ["leap_year_longer", "every_fourth_year_is_leap"])
def test_what_fails_is_not_called_unused_besides(small, name):
    path = small.facts / "length.py"
    head, mark, rest = path.read_text().partition(f"def {name}(")
    path.write_text(head + mark + rest.replace('"days"', '"dais"', 1))
    found = problems(small)
    assert found
    assert [line for line in found if "no page uses" in line] == []


def test_nothing_is_called_unused_for_a_page_that_can_not_be_read(small):
    where = make(QUESTION, "question: How long is", "question: How long⌖: is")
    (problem,) = problems(small)
    assert problem.startswith(f"{where}: the front matter is not valid YAML")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: d", "title: a: d", ":3:11: this is not valid YAML: mapping values are not"),
        (
            "publisher:",
            "pulbisher:",
            ': source "python-datetime" lacks publisher and has unknown keys: pulbisher',
        ),
        ("python-datetime:", "year_lengths:", ': source "year_lengths" has the name of a dataset'),
        ("python-datetime:", "-", ": each source should be a name with publisher"),
    ],
    ids=["YAML", "misspelt key", "name of a dataset", "list"],
)
def test_a_mistake_in_the_list_of_sources_is_named(small, old, new, message):
    edit(small.sources, old, new)
    (problem,) = problems(small)
    assert problem.startswith(f"docs/sources.yml{message}")


def test_a_colour_without_a_twin_for_the_dark_is_a_problem(small):
    dark = ', dark: "#c9a8f0"}'
    where = make(CONFIG, f'subject: {{light: "#6b3fa0"{dark}', '⌖subject: {light: "#6b3fa0"}')
    (problem,) = problems(small)
    message = f'{where}: "colours" should be one line for each colour: subject: {{light:'
    assert problem.startswith(message)


# All at once ------------------------------------------------------------------------------------


def test_all_problems_are_found_at_once_and_sorted_by_place(small):
    where = [
        make(CHART, "subtitle: Days", "subtitle: ⌖31 days"),
        make(INDEX, "title: How long is a year?", "title: ⌖366"),
        make(QUESTION, "Most years have", "Of ⌖12 years most have"),
        make(QUESTION, "In 2023 {{", "⌖{{ fcat() }} {{"),
    ]
    assert [problem.split(": ")[0] for problem in problems(small)] == where


def test_data_and_charts_are_checked_before_words(small):
    edit(small.data / "year_lengths.csv", "1996,leap,366", "1996,leap,many")
    make(QUESTION, "Most years have", "Of ⌖12 years most have")
    (problem,) = problems(small)
    assert problem.startswith('data/year_lengths.csv:3:11: column "days": found "many"')


def test_a_check_writes_nothing_but_which_datasets_it_found_to_fit(small):
    shutil.rmtree(small.built.parent)
    before = tree(small.root)
    check(small)
    after = tree(small.root)
    after.pop("build/validated.txt")
    assert after == before


# Around the pages -------------------------------------------------------------------------------


def test_a_number_in_the_names_of_the_navigation_is_found(small):
    where = make(CONFIG, "- questions/length.md", "- ⌖365 days: questions/length.md")
    (problem,) = problems(small)
    assert problem.startswith(f'{where}: the number "365" is typed by hand')


def test_a_number_in_words_in_the_note_of_a_source_is_found(small):
    path = Path("docs/sources.yml")
    path.write_text(path.read_text().rstrip("\n") + "\n  note: It has ⌖twenty pages.\n")
    text, where = place(path.read_text())
    path.write_text(text)
    (problem,) = problems(small)
    assert problem.startswith(f'{path}:{where}: the number "twenty" is typed by hand')


@pytest.mark.parametrize("date", ["2024-02-30", "!today now"])
def test_a_date_of_a_source_that_yaml_can_not_make_sense_of_is_named_with_its_place(small, date):
    head = small.sources.read_text().rstrip("\n")
    lines = f"{head}\nreport:\n  publisher: A\n  title: B\n  url: https://a.org\n  date: ⌖{date}\n"
    text, where = place(lines)
    small.sources.write_text(text)
    (problem,) = problems(small)
    assert problem.startswith(f"docs/sources.yml:{where}: ")


# The command line -------------------------------------------------------------------------------


def test_the_command_line_prints_every_problem_and_ends_with_1(small):
    one = make(QUESTION, "Most years have", "Of ⌖12 years most have")
    two = make(QUESTION, "In 2023 {{", "⌖{{ fcat() }} {{")
    done = run("--root", small.root, "check")
    first, second, count = done.stderr.splitlines()
    assert first.startswith(f"{small.root}/{one}: ")
    assert second.startswith(f"{small.root}/{two}: ")
    assert count == "2 problems; nothing was changed."
    assert (done.stdout, done.returncode) == ("", 1)


def test_the_command_line_ends_with_0_where_there_is_no_problem(small):
    done = run("--root", small.root, "check")
    assert done.stdout.startswith("No problems found. ")
    assert (done.stderr, done.returncode) == ("", 0)


def test_a_wrong_call_ends_with_2(small):
    done = run("--root", small.root, "check", "--format", "gitlab")
    assert done.returncode == 2
    assert "'gitlab' is not one of 'text', 'github'" in done.stderr


def test_the_exit_codes_are_told_by_the_help():
    done = run("check", "--help")
    assert "0 no problems, 1 problems found, 2 wrong usage" in " ".join(done.stdout.split())


# On GitHub --------------------------------------------------------------------------------------


def test_on_github_each_problem_is_an_annotation_beside_its_line(small):
    one = make(QUESTION, "Most years have", "Of ⌖12 years most have")
    two = make(QUESTION, "In 2023 {{", "⌖{{ fcat() }} {{")
    done = run("--root", small.root, "check", "--format", "github", cwd=ROOT)
    places = [place.partition(":")[2].split(":") for place in (one, two)]
    first, second = done.stdout.splitlines()
    assert [first.partition("::the")[0], second.partition("::there")[0]] == [
        f"::error file={small.root}/{QUESTION},line={line},col={column}" for line, column in places
    ]
    assert 'the number "12" is typed by hand' in first
    assert done.returncode == 1


def test_on_github_a_warning_is_a_warning(small):
    edit(
        small.root / "docs/index.md", "pinned:\n  year_lengths: a common year, as an example\n", ""
    )
    done = run("--root", small.root, "check", "--format", "github")
    assert done.stdout.startswith(f"::warning file={small.root}/docs/index.md,line=3,col=32::")
    assert done.returncode == 0


def test_an_annotation_escapes_what_would_end_it():
    found = Problem("docs/a,b:c.md", 3, 4, "100% of\nit: so, there")
    assert found.annotation("error") == (
        "::error file=docs/a%2Cb%3Ac.md,line=3,col=4::100%25 of%0Ait: so, there"
    )


def test_a_problem_without_a_line_is_annotated_at_its_file():
    assert (
        Problem("mkdocs.yml", 0, 0, "Odd.").annotation("error") == "::error file=mkdocs.yml::Odd."
    )


def test_the_summary_on_github_holds_everything_also_what_is_too_much_for_annotations(small):
    for year in range(30):
        make(QUESTION, "In 2023 {{", f"There are ⌖{year + 31} of them. In 2023 {{{{")
    summary = small.root / "summary.md"
    summary.write_text("What was there.\n")
    done = run(
        "--root", small.root, "check", "--format", "github", GITHUB_STEP_SUMMARY=str(summary)
    )
    assert done.returncode == 1
    lines = summary.read_text().splitlines()
    assert lines[:2] == ["What was there.", "## 30 errors, 0 warnings"]
    assert len([line for line in lines if line.startswith("- error: ")]) == 30


def test_without_that_file_no_summary_is_written(small):
    before = tree(small.root)
    run("--root", small.root, "check", "--format", "github")
    assert tree(small.root).keys() - before.keys() <= {"build/checked.txt"}  # what it keeps


def test_the_command_line_says_where_it_expects_an_explainer(tmp_path):
    done = run("--root", tmp_path, "check")
    assert done.stderr.startswith(
        f"{tmp_path}: there is no mkdocs.yml in this folder; go to an explainer's folder, or "
        "name it with --root.\n"
    )
    assert done.returncode == 1
