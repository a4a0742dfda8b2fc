"""Holds "passed", "regained" and "fell below" against a test that says it never came to that."""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.comparing_words import NEGATIONS
from charts.generator.numbers.expressions import Call, Comparison

_UP = re.compile(
    r"\b(?:pass(?:ed|es)?|exceed(?:ed|s)?|surpass(?:ed|es)?|outstrip(?:ped|s)?|overt(?:ake|ook)"
    r"|regain(?:ed|s)?|topped|recovered|outd(?:o|id)|return(?:ed)? to|made up for"
    r"|(?:rose|rise|climbed|climb|grew|got|get|went|go) (?:back )?(?:past|above|beyond)"
    r"|(?:came|come|climbed|got|get|went) back (?:up )?to)\b"
    r"(?! (?:by|over to|through|from)\b)", re.I,
)  # fmt: skip
_DOWN = re.compile(
    r"\b(?:(?:fell|fall|sank|sink|dropped|drop|dipped|dip|slipped|slip|went|go|slid|came|come)"
    r" (?:back )?(?:below|under|beneath)|undercut)\b", re.I,
)  # fmt: skip
# Words that deny, or that make a wish, a question or a plan of what follows.
_NOT_SO = re.compile(
    rf"(?:\b|(?<=\w)){NEGATIONS}\b|\b(?:no|none|nothing|nobody|fail(?:s|ed|ing)?|yet to"
    r"|still to|unable|short of|far from|stop(?:s|ped)?|kept|keeps?|prevented|barred|rarely|few"
    r"|seldom|barely|would|could|should|might|may|can|if|unless|whether|until|before|nowhere"
    r"|struggl(?:e|es|ed)|impossible|refus(?:e|es|ed)|wait(?:s|ed|ing)?|zero|myth|false|untrue"
    r"|wrong)\b|\?", re.I,
)  # fmt: skip


def disagreement(words: str, before: str, after: str, scope: BoundScope) -> str:
    """Say where what never went past a level is said to have passed it."""
    node = scope.node
    if not isinstance(node, Call) or node.name != "never":
        return ""
    test = node.arguments[0]
    if not isinstance(test, Comparison) or len(test.signs) != 1 or test.signs[0][0] not in "<>":
        return ""
    found = (_UP if test.signs[0][0] == ">" else _DOWN).search(words)
    if not found or _NOT_SO.search(f"{before}{words}{after[:40]}"):
        return ""
    return (
        f'say "{found[0]}", but what is tested is that it never did; change the words or the test.'
    )
