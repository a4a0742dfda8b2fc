"""What a person says of a file that is taken in, and what the file leaves in doubt.

A file is never mended in silence. What can be read in more than one way, or would have to change,
is a doubt: one sentence for one cause, with the option that settles it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from slugify import slugify

from charts.generator.base import called
from charts.generator.base.problems import Problem, ProblemsError, problem

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True)
class Said:
    """What a person says of a file; each is an option of `charts new dataset`.

    Columns are named as they will be called.
    """

    texts: tuple[str, ...] = ()  # columns that are text although they look like numbers
    numbers: tuple[str, ...] = ()  # columns of numbers as people write them
    empty: tuple[str, ...] = ()  # what stands for nothing in columns of numbers and dates
    key: tuple[str, ...] = ()  # the columns that identify a row
    dropped: tuple[str, ...] = ()  # columns to leave out
    names: Mapping[str, str] = field(default_factory=dict)  # other names, by name or number
    order: str = ""  # of dates: day-first or month-first
    decimal: str = ""  # "comma" or "point"
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    first: int = 0  # the line with the names of the columns
    heads: int = 0  # how many lines hold the names of the columns
    unnamed: bool = False  # whether the first line is a row, and no column has a name
    last: int = 0  # the last line of the table
    years: str = ""  # what columns named after years hold, if each year is to be a row
    period: tuple[str, ...] = ()  # columns that together say when, the year first
    numbered: str = ""  # a column that numbers the rows, if nothing tells them apart
    fills: Mapping[str, str] = field(default_factory=dict)  # words for empty cells, by column
    down: tuple[str, ...] = ()  # columns whose empty cells repeat the label above
    pad: bool = False  # whether rows may end before the last column
    joined: str = ""  # the column whose texts hold the delimiter

    @property
    def options(self) -> list[str]:
        """Return it as a person types it."""
        several = {"text": self.texts, "number": self.numbers, "empty": self.empty,
                   "drop": self.dropped, "down": self.down}  # fmt: skip
        found = [option(name, value) for name, values in several.items() for value in values]
        found += [option("name", f"{old}={new}") for old, new in self.names.items()]
        found += [option("fill", f"{column}={word}") for column, word in self.fills.items()]
        found += ["--pad"] * self.pad + ["--unnamed"] * self.unnamed
        one = {"key": ",".join(self.key), "dates": self.order, "decimal": self.decimal,
               "encoding": self.encoding, "delimiter": self.delimiter, "sheet": self.sheet,
               "first": str(self.first or ""), "heads": str(self.heads or ""),
               "last": str(self.last or ""), "years": self.years, "period": ",".join(self.period),
               "numbered": self.numbered, "join": self.joined}  # fmt: skip
        return [*found, *(option(name, value) for name, value in one.items() if value)]


class DoubtsError(ProblemsError):
    """What a file leaves in doubt, the options that settle it, and those that need a choice."""

    def __init__(self, problems: list[Problem], options: list[str], choices: list[str]) -> None:
        super().__init__(problems)
        self.options = list(dict.fromkeys(options))
        self.choices = list(dict.fromkeys(choices))


class Doubts:
    """Collects what is in doubt, to say all of it at once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.names_line = 1  # the line with the names of the columns
        self.semicolons = False  # whether they divide cells, as where a comma divides decimals
        self._problems: list[Problem] = []
        self._options: list[str] = []
        self._choices: list[str] = []
        self._empty: dict[str, tuple[str, int, int, dict[str, None]]] = {}

    def add(self, message: str, line: int = 0, option: str = "", choice: str = "") -> None:
        """Add a doubt.

        The option is one that settles it as the file suggests, if any does. A choice is an option
        whose value a person has to choose.
        """
        self._problems.append(problem(self.file, message, line))
        self._options += filter(None, [option])
        self._choices += filter(None, [choice])

    def empty(self, word: str, column: str, line: int, cells: int, kind: str) -> None:
        """Add that a word in a column of numbers or dates may stand for nothing.

        The same word in several columns is one doubt.
        """
        _, first, count, columns = self._empty.get(word, ("", line, 0, {}))
        self._empty[word] = kind, min(line, first), count + cells, columns | {column: None}

    def settle(self) -> None:
        """Raise DoubtsError if there is any doubt."""
        for word, (kind, line, cells, columns) in self._empty.items():
            said = option("empty", word)
            few = list(columns)
            where = f"columns {', '.join(few[:4])}" if len(few) > 1 else f'column "{few[0]}"'
            where += f" and {len(few) - 4} more" if few[4:] else ""
            text = "" if few[1:] else f", and if the column is text, {option('text', few[0])}"
            self.add(
                f"among {kind}, {counted(cells, 'cell')} of {where} "
                f"{'says' if cells == 1 else 'say'} {shown(word)}; if that means no value, {said} "
                f"leaves {'it' if cells == 1 else 'them'} empty{text}.",
                line,
                said,
            )
        self._empty.clear()
        if self._problems:
            raise DoubtsError(self._problems, self._options, self._choices)


def slug(text: str, joint: str) -> str:
    """Return the words of a text, in any script, in lower-case letters a to z and digits, joined.

    >>> slug("Tonnes (métriques)", "_"), slug("Страна или район", "_")
    ('tonnes_metriques', 'strana_ili_raion')
    """
    return str(slugify(text, separator=joint))


def option(name: str, value: str) -> str:
    """Return an option as a person types it in a terminal.

    >>> option("empty", "n/a"), option("empty", "no data"), option("empty", "-")
    ('--empty n/a', "--empty 'no data'", '--empty=-')
    """
    written = shlex.quote(value)
    return f"--{name}={written}" if value.startswith("-") else f"--{name} {written}"


def command(name: str, file: Path, options: Iterable[str]) -> str:
    """Return the command that takes a file in, as a person types it."""
    words = [called.command(), "new dataset", name, shlex.quote(str(file))]
    return " ".join([*words, *dict.fromkeys(options)])


def counted(number: int, thing: str) -> str:
    """Return a number of things: 1 row, 12 rows.

    >>> counted(1, "row"), counted(12_000, "row")
    ('1 row', '12,000 rows')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def shown(text: str, most: int = 40) -> str:
    """Return a text from a file between quotation marks, in one line and not too long."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= most else line[: most - 1] + "…"}"'
