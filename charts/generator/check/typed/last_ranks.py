"""Judges ranks that are counted from the end: last but one, next to last, third from the bottom."""

from __future__ import annotations

from charts.generator.check.typed.context import Judged, Words
from charts.generator.check.typed.lexicon import (
    BE,
    COUNTED,
    MOST,
    ORDINAL,
    RANKED,
    SMALL_ANY,
    word_set,
)  # fmt: skip

FROM_END = word_set("last next second third fourth fifth penultimate antepenultimate runner")
_VERBS = BE | word_set(
    "rank ranks ranked ranking come comes came coming stand stands stood place places placed finish"
    " finishes finished lie lies lay sit sits sat only as still now even remain takes took holds"
)
_PLACES = word_set("place position rank spot among")
_LISTS = word_set("list table ranking rankings league chart order row")


def from_end(words: Words, at: int) -> Judged | None:
    """Last but one, next to last, second-last, the penultimate supplier, the runner-up."""
    end = _phrase(words, at)
    if not end:
        return None
    before = [word for word in words.before(at, 4) if word not in ("the", "a")]
    noun = words[end]
    ranked = noun in RANKED or noun in MOST or noun in _PLACES or words[end + 1] in RANKED
    listed = noun in ("in", "on", "of", "among") and bool(
        {words[end + i] for i in range(1, 5)} & (_LISTS | RANKED | COUNTED)
    )
    placed = bool(before) and before[0] in _VERBS and (words.ends(end) or noun in ("in", "among"))
    return end, ranked or listed or placed


def _phrase(words: Words, at: int) -> int:
    """Return the end of a rank that is counted from the end; 0 if none begins here."""
    word = words[at]
    if word in ("penultimate", "antepenultimate"):
        return at + 1
    if word == "runner":
        return at + 2 if words[at + 1] in ("up", "ups") else 0
    if word == "last":
        return at + 3 if words[at + 1] == "but" and words[at + 2] in SMALL_ANY else 0
    if word != "next" and word not in ORDINAL:
        return 0
    if at + 1 in words.joined and words[at + 1] == "last":
        return at + 2
    if words[at + 1] not in ("to", "from") or (word == "next" and words[at + 1] == "from"):
        return 0
    noun = at + 2 + (words[at + 2] == "the")
    return noun + 1 if words[noun] in ("last", "bottom", "end") else 0
