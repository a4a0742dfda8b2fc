"""Holds the years and months of a sentence against those of its numbers and tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement import coverage
from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.comparing_words import SMALL, SUPERLATIVES, VERBS, count
from charts.generator.check.agreement.formula_reading import periods_of, summed
from charts.generator.check.agreement.times import (
    MONTH,
    PART_OF_YEAR,
    YEAR,
    Times,
    months_of,
    times,
)
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import Call, Window

_PART_OF = (
    r"(?:(?:the )?(?:(?:very )?(?:end|start|beginning|spring|summer|autumn|fall|winter|whole"
    r"|course|middle|close|(?:calendar )?years?|months|first|second|third|fourth|half|quarter"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven) (?:of |from )?)*"
    r"|(?:its|their|the) (?:peak|height|top|best|worst|lowest|highest|bottom|low|high)(?: point)?"
    r",? (?:in|of) |all of |all |early |late |mid-)"
)
_IN = rf"(?:in|of|for|during|throughout|at|by) {_PART_OF}"
# Behind a number: "$3.0 billion of goods in 2019". Words that begin another thought stop it.
_BEHIND = re.compile(rf"(?P<between>(?: [\w'’.-]+){{0,6}}?) \(?{_IN}$|^ \($")
_STOP = re.compile(
    r"\b(?:and|but|than|as|that|those|which|who|whose|when|where|while|before|after|since"
    rf"|(?:from|to)(?! (?:the )?(?!{MONTH})[A-Z])|until|against|compared"
    r"|if|because|though|although|versus|below|above|of the years|what)\b"
)
_YEAR_OF = re.compile(r" in the year of (?:the )?[\w’' -]{1,40}, $")
_UP_TO = re.compile(r" (?:up )?(?:to|until|through) $")
# Behind a change: the period that it is measured from.
_LEVEL = (
    r"(?:that|those|(?:the|its|their) (?:level|figure|value|total|amount)s?|what (?:it was"
    r"|they were)|it was|they were)"
)
_AGAINST = re.compile(
    r"(?:^|[ ,])(?:(?:since|than|from|below|above|against|compared (?:with|to)|relative to|over|on)"
    rf"(?: {_LEVEL})?|of {_LEVEL})(?: of| in| for)?(?: the)? $"
)
_THOSE = re.compile(
    rf" (?:(?:as \w+ as )?{_LEVEL}(?: of| in| for)|as \w+(?: again)? as (?:(?:it|they) (?:was|were"
    r"|had been|stood) )?(?:in|at|for))(?: the(?: year)?)? "
)
_LEAD = re.compile(
    r"(?:^|[;:,(–—] |\band |\bbut )"
    r"(?:[A-Z]?[a-z]+ly,? |(?i:but|and|yet|then|still,?|even|already|only|once,?|(?:way |far )?back"
    r"|early|late) )?"
    r"(?:[Aa]s (?:early|late|recently) as(?: in)?"
    rf"|[Ii]n|[Dd]uring|[Bb]y|[Aa]t|[Ff]or|[Tt]hroughout|[Ff]rom|[Bb]etween|[Oo]f|[Oo]ver|[Aa]cross"
    rf"|[Ww]ithin) {_PART_OF}$"
)
# "September 2025 brought in goods for $3 billion."
_BROUGHT = re.compile(
    r" (?:brought|brings|saw|sees|added|yielded|ended with|closed with|opened with|meant) "
)
_VERB = (
    r"(?:was|were|is|are|came to|comes? to|stood at|stands? at|amounted to|totall?ed|reached|hit"
    r"|had been|made|at)"
)
# A change is measured from here: "Since 2021 imports have fallen by 90%".
_OTHER_TIME = re.compile(r"\b(?:before|after|since|until|from|by|to)\b", re.I)
_SINCE = re.compile(
    r"(?:^|[;,–—] )(?i:since|compared (?:with|to)|measured against|set against|relative to)"
    rf"(?: {_LEVEL}(?: of| in| for)?)? $"
)
# "At $3 billion, imports in 2019 were small."
_AT = re.compile(
    r"(?:^|[;:,–—(] |\b(?:and|but) )(?:[Aa]t|[Ww]ith)(?: (?:about|nearly|only|just))* $"
)
_NAMED_NEXT = re.compile(rf",(?! than\b)(?: [\w'’.-]+){{1,5}} {_IN}$")
# "The 2019 total was …"
_OWNED = re.compile(r"(?:\b(?:[Tt]he|[Ii]ts|[Tt]heir)|['’]s) $")
_FIGURE = (
    r" (?:[\w-]+ ){0,2}?(?:total|figure|number|sum|amount|level|value|count|volume|share|imports"
    r"|exports|trade|sales|purchases|price|peak|low|high)s?"
)
_APPOSED = re.compile(r"^(?:In|During|By|At) [^,;]{0,60}, $")
# "In the first quarter of 2024": not the whole year.
_PORTION = re.compile(
    r"\b(?:quarter|half|spring|summer|autumn|fall|winter|(?:first|last) (?:\w+ )?(?:months|weeks))"
    r" (?:of|in) $"
)
# "It was not until 2014 that imports reached $3 billion."
_NOT_UNTIL = re.compile(r"\b(?:not until|only in|[Ii]t was(?: only)? in) $")
_NEXT_TO = re.compile(
    r",? (?:in the year |the year |(?:an?|one|two|three|four|five|\w+) (?:year|month)s? )"
    r"(?:before|earlier|later|after(?:wards)?)\b"
)
_DURING = re.compile(rf"(?:^|[ ,;(–—])(?:[Ii]n|[Dd]uring|[Tt]hroughout) {_PART_OF}$")
_ON = re.compile(
    rf"(?:^|[ ,;(–—])(?:[Oo]n (?:the )?|[Bb]etween {MONTH} and |[Ff]rom {MONTH} (?:to|until) )$"
)
_ON_DAY = re.compile(
    r"(?:^|[;:,] )(?:On|on|As of|as of|At|at) (?:the )?(?:[A-Z][a-z]+day, )?(?:\d{1,2} )?$"
)
_NTH = re.compile(rf"\bthe {PART_OF_YEAR} $", re.I)
# "A year later, it was $3 billion."
_LATER = re.compile(
    rf"\b(?P<n>an?|one|{'|'.join(SMALL)}|\d\d?) years? (?P<way>later|earlier|before|afterwards?)"
    r"\b(?! (?:the|than|that|in|this|it)\b)", re.I,
)  # fmt: skip
_LABEL = re.compile(r"(?:^|[(;•] ?)(?:(?:In|During|By|At|For|Of) )?$")
_MIDWAY = re.compile(rf"\bin {_PART_OF}$")
_THEN = re.compile(
    rf",? {_VERB}(?: (?:about|nearly|only|just|still|almost|around|some|over|worth|valued at|put at"
    r"|estimated at))*\s*$"
)
_WAS = re.compile(rf",?(?P<between>(?: [\w'’.-]+){{0,6}}){_THEN.pattern}")
# "From 2021 to 2024 they added up to", "the average of 2021 to 2024 was"
_ADDED = r"(?:added up to|averaged|summed to|totall?ed)"
_SUMMED = re.compile(
    rf",?(?P<between>(?: [\w'’.-]+){{0,6}}?) (?:(?P<added>{_ADDED})|{_VERB})"
    r"(?: (?:about|nearly|only|just|still|almost|around|some|over|at))*\s*"
)
_AVERAGED = re.compile(r"\b(?:average|mean|sum|total)\b[^,;]{0,40} (?:of|for|from|between) $")
# "They averaged $3 billion from 2020 to 2024"
_SUM = re.compile(rf"\b{_ADDED} (?:[a-z]+ )?$")
_OVER = re.compile(r"(?: a year)?,? (?:from|between|in|over|during)(?: the years)? $")
# "They had bought $3 billion of goods since the war."
_HAD = re.compile(
    r"\b(?:has|have|had) (?:[a-z]+ )?(?:bought|sold|imported|exported|shipped|earned|paid|spent"
    r"|sent|received|supplied|delivered) (?:goods )?(?:for |worth )?$"
)
_SINCE_THEN = re.compile(r"[^,;.]{0,50}? since(?: (?:then|the [a-z]+|\d{4})\b|$)")
_ENDED = re.compile(r",? (?:to|by)(?: (?:about|nearly|only|just|almost|around|some|over))*\s*$")
_FIGURED = re.compile(rf"{_FIGURE}{_THEN.pattern}")
# "In 2011, when they came to $34.6 billion"
_WHEN = re.compile(rf",? when(?: [\w'’-]+){{1,4}}?{_THEN.pattern}")
# "The $3 billion that firms earned in 2024"
_EARNED = re.compile(
    r"(?: of (?:[\w.’'-]+ ){1,8}?)? ?(?:that|which) (?:[\w.’'-]+ ){0,5}?(?:\w+ed|paid|spent|bought"
    r"|sold|made|took|brought|cost|came|went|sent|held|grew|had|needs?)"
    rf"(?: [\w.’'-]+){{0,4}}? {_IN}$"
)
_POSSESSED = re.compile(rf"['’]s{_FIGURE}{_THEN.pattern}")
_CLAUSE = re.compile(
    r"[;:]\s|\s[–—]\s"
    r"|, (?:and|but|yet|so|then|while|whereas|though|although|as|when|which|who|where)\b"
    r"| (?:while|whereas|although|though|but|because|until|before|after|since|than) "
)
_HEAD = re.compile(
    r"^(?:[^\d]* (?:in|of|for) |[^\d]*, )?\W*(?:(?:[Ii]n|[Yy]ear|FY) )?"
    rf"({MONTH} )?({YEAR})\W*(?:\([^)\d]*\)|[a-z ]*)?$"
)


def disagreements(
    sentence: Sentence, scopes: dict[Bound, BoundScope], heading: str = ""
) -> Iterator[tuple[str, int]]:
    """Yield what the sentence says of the time of a number that is of another, with its place.

    Args:
        sentence: the sentence.
        scopes: what its macros are about.
        heading: the heading above, unless a time has been named since.
    """
    named = times(sentence.text)
    numbers = list(scopes)
    taken = _behind(sentence, numbers, named, scopes)
    for bound in numbers:
        scope = scopes[bound]
        if scope.is_date or not scope.years:
            continue
        for head in filter(None, [sentence.row, sentence.column]):
            year = _HEAD.match(head.strip())
            if year and _wrong(Times(year[0], 0, 0), scope):
                yield _said(f'this stands under "{head.strip()}"', scope), bound.offset
        found = taken.get(bound) or _lead(sentence, bound, numbers, named, set(taken.values()))
        if found and (wrong := _wrong(found[0], scope, found[1])):
            yield _said(f'the sentence says "{wrong}"', scope), bound.offset
        elif not found and not named and (wrong := _headed(heading, sentence.after(bound), scope)):
            yield _said(f'the heading says "{wrong}"', scope), bound.offset
        elif wrong := (
            _misplaced(sentence, bound, found[0], scope)
            if found
            else _within(sentence, bound, named, scope)
        ):
            yield _said(f'the sentence says "{wrong}"', scope), bound.offset
        elif not found and (wrong := _relative(sentence, bound, numbers, scopes)):
            yield _said(wrong, scope), bound.offset
        elif wrong := (
            _cumulated(sentence, bound, scope)
            or ("" if found else _spanned(sentence, bound, numbers, named, scope))
        ):
            yield _said(f'the sentence says "{wrong}"', scope), bound.offset
        since = _measured(sentence, bound, scope, numbers, named)
        if since and (
            not set(since.years) <= scope.years
            if since.years
            else scope.ends and len(scope.ends[0]) == 7 and _wrong(since, scope)
        ):
            yield _said(f'the sentence says "{since.text}"', scope), bound.offset
        elif wrong := coverage.of_several_years(sentence, bound, scope):
            yield _said(f'the sentence says "{wrong}"', scope), bound.offset
        elif wrong := coverage.lacks_months(sentence, bound, scope):
            yield wrong, bound.offset
        elif wrong := (
            coverage.of_a_part(sentence, bound, scope)
            or coverage.of_one_month(sentence, bound, scope)
            or coverage.of_one_alone(sentence, bound, scope)
            or coverage.of_other_months(sentence, bound, scope)
        ):
            yield _said(f'the sentence says "{wrong}"', scope), bound.offset


def _spanned(
    sentence: Sentence, bound: Bound, numbers: list[Bound], named: list[Times], scope: BoundScope
) -> str:
    """Return the only period of a sentence if its only number is a change between others."""
    if len(numbers) != 1 or len(named) != 1 or not named[0].is_range:
        return ""
    counts = isinstance(scope.node, Call) and scope.node.name == "count"
    if not (scope.ends or counts):
        return ""
    behind = named[0].start >= bound.end
    leads = not sentence.text[: named[0].start].partition(" ")[2].strip()  # "Between …"
    return _wrong(named[0], scope) if (behind or leads) and len(named[0].years) == 2 else ""


def _headed(heading: str, after: str, scope: BoundScope) -> str:
    """Return the year of a heading if the number below it is of another."""
    over = [] if _OTHER_TIME.search(heading) or _NEXT_TO.match(after) else times(heading)
    one = len(over) == 1 and len(over[0].years) == 1
    return _wrong(over[0], scope) if one else ""


def _behind(
    sentence: Sentence, numbers: list[Bound], named: list[Times], scopes: dict[Bound, BoundScope]
) -> dict[Bound, tuple[Times, str]]:
    """Return the time right behind each number that has one."""
    found = {}
    for bound, following in zip(numbers, [*numbers[1:], None], strict=True):
        if scopes[bound].is_date:
            continue
        for time in named:
            if time.start < bound.end:
                continue
            if following and time.start > following.start:
                break
            between = sentence.text[bound.end : time.start]
            behind = _BEHIND.fullmatch(between)
            if "(" in between and not sentence.text.startswith(")", time.end):
                break
            if _AT.search(sentence.before(bound)) and _NAMED_NEXT.fullmatch(between):
                found[bound] = (time, "behind")
                break
            if _YEAR_OF.fullmatch(between) or (scopes[bound].ends and _UP_TO.fullmatch(between)):
                found[bound] = (time, "behind")
                break
            if _EARNED.fullmatch(between) or (behind and not _STOP.search(behind["between"] or "")):
                found[bound] = (time, "behind")
            break
    return found


def _lead(
    sentence: Sentence, bound: Bound, numbers: list[Bound], named: list[Times],
    taken: set[tuple[Times, str]],
) -> tuple[Times, str] | None:  # fmt: skip
    """Return the time that a number's clause begins with."""
    clause = 0
    for match in _CLAUSE.finditer(sentence.text, 0, bound.start):
        inside = any(each.start <= match.start() < each.end for each in numbers)
        if not inside and not _is_aside(sentence.text, match, bound.start):
            clause = match.end()
    before = [time for time in named if time.end <= bound.start]
    if not before:
        return None
    time = before[-1]
    others = [each for each in numbers if each.start < bound.start]
    if (time, "behind") in taken or any(each.start <= time.start < each.end and
                                        each.macro == "claim" for each in others):  # fmt: skip
        return None
    text = sentence.text
    if _NEXT_TO.match(sentence.after(bound)):
        return None
    if time.start >= clause and _LEAD.search(text[: time.start]):
        return time, "lead"
    if _NOT_UNTIL.search(text[: time.start]) and re.match(r" (?:that|did)\b", text[time.end :]):
        return time, "lead"
    if text[clause : time.start].strip() == "" and _BROUGHT.match(text, time.end):
        return time, "lead"
    if (
        time.start >= clause
        and time.months
        and _ON_DAY.search(text[: time.start])
        and _daily(bound)
    ):
        return time, "lead"
    if re.search(r"\b(?:editions?|lists?|releases?|rankings?|tables?) of $", text[: time.start]):
        return time, "lead"
    if text[time.end : bound.start] in (" (", ": "):  # "the figure for 2023 ($3.0 billion)"
        return time, "lead"
    if _POSSESSED.fullmatch(text, time.end, bound.start):
        return time, "lead"
    if text[time.end : time.end + 1] == ":" and _LABEL.search(text[: time.start]):
        return time, "lead"
    if _WHEN.fullmatch(text, time.end, bound.start):
        return time, "lead"
    if _SINCE.search(text[: time.start]):
        return time, "since"
    if text[time.end : time.end + 1] == "," and _APPOSED.search(text[: time.start]):
        return time, "lead"
    if _OWNED.search(text[: time.start]) and _FIGURED.fullmatch(text, time.end, bound.start):
        return time, "lead"
    if midway := _MIDWAY.search(text[: time.start]):
        between = text[time.end : bound.start]
        verb = [m for m in VERBS.finditer(text, 0, midway.start()) if m.end() + 1 >= midway.start()]
        if _THEN.fullmatch(between) or (verb and _ENDED.fullmatch(between)):
            return time, "lead"
    return None


