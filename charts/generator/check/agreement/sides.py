"""Holds words that say what is more, first or later against the sides of the test behind them."""

from __future__ import annotations

import re
from itertools import pairwise

from charts.generator.check.agreement import flows
from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.comparing_words import (
    COMPARATIVES,
    NOT,
    RANKS,
    SUPERLATIVES,
    direction,
    ordinal,
)
from charts.generator.check.agreement.formula_reading import factor_of, order_of, series_of
from charts.generator.check.agreement.names import Named, Names
from charts.generator.check.agreement.times import times
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import (
    Call,
    Comparison,
    Key,
    Logic,
    Node,
    Not,
    Number,
    Operation,
)

# What may stand between the name of who did it and the words.
CLOSE = re.compile(r"(?: (?:has|have|had|is|was|were|are|also|then|even|once|already|soon))* $")
_NTH = re.compile(
    rf"\b(?P<n>{'|'.join(RANKS)})"
    r"(?:[ -](?:best|worst|most|least|\w+est)| (?:place|rank|position)|$"
    r"|(?= (?:among|in|of|by)\b))", re.I,
)  # fmt: skip
_NONE_IS = re.compile(
    r"\b(?:no|none|not one|never)\b[^,;]{0,50}? (?:(?P<up>higher|more|larger|greater|bigger)"
    r"|(?P<down>lower|less|smaller|fewer))\b", re.I,
)  # fmt: skip
_ZERO = re.compile(
    r"\b(?:(?P<up>positive|above zero|in the black|net inflows?)|(?P<down>negative|below zero"
    r"|in the red|net outflows?))\b", re.I,
)  # fmt: skip
_BEFORE_AFTER = re.compile(
    r"\b(?:(?P<up>(?:only |long |shortly |right )?after|later than|(?:only )?once)"
    r"|(?P<down>before|ahead of|prior to|even before|earlier than))\b", re.I,
)  # fmt: skip
_MORE_OR_LESS = (
    r"\b(?:(?P<up>more|larger|bigger|higher|greater)|(?P<down>less|smaller|lower|fewer))\b"
)
_THAN_EACH = re.compile(
    rf"{_MORE_OR_LESS}[^,;]{{0,30}}?"
    r" than (?:\w+ ){0,3}?(?:each|any|every|all|both|either|those|anyone|everyone)\b", re.I,
)  # fmt: skip
_PASSED_BY = re.compile(
    r"\b(?:pass(?:ed|es)?|overt(?:ook|akes?|aken)|surpass(?:ed|es)?|exceed(?:ed|s)?|ahead|above"
    r"|more|larger|higher|outstripped)\b", re.I,
)  # fmt: skip
_HAD_PASSED = re.compile(
    r"\b(?:had |has |have )?(?:passed|overtaken|overtook|surpassed|outstripped|exceeded)\b"
)
_IS_MORE = re.compile(rf"{_MORE_OR_LESS}[^,;]{{0,60}}? than (?:the )?", re.I)
_IS_BEFORE = re.compile(
    r"\b(?:came|comes|ranked|ranks|stood|stands|was|is|lay|placed|finished) (?:well |far |just )?"
    r"(?:(?P<up>before|ahead of|above|in front of)|(?P<down>after|behind|below)) (?:the )?"
)
_IS_FIRST = re.compile(
    r" (?:was|is|were|are|came|stood|ranked|remained|stayed|became|has been|had been)"
    r"(?: again| still| also| once more)? (?:the |its |their )?(?:largest|biggest|first|top|leading"
    r"|main|number one|greatest|foremost)\b", re.I,
)  # fmt: skip
_SECOND_IS = re.compile(
    r"(?: (?:was|is|were|are|came|stood|ranked))? (?:the )?"
    r"(?:runner-up|second(?: largest| biggest)?)\b", re.I,
)  # fmt: skip
_THEN = re.compile(r"\b(?:followed by|ahead of|then came|second came|next came) (?:the )?$", re.I)
_LISTED = re.compile(r",?(?: and)?(?: then)?,?(?: the)? ")
_IN_ORDER = re.compile(r"\bin (?:that|this) order\b")
_EXTREMES = ("highest", "lowest")


