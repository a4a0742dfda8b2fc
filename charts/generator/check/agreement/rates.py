"""Holds "a week" and "per person" against what a number is of: a year, a part of one, a country.

A year's number is no day's, a twelfth of it is a month's and no week's, and what a whole country
makes is not what one of its people does.
"""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.sentence_scope import Sentence
from charts.generator.numbers import units
from charts.generator.numbers.expressions import Number, Operation

_TIME = "hour|day|week|month|quarter"
_USUAL = r"(?:average|typical|normal|ordinary|usual|mean|single)"
_CAME = r"(?:was|were|is|are|came to|amounted to|stood at|reached|ran to|averaged|of)"
# "On an average day they sold", "week by week"; not "every day counts, and they sold".
_LEADS = re.compile(
    rf"(?:^|[.;:–—|] |, |\b(?:and|but) )(?:\d{{4}},? |In \d{{4}},? )?(?:(?:(?:on|in|during|over) )?"
    rf"(?:an?|each|every|the)(?: single)?(?: {_USUAL})? (?P<a>{_TIME})(?! (?:before|after|later"
    r"|earlier|ago|since|that|when|in which))|(?P<b>day|week|month) (?:by|after|in,?) (?:day|week"
    rf"|month)(?: out)?)(?: (?:of|in) (?:the year )?\d{{4}})?,?(?: [\w’'.-]+){{1,12}} $", re.I,
)  # fmt: skip
_NAMED = re.compile(
    r"\b(?P<a>hourly|daily|weekly|monthly|quarterly) (?:average|mean|pace|rate|flow|volume|amount"
    r"|output|production|imports|exports|sales|purchases|deliveries|shipments|consumption|spending)"
    rf"(?: [\w’'.-]+){{0,6}}? {_CAME} (?:(?:about|nearly|only|just|some|around|over) )?$", re.I,
)  # fmt: skip
_BEHIND = re.compile(
    r"(?: of [\w’' -]{1,30}?)?,? (?:(?:a|per|each|every|for (?:each|every)|(?:on|in) (?:an?|each"
    rf"|every)(?: {_USUAL})?) (?P<a>{_TIME}|year)\b(?! (?:of|later|earlier|before|after|ago|in"
    r" which))|(?P<b>hourly|daily|weekly|monthly|quarterly)\b(?= |[.,;]|$))", re.I,
)  # fmt: skip
_SHORT = {"daily": "day", "hourly": "hour", "weekly": "week", "monthly": "month",
          "quarterly": "quarter"}  # fmt: skip
_PARTS = {4: "quarter", 12: "month", 52: "week", 53: "week", 365: "day", 366: "day",
          365.25: "day", 8760: "hour"}  # fmt: skip


def of_another_time(clause: str, after: str, scope: BoundScope) -> str:
    """Say where the number of a year, or of a part of one, is called that of another part."""
    if scope.is_test or not _is_amount(scope):
        return ""
    dates = {text for c in scope.bound.cells for name, text in c.key if re.match(r"\d{4}\b", text)}
    if not dates or any(len(text) > 4 for text in dates):
        return ""
    found = _BEHIND.match(after) or _LEADS.search(clause) or _NAMED.search(clause)
    if not found:
        return ""
    said = next(filter(None, found.groups())).lower()
    said = _SHORT.get(said, said)
    node = scope.node
    if isinstance(node, Operation) and node.sign == "/" and isinstance(node.right, Number):
        own = _PARTS.get(node.right.value, "")
        if not own or own == said or isinstance(node.left, Operation):
            return ""
        return (
            f'the sentence says "{found[0].strip(" ,")}", but {scope.bound.words} is a year\'s '
            f"number divided by {node.right.text}, so that of a {own} ({about(scope)}). Change the "
            "words, or divide by another number."
        )
    if said == "year" or any(isinstance(each, Operation) for each in scope.nodes):
        return ""
    if any(word in _told(scope) for word in (said, *(k for k, v in _SHORT.items() if v == said))):
        return ""
    return (
        f'the sentence says "{found[0].strip(" ,")}", but {scope.bound.words} is a whole year\'s '
        f"number ({about(scope)}). Change the words, or divide in the formula."
    )


