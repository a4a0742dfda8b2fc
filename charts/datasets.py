"""Loads the datasets of a data folder, once they are proven to fit their schema.

The contract of a dataset is its resource in `datapackage.json` (Data Package v2). Validation is
the reference implementation's (frictionless). Charts get typed pandas frames; numbers and claims
are looked up in lists, since a check of the words would else wait for pandas to start.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charts.problems import Problem, ProblemsError, problem, unknown

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "datapackage.json"

# Where a refresh puts its new files, all of them, before the first old one is replaced.
COMPLETE = ".refreshed"

# Key columns that say when, as the conventions of data/README.md name them.
PERIODS = ("year", "month", "first_month", "first_year", "date", "edition")

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

NUMBERS = ("integer", "year", "number")

# How Python and pandas write that a cell has nothing in it.
MISSING = ("", "None", "nan", "NaT", "<NA>")

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


@dataclass(frozen=True)
class Field:
    """One column: its name, title, type, unit (empty where it has none) and description."""

    name: str
    title: str
    type: str
    unit: str
    description: str


@dataclass(frozen=True)
class Dataset:
    """A table with the receipt that it came with.

    `columns` holds each cell as `text_of` writes it, and nothing for a missing one.
    """

    name: str
    path: Path
    descriptor: Mapping[str, Any] = field(repr=False)
    columns: Mapping[str, list[str]] = field(repr=False, compare=False)
    digest: str = field(repr=False, default="")

    @property
    def title(self) -> str:
        """Return the name for readers."""
        return str(self.descriptor["title"])

    @property
    def key(self) -> list[str]:
        """Return the columns that tell one row from another."""
        return _key(self.descriptor)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Return the columns by name, in the file's order."""
        return {
            item["name"]: Field(
                item["name"],
                item.get("title", item["name"]),
                item["type"],
                item.get("unit", ""),
                item.get("description", ""),
            )
            for item in self.descriptor["schema"]["fields"]
        }

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the table as a frame of the schema's types."""
        import pandas as pd

        frame = pd.DataFrame(self.columns, dtype="str").replace("", pd.NA)
        for name, column in self.fields.items():
            if column.type == "yearmonth":
                frame[name] = pd.to_datetime(frame[name], format="%Y-%m", utc=True)
            elif column.type == "boolean":
                frame[name] = frame[name].map({"True": True, "False": False})
        return frame.astype({name: DTYPES[column.type] for name, column in self.fields.items()})

    @cached_property
    def texts(self) -> pd.DataFrame:
        """Return the table as a frame with every cell as its file writes it."""
        import pandas as pd

        return pd.DataFrame(self.columns, dtype="str")

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """Return the rows, with every cell as its file writes it."""
        return [
            dict(zip(self.columns, row, strict=True))
            for row in zip(*self.columns.values(), strict=True)
        ]

    @cached_property
    def values(self) -> dict[str, list[Any]]:
        """Return each column as numbers (NaN for none) where it holds them, else as texts."""
        return {
            name: [float(text or "nan") for text in texts]
            if self.fields[name].type in NUMBERS
            else texts
            for name, texts in self.columns.items()
        }

    @property
    def span(self) -> list[str]:
        """Return the first and the last period of its rows; one or none if there are no two."""
        found = self._periods
        return list(dict.fromkeys([min(found), max(found)])) if found else []

    @property
    def coverage(self) -> str:
        """Return the first and last period of its rows, or nothing where rows are not dated."""
        return " to ".join(self.span)

    @property
    def last(self) -> str:
        """Return the last period of its rows, or nothing where rows are not dated."""
        return max(self._periods, default="")

    @property
    def _periods(self) -> list[str]:
        dated = next((name for name in self.key if name in PERIODS), "")
        return self.columns.get(dated, [])

    @property
    def publishers(self) -> list[str]:
        """Return who published it, each named once, the main source first."""
        return list(dict.fromkeys(s["publisher"] for s in self.descriptor["sources"]))


def text_of(value: Any) -> str:
    """Return a cell as its file writes it: months as 2024-05, whole numbers without a point."""
    if str(value) in MISSING:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m")
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def digest(path: Path) -> str:
    """Return the checksum of a file as `datapackage.json` writes it."""
    return hash_of(path.read_bytes())


