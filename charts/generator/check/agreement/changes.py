"""Holds "rose", "less" and "peaked" beside a number against the number and its series."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from charts.generator.check import change_verbs
from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.comparing_words import (
    COMPARATIVES,
    DOWN_NOUNS,
    NEARLY,
    NEGATIONS,
    SUPERLATIVES,
    UP_NOUNS,
    VERBS,
    direction,
    verbs_to,
)
from charts.generator.check.agreement.formula_reading import summed
from charts.generator.check.agreement.periods import period
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.data.datasets import NUMBERS, Dataset

# What may stand between "fell" and "by 90%".
_FILLER = (
    r"(?: (?:by|of|about|around|roughly|nearly|almost|some|just|only|over|under|more|less|than|at"
    r"|least|most|a|an|the|another|further|again|still|even|too|also|in all|together|altogether"
    r"|as much as|no|fully|well|[a-z]+ly|yet|once|value|worth|much|sharp|steep|total|full)\b,?"
    r"|,? (?:in|from|between|since|during|over|within|after|to|and|through|until)"
    r" (?:the )?(?:[A-Z][a-z]+ )?(?:\d{4}|(?:year|month|same period)s?)\b,?)*,? $"
)
_BEFORE = re.compile(rf",?{_FILLER}")
_TAIL = 90  # letters: further away stands another thought
_BEHIND = re.compile(r"^ (?:in (?:value|all|total) )?(?:points? )?(?:[a-z]+ly )?")
# "By 26%, imports rose."
_LED = re.compile(rf",(?: [\w’'-]+){{1,5}}? {VERBS.pattern}", re.I)
_NOUN_BEHIND = re.compile(
    rf"^(?:,| ) ?(?:[a-z]+ )?(?:(?P<up>{UP_NOUNS})|(?P<down>{DOWN_NOUNS}|cut))\b", re.I
)
# "The increase in imports was 40%."
_SUBJECT = re.compile(
    rf"\b(?:(?P<up>{UP_NOUNS})|(?P<down>{DOWN_NOUNS}))"
    r" (?:in|of) [^,;]{0,60}?(?: (?:was|is|came to|amounted to|reached|totall?ed)|,)"
    r"(?: (?:about|around|nearly|almost|just|only|some|over|by))*\s$", re.I,
)  # fmt: skip
# Behind a number: how much larger one thing is than another.
_BY_HOW_MUCH = re.compile(r" (?P<word>larger|higher|more|less|smaller|lower|fewer|bigger) than\b")
_LEVEL = re.compile(
    r"\b(?:imports|exports|trade|sales|purchases|output|production|prices?|holdings|share|it|they"
    r"|that)"
    r"(?: (?:in|of|for) [\w ]{1,30}?)? (?:was|were|is|are|came to|stood at|amounted to|reached)"
    r"(?: (?:about|around|nearly|almost|just|only|some))*\s$", re.I,
)  # fmt: skip
_CHANGED = re.compile(r"\b(?:change|difference|fall|rise|drop|increase|loss|gain|growth)s?\b", re.I)
# "Sales are down to 10% of what they were": what is left.
_DOWN_TO = re.compile(
    rf"\b(?:is|are|was|were|been|stood|stand|stands) (?:back )?(?:down|up)(?= to {NEARLY}$)", re.I
)
# What a column of changes is called: its numbers are by how much something rose or fell.
_OF_CHANGES = re.compile(
    r"\b(?:chang|grow|increas|decreas|ris|fall|fell|declin|drop|gain|loss|lost|cut|net|balance"
    r"|differen|flow|inflow|outflow|add|reduc|surplus|deficit|gap|sav|point)[a-z]*\b", re.I,
)  # fmt: skip
_NOT = re.compile(rf"(?:\b|(?<=\w)){NEGATIONS} (?:\w+ )?$")
_PEAK = re.compile(
    r"\b(?P<word>(?:all-time |record )(?:high|peak|low)|record(?! (?:low|high))|peak(?:ed|s)?"
    r"|bottomed out|trough|low point|high point"
    r"|(?:hit|reached|touched|reaching|hitting) (?:an?|its|their) (?:low|high))"
    r"(?: (?:of|at|with|was|is|came|in \d{4}|about|nearly|around),?)* $"
)


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield what the sentence says of a change that the number does not, with its place."""
    numbers = list(scopes)
    start = 0
    for bound in numbers:
        before = sentence.text[start : bound.start]
        scope = scopes[bound]
        start = bound.end
        if bound.macro == "claim":
            continue
        behind = sentence.after(bound)
        if said := _record(before, behind, scope) or _per_year(before, behind, scope):
            yield said, bound.offset
        if scope.value is None or scope.is_date:
            continue
        word = _word(before, sentence.after(bound))
        if word and scope.format == "percent" and scope.is_rest:
            message = (
                f'the sentence says "{word[0]}", but {scope.bound.words} is no change: it is what '
                f"{period(scope)} are of each other, {about(scope)}. Take fall(…) or rise(…), or "
                'write "to".'
            )
            yield message, bound.offset
        elif (
            word
            and not scope.direction
            and (getattr(scope.node, "name", "") == "share" or _stands(scope))
            and re.search(r"\bby (?:[a-z]+ )?$", before)
        ):
            kind = "a level" if scope.is_level else "a share"
            message = (
                f'the sentence says "{word[0]} by", but {scope.bound.words} is no change: it is '
                f"{kind}, {about(scope)}. Change the words, or take fall(…) or rise(…)."
            )
            yield message, bound.offset
        elif (
            scope.direction
            and scope.format == "percent"
            and _is_called_level(before, sentence.after(bound), scope)
        ):
            message = (
                f"the sentence says that it came to {bound.words}, but that is a change: "
                f"{about(scope)}. Say by how much it fell or rose, or take the number itself."
            )
            yield message, bound.offset
        elif said := _left(before, scope):
            yield said, bound.offset
        elif scope.direction and not scope.is_rest:
            verbs = verbs_to(before) or [*_DOWN_TO.finditer(before)]
            if verbs and scope.format in ("percent", "times"):
                said = verbs[-1][0].strip()
                message = (
                    f'the sentence says "{said} to {bound.words}", but that is the change, not '
                    f'where it ended: write "{said} by".'
                )
                yield message, bound.offset
            elif word and word[1] != scope.direction:
                yield _said(word[0], scope), bound.offset
            elif word and scope.value < 0:
                message = (
                    f'the sentence says "{word[0]}" and the number, {bound.words}, has its own '
                    "minus sign; use fall(…) or rise(…), which have none."
                )
                yield message, bound.offset
        elif said := _peak(before, scope) or _in_its_year(
            before, sentence.after(bound), sentence, scope
        ):
            yield said, bound.offset
        elif scope.is_level and (more := _BY_HOW_MUCH.match(sentence.after(bound))):
            message = (
                f'the sentence says "{bound.words}{more[0]}", but that is no difference: it is '
                f"{about(scope)}. Take a − b, rise(…) or fall(…), or change the words."
            )
            yield message, bound.offset
        elif word and scope.value < 0 and word[0] in before and re.search(r"\bby\b", before[-30:]):
            message = (
                f'the sentence says "{word[0]} by" and the number, {bound.words}, is below zero; '
                "change the words or the number."
            )
            yield message, bound.offset


