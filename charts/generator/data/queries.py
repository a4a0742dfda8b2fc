"""Runs the query behind a dataset: SQL over files that nobody would commit.

A dataset's "query" names its text and the tables that it reads:

    "query": {"path": "queries/trade_by_chapter.sql", "reads": {"lines": "$LAKE/lines/*.parquet"}}

The engine is DuckDB, in the process; or another that Ibis knows, where QUERY_ENGINE has its
address. Only `refresh` and `new dataset` run it: what they keep is a CSV like all others, and what
the query is, what ran it, and how many rows went in and came out.
"""

from __future__ import annotations

import csv
import importlib
import io
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from charts.generator.base import bounded
from charts.generator.base.files import digest
from charts.generator.data.datasets import text_of

ENGINE = "QUERY_ENGINE"  # the environment's address of another engine, as Ibis writes it

# What the result of a run is described by; the rest of a "query" is what its author says.
MADE = ("hash", "engine", "rows_in", "rows_out")
STATED = ("path", "reads", "limits")

_UNSET = re.compile(r"\$\{?(\w+)")  # a variable that the environment does not have

MOST_SHOWN = 300  # letters of an engine's message


@dataclass(frozen=True)
class Limits:
    """What a query may take: seconds, MiB of memory, and rows that come out."""

    seconds: float = 600
    mib: int = 2048
    rows: int = 100_000