def placed(words: str, scope: BoundScope) -> str:
    """Say where "the second largest" is bound to a test of another place."""
    found = _NTH.search(words)
    best = next((m for m in SUPERLATIVES.finditer(words) if m["up"]), None)
    for node in scope.nodes:
        if not isinstance(node, Comparison) or node.signs != ("=",):
            continue
        ranks = [term for term in node.terms if isinstance(term, Call) and term.name == "rank"]
        places = [term.value for term in node.terms if isinstance(term, Number)]
        if len(ranks) != 1 or len(places) != 1:
            continue
        said = ordinal(found["n"]) if found else 1 if best else places[0]
        if said != places[0]:
            word = found[0] if found else best[0] if best else ""
            return (
                f'say "{word}", but what is tested is place {places[0]:g}; change the words or '
                "the test."
            )
    return ""


def none_beyond(words: str, scope: BoundScope) -> str:
    """Say where "none is lower" is bound to a test that none is higher, or vice versa."""
    found = _NONE_IS.search(words)
    sides = set()
    for node in scope.nodes:
        if isinstance(node, Comparison) and len(node.signs) == 1 and node.signs[0][0] in "<>":
            extreme = getattr(node.terms[0], "name", "")
            sides |= {1 if extreme == "highest" else -1} if extreme in _EXTREMES else set()
    if not found or len(sides) != 1 or any(s.lower_is_better for s in scope.subjects):
        return ""
    if sides == {direction(found)}:
        return ""
    return opposite(found[0])


def past_a_limit(words: str, scope: BoundScope) -> str:
    """Say where "negative" is bound to a test of more than zero, or "after" to one of "before"."""
    tests = [node for node in scope.nodes if isinstance(node, Comparison) and len(node.signs) == 1]
    if len(tests) != 1 or tests[0].signs[0][0] not in "<>" or NOT.search(words):
        return ""
    one, other = tests[0].terms
    if isinstance(other, Number) and other.value == 0:
        found = _ZERO.search(words)
    elif isinstance(one, Call) and one.name == "when" and "+" not in words:
        found = _BEFORE_AFTER.search(words)
    elif found := _of_dates(words, scope):
        if _is_named(one, words[found.end() :]):  # what follows is the first, so it is turned
            return opposite(found[0]) if (tests[0].signs[0][0] == ">") == (
                direction(found) > 0) else ""  # fmt: skip
        if not _is_named(other, words[found.end() :]):
            return ""
    else:
        return ""
    if not found or (tests[0].signs[0][0] == ">") == (direction(found) > 0):
        return ""
    return opposite(found[0])


_LATER = re.compile(
    r"\b(?:years?|months?) (?:(?P<up>after|later than)|(?P<down>before|earlier than)) (?=\w)", re.I
)


def years_apart(words: str, scope: BoundScope) -> str:
    """Say where "two years before sales did" is bound to a test that it was two years after."""
    test, found = scope.node, _LATER.search(words)
    if not isinstance(test, Comparison) or test.signs != ("=",) or not found or NOT.search(words):
        return ""
    left, right = test.terms[:2]
    for one, other, sign in ((left, right, "+"), (right, left, "-")):
        if not isinstance(other, Operation) or not isinstance(other.right, Number):
            continue
        if [getattr(each, "name", "") for each in (one, other.left)] != ["when", "when"]:
            continue
        own, beside, said = (
            flows.is_buying(text) for text in (_nouns(one, scope), _nouns(other, scope),
                                               words[found.end() :])
        )  # fmt: skip
        if said is None or own is None or beside is None or own == beside:
            continue
        # Where what follows is the first side of the test, the words are said of the second.
        is_later = (other.sign == sign) == (said == beside)
        if is_later != (direction(found) > 0):
            return opposite(found[0].strip())
    return ""


def _nouns(node: Node, scope: BoundScope) -> str:
    return " ".join(subject.says.rpartition("; ")[2] for subject in scope.read(node))


