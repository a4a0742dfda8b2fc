"""Judges words for groups and for ranges of tens: a brace of ships, the low forties."""

from __future__ import annotations

from charts.generator.check.typed.context import Judged, Words
from charts.generator.check.typed.lexicon import BE, COUNTED, FUNCTION, TENS_RANGES, word_set

_OWN = word_set("brace gross")  # count whatever follows
_TOGETHER = word_set("duo trio threesome quartet foursome quintet fivesome sextet septet octet")
_SCORES = word_set("threescore fourscore fivescore")
_DOZEN = word_set("baker’s baker's")
GROUPS = _OWN | _TOGETHER | _SCORES | _DOZEN
_SIDES = word_set("low lower high higher upper mid middle")
_PEOPLE = word_set("his her my our your")
_STANDS = word_set("stands stood lies lay sits sat settled hovers hovered hovering somewhere")


def group(words: Words, at: int) -> Judged | None:
    """A baker's dozen, a brace of ships, a gross of bolts, a trio of banks."""
    word, before = words[at], words[at - 1]
    if word in _SCORES:
        return at + 1, True
    if word in _DOZEN:
        return at + 2, words[at + 1] == "dozen"
    if word not in GROUPS:
        return None
    if words[at + 1] != "of" or before not in ("a", "the", "another", "this", "that"):
        return at + 1, False
    noun = words[at + 2] if words[at + 3] in FUNCTION or words.ends(at + 3) else words[at + 3]
    if word in _OWN:
        return at + 1, before in ("a", "another") and {words[at + 2][-1:], noun[-1:]} >= {"s"}
    return at + 1, before in ("a", "another") and bool({words[at + 2], noun} & COUNTED)


def tens_range(words: Words, at: int) -> Judged | None:
    """The low forties, is in the mid-twenties; and not the mid-nineties, or somebody's age."""
    if words[at] not in TENS_RANGES:
        return None
    before = words.before(at, 7)
    side = before[0] if before and before[0] in _SIDES else ""
    rest = before[1:] if side else before
    if _PEOPLE & {*rest[:2]} or words[at + 1] == "that":
        return at + 1, False
    if side and (words[at] == "teens" or not side.startswith("mid")):
        return at + 1, True
    placed = rest[:2] == ["the", "in"] or rest[:1] == ["in"]
    found = rest[rest.index("in") + 1 :] if placed else []
    near = 3 if side else 1
    return at + 1, bool((BE | _STANDS) & {*found[:near]})
