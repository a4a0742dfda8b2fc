"""Says in plain text what a chart's package holds, and under which terms."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

LINE = 78  # characters


def readme(about: Mapping[str, Any]) -> str:
    """Return what a chart's package says of itself, as plain text."""
    names = {
        f"{about['name']}{ending}": says
        for ending, says in {
            ".csv": "the rows that are drawn",
            ".json": "this description, for programs",
            ".svg": "the chart, for any size",
            "-dark.svg": "the same for dark pages",
            ".png": "the chart as a picture",
            "-2x.png": "the same, twice as large",
            ".vl.json": "the chart as Vega-Lite, to be changed in its editor",
        }.items()
    }
    parts = [
        _filled(about["title"]),
        _filled(about["subtitle"]),
        _filled(about["alt"]),
        _filled(about["notes"]),
        "Files",
        _listed(f"{name}: {says}" for name, says in names.items()),
        "Columns of the CSV",
        _listed(_said(column) for column in about["columns"]),
        "Sources",
        _listed(_sources(about)),
        "How to cite",
        _filled(about["citation"]),
        "Terms of use: see LICENSE.txt",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def terms(about: Mapping[str, Any]) -> str:
    """Return under which terms a chart and its data may be used, as plain text."""
    license = about["license"]
    own = (
        f"The chart, its words and this package are free to use with credit to "
        f"\u201c{about['site']}\u201d, under {license['title']}: {license['path']}"
    )
    theirs = [
        f"{dataset['title']}: {terms['title']}, {terms['path']}"
        for dataset in about["data"]
        for terms in dataset["licenses"]
    ]
    return f"{_filled(own)}\n\nThe data keep their publishers' terms:\n\n{_listed(theirs)}\n"


def _said(column: Mapping[str, str]) -> str:
    unit = f", {column['unit']}" if "unit" in column else ""
    return f"{column['name']}: {column['title']}{unit}"


def _sources(about: Mapping[str, Any]) -> list[str]:
    return [
        f"{source['publisher']}: {source['title']}, {source['path']}"
        for dataset in about["data"]
        for source in dataset["sources"]
    ]


def _listed(items: Iterable[str]) -> str:
    return "\n".join(_filled(item, "- ", "  ") for item in dict.fromkeys(items))


def _filled(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        LINE,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
