"""Repairs of a table that a person asks for: labels in empty cells, one column that says when.

Each leaves what the file says where it says something, and is told of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from charts.generator.base.problems import MistakeError, Problem, ProblemsError, problem
from charts.generator.data import periods
from charts.generator.data.intake import Said, counted, shown
from charts.generator.data.sheets import Row

# What the column is called that says when, by how long its periods are.
_NAMES = {"day": "date", "month": "month", "quarter": "quarter", "week": "week"}

WHEN = tuple(_NAMES)  # the forms of periods that one column says

_YEAR = re.compile(r"(?:18|19|20)\d\d")
# Names that say what a number is; that of a count, such as "months", does not.
_MONTH = re.compile(r"mon|mm|month(?:_?(?:name|no|num|number))?")
_DAY = re.compile(r"dd|m?day(?:_?(?:no|num|number|of_month))?")
_SHORT = {"quarter": r"(?i)q(?:uarter|tr|uartal)?|trimest\w+|kvartal", "week": r"(?i)week|wk|woche"}


@dataclass(frozen=True)
class Named:
    """Rows below the names that their columns will have, and below those of the file."""

    names: list[str]
    heads: list[str]
    rows: list[Row]
    told: list[str]

    def cells(self, name: str) -> list[str]:
        """Return a column."""
        i = self.names.index(name)
        return [cells[i] for _, cells in self.rows]

    def with_cells(self, name: str, cells: Sequence[str], told: str) -> Named:
        """Return it with other cells in a column."""
        i = self.names.index(name)
        rows = [
            (line, [*row[:i], cell, *row[i + 1 :]])
            for (line, row), cell in zip(self.rows, cells, strict=True)
        ]
        return replace(self, rows=rows, told=[*self.told, told])


def repaired(table: Named, file: Path, said: Said) -> Named:
    """Return a table as a person wants it to be repaired.

    Raises:
        MistakeError: if a new column would have the name of another.
        ProblemsError: if cells that are to say when don't, by line.
    """
    for name in said.down:
        cells = table.cells(name)
        told = f'In column "{name}", an empty cell repeats the label above it.'
        table = table.with_cells(name, repeated(cells), told)
    for name, word in said.fills.items():
        cells = [cell or word for cell in table.cells(name)]
        empty = table.cells(name).count("")
        told = f'In column "{name}", {shown(word)} is written into {counted(empty, "empty cell")}.'
        table = table.with_cells(name, cells, told)
    if said.period:
        table = _with_period(table, file, said.period)
    if said.numbered:
        _must_be_free(said.numbered, table.names)
        told = f'Column "{said.numbered}" numbers the rows in the order of the file.'
        table = Named(
            [said.numbered, *table.names],
            [said.numbered, *table.heads],
            [(line, [str(n), *cells]) for n, (line, cells) in enumerate(table.rows, 1)],
            [*table.told, told],
        )
    return table


def repeated(cells: Sequence[str]) -> list[str]:
    """Return cells of which the empty ones say what the last one above them says.

    >>> repeated(["a", "", "b", ""])
    ['a', 'a', 'b', 'b']
    """
    found: list[str] = []
    for cell in cells:
        found.append(cell or (found[-1] if found else ""))
    return found


def together(columns: Mapping[str, Sequence[str]]) -> tuple[str, list[str]] | None:
    """Return what a column is called that says what a year and a month say, and its cells.

    None if they say nothing of the calendar.
    """
    rows = list(zip(*columns.values(), strict=True))
    for form in _forms(list(columns)):
        texts = [form.format(*row) for row in rows]
        found = periods.read(texts)
        if found and found.form in _NAMES:
            return _NAMES[found.form], [found.texts[text] for text in texts]
    return None


def in_parts(columns: Mapping[str, Sequence[str]]) -> list[str]:
    """Return which columns are the parts of a period, the year first; nothing if none are.

    A number from 1 to 12 can be anything, so that their names must say what they are.
    """
    years = [n for n, cells in columns.items() if cells and all(map(_YEAR.fullmatch, cells))]
    months = [name for name in columns if _MONTH.fullmatch(name)]
    days = [name for name in columns if _DAY.fullmatch(name)]
    shorter = [n for n in columns if any(re.fullmatch(word, n) for word in _SHORT.values())]
    if len(years) != 1:
        return []
    for parts in [*([month, day] for month in months for day in days), *([n] for n in months),
                  *([n] for n in shorter)]:  # fmt: skip
        named = [*years, *parts]
        if together({name: columns[name] for name in named}):
            return named
    return []


def _forms(names: list[str]) -> list[str]:
    """Return how the cells of a row are written together, by the names of the columns."""
    if len(names) == 3:
        return ["{0}/{1}/{2}", "{2} {1} {0}"]
    if len(names) != 2:
        return []
    for form, word in _SHORT.items():
        if re.fullmatch(word, names[1]):
            return ["{0}Q{1}", "{0} {1}"] if form == "quarter" else ["{0}W{1}", "{0}{1}"]
    return ["{0}M{1}", "{1} {0}"]


def _with_period(table: Named, file: Path, parts: Sequence[str]) -> Named:
    """Return a table in which one column takes the place of those that say when together."""
    columns = {name: table.cells(name) for name in parts}
    found = together(columns)
    if found is None:
        raise ProblemsError([_no_period(table, file, columns)])
    name, cells = found
    kept = [i for i, other in enumerate(table.names) if other not in parts]
    _must_be_free(name, [table.names[i] for i in kept])
    told = f'Column "{name}" says what {" and ".join(parts)} say in the file.'
    return Named(
        [name, *(table.names[i] for i in kept)],
        [name, *(table.heads[i] for i in kept)],
        [
            (line, [cell, *(row[i] for i in kept)])
            for (line, row), cell in zip(table.rows, cells, strict=True)
        ],
        [*table.told, told],
    )


def _no_period(table: Named, file: Path, columns: Mapping[str, Sequence[str]]) -> Problem:
    """Say which row has no period in columns that should say one."""
    what = "which together are no month, quarter, week or day"
    end = "mend such rows in the file, or keep the columns as they are."
    for (line, _), *row in zip(table.rows, *columns.values(), strict=True):
        if together({name: [cell] for name, cell in zip(columns, row, strict=True)}) is None:
            said = ", ".join(f"{n} is {shown(c)}" for n, c in zip(columns, row, strict=True))
            return problem(file, f"{said}, {what}; name the year first, and {end}", line)
    return problem(file, f"{', '.join(columns)} are not written alike in all rows; {end}")


def _must_be_free(name: str, names: Sequence[str]) -> None:
    if name in names:
        raise MistakeError(
            f'there is already a column "{name}"; give it another name, as in --name {name}=other, '
            f"or leave it out: --drop {name}."
        )
