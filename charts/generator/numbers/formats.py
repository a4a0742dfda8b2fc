"""The few ways to write a number, each with a name.

A number that is not zero is never written as zero: it gets the digits that it needs.

Words and separators come from Babel's locale data, so that another language is another locale.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from charts.generator.base.blanks import is_blank
from charts.generator.base.problems import MistakeError, unknown
from charts.generator.numbers import units

LOCALE = Locale("en", "US")
NO_BREAK = "\u00a0"
MINUS = "\u2212"

# The format of numbers in units that are no amounts of anything.
USUAL = {
    "percent": "percent", units.RATIO: "percent", "year": "year", "years": "count",
    "months": "count", "rank": "rank",
}  # fmt: skip


def usual(unit: str) -> str:
    """Return the format of a unit; empty where the unit's own name follows the number."""
    read = units.read(unit)
    if unit in USUAL or not unit:
        return USUAL.get(unit, "")
    if read.top == ("USD",):
        return "money"
    return "amount" if read.scale != 1 or read.bottom else ""


def noun(unit: str) -> str:
    """Return what follows a number in a unit, as readers say it: "barrels a day"."""
    if unit in USUAL:
        return ""
    read = units.read(unit)
    top = "" if read.top == ("USD",) else " ".join(read.top)
    return " ".join([*filter(None, [top]), *(f"{_article(name)} {name}" for name in read.bottom)])


def _article(name: str) -> str:
    return "an" if name[0] in "aeio" or name.startswith("hour") else "a"


def money(amount: float) -> str:
    """Write dollars as a newspaper does: $3.0 billion, $528 million, 78 cents."""
    size = abs(amount)
    if 0 < size < 0.995:
        cents = _signed(amount * 100, "0")
        return f"{cents}{NO_BREAK}{'cent' if cents.strip(MINUS) == '1' else 'cents'}"
    if round(size) < 1e6:
        return _signed(amount, "$#,##0")
    sign = MINUS if amount < 0 else ""
    return sign + "$" + _worded(size, "0.0")


def percent(share: float) -> str:
    """Write a share of one: 87%, 8.9%, 0.08%, 0.0004%."""
    size = abs(share) * 100
    digits = "#,##0" if size >= 9.95 or size == 0 else "0.0" if size >= 0.95 else "0.00"
    return _signed(share * 100, digits) + "%"


def times(ratio: float) -> str:
    """Write how many times larger: 9.9 times, 240 times."""
    return _signed(ratio, "0.0" if abs(ratio) < 9.95 else "#,##0") + NO_BREAK + "times"


def amount(number: float) -> str:
    """Write an amount in at most three digits: 2,600, 61.7, 3.8 million."""
    size = abs(number)
    if round(size) >= 1e6:
        return (MINUS if number < 0 else "") + _worded(size, "0.#")
    digits = "#,##0" if size >= 99.95 else "0.#" if size >= 9.995 else "0.##"
    return _signed(number, digits)


def count(number: float) -> str:
    """Write a whole number with separators: 1,250."""
    return _signed(number, "#,##0")


def year(number: float) -> str:
    """Write a year without separators: 2024."""
    return _signed(number, "0")


def rank(number: float) -> str:
    """Write a rank: 1st, 26th."""
    suffix = {"one": "st", "two": "nd", "few": "rd"}.get(LOCALE.ordinal_form(number), "th")
    return _signed(number, "#,##0") + suffix


def decimal(number: float) -> str:
    """Write a number in a table: 29,638.3, and small ones with more decimals."""
    return _signed(number, "#,##0.0" if abs(number) >= 1 or number == 0 else "0.0##")


def whole(number: int) -> str:
    """Write a whole number in a table: 29,638."""
    return _signed(number, "#,##0")


def month(text: str) -> str:
    """Write a month that a dataset holds as 2026-08: August 2026; a blank stays what it is."""
    if is_blank(text):
        return text
    return format_date(datetime.date.fromisoformat(f"{text}-01"), "MMMM y", locale=LOCALE)


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence lists them: one, another, and a third."""
    return format_list(names, locale=LOCALE)


def period(text: str) -> str:
    """Write a period that a dataset holds: August 2026, August 31, 2026, or a year as it is."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day(datetime.date.fromisoformat(text))
    return month(text) if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", text) else text


