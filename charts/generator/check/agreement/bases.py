"""Holds the basis that a sentence names, or changes in silence, against the bases of its numbers.

A column of role "basis" says how a row is counted: two of its values count the same thing in two
ways, and a sentence that names one of them is of rows of that one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.times import times
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.data.datasets import Dataset

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SMALL = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "that", "the", "to",
    "with", "year", "since",
}  # fmt: skip
_MOST = 12  # values of a column that says on what basis a row is
# What joins two numbers into one change or comparison.
_TO = re.compile(
    r"(?: (?:of [\w’' -]{1,40}|(?:in|for) (?:[A-Z]\w+ )?\d{4}))?,? (?:to|against|compared (?:with|"
    r"to)|after|up from|down from|from) (?:(?:only|just|about|nearly|a mere) )?$"
)
_SAYS_SO = re.compile(
    r"\b(?:bas[ie]s|definitions?|method(?:s|ology)?|counted (?:differently|otherwise|in another)"
    r"|another (?:count|measure)|other (?:count|measure)|not (?:quite )?(?:comparable|the same))\b",
    re.I,
)  # fmt: skip
_END = re.compile(r"[,;:(.]| and ")
_EDITION = re.compile(
    r"\b(?:(?:(?:published|issued|printed|released|put out|brought out|came out|appeared|out) in"
    r"|(?:edition|release|issue|volume|summary|summaries|report|yearbook|list|version|revision)"
    r" (?:of|for|from)) (?:[A-Z][a-z]+ )?(?P<a>(?:19|20)\d\d)"
    r"|(?P<b>(?:19|20)\d\d) (?:edition|release|issue|summaries|yearbook|version|revision))\b"
)


def of_another(clause: str, after: str, sentence: Sentence, scope: BoundScope) -> str:
    """Say where a sentence names another basis than that of its number's row."""
    if scope.is_test:
        return ""
    beside = clause + re.split(r"[,;:(.]", after, maxsplit=1)[0]
    for subject in scope.subjects:
        dataset = subject.dataset
        for name in _columns(dataset, "string"):
            cells = [cell for cell in scope.bound.cells if cell.dataset == dataset.name]
            own = {dict(cell.key).get(name, "") for cell in cells}
            if len(own) != 1:
                continue
            mine = own.pop()
            wrong = _named(beside, sentence.text, mine, dataset.distinct(name))
            if wrong:
                return (
                    f'the sentence says "{wrong}", but {scope.bound.words} is of “{mine}” '
                    f"({about(scope)}). Change the words, or take the other row."
                )
    return ""


def of_another_edition(clause: str, after: str, sentence: Sentence, scope: BoundScope) -> str:
    """Say where a sentence names another edition than that of its number's row."""
    if not scope.is_level:
        return ""
    (cell,) = scope.bound.cells
    found = [*_EDITION.finditer(clause)][-1:] or [*_EDITION.finditer(_END.split(after)[0])][:1]
    said = found[0]["a"] or found[0]["b"] if found else ""
    years = [year for each in times(sentence.text) for year in each.years]  # "and that of 2024"
    for name in _columns(scope.datasets[cell.dataset], "integer"):
        own = dict(cell.key).get(name, "")
        others = [dict(c.key).get(name, "") for bound in sentence.bound for c in bound.cells]
        if said and re.fullmatch(r"\d{4}", own) and own not in years and said not in others:
            return (
                f'the sentence says "{found[0][0]}", but {scope.bound.words} is of the {name} '
                f"{own} ({about(scope)}). Change the year, or take the other row."
            )
    return ""


def changes(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> list[tuple[str, int]]:
    """Return where a sentence sets a number against one of another basis, without a word of it."""
    found = []
    for one, other in pairwise(scopes):
        if not (scopes[one].is_level and scopes[other].is_level):
            continue
        (a,), (b,) = one.cells, other.cells
        dataset = scopes[one].datasets[a.dataset]
        if (a.dataset, a.column) != (b.dataset, b.column) or _SAYS_SO.search(sentence.text):
            continue
        if not _TO.fullmatch(sentence.text[one.end : other.start]):
            continue
        for name in _columns(dataset, "string"):
            x, y = dict(a.key).get(name, ""), dict(b.key).get(name, "")
            if x and y and x != y and not _tells(sentence.text, x, y):
                said = (
                    f"{one.words} is of “{x}” and {other.words} of “{y}”, two ways to count, and "
                    "the sentence sets one against the other. Take both on one basis, or say so."
                )
                found.append((said, other.offset))
    return found


def _columns(dataset: Dataset, kind: str) -> list[str]:
    """Return the key columns of a type that say on what basis a row is."""
    return [
        name
        for name, role in dataset.roles.items()
        if role == "basis" and name in dataset.key and dataset.fields[name].type == kind
    ]


def _named(beside: str, text: str, own: str, values: list[str]) -> str:
    """Return the words that tell another value from a number's own, where only they are said."""
    if not 1 < len(values) <= _MOST:
        return ""
    said, everywhere = _words(beside), _words(text)
    mine = _words(own)
    for value in values:
        theirs = _words(value)
        only = theirs - mine
        shared = [other for other in values if other != value and only <= _words(other)]
        if not only or shared or not only <= said or (mine - theirs) & everywhere:
            continue
        if not mine - theirs or len(only) * 2 < len(theirs):
            continue
        first, last = _ends(beside, only)
        return beside[first:last]
    return ""


def _ends(text: str, words: set[str]) -> tuple[int, int]:
    """Return where the first and behind the last of some words stand in a text."""
    found = [m for m in _WORD.finditer(text) if m[0].lower() in words]
    return found[0].start(), found[-1].end()


def _tells(text: str, one: str, other: str) -> bool:
    """Return whether a text has a word that tells one basis from the other."""
    return bool((_words(one) ^ _words(other)) & _words(text))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)} - _SMALL
