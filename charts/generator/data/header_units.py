"""Reads the unit in the name of a column: `Rain (mm)`, `Output in thousand tonnes`, `Share, %`.

Only what everybody means alike is read. What else stands there, such as `$` or `2015 prices`, may
be a part of the unit, and is proposed to whoever fills in the blank.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

# The word for each way of writing it; one-letter signs such as "t" and "m" mean several things.
_ALIKE = {
    "percent": "% pct percent",
    "USD": "US$ USD",
    "EUR": "€ EUR",
    "tonnes": "tonnes tonne",
    "people": "people persons inhabitants",
    "years": "years",
    "days": "days",
    "hours": "hours",
    "°C": "°C",
    "°F": "°F",
}
_ITSELF = "mm cm km km² ha mg kg kW MW GW kWh MWh GWh TWh litres barrels ppm ppb households"
_SCALES = {
    "thousand": "thousand thousands",
    "million": "million millions mn mln",
    "billion": "billion billions bn",
    "trillion": "trillion trillions tn",
}
_PER = "second hour day week month year person capita kg tonne litre barrel ha km²"

_PLACES = re.compile(
    r"^(?P<title>.*\S)(?:\s*\((?P<round>[^()]{1,40})\)|\s*\[(?P<square>[^][]{1,40})\]"
    r"|\s+in\s+(?P<words>\S[^()]{0,30})|[\s,_]+(?P<last>%|pct|percent|per cent)"
    r"|(?P<sign>[%$€£¥]))\s*$",
    re.IGNORECASE,
)


class HeaderUnit(NamedTuple):
    """What the name of a column says: its title, its unit, and what else may be its unit."""

    title: str
    unit: str = ""
    likely: str = ""


def read(header: str) -> HeaderUnit:
    """Return the unit that the name of a column ends with, and the name without it.

    >>> read("Rain (mm)"), read("Sales, %").unit, read("Output in thousands of tonnes").unit
    (HeaderUnit(title='Rain', unit='mm', likely=''), 'percent', 'thousand tonnes')
    >>> read("Price ($)"), read("Lives in Paris").unit
    (HeaderUnit(title='Price ($)', unit='', likely='$'), '')
    """
    found = _PLACES.match(header)
    if not found:
        return HeaderUnit(header)
    inside = next(filter(None, found.group("round", "square", "words", "last", "sign")))
    known = unit(inside)
    if known:
        return HeaderUnit(re.sub(r"[\s,_-]+(?:in)?[\s,_-]*$", "", found["title"] + " "), known)
    return HeaderUnit(header, likely="" if found["words"] else " ".join(inside.split()))


def unit(text: str) -> str:
    """Return a unit as schemas write it; empty for what may be no unit.

    >>> unit("%"), unit("US$ bn"), unit("mm per day"), unit("2015 prices")
    ('percent', 'USD billion', 'mm per day', '')
    """
    top, *bottom = re.split(r"\s*/\s*|\s+per\s+", text.strip().replace("per cent", "percent"))
    if len(bottom) > 1 or (bottom and bottom[0] not in _PER.split()):
        return ""
    scales, measures = [], []
    for word in top.split():
        if word in _scales():
            scales.append(_scales()[word])
        elif word in _units():
            measures.append(_units()[word])
        elif word != "of":
            return ""
    if len(scales) > 1 or len(measures) > 1 or not [*scales, *measures]:
        return ""
    money = measures and measures[0].isupper()
    words = [*measures, *scales] if money else [*scales, *measures]
    return " per ".join([" ".join(words), *bottom])


@cache
def _units() -> dict[str, str]:
    alike = {word: unit for unit, words in _ALIKE.items() for word in words.split()}
    return alike | {word: word for word in _ITSELF.split()}


@cache
def _scales() -> dict[str, str]:
    return {word: scale for scale, words in _SCALES.items() for word in words.split()}
