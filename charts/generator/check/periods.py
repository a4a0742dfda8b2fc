"""Finds the periods that people type in a sentence: years, months, quarters, "last year"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join([*MONTHS, *(rf"{name[:3]}\." for name in MONTHS), r"Sept\."])
_QUARTERS = ("first", "second", "third", "fourth")
_YEAR = r"(?:19|20)\d\d"

# A day dates an event, and no number of a year or month; it comes first so that it hides both.
_TYPED = re.compile(
    rf"(?P<day>\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})(?:,?\s+{_YEAR}\b)?"
    rf"|\b(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR}\b)?|\b{_YEAR}-\d\d-\d\d\b)"
    rf"|\bQ(?P<q1>[1-4])\s+(?:of\s+)?(?P<qy1>{_YEAR})\b|\b(?P<qy2>{_YEAR})[\s-]?Q(?P<q2>[1-4])\b"
    rf"|\b(?P<q3>{'|'.join(_QUARTERS)})\s+quarter\s+of\s+(?P<qy3>{_YEAR})\b"
    rf"|\b(?P<month>{_MONTH})(?:\s+of)?,?\s+(?P<my>{_YEAR})\b|\b(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2]))\b"
    rf"|\b(?i:an?|one|the)\s+year\s+(?P<way>after|before)\s+(?P<near>{_YEAR})\b"
    rf"|(?<![\d.,$€£-])\b(?P<year>{_YEAR})\b(?![.,]\d|\s?%|-\d\d-)"
    r"|\b(?i:in|during|by|since|until|through|of|from|to|for|this|last)\s+"
    rf"(?P<only>{'|'.join(MONTHS)})\b(?!\s+\d)"
    r"|(?<!\bthe\s)(?<!\bThe\s)\b(?P<told>(?i:last|this)\s+(?:year|month|quarter))\b(?!\s*[’'])"
)


@dataclass(frozen=True)
class Typed:
    """A period that somebody typed, its place, and the beginnings that its cells' periods have.

    "March 2024" begins with 2024-03, a quarter with one of three months. A month without its year
    has `month`; "last year" has neither, because only the day of reading says which it is.
    """

    text: str
    start: int
    end: int
    begins: tuple[str, ...] = ()
    month: str = ""

    @property
    def is_relative(self) -> bool:
        """Return whether it depends on the day on which it is read."""
        return not self.begins and not self.month

    def fits(self, periods: Collection[str]) -> bool:
        """Return whether it is, or is part of, one of the periods of cells."""
        if self.month:
            finer = [period[5:7] for period in periods if period[4:5] == "-"]
            return not finer or self.month in finer
        return any(
            period.startswith(begin) or begin.startswith(period)
            for period in periods
            for begin in self.begins
        )


def find(text: str) -> Iterator[Typed]:
    """Return the periods typed in a text, in their order; the days of events are left out.

    >>> [typed.begins for typed in find("From March 2021 to 2024, on 8 May 2024")]
    [('2021-03',), ('2024',)]
    """
    for match in _TYPED.finditer(text):
        found = {name: part for name, part in match.groupdict().items() if part}
        if "day" in found:
            continue
        begins: tuple[str, ...] = ()
        month, start = "", match.start()
        quarter = found.get("q1") or found.get("q2") or found.get("q3")
        if quarter:
            year = found.get("qy1") or found.get("qy2") or found["qy3"]
            number = int(quarter) if quarter.isdigit() else _QUARTERS.index(quarter) + 1
            begins = tuple(f"{year}-{3 * number - back:02d}" for back in (2, 1, 0))
        elif "month" in found:
            begins = (f"{found['my']}-{_number(found['month'])}",)
        elif "iso" in found or "year" in found:
            begins = (found.get("iso") or found["year"],)
        elif "near" in found:
            begins = (str(int(found["near"]) + (1 if found["way"] == "after" else -1)),)
        elif "only" in found:
            month, start = _number(found["only"]), match.start("only")
        yield Typed(text[start : match.end()], start, match.end(), begins, month)


def _number(name: str) -> str:
    """Return the two digits of a month by its name."""
    return f"{next(i for i, month in enumerate(MONTHS, 1) if month[:3] == name[:3]):02d}"