def _daily(bound: Bound) -> bool:
    """Return whether a number is of a day, and not of a whole month or year."""
    values = [value for cell in bound.cells for _, value in cell.key]
    return any(re.fullmatch(r"\d{4}-\d\d-\d\d", value) for value in values)


def _is_aside(text: str, match: re.Match[str], end: int) -> bool:
    """Return whether what begins a clause is set off by commas: "In 2013, before the war, …"."""
    begins = re.match(r" (?:before|after|until|since|though|although) ", match[0])
    opens = re.search(r",(?: [\w’'-]+){0,4}$", text[: match.start()])
    return bool(begins and opens) and "," in text[match.end() : end]


def _measured(
    sentence: Sentence, bound: Bound, scope: BoundScope, numbers: list[Bound], named: list[Times]
) -> Times | None:
    """Return the period that a number is measured from: it leads the sentence, or stands behind.

    A test may be set against the period that stands right behind it.
    """
    if not (scope.ends or scope.is_test or scope.is_rest):
        return None
    following = next((each.start for each in numbers if each.start > bound.start), 10**6)
    for time in named:
        if bound.end <= time.start < following:
            between = sentence.text[bound.end : time.start]
            plain = not re.search(r"[;:,]|\b(?:and|but|which|when|while)\b", between)
            found = _AGAINST.search(between) if plain and len(between) < 60 else None
            found = found or (_THOSE.fullmatch(between) if scope.is_rest else None)
            return time if found and (not scope.is_test or found.start() == 0) else None
    first = named[0] if named else None
    leads = first and scope.ends and bound is numbers[0] and first.end <= bound.start
    if first and leads and (since := _SINCE.search(sentence.text[: first.start])):
        return first if since.start() == 0 else None
    return None


