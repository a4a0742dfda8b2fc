"""Holds the sentences of a page against the numbers and tests in them.

A number is from a cell, a claim is tested; the words around them are an editor's. "Imports rose by
90%" is wrong where the 90% is a fall, however well it is bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from charts.generator.base.problems import Problem
from charts.generator.check.agreement import (
    actors,
    changes,
    claims,
    differences,
    event_windows,
    extremes,
    in_turn,
    members,
    pairs,
    parties,
    periods,
    pronouns,
    questions,
    quoting,
    remainders,
    stance,
    statuses,
    strength,
    units,
)
from charts.generator.check.agreement.bound_scope import BoundScope, nouns
from charts.generator.check.agreement.dated_events import DatedEvents
from charts.generator.check.agreement.names import Names
from charts.generator.check.agreement.publishers import Publishers
from charts.generator.check.agreement.times import times
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers.ledger import Ledger, Outcome, Receipt
from charts.generator.pages.markdown_page import Page

# The name of a check, and what it finds: messages with their places.
Found = tuple[str, Iterator[tuple[str, int]]]


class Agreement:
    """The checks of a site's sentences; what they learn of its words and data is kept."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.names = Names(ledger.writer.words)
        self.publishers = Publishers(ledger.datasets.values())
        self.events = DatedEvents(ledger.writer.words)
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
        heading = before = asked = first = ""
        earlier: list[BoundScope] = []
        for sentence, told in read:
            if sentence.kind == "heading" or (
                sentence.text.endswith(":") and times(sentence.text) and not sentence.bound
            ):
                heading = sentence.text
            elif heading.endswith(":") and not _in_list(sentence):
                heading = ""  # what leads to a list is said of the list alone
            over = sentence.heading if sentence.kind == "summary" else heading
            if before.endswith("?") and times(before):
                over = before
            scopes = self._tested(sentence)
            yield from _each(self._behind(before, earlier, sentence, scopes))
            if asked:
                yield from _each(self._answers(asked, first, sentence, scopes))
            for kind, message, place in _each(self._alone(sentence, over, scopes)):
                if not (told and kind in ("periods", "outdated")):
                    yield kind, message, place
            asked, first = _asked(asked, first, sentence, scopes)
            before, earlier = sentence.text, list(scopes.values())
            if sentence.text != heading and times(sentence.text):
                heading = ""

    def _behind(
        self,
        before: str,
        earlier: list[BoundScope],
        sentence: Sentence,
        scopes: dict[Bound, BoundScope],
    ) -> Iterator[Found]:
        """Hold a sentence against the one before it, and against its numbers."""
        yield "pairs", pairs.answered(before, sentence, scopes)
        yield "changes", changes.answered(before, sentence, scopes)
        yield "periods", periods.follows(earlier[-1] if earlier else None, sentence, scopes)
        yield "periods", periods.of_its_subject(sentence, scopes)
        yield "periods", periods.that_year(before, sentence, scopes)
        yield "claims", statuses.disagreements(before, sentence, scopes)
        yield "parties", in_turn.disagreements(before, sentence, scopes, self.names)
        yield "parties", members.of_a_union(before, sentence, scopes, self.names)
        yield (
            "parties",
            pronouns.disagreements(before, earlier, sentence, scopes, self.names),
        )

    def _answers(
        self, asked: str, first: str, sentence: Sentence, scopes: dict[Bound, BoundScope]
    ) -> Iterator[Found]:
        """Hold a sentence against the heading or question that it answers."""
        yield "changes", questions.trend(asked, first, sentence, scopes, self.names)
        yield "parties", questions.value(asked, sentence, scopes, self.names)

    def _alone(
        self, sentence: Sentence, heading: str, scopes: dict[Bound, BoundScope]
    ) -> Iterator[Found]:
        """Hold a sentence against its own numbers and tests."""
        yield "units", units.twice(sentence)
        yield "quoting", quoting.of_another_source(sentence)
        if any(bound.macro for bound in sentence.bound):
            yield "units", units.disagreements(sentence, scopes)
        if not scopes:
            return
        yield "periods", periods.disagreements(sentence, scopes, heading)
        yield "periods", event_windows.disagreements(sentence, scopes)
        yield "quoting", self.publishers.disagreements(sentence, scopes)
        yield "parties", actors.disagreements(sentence, scopes, self.names)
        yield "parties", self.events.disagreements(sentence, scopes)
        yield "changes", changes.disagreements(sentence, scopes)
        yield "changes", differences.disagreements(sentence, scopes)
        yield "changes", extremes.disagreements(sentence, scopes)
        yield "changes", remainders.disagreements(sentence, scopes)
        yield "strength", strength.disagreements(sentence, scopes)
        yield "pairs", pairs.moved(sentence, scopes)
        yield "pairs", pairs.unlike(sentence, scopes)
        yield "pairs", pairs.disagreements(sentence, scopes)
        yield "parties", parties.disagreements(sentence, scopes, self.names)
        yield "claims", claims.disagreements(sentence, scopes, self.names)
        yield "denied", stance.denied(sentence, scopes)
        yield "lapsed", stance.lapsed(sentence, scopes)
        yield "outdated", stance.outdated(sentence, scopes)
        yield "outdated", stance.superseded(sentence, scopes)

    def _tested(self, sentence: Sentence) -> dict[Bound, BoundScope]:
        return {bound: self._scope(bound) for bound in sentence.bound if _is_tested(bound)}

    def _scope(self, bound: Bound) -> BoundScope:
        key = (bound.macro, bound.name, bound.words)
        if key not in self._scopes:
            self._scopes[key] = BoundScope(bound, self.ledger, self.nouns)
        return self._scopes[key]


def _each(checks: Iterator[Found]) -> Iterator[tuple[str, str, int]]:
    for kind, found in checks:
        for message, place in found:
            yield kind, message, place


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
