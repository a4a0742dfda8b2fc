"""Reads a table from a file as it is: CSV of any encoding and delimiter, a workbook, or Parquet.

Every cell is the text of the file. What stands around the table is left out only if a person says
so, and is then told of.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from charts.generator.base.problems import ProblemsError, plain, problem
from charts.generator.data.intake import DELIMITERS, Doubts, Said, counted, option, shown
from charts.generator.data.parquet_table import is_parquet, read_parquet
from charts.generator.data.ragged import evened
from charts.generator.data.sheets import Row, is_workbook, read_sheet
from charts.generator.data.validation import CONTROL

# Tried for a text that is not UTF-8, where no byte says what it is.
_ENCODINGS = ("cp1252", "cp1250", "cp1251", "gb18030", "shift_jis", "euc_kr")
_TWO_SCRIPTS = {"LATIN", "CYRIL"}  # no word is of both
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"
}  # fmt: skip
_PREAMBLE = 30  # lines in which the names of the columns are looked for
_NUMBER = re.compile(r"(?!(?:18|19|20)\d\d$)[-+]?[\d.,]+%?")  # a year can be a name


@dataclass(frozen=True)
class TableFile:
    """The table of a file: its names, its rows with their lines, and what was left out or read."""

    heads: list[str]
    rows: list[Row]
    line: int  # of the names
    told: list[str]
    delimiter: str = ","


def read_table(file: Path, said: Said) -> TableFile:
    """Return the table of a file.

    Raises:
        ProblemsError: if there is none, by line; a DoubtsError if a person can settle it.
    """
    content = file.read_bytes()
    told: list[str] = []
    delimiter, text = ",", ""
    if (parquet := is_parquet(content)) or is_workbook(content):
        found = read_parquet(file, told) if parquet else read_sheet(file, content, said, told)
        cleaned = [(line, [_clean(cell) for cell in cells]) for line, cells in found]
        rows = [(line, cells) for line, cells in cleaned if any(cells)]
    else:
        text = _decoded(file, content, said, told)
        start = text.lstrip()[:200].lower()
        if start.startswith(("<!doctype", "<html", "<?xml", "<table")):
            raise _refused(file, "this is a web page or XML, no CSV; download the table itself.")
        if re.match(r"\{|\[\s*[\[{\"]", start):
            raise _refused(file, "this is JSON, no CSV; save the table as CSV.")
        rows, delimiter = _divided(file, text, said, told)
    return _table(file, rows, said, told, delimiter, lambda: dict(_raw(file, text, delimiter)))


def _refused(file: Path, message: str, line: int = 0) -> ProblemsError:
    return ProblemsError([problem(file, message, line)])


# Text -------------------------------------------------------------------------------------------


def _decoded(file: Path, content: bytes, said: Said, told: list[str]) -> str:
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    encoding = said.encoding or marked or "utf-8"
    if encoding == "utf-8" and content[1:2] == b"\0":
        encoding = "utf-16-le"
    elif encoding == "utf-8" and content[:1] == b"\0":
        encoding = "utf-16-be"
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise _refused(
            file, f'there is no encoding "{encoding}"; write one such as cp1252, latin-1 or utf-16.'
        ) from None
    except UnicodeDecodeError as error:
        if said.encoding or marked:
            where = content[: error.start].count(b"\n") + 1
            message = f"this is not text in {encoding} (byte {error.start})."
            raise _refused(file, message, where) from None
        raise _undecoded(file, content, error.start) from None
    if not encoding.startswith("utf-8"):
        told.append(f"The file was read as {codecs.lookup(encoding).name}.")
    return text


def _undecoded(file: Path, content: bytes, at: int) -> ProblemsError:
    """Ask for the encoding, with what a word of the file would be in each."""
    begin = max(content.rfind(sign, 0, at) for sign in (b"\n", b",", b";", b"\t")) + 1
    end = min((n for sign in b"\n,;\t\r" if (n := content.find(sign, at)) >= 0), default=begin + 30)
    word = content[begin : min(end, begin + 60)]
    offers: dict[str, str] = {}
    for encoding in _ENCODINGS:
        try:
            content.decode(encoding)
            read = word.decode(encoding).strip('" ')
        except UnicodeDecodeError:
            continue
        several = len(read) < len(word.strip(b'" '))  # bytes for a letter, as in East Asia
        of_two = {unicodedata.name(sign)[:5] for sign in read if sign.isalpha()} >= _TWO_SCRIPTS
        if read.isprintable() and read not in offers and not of_two:
            if several and re.search("[a-z]", read):
                continue
            offers[read] = encoding
    line = content[:at].count(b"\n") + 1
    said = " or ".join(f"{option('encoding', e)} ({shown(read)})" for read, e in offers.items())
    message = f"this is not text in UTF-8 (byte {at}); say what reads right: {said or '--encoding'}"
    doubts = Doubts(file)
    doubts.add(f"{message}.", line, choice="--encoding")
    try:
        doubts.settle()
    except ProblemsError as error:
        return error
    raise AssertionError


# Rows -------------------------------------------------------------------------------------------


def _divided(file: Path, text: str, said: Said, told: list[str]) -> tuple[list[Row], str]:
    """Return the rows of a CSV, divided by what divides most of them alike, and what that is."""
    if said.delimiter:
        given = {name: sign for sign, name in DELIMITERS.items()}.get(said.delimiter)
        sign = given or said.delimiter.replace("\\t", "\t")
        if len(sign) != 1:
            raise _refused(
                file, f"--delimiter is one sign or one of {', '.join(DELIMITERS.values())}."
            )
        return _rows(file, text, sign), sign
    found: dict[str, list[Row]] = {}
    faults = []
    for sign in DELIMITERS:
        try:
            found[sign] = _rows(file, text, sign)
        except ProblemsError as error:
            faults.append(error)
    if not found:
        raise faults[0]
    shares = {sign: _alike(rows) for sign, rows in found.items()}
    best = max(shares, key=lambda sign: shares[sign])
    equals = [sign for sign, (share, width) in shares.items() if share == 1 and width > 1]
    if len(equals) > 1:
        doubts = Doubts(file)
        named = [option("delimiter", DELIMITERS[sign]) for sign in equals]
        doubts.add(
            f"more than one sign divides every line alike; say which it is: {' or '.join(named)}.",
            1,
            choice="--delimiter",
        )
        doubts.settle()
    if shares[best][1] == 1:
        if faults:
            raise faults[0]
        best = ","
    if best != ",":
        told.append(f"Cells are divided by a {DELIMITERS[best]} in the file.")
    return found[best], best


def _rows(file: Path, text: str, sign: str) -> list[Row]:
    """Return the rows of a CSV in which any cell says something."""
    rows = [(line, [_clean(cell) for cell in cells]) for line, cells in _raw(file, text, sign)]
    return [(line, cells) for line, cells in rows if any(cells)]


def _raw(file: Path, text: str, sign: str) -> list[Row]:
    """Return the rows of a CSV with the blanks around their cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        said = "a quotation mark that opens here is not closed"
        if "end of data" not in str(error):
            said = f"this can't be read as CSV: {error}"
        raise _refused(file, f"{said}.", line) from None
    return rows


