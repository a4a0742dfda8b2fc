"""Judges ranks: third-largest, ranks fifth, number one, the top ten."""

from __future__ import annotations

from charts.generator.check.typed.context import Judged, Words
from charts.generator.check.typed.lexicon import (
    BE,
    CARDINAL,
    CHANGE,
    COUNTED,
    EXTREME,
    FUNCTION,
    LEAD,
    MOST,
    ORDINAL,
    OTHERS,
    PART,
    PERCENT,
    RANKED,
    SMALL,
    SMALL_ANY,
    STREAK,
    TEENS,
    TENS,
    TIME,
    TIMES,
    UNIT,
    UNIT_ORDINAL,
    word_set,
)  # fmt: skip

_PRIORITIES = word_set(
    "priority issue rule enemy goal concern reason question problem list lists tips song hit rated"
    " single fan"
)
_RANKS = word_set("rank ranks ranking ranked placed finish finished finishes")
_COMES = word_set("came come comes coming stands stood places finishing")
_TAKES = word_set("takes took taking holds held")
_BESIDES = word_set("only as just joint equal now still")
# What a calendar or an idiom has: every second Tuesday, every second matters.
_CALENDAR = TIME | word_set(
    "monday tuesday wednesday thursday friday saturday sunday morning evening night afternoon"
    " weekend january february march april may june july august september october november december"
    " spring summer autumn fall winter season century minute hour time turn count matter"
    " thought hand"
    " edition issue chapter page word sentence line thing"
)
# What is held every four years.
_REGULAR = word_set(
    "once held hold meet meets met meeting vote votes election elections elect elects elected"
    " renewed reviewed reviews review summit forum census takes congress games cup published"
    " appears"
)
_MOVES = word_set(
    "moved moves move went goes came jumped advanced demoted promoted relegated down up"
)
_ONWARD = word_set(
    "in among from to and by behind place worldwide globally overall since after this"
)
_TILES = word_set("quartile quintile decile percentile tercile")
_DRAWN = word_set("page chart screen picture map figure panel table text sheet graph")
_HUGE = word_set("hundredth thousandth millionth billionth")
_OVERALL = word_set("in behind worldwide globally overall on")


def ordinal(words: Words, at: int) -> Judged | None:
    """Third-largest, ranks fifth, the tenth supplier, the third year in a row."""
    word, end = words[at], at + 1
    if word == "every":
        return _every(words, at)
    if word in TENS and words[at + 1] in UNIT_ORDINAL:
        end = at + 2
    elif word not in ORDINAL and word != "first":
        return None
    after, before = words[end], [*words.before(at, 3), "", ""]
    last, free = before[0], end not in words.joined
    verb = before[1] if last in _BESIDES and before[1] else last
    if after == "among":
        return end, words[end + 1] != "equals"
    if verb in _RANKS:
        return end, free and after != "hand"
    if word == "first":
        return end, last in _TAKES and after in ("place", "position")
    if after in MOST and after not in ("leading", "main", "top"):
        return end + 1, True
    if last == "for" and before[1] in ("tie", "tied", "ties"):
        return end, free
    if (word in _HUGE or (word.endswith("ieth") and end == at + 1)) and free and after in COUNTED:
        return end, last in ("the", "its", "their")
    if words.says(end, ("only", "to")):
        return end + 2, True
    if after in STREAK and (words[end + 1] in TIME or words[end + 1] in EXTREME):
        return end + 2, True
    if after in TIME and words[end + 1] == "of" and words[end + 2] in EXTREME:
        return end + 3, True
    if last in ("to", "from") and free and (words.ends(end) or after in _ONWARD):
        return end, after in ("to", "from") or bool((CHANGE | _MOVES) & {*before[1:]})
    if after == "of" and words[end + 1] in CARDINAL and verb in BE | _RANKS | _COMES:
        return end, free
    if after in TIME and words[end + 1] == "running":
        return end + 2, True
    if after in TIME and (row := _row(words, end + 1)):
        return row, True
    if after in ("place", "position", "rank") and (last in LEAD or last in _TAKES):
        return end + 1, True
    if verb in _COMES:
        return end, free and after != "hand"
    if free and (verb in BE or verb in ("only", "ran")):
        return end, (words.ends(end) and after != ";") or after in _OVERALL
    if free and last not in ("a", "another", "every") and _is_ranked(words, end):
        return end, True
    return None if word in PART and end == at + 1 else (end, False)


def _row(words: Words, at: int) -> int:
    """Return the end of "in a row" or "of decline in a row"; 0 where neither stands."""
    for begin in range(at, at + 5):
        if words.says(begin, ("in", "a", "row")):
            return begin + 3
        if words.ends(begin):
            break
    return 0


def _every(words: Words, at: int) -> Judged:
    """Every third barrel, every two years."""
    number, what = words[at + 1], words[at + 2]
    if number == "other":
        counts = what in UNIT
    elif number in ORDINAL:
        counts = what in UNIT or what in COUNTED or what in PERCENT or _is_one_of(words, at + 2)
    else:
        near = {*words.before(at, 6), *(words[at + i] for i in range(3, 7))}
        counts = number in SMALL and what in TIMES and not near & _REGULAR
    return (at + 3, True) if counts else (at + 1, False)


def _is_one_of(words: Words, at: int) -> bool:
    """Return whether things follow: "every second ingot", and not "every second counts"."""
    noun = words[at]
    if at in words.joined or not noun.isalpha() or noun in FUNCTION or noun in _CALENDAR:
        return False
    if words[at - 1] == "third" and noun in OTHERS and noun != "person":
        return False
    return not noun.endswith("s") or noun.endswith("ss") or noun == "gas"


def _is_ranked(words: Words, at: int) -> bool:
    """Return whether a supplier or the like follows, after one adjective at most."""
    plain = words[at] not in FUNCTION and not words.ends(at)
    return words[at] in RANKED or (plain and words[at + 1] in RANKED)


def rank(words: Words, at: int) -> Judged | None:
    """Number one, the top ten, place ten."""
    word, number, after, before = words[at], words[at + 1], words[at + 2], words[at - 1]
    if word in ("upper", "lower") and number not in _TILES and number not in PART:
        return at + 1, False
    if word not in ("number", "top", "bottom", "place", "upper", "lower"):
        return None
    if number in _TILES or (number in PART and number != "quarter"):
        return at + 2, after != "of" or not {words[at + 3], words[at + 4]} & _DRAWN
    known = number in SMALL_ANY or number in TEENS or number in TENS
    if not known or (number == "one" and word != "number"):
        return at + 1, False
    if word == "place":
        return at + 2, words.ends(at + 2) and before != "the"
    if word == "number" and before in ("a", "the"):
        return at + 2, after in RANKED or after in COUNTED or after in ("in", "among")
    return at + 2, after not in _PRIORITIES
