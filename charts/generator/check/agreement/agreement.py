"""Holds the sentences of a page against the numbers and tests in them.

A number is from a cell, a claim is tested; the words around them are an editor's. "Imports rose by
90%" is wrong where the 90% is a fall, however well it is bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from charts.generator.base.problems import Problem
from charts.generator.check.agreement import asked as asked_of
from charts.generator.check.agreement import (
    changes,
    claims,
    event_windows,
    in_turn,
    members,
    pairs,
    parties,
    periods,
    quoting,
    stance,
    strength,
    units,
)
from charts.generator.check.agreement.bound_scope import BoundScope, nouns
from charts.generator.check.agreement.names import Names
from charts.generator.check.agreement.times import times
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers.ledger import Ledger, Outcome, Receipt
from charts.generator.pages.markdown_page import Page


class Agreement:
    """The checks of a site's sentences; what they learn of its words and data is kept."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.names = Names(ledger.writer.words)
        self.nouns = nouns(ledger)
        self._scopes: dict[tuple[str, str, str], BoundScope] = {}

    def problems(self, page: Page, read: Iterable[tuple[Sentence, bool]]) -> list[Problem]:
        """Return what the sentences of a page say against their numbers and tests.

        Args:
            page: the page.
            read: its sentences, each with whether its periods are known to be wrong already.
        """
        return [page.problem(message, place) for _, message, place in self.found(read)]

    def found(self, read: Iterable[tuple[Sentence, bool]]) -> Iterator[tuple[str, str, int]]:
        """Yield each contradiction on a page: the check that finds it, its message, its place."""
        heading = question = before = asked = first = ""
        last: BoundScope | None = None
        for sentence, told in read:
            if sentence.kind == "heading" or (
                sentence.text.endswith(":") and times(sentence.text) and not sentence.bound
            ):
                heading = sentence.text
            elif heading.endswith(":") and not _in_list(sentence):
                heading = ""  # what leads to a list is said of the list alone
            over = sentence.heading if sentence.kind == "summary" else heading
            if question.endswith("?") and times(question):
                over = question
            scopes = self._tested(sentence)
            for message, place in pairs.answered(question, sentence, scopes):
                yield "pairs", message, place
            for message, place in changes.answered(question, sentence, scopes):
                yield "changes", message, place
            question = sentence.text
            for message, place in periods.follows(last, sentence, scopes):
                yield "periods", message, place
            for message, place in periods.of_its_subject(sentence, scopes):
                yield "periods", message, place
            for message, place in periods.that_year(before, sentence, scopes):
                yield "periods", message, place
            for message, place in in_turn.disagreements(before, sentence, scopes, self.names):
                yield "parties", message, place
            for message, place in members.of_a_union(before, sentence, scopes, self.names):
                yield "parties", message, place
            if asked:
                for message, place in asked_of.trend(asked, first, sentence, scopes, self.names):
                    yield "changes", message, place
                for message, place in asked_of.value(asked, sentence, scopes, self.names):
                    yield "parties", message, place
            asked, first = _asked(asked, first, sentence, scopes)
            before = sentence.text
            last = next(reversed(scopes.values()), None)
            for kind, message, place in self._found(sentence, over, scopes):
                if not (told and kind in ("periods", "outdated")):
                    yield kind, message, place
            if sentence.text != heading and times(sentence.text):
                heading = ""

    def _found(
        self, sentence: Sentence, heading: str, scopes: dict[Bound, BoundScope]
    ) -> Iterator[tuple[str, str, int]]:
        for message, place in units.twice(sentence):
            yield "units", message, place
        for message, place in quoting.of_another_source(sentence):
            yield "quoting", message, place
        if any(bound.macro for bound in sentence.bound):
            for message, place in units.disagreements(sentence, scopes):
                yield "units", message, place
        if not scopes:
            return
        for message, place in periods.disagreements(sentence, scopes, heading):
            yield "periods", message, place
        for message, place in event_windows.disagreements(sentence, scopes):
            yield "periods", message, place
        for message, place in changes.disagreements(sentence, scopes):
            yield "changes", message, place
        for message, place in strength.disagreements(sentence, scopes):
            yield "strength", message, place
        for message, place in pairs.moved(sentence, scopes):
            yield "pairs", message, place
        for message, place in pairs.unlike(sentence, scopes):
            yield "pairs", message, place
        for message, place in pairs.disagreements(sentence, scopes):
            yield "pairs", message, place
        for message, place in parties.disagreements(sentence, scopes, self.names):
            yield "parties", message, place
        for message, place in claims.disagreements(sentence, scopes, self.names):
            yield "claims", message, place
        for message, place in stance.denied(sentence, scopes):
            yield "denied", message, place
        for message, place in stance.lapsed(sentence, scopes):
            yield "lapsed", message, place
        for message, place in stance.outdated(sentence, scopes):
            yield "outdated", message, place
        for message, place in stance.superseded(sentence, scopes):
            yield "outdated", message, place

    def _tested(self, sentence: Sentence) -> dict[Bound, BoundScope]:
        return {bound: self._scope(bound) for bound in sentence.bound if _is_tested(bound)}

    def _scope(self, bound: Bound) -> BoundScope:
        key = (bound.macro, bound.name, bound.words)
        if key not in self._scopes:
            self._scopes[key] = BoundScope(bound, self.ledger, self.nouns)
        return self._scopes[key]


def _asked(
    asked: str, first: str, sentence: Sentence, scopes: dict[Bound, BoundScope]
) -> tuple[str, str]:
    """Return what the next sentence may answer, a heading or a question, and what stands behind it.

    The first sentence with numbers answers it.
    """
    if sentence.kind == "heading" or sentence.text.endswith("?"):
        return sentence.text, ""
    return ("", "") if scopes else (asked, first or sentence.text)


def _in_list(sentence: Sentence) -> bool:
    """Return whether a sentence stands in a list."""
    text, place = sentence.page.text, sentence.place(0)
    line = text[text.rfind("\n", 0, place) + 1 : place + 1]
    return re.match(r"\s*(?:[-*+]|\d+[.)]) ", line) is not None


def _is_tested(bound: Bound) -> bool:
    return isinstance(bound.result, Receipt | Outcome)
