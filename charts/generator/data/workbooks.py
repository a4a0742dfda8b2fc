"""Reads a publisher's workbook, whose few kilobytes may unpack to gigabytes."""

from __future__ import annotations

import io
import zipfile

import pandas as pd

from charts.generator.base.http_client import FetchError

UNPACKED = 256 * 2**20  # bytes; ten times the largest workbook that we read
CELLS = 5_000_000  # up to the last row and column that hold anything; twenty times as many


def read_workbook(body: bytes) -> pd.DataFrame:
    """Return the first sheet, whose first row has the names of the columns.

    Raises:
        FetchError: if it is damaged, or far larger than it should be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > UNPACKED:
            raise FetchError(f"The workbook unpacks to {size / 2**20:,.0f} MiB, far too many.")
        head, *rows = _rows(body)
        return pd.DataFrame(rows, columns=list(head)).apply(_numbers)
    except (FetchError, MemoryError):
        raise
    except Exception as error:  # the library raises whatever a damaged file makes it stumble over
        raise FetchError(f"The workbook is damaged ({type(error).__name__}: {error}).") from None


def _rows(body: bytes) -> list[tuple[object, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of itself may be wrong
        rows: list[tuple[object, ...]] = []
        cells = 0
        for row in sheet.iter_rows(values_only=True):
            cells += max(1, len(row))
            if cells > CELLS:
                raise FetchError(f"The workbook has more than {CELLS:,} cells, far too many.")
            rows.append(row)
    finally:
        book.close()
    width = max(map(len, rows), default=0)
    if width * len(rows) > CELLS:
        raise FetchError(f"The workbook has more than {CELLS:,} cells, far too many.")
    return [(*row, *[None] * (width - len(row))) for row in rows]


def _numbers(column: pd.Series) -> pd.Series:
    """Return a column as numbers if all of its cells are; publishers write some as text."""
    try:
        return pd.to_numeric(column)
    except (ValueError, TypeError):
        return column
