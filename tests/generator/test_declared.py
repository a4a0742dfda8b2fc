"""A Python fact or claim reads what it declares and says what it reads, or it is refused."""

import pytest

from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.check.check import check
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.support import edit, place

FACTS = "length.py"


def add(project: Project, code: str) -> str:
    """Adds a claim "new" to the facts; returns where the mark ⌖ in it is."""
    path = project.facts / FACTS
    text, at = place(f"{path.read_text()}\n\n{code}")
    path.write_text(text)
    return f"charts/facts/{FACTS}:{at}"


def claim(
    declares: str = 'series=["year_days"], window=("2020", "2024")',
    says: str = "{series} {window}.",
    reads: str = "year_lengths.numbers('days', year=range(2020, 2025))",
    takes: str = "year_lengths",
) -> str:
    """Writes a claim that is true, with what a test changes in it; the mark is at its place."""
    mark = "" if "⌖" in says else "⌖"
    return (
        f'{mark}@claim({declares})\ndef new({takes}) -> bool:\n    """{says}"""\n'
        f"    return {reads} != []\n"
    )


def refused(project: Project) -> str:
    with pytest.raises(ProblemsError) as caught:
        _ = project.ledger
    (problem,) = caught.value.problems
    return str(problem)


def says(project: Project) -> str:
    return project.ledger.claim("new").entry.says


# What it says -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (claim(), "The length of a year from 2020 to 2024."),
        (
            claim('series=["year_lengths.days"], window=("2020", "2024")'),
            "The length of a year from 2020 to 2024.",
        ),
        (
            claim('series=["year_lengths.days[kind=leap]"], window=("2024", "2024")',
                  reads="year_lengths.numbers('days', year=2024)"),
            "Length (Days in each year) (kind: leap) in 2024.",
        ),
        (
            claim('series=["year_days"], window=("2020", "latest")'),
            "The length of a year from 2020 to the latest year.",
        ),
        (
            claim('series=["year_days"], window=None', reads="year_lengths.numbers('days')"),
            "The length of a year in all years of the data.",
        ),
        (
            claim('series=["year_days", "month_days"], window=("2024", "2024")',
                  "{series[1]} beside {series[0]} {window}.",
                  "[*year_lengths.numbers('days', year=2024), "
                  "*month_lengths.numbers('days', month=lambda month: month >= '2024')]",
                  "year_lengths, month_lengths"),
            "The length of a month beside the length of a year in 2024.",
        ),
        (
            claim('series=["year_days"], window=("2023", "2024"), direction="rises"',
                  "{series} {direction} {window}.",
                  "year_lengths.numbers('days', year=[2023, 2024])"),
            "The length of a year rose in 2023 and 2024.",
        ),
        (
            claim(says="{series},\n    {window}.\n\n    For programmers."),
            "The length of a year, from 2020 to 2024.",
        ),
    ],
    ids=["a name", "a column with a name", "conditions", "latest", "all", "one by one",
         "a direction", "two paragraphs"],
)  # fmt: skip
def test_a_docstring_says_what_is_declared(small, code, sentence):
    add(small, code)
    assert says(small) == sentence


# What is refused before it runs -----------------------------------------------------------------