def _wrong(time: Times, scope: BoundScope, kind: str = "") -> str:
    """Return the time as the sentence says it if the number has none of it; empty if it fits."""
    years, months = time.years, time.months
    if kind == "since":
        return time.text if scope.ends and years and years[0] != scope.ends[0][:4] else ""
    ends = scope.ends or scope.spanned
    if ends and time.is_range and len(years) == 2:
        return time.text if {end[:4] for end in ends} != set(years) else ""
    if scope.is_test and scope.run > 1 and time.is_range and len(years) == 2 and scope.years:
        wider = min(years) < min(scope.years) or max(years) > max(scope.years)
        return time.text if wider else ""
    if isinstance(scope.node, Call) and scope.node.name == "count" and len(years) == 2:
        counted = {text[:4] for node in scope.nodes if isinstance(node, Window)
                   for text in periods_of(node)}  # fmt: skip
        if time.is_range and counted and {min(counted), max(counted)} != set(years):
            return time.text
    sums = isinstance(scope.node, Call) and scope.node.name in ("sum", "mean")
    if sums and len(years) > 1 and not time.is_range and len(scope.years) > 1:
        return "" if set(years) <= scope.years else time.text
    if sums and time.is_range and len(years) == 2 and len(scope.years) > 1:
        return time.text if {min(scope.years), max(scope.years)} != set(years) else ""
    if years:
        span = set(map(str, range(int(min(years)), int(max(years)) + 1)))
        if not (span if time.is_range else set(years)) & scope.years:
            return time.text
    if months and scope.months and not time.is_range:
        fit = {(int(text[5:7]), text[:4]) for text in scope.months}
        if not any((m, y) in fit or (not y and any(m == f for f, _ in fit)) for m, y in months):
            return time.text
    return ""