_HOW_MUCH = re.compile(r"\b(?:how much|by how much|how far|how many)\b", re.I)
_ANSWERS = re.compile(r"(?:(?:By|It was|They were|About|Nearly|Almost|Some|Just|Only|Over) )*")


def answered(
    question: str, sentence: Sentence, scopes: dict[Bound, BoundScope]
) -> Iterator[tuple[str, int]]:
    """Yield where "By how much did imports grow?" is answered with a fall, or vice versa."""
    if not question.endswith("?") or not _HOW_MUCH.search(question):
        return
    ways = {direction(verb) for verb in VERBS.finditer(question)}
    if len(ways) != 1:
        return
    bound, scope = next(iter(scopes.items()), (None, None))
    if bound is None or scope is None or not _ANSWERS.fullmatch(sentence.before(bound)):
        return
    verb = next(VERBS.finditer(question))
    if scope.direction and scope.value is not None and {scope.direction} != ways:
        yield _said(verb[0], scope), bound.offset


def _stands(scope: BoundScope) -> bool:
    """Return whether a number is a reading of a series, and of no changes."""
    if not scope.is_level or len(scope.subjects) != 1:
        return False
    (subject,) = scope.subjects
    dated = subject.dataset.calendar or subject.dataset.period
    field = subject.field
    said = f"{subject.says} {subject.dataset.title} {field.description} {subject.column}"
    return bool(dated) and field.is_amount and not _OF_CHANGES.search(said.replace("_", " "))