_HEADS = r"head|capita|person|people|inhabitants?|citizens?|residents?|households?|employees?"
_DOES = (
    r"(?:produced?s?|earned?|earns|made|makes?|had|has|have|spent|spends?|bought|buys?|paid|pays?"
    r"|consumed?s?|used?s?|owned?|owns|owed?|owes|imported|imports|received?s?|lived on|lives on"
    r"|took|generated?s?|contributed?s?)"
)
_PER_HEAD = re.compile(
    rf"\b(?:per (?:{_HEADS})|(?:each|every) (?:{_HEADS})|for (?:each|every) (?:{_HEADS})"
    rf"|(?:the|an) (?:average|typical|ordinary|median|mean) (?:(?:{_HEADS})|[A-Z]\w+|worker|man"
    rf"|woman|family) {_DOES})\b[^,;]{{0,60}}$"
)
_WHOLE = re.compile(
    r"\b(?:(?:whole|entire|total) (?:econom(?:y|ies)|GDP|output|product)|econom(?:y|ies) as a whole"
    r"|(?:size|weight) of (?:the|its|their|both|the two) econom(?:y|ies)|(?:country|nation) as a"
    r" whole|(?:all|everything) (?:that )?(?:its|the) (?:people|inhabitants|citizens)"
    r" (?:make|made|produced?)(?: together)?|GDP in total|overall (?:GDP|output|economy))\b", re.I,
)  # fmt: skip
_HEAD_SAID = re.compile(rf"\b(?:{_HEADS}|average|each|apiece|individual)\b", re.I)


def of_a_head(clause: str, after: str, sentence: Sentence, scope: BoundScope) -> str:
    """Say where what a country has is told of one of its people, or the other way round."""
    if scope.is_test or scope.value is None:
        return ""
    if _per_head(scope):
        found = _WHOLE.search(clause) or _WHOLE.search(re.split("[,;:]", after, maxsplit=1)[0])
        if not found or _HEAD_SAID.search(sentence.text):
            return ""
        return (
            f'the sentence says "{found[0]}", but {scope.bound.words} is of one person '
            f"({about(scope)}). Change the words, or take the number of the whole."
        )
    found = _PER_HEAD.search(clause)
    if not found or not _is_amount(scope) or units.read(scope.unit).bottom:
        return ""
    if any(isinstance(each, Operation) for each in scope.nodes) or re.search(
        rf"\b(?:{_HEADS}|average|incomes?|wages?|salar(?:y|ies)|threshold|line)\b", _told(scope)
    ):
        return ""
    return (
        f'the sentence says "{found[0].strip()}", but {scope.bound.words} is a whole number, not '
        f"that of one person ({about(scope)}). Change the words, or take the number of one."
    )


def _is_amount(scope: BoundScope) -> bool:
    """Return whether a number is so much of something, and neither a part nor a rate."""
    if scope.value is None or scope.format not in ("money", "amount", ""):
        return False
    unit = units.read(scope.unit)
    return bool(unit.top) and not any(
        re.search(rf"\b(?:{_TIME}|year)s?\b", part) for part in unit.bottom
    )


def _per_head(scope: BoundScope) -> bool:
    """Return whether all that a number reads is counted by the head."""
    columns = [subject.field.unit for subject in scope.subjects]
    return bool(columns) and all(re.search(rf" per (?:{_HEADS})\b", unit) for unit in columns)


def _told(scope: BoundScope) -> str:
    """Return what the data call a number."""
    parts = [scope.unit, scope.says]
    for subject in scope.subjects:
        field = subject.field
        parts += [field.title, field.description]
    return " ".join(parts).lower()
