"""Writes the table of a chart: the rows drawn, with numbers formatted for readers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charts.generator.base.problems import MistakeError
from charts.generator.data.datasets import Dataset, Field
from charts.generator.draw.specs import Drawing
from charts.generator.numbers import formats
from charts.generator.pages.markdown_page import Page

MOST = 500  # rows in a page; the CSV has all
SLIM = 4  # columns that fit into half the width of a sheet
LONG = 16  # rows; two columns of fewer would be harder to read than one

# How a column that sums up another is called, and whether it keeps that one's unit.
SUMMARIES = {
    "count": ("Number", False),
    "distinct": ("Different values of {}", False),
    "mean": ("Average: {}", True),
    "average": ("Average: {}", True),
    "median": ("Median: {}", True),
    "sum": ("Sum: {}", True),
    "min": ("Lowest: {}", True),
    "max": ("Highest: {}", True),
    "from": ("{}, from", True),
    "to": ("{}, to below", True),
}
SAME = ("min", "max", "from", "to")  # summaries that are of the same type as their column


@dataclass(frozen=True)
class ChartTable:
    """The table of a chart: its head, its rows as readers see them, and how many there are."""

    head: list[str]
    rows: list[list[str]]
    total: int

    @property
    def is_part(self) -> bool:
        """Return whether the chart has more rows than the table shows."""
        return self.total > len(self.rows)

    @property
    def is_slim(self) -> bool:
        """Return whether it is so long and narrow that paper has two columns of it."""
        return len(self.head) <= SLIM and len(self.rows) >= LONG


def table_columns(
    datasets: Mapping[str, Dataset],
    drawing: Drawing,
    page: Page | None,
    drawn: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Field]:
    """Return the words for the columns of a chart's table.

    They come from its page, from its datasets, or from the chart: the words of a tooltip, an axis
    or a legend. `drawn` are the columns that the chart draws.
    """
    fields: dict[str, Field] = {}
    for name in drawing.datasets:
        fields |= datasets[name].fields
    for column in drawn:
        name, of = str(column["name"]), fields.get(str(column.get("of")))
        summary, kept = SUMMARIES.get(str(column.get("op")), ("", False))
        if column.get("op") and (of or "{}" not in summary) and summary:
            title = column["title"] or summary.format(of.title if of else "")
            unit = of.unit if of and kept and not column["title"] else ""
            kind = of.type if of and column["op"] in SAME else "number"
            fields[name] = Field(name, title, kind, unit, "")
        elif name not in fields and column["title"]:
            fields[name] = Field(name, str(column["title"]), "number", "", "")
    named = (page.meta.get("columns") if page else None) or {}
    return fields | {name: Field(name, title, "number", "", "") for name, title in named.items()}


def must_have_words(
    chart: str, drawn: Sequence[Mapping[str, Any]], fields: Mapping[str, Field], head: Sequence[str]
) -> None:
    """Raise MistakeError if what a chart draws has no words, or its table none at the head."""
    mute = [f'"{column["name"]}"' for column in drawn if column["name"] not in fields]
    if mute or not head:
        named = f", {formats.listed(mute)}" if mute else ""
        raise MistakeError(
            f'the table of chart "{chart}" has no words for what is drawn{named}: say what it is '
            "and in which unit, under `columns` on the chart's page, or in its module as the "
            "`title` of a tooltip."
        )


def table(text: str, fields: dict[str, Field]) -> ChartTable:
    """Return the table for a chart's CSV, formatted for readers."""
    rows = list(csv.DictReader(io.StringIO(text)))
    shown = [fields[name] for name in (rows[0] if rows else ()) if name in fields]
    head = [field.title + (f", {field.unit}" if field.unit else "") for field in shown]
    whole = {f.name for f in shown if all(re.fullmatch(r"-?\d*", row[f.name]) for row in rows)}
    written = [
        [_written(row[field.name], field, field.name in whole) for field in shown]
        for row in rows[:MOST]
    ]
    return ChartTable(head, written, len(rows))


def _written(cell: str, field: Field, whole: bool) -> str:
    if field.type == "yearmonth":
        return formats.month(cell)
    if whole and field.type == "number" and cell:
        # A year that a module has made is known only by its words.
        return cell if re.match(r"(?i)year\b", field.title) else formats.whole(int(cell))
    number = field.type == "number" and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
    return formats.decimal(float(cell)) if number else cell
