"""Holds the places and other names in a sentence against those that a number is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from charts.generator.check.agreement import (
    bases,
    code_titles,
    columns,
    compounds,
    counting,
    dealings,
    flows,
    inflows,
    kinds,
    members,
    opposites,
    order,
    rankings,
    rates,
    shares_fallen,
    spans,
    stocks,
    units,
    whole_kinds,
    wholes,
    worth,
)
from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.names import Names, is_aside
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.pages.markdown_page import GAP

_CLAUSE = re.compile(
    r"[;:](?= )|[!?] | (?:while|whereas|but|though|although|because|than|when)\b"
    r"|, (?:and|which|who)\b"
)
# "36% of palladium imports and": what follows a number is about that one.
_REST = re.compile(r"^ (?:of|in|from|to|for|by|at)\b[^,;]*?(?:,| and | but )")
_GOODS = {
    "import", "imports", "imported", "export", "exports", "exported", "purchases", "bought",
    "sales", "sold", "shipments", "deliveries", "goods", "commerce",
}  # fmt: skip
_WITH = re.compile(r"\b(\w+)(?: (\w+))? (from|to|with|of|between) (?:the )?$", re.I)
_OWNING = re.compile(r"['’]s? ")
_OWNED = re.compile(
    r"(?:['’]s?)? (?:[\w-]+ )?(?:imports|exports|purchases|sales|bought|sold|imported|exported)\b"
)
_POSSESSED = re.compile(
    r"['’]s? (?:[\w.-]+ ){0,4}?(?:was|were|is|are|came to|stood at|reached|(?:fell|rose) to|of"
    r"|(?:was|were|is|are) put at) "
    r"(?:(?:about|nearly|only|just|almost|worth|some) )*"
)
_BEHIND = re.compile(
    r"(?: of [\w’'. ]{1,40}?)?(?: (?:had been|has been|have been|was|were|is|are) [a-z]+"
    r"(?: in [A-Z]\w+)?)?"
    r" (?:worth |came |went |arrived )?(?:of (?:\w+ ){1,3})?"
    r"(?:from|to|in|with|by|for) (?:the )?"
)
# "France took 3 million, and Belgium 2 million."
_ELLIPTIC = re.compile(r"(?:^|,|\band|\bbut|\bwhile)\W*(?:the )?$")
# "It was not Peru that sold": who did stands elsewhere.
_DENIED = re.compile(r"\b(?:it|this|that) (?:was|is)(?: not|n[’']t) (?:the )?$", re.I)
_AND = re.compile(r" and | but |, ")
_THERE = re.compile(
    r"(?<!\w)(?<!that )(?:from|to|sold|bought|of \w+) there\b(?! (?:is|was|are|were))"
)
# "Peru counted in, the world …"
_COUNTED_IN = re.compile(
    r" (?:counted (?:in|too|as well)|included|added|and (?:all )?the (?:others|rest))\b"
)
# Whose noun stands in the heading.
_THEY = re.compile(r"(?:In [\w ]{4,15},? )?(?:[Tt]hey|[Ii]t|[Tt]hese|[Tt]hose) (?!is\b|says?\b)")


def disagreements(
    sentence: Sentence, scopes: dict[Bound, BoundScope], names: Names
) -> Iterator[tuple[str, int]]:
    """Yield what the sentence says of the parties of a number that are others, with its place."""
    start = 0
    for one, other in pairwise(scopes):
        between = sentence.text[one.end : other.start]
        pair = [scopes[one], scopes[other]]
        if said := flows.both(sentence.before(one), between, pair, names):
            yield said, one.offset
    yield from order.in_a_row(sentence, scopes, names)
    yield from bases.changes(sentence, scopes)
    for bound, scope in scopes.items():
        before = sentence.text[start : bound.start]
        # What stands before a colon is the label of the number right behind it.
        cut = [m.end() for m in _CLAUSE.finditer(before) if before[m.start() :] != ": "]
        own = _REST.match(before) if start else None
        begins = max([*cut, own.end() if own else 0])
        clause = _antecedent(before, begins, names) + before[begins:]
        if sentence.kind == "cell":
            clause = f"{sentence.column} | {sentence.row} | {clause}"
        elif not start and (_THEY.match(sentence.text) or _THERE.search(sentence.typed)):
            clause = f"{sentence.heading} | {clause}"
        after = sentence.after(bound)
        told = sentence.text[start : bound.end]
        start = bound.end
        if not scope.subjects:
            continue
        said = flows.flow(clause, scope, names) or flows.flow(flows.goods_of(after), scope, names)
        if scope.is_test and not said:
            said = flows.flow(bound.words, scope, names)
        if scope.is_date:
            if said and scope.record:
                yield said, bound.offset
            continue
        beside = Beside(clause, after, before, told, sentence, bound, scope, names)
        said = said or next(filter(None, _others(beside)), "")
        if said:
            yield said, bound.offset


@dataclass(frozen=True)
class Beside:
    """The words beside a number or test: its clause, what follows, and from the macro before on."""

    clause: str
    after: str
    before: str
    told: str
    sentence: Sentence
    bound: Bound
    scope: BoundScope
    names: Names


def _others(beside: Beside) -> Iterator[str]:
    """Yield what each check says of the words beside a number; empty where it says nothing."""
    clause, after, scope, names = beside.clause, beside.after, beside.scope, beside.names
    behind = beside.sentence.typed[beside.bound.end :].partition(GAP)[0]  # to the next number
    yield flows.of_its_own(clause, after, scope, names)
    yield flows.whole(after, scope, names)
    yield wholes.disagreement(clause, after, scope, names)
    yield whole_kinds.disagreement(clause, after, scope)
    yield shares_fallen.disagreement(after, scope)
    yield flows.one_way(clause, scope)
    yield order.of_another_rank(after, scope)
    yield order.from_the_end(after, scope)
    yield rankings.disagreement(clause, behind, scope)
    yield order.inverted(clause, after, scope, names)
    yield flows.role(clause, after, scope)
    yield flows.goods(clause, after, scope)
    yield flows.moved(clause, after, scope, names)
    yield dealings.disagreement(clause, after, scope, names)
    if scope.is_test:
        yield flows.order(beside.told, scope, names)
        yield flows.roles(scope)
        yield flows.role(scope.bound.words, "", scope)
    yield flows.balance(beside.told, scope, names)
    yield members.whole_or_rest(clause, beside.sentence, scope, names)
    yield _value(clause, after, beside.sentence, scope, names)
    yield code_titles.disagreement(clause, after, beside.sentence, scope, names)
    yield members.disagreement(clause, scope, names)
    yield members.listed(clause, beside.sentence, scope, names)
    yield members.left_out(beside.before, after, scope, names)
    yield inflows.disagreement(clause, after, scope)
    # What stands beside the number before is said of that.
    own = clause if beside.bound is beside.sentence.bound[0] else _AND.split(clause)[-1]
    yield kinds.disagreement(own, behind, scope)
    yield worth.disagreement(own, behind, scope)
    yield stocks.disagreement(own, scope)
    if not units.rate(beside.sentence.before(beside.bound), after, scope):  # it says so itself
        yield rates.of_another_time(own, behind, scope)
        yield rates.of_a_head(own, behind, beside.sentence, scope)
    yield compounds.disagreement(own, behind, scope)
    yield spans.of_one_year(own, behind, scope)
    yield spans.of_other_years(own, behind, scope)
    yield counting.of_the_opposite(own, behind, scope)
    yield bases.of_another(own, behind, beside.sentence, scope)
    yield bases.of_another_edition(own, behind, beside.sentence, scope)
    yield columns.of_another_row(beside.before, beside.sentence, scope, names)
    yield _place(clause, scope, names)
    yield columns.of_another(clause, behind, scope, names)
    yield columns.noun_of_another(clause, scope)
    yield opposites.disagreement(clause, behind, scope)


def _antecedent(before: str, begins: int, names: Names) -> str:
    """Return the place that a clause is about: "Peru, which sold …"."""
    relative = re.search(r", (?:which|who)$", before[:begins])
    places = names.find_places(before[: relative.start()]) if relative else []
    named = relative and places and places[-1].end == relative.start()
    return before[places[-1].start : places[-1].end] if named else ""


def _value(
    clause: str, after: str, sentence: Sentence, scope: BoundScope, names: Names
) -> str:  # fmt: skip
    """Say where a clause names another value of a key column than the number's."""
    own = names.values(scope.subjects)
    own |= {place.meaning for s in scope.subjects for place in names.find_places(s.says)}
    for subject in scope.subjects[:4]:
        dataset = subject.dataset
        for column, values in subject.keys.items():
            named = column in dataset.key or (scope.node is not None and column in dataset.fields)
            is_plain = named and not dataset.roles.get(column)
            if len(values) != 1 or not is_plain or column == dataset.period:
                continue
            mine = names.meaning(values[0])
            before = names.find_values(clause, dataset, column)
            behind = [
                each
                for each in names.find_values(after[:60], dataset, column)
                if _BEHIND.fullmatch(after[: each.start])
                or (scope.format == "percent" and after[: each.start] in (" ", " in ", " of "))
                # "20 tonnes of Peruvian silver"
                or (
                    after[: each.start] in (" of ", " worth of ")
                    and re.match(r" [A-Za-z]{3,}\b(?<! and)(?<! was)(?<! were)", after[each.end :])
                )
            ]
            meant = {each.meaning for each in [*before, *behind]}
            if mine in meant or _partly(mine, clause + after[:40]):
                continue
            if behind and behind[0].meaning not in own:
                shown = after[behind[0].start : behind[0].end]
            elif (
                before
                and before[-1].meaning not in own
                and not is_aside(clause, before[-1])
                and not _DENIED.search(clause[: before[-1].start])
                and not _COUNTED_IN.match(clause, before[-1].end)
            ):
                elsewhere = names.find_values(sentence.text, dataset, column)
                owned = _POSSESSED.fullmatch(clause, before[-1].end) or (
                    _ELLIPTIC.search(clause[: before[-1].start])
                    and clause[before[-1].end :] in (" ", ": ")
                )
                if mine in {each.meaning for each in elsewhere} and not owned:
                    continue
                shown = clause[before[-1].start : before[-1].end]
            else:
                continue
            return (
                f'the sentence says "{shown}", but {scope.bound.words} is of {mine} '
                f"({about(scope)}). Change the name, or the number."
            )
    return ""