def _left(before: str, scope: BoundScope) -> str:
    """Say where something "fell to" more than all of what it had been, or "rose to" less."""
    verbs = verbs_to(before)
    if not verbs or not scope.is_rest or scope.format not in ("percent", "times"):
        return ""
    way = direction(verbs[-1])
    if scope.value is None or (scope.value > 1) == (way > 0):
        return ""
    return (
        f'the sentence says "{verbs[-1][0]} to", but {scope.bound.words} is '
        f"{'more' if way < 0 else 'less'} than there was: {about(scope)}. Change the verb, or the "
        "number."
    )


def _is_called_level(before: str, after: str, scope: BoundScope) -> bool:
    """Return whether "imports were 90%" is said of what is a fall."""
    if scope.is_rest or not _LEVEL.search(before) or _SUBJECT.search(before):
        return False
    return not (
        _CHANGED.search(before) or COMPARATIVES.match(after, 1) or _NOUN_BEHIND.match(after)
        or re.match(r" (?:of|off|away|short)\b", after)
    )  # fmt: skip


def _word(before: str, after: str) -> tuple[str, int] | None:
    """Return the word beside a number that says up or down, and which."""
    tail = before[-_TAIL:]
    found = list(VERBS.finditer(tail)) + list(COMPARATIVES.finditer(tail))
    found = [match for match in found if _BEFORE.fullmatch(tail, match.end())]
    if noun := _NOUN_BEHIND.match(after):
        return (noun["up"] or noun["down"]), direction(noun)
    behind = _BEHIND.match(after)
    near = COMPARATIVES.match(after, behind.end() if behind else 0)
    if near and near[0].lower() not in ("under", "over", "up"):
        return near[0], direction(near)
    if led := _LED.match(after) if re.fullmatch(r"(?:.*[;,] )?[Bb]y ", before) else None:
        return led[0].split()[-1], direction(led)
    if subject := _SUBJECT.search(before):
        return (subject["up"] or subject["down"]), direction(subject)
    # "More than" and "less than" before a number are bounds and no direction.
    verbs = [match for match in found if match.re is VERBS or re.search(
        r"\bby\b|(?:up|down|higher|lower) $|were (?:up|down)",
        tail[match.start() :], re.I)]  # fmt: skip
    if not verbs:
        return None
    match = max(verbs, key=lambda match: (match.re is VERBS, match.start()))
    if re.match(r" (?:back )?to\b", tail[match.end() :]):
        return None
    way = direction(match)
    if negated := _NOT.search(tail[: match.start()]):
        return f"{negated[0].strip()} {match[0]}", -way
    return match[0], way


# "Kept growing in 2025, to 3 million"
_KEPT = re.compile(
    rf"\b(?:kept(?: on)?|continued|went on)(?: to)? (?:(?P<down>{change_verbs.every(-1)})"
    rf"|(?P<up>{change_verbs.every(1)}))(?: in (?:[A-Z][a-z]+ )?\d{{4}})?,? to (?:[a-z]+ ){{0,2}}$",
    re.I,
)
_ITS_YEAR = re.compile(r" in ((?:19|20)\d\d)\b")
_MEASURED = re.compile(
    r"\b(?:from|after|since|over|between|compared|against|than|by|until|before|within|once|again)\b"
)


def _in_its_year(before: str, after: str, sentence: Sentence, scope: BoundScope) -> str:
    """Say where "rose to $3 billion in 2021" is told of what fell in that year."""
    verbs, year = verbs_to(before), _ITS_YEAR.match(after)
    series = _series(scope) if verbs and year else None
    if not series or not year or _MEASURED.search(sentence.typed):
        return ""
    (dataset, column, at), values = series
    if scope.years != {year[1]} or dataset.better(column) == "lower":
        return ""
    return _against(f"{verbs[-1][0]} to", direction(verbs[-1]), values, at, scope)


