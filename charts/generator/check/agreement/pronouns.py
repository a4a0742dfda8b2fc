"""Holds "it", "its" and "the two together" against the numbers that stand before.

"Peru harvested 3 tonnes. In 2020 it harvested 4": the 4 is Peru's too, or another country is named
with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.names import Names
from charts.generator.check.agreement.times import MONTH
from charts.generator.check.sentence_scope import Bound, Sentence

_LED = r"(?:^|[;:,–] |\b(?:and|but|when|while|where|then|later|before|after) )"
_IT = re.compile(
    rf"{_LED}(?:(?:In|By|From|To|For|Since|Until|At|On|During|Over|Of) [^,;:]{{2,40}}?,? |(?:In|By)"
    r" (?:[A-Z]\w+ )?\d{4},? |(?:[A-Z][a-z]+ )?(?:later|earlier|before|afterwards?|again),? )?"
    r"(?P<it>[Ii]t|[Tt]hey) (?!seems|appears|follows|turns|is (?:true|said|clear|known|no))"
)
_ITS = re.compile(
    r"\b(?P<it>[Ii]ts|[Tt]heir) (?:[a-z-]+ ){0,2}?(?:share|part|portion|slice|figure|total|volume"
    r"|level|imports|exports|purchases|sales|shipments|deliveries|output|production|harvest|crop"
    r"|holdings|reserves|deposits|consumption|demand|trade|value|weight|price|number|count|bill"
    r"|supplies|stock|position|result|tally|contribution|take|intake|haul)\b"
)
# Words that lead to something else, which need not be a name.
_ELSE = re.compile(
    r"\b(?:all|overall|altogether|everyone|other|others"
    r"|another|rest|remainder|former|latter|first|second|third|last|neighbou?rs?|rivals?|partners?"
    r"|alone|average|both|two|three|four|each|every|instead|next|runner-up|sum|together|combined"
    r"|respectively|elsewhere|abroad|domestic|home)\b", re.I,
)  # fmt: skip
_CAPITAL = re.compile(rf"(?<!^)(?<![.!?:] )\b(?!(?:{MONTH}|In|It|Its)\b)[A-Z][\w.’-]+")
_BOTH = re.compile(
    r"\b(?:[Tt]he (?:two|pair)(?: (?:of them|countries|partners|places|buyers|sellers|suppliers))?"
    r"(?: [a-z]+)? together|[Tt]ogether,? (?:they|the two|the pair|both)"
    r"|[Bb]oth (?:of them )?together|[Bb]etween (?:them|the two of them)"
    r"|[Tt]he (?:two|pair) (?:of them )?combined|[Cc]ombined,? (?:they|the two|the pair)"
    r"|[Tt]aken together,? (?:they|the two|the pair)"
    r"|[Tt]hey (?:[a-z]+ )?(?:jointly|together))\b"
)

Keys = Mapping[tuple[str, str], frozenset[str]]


def disagreements(
    before: str, earlier: Sequence[BoundScope], sentence: Sentence,
    scopes: dict[Bound, BoundScope], names: Names,
) -> Iterator[tuple[str, int]]:  # fmt: skip
    """Yield where a pronoun stands for what the number before is of, and its own is of another.

    Args:
        before: the sentence before.
        earlier: what its numbers are about.
        sentence: the sentence.
        scopes: what its numbers are about.
        names: the names of places and values.
    """
    start, told, previous = 0, before, list(earlier)
    for bound, scope in scopes.items():
        led = sentence.text[start : bound.start]
        beside = led + sentence.after(bound)
        wrong = _of_it(told, previous[-1:], led, beside, scope, names)
        wrong = wrong or _of_both(told, previous[-2:], led, beside, scope, names)
        if wrong:
            yield wrong, bound.offset
        told, start = f"{told} {led}", bound.end
        previous.append(scope)


def _of_it(
    told: str, last: list[BoundScope], led: str, beside: str, scope: BoundScope, names: Names
) -> str:  # fmt: skip
    """Say where "it" or "its" leads to a number of another value of a key than the one before."""
    found = [*_IT.finditer(led), *_ITS.finditer(led)]
    if not found or not last or _ELSE.search(beside):
        return ""
    own, others = _keys(scope), _keys(last[0])
    if not own or own.keys() != others.keys():
        return ""
    wrong = []
    for (dataset, column), values in own.items():
        theirs = others[dataset, column]
        if values == theirs:
            continue
        if len(values) != 1 or len(theirs) != 1:
            return ""
        mine, was = (names.meaning(next(iter(each))) for each in (values, theirs))
        if not _named(mine, beside, scope, dataset, column, names):
            wrong.append((mine, was, dataset, column))
    if len(wrong) != 1:
        return ""
    mine, was, dataset, column = wrong[0]
    if _named(mine, told, scope, dataset, column, names):
        return ""
    if not _named(was, told, scope, dataset, column, names) or _of_others(beside, own, names):
        return ""
    return (
        f'the sentence says "{found[-1]["it"]}", which is {was}, but {scope.bound.words} is of '
        f"{mine} ({about(scope)}). Name it, or take the other number."
    )


def _of_both(
    told: str, last: list[BoundScope], led: str, beside: str, scope: BoundScope, names: Names
) -> str:  # fmt: skip
    """Say where "the two together" leads to a number of others than the two before."""
    found = _BOTH.search(led) or _BOTH.search(beside)
    if not found or len(last) != 2:
        return ""
    own, one, other = _keys(scope), _keys(last[0]), _keys(last[1])
    if not own or not own.keys() == one.keys() == other.keys():
        return ""
    apart = [at for at in own if one[at] != other[at]]
    if len(apart) != 1 or any(len(each[apart[0]]) != 1 for each in (one, other)):
        return ""
    (at,) = apart
    both = one[at] | other[at]
    meant = [names.meaning(value) for value in sorted(both)]
    if own[at] == both or not all(_named(each, told, scope, *at, names) for each in meant):
        return ""
    if any(_named(names.meaning(v), beside, scope, *at, names) for v in own[at] - both):
        return ""
    return (
        f'the sentence says "{found[0]}", which are {meant[0]} and {meant[1]}, but '
        f"{scope.bound.words} is of {' and '.join(map(names.meaning, sorted(own[at])))} "
        f"({about(scope)}). Name them, or take another number."
    )


def _keys(scope: BoundScope) -> Keys:
    """Return the values of each key column that a number reads, without totals and periods."""
    if scope.is_test or scope.is_date or scope.value is None:
        return {}
    if len({(s.dataset.name, s.column) for s in scope.subjects}) != 1:
        return {}
    found: dict[tuple[str, str], frozenset[str]] = {}
    for subject in scope.subjects:
        dataset = subject.dataset
        for column, values in subject.keys.items():
            if column == dataset.period or dataset.roles.get(column) or column not in dataset.key:
                continue
            if dataset.fields[column].type != "string":
                continue
            left = dataset.totals(column) | dataset.rests(column)
            at = (dataset.name, column)
            found[at] = found.get(at, frozenset()) | (frozenset(values) - left)
    return {at: values for at, values in found.items() if values}


def _named(
    meaning: str, text: str, scope: BoundScope, dataset: str, column: str, names: Names
) -> bool:  # fmt: skip
    """Return whether a text has a value of a key column, or a long word of it."""
    found = names.find_values(text, scope.datasets[dataset], column)
    if any(each.meaning == meaning for each in [*found, *names.find_places(text)]):
        return True
    lower = text.lower()
    return any(word[:5] in lower for word in re.findall(r"[a-z]{5,}", meaning.lower()))


def _of_others(beside: str, own: Keys, names: Names) -> bool:
    """Return whether a text has a name that may mean something else."""
    mine = {names.meaning(value) for values in own.values() for value in values}
    known = [(p.start, p.end) for p in names.find_places(beside) if p.meaning in mine]
    return any(
        not any(start <= found.start() < end for start, end in known)
        for found in _CAPITAL.finditer(beside.strip())
        if found[0] in beside
    )