def _misplaced(sentence: Sentence, bound: Bound, time: Times, scope: BoundScope) -> str:
    """Return the time of a change or of a whole year's number if it is only where that begins.

    "Rose by 26% in 2024", of what rose from 2024 to 2025; "In March 2024 imports were $3 billion",
    of what a year brought.
    """
    text = sentence.text
    behind = time.start >= bound.end
    between = text[bound.end : time.start] if behind else text[time.end : bound.start]
    before = text[: time.start]
    if time.is_range:
        return "" if behind else _of_one_year(time, between, scope)
    if not _DURING.search(before) and not (time.months and _ON.search(before)):
        return ""
    if scope.is_test and scope.peak and len(time.years) == 1 and not behind:
        return time.text if time.years != [scope.peak[:4]] else ""
    if scope.is_test and not behind and scope.bases and len(time.years) == 1:
        return time.text if set(time.years) <= scope.bases else ""
    near = not behind or bool(_DURING.fullmatch(between))
    sum_of_years = summed(scope.node) if len(scope.years) > 1 and not scope.months else None
    if sum_of_years and len(time.years) == 1 and not time.months:
        return time.text if near else ""
    if scope.ends:
        first, last = scope.ends
        said = [f"{year}-{month:02d}" for month, year in time.months] or time.years
        return time.text if said == [first] and first != last and near else ""
    if (part := _NTH.search(before)) and len(scope.months) == 1:
        month = int(min(scope.months)[5:7])
        return "" if month in months_of(part) else f"{part[0].strip()} {time.text}"
    portion = _PORTION.search(text[: time.start]) and len(time.years) == 1 and not time.months
    if (len(time.months) == 1 or portion) and not scope.is_test and scope.is_of_whole_years:
        # At the end of December, what there was at the end of the year may be told.
        whole = portion or (time.months[0][0] != 12 and time.months[0][1] in scope.years)
        if behind:
            beside = bool(_DURING.fullmatch(between))
        else:
            subject = _WAS.fullmatch(between)
            beside = subject is not None and not _STOP.search(subject["between"])
        return time.text if whole and beside else ""
    return ""


