"""Holds words about several things, such as "both", "only one" and "neither", against the tests.

A claim of several tests holds for each of them; one with an "or" may hold for one alone.
"""

from __future__ import annotations

import re

from charts.generator.check.agreement import flows
from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.comparing_words import COMPARATIVES, NOT, VERBS, direction
from charts.generator.check.agreement.formula_reading import directions
from charts.generator.check.agreement.names import Names
from charts.generator.check.agreement.times import MONTH
from charts.generator.numbers.expressions import Call, Comparison, Logic, Node, Not, Window

_CHANGE = "; change the words or the test."
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|several|many|them|these|those)"
# Words that leave one of them out.
_SOME = re.compile(
    r"(?<!not )\b(?:only|just|merely|solely|no more than|at most) one\b(?! (?:time|year|month))"
    rf"|\b(?:(?:at least|only|just) )?(?:one|a few|some|part) of (?:the |its |their )?{_COUNT}\b"
    r"|\bat least one\b|\bnot (?:all|both|every|everyone|each)\b(?! the same)"
    rf"|\bmost of (?:the )?{_COUNT}\b|\b(?:none|neither)(?: of (?:the |its )?{_COUNT})?\b"
    r"|\beither\b[^,;]* or\b|\bone or the other\b|\ball (?:of them )?but one\b|\bnone but\b"
    r"|\b(?:hardly|scarcely) any\b", re.I,
)  # fmt: skip
# "Only Peru sold more", not "only slightly" and "only in 2020".
_ONLY = re.compile(
    r"(?<!not )(?<!if )\b(?:only|just|solely) (?!(?:in|from|after|since|then|when|a|an|by|to|at|on"
    r"|with|once|for|before|until|as|because|if|one|so|more|less|half|just|[a-z]+ly|two|three"
    r"|little|over|under|about|above|below)\b)"
    r"(?:the )?[\w.’'-]+(?: (?:goods|flows?|sales|from|to|of|[A-Z][\w.’'-]*))*(?= )", re.I,
)  # fmt: skip
_ALONE = re.compile(r"\b(?:[A-Z][\w.]+|[a-z]+s) alone (?=[a-z]+(?:ed|e|w|l)\b)")
_NONE = re.compile(r"\b(?:none|neither)\b", re.I)
_BUT_NOT = re.compile(
    r"\b(?:but|though|yet|and|just|only) not (?:by |of |in |that of )?(?:the )?", re.I
)
_BUT_ALSO = re.compile(r"\bnot only\b|\bbut (?:also|so)\b|\btoo\b|\bas well\b", re.I)
_SOME_YEARS = re.compile(
    r"\b(?:(?:in|for) (?:at least one|(?:only )?some|most(?: of)?|a few|several|many|one|only one)"
    r"(?: of (?:the|these|those))?(?: [a-z]+)? (?:years?|months?|quarters?|cases)"
    r"|(?:not|n['’]t)\b[^,;]{0,30}\b(?:in )?(?:every|each|all)(?: of the)? (?:year|month|quarter)s?"
    r"|more often than not|most of the time|at least once|now and then|sometimes|occasionally"
    r"|(?:mostly|usually)$|off and on|on and off|from time to time|in more years than not)\b", re.I,
)  # fmt: skip
_EACH = re.compile(
    r"\bboth\b(?! (?:in|by|at|from|to|for|on|before|after|with|as|when"
    r"|of (?:the|these|those) years|years|months|quarters|times|measures|ends|sides|ways|halves"
    rf"|periods|seasons|winters|summers|{MONTH})\b| (?:the years )?\d{{4}})"
    rf"|\b(?:all|each|every one) of (?:the )?{_COUNT}\b(?! (?:years|months|quarters))"
    r"|\ball (?:the )?(?:two|three|four|five|six)\b(?! (?:years|months|quarters))", re.I,
)  # fmt: skip
_ASIDE = re.compile(r"\b(?:than|after|before|since|when|until|as|while|though|although)\b", re.I)
_ALIKE = re.compile(
    r"\b(?:both|neither|alike|in (?:step|tandem|parallel|unison)|side by side|the same way"
    r"|(?:each|all) of them|the two (?:of them )?(?=rose|fell|grew|shrank)|together)\b", re.I,
)  # fmt: skip
_JOINT = re.compile(
    r",? (?:and|while|whereas|but|although|though|even (?:as|though)|as|when)(?: the)? |, |; ", re.I
)
_PAIR = re.compile(
    r"\b(?:both )?(?P<a>imports|purchases|exports|sales)"
    r" and (?P<b>imports|purchases|exports|sales)\b(?! together| combined)", re.I,
)  # fmt: skip


def disagreement(words: str, scope: BoundScope, names: Names) -> str:
    """Say where words about one, some or all of several things are bound to a test of others."""
    node = scope.node
    if node is None or any(subject.lower_is_better for subject in scope.subjects):
        return ""
    if isinstance(node, Logic) and node.word == "and":
        return _of_all(words, node.tests, scope, names)
    if isinstance(node, Logic):
        return _of_any(words, scope)
    return _in_a_run(words, node) or _of_one(words, node, scope)


