"""Holds the periods that people type against numbers that move when new data arrive.

"In 2025 imports came to …", with the latest number, is true until the data of 2026 arrive. From
then on it is a mistake; until then it is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from charts.generator.base.problems import Problem
from charts.generator.check import periods
from charts.generator.check.freshness import SeriesKey, newest, series_of
from charts.generator.check.periods import Typed
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.data.datasets import Dataset
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.quantities import Cell

# Before a period that a number is set against, and is not of: "more than in 2021", "since 1995".
_AGAINST = re.compile(
    r"(?i:\b(?:since|after|before|from|than|compared (?:with|to)|against|unlike|like|as|until"
    r"|following|relative to|versus|vs\.?)(?: (?:in|at|the|that of|those of|its|their|early|late"
    r"|mid|end of|start of|beginning of|whole of|all of|level of|levels of|it was|they were))*)"
    r"\s*\(?\Z"
)
# Before a period that dates an event: "the flood of 2014", "when the war began in 2022".
_OF = re.compile(r"\b(\w+) of (?:the (?:spring|summer|autumn|fall|winter|end|start) of )?\Z")
_MEASURES = re.compile(
    r"(?i)\b(?:records?|peaks?|highs?|lows?|maximum|minimum|totals?|values?|figures?|numbers?"
    r"|imports?|exports?|trade|prices?|shares?|sales|purchases|months?|quarter|half|end|all|whole"
    r"|rest|course|beginning|start)\Z"
)
_CLAUSE_OF_TIME = re.compile(r"\b(?:when|after|before|since|as|once|while|until|where|which|who)\b")
# "the 2014 flood", "its 2021 level"
_ADJECTIVE = re.compile(r"(?i)\b(?:the|its|their|a|an|this|that|those|these|of)\s+(?:\w+ )?\Z")
_PARTS = re.compile(
    r";|, (?:and|but|while|whereas|though|although|yet|so|which|who|where|when)\b|: "
)
# Words that say a number is the newest there is.
_NOW = re.compile(
    r"\b(?:[Tt]oday|[Cc]urrently|[Nn]owadays|[Aa]t present|[Nn]ow(?! that\b)"
    r"|(?:[Nn]ewest|[Mm]ost recent|[Ll]atest)(?= (?:data|figure|number|value|count|reading|estimate"
    r"|report|year|month|quarter))|[Tt]o date|[Ss]o far|(?:has|have) since)\b"
)
_POSTPOSED = re.compile(r",? ?\(?(?:in|of|for|during|by|at the end of|as of)? ?\Z")
_RANGE = re.compile(r"(?i)\s*(?:to|and|through|until|till|[–—-])\s*(?:the end of )?\Z")


def outdated(
    sentence: Sentence, datasets: Mapping[str, Dataset]
) -> tuple[list[Problem], list[Problem]]:
    """Return the typed periods of a sentence that new data have made wrong, and will make wrong.

    A number moves that is the latest, or a record of all periods; so does a test of them.
    """
    wrong = list(_said_of_now(sentence, datasets))
    soon: list[Problem] = []
    moving = [bound for bound in sentence.bound if _moves(bound)]
    if not moving:
        return wrong, soon
    typed = list(periods.find(sentence.typed))
    for bound in moving:
        own = _periods(bound.cells, datasets)
        for each, place in _about(sentence, bound, typed, datasets):
            if not own and not each.is_relative:
                continue
            page = sentence.page
            begin = _begin(sentence, each, typed)
            if each.is_relative:
                soon.append(page.problem(_relative(each, bound), place))
            elif not (_spans(begin, each, own) if begin else each.fits(own)):
                wrong.append(page.problem(_false(each, bound, own), place))
            elif each.fits({max(own)}) and _is_latest(bound, own, datasets):
                soon.append(page.problem(_soon(each, bound), place))
    return wrong, soon


def _said_of_now(sentence: Sentence, datasets: Mapping[str, Dataset]) -> Iterator[Problem]:
    """Return a problem for each number that is said to be today's, and is not the newest."""
    for now in _NOW.finditer(sentence.typed):
        after = [bound for bound in sentence.bound if bound.start >= now.end() and bound.read]
        if not after or any(
            now.end() <= each.start < after[0].start and not _is_other(sentence, each, after[0])
            for each in periods.find(sentence.typed)
        ):
            continue
        bound = after[0]
        if _PARTS.search(sentence.typed[now.end() : bound.start]) or _moves(bound):
            continue
        ends: dict[SeriesKey, str] = {}
        for cell in bound.cells:
            series, period = series_of(datasets[cell.dataset], cell)
            ends[series] = max(period, ends.get(series, ""))
        for series, period in ends.items():
            later = newest(datasets[series[0]], series)[0] if period else ""
            if later > period and max(ends.values()) == period:
                yield sentence.page.problem(
                    f'"{now[0]}" is said of "{bound.words}", which is of {period}; the data go on '
                    f'to {later}. Write "latest" as the period, or say which period it is.',
                    sentence.place(now.start()),
                )
                break


def _moves(bound: Bound) -> bool:
    return isinstance(bound.result, Receipt | Outcome) and bound.result.moves


def _periods(cells: Iterable[Cell], datasets: Mapping[str, Dataset]) -> set[str]:
    """Return the periods of cells."""
    found = {(datasets[cell.dataset].period, cell.key) for cell in cells}
    return {dict(key)[name] for name, key in found if name}


