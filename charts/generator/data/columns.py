"""Reads the columns of a table when they are asked for, and keeps them small.

A page needs a few columns of a few datasets. What nobody asks for is not read, equal cells of a
column are one text, and no row is ever made. The columns of a large file are also kept in `build/`,
by the checksum of the file that they are from: to read them is to look up its checksum.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import sys
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, overload

from charts.generator.base.files import write_atomically
from charts.generator.base.problems import ProblemsError, problem

BATCH = 500  # rows that are turned into columns at once; Python looks for garbage after 700 lists
FEW = 1000  # texts of a column: with more, most cells are unlike all others
LIGHT = 2**20  # bytes of a file that is read whole, and whose columns are not kept

_ROWS = "rows"  # what is kept of a column beside its cells: the rows that have each text
BETWEEN = "\0"  # cells; a valid one contains no such character

# Cells, a line each, that are certainly written as `text_of` writes them. Most are.
_INTEGERS = re.compile(r"(?:(?:0|-?[1-9]\d{0,14})?\n)*")
_NUMBERS = re.compile(r"(?:(?:-?(?:0|[1-9]\d{0,9})(?:\.\d{0,3}[1-9])?)?\n)*")
_ANY = re.compile(r"(?s:.)*")
_WRITTEN = {"integer": _INTEGERS, "year": _INTEGERS, "number": _NUMBERS, "boolean": re.compile("")}

Canonical = Callable[[str, str], str]


class Columns(Mapping[str, Sequence[str]]):
    """The columns of a validated CSV, each read when it is first asked for.

    Args:
        path: the file.
        seen: its checksum when it was validated; it is compared with that of each reading.
        types: the types of the columns by name, in the file's order.
        canonical: returns a cell of a type as `text_of` writes it.
        kept: the folder for columns of large files.
    """

    def __init__(
        self,
        path: Path,
        seen: str,
        types: Mapping[str, str],
        canonical: Canonical,
        kept: Path | None = None,
    ) -> None:
        self._path, self._seen, self._types, self._canonical = path, seen, types, canonical
        self._kept = kept / _folder(seen) if kept and path.stat().st_size > LIGHT else None
        self._held: dict[str, Sequence[str]] = {}
        self._few: dict[str, list[str]] = {}

    def __getitem__(self, name: str) -> Sequence[str]:
        """Return the cells of a column."""
        if name not in self._types:
            raise KeyError(name)
        if name not in self._held and (found := self._kept_file(name)):
            head, content = found
            if isinstance(head, int):
                self._held[name] = Texts.kept(head, content)
            else:
                self._held[name] = list(map(head.__getitem__, _numbers("H", content)))
        if name not in self._held:
            self._held |= self._read(name)
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names of the columns."""
        return iter(self._types)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._types)

    def distinct(self, name: str) -> list[str]:
        """Return what a column says, each once, in the order of the rows."""
        if name not in self._few:
            kept = None if name in self._held else self._kept_file(name)
            few = kept[0] if kept and isinstance(kept[0], list) else dict.fromkeys(self[name])
            self._few[name] = list(few)
        return self._few[name]

    def index(self, name: str) -> Mapping[str, Sequence[int]]:
        """Return the positions of the rows by what a column says in them."""
        texts = self.distinct(name)
        if not self._kept or len(texts) > FEW:
            return index(self[name])
        if kept := self._kept_file(name, _ROWS):
            rows, ends = memoryview(_numbers("I", kept[1])), [0, *kept[0]]
            return {text: rows[ends[n] : ends[n + 1]] for n, text in enumerate(texts)}
        found = index(self[name])
        ends = list(accumulate(map(len, found.values())))
        self._keep(name, ends, b"".join(map(bytes, found.values())), _ROWS)
        return found

    def _read(self, asked: str) -> dict[str, list[str]]:
        """Read a column of the file; those that are not held and have few texts come along."""
        light = self._path.stat().st_size <= LIGHT
        found: dict[str, list[str]] = {name: [] for name in self._types if name not in self._held}
        known: dict[str, dict[str, str]] = {name: {} for name in found}
        with self._path.open("rb", buffering=0) as file:
            hashed = _Hashed(file)
            buffered = io.BufferedReader(hashed, 2**18)  # type: ignore[type-var]
            rows = csv.reader(io.TextIOWrapper(buffered, "utf-8", newline=""))
            head = next(rows, [])
            while batch := list(islice(rows, BATCH)):
                for name, cells in zip(head, zip(*batch, strict=True), strict=True):
                    if name not in found:
                        continue
                    if len(known[name]) <= FEW:
                        found[name].extend(self._shared(name, cells, known[name]))
                    elif light or name == asked:
                        found[name].extend(self._written(name, cells))
                    else:
                        del found[name]
            if f"sha256:{hashed.sum.hexdigest()}" != self._seen:
                message = "the file was saved while it was read; run this again."
                raise ProblemsError([problem(self._path, message)])
        for name, column in found.items():
            self._keep_column(name, column, list(dict.fromkeys(known[name].values())))
        return found

    def _shared(self, name: str, cells: Iterable[str], known: dict[str, str]) -> Iterator[str]:
        """Return cells in canonical form, equal ones as one text."""
        for cell in cells:
            if cell not in known:
                known[cell] = self._canonical(cell, self._types[name])
        return map(known.__getitem__, cells)

    def _written(self, name: str, cells: Iterable[str]) -> Iterable[str]:
        """Return cells in canonical form."""
        kind = self._types[name]
        if _WRITTEN.get(kind, _ANY).fullmatch("\n".join((*cells, ""))):
            return cells
        return (self._canonical(cell, kind) for cell in cells)

    def _keep_column(self, name: str, cells: list[str], few: list[str]) -> None:
        """Keep a column as its few texts and their numbers, or as all of its cells."""
        if not self._kept:
            return
        if len(few) <= FEW:
            numbers = {text: number for number, text in enumerate(few)}
            self._keep(name, few, array("H", map(numbers.__getitem__, cells)).tobytes())
        else:
            self._keep(name, len(cells), Texts(cells).to_keep)

    def _kept_file(self, name: str, kind: str = "") -> tuple[Any, memoryview] | None:
        """Return what is kept of a column: its head, and its content."""
        if not self._kept:
            return None
        try:
            whole = (self._kept / self._key(name, kind)).read_bytes()
            first = whole.index(b"\n")
            second = whole.index(b"\n", first + 1)
            seal, head = whole[:first], whole[first + 1 : second]
            content = memoryview(whole)[second + 1 :]  # no copy of what may be large
            if seal.decode() != _sealed(head, content):
                return None
            return json.loads(head), content
        except (OSError, ValueError):
            return None

    def _keep(self, name: str, head: Any, content: bytes, kind: str = "") -> None:
        if not self._kept:
            return
        said = json.dumps(head).encode()
        with suppress(OSError):  # a folder that can't be written to
            write_atomically(
                self._kept / self._key(name, kind),
                b"\n".join([_sealed(said, content).encode(), said, content]),
            )

    def _key(self, name: str, kind: str) -> str:
        parts = [self._seen, name, kind, self._types[name], sys.byteorder, *_code()]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Texts(Sequence[str]):
    """Many texts as one, with the place where each ends: a fifth of the memory of a list."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._ends = array("I", accumulate(len(text) + 1 for text in texts))
        self._whole = BETWEEN.join((*texts, ""))

    @classmethod
    def kept(cls, count: int, content: memoryview) -> Texts:
        """Return so many texts from what was kept of them."""
        found = cls(())
        size = count * found._ends.itemsize
        found._ends, found._whole = _numbers("I", content[:size]), str(content[size:], "utf-8")
        return found

    @property
    def to_keep(self) -> bytes:
        """Return what `kept` makes the same texts of."""
        return bytes(self._ends) + self._whole.encode()

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        """Return a text, or several."""
        if isinstance(place, slice):
            return list(self)[place]
        end = self._ends[place]
        start = self._ends[place - 1] if place not in (0, -len(self._ends)) else 0
        return self._whole[start : end - 1]

    def __iter__(self) -> Iterator[str]:
        """Return the texts one after the other."""
        return iter(self._whole.split(BETWEEN)[:-1])

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self._ends)


class Values(Mapping[str, Sequence[Any]]):
    """Columns as numbers, NaN for a missing one, or as the texts that they are."""

    def __init__(self, columns: Mapping[str, Sequence[str]], numeric: Container[str]) -> None:
        self._columns, self._numeric = columns, numeric
        self._held: dict[str, array[float]] = {}

    def __getitem__(self, name: str) -> Sequence[Any]:
        """Return the values of a column."""
        if name not in self._numeric:
            return self._columns[name]
        if name not in self._held:
            self._held[name] = array("d", (float(text or "nan") for text in self._columns[name]))
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names of the columns."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self._columns)


def index(cells: Sequence[str]) -> dict[str, array[int]]:
    """Return the positions of the cells by what they say, in the order in which each comes first.

    Arrays, because lists of as many numbers take nine times the memory.
    """
    found: dict[str, array[int]] = {text: array("I") for text in dict.fromkeys(cells)}
    add = {text: rows.append for text, rows in found.items()}
    for row, text in enumerate(cells):
        add[text](row)
    return found


def forget_others(kept: Path, seen: Iterable[str]) -> None:
    """Delete the columns that are kept of files other than those with some checksums."""
    current = set(map(_folder, seen))
    for folder in kept.glob("*/"):
        if folder.name not in current:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(seen: str) -> str:
    return seen.rpartition(":")[2]


def _sealed(head: bytes, content: bytes | memoryview) -> str:
    found = hashlib.sha256(head)
    found.update(b"\n")
    found.update(content)
    return found.hexdigest()


def _numbers(kind: str, content: memoryview) -> array[int]:
    found = array(kind)
    found.frombytes(content)
    return found


@cache
def _code() -> list[str]:
    """Return the code that a column goes through before it is kept."""
    files = (Path(__file__), Path(__file__).with_name("datasets.py"))
    return [file.read_text(encoding="utf-8") for file in files]


class _Hashed(io.RawIOBase):
    """Reads a file, and sums up what was read."""

    def __init__(self, file: io.RawIOBase) -> None:
        self._file, self.sum = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        count = self._file.readinto(buffer) or 0
        self.sum.update(memoryview(buffer)[:count])
        return count
