"""Says in plain text what a chart's ZIP holds, and under which terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts.generator.pages import templates


def readme(about: Mapping[str, Any]) -> str:
    """Return what a chart's ZIP says of itself, as plain text."""
    columns = [
        f"{column['name']}: {column['title']}" + (f", {column['unit']}" if "unit" in column else "")
        for column in about["columns"]
    ]
    sources = [
        f"{source['publisher']}: {source['title']}, {source['path']}"
        for dataset in about["data"]
        for source in dataset["sources"]
    ]
    return templates.document(
        "chart-readme.txt", about=about, columns=columns, sources=list(dict.fromkeys(sources))
    )


def terms(about: Mapping[str, Any]) -> str:
    """Return under which terms a chart and its data may be used, as plain text."""
    theirs = [
        f"{dataset['title']}: {terms['title']}, {terms['path']}"
        for dataset in about["data"]
        for terms in dataset["licenses"]
    ]
    return templates.document("chart-license.txt", about=about, terms=list(dict.fromkeys(theirs)))