def day(date: datetime.date) -> str:
    """Write a day: November 21, 2026."""
    return format_date(date, "long", locale=LOCALE)


FORMATS: dict[str, Callable[[float], str]] = {
    "money": money,
    "percent": percent,
    "times": times,
    "amount": amount,
    "count": count,
    "year": year,
    "rank": rank,
}


def fitting(unit: str) -> list[str]:
    """Return the formats that a unit can be written in.

    A unit has its own format; ratios are shares or multiples too, and what is counted or measured
    is a count or an amount.

    >>> fitting("USD million"), fitting("percent"), fitting("million tonnes")
    (['money'], ['percent', 'times'], ['amount', 'count'])
    """
    own = usual(unit)
    found = {own}
    if own == "percent" or (not unit and not own):
        found |= {"percent", "times"}
    if own in ("amount", "count", ""):
        found |= {"count", "amount"}
    return sorted(filter(None, found))


def must_fit(name: str, value: float | str, unit: str) -> None:
    """Raise MistakeError if a format does not fit a value: no dollars written as a percentage."""
    if not name:
        return
    if name not in FORMATS:
        raise MistakeError(unknown("format", name, FORMATS))
    if isinstance(value, str):
        raise MistakeError(f'words have no format; leave "{name}" out.')
    if name not in fitting(unit):
        few = " or ".join(fitting(unit))
        raise MistakeError(
            f"a number in {unit or 'no unit'} can't be written as {name}; use {few}."
        )


def write(value: float | str, unit: str, name: str = "") -> str:
    """Write a value in a named format; without a name, in the usual format of its unit.

    Raises:
        MistakeError: if there is no such format.
    """
    if isinstance(value, str):
        return period(value) if unit in ("month", "date") else value
    if name and name not in FORMATS:
        raise MistakeError(unknown("format", name, FORMATS))
    own = usual(unit)
    written = FORMATS[name or own or "amount"](value * units.read(unit).scale)
    follows = noun(unit) if own or not name else ""
    return f"{written}{NO_BREAK}{follows}" if follows else written


def exact(value: float | str, unit: str) -> str:
    """Write a value to its last digit, with separators unless it is a year: 29,638.331711, 2011."""
    if isinstance(value, str):
        return str(value)
    return f"{value:.12g}" if unit == "year" else f"{value:,.12g}"


def stated(number: str, unit: str) -> str:
    """Write a number from another text, with exactly the digits that it gives: $0.5 billion."""
    if not number:
        return ""
    own = usual(unit)
    digits = _signed(float(number), "#,##0.######")
    if own == "money":
        return f"${digits}{NO_BREAK}{unit.removeprefix('USD').strip()}".strip(NO_BREAK)
    if unit == "ratio":
        return f"{digits}{NO_BREAK}times"
    if own == "rank":
        return rank(float(number))
    return f"{digits}%" if own == "percent" else f"{digits}{NO_BREAK}{unit}"


def _worded(size: float, digits: str) -> str:
    """Write a million or more with the word for it; below a hundred of them, with `digits`."""
    power = 10 ** (3 * int(math.log10(size) // 3))
    if round(size / power) >= 1000:
        power *= 1000  # 999.96 million is written as a billion
    power = min(max(power, 10**6), 10**12)  # beyond it there are no words that readers know
    word = str(LOCALE.compact_decimal_formats["long"]["other"][str(power)].pattern)
    number = _signed(size / power, "#,##0" if size / power >= 99.95 else digits)
    return word.replace("0", number).replace(" ", NO_BREAK)


@lru_cache(maxsize=2**16)  # a site shows the same numbers in texts, tables and receipts
def _signed(number: float, pattern: str) -> str:
    """Write a number in a pattern of Babel, or in two digits if the pattern has none for it."""
    step = 10.0 ** -len(pattern.partition(".")[2])
    if 0 < abs(number) < 0.95 * step:
        pattern = "@#"
    text = str(format_decimal(number, pattern, locale=LOCALE))
    # What rounds to zero has no sign.
    return text.replace("-", MINUS if re.search("[1-9]", text) else "")
