"""Judges cardinal numbers: two hundred million, one in five, two-thirds, five years in a row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from charts.generator.check.typed.context import Judged, Words
from charts.generator.check.typed.lexicon import (
    BE,
    CARDINAL,
    CHANGE,
    COUNTED,
    DEFINITE,
    ENDING,
    EXTREME,
    FUNCTION,
    LATER,
    LEAD,
    MANY,
    MOST,
    ORDINAL,
    OTHERS,
    PART,
    PARTS,
    SCALE,
    SCALES,
    SMALL_ANY,
    STATES,
    STREAK,
    TEENS,
    TENS,
    TIME,
    TIMES,
    UNIT,
    ZERO,
    word_set,
)  # fmt: skip

_MAJORITIES = word_set("majority majorities vote compromise rule")
_CODES = word_set(
    "code codes level heading headings subheading subheadings chapter number numbers group groups"
)
_SLUMPS = EXTREME - {"old", "run", "record", "records", "average", "total"}
_SHARES = word_set("of share stake cut drop fall rise")
# What has a length of its own.
_LASTING = word_set(
    "agreement ceasefire ceremony contract conversation dinner lease met meeting meetings"
    " negotiated negotiations permit session speech spoke spoken summit talk talked talks treaty"
    " truce visa visit visited"
)
_PARTS_OF_ONE = word_set("and a half quarter quarters")
_FULLY = word_set("cool good full whole round mere further spare clear fresh")
_SPELL = word_set("in within during after per a")
_COMPARED = (["than", "more"], ["than", "less"], ["than", "fewer"], ["than", "higher"],
             ["than", "lower"], ["least", "at"], ["most", "at"], ["to", "up"])  # fmt: skip
_AGAINST = ("outnumber", "ratio", "odds", "outvote", "beat")
_NEARLY = word_set("nearly almost roughly approximately")


def cardinal(words: Words, at: int) -> Judged | None:
    """Judge a number from one up."""
    word, before = words[at], words[at - 1]
    if word in SCALES:
        return _scales(words, at)
    if word == "score":
        return at + 1, before == "a" and words[at + 1] == "of"
    if word not in CARDINAL:
        return None
    if word in SCALE and not _is_led(words, at):
        return at + 1, False  # a unit, as in "million dollars", or the rest of a number in digits
    end, large = _phrase(words, at)
    one = end == at + 1 and word == "one"
    if length := _length(words, at, end):
        return length, False
    for test in (_magnitude, _fraction, _ratio, _times, _unit, _span):
        if (judged := test(words, at, end, one)) is not None:
            return judged
    if large:
        return end, before != "per" and not _is_year(words.tokens[at:end])
    if words.before(at, 2) == ["but", "all"]:
        return end, True  # all but three of them
    return (end, False) if one else _small(words, at, end)


def _is_led(words: Words, at: int) -> bool:
    """Return whether a size is a number by itself: a cool million, another dozen."""
    before = words[at - 1]
    if before in ("a", "an", "half", "several", "few", "another", "umpteen", "countless"):
        return True
    return before in _FULLY and words[at - 2] in ("a", "an")


def _length(words: Words, start: int, end: int) -> int:
    """Return where a length of talks, of a contract or of a visit ends; 0 for anything else."""
    while words[end] in _PARTS_OF_ONE:
        end += 1
    before = words.before(start, 6)
    lasting = words[end] in TIMES or words[end] in ("hours", "minutes")
    return end + 1 if lasting and _LASTING & {*before} and not CHANGE & {*before} else 0


def _phrase(words: Words, at: int) -> tuple[int, bool]:
    """Return the end of a cardinal, and whether it is larger than ten."""
    end, large = at, False
    while True:
        word = words[end]
        if word in CARDINAL:
            large |= word not in SMALL_ANY
        elif word in SCALES and end > at and word != "tens":
            large = True
        elif word != "and" or words[end - 1] not in SCALE or words[end + 1] not in MANY:
            return end, large
        end += 1


def _is_year(number: Sequence[str]) -> bool:
    """Return whether words name a year: nineteen ninety-one, twenty twenty-four."""
    if not 2 <= len(number) <= 3 or (number[0] not in TEENS and number[0] != "twenty"):
        return False
    return number[1] in TENS or number[1] in TEENS


def _scales(words: Words, at: int) -> Judged:
    """Thousands, tens of millions."""
    end = at + 1
    while words[end] == "of" and (words[end + 1] in SCALES or words[end + 1] in SCALE):
        end += 2
    unit = words[at - 1] == "in" and words[end] == "of" and words[end + 1] in UNIT
    return end, not unit and (words[at] != "tens" or end > at + 1)


def _magnitude(words: Words, start: int, end: int, one: bool) -> Judged | None:
    return (end + 3, True) if words.says(end, ("orders", "of", "magnitude")) else None


def _fraction(words: Words, start: int, end: int, one: bool) -> Judged | None:
    """Two-thirds, one half, two and a half, three point five."""
    after, following = words[end], words[end + 1]
    part = words[end + 2] == "half" or words[end + 2] in PART
    if after == "and" and following in ("a", "an", "one") and part:
        return end + 3, True
    if after == "half" and one:
        return end + 1, True
    if after == "point" and (following in MANY or following in ZERO):
        stop = end + 2
        while words[stop] in MANY or words[stop] in ZERO:
            stop += 1
        return stop, True
    if not one and after in PART and end in words.joined:
        return end + 1, following in _SHARES
    if after not in (PART if one else PARTS):
        return None
    spell = after == "quarter" and following != "of" and words[start - 1] in _SPELL
    return end + 1, not spell and following not in _MAJORITIES and not (one and following in OTHERS)


def _ratio(words: Words, start: int, end: int, one: bool) -> Judged | None:
    """One in five, one firm in five, two of the three, nine of every ten, three to one."""
    if words.says(end, ("times", "out", "of")):
        return end + 4, False
    if words.says(end, ("to", "one")) and not one:
        return end + 2, True
    if words[end] == "to" and words[end + 1] in CARDINAL:
        before = words.before(start, 4)
        if before[:1] == ["by"] or any(word.startswith(_AGAINST) for word in before):
            return _phrase(words, end + 1)[0], True
    if one and words[end].isalpha() and words[end + 1] == "in" and words[end + 2] in CARDINAL:
        stop = _phrase(words, end + 2)[0]
        counted = words[stop] in TIME or words[stop] in UNIT or words[stop].endswith("s")
        return None if words[end + 2] == "one" or counted else (stop, True)
    of = words[end] == "of"
    if words.says(end, ("out", "of")):
        at = end + 2
    elif of or words[end] == "in":
        at = end + 1
    else:
        return None
    each = words[at] in ("every", "each")
    if of and one and not each:
        return None  # one of the two
    at += each or (of and words[at] == "the")
    if words[at] == "a" and words[at + 1] in SCALE:
        if one and words[at + 1] == "million":
            return at + 2, False
        at += 1
    if words[at] not in CARDINAL or words[at] == "one":
        return None
    return _phrase(words, at)[0], True


def _times(words: Words, start: int, end: int, one: bool) -> Judged | None:
    """Five times, a hundred-fold, by a factor of ten."""
    after = words[end]
    if words[start - 1] == "of" and words[start - 2] == "factor":
        return end, True
    if after == "fold" or (after == "time" and end in words.joined and not one):
        return end + 1, after == "fold" or words[end + 1] not in ("champion", "winner")
    if after != "times" or one:
        return None
    return end + 1, words[end + 1] not in ("no", "table", "tables")


def _unit(words: Words, start: int, end: int, one: bool) -> Judged | None:
    """Five percent, two full barrels, a six-figure sum; and not twelve o'clock."""
    after = words[end]
    if (
        words.says(end, ("per", "cent"))
        or words.says(end, ("per", "mille"))
        or (after in ("percentage", "basis"))
    ):
        return end + 2, True
    if after in UNIT:
        return end + 1, True
    if after in ("full", "whole") and words[end + 1] in UNIT:
        return end + 2, True
    if after in ("digit", "figure") and end in words.joined and not one:
        number = words[end + 1] in ("number", "numbers") and words[end + 2] == "of"
        return end + 1, number or words[end + 1] not in _CODES
    return (end + 1, False) if after in ("o", "noon") else None