def _against(said: str, way: int, values: Sequence[float], at: int, scope: BoundScope) -> str:
    """Say where words say that a reading rose, or fell, and the one before says the opposite."""
    if not at or (values[at] - values[at - 1]) * way >= 0:
        return ""
    return (
        f'the sentence says "{said}", but {about(scope)} was {"higher" if way > 0 else "lower"} '
        "in the period before. Change the verb, or the number."
    )


# "Collapsed in 2021, to 3 million"
_WITHIN = re.compile(
    rf"\b(?:(?P<down>{change_verbs.every(-1)})|(?P<up>{change_verbs.every(1)}))(?: [a-z]+ly)?"
    r" in (?:[A-Z][a-z]+ )?\d{4},? to (?:[a-z]+ ){0,2}$", re.I,
)  # fmt: skip
_PEAKS = re.compile(
    r"\b(?:(?P<up>peak(?:ed|s)?|high point|all-time high|record high|top)"
    r"|(?P<down>bottomed|trough|low point|all-time low|record low|nadir))\b", re.I,
)  # fmt: skip


_DISTANCE = re.compile(r"\b(?:distance|gap|difference|far apart)\b", re.I)
_FAR = re.compile(
    r"\b(?:(?P<up>furthest|farthest|most distant)|(?P<down>closest|nearest|most alike))\b", re.I
)


def _record(before: str, after: str, scope: BoundScope) -> str:
    """Say where the highest of a series, or its time, is called the lowest, or vice versa."""
    if not scope.record:
        return ""
    near = before[-60:]
    cut = max(near.rfind("; "), near.rfind(", and "), near.rfind(" but "), near.rfind(" while "))
    near = near[cut + 1 :]
    found = [*SUPERLATIVES.finditer(near), *_PEAKS.finditer(near)]
    if _DISTANCE.search(scope.says):
        found += _FAR.finditer(near)
    ways = {direction(match) for match in found}
    if ways != {-scope.record} or _NOT.search(near[: found[-1].start()]):
        return ""
    kind = "highest" if scope.record > 0 else "lowest"
    return (
        f'the sentence says "{found[-1][0]}", but {scope.bound.words} is the {kind}: '
        f"{about(scope)}. Change the word, or the number."
    )


_TOTALLED = re.compile(r"\b(?:totall?ed|added up to|summed (?:up )?to)(?: [a-z]+)? $", re.I)
_AVERAGE_YEAR = re.compile(
    r"\bin (?:an? (?:average|typical|ordinary|normal|usual|middling) (?:year|month)"
    r"|(?:each|every one|any one) of (?:the|these|those) (?:[a-z]+ )?(?:years|months))\b",
    re.I,
)
_ADDED_UP = re.compile(
    r"\b(?:add(?:ed|ing|s)?(?: \w+){0,9}? up|add up|put together|taken together|altogether|all told"
    r"|in (?:sum|total)|summed up|cumulatively|the (?:sum|total) of)\b", re.I,
)  # fmt: skip
_ON_AVERAGE = re.compile(
    r"\b(?:average[ds]?|averaging|means?|typical(?:ly)?|a year|per year)\b", re.I
)
_YEARLY = re.compile(
    r"^(?: of [\w’' -]{1,40}?)?,? (?:a|per|each|every) (?P<each>year|month)\b"
    r"|^ (?:yearly|annually|monthly)\b"
)
_MEAN = re.compile(r"\b(?:on average|averag(?:e|ed|ing)|a mean of)\b", re.I)
_MEDIAN = re.compile(r"\b(?:medians?|middle (?:value|figure))\b[^,;:]{0,40}$", re.I)
_TOTAL = re.compile(
    r"^(?: of [\w’' -]{1,40}?)?,? (?:in all|in total|altogether|together|all told)\b"
)


