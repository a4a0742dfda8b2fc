"""Holds words that say much against tests and numbers that say less.

"Each year" wants a test of each year, "for the first time" one of the time before, "usually" no
record, and "most of it" more than half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement import extents, sides
from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import COMPARATIVES, NOT, VERBS, direction
from charts.generator.check.agreement.formula_reading import directions, series_of
from charts.generator.check.agreement.periods import period
from charts.generator.check.agreement.times import times
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import (
    Call,
    Comparison,
    Node,
    Number,
    Operation,
    Window,
    Words,
)

_EACH = re.compile(
    r"\b(?:(?:every|each)(?: single| one| and every)? (?:year|month|quarter|week|day)\b(?! other)"
    r"|(?P<unit>year|month|quarter|week) (?:after|by|in,) (?P=unit)(?: out)?\b"
    r"|(?:in )?all (?:of )?(?:the |these |those )?(?:years|months|quarters)\b"
    r"|without (?:a |an |any )?(?:break|pause|interruption|exception|let-?up|setback)\b"
    r"|(?:steadily|continuously|continually|consistently|uninterruptedly|invariably|constantly"
    r"|unfailingly|relentlessly)\b)", re.I,
)  # fmt: skip
_ANY_OTHER = re.compile(
    r"\bthan (?:[a-z]+ ){0,2}?(?:any(?:one|body|thing|where)?(?: other| else)\b"
    r"|any (?:country|place|partner|rival|producer|supplier|seller|buyer|customer|year|month)\b"
    r"|(?:anyone|anybody|anywhere)\b(?! in (?:19|20))|all (?:of )?(?:the )?others?\b"
    r"|every other\b|ever\b|at any (?:other )?time)", re.I,
)  # fmt: skip
_FIRST_TIME = re.compile(
    r"\b(?:for the (?:very )?first time|first time ever|(?:as|like) never before|never before"
    r"|for once)\b", re.I,
)  # fmt: skip
_TO_THIS_DAY = re.compile(
    r"\b(?:to (?:this|the present) day|to date|so far|until (?:now|today)|up to now|as yet"
    r"|(?:before|then) or since|ever since|in the (?:whole|entire) series)\b", re.I,
)  # fmt: skip
_LIMIT = re.compile(
    r"\b(?:(?P<down>(?:no|not) (?:more|higher|larger) than|less than|lower than|fewer than|under"
    r"|below|at most|short of)|(?P<up>(?:no|not) (?:less|lower|fewer) than|more than|higher than"
    r"|over|above|at least|upwards of|in excess of|exceed(?:s|ed|ing)?))\b", re.I,
)  # fmt: skip
_EXACT = re.compile(
    r"(?<!almost )(?<!nearly )(?<!not )\b(?:exactly|precisely|to the (?:last )?(?:cent|penny|dollar"
    r"|euro|ton(?:ne)?|barrel|unit|letter)|identical(?:ly)?|the very same)\b", re.I,
)  # fmt: skip
_USUAL = re.compile(
    r"\b(?:usually|typically|normally|as a rule|generally|routinely|most of the time|as usual"
    r"|(?:in|on) (?:a|an|any) (?:typical|ordinary|normal|usual|given) (?:year|month|week|day))\b"
    r"[^,;.:]{0,60}$", re.I,
)  # fmt: skip
_EVER = re.compile(
    r"\b(?:never|ever|on record|of all time|all-time|in (?:all |the |its |their )?history)\b", re.I
)
_MOST = re.compile(
    r"\b(?:(?:most|the (?:vast |great |overwhelming |large )?majority|the bulk"
    r"|the (?:larger|greater|better|main) (?:part|share|half)) of\b"
    r"|most (?:(?!of\b)[a-z]+ )?[a-z]{3,}s\b|an? (?:\w+ )?majority of\b)[^.;:!?]{0,70}"
    r"(?:, (?:namely |at )?|: | \(|—| — | – )$", re.I,
)  # fmt: skip
_A_MAJORITY = re.compile(r"^,? an? (?:clear |large |vast |absolute |solid |slim )?majority\b", re.I)
# "Most went by sea and a small share, 9%, by rail".
_SECOND_PART = re.compile(
    r"\b(?:and|while|but) (?:only |just )?(?:an?|some|the) (?:\w+ ){0,2}?(?:share|part|portion"
    r"|fraction|few|rest|remainder|minority|slice)\b"
)
_OF_IT = re.compile(r"^ of (?:its|their|the|his|her|what|that|all|it)\b", re.I)
_EACH_YEAR = re.compile(
    r"^ (?:(?:a|per|each|every) (?:year|annum)\b(?! (?:later|earlier|after|before|ago|on|or))"
    r"|yearly\b|annually\b|year (?:after|by) year\b)", re.I,
)  # fmt: skip
_WITHIN = re.compile(
    r"^(?: [a-z]+){0,2}? (?:with)?in (?:(?:just|only|less than|under|about|barely|little more than"
    r"|over|more than) )?(?:an?|one|a single) (?P<unit>decade|year|month|quarter|century)"
    r"(?=[,.;:)]|$| and\b| but\b)", re.I,
)  # fmt: skip
_MONTHS = {"century": (1000, 1400), "decade": (94, 146), "year": (1, 13), "quarter": (2, 4),
           "month": (1, 1)}  # fmt: skip
_POINTS = re.compile(r"(?:\b| )(?:percentage|percent|per cent) points?\b", re.I)
_LED_TO = re.compile(r"\b(?:lost|lose|loses|gained|gains|gave up|shed|won|cut|fell|rose|grew)\b")
_ALTOGETHER = re.compile(
    r"^ (?:(?:of|in|worth of) [^,;.]{1,40}? )?(?:altogether|in (?:total|sum)|all told|combined"
    r"|together)\b", re.I,
)  # fmt: skip


def beyond(words: str, scope: BoundScope) -> str:
    """Say where the words of a claim say more than its test looks at."""
    return (
        _more_than_two(words, scope)
        or _to_this_day(words, scope)
        or _wrong_side(words, scope)
        or _exact(words, scope)
        or _not_never(words, scope)
    )


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where the words around a number say more than it is, with its place."""
    for bound, scope in scopes.items():
        before, after = sentence.before(bound), sentence.after(bound)
        said = "" if scope.is_test else (
            _usual(before, scope)
            or _ever(before, sentence, scope)
            or since(before, scope)
            or _most(before, after, scope)
            or extents.disagreement(before, after, scope)
            or _points(before, after, scope)
            or _each_year(after, scope)
            or _altogether(before, after, scope)
            or _either(scope)
            or _in_points(before, after, scope)
            or _too_quick(after, scope)
        )  # fmt: skip
        if said:
            yield said, bound.offset


