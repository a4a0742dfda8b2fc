"""Holds the change of a share, in percent of what it was, against words for a part of the whole.

"Peru lost 50% of its share" may be a quarter of the market; "50% of the market" is more.
"""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.numbers.expressions import Call

_WHOLE = re.compile(
    r"\b(?:shares?|parts?|percent|percentages?|proportions?) (?:of|in) (?:(?:the|all|total|its) )*"
    r"(?P<whole>[^,;:()]+)", re.I,
)  # fmt: skip
_STOP = re.compile(r" (?:in|by|from|of|to|that|which|for|at|held)\b", re.I)
_DETERMINED = (
    r"^ of (?:(?:its|their|the|all|total|whole|entire|overall|these|those|this|that|our|his|her) )*"
    r"(?:[A-Z][\w.’'-]*(?:['’]s?)? ){0,3}(?:(?:total|whole|entire|overall) )*"
)


def disagreement(after: str, scope: BoundScope) -> str:
    """Say where the fall or rise of a share is called a part of the whole."""
    node = scope.node
    if not isinstance(node, Call) or node.name not in ("fall", "rise", "change"):
        return ""
    if scope.format != "percent" or len(scope.subjects) != 1:
        return ""
    (subject,) = scope.subjects
    field = subject.field
    for said in (field.title, subject.says, field.description):
        found = _WHOLE.search(said)
        if not found or field.unit != "percent":
            continue
        noun = _STOP.split(found["whole"])[0].split()[-1]
        if wrong := re.match(rf"{_DETERMINED}{re.escape(noun)}\b", after):
            return (
                f'the sentence says "{scope.bound.words}{wrong[0]}", but the number is a part of '
                f"what the share was: {about(scope)}. Take a − b, or say that it is of the share."
            )
    return ""