def _within(sentence: Sentence, bound: Bound, named: list[Times], scope: BoundScope) -> str:
    """Return the part of a year, or the years, that a number of one year is said to be of."""
    for time in named:
        if time.end > bound.start:
            between = sentence.text[bound.end : time.start]
            if time.is_range and _OVER.fullmatch(between) and _SUM.search(sentence.before(bound)):
                return _of_one_year(time, " averaged ", scope)
            break
        before, between = sentence.text[: time.start], sentence.text[time.end : bound.start]
        if time.months and _ON.search(before):
            wrong = _misplaced(sentence, bound, time, scope)
        elif time.is_range and (_AVERAGED.search(before) or _is_added(between)):
            wrong = _of_one_year(time, between, scope)
        else:
            wrong = ""
        if wrong:
            return wrong
    return ""


def _cumulated(sentence: Sentence, bound: Bound, scope: BoundScope) -> str:
    """Return since when a number of one year is said to have come together."""
    had = _HAD.search(sentence.before(bound))
    since = _SINCE_THEN.match(sentence.after(bound)) if had else None
    if not had or not since or not scope.is_level or len(scope.years) != 1:
        return ""
    return f"{had[0].strip()} … {since[0].partition(' since ')[2]}"


def _is_added(between: str) -> bool:
    summed = _SUMMED.fullmatch(between)
    return bool(summed and summed["added"])


