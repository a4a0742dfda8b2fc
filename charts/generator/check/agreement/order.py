"""Holds the order of names, of a ratio and of a rank in a sentence against the numbers'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import SUPERLATIVES, direction
from charts.generator.check.agreement.names import Named, Names
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import Call, Node

_AND = re.compile(r",? (?:and|or) |, ")


def in_a_row(
    sentence: Sentence, scopes: dict[Bound, BoundScope], names: Names
) -> Iterator[tuple[str, int]]:
    """Yield where numbers in a row stand in another order than the names in a row before them."""
    rows: list[list[Bound]] = []
    for bound in scopes:
        if rows and _AND.fullmatch(sentence.text[rows[-1][-1].end : bound.start]):
            rows[-1].append(bound)
        else:
            rows.append([bound])
    for row in rows:
        subjects = [scopes[bound].subjects[:1] for bound in row]
        if len(row) < 2 or not all(scopes[b].is_level for b in row) or not all(subjects):
            continue
        keys = [dict(each[0].keys) for each in subjects]
        for column in keys[0]:
            own = [names.meaning(key.get(column, ("",))[0]) for key in keys]
            if len(set(own)) < len(own):
                continue
            before = sentence.text[: row[0].start]
            named = names.find_values(before, subjects[0][0].dataset, column)[-len(own) :]
            linked = all(
                _AND.fullmatch(re.sub(r"\bthe $", "", before[a.end : b.start]))
                for a, b in pairwise(named)
            )
            said = [each.meaning for each in named]
            if linked and said != own and sorted(said) == sorted(own):
                wrong = next(
                    i for i, pair in enumerate(zip(said, own, strict=True)) if len({*pair}) > 1
                )
                yield (
                    f"the names are in the order {formats.listed(said)}, but the numbers are of "
                    f"{formats.listed(own)}. Change the order of the names, or of the numbers.",
                    row[wrong].offset,
                )


_AS_MUCH = re.compile(
    r" (?:as (?:much|many|large|big|high)\b[^,;.]{0,50}? as|those of|that of|the [\w ]{1,30} of"
    r"|what)"
    r" (?:in |from |that of |those of )?(?:the )?"
)


def inverted(clause: str, after: str, scope: BoundScope, names: Names) -> str:
    """Say where a ratio is told the other way: "Peru grew twice as much as Chile"."""
    node = scope.node
    if not isinstance(node, Call) or node.name != "times" or len(node.arguments) != 2:
        return ""
    over, under = (names.values(scope.read(part)) for part in node.arguments)
    link = _AS_MUCH.match(after)
    if not link:
        return ""
    behind = [place for place in names.find_places(after) if place.start == link.end()]
    for part in node.arguments:
        for subject in scope.read(part):
            for column in subject.keys:
                named = names.find_values(after[:80], subject.dataset, column)
                behind += [each for each in named if each.start == link.end()]
    if not behind:
        return ""
    shown = after[: behind[0].end].strip()
    if behind[0].meaning in over - under:
        return (
            f'the sentence says "{shown}", but {scope.bound.words} is the other way round: '
            f"{about(scope)}. Change the order of the words, or of the formula."
        )
    other = link[0].startswith(" as ")
    if other and _is_of_another(behind[0], after, node.arguments[1], scope, names):
        return (
            f'the sentence says "{shown}", but {scope.bound.words} compares with something else: '
            f"{about(scope)}. Change the name, or the number."
        )
    owned = link[0].startswith(" what") and re.match(r"['’]s? ", after[behind[0].end :])
    if owned and under and behind[0].meaning not in over | under:
        return (
            f'the sentence says "{shown}", but {scope.bound.words} is of something else: '
            f"{about(scope)}. Change the name, or the number."
        )
    return ""


def _is_of_another(
    named: Named, after: str, under: Node, scope: BoundScope, names: Names
) -> bool:  # fmt: skip
    """Return whether "as much as Peru" names another value than the formula compares with."""
    for subject in scope.read(under):
        for column, values in subject.keys.items():
            mine = {names.meaning(value) for value in values}
            meant = names.find_values(after, subject.dataset, column)
            is_alike = named in meant or mine <= set(names.places.values())
            if len(mine) == 1 and is_alike and named.meaning not in mine:
                everyone = {each.meaning for each in [*meant, *names.find_places(after)]}
                return not mine & everyone
    return False


# What the data say of the order in which each has a place.
_ROLES = {
    "producer": r"produc|output|mined|made|smelt|harvest|grown",
    "exporter": r"export|sold|sales|shipped",
    "importer": r"import|bought|purchas",
    "holder": r"reserve|holding|stock|held",
}
_RANK_OF = re.compile(r" (?:\w+[ -]){0,3}?(?P<role>producer|exporter|importer|holder)\b")


def of_another_rank(after: str, scope: BoundScope) -> str:
    """Say where "the second largest producer" is a place by what is held, sold or bought."""
    found = _RANK_OF.match(after)
    if not found or scope.format != "rank":
        return ""
    titles = " ".join(f"{s.says} {s.dataset.title}" for s in scope.subjects).lower()
    said = f"{scope.says} {titles}".lower()
    others = any(re.search(words, said) for role, words in _ROLES.items() if role != found["role"])
    if not others or re.search(_ROLES[found["role"]], said):
        return ""
    return (
        f'the sentence says "{found["role"]}", but {scope.bound.words} is a place in another '
        f"ranking: {about(scope)}. Change the word, or take the other number."
    )


def from_the_end(after: str, scope: BoundScope) -> str:
    """Say where a rank from the top is called one from the bottom: "the third smallest"."""
    node = scope.node
    found = SUPERLATIVES.match(after, 1) if after[:1] in (" ", "-") else None
    if not found or not isinstance(node, Call) or node.name != "rank" or direction(found) > 0:
        return ""
    return (
        f'the sentence says "{scope.bound.words} {found[0]}", but the place is counted from the '
        f"top: {about(scope)}. Change the word."
    )
