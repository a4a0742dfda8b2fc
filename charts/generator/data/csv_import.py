"""Brings any CSV into this project's form: tidy rows, and a description with blanks to fill in."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from charts.generator.base.files import digest
from charts.generator.base.problems import MistakeError, ProblemsError, problem, unknown
from charts.generator.data import datasets
from charts.generator.data.datasets import DATED, PERIODS
from charts.generator.data.validation import DATAPACKAGE

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
_NUMBER = re.compile(r"-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_MEANT = re.compile(r"[-−]?[$€£]?\d[\d, \u00a0']*(?:\.\d+)?\s?%?")  # as people write numbers
_CODE = re.compile(r"0\d+|-?\d{19,}")  # 007, or more digits than an integer holds
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_DATED = re.compile(r"(?:.*_)?year")

MANY = 5  # mistakes of one kind that are reported for one column

# What a resource states and a CSV can't.
_STATED = {
    "title": "FILL: what is counted, for whom, and how often, as a title for readers",
    "description": "FILL: what a row says, and which period the rows cover",
    "basis": "FILL: how it is counted, and what is left out",
    "caveats": ["FILL: what readers of the numbers should know"],
    "vintage": "FILL: month in which the publisher served this copy, written like {month}",
    "retrieved": "{today}",
    "processing": "FILL: as published, collected, reshaped or computed",
    "cadence": {},
    "refresh": "FILL: how it is renewed; if by hand, from which page of the publisher",
    "grade": "FILL: A for a primary source, B for a good secondary one",
    "sources": [
        {
            "title": "FILL: title of the table or file",
            "publisher": "FILL: who publishes it",
            "path": "FILL: address of the table or file",
        }
    ],
    "licenses": [
        {
            "title": "FILL: name of the licence or terms, and whom to credit",
            "path": "FILL: address of the licence or terms",
        }
    ],
}


@dataclass(frozen=True)
class Intake:
    """An imported dataset: its new CSV, its resource, and notes on what was changed."""

    csv: str
    resource: dict[str, Any]
    notes: list[str]


@dataclass(frozen=True)
class _Column:
    """A column of a file: its name, its title in the file, its type and its cells."""

    name: str
    title: str
    type: str
    cells: list[str]

    @property
    def full(self) -> bool:
        """Return whether no cell is empty."""
        return all(self.cells)


def slug(text: str, joint: str) -> str:
    """Return the words of a text in lower-case letters a to z and digits, joined.

    >>> slug("Tonnes (métriques)", "_")
    'tonnes_metriques'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall(r"[a-z0-9]+", plain))


def written(package: dict[str, Any]) -> str:
    """Return `datapackage.json` as this project writes it."""
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def read(name: str, file: Path, today: date, texts: Iterable[str] = ()) -> Intake:
    """Read a CSV as a dataset.

    Args:
        name: the name of the dataset.
        file: the CSV, with commas, semicolons or tabs.
        today: the date of retrieval.
        texts: columns that are text although they look like numbers.

    Raises:
        MistakeError: if a column in `texts` does not exist.
        ProblemsError: if the file is not a sound table, by line and column.
    """
    heads, rows = _table(file)
    names = _names(file, heads)
    for text in texts:
        if text not in names:
            raise MistakeError(unknown("column", text, names))
    columns = [
        _column(file, i, (names[i], heads[i]), rows, names[i] in texts) for i in range(len(names))
    ]
    key = _key(file, columns, rows)
    columns = [*key, *(column for column in columns if column not in key)]
    order = sorted(range(len(rows)), key=lambda i: [_rank(column, i) for column in key])
    if not any(_period(column) for column in key):
        order = list(range(len(rows)))  # without periods, keep the order of the file
    tidy = io.StringIO()
    lines = csv.writer(tidy, lineterminator="\n")
    lines.writerow([column.name for column in columns])
    lines.writerows([[column.cells[i] for column in columns] for i in order])
    resource = _proven(file, _resource(name, columns, key, today), tidy.getvalue())
    shown = ", ".join(f"{column.name} ({column.type})" for column in columns)
    notes = [f"Columns: {shown}.", f"Rows are identified by: {', '.join(c.name for c in key)}."]
    notes += [
        f'Column "{column.title}" of the file is now called {column.name}.'
        for column in columns
        if column.title.lower() != column.name
    ]
    return Intake(tidy.getvalue(), resource, notes)


