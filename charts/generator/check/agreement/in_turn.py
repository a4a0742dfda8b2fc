"""Holds "respectively", "the former" and "the latter" against the numbers that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement import flows
from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.names import Names
from charts.generator.check.sentence_scope import Bound, Sentence

_RESPECTIVELY = re.compile(r"\b(?:respectively|in (?:that|this) order)\b", re.I)
_FORMER = re.compile(r"\b[Tt]he (?:former|first)\b")
_LATTER = re.compile(r"\b[Tt]he (?:latter|second|other)\b")


def disagreements(
    before: str, sentence: Sentence, scopes: dict[Bound, BoundScope], names: Names
) -> Iterator[tuple[str, int]]:
    """Yield where two numbers stand in another order than what they are said of.

    Args:
        before: the sentence before.
        sentence: the sentence.
        scopes: what its numbers are about.
        names: the names of places.
    """
    numbers = [(bound, scope) for bound, scope in scopes.items() if not scope.is_test]
    if len(numbers) != 2:
        return
    (one, a), (other, b) = numbers
    led, between = sentence.text[: one.start], sentence.text[one.end : other.start]
    if _RESPECTIVELY.search(sentence.text):
        said, held = flows.ways(led), [flows.is_buying(about(scope)) for scope in (a, b)]
        if len(said) == 2 and said[0] != said[1] and held == [said[1], said[0]]:
            yield (
                f"the words say buying and selling in another order than the numbers: {one.words} "
                f"is {about(a)}. Change the order of the words, or of the numbers.",
                one.offset,
            )
    elif _FORMER.search(led) and _LATTER.search(between):
        text = f"{before} {led[: _at(_FORMER, led)]}"
        places = [place.meaning for place in names.find_places(text)][-2:]
        own = [names.values(scope.subjects) for scope in (a, b)]
        if len(places) == 2 and places[1] in own[0] - own[1] and places[0] in own[1] - own[0]:
            yield (
                f'"the former" is {places[0]}, but {one.words} is of {places[1]} ({about(a)}). '
                "Change the order of the names, or of the numbers.",
                one.offset,
            )


def _at(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return found.start() if found else 0
