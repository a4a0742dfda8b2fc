"""Holds words for what comes in or goes out against a number, or a test, of net inflows."""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import NOT
from charts.generator.numbers.expressions import Call, Comparison, Number, Operation

_IN = (
    r"attract(?:s|ed)?|gain(?:s|ed)?|dr(?:ew|aws?)|pull(?:s|ed) in|received?|took in|brought in|won"
    r"|inflows? of"
    r"|invest(?:s|ed)?|put in|put|flowed in|poured in|came in|brought|brings?|poured|channell?ed"
)
_OUT = (
    r"withdr(?:ew|aws?|awn)|pull(?:s|ed) out|took|takes?|taken|outflows? of|left|lost|fled"
    r"|flowed out|moved out|divest(?:s|ed)?"
)
_CAME = (
    r"(?:c[ao]me|flow(?:s|ed)|pour(?:s|ed)|mov(?:es|ed)|went|goes|stream(?:s|ed)|was (?:put|brought"
    r"|paid)) (?:back )?in(?:to [\w.’'-]+)?|entered|arrived|came"
)
_WENT_OUT = (
    r"(?:c[ao]me|flow(?:s|ed)|pour(?:s|ed)|mov(?:es|ed)|went|goes|stream(?:s|ed)|was (?:taken"
    r"|pulled|moved)) (?:back )?out|left|fled|departed|exited|was withdrawn|leaked out"
)
_WORD = re.compile(rf"\b(?:(?P<into>{_IN})|(?P<out>{_OUT}))\b", re.I)
_WENT = re.compile(
    r" (?:of [\w ]{1,30} )?(?:flowed|came|went|poured|moved|streamed|was (?:put|brought|invested"
    r"|taken|withdrawn|pulled)) (?:(?P<into>in(?:to)?\b(?! \d))|(?P<out>out\b))"
)
_MORE_THAN = re.compile(
    rf"\b(?:(?P<into>{_IN})|(?P<out>{_OUT}))\b[^,;]{{0,30}}? (?P<way>more|less)\b[^,;]{{0,40}}?"
    rf" than\b[^,;]{{0,20}}? (?:(?P<into2>{_IN})|(?P<out2>{_OUT}))\b", re.I,
)  # fmt: skip
# "more money came in than left", "inflows exceeded outflows"
_MORE_CAME = re.compile(
    r"\b(?P<way>more|less)\b(?: [\w.’'-]+){0,6}? (?:(?P<into>"
    + _CAME + r")|(?P<out>" + _WENT_OUT + r"))\b(?: [\w.’'-]+){0,4}? than\b"
    r"(?: [\w.’'-]+){0,4}? (?:(?P<into2>" + _CAME + r")|(?P<out2>" + _WENT_OUT + r"))\b"
    r"|\b(?:(?P<into3>inflows?|arrivals)|(?P<out3>outflows?|withdrawals))\b(?: [\w.’'-]+){0,3}?"
    r" (?:(?P<above>were (?:larger|higher|greater|bigger) than|exceeded|outweighed|outpaced"
    r"|topped|were above|surpassed|outstripped)|(?P<below>were (?:smaller|lower) than"
    r"|fell short of|were below))"
    r" (?:\w+ )?(?:(?P<into4>inflows?|arrivals)|(?P<out4>outflows?|withdrawals))\b", re.I,
)  # fmt: skip


def disagreement(clause: str, after: str, scope: BoundScope) -> str:
    """Say where what left is said to have come in, or the other way round."""
    side = _side(scope)
    if not side:
        return ""
    if scope.is_test:
        found, said = _compared(f"{clause}{scope.bound.words}{after[:40]}")
        if not found:
            return ""
        wrong = found[0]
    else:
        words = list(_WORD.finditer(clause))
        far = not words or len(clause[words[-1].end() :].split()) > 4
        behind = _WENT.match(after)
        if (far and not behind) or scope.format != "money":
            return ""
        found = behind if behind else words[-1]
        said, wrong = (1 if found["into"] else -1), found[0].strip()
    if said == side:
        return ""
    way = "inflow" if side > 0 else "outflow"
    return (
        f'the sentence says "{wrong}", but {scope.bound.words} is a net {way} ({about(scope)}). '
        "Change the words, or the formula."
    )


def _compared(text: str) -> tuple[re.Match[str] | None, int]:
    """Return where a text sets what came in against what left, and which is told to be more."""
    if found := _MORE_CAME.search(text):
        one = bool(found["into"] or found["into3"])
        other = bool(found["into2"] or found["into4"])
        more = bool(found["above"]) or (found["way"] or "").lower() == "more"
    elif found := _MORE_THAN.search(text):
        one, other = bool(found["into"]), bool(found["into2"])
        more = found["way"].lower() == "more"
    else:
        return None, 0
    if one == other:
        return None, 0
    denied = NOT.search(text)
    return (None, 0) if denied else (found, 1 if one == more else -1)


def _side(scope: BoundScope) -> int:
    """Return 1 where a number or test is of what came in, -1 for what went out; 0 for neither."""
    titles = {
        f"{s.says} {s.field.title}".lower() for s in scope.subjects if s.column in s.dataset.fields
    }
    if len(titles) != 1:
        return 0
    (title,) = titles
    base = 1 if "net inflow" in title else -1 if "net outflow" in title else 0
    if not scope.is_test:
        turned = isinstance(scope.node, Operation) and scope.node.sign == "-"
        turned = turned and isinstance(getattr(scope.node, "left", None), Number)
        below = (scope.value or 0) < 0
        return base * (-1 if turned != below else 1) if scope.value else 0
    node = scope.node
    if isinstance(node, Call) and node.name == "always":
        node = node.arguments[0]
    match node:
        case Comparison(signs=("<" | ">" as sign,), terms=(_, Number(value=0))):
            return base * (1 if sign == ">" else -1)
    return 0
