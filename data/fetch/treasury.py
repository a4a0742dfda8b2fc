"""U.S. Treasury: foreign holdings of Treasury securities, from the tables of its TIC system.

Neither table needs a key. Both are text with tabs, in billions of dollars. The history has a block
for each year, with its months from right to left. If a survey corrected the level, the block has
the month twice, with the numbers of the two survey series above. The current table has the last
thirteen months of the largest holders; other countries have no row there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from charts import Client, FetchError

HISTORY = "https://ticdata.treasury.gov/Publish/mfhhis01.txt"
CURRENT = "https://ticdata.treasury.gov/Publish/slt_table5.txt"

RUSSIA = "Russia"
TOTAL = "Grand Total"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SERIES = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
          "XV", "XVI"]  # fmt: skip
FIGURE = re.compile(r"\d+(\.\d+)?")
NOT_GIVEN = {"", "n.a.", "--", "*"}

Row = list[str]


def treasury_holdings_russia_monthly(client: Client) -> pd.DataFrame:
    """Return Russia's holdings at the end of each month for which a table has them."""
    history = list(_blocks(_rows(client.get(HISTORY, "text").body)))
    if not history:
        raise FetchError(f'{HISTORY}: the file has no table (no row has a cell "Country").')
    starts: dict[str, str] = {}  # the month in which each survey series begins
    for block in history:
        for column in block.columns:
            if column.label:
                starts[column.label] = min(column.month, starts.get(column.label, column.month))
    held: dict[tuple[str, str], tuple[str, str]] = {}
    for block in history:
        figures = block.figures(HISTORY)
        for column in block.columns:
            if column.place not in figures:
                continue
            stands = _series(starts, column.month)
            kind = "comparison" if column.label and column.label != stands else "history"
            if (column.month, kind) in held:
                raise FetchError(f"{HISTORY}: {column.month} appears twice.")
            held[column.month, kind] = (figures[column.place], column.label or stands)
    for month, figure in _current(client).items():
        held[month, "history"] = (figure, _series(starts, month))
    rows = [(month, kind, *held[month, kind]) for month, kind in held]
    frame = pd.DataFrame(rows, columns=["month", "series", "holdings", "survey"])
    return frame.assign(holdings=frame["holdings"].astype(float))


class Column(NamedTuple):
    """A month of a block; `label` is the survey series, if the block prints one above it."""

    place: int
    month: str
    label: str


class Block(NamedTuple):
    """The table of a year: the place of its countries, its months, its rows."""

    country: int
    columns: list[Column]
    rows: list[Row]

    def figures(self, table: str) -> dict[int, str]:
        """Return Russia's figures by their places, after checking the block.

        Raises:
            FetchError: if the block is cut off, a row appears twice, or a figure is not a number.
        """
        year = self.columns[0].month[:4]
        named = [row for row in self.rows if len(row) > self.country]
        names = [row[self.country] for row in named]
        for name in (RUSSIA, TOTAL):
            if names.count(name) > 1:
                raise FetchError(f"{table}: {name} appears twice in the table of {year}.")
        if TOTAL not in names:
            raise FetchError(f'{table}: the table of {year} has no row "{TOTAL}".')
        by_name = dict(zip(names, named, strict=True))
        total, russia = (self._read(table, by_name.get(name, [])) for name in (TOTAL, RUSSIA))
        for place, figure in russia.items():
            if float(figure) > float(total.get(place, "inf")):
                raise FetchError(f"{table}: Russia holds more than all countries in {year}.")
        return russia

    def _read(self, table: str, row: Row) -> dict[int, str]:
        found: dict[int, str] = {}
        for column in self.columns if row else []:
            text = row[column.place].replace(",", "") if column.place < len(row) else "cut off"
            if text in NOT_GIVEN:
                continue
            if not FIGURE.fullmatch(text):
                name = row[self.country]
                raise FetchError(f"{table}: {name} in {column.month} is not a number: {text}.")
            found[column.place] = text
        return found


def _rows(body: bytes) -> list[Row]:
    """Return the lines as cells; names with a comma keep their quotes."""
    text = body.decode("cp1252", errors="replace")
    return [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]


def _blocks(rows: list[Row]) -> Iterator[Block]:
    """Yield the tables of the history, one for each year."""
    heads = [number for number, row in enumerate(rows) if "Country" in row and number]
    for head, following in pairwise([*heads, len(rows)]):
        years, months = rows[head], rows[head - 1]
        labels = rows[head - 2] if head > 1 and set(rows[head - 2]) <= {"", *SERIES} else []
        columns = []
        for place, year in enumerate(years):
            month = months[place] if place < len(months) else ""
            if year == "Country" or not (year or month):
                continue
            if month not in MONTHS or not re.fullmatch(r"\d{4}", year):
                raise FetchError(f'{HISTORY}: "{month} {year}" above a column is not a month.')
            label = labels[place] if place < len(labels) else ""
            columns.append(Column(place, f"{year}-{MONTHS.index(month) + 1:02d}", label))
        if not columns:
            raise FetchError(f"{HISTORY}: a table has no months.")
        yield Block(years.index("Country"), columns, rows[head + 1 : following])


def _series(starts: dict[str, str], month: str) -> str:
    """Return the survey series that a month's current figure belongs to."""
    begun = [label for label, start in starts.items() if start <= month]
    if not begun:
        raise FetchError(f"{HISTORY}: no survey series is named for {month}.")
    return max(begun, key=SERIES.index)


def _current(client: Client) -> dict[str, str]:
    """Return Russia's months in the current table: usually none, as it is not a large holder."""
    rows = _rows(client.get(CURRENT, "text").body)
    head = next((number for number, row in enumerate(rows) if "Country" in row), None)
    if head is None:
        raise FetchError(f'{CURRENT}: the file has no table (no row has a cell "Country").')
    columns = []
    for place, month in enumerate(rows[head]):
        if month in ("Country", ""):
            continue
        if not re.fullmatch(r"\d{4}-\d{2}", month):
            raise FetchError(f'{CURRENT}: "{month}" above a column is not a month.')
        columns.append(Column(place, month, ""))
    if not columns:
        raise FetchError(f"{CURRENT}: the table has no months.")
    block = Block(rows[head].index("Country"), columns, rows[head + 1 :])
    figures = block.figures(CURRENT)
    return {column.month: figures[column.place] for column in columns if column.place in figures}
