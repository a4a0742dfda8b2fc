"""Types the columns of a file by what their cells say: numbers, days, months, or text.

A cell changes only in form, and only as a person accepts: 1,234 is written 1234, and 1/22/20 is
written 2020-01-22, which its day tells apart from its month.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from charts.generator.base.clock import today
from charts.generator.data import periods
from charts.generator.data.intake import Doubts, Said, counted, option, shown
from charts.generator.data.validation import EXACT

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
_NUMBER = re.compile(r"-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_CODE = re.compile(r"0\d+")  # 007
_POWER_OR_CODE = re.compile(r"\d+[eE]\d+")  # 1E5

# How people write numbers: signs before and after, and what divides digits into groups of three.
_SIGNED = re.compile(
    r"(?P<open>\()?(?P<minus>[-−–+]?)\s?(?P<sign>[^\W\d]{0,3}\W?)\s?(?P<minus2>[-−–]?)"
    r"(?P<digits>\d[\d.,'’\s]*|[.,]\d+)\s?(?P<end>%|[^\w\s.,)]?)(?P<close>\))?"
)
_GROUPED = {
    "point": re.compile(r"(?:\d{1,3}(?:([,'’\s])\d{3})(?:\1\d{3})*|\d+)?(?:\.\d+)?"),
    "comma": re.compile(r"(?:\d{1,3}(?:([.'’\s])\d{3})(?:\1\d{3})*|\d+)?(?:,\d+)?"),
}
_MARKS = 5  # how many words in a column can stand for nothing

_PERIOD_TYPES = {"day": "date", "month": "yearmonth"}


@dataclass(frozen=True)
class Typed:
    """The type of a column and its cells in that type; `form` is that of its periods.

    `told` says how cells were changed, `unit` what their signs were, and `gone` has the words for
    nothing that became empty cells.
    """

    type: str
    cells: list[str]
    form: str = ""
    unit: str = ""
    told: str = ""
    gone: tuple[str, ...] = ()


def typed(
    name: str, cells: Sequence[str], lines: Sequence[int], said: Said, doubts: Doubts
) -> Typed:
    """Return a column with its type; what is not clear becomes a doubt.

    Args:
        name: the name of the column.
        cells: what the file says.
        lines: the line of each cell.
        said: what a person said of the file.
        doubts: where to add what is in doubt.
    """
    column = _Column(name, list(cells), list(lines), said, doubts)
    return column.text() if name in said.texts else column.typed()


class _Column:
    def __init__(
        self, name: str, cells: list[str], lines: list[int], said: Said, doubts: Doubts
    ) -> None:
        self.name, self.cells, self.lines, self.said, self.doubts = name, cells, lines, said, doubts
        self.counts = Counter(cell for cell in cells if cell)
        self.values = [cell for cell in self.counts if cell not in said.empty]

    def text(self, told: str = "") -> Typed:
        return Typed("string", self.cells, told=told)

    def typed(self) -> Typed:
        values = self.values
        if not values:
            if not self.counts:
                drop = option("drop", self.name)
                self.doubt(f"is empty; {drop} leaves it out.", self.doubts.names_line, drop)
            return self.text()
        if any(map(_CODE.fullmatch, values)):
            return self.dates(self.compact()) or self.text()
        return (
            self.dates(self.compact())
            or self.plain_numbers()
            or self.dates(periods.read(values, self.said.order))
            or self.other_numbers()
            or self.text()
        )

    # Numbers

    def plain_numbers(self) -> Typed | None:
        """Return the column if every cell is a number as computers write it."""
        values = self.values
        if self.said.decimal == "comma" or not all(map(_NUMBER.fullmatch, values)):
            return None
        powers = [value for value in values if _POWER_OR_CODE.fullmatch(value)]
        if powers and self.name not in self.said.numbers:
            text, number = option("text", self.name), option("number", self.name)
            self.doubt(
                f"holds {shown(powers[0])}, which can be a code or the number "
                f"{float(powers[0]):,.12g}; say {text} or {number}.",
                self.line(powers[0]),
            )
            return self.text()
        if self.ambiguous_point():
            return self.text()
        whole = all(map(_INTEGER.fullmatch, values))
        if whole and any(abs(int(value)) > EXACT for value in values):
            return self.text(
                f'Column "{self.name}" is text, because its numbers have more digits than a '
                "computer's numbers hold."
            )
        return self.emptied("integer" if whole else "number", {})

    def ambiguous_point(self) -> bool:
        """Return whether 1.234 may be a thousand, and add the doubt: where all are like it."""
        if self.said.decimal or self.name in self.said.numbers or not self.doubts.semicolons:
            return False
        points = [value for value in self.values if not _INTEGER.fullmatch(value)]
        if not points or not all(re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", p) for p in points):
            return False
        self.doubt(
            f"holds {shown(points[0])}, where the point can divide thousands or decimals; say "
            "--decimal comma for thousands, or --decimal point.",
            self.line(points[0]),
            choice="--decimal",
        )
        return True

    def other_numbers(self) -> Typed | None:
        """Return the column if most cells are numbers in any form."""
        decimal = self.said.decimal or self.decimal()
        read = {value: found for value in self.values if (found := _read(value, decimal))}
        accepted = self.name in self.said.numbers
        mine = sum(self.counts[value] for value in read)
        everything = sum(self.counts[value] for value in self.values)
        if not accepted and 2 * mine <= everything:
            return None
        others = [value for value in self.values if value not in read]
        if others:
            self.strangers(others, "numbers")
        if fault := _mixed(read.values()):
            self.doubt(f"{fault}; write them alike in the file, or say "
                       f"{option('text', self.name)}.", self.line(next(iter(read))))  # fmt: skip
            return self.text()
        changed = {value: found.number for value, found in read.items() if found.number != value}
        if changed and decimal == "comma" and not self.said.decimal:
            value, number = next(iter(changed.items()))
            self.doubt(
                f"holds numbers with a decimal comma, such as {shown(value)}; --decimal comma "
                f"writes that {number}.",
                self.line(value),
                "--decimal comma",
            )
            return self.text()
        signs = any(found.sign for found in read.values())
        if changed and not accepted and (signs or not self.said.decimal):
            value, number = next(iter(changed.items()))
            said = option("number", self.name)
            unit = next((f" {found.unit}" for found in read.values() if found.unit), "")
            self.doubt(
                f"holds numbers as people write them, such as {shown(value)}; {said} writes that "
                f"{number}{unit}.",
                self.line(value),
                said,
            )
            return self.text()
        if others:
            return self.text()
        whole = all(_INTEGER.fullmatch(found.number) for found in read.values())
        if whole and any(abs(int(found.number)) > EXACT for found in read.values()):
            return self.text()
        unit = next((found.unit for found in read.values() if found.unit), "")
        return self.emptied("integer" if whole else "number", changed, unit=unit)

    def decimal(self) -> str:
        """Return which sign is before decimals: a comma, if many numbers can have no other.

        A few among others, in a file whose cells are divided by commas, are lists of numbers.
        """
        only = [v for v in self.values if _read(v, "comma") and not _read(v, "point")]
        if only and (self.doubts.semicolons or 2 * len(only) >= len(self.values)):
            return "comma"
        return "point"

    # Dates

    def compact(self) -> periods.Periods | None:
        """Read 20200131 and 202001, which are numbers unless the column's name says otherwise."""
        if not re.search(r"(?:^|_)(?:date|day|month|period|yearmonth|yyyymm(?:dd)?)$", self.name):
            return None
        forms = {8: r"(\d{4})(\d\d)(\d\d)", 6: r"(\d{4})(\d\d)"}
        (length, *more) = {len(value) for value in self.values}
        if more or length not in forms or not all(map(str.isdecimal, self.values)):
            return None
        dashed = {v: "-".join(re.fullmatch(forms[length], v).groups()) for v in self.values}  # type: ignore[union-attr]
        if found := periods.read(dashed.values()):
            return periods.Periods(found.form, {v: found.texts[d] for v, d in dashed.items()})
        return None

    def dates(self, read: periods.Periods | None) -> Typed | None:
        """Return the column if its cells are periods, all of one form."""
        if read is None:
            return self.partly_dates()
        if read.swappable and not self.said.order:
            value = next(text for text in read.texts if len(set(re.findall(r"\d+", text))) > 1)
            self.doubt(
                f"holds dates such as {shown(value)}, whose day and month can be swapped; say "
                "--dates day-first or --dates month-first.",
                self.line(value),
                choice="--dates",
            )
            return self.text()
        if read.form == "year" or read.form == "month of a year":
            return None if read.form == "year" else Typed("string", self.cells, form=read.form)
        future = [
            text
            for text, meant in read.texts.items()
            if meant[:4] not in text and int(meant[:4]) > today().year
        ]
        if future:
            self.doubt(
                f"holds {shown(future[0])}, whose year can be of this century or the last; write "
                "years with four digits in the file.",
                self.line(future[0]),
            )
            return self.text()
        changed = {text: meant for text, meant in read.texts.items() if text != meant}
        return self.emptied(_PERIOD_TYPES.get(read.form, "string"), changed, form=read.form)

    def partly_dates(self) -> Typed | None:
        """Add a doubt if all cells but some words are dates."""
        numeric = [value for value in self.values if re.search(r"\d", value)]
        words = [value for value in self.values if not re.search(r"\d", value)]
        if not words or len(words) > _MARKS or 2 * len(words) > len(self.values):
            return None
        read = periods.read(numeric, self.said.order)
        if read is None or read.form == "year":
            return None
        self.strangers(words, "dates")
        return self.text()

    # Both

    def strangers(self, others: list[str], kind: str) -> None:
        """Add a doubt about cells that are not like most of their column."""
        cells = sum(self.counts[value] for value in others)
        first = min(others, key=self.line)
        text = option("text", self.name)
        words = [value for value in others if not re.search(r"\d", value)]
        if len(words) == len(others) and len(words) <= _MARKS:
            for word in words:
                self.doubts.empty(word, self.name, self.line(word), self.counts[word], kind)
            return
        such = f"{counted(cells, 'cell')} such as {shown(first)}" if cells > 1 else shown(first)
        self.doubt(
            f"holds {kind}, and {such}; if it is text, {text} says so, and if not, mend the cells.",
            self.line(first),
            text,
        )

    def emptied(
        self, kind: str, changed: Mapping[str, str], form: str = "", unit: str = ""
    ) -> Typed:
        """Return the column with cells in a new form, and without words that stand for nothing."""
        gone = tuple(word for word in self.said.empty if word in self.counts)
        told = ""
        if changed:
            value, meant = next(iter(changed.items()))
            meant += f" {unit}" if unit else ""
            told = f'In column "{self.name}", {shown(value)} is written {meant}.'
        cells = ["" if cell in gone else changed.get(cell, cell) for cell in self.cells]
        return Typed(kind, cells, form, unit, told, gone)

    def doubt(self, message: str, line: int, settled: str = "", choice: str = "") -> None:
        self.doubts.add(f'column "{self.name}" {message}', line, settled, choice)

    def line(self, value: str) -> int:
        return self._first[value]

    @cached_property
    def _first(self) -> dict[str, int]:
        """Return the line in which each cell stands first."""
        return dict(zip(reversed(self.cells), reversed(self.lines), strict=True))


