"""Holds what a sentence names against the several values that a number adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.names import REGIONS, UNION, Named, Names
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import Call

_EACH = re.compile(r"\b(?:each|apiece|individually|alone|on (?:its|their) own|separately)\b", re.I)
_TOGETHER = re.compile(r"\b(?:together|combined|between them|jointly)\b", re.I)
_LEAD = re.compile(r"(?:(?:In|By|During|For) (?:[A-Z][a-z]+ )?\d{4},? )?(?:[Tt]he )?")
_VERB = re.compile(
    r" (?:alone )?(?:made up|make up|makes up|was|were|is|are|accounted for|accounts? for|came to"
    r"|amounted to|took|takes?|bought|buys?|brought|had|has|have|represented|formed|provided"
    r"|supplied|sold|received)(?: (?:about|nearly|only|just|some|over|almost))* "
)
_LINK = re.compile(r",? (?:and|or) (?:the )?|, (?:the )?")

_ALL = re.compile(
    r"\b(?:from|to|of|with|by|in|across) (?:all (?:of )?|all over )?the (?:whole |entire )?world\b"
    r"(?!['’])"
    r"|\bworldwide\b|\b(?:from|to|with|of) all (?:the )?(?:countries|partners|sources|origins)\b",
    re.I,
)
_REST_OF = re.compile(
    r"\b(?:others?|rest|remain\w*|else\w*|everyone|left|minor|smaller|various|several|unnamed"
    r"|unspecified|besides|apart|beyond|outside|without|not)\b", re.I,
)  # fmt: skip


def whole_or_rest(clause: str, sentence: Sentence, scope: BoundScope, names: Names) -> str:
    """Say where one's number is told of all, or the number of the rest without "other"."""
    for subject in scope.subjects[:4]:
        dataset = subject.dataset
        for column, values in subject.keys.items():
            if len(values) != 1 or column not in dataset.fields:
                continue
            (value,) = values
            totals = dataset.totals(column) if scope.is_level else set()
            found = _ALL.search(clause) if totals and value not in totals else None
            mine = names.meaning(value)
            named = {each.meaning for each in names.find_values(clause, dataset, column)}
            if found and mine not in named:
                return (
                    f'the sentence says "{found[0].strip()}", but {scope.bound.words} is of {mine} '
                    f"({about(scope)}). Change the name, or the number."
                )
            if value in dataset.rests(column) and not _REST_OF.search(sentence.text):
                return (
                    f"{scope.bound.words} is of “{value}”, which leaves out all that have rows of "
                    f'their own ({about(scope)}). Say "other", or take the total.'
                )
    return ""


_ITS_MEMBERS = re.compile(r"\b(?:its|their|the) (?:member states|members|member countries)\b")


def listed(before: str, sentence: Sentence, scope: BoundScope, names: Names) -> str:
    """Say where three or more are named in a row and others are added up."""
    sums = any(isinstance(n, Call) and n.name in ("sum", "share", "mean") for n in scope.nodes)
    for subject in scope.subjects[:1] if sums else ():
        for column in subject.keys:
            own = {
                names.meaning(value)
                for each in scope.subjects
                for value in each.keys.get(column, ())
                if each.dataset is subject.dataset
            }
            text = sentence.row or before
            named = names.find_values(text, subject.dataset, column)
            if len(named) < 3 or len(own) < 2 or not all(
                _LINK.fullmatch(text[a.end : b.start]) for a, b in pairwise(named)
            ):  # fmt: skip
                continue
            strange = [each for each in named if each.meaning not in own]
            if strange and len({each.meaning for each in named} & own) >= 2:
                shown = text[strange[0].start : strange[0].end]
                return (
                    f'the sentence says "{shown}" among others, but {scope.bound.words} adds up '
                    f"{formats.listed(sorted(own))} ({about(scope)}). Change the names, or the "
                    "formula."
                )
    return ""


_WITHOUT = re.compile(
    r"\b(?:without|excluding|except(?: for)?|apart from|leaving (?:aside|out)|leave|not counting"
    r"|other than|setting aside|minus) (?:the )?$", re.I,
)  # fmt: skip
_OUT = re.compile(r" (?:(?:was|were|is|are) )?(?:left|taken|set) (?:out|aside)\b| excluded\b")