def _of_all(words: str, tests: tuple[Node, ...], scope: BoundScope, names: Names) -> str:
    own = [_own(test, scope, names) for test in tests]
    ways = [_way(test) for test in tests]
    shapes = {(_way(test), _shape(test)) for test in tests}
    if any(isinstance(part, Not) for test in tests for part in test.walk()):
        return ""
    if len(shapes) == 1:
        some = _SOME.search(words) or _only(words)
        if some and _NONE.match(some[0]) and _ways(words) != {ways[0]}:
            some = None  # "neither fell"
        if some and not _BUT_ALSO.search(words) and (ways[0] or _shape(tests[0])):
            return f'say "{some[0].strip()}", but the test holds for each of them{_CHANGE}'
    for found in _BUT_NOT.finditer(words):
        named = [each for each in _named(words, scope, names) if each[0] == found.end()]
        compared = [test for test in tests if isinstance(test, Comparison)]
        if named and any(named[0][1] in _all(test, scope, names) for test in compared):
            shown = words[found.start() : found.end()] + named[0][2]
            return f'say "{shown}", but the test holds for each of them{_CHANGE}'
    if sorted(set(ways)) == [-1, 1] and len(tests) == 2 and not NOT.search(words):
        return _swapped(words, own, ways, scope, names)
    if len(set(ways)) == 1 and ways[0] and len(tests) == 2 and not NOT.search(words):
        return _swapped(words, own, ways, scope, names)
    return ""


def _swapped(
    words: str, own: list[set[str]], ways: list[int], scope: BoundScope, names: Names
) -> str:
    """Say where "gold rose and silver fell" is bound to a test of the opposite of either."""
    all_ways = _ways(words)
    alike = _ALIKE.search(words)
    if set(ways) == {-1, 1} and len(all_ways) == 1 and alike:
        return f'say "{alike[0]}", but one of them rose and the other fell{_CHANGE}'
    parts = _JOINT.split(words)
    for part in parts:
        said = _ways(part)
        who = {text for _, text, _ in _named(part, scope, names)} | _plain(part)
        about = [at for at, mine in enumerate(own) if mine & who]
        if len(said) != 1 or len(about) != 1 or len(parts) > 3:
            continue
        if said != {ways[about[0]]}:
            way = "a rise" if ways[about[0]] > 0 else "a fall"
            return f'say "{part.strip()}", but what is tested of that is {way}{_CHANGE}'
    return ""


def _of_any(words: str, scope: BoundScope) -> str:
    found = _EACH.search(words) or re.search(r"\b(?:all|each|every)\b", words)
    found = found or (_PAIR.search(words) if _ways(words) else None)
    if not found or re.search(r"\b(?:or|either|one|any|not)\b|n['’]t\b", words):
        return ""
    return f'say "{found[0]}", but the test holds where only one of them does{_CHANGE}'


def _of_one(words: str, node: Node, scope: BoundScope) -> str:
    """Say where "both rose" is bound to a test of one."""
    if not _way(node) or len(scope.subjects) != 1:
        return ""
    (subject,) = scope.subjects
    if any(len(values) > 1 for values in subject.keys.values()):
        return ""
    is_sum = any(isinstance(n, Call) and n.name in ("sum", "mean") for n in node.walk())
    buying = flows.is_buying(subject.says.rpartition("; ")[2])
    pair = _PAIR.search(words) if buying is not None else None
    if pair and flows.is_buying(pair["a"]) == flows.is_buying(pair["b"]):
        pair = None
    found = pair or (None if is_sum else _EACH.search(words))
    if not found or not _ways(words) or _ASIDE.search(words[: found.start()]):
        return ""
    return f'say "{found[0]}", but the test looks at one alone{_CHANGE}'


def _in_a_run(words: str, node: Node) -> str:
    """Say where "in some of the years" is bound to a test of each."""
    if not isinstance(node, Call) or node.name not in ("falls", "rises", "always"):
        return ""
    found = _SOME_YEARS.search(words)
    if not found or not any(isinstance(each, Window) for each in node.arguments):
        return ""
    if re.search(r"\b(?:every|each|all|always|throughout)\b", words) and not NOT.search(words):
        return ""  # "every year, sometimes by far"
    return f'say "{found[0]}", but what is tested is each of them{_CHANGE}'


def _only(words: str) -> re.Match[str] | None:
    """Return "only Peru" where each of several is tested."""
    found = _ONLY.search(words) or _ALONE.search(words)
    return found if found and _ways(words) else None


def _way(test: Node) -> int:
    found = set(directions(test, None))
    return found.pop() if len(found) == 1 else 0


def _shape(test: Node) -> str:
    """Return which kind of test it is, whatever it is about."""
    if isinstance(test, Comparison):
        return " ".join(sign[0] for sign in test.signs)
    return test.name if isinstance(test, Call) else ""


def _ways(words: str) -> set[int]:
    return {direction(m) for pattern in (VERBS, COMPARATIVES) for m in pattern.finditer(words)}


def _all(test: Node, scope: BoundScope, names: Names) -> set[str]:
    return names.values(scope.read(test))


def _own(test: Node, scope: BoundScope, names: Names) -> set[str]:
    """Return the names and nouns of a test that no other test of the claim has."""
    tests = scope.node.tests if isinstance(scope.node, Logic) else ()
    mine = _all(test, scope, names) | _nouns(test, scope)
    others = [_all(o, scope, names) | _nouns(o, scope) for o in tests if o is not test]
    return mine - set().union(*others)


def _nouns(test: Node, scope: BoundScope) -> set[str]:
    return set().union(*(_plain(subject.says) for subject in scope.read(test)))


def _plain(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def _named(text: str, scope: BoundScope, names: Names) -> list[tuple[int, str, str]]:
    """Return where a text names places and values of keys, what they mean, and as what."""
    found = list(names.find_places(text))
    for subject in scope.subjects:
        for column in subject.keys:
            found += names.find_values(text, subject.dataset, column)
    return [(each.start, each.meaning, text[each.start : each.end]) for each in found]
