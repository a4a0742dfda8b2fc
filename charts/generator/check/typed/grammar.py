"""Judges whether words make a number that counts something, by the words around them."""

from __future__ import annotations

import re

from charts.generator.check.typed.cardinals import cardinal
from charts.generator.check.typed.context import Judged, Words
from charts.generator.check.typed.group_words import GROUPS, group, tens_range
from charts.generator.check.typed.last_ranks import FROM_END, from_end
from charts.generator.check.typed.lexicon import (
    CARDINAL,
    FOLD,
    HALVED,
    MANY,
    MULTI,
    MULTIPLE,
    MULTIPLIED,
    ORDINAL,
    PART,
    PARTS,
    SCALE,
    SCALES,
    TENS_RANGES,
    TWICE,
    ZERO,
    word_set,
)  # fmt: skip
from charts.generator.check.typed.multiples import VAGUE, multiple, vague
from charts.generator.check.typed.ranks import ordinal, rank
from charts.generator.check.typed.shares import article, half, parts, zero

_BEGIN = (
    CARDINAL | SCALES | ZERO | PART | PARTS | ORDINAL | MULTIPLE | MULTIPLIED | HALVED | FOLD
    | TWICE | VAGUE | MULTI | GROUPS | TENS_RANGES | FROM_END
    | word_set("half a an first every top bottom upper lower number place")
)  # fmt: skip
_SECOND = [*sorted(MANY | SCALE | PARTS, key=len, reverse=True), "percent"]
# A number that is written as one word: fivepercent, twothirds.
_RUN_TOGETHER = re.compile(
    rf"(?:{'|'.join(sorted(MANY, key=len, reverse=True))})(?:{'|'.join(_SECOND)})\Z"
)
_ENDINGS = tuple({word[-3:] for word in _SECOND})


_TESTS = (
    vague, group, tens_range, article, half, multiple, zero, from_end, rank, ordinal, cardinal,
    parts,
)  # fmt: skip


def may_begin(word: str) -> bool:
    """Return whether a number may begin with a word."""
    return word in _BEGIN or (
        len(word) > 5 and word.endswith(_ENDINGS) and bool(_RUN_TOGETHER.match(word))
    )


def judge(words: Words, at: int) -> Judged:
    """Judge the number that may begin at a word."""
    if words[at] not in _BEGIN:
        return at + 1, True
    if end := words.idiom(at):
        return end, False
    for test in _TESTS:
        if (judged := test(words, at)) is not None:
            return judged
    return at + 1, False
