"""Computes a formula: from its tree and the datasets to a number, a word or a tested claim."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats, units
from charts.generator.numbers.cells import (
    PERIOD,
    Item,
    Items,
    Scope,
    every,
    look_up,
    months_around,
    span,
    within,
)
from charts.generator.numbers.expressions import (
    Around,
    Call,
    Column,
    Comparison,
    FormulaError,
    Key,
    Logic,
    Name,
    Node,
    Not,
    Number,
    Operation,
    Period,
    Stated,
    Where,
    Window,
    Words,
    columns,
)
from charts.generator.numbers.parts import counted_twice
from charts.generator.numbers.quantities import Cell, Label, Quantity

# Units that count or order, beside which a bare number means something.
COUNTING = ("", "year", "years", "months", "rank", "rows", "partners", units.RATIO)

SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "=": operator.eq, "!=": operator.ne,
}  # fmt: skip

Function = Callable[["Evaluation", Call, Scope], Items]


@dataclass(frozen=True)
class Known:
    """What the names in a formula mean: the datasets, the formulas with names, the functions."""

    datasets: Mapping[str, Dataset]
    names: Mapping[str, Node]
    functions: Mapping[str, Function]
    texts: Callable[[str], Quantity]  # the number that a text states, by claim
    computed: Callable[[str], Item | None]  # what a function of the explainer's code gives


@dataclass
class Evaluation:
    """One computation of a formula: the cells it has read, and whether new data can move it."""

    known: Known
    read: dict[Cell, None] = field(default_factory=dict)
    moves: bool = False
    _within: tuple[str, ...] = ()  # the names that are being computed, to notice a circle

    def run(self, node: Node) -> tuple[Item, str]:
        """Return what a whole formula stands for, and the format that it asks for.

        Raises:
            FormulaError: where it can't be computed, with the place in its text.
        """
        found = self.items(node, Scope())
        item = self._one(found, node)
        self.note([item])
        return item, found.style

    def note(self, items: Iterable[Item]) -> None:
        """Remember the cells of some items as looked at."""
        for item in items:
            self.read.update(dict.fromkeys(item.cells))

    # What functions ask for ------------------------------------------------------------------

    def one(self, node: Node, scope: Scope) -> Item:
        """Return the single item that a part of a formula stands for."""
        return self._one(self.items(node, scope), node)

    def _one(self, found: Items, node: Node) -> Item:
        if len(found.items) == 1:
            return found.items[0]
        if not found.items:
            raise FormulaError("no row fits.", node)
        raise FormulaError(self._several(found), node)

    def number(self, node: Node, scope: Scope) -> Item:
        """Return the single number that a part of a formula stands for."""
        item = self.one(node, scope)
        if not isinstance(item.value, Quantity):
            raise FormulaError(f"a number is expected here, not {_kind(item)}.", node)
        return item

    def series(self, node: Node, scope: Scope) -> Items:
        """Return numbers by period: one for each, in the order of their periods."""
        found = self.items(node, scope)
        for item in found.items:
            if not isinstance(item.value, Quantity):
                raise FormulaError(f"a number is expected here, not {_kind(item)}.", node)
        others = found.free - {PERIOD}
        periods = [item.period for item in found.items]
        if others and len(set(periods)) < len(periods):
            raise FormulaError(self._several(found, others), node)
        if PERIOD not in found.free and len(found.items) == 1:
            message = (
                "a series is expected here, with its periods left open; this is a single cell."
            )
            raise FormulaError(message, node)
        return replace(found, items=tuple(sorted(found.items, key=lambda item: item.period)))

    def within(self, found: Items, window: Node | None, *, whole: bool = False) -> list[Item]:
        """Return the items of a series in a window.

        Args:
            found: the series.
            window: a period or window; all of the series where it is None.
            whole: whether every period between the ends must have a row.
        """
        dates = sorted({item.period for item in found.items})
        first, last = span(window, dates, found.calendar)
        self.moves |= window is None or _moves(window)
        chosen = [item for item in found.items if within(item.period, first, last)]
        at = window or 0
        if not chosen:
            reach = f"{dates[0]} to {dates[-1]}" if dates else "nothing"
            raise FormulaError(f"the series has no row here; it has {reach}.", at)
        if whole:
            self.no_gaps(sorted({item.period for item in chosen}), window, found.calendar, at)
        return chosen

    def no_gaps(
        self, periods: list[str], window: Node | None, calendar: str, at: Node | int
    ) -> None:
        """Raise FormulaError where a year or month between the ends of a window has no row.

        Args:
            periods: those that have rows, sorted.
            window: the window as typed; where an end of it is open, the first or last row is.
            calendar: year, month, or nothing where there is no saying what lies between.
            at: the place in the formula.
        """
        if not calendar:
            return
        first, last = (
            (window.first, window.last) if isinstance(window, Window) else (window, window)
        )
        begin, end = periods[0], periods[-1]
        if isinstance(first, Period):
            if first.text in ("this_year", "year_before"):
                begin = f"{begin[:4]}-01"
            elif not first.moves:
                begin = span(first, periods, calendar)[0]
        if isinstance(last, Period) and not last.moves:
            end = span(last, periods, calendar)[1]
        if calendar == "month":
            begin, end = (f"{begin}-01"[:7], f"{end}-12"[:7])
        gaps = sorted(set(every(begin, end, calendar)) - set(periods))
        if gaps:
            few = formats.listed([*gaps[:3], *([f"{len(gaps) - 3} more"] if gaps[3:] else [])])
            raise FormulaError(f"the series has no row for {few}.", at)

    def at(self, found: Items, node: Node, scope: Scope) -> Item:
        """Return the item of a series in one period, typed or computed."""
        when = self.period_of(node, scope)
        if isinstance(when, str):
            chosen = [item for item in found.items if item.period == when]
        else:
            chosen = self.within(found, when)
        if len(chosen) != 1:
            said = f"{len(chosen)} rows" if chosen else "no row"
            dates = sorted({item.period for item in found.items})
            reach = f"; the series has {dates[0]} to {dates[-1]}" if dates else ""
            raise FormulaError(f"{said} where one period is meant{reach}.", node)
        return chosen[0]

    def period_of(self, node: Node, scope: Scope) -> Node | str:
        """Return a period as typed, or as text once it is computed."""
        if isinstance(node, Period | Window):
            return node
        item = self.one(node, replace(scope, period=None))
        self.note([item])
        if isinstance(item.value, Label):
            return str(item.value)
        if isinstance(item.value, Quantity) and item.value.unit == "year":
            return f"{item.value:.0f}"
        raise FormulaError("a period is expected here, such as 2024.", node)

    # The rules --------------------------------------------------------------------------------

    def items(self, node: Node, scope: Scope) -> Items:
        """Return all that a part of a formula stands for under the conditions around it."""
        match node:
            case Number():
                return Items((Item(Quantity(node.value, node.unit, _number(node))),))
            case Period():
                return Items((Item(_date(node)),))
            case Words():
                return Items((Item(Label(node.text)),))
            case Column():
                return self._column(node, scope)
            case Name():
                return self._named(node, scope)
            case Stated():
                try:
                    value = self.known.texts(node.id)
                except MistakeError as error:
                    raise FormulaError(str(error), node) from None
                return Items((Item(value, {}, value.cells),))
            case Where():
                return self.items(node.of, self._scope(node, scope))
            case Call():
                if node.name not in self.known.functions:
                    known = unknown("function", node.name, self.known.functions)
                    raise FormulaError(known, node)
                return self.known.functions[node.name](self, node, scope)
            case Operation():
                return self._operation(node, scope)
            case Comparison():
                return self._comparison(node, scope)
            case Logic():
                return self._logic(node, scope)
            case Not():
                tests = self.tests(node.of, scope)
                return _each(tests, lambda item: replace(item, value=not item.value))
        raise FormulaError("a window of periods belongs between brackets.", node)

    def tests(self, node: Node, scope: Scope) -> Items:
        """Return the tests that a part of a formula stands for."""
        found = self.items(node, scope)
        for item in found.items:
            if not isinstance(item.value, bool):
                message = f"a test is expected here, such as a < b, not {_kind(item)}."
                raise FormulaError(message, node)
        return found

    def _column(self, node: Column, scope: Scope) -> Items:
        when: Node | str | None = scope.period
        if isinstance(when, Around):
            first, last = self._around(when)
            window = Window(when.start, when.end, _typed(when, first), _typed(when, last))
            found = look_up(node, self.known.datasets, scope, window)
            if len({item.period for item in found.items}) < when.months:
                message = f"some of the {when.months} months {when.side} {when.event} have no row."
                raise FormulaError(message, when)
            return found
        if isinstance(when, Node) and not isinstance(when, Period | Window):
            when = self.period_of(when, scope)
        if isinstance(when, Period | Window):
            self.moves |= _moves(when)
        found = look_up(node, self.known.datasets, scope, when)
        return replace(found, open=when is None and PERIOD in found.free)

    def _around(self, node: Around) -> tuple[str, str]:
        """Return the months around an event, which a dataset of events dates."""
        events: dict[str, str] = {}
        for dataset in self.known.datasets.values():
            for name, role in dataset.roles.items():
                if role == "event":
                    events |= zip(dataset.columns[name], dataset.columns["date"], strict=True)
        if node.event not in events:
            raise FormulaError(unknown("event", node.event, events), node)
        return months_around(node, events[node.event])

    def _named(self, node: Name, scope: Scope) -> Items:
        name = node.name
        if name not in self.known.names:
            if (item := self.known.computed(name)) is not None:
                return Items((item,))
            if name in self.known.datasets:
                fields = self.known.datasets[name].fields
                message = (
                    f'"{name}" is a dataset; name a column of it: {name}.{next(iter(fields))}.'
                )
                raise FormulaError(message, node)
            choices = [*self.known.names, *self.known.functions]
            raise FormulaError(unknown("name", name, choices), node)
        if name in self._within:
            raise FormulaError(f'"{name}" is made of itself.', node)
        before, self._within = self._within, (*self._within, name)
        try:
            return self.items(self.known.names[name], scope)
        except FormulaError as error:
            if isinstance(error.place, Node) and error.place not in self.known.names[name].walk():
                raise  # it is in a condition around the name
            # Its place is in the text of the name, not in this one.
            raise FormulaError(f'in "{name}": {error}', node) from None
        finally:
            self._within = before

    def _scope(self, node: Where, outer: Scope) -> Scope:
        """Return the conditions of a bracket together with those around it."""
        keys = list(outer.keys)
        period, missing = outer.period, outer.missing_is_zero
        inner_period = None
        for condition in node.conditions:
            if isinstance(condition, Key):
                if condition.column == "missing":
                    if condition.values != ("0",):
                        raise FormulaError("write missing=0, or nothing.", condition)
                    missing = True
                    continue
                self._check_column(node.of, condition)
                for key in keys:
                    if key.column == condition.column and key.sign == condition.sign == "=":
                        if key.values != condition.values:
                            fixed = " or ".join(condition.values)
                            message = f"{key.column} is {fixed} in this series already."
                            raise FormulaError(message, key)
                        break
                else:
                    keys.append(condition)
            elif inner_period is not None:
                raise FormulaError("one bracket has one period.", condition)
            else:
                inner_period = condition
        # A cell that has its period keeps it, whatever is asked around it.
        period = inner_period or period
        return replace(outer, keys=tuple(keys), period=period, missing_is_zero=missing)

    def _check_column(self, node: Node, key: Key) -> None:
        """Raise FormulaError where a condition is on a column that no series below it has."""
        known: dict[str, None] = {}
        for below in columns(node, self.known.names):
            if dataset := self.known.datasets.get(below.dataset):
                known |= dict.fromkeys(dataset.fields)
        if known and key.column not in known:
            raise FormulaError(unknown("column", key.column, known), key)

    # Numbers ----------------------------------------------------------------------------------

    def _operation(self, node: Operation, scope: Scope) -> Items:
        left, right = self.items(node.left, scope), self.items(node.right, scope)
        change = node.sign in "+-"

        def operate(a: Item, b: Item) -> Item:
            x, y = self._numbers(node, (a, node.left), (b, node.right), bare=not change)
            if node.sign == "/" and y == 0:
                raise FormulaError("this divides by zero.", node.right)
            if node.sign == "+":
                self._check_twice(a, b, node)
            try:
                value: Quantity = _ARITHMETIC[node.sign](x, y)
            except MistakeError as error:
                raise FormulaError(str(error), node) from None
            return _merged(a, b, value)

        return self._joined(node, left, right, operate)

    def _check_twice(self, a: Item, b: Item, node: Operation) -> None:
        """Raise FormulaError where a total and one of its parts are added up."""
        for one in a.cells:
            for other in b.cells:
                dataset = self.known.datasets.get(one.dataset)
                if dataset is None or one.dataset != other.dataset:
                    continue
                if twice := counted_twice(one, other, dataset):
                    raise FormulaError(f"{twice} would count twice; leave one out.", node.right)

    def _comparison(self, node: Comparison, scope: Scope) -> Items:
        terms = [self.items(term, scope) for term in node.terms]
        found = None
        for number, sign in enumerate(node.signs):
            pair = (node.terms[number], node.terms[number + 1])

            def compare(a: Item, b: Item, sign: str = sign, pair: tuple[Node, Node] = pair) -> Item:
                return _merged(a, b, self._holds(node, sign, (a, pair[0]), (b, pair[1])))

            step = self._joined(node, terms[number], terms[number + 1], compare)
            found = step if found is None else self._joined(node, found, step, _both)
        assert found is not None
        return found

    def _holds(
        self, node: Node, sign: str, left: tuple[Item, Node], right: tuple[Item, Node]
    ) -> bool:
        a, b = left[0].value, right[0].value
        if isinstance(a, Label) and isinstance(b, Label):
            if a.unit == b.unit == "month" and len(a) != len(b):
                message = f"a month and another period are compared: {a} and {b}."
                raise FormulaError(message, right[1])
            return SIGNS[sign](str(a), str(b))
        if isinstance(a, Quantity) and isinstance(b, Quantity):
            x, y = self._numbers(node, left, right, bare=False)
            try:
                return SIGNS[sign](x, y)
            except MistakeError as error:
                raise FormulaError(str(error), node) from None
        raise FormulaError(f"{_kind(left[0])} can't be compared with {_kind(right[0])}.", node)

    def _logic(self, node: Logic, scope: Scope) -> Items:
        found = self.tests(node.tests[0], scope)
        join = _both if node.word == "and" else _either
        for test in node.tests[1:]:
            found = self._joined(node, found, self.tests(test, scope), join)
        return found

    def _numbers(
        self, node: Node, left: tuple[Item, Node], right: tuple[Item, Node], *, bare: bool
    ) -> tuple[Quantity, Quantity]:
        """Return two numbers that may go together.

        Args:
            node: the operation, for the place of a mistake.
            left: a number, with its part of the formula.
            right: the other one.
            bare: whether a number without a unit may stand beside one that has one.
        """
        values = []
        for item, part in (left, right):
            if not isinstance(item.value, Quantity):
                raise FormulaError(f"a number is expected here, not {_kind(item)}.", part)
            values.append(item.value)
        for (item, part), other in zip((left, right), reversed(values), strict=True):
            if bare or not isinstance(part, Number) or part.unit or not item.value:
                continue
            if other.unit == "percent":
                raise FormulaError(f"{part.text} what? Write {part.text}%.", part)
            if other.unit not in COUNTING:
                message = f"{part.text} what? Write {part.text} {other.unit}."
                raise FormulaError(message, part)
        self.check_coverage(left, right)
        return values[0], values[1]

    def check_coverage(self, left: tuple[Item, Node], right: tuple[Item, Node]) -> None:
        """Raise FormulaError where part of a period is set against another part, unsaid."""
        a, b = left[0], right[0]
        if a.coverage and b.coverage and a.coverage != b.coverage and not (a.named and b.named):
            raise FormulaError(
                f"{a.period} covers {a.coverage} months and {b.period} covers {b.coverage}; if you "
                "mean that, name both with months=….",
                right[1],
            )

    def _joined(
        self, node: Node, left: Items, right: Items, join: Callable[[Item, Item], Item]
    ) -> Items:
        """Return each item of one side joined with its like on the other, by their free keys."""
        shared = left.free & right.free
        if left.free - shared and right.free - shared:
            one, other = sorted(left.free - shared)[0], sorted(right.free - shared)[0]
            raise FormulaError(
                f"one side is open by {one} and the other by {other}; name one of them.", node
            )
        order = sorted(shared)
        by_key: dict[tuple[str, ...], list[Item]] = {}
        for item in right.items:
            by_key.setdefault(tuple(item.keys.get(k, "") for k in order), []).append(item)
        found = []
        for item in left.items:
            for other_item in by_key.get(tuple(item.keys.get(k, "") for k in order), []):
                joined = join(item, other_item)
                # A key that is open on one side keeps that side's value, whatever the other has.
                keys = {k: item.keys[k] for k in left.free if k in item.keys}
                keys |= {k: other_item.keys[k] for k in right.free if k in other_item.keys}
                found.append(replace(joined, keys=joined.keys | keys))
        if not found:
            raise FormulaError("the two sides have no period in common.", node)
        calendar = left.calendar if PERIOD in left.free else right.calendar
        lower = left.lower_is_better or right.lower_is_better
        style = left.style if left.style == right.style else ""
        either = left.open or right.open
        return Items(tuple(found), left.free | right.free, calendar, lower, either, style)

    def _several(self, found: Items, others: Iterable[str] = ()) -> str:
        """Say that there are too many cells, and which key tells them apart."""
        said = []
        for name in sorted(others or found.free, key=lambda name: name == PERIOD):
            values = list(dict.fromkeys(item.keys.get(name, "") for item in found.items))
            if len(values) > 1:
                shown = ", ".join(values[:6]) + (" …" if len(values) > 6 else "")
                said.append(
                    f"a period ({values[0]} to {values[-1]})"
                    if name == PERIOD
                    else f"{name}=… ({shown})"
                )
        return f"{len(found.items)} cells fit; say which by adding {' and '.join(said)}."


_ARITHMETIC: Mapping[str, Callable[[Quantity, Quantity], Quantity]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def _merged(a: Item, b: Item, value: Quantity | bool) -> Item:
    keys = {name: text for name, text in {**b.keys, **a.keys}.items()
            if a.keys.get(name, text) == b.keys.get(name, text)}  # fmt: skip
    cells = tuple(dict.fromkeys(a.cells + b.cells))
    return Item(value, keys, cells, a.coverage or b.coverage, a.named or b.named)


def _both(a: Item, b: Item) -> Item:
    return _merged(a, b, bool(a.value and b.value))


def _either(a: Item, b: Item) -> Item:
    return _merged(a, b, bool(a.value or b.value))


def _each(found: Items, change: Callable[[Item], Item]) -> Items:
    return replace(found, items=tuple(map(change, found.items)))


def _date(node: Period) -> Quantity | Label:
    if node.moves:
        raise FormulaError(f"{node.text} belongs between brackets: imports[{node.text}].", node)
    if len(node.text) == 4:
        return Quantity(int(node.text), "year", node.text)
    return Label(node.text, "month" if len(node.text) == 7 else "", node.text)


def _number(node: Number) -> str:
    """Write a typed number with its unit, as the formula on a receipt shows it."""
    unit = "%" if node.unit == "percent" else f" {node.unit}" if node.unit else ""
    return f"{node.value:,.12g}{unit}"


def _moves(window: Node) -> bool:
    """Return whether new data move a period or window."""
    return any(
        (isinstance(part, Period) and part.moves)
        or (isinstance(part, Window) and part.last is None)
        for part in window.walk()
    )


def _typed(node: Node, text: str) -> Period:
    return Period(node.start, node.end, text)


def _kind(item: Item) -> str:
    if isinstance(item.value, bool):
        return "a test"
    return "a number" if isinstance(item.value, Quantity) else f'the word "{item.value}"'
