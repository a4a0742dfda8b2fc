"""What a Python fact or claim declares to be about, and whether it reads just that.

    @claim(series=["sales", "prices_annual.wheat"], window=("1992", "2021"))

A series is written as in a formula: a name of `docs/definitions.yml` or a column of a dataset, with
conditions where only some rows are meant. A window is two periods, the last of them "latest" where
it moves with the data; None is all periods. The docstring types none of it: it has {series},
{window} and {direction} where the words belong; {series[0]} is the first series alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import Formatter

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats, wording
from charts.generator.numbers.cells import span, within
from charts.generator.numbers.entries import UNDECLARED, Declared
from charts.generator.numbers.expressions import (
    Column,
    FormulaError,
    Key,
    Name,
    Node,
    Operation,
    Period,
    Where,
    Window,
    parse,
)
from charts.generator.numbers.quantities import Cell
from charts.generator.numbers.sentences import Writer
from charts.generator.numbers.series_words import Conditions

# The verb that {direction} stands for; the other pair where a lower number is the better one.
VERBS = {"falls": ("fell", "improved"), "rises": ("rose", "worsened")}

TYPED_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)(?:-\d\d)?")
TYPED_DIRECTION = re.compile(
    r"(?i)\b(?:fall(?:s|en|ing)?|fell|ris(?:e|es|en|ing)|rose|(?:de|in)creas(?:e[sd]?|ing)"
    r"|declin(?:e[sd]?|ing)|grow(?:s|n|ing)?|grew|shr[aiu]nk(?:s|ing)?|drop(?:s|ped|ping)?)\b"
)
_PERIOD = re.compile(r"\d{4}(?:-\d\d)?")


@dataclass(frozen=True)
class _Leaf:
    """A column of a series, with the conditions on its rows."""

    column: Column
    dataset: Dataset
    keys: tuple[Key, ...] = ()

    def holds(self, cell: Cell) -> bool:
        """Return whether a cell is one of its own."""
        if (cell.dataset, cell.column) != (self.column.dataset, self.column.column):
            return False
        row = self.dataset.row(cell.key)
        return all(
            any(_is_like(self.dataset.columns[key.column][row], value) for value in key.values)
            for key in self.keys
        )


def _is_like(text: str, value: str) -> bool:
    """Return whether a text is a value of a condition; "Congo*" is all that begin with it."""
    return text.startswith(value[:-1]) if value.endswith("*") else text == value


class _Listed(list[str]):
    """The nouns of series: one by one, or as a sentence lists them."""

    def __str__(self) -> str:
        return formats.listed(self)


class Judge:
    """Reads declarations, writes their sentences, and holds cells against them."""

    def __init__(self, datasets: Mapping[str, Dataset], writer: Writer) -> None:
        self.datasets, self.writer = datasets, writer

    # Before it runs ---------------------------------------------------------------------------

    def faults(self, declared: Declared, parameters: Sequence[str]) -> Iterator[str]:
        """Say what is wrong with a declaration; `parameters` are the datasets of the function."""
        if not declared.series:
            yield 'declares no series; add series=["dataset.column"] to its decorator.'
        read: dict[str, None] = {}
        for text in declared.series:
            try:
                read |= dict.fromkeys(leaf.column.dataset for leaf in self._leaves(parse(text)))
            except MistakeError as error:
                yield f'declares the series "{text}": {error}'
                return
        if declared.series:
            for name in read:
                if name not in parameters:
                    yield f"declares a series of {name}, and has no parameter of that name."
            for name in parameters:
                if name not in read:
                    yield f"has a parameter {name}, and declares no series of that dataset."
        if declared.window == UNDECLARED:
            yield (
                'declares no window; add window=("2011", "2025"), or window=None for all periods.'
            )
        elif declared.window is not None:
            yield from self._window_faults(declared.window, list(read))
        if declared.direction and declared.direction not in VERBS:
            yield f"declares its direction: {unknown('direction', declared.direction, VERBS)}"

    def _window_faults(self, window: tuple[str, str], names: list[str]) -> Iterator[str]:
        if not _is_window(window):
            yield (
                f"declares the window {window!r}; give the first and the last period, such as "
                '("2011", "2025"), ("2024-03", "2024-03") or ("2011", "latest").'
            )
            return
        dated = [self.datasets[name] for name in names if self.datasets[name].period]
        if names and not dated:
            yield "declares a window, and its series have no periods; write window=None."
        for dataset in dated:
            try:
                _ends(window, dataset)
            except FormulaError as error:
                yield f"declares the window {window!r}: {error}"

    def template_faults(self, declared: Declared, template: str) -> Iterator[str]:
        """Say what is wrong with the blanks of a docstring."""
        try:
            blanks = [each for each in Formatter().parse(template) if each[1] is not None]
        except ValueError:
            yield "a brace stands alone; write {series}, {window} or {direction}."
            return
        used = {name for _, name, _, _ in blanks}
        known = ["series", "window", *(["direction"] if declared.direction else [])]
        each = {f"series[{number}]" for number in range(len(declared.series))}
        for name in sorted(used - {*known, "direction"} - each, key=str):
            yield unknown("blank", name, known)
        if any(spec or conversion for _, _, spec, conversion in blanks):
            yield "a blank takes only a name, such as {series}."
        if "direction" in used and not declared.direction:
            yield '{direction} needs one; declare direction="falls" or direction="rises".'
        if each <= used:  # every series is named, one by one
            used.add("series")
        for name in known:
            if name not in used and (name != "window" or self._dated(declared)):
                yield f"its sentence does not say {{{name}}}; write it where the words belong."

    def sentence(self, declared: Declared, template: str) -> str:
        """Return a docstring with the words for what is declared."""
        nodes = [parse(text) for text in declared.series]
        better = any(self.writer.lower_is_better(node) for node in nodes)
        text = template.format(
            series=_Listed(self._noun(node) for node in nodes),
            window=self._when(declared),
            direction=VERBS[declared.direction][better] if declared.direction else "",
        )
        return text[:1].upper() + text[1:]

    def _noun(self, node: Node) -> str:
        """Return what a series is; a column has the noun of the name that stands for it."""
        if isinstance(node, Column):
            for name, series in self.writer.names.items():
                same = isinstance(series.node, Column) and series.says
                if same and replace(series.node, start=node.start, end=node.end) == node:
                    return self.writer.what(Name(node.start, node.end, name), Conditions())
        return self.writer.what(node, Conditions())

    def _dated(self, declared: Declared) -> list[Node]:
        """Return the series that have periods."""
        nodes = [parse(text) for text in declared.series]
        return [
            node
            for node in nodes
            if any(self.datasets[leaf.column.dataset].period for leaf in self._leaves(node))
        ]

    def _when(self, declared: Declared) -> str:
        dated = self._dated(declared)
        unit = self.writer.unit(dated[0]) if dated else "row"
        if declared.window is None:
            return f"in all {unit}s of the data"
        first, last = (Period(0, 0, text) for text in declared.window)
        return wording.period(Window(0, 0, first, last), unit)

    def _leaves(self, node: Node, keys: tuple[Key, ...] = ()) -> Iterator[_Leaf]:
        """Return the columns that a series is made of.

        Raises:
            MistakeError: if it is no series, or names what there is not.
        """
        match node:
            case Name() if node.name in self.writer.nodes:
                yield from self._leaves(self.writer.nodes[node.name], keys)
            case Name():
                raise MistakeError(unknown("series", node.name, self.writer.nodes))
            case Operation():
                yield from self._leaves(node.left, keys)
                yield from self._leaves(node.right, keys)
            case Where() if all(isinstance(c, Key) and c.sign == "=" for c in node.conditions):
                inner = tuple(c for c in node.conditions if isinstance(c, Key))
                yield from self._leaves(node.of, (*inner, *keys))
            case Column():
                if node.dataset not in self.datasets:
                    raise MistakeError(unknown("dataset", node.dataset, self.datasets))
                dataset = self.datasets[node.dataset]
                for name in (node.column, *(key.column for key in keys)):
                    if name not in dataset.fields:
                        raise MistakeError(unknown("column", name, dataset.fields))
                yield _Leaf(node, dataset, keys)
            case _:
                raise MistakeError(
                    "write a name or dataset.column, with conditions such as [country=China] if "
                    "need be; the window says when."
                )

    # After it has run -------------------------------------------------------------------------

    def hold(self, declared: Declared, read: Sequence[Cell], *, true: bool) -> None:
        """Hold the cells that were read against a declaration.

        The vintage of a row is about its publication, so it can be read with any of its cells.

        Raises:
            MistakeError: if one lies outside the series or the window, or a series or an end of
                the window is not read; where the words are found `true`, also if a series does
                not go where they say.
        """
        read = [cell for cell in read if cell.column != "vintage"]
        leaves = [(text, list(self._leaves(parse(text)))) for text in declared.series]
        for cell in read:
            if not any(leaf.holds(cell) for _, found in leaves for leaf in found):
                raise MistakeError(
                    f'it reads the cell "{cell.name}" of {cell.dataset}, outside the series that '
                    f"it declares: {formats.listed(list(declared.series))}."
                )
        for text, found in leaves:
            for leaf in found:
                if not any(leaf.holds(cell) for cell in read):
                    name = f"{leaf.column.dataset}.{leaf.column.column}"
                    of = "" if name == text else f", a part of {text}"
                    raise MistakeError(f"it declares {name}{of}, and reads no cell of it.")
        self._hold_window(declared, read)
        if declared.direction and true:
            self._hold_direction(declared, read)

    def _hold_window(self, declared: Declared, read: Sequence[Cell]) -> None:
        dated = {cell.dataset: self.datasets[cell.dataset] for cell in read}
        dated = {name: dataset for name, dataset in dated.items() if dataset.period}
        ends = {name: _ends(declared.window, dataset) for name, dataset in dated.items()}
        if not ends:
            return
        when = self._when(declared)
        reached = {"first": False, "last": False}
        for cell in read:
            if cell.dataset in dated:
                first, last = ends[cell.dataset]
                date = dict(cell.key)[dated[cell.dataset].period]
                if not within(date, first, last):
                    raise MistakeError(
                        f'it reads the cell "{cell.name}" of {cell.dataset}, outside the window '
                        f"that it declares: {when}."
                    )
                reached["first"] |= date.startswith(first)
                reached["last"] |= date.startswith(last)
        for end, is_reached in reached.items():
            if not is_reached:
                raise MistakeError(
                    f"it declares its window {when}, and reads no cell of the {end} period; "
                    "declare the periods that it reads."
                )

    def _hold_direction(self, declared: Declared, read: Sequence[Cell]) -> None:
        rows: dict[tuple[object, ...], dict[str, Cell]] = {}
        for cell in read:
            if period := self.datasets[cell.dataset].period:
                rest = tuple(pair for pair in cell.key if pair[0] != period)
                row = rows.setdefault((cell.dataset, cell.column, rest), {})
                row[dict(cell.key)[period]] = cell
        if not rows:
            raise MistakeError("it declares a direction, and reads no cells that have a period.")
        for row in rows.values():
            first, last = row[min(row)], row[max(row)]
            change = self._number(last) - self._number(first)
            if not (change < 0 if declared.direction == "falls" else change > 0):
                raise MistakeError(
                    f'it declares direction="{declared.direction}", but {first.name} is '
                    f"{first.shown} and {last.name} is {last.shown}."
                )

    def _number(self, cell: Cell) -> float:
        try:
            return float(cell.text)
        except ValueError:
            message = f'it declares a direction, and the cell "{cell.name}" is no number.'
            raise MistakeError(message) from None


def _is_window(window: object) -> bool:
    """Return whether it is two periods, of which only the last may move, or both as one."""
    if not isinstance(window, tuple | list) or [type(each) for each in window] != [str, str]:
        return False
    first, last = window
    known = bool(_PERIOD.fullmatch(last)) or last == "latest"
    return known and (first == last or bool(_PERIOD.fullmatch(first)))


def _ends(window: tuple[str, str] | None, dataset: Dataset) -> tuple[str, str]:
    """Return the first and last period of a window, as texts or their beginnings."""
    dates = sorted(dataset.distinct(dataset.period))
    if window is None:
        return dates[0], dates[-1]
    first, last = (Period(0, 0, text) for text in window)
    return span(Window(0, 0, first, last), dates, dataset.calendar)
