"""Judges multiples and vague amounts: doubled, twice as much, scores of firms, a decade low."""

from __future__ import annotations

from charts.generator.check.typed.context import Judged, Words
from charts.generator.check.typed.lexicon import (
    BE,
    CHANGE,
    DEFINITE,
    FOLD,
    HALVED,
    LEAD,
    MODAL,
    MORE,
    MULTI,
    MULTIPLE,
    MULTIPLIED,
    PERCENT,
    SCALE,
    SCALES,
    SMALL_FOLD,
    TIME,
    TWICE,
    UNIT,
    word_set,
)  # fmt: skip

_DIGITS = word_set("digit digits figure figures")
_SPELLS = word_set("multi decade decades century generation")
_LOW = word_set("low lows high highs peak record best worst trough")
_COMPARED = word_set("as the its their his her that what this those over these")
_AIMS = word_set(
    "aim aims purpose purposes task goal goals reason reasons answer problem challenge role"
    " approach strategy mission message effect test objective"
)
_RISES = CHANGE | word_set("growth multiple jump leap")
_DOUBLED = word_set("the its their that those what this last from in by since within over")
_PLAIN_DOUBLES = word_set(
    "tax taxation standard standards count counting check checks down up as back agent agents entry"
    " jump jumps alliance click room bed life edged bind meaning negative crown glazing play"
    " entente hulled hull dip"
)
VAGUE = _SPELLS | word_set(
    "couple handful scores several many few bulk fraction lion’s lion's single order orders"
)


def vague(words: Words, at: int) -> Judged | None:
    """A couple of billion, scores of firms, several times larger, a decade low."""
    word, after, before = words[at], words[at + 1], words[at - 1]
    if word in MULTI:
        return at + 1, True
    if word not in VAGUE:
        return None
    if after == "of" and word in ("couple", "handful"):
        what = words[at + 2]
        if what == "times":
            return at + 3, _compares(words, at + 3)
        return at + 3, what in SCALE or what in SCALES or what in UNIT
    if after == "of" and word == "scores":
        return at + 1, words[at + 2] not in DEFINITE and words[at + 2] not in ("this", "that")
    if after == "of" and word == "bulk":
        return at + 1, before == "the" and words[at + 2] not in ("carriers", "cargo")
    if after == "of" and word == "fraction":
        return at + 1, before in ("a", "small", "tiny", "mere") and words[at + 3] != "second"
    if word in ("lion’s", "lion's"):
        return at + 2, after == "share"
    if word == "single":
        return at + 2, after in ("digit", "digits")
    if word in ("order", "orders"):
        return at + 3, words.says(at + 1, ("of", "magnitude"))
    if word in _SPELLS:
        return _spell(words, at)
    sized = after in SCALE or after == "fold" or (after in PERCENT and word == "several")
    times = after == "times" and before not in ("how", "as", "so") and _compares(words, at + 2)
    return at + 1 + (sized or times), sized or times


def _spell(words: Words, at: int) -> Judged:
    """A decade low, a multi-year high, multi-billion."""
    if words[at] == "multi" and words[at + 1] in SCALE:
        return at + 2, True
    noun = at + 2 if words[at] == "multi" and words[at + 1] in TIME else at + 1
    low = words[noun] in _LOW and words[noun + 1] not in ("school", "schools", "court")
    return noun + low, low


def _compares(words: Words, at: int) -> bool:
    """Return whether a comparison goes on after "times"."""
    return words[at] in MORE or words[at] in _COMPARED


def multiple(words: Words, at: int) -> Judged | None:
    """Doubled, nearly triple, double-digit, twice as much, tenfold, halved."""
    word, after, before = words[at], words[at + 1], words[at - 1]
    if word in HALVED:
        return at + 1, True
    if word in MULTIPLIED:
        return at + 1, after not in ("down", "up", "as", "back", "over")
    if word in FOLD:
        return at + 1, word not in SMALL_FOLD or not _is_aim(words, at)
    if word in TWICE:
        thought = before.startswith("th") and before[:5] in ("think", "thoug")
        compared = after in _COMPARED or after in MORE
        return at + 1, compared and not thought and before != "or"
    if word not in MULTIPLE:
        return None
    if after in _DIGITS:
        return at + 2, True
    if at + 1 in words.joined or at in words.joined or after in _PLAIN_DOUBLES:
        return at + 1, False
    if before in ("in", "for", "under", "by", "with", "from"):
        return at + 1, after in ("the", "its", "their", "that", "what")
    return at + 1, after in _DOUBLED or before in MODAL or before in LEAD


def _is_aim(words: Words, at: int) -> bool:
    """Return whether "twofold" only counts aims or reasons."""
    if words[at + 1] in _AIMS:
        return True
    near = {*words.before(at, 7), *(words[at + i] for i in range(1, 4))}
    return not near & _RISES and bool(near & (_AIMS | BE))
