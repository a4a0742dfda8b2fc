"""Facts are computed from cells and claims are tested against them, or the explainer is refused."""

import pytest

from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.support import edit

FACTS = "length.py"  # the module with the tiny explainer's facts

# Receipts ---------------------------------------------------------------------------------------


def test_a_fact_has_a_receipt_with_its_formula_and_cells(small):
    receipt = small.ledger.fact("leap_year_longer")
    assert receipt.reference == "fact:leap_year_longer"
    assert receipt.text == "0.27%"
    assert receipt.raw == "0.0027397260274"
    assert receipt.value.formula == "days 2024 ÷ days 2023 − 1"
    assert [(cell.name, cell.text) for cell in receipt.cells] == [
        ("days 2024", "366"),
        ("days 2023", "365"),
    ]


def test_a_cell_has_a_receipt_that_finds_it_again(small):
    receipt = small.ledger.value("month_lengths", "days", month="2024-02")
    assert receipt.reference == "value:month_lengths.days?month=2024-02"
    assert small.ledger.recompute(receipt.reference, "") == receipt


def test_a_reference_keeps_what_is_special_in_an_address(small):
    edit(small.data / "datapackage.json", '"leap"\n', '"a & b=c"\n')
    years = small.data / "year_lengths.csv"
    years.write_text(years.read_text().replace("leap", "a & b=c"))
    stamp(small.data, [])
    receipt = small.ledger.value("year_lengths", "days", kind="a & b=c", year=2024)
    assert small.ledger.recompute(receipt.reference, "") == receipt


def test_a_verdict_tells_the_cells_it_rests_on(small):
    verdict = small.ledger.claim("february_is_shortest")
    assert verdict.holds
    assert verdict.evidence.startswith("days 2023-01: 31; days 2023-02: 28; ")


def test_a_claim_that_the_data_refute_does_not_hold(small):
    edit(small.facts / FACTS, "% 4 == 0", "% 4 == 1")
    assert not small.ledger.claim("every_fourth_year_is_leap").holds


# What is refused --------------------------------------------------------------------------------


YEARS = 'series=["year_days"], window=None'
SAYS = '"""{series} {window}."""'


def add(project: Project, code: str) -> int:
    """Adds code to the facts, and returns the line on which it starts."""
    path = project.facts / FACTS
    text = path.read_text()
    path.write_text(text + code)
    return text.count("\n") + 1


def test_a_claim_that_reads_nothing_is_refused(small):
    add(small, f"@claim({YEARS})\ndef idle(year_lengths: Table):\n    {SAYS}\n    return True\n")
    with pytest.raises(MistakeError, match='claim "idle" reads no cell, so it tests nothing'):
        small.ledger.claim("idle")


def test_a_claim_that_forgets_to_return_is_refused(small):
    add(
        small,
        f"@claim({YEARS})\ndef lost(year_lengths: Table) -> bool:\n    {SAYS}\n"
        '    year_lengths.numbers("days")\n',
    )
    with pytest.raises(MistakeError, match='claim "lost" returned None, neither true nor false'):
        small.ledger.claim("lost")


def test_a_fact_that_returns_a_plain_number_is_refused(small):
    add(
        small,
        f"@fact({YEARS})\ndef typed(year_lengths: Table):\n    {SAYS}\n"
        '    year_lengths.numbers("days")\n    return 365.25\n',
    )
    with pytest.raises(MistakeError, match=r'fact "typed" returned 365\.25; it must return a cell'):
        small.ledger.fact("typed")


def test_a_fact_that_fails_says_why(small):
    add(small, f"@fact({YEARS})\ndef broken(year_lengths: Table):\n    {SAYS}\n    return 1 / 0\n")
    with pytest.raises(MistakeError, match='fact "broken" failed: ZeroDivisionError'):
        small.ledger.fact("broken")


