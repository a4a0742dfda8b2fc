"""Warns of numbers that hide newer data: those pinned to a period that is no longer the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charts.generator.base.problems import Problem
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.quantities import Cell, select
from charts.generator.pages.content import Content
from charts.generator.pages.inline import Use
from charts.generator.pages.markdown_page import Page

# A series: a dataset, a column, and a row's key without the period.
SeriesKey = tuple[str, str, tuple[tuple[str, str], ...]]


def hiding(content: Content, page: Page, uses: list[Use]) -> Iterator[Problem]:
    """Return a warning for each number of a page that hides newer data.

    A number hides newer data if it is its page's newest reading of a series and the data go on;
    older readings on the same page are intended as history. A record of all periods tells only of
    its own period, and a test of all periods tells no number. A page that stops at a period on
    purpose lists the dataset under `pinned` in its front matter, with the reason.
    """
    pinned = page.meta.get("pinned") or {}
    told: dict[SeriesKey, dict[str, list[tuple[Cell, Use]]]] = {}
    for use in uses:
        for cell in _told(use):
            series, period = series_of(content.project.datasets[cell.dataset], cell)
            if period:
                told.setdefault(series, {}).setdefault(period, []).append((cell, use))
    hidden: dict[str, list[tuple[Cell, Use, tuple[str, str]]]] = {}
    for series, by_period in told.items():
        period = max(by_period)
        own = [(cell, use) for cell, use in by_period[period] if _is_own(use)]
        dataset = content.project.datasets[series[0]]
        # A sum over many rows tells of many series; nothing is newer than the last period.
        if not own or dataset.name in pinned or period == _in_order(dataset)[-1]:
            continue
        later = newest(dataset, series)
        if later[0] > period:
            hidden.setdefault(dataset.name, []).extend((*each, later) for each in own)
    for name, found in hidden.items():
        dataset = content.project.datasets[name]
        cell, use, later = found[0]
        unit = dataset.fields[cell.column].unit
        was, now = (_written(text, unit) for text in (cell.text, later[1]))
        yield page.problem(
            f'"{use.words}" uses {cell.column} of {series_of(dataset, cell)[1]} ({was}), the '
            f'newest of "{name}" on this page{_also([use for _, use, _ in found])}; the data go on '
            f'to {later[0]} ({now}). Give the newer number too, or write "latest" as the period. '
            "If the page stops there on purpose, say why under `pinned` in the front matter: "
            f"`{name}: reason`.",
            use.offset,
        )


def _also(uses: Sequence[Use]) -> str:
    """Say which other lines of a page tell as old a period as its first use."""
    first, *others = [use.page.text.count("\n", 0, use.offset) + 1 for use in uses]
    lines = [str(line) for line in sorted({*others} - {first})]
    if not lines:
        return ""
    if len(lines) == 1:
        return f" (line {lines[0]} stops there too)"
    return f" (lines {', '.join(lines[:-1])} and {lines[-1]} stop there too)"


def _is_own(use: Use) -> bool:
    """Return whether a number is the page's own, and pinned."""
    receipt = use.result
    return isinstance(receipt, Receipt) and not receipt.moves and use.macro != "findings"


def _told(use: Use) -> tuple[Cell, ...]:
    """Return the cells whose numbers a macro tells, or that a test of typed periods has read."""
    if isinstance(use.result, Outcome):
        return () if use.result.moves else use.result.read
    if isinstance(use.result, Receipt):
        return use.result.cells if use.result.moves else use.result.read
    return ()


def series_of(dataset: Dataset, cell: Cell) -> tuple[SeriesKey, str]:
    """Return the series that a cell belongs to, and its period; "" if rows have none."""
    rest = tuple(pair for pair in cell.key if not dataset.is_period(pair[0]))
    return (cell.dataset, cell.column, rest), dict(cell.key).get(dataset.period, "")


def newest(dataset: Dataset, series: SeriesKey) -> tuple[str, str]:
    """Return the last period of a series, and its value."""
    _, column, rest = series
    periods, values = dataset.columns[dataset.period], dataset.columns[column]
    rows = [row for row in select(dataset, dict(rest)) if values[row]]
    there = {periods[row] for row in rows}
    last = next(period for period in reversed(_in_order(dataset)) if period in there)
    return last, next(values[row] for row in rows if periods[row] == last)


def _in_order(dataset: Dataset) -> list[str]:
    """Return the periods of all rows, the latest last."""
    return dataset.in_time(dataset.period) or sorted(dataset.distinct(dataset.period))


def _written(text: str, unit: str) -> str:
    try:
        return formats.write(float(text), unit)
    except ValueError:
        return text