def leader(words: str, scope: BoundScope, names: Names) -> str:
    """Say where the words name another as the first than the test does."""
    chains = [
        node
        for node in scope.nodes
        if isinstance(node, Comparison) and len(node.terms) > 2 and set(node.signs) == {">"}
    ]
    orders = [[names.values(scope.read(term)) for term in chain.terms] for chain in chains]
    for place in _named(words, scope, names) if chains else []:
        rest, lead = words[place.end :], words[: place.start]
        first, second = _IS_FIRST.match(rest), _SECOND_IS.match(rest) or _THEN.search(lead)
        before = _named(lead, scope, names)
        if before and not first and not any(before[-1].meaning in order[0] for order in orders):
            continue  # "and Chile ahead of Bolivia"
        if first and (listed := _first_of_list(lead, place, scope, names)):
            place = listed  # "Peru and then Chile were the first"
        at = 0 if first else 1
        wrong = all(place.meaning not in order[at] - order[1 - at] for order in orders)
        if (first or second) and wrong and not NOT.search(words):
            shown = words[place.start : place.end]
            which = "first" if first else "second"
            own = sorted(set().union(*(order[at] for order in orders)))
            return (
                f'say that "{shown}" is {which}, but the test says so of {formats.listed(own)}; '
                "change the name or the test."
            )
    return ""


_AND_THEN = re.compile(
    r"[,;]?(?: and)? (?:then|next)(?: came)?,?(?: (?:to|from|in|by|with))?(?: the)? "
)


def one_after_another(words: str, scope: BoundScope, names: Names) -> str:
    """Say where "most to Peru, then to Chile" is bound to a test that Chile comes first."""
    chains = [
        node
        for node in scope.nodes
        if isinstance(node, Comparison) and len(node.terms) > 2 and set(node.signs) == {">"}
    ]
    ways = {direction(found) for found in SUPERLATIVES.finditer(words)}
    if not chains or NOT.search(words) or ways == {-1}:
        return ""
    named = _named(words, scope, names)
    for one, other in pairwise(sorted(named, key=lambda each: each.start)):
        if not _AND_THEN.fullmatch(words[one.end : other.start]):
            continue
        if all(_place_in(chain, one, scope, names) > _place_in(chain, other, scope, names) >= 0
               for chain in chains):  # fmt: skip
            said = words[one.start : other.end]
            return f'say "{said}", but the test has the other order; change the names or the test.'
    return ""


def _place_in(chain: Comparison, named: Named, scope: BoundScope, names: Names) -> int:
    own = [names.values(scope.read(term)) for term in chain.terms]
    return next((at for at, each in enumerate(own) if named.meaning in each), -1)


def _first_of_list(lead: str, last: Named, scope: BoundScope, names: Names) -> Named | None:
    """Return the first name of a list that ends with another: "Peru and then Chile"."""
    named = [*_named(lead, scope, names), last]
    text = lead + " " * (last.end - last.start)
    first = len(named) - 1
    while first and _LISTED.fullmatch(text[named[first - 1].end : named[first].start]):
        first -= 1
    return named[first] if first < len(named) - 1 else None


