"""Holds the columns and the rows that a sentence names against those of its numbers."""

from __future__ import annotations

import re

from charts.generator.check.agreement import flows
from charts.generator.check.agreement.bound_scope import BoundScope, Subject
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import NEARLY
from charts.generator.check.agreement.names import Named, Names, is_aside
from charts.generator.check.sentence_scope import Sentence

_FEW = 12  # values of a column that says of what kind a row is, or whose number it has
_AND_ANOTHER = re.compile(r" (?:for|in|of|to|from|by) [^,;.:]{1,40},? and (?:only |just |of )?")
_DENIED = re.compile(r"\b(?:no|nor|never|not|not an?|than an?)(?: mere)? $", re.I)
# "By Customs' own figures" says whose number it is.
_BY_ITS_OWN = re.compile(
    r"['’]?s?['’]? (?:own |latest |official )?(?:books|figures|counts?|data|statistics|numbers"
    r"|accounts|estimates?|reckoning|records|reports?|method|rules)\b"
)
_NAME = re.compile(r"[^\W\d_][^\d_]{2,40}")


def of_another_row(before: str, sentence: Sentence, scope: BoundScope, names: Names) -> str:
    """Say where a clause names another kind, or another publisher, than the number's row does."""
    if not scope.is_level:
        return ""
    (cell,) = scope.bound.cells
    dataset = scope.datasets[cell.dataset]
    row = dataset.row(cell.key)
    if _AND_ANOTHER.fullmatch(before):  # "targets of 60% for gold and 40% for silver"
        before = sentence.before(scope.bound)
    for name, field in dataset.fields.items():
        values = dataset.distinct(name) if field.type == "string" else []
        own = dataset.columns[name][row]
        if name in dataset.key or not own or not 1 < len(values) <= _FEW:
            continue
        if not all(_NAME.fullmatch(value) for value in values if value):
            continue
        found = [
            each
            for each in names.find_values(before, dataset, name)
            if not _DENIED.search(before[: each.start])
        ]
        everywhere = {n.meaning for n in names.find_values(sentence.text, dataset, name)}
        if (
            found
            and names.meaning(own) not in everywhere
            and (not is_aside(before, found[-1]) or _BY_ITS_OWN.match(before, found[-1].end))
        ):
            shown = before[found[-1].start : found[-1].end]
            return (
                f'the sentence says "{shown}", but the row of {scope.bound.words} says “{own}” '
                f"({about(scope)}). Change the name, or the number."
            )
    return ""


def of_another(clause: str, after: str, scope: BoundScope, names: Names) -> str:
    """Say where a clause calls a number by the title of another column of its dataset.

    Of what is bought and sold, `flows` says it.
    """
    columns = {(subject.dataset.name, subject.column) for subject in scope.subjects}
    (subject, *_) = scope.subjects
    fields = subject.dataset.fields
    own = fields[subject.column].title
    if len({dataset for dataset, _ in columns}) != 1 or flows.is_flow(own):
        return ""
    if len(columns) > 1:
        return _told_apart(clause + after[:60], scope)
    if names.find_titles(clause + after, subject.column, own):
        return ""
    titles = {
        title.start: name
        for name in _alike(subject)
        for title in names.find_titles(clause, name, fields[name].title)
    }
    if not titles and (wrong := _of_another_place(clause, own, subject, scope, names)):
        return wrong
    if not titles:
        return _told_apart(clause + after[:60], scope)
    start = max(titles)
    shown = fields[titles[start]].title
    if is_aside(clause, Named(start, start, shown)):
        return ""
    return (
        f'the sentence says "{clause[start:].split(",")[0].strip()}", but {scope.bound.words} is '
        f"of {about(scope)}. Change the name, or take the other number."
    )


_NOUN_OF = re.compile(
    rf"\b(?:an?|the|its|their|his|her|total) (?P<noun>[a-z]{{4,}}) of {NEARLY}$", re.I
)


