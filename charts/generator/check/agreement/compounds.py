"""Holds "bread alone" against a column of bread and flour, and "with flour" against one without.

What the data say with "and" counts both; what they leave out by "without" is not in the number.
"""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.numbers.expressions import Operation

# "Raw wool and finished cloth imported": two things in small letters, the first may begin.
_BOTH = re.compile(
    r"(?P<a>\b\w[a-z]+(?: [a-z]+)?) and (?:its |the |their |other )?(?P<b>[a-z]+(?: [a-z]+)?)\b"
)
_LEFT_OUT = re.compile(
    r"\b(?:without|excluding|not counting|leaving out|net of|not) (?P<y>[a-z]+(?: [a-z]+){0,2})"
)
_PAUSE = r"(?=[,.;:)]|$| (?:from|to|in|were|was|came|made|amounted|stood|reached)\b)"
_ALONE = re.compile(
    rf"\b(?P<x>[\w-]+(?: [\w-]+)?),? (?:alone\b|by (?:itself|themselves)\b|(?:and nothing else"
    rf"|exclusively|only){_PAUSE})"
    r"|\b(?:nothing but|solely|exclusively|purely|just the|only the) (?P<y>[\w-]+(?: [\w-]+)?)",
    re.I,
)  # fmt: skip
_NONE = re.compile(
    r"\b(?:without|excluding|not counting|leaving (?:out|aside)|setting aside) (?:(?:the|any|all"
    r"|its|their|other) )*(?P<x>[\w-]+(?: [\w-]+)?)"
    r"|\b(?P<y>[\w-]+(?: [\w-]+)?) (?:(?:is |are |were |was )?(?:not counted|not included|left out"
    r"|left aside|excluded|set aside)|not among them)\b", re.I,
)  # fmt: skip
_WITH = re.compile(
    r"\b(?:including|counting|together with|along with|inclusive of) (?:(?:the|all|its|their|other"
    r"|refined) )*(?P<x>[\w-]+(?: [\w-]+)?)"
    r"|\b(?P<y>[\w-]+(?: [\w-]+)?) (?:(?:is |are )?included|counted in|and all)\b", re.I,
)  # fmt: skip
_NOT = re.compile(r"\b(?:not|than|beyond)(?: (?:just|merely))? $", re.I)
_SMALL = {"a", "all", "an", "by", "for", "from", "in", "it", "of", "on", "other", "the", "to"}


def disagreement(clause: str, after: str, scope: BoundScope) -> str:
    """Say where a sentence parts what a number counts together, or adds what it leaves out."""
    if scope.value is None or scope.is_test or scope.is_date:
        return ""
    if any(isinstance(node, Operation) for node in scope.nodes):
        return ""
    columns = {(s.dataset.name, s.column) for s in scope.subjects}
    if len(columns) != 1:
        return ""
    subject = scope.subjects[0]
    field = subject.field
    told = f"{field.title}; {field.description}"
    keys = _words(" ".join(text for cell in scope.bound.cells for _, text in cell.key))
    beside = f"{clause}\N{OBJECT REPLACEMENT CHARACTER}{re.split('[;:(.]', after, maxsplit=1)[0]}"
    for both in _BOTH.finditer(told):
        one, other = _words(both["a"]), _words(both["b"])
        one, other = one - other - keys, other - one - keys
        for found in [*_ALONE.finditer(beside), *_NONE.finditer(beside)]:
            named = _words(found["x"] or found["y"])
            if _NOT.search(beside[: found.start()]) or found[0].lower().startswith("not "):
                continue
            if one and other and bool(named & one) != bool(named & other):
                return _said(found[0], f"counts “{both[0]}”", scope)
    basis = f"{told}; {subject.dataset.descriptor.get('basis', '')}"
    for out in _LEFT_OUT.finditer(basis):
        noun = out["y"].split()[-1].lower()
        for found in [*_ALONE.finditer(beside), *_WITH.finditer(beside)]:
            if noun in _words(found["x"] or found["y"]) and noun not in keys:
                return _said(found[0], f"leaves them out: “{out[0]}”", scope)
    return ""


def _said(words: str, what: str, scope: BoundScope) -> str:
    return (
        f'the sentence says "{words.strip()}", but {scope.bound.words} {what} ({about(scope)}). '
        "Change the words, or take another number."
    )


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z][a-z-]+", text.lower()) if word not in _SMALL}