DECLARED = {
    "no series": (
        claim('window=("2020", "2024")', takes=""),
        'claim "new" declares no series; add series=["dataset.column"] to its decorator.',
    ),
    "no window": (claim('series=["year_days"]'), 'claim "new" declares no window; add window=('),
    "a slip in a series": (
        claim('series=["yaer_days"], window=None'),
        'declares the series "yaer_days": there is no series "yaer_days"; did you mean "year_days"',
    ),
    "a slip in a column": (
        claim('series=["year_lengths.dais"], window=None'),
        'there is no column "dais"; did you mean "days"?',
    ),
    "a slip in a condition": (
        claim('series=["year_days[kynd=leap]"], window=None'),
        'there is no column "kynd"; did you mean "kind"?',
    ),
    "a slip in a dataset": (
        claim('series=["year_length.days"], window=None'),
        'there is no dataset "year_length"; did you mean "year_lengths"?',
    ),
    "a number instead of a series": (
        claim('series=["sum(year_days)"], window=None'), "write a name or dataset.column",
    ),
    "a period in a series": (
        claim('series=["year_days[2024]"], window=None'), "the window says when.",
    ),
    "what is no formula": (claim('series=["year_days["], window=None'), 'the series "year_days["'),
    "a series without its dataset": (
        claim('series=["year_days", "month_days"], window=None'),
        "declares a series of month_lengths, and has no parameter of that name.",
    ),
    "a dataset without a series": (
        claim(takes="year_lengths, month_lengths"),
        "has a parameter month_lengths, and declares no series of that dataset.",
    ),
    "numbers as a window": (claim('series=["year_days"], window=(2020, 2024)'), '("2011", "2025")'),
    "one period as a window": (claim('series=["year_days"], window="2024"'), '("2011", "2025")'),
    "three periods": (
        claim('series=["year_days"], window=("2020", "2022", "2024")'), '("2011", "2025")',
    ),
    "a window that ends too early": (
        claim('series=["year_days"], window=("2024", "2020")'), "ends before it begins.",
    ),
    "a window that begins at the end": (
        claim('series=["year_days"], window=("latest", "2024")'), '("2011", "2025")',
    ),
    "months of a series of years": (
        claim('series=["year_days"], window=("2020-01", "2024-12")'), "2020-01 is too fine",
    ),
    "a slip in a direction": (
        claim('series=["year_days"], window=None, direction="fals"'),
        'there is no direction "fals"; did you mean "falls"?',
    ),
    "a year in the docstring": (
        claim(says="{series} in ⌖2023 {window}."),
        'claim "new" types the period "2023"; write {window}, which says what it reads.',
    ),
    "a month in the docstring": (
        claim(says="{series} {window}.\n\n    Not ⌖2023-02."), 'types the period "2023-02"',
    ),
    "a decade in the docstring": (claim(says="{series} {window}, ⌖1990s."), 'the period "1990"'),
    "a direction in the docstring": (
        claim(says="{series} ⌖fell {window}."),
        'claim "new" types the direction "fell"; write {direction}, and declare it.',
    ),
    "a docstring without its series": (
        claim(says="Days {window}.").replace("⌖", "").replace('"""D', '⌖"""D'),
        'claim "new": its sentence does not say {series}; write it where the words belong.',
    ),
    "a docstring without its window": (
        claim(says="{series}.").replace("⌖", "").replace('"""{', '⌖"""{'),
        "its sentence does not say {window}",
    ),
    "a docstring without its direction": (
        claim('series=["year_days"], window=None, direction="rises"')
        .replace("⌖", "").replace('"""{', '⌖"""{'),
        "its sentence does not say {direction}",
    ),
    "a direction that is not declared": (
        claim(says="{series} {direction} {window}.").replace("⌖", "").replace('"""{', '⌖"""{'),
        '{direction} needs one; declare direction="falls" or direction="rises".',
    ),
    "a slip in a blank": (
        claim(says="{series} {window} {serie}.").replace("⌖", "").replace('"""{', '⌖"""{'),
        'there is no blank "serie"; did you mean "series"?',
    ),
    "a blank with a format": (
        claim(says="{series:>9} {window}.").replace("⌖", "").replace('"""{', '⌖"""{'),
        "a blank takes only a name",
    ),
    "half a blank": (
        claim(says="{series} {window.").replace("⌖", "").replace('"""{', '⌖"""{'),
        "a brace stands alone",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "message"), DECLARED.values(), ids=DECLARED)
def test_a_claim_that_declares_or_says_it_badly_is_refused_with_its_place(small, code, message):
    at = add(small, code)
    said = refused(small)
    assert said.startswith(f'{at}: claim "new"')
    assert message in said


