"""Holds who earns, pays, lends, owes or invests, in a sentence, against who does so by the data.

A column of what one country buys of another has a buyer and a seller; one of "A's holdings of B's
bonds" and of "A's investment in B" has a holder and a host.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from charts.generator.check.agreement import flows
from charts.generator.check.agreement.bound_scope import BoundScope, Subject
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.names import Named, Names

ABROAD = "abroad"
_ABROAD = re.compile(
    r"\b(?:abroad|overseas|foreign(?:ers)?|(?:all |other )?foreign countries|all countries"
    r"|the rest of the world|elsewhere)\b", re.I,
)  # fmt: skip
_HELD = re.compile(
    r"\b(?:holdings?|(?:direct |portfolio )*investments?|loans?|lending|claims?|stakes?)\b"
    r"(?: (?:[a-z]+ ){0,2}?(?:of|in|into|to|on|held in|with|from) |(?= abroad))", re.I,
)  # fmt: skip
_GAP = r"(?:['’]s?)?(?: (?!and\b|or\b|to\b|from\b|in\b|by\b|of\b)[a-z][\w’'-]*){0,4}?"
_NOT_PASSIVE = r"(?<!was )(?<!were )(?<!been )(?<!is )(?<!are )(?<!being )(?<!got )"
_EARNS = re.compile(
    rf"{_GAP} {_NOT_PASSIVE}(?:earn(?:s|ed)|took in|takes in|cashed in|pocketed|grossed"
    r"|collected)\b"
)
_SPENDS = re.compile(
    rf"{_GAP} {_NOT_PASSIVE}(?:spen(?:t|ds?)|pa(?:id|ys?)|laid out|shelled out|parted with)\b"
)
_HOLDS = re.compile(
    rf"{_GAP} {_NOT_PASSIVE}(?:held|holds?|own(?:s|ed)|kept|keeps?|lent|lends?|loaned"
    r"|invest(?:s|ed)?|had put|placed|parked|deposited|bought up|(?:had|has|have)(?= $|\W*$))\b"
)
# "Chile had foreign investment of …" is right of the host.
_OF_OTHERS = re.compile(r"\b(?:investments?|capital|loans?|debts?|funds|foreign|liabilities)\b")
_INVESTED = re.compile(r" (?:of [a-z ]{1,30}? )?(?:invested|placed|lent|on loan|in loans)\b")
_OWES = re.compile(
    rf"{_GAP} {_NOT_PASSIVE}(?:ow(?:ed?|es)|borrow(?:s|ed)|(?:was|were|is|are) in debt)\b"
)
_BY = re.compile(
    r" (?:(?:worth )?of [a-z ]{1,30}? )?(?:was|were|had been|has been|have been|is|are)"
    r" (?:(?P<buys>bought|purchased|ordered|paid for|imported|paid)|(?P<sells>sold|supplied"
    r"|shipped|delivered|exported)) by (?:the )?"
)
_WENT = re.compile(
    r" (?:worth )?of (?:[a-z]+ )?(?:goods|products|wares|merchandise)"
    r" (?:went|flowed|(?:was|were) (?:shipped|sold|sent)) (?P<way>to|from) (?:the )?"
)
_FAR = re.compile(r"\b(?:in|to|from|with|by|against|for|on|at|unlike|than) (?:the )?$", re.I)


@dataclass(frozen=True)
class _Roles:
    """Who gives and who gets; empty where the data don't say."""

    buyer: str = ""
    seller: str = ""
    holder: str = ""
    host: str = ""


def disagreement(clause: str, after: str, scope: BoundScope, names: Names) -> str:
    """Say where a sentence exchanges buyer and seller, lender and borrower, investor and host."""
    if scope.is_test or scope.format != "money":
        return ""
    found = {_roles(subject, names) for subject in scope.subjects}
    if len(found) != 1:
        return ""
    (own,) = found
    wrong = _subject(clause, after, own, names) or _behind(after, own, names)
    if not wrong:
        return ""
    return (
        f'the sentence says "{wrong.strip()}", but {scope.bound.words} is of {about(scope)}. '
        "Exchange who it is said of, or take the other number."
    )


def _subject(clause: str, after: str, own: _Roles, names: Names) -> str:
    """Return who does, right before a number, what another one does."""
    for who in reversed(_named(clause, names)):
        if _FAR.search(clause[: who.start]):
            continue
        for verb, mine, others in (
            (_EARNS, own.seller, own.buyer),
            (_SPENDS, own.buyer, own.seller),
            (_HOLDS, own.holder, own.host),
            (_OWES, own.host, own.holder),
        ):
            if (does := verb.match(clause, who.end)) and mine != others:
                rest = clause[does.end() :]
                if verb is _HOLDS and (_OF_OTHERS.search(rest) or not _is_its(does[0], after)):
                    return ""
                return clause[who.start : does.end()] if who.meaning == others else ""
    return ""


def _is_its(verb: str, after: str) -> bool:
    """Return whether "had" says who owns: "had 3 million invested"; a host has what others own."""
    return not re.search(r"\b(?:had|has|have)$", verb) or bool(_INVESTED.match(after))


def _behind(after: str, own: _Roles, names: Names) -> str:
    """Return who is said to have bought or sold it, behind a number, where another one did."""
    near = re.split(r"[,;:]| and | but ", after, maxsplit=1)[0]
    by, went = _BY.match(near), _WENT.match(near)
    for place in names.find_places(near)[:1]:
        if by and place.start == by.end():
            others = own.seller if by["buys"] else own.buyer
            if place.meaning == others and own.buyer != own.seller:
                return near[: place.end]
        if went and place.start == went.end():
            others = own.seller if went["way"] == "to" else own.buyer
            if place.meaning == others and own.buyer != own.seller:
                return near[: place.end]
    return ""


def _roles(subject: Subject, names: Names) -> _Roles:
    told = flows.flow_of(subject, names)
    if told and told.owner and told.partner:
        one, other = told.owner, told.partner
        return _Roles(one, other) if told.buying else _Roles(other, one)
    for said in (*reversed(subject.says.split("; ")), subject.dataset.title):
        held = _HELD.search(said)
        if not held:
            continue
        before = _named(said[: held.start()], names)
        behind = _named(said[held.end() :], names)
        if before and behind and not flows.is_flow(said):
            return _Roles(holder=before[0].meaning, host=behind[0].meaning)
    return _Roles()


def _named(text: str, names: Names) -> list[Named]:
    """Return the places that a text names, and the rest of the world."""
    found = [Named(m.start(), m.end(), ABROAD) for m in _ABROAD.finditer(text)]
    return sorted([*names.find_places(text), *found], key=lambda each: each.start)
