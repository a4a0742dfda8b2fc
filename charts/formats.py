"""The few ways in which a number is written, each with a name.

Words and separators come from Babel's locale data, so that another language is another locale.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from pandas import Timestamp

from charts.problems import MistakeError, unknown

LOCALE = Locale("en", "US")
NO_BREAK = "\u00a0"
MINUS = "\u2212"

# Units that schemas use, each with its size in the unit that a reader would say, and its format.
UNITS: dict[str, tuple[float, str]] = {
    "USD": (1, "money"),
    "USD million": (1e6, "money"),
    "USD billion": (1e9, "money"),
    "USD trillion": (1e12, "money"),
    "percent": (0.01, "percent"),
    "ratio": (1, "percent"),
    "year": (1, "year"),
    "years": (1, "count"),
    "months": (1, "count"),
    "rank": (1, "rank"),
}


def money(amount: float) -> str:
    """Write dollars as a newspaper does: $3.0 billion, $528 million, 78 cents."""
    size = abs(amount)
    if 0 < size < 0.995:
        cents = round(amount * 100)
        return f"{_signed(cents, '0')}{NO_BREAK}{'cent' if abs(cents) == 1 else 'cents'}"
    if round(size) < 1e6:
        return _signed(amount, "$#,##0")
    power = 10 ** (3 * int(math.log10(size) // 3))
    if round(size / power) >= 1000:
        power *= 1000  # 999.96 million is written as a billion
    power = min(power, 10**12)  # beyond it there are no words that readers know
    word = str(LOCALE.compact_decimal_formats["long"]["other"][str(power)].pattern)
    number = _signed(abs(amount) / power, "#,##0" if size / power >= 99.95 else "0.0")
    sign = MINUS if amount < 0 else ""
    return sign + "$" + word.replace("0", number).replace(" ", NO_BREAK)


def percent(share: float) -> str:
    """Write a share of one: 87%, 8.9%, 0.08%."""
    size = abs(share) * 100
    digits = "#,##0" if size >= 9.95 or size == 0 else "0.0" if size >= 0.95 else "0.00"
    return _signed(share * 100, digits) + "%"


def times(ratio: float) -> str:
    """Write how many times larger: 9.9 times, 240 times."""
    return _signed(ratio, "0.0" if abs(ratio) < 9.95 else "#,##0") + NO_BREAK + "times"


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
    """Write a number of a table: 29,638.3, and small ones with more places."""
    return _signed(number, "#,##0.0" if abs(number) >= 1 or number == 0 else "0.0##")


def month(text: str) -> str:
    """Write a month that a dataset holds as 2026-08: August 2026."""
    return format_date(Timestamp(text), "MMMM y", locale=LOCALE)


def day(date: datetime.date) -> str:
    """Write a day: November 21, 2026."""
    return format_date(date, "long", locale=LOCALE)


FORMATS: dict[str, Callable[[float], str]] = {
    "money": money,
    "percent": percent,
    "times": times,
    "count": count,
    "year": year,
    "rank": rank,
}


def write(value: float | str, unit: str, name: str = "") -> str:
    """Write a value of a unit in a named format; without a name, in its unit's own.

    Raises:
        MistakeError: where there is no such format.
    """
    if isinstance(value, str):
        return month(value) if unit == "month" else value
    size, usual = UNITS.get(unit, (1, ""))
    if name and name not in FORMATS:
        raise MistakeError(unknown("format", name, FORMATS))
    if name or usual:
        return FORMATS[name or usual](value * size)
    return _signed(value, "#,##0.###") + (f"{NO_BREAK}{unit}" if unit else "")


def stated(number: str, unit: str) -> str:
    """Write a number of somebody else's, with just the digits that they gave: $0.5 billion."""
    if not number:
        return ""
    usual = UNITS.get(unit, (1, ""))[1]
    digits = _signed(float(number), "#,##0.######")
    if usual == "money":
        return f"${digits}{NO_BREAK}{unit.removeprefix('USD').strip()}".strip(NO_BREAK)
    if unit == "ratio":
        return f"{digits}{NO_BREAK}times"
    return (
        FORMATS[usual](float(number) * UNITS[unit][0])
        if usual == "rank"
        else (f"{digits}%" if usual == "percent" else f"{digits}{NO_BREAK}{unit}")
    )


def _signed(number: float, pattern: str) -> str:
    text = str(format_decimal(number, pattern, locale=LOCALE))
    # What rounds to nought has no sign.
    return text.replace("-", MINUS if re.search("[1-9]", text) else "")