def _span(words: Words, start: int, end: int, one: bool) -> Judged | None:
    """Five years in a row, two years later, a five-year low, in three years."""
    if words[end] in STREAK and words[end + 1] in TIMES:
        return end + 2, True
    if words[end] in TIME:
        low = words[end + 1] in EXTREME
        return end + 1 + low, low
    noun = end + (words[end] in ("full", "whole", "more"))
    after = words[noun + 1]
    if words.says(noun + 1, ("in", "a", "row")) and words[noun] in TIMES:
        return noun + 4, True
    spell = [*words.tokens[start:end], words[noun]]
    later = after in LATER or after == "on"
    if not later and spell in (["twelve", "months"], ["twenty", "four", "hours"]):
        return noun + 1, False  # other words for a year and a day
    if words[noun] not in TIMES or one:
        return None
    if after == "of" and words[noun + 2] in _SLUMPS:
        return noun + 3, True
    if words.says(noun + 1, ("in", "succession")):
        return noun + 3, True
    if later or _phrase(words, start)[1]:
        return noun + 1 + later, True
    last, earlier = [*words.before(start, 2), "", ""][:2]
    lead = (last in LEAD and last != "every") or (last == "the" and earlier in LEAD)
    dated = after == "of" and (
        words[noun + 2] in ("the", "this", "that") or words[noun + 2][:1].isdigit()
    )
    return noun + 1, lead and not dated