# What any amount may be called.
_ANY_AMOUNT = {"price", "value", "amount", "total", "sum", "number", "volume", "weight", "share",
               "level", "figure", "cost", "part", "average", "record", "peak"}  # fmt: skip


def noun_of_another(clause: str, scope: BoundScope) -> str:
    """Say where "a duty of" leads to the number of a column that is not called so."""
    found = _NOUN_OF.search(clause)
    if not found or not scope.is_level or len(scope.subjects) != 1:
        return ""
    (subject,) = scope.subjects
    fields = subject.dataset.fields
    field, noun = fields[subject.column], found["noun"].lower().rstrip("s")
    own = f"{subject.says} {field.title}".lower()
    others = {
        name
        for name, other in fields.items()
        if name != subject.column and other.is_amount and other.unit == field.unit
        and re.search(rf"\b{noun}s?\b", f"{name} {other.title}".lower())
    }  # fmt: skip
    if noun in own or noun in _ANY_AMOUNT or not others:
        return ""
    return (
        f'the sentence says "{found[0].strip()}", but {scope.bound.words} is of {about(scope)}. '
        f'Change the words, or take "{fields[min(others)].title}".'
    )


def _of_another_place(
    clause: str, own: str, subject: Subject, scope: BoundScope, names: Names
) -> str:  # fmt: skip
    """Say where a clause names the place of another column's title, and nothing of the number's."""
    fields = subject.dataset.fields
    mine = {place.meaning for place in names.find_places(own)}
    named = names.find_places(clause)
    if not named or mine & {place.meaning for place in named}:
        return ""
    if {word.lower() for word in _WORD.findall(own)} & {"all", "world", "total"} and re.search(
        r"\b(?:all|world|total|everyone|worldwide)\b", clause, re.I
    ):
        return ""
    for name in _alike(subject):
        if not _long_words(own) & _long_words(fields[name].title):
            continue  # it measures something else
        others = {place.meaning for place in names.find_places(fields[name].title)} - mine
        wrong = next((place for place in named if place.meaning in others), None)
        if name != subject.column and wrong:
            return (
                f'the sentence says "{clause[wrong.start : wrong.end]}", but {scope.bound.words} '
                f"is of {about(scope)}. Change the name, or take the other number."
            )
    return ""


def _long_words(title: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(title) if len(word) > 4}


_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COMMON = {
    "all", "and", "average", "exports", "imports", "number", "of", "other", "share", "the", "total",
    "value",
}  # fmt: skip


# "In Europe outside Bolivia".
_LEFT_OUT = re.compile(
    r"\b(?:outside(?: of)?|other than|without|except(?: for| in)?|excluding|apart from|aside from"
    r"|beyond|leaving out|not counting|not(?: in)?|but for) (?:the |those of )?[\w’'-]+", re.I,
)  # fmt: skip


def _told_apart(text: str, scope: BoundScope) -> str:
    """Say where a text has the words that tell another column from a number's, and not their own.

    "Short-term debt", of a column "Long-term debt".
    """
    (subject, *_) = scope.subjects
    fields = subject.dataset.fields
    said = {word.lower() for word in _WORD.findall(_LEFT_OUT.sub(" ", text))}
    titles = " ".join(fields[each.column].title for each in scope.subjects)
    own = {word.lower() for word in _WORD.findall(titles)}
    for name in _alike(subject):
        words = {word.lower() for word in _WORD.findall(fields[name].title)}
        differ = words - own - _COMMON
        if not differ or not own - words:
            continue
        if differ <= said and not (own - words - _COMMON) & said:
            shown = " ".join(sorted(differ))
            return (
                f'the sentence says "{shown}", but {scope.bound.words} is of {about(scope)}. '
                "Change the words, or take the other number."
            )
    return ""


def _alike(subject: Subject) -> list[str]:
    """Return the columns of a dataset that hold numbers in the unit of one, and itself."""
    fields = subject.dataset.fields
    unit = fields[subject.column].unit
    return [
        name
        for name, field in fields.items()
        if field.is_amount and field.unit == unit and name not in subject.dataset.key
    ]
