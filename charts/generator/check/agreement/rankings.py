"""Holds "among all trading partners" against a rank in one direction of trade alone."""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about

_BOTH_WAYS = re.compile(
    r"^(?: (?:place|overall|in all|largest|biggest))?(?:,)? (?:"
    r"(?:among|of|out of) (?:[\w.’']+ ){0,4}?(?:trading|trade) partners"
    r"|(?:[\w.-]+ )??(?:trading|trade) partner\b"
    r"|(?:in|by|for|on) (?:total|overall|two-way|combined|bilateral|all)"
    r" (?:goods )?(?:trade|commerce)"
    r"|(?:in|by) (?:goods )?trade (?:overall|as a whole|in both directions|both ways))", re.I,
)  # fmt: skip
_ONE_WAY = re.compile(
    r"^(?: (?:place|overall|in all|largest|biggest))?(?:,)? (?:as an? |in |by |for |among )"
    r"(?:[\w.’']+ ){0,4}?(?P<what>imports?|exports?|suppliers?|customers?|buyers?|sellers?"
    r"|purchases|sales|markets?)\b(?! (?:and|plus|or|together))", re.I,
)  # fmt: skip
_SAYS_WHICH = re.compile(
    r"\b(?:import\w*|export\w*|suppl\w+|sources?|bought|buys?|buyers?|purchas\w+|s[eo]ld|sells?"
    r"|sellers?|sales|customers?|markets?)\b", re.I,
)  # fmt: skip


def disagreement(clause: str, after: str, scope: BoundScope) -> str:
    """Say where a rank of one direction of trade is told as of both, or the other way round."""
    if not scope.is_level or scope.format != "rank" or len(scope.subjects) != 1:
        return ""
    (subject,) = scope.subjects
    title = subject.field.title.lower()
    ways = {way for way in ("import", "export") if way in title}
    if len(ways) == 1 and not re.search(r"\btrade\b|together|total", title):
        found = _BOTH_WAYS.match(after)
        behind = re.split(r"[;:]|, (?:and|but|while)\b", after[found.end() :])[0] if found else ""
        if not found or _SAYS_WHICH.search(clause) or _SAYS_WHICH.search(behind[:25]):
            return ""
    elif len(ways) == 2:
        found = _ONE_WAY.match(after)
        if not found or re.search(r"\b(?:trade|together|combined|total)\b", after[:60], re.I):
            return ""
    else:
        return ""
    return (
        f'the sentence says "{found[0].strip()}", but {scope.bound.words} is a place in another '
        f"ranking: {about(scope)}. Change the words, or take the other number."
    )
