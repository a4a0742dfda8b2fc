"""Holds who did something to whom, in a sentence with its day, against the row of that day.

"Peru banned coal from Chile" is wrong beside the day on which "Chile bans coal from Peru".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.names import Names
from charts.generator.check.sentence_scope import Bound, Sentence

_DOES = re.compile(r"\.? (?P<verb>[a-z]{3,}?)(?:e?s|e?d)\b")
_CLAUSE = re.compile(r"[,;:](?= )| (?:while|whereas|but|after|before|when|because)\b")


def disagreements(
    sentence: Sentence, scopes: dict[Bound, BoundScope], names: Names
) -> Iterator[tuple[str, int]]:
    """Yield where a sentence exchanges who did something and to whom, with its place."""
    for bound, scope in scopes.items():
        if scope.is_test or not scope.is_date or len(bound.cells) != 1:
            continue
        (cell,) = bound.cells
        dataset = scope.datasets[cell.dataset]
        row = dataset.row(cell.key)
        for name, field in dataset.fields.items():
            label = dataset.columns[name][row] if field.type == "string" else ""
            if said := _exchanged(sentence.text, label, names):
                yield (
                    f'the sentence says "{said}", but {bound.words} is the day on which “{label}” '
                    f"({about(scope)}). Exchange the names, or take another day.",
                    bound.offset,
                )
                break


def _exchanged(text: str, label: str, names: Names) -> str:
    """Return who is said to have done it, where that is to whom it was done."""
    done = next(_deeds(label, names), None)
    if done is None:
        return ""
    by, stem, to, _ = done
    for who, verb, others, shown in _deeds(text, names):
        if verb[:3] == stem[:3] and who in to - {by} and by in others:
            return shown
    return ""


def _deeds(text: str, names: Names) -> Iterator[tuple[str, str, set[str], str]]:
    """Yield who does what to whom, with the words."""
    places = names.find_places(text)
    for place in places:
        verb = _DOES.match(text, place.end)
        if not verb:
            continue
        end = _CLAUSE.search(text, verb.end())
        last = end.start() if end and not _lists(text, end.start(), names) else len(text)
        to = {each.meaning for each in places if verb.end() < each.start < last}
        yield place.meaning, verb["verb"], to - {place.meaning}, text[place.start : verb.end()]


def _lists(text: str, comma: int, names: Names) -> bool:
    """Return whether a comma stands between two names: "from Peru, Chile and Bolivia"."""
    return any(each.start == comma + 2 for each in names.find_places(text)) and text[comma] == ","