def _per_year(before: str, after: str, scope: BoundScope) -> str:
    """Say where a sum is called an average, or an average a sum."""
    node = summed(scope.node)
    if node is None or max(len(scope.years), len(scope.months)) < 2:
        return ""
    middle = _MEDIAN.search(before[-60:])
    if middle and (node.name == "sum" or len(scope.bound.cells) > 1):
        return (
            f'the sentence says "{middle[0]}", but {scope.bound.words} is '
            f"{'a sum' if node.name == 'sum' else 'an average'}: {about(scope)}. Change the words."
        )
    yearly = _YEARLY.match(after)
    if yearly and yearly["each"] == "year" and len(scope.years) < 2:
        yearly = None  # the months of one year are what it had
    total = _TOTAL.match(after) or _TOTALLED.search(before)
    if not total and not _ON_AVERAGE.search(f"{before} {after[:40]}"):
        total = _ADDED_UP.search(before)
    mean = _MEAN.search(before[-60:]) or _AVERAGE_YEAR.search(before)
    found = (yearly or mean) if node.name == "sum" else total
    if not found or (node.name == "sum" and len(scope.bound.cells) < 2):
        return ""
    kind = "a sum" if node.name == "sum" else "an average"
    return (
        f'the sentence says "{found[0].strip(" ,")}", but {scope.bound.words} is {kind}: '
        f"{about(scope)}. Change the words, or the formula."
    )


def _said(word: str, scope: BoundScope) -> str:
    kind = "fall" if scope.direction < 0 else "rise"
    return (
        f'the sentence says "{word}", but the number is a {kind}: {scope.bound.words}, '
        f"{about(scope)}, {period(scope)}. Change the word, or the number."
    )


def about(scope: BoundScope) -> str:
    """Return what a number is about, in the words of the data."""
    return f"“{scope.says}”"


def _peak(before: str, scope: BoundScope) -> str:
    """Say where a number that "peaked at", "a record" or "rose to" stands beside is not one."""
    series = _series(scope)
    if not series:
        return ""
    (dataset, column, at), values = series
    if dataset.better(column) == "lower":
        return ""
    tail = before[-_TAIL:]
    found = _PEAK.search(tail)
    if found and not _NOT.search(tail[: found.start()]):
        word = found["word"]
        low = bool(re.search("low|bottom|trough", word))
        near = (
            values[max(0, at - 1) : at + 2]
            if "record" not in word and "all" not in word
            else values
        )
        if values[at] != (min(near) if low else max(near)):
            other, best = ("lower", "lowest") if low else ("higher", "highest")
            return (
                f'the sentence says "{word}", but {about(scope)} was {other} in another period '
                f"than {period(scope)}. Change the words, or take {best}(…)."
            )
    kept = _KEPT.search(tail) or _WITHIN.search(tail)
    if kept and (said := _against(kept[0].strip(" ,"), direction(kept), values, at, scope)):
        return said
    verbs = verbs_to(tail)
    if verbs and at >= 3 and not _NOT.search(tail[: verbs[-1].start()]):
        earlier = values[max(0, at - 8) : at]
        up = direction(verbs[-1]) > 0
        if (up and values[at] < min(earlier)) or (not up and values[at] > max(earlier)):
            return (
                f'the sentence says "{verbs[-1][0]} to", but {scope.bound.words} '
                f"({period(scope)}) is {'less' if up else 'more'} than in any of the years before. "
                "Change the verb, or the number."
            )
    return ""


def _series(scope: BoundScope) -> tuple[tuple[Dataset, str, int], list[float]] | None:
    """Return the readings of the series that a single cell is of, and its place among them."""
    cells = scope.bound.cells
    if len(cells) != 1:
        return None
    (cell,) = cells
    dataset = scope.datasets[cell.dataset]
    if not dataset.calendar or dataset.fields[cell.column].type not in NUMBERS:
        return None
    if not scope.is_level:
        return None  # a rank, a count, a multiple
    rest = [(name, text) for name, text in cell.key if name != dataset.period]
    rows = dataset.rows_with(rest)
    dates, texts = dataset.columns[dataset.period], dataset.columns[cell.column]
    found = sorted((dates[row], float(texts[row])) for row in rows if texts[row])
    own = dict(cell.key)[dataset.period]
    at = next(i for i, (when, _) in enumerate(found) if when == own)
    return (dataset, cell.column, at), [value for _, value in found]