def _clean(cell: str) -> str:
    """Return a cell without the blanks around it, its line breaks all of one kind."""
    return cell.strip().replace("\r\n", "\n").replace("\r", "\n")


def _alike(rows: list[Row]) -> tuple[float, int]:
    """Return the share of rows that have as many cells as most, and how many these are."""
    widths = Counter(len(cells) for _, cells in rows)
    if not rows:
        return 0, 1
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count / len(rows) if width > 1 else 0, width)


def _width(rows: list[Row]) -> int:
    return _alike(rows)[1]


# The table among the rows -----------------------------------------------------------------------


def _table(
    file: Path,
    rows: list[Row],
    said: Said,
    told: list[str],
    delimiter: str,
    raw: Callable[[], dict[int, list[str]]],
) -> TableFile:
    """Return the table among the rows of a file, without what stands around it."""
    doubts = Doubts(file)
    rows = _without_empty_ends(rows)
    if said.first:
        found = next((i for i, (line, _) in enumerate(rows) if line == said.first), None)
        if found is None:
            raise _refused(file, f"line {said.first} holds nothing; --first is that of the names.")
        begin = found
    else:
        begin = _begin(rows, doubts)
    end = _end(rows, begin, said, doubts)
    if len(rows[begin:end]) < 1 + max(said.heads, 1):
        message = "there are no rows; expected a first line with the column names, then rows."
        raise _refused(file, message)
    doubts.settle()
    around = [*rows[:begin], *rows[end:]]
    if around:
        left = "; ".join(f"{shown(' '.join(filter(None, cells)), 120)}" for _, cells in around[:10])
        more = f" and {len(around) - 10} more" if len(around) > 10 else ""
        told.append(f"Around the table, the file says: {left}{more}.")
    if said.unnamed:
        width = _width(rows[begin:end])
        rows.insert(begin, (rows[begin][0], [f"column {n}" for n in range(1, width + 1)]))
        end += 1
        told.append("The file has no names of columns.")
    level = 1 if said.unnamed else said.heads or _levels(rows[begin:end], doubts)
    doubts.settle()
    *above, (line, heads) = rows[begin : begin + level]
    table = rows[begin + level : end]
    if above:
        heads = _joined_names([cells for _, cells in above], heads)
        told.append(
            f"{counted(level, 'line')} of the file hold the names of the columns, here joined: "
            f"{shown(heads[-1])}."
        )
    heads, table = _even(heads, table, told)
    heads, table = evened(heads, table, line, raw, delimiter, said, doubts, told)
    for at, cells in table:
        if bad := next((cell for cell in cells if CONTROL.search(cell)), ""):
            doubts.add(f"a cell holds a character that nobody sees: {plain(repr(bad[:40]))}.", at)
            break
    doubts.settle()
    return TableFile(heads, table, line, told, delimiter)


