"""Numbers that remember the cells they were made of, so that each can show its receipt."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data.datasets import COARSE, NUMBERS, Dataset, text_of
from charts.generator.numbers import units

LATEST = "latest"

# What words that say when are written as, by the type of their column.
PERIOD_UNITS = {"yearmonth": "month", "date": "date"}

# A condition on a column: a value, "latest", several values, or a test of one value.
Condition = str | int | float | Iterable[Any] | Callable[[Any], bool]


@dataclass(frozen=True)
class Cell:
    """One cell of a dataset: its column, the key of its row, and what it holds.

    `amount` says whether its digits are written in groups of three; those of years and codes are
    not.
    """

    dataset: str
    column: str
    key: tuple[tuple[str, str], ...]
    text: str
    amount: bool = field(default=False, compare=False)

    @property
    def name(self) -> str:
        """Return the cell as a formula names it: days 2024."""
        return " ".join([self.column, *(value for _, value in self.key)])

    @property
    def shown(self) -> str:
        """Return what it holds, to the last digit, with separators: 29,638.331711."""
        number = re.fullmatch(r"-?\d{4,}(\.\d+)?", self.text)
        return f"{Decimal(self.text):,}" if number and self.amount else self.text


class Quantity(float):
    """A number with its unit, its formula and the cells that it is computed from.

    Adding, subtracting, multiplying and dividing keep the record. A quotient of two quantities
    of one unit is a "ratio"; a sum needs terms of one unit.
    """

    unit: str
    formula: str
    cells: tuple[Cell, ...]
    _binds: int  # how tightly the outermost operation binds: 1 sum, 2 product, 3 a name

    def __new__(
        cls,
        value: float,
        unit: str = "",
        formula: str = "",
        cells: tuple[Cell, ...] = (),
        binds: int = 3,
    ) -> Quantity:
        """Make a quantity; a plain number is its own formula."""
        self = super().__new__(cls, value)
        self.unit, self.cells, self._binds = unit, cells, binds
        self.formula = formula or f"{value:,.12g}"
        return self

    def of(self, column: str) -> Quantity | Label:
        """Return another column of this cell's row, such as the year of a peak."""
        if len(self.cells) != 1:
            raise MistakeError(f'"{self.formula}" is not a single cell, so it has no {column}.')
        key = dict(self.cells[0].key)
        if column not in key:
            raise MistakeError(unknown("key column", column, key))
        text = key[column]
        formula = f"{column} of {self.formula}"
        if text.isdigit():
            return Quantity(int(text), "year" if column == "year" else "", formula, self.cells)
        return Label(text, "month" if column == "month" else "", formula, self.cells)

    def _order(self, other: object) -> int:
        """Return 1, 0 or −1: larger, equal or smaller, whatever the units' sizes."""
        assert isinstance(other, float | int)
        theirs = float(other)
        both = isinstance(other, Quantity) and bool(self.cells and other.cells)
        if isinstance(other, Quantity) and (both or (self.unit and other.unit)):
            theirs = _in_unit(other, self, "compared")
        # Twelve digits are more than any source has: what differs later is a computer's rounding.
        if math.isclose(self, theirs, rel_tol=1e-12):
            return 0
        return 1 if float(self) > theirs else -1

    def __eq__(self, other: object) -> bool:
        return self._order(other) == 0 if isinstance(other, float | int) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return self._order(other) != 0 if isinstance(other, float | int) else NotImplemented

    def __lt__(self, other: float) -> bool:
        return self._order(other) < 0

    def __le__(self, other: float) -> bool:
        return self._order(other) <= 0

    def __gt__(self, other: float) -> bool:
        return self._order(other) > 0

    def __ge__(self, other: float) -> bool:
        return self._order(other) >= 0

    def __hash__(self) -> int:
        return hash(f"{float(self) * units.read(self.unit).scale:.9g}")

    def __add__(self, other: float) -> Quantity:
        return _combine(self, other, "+", float.__add__, 1)

    def __radd__(self, other: float) -> Quantity:
        # sum() starts from a plain 0, which the formula leaves out.
        return self if other == 0 else _combine(other, self, "+", float.__add__, 1)

    def __sub__(self, other: float) -> Quantity:
        return _combine(self, other, "\u2212", float.__sub__, 1)

    def __rsub__(self, other: float) -> Quantity:
        return _combine(other, self, "\u2212", float.__sub__, 1)

    def __mul__(self, other: float) -> Quantity:
        return _combine(self, other, "×", float.__mul__, 2)

    def __rmul__(self, other: float) -> Quantity:
        return _combine(other, self, "×", float.__mul__, 2)

    def __truediv__(self, other: float) -> Quantity:
        return _combine(self, other, "÷", float.__truediv__, 2)

    def __rtruediv__(self, other: float) -> Quantity:
        return _combine(other, self, "÷", float.__truediv__, 2)