def _partly(meaning: str, text: str) -> bool:
    """Return whether a text has a long word of a value that nobody would write out."""
    lower = text.lower()
    return " " in meaning and any(word in lower for word in meaning.lower().split() if word[4:])


def _place(clause: str, scope: BoundScope, names: Names) -> str:
    """Say where goods come from or go to a place that the number is not about."""
    places = names.find_places(clause)
    if not places:
        return ""
    own = {place.meaning for s in scope.subjects for place in names.find_places(s.says)}
    own |= {place.meaning for s in scope.subjects for place in names.find_places(s.dataset.title)}
    own |= names.values(scope.subjects)
    if not own & set(names.places.values()):
        return ""
    own |= {place.meaning for place in names.find_places(scope.says)}  # of its events too
    # "Loans to Peru", but not "the currency of Peru".
    nouns = {word for word in scope.says.lower().split() if len(word) > 2}
    wrong = ""
    for place in places:
        link = _WITH.search(clause[: place.start])
        linked = (
            link
            and (_GOODS if link[3] == "of" else _GOODS | nouns)
            & {word.lower() for word in link.groups("")[:2]}
            and not _OWNING.match(clause, place.end)
        )
        owns = _OWNED.match(clause, place.end) or _POSSESSED.fullmatch(clause, place.end)
        if not (linked or owns):
            continue
        if place.meaning in own:
            wrong = ""
            continue
        wrong = clause[place.start : place.end]
    if not wrong or any(p.meaning in own and p.start > clause.rfind(wrong) for p in places):
        return ""
    return (
        f'the sentence says "{wrong}", but {scope.bound.words} is of {about(scope)}. Change the '
        "name, or the number."
    )
