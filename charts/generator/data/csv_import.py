"""Brings any table into this project's form: tidy rows, and a description with blanks."""

from __future__ import annotations

import csv
import io
import json
import keyword
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from charts.generator.base.blanks import is_blank
from charts.generator.base.files import digest
from charts.generator.base.problems import MistakeError, ProblemsError, problem, unknown
from charts.generator.data import datasets, new_resource, repairs
from charts.generator.data.cell_types import typed
from charts.generator.data.datasets import NUMBERS, PERIODS
from charts.generator.data.intake import Doubts, Said, counted, option, shown, slug
from charts.generator.data.new_resource import Column
from charts.generator.data.table_file import TableFile, read_table
from charts.generator.data.validation import DATAPACKAGE

_CODE = re.compile(r"[A-Z0-9]{1,4}")
_YEAR = re.compile(r"(?:18|19|20)\d\d")

NOTHING = Said()


@dataclass(frozen=True)
class Intake:
    """An imported dataset: its new CSV, its resource, and notes on what was changed.

    `years` are columns that may hold years under a name that formulas do not know.
    """

    csv: str
    resource: dict[str, Any]
    notes: list[str]
    years: list[str]


def written(package: dict[str, Any]) -> str:
    """Return `datapackage.json` as this project writes it."""
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def read(name: str, file: Path, today: date, said: Said = NOTHING) -> Intake:
    """Read a file as a dataset.

    Args:
        name: the name of the dataset.
        file: a CSV with any delimiter and encoding, a workbook, or a Parquet file.
        today: the date of retrieval.
        said: what a person says of the file.

    Raises:
        MistakeError: if a column that is named does not exist.
        ProblemsError: if the file is not a sound table, by line; a DoubtsError if what is in doubt
            can be settled by saying more.
    """
    table = read_table(file, said)
    if said.years:
        table = _with_years_in_rows(table, said.years)
    doubts = Doubts(file)
    doubts.names_line = table.line
    doubts.semicolons = table.delimiter == ";"
    names = _names(table, said, doubts)
    doubts.settle()
    _must_be_known((*said.down, *said.fills, *said.period), names)
    mended = repairs.repaired(repairs.Named(names, table.heads, table.rows, []), file, said)
    names = mended.names
    told = [*table.told, *mended.told]
    table = replace(table, heads=mended.heads, rows=mended.rows, told=told)
    _must_be_known((*said.texts, *said.numbers, *said.key, *said.dropped), names)
    columns = [
        _column(i, names[i], table, said, doubts)
        for i in range(len(names))
        if names[i] not in said.dropped
    ]
    doubts.settle()
    lines = [line for line, _ in table.rows]
    if not said.key:
        _in_parts(columns, lines, doubts)
        doubts.settle()
    key = _key(columns, lines, said, doubts)
    doubts.settle()
    columns = [*key, *(column for column in columns if column not in key)]
    order = sorted(range(len(table.rows)), key=lambda i: [_rank(column, i) for column in key])
    if not any(column.form for column in key):
        order = list(range(len(table.rows)))  # without periods, keep the order of the file
    tidy = io.StringIO()
    writer = csv.writer(tidy, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([[column.cells[i] for column in columns] for i in order])
    told = [*table.told, *(column.told for column in columns if column.told)]
    told += [
        f"Empty cells stand for {shown(word)} in the file, in {', '.join(where)}."
        for word in said.empty
        if (where := [column.name for column in columns if word in column.gone])
    ]
    if said.dropped:
        titles = ", ".join(head for n, head in zip(names, table.heads, strict=True)
                           if n in said.dropped)  # fmt: skip
        told.append(f"Left out: the columns {titles}.")
    stated = new_resource.resource(name, file.name, columns, key, today, told, said.numbered)
    resource = _proven(file, stated, tidy.getvalue())
    listed = ", ".join(f"{column.name} ({column.type})" for column in columns)
    notes = [f"Columns: {listed}.", f"Rows are identified by: {', '.join(c.name for c in key)}."]
    if renamed := [c for c in columns if _letters(c.title) != _letters(c.name)]:
        names_now = ", ".join(f'"{column.title}" is {column.name}' for column in renamed)
        notes.append(f"Called otherwise than in the file: {names_now}.")
    if units := [f"{f['name']} in {f['unit']}" for f in resource["schema"]["fields"]
                 if f.get("unit") and not is_blank(f["unit"])]:  # fmt: skip
        notes.append(f"Units that the file states: {', '.join(units)}.")
    return Intake(tidy.getvalue(), resource, [*notes, *told], _years(columns))


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def _must_be_known(named: Iterable[str], names: list[str]) -> None:
    for name in named:
        if name not in names:
            raise MistakeError(unknown("column", name, names))


def _with_years_in_rows(table: TableFile, name: str) -> TableFile:
    """Return a table whose columns named after years have become rows, with their cells."""
    years = [i for i, head in enumerate(table.heads) if _YEAR.fullmatch(head)]
    others = [i for i in range(len(table.heads)) if i not in years]
    rows = [
        (line, [*(cells[i] for i in others), table.heads[year], cells[year]])
        for line, cells in table.rows
        for year in years
    ]
    told = f'Each year had a column in the file; what these hold is in column "{name}".'
    heads = [*(table.heads[i] for i in others), "year", name]
    return replace(table, heads=heads, rows=rows, told=[*table.told, told])


def _names(table: TableFile, said: Said, doubts: Doubts) -> list[str]:
    """Return the names that columns get, each one lower-case word of the Latin letters."""
    names = [slug(head, "_") for head in table.heads]
    for number, name in enumerate(names, 1):
        new = said.names.get(str(number)) or said.names.get(name, "")
        names[number - 1] = new or (f"{name}_" if keyword.iskeyword(name) else name)
    years = [head for head in table.heads if _YEAR.fullmatch(head)]
    if len(years) > 1:
        doubts.add(
            f"the columns {years[0]} to {years[-1]} are named after years; --years value gives "
            'each year a row, with what it holds in a column "value" or of another name.',
            table.line,
            "--years value",
        )
        return names
    taken = {*names}
    for number, (head, name) in enumerate(zip(table.heads, names, strict=True), 1):
        if not name:
            what = f"column {number} has no name{f' in letters, {head!r}' if head else ''}"
        elif not name[0].isalpha() or not name.isidentifier():
            what = f'column "{head}" needs a name that begins with a letter'
        elif names.index(name) < number - 1:
            what = f'two columns are called "{name}", of which this is column {number}'
        else:
            continue
        free = next(n for i in range(2, 10**6) if (n := f"{_lettered(name)}_{i}") not in taken)
        taken.add(free)
        given = f"--name {number}={free}"
        doubts.add(f"{what}; {given}, or any other name, gives it one.", table.line, given)
    return names


def _lettered(name: str) -> str:
    return name if name[:1].isalpha() else f"column_{name}".rstrip("_")


def _column(i: int, name: str, table: TableFile, said: Said, doubts: Doubts) -> Column:
    """Return a column with the type of its cells."""
    cells = [row[i] for _, row in table.rows]
    lines = [line for line, _ in table.rows]
    found = typed(name, cells, lines, said, doubts)
    if name in said.fills and found.type in NUMBERS:
        raise MistakeError(
            f'column "{name}" holds numbers, of which none may be made up; --fill is for labels.'
        )
    form = found.form
    if found.type == "integer" and name in PERIODS:
        form = "year" if all(map(_YEAR.fullmatch, filter(None, cells))) else "number"
    return Column(
        name, table.heads[i], found.type, found.cells, form, found.unit, found.told, found.gone
    )


def _rank(column: Column, i: int) -> tuple[float, str]:
    """Return what a cell of the key sorts by: in time, by size or by its letters."""
    cell = column.cells[i]
    if column.form == "month of a year":
        return 0, column.moments[cell]
    return (float(cell), "") if column.type in ("integer", "number") else (0, cell)


def _key(columns: list[Column], lines: list[int], said: Said, doubts: Doubts) -> list[Column]:
    """Return the columns that identify a row: the first that do, without any they don't need."""
    if said.key:
        key = [column for column in columns if column.name in said.key]
        if empty := [column.name for column in key if not column.full]:
            fill = option("fill", f"{empty[0]}=Total")
            doubts.add(
                f"the key can't have {', '.join(empty)}, which has empty cells; {fill}, or another "
                "word, says what such a row is about.",
                choice=f"--fill {empty[0]}=",
            )
        elif not _apart(key):
            _repeated(key, lines, columns, doubts)
        return sorted(key, key=lambda column: not column.form)
    labels = [column for column in columns if column.type != "number"]
    # A count can identify rows too, but only by chance.
    labels.sort(key=lambda c: _is_count(c, columns))
    able = [column for column in labels if column.full]
    key = _smallest(able)
    counts = [column for column in key if _is_count(column, columns)]
    if key and not counts:
        return sorted(key, key=lambda column: not column.form)
    plain = [column for column in labels if not _is_count(column, columns)]
    down = _smallest([replace(column, cells=repairs.repeated(column.cells)) for column in plain])
    repeated = bool(down) and all(column.full for column in down)
    apart = [column.name for column in (down if repeated else _smallest(plain))]
    partly = [column for column in plain if column.name in apart]
    for column in partly:
        if not column.full:
            gaps = [line for line, cell in zip(lines, column.cells, strict=True) if not cell]
            above = option("down", column.name) if repeated else ""
            fill = option("fill", f"{column.name}=Total")
            doubts.add(
                f"{', '.join(apart)} would tell the rows apart, but "
                f'"{column.name}" is empty in {counted(len(gaps), "row")}, first this one; '
                f"{f'{above} repeats the label above it, and ' if above else ''}{fill}, or another "
                "word, says what such a row is about.",
                gaps[0],
                above,
                "" if above else f"--fill {column.name}=",
            )
    if partly:
        return []
    if key:
        names = ",".join(column.name for column in sorted(key, key=lambda c: not c.form))
        doubts.add(
            f"only the numbers in {', '.join(c.name for c in counts)} tell the rows apart; if they "
            f"are labels and no counts, --key {names} says so.",
            0,
            f"--key {names}",
        )
        return []
    if able:
        _repeated(able, lines, columns, doubts)
    else:
        number = _numbering(columns)
        doubts.add(
            "no column says what a row is about: all have numbers with decimals or empty cells; "
            f"add one that does, or let {number} number the rows.",
            doubts.names_line,
            number,
        )
    return []


def _numbering(columns: list[Column]) -> str:
    """Return the option that numbers the rows in a new column."""
    names = [column.name for column in columns]
    free = next(n for n in ("row", *(f"row_{i}" for i in range(2, 10**6))) if n not in names)
    return option("numbered", free)


def _in_parts(columns: list[Column], lines: list[int], doubts: Doubts) -> None:
    """Add a doubt if columns say when only together, which no axis could show."""
    if any(column.form in repairs.WHEN for column in columns):
        return
    able = {column.name: column.cells for column in columns if column.full}
    parts = repairs.in_parts(able)
    if not parts:
        return
    name, cells = repairs.together({part: able[part] for part in parts}) or ("", [""])
    given = option("period", ",".join(parts))
    key = _key(columns, lines, NOTHING, Doubts(doubts.file))
    kept = option("key", ",".join(dict.fromkeys([*parts, *(column.name for column in key)])))
    doubts.add(
        f"{', '.join(parts[:-1])} and {parts[-1]} together say when; {given} writes them as one "
        f"column, {name}, such as {shown(cells[0])}, which charts and formulas know as a time, "
        f"and {kept} keeps them.",
        doubts.names_line,
        given,
    )


def _smallest(able: list[Column]) -> list[Column]:
    """Return the first columns that tell the rows apart, without any that they don't need."""
    for size in range(1, len(able) + 1):
        key = able[:size]
        if _apart(key):
            # Without codes first: readers know names, and so do formulas.
            for column in sorted(able[:size], key=lambda column: not _is_code(column)):
                rest = [other for other in key if other is not column]
                key = rest if rest and _apart(rest) and not column.form else key
            return key
    return []


def _is_code(column: Column) -> bool:
    """Return whether a column has codes, such as DEU or 276, which often stand beside names."""
    return column.type == "string" and all(map(_CODE.fullmatch, filter(None, column.cells)))


def _is_count(column: Column, columns: list[Column]) -> bool:
    return column.type == "integer" and not column.dated and column is not columns[0]


def _repeated(key: list[Column], lines: list[int], columns: list[Column], doubts: Doubts) -> None:
    """Add a doubt about rows that have the same key."""
    seen: dict[tuple[str, ...], int] = {}
    again: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        first = seen.setdefault(tuple(column.cells[i] for column in key), line)
        if first != line:
            again.append((line, first))
    line, first = again[0]
    names = ", ".join(column.name for column in key)
    more = f", and so {counted(len(again) - 1, 'other row')}" if again[1:] else ""
    number = _numbering(columns)
    doubts.add(
        f"this row has the same {names} as line {first}{more}; add a column that tells the rows "
        f"apart, or let {number} number them.",
        line,
        number,
    )


def _apart(key: list[Column]) -> bool:
    rows = list(zip(*(column.cells for column in key), strict=True))
    return len(set(rows)) == len(rows)


def _years(columns: list[Column]) -> list[str]:
    """Return the columns that may hold years, where no column is known to say when."""
    if any(column.form for column in columns):
        return []
    return [
        column.name
        for column in columns
        if column.type == "integer" and all(map(_YEAR.fullmatch, column.cells))
    ]


def _proven(file: Path, resource: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a resource with the checksum of its text; it loads before its blanks are filled in.

    Raises:
        ProblemsError: if it would not.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / resource["path"]
        path.write_text(text, encoding="utf-8", newline="")
        proven = resource | {"hash": digest(path), "bytes": path.stat().st_size}
        package = {"name": "trial", "resources": [proven]}
        (Path(folder) / DATAPACKAGE).write_text(written(package), encoding="utf-8")
        try:
            datasets.load(Path(folder))
        except ProblemsError as error:
            # Lines and columns are left out: they are those of the tidy copy, not of the file.
            raise ProblemsError(problem(file, found.message) for found in error.problems) from None
    return proven
