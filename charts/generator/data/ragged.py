"""Evens rows that have more or fewer cells than there are names, as far as a person says how."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts.generator.data.intake import DELIMITERS, Doubts, Said, counted, option, shown, slug
from charts.generator.data.sheets import Row

_LISTED = 4  # how many lines a sentence names
_NUMBER = re.compile(r"\W*\d[\d\s.,'’]*\W*")


@dataclass(frozen=True)
class _Table:
    heads: list[str]
    rows: list[Row]
    line: int  # of the names

    @property
    def width(self) -> int:
        return len(self.heads)

    def what(self, wrong: list[Row]) -> str:
        """Say which rows have how many cells."""
        widths = sorted({len(cells) for _, cells in wrong})
        cells = " or ".join(map(str, widths[:_LISTED])) + (" or more" if widths[_LISTED:] else "")
        cells += " cell" if widths == [1] else " cells"
        if len(wrong) == len(self.rows):
            return f"every row has {cells} for the {self.width} names in line {self.line}"
        lines = [str(at) for at, _ in wrong]
        more = f" and {len(lines) - _LISTED:,} more" if lines[_LISTED:] else ""
        where = f" (lines {', '.join(lines[:_LISTED])}{more})" if lines[1:] else ""
        return (
            f"{counted(len(wrong), 'row')} of {len(self.rows):,}{where} "
            f"{'has' if len(wrong) == 1 else 'have'} {cells} for the {self.width} names in "
            f"line {self.line}"
        )


def evened(
    heads: list[str],
    rows: list[Row],
    line: int,
    raw: Callable[[], dict[int, list[str]]],
    delimiter: str,
    said: Said,
    doubts: Doubts,
    told: list[str],
) -> tuple[list[str], list[Row]]:
    """Return names and rows that are all as long; what a person has to say is a doubt.

    Args:
        heads: the names.
        rows: the rows.
        line: the line of the names.
        raw: the cells of each line with the blanks around them.
        delimiter: what divides cells.
        said: what a person said of the file.
        doubts: where to add what is in doubt.
        told: where to add what was changed.
    """
    table = _Table(heads, rows, line)
    widths = {len(cells) for _, cells in rows}
    if len(widths) == 1 and min(widths) > table.width:
        return _with_names(table, said, doubts, told), rows
    rows = _joined(table, raw, delimiter, said, doubts, told)
    return heads, _padded(_Table(heads, rows, line), said, doubts, told)


def _with_names(table: _Table, said: Said, doubts: Doubts, told: list[str]) -> list[str]:
    """Return more names, if a person gave those that are missing.

    Which name is missing, the file doesn't say: the last one, or any before it.
    """
    at, cells = table.rows[0]
    missing = range(table.width + 1, len(cells) + 1)
    if all(str(number) in said.names for number in missing):
        told.append(f"The file names {table.width} of its {len(cells)} columns.")
        return [
            said.names.get(str(number), head).replace("_", " ")
            for number, head in enumerate([*table.heads, *[""] * len(missing)], 1)
        ]
    given = " ".join(option("name", f"{number}=column_{number}") for number in missing)
    under, over = shown(cells[table.width - 1]), shown(cells[table.width])
    doubts.add(
        f"{table.what(table.rows)}: here {under} stands below {shown(table.heads[-1])}, and {over} "
        f"below no name; if that is right, {given}, or any other name, gives it one, and if the "
        "missing name belongs further to the left, name each column from there on so, by its "
        "number.",
        at,
        choice=" ".join(f"--name {number}=" for number in missing),
    )
    return table.heads


def _joined(
    table: _Table,
    raw: Callable[[], dict[int, list[str]]],
    delimiter: str,
    said: Said,
    doubts: Doubts,
    told: list[str],
) -> list[Row]:
    """Return rows whose texts that hold the delimiter are put together."""
    long = [row for row in table.rows if len(row[1]) > table.width]
    if not long:
        return table.rows
    lines = raw()
    whole = {at: lines.get(at, cells)[: len(cells)] for at, cells in long}
    names = [slug(head, "_") for head in table.heads]
    if said.joined in names:
        column = names.index(said.joined)
        mended = {
            at: _together(cells, column, table.width, delimiter) for at, cells in whole.items()
        }
        example = mended[long[0][0]][column]
        told.append(
            f'In {counted(len(long), "row")}, a text of column "{said.joined}" that holds a '
            f"{DELIMITERS.get(delimiter, delimiter)} was put together, such as {shown(example)}."
        )
        return [(at, mended.get(at, cells)) for at, cells in table.rows]
    fitting = _fitting(table, list(whole.values()), delimiter)
    sign = DELIMITERS.get(delimiter, delimiter)
    if len(fitting) == 1 and names[fitting[0]]:
        given = option("join", names[fitting[0]])
        example = _together(whole[long[0][0]], fitting[0], table.width, delimiter)[fitting[0]]
        doubts.add(
            f"{table.what(long)}; if a {sign} belongs to a text, {given} puts it together, such as "
            f"{shown(example)}.",
            long[0][0],
            given,
        )
        return [(at, cells[: table.width]) for at, cells in table.rows]
    doubts.add(
        f"{table.what(long)}; put a text that holds a {sign} between quotes, or say in which "
        f"column it is: {option('join', next(filter(None, names), 'column'))}.",
        long[0][0],
        choice="--join",
    )
    return [(at, cells[: table.width]) for at, cells in table.rows]


def _together(cells: Sequence[str], column: int, width: int, delimiter: str) -> list[str]:
    """Return cells of which those that are too many are put together in a column."""
    end = column + 1 + len(cells) - width
    text = delimiter.join(cells[column:end])
    return [cell.strip() for cell in [*cells[:column], text, *cells[end:]]]


def _fitting(table: _Table, long: list[list[str]], delimiter: str) -> list[int]:
    """Return the columns whose texts may have been divided: numbers stay below their names then."""
    regular = [cells for _, cells in table.rows if len(cells) == table.width]
    numeric = [
        any(cells[i] for cells in regular)
        and all(_NUMBER.fullmatch(cells[i]) for cells in regular if cells[i])
        for i in range(table.width)
    ]
    if not regular:
        return []

    def fits(column: int, cells: list[str]) -> bool:
        pieces = cells[column : column + 1 + len(cells) - table.width]
        mended = _together(cells, column, table.width, delimiter)
        below = all(
            not cell or _NUMBER.fullmatch(cell)
            for i, cell in enumerate(mended)
            if numeric[i] and i != column
        )
        return below and all(re.search(r"[^\W\d]", piece) for piece in pieces)

    return [
        column
        for column in range(table.width)
        if not numeric[column] and all(fits(column, cells) for cells in long)
    ]


def _padded(table: _Table, said: Said, doubts: Doubts, told: list[str]) -> list[Row]:
    """Return rows whose missing last cells are empty."""
    short = [row for row in table.rows if len(row[1]) < table.width]
    if not short:
        return table.rows
    if said.pad:
        told.append(f"{counted(len(short), 'row')} of the file ended before the last column.")
    else:
        doubts.add(
            f"{table.what(short)}; --pad leaves the missing cells at their end empty, and if "
            "others are missing, complete or delete the rows in the file.",
            short[0][0],
            "--pad",
        )
    return [(at, [*cells, *[""] * (table.width - len(cells))]) for at, cells in table.rows]
