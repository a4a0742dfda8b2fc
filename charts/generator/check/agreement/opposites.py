"""Holds "low income" against a number that the data call one of high income.

Two words that are opposites, each before the same noun: what the data say has the one, and the
sentence the other.
"""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about

_PAIRS = (
    ("high", "low"), ("higher", "lower"), ("upper", "lower"), ("inward", "outward"),
    ("inbound", "outbound"), ("incoming", "outgoing"), ("direct", "indirect"),
    ("primary", "secondary"), ("gross", "net"), ("public", "private"), ("domestic", "foreign"),
    ("northern", "southern"), ("eastern", "western"), ("north", "south"), ("east", "west"),
    ("urban", "rural"), ("male", "female"), ("long-term", "short-term"), ("large", "small"),
    ("heavy", "light"), ("raw", "finished"), ("natural", "enriched"), ("nominal", "real"),
    ("immediate", "ultimate"), ("military", "civilian"), ("skilled", "unskilled"),
    ("short", "long"), ("minimum", "maximum"), ("paid", "unpaid"), ("legal", "illegal"),
)  # fmt: skip
_OPPOSITES: dict[str, set[str]] = {}
for _one, _other in _PAIRS:
    _OPPOSITES.setdefault(_one, set()).add(_other)
    _OPPOSITES.setdefault(_other, set()).add(_one)
_NAMED = re.compile(rf"\b(?P<word>{'|'.join(_OPPOSITES)})[ -](?P<noun>[a-z]{{3,}})\b", re.I)


def disagreement(clause: str, behind: str, scope: BoundScope) -> str:
    """Say where the words beside a number have the opposite of what the data call it."""
    text = f"{clause} {behind}".lower()
    for named in _NAMED.finditer(scope.says.lower()):
        noun = named["noun"]
        for word in _OPPOSITES[named["word"]]:
            said = re.search(rf"\b{word}[ -]{noun}\b", text)
            if said and not re.search(rf"\b{named['word']}\b", text):
                return (
                    f'the sentence says "{said[0]}", but {scope.bound.words} is of '
                    f"{about(scope)}. Change the words, or take the other number."
                )
    return ""