def _table(file: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the column names of a CSV, and its rows with their lines, without blank rows."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"this is not text in UTF-8 (byte {error.start}); save it as UTF-8."
        raise ProblemsError([problem(file, message)]) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                rows.append((reader.line_num, stripped))
    except csv.Error as error:
        message = f"this can't be read as CSV: {error}."
        raise ProblemsError([problem(file, message, reader.line_num)]) from None
    if len(rows) < 2:
        message = "there are no rows; expected a first line with the column names, then rows."
        raise ProblemsError([problem(file, message)])
    heads = rows[0][1]
    ragged = [
        problem(file, f"this row has {len(cells)} cells; the first line has {len(heads)}.", line)
        for line, cells in rows[1:]
        if len(cells) != len(heads)
    ]
    if ragged:
        raise ProblemsError(ragged)
    return heads, rows[1:]


def _names(file: Path, heads: list[str]) -> list[str]:
    """Return the names that columns get, each one lower-case word."""
    names = [slug(head, "_") for head in heads]
    problems = []
    for number, (head, name) in enumerate(zip(heads, names, strict=True), 1):
        if not name:
            message = f"column {number} has no name; write one in the first line."
        elif name[0].isdigit():
            message = (
                f'column "{head}": a name must begin with a letter. If each year has a column, '
                "give each year a row instead."
            )
        elif names.index(name) < number - 1:
            message = f'two columns are called "{name}"; rename one.'
        else:
            continue
        problems.append(problem(file, message, 1))
    if problems:
        raise ProblemsError(problems)
    return names


def _column(
    file: Path, i: int, called: tuple[str, str], rows: list[tuple[int, list[str]]], text: bool
) -> _Column:
    """Return a column with the type of its cells."""
    cells = [row[i] for _, row in rows]
    filled = [(line, row[i]) for line, row in rows if row[i]]
    if not filled:
        message = f'column "{called[0]}" is empty; delete it.'
        raise ProblemsError([problem(file, message, 1)])
    values = [cell for _, cell in filled]
    kind = "string"
    if not text and all(map(_MONTH.fullmatch, values)):
        kind = "yearmonth"
    elif not text and not any(map(_CODE.fullmatch, values)):
        others = [(line, cell) for line, cell in filled if not _NUMBER.fullmatch(cell)]
        meant = [cell for cell in values if _NUMBER.fullmatch(cell) or _MEANT.fullmatch(cell)]
        if not others:
            kind = "integer" if all(map(_INTEGER.fullmatch, values)) else "number"
        elif 2 * len(meant) > len(filled):
            raise ProblemsError(
                problem(
                    file,
                    f'column "{called[0]}" holds numbers, but this cell is "{cell}". Write numbers '
                    "as 1234.5, and leave a cell without one empty. If the column is text, say so "
                    f"with --text {called[0]}.",
                    line,
                )
                for line, cell in others[:MANY]
            )
    return _Column(*called, kind, cells)


def _period(column: _Column) -> bool:
    """Return whether a column holds periods."""
    return column.name in PERIODS or column.type == "yearmonth"


def _rank(column: _Column, i: int) -> tuple[float, str]:
    cell = column.cells[i]
    return (float(cell), "") if column.type in ("integer", "number") else (0, cell)


def _key(file: Path, columns: list[_Column], rows: list[tuple[int, list[str]]]) -> list[_Column]:
    """Return the columns that identify a row: the first that do, without any they don't need."""
    able = [column for column in columns if column.full and column.type != "number"]
    # A count can identify rows too, but only by chance.
    able.sort(key=lambda c: c.type == "integer" and not _dated(c) and c is not columns[0])
    for size in range(1, len(able) + 1):
        key = able[:size]
        if _apart(key):
            for column in able[:size]:
                rest = [other for other in key if other is not column]
                key = rest if rest and _apart(rest) and not _period(column) else key
            return sorted(key, key=lambda column: not _period(column))
    seen: dict[tuple[str, ...], int] = {}
    problems = []
    for i, (line, _) in enumerate(rows):
        first = seen.setdefault(tuple(column.cells[i] for column in able), line)
        if first != line:
            said = f"the same {', '.join(c.name for c in able)} as" if able else "no key, like"
            message = f"this row has {said} line {first}; add a column that tells the two apart."
            problems.append(problem(file, message, line))
    raise ProblemsError(problems)


def _apart(key: list[_Column]) -> bool:
    rows = list(zip(*(column.cells for column in key), strict=True))
    return len(set(rows)) == len(rows)


def _resource(
    name: str, columns: list[_Column], key: list[_Column], today: date
) -> dict[str, Any]:  # fmt: skip
    """Return the description of a dataset, with a blank for whatever its file does not say."""
    stated: dict[str, Any] = {
        said: value.format(month=today.isoformat()[:7], today=today.isoformat())
        if isinstance(value, str)
        else value
        for said, value in _STATED.items()
    }
    stated["cadence"] = _cadence(key)
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "title": stated.pop("title"),
        "description": stated.pop("description"),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": "",
        "bytes": 0,
        **stated,
        "schema": {
            "primaryKey": [column.name for column in key],
            "fields": [_field(column) for column in columns],
        },
    }


def _cadence(key: list[_Column]) -> dict[str, str]:
    """Return how often new rows come, as far as the rows tell: one for each month or year."""
    rhythms = {"yearmonth": "month", "integer": "year"}
    for name in DATED:
        for column in key:
            if column.name == name and column.type in rhythms:
                every = rhythms[column.type]
                after = f"FILL: how long after its {every} a row comes out, such as P2M or P45D"
                return {"every": every, "after": after}
    return {"every": "FILL: irregular or never; or month, quarter or year if a column says when"}


def _field(column: _Column) -> dict[str, Any]:
    """Return a column's part of the schema."""
    words = column.title.replace("_", " ")
    described = {"name": column.name, "title": words[:1].upper() + words[1:], "type": column.type}
    counted = column.type in ("integer", "number") and not _dated(column)
    if counted:
        described["unit"] = f"FILL: unit of {column.name}; nothing if it has none"
    described["description"] = f"FILL: what {column.name} is"
    if column.name in ("year", "month") and not counted:
        described["description"] = f"Calendar {column.name}"
    return described | ({"constraints": {"required": True}} if column.full else {})


def _dated(column: _Column) -> bool:
    return column.name in PERIODS or bool(_DATED.fullmatch(column.name))


def _proven(file: Path, resource: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a resource with the checksum of its text; it loads once its blanks are filled in.

    Raises:
        ProblemsError: if it would not.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / resource["path"]
        path.write_text(text, encoding="utf-8", newline="")
        proven = resource | {"hash": digest(path), "bytes": path.stat().st_size}
        trial = proven | {"vintage": resource["retrieved"][:7]}
        package = {"name": "trial", "resources": [trial]}
        (Path(folder) / DATAPACKAGE).write_text(written(package), encoding="utf-8")
        try:
            datasets.load(Path(folder))
        except ProblemsError as error:
            # Lines and columns are left out: they are those of the tidy copy, not of the file.
            raise ProblemsError(problem(file, found.message) for found in error.problems) from None
    return proven
