"""Holds "in 2019 alone" and "from 2019 to 2022" against the years that one reading is of.

A running total, a stock and an average of several years stand in one cell, as what one year brings
does. What the data call the column, and the row's own first and last year, tell them apart.
"""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.times import times

_ALONE = (
    r"(?:in|during|within|over|for) (?:(?:the )?(?:season|year|summer)(?: of)? )?\d{4}"
    r" (?:alone|only|by itself)\b"
    r"|(?:in|during|over|within) the (?:(?:single )?(?:season|year)(?: of)? \d{4} alone"
    r"|course of (?:the (?:year|season) )?(?:of )?\d{4})"
    r"|(?:in|during|within) (?:just |only )?(?:a single|one single|one) (?:year|season)\b"
    r"(?! (?:than|or|in|and))"
    r"|(?:in|during|within) the (?:single |one )(?:year|season)(?: of)? \d{4}"
)
_ONE_YEAR = re.compile(rf"\b(?:{_ALONE})", re.I)
_THAT_YEAR = re.compile(r"\b(?:in|during|within|over) (?:that|the same)(?: one)? (?:year|season)\b")
_REPORTED = re.compile(r"\b(?:told|said|reported|answered|stated|claimed|declared|found)\b")
_IN_ALL = re.compile(
    r"\b(?:since|in all|altogether|in total|so far|cumulative(?:ly)?|stocks?|had|has|have|by then"
    r"|ever|to date|counting from)\b", re.I,
)  # fmt: skip
_CUMULATIVE = re.compile(
    r"\b(?:cumulative|accumulated|running total|since (?:each|the|they|its|their|\d{4})|to date"
    r"|over (?:their|its|the) (?:whole|entire) (?:time|life|history))\b", re.I,
)  # fmt: skip
_STOCK = re.compile(r"\b(?:stocks? (?:at|in|of|on)|positions? (?:at|in|on)|outstanding)\b", re.I)
_FLOWED = re.compile(
    r"\b(?:put|invested|poured|pumped|sank|sunk|ploughed|plowed|brought|sent|moved|flowed"
    r"|streamed|added|spent|came in|went in|injected|channell?ed|transferred)\b", re.I,
)  # fmt: skip
_FRESH = re.compile(
    r" (?:of|in) (?:fresh|new|additional|brand-new) (?:money|capital|investments?|funds|dollars)\b",
    re.I,
)
_ENDS = ("first_year", "last_year")


def of_one_year(clause: str, after: str, scope: BoundScope) -> str:
    """Say where what many years brought is told of one."""
    if not scope.is_level:
        return ""
    (cell,) = scope.bound.cells
    dataset = scope.datasets[cell.dataset]
    field = dataset.fields[cell.column]
    bases = [text for name, text in cell.key if dataset.roles.get(name) == "basis"]
    told = "; ".join([field.title, field.description, *bases])
    behind = re.split(r"[;:(.]", after, maxsplit=1)[0]
    beside = f"{clause} {behind}"
    alone = _ONE_YEAR.search(clause) or _ONE_YEAR.search(behind)
    ends = [text for name, text in cell.key if name in _ENDS]
    said = what = ""
    if alone and len(set(ends)) == 2:
        said, what = alone[0], f"of {ends[0]} to {ends[1]}"
    elif _CUMULATIVE.search(told):
        that = _THAT_YEAR.search(clause)
        if that and _IN_ALL.search(beside) and not _REPORTED.search(clause[: that.start()]):
            that = None
        found = alone or that
        said, what = (found[0] if found else ""), "of all years up to then"
    elif _STOCK.search(told):
        found = (_FRESH.match(behind) or alone) if _FLOWED.search(beside) else None
        said, what = (found[0].strip() if found else ""), "what was there at one time"
    if not said:
        return ""
    return (
        f'the sentence says "{said}", but {scope.bound.words} is {what}: “{told}” '
        f"({about(scope)}). Change the words, or take another number."
    )


def of_other_years(clause: str, after: str, scope: BoundScope) -> str:
    """Say where a sentence names other years than the first and last of its number's row."""
    if not scope.is_level:
        return ""
    (cell,) = scope.bound.cells
    keys = dict(cell.key)
    own = [keys.get(name, "") for name in _ENDS]
    behind = re.match(r" (?:of [\w ]{1,30} )?(?:in|over|from|between) .{0,30}", after)
    named = [each for each in times(clause) if each.is_range]
    named += [each for each in times(behind[0])[:1] if each.is_range] if behind else []
    if not all(own) or not named or len(named[-1].years) != 2:
        return ""
    if named[-1].years == own or len(times(clause)) > 1:
        return ""
    return (
        f'the sentence says "{named[-1].text}", but {scope.bound.words} is of {own[0]} to '
        f"{own[1]} ({about(scope)}). Change the years, or take the other row."
    )
