"""Words that new data leave behind are warned of, before they are wrong."""

from charts.generator.check.check import check
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.support import edit, run

QUESTION = "docs/questions/length.md"
MONTHS = "docs/charts/month-lengths.md"
LAST = '{{ fact("last_month") }}'


def warnings(project: Project) -> list[str]:
    report = check(Project(project.root))
    assert report.problems == []
    return [str(warning) for warning in report.warnings]


def unpin(project: Project, file: str) -> None:
    """Takes the reasons to stop at a period out of a page."""
    path = project.root / file
    head, _, rest = path.read_text().partition("pinned:\n")
    path.write_text(head + rest.partition("\n")[2])


def add_year(project: Project, row: str) -> None:
    edit(project.data / "datapackage.json", '"maximum": 2024', '"maximum": 2025')
    path = project.data / "year_lengths.csv"
    path.write_text(path.read_text() + row)
    stamp(project.data, [])


def test_words_that_tell_the_newest_are_not_warned_of(small):
    assert warnings(small) == []


def test_a_pinned_year_that_hides_newer_data_is_warned_of_with_both_values(small):
    unpin(small, MONTHS)
    assert warnings(small) == [
        f'{MONTHS}:8:3: "29\u00a0days" uses days of 2024-02 (29\u00a0days), the newest of '
        '"month_lengths" on this page; the data go on to 2024-12 (31\u00a0days). Give the newer '
        'number too, or write "latest" as the period. If the page stops there on purpose, say why '
        "under `pinned` in the front matter: `month_lengths: reason`."
    ]


def test_a_newer_row_turns_what_was_the_newest_into_a_warning(small):
    unpin(small, "docs/index.md")
    edit(small.root / "docs/index.md", "year=2023", "year=2024")
    assert warnings(small) == []
    add_year(small, "2025,common,365\n")
    (warning,) = warnings(small)
    assert warning.startswith("docs/index.md:3:32: ")
    assert "uses days of 2024 (366\u00a0days)" in warning
    assert "the data go on to 2025 (365\u00a0days)" in warning


def test_an_older_reading_beside_the_newest_is_history(small):
    unpin(small, MONTHS)
    edit(small.root / MONTHS, " in 2024.", f" in 2024. Now: {LAST}.")
    edit(
        small.root / MONTHS,
        "Now: " + LAST,
        'Now: {{ value("month_lengths", "days", month="latest") }}',
    )
    assert warnings(small) == []


def test_a_fact_that_looked_at_all_rows_hides_none(small):
    facts = small.facts / "length.py"
    facts.write_text(
        facts.read_text()
        + '\n\n@fact()\ndef longest(year_lengths: Table) -> Quantity:\n    """Longest year."""\n'
        '    return max(year_lengths.numbers("days"))\n'
    )
    unpin(small, "docs/index.md")
    edit(
        small.root / "docs/index.md", 'value("year_lengths", "days", year=2023)', 'fact("longest")'
    )
    assert warnings(small) == []


def test_a_year_typed_beside_the_latest_number_is_warned_of(small):
    edit(
        small.root / QUESTION,
        f"month in the data is {LAST}.",
        f"month is {LAST}, in 2024.",
    )
    (warning,) = warnings(small)
    assert warning.startswith(f"{QUESTION}:24:44: ")
    assert 'the year 2024 is typed next to "December 2024", which is always the latest' in warning


def test_a_year_of_another_sentence_is_left_alone(small):
    edit(
        small.root / QUESTION,
        f"month in the data is {LAST}.",
        f"month is {LAST}. Then 2024 ended.",
    )
    assert warnings(small) == []


def test_an_earlier_year_beside_the_latest_number_is_left_alone(small):
    edit(small.root / QUESTION, f"month in the data is {LAST}.", f"month since 1995 is {LAST}.")
    assert warnings(small) == []


def test_a_warning_stops_no_build(small):
    unpin(small, MONTHS)
    done = run("--root", small.root, "site")
    assert done.returncode == 0
    assert "warning: " in done.stdout
    assert (small.site / "index.html").exists()


def test_the_command_line_tells_warnings_and_ends_with_0(small):
    unpin(small, MONTHS)
    done = run("--root", small.root, "check")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith(f"warning: {small.root}/{MONTHS}:8:3: ")
    assert done.stdout.splitlines()[1] == "No problems found, 1 warning."


def test_nothing_is_warned_of_where_something_is_wrong(small):
    unpin(small, MONTHS)
    edit(small.root / QUESTION, "## Every fourth year", "## Every 4th year")
    report = check(small)
    assert report.problems
    assert report.warnings == []
