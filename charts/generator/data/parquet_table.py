"""Reads the table of a Parquet file, with the engine of queries."""

from __future__ import annotations

import re
from pathlib import Path

from charts.generator.base.problems import ProblemsError, problem
from charts.generator.data.sheets import Row
from charts.generator.data.workbooks import CELLS

_MARK = b"PAR1"
_WHOLE = re.compile(r"\.0$")
_MIDNIGHT = " 00:00:00"
# Kinds of columns whose cells are no single value that a CSV could hold.
_NESTED = re.compile(r"\[|STRUCT|MAP|UNION|BLOB|VARIANT")


def is_parquet(content: bytes) -> bool:
    """Return whether a file is one by its first bytes, whatever its name says."""
    return content.startswith(_MARK)


def read_parquet(file: Path, told: list[str]) -> list[Row]:
    """Return the rows of a Parquet file, first the names of its columns.

    A whole number is written as one, though its column also has fractions or nothing, and so is a
    day whose column has no hours.

    Raises:
        ProblemsError: if the file can't be read, is too large, or a cell is a list or the like.
    """
    try:
        import duckdb
    except ImportError:
        raise _refused(
            file,
            "this is a Parquet file, which the package duckdb reads: "
            "`pip install 'data-explainer[query]'` adds it.",
        ) from None
    try:
        with duckdb.connect() as engine:
            held = engine.read_parquet(str(file))
            kinds = {name: str(kind) for name, kind in zip(held.columns, held.types, strict=True)}
            nested = [name for name, kind in kinds.items() if _NESTED.search(kind)]
            rows = int(engine.execute("SELECT count(*) FROM held").fetchall()[0][0])
            if not nested and rows * len(kinds) <= CELLS:
                cells = engine.execute("SELECT COLUMNS(*)::VARCHAR FROM held").fetchall()
    except duckdb.Error as error:
        said = f"this is no Parquet file that can be read ({type(error).__name__})."
        raise _refused(file, said) from None
    if nested:
        raise _refused(
            file,
            f'each cell of column "{nested[0]}" holds several values ({kinds[nested[0]]}); let a '
            "query make rows or columns of them.",
        )
    if rows * len(kinds) > CELLS:
        raise _refused(
            file,
            f"the file has {rows:,} rows of {len(kinds)} cells, more than a repository should "
            "hold; let a query add them up.",
        )
    told.append("The table is a Parquet file's.")
    columns = [
        _written([cell or "" for cell in column], kinds[name])
        for name, column in zip(kinds, zip(*cells, strict=True), strict=True)
    ]
    heads: list[list[str]] = [[*kinds]]
    return [*enumerate([*heads, *map(list, zip(*columns, strict=True))], 1)]


def _written(cells: list[str], kind: str) -> list[str]:
    if kind in ("DOUBLE", "FLOAT"):
        return [_WHOLE.sub("", cell) for cell in cells]
    if kind.startswith("TIMESTAMP") and all(not c or c.endswith(_MIDNIGHT) for c in cells):
        return [cell.removesuffix(_MIDNIGHT) for cell in cells]
    return cells


def _refused(file: Path, message: str) -> ProblemsError:
    return ProblemsError([problem(file, message)])