def test_a_mistake_inside_a_fact_names_the_fact(small):
    edit(
        small.facts / FACTS, 'year_lengths.number("days", year=2024)', 'year_lengths.number("dais")'
    )
    with pytest.raises(MistakeError, match='fact "leap_year_longer": in dataset "year_lengths"'):
        small.ledger.fact("leap_year_longer")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            f"@fact({YEARS})\ndef silent(year_lengths: Table):\n    return year_lengths\n",
            'fact "silent" has no docstring; say in one sentence what it is.',
        ),
        (
            f"@claim({YEARS})\ndef lost(year_lengths: Table, week_lengths: Table):\n    {SAYS}\n",
            'claim "lost": there is no dataset "week_lengths"; did you mean "year_lengths"? '
            "There are: month_lengths, year_lengths.",
        ),
        (
            f'@fact("percents", {YEARS})\ndef odd(year_lengths: Table):\n    {SAYS}\n',
            'fact "odd": there is no format "percents"; did you mean "percent"? '
            "There are: money, percent, times, amount, count, year, rank.",
        ),
        (
            '@fact\ndef bare(year_lengths: Table):\n    """Bare."""\n',
            'TypeError: write @fact(series=["…"], window=…), with what it reads',
        ),
        (
            '@claim\ndef bare(year_lengths: Table):\n    """Bare."""\n',
            'TypeError: write @claim(series=["…"], window=…), with what it reads',
        ),
        (
            '@claim(series="year_days")\ndef text(year_lengths: Table):\n    """Text."""\n',
            'TypeError: write series=["year_days"], a list',
        ),
        ("import nowhere\n", "ModuleNotFoundError: No module named 'nowhere'"),
        ("def half(:\n", "this is not valid Python: invalid syntax."),
    ],
    ids=[
        "no docstring",
        "unknown dataset",
        "unknown format",
        "a fact's brackets",
        "a claim's brackets",
        "no list",
        "import",
        "syntax",
    ],
)
def test_an_entry_that_can_not_be_read_is_named_with_its_line(small, code, message):
    line = add(small, code)
    with pytest.raises(ProblemsError) as caught:
        _ = small.ledger
    assert [str(problem) for problem in caught.value.problems] == [
        f"charts/facts/{FACTS}:{line}:1: {message}"
    ]


def test_an_unknown_name_is_answered_with_the_one_that_was_meant(small):
    with pytest.raises(MistakeError, match='no fact "leap_yaer"; did you mean "leap_year"'):
        small.ledger.fact("leap_yaer")
    with pytest.raises(MistakeError, match='no claim "febuary_is_shortest"; did you mean "feb'):
        small.ledger.claim("febuary_is_shortest")


def test_an_explainer_without_facts_has_none(small):
    (small.facts / FACTS).unlink()
    small.facts.rmdir()
    small.definitions.unlink()
    assert (small.ledger.facts, small.ledger.claims) == ({}, {})


def test_two_entries_of_one_name_are_both_pointed_at(small):
    other = small.facts / "more.py"
    other.write_text(
        "from charts import Table, fact\n\n\n"
        f"@fact({YEARS})\ndef leap_year_longer(year_lengths: Table):\n    {SAYS}\n"
    )
    with pytest.raises(ProblemsError) as caught:
        _ = small.ledger
    assert [str(problem) for problem in caught.value.problems] == [
        'charts/facts/length.py:6:1: two entries are named "leap_year_longer"; rename one.',
        'charts/facts/more.py:4:1: two entries are named "leap_year_longer"; rename one.',
    ]


def test_a_name_that_hides_another_in_its_own_module_is_pointed_at(small):
    line = add(small, f"@fact({YEARS})\ndef leap_year_longer(year_lengths: Table):\n    {SAYS}\n")
    with pytest.raises(ProblemsError) as caught:
        _ = small.ledger
    assert [str(problem) for problem in caught.value.problems] == [
        f'charts/facts/{FACTS}:{line}:1: two entries are named "leap_year_longer"; rename one.'
    ]


def test_an_entry_that_a_module_imports_is_read_only_where_it_is_written(small):
    (small.facts / "more.py").write_text("from .length import leap_year_longer\n")
    assert small.ledger.facts["leap_year_longer"].path == small.facts / FACTS
