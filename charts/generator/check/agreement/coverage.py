"""Holds the length of time that a sentence names against what a number covers of it."""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.formula_reading import periods_of, summed
from charts.generator.check.agreement.times import (
    IN_MONTH,
    MONTH,
    PART_OF_YEAR,
    month_number,
    months_of,
    times,
)
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.data.datasets import Dataset
from charts.generator.numbers.expressions import Call, Period, Window
from charts.generator.numbers.quantities import Cell

_WHOLE_YEAR = re.compile(
    r"\b(?:(?:the |an? )?(?:whole|full|entire|complete)(?: calendar)? (?:year|of)"
    r"|all of (?=\d{4})|calendar year|(?:the )?year as a whole|throughout (?=\d{4})"
    r"|(?:all|the|the full|the whole|every one of the) (?:twelve|12) months of (?=\d{4}|the year)"
    r"|all twelve months|each of the twelve months"
    r"|(?:from |between )?January(?: 1)? (?:to|through|until|and) (?:the end of )?December"
    r"|January[-–]December"
    r"|from (?:the )?(?:start|beginning|first day) (?:to|through) (?:the )?(?:end|finish|last day)"
    r"(?: of)?)\b", re.I,
)  # fmt: skip
_NOT_ALL = re.compile(r"\b(?:not|no|without|only|except|but|part|months?|less than)\b|n['’]t", re.I)
_ONE_YEAR = re.compile(r"\b(?:in|within) (?:a single|just one|only one|one) year\b", re.I)
_PART = re.compile(rf"\b{PART_OF_YEAR} (?P<year>\d{{4}})\b", re.I)
_SPAN = re.compile(
    rf"\b(?:between|from) (?P<a>{MONTH})(?: (?P<x>\d{{4}}))? (?:and|to|until|through)"
    rf" (?P<b>{MONTH}) (?P<y>\d{{4}})", re.I,
)  # fmt: skip
_ONE_MONTH = re.compile(rf"\b[Ii]n {MONTH} \d{{4}}(?: alone)?\b")
_FLOWS = re.compile(
    r"\b(?:imports?|exports?|purchases|sales|shipments|deliver(?:y|ies)|trade)\b", re.I
)


def of_several_years(sentence: Sentence, bound: Bound, scope: BoundScope) -> str:
    """Return "in one year" if the sentence says so of a change over several."""
    found = _ONE_YEAR.search(*_around(sentence, bound))
    if not found or not scope.ends or len(scope.ends[0]) != 4 or len(scope.ends[1]) != 4:
        return ""
    first, last = map(int, scope.ends)
    return found[0] if last - first > 1 else ""


def lacks_months(sentence: Sentence, bound: Bound, scope: BoundScope) -> str:
    """Say where a year of which months are missing is called a whole one."""
    text, start = _around(sentence, bound)
    found = _WHOLE_YEAR.search(text, start)
    if not found or not scope.is_level:
        return ""
    if IN_MONTH.search(_WHOLE_YEAR.sub("", sentence.text[start:])):
        return ""
    if _NOT_ALL.search(text[: found.start()][-20:]):
        return ""
    (cell,) = bound.cells
    months = _covered(cell, scope.datasets[cell.dataset])
    if not months or months >= 12:
        return ""
    return (
        f'the sentence says "{found[0]}", but {bound.words} covers {months} months only. Say '
        "which, or take another number."
    )


def _covered(cell: Cell, dataset: Dataset) -> int:
    """Return how many months a row is of; 0 where it does not say so."""
    named = next((name for name, role in dataset.roles.items() if role == "coverage"), "")
    months = dataset.columns[named][dataset.row(cell.key)] if named else ""
    if months.isdigit():
        return int(months)
    ends = [text for name, text in cell.key if name in ("first_month", "last_month")]
    if len(ends) != 2 or not all(re.fullmatch(r"\d{4}-\d\d", text) for text in ends):
        return 0
    (a, x), (b, y) = (map(int, text.split("-")) for text in sorted(ends))
    return (b - a) * 12 + y - x + 1


_ALONE = re.compile(r"\b[Ii]n (?:\w+ )?\S+ alone\b")


