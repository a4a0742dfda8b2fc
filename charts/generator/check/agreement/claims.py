"""Holds the words of a claim against the test that they are bound to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement import passing, several, sides, strength
from charts.generator.check.agreement.bound_scope import BoundScope, Compared
from charts.generator.check.agreement.comparing_words import (
    COMPARATIVES,
    COUNTED,
    FRACTIONS,
    NOT,
    NUMBER,
    ORDINAL_RUN,
    RANKS,
    SUPERLATIVES,
    VERBS,
    count,
    direction,
    fraction,
    ordinal,
)
from charts.generator.check.agreement.formula_reading import directions, factor_of
from charts.generator.check.agreement.names import Names
from charts.generator.check.agreement.periods import period
from charts.generator.check.agreement.times import Times, times
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers.expressions import (
    Call,
    Comparison,
    Logic,
    Not,
    Operation,
    Period,
    Window,
)

_ALWAYS = re.compile(
    r"\b(?:on record|ever|always|never|of all time|all-time|in history|every year|each year"
    r"|records?|in any year)\b", re.I,
)  # fmt: skip
_EVER_SINCE = re.compile(
    r"\b(?:always|permanently|perpetually|forever|at all times|never stopped|never ceased"
    r"|all along|from the (?:very )?(?:start|beginning|outset)|in every year on record)\b", re.I,
)  # fmt: skip
_MORE = re.compile(
    r"\b(?P<more>more than|over|above|at least|exceed(?:s|ed)|upwards of)"
    r"(?: (?:a|an|the|one))?(?= |$)|\b(?P<less>less than|under|below|fewer than|at most|short of"
    r"|nearly|almost|not even)\b", re.I,
)  # fmt: skip
_FROM_ON = re.compile(
    r"\b(?:since|after|from|until|before|of|between|to|through)(?: the (?:war|year)s?)? $", re.I
)
_OFTEN = re.compile(r" (?:in|between|since|over|within|during)\b")
_ROUGHLY = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|some|just|slightly|little|close to|only)\b", re.I
)
_DID_NOT = re.compile(
    r"^(?:(?:did|do|does|has|have|had) ?(?:not|n['’]t)|never|failed to|no longer) [a-z]+\b", re.I
)
_NEITHER = re.compile(r"^(?:neither|none)\b(?: of (?:them|the \w+))?[^,;]*", re.I)
_NOT_FIRST = re.compile(
    r"\b(?:no longer|not|never|n['’]t|hardly|far from)(?: been)? (?:the )?$", re.I
)
_TOGETHER = re.compile(
    r"\b(?:combined|(?:put|taken|added|lumped) together|in total|added up)\b"
    r"|\b(?:than|as|that of)\b[^,;]* and [^,;]{2,40}? together\b",
    re.I,
)
_EACH_YEAR = re.compile(r"\b(?:every|each) (?:single )?year\b", re.I)
_EXCEPT = re.compile(
    r"\b(?:except(?: for)?|apart from|save(?: for)?|but for|with the exception of|barring)"
    r" (?:in |the year )?((?:19|20)\d\d)\b", re.I,
)  # fmt: skip
_RECORD_IN = re.compile(
    r"\b(?:record(?: high| low)?|peak|high|low|trough|most|best|worst|[a-z]{3,}est)"
    r"(?: \w+){0,2}? in ((?:19|20)\d\d)\b", re.I,
)  # fmt: skip
_OVERTOOK_IN = re.compile(r"\b(?:in|by|since|from(?= \d{4} on)) ((?:19|20)\d\d)\b")
_BOTH = re.compile(r"\bboth (?:of (?:the|those|these) )?(?:years|months|quarters)\b", re.I)
_OF_THE = re.compile(
    rf"\b(?P<n>{NUMBER}) (?:out )?of (?:the|its|those|these) (?:last |past |first )?"
    rf"(?P<all>{NUMBER}) (?:years?|months?|quarters?)\b", re.I,
)  # fmt: skip
# "After the war in Georgia" only says when.
_ASIDE = re.compile(
    r"\b(?:in|after|before|since|during|over|against|near|despite|by) (?:the )?$", re.I
)
_SECOND = re.compile(
    rf"\b(?:{'|'.join(RANKS[1:])})[ -](?:best|worst|most|least|\w+est)\b", re.I,
)  # fmt: skip
_THAN = re.compile(
    r"(?<!no )(?<!not )\b(?:more|less|higher|lower|larger|smaller|greater|dearer|cheaper|fewer)"
    r"\b[^,;]{0,30}? than\b", re.I,
)  # fmt: skip
_FIRST_OF = re.compile(rf"\b(?:first|top|best|leading|largest) (?P<n>{NUMBER})\b(?! years?)", re.I)
_MONTHLY = re.compile(r"\b(?:months?|weeks?|quarters?)\b", re.I)
_LOSS = re.compile(
    r"\b(?:lost|loses?|fell|falls?|dropped|cut|down|shrank|declined|gone|off)\b", re.I
)
_GAIN = re.compile(r"\b(?:rose|grew|gained|up|increased|jumped|climbed)\b", re.I)

# "Surpassed its level of 2024".
_PASSED = re.compile(
    r"\b(?:(?P<up>(?:surpass|exceed|top|outstrip|outdo|outgrow)(?:es|s|p?ed)?|beat|outdid|outgrew)"
    r"|(?P<down>missed|fell short of|undershot))\b", re.I,
)  # fmt: skip
_CLOSER = re.compile(
    r"\b(?:(?P<up>(?:further|farther|wider|more) apart|further away)|(?P<down>closer|nearer"
    r"|less apart|more alike))\b", re.I,
)  # fmt: skip
_BEHIND = re.compile(
    r"\b(?:fell|dropped|slipped|was|is|were|lay|trailed|came) (?:[a-z]+ )?(?:behind|below)\b"
    r"|\b(?:overtaken|passed|surpassed|outstripped|outsold) by\b", re.I,
)  # fmt: skip


def disagreements(
    sentence: Sentence, scopes: dict[Bound, BoundScope], names: Names
) -> Iterator[tuple[str, int]]:
    """Yield what the words of a claim say that its test does not, with their place."""
    for bound in sentence.bound:
        scope = scopes.get(bound)
        if bound.macro != "claim" or scope is None or scope.node is None:
            continue
        words = bound.words
        said = (
            _direction(words, sentence.before(bound), scope)
            or _both_ways(words, scope)
            or several.disagreement(words, scope, names)
            or _overtaken(words, scope)
            or _unchanged(words, scope)
            or _moment(words, scope)
            or sides.crossed(words, sentence.before(bound), scope)
            or _superlative(words, sentence.before(bound), scope)
            or sides.placed(words, scope)
            or sides.none_beyond(words, scope)
            or sides.past_a_limit(words, scope)
            or sides.years_apart(words, scope)
            or sides.leader(words, scope, names)
            or sides.one_after_another(words, scope, names)
            or sides.in_order(sentence.before(bound), sentence.after(bound), scope, names)
            or sides.than_each(words, sentence.before(bound), scope, names)
            or _count(words, scope)
            or _together(words, scope)
            or _excepted(sentence.before(bound), sentence.after(bound), scope)
            or _years(words, scope)
            or _window(words, sentence, scope)
            or strength.since(sentence.before(bound), scope)
            or strength.beyond(words, scope)
            or passing.disagreement(words, sentence.before(bound), sentence.after(bound), scope)
            or _fraction(words, scope)
            or _names(words, scope, names)
            or _values(words, scope, names)
            or _subject(sentence.before(bound), scope, names)
            or sides.loser(words, sentence.before(bound), scope, names)
            or sides.passed(words, sentence.before(bound), scope, names)
        )
        if said:
            test = bound.result.entry.says.rstrip(".") if bound.result else ""  # type: ignore[union-attr]
            yield f'the words "{words}" {said} The test: {test}.', bound.offset


def _direction(words: str, before: str, scope: BoundScope) -> str:
    if not scope.direction:
        return ""
    ways = {direction(match) for match in VERBS.finditer(words)}
    if not ways and (passed := _PASSED.search(words)):
        ways = {direction(passed)}
    if not ways and "distance" in scope.says.lower() and (near := _CLOSER.search(words)):
        ways = {direction(near)}
    if not ways:
        ways = {direction(m) for m in COMPARATIVES.finditer(words)
                if not re.search(r"\b(?:no|not|n['’]t|not any) $", words[: m.start()])}  # fmt: skip
        if FRACTIONS.search(words) or SUPERLATIVES.search(words):
            return ""
    if len(ways) != 1 or any(isinstance(node, Not) for node in scope.nodes):
        return ""
    found = (
        VERBS.search(words) or _PASSED.search(words) or _CLOSER.search(words)
        or next(COMPARATIVES.finditer(words))
    )  # fmt: skip
    kind = "fall" if scope.direction < 0 else "rise"
    if NOT.search(words) or _NEITHER.search(words):
        denied = _DID_NOT.search(words) or _NEITHER.search(words)
        if denied and ways == {scope.direction} and (VERBS.search(words) or denied.re is _NEITHER):
            return (
                f'say "{denied[0]}", but what is tested is a {kind}; change the words or the test.'
            )
        return ""
    if ways == {scope.direction}:
        return ""
    return f'say "{found[0]}", but what is tested is a {kind}; change the words or the test.'


_JOINED = re.compile(
    r"\b(?:although|though|while|even (?:as|though)|whereas|but|and|as|when|despite)\b", re.I
)


def _both_ways(words: str, scope: BoundScope) -> str:
    """Say where "fell although the price fell" is bound to a fall and a rise."""
    node = scope.node
    if not isinstance(node, Logic) or len(node.tests) != 2 or NOT.search(words):
        return ""
    tested = [{way for way in directions(test, None) if way} for test in node.tests]
    if sorted(tested, key=sorted) != [{-1}, {1}] or any(s.lower_is_better for s in scope.subjects):
        return ""
    joined = _JOINED.search(words)
    if not joined:
        return ""
    halves = words[: joined.start()], words[joined.end() :]
    said = [{direction(m) for p in (VERBS, COMPARATIVES) for m in p.finditer(h)} for h in halves]
    if len(said[0]) != 1 or said[0] != said[1]:
        return ""
    way = "down" if said[0] == {-1} else "up"
    return f"say that both went {way}, but one went the other way; change the words or the test."


def _overtaken(words: str, scope: BoundScope) -> str:
    """Say where what overtook another is said to have fallen behind it."""
    found = _BEHIND.search(words)
    if not found or not any(isinstance(n, Call) and n.name == "overtakes" for n in scope.nodes):
        return ""
    return sides.opposite(found[0])


def _unchanged(words: str, scope: BoundScope) -> str:
    """Say where what stayed the same is said to have become more or less."""
    test = scope.node
    equal = isinstance(test, Comparison) and test.signs == ("=",)
    found = VERBS.search(words) or _THAN.search(words)
    same = getattr(test, "name", "") in ("same", "about")
    counted = equal and any(isinstance(n, Call) for n in scope.nodes)
    if not found or NOT.search(words) or not (equal or same) or (counted and found.re is _THAN):
        return ""
    return f'say "{found[0]}", but what is tested is no change; change the words or the test.'


def _moment(words: str, scope: BoundScope) -> str:
    """Say where a record, or the moment at which one overtook another, is put into another year."""
    node = scope.node
    if not isinstance(node, Call):
        return ""
    found, at = {
        "overtakes": (_OVERTOOK_IN.search(words), 2),
        "is_highest": (_RECORD_IN.search(words), 1),
        "is_lowest": (_RECORD_IN.search(words), 1),
    }.get(node.name, (None, 0))
    # A record in a window has a third argument, and its words may name the window.
    if not found or not node.arguments[at:]:
        return ""
    if at == 1 and node.arguments[2:] and found.end() < len(words):
        return ""
    tested = {
        part.text[:4]
        for part in node.arguments[at].walk()
        if isinstance(part, Period) and not part.moves
    }
    if not tested or found[1] in tested:
        return ""
    return f'say "{found[0]}", but what is tested is {min(tested)}; change the words or the test.'


def _superlative(words: str, before: str, scope: BoundScope) -> str:
    if scope.record and (second := _SECOND.search(words)):
        return f'say "{second[0]}", but what is tested is the first; change the words or the test.'
    found = {direction(match): match[0] for match in SUPERLATIVES.finditer(words)}
    if not found and scope.record:
        leads = re.search(r"(?:[Tt]he|[Ii]ts|[Tt]heir|['’]s) [^,;]{2,40}$", before)
        found = {direction(m): m[0] for m in SUPERLATIVES.finditer(leads[0])} if leads else {}
    if len(found) != 1:
        return ""
    ((way, word),) = found.items()
    denied = _NOT_FIRST.search(words[: words.find(word)])
    if scope.record == way and denied and not any(isinstance(node, Not) for node in scope.nodes):
        said = f"{denied[0].strip()} {word}"
        return f'say "{said}", but what is tested is the first; change the words or the test.'
    if scope.record and way != scope.record:
        kind = "highest" if scope.record > 0 else "lowest"
        return f'say "{word}", but what is tested is the {kind}; change the words or the test.'
    if not scope.looks_at_many and not _in_turn(words, scope):
        return (
            f'say "{word}", but nothing tests that; bind them to is_highest(…), is_lowest(…) or a '
            "rank."
        )
    return ""


def _in_turn(words: str, scope: BoundScope) -> bool:
    """Return whether "most to Peru, then to Chile" is bound to a chain."""
    chains = [n for n in scope.nodes if isinstance(n, Comparison) and len(n.terms) > 2]
    return bool(chains) and bool(re.search(r"\b(?:then|next|followed by|in that order)\b", words))


def _count(words: str, scope: BoundScope) -> str:
    fits = {1.0, float(scope.run), *scope.numbers}
    years = sorted(map(int, scope.years))
    if scope.run == 0 and years:
        fits |= {float(years[-1] - years[0]), float(years[-1] - years[0] + 1)}
        fits |= {float(b - a) for a in years for b in years if b > a} if len(years) < 6 else set()
    yearly = scope.run and {s.dataset.calendar for s in scope.subjects} == {"year"}
    if yearly and "year" not in words and (other := _MONTHLY.search(words)):
        return f'say "{other[0]}", but what is tested is years; change the words or the test.'
    if scope.run > 2 and (both := _BOTH.search(words)):
        return _counted(both[0], scope)
    for match in COUNTED.finditer(words):
        number = count(match["n"])
        decade = match["unit"].lower() == "decade"
        if number is None or (match["n"].lower() == "a" and not (decade and scope.run)):
            continue
        if decade:
            number *= 10
        if decade and any(abs(number - n) <= 2 for n in fits):
            continue
        later = re.match(r" (?:later|after|earlier|before|ago)\b", words[match.end() :])
        if number == 1 or number in fits or (later and scope.run):
            continue
        return _counted(match[0], scope)
    for match in _FIRST_OF.finditer(words):
        number = count(match["n"])
        ranks = any(isinstance(node, Comparison) for node in scope.nodes)
        if ranks and number and number not in scope.numbers and number > 3:
            return _counted(match[0], scope)
    for match in _OF_THE.finditer(words):
        if scope.run and count(match["n"]) != count(match["all"]):
            return _counted(match[0], scope)
    for match in ORDINAL_RUN.finditer(words):
        if scope.run and ordinal(match["n"]) != scope.run:
            return _counted(match[0], scope)
    return ""


def _together(words: str, scope: BoundScope) -> str:
    """Say where several are said to be less or more than one together, and each alone is tested."""
    found = _TOGETHER.search(words)
    tests = [node for node in scope.nodes if isinstance(node, Comparison)]
    added = any(
        (isinstance(node, Operation) and node.sign == "+")
        or (isinstance(node, Call) and node.name in ("sum", "share"))
        for node in scope.nodes
    )
    if not found or not tests or added:
        return ""
    return f'say "{found[0]}", but nothing is added up in the test; change the words or the test.'


def _excepted(before: str, after: str, scope: BoundScope) -> str:
    """Say where a year is left out of the words that the test has looked at."""
    found = _EXCEPT.search(before) or _EXCEPT.match(after.lstrip(" ,"))
    if not found or not scope.run or not scope.years:
        return ""
    if not min(scope.years) < found[1] <= max(scope.years):  # the first is what others fell from
        return ""
    return (
        f'stand beside "{found[0]}", which is part of what is tested; change the words or the test.'
    )


def _counted(said: str, scope: BoundScope) -> str:
    tested = f"{scope.run} in a row" if scope.run else period(scope) or "no number of years"
    return f'say "{said}", but what is tested is {tested}; change the words or the test.'


def _years(words: str, scope: BoundScope) -> str:
    for time in times(words):
        years = time.years
        fits = scope.years
        if time.is_range and years and years[0] in scope.bases and _EACH_YEAR.search(words):
            return (
                f'say "{time.text}", but the test begins in {int(years[0]) + 1}; change '
                "the words or the test."
            )
        many = scope.run or scope.looks_at_many or scope.window is not None
        inside = many and time.is_range and fits and years and _covers(fits, years, scope)
        if fits and not inside and not set(years) <= fits:
            return (
                f'say "{time.text}", but what is tested is {period(scope)}; change the words or '
                "the test."
            )
    return ""


def _covers(fits: frozenset[str], years: list[str], scope: BoundScope) -> bool:
    """Return whether a test has looked at years; at all of them if it has a window among tests."""
    if not (min(fits) <= min(years) and max(years) <= max(fits)):
        return False
    windows = isinstance(scope.node, Logic) and any(isinstance(n, Window) for n in scope.nodes)
    return not windows or set(years) <= fits


def _window(words: str, sentence: Sentence, scope: BoundScope) -> str:
    """Say where words that know no limit are bound to a test that has one."""
    window, found = scope.window, _ALWAYS.search(words)
    if isinstance(node := scope.node, Call) and node.name in ("falls", "rises"):
        window = next((each for each in node.arguments if isinstance(each, Window)), None)
        found = _EVER_SINCE.search(words)  # "fell each year" names no limit, but has one
    if window is None or not found or any(_limits(sentence.text, t) for t in times(sentence.text)):
        return ""
    firsts = [s.dataset.span[0][:4] for s in scope.subjects if s.dataset.span]
    first = window.first.text[:4] if window.first else ""
    if not firsts or first <= max(firsts) or re.search(r"\d{4}", sentence.heading):
        return ""
    return (
        f'say "{found[0]}", but the test looks only at {period(scope)}; say so in the sentence, or '
        "widen its window."
    )


def _limits(text: str, time: Times) -> bool:
    """Return whether a time says from when on the words hold, and not only when."""
    return time.is_range or bool(_FROM_ON.search(text[: time.start]))


def _fraction(words: str, scope: BoundScope) -> str:
    numbers = scope.numbers
    for match in FRACTIONS.finditer(words):
        value = fraction(match)
        if value is None:
            continue
        if re.match(r" (?:years?|months?|days?)\b", words[match.end() :]):
            continue
        within = 0.12 if _ROUGHLY.search(words) else 0.005
        close = [n for n in numbers if _near(n, value, within)]
        turned = [n for n in numbers if _near(1 / n, value, within)]
        rest = [n for n in numbers if n < 1 and _near(1 - n, value, within)]
        grown = [n for n in numbers if n > 1 and _near(n - 1, value, within)]
        if match["n"] and _OFTEN.match(words, match.end()):
            continue
        if not (close or turned or rest or grown):
            if _implied(words, match, value, numbers):
                continue
            if match["part"] and re.search(r"\bof one percent\b", words):
                continue
            if match["n"] and count(match["n"]) == 1:
                continue
            what = " or ".join(f"{n:g}" for n in sorted(numbers)[:2]) or "no such part or multiple"
            return f'say "{match[0].strip()}", but what is tested is {what}; change one of them.'
        if said := _bound(words, match, scope, bool(close), bool(turned)):
            return said
    return ""


def _implied(
    words: str, match: re.Match[str], value: float, numbers: frozenset[float]
) -> bool:  # fmt: skip
    """Return whether "more than six times" follows from a test of a little more than that."""
    found = list(_MORE.finditer(words, 0, match.start()))
    if not found:
        return False
    near = {c for n in numbers for c in (n, 1 / n, 1 - n, n - 1) if c > 0}
    if found[-1]["more"]:
        return any(value <= c <= value * 1.25 for c in near)
    return any(value * 0.8 <= c <= value for c in near)


def _bound(
    words: str, match: re.Match[str], scope: BoundScope, close: bool, turned: bool
) -> str:  # fmt: skip
    """Say where "less than half" is bound to a test of more than half."""
    compared = scope.compared or _limit(scope, fraction(match))
    bound = list(_MORE.finditer(words, 0, match.start() + 1))
    if (
        compared is None
        or not bound
        or words[bound[-1].end() : match.start()].strip() not in ("", "a")
    ):
        return ""
    if (
        match["halved"]
        or _ROUGHLY.search(words)
        or _LOSS.search(words)
        or _GAIN.search(words)
        or not (close ^ turned)
    ):
        return ""
    more = bool(bound[-1]["more"])
    tested = compared.more if close else not compared.more
    if more == tested:
        return ""
    return (
        f'say "{bound[-1][0]} {match[0].strip()}", but what is tested is '
        f"{'more' if tested else 'less'} than that; change the words or the sign."
    )


def _limit(scope: BoundScope, value: float | None) -> Compared | None:
    """Return the limit of a number between two multiples of another that words name: "2 to 3"."""
    for node in scope.nodes:
        if not isinstance(node, Comparison) or len(node.signs) != 2 or value is None:
            continue
        if {sign[0] for sign in node.signs} not in ({"<"}, {">"}):
            continue
        (_, first), (_, x), (_, last) = map(factor_of, node.terms)
        low, high = (first, last) if node.signs[0][0] == "<" else (last, first)
        if x == 1 and value in (low, high):
            return Compared(value, more=value == low)
    return None


def _near(one: float, other: float, within: float) -> bool:
    return abs(one - other) <= within * max(abs(one), abs(other)) + 1e-9


def _names(words: str, scope: BoundScope, names: Names) -> str:
    own = _own(scope, names)
    if not own & set(names.places.values()):
        return ""
    for place in names.find_places(words):
        if _ASIDE.search(words[: place.start]):
            continue
        if place.meaning not in own:
            shown = words[place.start : place.end]
            return f'name "{shown}", which nothing tests; change the words or the test.'
    return ""


def _values(words: str, scope: BoundScope, names: Names) -> str:
    """Say where words name other values of a key than the two that a test compares."""
    own = _own(scope, names)
    datasets = {subject.dataset.name: subject for subject in scope.subjects if subject.keys}
    for subject in datasets.values():
        for column in subject.keys:
            named = names.find_values(words, subject.dataset, column)
            if named and not {each.meaning for each in named} & own:
                shown = words[named[0].start : named[0].end]
                return f'name "{shown}", which nothing tests; change the words or the test.'
    return ""


def _subject(before: str, scope: BoundScope, names: Names) -> str:
    """Say where the place right before the words is not what is tested."""
    own = _own(scope, names)
    places = names.find_places(before[-80:])
    if not places or not own & set(names.places.values()):
        return ""
    last = places[-1]
    near = before[-80:]
    if last.meaning in own or not sides.CLOSE.fullmatch(near, last.end):
        return ""
    if _ASIDE.search(near[: last.start]) or _ASIDE_TO.search(near[: last.start]):
        return ""
    shown = near[last.start : last.end]
    return f'follow "{shown}", which nothing tests; change the name or the test.'


_ASIDE_TO = re.compile(r"\b(?:to|from|with|of|between|and|for|than|like|unlike) (?:the )?$", re.I)


def _own(scope: BoundScope, names: Names) -> set[str]:
    """Return the places and values that a test is about."""
    own = names.values(scope.subjects)
    said = " ".join(f"{s.says} {s.dataset.title}" for s in scope.subjects)
    own |= {place.meaning for place in names.find_places(said)}
    return own | {names.meaning(text) for cell in scope.bound.read for _, text in cell.key}
