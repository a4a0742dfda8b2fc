"""An editor can look up what there is, find it by a word, and ask where a number comes from.

The commands run in copies of a tiny explainer about the calendar, tests/second_explainer.
"""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from charts.generator.author import series
from charts.generator.author.listing import LISTINGS, PATTERNS
from charts.generator.cli import LISTED, main
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.conftest import SECOND
from tests.support import ROOT, edit, run, tree

FACTS = "charts/facts/length.py"
QUESTION = "docs/questions/length.md"


def told(*arguments: str, code: int = 0) -> list[str]:
    """Runs a command on the working folder in this process, and returns the lines that it says."""
    done = CliRunner().invoke(main, ["--root", ".", *arguments], prog_name="python -m charts")
    assert done.exit_code == code, done.output
    return (done.stderr if code else done.stdout).splitlines()


def receipt(*arguments: str) -> dict[str, list[str]]:
    """Returns the parts of a receipt by their names."""
    parts: dict[str, list[str]] = {}
    name = ""
    for line in told("explain", *arguments)[1:]:
        name = line[:22].strip() or name
        parts.setdefault(name, []).append(line[22:])
    return parts


def in_terminal(columns: int, *arguments: str) -> list[str]:
    """Runs a command in a terminal of a width, and returns the lines that it shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "charts", "--root", str(Path.cwd()), *arguments]
    environment = os.environ | {"COLUMNS": str(columns)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:
            pass  # how Linux says that the other end was closed
    os.close(ours)
    assert process.returncode == 0
    return shown.decode().replace("\r\n", "\n").splitlines()


# Lists ------------------------------------------------------------------------------------------


def test_facts_are_listed_with_their_value_as_readers_see_it_and_what_they_say(small):
    assert told("list", "facts") == [
        "leap_year_longer  0.27%          How much a leap day adds to the length of a year, in "
        "2023 and 2024.",
        "leap_year         366 days       The total length of a month in 2024.",
        "last_month        December 2024  The last month on record for the length of a month.",
        "",
        '3 facts. On a page: {{ fact("NAME") }}',
    ]


def test_claims_are_listed_with_whether_they_hold(small):
    edit(small.data / "month_lengths.csv", "2023-03,31", "2023-03,28")
    edit(small.data / "month_lengths.csv", "2023-02,28", "2023-02,29")
    stamp(small.data, [])
    first, second, *_ = told("list", "claims")
    assert first.startswith("every_fourth_year_is_leap  holds        Every fourth year, and no")
    assert second.startswith("february_is_shortest       is not true  The length of a month stood")


def test_datasets_are_listed_with_what_they_cover(small):
    assert told("list", "datasets") == [
        "month_lengths  2023-01 to 2024-12  Days in each month",
        "year_lengths   1995 to 2024        Days in each year",
        "",
        '2 datasets. On a page: {{ value("NAME", "COLUMN", KEY=VALUE) }}',
    ]


def test_charts_are_listed_with_their_title_in_plain_words_and_their_datasets(small):
    assert told("list", "charts")[:2] == [
        "month-lengths  February has 28 days, in most years  month_lengths",
        "year-lengths   Leap years have 366 days             year_lengths",
    ]


def test_a_chart_without_a_page_is_listed_all_the_same(small):
    Path("docs/charts/year-lengths.md").unlink()
    assert told("list", "charts", "year-l")[0] == "year-lengths  (no page)  year_lengths"


def test_sources_are_the_texts_of_the_list_of_sources(small):
    assert told("list", "sources") == [
        "python-datetime  Python Software Foundation  datetime, basic date and time types",
        "",
        'On a page: {{ source("python-datetime") }}',
    ]


def test_formats_are_listed_with_examples_and_the_units_that_take_them_of_themselves(small):
    (line,) = [line for line in told("list", "formats") if line.startswith("percent")]
    assert re.fullmatch(r"percent +a share of one: 87%.* +the default for percent, ratio", line)


def test_a_fact_that_can_not_be_computed_is_listed_as_such(small):
    edit(Path(FACTS), '"days", year=2023', '"days", year=1023')
    assert told("list", "facts", "longer")[0].split("  ")[1] == "(can't be computed)"


def test_every_kind_that_the_command_line_names_can_be_listed():
    assert list(LISTINGS) == list(PATTERNS) == LISTED


def test_a_kind_that_is_none_ends_with_2_and_the_kinds_there_are(small):
    said = " ".join(told("list", "poems", code=2))
    assert 'there is no kind "poems". There are: charts, facts, claims, series, datasets' in said


def test_a_misspelt_kind_is_answered_with_the_nearest(small):
    assert 'did you mean "claims"?' in " ".join(told("list", "clams", code=2))


@pytest.mark.parametrize(("kind", "same"), [("fact", "facts"), ("numbers", "facts")])
def test_a_kind_has_the_names_that_people_know_it_by(small, kind, same):
    assert told("list", kind) == told("list", same)


# Searching --------------------------------------------------------------------------------------

SEARCHES = {
    "a part of a name": (["facts", "leap"], ["leap_year_longer", "leap_year"]),
    "a word of what it says": (["facts", "adds"], ["leap_year_longer"]),
    "capitals": (["facts", "ADDS"], ["leap_year_longer"]),
    "its value": (["facts", "366"], ["leap_year"]),
    "its value with the blank that a keyboard has": (["facts", "366 days"], ["leap_year"]),
    "words that stand apart": (["facts", "month", "2024"], ["leap_year", "last_month"]),
    "words in one argument": (["facts", "month record"], ["last_month"]),
    "a whole name that others begin with": (["facts", "leap_year"], ["leap_year"]),
    "a column": (["datasets", "kind"], ["year_lengths"]),
    "a description": (["datasets", "1995"], ["year_lengths"]),
    "a publisher": (["datasets", "python software"], ["month_lengths", "year_lengths"]),
    "a dataset that a chart draws": (["charts", "year_lengths"], ["year-lengths"]),
    "an address": (["sources", "docs.python.org"], ["python-datetime"]),
}


@pytest.mark.parametrize(("arguments", "names"), SEARCHES.values(), ids=SEARCHES)
def test_a_search_finds_what_all_its_words_occur_in(small, arguments, names):
    lines = told("list", *arguments)
    assert [line.split()[0] for line in lines[: lines.index("")]] == names


def test_what_was_found_is_counted(small):
    assert told("list", "facts", "leap")[-1] == '2 of 3 facts. On a page: {{ fact("NAME") }}'


@pytest.mark.parametrize(
    ("kind", "name", "macro"),
    [
        ("facts", "leap_year", '{{ fact("leap_year") }}'),
        ("claims", "february", '{{ claim("february_is_shortest", "words that it confirms") }}'),
        ("charts", "month-lengths", '{{ chart("month-lengths") }}'),
        ("datasets", "month_lengths", '{{ value("month_lengths", "days", month="2024-12") }}'),
        ("datasets", "year_lengths", '{{ value("year_lengths", "days", year=2024) }}'),
        ("formats", "count", '{{ value("DATASET", "COLUMN", "count", KEY=VALUE) }}'),
    ],
)
def test_the_only_thing_found_comes_with_its_macro_ready_to_paste(small, kind, name, macro):
    assert told("list", kind, name)[-1] == f"On a page: {macro}"


def test_the_macro_of_a_dataset_can_be_pasted_as_it_is(small):
    macro = told("list", "datasets", "month_lengths")[-1].removeprefix("On a page: ")
    edit(Path(QUESTION), "{{ references() }}", f"{macro}\n\n{{{{ references() }}}}")
    assert run("--root", small.root, "check").returncode == 0


def test_the_only_dataset_found_comes_with_its_columns_and_their_units(small):
    assert told("list", "datasets", "leap")[2:5] == [
        "  year  key  integer  Calendar year",
        "  kind       string   Common, or leap with a 29th of February",
        "  days       days     Days in the year",
    ]


MISSES = {
    "a slip": (["facts", "leep"], 'None of the 3 facts matches "leep"; did you mean "leap"?'),
    "a slip in one word of two": (
        ["facts", "recrod", "month"],
        'None of the 3 facts matches "recrod month"; did you mean "record month"?',
    ),
    "a slip in a name": (
        ["charts", "yaer-lengths"],
        'None of the 2 charts matches "yaer-lengths"; did you mean "year-lengths"?',
    ),
    "nothing like it": (["facts", "zebra"], 'None of the 3 facts matches "zebra".'),
    "words that never stand together": (
        ["facts", "adds", "record"],
        'None of the 3 facts matches "adds record".',
    ),
}


@pytest.mark.parametrize(("arguments", "message"), MISSES.values(), ids=MISSES)
def test_a_search_that_finds_nothing_says_so_and_what_is_near(small, arguments, message):
    assert told("list", *arguments, code=1) == [message]


def test_an_explainer_without_any_says_so(small):
    Path(FACTS).unlink()
    small.definitions.unlink()
    assert told("list", "facts", code=1) == ["There are no facts."]


# In a terminal ----------------------------------------------------------------------------------


def test_lines_end_where_the_terminal_does(small):
    assert in_terminal(50, "list", "facts", "leap")[:2] == [
        "leap_year_longer  0.27%     How much a leap day a…",
        "leap_year         366 days  The total length of a…",
    ]


def test_lines_are_whole_in_a_pipe_however_narrow_the_terminal_is(small):
    done = run("--root", small.root, "list", "facts", COLUMNS="30")
    assert "How much a leap day adds to the length of a year, in 2023 and 2024.\n" in done.stdout


def test_a_receipt_is_broken_into_lines_where_the_terminal_ends(small):
    shown = in_terminal(60, "explain", "leap_year_longer")
    assert max(map(len, shown)) <= 60
    at = shown.index("  what it is          How much a leap day adds to the length")
    assert shown[at + 1] == "                      of a year, in 2023 and 2024."


# Receipts ---------------------------------------------------------------------------------------


def test_a_fact_is_explained_from_what_readers_see_down_to_its_cells(small):
    edit(
        Path(QUESTION),
        "{{ references() }}",
        'Or {{ fact("leap_year_longer") }}.\n\n{{ references() }}',
    )
    lines = Path(QUESTION).read_text().splitlines()
    places = [i for i, line in enumerate(lines, 1) if 'fact("leap_year_longer")' in line]
    code = (
        Path(FACTS)
        .read_text()
        .splitlines()
        .index('@fact("percent", series=["year_lengths.days"], window=("2023", "2024"))')
        + 1
    )
    assert receipt("leap_year_longer") == {
        "as readers see it": ["0.27%"],
        "before rounding": ["0.0027397260274"],
        "what it is": ["How much a leap day adds to the length of a year, in 2023 and 2024."],
        "how it is made": ["days 2024 ÷ days 2023 − 1"],
        "dataset": [
            "year_lengths: Days in each year (Python Software Foundation, December 2024)"
        ],
        "cells": ["days 2024: 366", "days 2023: 365"],
        "code": [f"{FACTS}:{code}"],
        "used on": [f"{QUESTION}:{place}: 0.27%" for place in places],
    }  # fmt: skip
    assert len(places) == 2


def test_every_cell_of_a_fact_is_told(small):
    cells = receipt("leap_year")["cells"]
    assert (len(cells), cells[0], cells[-1]) == (12, "days 2024-01: 31", "days 2024-12: 31")


def test_the_number_before_rounding_has_its_unit(small):
    assert receipt("leap_year")["before rounding"] == ["366 days"]


def test_each_dataset_of_a_fact_is_told_with_its_own_cells(small):
    both = '''

@fact(series=["month_days", "year_days"], window=("2024", "2024"))
def both(month_lengths: Table, year_lengths: Table) -> Quantity:
    """{series} {window}."""
    return month_lengths.number("days", month="2024-01") + year_lengths.number("days", year=2024)
'''
    Path(FACTS).write_text(Path(FACTS).read_text() + both)
    said = told("explain", "both")
    parts = [line.strip() for line in said[5:9]]
    assert parts[0].startswith("dataset             month_lengths: ")
    assert parts[1] == "cells               days 2024-01: 31"
    assert parts[2].startswith("dataset             year_lengths: ")
    assert parts[3] == "cells               days 2024: 366"


def test_a_fact_that_no_page_shows_is_explained_as_well(small):
    edit(Path(QUESTION), '{{ fact("last_month") }}', "December")
    assert receipt("last_month")["used on"] == ["no page"]


def test_a_claim_is_explained_with_what_was_read_and_the_words_that_rest_on_it(small):
    parts = receipt("february_is_shortest")
    assert parts["holds"] == ["yes"]
    assert parts["what it says"] == [
        "The length of a month stood lower in February 2023 than in any other month in 2023."
    ]
    assert len(parts["cells"]) == 12
    assert parts["formula"] == ["is_lowest(month_days, 2023-02, 2023)"]
    assert [place.partition(": ")[2] for place in parts["used on"]] == [
        "no month was shorter than February"
    ]


def test_a_claim_that_does_not_hold_is_explained_as_well(small):
    edit(small.data / "month_lengths.csv", "2023-03,31", "2023-03,28")
    edit(small.data / "month_lengths.csv", "2023-02,28", "2023-02,29")
    stamp(small.data, [])
    assert receipt("february_is_shortest")["holds"] == ["no"]


def test_a_cell_is_explained_with_the_pages_facts_and_claims_that_read_it(small):
    parts = receipt("month_lengths.days", "month=2023-02")
    assert parts["as readers see it"] == ["28 days"]
    assert parts["cells"] == ["days 2023-02: 28"]
    assert [place.partition(":")[0] for place in parts["used on"]] == [
        "docs/charts/month-lengths.md",
        "docs/charts/month-lengths.md",
        QUESTION,
    ]
    assert parts["read by"] == ["claim february_is_shortest"]


def test_a_cell_may_be_named_by_any_columns_that_single_it_out(small):
    parts = receipt("year_lengths.days", "kind=leap", "year=latest")
    assert parts["cells"] == ["days 2024: 366"]
    assert "fact leap_year_longer" in parts["read by"]


UNKNOWN = {
    "a fact": (
        ["leap_yaer"],
        'There is no fact, claim or series "leap_yaer"; did you mean "leap_year"?',
    ),
    "a claim": (["febuary_is_shortest"], 'did you mean "february_is_shortest"?'),
    "a dataset alone": (
        ["month_lengths"],
        '"month_lengths" is a dataset; name one of its cells, such as: month_lengths.days '
        "month=2024-12",
    ),
    "a dataset": (
        ["month_length.days", "month=2024-01"],
        'There is no dataset "month_length"; did you mean "month_lengths"?',
    ),
    "a column": (
        ["month_lengths.dais", "month=2024-01"],
        'In dataset "month_lengths", there is no column "dais"; did you mean "days"?',
    ),
    "a row": (
        ["month_lengths.days", "month=2025-01"],
        'No row of "month_lengths" fits month="2025-01". Month goes from 2023-01 to 2024-12.',
    ),
    "too many rows": (
        ["year_lengths.days", "kind=leap"],
        '8 rows of "year_lengths" fit kind="leap"; name one by adding year=….',
    ),
    "a condition without a value": (
        ["year_lengths.days", "2024"],
        '"2024" should be a column and a value, such as year=2024.',
    ),
    "a condition on a fact": (
        ["leap_year", "year=2024"],
        'Only a cell takes conditions; "leap_year" is not a DATASET.COLUMN.',
    ),
}


def test_a_mistake_in_a_formula_has_a_mark_under_its_place(small):
    said = told("explain", "lowest(moth_days)", code=1)
    assert 'did you mean "month_days"?' in said[0]
    assert said[1:] == ["lowest(moth_days)", "       ^"]


def test_a_series_is_explained_with_its_periods_and_an_example(small):
    assert receipt("month_days") == {
        "what it is": ["the length of a month"],
        "periods": ["2023-01 to 2024-12"],
        "reads": ["month_lengths.days"],
        "such as": ["month_days[latest]: 31 days"],
        "on a page": ['{{ fact("month_days[latest]") }}'],
    }


@pytest.mark.parametrize("root", [SECOND, ROOT], ids=["the tiny explainer", "this explainer"])
def test_the_example_of_every_series_can_be_computed(root):
    project = Project(root)
    for name in project.ledger.series:
        assert project.ledger.fact(series.latest(project, name)).text


@pytest.mark.parametrize(("arguments", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_can_not_be_explained_is_said_in_a_sentence(small, arguments, message):
    (said,) = told("explain", *arguments, code=1)
    assert message in said


def test_a_fact_that_can_not_be_computed_is_not_explained_but_named_with_its_fault(small):
    edit(Path(FACTS), '"days", year=2023', '"days", year=1023')
    (said,) = told("explain", "leap_year_longer", code=1)
    assert said.startswith('Fact "leap_year_longer": no row of "year_lengths" fits year=1023.')


def test_looking_changes_nothing(small):
    before = tree(small.root)
    for kind in LISTED:
        told("list", kind)
    told("explain", "leap_year")
    assert tree(small.root) == before
