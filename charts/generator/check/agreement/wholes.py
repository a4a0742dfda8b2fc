"""Holds what a sentence calls the whole of a share against the whole that it is a share of.

A third of what one country sells is no third of what another one buys, nor of what it makes. The
whole of a formula is the second part of its share; that of a column stands in its title, in its
description, or in the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from charts.generator.check.agreement import flows
from charts.generator.check.agreement.bound_scope import BoundScope, Subject
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.names import REGIONS, UNION, Names
from charts.generator.numbers.expressions import Call

EVERYONE = "world"
_BOUGHT = (
    r"imported|imports|bought|buys|purchased|purchases|received|receives|took in|takes in|ordered"
    r"|brought in|brings in"
)
_SOLD = r"exported|exports|traded|trades|sold|sells|shipped|ships|sent|sends|supplied|delivered"
_MADE = r"produced|produces|mined|mines|made|makes|extracted|dug up|pumped|smelted|harvested|grew"
_ROLES = {"buyer": _BOUGHT, "seller": _SOLD, "maker": _MADE}
_NOUNS = {
    "buyer": r"imports|purchases", "seller": r"exports|sales|shipments",
    "maker": r"(?:mine |smelter )?(?:production|output)", "trade": r"trade|commerce|turnover",
}  # fmt: skip
_VERB = re.compile(
    r" (?:(?:as a whole|itself|alone|then|has|had|have|ever|has ever) )*(?:"
    + "|".join(rf"(?P<{role}>{verbs})" for role, verbs in _ROLES.items()) + r")\b"
)  # fmt: skip
_NOUN = re.compile(
    r"(?P<owns>['’]s?)? (?P<own>(?:(?!and |or |in |from |to |of |that )[\w.-]+ ){0,3}?)(?:"
    + "|".join(rf"(?P<{role}>{nouns})" for role, nouns in _NOUNS.items())
    + r")\b(?! and (?:[\w.-]+ ){0,2}(?:imports|exports|purchases|sales)\b)(?!-)"
)
_CAME = re.compile(
    r"['’]s? (?:[\w-]+ ){1,3}?(?:(?:came|was|were|arrived|comes|arrives|is|are|originated"
    r"|(?:was|were|is|are) (?:bought|imported|supplied|delivered)) (?P<buyer>from)|(?:went|goes"
    r"|flowed|(?:was|were|is|are) (?:sold|shipped|exported|sent|bound)) (?P<seller>to|for))\b"
)
_WORD = r"(?!(?:and|but|or|while|when|as|than|is|are|was|were|went|came|had|has)\b)[\w’'.-]+ "
_TO_VERB = re.compile(rf" of (?:{_WORD}){{0,7}}?(?:the )?")
_TO_NOUN = re.compile(r" of (?:all |the |total |overall |of |everything |entire |whole ){0,4}")
_WORLD = re.compile(
    r"\b(?:the (?:whole |entire )?)?(?:(?P<world>world|globe)|global|worldwide|international)\b"
)
_REGION = re.compile(rf"\b(?:{'|'.join(sorted(REGIONS - {EVERYONE}, key=len, reverse=True))})\b")
_SHARE_IN = re.compile(
    r"\b(?:share|part|portion|slice|proportion|percentage|weight) (?:of|in) (?P<w>[^,;:()]{3,70}?)"
    r"(?: in (?:the year )?\d{4})? (?:was|were|is|are|came to|stood at|reached|amounted to|made up"
    r"|(?:rose|fell|grew|shrank) to|at)(?: (?:about|nearly|only|just|some|almost|over))* $"
)
_LEADS = re.compile(r"(?:^|, |: )[Oo]f (?P<w>[^,;:()]{4,80}),(?: [\w ]{0,30})? $")
_ITS = re.compile(
    r" (?:(?P<buyer>took|takes|got|gets|bought|buys|imported|imports|received|receives|covered"
    r"|covers|met|meets|drew|draws|sourced|obtained)|(?P<seller>sold|sells|sent|sends|shipped|ships"
    r"|exported|exports|delivered|delivers))(?: (?:about|nearly|only|just|some|over|almost))* "
)
_OF_ITS = re.compile(
    r" of (?:all )?(?:its|their)\b(?: (?:[\w-]+ ){0,2}?(?:(?P<seller>exports|sales|shipments"
    r"|deliveries)|(?P<buyer>imports|purchases)|(?P<other>output|production|trade))\b)?"
)
_STATED = re.compile(r"\b(?:part|percent|share) (?:of|in) (?:all (?:the )?)?(?P<w>[^;]+)", re.I)
_STOPS = re.compile(
    r" (?:that|which|who|by|with|where|went|bought|delivered|received)\b|[,;(]|(?<=[a-z])\."
)


@dataclass(frozen=True)
class Whole:
    """Who buys, sells and makes what a number is a share of; empty where the data don't say."""

    buyer: str = ""
    seller: str = ""
    maker: str = ""
    ways: int = 0  # 1 for imports or exports, 2 for both, 0 for neither


