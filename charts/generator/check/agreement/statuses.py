"""Holds "final", "held" and "preliminary" against what the row of a number says of it.

A column may say that one row is an estimate, or a target, and another what was counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import NOT
from charts.generator.check.sentence_scope import Bound, Sentence

_TENTATIVE = re.compile(
    r"(?:an? )?(?:(?:rough|early|first|own) )?(?:estimated?|preliminary|provisional|forecast"
    r"|projected|projection|expected)",
    re.I,
)
_WANTED = re.compile(r"(?:an? )?(?:targets?|plan(?:ned)?|goal|quota|limit)", re.I)
_SETTLED = re.compile(r"(?:final|actual|definitive|audited|official|reported|counted)", re.I)

_SAYS_SETTLED = re.compile(
    r"\b(?:(?:the|a|its|their|by) (?:final|definitive|firm|settled|confirmed|audited|official)"
    r" (?:[a-z]+ )?(?:counts?|figures?|numbers?|tall(?:y|ies)|results?|data|statistics|readings?"
    r"|total|value|report|returns)|final(?:ly)? (?:counted|confirmed|settled)"
    r"|(?:officially|definitively) (?:counted|reported|recorded|confirmed)"
    r"|(?:is|are|was|were|has been|have been) (?:now )?(?:final|definitive|confirmed|settled"
    r"|audited)\b)",
    re.I,
)
_SAYS_HELD = re.compile(
    r"(?<!to )(?<!had )(?<!have )(?<!must )(?<!may )(?<!should )(?<!would )(?<!could )(?<!be )"
    r"\b(?P<verb>held|owned|kept|possessed|actually had|had invested|consisted of|was made up of)\b"
    r"(?: (?!(?:which|that|who|and|but)\b)[\w’'.-]+){0,4}? $",
    re.I,
)
_SAYS_TENTATIVE = re.compile(
    r"\b(?:(?:by|in|at|on) (?:an?|the|its|their|one) (?:[a-z]+ )?(?:estimate|guess|forecast"
    r"|projection)|(?:provisional|preliminary|forecast|projected)(?: [a-z]+)?"
    r" (?:counts?|figures?|numbers?|results?|data|total|output|value)|provisionally|reckoned at"
    r"|(?:is|are|was|were) (?:only |merely )?(?:estimated|forecast|projected|expected))\b",
    re.I,
)
# The sentence knows better, or speaks of another number.
_KNOWS = {
    "settled": re.compile(
        r"\b(?:estimat\w+|provisional\w*|preliminary|until|yet|once|when|forecast\w*|expected"
        r"|before|await\w*|will|should|if)\b",
        re.I,
    ),
    "held": re.compile(
        r"\b(?:target\w*|plan\w*|goals?|quota|limits?|rules?|aim\w*|should|must|may|let|lets"
        r"|allow\w*|permit\w*|ceiling|up to|at most|to be|wanted|meant|supposed|intend\w*|could"
        r"|ministry|decree\w*|decid\w*|set|sets)\b",
        re.I,
    ),
    "tentative": re.compile(
        r"\b(?:final|actual\w*|in fact|counted|turned out|than|against)\b", re.I
    ),
}


def disagreements(
    before: str, sentence: Sentence, scopes: dict[Bound, BoundScope]
) -> Iterator[tuple[str, int]]:
    """Yield where words give a number another status than its row does."""
    for bound, scope in scopes.items():
        status = _status(scope)
        if not status:
            continue
        near = re.split(r"[;:]", sentence.before(bound))[-1]
        found = _found(status, before, near, sentence)
        if found:
            yield (
                f'the sentence says "{found}", but the row of {bound.words} says “{status}” '
                f"({about(scope)}). Change the words, or take another number.",
                bound.offset,
            )


def _found(status: str, earlier: str, near: str, sentence: Sentence) -> str:
    """Return the words that contradict a status; empty where none do."""
    kind = "held" if _WANTED.fullmatch(status) else "settled"
    if _SETTLED.fullmatch(status):
        kind = "tentative"
    if _KNOWS[kind].search(sentence.text) or NOT.search(near):
        return ""
    if kind == "held":
        found = _SAYS_HELD.search(near)
        return found["verb"] if found else ""
    if kind == "tentative":
        found = _SAYS_TENTATIVE.search(near)
        return found[0] if found else ""
    found = _SAYS_SETTLED.search(near)
    if not found and not NOT.search(earlier) and not _KNOWS[kind].search(earlier):
        found = _SAYS_SETTLED.search(earlier)
    return found[0] if found else ""


def _status(scope: BoundScope) -> str:
    """Return what the row of a reading says of it: an estimate, a target, final; or nothing."""
    if scope.is_test or not scope.is_level:
        return ""
    (cell,) = scope.bound.cells
    dataset = scope.datasets[cell.dataset]
    row = dataset.row(cell.key)
    for name, field in dataset.fields.items():
        said = dataset.columns[name][row] if field.type == "string" else ""
        if name in dataset.key or not said or name == "note":
            continue
        if any(kind.fullmatch(said.strip()) for kind in (_TENTATIVE, _WANTED, _SETTLED)):
            return said
    return ""
