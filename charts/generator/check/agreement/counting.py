"""Holds "in some of the years it was smaller" against a count of the years it was larger."""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.formula_reading import series_of
from charts.generator.numbers.expressions import Call, Comparison, Node, Number

_MORE = re.compile(
    r"\b(?!(?:more|over) than (?:half|an?\b|one\b))(?:larger|higher|bigger|greater|more|above|over"
    r"|exceed\w*|topp\w+|surpass\w*|dearer|better|up on|ahead|beat|heavier|stronger)\b", re.I,
)  # fmt: skip
_LESS = re.compile(
    r"\b(?!(?:less|fewer) than (?:half|an?\b|one\b))(?:smaller|lower|less|fewer|below|under|cheaper"
    r"|short of|weaker|poorer|lighter|shorter|worse|behind|down on|beneath)\b", re.I,
)  # fmt: skip
_IN = r"(?:put|poured|brought|sent|moved|pumped|paid|invested)"
_OUT = r"(?:took|taken|pulled|drew|moved|withdrew|withdrawn|brought home|got|sent home)"
_POSITIVE = re.compile(
    r"\b(?:positive|above (?:zero|nought)|surplus(?:es)?|in the black|net inflows?|gains?"
    rf"|{_IN} more [^.;:]{{1,50}}? than (?:they |it |were |was )?{_OUT}"
    r"|more [^.;:]{1,20}came in than (?:went out|left))\b", re.I,
)  # fmt: skip
_NEGATIVE = re.compile(
    r"\b(?:negative|below (?:zero|nought)|deficits?|in the red|net outflows?|loss(?:es)?"
    rf"|{_OUT} more [^.;:]{{1,50}}? than (?:they |it |were |was )?{_IN}"
    r"|more [^.;:]{1,20}(?:went out|left) than came in)\b", re.I,
)  # fmt: skip
_SAME = re.compile(
    r"\b(?:together|same (?:way|direction)|in (?:step|tandem|parallel)|alike|in unison)\b", re.I,
)  # fmt: skip
_OPPOSITE = re.compile(
    r"\b(?:opposite (?:directions?|ways?)|different (?:directions|ways)|against each other"
    r"|against one another|diverged|in opposition|parted ways|(?:one )?(?:rose|went up|grew)"
    r" (?:while|when|as|and) the other (?:fell|went down|shrank))\b", re.I,
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|never|no|none|neither|nor|without|rather than|instead|hardly|unlike|rest"
    r"|others?(?! (?:fell|rose|went|grew|shrank))|remain\w*|all but|except\w*|apart)\b|n['’]t\b",
    re.I,
)  # fmt: skip
_ENDS = re.compile(r"[.;:!?()–—]|, | (?:and|but|while|whereas|though|although|because|so) ")
# "… of the years from 2001 to 2020, "
_COUNTED = re.compile(
    r" (?:[\w-]+ ){0,4}?(?:years?|months?|quarters?|times|(?:of )?(?:them|these|those))\b"
    r"(?:,? (?:from|between|since|after|in) [\w ]{4,24}?(?=,))?,?"
)
_LEADS = re.compile(
    r"\b(?:in|during|over|for|there (?:were|are|have been)|had|has|saw|found)"
    r"(?: (?:only|just|all of|no fewer than|as many as))? $", re.I,
)  # fmt: skip
_NEAR = re.compile(r"(?: [a-z]+){0,3} ?")


def of_the_opposite(clause: str, after: str, scope: BoundScope) -> str:
    """Say where the words beside a count name the opposite of what it counts."""
    node = scope.node
    if scope.is_test or not isinstance(node, Call) or node.name != "count" or not node.arguments:
        return ""
    own, opposite = _sides(node.arguments[0])
    if own is None or opposite is None:
        return ""
    led = re.split(r"[.;:!?()–—]", clause)[-1]
    counted = _COUNTED.match(after)
    behind = after[counted.end() :] if counted else ""
    both = isinstance(node.arguments[0], Call)  # "one rose while the other fell"
    behind = re.split(r"[.;:!?()–—]", behind)[0] if both else _ENDS.split(behind)[0]
    if own.search(led + behind) or _NOT.search(led + behind):
        return ""
    found = opposite.search(behind) or (_before(opposite, led) if _LEADS.search(led) else None)
    if not found:
        return ""
    return (
        f'the sentence says "{found[0]}", but {scope.bound.words} counts the opposite '
        f"({about(scope)}). Change the words, or the formula."
    )


def _before(opposite: re.Pattern[str], led: str) -> re.Match[str] | None:
    """Return the words before a count that are told of what it counts.

    "Below that of 2021 in", but not "in 2021 it was less than it had been in".
    """
    found = opposite.search(led)
    rest = led[found.end() :] if found else ""
    told = opposite not in (_MORE, _LESS) or _NEAR.fullmatch(rest) or re.search(r"\d{4}", rest)
    other = re.match(r" than (?:it|they|what)\b| than (?:(?:those|that) )?(?:in|of|during) $", rest)
    return found if told and not other else None


def _sides(test: Node) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return the words that say what a test counts, and those that say the opposite."""
    if isinstance(test, Call) and test.name == "same_direction":
        return _SAME, _OPPOSITE
    if not isinstance(test, Comparison) or len(test.signs) != 1 or test.signs[0][0] not in "<>":
        return None, None
    one, other = test.terms
    up = test.signs[0][0] == ">"
    if isinstance(other, Number) and not other.value:
        return (_POSITIVE, _NEGATIVE) if up else (_NEGATIVE, _POSITIVE)
    if isinstance(other, Number) or _series(one) == _series(other):
        return (_MORE, _LESS) if up else (_LESS, _MORE)
    return None, None  # "exports were smaller than imports" counts where imports are larger


def _series(node: Node) -> str:
    return series_of(node).replace("[]", "")
