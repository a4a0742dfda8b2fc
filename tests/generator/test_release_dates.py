"""A dataset's calendar says when its next data are due; the check tells what should be here."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from charts.generator.base import clock, json_text
from charts.generator.base.problems import MistakeError
from charts.generator.check.check import check
from charts.generator.check.overdue import overdue as late
from charts.generator.data.cadence import faults, newest_of, next_of, overdue, upcoming
from charts.generator.data.datasets import Dataset
from charts.generator.export import embeds
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.release_dates import dateline, next_release
from charts.generator.project import Project
from tests.support import run

PACKAGE = "data/datapackage.json"
MONTHLY = {"every": "month", "after": "P1M10D"}


def declare(cadence: object, dataset: str = "month_lengths", **more: Any) -> None:
    package = json.loads(Path(PACKAGE).read_text())
    for resource in package["resources"]:
        if resource["name"] == dataset:
            resource |= {"cadence": cadence} | more
    Path(PACKAGE).write_text(json.dumps(package, indent=2))


def dataset(
    periods: list[str], cadence: dict[str, str], column: str = "month", **fields: Any
) -> Dataset:
    """Makes a dataset with a row for each period; `fields` are other columns, with their role."""
    columns = {column: periods} | {name: cells for name, (_, cells) in fields.items()}
    described = [{"name": column, "type": "string"}]
    described += [
        {"name": name, "type": "string"} | ({"role": role} if role else {})
        for name, (role, _) in fields.items()
    ]
    descriptor = {"cadence": cadence, "schema": {"primaryKey": [column], "fields": described}}
    return Dataset("rain", Path("rain.csv"), descriptor, columns)


def due(*arguments: Any, **fields: Any) -> tuple[str, str] | None:
    found = upcoming(dataset(*arguments, **fields))
    return (found.period, found.day.isoformat()) if found else None


# When data are due -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("newest", "every", "after", "expected"),
    [
        ("2026-08", "month", "P1M10D", ("2026-09", "2026-11-10")),
        ("2026-12", "month", "P2M", ("2027-01", "2027-03-31")),
        ("2027-11", "month", "P2M", ("2027-12", "2028-02-29")),
        ("2026-08", "month", "P0D", ("2026-09", "2026-09-30")),
        ("2026-06", "quarter", "P45D", ("2026-09", "2026-11-14")),
        ("2026-06", "year", "P10M", ("2027-06", "2028-04-30")),
        ("2025", "year", "P6M", ("2026", "2027-06-30")),
        ("2025", "year", "P1Y2M", ("2026", "2028-02-29")),
        ("2026-02-27", "day", "P1D", ("2026-02-28", "2026-03-01")),
        ("2026-12-28", "week", "P1W", ("2027-01-04", "2027-01-11")),
    ],
)
def test_the_next_period_is_due_so_long_after_its_end(newest, every, after, expected):
    assert due(["2001", newest], {"every": every, "after": after}) == expected


def test_an_edition_is_due_so_long_after_its_year_begins():
    yearly = {"every": "year", "after": "P2M"}
    assert due(["2025", "2026"], yearly, "edition") == ("2027", "2027-02-28")


def test_a_year_of_which_months_are_missing_is_still_due():
    yearly, months = {"every": "year", "after": "P2M"}, ("coverage", ["12", "11"])
    assert due(["2024", "2025"], yearly, "year", months=months) == ("2025", "2026-02-28")


@pytest.mark.parametrize("every", ["irregular", "never"])
def test_data_without_a_rhythm_are_never_due(every):
    assert due(["2024"], {"every": every}, "year") is None


def test_data_are_overdue_from_the_day_after():
    held = dataset(["2026-08"], MONTHLY)
    assert overdue(held, date(2026, 11, 10)) is None
    assert overdue(held, date(2026, 11, 11)) == upcoming(held)


# What readers are told ---------------------------------------------------------------------------


def test_the_newest_period_of_several_datasets_is_the_one_that_ends_last():
    never = {"every": "never"}
    held = [dataset(["2025"], never, "year"), dataset(["2025-10", "2025-11"], never)]
    assert newest_of(held) == "2025"
    assert newest_of([*held, dataset(["2026-01"], never)]) == "2026-01"


def test_a_list_of_events_does_not_make_the_data_newer():
    events = dataset(["2026-10-22"], {"every": "irregular"}, "date", event=("event", ["Talks"]))
    assert newest_of([events, dataset(["2025"], {"every": "never"}, "year")]) == "2025"


def test_a_dateline_names_the_newest_period_and_the_next_release():
    closed = dataset(["2021"], {"every": "never"}, "year")
    assert dateline([dataset(["2026-08"], MONTHLY), closed]) == (
        "Data to August 2026, next release due by November 10, 2026"
    )
    assert dateline([closed]) == "Data to 2021"
    assert dateline([dataset(["a"], {"every": "never"}, "name")]) == ""
    assert next_of([closed]) is None


def test_of_several_releases_the_first_is_named():
    yearly = dataset(["2024"], {"every": "year", "after": "P6M"}, "year")
    assert next_of([dataset(["2026-08"], MONTHLY), yearly]) == date(2026, 6, 30)


def test_a_dataset_tells_its_next_release_in_words():
    monthly = MONTHLY | {"note": "In the monthly release."}
    assert next_release(dataset(["2026-08"], monthly)) == (
        "September 2026, due by November 10, 2026. In the monthly release."
    )
    assert next_release(dataset(["2021"], {"every": "never"}, "year")) == "None."


def test_pages_are_the_same_on_every_day(small, monkeypatch):
    def pages(day: str) -> dict[str, str]:
        monkeypatch.setenv(clock.VARIABLE, day)
        project = Project(small.root)
        evaluator = Evaluator(Content(project))
        pictures = Pictures(project.draw()[0], project.runtime.name)
        rendered = {
            page.name: str(evaluator.render(page, pictures))
            for page in [*evaluator.content.pages.values(), *evaluator.made]
        }
        return rendered | embeds.files(evaluator.content, pictures)

    declare(MONTHLY)
    early, late = pages("2024-12-31"), pages("2029-01-01")
    assert early == late
    assert "January 2025, due by March 10, 2025" in early["data/month_lengths.md"]
    assert "next release due by March 10, 2025" in early["charts/month-lengths.md"]


# What the check says ------------------------------------------------------------------------------


def warnings(project: Project) -> list[str]:
    report = check(Project(project.root))
    assert report.problems == []
    return [str(warning) for warning in report.warnings]


def test_overdue_data_are_a_warning_that_says_what_to_do(small, monkeypatch):
    declare(MONTHLY)
    line = Path(PACKAGE).read_text()[: Path(PACKAGE).read_text().index('"cadence"')].count("\n")
    monkeypatch.setenv(clock.VARIABLE, "2025-03-11")
    assert warnings(small) == [
        f'{PACKAGE}:{line + 1}:7: dataset "month_lengths" ends with December 2024; January 2025 '
        "should have come out by March 10, 2025. Renew it by hand: compute it again with Python's "
        "module calendar."
    ]
    monkeypatch.setenv(clock.VARIABLE, "2025-03-10")
    assert warnings(small) == []


def test_overdue_data_with_a_fetcher_are_renewed_by_a_command(small):
    declare(MONTHLY, fetcher="office")
    (warning,) = late(Project(small.root), date(2029, 1, 1))
    assert warning.message.endswith("Run `python -m charts refresh month_lengths`.")


def test_the_check_names_the_clock_that_it_used(small):
    named = run("--root", small.root, "check", CHARTS_TODAY="2025-03-10").stdout
    assert named == "No problems found. Today is 2025-03-10, by CHARTS_TODAY.\n"
    asked = run("--root", small.root, "check", CHARTS_TODAY="").stdout
    assert asked.endswith(", by the clock of this machine.\n")


@pytest.mark.parametrize("named", ["tomorrow", "2026-13-01", "31.12.2026", "2026"])
def test_a_day_that_is_none_is_refused_with_a_sentence(monkeypatch, named):
    monkeypatch.setenv(clock.VARIABLE, named)
    with pytest.raises(MistakeError) as caught:
        clock.today()
    assert str(caught.value) == (
        f'CHARTS_TODAY should be a day such as 2026-12-31; found "{named}".'
    )


def test_the_calendar_fails_if_anything_is_overdue(small):
    declare(MONTHLY)
    fine = run("--root", small.root, "calendar", CHARTS_TODAY="2025-03-10")
    assert (fine.returncode, fine.stderr) == (0, "")
    assert fine.stdout.splitlines() == [
        "2025-03-10  month_lengths: January 2025",
        "Today is 2025-03-10, by CHARTS_TODAY.",
    ]
    failed = run("--root", small.root, "calendar", CHARTS_TODAY="2025-03-11")
    assert failed.returncode == 1
    assert "January 2025 should have come out by March 10, 2025." in failed.stderr


# A calendar that can't be read --------------------------------------------------------------------

BAD = {
    "words": ("monthly", "", '"cadence" should be an object such as'),
    "nothing": ({"note": "soon"}, "", '"cadence" lacks "every"; write it like'),
    "no rhythm": ({"every": "fortnight"}, "every", 'there is no rhythm "fortnight"'),
    "a misspelt rhythm": (
        {"every": "months", "after": "P2M"}, "every", 'did you mean "month"?',
    ),
    "a number as rhythm": ({"every": 12}, "every", 'there is no rhythm "12"'),
    "a list as rhythm": ({"every": ["month"]}, "every", "there is no rhythm"),
    "no delay": ({"every": "month"}, "", "it is missing."),
    "a delay in words": (
        {"every": "month", "after": "2 months"}, "after", 'found "2 months".',
    ),
    "a delay in hours": ({"every": "month", "after": "PT5H"}, "after", 'found "PT5H".'),
    "an empty delay": ({"every": "month", "after": "P"}, "after", 'found "P".'),
    "a negative delay": ({"every": "month", "after": "-P2M"}, "after", 'found "-P2M".'),
    "a number as delay": ({"every": "month", "after": 65}, "after", 'found "65".'),
    "a delay without a rhythm": (
        {"every": "never", "after": "P2M"}, "after", '"after" has no meaning for data that come '
        '"never"; delete it.',
    ),
    "a misspelt key": (MONTHLY | {"notes": "Soon."}, "notes", 'did you mean "note"?'),
    "a note that is no text": (MONTHLY | {"note": 5}, "note", "found 5."),
    "days for rows of months": (
        {"every": "day", "after": "P1D"}, "every", "but rows are of months, such as 2024-12.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cadence", "key", "expected"), BAD.values(), ids=BAD)
def test_a_calendar_that_cannot_be_read_is_told(cadence, key, expected):
    ((where, said),) = faults(dataset(["2024-12"], cadence))
    assert where == key
    assert expected in said


def test_rows_of_years_come_once_a_year():
    ((_, said),) = faults(dataset(["2024"], MONTHLY, "year"))
    assert "but rows are of years, such as 2024." in said


def test_a_rhythm_needs_a_column_that_says_when():
    ((_, said),) = faults(dataset(["2024-12"], MONTHLY, "when"))
    assert "no column of the key says when" in said


@pytest.mark.parametrize("year", ["99999", "9999", "12", "soon"])
def test_a_year_that_nobody_lives_in_is_a_mistake_and_no_traceback(year):
    ((_, said),) = faults(dataset([year], {"every": "year", "after": "P2M"}, "year"))
    assert f'the newest year is "{year}"; write periods' in said


def test_a_calendar_that_cannot_be_read_stops_the_check_at_its_line(small):
    declare({"every": "month", "after": "2 months"})
    text = Path(PACKAGE).read_text()
    (problem,) = check(Project(small.root)).problems
    assert text.splitlines()[problem.line - 1][problem.column - 1 :] == '"after": "2 months"'
    assert problem.message.startswith('dataset "month_lengths": "after" should say how long')


# Places in a JSON text ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), (1, 1)),
        (("a",), (2, 2)),
        (("a", 1), (2, 11)),
        (("a", 1, "b"), (2, 12)),
        (("c", "d"), (3, 19)),
        (("a", 7), (2, 2)),
        (("x",), (1, 1)),
    ],
)
def test_a_key_or_item_of_a_json_text_is_found(path, expected):
    text = '{\n "a": [1, {"b": "} ,"}],\n "é\\"" : {},"c": {"d": null} }'
    assert json_text.place(text, *path) == expected


def test_a_path_can_begin_at_an_item_of_a_list():
    text = '{"a": 1, "list": [{"b": 1},\n {"b": 2}]}'
    begins = json_text.items(text, "list")
    assert [json_text.place(text, "b", start=at) for at in begins] == [(1, 20), (2, 3)]
    assert json_text.items(text, "a") == json_text.items(text, "c") == []


def test_a_calendar_that_nobody_has_stated_is_no_mistake_and_nothing_is_due(small):
    for cadence in ({"every": "month", "after": "unknown"}, {"every": "unknown"}):
        declare(cadence)
        found = Project(small.root).datasets["month_lengths"]
        assert [*faults(found)] == []
        assert upcoming(found) is None
        assert next_release(found) == "Not known."
