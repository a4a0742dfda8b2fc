"""Says in sentences what is wrong with a dataset: its metadata, its table."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from charts.generator.base.problems import Problem, problem, unknown

DATAPACKAGE = "datapackage.json"

# How a Table Schema type is held in a frame. A month is its first instant in UTC, so that no
# reader's or builder's time zone can move it.
DTYPES = {
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "string": "str",
    "yearmonth": "datetime64[ns, UTC]",
    "boolean": "boolean",
}

REQUIRED = [
    "title",
    "description",
    "basis",
    "caveats",
    "vintage",
    "retrieved",
    "cadence",
    "refresh",
    "grade",
    "hash",
    "sources",
    "licenses",
    "schema",
]
# What each item of these lists states.
ITEMS = {"sources": ["publisher", "title", "path"], "licenses": ["title", "path"]}
DATES = {"vintage": r"\d{4}-(0[1-9]|1[0-2])", "retrieved": r"\d{4}-(0[1-9]|1[0-2])-\d\d"}


def primary_key(descriptor: Mapping[str, Any]) -> list[str]:
    """Return the primary key's columns; the standard lets a single one stand without a list."""
    key = descriptor["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def descriptor_problems(folder: Path, number: int, descriptor: dict[str, Any]) -> list[Problem]:
    """Say which metadata a resource lacks; frictionless judges the rest of its form."""
    from frictionless import Resource

    path = folder / DATAPACKAGE
    name = descriptor.get("name", f"resources[{number}]")
    missing = [key for key in ["name", "path", *REQUIRED] if not descriptor.get(key)]
    if missing:
        keys = ", ".join(f'"{key}"' for key in missing)
        hint = f" `python -m charts stamp {name}` writes the hash." if "hash" in missing else ""
        return [problem(path, f'dataset "{name}" lacks {keys}; every dataset states them.{hint}')]
    if not str(name).isidentifier():
        message = f'dataset "{name}": use lower-case letters, digits and "_", as chart code names '
        return [problem(path, message + "its datasets in the parameters of a function.")]
    said = [
        f'"{key}" should be written like {"2026-10" if key == "vintage" else "2026-10-31"}; '
        f'found "{descriptor[key]}".'
        for key, pattern in DATES.items()
        if not re.fullmatch(pattern, str(descriptor[key]))
    ]
    for key, parts in ITEMS.items():
        items = descriptor[key] if isinstance(descriptor[key], list) else [None]
        if any(not isinstance(item, dict) or not all(map(item.get, parts)) for item in items):
            said.append(f'"{key}" should be a list whose items have {", ".join(parts)}.')
    if not said:
        said = [
            f'the path of a licence should begin with https://; found "{licence["path"]}".'
            for licence in descriptor["licenses"]
            # A blank that is still to be filled in is reported as such.
            if not str(licence["path"]).startswith(("https://", "http://", "FILL:"))
        ]
    schema = descriptor["schema"] if isinstance(descriptor["schema"], dict) else {}
    if not isinstance(schema.get("fields"), list):
        said.append('"schema" should be an object with a list "fields".')
    for column in schema.get("fields") or []:
        if not isinstance(column, dict):
            said.append(f'field "{column}" should be an object with name and type.')
        elif column.get("type") not in DTYPES:
            kind = unknown("type", column.get("type"), DTYPES)
            said.append(f'field "{column.get("name")}": {kind}')
    if not said:
        report = Resource.validate_descriptor(descriptor, basepath=str(folder))
        said = [] if report.valid else [f"{note}." for (note,) in report.flatten(["note"])]
    return [problem(path, f'dataset "{name}": {text}') for text in said]


def table_problems(folder: Path, descriptor: dict[str, Any]) -> list[Problem]:
    """Say what in the CSV does not fit the schema, with line and column of each cell."""
    from frictionless import Checklist, Resource

    path = folder / descriptor["path"]
    if not path.is_file():
        message = f'the file of dataset "{descriptor["name"]}" is missing; restore it, or take the '
        return [problem(path, message + f"dataset out of {DATAPACKAGE}.")]
    # Left to guess, it would take a file with semicolons for a good one.
    comma = {"dialect": {"csv": {"delimiter": ","}}}
    resource = Resource.from_descriptor(descriptor | comma, basepath=str(folder))
    report = resource.validate(Checklist(), limit_errors=50)
    columns = ["type", "rowNumber", "fieldNumber", "fieldName", "cell", "note", "message"]
    found = [dict(zip(columns, row, strict=True)) for row in report.flatten(columns)]
    # Bytes that do not parse explain a wrong checksum, not the other way round.
    others = [error for error in found if error["type"] not in ("hash-count", "byte-count")]
    # Once the columns differ, so does every row. A key or a cell that another error has spoken of
    # is left out too: a mistake is told once.
    others = [error for error in others if error["type"].endswith("-label")] or others
    short = {error["rowNumber"] for error in others if error["type"] == "missing-cell"}
    told = [
        error
        for error in others
        if not (error["type"] == "primary-key" and "None" in error["note"])
        and not (error["type"] == "constraint-error" and error["rowNumber"] in short)
    ]
    if not found and not report.tasks[0].stats.get("rows"):
        return [problem(path, "the file has column names but no rows.")]
    return [
        problem(path, _sentence(path, error, descriptor), *_place(path, error))
        for error in (told or found[:1])
    ]


def _place(path: Path, error: dict[str, Any]) -> tuple[int, int]:
    """Return the line of a cell and its character in it, as an editor's cursor counts them."""
    row, number = error["rowNumber"], error["fieldNumber"]
    if error["type"].endswith("-label"):
        return 1, 1
    if not row or not number:
        return row or 0, 1 if row else 0
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    cells = lines[row - 1].split(",") if row <= len(lines) else []
    # A quoted comma would mislead the count; the line is right all the same.
    quoted = '"' in "".join(cells)
    return row, 1 if quoted else 1 + sum(len(cell) + 1 for cell in cells[: number - 1])


def _sentence(path: Path, error: dict[str, Any], descriptor: dict[str, Any]) -> str:
    """Turn a validation error into a sentence for the person who edited the file."""
    name, cell, note = descriptor["name"], str(error["cell"])[:60], error["note"]
    column = f'column "{error["fieldName"]}"'
    fields = {item["name"]: item for item in descriptor["schema"]["fields"]}
    match error["type"]:
        case "hash-count" | "byte-count":
            return (
                f"the file is not the one that {DATAPACKAGE} vouches for (its checksum differs). "
                f"If you changed it on purpose, run `python -m charts stamp {name}`; if not, "
                "restore it."
            )
        case "type-error":
            kind = fields[error["fieldName"]]["type"]
            return f'{column}: found "{cell}", expected a value of type {kind}.'
        case "constraint-error" if not cell:
            return f"{column}: the cell is empty, but the schema asks for a value."
        case "constraint-error":
            rule = note.removeprefix("constraint ").replace('" is "', " ").replace('"', "")
            return f'{column}: found "{cell}", but the schema asks for: {rule}.'
        case "missing-label" | "incorrect-label" | "extra-label" | "blank-label":
            with path.open(encoding="utf-8-sig", newline="") as lines:
                found = ", ".join(next(csv.reader(lines)))
            expected = ", ".join(fields)
            return f"the columns differ from the schema: expected {expected}; found {found}."
        case "primary-key":
            key = ", ".join(primary_key(descriptor))
            return f"this row repeats the key ({key}) of an earlier row; each may stand once."
        case "missing-cell":
            return f"{column}: the row ends before it; each row has {len(fields)} cells."
        case "extra-cell":
            return (
                f"the row goes on after its {len(fields)} cells; a text that holds a comma goes "
                "between quotes."
            )
        case "blank-row":
            return "this row is blank; delete the line."
        case "source-error" if path.stat().st_size == 0:
            return "the file is empty; its first line holds the column names, and rows follow."
        case "encoding-error":
            return f"this is not text in UTF-8; save it as UTF-8. ({note})"
        case _:
            return str(error["message"])
