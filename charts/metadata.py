"""Describes a chart and its data for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from charts import formats
from charts.build import Built
from charts.citations import sources
from charts.content import Content
from charts.datasets import Field
from charts.pages import Page
from charts.tables import columns

TEXTS = ("title", "subtitle", "alt", "notes")


def describe(content: Content, page: Page, built: Built) -> dict[str, Any]:
    """Return what there is to know of a chart, as published in `NAME.json`.

    `key` tells this version from others; `data` describes each dataset that is drawn, and
    `columns` the CSV of the rows drawn. Who makes the files adds the list of them.

    Raises:
        MistakeError: where a text of its page can't be made.
    """
    project = content.project
    drawing = project.drawings[built.name]
    rows = list(csv.reader(io.StringIO(built.text(f"{built.name}.csv"))))
    fields = columns(project.datasets, drawing, page)
    texts = {name: text(content, page, name) for name in TEXTS}
    data = [_dataset(content, name) for name in drawing.datasets]
    age = formats.month(max(dataset["vintage"] for dataset in data))
    place = f"{project.address}{page.url}"
    named = [f"{publisher}, {month}" for publisher, month, _ in sources(project.datasets, drawing)]
    return {
        "name": built.name,
        **texts,
        "page": place,
        "site": project.name,
        "key": built.key,
        "citation": (
            f"{project.name}: \u201c{texts['title']}\u201d. Data as of {age}, version {built.key}. "
            f"{place}"
        ),
        "credit": f"{'Source' if len(named) == 1 else 'Sources'}: {'; '.join(named)}.",
        "license": dict(project.license),
        "data": data,
        "rows": len(rows) - 1,
        "columns": [_column(fields, name) for name in rows[0]],
    }


def text(content: Content, page: Page, name: str) -> str:
    """Return a text of a chart's page without markup; empty where it has none."""
    return content.plain(page, name) if page.meta.get(name) else ""


def _dataset(content: Content, name: str) -> dict[str, Any]:
    descriptor = content.project.datasets[name].descriptor
    known = {key: descriptor[key] for key in ("title", "vintage", "retrieved", "basis")}
    links = ("publisher", "title", "path")
    return {
        "name": name,
        **known,
        "file": f"{content.project.address}data/{descriptor['path']}",
        "hash": descriptor["hash"],
        "sources": [{key: source[key] for key in links} for source in descriptor["sources"]],
        "licenses": [{key: terms[key] for key in links[1:]} for terms in descriptor["licenses"]],
    }


def _column(fields: Mapping[str, Field], name: str) -> dict[str, str]:
    field = fields.get(name, Field(name, name, "any", "", ""))
    described = {"name": name, "title": field.title, "type": field.type}
    return described | ({"unit": field.unit} if field.unit else {})
