"""Fits phrases together: what a number is, when it was, and what need not be said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from charts.generator.numbers import formats
from charts.generator.numbers.expressions import Around, Node, Period, Window

_NOTES = re.compile(r"(.*?)((?: \([^()]*\))*)", re.DOTALL)
# The words of a comparison before what a number is set against.
_VERBS = {"came", "to", "less", "more", "than", "no", "at", "least", "exceeded", "stood",
          "stayed", "higher", "lower", "below", "above", "better", "worse", "fell",
          "rose", "was"}  # fmt: skip
# "the highest figure for imports": what it is, and of what.
_EXTREME = re.compile(r"(the \w+ figure) for (.+)")
# What ends the head of a noun: "imports" is the head of "imports from Chile".
_ENDS_HEAD = {
    "a",
    "among",
    "as",
    "by",
    "for",
    "from",
    "in",
    "into",
    "of",
    "on",
    "per",
    "to",
    "with",
}


@dataclass(frozen=True)
class Phrase:
    """A number in words: what it is, and the period that is put on the whole of it."""

    what: str
    when: str = ""

    def __str__(self) -> str:
        """Return both, with what stands in brackets last."""
        body, notes = parted(self.what)
        return " ".join(filter(None, [body, self.when])) + notes


def pair(one: Phrase, joint: str, other: Phrase) -> Phrase:
    """Return two numbers with a joint such as "divided by"; what they share is said once."""
    (body, notes), (second, others) = parted(one.what), parted(other.what)
    if (body, one.when) == (second, other.when) and notes and not others:
        return Phrase(f"{one.what} {joint} all", one.when)
    if body == second and one.when != other.when and other.when:
        return Phrase(f"{one} {joint} {_stand_in(body)} {other.when}")
    second = elided(second, body) if second != body else second
    both = notes if notes == others else ""
    one = Phrase(body + ("" if both else notes), one.when)
    other = Phrase(second + ("" if both else others), other.when)
    if one.when == other.when:
        return Phrase(f"{one.what} {joint} {other.what}{both}", one.when)
    return Phrase(f"{one} {joint} {other}{both}")


def against(one: Phrase, other: Phrase) -> str:
    """Return the second number of a comparison, without what the first has said."""
    body, notes = parted(one.what)
    second, others = parted(other.what)
    if notes == others:
        others = ""
    when = other.when if other.when != one.when or others else ""
    extreme = _EXTREME.fullmatch(second)
    said = _EXTREME.fullmatch(body)
    if extreme and extreme[2] == (said[2] if said else body):
        return str(Phrase(extreme[1] + others, other.when))
    if body == second and (other.when or others):
        return str(Phrase(f"the figure{others}", other.when))
    short = elided(second, body)
    return str(Phrase(short + others, when if short != second or not others else other.when))


def elided(noun: str, like: str) -> str:
    """Return a noun without what another has said: "those to India" after "exports to China"."""
    (noun, notes), (like, _) = parted(noun), parted(like)
    if noun == like:
        return _stand_in(noun) + notes if notes else noun
    words, said = noun.split(" "), like.split(" ")
    same = 0
    while same < min(len(words), len(said)) and words[same] == said[same]:
        same += 1
    if same == len(words):
        return noun + notes
    places = [n for n in range(1, same + 1) if words[n] in _ENDS_HEAD]
    if not places:
        return noun + notes
    at, end = same if same == len(said) else places[-1], len(words)
    if words[at - 1].endswith("ed"):  # "mined in Chile"
        at -= 1
    while end > same + 1 and words[end - len(words) - 1 :] == said[end - len(words) - 1 :]:
        end -= 1
    while end < len(words) and words[end] not in _ENDS_HEAD:  # no piece of what belongs together
        end += 1
    return (" ".join([_stand_in(noun), *words[at:end]]) if at else noun) + notes


def total(what: str, *, together: bool) -> str:
    """Return the sum of something; of several things where they are `together`."""
    adjective = _with_adjective("total", what)
    if adjective.startswith("the total of") and together:
        body, notes = parted(what)
        return f"{body} together{notes}"
    return adjective


def average(what: str) -> str:
    """Return the average of something."""
    return f"the average {what[4:]}" if what.startswith("the ") else f"the average of {what}"


def chain(clauses: Sequence[tuple[str, str]], word: str) -> tuple[str, str]:
    """Return tests joined with "and" or "or"; each is a subject and what is said of it."""
    merged: list[tuple[str, list[str]]] = []
    for subject, said in clauses:
        if merged and merged[-1][0] == subject:
            merged[-1][1].append(said)
        else:
            merged.append((subject, [said]))
    joined = [(subject, _joined(said, word)) for subject, said in merged]
    if len(joined) == 1:
        return joined[0]
    (first, said), *others = joined
    if not any(", which " in of_it for _, of_it in joined):
        joined = [joined[0], *((elided(each, first), of_it) for each, of_it in others)]
    if word == "and" and len(joined) == 2 and others[0][1] == said and " and " not in said:
        return f"{first} and {joined[1][0]}", f"both {said}"
    texts = [" ".join(filter(None, each)) for each in joined]
    if len(texts) == 2 and not any(mark in text for text in texts for mark in (", ", "; ")):
        return "", f", {word} ".join(texts)
    return "", "; ".join(texts[:-1]) + f"; {word} {texts[-1]}"


def plural(noun: str) -> bool:
    """Return whether the head of a noun is a plural: "imports from Chile" is one."""
    words = re.split(r"[ ,(]", noun)
    ends = [n for n, word in enumerate(words) if n and (word in _ENDS_HEAD or word.endswith("ed"))]
    head = words[ends[0] - 1] if ends else words[-1]
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "'s"))


def several(name: str) -> str:
    """Return the plural of a word: countries, partners."""
    return name[:-1] + "ies" if name.endswith("y") else name + "s"


def parted(text: str) -> tuple[str, str]:
    """Return a noun, and what stands in brackets after it."""
    found = _NOTES.fullmatch(text)
    return (found[1], found[2].replace(") (", "; ")) if found else (text, "")


# Periods ----------------------------------------------------------------------------------------


def day(text: str) -> str:
    """Write a period of a formula: 2024, March 2022, the first quarter of 2022."""
    if found := re.fullmatch(r"(\d{4})-Q(\d)", text):
        quarter = ("first", "second", "third", "fourth")[int(found[2]) - 1]
        return f"the {quarter} quarter of {found[1]}"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return formats.day(date.fromisoformat(text))
    return formats.period(text)


def bare(when: str) -> str:
    """Return a period without its "in"."""
    return re.sub(r"^(in|on) ", "", when)


def period(node: Node, unit: str, event: str = "") -> str:
    """Write a condition on the period: "in 2021", "from 2014 to 2020".

    Args:
        node: the period or window.
        unit: year, month, edition; what a period without a name is called.
        event: what readers call the event that it lies around.
    """
    match node:
        case Period(text="this_year"):
            return "from January to the latest month"
        case Period(text="year_before"):
            return "in the same months a year earlier"
        case Period(text=text) if text.startswith("latest"):
            back = text.removeprefix("latest").lstrip("- ")
            return f"in the latest {unit}" + (f" but {back}" if back else "")
        case Period(text=text) if unit == "edition":
            return f"in the edition of {day(text)}"
        case Period(text=text):
            return f"on {day(text)}" if len(text) == 10 else f"in {day(text)}"
        case Window():
            return _span(node, unit)
        case Around():
            return f"in the {node.months} months {node.side} {event}"
    return ""


def between(then: str, now: str) -> str:
    """Write two periods as one stretch: "between 2021 and 2024"."""
    before, after = (
        re.fullmatch(r"in (the \d+ months) (before|after) (.+)", when) for when in (then, now)
    )
    if before and after and before[3] == after[3]:
        return f"between {before[1]} {before[2]} {before[3]} and {after[1]} {after[2]} it"
    if re.match(r"from ", now) or re.match(r"from ", then):
        return f"{now}, against {bare(then)}"
    first, second = bare(then), bare(now)
    if first.startswith("the edition of ") and second.startswith("the edition of "):
        first, second = first.replace("edition", "editions"), second.removeprefix("the edition of ")
    return f"between {first} and {second}"


def _span(window: Window, unit: str) -> str:
    first, last = window.first, window.last
    end = day(last.text) if last else ""
    if last and last.moves:
        end = f"the latest {unit}"
    if first and not last:
        return f"from {day(first.text)} on"
    if last and not first:
        return f"until {end}"
    if first and last and first.text == last.text:
        return f"in {end}"
    if first and last and not last.moves and _next(first.text) == last.text:
        return f"in {day(first.text)} and {end}"
    return f"from {day(first.text)} to {end}" if first else ""


def _next(text: str) -> str:
    return str(int(text) + 1) if re.fullmatch(r"\d{4}", text) else ""


def _stand_in(noun: str) -> str:
    return "those" if plural(noun) else "that"


def _with_adjective(adjective: str, what: str) -> str:
    if what.startswith("the "):
        return f"the {adjective} {what[4:]}"
    if re.match(r"\S+['\u2019]s? |(total|average|a) ", what):
        return f"the {adjective} of {what}"
    return f"{adjective} {what}"


def _joined(said: Sequence[str], word: str) -> str:
    """Return what is said of one subject, with a verb that all share said once."""
    words = [each.split(" ") for each in said]
    shared = takewhile(
        lambda each: len(set(each)) == 1 and each[0] in _VERBS, zip(*words, strict=False)
    )
    same = min(len(list(shared)), *(len(each) - 1 for each in words))
    texts = [said[0], *(" ".join(each[same:]) for each in words[1:])]
    if word == "and" and len(texts) > 2:
        return formats.listed(texts)
    return f" {word} ".join(texts)