@dataclass(frozen=True)
class Made:
    """What a query returned: the names of its columns, its rows as text, and how it was made."""

    columns: list[str]
    rows: list[list[str]]
    record: dict[str, Any]

    @property
    def csv(self) -> str:
        """Return the rows as CSV."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.columns, *self.rows])
        return text.getvalue()


class QueryError(Exception):
    """Says why a query has no result, and in which line of which file the cause is."""

    def __init__(self, message: str, path: Path, line: int = 0) -> None:
        super().__init__(message)
        self.path, self.line = path, line


def limits(query: Mapping[str, Any]) -> Limits:
    """Return what a query may take."""
    return Limits(**query.get("limits", {}))


def told(query: Mapping[str, Any]) -> str:
    """Say how many rows a query read and returned, and what ran it."""
    read = sum(query["rows_in"].values())
    return f"{query['engine']} made {query['rows_out']:,} rows of {read:,}"


def bounded_run(name: str, query: Mapping[str, Any], folder: Path) -> Made:
    """Run a query within its limits, in a process of its own.

    Raises:
        QueryError: as `run` does, and if it takes more time or memory than it may.
    """
    try:
        seconds = limits(query).seconds
        found = bounded.run(
            partial(_outcome, name, query, folder), seconds=seconds, memory=memory(query)
        )
    except bounded.BoundError as error:
        raise QueryError(str(error), folder / query["path"]) from None
    if isinstance(found, Made):
        return found
    raise QueryError(*found)


def _outcome(name: str, query: Mapping[str, Any], folder: Path) -> Made | tuple[str, Path, int]:
    try:
        return run(name, query, folder)
    except QueryError as error:
        return str(error), error.path, error.line


def memory(query: Mapping[str, Any]) -> int:
    """Return the bytes that a process may take that runs a query.

    Another engine has its own processes and its own limits; ours only reads what it returns.
    """
    return 2**50 if os.environ.get(ENGINE) else int(limits(query).mib) * 2**20


def faults(query: Mapping[str, Any], folder: Path, height: int) -> Iterator[str]:
    """Say what is wrong with a dataset's query, without running it.

    Args:
        query: what the dataset says of it.
        folder: the data folder.
        height: the number of rows of the dataset.
    """
    path = folder / query["path"]
    if not path.is_file():
        yield f'its query is missing: there is no file "{query["path"]}".'
    elif any(key not in query for key in MADE):
        yield "its query has not run yet; `python -m charts refresh` with its name runs it."
    elif digest(path) != query["hash"]:
        yield (
            f"{query['path']} was edited after its rows were made. Run `python -m charts refresh` "
            "with the dataset's name, or restore the query."
        )
    elif query["rows_out"] != height:
        yield f"its query returned {query['rows_out']:,} rows, and the file has {height:,}."


def absent(query: Mapping[str, Any], folder: Path) -> str:
    """Say what a query needs that is not here: its engine, or the files that it reads; or "".

    Nothing is asked of a network. Files that another engine reads may be where that is.

    Args:
        query: what the dataset says of it.
        folder: the data folder.
    """
    elsewhere = os.environ.get(ENGINE)
    engine = "ibis" if elsewhere else "duckdb"
    if find_spec(engine) is None:
        return f"the package {engine} is not installed"
    for place in query["reads"].values():
        known = os.path.expandvars(place)
        if unknown := _UNSET.search(known):
            return f"the environment does not have ${unknown[1]}"
        files = folder.absolute().parent / known
        is_here = elsewhere or "://" in known
        if not is_here and not any(Path(files.anchor).glob(str(files.relative_to(files.anchor)))):
            return f'there are no files "{place}"'
    return ""


def misstated(query: Any) -> Iterator[str]:
    """Say what is wrong with what a dataset says of its query."""
    form = '{"path": "queries/NAME.sql", "reads": {"TABLE": "FILES"}}'
    if not isinstance(query, dict) or not isinstance(query.get("path"), str):
        yield f'"query" should be written like {form}.'
        return
    reads, bounds = query.get("reads"), query.get("limits", {})
    texts = isinstance(reads, dict) and all(isinstance(place, str) for place in reads.values())
    if not texts or not reads or not all(map(str.isidentifier, reads)):
        yield f'"reads" should name the files of each table, as in {form}.'
    known = asdict(Limits())
    if not isinstance(bounds, dict) or not all(
        key in known and isinstance(value, int | float) and value > 0
        for key, value in bounds.items()
    ):
        yield f'"limits" of a query are numbers above zero: {", ".join(known)}.'
    strange = [key for key in query if key not in (*STATED, *MADE)]
    if strange:
        yield f'"query" has an unknown key "{strange[0]}"; it can have {", ".join(STATED)}.'


def run(name: str, query: Mapping[str, Any], folder: Path) -> Made:
    """Run a query.

    Args:
        name: the name of its dataset, for messages.
        query: what the dataset says of it.
        folder: the data folder.

    Raises:
        QueryError: if it can't run, or returns more than it may.
    """
    path, most = folder / query["path"], limits(query)
    for fault in misstated(query):
        raise QueryError(fault, path)
    if not path.is_file():
        raise QueryError("There is no such file; write the query into it.", path)
    reads = {table: _place(place, folder, path) for table, place in query["reads"].items()}
    sql = path.read_text(encoding="utf-8").strip().removesuffix(";")
    address = os.environ.get(ENGINE)
    engine, counts, columns, rows = (
        _elsewhere(address, sql, reads, most, path)
        if address
        else _here(name, sql, reads, most, path)
    )
    if len(rows) > most.rows:
        raise QueryError(
            f"It returns more than {most.rows:,} rows. Let it add up more, or allow more as "
            '"rows" under "limits".',
            path,
        )
    record = {"hash": digest(path), "engine": engine, "rows_in": counts, "rows_out": len(rows)}
    return Made(columns, [[_text(cell) for cell in row] for row in rows], record)


Found = tuple[str, dict[str, int], list[str], Sequence[Sequence[Any]]]


def _here(name: str, sql: str, reads: Mapping[str, str], most: Limits, path: Path) -> Found:
    """Run a query by DuckDB, in this process."""
    duckdb = _module("duckdb", path)
    with tempfile.TemporaryDirectory(prefix="query-") as spill, duckdb.connect() as engine:
        # The rest of the memory is for the rows on their way out, and for Python.
        engine.execute(f"SET memory_limit = '{most.mib * 6 // 10} MiB'")
        engine.execute(f"SET temp_directory = '{spill}'")
        try:
            for table, place in reads.items():
                reader = "read_csv" if re.search(r"\.csv(\.gz)?$", place) else "read_parquet"
                files = place.replace("'", "''")
                engine.execute(f"CREATE VIEW \"{table}\" AS SELECT * FROM {reader}('{files}')")
            counts = {table: _count(engine, table) for table in reads}
            with _progress(engine, name):
                found = engine.execute(f"SELECT * FROM (\n{sql}\n)")
                columns = [column[0] for column in found.description]
                return (
                    f"DuckDB {duckdb.__version__}",
                    counts,
                    columns,
                    found.fetchmany(int(most.rows) + 1),
                )
        except duckdb.OutOfMemoryException:
            message = f'It takes more than {most.mib:,} MiB; allow more as "mib" under "limits".'
            raise QueryError(message, path) from None
        except duckdb.Error as error:
            raise _failed(error, path, shift=1) from None


def _count(engine: Any, table: str) -> int:
    return int(engine.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _elsewhere(address: str, sql: str, reads: Mapping[str, str], most: Limits, path: Path) -> Found:
    """Run a query by another engine, through Ibis."""
    ibis = _module("ibis", path)
    try:
        engine = ibis.connect(address)
        for table, place in reads.items():
            reader = engine.read_csv if re.search(r"\.csv(\.gz)?$", place) else engine.read_parquet
            reader(place, table_name=table)
        counts = {table: int(engine.table(table).count().execute()) for table in reads}
        found = engine.sql(sql, dialect="duckdb").limit(int(most.rows) + 1).to_pyarrow()
    except Exception as error:  # each engine has errors of its own
        raise _failed(error, path) from error
    rows = [list(row.values()) for row in found.to_pylist()]
    said = f"{engine.name} {engine.version} through Ibis {ibis.__version__}"
    return said, counts, found.column_names, rows


def _failed(error: Exception, path: Path, shift: int = 0) -> QueryError:
    said = str(error).strip()
    line = re.search(r"\bLINE (\d+):", said)
    first, *more = said.splitlines() or [type(error).__name__]
    if first.endswith(":") and more:  # what could not be done; the next line says why
        first = f"{first} {more[0]}"
    return QueryError(
        f"The engine refuses it: {first[:MOST_SHOWN]}",
        path,
        max(1, int(line[1]) - shift) if line else 0,
    )


# What the system says of a library for which there is no memory.
_NO_ROOM = re.compile("map segment|allocate memory")


def _module(name: str, path: Path) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if _NO_ROOM.search(str(error)):
            raise MemoryError from None
        extra = "query" if name == "duckdb" else "query-elsewhere"
        message = (
            f"The package {name} is not installed: `pip install 'data-explainer[{extra}]'` adds it."
        )
        raise QueryError(message, path) from None


def _place(place: str, folder: Path, path: Path) -> str:
    """Return where files are: an address, or a path from the explainer's folder."""
    known = os.path.expandvars(place)
    if found := _UNSET.search(known):
        raise QueryError(
            f'The "reads" of the query need ${found[1]}, which the environment does not have.', path
        )
    return known if "://" in known else str(folder.absolute().parent / known)


def _text(value: Any) -> str:
    """Return a cell as its file writes it, the same from every engine."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return str(int(value)) if whole else f"{value.normalize():f}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return text_of(value)


@contextmanager
def _progress(engine: Any, name: str) -> Iterator[None]:
    """Say on standard error how far a query has come, where somebody watches."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(1):
            done = engine.query_progress()
            if done >= 0:
                sys.stderr.write(f"\r{name}: {done:.0f}% of its query")
                sys.stderr.flush()

    if not sys.stderr.isatty():
        yield
        return
    engine.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        sys.stderr.write("\n")
