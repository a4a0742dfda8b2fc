"""Reads years, quarters, months, weeks and days in the forms in which files write them.

Each has one form in which texts sort in time, whatever the file's: 2020, 2020-Q1, 2020-01,
2020-W05, 2020-01-22, and 2009/10 for a season, which 2009-10 would make a month. A year of two
digits is one from 1969 to 2068, as in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"

# How long the periods of a form are, as ISO 8601 writes it.
LENGTHS = {"year": "P1Y", "quarter": "P3M", "month": "P1M", "week": "P7D", "day": "P1D"}

# The languages whose names of months are known. A name that means two months is left out.
_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv", "tr", "uk")

_YEAR = r"(?P<year>\d{4})"
_SHORT = r"(?P<year>\d{4}|\d\d)"
_NAME = r"(?P<name>[^\W\d_]{3,}|[^\W\d_]+(?=\.))\.?"
_QUARTER = "(?P<quarter>[1-4])"
_CLOCK = r"(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?"  # midnight says no more than the day

_PATTERNS = {
    "year": (_YEAR,),
    "quarter": (
        rf"{_YEAR}[- /]?Q{_QUARTER}",
        rf"{_YEAR}[- /]?{_QUARTER}Q",
        rf"Q{_QUARTER}[- /]?{_YEAR}",
        rf"{_QUARTER}Q[- /]?{_YEAR}",
    ),
    "month": (
        rf"{_YEAR}[-/](?P<month>\d{{1,2}})",
        rf"{_YEAR}M(?P<month>\d{{1,2}})",
        rf"(?P<month>\d{{1,2}})[-/]{_YEAR}",
        rf"{_NAME}(?:[- ,/]|, ){_SHORT}",
        rf"{_YEAR}[- ]{_NAME}",
    ),
    "week": (rf"{_YEAR}-?W(?P<week>\d{{1,2}})",),
    "day": (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d){_CLOCK}",
        rf"{_YEAR}(?P<sign>[/.])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})",
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_SHORT}",
        rf"(?P<one>\d{{1,2}})(?P<sign>[-/])(?P<two>\d{{1,2}})(?P=sign){_SHORT}{_CLOCK}",
        rf"(?P<day>\d{{1,2}})\.?[- ]{_NAME}[- ,]{{1,2}}{_SHORT}",
        rf"{_NAME}[- ](?P<day>\d{{1,2}}),? {_SHORT}",
    ),
    "month of a year": (_NAME,),
}
_FORMS = {form: [re.compile(each) for each in ways] for form, ways in _PATTERNS.items()}
_SEASON = re.compile(r"(?P<year>\d{4})[-/–](?P<next>\d\d|\d{4})")


@dataclass(frozen=True)
class Periods:
    """What some texts are read as: their form, and each text as it sorts in time.

    `swappable` says that each could also be read with day and month exchanged.
    """

    form: str
    texts: dict[str, str]
    swappable: bool = False


def read(texts: Iterable[str], order: str = "") -> Periods | None:
    """Read texts that all have one form; None if they have none, or no date is meant.

    Args:
        texts: what a column says.
        order: "day-first" or "month-first", for dates such as 1/2/2020. Left out, it is read off
            the dates that can be read in one way only.
    """
    return _read(tuple(dict.fromkeys(texts)), order)


@lru_cache(maxsize=256)
def _read(texts: tuple[str, ...], order: str) -> Periods | None:
    if not texts:
        return None
    if seasons := _seasons(texts):
        return seasons
    for form, patterns in _FORMS.items():
        for pattern in patterns:
            if not pattern.fullmatch(texts[0]):
                continue
            found = [pattern.fullmatch(text) for text in texts]
            parts = [each.groupdict() for each in found if each]
            if len(parts) < len(texts):
                continue
            swappable = False
            if "one" in parts[0]:
                orders = [order] if order else [DAY_FIRST, MONTH_FIRST]
                fitting = [each for each in orders if _sorted(form, parts, each)]
                swappable = len(fitting) > 1 and any(p["one"] != p["two"] for p in parts)
                order = fitting[0] if fitting else order
            if sortable := _sorted(form, parts, order):
                return Periods(form, dict(zip(texts, sortable, strict=True)), swappable)
    return None


def _seasons(texts: Sequence[str]) -> Periods | None:
    """Read 2009-10, 2010-11: years that end in the next. One alone may be a month."""
    found = [_SEASON.fullmatch(text) for text in texts]
    parts = [(each["year"], each["next"]) for each in found if each]
    if len(parts) < len(texts) or (len(parts) == 1 and len(parts[0][1]) == 2 and "-" in texts[0]):
        return None
    if any((int(year) + 1) % 10 ** len(later) != int(later) for year, later in parts):
        return None
    meant = [f"{year}/{later}" if len(later) == 2 else f"{year}-{later}" for year, later in parts]
    return Periods("season", dict(zip(texts, meant, strict=True)))


def _sorted(form: str, parts: list[dict[str, str]], order: str) -> list[str]:
    """Return texts that sort in time; nothing if one of the parts is no date."""
    try:
        return [_one(form, part, order) for part in parts]
    except (ValueError, KeyError):
        return []


def _one(form: str, part: dict[str, str], order: str) -> str:
    said = {name: text for name, text in part.items() if text is not None}
    month = _names()[said["name"].lower()] if "name" in said else int(said.get("month", 1))
    if form == "month of a year":
        return f"{month:02d}"
    year = int(said["year"])
    if len(said["year"]) == 2:
        year += 2000 if year < 69 else 1900
    day = int(said.get("day", 1))
    if "one" in said:
        day, month = int(said["one"]), int(said["two"])
        if order == MONTH_FIRST:
            day, month = month, day
    if form == "week":
        week = int(said["week"])
        date.fromisocalendar(year, week, 1)
        return f"{year:04d}-W{week:02d}"
    whole = date(year, month, day)
    if form == "quarter":
        return f"{year:04d}-Q{said['quarter']}"
    return whole.isoformat()[: {"year": 4, "month": 7, "day": 10}[form]]


def form_of(texts: Iterable[str]) -> str:
    """Return the form of texts that are written as they sort in time; empty if they are not."""
    found = read(filter(None, texts))
    return found.form if found and all(k == v for k, v in found.texts.items()) else ""


def begin(text: str, form: str) -> date:
    """Return the first day of a period that is written as it sorts in time.

    Raises:
        ValueError: if it is none of the calendar, such as a season.
    """
    year = int(text[:4])
    if form == "week":
        return date.fromisocalendar(year, int(text[6:]), 1)
    if form == "quarter":
        return date(year, int(text[6:]) * 3 - 2, 1)
    if form not in LENGTHS:
        raise ValueError(f"{text} is no period of the calendar")
    return date.fromisoformat(f"{text}-01-01"[:10])


def named(day: date, form: str) -> str:
    """Return the period of a form that a day is in."""
    if form == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if form == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[form]]


@cache
def _names() -> dict[str, int]:
    """Return the number of each month by its names, short and long, in lower case."""
    from babel import Locale

    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        months = Locale(language).months
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[use][width].items():
                    found.setdefault(str(name).rstrip(".").lower(), set()).add(number)
    found["sept"] = {9}
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}