def since(before: str, scope: BoundScope) -> str:
    """Say where "since 2022" leads to a test, or a record, of a time that begins later."""
    named = [t for t in times(before) if re.search(r"\b[Ss]ince $", before[: t.start])]
    firsts = {
        node.first.text
        for node in scope.nodes
        if isinstance(node, Window) and node.first and (node.last is None or node.last.moves)
    }
    if len(named) != 1 or len(firsts) != 1 or len(named[0].years) != 1:
        return ""
    (time,), (first,) = named, firsts
    said = [f"{year}-{month:02d}" for month, year in time.months] or time.years
    # What has fallen since 2021 is tested from 2022 on.
    late = int(first[:4]) - int(said[0][:4]) > (0 if len(said[0]) == len(first) == 7 else 1)
    if not re.match(r"\d{4}", first) or not late:
        return ""
    if scope.is_test:
        return (
            f'follow "since {time.text}", but the test looks only from {formats.period(first)} on; '
            "change the words or the test."
        )
    return (
        f'the sentence says "since {time.text}", but {scope.bound.words} looks only from '
        f"{formats.period(first)} on: {about(scope)}. Change the words, or the window."
    )


def _two(scope: BoundScope) -> Comparison | None:
    """Return the comparison of two sides that a test is; None if it looks at more."""
    node = scope.node
    many = scope.looks_at_many or any(isinstance(n, Window) for n in scope.nodes)
    is_one = isinstance(node, Comparison) and len(node.terms) == 2
    return node if is_one and not many else None  # type: ignore[return-value]


