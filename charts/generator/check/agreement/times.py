"""Reads the years and months that a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
MONTH = rf"(?:{'|'.join(MONTHS)}|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
YEAR = r"(?:1[89]|20)\d\d(?![\d%]|[.,]\d|s\b)"
# One time, or several that belong together: 2021; March 2022; 2021 to 2024; 2022 and 2023.
_ONE = rf"(?:{MONTH} )?(?:\d{{1,2}},? )?(?<![\d.,$]){YEAR}"
_TIMES = re.compile(
    rf"\b{_ONE}(?:(?: (?:to|through|until|and|or)(?: in)? |\s?[-–/]\s?|, )"
    rf"(?:{_ONE}|\d\d\b(?![\d.,%])))*"
    rf"|(?<=[a-z] ){MONTH}(?!\w| \d)"
)
_YEARS = re.compile(rf"(?<!\d){YEAR}")
_SHORT = re.compile(r"((?:1[89]|20)\d\d)\s?[-–/]\s?(\d\d)\b")
IN_MONTH = re.compile(rf"({MONTH})(?: (?:\d{{1,2}},? )?({YEAR}))?")
_BETWEEN = re.compile(r"\b[Bb]etween (?:the years )?$")


@dataclass(frozen=True)
class Times:
    """A time that a sentence names, or several that belong together."""

    text: str
    start: int
    end: int
    is_between: bool = False  # "between 2018 and 2020": what joins them is "and"

    @property
    def years(self) -> list[str]:
        """Return its years, that of "2014–15" too."""
        found = _YEARS.findall(self.text)
        return found + [f"{a[:2]}{b}" for a, b in _SHORT.findall(self.text)]

    @property
    def months(self) -> list[tuple[int, str]]:
        """Return its months as numbers, with the year of each, or an empty text."""
        return [(month_number(m[1]), m[2] or "") for m in IN_MONTH.finditer(self.text)]

    @property
    def is_range(self) -> bool:
        """Return whether it is one window: from a period to another."""
        joined = re.search(r"\d (?:to|through|until) |\d\s?[-–]\s?\d", self.text)
        return self.is_between or bool(joined)


def times(text: str) -> list[Times]:
    """Return the times that a text names."""
    return [
        Times(m[0], m.start(), m.end(), bool(_BETWEEN.search(text[: m.start()])))
        for m in _TIMES.finditer(text)
    ]


def month_number(name: str) -> int:
    """Return the number of a month by its name, or by its first letters: 3 of "Mar."."""
    return next(i for i, each in enumerate(MONTHS, 1) if each[:3] == name[:3].capitalize())


# "In the first quarter of"
PART_OF_YEAR = r"(?P<n>first|second|third|fourth|last|final) (?P<part>quarter|half) of"


def months_of(part: re.Match[str]) -> range:
    """Return the numbers of the months of a quarter or a half, found by `PART_OF_YEAR`."""
    length = 3 if part["part"].lower() == "quarter" else 6
    place = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(part["n"].lower(), 12 // length)
    return range((place - 1) * length + 1, place * length + 1)
