"""Finds the cells of tables that look like a year and count what their head names."""

from __future__ import annotations

import re

from charts.generator.check.typed import dates
from charts.generator.check.typed.dates import is_plural
from charts.generator.check.typed.lexicon import COUNTED, PERCENT, TIMES, UNIT, word_set

_YEAR = re.compile(r"[\s*_~<>+-]*((?:1\d|20|21)\d\d)[\s*_~]*\Z")
_NUMBER = re.compile(
    r"(?i)(?:total )?(?:numbers?|count|quantity|amount|sum) of\b|how many\b|headcount\b|no\. of\b"
)
_OF_DATES = word_set(
    "year years date dates since until when founded opened closed built started ended start end"
    " begun launched signed ratified entered force first last born died established adopted expires"
    " expired expiry period time season edition vintage updated published issued reported reporting"
)


def counted(text: str, head: str) -> tuple[int, int] | None:
    """Return where a cell has a number of what its head counts: 2044 under "Ships that called"."""
    match = _YEAR.match(text)
    if not match or not head:
        return None
    words = re.findall(r"[a-z]+", head.lower())
    if _NUMBER.match(head.strip("*_ ")):
        return match.span(1)
    if not words or set(words) & _OF_DATES:
        return None
    far = int(match[1]) > dates.FARTHEST
    first = words[0] not in TIMES and (far or words[0] not in dates.DATED) and is_plural(words[0])
    measured = bool(set(words) & (COUNTED | UNIT | PERCENT)) and is_plural(words[-1])
    return match.span(1) if first or measured or "%" in head or "$" in head else None