@dataclass(frozen=True)
class _Read:
    """A number as a person writes it: its digits for a computer, and the signs around it."""

    number: str
    sign: str
    unit: str


def _read(text: str, decimal: str) -> _Read | None:
    """Read a number with signs and separators; None if it is none."""
    found = _SIGNED.fullmatch(text)
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    digits = re.sub(r"\s", " ", found["digits"].strip())
    if not _GROUPED[decimal].fullmatch(digits):
        return _plain(text) if decimal == "point" else None
    money, percent = found["sign"].strip(), found["end"]
    if money and not _is_money(money):
        return None
    if percent and percent != "%" and not _is_money(percent):
        return None
    minus = "-" in "".join(
        "-" if found[part] and found[part] in "-−–" else "" for part in ("minus", "minus2")
    )
    point = "," if decimal == "comma" else "."
    whole, mark, rest = digits.partition(point)
    if _CODE.fullmatch(whole):
        return None
    number = re.sub(r"\D", "", whole) + ("." if mark else "") + rest
    negative = minus or bool(found["open"])
    sign = money or percent
    return _Read(f"{'-' if negative else ''}{number}", sign, "percent" if percent == "%" else "")


def _plain(text: str) -> _Read | None:
    return _Read(text, "", "") if _NUMBER.fullmatch(text) else None


def _is_money(sign: str) -> bool:
    """Return whether a sign is that of a currency: $, US$, €."""
    return any(unicodedata.category(each) == "Sc" for each in sign) or sign in ("USD", "EUR", "GBP")


def _mixed(read: object) -> str:
    """Say what is wrong with numbers some of which have another sign."""
    found = list(read)  # type: ignore[call-overload]
    signs = Counter(each.sign for each in found)
    if 0 < signs["%"] < len(found):
        return 'holds numbers with "%" and without it'
    money = [sign for sign in signs if sign and sign != "%"]
    return f"holds two currencies, {money[0]} and {money[1]}" if len(money) > 1 else ""