def of_one_alone(sentence: Sentence, bound: Bound, scope: BoundScope) -> str:
    """Return "in May alone" if the number beside it is a sum of several months or years."""
    dates = [each for each in sentence.bound if each.end <= bound.start]
    found = _ALONE.search(sentence.text[: bound.start], dates[-1].start - 5 if dates else 0)
    many = max(len(scope.months), len(scope.years)) > 1
    return found[0] if found and summed(scope.node) and many else ""


_PEAKED = re.compile(
    r"\b(?:month\w*|peak\w*|record|high(?:est)?|low(?:est)?|largest|smallest|bottom\w*|trough|top\w*"
    r"|best|worst|at one point|briefly|once|as (?:much|many|little|few) as)\b", re.I,
)  # fmt: skip


def of_one_month(sentence: Sentence, bound: Bound, scope: BoundScope) -> str:
    """Return the year of a sentence whose only number is of one month of it."""
    named = times(sentence.text)
    if len(sentence.bound) != 1 or not scope.is_level or len(scope.months) != 1 or len(named) != 1:
        return ""
    by_month = next(iter(scope.subjects)).dataset.calendar == "month"
    plain = not named[0].months and not named[0].is_range and len(named[0].years) == 1
    if not by_month or not plain or _PEAKED.search(sentence.text):
        return ""
    if not _ALL_YEAR.search(sentence.text[: named[0].start]) or IN_MONTH.search(
        f"{sentence.text} {sentence.heading} {sentence.row} {sentence.column}"
    ):
        return ""
    return named[0].text


_ALL_YEAR = re.compile(
    r"(?:\b[Ii]n|[Dd]uring|[Tt]hroughout|(?:^|[,;] )(?:[Oo]ver|[Ff]or|[Aa]cross)|\b[Ww]hole of"
    r"|\b[Aa]ll of|\b[Ww]hole year|\b[Yy]ear) (?:all of |the (?:whole |full |entire )?year )?$"
)
_PARTLY = ("this_year", "year_before")  # periods that are the months that both years have


def of_a_part(sentence: Sentence, bound: Bound, scope: BoundScope) -> str:
    """Return "the whole year" if the number beside it is of the months that both years have."""
    parts = any(isinstance(node, Period) and node.text in _PARTLY for node in scope.nodes)
    found = _WHOLE_YEAR.search(*_around(sentence, bound)) if parts else None
    denied = found and re.search(r"\b(?:not|without|part)\b", sentence.text[: found.start()][-20:])
    return found[0] if found and not denied else ""


def of_other_months(sentence: Sentence, bound: Bound, scope: BoundScope) -> str:
    """Return the months of a sentence if its only number is of fewer, of more, or of others."""
    if len(sentence.bound) != 1 or scope.is_test or not scope.months:
        return ""
    node, text = scope.node, sentence.text
    added = isinstance(node, Call) and node.name in ("sum", "mean")
    windows = {text for n in scope.nodes if isinstance(n, Window) for text in periods_of(n)}
    months = windows if added and windows else scope.months
    if part := _PART.search(text):
        meant = {f"{part['year']}-{month:02d}" for month in months_of(part)}
        flows = scope.is_level and _FLOWS.search(f"{scope.says} {text}")
        return part[0] if (added or flows) and months != meant else ""
    if span := _SPAN.search(text):
        first = f"{span['x'] or span['y']}-{month_number(span['a']):02d}"
        last = f"{span['y']}-{month_number(span['b']):02d}"
        own = scope.ends or ((min(months), max(months)) if len(months) > 1 else None)
        return span[0] if own and len(own[0]) == 7 and own != (first, last) else ""
    one = _ONE_MONTH.search(text)
    return one[0] if one and added and len(months) > 1 and len(times(text)) == 1 else ""


def _around(sentence: Sentence, bound: Bound) -> tuple[str, int]:
    """Return the text up to the macro behind a macro, and where the macro before it ends."""
    others = [each for each in sentence.bound if each is not bound]
    start = max((each.end for each in others if each.end <= bound.start), default=0)
    end = min((each.start for each in others if each.start >= bound.end), default=None)
    return sentence.text[:end], start