def disagreement(clause: str, after: str, scope: BoundScope, names: Names) -> str:
    """Say where a share of what one country buys, sells or makes is called one of another's."""
    own = _whole(scope, names)
    if own is None:
        return ""
    text = told(clause, after)
    wrong = (_wrong(text, own, names) if text else "") or _of_its_own(clause, after, own, names)
    return said(wrong, scope) if wrong else ""


def told(clause: str, after: str) -> str:
    """Return what a sentence calls the whole, behind " of "; empty where it does not say."""
    if after.startswith(" of "):
        return re.split(r"[,;:(]| – ", after, maxsplit=1)[0][:110]
    if leads := _LEADS.search(clause):
        return f" of {leads['w']}"
    found = _SHARE_IN.search(clause)
    return f" of {found['w'].rpartition(' in ')[2]}" if found else ""


def _wrong(text: str, own: Whole, names: Names) -> str:
    """Return the words that name another whole."""
    named = [(p.start, p.end, p.meaning) for p in names.find_places(text)]
    named += [(m.start(), m.end(), m[0]) for m in _REGION.finditer(text)]
    named += [(m.start(), m.end(), EVERYONE) for m in _WORLD.finditer(text)]
    for start, end, who in sorted(named):
        verb = _VERB.match(text, end) if _TO_VERB.fullmatch(text, 0, start) else None
        leads = _TO_NOUN.fullmatch(text, 0, start)
        noun = _NOUN.match(text, end) if leads else None
        found = verb or noun or (_CAME.match(text, end) if leads else None)
        if not found:
            continue
        role = next(name for name, word in found.groupdict().items()
                    if word and name in ("buyer", "seller", "maker", "trade"))  # fmt: skip
        if noun and role == "buyer" and not noun["owns"] and who == own.seller:
            continue  # "Peruvian imports" may be goods from Peru
        if noun and _of_other_ways(role, noun["own"], who, own):
            return text[4 : found.end()]
        if (role != "trade" or own.ways == 2) and not _fits(
            role, who, own, text[found.end() :], names
        ):
            return text[4 : found.end()]
        return ""
    return ""


def _of_other_ways(role: str, between: str, who: str, own: Whole) -> bool:
    """Return whether one way of trade is called by the name of both, or both by that of one."""
    if role == "trade":
        plain = re.fullmatch(r"(?:(?:foreign|goods|total|overall|merchandise) )*", between)
        everyone = {own.buyer, own.seller} <= {EVERYONE, ""}
        if who == EVERYONE:
            return own.ways == 2 and not everyone
        return own.ways == 1 and bool(plain) and not (everyone and not own.buyer)
    return own.ways == 2 and role in ("buyer", "seller")


def _fits(role: str, who: str, own: Whole, behind: str, names: Names) -> bool:
    """Return whether the data may mean that somebody buys, sells or makes the whole."""
    if own.ways == 2:
        both = {own.buyer, own.seller} - {EVERYONE}
        return who == EVERYONE or not own.buyer or any(_alike(who, one) for one in both)
    mine = {"buyer": own.buyer, "seller": own.seller, "maker": own.maker}[role]
    if not mine or _alike(mine, who):
        if who != EVERYONE:
            return True
        others = {own.buyer, own.seller, own.maker} - {EVERYONE, "", mine}
        return not others or any(p.meaning in others for p in names.find_places(behind))
    return False


