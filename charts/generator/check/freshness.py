"""Warns of words that new data make outdated: pinned years, years typed next to the latest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.base.problems import Problem
from charts.generator.data.datasets import PERIODS, Dataset
from charts.generator.numbers import formats
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.quantities import Cell, select
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.inline import Use
from charts.generator.pages.markdown_page import Page

# A series: a dataset, a column, and a row's key without the period.
SeriesKey = tuple[str, str, tuple[tuple[str, str], ...]]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SENTENCE_END = re.compile(r"[.!?]\s|\n\s*\n|\n(?=\w+:)")


def stale(evaluator: Evaluator) -> list[Problem]:
    """Return a warning for each number that hides newer data, and each year that will be wrong.

    A number hides newer data if it is its page's newest reading of a series and the data go on;
    older readings on the same page are intended as history. A page that stops at a period on
    purpose lists the dataset under `pinned` in its front matter, with the reason.
    """
    warnings: set[Problem] = set()
    content = evaluator.content
    for page in content.pages.values():
        uses, _ = evaluator.evaluate(page)
        warnings.update(_hiding(content, page, uses))
        warnings.update(_typed_years(page, uses))
    return sorted(warnings)


def _hiding(content: Content, page: Page, uses: list[Use]) -> Iterator[Problem]:
    pinned = page.meta.get("pinned") or {}
    newest: dict[SeriesKey, tuple[str, Cell, Use]] = {}
    for use in uses:
        if isinstance(use.result, Receipt | Outcome):
            for cell in use.result.read:
                series, period = _series(content.project.datasets[cell.dataset], cell)
                if period and (series not in newest or period > newest[series][0]):
                    newest[series] = (period, cell, use)
    for series, (period, cell, use) in newest.items():
        dataset = content.project.datasets[series[0]]
        later = _newest(dataset, series)
        own = isinstance(use.result, Receipt) and use.macro != "findings"
        if own and later[0] > period and dataset.name not in pinned:
            unit = dataset.fields[cell.column].unit
            was, now = (_written(text, unit) for text in (cell.text, later[1]))
            yield page.problem(
                f'"{use.words}" uses {cell.column} of {period} ({was}), the newest of '
                f'"{dataset.name}" on this page; the data go on to {later[0]} ({now}). Give the '
                'newer number too, or write "latest" as the period. If the page stops there on '
                f"purpose, say why under `pinned` in the front matter: `{dataset.name}: reason`.",
                use.offset,
            )


def _typed_years(page: Page, uses: list[Use]) -> Iterator[Problem]:
    for use in uses:
        receipt = use.result
        if not isinstance(receipt, Receipt) or not receipt.moves or use.macro == "findings":
            continue
        years = {value[:4] for cell in receipt.cells for _, value in cell.key}
        ends = [0, *(match.end() for match in _SENTENCE_END.finditer(page.text)), len(page.text)]
        start = max(end for end in ends if end <= use.offset)
        end = min(end for end in ends if end > use.offset)
        inside = [span for span in page.spans if start <= span.start < end]
        for match in _YEAR.finditer(page.text, start, end):
            typed = not any(span.start <= match.start() < span.end for span in inside)
            if typed and match[0] in years and match[0] == max(years):
                yield page.problem(
                    f'the year {match[0]} is typed next to "{use.words}", which is always the '
                    "latest: new data will make the sentence wrong. Write the year with a macro "
                    'too, such as {{ value("…", "year", year="latest") }}, or give the number a '
                    "fixed year.",
                    match.start(),
                )


def _series(dataset: Dataset, cell: Cell) -> tuple[SeriesKey, str]:
    """Return the series that a cell belongs to, and its period; "" if rows have none."""
    dated = next((name for name in dataset.key if name in PERIODS), "")
    rest = tuple(pair for pair in cell.key if pair[0] != dated)
    return (cell.dataset, cell.column, rest), dict(cell.key).get(dated, "")


def _newest(dataset: Dataset, series: SeriesKey) -> tuple[str, str]:
    """Return the last period of a series, and its value."""
    _, column, rest = series
    dated = next(name for name in dataset.key if name in PERIODS)
    found = [row for row in select(dataset, dict(rest)) if dataset.columns[column][row]]
    return max((dataset.columns[dated][row], dataset.columns[column][row]) for row in found)


def _written(text: str, unit: str) -> str:
    try:
        return formats.write(float(text), unit)
    except ValueError:
        return text
