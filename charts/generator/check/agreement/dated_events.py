"""Holds what a sentence says happened on a day against the row that the day is of.

A row of events has words: a short name, a label. "The flood came on 2 May" is wrong where the 2 May
is the day of the frost, and the words have nothing of that row, but the name of another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.times import times
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.data.datasets import Dataset
from charts.generator.numbers.expressions import Around
from charts.generator.numbers.quantities import Cell

# How much more of another row's words must be there; a word that no other row has weighs 1.
_MORE = 0.72
_MORE_OF_TWO = 0.57  # where two words or more are of that row
_TELLS = 0.39  # what a word weighs that about one row in five has
_SHORT = 6  # words: a longer text says what happened, and is no name
_FEW = 0.5  # values per text: a column with fewer tells the kind of an event, not which it is
_WORD = re.compile(r"\d+%?|[^\W\d_]+")
# What only says when: "weeks after the frost, on 2 May the flood came".
_ASIDE = re.compile(
    r"\b(?:before|after|since|until|till|despite|following|during|ahead of|prior to|unlike"
    r"|because of|in response to|in reply to)\b[^,;:.]*", re.I,
)  # fmt: skip
# The window of a formula stands behind such a word.
_AROUND = re.compile(
    r"\b(?:before|after|since|following|preceding|ahead of|up to|prior to|that followed) "
    r"(?P<event>[^,;:.]*?)(?= (?:came|was|were|had|have|fell|rose|brought|shrank|grew|dropped|by|to"
    r"|imports|exports)\b|[,;:.]|$)", re.I,
)  # fmt: skip
_CLAUSE = re.compile(r"[;:!?]|, (?:and|but|while|whereas|then|when|which)\b| and (?:then|later)\b")
_IRREGULAR = {
    "froze": "freez", "frozen": "freez", "began": "begin", "begun": "begin", "met": "meet",
    "took": "tak", "sold": "sell", "fought": "fight", "fell": "fall", "rose": "ris",
    "wars": "war", "banned": "ban", "banning": "ban", "sale": "sell", "left": "leav",
}  # fmt: skip
# What undoes an event.
_END = re.compile(
    r"^(?:lift|delist|remov|revok|revoc|repeal|suspen|end|cancel|withdr|drop|expir|waiv|rescind"
    r"|abolish|abolit)"
)
_NOT_START = re.compile(
    r"\b(?:off|end\w*|free\w*|again|releas\w*|clear\w*|relie\w*|no longer|out of|back|return\w*"
    r"|lapse\w*|stop\w*|clos\w*|last|let|allow\w*|spare\w*|quit\w*|leav\w*|undo\w*|until|pardon\w*|forgiv\w*)\b",
    re.I,
)
_START = re.compile(
    r"\b(?:impos\w+|put|puts|hit|add(?:s|ed)|blacklist\w*|designat\w+|block\w+|begin\w*|began|start\w*"
    r"|introduc\w+|slap\w*|came|come|sign\w*|sanctioned|banned|announc\w+|took effect)\b", re.I,
)  # fmt: skip
_COMMON = re.compile(
    r"the|and|for|from|with|into|over|under|their|its|his|her|that|this|which|who|w(?:as|ere)|are"
    r"|ha[sd]|have|been|t(?:ake|akes|ook)|effect|first|last|new|(?:day|year|month|date)s?|comes?|came"
    r"|goes|went|puts?|ma[dk]es?|beg[aiu]ns?|start(?:s|ed)?|law|act|sign(?:ed|s)?|out|off|two|three"
)


@dataclass(frozen=True)
class Event:
    """A row: its key, a title for messages, the words of its name, and all of its words."""

    key: str
    title: str
    name: frozenset[str]
    label: frozenset[str]


class DatedEvents:
    """The events of an explainer, by their words.

    Args:
        words: what readers call values; see `Definitions.words`.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self._events: dict[str, dict[str, Event]] = {}

    def disagreements(
        self, sentence: Sentence, scopes: dict[Bound, BoundScope]
    ) -> Iterator[tuple[str, int]]:
        """Yield where a sentence tells the day of one event as that of another, with its place."""
        start = 0
        for bound, scope in scopes.items():
            before = sentence.text[start : bound.start]
            start = bound.end
            cell = _day(scope)
            if cell is None:
                yield from self._around(sentence, bound, scope)
                continue
            events = self._of(scope.datasets[cell.dataset])
            key = cell.key[0][1]
            if sentence.kind == "cell":
                before = f"{sentence.row} {sentence.column} {before}"
            clause, bare = _beside(before, sentence.after(bound))
            if other := _another(clause, bare, events, key):
                yield (
                    f"the words have to do with “{other.title}”, but {bound.words} is the date of "
                    f"“{events[key].title}”. Change the words, or take the date of the other.",
                    bound.offset,
                )
            elif said := _of_another_time(clause, cell.text):
                yield (
                    f'the sentence says "{said}", but {bound.words} is the date: {about(scope)}. '
                    "Change the words, or take another date.",
                    bound.offset,
                )

    def _around(
        self, sentence: Sentence, bound: Bound, scope: BoundScope
    ) -> Iterator[tuple[str, int]]:
        """Yield where the months around one event are told as those around another."""
        keys = {node.event for node in scope.nodes if isinstance(node, Around)}
        datasets = [d for d in scope.datasets.values() if keys and "event" in d.roles.values()]
        for dataset in datasets if len(keys) == 1 else ():
            events = self._of(dataset)
            (key,) = keys
            said = " ".join(found["event"] for found in _AROUND.finditer(sentence.text))
            other = _another(sentence.text, said, events, key) if key in events else None
            if other:
                yield (
                    f"the words have to do with “{other.title}”, but {bound.words} takes the "
                    f"months around “{events[key].title}”: {about(scope)}. Change the words, or "
                    "the formula.",
                    bound.offset,
                )

    def _of(self, dataset: Dataset) -> dict[str, Event]:
        if dataset.name not in self._events:
            self._events[dataset.name] = _read(dataset, self.words)
        return self._events[dataset.name]