def _is_latest(bound: Bound, own: set[str], datasets: Mapping[str, Dataset]) -> bool:
    """Return whether the next period of the data will move it for certain."""
    if isinstance(bound.result, Outcome):
        return False  # new data are tested
    read = _periods(bound.read, datasets)
    return max(own) == max(read) and not (len(own) == 1 < len(read))


def _about(
    sentence: Sentence, bound: Bound, typed: Sequence[Typed], datasets: Mapping[str, Dataset]
) -> Iterator[tuple[Typed, int]]:
    """Return the typed periods that a number is said to be of, with their places in the file."""
    if isinstance(bound.result, Outcome):
        words = [
            each
            for each in periods.find(bound.words)
            if not _AGAINST.search(bound.words[: each.start])
        ]
        if words:
            yield from ((each, bound.offset) for each in words)
            return
    after = next((each for each in typed if each.start >= bound.end), None)
    if after and _POSTPOSED.fullmatch(sentence.typed, bound.end, after.start):
        yield after, sentence.place(after.start)
        return
    dated = [other for other in sentence.bound if other.end <= bound.start and _is_date(other)]
    floor = max((other.end for other in dated), default=0)
    before = [
        each
        for each in typed
        if floor <= each.start < bound.start and not _is_other(sentence, each, bound)
    ]
    if before:
        yield before[-1], sentence.place(before[-1].start)
    elif not dated:
        later = after and not any(
            b.start < after.start for b in sentence.bound if b.start > bound.end
        )
        between = sentence.typed[bound.end : after.start] if after and later else ""
        if after and later and not _PARTS.search(between) and not _is_other(sentence, after, bound):
            yield after, sentence.place(after.start)
        elif not typed and not any(map(_is_date, sentence.bound)):
            yield from _framed(sentence)


def _framed(sentence: Sentence) -> Iterator[tuple[Typed, int]]:
    """Return the last period typed in what a sentence stands under."""
    for text in (sentence.row, sentence.column, sentence.heading):
        for each in periods.find(text):
            if not _AGAINST.search(text[: each.start]):
                yield each, sentence.place(0)
                return


def _is_date(bound: Bound) -> bool:
    """Return whether a macro prints a period."""
    receipt = bound.result
    return isinstance(receipt, Receipt) and receipt.value.unit in ("year", "month")


def _is_other(sentence: Sentence, each: Typed, bound: Bound) -> bool:
    """Return whether a period before or after a number dates something else."""
    text = sentence.typed
    lead = text[: each.start]
    if _AGAINST.search(lead):
        return True
    of = _OF.search(lead)
    if of and not _MEASURES.search(of[1]):
        return True
    follows = re.match(r"[ ’'](?:s )?([a-z]+)", text[each.end :])
    if (
        len(each.text) == 4
        and _ADJECTIVE.search(lead)
        and follows
        and not of
        and not _MEASURES.search(follows[1])
        and follows[1] not in ("was", "were", "is", "the", "when", "and", "came", "saw")
    ):
        return True
    # It stands right behind another number, or in another part of the sentence.
    others = [b for b in sentence.bound if b.end <= each.start and b is not bound]
    if others and _POSTPOSED.fullmatch(text, others[-1].end, each.start):
        return True
    if each.start > bound.start:
        return False
    between = text[each.end : bound.start]
    if _PARTS.search(between):
        return True
    comma = text.find(",", each.end, bound.start)
    opened = _CLAUSE_OF_TIME.search(lead[max(lead.rfind(","), lead.rfind(";")) + 1 :].lower())
    return bool(comma >= 0 and opened)


def _begin(sentence: Sentence, each: Typed, typed: Sequence[Typed]) -> Typed | None:
    """Return the period with which a range begins that ends with another: from 2021 to 2025."""
    for first, later in pairwise(typed):
        if later is each and _RANGE.fullmatch(sentence.typed, first.end, later.start):
            return first
    return None


def _spans(first: Typed, last: Typed, own: set[str]) -> bool:
    """Return whether all periods lie in a range; one without years is not known well enough."""
    if not first.begins or not last.begins:
        return last.fits(own)
    low, high = min(first.begins), max(last.begins)
    return all(low <= period[: len(low)] and period[: len(high)] <= high for period in own)


def _named(own: set[str]) -> str:
    first, last = min(own), max(own)
    return last if first == last else f"{first} to {last}"


def _false(each: Typed, bound: Bound, own: set[str]) -> str:
    return (
        f'"{each.text}" is typed next to "{bound.words}", which moves with the data and is now of '
        f"{_named(own)}. Print the period with a macro too, such as "
        '{{ value("…", "year", year="latest") }} or {{ fact("last(…)") }}, or give the number a '
        "fixed period."
    )


def _soon(each: Typed, bound: Bound) -> str:
    kind = "the year " if len(each.text) == 4 else ""
    return (
        f'{kind}{each.text} is typed next to "{bound.words}", which is always the latest: new data '
        "will make the sentence wrong. Write the period with a macro too, such as "
        '{{ value("…", "year", year="latest") }} or {{ fact("last(…)") }}, or give the number a '
        "fixed period."
    )


def _relative(each: Typed, bound: Bound) -> str:
    return (
        f'"{each.text}" stands next to "{bound.words}", which is always the latest: when it is '
        "read decides whether that is true. Print the period with a macro, such as "
        '{{ value("…", "year", year="latest") }} or {{ fact("last(…)") }}.'
    )