def _of_one_year(time: Times, between: str, scope: BoundScope) -> str:
    """Return the time as the sentence says it if it is of years, and the number is of one."""
    was = _SUMMED.fullmatch(between)
    if len(time.years) != 2 or not scope.is_level or len(scope.years) != 1 or not was:
        return ""
    return "" if SUPERLATIVES.search(between) or VERBS.search(was["between"]) else time.text


def _relative(
    sentence: Sentence, bound: Bound, numbers: list[Bound], scopes: dict[Bound, BoundScope]
) -> str:
    """Say where "a year later" does not lead from the number before to this one."""
    at = numbers.index(bound)
    if at == 0 or len(scopes[bound].years) != 1:
        return ""
    last = scopes[numbers[at - 1]]
    between = sentence.text[numbers[at - 1].end : bound.start]
    found = _LATER.search(between)
    if (
        not found
        or ":" in between[found.end() :]
        or times(between)
        or len(last.years) != 1
        or last.is_test
        or scopes[bound].ends
    ):
        return ""
    way = 1 if found["way"].lower() in ("later", "afterwards", "afterward") else -1
    (base,), (year,) = last.years, scopes[bound].years
    if int(base) + way * (count(found["n"]) or 1) == int(year):
        return ""
    return f'the sentence says "{found[0]}" behind a number of {base}'