def _small(words: Words, start: int, end: int) -> Judged:
    """Judge a number from two to ten that no measure follows."""
    two, after, before = words[start] == "two", words[end], words.before(start, 5)
    if words[start - 1] == "," and _for_every(words, start - 1):
        return end, True
    last = before[0] if before else ""
    if after in MOST and after not in ("main", "top", "leading"):
        return end + 1, True
    if not _is_known(before) and (noun := _counted(words, end, two)) > 0:
        return noun + 1, noun + 1 not in words.joined
    if end in words.joined:
        return end, False
    if before[:2] in _COMPARED:
        return end, after not in ("of", "sides", "ways", "things")
    if after == "more" and (words.ends(end + 1) or words[end + 1] in FUNCTION):
        return end + 1, words[end + 1] not in ("of", "than")  # added five more
    if before[:2] in (["as", "many"], ["as", "few"], ["of", "total"]) or last in _NEARLY:
        return end, True
    ended = words.ends(end) or (after in ENDING and after not in ("of", "year"))
    moved = any(word in CHANGE and word != "went" for word in before[1:])
    if last in ("to", "by", "from") and ended and moved:
        return end, True
    equal = last in BE and words.ends(end) and after != "," and not two
    return end, equal and "there" not in before


def _for_every(words: Words, at: int) -> bool:
    """Return whether a rate begins before a comma: "For every ton sold, three are bought"."""
    before = words.before(at, 9)
    return any(pair in (("every", "for"), ("each", "for")) for pair in pairwise(before))


def _counted(words: Words, at: int, two: bool) -> int:
    """Return the place of the noun that a number counts, after two adjectives at most; or -1."""
    noun, adjectives = at, 0
    while adjectives < 3:
        word = words[noun]
        if noun not in words.joined and (word in COUNTED or (word in STATES and not two)):
            return noun
        if word == "." and len(words[noun - 1]) == 1:  # an abbreviation
            noun, adjectives = noun + 1, adjectives - (len(words[noun + 1]) == 1)
            continue
        if word in ORDINAL or word in FUNCTION or words.ends(noun):
            break
        noun, adjectives = noun + 1, adjectives + 1
    return -1


def _is_known(before: Sequence[str]) -> bool:
    """Return whether the words before a number say that its things were named: the other two."""
    last, earlier = [*before, "", ""][:2]
    if last in DEFINITE:
        return True
    if last in ("first", "last", "next", "other"):
        return earlier in DEFINITE
    return last == "of" and earlier in ("any", "none", "all", "each", "both")
