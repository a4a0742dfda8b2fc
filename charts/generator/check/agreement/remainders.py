"""Holds what was left against a fall, and what was lost against what was left.

"It kept 90% of its sales" is wrong where they fell by 90%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import DOWN_NOUNS, NEARLY, NOT, UP_NOUNS
from charts.generator.check.sentence_scope import Bound, Sentence

_ROUGHLY = rf"(?:(?:a|as little as|as much as|no more than|more than|less than) )*{NEARLY}"
_LEFT = re.compile(
    rf"\b(?:left with|kept|keeps|retain(?:ed|s|ing)|preserv(?:ed|es)|(?:held|clung|hung) on to"
    rf"|(?:managed|able) to (?:keep|save|hold)|there (?:was|were|remained)(?: left)?|what was left"
    rf" (?:was|came to))(?: (?:to|of))? {_ROUGHLY}$",
    re.I,
)
_LEFT_BEHIND = re.compile(
    r"^(?: of (?!all\b)[^,;.:]{1,60}?)? (?:(?:was|were|is|are|had been) (?:still )?left\b(?! (?:out"
    r"|by|to|the|for))|(?:still )?remain(?:s|ed)?\b|surviv(?:ed|es)\b|(?:was|were) (?:still there"
    r"|saved|preserved|kept|spared))",
    re.I,
)
_AT = re.compile(
    r"\b(?:ran|runs|stood|stands|were|was|are|is|came|stayed|remained|lay|hovered|settled|ended"
    rf"(?: up)?|amounted|finished) (?:still |then |now )?(?:at |to )?{_ROUGHLY}$",
    re.I,
)
_OF_BEFORE = re.compile(
    r"^ of (?:what|(?:the|its|their|that|those)(?: \w+){0,2} (?:of|in|from|before|levels?|volumes?"
    r"|values?|totals?|amounts?|figures?|size|peaks?|highs?)\b|(?:the|its|their) \d{4}\b)",
    re.I,
)
_LOST = re.compile(
    rf"\b(?:(?:lost|shed|forfeited|wiped out|wrote off|gave up|losing|shedding) {_ROUGHLY}"
    rf"|robbed of {_ROUGHLY}|cost (?:it|them) {_ROUGHLY})$",
    re.I,
)
_LOST_BEHIND = re.compile(
    r"^(?: of [^,;.:]{1,60}?)? (?:(?:was|were|is|are|had|has|have)(?: been)? (?:lost|gone"
    r"|wiped out|swept away|cut)\b|disappeared\b|vanished\b|evaporated\b|melted away\b|dried up\b)",
    re.I,
)
# The words beside the number speak of the change itself, or deny.
_CHANGE = re.compile(
    rf"\b(?:(?i:{DOWN_NOUNS}|{UP_NOUNS}|change|difference|gap|cut|shortfall|off|away)s?"
    r"|by(?! (?:\d|then|now|the|[A-Z])))\b"
)
_NONE = re.compile(r"\b(?:no|none|nothing|all but|rather than|instead of|if|would|could)\b", re.I)


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where a fall is told as what was left, or what was left as a loss."""
    for bound, scope in scopes.items():
        if scope.is_test or scope.value is None or scope.format != "percent":
            continue
        before, after = sentence.before(bound), sentence.after(bound)
        near = re.split(r"[;:]|, (?:and|but|while) ", before[-100:])[-1]
        if NOT.search(near) or _NONE.search(near):
            continue
        if said := (_kept(near, after, scope) or _gone(near, after, scope)):
            yield said, bound.offset


def _kept(before: str, after: str, scope: BoundScope) -> str:
    """Say where a fall is told as what was left."""
    if scope.direction >= 0 or scope.is_rest or _CHANGE.search(before):
        return ""
    found = _LEFT.search(before)
    said = found[0].strip() if found else ""
    if not found and (behind := _LEFT_BEHIND.match(after)):
        said = behind[0].strip()
    at, of = _AT.search(before), _OF_BEFORE.match(after)
    if not said and at and of:
        said = f"{at[0].strip()} {scope.bound.words}{of[0]}"
    if not said:
        return ""
    return (
        f'the sentence says "{said}", but {scope.bound.words} is what went, not what was left: '
        f"{about(scope)}. Say that it fell by so much, or divide the one by the other."
    )


def _gone(before: str, after: str, scope: BoundScope) -> str:
    """Say where what was left is told as what was lost."""
    if not scope.is_rest:
        return ""
    found = _LOST.search(before) or _LOST_BEHIND.match(after)
    if not found:
        return ""
    return (
        f'the sentence says "{found[0].strip()}", but {scope.bound.words} is what was left, not '
        f"what went: {about(scope)}. Say that so much was left, or take fall(…)."
    )
