"""Words that new data leave behind are warned of, before they are wrong."""

from charts.generator.check.check import check
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.support import edit, run

QUESTION = "docs/questions/length.md"
MONTHS = "docs/charts/month-lengths.md"
LAST = '{{ value("month_lengths", "month", month="latest") }}'


def warnings(project: Project) -> list[str]:
    report = check(Project(project.root))
    assert report.problems == []
    return [str(warning) for warning in report.warnings]


def unpin(project: Project, file: str) -> None:
    """Takes the reasons to stop at a period out of a page."""
    path = project.root / file
    head, _, rest = path.read_text().partition("pinned:\n")
    path.write_text(head + rest.partition("\n")[2])


def of_any_year(project: Project) -> None:
    """Makes the sentence of the first page true of leap years too; as long as it was."""
    edit(project.root / "docs/index.md", "A common year", "A single year")


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
    of_any_year(small)
    unpin(small, "docs/index.md")
    edit(small.root / "docs/index.md", "year=2023", "year=2024")
    assert warnings(small) == []
    add_year(small, "2025,common,365\n")
    (warning, _) = warnings(small)
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
    of_any_year(small)
    facts = small.facts / "length.py"
    facts.write_text(
        facts.read_text() + '\n\n@fact(series=["year_lengths.days"], window=None)\n'
        'def longest(year_lengths: Table) -> Quantity:\n    """Longest {series} {window}."""\n'
        '    return max(year_lengths.numbers("days"))\n'
    )
    unpin(small, "docs/index.md")
    edit(
        small.root / "docs/index.md", 'value("year_lengths", "days", year=2023)', 'fact("longest")'
    )
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
    assert done.stdout.splitlines()[1].startswith("No problems found, 1 warning.")


def test_what_hides_newer_data_is_told_beside_what_is_wrong(small):
    unpin(small, MONTHS)
    edit(small.root / QUESTION, "## Every fourth year", "## Every 4th year")
    report = check(small)
    assert len(report.problems) == len(report.warnings) == 1


def test_a_page_whose_numbers_can_not_all_be_printed_is_not_said_to_hide_any(small):
    unpin(small, MONTHS)
    edit(
        small.root / MONTHS,
        '{{ chart("month-lengths") }}',
        '{{ chart("month-lengths") }} {{ fact("x") }}',
    )
    report = check(small)
    assert len(report.problems) == 1
    assert report.warnings == []


def test_a_record_of_all_periods_does_not_tell_the_newest(small):
    of_any_year(small)
    unpin(small, "docs/index.md")
    add_year(small, "2025,common,365\n")
    edit(
        small.root / "docs/index.md",
        "year=2023) }}",
        'year=2024) }}, at most {{ fact("highest(year_lengths.days)") }}',
    )
    hidden = [line for line in warnings(small) if line.startswith("docs/index.md:")]
    assert len(hidden) == 1
    assert "the data go on to 2025" in hidden[0]


def test_the_lines_that_tell_the_same_period_are_named_together(small):
    unpin(small, MONTHS)
    again = 'It has {{ value("month_lengths", "days", month="2024-02") }}.\n\n{{ references() }}'
    edit(small.root / MONTHS, "{{ references() }}", again)
    (warning,) = warnings(small)
    assert "on this page (line 14 stops there too)" in warning
