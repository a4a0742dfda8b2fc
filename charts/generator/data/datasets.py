"""Validates the datasets of a data folder against their schemas, and loads them.

The contract of a dataset is its resource in `datapackage.json` (Data Package v2). The reference
implementation (frictionless) validates it. Charts get typed pandas frames; numbers and claims are
looked up in lists, so that a check of the words need not wait for pandas to start.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charts.generator.base import json_text
from charts.generator.base.blanks import is_blank
from charts.generator.base.files import digest, write_atomically
from charts.generator.base.problems import Problem, ProblemsError, problem, unknown
from charts.generator.data import periods, validation
from charts.generator.data.columns import Columns, Values, forget_others, index
from charts.generator.data.validation import (
    DATAPACKAGE,
    DTYPES,
    descriptor_problems,
    held_by,
    primary_key,
    table_problems,
)

if TYPE_CHECKING:
    import pandas as pd

# The folder that has all new files of a refresh before the first old one is replaced.
COMPLETE = ".refreshed"

# The folder in `build/` that has columns of large files.
KEPT = "columns"

TRIES = 5  # to load a folder while somebody saves files in it

# Key columns with a period, as the conventions in data/README.md name them.
PERIODS = ("year", "month", "first_month", "first_year", "date", "edition")

# The columns that a formula's periods are read from; where a key has several, the first of these.
DATED = ("year", "month", "date", "last_month", "last_year", "edition")

# Those that say when, from the coarsest to the finest.
COARSE = (
    "edition",
    "year",
    "first_year",
    "last_year",
    "month",
    "first_month",
    "last_month",
    "date",
)

NUMBERS = ("integer", "year", "number")

# How Python and pandas write what is missing. The same word in a cell is a word.
_MISSING = ("None", "nan", "NaT", "<NA>")


@dataclass(frozen=True)
class Field:
    """One column: its name, title, type, unit (empty if it has none) and description."""

    name: str
    title: str
    type: str
    unit: str
    description: str

    @property
    def is_year(self) -> bool:
        """Return whether its numbers are years."""
        named = self.name in PERIODS or self.name.endswith("year")
        return self.type == "year" or self.unit == "year" or (self.type == "integer" and named)

    @property
    def is_amount(self) -> bool:
        """Return whether its numbers are amounts, whose digits are written in groups of three."""
        return self.type in NUMBERS and not self.is_year


@dataclass(frozen=True)
class Dataset:
    """A table with its metadata.

    `columns` holds each cell as `text_of` writes it; a missing one is empty.
    """

    name: str
    path: Path
    descriptor: Mapping[str, Any] = field(repr=False)
    columns: Mapping[str, Sequence[str]] = field(repr=False, compare=False)
    digest: str = field(repr=False, default="")

    @property
    def title(self) -> str:
        """Return the name for readers."""
        return str(self.descriptor["title"])

    @cached_property
    def key(self) -> list[str]:
        """Return the columns that identify a row."""
        return primary_key(self.descriptor)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Return the columns by name, in the file's order."""
        return {
            item["name"]: Field(
                item["name"],
                item.get("title", item["name"]),
                item["type"],
                # A blank is no unit yet.
                "" if is_blank(item.get("unit", "")) else item.get("unit", ""),
                item.get("description", ""),
            )
            for item in self.descriptor["schema"]["fields"]
        }

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the table as a frame with the schema's types."""
        import pandas as pd

        frame = pd.DataFrame(dict(self.columns), dtype="str").replace("", pd.NA)
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

        return pd.DataFrame(dict(self.columns), dtype="str")

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.columns[next(iter(self.fields))])

    def rows_at(self, positions: Iterable[int]) -> list[dict[str, str]]:
        """Return some rows, with every cell as its file writes it."""
        return [{name: texts[at] for name, texts in self.columns.items()} for at in positions]

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """Return the rows, with every cell as its file writes it."""
        return [
            dict(zip(self.columns, row, strict=True))
            for row in zip(*self.columns.values(), strict=True)
        ]

    @cached_property
    def values(self) -> Mapping[str, Sequence[Any]]:
        """Return each column as numbers (NaN for a missing one) if its type is one, or as texts."""
        return Values(self.columns, {n for n, f in self.fields.items() if f.type in NUMBERS})

    @cached_property
    def period(self) -> str:
        """Return the column that says when; empty where rows are not dated."""
        by_role = (name for name, role in self.roles.items() if role == "period")
        return next((name for name in (*DATED, *by_role) if name in self.key), "")

    def is_period(self, column: str) -> bool:
        """Return whether a column has periods, by its name or by its role."""
        return column in (*PERIODS, *DATED) or self.roles.get(column) == "period"

    @property
    def calendar(self) -> str:
        """Return "year" or "month" where each row is of one, and none can be left out unseen."""
        if self.period == "edition" or not self.period:
            return ""
        form = periods.form_of(self.distinct(self.period))
        return form if form in ("year", "month") else ""

    def in_time(self, column: str) -> list[str]:
        """Return what a column says, each once, the earliest first; numbers by their size.

        It is empty if what the column says has no order in time.
        """
        if column not in self._in_time:
            texts = [text for text in self.distinct(column) if text]
            if self.fields[column].type in NUMBERS:
                texts.sort(key=float)
            else:
                read = periods.read(texts)
                known = read.texts if read and not read.swappable else {}
                texts = sorted(known, key=lambda text: known[text])
            self._in_time[column] = texts
        return self._in_time[column]

    @cached_property
    def _in_time(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def roles(self) -> dict[str, str]:
        """Return what columns are for, where the schema says so: see `validation.ROLES`."""
        items = self.descriptor["schema"]["fields"]
        return {item["name"]: item["role"] for item in items if item.get("role")}

    def totals(self, column: str) -> frozenset[str]:
        """Return the values of a key column that sum up all others, such as "World"."""
        return frozenset(self.stated(column).get("totals", ()))

    def groups(self, column: str) -> dict[str, frozenset[str]]:
        """Return the values of a key column that sum up some others, such as "EU-27".

        Each comes with all that it holds: its members, and theirs.
        """
        groups: Mapping[str, list[str]] = self.stated(column).get("groups", {})
        return {name: held_by(name, groups) for name in groups}

    def rests(self, column: str) -> frozenset[str]:
        """Return the values of a key column that are no single thing, such as "Other countries"."""
        return frozenset(self.stated(column).get("rests", ()))

    def better(self, column: str) -> str:
        """Return "lower" for a column, such as a rank, in which a lower number is better."""
        return str(self.stated(column).get("better", ""))

    def stated(self, column: str) -> Mapping[str, Any]:
        """Return what the schema says of a column."""
        return next((i for i in self.descriptor["schema"]["fields"] if i["name"] == column), {})

    def distinct(self, column: str) -> list[str]:
        """Return what a column says, each once, in the order of the rows."""
        if isinstance(self.columns, Columns):
            return self.columns.distinct(column)
        return list(dict.fromkeys(self.columns[column]))

    def index(self, column: str) -> Mapping[str, Sequence[int]]:
        """Return the positions of the rows by what a column says in them."""
        if column not in self._indexes:
            held = self.columns
            self._indexes[column] = (
                held.index(column) if isinstance(held, Columns) else index(held[column])
            )
        return self._indexes[column]

    def row(self, key: tuple[tuple[str, str], ...]) -> int:
        """Return the position of the row with a key."""
        return self.rows_with(key)[0]

    def rows_with(self, cells: Sequence[tuple[str, str]]) -> Sequence[int]:
        """Return the positions of the rows that have some texts in some columns."""
        if not cells:
            return range(self.height)
        first, text = max(cells, key=lambda cell: len(self.distinct(cell[0])))
        found: Sequence[int] = self.index(first).get(text, ())
        for name, text in cells:
            if name != first:
                texts = self.columns[name]
                found = [row for row in found if texts[row] == text]
        return found

    def vintages(self, keys: Iterable[tuple[tuple[str, str], ...]]) -> list[str]:
        """Return the months in which the publisher served the rows with some keys, oldest first."""
        if "vintage" not in self.columns:
            return [str(self.descriptor["vintage"])]
        served = (self.columns["vintage"][self.row(key)] for key in keys)  # months, or days
        return sorted({each[: len("2026-10")] for each in served})

    @cached_property
    def _indexes(self) -> dict[str, Mapping[str, Sequence[int]]]:
        return {}

    @property
    def span(self) -> list[str]:
        """Return the first and last period of its rows: one if they are the same, or none."""
        found = self._periods
        return list(dict.fromkeys([found[0], found[-1]])) if found else []

    @property
    def coverage(self) -> str:
        """Return the first and last period of its rows; empty if rows have no period."""
        return " to ".join(self.span)

    @property
    def last(self) -> str:
        """Return the last period of its rows; empty if rows have no period."""
        return self._periods[-1] if self._periods else ""

    @property
    def periods(self) -> Sequence[str]:
        """Return the periods of its rows; none if rows have no period."""
        return self._periods

    @cached_property
    def _periods(self) -> list[str]:
        """Return the periods of its rows in time, or by their letters if they have no order."""
        dated = next((name for name in self.key if name in PERIODS), self.period)
        if not dated:
            return []
        return self.in_time(dated) or sorted(self.distinct(dated))

    @property
    def publishers(self) -> list[str]:
        """Return its publishers, each once, that of the main source first."""
        return list(dict.fromkeys(s["publisher"] for s in self.descriptor["sources"]))


def is_period(column: str) -> bool:
    """Return whether a column has periods, by its name."""
    return column in (*PERIODS, *DATED) or column.endswith(("_year", "_month"))


def arrival(dataset: Dataset) -> str:
    """Return the key column by which new rows arrive: the edition, or else the period."""
    return "edition" if "edition" in dataset.key else dataset.period


def amounts(dataset: Dataset) -> list[str]:
    """Return the columns with the amounts that a dataset is about."""
    return [
        field.name
        for field in dataset.fields.values()
        if field.is_amount and field.name not in dataset.key and field.name not in dataset.roles
    ]


def text_of(value: Any) -> str:
    """Return a cell as its file writes it: months as 2024-05, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if str(value) in _MISSING:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m")
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def load(folder: Path, proofs: Path | None = None) -> dict[str, Dataset]:
    """Load and validate every dataset of a folder.

    Args:
        folder: the data folder.
        proofs: a file that lists which contents are valid, so that they need not be validated
            again; it may be deleted at any time.

    Returns:
        The datasets by name, in the order of `datapackage.json`.

    Raises:
        ProblemsError: with everything that does not fit, by file, row and column.
    """
    for _ in range(TRIES):
        with suppress(_SavedMeanwhileError):
            return _load(folder, proofs)
    message = "files change faster than they can be read; run this again when they are saved."
    raise ProblemsError([problem(folder, message)])


def _load(folder: Path, proofs: Path | None) -> dict[str, Dataset]:
    recover(folder)
    package = read_package(folder)
    kept = proofs.with_name(KEPT) if proofs else None
    proven = _proven(proofs) if proofs else set()
    problems: list[Problem] = []
    datasets: dict[str, Dataset] = {}
    proof_of = {}
    for number, descriptor in enumerate(package["resources"]):
        path = folder / str(descriptor.get("path", ""))
        seen = digest(path) if path.is_file() else ""
        text = json.dumps(descriptor)
        proof = _proof(seen, text)
        wrong = [] if proof in proven else descriptor_problems(folder, number, descriptor)
        if descriptor.get("name") in datasets:
            message = f'two datasets have the name "{descriptor["name"]}"; give each its own.'
            wrong.append(problem(folder / DATAPACKAGE, message))
        found, loaded = ((), None) if wrong else _load_one(path, seen, text, proof in proven, kept)
        problems += [*wrong, *found]
        if loaded:
            datasets[loaded.name] = loaded
            proof_of[loaded.name] = proof
    listed = {descriptor.get("path") for descriptor in package["resources"]}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in listed:
            message = (
                f'no resource in {DATAPACKAGE} has "path": "{path.name}"; add one, or delete the '
                "file."
            )
            problems.append(problem(path, message))
    if problems:
        raise ProblemsError(problems)
    if kept:
        forget_others(kept, (dataset.digest for dataset in datasets.values()))
    if proofs and proven != set(proof_of.values()):
        _prove(proofs, proof_of.values())
    return datasets


def _proven(proofs: Path) -> set[str]:
    return set(proofs.read_text().split()) if proofs.exists() else set()


def _prove(proofs: Path, proven: Iterable[str]) -> None:
    with suppress(OSError):  # a folder that can't be written to
        write_atomically(proofs, "\n".join(sorted(proven)) + "\n")


def _proof(seen: str, descriptor_json: str) -> str:
    """Return a fingerprint of a file, its schema, and the code that would validate them."""
    return hashlib.sha256("\0".join([seen, descriptor_json, *_judges()]).encode()).hexdigest()


@cache
def _judges() -> tuple[str, str]:
    return version("frictionless"), Path(validation.__file__).read_text(encoding="utf-8")


class _SavedMeanwhileError(Exception):
    """A file was saved after it was validated, so its new content is unchecked."""


@lru_cache(maxsize=512)
def _load_one(
    path: Path, seen: str, descriptor_json: str, proven: bool, kept: Path | None
) -> tuple[tuple[Problem, ...], Dataset | None]:
    """Load one dataset, or say what is wrong with it.

    Cached by content: a preview that rebuilds on each saved page reads a dataset once.
    """
    descriptor = json.loads(descriptor_json)
    wrong = [] if proven else table_problems(path.parent, descriptor)
    if wrong:
        return tuple(wrong), None
    if not proven and digest(path) != seen:
        raise _SavedMeanwhileError
    types = {item["name"]: item["type"] for item in descriptor["schema"]["fields"]}
    return (), Dataset(
        descriptor["name"], path, descriptor, Columns(path, seen, types, _canonical, kept), seen
    )


def recover(folder: Path) -> None:
    """Finish an interrupted save if its files are complete; discard it if not."""
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
    path = folder / DATAPACKAGE
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
        message = 'expected a list "resources" of objects at the top level.'
        raise ProblemsError([problem(path, message)])
    return dict(package)


def place(path: Path, name: str, *keys: str | int) -> tuple[int, int]:
    """Return the line and column of a key of a dataset in `datapackage.json`."""
    text = path.read_text(encoding="utf-8")
    return json_text.place(text, *keys, start=_begins(text)[name])


@lru_cache(maxsize=1)
def _begins(text: str) -> dict[str, int]:
    """Return where each dataset's resource begins in the text of `datapackage.json`."""
    names = [str(item.get("name")) for item in json.loads(text)["resources"]]
    return dict(zip(names, json_text.items(text, "resources"), strict=True))


def stamp(folder: Path, names: list[str], proofs: Path | None = None) -> list[str]:
    """Accept edited CSV files: write their new checksums and sizes into `datapackage.json`.

    Args:
        folder: the data folder.
        names: the datasets that were edited on purpose; all if empty.
        proofs: the file for `load` that takes what is proven here.

    Returns:
        The names of the datasets whose checksum changed.

    Raises:
        ProblemsError: if a file does not fit its schema; then nothing is written.
    """
    package = read_package(folder)
    known = [resource.get("name") for resource in package["resources"]]
    problems = [
        problem(folder / DATAPACKAGE, unknown("dataset", name, known))
        for name in names
        if name not in known
    ]
    changed, proven = [], []
    for number, resource in enumerate(package["resources"]):
        if names and resource.get("name") not in names:
            continue
        path = folder / resource.get("path", "")
        if path.is_file():
            if digest(path) == resource.get("hash"):
                continue
            resource |= {"hash": digest(path), "bytes": path.stat().st_size}
        wrong = descriptor_problems(folder, number, resource)
        problems += wrong or table_problems(folder, resource)
        changed.append(str(resource.get("name")))
        proven.append(_proof(str(resource.get("hash")), json.dumps(resource)))
    if problems:
        raise ProblemsError(problems)
    if changed:
        write_atomically(
            folder / DATAPACKAGE, json.dumps(package, indent=2, ensure_ascii=False) + "\n"
        )
    if proofs and changed:
        _prove(proofs, _proven(proofs) | {*proven})
    return changed


def _canonical(text: str, type: str) -> str:
    """Return a cell of a validated file as `text_of` writes it."""
    if type in NUMBERS and text:
        return text_of(float(text) if type == "number" else int(text))
    return text_of(text.lower() == "true" or text == "1") if type == "boolean" and text else text
