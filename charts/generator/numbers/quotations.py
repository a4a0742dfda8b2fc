"""Compares a number that a source is quoted for with the same number in the datasets."""

from __future__ import annotations

import re

from charts.generator.base.problems import MistakeError
from charts.generator.numbers import formats, text_claims, units
from charts.generator.numbers.ledger import Receipt
from charts.generator.numbers.quantities import Quantity

_SIZES = "|".join(units.SCALES)
_NUMBER = re.compile(
    rf"(?P<minus>[-\u2212])?(?P<dollar>\$)?\s*(?P<digits>\d[\d,]*(?:\.\d+)?)"
    rf"(?:\s*(?P<size>{_SIZES})\b)?\s*(?P<percent>%|per\s?cent\b)?(?P<rank>st|nd|rd|th)?",
    re.IGNORECASE,
)


def must_agree(words: str, ours: Receipt) -> None:
    """Compare a quoted number with ours, at the last digit that the source gives.

    Raises:
        MistakeError: if the two differ, are of different kinds, or the words have no number in
            digits or more than one.
    """
    found = list(_NUMBER.finditer(words))
    if len(found) != 1:
        raise MistakeError(
            f'"{words}" can be compared with `ours` only if it has one number, in digits.'
        )
    if not isinstance(ours.value, Quantity):
        raise MistakeError(f'`ours` is "{ours.text}", which is no number.')
    said = found[0]
    number = float(said["digits"].replace(",", "")) * (-1 if said["minus"] else 1)
    unit = _unit(said, ours.value.unit)
    if text_claims.compare(Quantity(number, unit), ours.value) == text_claims.DIFFERS:
        raise MistakeError(
            f'the source is quoted for "{words}", but the data say {ours.text} '
            f"({ours.reference.removeprefix('fact:')}). If it counts something else, or is wrong, "
            "say so in the sentence and leave `ours` out."
        )


def _unit(said: re.Match[str], ours: str) -> str:
    """Return the unit of a quoted number; one without a sign is in that of ours."""
    size = (said["size"] or "").lower()
    if said["percent"]:
        return "percent"
    if said["rank"]:
        return "rank"
    measured = "USD" if said["dollar"] else units.read(ours).measures
    if not said["dollar"] and not size and formats.usual(ours) != "money":
        return ours
    return f"{measured} {size}".strip() if said["dollar"] else f"{size} {measured}".strip()
