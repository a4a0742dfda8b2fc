"""Describes a dataset that is taken in: what its file says, and blanks for what it does not say.

Nothing of where the numbers come from is guessed. Who publishes them, where, when, under which
licence and in which unit is blank unless the file or a person says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from charts.generator.base.blanks import blank
from charts.generator.data import header_units, periods
from charts.generator.data.cadence import UNKNOWN
from charts.generator.data.datasets import DATED, NUMBERS, PERIODS
from charts.generator.data.header_units import HeaderUnit

VINTAGE = blank("month in which the publisher served this file, such as 2026-08")
PUBLISHER = blank("who publishes the numbers, such as Statistics Office")
ADDRESS = blank("address of the page or file that they are from, such as https://example.org/rain")
LICENCE = blank("licence or terms of the publisher, such as CC-BY-4.0")

# How many days lie between the beginnings of two periods that follow each other.
_STEPS = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "quarter": (90, 92), "year": (365, 366)}

_DATED = re.compile(r"(?:.*_)?year")
_NUMBERED = re.compile(r"(?:.*_)?(?:code|id)")


@dataclass(frozen=True)
class Column:
    """A column of a file: its name, its title in the file, and what its cells are."""

    name: str
    title: str
    type: str
    cells: list[str]
    form: str  # of its periods; empty if it has none
    unit: str
    told: str
    gone: tuple[str, ...]  # words for nothing that became empty cells

    @cached_property
    def moments(self) -> dict[str, str]:
        """Return its periods as they sort in time."""
        found = periods.read(filter(None, self.cells))
        return found.texts if found else {}

    @property
    def full(self) -> bool:
        """Return whether no cell is empty."""
        return all(self.cells)

    @property
    def dated(self) -> bool:
        """Return whether its name says that it holds periods."""
        return self.name in PERIODS or bool(_DATED.fullmatch(self.name))

    @property
    def counts(self) -> bool:
        """Return whether its numbers may be amounts, which have a unit."""
        return self.type in NUMBERS and not self.dated and not _NUMBERED.fullmatch(self.name)


def resource(
    name: str,
    file: str,
    columns: Sequence[Column],
    key: Sequence[Column],
    today: date,
    told: Sequence[str],
    row: str = "",
) -> dict[str, Any]:
    """Return the description of a dataset, with a blank for whatever its file does not say.

    Args:
        name: what charts and facts call it.
        file: the name of its file.
        columns: its columns, those of the key first.
        key: those that identify a row.
        today: the day on which it is taken in.
        told: what was changed in taking it in, for whoever compares it with the file.
        row: the column that only numbers the rows, if there is one.
    """
    each = "" if row else f"One row for each {_listed(_lowered(_title(column)) for column in key)}."
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "title": name.replace("_", " ").capitalize(),
        "description": " ".join(filter(None, [each, *told])),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": "",
        "bytes": 0,
        # How it is counted, and what else readers should know, where somebody wants to say so.
        "basis": "",
        "caveats": [],
        "vintage": VINTAGE,
        "retrieved": today.isoformat(),
        "processing": "as published",
        "cadence": _cadence(key),
        "refresh": (
            f"manual: write the publisher's new rows into data/{name}.csv, "
            f"then run `python -m charts stamp {name}`"
        ),
        "grade": "",
        "sources": [{"title": file, "publisher": PUBLISHER, "path": ADDRESS}],
        "licenses": [{"title": LICENCE, "path": "https://"}],
        "schema": {
            "primaryKey": [column.name for column in key],
            "fields": _fields(columns, key),
        },
    }


def _cadence(key: Iterable[Column]) -> dict[str, str]:
    """Return how often new rows come, as far as the rows tell: one for each month or year."""
    for column in key:
        every = _rhythm(column)
        if every and (column.name not in PERIODS or column.name in DATED):
            return {"every": every, "after": UNKNOWN}
    return {"every": UNKNOWN}


def _rhythm(column: Column) -> str:
    """Return the rhythm of a column's periods: theirs, or that of the steps between them.

    Days without a rhythm, such as those of a market, have none.
    """
    if column.form not in periods.LENGTHS:
        return ""
    starts = sorted({periods.begin(cell, column.form) for cell in column.cells})
    steps = {(later - day).days for day, later in pairwise(starts)}
    for rhythm, (shortest, longest) in _STEPS.items():
        if steps and shortest <= min(steps) and max(steps) <= longest:
            return rhythm
    return "" if column.form == "day" else column.form


def _fields(columns: Sequence[Column], key: Sequence[Column]) -> list[dict[str, Any]]:
    """Return the columns as a schema has them."""
    read = {column.name: _read(column) for column in columns}
    titles = [said.title for said in read.values()]
    return [
        # Two columns that differ in their unit alone need it to be told apart.
        _field(column, read[column.name], column in key, titles.count(read[column.name].title) > 1)
        for column in columns
    ]


def _read(column: Column) -> HeaderUnit:
    said = header_units.read(column.title) if column.counts else HeaderUnit(column.title)
    return HeaderUnit(column.title, column.unit) if column.unit else said


def _field(column: Column, said: HeaderUnit, in_key: bool, whole: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "title": _title(column) if whole else _worded(said.title),
        "type": column.type,
    }
    if column.counts and not in_key:
        likely = f"perhaps {said.likely}" if said.likely else "such as USD million or people"
        missing = blank(f"unit of {column.name}, {likely}; nothing if it has none")
        described["unit"] = said.unit or missing.replace('"', "'")
    elif column.name in ("year", "month") and not column.counts:
        described["description"] = f"Calendar {column.name}"
    if in_key and column.form and column.name not in (*PERIODS, *DATED):
        described["role"] = "period"
    return described | ({"constraints": {"required": True}} if column.full else {})


def _title(column: Column) -> str:
    """Return a column's name in the words of its file."""
    return _worded(column.title)


def _worded(title: str) -> str:
    words = title.replace("_", " ")
    return words[:1].upper() + words[1:]


def _lowered(title: str) -> str:
    """Return a title within a sentence; what is no plain word, such as GDP, stays as it is."""
    return title[:1].lower() + title[1:] if title[1:].islower() else title


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return " and ".join(filter(None, [", ".join(first), last]))
