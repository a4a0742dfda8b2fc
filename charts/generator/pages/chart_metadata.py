"""Describes a chart and its data for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from charts.generator.data.cadence import upcoming
from charts.generator.data.datasets import Field
from charts.generator.draw.build import Built
from charts.generator.numbers import formats
from charts.generator.pages.chart_table import table_columns
from charts.generator.pages.citations import chart_sources
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page

TEXTS = ("title", "subtitle", "alt", "notes")


def describe(content: Content, page: Page, built: Built) -> dict[str, Any]:
    """Return the metadata of a chart, as published in `NAME.json`.

    `key` identifies this version; `data` describes each dataset that is drawn, and `columns` the
    CSV of the rows drawn. The code that makes the files adds the list of them.

    Raises:
        MistakeError: if a text of the chart's page can't be evaluated.
    """
    project = content.project
    drawing = project.drawings[built.name]
    rows = list(csv.reader(io.StringIO(built.text(f"{built.name}.csv"))))
    fields = table_columns(project.datasets, drawing, page, built.columns)
    texts = {name: text(content, page, name) for name in TEXTS}
    data = [_dataset(content, name) for name in drawing.datasets]
    place = f"{project.address}{page.url}"
    named = [
        f"{publisher}, {month}" for publisher, month, _ in chart_sources(project.datasets, drawing)
    ]
    return {
        "name": built.name,
        **texts,
        "page": place,
        "site": project.name,
        "key": built.key,
        "citation": citation(content, built.name),
        "credit": f"{'Source' if len(named) == 1 else 'Sources'}: {'; '.join(named)}.",
        "license": dict(project.license),
        "data": data,
        "rows": len(rows) - 1,
        "columns": [_column(fields, name) for name in rows[0]],
    }


def citation(content: Content, id: str) -> str:
    """Return a sentence that cites a chart, with its address if the site has one.

    It names no author.
    """
    page, root = content.chart_pages[id], content.project.address
    said = (
        f"\u201c{content.title(page)}.\u201d Chart of \u201c{content.project.name}\u201d, updated "
        f"{formats.day(updated(content, id))}. Data: {publishers(content, id)}."
    )
    return f"{said} {root}{page.url}" if root else said


def updated(content: Content, id: str) -> date:
    """Return the last day on which one of a chart's datasets was retrieved."""
    datasets = content.project.datasets
    days = [
        datasets[name].descriptor["retrieved"] for name in content.project.drawings[id].datasets
    ]
    return date.fromisoformat(max(days))


def publishers(content: Content, id: str) -> str:
    """Return the publishers of a chart's data, listed as in a sentence."""
    datasets = content.project.datasets
    named = [p for name in content.project.drawings[id].datasets for p in datasets[name].publishers]
    return formats.listed([*dict.fromkeys(named)])


def text(content: Content, page: Page, name: str) -> str:
    """Return a text of a chart's page without markup; empty if the page has none."""
    return content.plain(page, name) if page.meta.get(name) else ""


def _dataset(content: Content, name: str) -> dict[str, Any]:
    dataset = content.project.datasets[name]
    descriptor, due = dataset.descriptor, upcoming(dataset)
    known = {
        key: descriptor[key]
        for key in ("title", "vintage", "retrieved", "processing", "basis")
        if descriptor[key]
    }
    links = ("publisher", "title", "path")
    return {
        "name": name,
        **known,
        **({"next_due": due.day.isoformat()} if due else {}),
        "file": f"{content.project.address}data/{descriptor['path']}",
        "hash": descriptor["hash"],
        "sources": [{key: source[key] for key in links} for source in descriptor["sources"]],
        "licenses": [{key: terms[key] for key in links[1:]} for terms in descriptor["licenses"]],
    }


def _column(fields: Mapping[str, Field], name: str) -> dict[str, str]:
    field = fields.get(name, Field(name, name, "any", "", ""))
    described = {"name": name, "title": field.title, "type": field.type}
    return described | ({"unit": field.unit} if field.unit else {})
