"""Holds what a heading says, or a question asks, against the numbers that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from charts.generator.check.agreement import flows
from charts.generator.check.agreement.bound_scope import BoundScope, Subject
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import COMPARATIVES, NOT, VERBS, direction
from charts.generator.check.agreement.names import Names
from charts.generator.check.sentence_scope import Bound, Sentence

_NOUNS = re.compile(
    r"\b(?:(?P<up>comeback|come-?back|recovery|revival|rebound|boom|surge|upturn|gain(?:ed)? ground"
    r"|rise|growth|increase)|(?P<down>slump|collapse|crash|decline|downturn|drop|lose ground"
    r"|retreat|plunge|fall(?! of (?:19|20)))s?)\b", re.I,
)  # fmt: skip
# What turns such a word round, or says that it is of another time.
_OTHERWISE = re.compile(
    r"\b(?:no|none|end(?:s|ed)?|over|halt\w*|stop\w*|pause\w*|instead|without|little|if|could|may"
    r"|might|would|will|after|before|despite|once|than|or)\b", re.I,
)  # fmt: skip
_THAN_THEN = re.compile(
    r" than (?:in |it (?:was|had been) (?:in )?|those of )?(?:the (?:year|month) before"
    r"|a (?:year|month) (?:earlier|before)|last year|the previous (?:year|month)"
    r"|[A-Z]?[a-z]* ?(?:19|20)\d\d)", re.I,
)  # fmt: skip
_ANSWER = re.compile(
    r"\W*(?:(?P<yes>yes|it did|they did|indeed)|no|it did not|they did not)\b", re.I
)
_HOW_MUCH = re.compile(r"\b(?:how (?:much|many|large|big|high)|what|which)\b", re.I)
_OPENING = re.compile(r"(?:\W|solution|answer|about|around|nearly|some|it was|exactly)*", re.I)


def trend(
    asked: str, answer: str, sentence: Sentence, scopes: dict[Bound, BoundScope], names: Names
) -> Iterator[tuple[str, int]]:
    """Yield where a heading says "rose", or a question is answered so, over numbers that fall.

    Args:
        asked: the heading, or the question.
        answer: the sentence behind it.
        sentence: the first sentence with two numbers under it.
        scopes: what these are about.
        names: the names of places and values.
    """
    ways = {direction(m) for m in [*VERBS.finditer(asked), *_NOUNS.finditer(asked)]}
    than = _THAN_THEN.search(asked) if asked.endswith("?") and not ways else None
    if than:
        ways = {direction(m) for m in COMPARATIVES.finditer(asked, 0, than.start())}
    turned = _OTHERWISE.search(asked[: than.start()] if than else asked)
    if len(ways) != 1 or NOT.search(asked) or turned:
        return
    way = ways.pop()
    said = " ".join(asked.split()[:8])
    if asked.endswith("?"):
        answered = _ANSWER.match(answer)
        if not answered:
            return
        way = way if answered["yes"] else -way
        said = answered[0].strip(" *_")
    for (one, a), (other, b) in pairwise(scopes.items()):
        if not _alike(a, b) or a.value is None or b.value is None or a.value == b.value:
            continue
        buys = {flows.is_buying(asked), flows.is_buying(a.says)} - {None}
        places = {place.meaning for place in names.find_places(asked)}
        own = names.values(a.subjects) | {p.meaning for p in names.find_places(about(a))}
        elsewhere = own & set(names.places.values()) and places and not places & own
        if len(buys) > 1 or elsewhere or len(scopes) > 2:
            return
        grown = (b.value > a.value) == (_when(b) > _when(a))
        if grown != (way > 0):
            kind = "answer is" if asked.endswith("?") else "heading says"
            yield (
                f'the {kind} "{said}", but it went from {one.words} to '
                f"{other.words}: {about(a)}. Change the words, or the numbers.",
                one.offset,
            )
        return


def value(
    asked: str, sentence: Sentence, scopes: dict[Bound, BoundScope], names: Names
) -> Iterator[tuple[str, int]]:
    """Yield where a question asks for one value of a key and the number behind is of another."""
    bound, scope = next(iter(scopes.items()), (None, None))
    if bound is None or scope is None or scope.is_test or not scope.is_level:
        return
    if not asked.endswith("?") or not _HOW_MUCH.search(asked):
        return
    before = sentence.before(bound)
    if not _OPENING.fullmatch(before):
        return
    for subject in scope.subjects:
        for column, values in subject.keys.items():
            if column == subject.dataset.period or subject.dataset.roles.get(column):
                continue
            named = names.find_values(asked, subject.dataset, column)
            behind = names.find_values(sentence.after(bound), subject.dataset, column)
            meant, mine = {each.meaning for each in named}, names.meaning(values[0])
            if len(meant) == 1 and len(values) == 1 and mine not in meant and not behind:
                shown = asked[named[0].start : named[0].end]
                yield (
                    f'the question is about "{shown}", but {bound.words} is of {mine} '
                    f"({about(scope)}). Change the question, or the number.",
                    bound.offset,
                )
                return


def _alike(a: BoundScope, b: BoundScope) -> bool:
    """Return whether two numbers are readings of one series at different times, but no ranks."""
    if not (a.is_level and b.is_level) or not a.years or not b.years or _when(a) == _when(b):
        return False
    if any(subject.lower_is_better for subject in a.subjects):
        return False
    series = [
        {
            (s.dataset.name, s.column, *((k, v) for k, v in s.keys.items() if not _dates(s, k)))
            for s in scope.subjects
        }
        for scope in (a, b)
    ]
    return series[0] == series[1]


def _dates(subject: Subject, column: str) -> bool:
    return column == subject.dataset.period or subject.dataset.is_period(column)


def _when(scope: BoundScope) -> str:
    return scope.newest or min(scope.years)