_FOLLOWS = re.compile(
    rf"^(?:But |And |Only |Just |Yet )?(?:(?P<n>an?|one|{'|'.join(SMALL)}) years? "
    r"(?P<way>later|earlier|before)|the year (?P<next>before|after))\b"
    r"(?! (?:the|than|that|in|this)\b)", re.I,
)  # fmt: skip


def follows(
    last: BoundScope | None, sentence: Sentence, scopes: dict[Bound, BoundScope]
) -> Iterator[tuple[str, int]]:
    """Yield where "A year earlier" does not lead from the sentence before to a number."""
    found = _FOLLOWS.match(sentence.text)
    if last is None or not found or not scopes or last.is_test or len(last.years) != 1:
        return
    bound, scope = next(iter(scopes.items()))
    alike = {(s.dataset.name, s.column) for s in last.subjects}
    if (
        not (last.is_level and scope.is_level)
        or len(scope.years) != 1
        or alike != {(s.dataset.name, s.column) for s in scope.subjects}
        or times(sentence.before(bound))
    ):
        return
    later = (found["way"] or found["next"]).lower() in ("later", "after")
    (base,), (year,) = last.years, scope.years
    if int(base) + (1 if later else -1) * (count(found["n"] or "one") or 1) != int(year):
        yield (
            _said(f'the sentence says "{found[0]}" behind a number of {base}', scope),
            bound.offset,
        )


# "August 2024 was a low point: $84 million."
_SUBJECT = re.compile(
    r"(?:And |But |Only |Even )?(?P<time>(?:[A-Z][a-z]+ )?(?:19|20)\d\d) (?:was|is|saw|brought"
    r"|marked|set|had|gave|stands? out|stood out|ended|began|closed|opened|remains)\b"
)


def of_its_subject(
    sentence: Sentence, scopes: dict[Bound, BoundScope]
) -> Iterator[tuple[str, int]]:
    """Yield where "August 2024 was a low point:" leads to a number of another month."""
    found = _SUBJECT.match(sentence.text)
    bound, scope = next(iter(scopes.items()), (None, None))
    if not found or bound is None or scope is None or scope.is_test or scope.is_date:
        return
    before = sentence.before(bound)
    named = times(found["time"])
    if len(times(before)) != 1 or len(named) != 1 or not scope.is_level:
        return
    months = [f"{year}-{month:02d}" for month, year in named[0].months if year]
    fits = scope.months if months and scope.months else scope.years
    said = months if months and scope.months else named[0].years
    if len(said) == 1 and fits and said[0] not in fits:
        yield _said(f'the sentence is about "{found["time"]}"', scope), bound.offset


_THAT_YEAR = re.compile(r"\b(?:that|the same|this very) (?P<unit>year|month)\b", re.I)


def that_year(
    before: str, sentence: Sentence, scopes: dict[Bound, BoundScope]
) -> Iterator[tuple[str, int]]:
    """Yield where "that year" is another than the only one that the sentence before names."""
    found = _THAT_YEAR.search(sentence.text)
    named = times(before)
    if not found or times(sentence.text) or len(scopes) != 1 or len(named) != 1:
        return
    ((bound, scope),) = scopes.items()
    said = named[0].years if found["unit"].lower() == "year" else [
        f"{year}-{month:02d}" for month, year in named[0].months if year
    ]  # fmt: skip
    fits = scope.years if found["unit"].lower() == "year" else scope.months
    if scope.is_test or named[0].is_range or len(said) != 1 or not fits or said[0] in fits:
        return
    yield _said(f'the sentence says "{found[0]}" behind "{named[0].text}"', scope), bound.offset


def _said(what: str, scope: BoundScope) -> str:
    kind = "the words are bound to a test" if scope.is_test else "the number is"
    return (
        f"{what}, but {kind} of {period(scope)} ({scope.bound.words}). Change the words, "
        "or bind them to that time."
    )


def period(scope: BoundScope) -> str:
    """Return the time of a number as words: 2024; March 2022; 2021 and 2024; 2022 to 2024."""
    if scope.ends:
        return " to ".join(map(formats.period, scope.ends))
    found = sorted(scope.months if scope.months and not scope.is_test else scope.years)
    if len(found) > 3:
        return f"{formats.period(found[0])} to {formats.period(found[-1])}"
    return formats.listed([formats.period(text) for text in found])