def _of_dates(words: str, scope: BoundScope) -> re.Match[str] | None:
    """Return the words that order two dates; None if a test compares something else."""
    dates = [re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", cell.text) for cell in scope.bound.read]
    return _BEFORE_AFTER.search(words) if dates and all(dates) else None


def _is_named(node: Node, text: str) -> bool:
    """Return whether a text has a word of the keys that a side of a test names."""
    keys = [value for n in node.walk() if isinstance(n, Key) for value in n.values]
    own = {word.lower() for key in keys for word in re.findall(r"[^\W\d_]{4,}", key)}
    return bool(own & {word.lower() for word in re.findall(r"[^\W\d_]{4,}", text)})


def in_order(before: str, after: str, scope: BoundScope, names: Names) -> str:
    """Say where "Peru and Chile, in that order" is bound to a test that Chile comes first."""
    if not _IN_ORDER.search(f"{before} {after}"):
        return ""
    for node in scope.nodes:
        if not isinstance(node, Comparison) or len(node.terms) < 3 or set(node.signs) != {">"}:
            continue
        order = [names.values(scope.read(term)) for term in node.terms[:2]]
        said = [place.meaning for place in names.find_places(before)][-2:]
        if len(said) == 2 and said[0] in order[1] - order[0] and said[1] in order[0]:
            return (
                f"follow the names in the order {formats.listed(said)}, but the test has the other "
                "order; change the names or the test."
            )
    return ""


def than_each(words: str, before: str, scope: BoundScope, names: Names) -> str:
    """Say where "larger than each" is bound to a test of less, or told of one that is not first."""
    found = _THAN_EACH.search(words)
    if not found or NOT.search(words):
        return ""
    parts = scope.node.tests if isinstance(scope.node, Logic) else (scope.node,)
    tests = [part for part in parts if isinstance(part, Comparison)]
    if not tests or len(tests) != len(parts):
        return ""
    way = direction(found)
    signs = {sign[0] for test in tests for sign in test.signs}
    firsts = {series_of(test.terms[0]) for test in tests}
    if len(tests) > 1 and len(firsts) == len(signs) == 1 and signs <= {"<", ">"}:
        one_of_all = all(len(test.terms) == 2 for test in tests)
        if one_of_all and (signs == {">"}) != (way > 0):
            return opposite(found[0])
    places = names.find_places(before[-60:])
    chains = [test for test in tests if len(test.terms) > 2 and set(test.signs) == {">"}]
    if way < 0 or not chains or not places or not CLOSE.fullmatch(before[-60:], places[-1].end):
        return ""
    first = names.values(scope.read(chains[0].terms[0]))
    shown = before[-60:][places[-1].start : places[-1].end]
    if places[-1].meaning in first:
        return ""
    return _said_of(shown, first)


def crossed(words: str, before: str, scope: BoundScope) -> str:
    """Say where what had overtaken another by one time is put at the time at which it had not."""
    if not isinstance(scope.node, Logic) or not _PASSED_BY.search(words):
        return ""
    tests = [test for test in scope.node.tests if isinstance(test, Comparison)]
    if len(tests) != 2 or any(len(test.signs) != 1 for test in tests):
        return ""
    one, other = sorted(tests, key=lambda test: order_of(test))
    alike = [series_of(term) for term in one.terms] == [series_of(term) for term in other.terms]
    if not alike or {one.signs[0][0], other.signs[0][0]} != {"<", ">"}:
        return ""
    named = times(before)[-1:]
    said = [f"{year}-{month:02d}" for time in named for month, year in time.months]
    said = said or [year for time in named for year in time.years]
    then, now = order_of(one), order_of(other)
    if len(said) != 1 or not then.startswith(said[0]) or now.startswith(said[0]):
        return ""
    return (
        f'follow "{named[0].text}", but by the test it was not yet so then, and was by '
        f"{formats.period(now)}; change the time."
    )


_PASSES = re.compile(
    r"\b(?:pass(?:ed|es)|surpass(?:ed|es)|over(?:took|takes)|out(?:sold|sells|did|does|grew|grows"
    r"|ranks|ranked|produce[ds]|weigh(?:ed|s)|paced|runs|ran)|left behind)\b",
    re.I,
)  # fmt: skip


def loser(words: str, before: str, scope: BoundScope, names: Names) -> str:
    """Say where the words follow the name of what is less, and say that it is more."""
    ways = {direction(m) for m in [*SUPERLATIVES.finditer(words), *COMPARATIVES.finditer(words)]}
    near = before[-80:]
    last = max(_named(near, scope, names), key=lambda named: named.end, default=None)
    if len(ways) != 1 or not last or not CLOSE.fullmatch(near, last.end):
        return ""
    if NOT.search(words) or any(isinstance(n, Not) for n in scope.nodes):
        return ""
    overtakes = any(isinstance(n, Call) and n.name == "overtakes" for n in scope.nodes)
    if overtakes and _PASSES.search(words):
        return ""  # "sold less than gold until 2016 and passed it": less was it before
    if any(subject.lower_is_better for subject in scope.subjects):
        return ""
    pairs = _pairs(scope, names)
    more = set().union(*(pair[0] for pair in pairs))
    less = set().union(*(pair[1] for pair in pairs))
    if ways == {-1}:
        more, less = less, more
    if last.meaning not in less - more:
        return ""
    shown = near[last.start : last.end]
    return _said_of(shown, more - less)


def passed(words: str, before: str, scope: BoundScope, names: Names) -> str:
    """Say where "silver had passed gold", or was "more than gold", is bound to the opposite."""
    text = f"{before[-60:]}{words}"
    start = max(0, len(text) - len(words))
    verb = _HAD_PASSED.search(text, start)
    if not any(isinstance(node, Call) and node.name == "overtakes" for node in scope.nodes):
        verb = verb or _IS_MORE.search(text, start)
    chains = [n for n in scope.nodes if isinstance(n, Comparison) and len(n.terms) > 2]
    verb = verb or (_IS_BEFORE.search(text, start) if chains else None)
    if not verb or NOT.search(words):
        return ""
    named = _named(text, scope, names)
    first = [each for each in named if each.end <= verb.start()]
    second = [each for each in named if each.start >= verb.end()]
    if not first or not second:
        return ""
    one, other = max(first, key=lambda each: each.end), min(second, key=lambda each: each.start)
    if "down" in verb.groupdict() and verb["down"]:
        one, other = other, one
    pairs = _pairs(scope, names)
    right = any(one.meaning in more and other.meaning in less for more, less in pairs)
    if "down" in verb.groupdict() and verb.re is _IS_BEFORE:
        pairs = _at_any_distance(pairs)
        right = any(one.meaning in more and other.meaning in less for more, less in pairs)
    if right or not any(one.meaning in less and other.meaning in more for more, less in pairs):
        return ""
    return opposite(verb[0])


def _said_of(shown: str, own: set[str]) -> str:
    return (
        f'follow "{shown}", but the test says so of {formats.listed(sorted(own))}; change the '
        "name or the test."
    )


def opposite(said: str) -> str:
    """Return what is wrong with words that say the opposite of their test."""
    return f'say "{said}", but what is tested is the opposite; change the words or the test.'


def _named(text: str, scope: BoundScope, names: Names) -> list[Named]:
    """Return the places that a text names, and the values of keys that a test has."""
    found = list(names.find_places(text))
    for subject in scope.subjects:
        for column in subject.keys:
            found += names.find_values(text, subject.dataset, column)
    return found


def _pairs(scope: BoundScope, names: Names) -> list[tuple[set[str], set[str]]]:
    """Return the names of what a test says is more, with those of what it says is less."""
    parts: list[Node] = [scope.node] if scope.node is not None else []
    if isinstance(scope.node, Logic):
        parts = list(scope.node.tests)
    # Of what has changed places, the later order is told.
    times_of = {order_of(part) for part in parts}
    if len(parts) == 2 and len(times_of) == 2 and {_sign(part) for part in parts} == {"<", ">"}:
        parts = [max(parts, key=order_of)]
    found: list[tuple[Node, Node]] = []
    for node in parts:
        if isinstance(node, Comparison) and {sign[0] for sign in node.signs} in ({"<"}, {">"}):
            for one, other in pairwise(node.terms):
                found.append((one, other) if node.signs[0][0] == ">" else (other, one))
        elif isinstance(node, Call) and node.name == "overtakes":
            found.append((node.arguments[0], node.arguments[1]))
    # A part or a multiple of another is more or less than that, and says nothing of the whole.
    if any(factor_of(term)[1] != 1 for pair in found for term in pair):
        return []
    return [
        (names.values(scope.read(one)), names.values(scope.read(other))) for one, other in found
    ]


def _at_any_distance(pairs: list[tuple[set[str], set[str]]]) -> list[tuple[set[str], set[str]]]:
    """Return the pairs of a chain with those that follow from them."""
    return [(more, less) for at, (more, _) in enumerate(pairs) for _, less in pairs[at:]]


def _sign(node: Node | None) -> str:
    return node.signs[0][0] if isinstance(node, Comparison) and len(node.signs) == 1 else ""
