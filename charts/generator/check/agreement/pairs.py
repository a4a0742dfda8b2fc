"""Holds the order of two numbers in a sentence against the words that compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.comparing_words import (
    DOWN_NOUNS,
    NEARLY,
    NEGATIONS,
    UP_NOUNS,
    VERBS,
    WAY,
    direction,
    verbs_to,
)
from charts.generator.check.agreement.times import times
from charts.generator.check.sentence_scope import Bound, Sentence

_GAIN = f"{UP_NOUNS}|recovery|rebound"
_BACK = re.compile(
    r",?(?: in (?:[A-Z][a-z]+ )?\d{4},?)? (?:up |down )?(?:from|after|against|following"
    rf"|compared (?:with|to)) (?:the )?{NEARLY}$"
)
_FROM = re.compile(rf"{WAY},? (?:[a-z]+ly )?from {NEARLY}$")
# "Fell since the war, from 3 million in 2021 to 2 million in 2024".
_FROM_LATER = re.compile(
    r"(?:,? (?!(?:and|but|while|which|than|to|by)\b)[\w.’'-]+){1,8},? from " rf"{NEARLY}$"
)
# "Moved closer, from a distance of 3 to 4".
_APART = re.compile(
    r"\b(?:(?P<up>(?:further |farther )?apart)|(?P<down>closer|nearer))\b[^;:.]{0,60}? from"
    rf" (?:a |the )?(?:distance|gap) of {NEARLY}$"
)
# "Inched up from": whatever the verb, the word behind it says the way.
_MOVED = re.compile(
    rf"\b[a-z]+(?:ed|t|ew|ot|id) (?:back )?(?:(?P<up>up)|(?P<down>down)){_FROM.pattern}"
)
# "Silver got dearer: an ounce went from 2 million to 1 million".
_ANNOUNCED = re.compile(
    r"\b(?:(?P<up>(?:more expensive|dearer|costlier|pricier|bigger|larger|higher|stronger|richer"
    rf"|gained (?:ground|share|weight)|{UP_NOUNS}))"
    rf"|(?P<down>lost (?:ground|share|weight)|cheaper|smaller|lower|weaker|poorer|{DOWN_NOUNS}))\b"
    rf"(?: [\w’'-]+){{0,8}}?(?::| [–—]|,? with) (?:[\w.’'-]+ ){{0,6}}?from {NEARLY}$",
    re.I,
)
_LINK = re.compile(
    r"^(?: (?:place|spot|position|rank))?"
    r"(?: (?:of|in|at|for) [\w .’'-]{0,40}?| \w+(?: of| in)? [\w .’'-]{0,40}?)??,? to "
    rf"{NEARLY}$"
)
_APPOSED = re.compile(rf", an? (?:[a-z]+ ){{0,2}}?(?:(?P<up>{_GAIN})|(?P<down>{DOWN_NOUNS}))\b")
# "Took more of its coal in 2025 than".
_GAP = r"(?: (?!than\b)[\w.’'-]+){0,6}? than"
_THAN_MORE = rf"(?:more|higher|larger|greater|bigger|dearer|costlier|richer|stronger){_GAP}"
_THAN_LESS = rf"(?:less|lower|smaller|fewer|cheaper|poorer|weaker){_GAP}"
_ACTIVE = (
    r"(?:exceed|dwarf|outstrip|surpass|top|outweigh|outrank|outsell|outproduce)(?:s|es|p?ed|p?ing)?"
    r"|beat(?:s|ing)?|eclips(?:es?|ed|ing)|overt(?:akes?|ook|aking)|outpac(?:es?|ed|ing)|outsold"
)
_PASSIVE = r"(?:exceeded|dwarfed|outstripped|surpassed|beaten|topped|outweighed|eclipsed) by"
_MORE = rf"{_THAN_MORE}|{_ACTIVE}|above|ahead of"
_LESS = (
    rf"{_PASSIVE}|{_THAN_LESS}|below|short of|behind|trail(?:s|ed|ing)"
    r"|pal(?:es?|ed|ing) (?:beside|next to|before|against|in comparison (?:with|to))"
    r"|no match for"
)
_COMPARED = re.compile(rf"\b(?:(?P<down>{_LESS})|(?P<up>{_MORE}))\b", re.I)
# What is compared is not the two numbers: "more than in 2023", "more than twice", "not more than".
_ELSEWHERE = re.compile(
    r" (?:in|at|before|ever|any|all|both|expected|usual|during|since|a year|half|twice|double"
    r"|most|\w+ times)\b"
)
_DENIED = re.compile(rf"\b(?:{NEGATIONS}|no|if|would)\b|n['’]t", re.I)
_OTHER = re.compile(r"[;:]|\b(?:and|but|while|whereas|although|than|from|to|of which)\b", re.I)
# "More than 95%" may be how the data say 95%: only "than the 95%" compares.
_BARE = re.compile(r"(?:more|less|fewer) than|above|below", re.I)
_TAIL = re.compile(
    rf"(?: [\w.’'-]+){{0,7}}?(?: \(|,(?: (?:which|who) [\w ]{{1,20}}?| with| at)?)? ?{NEARLY}"
)
# "Imports were above exports: 1 million against 2 million".
_AGAINST = re.compile(
    r"(?: of [\w’'-]+)?(?:,? (?:in|of|for) (?:[A-Z][a-z]+ )?\d{4})?\)?,? (?:as )?(?:against"
    rf"|versus|vs\.?|compared (?:with|to)|and|to) (?:[\w.’'-]+ ){{0,4}}?\(?{NEARLY}$"
)
_LED_IN = re.compile(r"(?: [\w.’'-]+){1,8}?(?:[:,(–—]| with| by| at)? ?$")
# "Imports were 2 million in 2023, and had grown to 1 million by 2024".
_THEN = re.compile(
    rf"(?:,? in (?:[A-Z][a-z]+ )?\d{{4}})?,? (?:[a-z]+ ){{0,4}}?{VERBS.pattern}{WAY} to {NEARLY}",
    re.I,
)
# "From 1 million down to 2 million"; "at 2 million in 2023, imports edged higher to 1 million".
_EDGED = re.compile(
    rf"[^;:]{{0,60}}? (?:(?P<up>higher|up)|(?P<down>lower|down)) to {NEARLY}$", re.I
)
# "Coal cost 1 million and silver less, 2 million".
_AND_LESS = re.compile(
    r".{0,30}(?:,| and| while| but) [\w .’'-]{1,30}? (?:(?P<down>less|fewer)|(?P<up>more))"
    rf"(?:,|:| –| —)(?: at| with)? {NEARLY}"
)
# "Set against 1 million, the 2 million of 2024 are an increase."
_SET = re.compile(
    r"\b(?:set against|measured against|held against|compared (?:with|to)|next to|beside|against"
    rf"|after|from) (?:the )?{NEARLY}$", re.I,
)  # fmt: skip
_MEANS = re.compile(
    r"[^.;:]{0,30}? (?:is|are|was|were|looks? like|looked like|means?|meant|marks?|marked|makes?"
    rf"|made) (?:an? |the )?(?:[a-z]+ )?(?:(?P<up>{_GAIN}|more|up)"
    rf"|(?P<down>{DOWN_NOUNS}|less|down))\b(?! (?:in|of|from|than)\b)"
)


# "Fewer came from Canada (1 million) than from Mexico (2 million)."
_FIRST_MORE = re.compile(
    r"\b(?:(?P<up>more|higher|larger|greater|bigger|dearer|costlier|richer|stronger|heavier)"
    r"|(?P<down>less|lower|smaller|fewer|cheaper|poorer|weaker|lighter))\b"
    r"(?! than\b)(?:(?! than\b)[ ,][\w.’' -]*?){0,4}(?: \(|, (?:at |with )?| at | with )$", re.I,
)  # fmt: skip
_THAN = re.compile(
    rf"\)?,? than(?: [\w.’'-]+){{0,6}}(?: \(|, (?:at |with )?| at | with | ){NEARLY}"
)
# "Sales, down from 2 million in 2024, reached 3 million."
_ASIDE = re.compile(rf"\b(?:(?P<up>up)|(?P<down>down)) from {NEARLY}$")
_CAME = re.compile(
    r"(?: in (?:[A-Z][a-z]+ )?\d{4})?, (?:[a-z]+ )?(?:reached|were|was|came to|stood at|totall?ed"
    rf"|amounted to|are|is|hit) {NEARLY}$"
)
_RANKED = re.compile(
    r"\b(?:(?P<up>improv(?:es|ed|ing)|better(?:s|ed)|advanc(?:es|ed))"
    rf"|(?P<down>worsen(?:s|ed)?|deteriorat(?:es|ed))){_FROM.pattern}"
)


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where the words between or around two numbers order them the other way."""
    start = 0
    for one, other in pairwise(scopes):
        before, between = sentence.text[start : one.start], sentence.text[one.end : other.start]
        start = one.end
        a, b = scopes[one], scopes[other]
        if a.value is None or b.value is None or a.unit != b.unit or a.is_date or b.is_date:
            continue
        if a.value == b.value:
            continue
        # A rank that rises is a smaller number.
        is_rank = any(subject.lower_is_better for subject in a.subjects)
        rises = (b.value > a.value) != is_rank
        said = _changed(before, between, sentence.after(other))
        if is_rank and _LINK.fullmatch(between) and (ranked := _RANKED.search(before)):
            said = f"{ranked['up'] or ranked['down']} from … to …", direction(ranked) > 0
        if not said and a.is_level and b.is_level and not is_rank:
            said = _ordered(before, between)
        if said and said[1] != rises:
            ways = ("below", "above") if is_rank else ("less than", "more than")
            yield (
                f'the sentence says "{said[0]}", but {other.words} is {ways[rises]} {one.words}. '
                "Change the words, or the numbers.",
                one.offset,
            )


