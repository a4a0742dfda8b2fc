"""Reads the table of a workbook, `.xlsx` or the old `.xls`, as the cells that it stores.

A cell is what the workbook stores, not how it is shown: a share of 52% is 0.52. The mark of an
error, such as #N/A, is a word like any other, so that it is asked after and not lost.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from charts.generator.base.problems import ProblemsError, problem
from charts.generator.data.intake import Doubts, Said, option
from charts.generator.data.workbooks import CELLS, UNPACKED

_OLD = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_OFFERED = 8  # how many sheets are named to choose from

Row = tuple[int, list[str]]  # the line that it begins in, and its cells


@dataclass(frozen=True)
class _Book:
    """A workbook: how many cells each sheet that holds a table has, and how to read one."""

    sizes: dict[str, int]
    rows: Callable[[str], Iterator[Row]]


def is_workbook(content: bytes) -> bool:
    """Return whether a file is one by its first bytes, whatever its name says."""
    return content.startswith((_OLD, _ZIP))


def read_sheet(file: Path, content: bytes, said: Said, told: list[str]) -> list[Row]:
    """Return the rows of a workbook's only sheet that holds a table, or of the one that is said.

    Raises:
        ProblemsError: if there is none; a DoubtsError if a person has to say which.
    """
    try:
        book = _old(content) if content.startswith(_OLD) else _new(file, content)
    except ProblemsError:
        raise
    except (
        Exception
    ) as error:  # the libraries raise whatever a damaged file makes them stumble over
        raise _refused(file, _unread(content, error)) from None
    names = [*book.sizes]
    if said.sheet and said.sheet not in names:
        raise _refused(file, f'there is no sheet "{said.sheet}"; there are: {", ".join(names)}.')
    if not names:
        raise _refused(file, "the workbook has no table.")
    if len(names) > 1 and not said.sheet:
        doubts = Doubts(file)
        offers = [option("sheet", name) for name in names[:_OFFERED]]
        more = f", or one of {len(names) - _OFFERED} more" if names[_OFFERED:] else ""
        doubts.add(
            "the workbook has several sheets; say which holds the table: "
            f"{' or '.join(offers)}{more}.",
            choice="--sheet",
        )
        doubts.settle()
    name = said.sheet or names[0]
    if book.sizes[name] > CELLS:
        raise _refused(file, f"the sheet has more than {CELLS:,} cells, too many.")
    told.append(f'The table is the sheet "{name}" of a workbook.')
    return [*book.rows(name)]


def _unread(content: bytes, error: Exception) -> str:
    """Say why a workbook can't be read, and what to do."""
    kind = b"" if content.startswith(_OLD) else content[:4096]
    if b"opendocument" in kind:
        return (
            "this is a workbook in OpenDocument form (.ods); save it as .xlsx or as CSV in UTF-8."
        )
    encrypted = "EncryptedPackage".encode("utf-16-le")
    if encrypted in content or "encrypted" in str(error).lower():
        return "the workbook is locked with a password; save it without one."
    return (
        f"this is no workbook that can be read ({type(error).__name__}); open it in a spreadsheet "
        "and save it as .xlsx or as CSV in UTF-8."
    )


def _new(file: Path, content: bytes) -> _Book:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        size = sum(part.file_size for part in parts.infolist())
        if size > UNPACKED:
            raise _refused(file, f"the workbook unpacks to {size / 2**20:,.0f} MiB, too many.")
    stored = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    formulas = load_workbook(io.BytesIO(content), keep_links=False)

    def rows(name: str) -> Iterator[Row]:
        both = zip(stored[name].iter_rows(), formulas[name].iter_rows(), strict=True)
        for line, (cells, sources) in enumerate(both, 1):
            for cell, source in zip(cells, sources, strict=True):
                if cell.value is None and source.value is not None:
                    raise _refused(
                        file,
                        f"cell {cell.coordinate} has a formula without its result; open the "
                        "workbook in a spreadsheet, save it, and take it in again.",
                        line,
                    )
            yield line, [_text(cell.value) for cell in cells]

    sizes = {sheet.title: sheet.max_row * sheet.max_column for sheet in stored.worksheets}
    return _Book({name: size for name, size in sizes.items() if size > 1}, rows)


def _old(content: bytes) -> _Book:
    import xlrd

    # Without ragged rows, one cell in the last corner would fill a sheet with empty ones.
    book = xlrd.open_workbook(file_contents=content, ragged_rows=True, logfile=io.StringIO())

    def text(cell: xlrd.sheet.Cell) -> str:
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return _text(bool(cell.value))
        if cell.ctype == xlrd.XL_CELL_DATE and cell.value >= 1:  # below 1, it is a time of day
            return _text(xlrd.xldate_as_datetime(cell.value, book.datemode))
        return _text(cell.value)

    def rows(name: str) -> Iterator[Row]:
        sheet = book.sheet_by_name(name)
        width = max((sheet.row_len(i) for i in range(sheet.nrows)), default=0)
        for i in range(sheet.nrows):
            cells = [text(cell) for cell in sheet.row(i)]
            yield i + 1, [*cells, *[""] * (width - len(cells))]

    sizes = {sheet.name: sum(map(sheet.row_len, range(sheet.nrows))) for sheet in book.sheets()}
    return _Book({name: size for name, size in sizes.items() if size > 1}, rows)


def _text(value: object) -> str:
    """Return what a cell stores as text: days as 2020-01-22."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return str(value)


def _refused(file: Path, message: str, line: int = 0) -> ProblemsError:
    return ProblemsError([problem(file, message, line)])