def left_out(clause: str, after: str, scope: BoundScope, names: Names) -> str:
    """Say where "without Peru" stands beside the total that has Peru in it."""
    for subject in scope.subjects if scope.is_level else ():
        for column, values in subject.keys.items():
            if not set(values) & subject.dataset.totals(column):
                continue
            for text in (clause, after[:80]):
                for each in names.find_values(text, subject.dataset, column):
                    lead = _WITHOUT.search(text[: each.start])
                    if each.meaning in map(names.meaning, values):
                        continue
                    if lead and lead[0].lower() == "leave " and " out" not in text[each.end :][:5]:
                        continue
                    if lead or _OUT.match(text, each.end):
                        shown = text[each.start : each.end]
                        return (
                            f'the sentence leaves "{shown}" out, but {scope.bound.words} is of '
                            f"{names.meaning(values[0])}, with all ({about(scope)}). Subtract it, "
                            "or change the words."
                        )
    return ""


def of_a_union(
    before: str, sentence: Sentence, scopes: dict[Bound, BoundScope], names: Names
) -> Iterator[tuple[str, int]]:
    """Yield where a union is said to have what its whole part of the world has.

    Args:
        before: the sentence before, which "its members" may go back to.
        sentence: the sentence.
        scopes: what its macros are about.
        names: the names of places.
    """
    for bound, scope in scopes.items():
        text = sentence.before(bound)
        if _ITS_MEMBERS.search(text) and not names.find_places(text):
            text = f"{before} {text}"
        unions = [p for p in names.find_places(text) if p.meaning == UNION]
        regions = {value for s in scope.subjects for v in s.keys.values() for value in v} & REGIONS
        if unions and len(regions) == 1 and not any(
            re.search(rf"\b{region}\b(?! Union)", f"{text} {sentence.after(bound)[:80]}")
            for region in regions
        ):  # fmt: skip
            shown = text[unions[-1].start : unions[-1].end]
            yield (
                f'the sentence says "{shown}", but {bound.words} is of {min(regions)}, which is '
                f"more: {about(scope)}. Change the name, or the number.",
                bound.offset,
            )


def disagreement(clause: str, scope: BoundScope, names: Names) -> str:
    """Say where a sum of several is told of one, or of each, or one's number of several."""
    if scope.is_test or scope.value is None:
        return ""
    node = scope.node
    part = node.arguments[0] if isinstance(node, Call) and node.name == "share" else node
    subjects = scope.subjects if part is None else tuple(scope.read(part))
    if len(subjects) != 1:
        return ""
    (subject,) = subjects
    for column, values in subject.keys.items():
        own = {names.meaning(value) for value in values}
        named = names.find_values(clause, subject.dataset, column)
        said = {each.meaning for each in named}
        if not named or not said & own or any("*" in value for value in values):
            continue
        wrong = ""
        if len(own) > 1 and said <= own and (each := _EACH.search(clause, named[-1].end)):
            wrong = each[0]
        elif len(own) > 1 and len(said) == 1 and _is_subject(clause, named[0]):
            wrong = clause[named[0].start : named[0].end]
        elif len(own) == 1 and len(said) > 1 and _in_a_row(clause, named):
            together = _TOGETHER.search(clause, named[-1].end)
            wrong = together[0] if together else ""
        if wrong:
            return (
                f'the sentence says "{wrong}", but {scope.bound.words} is of '
                f"{formats.listed(sorted(own))} ({about(scope)}). Change the words, or the number."
            )
    return ""


def _is_subject(clause: str, named: Named) -> bool:
    """Return whether a name is all that a clause is about: "In 2024 coal made up"."""
    leads = _LEAD.fullmatch(clause.lstrip(" ;:,"), 0, len(clause[: named.start].lstrip(" ;:,")))
    return bool(leads and _VERB.fullmatch(clause, named.end))


def _in_a_row(clause: str, named: list[Named]) -> bool:
    """Return whether the last two names stand in a row: "coal and silver"."""
    one, other = named[-2:]
    return _LINK.fullmatch(clause[one.end : other.start]) is not None
