"""Judges shares, and nothing at all: a third, half of it, a percent, fell to zero."""

from __future__ import annotations

from charts.generator.check.typed.cardinals import cardinal
from charts.generator.check.typed.context import Judged, Words
from charts.generator.check.typed.lexicon import (
    APPROXIMATE,
    BE,
    CHANGE,
    ENDING,
    EXTREME,
    LEAD,
    MORE,
    OTHERS,
    PART,
    PARTS,
    PERCENT,
    SCALE,
    STREAK,
    TIME,
    UNIT,
    ZERO,
    word_set,
)  # fmt: skip

# What follows a half that is none.
_HALF_DONE = word_set(
    "past way time times measure measures truth truths brother brothers sister sisters term board"
    " hearted heartedly finished empty full life mast baked moon marathon pint hour day year"
    " expected jokingly hidden forgotten open closed built century decade"
)
_HALVES = word_set(
    "first second latter last early earlier late later upper lower top bottom northern southern"
    " eastern western better former"
)
_SPELLS = word_set("year day hour decade century minute moment month week")
_WHOLE = word_set("full whole good mere further remaining another")
_NEAR_ZERO = word_set("to at near nearly almost virtually practically effectively about")
_ARTICLES = word_set("the a an this that its their")
_WRITTEN = word_set(
    "book report series film story text memo article essay guide cycle novel law act"
)
_STARTS = ("start", "begin", "began", "axis", "baseline", "scale", "reset")


def article(words: Words, at: int) -> Judged | None:
    """A third of, a hundred, a percent of the total."""
    if words[at] not in ("a", "an"):
        return None
    after = words[at + 1]
    if end := words.idiom(at + 1):
        return end, False
    if after in SCALE:
        return cardinal(words, at + 1)
    if after in PERCENT:
        amount = after != "percentage" or words[at + 2] in ("point", "points")
        return at + 2, amount and words[at - 1] != "of"
    if after == "half":
        return half(words, at + 1)
    if after in PART and words[at + 2] in STREAK:
        streak = words[at + 3] in TIME or words[at + 3] in EXTREME
        return at + 3 + streak, streak
    if after in PART and words[at + 2] == "part":
        return parts(words, at + 1)
    return _share(words, at) if after in PART else (at + 1, False)


def _share(words: Words, at: int) -> Judged:
    """A third of it, by a quarter, a fifth larger."""
    end = at + 2
    quarter, before, after = words[at + 1] == "quarter", words[at - 1], words[end]
    if end in words.joined or (quarter and after == "century"):
        return end, False
    if quarter and after == "of" and words[end + 2] in ("century", "hour", "mile"):
        return end, False
    if after in ("of", "as", "the", "that") or after in MORE:
        return end, after != "the" or not quarter
    if quarter and before in ("in", "once", "within", "during"):
        return end, False
    if before in APPROXIMATE:
        return end, after not in OTHERS
    lead = before in LEAD and before not in ("last", "next", "every", "each")
    return end, lead and (words.ends(end) or after in ENDING)


def half(words: Words, at: int) -> Judged | None:
    """Half of it, and not the first half, half a year, half-hearted."""
    if words[at] != "half":
        return None
    after, before = words[at + 1], words[at - 1]
    if before in _HALVES or after in _HALF_DONE:
        return at + 1, False
    if after in ("a", "an"):
        what = words[at + 2]
        return at + 2 + (what in SCALE or what in UNIT), what not in _SPELLS
    sized = after in SCALE or after in PERCENT
    if at + 1 in words.joined and not sized:
        return at + 2, False
    if before == "by" and words[at - 2] == "clever":
        return at + 1, False
    return at + 1 + sized, True


def parts(words: Words, at: int) -> Judged | None:
    """Thirds of it; the remaining third of it."""
    word, before, of = words[at], words[at - 1], words[at + 1] == "of"
    if words[at + 1] == "part" and words[at + 2] == "of" and word in PART:
        small = word not in ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
        share = before in ("a", "one", "another") or (small and word != "quarter")
        return at + 2, share and words[at + 3 + (words[at + 3] in _ARTICLES)] not in _WRITTEN
    if word in PARTS:
        return at + 1, of and word != "quarters" and before not in ("few", "several", "some")
    if word in PART:
        good = words[at - 2] == "a" and words[at - 3] in LEAD and words.ends(at + 1)
        return at + 1, (of or good) and word != "quarter" and before in _WHOLE
    return None


def zero(words: Words, at: int) -> Judged | None:
    """Fell to zero, zero percent, and not: all bars start at zero."""
    if words[at] not in ZERO:
        return None
    after, before = words[at + 1], words.before(at, 5)
    if after in UNIT:
        return at + 2, True
    if not before or before[0] == "net" or at + 1 in words.joined:
        return at + 1, False
    if any(word.startswith(_STARTS) for word in before):
        return at + 1, False
    ended = words.ends(at + 1) or after in ENDING or after in ("now", "again")
    reached = before[0] in _NEAR_ZERO or before[0] in BE or before[0] in CHANGE
    return at + 1, ended and reached
