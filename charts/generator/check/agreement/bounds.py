"""Holds "more than", "nearly" and "positive" beside a number against the number itself."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.sentence_scope import Bound, Sentence

_BOUND = re.compile(
    r"\b(?:(?P<above>more than|over|above|exceed(?:s|ed|ing)|at least|upwards of|in excess of"
    r"|topp(?:ed|ing)|no less than|not less than|fully)"
    r"|(?P<below>less than|under|below|nearly|almost|not quite|just short of|at most"
    r"|no more than|not more than|close on))(?: (?:the|an?|some))? $", re.I,
)  # fmt: skip
_SIGN = re.compile(
    r"\b(?P<word>positive|in the black|(?P<below>negative|in the red))\b"
    r"(?: in (?:[A-Z][a-z]+ )?\d{4})?,? (?:at|with|of|to) $", re.I,
)  # fmt: skip
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NEAR = 0.04  # of a decade: a tenth; what is further away is another quantity


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where a number has another sign, or is rounded to the other side, than the words say.

    "More than $3.8 billion" is wrong of 3.776 billion, which is written so.
    """
    for bound, scope in scopes.items():
        if bound.macro == "claim" or not scope.value or scope.is_date:
            continue
        signed = _SIGN.search(sentence.before(bound))
        if signed and scope.is_level and bool(signed["below"]) != (scope.value < 0):
            yield (
                f'the sentence says "{signed["word"]}", but {bound.words} is '
                f"{'below' if scope.value < 0 else 'above'} zero ({about(scope)}). Change the "
                "word, or the number.",
                bound.offset,
            )
        said = _BOUND.search(sentence.before(bound))
        written = _DIGITS.search(bound.words)
        if not said or not written or not float(written[0].replace(",", "")):
            continue
        # Whatever the unit that it is written in: powers of ten apart.
        apart = math.log10(float(written[0].replace(",", ""))) - math.log10(abs(scope.value))
        apart -= round(apart)
        if abs(apart) > _NEAR or abs(apart) < 1e-9 or (apart > 0) == bool(said["below"]):
            continue
        yield (
            f'the sentence says "{said[0].strip()}" {bound.words}, but the number is '
            f"{'less' if apart > 0 else 'more'}: {scope.value:,.6g} is rounded to it "
            f"({about(scope)}). Change the words, or print more digits.",
            bound.offset,
        )
