"""Says in sentences what is wrong with a dataset's metadata or its table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import Any

from charts.generator.base.blanks import is_blank
from charts.generator.base.problems import Problem, problem, unknown
from charts.generator.data import periods

DATAPACKAGE = "datapackage.json"

# The pandas type of each Table Schema type. A month is its first instant in UTC, so that the time
# zone of a reader or a build can't move it.
DTYPES = {
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "string": "str",
    "yearmonth": "datetime64[ns, UTC]",
    "date": "str",
    "boolean": "boolean",
}
# Up to here, a computer's numbers and a reader's browser hold every whole number exactly.
EXACT = 2**53

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
# What there need not be anything to say of; the key must be there all the same.
EMPTY = ("basis", "caveats", "grade")
# What each item of these lists must state.
ITEMS = {"sources": ["publisher", "title", "path"], "licenses": ["title", "path"]}
# What a column can tell of the others: the basis on which they were counted, how much of its period
# a row covers, the event that the row's `date` is of, the period that the row is about.
ROLES = ("basis", "coverage", "event", "period")
# Control characters, which no text means; a line may break.
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
DATES = {"vintage": r"\d{4}-(0[1-9]|1[0-2])", "retrieved": r"\d{4}-(0[1-9]|1[0-2])-\d\d"}


def primary_key(descriptor: Mapping[str, Any]) -> list[str]:
    """Return the primary key's columns; the standard allows a single one without a list."""
    key = descriptor["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def descriptor_problems(folder: Path, number: int, descriptor: dict[str, Any]) -> list[Problem]:
    """Say which metadata a resource lacks; frictionless checks the rest of its form."""
    from frictionless import Resource

    path = folder / DATAPACKAGE
    name = descriptor.get("name", f"resources[{number}]")
    stated = {key for key, said in descriptor.items() if said or key in EMPTY}
    missing = [key for key in ["name", "path", *REQUIRED] if key not in stated]
    if missing:
        keys = ", ".join(f'"{key}"' for key in missing)
        hint = f" `python -m charts stamp {name}` writes the hash." if "hash" in missing else ""
        return [problem(path, f'dataset "{name}" lacks {keys}; every dataset needs them.{hint}')]
    if not str(name).isidentifier():
        message = f'dataset "{name}": write the name with lower-case letters, digits and "_", so '
        return [problem(path, message + "that a chart's function can have it as a parameter.")]
    said = [
        f'"{key}" should be written like {"2026-10" if key == "vintage" else "2026-10-31"}; '
        f'found "{descriptor[key]}".'
        for key, pattern in DATES.items()
        if not (re.fullmatch(pattern, str(descriptor[key])) or is_blank(descriptor[key]))
    ]
    for key, parts in ITEMS.items():
        items = descriptor[key] if isinstance(descriptor[key], list) else [None]
        if any(not isinstance(item, dict) or not all(map(item.get, parts)) for item in items):
            said.append(f'"{key}" should be a list whose items have {", ".join(parts)}.')
    if not said:
        said = [
            f'the path of a licence should begin with https://; found "{licence["path"]}".'
            for licence in descriptor["licenses"]
            if not re.match(r"https?://.", str(licence["path"]))
            # A blank that is not filled in yet is reported as such.
            and not any(map(is_blank, licence.values()))
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
        else:
            said += [f'field "{column.get("name")}": {fault}' for fault in _role_faults(column)]
    if not said:
        report = Resource.validate_descriptor(descriptor, basepath=str(folder))
        said = [] if report.valid else [f"{note}." for (note,) in report.flatten(["note"])]
    return [problem(path, f'dataset "{name}": {text}') for text in said]


def _role_faults(column: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong with what a column says of itself, for readers and for formulas."""
    if column.get("name") == "vintage" and column["type"] not in ("yearmonth", "date"):
        yield (
            'it says when rows were served, so its type should be "yearmonth" or "date", not '
            f'"{column["type"]}".'
        )
    if "role" in column and column["role"] not in ROLES:
        yield unknown("role", column["role"], ROLES)
    if column.get("better", "lower") != "lower":
        yield f'"better" can only be "lower", as for ranks; found "{column["better"]}".'
    step = column.get("largest_step", 2)
    if not isinstance(step, int | float) or step <= 1:
        yield f'"largest_step" should be a number of times above 1, such as 3; found "{step}".'
    lists = {key: column.get(key, []) for key in ("totals", "rests")}
    for key, values in lists.items():
        if not _is_texts(values):
            yield f'"{key}" should be a list of values, such as ["World"].'
            return
    groups = column.get("groups", {})
    if not isinstance(groups, dict) or not all(_is_texts(members) for members in groups.values()):
        yield '"groups" should name the members of each group, as in {"Benelux": ["Belgium"]}.'
        return
    for name in groups:
        if name in held_by(name, groups):
            yield f'the group "{name}" is a member of itself.'
    stated = [*lists["totals"], *lists["rests"], *groups]
    for name in dict.fromkeys(name for name in stated if stated.count(name) > 1):
        yield f'"{name}" appears twice among "totals", "rests" and "groups"; keep one.'


def held_by(name: str, groups: Mapping[str, list[str]]) -> frozenset[str]:
    """Return all that a group of values sums up: its members, and theirs."""
    waiting, found = [name], set[str]()
    while waiting:
        new = set(groups.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return frozenset(found)


def _is_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def table_problems(folder: Path, descriptor: dict[str, Any]) -> list[Problem]:
    """Say what in the CSV does not fit the schema, with the line and column of each cell."""
    from frictionless import Checklist, Resource

    path = folder / descriptor["path"]
    if not path.is_file():
        message = f'the file of dataset "{descriptor["name"]}" is missing; restore it, or delete '
        return [problem(path, message + f"the dataset from {DATAPACKAGE}.")]
    # Left to guess, frictionless would accept a file with semicolons.
    comma = {"dialect": {"csv": {"delimiter": ","}}}
    resource = Resource.from_descriptor(descriptor | comma, basepath=str(folder))
    report = resource.validate(Checklist(), limit_errors=50)
    columns = ["type", "rowNumber", "fieldNumber", "fieldName", "cell", "note", "message"]
    found = [dict(zip(columns, row, strict=True)) for row in report.flatten(columns)]
    # A wrong cell explains a wrong checksum, not the other way round.
    others = [error for error in found if error["type"] not in ("hash-count", "byte-count")]
    # If the columns differ, so does every row. A key or a cell that another error names is left out
    # too: each mistake is reported once.
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
    if not told:
        strange = list(_strange_cells(path, descriptor))
        if strange:
            return strange
    if not found:
        wrong = [
            fault
            for column in descriptor["schema"]["fields"]
            for fault in _unknown_values(path, column)
        ]
        return [problem(folder / DATAPACKAGE, f'dataset "{descriptor["name"]}": {fault}')
                for fault in wrong]  # fmt: skip
    return [
        problem(path, _sentence(path, error, descriptor), *_place(path, error))
        for error in (told or found[:1])
    ]


def _unknown_values(path: Path, column: Mapping[str, Any]) -> Iterator[str]:
    """Say which totals, rests, groups and members of a column no row has."""
    groups = column.get("groups", {})
    stated = [
        *column.get("totals", []),
        *column.get("rests", []),
        *groups,
        *chain.from_iterable(groups.values()),
    ]
    if stated:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            there = {row[column["name"]]: None for row in csv.DictReader(lines)}
        for value in dict.fromkeys(stated):
            if value not in there:
                yield f'field "{column["name"]}": {unknown("value", value, there)}'


def _strange_cells(path: Path, descriptor: dict[str, Any]) -> Iterator[Problem]:
    """Say which cells fit their type and are no number or text that anybody means."""
    yield from _seasons(path, descriptor)
    types = {item["name"]: item["type"] for item in descriptor["schema"]["fields"]}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        names = next(rows)
        for row in rows:
            for name, cell in zip(names, row, strict=False):
                if types[name] == "number" and cell and not isfinite(float(cell)):
                    said = "which is not a number"
                elif types[name] == "integer" and cell and abs(int(cell)) > EXACT:
                    said = "which has more digits than numbers hold; let the column be a string"
                elif CONTROL.search(cell):
                    said = "which contains a character that nobody sees"
                else:
                    continue
                message = f'column "{name}": found {cell[:60]!r}, {said}.'
                yield problem(path, message, rows.line_num, 1)


def _seasons(path: Path, descriptor: dict[str, Any]) -> Iterator[Problem]:
    """Say which columns of the key have seasons that are written as months are."""
    texts = {item["name"] for item in descriptor["schema"]["fields"] if item["type"] == "string"}
    names = texts.intersection(primary_key(descriptor))
    if not names:
        return
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for name in sorted(names):
        cells = [row[name] for row in rows]
        if not all(re.fullmatch(r"\d{4}-\d\d", cell) for cell in cells):
            continue
        found = periods.read(cells)
        if found and found.form == "season":
            message = f'column "{name}": write seasons like {found.texts[cells[0]]}, so that none '
            yield problem(path, f'{message}is taken for a month; found "{cells[0]}".', 2, 1)


def _place(path: Path, error: dict[str, Any]) -> tuple[int, int]:
    """Return the line and column of a cell, as a text editor counts them."""
    row, number = error["rowNumber"], error["fieldNumber"]
    if error["type"].endswith("-label"):
        return 1, 1
    if not row or not number:
        return row or 0, 1 if row else 0
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    cells = lines[row - 1].split(",") if row <= len(lines) else []
    # Quoted commas would make the column wrong; the line is still right.
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
                f"the checksum of this file is not the one in {DATAPACKAGE}. If you changed the "
                f"file on purpose, run `python -m charts stamp {name}`; if not, restore it."
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
            return f"this row repeats the key ({key}) of an earlier row; each key may appear once."
        case "missing-cell":
            return f"{column}: the row ends before this cell; expected {len(fields)} cells."
        case "extra-cell":
            return (
                f"the row has more than {len(fields)} cells; put a text that contains a comma "
                "between quotes."
            )
        case "blank-row":
            return "this row is blank; delete the line."
        case "source-error" if path.stat().st_size == 0:
            return "the file is empty; expected a first line with the column names, then rows."
        case "encoding-error":
            return f"this is not text in UTF-8; save it as UTF-8. ({note})"
        case _:
            return str(error["message"])
