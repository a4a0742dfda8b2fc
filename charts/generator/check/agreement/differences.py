"""Holds "imports came to" against the difference of two periods, which is no level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import (
    COMPARATIVES,
    DOWN_NOUNS,
    NEARLY,
    UP_NOUNS,
    VERBS,
)
from charts.generator.check.agreement.formula_reading import order_of, series_of
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers.expressions import Operation

_LEVEL = re.compile(
    r"\b(?:(?:was|were|is|are|had been|have been)(?: still| then| only)?(?: worth| at| put at)?"
    r"|came to|comes to|amounted to|amounts to|stood at|stands at|totall?ed|reached|ran to"
    r"|summed to|added up to|(?:import|export|order|purchas)ed(?: [\w’'-]+){0,4}?(?: for| worth)?"
    r"|(?:bought|sold|shipped|delivered|earned|paid|spent|produced|mined|held|owned|had|received)"
    rf"(?: [\w’'-]+){{0,4}}?(?: for| worth| of)?) {NEARLY}$",
    re.I,
)
# What speaks of a difference.
_CHANGE = re.compile(
    rf"\b(?:{UP_NOUNS}|{DOWN_NOUNS}|chang|differen|gap|cut|shortfall|sav|shrink|miss|lack|extra"
    r"|addition|additional|surplus|deficit|balance|net|than|between|lost|gained|added|fewer|gone"
    r"|swing|shift|margin|distance|lead|hole|decreas|increment|reduc|step|worse|better|cost)\w*\b",
    re.I,
)
_BEHIND = re.compile(
    r"^ (?:(?:of|in|from|worth) [^,;.:]{1,40} )?(?:(?:a|per) \w+ )?(?:under|over|off|away|short"
    r"|ahead|behind|apart|down|up|beyond|too|smaller|in (?:two|three|four|five|a|the)\b)",
    re.I,
)


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where the difference of two periods is told as what there was in one."""
    for bound, scope in scopes.items():
        if scope.format not in ("money", "amount") or not _is_difference(scope):
            continue
        before, after = sentence.before(bound), sentence.after(bound)
        near = re.split(r"[;:]", before)[-1]
        found = _LEVEL.search(near)
        if not found or _CHANGE.search(f"{sentence.heading} {near}"):
            continue
        behind = re.split(r"[;.]", after)[0]
        if VERBS.search(near) or COMPARATIVES.search(behind) or VERBS.search(behind):
            continue
        if _BEHIND.match(after) or _CHANGE.search(behind):
            continue
        yield (
            f'the sentence says "{found[0].strip()} {bound.words}", but that is the difference of '
            f"two periods: {about(scope)}. Say by how much it fell or rose, or take one of them.",
            bound.offset,
        )


def _is_difference(scope: BoundScope) -> bool:
    """Return whether a number is one reading of a series less another of the same series."""
    node = scope.node
    if scope.is_test or scope.value is None or not isinstance(node, Operation) or node.sign != "-":
        return False
    if series_of(node.left) != series_of(node.right):
        return False
    one, other = order_of(node.left), order_of(node.right)
    return one != other and all(re.match(r"\d{4}(?!\d)", text) for text in (one, other))
