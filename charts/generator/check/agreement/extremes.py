"""Holds "on average" and "typically" against the highest or lowest reading of a span."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import NEARLY, NOT, SUPERLATIVES
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers.expressions import Call

_BEFORE = re.compile(
    r"\b(?:averaged|averages|averaging|on average,?|an average(?: \w+){0,2} of|a mean(?: \w+)? of"
    r"|(?:the|its|their) (?:average|mean)(?: \w+){0,3} (?:was|were|is|came to|stood at)|typically"
    r"|in an? (?:average|typical|ordinary|normal|usual) (?:year|month|day|week))"
    rf"(?: (?!(?:which|that|who|than|against|and|but)\b)[\w’'.-]+){{0,4}}? {NEARLY}$",
    re.I,
)
_BEHIND = re.compile(
    r"^(?: (?:of|for|in|to|from|a|per|each|every|during|over) [^,;.()]{1,40}?)?,?"
    r" (?:on (?:an |the )?average|as (?:an|the) average|typically)\b",
    re.I,
)
# A span of periods: where each reading is an average already, the highest of them is no average
# of the whole span.
_SPAN = re.compile(
    r"\b(?:from|between|over|through(?:out)?|since|during|across) [^,;]{0,40}\d{4}"
    r"|\d{4} ?[–-] ?(?:19|20)?\d\d\b|\b(?:the|these|those|all) (?:\w+ ){0,2}(?:years|months)\b",
    re.I,
)
_AN_EXTREME = re.compile(
    r"\b\w{2,}(?:est)\b|\b(?:best|worst|peak\w*|records?|top|high|low|never|at most|at best"
    r"|at worst|at least|up to|as (?:much|many|little|few) as|ceiling|floor|limit|extremes?"
    r"|maxim\w+|minim\w+|more than|less than|no more|no less|above|below|not)\b",
    re.I,
)


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where the highest or lowest reading of several is called their average."""
    for bound, scope in scopes.items():
        node = scope.node
        if not isinstance(node, Call) or node.name not in ("highest", "lowest"):
            continue
        if scope.is_date or scope.value is None:
            continue
        before, after = sentence.before(bound), sentence.after(bound)
        found = _BEHIND.match(after) or _BEFORE.search(before)
        if not found or _AN_EXTREME.search(before) or NOT.search(before):
            continue
        if SUPERLATIVES.search(f"{before} {after[:60]}") or _is_named(sentence, scope):
            continue
        yield (
            f'the sentence says "{found[0].strip(" ,")}", but {bound.words} is the {node.name} '
            f"reading: {about(scope)}. Change the words, or take average(…).",
            bound.offset,
        )


def _is_named(sentence: Sentence, scope: BoundScope) -> bool:
    """Return whether the reading may be an average itself, that of a period without a span."""
    told = [scope.says]
    for subject in scope.subjects:
        field = subject.field
        told += [field.title, field.description, subject.dataset.title]
        told.append(str(subject.dataset.descriptor.get("description", "")))
    is_average = re.search(r"\b(?:average|mean|a day|per day)\b", " ".join(told), re.I)
    return bool(is_average) and not _SPAN.search(sentence.text)