def _more_than_two(words: str, scope: BoundScope) -> str:
    test = _two(scope)
    if test is None or NOT.search(words):
        return ""
    found = _EACH.search(words) or _FIRST_TIME.search(words)
    if not found and not any(isinstance(n, Call) or _adds(n) for n in scope.nodes):
        found = _ANY_OTHER.search(words)
    if not found or any(isinstance(term, Number) for term in test.terms):
        return ""
    return (
        f'say "{found[0]}", but the test compares two numbers; test each of them, such as with '
        "rises(…, 2020..2024), is_highest(…) or rank(…), or change the words."
    )


def _adds(node: Node) -> bool:
    return isinstance(node, Operation) and node.sign == "+"


def _to_this_day(words: str, scope: BoundScope) -> str:
    found = _TO_THIS_DAY.search(words)
    ends = [
        node.last.text
        for node in scope.nodes
        if isinstance(node, Window) and node.last and not node.last.moves
    ]
    newest = [s.dataset.last for s in scope.subjects if s.dataset.last]
    if not found or not ends or not newest or max(ends) >= min(newest)[: len(max(ends))]:
        return ""
    return (
        f'say "{found[0]}", but the test looks only up to {formats.period(max(ends))}; leave the '
        "end of its window open, or change the words."
    )


def _wrong_side(words: str, scope: BoundScope) -> str:
    """Say where "more than a tenth of a billion" is bound to a test of less."""
    test = scope.node
    if not isinstance(test, Comparison) or len(test.terms) != 2 or test.signs[0][0] not in "<>":
        return ""
    one, other = test.terms
    limit = other if isinstance(other, Number) else one
    if not isinstance(limit, Number) or limit.unit in ("", "percent") or not limit.value:
        return ""
    ways = {direction(found) for found in _LIMIT.finditer(words)}
    more = (test.signs[0][0] == ">") == (limit is other)
    rest = _LIMIT.sub("", words)
    if len(ways) != 1 or NOT.search(rest) or re.search(r"\b(?:no|none|nothing)\b", rest):
        return ""
    if ways == {1 if more else -1}:
        return ""
    found = _LIMIT.search(words)
    return sides.opposite(found[0] if found else "")


def _exact(words: str, scope: BoundScope) -> str:
    found = _EXACT.search(words)
    if not found or getattr(scope.node, "name", "") != "about":
        return ""
    return f'say "{found[0]}", but what is tested is about the same; change the words or the test.'


def _not_never(words: str, scope: BoundScope) -> str:
    """Say where what never was more is said to have been more."""
    node = scope.node
    if not isinstance(node, Call) or node.name != "never":
        return ""
    test = node.arguments[0]
    if not isinstance(test, Comparison) or len(test.signs) != 1 or test.signs[0][0] not in "<>":
        return ""
    found = list(COMPARATIVES.finditer(words))
    ways = {direction(each) for each in found}
    if NOT.search(words) or re.search(r"\b(?:no|none|nothing|nor|failed)\b", words):
        return ""
    if ways != {1 if test.signs[0][0] == ">" else -1}:
        return ""
    return (
        f'say "{found[0][0]}", but what is tested is that it never was; change the words or the '
        "test."
    )


def _usual(before: str, scope: BoundScope) -> str:
    found = _USUAL.search(before)
    if not found or getattr(scope.node, "name", "") not in ("highest", "lowest"):
        return ""
    said = found[0].split()[0]
    return (
        f'the sentence says "{said}", but {scope.bound.words} is a record: {about(scope)}. Change '
        "the words, or take mean(…)."
    )


def _ever(before: str, sentence: Sentence, scope: BoundScope) -> str:
    """Say where "never" is said of a record within a window."""
    found = _EVER.search(before[-90:])
    if not found or not scope.record or times(sentence.text):
        return ""
    windows = [n for n in scope.nodes if isinstance(n, Window)]
    spans = [s.dataset.span for s in scope.subjects if s.dataset.span]
    if not windows or not spans:
        return ""
    late = any(w.first and w.first.text[:4] > max(s[0] for s in spans)[:4] for w in windows)
    early = any(
        w.last and not w.last.moves and w.last.text < min(s[-1] for s in spans)[: len(w.last.text)]
        for w in windows
    )
    if not (late or early):
        return ""
    return (
        f'the sentence says "{found[0]}", but {scope.bound.words} is the record of a window: '
        f"{about(scope)}. Say which, or take the window away."
    )


