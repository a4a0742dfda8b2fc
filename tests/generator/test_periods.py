"""Periods are read in the forms in which files write them, and "latest" is the latest in time."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from charts.generator.base.problems import MistakeError
from charts.generator.data import periods
from charts.generator.data.datasets import Dataset
from charts.generator.numbers.formats import write
from charts.generator.numbers.ledger import Ledger
from charts.generator.numbers.quantities import Table

# Texts of a column, their form, and the texts as they sort in time.
READ = {
    "years": (["2021", "2020"], "year", ["2021", "2020"]),
    "quarters": (["2020Q1", "2020Q4"], "quarter", ["2020-Q1", "2020-Q4"]),
    "quarters before their year": (["Q3 2020"], "quarter", ["2020-Q3"]),
    "quarters with their number first": (["1Q2020"], "quarter", ["2020-Q1"]),
    "weeks": (["2020-W05", "2021-W53"], "", []),
    "weeks of a long year": (["2020-W5", "2020-W53"], "week", ["2020-W05", "2020-W53"]),
    "months": (["2020-01", "2020-12"], "month", ["2020-01", "2020-12"]),
    "months of the IMF": (["2020M1", "2020M12"], "month", ["2020-01", "2020-12"]),
    "months by name": (["Jan 2020", "Sept. 2021"], "month", ["2020-01", "2021-09"]),
    "months by a German name": (["Mai 2020", "Dezember 2020"], "month", ["2020-05", "2020-12"]),
    "months by a Russian name": (["январь 2020"], "month", ["2020-01"]),
    "months with a short year": (["Jan-20", "Dec-99"], "month", ["2020-01", "1999-12"]),
    "days": (["2020-01-31"], "day", ["2020-01-31"]),
    "days at midnight": (["2020-01-31 00:00:00"], "day", ["2020-01-31"]),
    "American days": (["1/22/20", "2/1/20"], "day", ["2020-01-22", "2020-02-01"]),
    "British days": (["22/1/2020", "1/2/2020"], "day", ["2020-01-22", "2020-02-01"]),
    "German days": (["1.2.2020", "2.1.2020"], "day", ["2020-02-01", "2020-01-02"]),
    "days with names": (["1 Feb 2020", "22 January 2020"], "day", ["2020-02-01", "2020-01-22"]),
    "American days with names": (["Feb 1, 2020"], "day", ["2020-02-01"]),
    "seasons": (["2009-10", "2010-11"], "season", ["2009/10", "2010/11"]),
    "seasons over a century": (["1999-00", "2018-19"], "season", ["1999/00", "2018/19"]),
    "fiscal years": (["2018/19"], "season", ["2018/19"]),
    "names of months alone": (["May", "Jan"], "month of a year", ["05", "01"]),
    "a day that is not in the calendar": (["2020-02-30"], "", []),
    "a month that is not": (["2020-13"], "", []),
    "days of two orders": (["1/22/20", "22/1/20"], "", []),
    "a day and a word": (["2020-01-31", "later"], "", []),
    "places": (["Chad", "Mali"], "", []),
    "nothing": ([], "", []),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "form", "sortable"), READ.values(), ids=READ)
def test_periods_are_read_as_what_they_mean(texts, form, sortable):
    found = periods.read(texts)
    assert (found.form if found else "") == form
    assert [found.texts[text] for text in texts] == sortable if found else sortable == []


@pytest.mark.parametrize(
    ("texts", "swappable"),
    [(["1/2/2020"], True), (["1/2/2020", "13/2/2020"], False), (["1/1/2020", "2/2/2020"], False)],
)
def test_dates_are_swappable_if_each_could_have_day_and_month_exchanged(texts, swappable):
    found = periods.read(texts)
    assert found and found.swappable == swappable


def test_the_order_of_day_and_month_can_be_said():
    first = periods.read(["1/2/2020"], periods.DAY_FIRST)
    second = periods.read(["1/2/2020"], periods.MONTH_FIRST)
    assert first and first.texts == {"1/2/2020": "2020-02-01"}
    assert second and second.texts == {"1/2/2020": "2020-01-02"}
    assert periods.read(["13/2/2020"], periods.MONTH_FIRST) is None


WRITTEN = {
    "year": "{:%Y}", "month": "{:%Y-%m}", "day": "{:%Y-%m-%d}", "American": "{:%m/%d/%Y}",
    "named": "{:%d %b %Y}", "month by name": "{:%B %Y}",
}  # fmt: skip


@pytest.mark.parametrize("form", WRITTEN.values(), ids=WRITTEN)
@given(days=some.lists(some.dates(date(1583, 1, 1)), min_size=1, max_size=20))
def test_what_is_read_sorts_in_time(form, days):
    written = [form.format(day) for day in days]
    found = periods.read(written, periods.MONTH_FIRST)
    assert found
    texts = [found.texts[text] for text in written]
    starts = [periods.begin(text, found.form) for text in texts]
    assert [texts.index(text) for text in sorted(texts)] == [
        starts.index(start) for start in sorted(starts)
    ]
    assert all(start <= day for start, day in zip(starts, days, strict=True))


@given(some.dates(date(1583, 1, 1), date(9998, 12, 31)), some.sampled_from(list(periods.LENGTHS)))
def test_a_day_is_in_the_period_that_is_named_for_it(day, form):
    text = periods.named(day, form)
    assert periods.form_of([text]) == form
    assert periods.named(periods.begin(text, form), form) == text


# Latest -----------------------------------------------------------------------------------------


def table(key: list[str], types: dict[str, str], **columns: list[str]) -> Table:
    described = [{"name": name, "type": types.get(name, "string")} for name in columns]
    descriptor = {"schema": {"primaryKey": key, "fields": described}}
    return Table(Dataset("rain", Path("rain.csv"), descriptor, columns))


LATEST: dict[str, tuple[list[str], str]] = {
    "American days": (["1/22/20", "2/1/20", "10/1/20", "12/31/20", "1/5/21"], "1/5/21"),
    "months by name": (["Dec 2019", "Apr 2020", "Feb 2020"], "Apr 2020"),
    "names of months": (["September", "October", "May"], "October"),
    "quarters before their year": (["Q4 2019", "Q1 2020"], "Q1 2020"),
    "weeks": (["2020-W9", "2020-W10"], "2020-W10"),
    "seasons over a century": (["1998-99", "1999-00", "2000-01"], "2000-01"),
}


@pytest.mark.parametrize(("when", "last"), LATEST.values(), ids=LATEST)
def test_latest_is_the_latest_in_time(when, last):
    cells = table(["date"], {"n": "number"}, date=when, n=[str(n) for n in range(len(when))])
    assert cells.cell("date", date="latest") == last


def test_latest_does_not_depend_on_the_order_of_conditions():
    cells = table(
        ["year", "month"],
        {"year": "integer", "month": "integer", "n": "integer"},
        year=["2020", "2020", "2020", "2021"],
        month=["1", "2", "12", "1"],
        n=["5", "6", "7", "8"],
    )
    one: dict[str, Any] = {"year": "latest", "month": "latest"}
    assert cells.number("n", **one) == cells.number("n", **dict(reversed(one.items()))) == 8


def test_latest_is_the_latest_of_the_rows_that_fit_the_other_conditions():
    columns = {"year": ["2020", "2020", "2021"], "place": ["A", "B", "B"], "n": ["5", "6", "7"]}
    cells = table(["year", "place"], {"year": "integer", "n": "integer"}, **columns)
    assert cells.number("n", year="latest", place="A") == 5
    assert cells.number("n", place="A", year="latest") == 5


@pytest.mark.parametrize("texts", [["Chad", "Mali"], ["1/2/2020", "2/1/2020"]])
def test_what_has_no_order_in_time_has_no_latest(texts):
    cells = table(["place"], {"n": "integer"}, place=texts, n=["1", "2"])
    with pytest.raises(MistakeError, match='the column "place" of "rain" has no latest: what it'):
        cells.number("n", place="latest")


def test_a_column_can_say_by_its_role_that_it_has_the_periods():
    columns = {"quartal": ["2020-Q1", "2020-Q2"], "n": ["1", "2"]}
    described = [
        {"name": "quartal", "type": "string", "role": "period"},
        {"name": "n", "type": "integer"},
    ]
    schema = {"schema": {"primaryKey": ["quartal"], "fields": described}}
    dataset = Dataset("rain", Path("rain.csv"), schema, columns)
    assert (dataset.period, dataset.last) == ("quartal", "2020-Q2")


def test_a_day_is_written_as_words():
    cells = table(["date"], {"date": "date"}, date=["2020-01-05"])
    day = cells.cell("date")
    assert not isinstance(day, float)
    assert write(str(day), day.unit) == "January 5, 2020"


# Formulas ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "value"),
    [("q.n[2020-Q2]", 2), ("q.n[latest]", 4), ("sum(q.n[2020-Q1..2020-Q3])", 6)],
)
def test_formulas_know_the_quarters_of_rows(formula, value):
    columns = {"quarter": ["2020-Q1", "2020-Q2", "2020-Q3", "2021-Q1"], "n": list("1234")}
    fields = [
        {"name": "quarter", "type": "string", "role": "period"},
        {"name": "n", "type": "number"},
    ]
    descriptor = {"title": "Q", "schema": {"primaryKey": ["quarter"], "fields": fields}}
    ledger = Ledger({"q": Dataset("q", Path("q.csv"), descriptor, columns)}, [])
    assert ledger.fact(formula).value == value