def test_a_name_of_one_page_is_no_series_of_a_claim(small):
    add(small, claim('series=["own"], window=None'))
    page = small.docs / "questions" / "length.md"
    edit(page, "sources: [", "define: {series: {own: year_lengths.days}}\nsources: [")
    assert any(
        '"own" is defined in docs/questions/length.md' in str(said)
        for said in check(Project(small.root)).problems
    )


# What is refused once it has run ----------------------------------------------------------------

READ = {
    "no cell": (claim(reads="[1]"), 'claim "new" reads no cell, so it tests nothing.'),
    "another column": (
        claim(reads="year_lengths.cells('kind', year=range(2020, 2025))"),
        'claim "new": it reads the cell "kind 2020" of year_lengths, outside the series that it '
        "declares: year_days.",
    ),
    "another row": (
        claim('series=["year_days[year=2020|2021|2023|2024]"], window=("2020", "2024")'),
        'it reads the cell "days 2022" of year_lengths, outside the series',
    ),
    "a period before the window": (
        claim(reads="year_lengths.numbers('days', year=range(2019, 2025))"),
        'it reads the cell "days 2019" of year_lengths, outside the window that it declares: '
        "from 2020 to 2024.",
    ),
    "a period after the window": (
        claim('series=["year_days"], window=("2020", "2023")'),
        'it reads the cell "days 2024" of year_lengths, outside the window',
    ),
    "less than the window": (
        claim(reads="year_lengths.numbers('days', year=range(2021, 2025))"),
        "it declares its window from 2020 to 2024, and reads no cell of the first period;",
    ),
    "less than all": (
        claim('series=["year_days"], window=None'),
        "it declares its window in all years of the data, and reads no cell of the first period;",
    ),
    "not the latest": (
        claim('series=["year_days"], window=("2020", "latest")',
              reads="year_lengths.numbers('days', year=range(2020, 2024))"),
        "reads no cell of the last period",
    ),
    "one series of two": (
        claim('series=["year_days", "month_days"], window=("2020", "2024")',
              takes="year_lengths, month_lengths"),
        "it declares month_lengths.days, a part of month_days, and reads no cell of it.",
    ),
    "the other direction": (
        claim('series=["year_days"], window=("2023", "2024"), direction="falls"',
              "{series} {direction} {window}.",
              "year_lengths.numbers('days', year=[2023, 2024])"),
        'it declares direction="falls", but days 2023 is 365 and days 2024 is 366.',
    ),
    "no direction at all": (
        claim('series=["year_days"], window=("2020", "2024"), direction="rises"',
              "{series} {direction} {window}."),
        'it declares direction="rises", but days 2020 is 366 and days 2024 is 366.',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "message"), READ.values(), ids=READ)
def test_a_claim_that_reads_something_else_is_refused(small, code, message):
    add(small, code)
    with pytest.raises(MistakeError) as caught:
        small.ledger.claim("new")
    assert message in str(caught.value)


def test_the_vintage_of_a_row_may_be_read_with_it(explainer):
    entry = explainer.ledger.findings["a-eu-exports-2024"]
    assert 'cell("vintage"' in (entry.path.read_text() if entry.path else "")
    assert explainer.ledger.checked["a-eu-exports-2024"].cells


def test_words_that_are_not_true_are_refuted_whatever_their_direction(small):
    code = claim(
        'series=["year_days"], window=("2023", "2024"), direction="falls"',
        "{series} {direction} {window}.",
        "year_lengths.numbers('days', year=[2023, 2024])",
    )
    add(small, code.replace("!= []", "== []"))
    assert not small.ledger.claim("new").holds


def test_a_window_that_moves_ends_with_the_data(small):
    add(
        small,
        claim(
            'series=["year_days"], window=("2020", "latest")',
            reads="year_lengths.numbers('days', year=lambda year: year >= 2020)",
        ),
    )
    edit(small.data / "year_lengths.csv", "2024,leap,366\n", "")
    stamp(small.data, [])
    assert [cell.name for cell in small.ledger.claim("new").read][-1] == "days 2023"