def _without_empty_ends(rows: list[Row]) -> list[Row]:
    """Return rows without the empty cells at the end of all."""
    width = max((len(_filled(cells)) for _, cells in rows), default=0)
    return [(line, cells[:width]) for line, cells in rows]


def _filled(cells: list[str]) -> list[str]:
    """Return the cells up to the last that says something."""
    end = max((i for i, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:end]


def _begin(rows: list[Row], doubts: Doubts) -> int:
    """Return which row has the names; a doubt if lines seem to stand above it."""
    if not rows:
        return 0
    width = _width(rows)
    says = [len([cell for cell in cells if cell]) for _, cells in rows[:_PREAMBLE]]
    first = rows[0][1]
    few = len(first) != width or (says[0] * 2 <= width and bool(first[0]))
    if width < 2 or not few or says[0] >= width or _are_names_of_two_lines(rows):
        return 0
    for i, (line, cells) in enumerate(rows[1:_PREAMBLE], 1):
        if says[i] == len(cells) == width and not any(map(_NUMBER.fullmatch, cells)):
            said = option("first", str(line))
            doubts.add(
                f"the names of the columns seem to be in line {line}, {shown(', '.join(cells))}; "
                f"{said} leaves out what stands above.",
                rows[0][0],
                said,
            )
            return i
    return 0


def _levels(rows: list[Row], doubts: Doubts) -> int:
    """Return how many lines hold the names; a doubt if two seem to, or none."""
    if number := _number_among_numbers(rows):
        doubts.add(
            f"this line seems to be a row and to hold no names: {shown(number)} stands among "
            "numbers; --unnamed keeps it as a row, --heads 1 takes it for the names.",
            rows[0][0],
            "--unnamed",
        )
        return 1
    if not _are_names_of_two_lines(rows):
        return 1
    (line, above), (second, names) = rows[:2]
    said = option("heads", "2")
    doubts.add(
        f"the names of the columns seem to be in lines {line} and {second}; {said} joins them, as "
        f"in {shown(_joined_names([above], names)[-1])}.",
        line,
        said,
    )
    return 2


def _number_among_numbers(rows: list[Row]) -> str:
    """Return a cell of the first line that is a number and no year, as are all below it.

    Numbers that count, such as 1, 2, 3, can be names.
    """
    (_, first), *below = rows[:_PREAMBLE]
    columns = zip(first, *(cells for _, cells in below), strict=False)
    alike = [
        str(cell)
        for cell, *rest in columns
        if any(rest) and _are_numbers([cell, *filter(None, rest)])
    ]
    counting = [str(number) for number in range(1, len(alike) + 1)]
    return alike[0] if alike and (alike != counting or len(alike) == 1) else ""


def _are_numbers(cells: Iterable[str]) -> bool:
    return all(map(_NUMBER.fullmatch, cells))


def _are_names_of_two_lines(rows: list[Row]) -> bool:
    """Return whether the first line names groups of the columns that the second names.

    It names some columns but the first and not all; the second has a name for each that it leaves
    out; and some column holds nothing but numbers below.
    """
    if len(rows) < 3:
        return False
    (line, above), (second, names), *below = rows[:_PREAMBLE]
    if second != line + 1 or len(above) != len(names) or not any(above[1:]):
        return False
    if not all(map(any, zip(above, names, strict=True))):
        return False
    if sum(map(bool, names)) <= sum(map(bool, above)) or any(map(_NUMBER.fullmatch, names)):
        return False
    columns = zip_longest(*(cells for _, cells in below), fillvalue="")
    return any(any(column) and _are_numbers(filter(None, column)) for column in columns)


def _joined_names(above: list[list[str]], names: list[str]) -> list[str]:
    """Return the names of columns with those of their groups, which stand above their first."""
    width = max(len(names), *map(len, above))
    levels = [[*cells, *[""] * (width - len(cells))] for cells in [*above, names]]
    for cells in levels[:-1]:
        for i in range(1, width):
            cells[i] = cells[i] or cells[i - 1]
    columns = [[*dict.fromkeys(filter(None, column))] for column in zip(*levels, strict=True)]
    # A name begins with a letter: births 2020, not 2020 births.
    return [" ".join(sorted(column, key=lambda name: name[:1].isdigit())) for column in columns]


def _end(rows: list[Row], begin: int, said: Said, doubts: Doubts) -> int:
    """Return the end of the table; a doubt if notes seem to stand below it."""
    if said.last:
        return next((i for i, (line, _) in enumerate(rows) if line > said.last), len(rows))
    width = len(rows[begin][1]) if rows else 0
    end = len(rows)
    while end > begin + 2 and _is_alone(rows[end - 1][1]):
        end -= 1
    if width < 2 or end == len(rows):
        return len(rows)
    notes = [(line, cells[0]) for line, cells in rows[end:]]
    gap = notes[0][0] - rows[end - 1][0] > 1 + rows[end - 1][1][-1].count("\n")
    short = any(len(cells) < width for _, cells in rows[end:])
    like_prose = any(re.search(r":\s|^\W|\.$|^.{60}", text) for _, text in notes)
    if (gap or short or like_prose) and re.search(r"[^\W\d]", notes[0][1]):
        last = option("last", str(rows[end - 1][0]))
        every = option("last", str(rows[-1][0]))
        doubts.add(
            f"what follows the table seems to be a note, {shown(notes[0][1])}; {last} leaves it "
            f"out, {every} keeps it as a row.",
            notes[0][0],
            last,
        )
        return end
    return len(rows)


def _is_alone(cells: list[str]) -> bool:
    return bool(cells[0]) and not any(cells[1:])


def _even(heads: list[str], rows: list[Row], told: list[str]) -> tuple[list[str], list[Row]]:
    """Return names and rows without cells that are nothing: no name, and empty in every row."""
    width = max(len(heads), *(len(cells) for _, cells in rows))
    empty = [
        i
        for i in range(width)
        if not (i < len(heads) and heads[i]) and not any(c[i] for _, c in rows if i < len(c))
    ]
    if empty and any(len(cells) > min(empty) for _, cells in rows):
        told.append(f"{counted(len(empty), 'column')} without a name and without cells left out.")
    keep = [i for i in range(width) if i not in empty]
    return (
        [heads[i] for i in keep if i < len(heads)],
        [(line, [cells[i] for i in keep if i < len(cells)]) for line, cells in rows],
    )