def hash_of(content: bytes) -> str:
    """Return a checksum as Data Package metadata write it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def load(folder: Path, proofs: Path | None = None) -> dict[str, Dataset]:
    """Load and validate every dataset of a folder.

    Args:
        folder: the data folder.
        proofs: a file that remembers which contents were found to fit, so that they need not be
            validated again; it may be deleted at any time.

    Returns:
        The datasets by name, in the order of `datapackage.json`.

    Raises:
        ProblemsError: with all that does not fit, by file, row and column.
    """
    recover(folder)
    package = read_package(folder)
    proven = set(proofs.read_text().split()) if proofs and proofs.exists() else set()
    problems: list[Problem] = []
    datasets: dict[str, Dataset] = {}
    proof_of = {}
    for number, descriptor in enumerate(package["resources"]):
        path = folder / str(descriptor.get("path", ""))
        seen = digest(path) if path.is_file() else ""
        text = json.dumps(descriptor)
        proof = _proof(seen, text)
        wrong = [] if proof in proven else _descriptor_problems(folder, number, descriptor)
        if descriptor.get("name") in datasets:
            message = f'two datasets have the name "{descriptor["name"]}"; give each its own.'
            wrong.append(problem(folder / PACKAGE, message))
        found, loaded = ((), None) if wrong else _load_one(path, seen, text, proof in proven)
        problems += [*wrong, *found]
        if loaded:
            datasets[loaded.name] = loaded
            proof_of[loaded.name] = proof
    listed = {descriptor.get("path") for descriptor in package["resources"]}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in listed:
            message = f'no resource in {PACKAGE} has "path": "{path.name}"; add one, or delete it.'
            problems.append(problem(path, message))
    if problems:
        raise ProblemsError(problems)
    if proofs and proven != set(proof_of.values()):
        write_atomically(proofs, "\n".join(sorted(proof_of.values())) + "\n")
    return datasets


def _proof(seen: str, descriptor_json: str) -> str:
    """Return a fingerprint of a file, its schema, and the code that would judge them."""
    judges = [version("frictionless"), Path(__file__).read_text(encoding="utf-8")]
    return hashlib.sha256("\0".join([seen, descriptor_json, *judges]).encode()).hexdigest()


@lru_cache(maxsize=512)
def _load_one(
    path: Path, seen: str, descriptor_json: str, proven: bool
) -> tuple[tuple[Problem, ...], Dataset | None]:
    """Load one dataset, or say what is wrong with it.

    Remembered by content: a preview that rebuilds on each saved page reads a dataset once.
    """
    descriptor = json.loads(descriptor_json)
    wrong = [] if proven else _table_problems(path.parent, descriptor)
    if wrong:
        return tuple(wrong), None
    types = [item["type"] for item in descriptor["schema"]["fields"]]
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    columns = {name: [_canonical(row[i], types[i]) for row in rows] for i, name in enumerate(head)}
    return (), Dataset(descriptor["name"], path, descriptor, columns, seen)


def recover(folder: Path) -> None:
    """Finish a save that was interrupted after its files were complete; drop one that was not."""
    complete = folder / COMPLETE
    if complete.exists():
        for path in sorted(complete.iterdir()):
            path.chmod(0o644)
            path.replace(folder / path.name)
        complete.rmdir()
    for left in folder.glob(".new-*"):
        shutil.rmtree(left)


def read_package(folder: Path) -> dict[str, Any]:
    """Return the parsed `datapackage.json` of a folder, or raise ProblemsError saying why not."""
    path = folder / PACKAGE
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = "the file is missing; it lists the datasets with their schemas and sources."
        raise ProblemsError([problem(path, message)]) from None
    except UnicodeDecodeError as error:
        message = f"this is not text in UTF-8 (byte {error.start}); save it as UTF-8."
        raise ProblemsError([problem(path, message)]) from None
    except json.JSONDecodeError as error:
        message = f"this is not valid JSON: {error.msg}."
        raise ProblemsError([problem(path, message, error.lineno, error.colno)]) from None
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not all(isinstance(item, dict) for item in resources):
        message = 'a list "resources" of objects was expected at the top level.'
        raise ProblemsError([problem(path, message)])
    return dict(package)


def stamp(folder: Path, names: list[str]) -> list[str]:
    """Accept edited CSV files: write their new checksums and sizes into `datapackage.json`.

    Args:
        folder: the data folder.
        names: the datasets that were edited on purpose; all of them if empty.

    Returns:
        The names of the datasets whose checksum changed.

    Raises:
        ProblemsError: where a file does not fit its schema; then nothing is written.
    """
    package = read_package(folder)
    known = [resource.get("name") for resource in package["resources"]]
    problems = [
        problem(folder / PACKAGE, unknown("dataset", name, known))
        for name in names
        if name not in known
    ]
    changed = []
    for number, resource in enumerate(package["resources"]):
        if names and resource.get("name") not in names:
            continue
        path = folder / resource.get("path", "")
        if path.is_file():
            if digest(path) == resource.get("hash"):
                continue
            resource |= {"hash": digest(path), "bytes": path.stat().st_size}
        wrong = _descriptor_problems(folder, number, resource)
        problems += wrong or _table_problems(folder, resource)
        changed.append(str(resource.get("name")))
    if problems:
        raise ProblemsError(problems)
    if changed:
        write_atomically(folder / PACKAGE, json.dumps(package, indent=2, ensure_ascii=False) + "\n")
    return changed


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader, or a crash, sees the whole old file or the whole new one."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        try:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        except BaseException:
            Path(new.name).unlink()
            raise
    Path(new.name).chmod(0o644)
    Path(new.name).replace(path)


def _key(descriptor: Mapping[str, Any]) -> list[str]:
    """Return the primary key's columns; the standard lets a single one stand without a list."""
    key = descriptor["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def _descriptor_problems(folder: Path, number: int, descriptor: dict[str, Any]) -> list[Problem]:
    """Say which metadata a resource lacks; frictionless judges the rest of its form."""
    from frictionless import Resource

    path = folder / PACKAGE
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


def _table_problems(folder: Path, descriptor: dict[str, Any]) -> list[Problem]:
    """Say what in the CSV does not fit the schema, with line and column of each cell."""
    from frictionless import Checklist, Resource

    path = folder / descriptor["path"]
    if not path.is_file():
        message = f'the file of dataset "{descriptor["name"]}" is missing; restore it, or take the '
        return [problem(path, message + f"dataset out of {PACKAGE}.")]
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
                f"the file is not the one that {PACKAGE} vouches for (its checksum differs). If "
                f"you changed it on purpose, run `python -m charts stamp {name}`; if not, restore "
                "it."
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
            key = ", ".join(_key(descriptor))
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


def _canonical(text: str, type: str) -> str:
    """Return a cell of a validated file as `text_of` writes it."""
    if type in NUMBERS and text:
        return text_of(float(text) if type == "number" else int(text))
    return text_of(text.lower() == "true" or text == "1") if type == "boolean" and text else text