def _day(scope: BoundScope) -> Cell | None:
    """Return the cell of a number that is the date of a row with a name; None for others."""
    if scope.is_test or not scope.is_date or len(scope.bound.cells) != 1:
        return None
    (cell,) = scope.bound.cells
    dataset = scope.datasets[cell.dataset]
    named = len(dataset.key) == 1 and dataset.fields[dataset.key[0]].type == "string"
    return cell if named and not dataset.period and re.match(r"\d{4}", cell.text) else None


def _beside(before: str, after: str) -> tuple[str, str]:
    """Return the words that a date stands among, and those without what only says when."""
    cuts = [m.end() for m in _CLAUSE.finditer(before) if before[m.start() :] != ": "]
    led = before[max(cuts, default=0) :]
    abuts = led.endswith(" of ")  # "since the frost of 2 May"
    bare = led if abuts else _ASIDE.sub(" ", led)
    if len(_WORD.findall(bare)) < 3:  # "On 2 May the flood came"
        behind = _CLAUSE.split(after)[0]
        led, bare = led + behind, bare + _ASIDE.sub(" ", behind)
    return led, bare


def _another(clause: str, bare: str, events: Mapping[str, Event], key: str) -> Event | None:
    """Return the event whose words a clause has, where it has no more of its own date's.

    Args:
        clause: the words beside the date.
        bare: those that do not only say when.
        events: all events.
        key: that of the date.
    """
    said = set(_stems(bare))
    own = events[key]
    mine = set(_stems(clause)) & (own.name | own.label)
    weight = _weights(events.values())
    best, most = None, 0.0
    for each in events.values():
        extra = said & each.name - mine
        half = said & each.label - each.name - mine
        gain = sum(weight[word] for word in extra) + sum(weight[word] / 2 for word in half)
        alike = sum(weight[word] > _TELLS for word in said & (each.name | each.label))
        enough = gain > (_MORE if alike < 2 else _MORE_OF_TWO)
        if each.key != key and mine <= (each.name | each.label) and enough and gain > most:
            best, most = each, gain
    if best:
        return best
    return _undone(clause, said, events, own, weight)


def _undone(
    clause: str,
    said: set[str],
    events: Mapping[str, Event],
    own: Event,
    weight: Mapping[str, float],
) -> Event | None:
    """Return what an event undoes, or is undone by, where the words say that it was that."""
    ends = any(map(_END.match, own.name))
    undone = any(map(_END.match, said))
    if ends == undone or (ends and (_NOT_START.search(clause) or not _START.search(clause))):
        return None
    if not ends and any(map(_END.match, own.label)):
        return None
    for each in events.values():
        shared = any(weight[word] > _MORE_OF_TWO for word in said & own.name & each.name)
        if shared and any(map(_END.match, each.name)) == undone:
            return each
    return None


_IN = re.compile(r"\b(?:in|of|during) $", re.I)


def _of_another_time(clause: str, date: str) -> str:
    """Return the month or year that a clause names, where the date beside it is in another."""
    named = [time for time in times(clause) if _IN.search(clause[: time.start])]
    if len(named) != 1 or named[0].is_range:
        return ""
    months = {f"{year}-{month:02d}" for month, year in named[0].months}
    wrong = date[:7] not in months if months and date[4:] else date[:4] not in named[0].years
    return named[0].text if wrong and (named[0].years or months) else ""


def _read(dataset: Dataset, called: Mapping[str, str]) -> dict[str, Event]:
    """Return the events of a dataset by their keys."""
    (key,) = dataset.key
    columns = [
        name
        for name, field in dataset.fields.items()
        if name != key and field.type == "string" and not _is_kind(dataset, name)
    ]
    found: dict[str, Event] = {}
    for row in dataset.rows:
        texts = [row[name] for name in columns if row[name]]
        shortest = min(texts, key=len, default="")
        name = f"{shortest if len(shortest.split()) <= _SHORT else ''} {called.get(row[key], '')}"
        texts.append(row[key].replace("-", " "))
        title = called.get(row[key]) or shortest or row[key]
        found[row[key]] = Event(
            row[key], title, frozenset(_stems(name)), frozenset(_stems(" ".join(texts)))
        )
    return found


def _is_kind(dataset: Dataset, name: str) -> bool:
    """Return whether a column has kinds of rows, dates or addresses, and no words of each row."""
    texts = [text for text in dataset.columns[name] if text]
    few = len(set(texts)) <= _FEW * len(texts)
    return few or any("://" in text or re.match(r"\d{4}", text) for text in texts)


def _weights(events: Collection[Event]) -> dict[str, float]:
    """Return how much each word tells: the more, the fewer rows have it."""
    counts: dict[str, int] = {}
    for event in events:
        for word in event.name | event.label:
            counts[word] = counts.get(word, 0) + 1
    most = math.log(max(len(events), 2))
    return {word: math.log(len(events) / count) / most for word, count in counts.items()}


def _stems(text: str) -> Iterator[str]:
    """Yield the words of a text without their endings: "annexes" and "annexation" are one."""
    for word in _WORD.findall(text.lower()):
        if word in _IRREGULAR:
            yield _IRREGULAR[word]
        elif len(word) > 2 and not _COMMON.fullmatch(word):
            stem = re.sub(r"(?:ations?|ions?|ings?|ers?|ed|es|s|e|ies|y)$", "", word)
            yield stem if len(stem) > 2 else word