# "Does Peru sell more than Chile? Yes: it sold 2 million, and Chile 3 million."
_ASKED = re.compile(
    r"(?:^|, )(?:do|does|did|is|are|was|were|has|have|can)\b (?P<who>.{0,60}?)"
    rf"(?P<than>\b(?:(?P<down>{_THAN_LESS})|(?P<up>{_THAN_MORE}))\b).*\?\s*$", re.I,
)  # fmt: skip
_ANSWER = re.compile(r"(?:(?P<yes>yes)|no)\b", re.I)


def answered(
    question: str, sentence: Sentence, scopes: dict[Bound, BoundScope]
) -> Iterator[tuple[str, int]]:
    """Yield where "Yes" answers "more than …?" and the two numbers behind it say no, or vice versa.

    The first number has to be that of what was asked about: "it", or the same name.
    """
    asked, answer = _ASKED.search(question), _ANSWER.match(sentence.text)
    if not asked or not answer or len(scopes) != 2 or _DENIED.search(asked[0]):
        return
    (one, a), (other, b) = scopes.items()
    if a.value is None or b.value is None or a.unit != b.unit or not (a.is_level and b.is_level):
        return
    first = sentence.before(one)
    asked_of = [time.years for time in times(question)]
    by_year = len(asked_of) == 2 and all(len(years) == 1 for years in asked_of)
    if by_year and asked_of == [sorted(a.years), sorted(b.years)]:
        first = "it"  # the years say which number is which
    names = re.findall(r"\b[A-Z]\w+", asked["who"])
    if not (re.search(r"\b(?:it|they|he|she)\b", first) or any(name in first for name in names)):
        return
    said_more = bool(asked["up"]) == bool(answer["yes"])
    if a.value == b.value or said_more == (a.value > b.value):
        return
    yield (
        f'"{answer[0]}" answers "{asked["than"]} …?", but {one.words} is '
        f"{'less' if said_more else 'more'} than {other.words}. Change the answer, or the numbers.",
        one.offset,
    )


