"""Writes the README and the terms of use in a chart's ZIP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts.generator.pages import templates


def readme(about: Mapping[str, Any]) -> str:
    """Return the README of a chart's ZIP, as plain text."""
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
    """Return the terms of use of a chart and its data, as plain text."""
    theirs = [
        f"{dataset['title']}: {terms['title']}, {terms['path']}"
        for dataset in about["data"]
        for terms in dataset["licenses"]
    ]
    return templates.document("chart-license.txt", about=about, terms=list(dict.fromkeys(theirs)))