class Label(str):
    """A word or a month from a cell, with the same record as a quantity."""

    unit: str
    formula: str
    cells: tuple[Cell, ...]

    def __new__(
        cls, value: str, unit: str = "", formula: str = "", cells: tuple[Cell, ...] = ()
    ) -> Label:
        """Make a label."""
        self = super().__new__(cls, value)
        self.unit, self.formula, self.cells = unit, formula or value, cells
        return self


def _combine(
    left: float, right: float, sign: str, operate: Callable[[float, float], float], binds: int
) -> Quantity:
    a = left if isinstance(left, Quantity) else Quantity(left)
    b = right if isinstance(right, Quantity) else Quantity(right)
    x, y = float(a), float(b)
    if sign in "+\u2212":
        unit = a.unit or b.unit
        if (a.unit and b.unit) or (a.cells and b.cells):
            y = _in_unit(b, a, "added or subtracted")
    elif a.unit and b.unit:
        unit, size = units.combined(a.unit, b.unit, divide=sign == "÷")
        x *= size
    elif sign == "÷" and a.cells and b.cells and not b.unit:
        unit = a.unit or units.RATIO
    else:  # a bare number changes no unit
        unit = a.unit or b.unit
    first = f"({a.formula})" if a._binds < binds else a.formula
    # The right side of "−" and "÷" needs its brackets even if it binds equally tightly.
    second = (
        f"({b.formula})"
        if b._binds < binds or (b._binds == binds and sign in "\u2212÷")
        else b.formula
    )
    cells = tuple(dict.fromkeys(a.cells + b.cells))
    result = operate(x, y)
    if sign in "+\u2212" and abs(result) < 1e-12 * max(abs(x), abs(y)):
        result = 0.0  # a computer's rounding, which would be written out as a tiny number
    return Quantity(result, unit, f"{first} {sign} {second}", cells, binds)


def _in_unit(quantity: Quantity, like: Quantity, what: str) -> float:
    """Return a quantity's number in the unit of another; MistakeError where that can't be."""
    if quantity.unit == like.unit:
        return float(quantity)
    if not units.same_measure(quantity.unit, like.unit):
        raise MistakeError(
            f'"{like.formula}" is in {like.unit or "no unit"} and "{quantity.formula}" in '
            f"{quantity.unit or 'no unit'}; they can't be {what}."
        )
    return float(quantity) * (units.read(quantity.unit).scale / units.read(like.unit).scale)


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Add quantities, with a formula that stays short however many they are."""
    terms = list(quantities)
    if not terms:
        raise MistakeError("there is nothing to add up: no row fits.")
    first, result = terms[0], terms[0]
    if len(terms) <= 3:
        return sum(terms[1:], first)
    for term in terms[1:]:  # without the formula and the cells so far, which would be copied anew
        result = Quantity(result, result.unit, first.formula, first.cells) + term
    formula = f"sum of {first.formula} to {terms[-1].formula} ({len(terms)} cells)"
    cells = dict.fromkeys(cell for term in terms for cell in term.cells)
    return Quantity(result, result.unit, formula, tuple(cells), 3)


def rank_among(one: Quantity, others: Sequence[Quantity], kind: str) -> Quantity:
    """Return the rank of a quantity among others of a kind, such as "countries"; 1 is the largest.

    Its cells are its own and those of the larger ones.
    """
    larger = [other for other in others if other > one]
    formula = f"place of {one.formula} among {len(others) + 1} {kind}"
    cells = (*one.cells, *(cell for other in larger for cell in other.cells))
    return Quantity(1 + len(larger), "rank", formula, cells)


class Table:
    """A dataset as facts and claims read it: it records every cell taken.

    `moves` says whether "latest" or all periods were asked for, so that new rows can change the
    result.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.read: dict[Cell, None] = {}
        self.moves = False

    def cell(self, column: str, /, **where: Condition) -> Quantity | Label:
        """Return the one cell of a column whose row fits the conditions.

        Raises:
            MistakeError: if the column is unknown, or no row fits, or more than one.
        """
        found = self.cells(column, **where)
        if len(found) > 1:
            free = [name for name in self.dataset.key if name not in where]
            raise MistakeError(
                f'{len(found)} rows of "{self.dataset.name}" fit {_shown(where)}; name one'
                + (f" by adding {' and '.join(free)}=…" if free else "") + "."
            )  # fmt: skip
        return found[0]

    def number(self, column: str, /, **where: Condition) -> Quantity:
        """Return the one cell, which must be a number."""
        found = self.cell(column, **where)
        if not isinstance(found, Quantity):
            raise MistakeError(f'column "{column}" of "{self.dataset.name}" holds no numbers.')
        return found

    def numbers(self, column: str, /, **where: Condition) -> list[Quantity]:
        """Return the cells of a number column in the file's order of rows; at least one."""
        return [cell for cell in self.cells(column, **where) if isinstance(cell, Quantity)]

    def cells(self, column: str, /, **where: Condition) -> list[Quantity | Label]:
        """Return the cells of a column whose rows fit the conditions; at least one."""
        dataset = self.dataset
        fields = dataset.fields
        for name in (column, *where):
            if name not in fields:
                message = unknown("column", name, fields)
                raise MistakeError(f'in dataset "{dataset.name}", {message}')
        self.moves |= any(map(_is_latest, where.values()))
        self.moves |= bool(dataset.period) and not any(map(dataset.is_period, where))
        rows = select(dataset, where)
        if not rows:
            raise MistakeError(
                f'no row of "{dataset.name}" fits {_shown(where)}. {_coverage(dataset, where)}'
            )
        return [self._take(row, column) for row in rows]

    def _take(self, row: int, column: str) -> Quantity | Label:
        columns = self.dataset.columns
        described = self.dataset.fields[column]
        key = tuple((name, columns[name][row]) for name in self.dataset.key)
        cell = Cell(self.dataset.name, column, key, columns[column][row], described.is_amount)
        if not cell.text:
            raise MistakeError(f'the cell "{cell.name}" of "{self.dataset.name}" is empty.')
        self.read[cell] = None
        if described.type in NUMBERS:
            unit = described.unit or ("year" if described.is_year else "")
            return Quantity(float(cell.text), unit, cell.name, (cell,))
        return Label(cell.text, PERIOD_UNITS.get(described.type, ""), cell.name, (cell,))