def _most(before: str, after: str, scope: BoundScope) -> str:
    """Say where "most of it" is less than half."""
    found = _MOST.search(before) or _A_MAJORITY.match(after)
    if not found or scope.format != "percent" or scope.direction or scope.value is None:
        return ""
    share = scope.value / 100 if scope.unit == "percent" and scope.value > 1 else scope.value
    if not 0 <= share < 0.5 or NOT.search(found[0]) or NOT.search(before[-40:]):
        return ""
    if _SECOND_PART.search(found[0]):
        return ""
    said = " ".join(found[0].strip(" ,:(—–").split()[:4])
    return (
        f'the sentence says "{said}", but {scope.bound.words} is less than half: {about(scope)}. '
        "Change the words, or the number."
    )


def _points(before: str, after: str, scope: BoundScope) -> str:
    """Say where a difference of shares is told as a part of one of them."""
    node = scope.node
    if (
        not isinstance(node, Operation)
        or node.sign != "-"
        or scope.unit not in ("percent", "points")
    ):
        return ""
    found = _OF_IT.match(after)
    if not found or series_of(node.left) != series_of(node.right) or not _LED_TO.search(before):
        return ""
    return (
        f'the sentence says "{scope.bound.words}{found[0]}", but that is a difference of shares, '
        f"in percentage points: {about(scope)}. Take fall(…) or rise(…), or change the words."
    )


def _each_year(after: str, scope: BoundScope) -> str:
    """Say where a change over several years is told of each."""
    found = _EACH_YEAR.match(after)
    if not found or not scope.ends or int(scope.ends[1][:4]) - int(scope.ends[0][:4]) < 2:
        return ""
    return (
        f'the sentence says "{scope.bound.words}{found[0]}", but that is the change over all the '
        f"years: {about(scope)}. Change the words, or the formula."
    )


def _altogether(before: str, after: str, scope: BoundScope) -> str:
    """Say where the number of one year is told as that of several together."""
    found = _ALTOGETHER.match(after)
    ranges = [time for time in times(before) if time.is_range]
    if not found or not ranges or not scope.is_level or len(scope.years) != 1:
        return ""
    return (
        f'the sentence says "{ranges[-1].text}" and "{found[0].strip()}", but {scope.bound.words} '
        f"is of {period(scope)} alone: {about(scope)}. Take sum(…), or change the words."
    )


def _either(scope: BoundScope) -> str:
    """Say where either("rose", "fell", …) says "rose" where its test is of a fall."""
    node = scope.node
    if not isinstance(node, Call) or node.name != "either" or len(node.arguments) != 3:
        return ""
    word, _, test = node.arguments
    tested = {way for way in directions(test, None) if way}
    found = VERBS.search(word.text) or COMPARATIVES.search(word.text) if isinstance(
        word, Words) else None  # fmt: skip
    if not found or len(tested) != 1 or direction(found) in tested:
        return ""
    return (
        f'the formula writes "{found[0]}" where its test says the opposite: {about(scope)}. '
        "Exchange the words, or turn the test."
    )


def _in_points(before: str, after: str, scope: BoundScope) -> str:
    """Say where a change in percent is told in percentage points."""
    node = scope.node
    if not isinstance(node, Call) or node.name not in ("fall", "rise", "change"):
        return ""
    found = _POINTS.search(before) or _POINTS.match(after)
    if not found or scope.format != "percent":
        return ""
    return (
        f'the sentence says "{found[0].strip()}", but {scope.bound.words} is a part of what there '
        f"was: {about(scope)}. Take a − b, or change the words."
    )


def _too_quick(after: str, scope: BoundScope) -> str:
    """Say where a fall over three years is told to have come "within a year"."""
    found = _WITHIN.match(after)
    ends = scope.ends
    if not found or not ends or not all(re.fullmatch(r"\d{4}(?:-\d\d)?", end) for end in ends):
        return ""
    first, last = (int(end[:4]) * 12 + int(end[5:] or 1) for end in ends)
    least, most = _MONTHS[found["unit"].lower()]
    if least <= last - first <= most:
        return ""
    said = f"{scope.bound.words}{found[0]}"
    return (
        f'the sentence says "{said}", but the formula goes {period(scope)}: {about(scope)}. '
        "Change the words, or the periods."
    )
