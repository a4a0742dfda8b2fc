"""Holds words such as "nearly all" and "hardly any" against the number that says how much.

Only a number that stands there to say so: in apposition, behind "which took", or behind a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import NOT
from charts.generator.check.agreement.times import times

_NEARLY = (
    r"(?:nearly|almost|virtually|practically|all but|as good as|pretty much|close to|just about)"
)
_SMALL = r"(?:tiny|minute|minuscule|negligible|trifling|marginal|vanishing|insignificant)"
_PART = r"(?:part|share|portion|fraction|slice|proportion|percentage|sliver|minority|amount)"
# The words, with the least and the most that they may say. The first that fits counts.
_SHARES = (
    (rf"\b{_NEARLY} (?:all|everything|every(?: single)? [a-z]+|the (?:whole|entire)\b[\w ]*"
     r"|exclusively|entirely|wholly|completely|solely|only)\b", 0.75, 1.0),
    (r"\ball but an? (?:\w+ )?(?:sliver|handful|fraction|trickle|bit|remnant|part|few)\b",
     0.75, 1.0),
    (r"\bthe (?:vast|overwhelming|great|huge|crushing) (?:majority|bulk|part)\b", 0.5, 1.0),
    (rf"\b(?:hardly|scarcely|barely|{_NEARLY}|next to)"
     r" (?:any(?:thing)?|none|no|nothing|nobody)\b", 0.0, 0.2),
    (rf"\b(?:a|an|only a|just a) (?:mere )?(?:very small|{_SMALL}) {_PART}\b"
     r"|\ba (?:mere |tiny )?(?:sliver|trickle|smattering)\b", 0.0, 0.34),
    (r"\b(?:only|just|no more than|but) a (?:mere )?(?:fraction|small part|handful)\b"
     r"|\b[Aa] (?:mere |small )fraction\b", 0.0, 0.5),
    (r"\b(?:a|an|only a|just a) (?:\w+ )?minority\b", 0.0, 0.5),
    (r"\bthe lion['’]s share\b", 0.35, 1.0),
    (r"\b(?:the bulk|most(?! [a-z]+ly\b)|more often than not|for the most part)\b", 0.5, 1.0),
    (r"\b(?:exclusively|entirely|wholly|solely|without exception|in (?:its|their) entirety"
     r"|(?:the (?:whole|entirety) of|every last)\b[\w ’'.]*|nothing but|none but|(?:only|alone)"
     r"(?= (?:from|to|by|in) )|all (?:of )?(?:the|its|their|this|that|those|these)\b)", 0.985, 1.0),
)  # fmt: skip
_SAID = [(re.compile(words, re.I), least, most) for words, least, most in _SHARES]
# "Has all but vanished: it fell by 40%".
_GONE = (
    r"(?:vanish(?:ed|es)?|disappear(?:ed|s)?|gone|dried up|ceased|collapsed to (?:zero|nothing)"
    r"|evaporated|stopped|ended|died out|been wiped out|wiped out)"
)
_NEARLY_GONE = re.compile(
    rf"\b(?:{_NEARLY}|next to)(?: (?:entirely|completely|wholly))? {_GONE}\b"
    rf"|\b(?:{_NEARLY}|next to|hardly|scarcely|barely) (?:nothing|none|anything|any)\b"
    r"[^,;:]{0,30}? (?:is|was|are|were|remains?|remained)(?: left| over| of it| of them)*$", re.I,
)  # fmt: skip
_ALL_GONE = re.compile(
    rf"\b(?:entirely|completely|wholly|altogether|totally|utterly) {_GONE}\b"
    rf"|\b{_GONE} (?:entirely|completely|altogether|wholly|totally|without a trace)\b"
    r"|^(?:[\w ,]{0,20} )?nothing (?:at all )?(?:is|was|remains?|remained)(?: left| of it)*$", re.I,
)  # fmt: skip
# What leads from such words to the number that says how much: "…, N%," and "…: it took N%".
_BESIDE = re.compile(r"(?P<link>,| \(|:| –|—| —)(?: namely| that is| exactly| at)? ?$")
_COLON = re.compile(
    r"(?P<link>:|;| –|—| —) (?:it|they|the share|its share|that|this)(?: [a-z]+){1,3} $"
)
_WHICH = re.compile(
    r"\b(?:from|to|by|in) (?:the )?(?:[A-Z][\w.’'-]* ?){1,3}(?P<link>,) (?:which|who)"
    r"(?: [a-z]+){1,3} $"
)
_FELL = re.compile(
    r"(?P<link>:|;| –|—| —) (?:it|they|[a-z]+) (?:has |have |had )?(?:fell|fallen|dropped|shrank"
    r"|shrunk|declined|plunged|lost|(?:were|was|is|are|went) down)(?: by)? $"
)
_FELL_BY = re.compile(r"(?P<link>,|:|;| –|—| —) (?:with |after )?a (?:fall|drop|decline) of $")
# "Hardly any went elsewhere: …" is said of the rest; "once nearly all" of another time.
_OTHERWISE = re.compile(
    r"\b(?:others?|elsewhere|else|another|rest|outside|beyond|apart|except|save|besides|without"
    r"|once|formerly|used to|until|before|had|could|would|should|might|may|if|unless|neither"
    r"|but (?:for|not)|against|remainder|abroad|domestic(?:ally)?|at home|already|than"
    r"|from being)\b",
    re.I,
)  # fmt: skip
_OPEN = re.compile(r"\b(?:and|while|whereas|although|though|(?<!\b[Aa]ll )but)\s|[,;:(.]\s")


def disagreement(before: str, after: str, scope: BoundScope) -> str:
    """Say where words for a part, or for what is left, stand beside a number that says less."""
    if scope.is_test or scope.format != "percent" or scope.value is None:
        return ""
    value = scope.value / 100 if scope.unit == "percent" and abs(scope.value) > 1 else scope.value
    if scope.direction < 0:
        found = _found((_FELL, _FELL_BY), before, ((_ALL_GONE, 0.985, 1), (_NEARLY_GONE, 0.75, 1)))
    elif scope.direction or scope.is_rest or not 0 <= value <= 1:
        return ""
    else:
        ends = re.match(r"(?:[,;:.)]|$| –|—| of (?:it|them|all|the|its)\b)", after)
        found = _found((_WHICH, _COLON, *((_BESIDE,) if ends else ())), before, _SAID)
    if found is None or found[1] <= abs(value) <= found[2]:
        return ""
    times_of = [{year for time in times(text) for year in time.years} for text in (before, after)]
    if scope.years and any(said and not said & scope.years for said in times_of):
        return ""  # said of another time
    return (
        f'the sentence says "{found[0]}", but {scope.bound.words} is '
        f"{'less' if abs(value) < found[1] else 'more'} than that: {about(scope)}. Change the "
        "words, or the number."
    )


def _found(
    links: Iterable[re.Pattern[str]],
    before: str,
    said: Iterable[tuple[re.Pattern[str], float, float]],
) -> tuple[str, float, float] | None:
    """Return the words that a number behind them measures, with the least and most they mean."""
    link = next((m for pattern in links if (m := pattern.search(before))), None)
    clause = _OPEN.split(before[: link.start("link")])[-1] if link else ""
    for pattern, least, most in said:
        if words := pattern.search(clause):
            rest = clause.replace(words[0], " ")
            if _OTHERWISE.search(rest) or NOT.search(rest):
                return None
            return words[0].strip(), least, most
    return None
