"""Holds who says something in a sentence against the source that a quotation names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from charts.generator.check.sentence_scope import Bound, Sentence

_SAYS = (
    r"(?:writ|stat|estimat|not|calculat|describ)(?:es?|ed)|says?|said|puts?|gives?|gave|wrote"
    r"|reports?|reported|counts?|counted|claim(?:s|ed)?|speaks?|spoke|has it|mentions?|mentioned"
    r"|tells?|told|holds that|held that|reckons?|reckoned|finds?|found|names?|named|lists?|listed"
    r"|prints?|printed|shows?|showed|quantif(?:ies|ied)|asserts?|asserted|argues?|argued"
)
# "The memo by … also reports that they held "
_SUBJECT = re.compile(rf"(?: \([^)]*\))?(?: (?:also|itself|then|later|already))? (?:{_SAYS})\b")
# "According to the memo by …, they held "
_LED = re.compile(
    r"(?:^|[,;:] |\b(?:but|and) )(?:[Aa]ccording to|[Ii]n the words of|[Aa]s (?:reported|stated"
    r"|told|said) by|[Ii]f we believe)(?: the [\w -]{1,40}? (?:by|of|in|from))? $"
)
# Another one speaks, or the one that was named only passes on what another has said.
_ANOTHER = re.compile(
    r"[;:!?()–—“”\"]|\b(?:but|while|whereas|although|though|unlike|than|against|where|when|if|both"
    r"|cit\w+|quot\w+|according|report(?:ing|s? (?:by|of|from|in))|refer\w*|repeat\w*|from|as|by"
    r"|via|what|whose|source\w*|elsewhere|others?|another|second|like\w*|article|memo|study|paper|release"
    r"|statement|press|page|book|website|newspaper|magazine|agenc\w+|its own|for (?:its|their) part"
    r"|instead|not|n['’]t|nothing|so does|so do|too)\b|, (?:and|which|who)\b", re.I,
)  # fmt: skip
# "… of their trade, and the Bank has found".
_SECOND = re.compile(rf"\b(?:and|[A-Z][\w.]+)(?: ha[sd])? (?:{_SAYS})\b")


def of_another_source(sentence: Sentence) -> Iterator[tuple[str, int]]:
    """Yield where a sentence lets a source say what another is quoted for, with its place."""
    told = [bound for bound in sentence.bound if bound.macro in ("source", "quoted")]
    for source, quoted in pairwise(told):
        if (source.macro, quoted.macro) != ("source", "quoted") or source.name == quoted.name:
            continue
        if any(each.name == quoted.name for each in told if each.macro == "source"):
            continue
        if _says(sentence, source, sentence.text[source.end : quoted.start]):
            yield (
                f'the sentence lets "{source.name}" say "{quoted.words}", but '
                f'it is quoted from "{quoted.name}". Name that source, or quote "{source.name}".',
                quoted.offset,
            )


def _says(sentence: Sentence, source: Bound, between: str) -> bool:
    verb = _SUBJECT.match(between)
    if not verb and not _LED.search(sentence.before(source)):
        return False
    rest = between[verb.end() :] if verb else between
    return not _ANOTHER.search(rest) and not _SECOND.search(rest)
