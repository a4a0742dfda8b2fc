"""Writes the table of a chart: the rows drawn, with numbers formatted for readers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from charts.generator.data.datasets import Dataset, Field
from charts.generator.draw.specs import Drawing
from charts.generator.numbers import formats
from charts.generator.pages.markdown_page import Page


def table_columns(
    datasets: Mapping[str, Dataset], drawing: Drawing, page: Page | None
) -> dict[str, Field]:
    """Return the columns of a chart's table: those of its datasets and those its page names."""
    fields: dict[str, Field] = {}
    for name in drawing.datasets:
        fields |= datasets[name].fields
    named = (page.meta.get("columns") if page else None) or {}
    return fields | {name: Field(name, title, "number", "", "") for name, title in named.items()}


def table(text: str, fields: dict[str, Field]) -> tuple[list[str], list[list[str]]]:
    """Return the head and rows of the table for a chart's CSV, formatted for readers."""
    rows = list(csv.DictReader(io.StringIO(text)))
    shown = [field for name, field in fields.items() if rows and name in rows[0]]
    head = [field.title + (f", {field.unit}" if field.unit else "") for field in shown]
    return head, [[_written(row[field.name], field) for field in shown] for row in rows]


def _written(cell: str, field: Field) -> str:
    if field.type == "yearmonth":
        return formats.month(cell)
    number = field.type == "number" and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
    return formats.decimal(float(cell)) if number else cell
