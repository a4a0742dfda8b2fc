"""Holds what a sentence calls the goods or the industry of a number against the title of its code.

A formula names a code, `industry=44`; the dataset says what that is, in a column that depends on
it. A title may be shortened: "bread" is "Bread and cakes", if no other title has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from charts.generator.check.agreement import flows
from charts.generator.check.agreement.bound_scope import BoundScope, Subject
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.names import Named, Names, is_aside
from charts.generator.check.sentence_scope import Sentence
from charts.generator.data.datasets import Dataset
from charts.generator.numbers.expressions import Call

_MOST = 150  # longer lists have titles with abbreviations
_WORD = re.compile(r"[a-z][a-z-]{3,}")
_ANY_GOODS = re.compile(
    r"^(?:products?|goods|articles?|other|others|materials?|parts?|industr|total|with|from|than"
    r"|everything|else|including|except|miscel|prepar|services?|manufac|supporting|special)"
)
_OF = re.compile(r" (?:worth )?of (?:the |all |all the |its |their |such )?[^,;:.()]{3,40}")
_BESIDE = re.compile(
    r"\b(?:than|unlike|like|against|besides|without|behind|before|after|on) (?:\w+ ){0,2}$", re.I
)
# "Bread cost …" and "imports of bread", but not "the bread queue".
_GOES_ON = re.compile(
    r" (?:from|came|comes|costs?|ma[dk]es?|was|were|is|are|imports|exports|sales|purchases"
    r"|shipments|went|reached|amounted|accounted|had|has|worth|for|to|in|and|that|which|the)\b"
    r"|[,.;:\ufffc]|\s*$"
)


class _Titles:
    """What the codes of a column are called, with short forms that only one title has."""

    def __init__(self, of_codes: dict[str, str]) -> None:
        self.of_codes = of_codes
        titles = sorted(set(of_codes.values()))
        self.forms = {form: t for t in titles for form in _forms(t, titles)}


def disagreement(
    clause: str, after: str, sentence: Sentence, scope: BoundScope, names: Names
) -> str:
    """Say where a sentence calls a number by the title of another code than its own."""
    if scope.is_test or scope.is_date:
        return ""
    node = scope.node
    is_share = isinstance(node, Call) and node.name == "share"
    subjects = list(scope.read(node.arguments[0])) if is_share else scope.subjects  # type: ignore[union-attr]
    behind = _OF.match(after)
    text = f"{clause}\ufffc{behind[0] if behind else ''}"
    for subject in subjects:
        for column, values in subject.keys.items():
            for titles in _of_column(subject, column, names):
                wrong = _wrong(text, values, titles)
                if not wrong or is_aside(clause, wrong):
                    continue
                own = sorted({titles.of_codes[value] for value in values})
                told = f"{sentence.text} {sentence.heading} {sentence.column} {sentence.row}"
                if _has_words(told, own) or _has_words(told, _told_of(scope, subject, names)):
                    continue
                return (
                    f'the sentence says "{text[wrong.start : wrong.end]}", but '
                    f"{scope.bound.words} is of {' and '.join(own[:3])} ({about(scope)}). Change "
                    "the name, or take the other number."
                )
    return ""


def _wrong(text: str, values: Iterable[str], titles: _Titles) -> Named | None:
    """Return a title that a text names, if it names none of the codes of a number."""
    if not all(value in titles.of_codes for value in values):
        return None
    lower = text.lower()
    named = [
        Named(found.start(), found.end(), title)
        for form, title in titles.forms.items()
        for found in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", lower)
    ]
    own = {titles.of_codes[value] for value in values}
    if not named or own & {each.meaning for each in named}:
        return None
    longest = max(named, key=lambda each: each.end - each.start)
    goes_on = _GOES_ON.match(text, longest.end)
    return longest if goes_on and not _BESIDE.search(text[: longest.start]) else None


def _of_column(subject: Subject, column: str, names: Names) -> Iterator[_Titles]:
    """Yield what the values of a column are called: by themselves, and by columns of titles."""
    dataset = subject.dataset
    if column not in dataset.fields or dataset.fields[column].is_year or dataset.roles.get(column):
        return
    for name, field in dataset.fields.items():
        if field.type != "string" or (name in dataset.key and name != column):
            continue
        if not 2 < len(dataset.distinct(name)) <= _MOST:
            continue
        of_codes = _depending(dataset, column, name)
        if of_codes and not set(of_codes.values()) & set(names.places.values()):
            yield _Titles(of_codes)


def _depending(dataset: Dataset, column: str, name: str) -> dict[str, str]:
    """Return the text of a column for each value of another; none if it has several."""
    found: dict[str, str] = {}
    left = dataset.totals(column) | dataset.rests(column)
    for code, title in zip(dataset.columns[column], dataset.columns[name], strict=True):
        if found.setdefault(code, title) != title or not re.match(r"[A-Za-z]+[a-z]{2}", title):
            return {}
    return {code: title for code, title in found.items() if code not in left}


def _forms(title: str, titles: list[str]) -> Iterator[str]:
    """Yield a title, and its words and parts that no other has: "bread" of "Bread and cakes"."""
    lower = title.lower()
    yield lower
    others = " ".join(other.lower() for other in titles if other != title)
    for part in re.split(r",? and (?:other )?|, (?:with )?| or ", lower):
        plain = not _ANY_GOODS.match(part) and _WORD.fullmatch(part.replace(" ", "-"))
        if plain and len(part) > 4 and part[:5] not in others:
            yield part


def _told_of(scope: BoundScope, subject: Subject, names: Names) -> list[str]:
    """Return what a formula says of a number beside the names of its dataset and its column."""
    field = subject.field
    plain = f"{subject.says} {subject.dataset.title} {field.title} share total whole".lower()
    says = scope.says
    for place in names.find_places(says):
        says = says.replace(says[place.start : place.end], "~" * (place.end - place.start))
    words = _WORD.findall(says.lower())
    return [word for word in words if word not in plain and not flows.is_flow(word)]


def _has_words(text: str, own: Iterable[str]) -> bool:
    """Return whether a text has a word of a number's own titles, in any form."""
    said = {word[:5] for word in _WORD.findall(text.lower())}
    words = (word for title in own for word in _WORD.findall(title.lower()))
    return any(word[:5] in said for word in words if not _ANY_GOODS.match(word))
