"""Tells what a macro's number or test is about, from its formula and its cells.

The words around a macro are held against this: its years and months, whether it is a rise or a
fall, a record, a run of years, a fraction, and what the data call it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from charts.generator.check.agreement.formula_reading import (
    YEAR,
    directions,
    expanded,
    factor_of,
    is_dated,
    order_of,
    periods_of,
    series_of,
    without,
    years_of,
)
from charts.generator.check.sentence_scope import Bound
from charts.generator.data.datasets import NUMBERS, Dataset, Field
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import (
    Around,
    Call,
    Column,
    Comparison,
    Key,
    Node,
    Number,
    Operation,
    Period,
    Where,
    Window,
)
from charts.generator.numbers.ledger import Ledger, Receipt
from charts.generator.numbers.quantities import Cell, Quantity

# Tests and functions that look for a record, by its side.
_RECORDS = {"is_highest": 1, "highest_since": 1, "highest": 1,
            "is_lowest": -1, "lowest_since": -1, "lowest": -1}  # fmt: skip
# What can support a superlative or "every": more than two cells are looked at.
_MANY = {*_RECORDS, "when", "rank", "always", "never", "overtakes", "first", "last", "missing",
         "same", "count"}  # fmt: skip
# Rows with these many cells tell their years one by one; those of longer series do so as a whole.
_FEW = 40


@dataclass(frozen=True)
class Subject:
    """A column that a macro reads, with the values of keys that it names: what it is about."""

    dataset: Dataset
    column: str
    keys: Mapping[str, tuple[str, ...]]
    says: str

    @property
    def field(self) -> Field:
        """Return what the dataset says of the column."""
        return self.dataset.fields[self.column]

    @property
    def lower_is_better(self) -> bool:
        """Return whether a lower number is better, as for ranks."""
        return self.dataset.better(self.column) == "lower"


@dataclass(frozen=True)
class Compared:
    """A series compared with a part or a multiple of another: the factor, and which way."""

    factor: float
    more: bool


Noun = tuple[str, str]  # a dataset and a column


def nouns(ledger: Ledger) -> dict[Noun, str]:
    """Return what readers call each column: its title, and the nouns of series made of it."""
    found = {
        (dataset.name, name): field.title
        for dataset in ledger.datasets.values()
        for name, field in dataset.fields.items()
    }
    for series in ledger.writer.names.values():
        column = series.node.of if isinstance(series.node, Where) else series.node
        if series.says and isinstance(column, Column):
            key = (column.dataset, column.column)
            found[key] = f"{found.get(key, '')}; {series.says}"
    return found


class BoundScope:
    """What one macro's number or test is about; see the module."""

    def __init__(self, bound: Bound, ledger: Ledger, nouns: Mapping[Noun, str]) -> None:
        self.bound, self.ledger, self.nouns = bound, ledger, nouns
        self.datasets = ledger.datasets
        node = bound.node
        self.node = expanded(node, ledger) if node is not None else None
        self.nodes = list(self.node.walk()) if self.node is not None else []

    # Number -----------------------------------------------------------------------------------

    @property
    def value(self) -> float | None:
        """Return the number; None for a test and for words."""
        result = self.bound.result
        number = isinstance(result, Receipt) and isinstance(result.value, Quantity)
        return float(result.value) if number else None  # type: ignore[union-attr]

    @property
    def unit(self) -> str:
        """Return the unit of the number."""
        return self.bound.result.value.unit if isinstance(self.bound.result, Receipt) else ""

    @property
    def format(self) -> str:
        """Return the format in which the number is written."""
        result = self.bound.result
        if not isinstance(result, Receipt):
            return ""
        return result.format or formats.usual(result.value.unit)

    @property
    def is_date(self) -> bool:
        """Return whether it prints a year, a month or a day."""
        result = self.bound.result
        if not isinstance(result, Receipt):
            return False
        return self.unit in ("year", "month") or bool(re.fullmatch(r"\d{4}-\d\d.*", result.raw))

    @property
    def is_test(self) -> bool:
        """Return whether it is a claim."""
        return self.bound.macro == "claim"

    # Periods ----------------------------------------------------------------------------------

    @cached_property
    def years(self) -> frozenset[str]:
        """Return the years that words beside it may name; none where its cells have no date."""
        found = {text[:4] for text in self._typed}
        if self.is_test:
            moving = any(isinstance(n, Period) and n.moves for n in self.nodes)
            if not found or moving or any(isinstance(n, Around) for n in self.nodes):
                found |= {year for cell in self.bound.read for year in self._of(cell)}
        else:
            found |= {year for cell in self.bound.cells for year in self._of(cell)}
            if self.is_date and isinstance(self.bound.result, Receipt):
                found.add(self.bound.result.raw[:4])
        dated = any(True for cell in self.bound.cells for _ in self._dated(cell))
        for subject in self.subjects:
            if self.is_test or not dated:  # or else its cell says more than the title of all
                title = f"{subject.dataset.title} {subject.says}"
                found |= set(YEAR.findall(title))
            if self.is_test and self._open:
                found |= {text[:4] for text in subject.dataset.span}
        return frozenset(found)

    @property
    def says(self) -> str:
        """Return what it is, in the machine's words."""
        result = self.bound.result
        said = result.says if isinstance(result, Receipt) else result.entry.says if result else ""
        return said.rstrip(".")

    @cached_property
    def months(self) -> frozenset[str]:
        """Return the months that words beside it may name, as 2022-03; none where it has years."""
        dates = {text for cell in self.bound.cells for _, text in cell.key}
        if self.is_date and isinstance(self.bound.result, Receipt):
            dates.add(self.bound.result.raw)
        dates = {text[:7] for text in dates if re.match(r"\d{4}-\d\d", text)}
        return frozenset(dates | {text[:7] for text in self._typed if len(text) > 4 and dates})

    @property
    def is_of_whole_years(self) -> bool:
        """Return whether each of its cells is of a year, and of no part of one."""
        dated = [text for cell in self.bound.cells for _, text in self._dated(cell)]
        parts = any(
            "coverage" in self.datasets[cell.dataset].roles.values() for cell in self.bound.cells
        )
        return bool(dated) and not parts and all(len(text) == 4 for text in dated)

    @cached_property
    def newest(self) -> str:
        """Return the newest period of its cells."""
        return max((text for cell in self.bound.cells for _, text in self._dated(cell)), default="")

    @cached_property
    def ends(self) -> tuple[str, str] | None:
        """Return the first and last period of a change, a sum or a run; None for anything else."""
        node = self.node
        if isinstance(node, Call) and node.name in ("fall", "rise", "change"):
            found = [part.text for each in node.arguments for part in each.walk()
                     if isinstance(part, Period) and not part.moves]  # fmt: skip
            windows = any(isinstance(part, Window | Around) for part in node.walk())
            if len(found) == 2 and not windows:
                return min(found), max(found)
        return None

    @cached_property
    def spanned(self) -> tuple[str, str] | None:
        """Return the periods of two readings of one series, the later in parts of the earlier."""
        match self.node:
            case Operation(sign="/" | "-"):
                one, other = self.node.left, self.node.right
            case Call(name="times") if len(self.node.arguments) == 2:
                one, other = self.node.arguments
            case _:
                return None
        then, now = order_of(other), order_of(one)
        fixed = all(re.match(r"\d{4}(?!\d)(?!99)", text) for text in (then, now))
        moving = any(isinstance(node, Period) and node.moves for node in self.nodes)
        if moving or not fixed or then >= now or series_of(one) != series_of(other):
            return None
        return then, now

    @cached_property
    def bases(self) -> frozenset[str]:
        """Return the years from which a test's only rises or falls are measured."""
        found: set[str] = set()
        named: set[str] = set()
        for node in self.nodes:
            if isinstance(node, Call) and node.name in ("falls", "rises") and node.arguments[1:]:
                at = node.arguments[1]
                periods = list(periods_of(at)) if isinstance(at, Window) else [at.text] if (
                    isinstance(at, Period)) else []  # fmt: skip
                named |= set(periods)
                if periods and all(re.fullmatch(r"\d{4}", text) for text in periods):
                    found.add(str(int(min(periods)) - 1))
        return frozenset(found - named)

    @property
    def peak(self) -> str:
        """Return the period that a test says was the highest or lowest; empty for other tests."""
        node = self.node
        if not isinstance(node, Call) or node.name not in ("is_highest", "is_lowest"):
            return ""
        at = node.arguments[1] if node.arguments[1:] else None
        return at.text if isinstance(at, Period) and not at.moves else ""

    @property
    def moves(self) -> bool:
        """Return whether new data move it."""
        result = self.bound.result
        return result.moves if isinstance(result, Receipt) else self._moves

    @cached_property
    def _moves(self) -> bool:
        moving = any(isinstance(node, Period) and node.moves for node in self.nodes)
        return moving or self._open

    @cached_property
    def _open(self) -> bool:
        """Return whether a part of the formula reads a whole series."""
        if self.node is None:
            return self.bound.macro != "value"
        if any(isinstance(n, Window) and (n.first is None or n.last is None) for n in self.nodes):
            return True
        records = {"is_highest": 2, "is_lowest": 2, "highest": 1, "lowest": 1, "first": 1,
                   "last": 1, "overtakes": 3, "always": 1, "never": 1}  # fmt: skip
        return any(
            isinstance(node, Call)
            and len(node.arguments) <= records.get(node.name, 0)
            and not any(isinstance(part, Window) for part in node.walk())
            and (node.name.startswith("is_") or not is_dated(node))
            for node in self.nodes
        )

    @cached_property
    def _typed(self) -> set[str]:
        """Return the periods that the formula names, with those between the ends of a window."""
        found: set[str] = set()
        # A record in a window is of its own period; the window only says among which.
        among = {
            part.start
            for node in self.nodes
            if isinstance(node, Call) and node.name in ("is_highest", "is_lowest", "overtakes")
            for part in node.arguments
            if isinstance(part, Window)
        }
        for node in self.nodes:
            if isinstance(node, Period) and not node.moves:
                found.add(node.text)
            elif isinstance(node, Window) and node.start not in among:
                found |= set(periods_of(node))
            elif isinstance(node, Call) and node.name in ("falls", "rises") and node.arguments[1:]:
                first = next((p.text for p in node.arguments[1].walk() if isinstance(p, Period)
                              and not p.moves), "")  # fmt: skip
                found |= {str(int(first) - 1)} if re.fullmatch(r"\d{4}", first) else set()
        return found

    def _of(self, cell: Cell) -> Iterator[str]:
        """Yield the years of a cell: of its key, and of what else its row says."""
        dataset = self.datasets[cell.dataset]
        dated = list(self._dated(cell))
        yield from (text[:4] for _, text in dated)
        for _, text in dated:
            if text.endswith("01-01"):  # the end of the year before
                yield str(int(text[:4]) - 1)
        if not dated and len(self.bound.cells) <= _FEW:
            row = dataset.row(cell.key)
            for name, described in dataset.fields.items():
                if not described.is_amount:
                    yield from years_of(dataset.columns[name][row])
            yield from years_of(dataset.fields[cell.column].title)

    def _dated(self, cell: Cell) -> Iterator[tuple[str, str]]:
        dataset = self.datasets[cell.dataset]
        for name, text in cell.key:
            if dataset.fields[name].is_year or re.match(r"(?:1[89]|20)\d\d-", text):
                yield name, text

    # What it says -----------------------------------------------------------------------------

    @cached_property
    def direction(self) -> int:
        """Return 1 for a rise, -1 for a fall; 0 for neither, or both."""
        if self.node is None or any(subject.lower_is_better for subject in self.subjects):
            return 0
        aside = {
            name
            for subject in self.subjects
            for name, role in subject.dataset.roles.items()
            if role in ("basis", "coverage")
        }
        found = set(directions(without(self.node, aside), self.value))
        return found.pop() if len(found) == 1 else 0

    @property
    def is_level(self) -> bool:
        """Return whether it is a reading itself: one cell, as it stands."""
        if self.is_test or len(self.bound.cells) != 1 or self.value is None:
            return False
        (cell,) = self.bound.cells
        is_number = self.datasets[cell.dataset].fields[cell.column].type in NUMBERS
        return (float(cell.text or "nan") if is_number else cell.text) == self.value

    @property
    def is_rest(self) -> bool:
        """Return whether it is a reading of a series as a part of another: what is left of it."""
        match self.node:
            case Operation(sign="/"):
                one, other = self.node.left, self.node.right
            case Call(name="times" | "share") if len(self.node.arguments) == 2:
                one, other = self.node.arguments
            case _:
                return False
        return series_of(one) == series_of(other) and order_of(one) != order_of(other)

    @cached_property
    def record(self) -> int:
        """Return 1 for the highest of a series, -1 for the lowest; 0 for neither, or both."""
        found = {_RECORDS[n.name] for n in self.nodes if isinstance(n, Call) and n.name in _RECORDS}
        flip = -1 if any(subject.lower_is_better for subject in self.subjects) else 1
        match self.node:
            case Comparison(signs=(sign,), terms=(Call(name="lowest"), Call(name="highest"))):
                return flip if sign == ">" else 0
            case Comparison(signs=(sign,), terms=(Call(name="highest"), Call(name="lowest"))):
                return -flip if sign == "<" else 0
        if len(found) != 1 or any(isinstance(node, Comparison) for node in self.nodes):
            return 0
        return found.pop() * flip

    @property
    def looks_at_many(self) -> bool:
        """Return whether it looks at more than the two sides of a comparison."""
        return self.node is None or any(
            (isinstance(n, Call) and n.name in _MANY)
            or (isinstance(n, Key) and (n.sign == "!=" or len(n.values) > 2))
            for n in self.nodes
        ) or sum(isinstance(n, Comparison) for n in self.nodes) > 2  # fmt: skip

    @cached_property
    def run(self) -> int:
        """Return how many periods a run has, as in "fell three years"; 0 if it tests no run."""
        node = self.node
        if isinstance(node, Call) and node.name in ("falls", "rises", "always", "never", "same"):
            window = node.arguments[1] if node.arguments[1:] else None
            if isinstance(window, Window):
                return len(list(periods_of(window)))
            return 1 if isinstance(window, Period) and not window.moves else 0
        return 0

    @property
    def window(self) -> Window | None:
        """Return the window of a record or a rule; None where it has none."""
        node = self.node
        if isinstance(node, Call) and node.name in ("is_highest", "is_lowest", "always", "never"):
            return next((each for each in node.arguments if isinstance(each, Window)), None)
        if isinstance(node, Call) and node.name in ("highest_since", "lowest_since"):
            first = node.arguments[-1]
            if isinstance(first, Period):
                return Window(first.start, first.end, first, None)
        return None

    @cached_property
    def numbers(self) -> frozenset[float]:
        """Return the numbers that its formula names: a factor, a share, a count."""
        found: set[float] = set()
        for node in self.nodes:
            if isinstance(node, Number) and node.value:
                found.add(node.value / (100 if node.unit == "percent" else 1))
        return frozenset(found)

    @cached_property
    def compared(self) -> Compared | None:
        """Return the factor of its only comparison with a part or multiple; None without one."""
        tests = [node for node in self.nodes if isinstance(node, Comparison)]
        if len(tests) != 1 or len(tests[0].signs) != 1 or tests[0].signs[0][0] not in "<>":
            return None
        more = tests[0].signs[0][0] == ">"
        last = tests[0].terms[-1]
        if isinstance(last, Number) and last.unit == "percent":
            return Compared(last.value / 100, more)
        (_, x), (_, y) = map(factor_of, tests[0].terms)
        if x != 1 and y == 1:
            return Compared(x, not more)
        if y != 1 and x == 1:
            return Compared(y, more)
        return None

    # What it is about -------------------------------------------------------------------------

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Return the columns that it reads, with the values of keys that it names."""
        if self.node is None:
            keys: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
            for cell in self.bound.cells:
                named = keys.setdefault((cell.dataset, cell.column), {})
                for name, text in cell.key:
                    named.setdefault(name, {})[text] = None
            return tuple(
                self._subject(dataset, column, {n: tuple(t) for n, t in named.items()})
                for (dataset, column), named in keys.items()
            )
        found = {(s.dataset.name, s.column, *s.keys.items()): s for s in self.read(self.node)}
        return tuple(found.values())

    def read(self, node: Node) -> Iterator[Subject]:
        """Yield the columns that a part of its formula reads."""
        return self._read(node, {})

    def _read(self, node: Node, keys: Mapping[str, tuple[str, ...]]) -> Iterator[Subject]:
        if isinstance(node, Column) and node.dataset in self.datasets:
            if node.column in self.datasets[node.dataset].fields:
                yield self._subject(node.dataset, node.column, keys)
            return
        if isinstance(node, Where):
            own = {c.column: c.values for c in node.conditions
                   if isinstance(c, Key) and c.sign == "="}  # fmt: skip
            keys = {**own, **keys}
        for part in node.parts:
            yield from self._read(part, keys)

    def _subject(
        self, dataset: str, column: str, keys: Mapping[str, tuple[str, ...]]
    ) -> Subject:  # fmt: skip
        return Subject(self.datasets[dataset], column, keys, self.nouns[dataset, column])