# "It worked its way up the table: in 2021 it was 20th, in 2025 40th."
_IN_THE_TABLE = re.compile(
    r"\b(?:(?P<up>(?:way|moved|went|climbed|crept|inched|is|was) (?:back )?up\b|climbed|advanced"
    r"|gained (?:places|ground)|(?:was|been) promoted|improved)"
    r"|(?P<down>(?:way|moved|went|slid|is|was) (?:back )?down\b|slipped|slid|lost (?:places|ground)"
    r"|(?:was|been) (?:demoted|relegated)|worsened))\b", re.I,
)  # fmt: skip
_NEARER = re.compile(
    r"\b(?:(?P<up>apart\b(?! from)|further away|diverged)|(?P<down>closer|nearer|converged"
    r"|approached each other))\b", re.I,
)  # fmt: skip


def moved(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where two places of a ranking, or two distances, go another way than is said."""
    for (one, a), (other, b) in pairwise(scopes.items()):
        before = sentence.text[: one.start]
        if not (a.is_level and b.is_level) or a.value is None or b.value is None:
            continue
        alike = {(s.dataset.name, s.column) for s in a.subjects}
        if alike != {(s.dataset.name, s.column) for s in b.subjects} or a.value == b.value:
            continue
        is_rank = any(subject.lower_is_better for subject in a.subjects)
        words = _IN_THE_TABLE if is_rank else _NEARER if "distance" in a.says.lower() else None
        said = list(words.finditer(before)) if words else []
        said = said or (list(words.finditer(sentence.text, other.end)) if words else [])
        found = said[0] if len({direction(each) for each in said}) == 1 else None
        if not found or _DENIED.search(before) or len(a.years) != 1 or len(b.years) != 1:
            continue
        if a.years == b.years:
            continue
        grown = (b.value > a.value) == (min(b.years) > min(a.years))
        if (direction(found) > 0) != (grown != is_rank):
            yield (
                f'the sentence says "{found[0]}", but it was {one.words} in {min(a.years)} and '
                f"{other.words} in {min(b.years)}. Change the words, or the numbers.",
                one.offset,
            )


_FROM_HERE = re.compile(r"\bfrom (?:[a-z]+ ){0,2}$")
_TO_HERE = re.compile(r"(?<! from)(?: [^;.]*?)? to (?:[a-z]+ ){0,2}$")


def unlike(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where something goes "from" a number "to" one of another measure."""
    for (one, first), (other, second) in pairwise(scopes.items()):
        between = sentence.text[one.end : other.start]
        counted = first.value is not None and second.value is not None
        if not counted or first.is_date or second.is_date or first.unit == second.unit:
            continue
        if _FROM_HERE.search(sentence.text[: one.start]) and _TO_HERE.fullmatch(between):
            yield (
                f'the sentence goes "from" {one.words} "to" {other.words}, but these are measured '
                "differently. Take both of one column.",
                other.offset,
            )


def _changed(before: str, between: str, after: str) -> tuple[str, bool] | None:
    """Return words that say that the first number became the second, and whether that is more."""
    linked = _LINK.fullmatch(between)
    told = _APPOSED.match(after) if linked else None
    if told and re.search(r"\bfrom (?:\w+ )?$", before):
        return told[0].strip(" ,"), direction(told) > 0
    back = verbs_to(before)
    if back and _BACK.fullmatch(between):
        return f"{back[-1][0]} to … from …", direction(back[-1]) < 0
    verbs = [m for m in VERBS.finditer(before) if _FROM.fullmatch(before, m.end())]
    if verbs and linked:
        return f"{verbs[-1][0]} from … to …", direction(verbs[-1]) > 0
    verbs = list(VERBS.finditer(before)) if linked and not _DENIED.search(before) else []
    if len(verbs) == 1 and _FROM_LATER.fullmatch(before, verbs[0].end()):
        return f"{verbs[0][0]} … from … to …", direction(verbs[0]) > 0
    if linked and (apart := _APART.search(before)):
        return f"{apart['up'] or apart['down']} … from … to …", direction(apart) > 0
    if linked and (moved := _MOVED.search(before)):
        return f"{moved[0].strip()} … to …", direction(moved) > 0
    if linked and not _DENIED.search(before) and (announced := _ANNOUNCED.search(before)):
        return f"{announced['up'] or announced['down']} … from … to", direction(announced) > 0
    if _CAME.fullmatch(between) and (aside := _ASIDE.search(before)):
        return f"{aside[0].strip()} …", direction(aside) > 0
    if edged := _EDGED.fullmatch(between):
        return f"{edged['up'] or edged['down']} to", direction(edged) > 0
    if then := _THEN.fullmatch(between):
        return f"{then['up'] or then['down']} to", direction(then) > 0
    if _SET.search(before) and "," in between and (means := _MEANS.match(after)):
        return (means["up"] or means["down"]), direction(means) > 0
    return None


def _ordered(before: str, between: str) -> tuple[str, bool] | None:
    """Return words that order the two numbers, and whether they say that the second is more."""
    if less := _AND_LESS.fullmatch(between):
        return (less["up"] or less["down"]), bool(less["up"])
    if _THAN.fullmatch(between) and not _DENIED.search(before):
        first = _FIRST_MORE.search(before)
        if first:
            return f"{first['up'] or first['down']} … than", not first["up"]
    found = _between(between) or (_in_front(before) if _AGAINST.fullmatch(between) else None)
    return (found[0], not found["up"]) if found else None


def _between(between: str) -> re.Match[str] | None:
    """Return what compares the number before with the number behind."""
    found = list(_COMPARED.finditer(between))
    if len(found) != 1 or _DENIED.search(between):
        return None
    lead, tail = between[: found[0].start()], between[found[0].end() :]
    bare = re.fullmatch(rf" {NEARLY}", tail) and _BARE.fullmatch(found[0][0])
    if bare and not re.search(r"\b(?:is|are|was|were|far|well|still|even|much)(?: \w+)? $", lead):
        return None
    if _OTHER.search(lead) or len(lead.split()) > 9 or _ELSEWHERE.match(tail):
        return None
    return found[0] if _TAIL.fullmatch(tail) else None


def _in_front(before: str) -> re.Match[str] | None:
    """Return what compares the two numbers that follow, as what it has before and behind it."""
    found = list(_COMPARED.finditer(before))
    if not found or _DENIED.search(before):
        return None
    tail = before[found[-1].end() :]
    return found[-1] if _LED_IN.fullmatch(tail) and not _ELSEWHERE.match(tail) else None
