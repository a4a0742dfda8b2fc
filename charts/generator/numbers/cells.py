"""Looks up the cells that a formula asks for: series, their periods, and what each cell covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from charts.generator.base.problems import unknown
from charts.generator.data import periods
from charts.generator.data.datasets import NUMBERS, Dataset
from charts.generator.numbers.expressions import (
    Around,
    Column,
    FormulaError,
    Key,
    Node,
    Period,
    Window,
)
from charts.generator.numbers.parts import Parts
from charts.generator.numbers.quantities import PERIOD_UNITS, Cell, Label, Quantity

PERIOD = "period"  # the key of an item that says when

Value = Quantity | Label | bool


@dataclass(frozen=True)
class Item:
    """One number, word or test with the row that it is from.

    `keys` are the row's key columns; its period is under PERIOD, whatever the column's name.
    `coverage` says how much of the period the row covers, such as 11 of the months of a year;
    `named` whether the formula names that.
    """

    value: Value
    keys: dict[str, str] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    coverage: str = ""
    named: bool = False

    @property
    def number(self) -> Quantity:
        """Return its value, which has been found to be a number."""
        assert isinstance(self.value, Quantity)
        return self.value

    @property
    def period(self) -> str:
        """Return its period; empty where it has none."""
        return self.keys.get(PERIOD, "")


@dataclass(frozen=True)
class Items:
    """What a formula stands for: one item, or one for each value of its free keys."""

    items: tuple[Item, ...]
    free: frozenset[str] = frozenset()
    calendar: str = ""  # year or month, where every period between two can be named
    lower_is_better: bool = False
    open: bool = False  # whether new rows can become part of it
    style: str = ""  # the format that its numbers have unless an editor names another


@dataclass(frozen=True)
class Scope:
    """The conditions around a part of a formula.

    `parts` is what a function of many cells leaves out. `freed` is the column whose conditions do
    not count, as in the rows that a rank is among.
    """

    keys: tuple[Key, ...] = ()
    period: Node | None = None
    parts: str = ""  # "all": what makes up the whole; "single": no totals, groups and rests
    freed: str = ""
    missing_is_zero: bool = False


def look_up(
    column: Column, datasets: Mapping[str, Dataset], scope: Scope, when: Node | str | None
) -> Items:
    """Return the cells of a column under the conditions around it.

    Args:
        column: the column.
        datasets: the datasets by name.
        scope: the conditions.
        when: the period: of the formula, or as text once it is computed.

    Raises:
        FormulaError: where dataset or column is unknown, a condition fits no row, a basis is not
            named, or a value that is named has no row.
    """
    dataset = datasets.get(column.dataset)
    if dataset is None:
        raise FormulaError(unknown("dataset", column.dataset, datasets), column)
    if column.column not in dataset.fields:
        message = unknown("column", column.column, dataset.fields)
        raise FormulaError(f'in dataset "{dataset.name}", {message}', column)
    return _Lookup(column, dataset, scope, when).items()


class _Lookup:
    """The rows of one dataset that fit."""

    def __init__(
        self, column: Column, dataset: Dataset, scope: Scope, when: Node | str | None
    ) -> None:
        self.column, self.dataset, self.scope, self.when = column, dataset, scope, when
        self.period = dataset.period
        self.calendar = dataset.calendar
        self.keys = [
            k for k in scope.keys if k.column in dataset.fields and k.column != scope.freed
        ]

    def items(self) -> Items:
        dataset, roles = self.dataset, self.dataset.roles
        rows = self._rows()
        fixed = {k.column for k in self.keys if k.sign == "=" and len(k.values) == 1
                 and not k.values[0].endswith("*")}  # fmt: skip
        for name in dataset.key:
            among = {dataset.columns[name][row] for row in rows}
            if roles.get(name) == "basis" and name != self.period:
                several = len(dataset.distinct(name)) > 1
                if (
                    name not in {k.column for k in self.keys}
                    and several
                    and name != self.scope.freed
                ):
                    raise self.wrong(
                        f'the rows of "{dataset.name}" are on different bases; say which by adding '
                        f"[{name}=…]. There are: {', '.join(dataset.distinct(name))}."
                    )
            if name != self.period and len(among) == 1 and name not in self._open:
                fixed.add(name)
        free = {name for name in dataset.key if name not in fixed and name != self.period}
        if self.period and not self._is_one:
            free.add(PERIOD)
        coverage = next((n for n, role in roles.items() if role == "coverage"), "")
        named = coverage in {k.column for k in self.keys}
        found = [self._item(row, coverage, named) for row in rows]
        self._check_named(found)
        lower = dataset.better(self.column.column) == "lower"
        return Items(tuple(found), frozenset(free), self.calendar, lower)

    @property
    def _open(self) -> set[str]:
        """Return the columns whose conditions leave more than one value open."""
        return {k.column for k in self.keys if k.sign != "=" or len(k.values) > 1}

    @property
    def _is_one(self) -> bool:
        """Return whether the condition on the period names a single one."""
        when = self.when
        if isinstance(when, str):
            return True
        if not isinstance(when, Period):
            return False
        if when.moves:
            return when.text.startswith("latest")
        first = next(iter(self.dataset.columns[self.period]), "")
        return ("Q" not in when.text or "Q" in first) and len(when.text) >= len(first)

    def _rows(self) -> list[int]:
        dataset = self.dataset
        rows: Sequence[int] = range(dataset.height)
        for key in sorted(self.keys, key=lambda key: key.sign != "="):
            rows = self._fitting(rows, key)
        texts = dataset.columns[self.column.column]
        if not (_are_all(rows) and all(texts)):
            rows = [row for row in rows if texts[row]]
        if self.when is None:
            found = list(rows)
        elif not self.period:
            raise self.wrong(f'the rows of "{dataset.name}" have no period; leave it out.')
        else:
            first, last = self._span(rows)
            dates = dataset.columns[self.period]
            fit = {date for date in dataset.distinct(self.period) if within(date, first, last)}
            if _are_all(rows):
                index = dataset.index(self.period)
                found = sorted(row for date in fit for row in index[date])
            else:
                found = [row for row in rows if dates[row] in fit]
        found = self._parts(found)
        if not found:
            raise self.wrong(self._nothing(rows))
        return found

    def _parts(self, rows: list[int]) -> list[int]:
        """Return the rows without those that sum up others, as a function of many cells asks."""
        asked = {key.column: key for key in self.keys if key.sign == "="}
        for name in self.dataset.key if self.scope.parts else ():
            parts = Parts(self.dataset, self.column.column, name)
            if not parts.declared:
                continue
            if self.scope.parts == "single":
                rows = rows if name in asked else parts.single(rows)
            elif name not in asked:
                rows = parts.whole(rows, self.column)
            elif twice := parts.twice({self.dataset.columns[name][row] for row in rows}):
                raise FormulaError(f"{twice} would count twice; leave one out.", asked[name])
        return rows

    def _fitting(self, rows: Sequence[int], key: Key) -> list[int]:
        """Return the rows that fit a condition on a column."""
        dataset = self.dataset
        texts = dataset.columns[key.column]
        if key.sign in ("=", "!="):
            index = dataset.index(key.column)
            wanted: set[int] = set()
            for value in sorted(key.values, key=lambda value: value.endswith("*")):
                if value.endswith("*"):
                    hits = [
                        row for text in index if text.startswith(value[:-1]) for row in index[text]
                    ]
                else:
                    hits = list(index.get(value, index.get(_plain(value), ())))
                if not hits and not (value.endswith("*") and wanted):
                    known = unknown(f"{key.column}", value, index)
                    raise FormulaError(f'in dataset "{dataset.name}", {known}', key)
                wanted.update(hits)
            if key.sign == "=" and _are_all(rows):
                return sorted(wanted)
            return [row for row in rows if (row in wanted) == (key.sign == "=")]
        if dataset.fields[key.column].type not in NUMBERS:
            message = f'"{key.column}" holds no numbers, so "{key.sign}" can\'t compare them.'
            raise FormulaError(message, key)
        try:
            limit = float(_plain(key.values[0]))
        except ValueError:
            message = f'"{key.column}" holds numbers, and "{key.values[0]}" is not one.'
            raise FormulaError(message, key) from None
        tests = {"<": limit.__gt__, ">": limit.__lt__, "<=": limit.__ge__, ">=": limit.__le__}
        return [row for row in rows if texts[row] and tests[key.sign](float(texts[row]))]

    def _span(self, rows: Sequence[int]) -> tuple[str, str]:
        """Return the first and the last period that the condition allows."""
        if isinstance(self.when, str):
            return self.when, self.when
        dates = self.dataset.columns[self.period]
        dates = sorted(
            self.dataset.distinct(self.period) if _are_all(rows) else {dates[row] for row in rows}
        )
        try:
            return span(self.when, dates, self.calendar)
        except FormulaError as error:
            raise FormulaError(f'"{self.dataset.name}": {error}', error.place) from None

    def _item(self, row: int, coverage: str, named: bool) -> Item:
        dataset, name = self.dataset, self.column.column
        columns, described = dataset.columns, dataset.fields[name]
        key = tuple((each, columns[each][row]) for each in dataset.key)
        cell = Cell(dataset.name, name, key, columns[name][row], described.is_amount)
        keys = {each: text for each, text in key if each != self.period}
        if self.period:
            keys[PERIOD] = columns[self.period][row]
        value: Value
        if described.type in NUMBERS:
            unit = described.unit or ("year" if described.is_year else "")
            value = Quantity(float(cell.text), unit, cell.name, (cell,))
        else:
            value = Label(cell.text, PERIOD_UNITS.get(described.type, ""), cell.name, (cell,))
        covers = columns[coverage][row] if coverage else ""
        return Item(value, keys, (cell,), covers, named)

    def _check_named(self, found: list[Item]) -> None:
        """Raise FormulaError if a named value has no row in a period in which others have one."""
        if self.scope.missing_is_zero:
            return
        for key in self.keys:
            values = [value for value in key.values if not value.endswith("*")]
            if key.sign != "=" or len(values) < 2 or key.column not in self.dataset.key:
                continue
            by_period: dict[str, set[str]] = {}
            for item in found:
                by_period.setdefault(item.period, set()).add(item.keys.get(key.column, item.period))
            for period, there in by_period.items():
                lacking = [v for v in values if v not in there and _plain(v) not in there]
                if lacking and self.scope.parts:
                    when = f" in {period}" if period else ""
                    raise FormulaError(
                        f"there is no row for {key.column}={'|'.join(lacking)}{when}, which need "
                        "not mean zero; if it does, add missing=0 to the condition.",
                        key,
                    )

    def _nothing(self, rows: Sequence[int]) -> str:
        dates = self.dataset.columns[self.period] if self.period else []
        there = sorted({dates[row] for row in rows}) if rows and dates else []
        said = f'no row of "{self.dataset.name}" fits'
        if not there:
            return f"{said} these conditions together."
        reach = there[0] if len(there) == 1 else f"{there[0]} to {there[-1]}"
        return f"{said}; under the other conditions it has {reach}."

    def wrong(self, message: str) -> FormulaError:
        return FormulaError(message, self.column)


def _are_all(rows: Sequence[int]) -> bool:
    """Return whether no condition has left out a row yet, so that indexes name those that fit."""
    return isinstance(rows, range)


def span(when: Node | None, dates: Sequence[str], calendar: str) -> tuple[str, str]:
    """Return the first and last period that a condition allows, as texts or their beginnings.

    Args:
        when: a period or window of a formula.
        dates: the periods that there are, sorted.
        calendar: year, month, or nothing where they follow none.

    Raises:
        FormulaError: where the condition can't be put on these periods.
    """
    if when is None or not dates:
        return "", "9999"
    if isinstance(when, Window):
        first = span(when.first, dates, calendar)[0] if when.first else ""
        last = span(when.last, dates, calendar)[1] if when.last else "9999"
        if first > last:
            raise FormulaError("this window ends before it begins.", when)
        return first, last
    if not isinstance(when, Period):
        raise FormulaError("expected a period here, such as 2024 or 2021..2024.", when)
    if when.text.startswith("latest"):
        back = int(re.sub(r"\D", "", when.text) or 0)
        if back >= len(dates):
            raise FormulaError(f"there are only {len(dates)} periods.", when)
        return dates[-1 - back], dates[-1 - back]
    if when.moves:
        if calendar != "month":
            raise FormulaError(f"{when.text} needs a series by month.", when)
        year, month = dates[-1].split("-")
        if when.text == "year_before":
            year = str(int(year) - 1)
        return f"{year}-01", f"{year}-{month}"
    form = periods.form_of(dates[:1])
    if form != "quarter" and (found := re.fullmatch(r"(\d{4})-Q([1-4])", when.text)):
        last_month = int(found[2]) * 3
        return f"{found[1]}-{last_month - 2:02d}", f"{found[1]}-{last_month:02d}"
    if len(when.text) > len(dates[0]):
        kind = f"{form}s" if form else "other periods"
        raise FormulaError(f"{when.text} is too fine: the rows are {kind}.", when)
    return when.text, when.text


def within(date: str, first: str, last: str) -> bool:
    """Return whether a period lies between two; "2021" holds all of its months."""
    return first <= date[: len(first)] and date[: len(last)] <= last


def months_around(node: Around, date: str) -> tuple[str, str]:
    """Return the first and the last of the months before or after that of a date."""
    at, count = _months(date), node.months
    first, last = (at - count, at - 1) if node.side == "before" else (at + 1, at + count)
    return _month(first), _month(last)


def every(first: str, last: str, calendar: str) -> Iterator[str]:
    """Return every year or month from one to another."""
    if calendar == "year":
        yield from map(str, range(int(first), int(last) + 1))
    elif calendar == "month":
        yield from map(_month, range(_months(first), _months(last) + 1))


def before(date: str, calendar: str) -> str:
    """Return the year or month before one."""
    return str(int(date) - 1) if calendar == "year" else _month(_months(date) - 1)


def _months(date: str) -> int:
    """Return the months from year 0 to that of a date."""
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def _month(months: int) -> str:
    return f"{months // 12}-{months % 12 + 1:02d}"


def _plain(value: str) -> str:
    """Return a number as cells hold it, without separators: 6,000 is 6000."""
    return value.replace(",", "")