def _alike(one: str, other: str) -> bool:
    """Return whether both are the same, or parts of the world."""
    parts = {*REGIONS, UNION} - {EVERYONE}
    return one == other or (one in parts and other in parts)


def _of_its_own(clause: str, after: str, own: Whole, names: Names) -> str:
    """Return "of its coal" behind who buys or sells no part of the whole: "Peru took 9% of"."""
    places = names.find_places(clause)
    its = _OF_ITS.match(after)
    if not its or not places or own.ways != 1:
        return ""
    who = places[-1]
    verb = _ITS.fullmatch(clause, who.end)
    if not verb:
        return ""
    role, other = ("buyer", "seller") if verb["buyer"] else ("seller", "buyer")
    if its[other] or its["other"] or _fits(role, who.meaning, own, "", names):
        return ""
    return re.split(r"[,;:(.]", after[1:], maxsplit=1)[0][:40].strip()


def _whole(scope: BoundScope, names: Names) -> Whole | None:
    """Return what a number is a share of; None where it is no share, or one of its own past."""
    if scope.is_test or scope.format != "percent" or scope.is_rest:
        return None
    node = scope.node
    if isinstance(node, Call) and node.name == "share":
        subjects = list(scope.read(node.arguments[-1]))
    elif scope.is_level:
        subjects = list(_titled(scope))
    else:
        return None
    if not subjects or any(len(v) > 1 for s in subjects for v in s.keys.values()):
        return None
    found = {_parties(subject, names) for subject in subjects}
    if len(found) == 2 and all(each.ways == 1 for each in found):
        one, other = found
        same = {one.buyer, one.seller} == {other.buyer, other.seller}
        return Whole(one.buyer, one.seller, ways=2) if same else None
    return found.pop() if len(found) == 1 else None


def stated(scope: BoundScope) -> list[str]:
    """Return what the data call the whole of a column of shares: by its row, or by its titles."""
    (cell,) = scope.bound.cells
    dataset = scope.datasets[cell.dataset]
    field = dataset.fields[cell.column]
    row = dataset.row(cell.key)
    named = [dataset.columns[name][row] for name, other in dataset.fields.items()
            if name != cell.column and re.match(r"(?:share|part|percent) of", other.title, re.I)
            and not other.is_amount]  # fmt: skip
    if any(named):
        return named
    texts = (field.title, field.description)
    return [found["w"] for text in texts for found in _STATED.finditer(text)]


def _titled(scope: BoundScope) -> Iterator[Subject]:
    """Yield what the data call the whole of a column of shares, as a column of its own."""
    (cell,) = scope.bound.cells
    for text in stated(scope)[:1]:
        yield Subject(scope.datasets[cell.dataset], cell.column, {}, _STOPS.split(text)[0])


def _parties(subject: Subject, names: Names) -> Whole:
    """Return who buys, sells or makes what a column counts."""
    totals = {
        names.meaning(value)
        for column, values in subject.keys.items()
        if column in subject.dataset.fields
        for value in subject.dataset.totals(column) & set(values)
    }
    told = flows.flow_of(subject, names)
    if told is None:
        ways = len(set(flows.ways(subject.says)))
        owners = [place.meaning for place in names.find_places(subject.says)]
        if ways == 2:
            return Whole(buyer=next(iter(owners), ""), ways=2)
        keyed = names.values([subject])
        places = set(names.places.values())
        made = [EVERYONE if v in totals else v for v in keyed if v in places | totals]
        is_made = re.search(r"\b(?:mine|smelt|produc|harvest)", subject.says)
        return Whole(maker=made[0]) if is_made and len(made) == 1 else Whole()
    partner = EVERYONE if not told.partner or told.partner in totals else told.partner
    owner = EVERYONE if told.owner in totals else told.owner
    if told.buying:
        return Whole(buyer=owner, seller=partner, ways=1)
    return Whole(buyer=partner, seller=owner, ways=1)


def said(words: str, scope: BoundScope) -> str:
    """Return that words name another whole than that of a number."""
    return (
        f'the sentence says "{words.strip()}", but {scope.bound.words} is a share of something '
        f"else: {about(scope)}. Change the words, or take the other number."
    )