def select(dataset: Dataset, where: Mapping[str, Condition]) -> list[int]:
    """Return the positions of the rows that fit all conditions on their columns.

    "latest" is the latest in time of the rows that fit the other conditions; of several columns
    with it, years count before months.

    Raises:
        MistakeError: if "latest" is asked of a column that has no order in time.
    """
    moving = [name for name, condition in where.items() if _is_latest(condition)]
    rows = dataset.rows_with(
        [(name, text_of(c)) for name, c in where.items() if name not in moving and _is_one(c)]
    )
    for name, condition in where.items():
        texts = dataset.columns[name]
        if name in moving:
            rows = [row for row in rows if texts[row]]
        elif callable(condition):
            values = dataset.values[name]
            rows = [row for row in rows if condition(values[row])]
        elif isinstance(condition, Iterable) and not isinstance(condition, str):
            wanted = {text_of(value) for value in condition}
            rows = [row for row in rows if texts[row] in wanted]
    for name in sorted(moving, key=_coarseness):
        order, texts = dataset.in_time(name), dataset.columns[name]
        if rows and not order:
            raise MistakeError(
                f'the column "{name}" of "{dataset.name}" has no latest: what it says, such as '
                f'"{texts[rows[0]]}", has no order in time that can be read in one way only.'
            )
        place = {text: number for number, text in enumerate(order)}
        last = max((place[texts[row]] for row in rows), default=0)
        rows = [row for row in rows if place[texts[row]] == last]
    return list(rows)


def _is_one(condition: Condition) -> bool:
    """Return whether a condition names the one value that fits."""
    return isinstance(condition, str) or not (
        callable(condition) or isinstance(condition, Iterable)
    )


def _is_latest(condition: Condition) -> bool:
    return isinstance(condition, str) and condition == LATEST


def _coarseness(column: str) -> int:
    return COARSE.index(column) if column in COARSE else len(COARSE)


def _shown(where: Mapping[str, Condition]) -> str:
    if not where:
        return "an empty condition"
    return ", ".join(f'{k}="{v}"' if isinstance(v, str) else f"{k}={v}" for k, v in where.items())


def _coverage(dataset: Dataset, where: Mapping[str, Condition]) -> str:
    """Say which values the columns named in conditions have."""
    said = []
    for name in where:
        values = dataset.distinct(name)
        if len(values) > 8:
            numeric = dataset.values[name] is not dataset.columns[name]
            known = sorted(filter(None, values), key=float if numeric else str)
            said.append(f"{name} goes from {known[0]} to {known[-1]}")
        else:
            said.append(f"{name} is one of: {', '.join(values)}")
    text = "; ".join(said)
    return text[:1].upper() + text[1:] + "." if said else "It has no rows."
