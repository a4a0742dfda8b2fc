"""Holds "in the year before the strike" against the months around events that a formula adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import NUMBER, count
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers.expressions import Around

_BEFORE = (
    r"before|prior to|ahead of|preceding|(?:that |which )?(?:leading|led|running|ran) up to"
    r"|(?:that |which )?(?:had )?preceded|up to"
)
_AFTER = r"after|following|(?:that |which )?(?:came )?after|(?:that |which )?followed|since|from"
_PHRASE = re.compile(
    rf"\b(?P<in>in|over|during|for|of|within|through(?:out)?) (?:the|those) (?:(?:whole|full|entire"
    rf"|first|last|next|same) )?(?:(?P<n>{NUMBER}) )?(?P<unit>months?|years?|half[- ]?years?"
    rf"|quarters?) (?:(?P<before>{_BEFORE})|(?P<after>{_AFTER}))\b"
    r"|(?P<eve>\b(?:on the eve|in the run-?up) (?:of|to))\b", re.I,
)  # fmt: skip
_AGAINST = re.compile(
    r"\b(?:than|compared (?:with|to)|against|relative to|from(?: those| that| its level)?"
    r"|(?:below|above|under|over) (?:those|that|its level|what it was)) $", re.I,
)  # fmt: skip
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where a sentence names other months around an event than a number adds up."""
    for bound, scope in scopes.items():
        around = [node for node in scope.nodes if isinstance(node, Around)]
        if around and not scope.is_test and (said := _other(sentence, bound, scope, around)):
            yield said, bound.offset


def _other(sentence: Sentence, bound: Bound, scope: BoundScope, around: list[Around]) -> str:
    before, after = sentence.before(bound), sentence.after(bound)
    led, behind = list(_PHRASE.finditer(before)), list(_PHRASE.finditer(after))
    sides = {node.side for node in around}
    named = {_side(each) for each in led + behind}
    if len(sides) == 1 and named and not named & sides:
        found = (led + behind)[0]
        return _said(found[0], f"adds up the months {min(sides)} it", scope)
    own = [each for each in led if not _AGAINST.search(before[: each.start()])]
    if len(sides) == 2 and own and named == {"before"} and scope.direction:
        return _said(own[-1][0], "compares the months before it with those after it", scope)
    for each in led + behind:
        months = _length(each)
        held = {node.months for node in around if node.side == _side(each)}
        if months and held and months not in held:
            return _said(each[0], f"takes {min(held)} months {_side(each)} it", scope)
    return ""


def _side(found: re.Match[str]) -> str:
    return "after" if found["after"] else "before"


def _length(found: re.Match[str]) -> float | None:
    """Return how many months a phrase names; None where it does not say."""
    if not found["unit"]:
        return None
    unit = next(
        name for name in ("half", "month", "quarter", "year") if name in found["unit"].lower()
    )
    number = count(found["n"]) if found["n"] else None
    if number is None and found["unit"].lower().endswith("s"):
        return None
    return (number or 1) * _MONTHS[unit]


def _said(words: str, does: str, scope: BoundScope) -> str:
    return (
        f'the sentence says "{words}", but {scope.bound.words} {does}: {about(scope)}. Change the '
        "words, or the formula."
    )
