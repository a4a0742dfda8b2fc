"""Holds "sold", "bought" and "produced" against numbers of what somebody has, or could mine.

What is held at the end of a month is not what was sold in it, and what lies in the ground is not
what the mines brought up.
"""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about

_STOCK = re.compile(
    r"\b(?:holdings|reserves?|deposits|stocks?|stockpiles?|inventor(?:y|ies)|positions?|wealth"
    r"|assets|debts?|savings|at the end of)\b", re.I,
)  # fmt: skip
_FLOW = re.compile(
    r"\b(?:flows?|inflows?|outflows?|sales|sold|purchases|bought|transactions|changes?|net|output"
    r"|production|mined|produced|during|issued|new|added)\b", re.I,
)  # fmt: skip
_PART = re.compile(
    r"\b(?:part|half|third|quarter|most|much|many|some of|any of|all of|percent|share|rest|piece"
    r"|little|few|none|from|out of|down|back|until|till)\b|%", re.I,
)  # fmt: skip
_ROUGHLY = (
    r"(?: (?:about|around|nearly|almost|only|just|some|over|roughly|no less than|at least|a mere"
    r"|as much as|more than|less than|another|a total of))*"
)
_WORD = (
    r"(?: (?!(?:that|which|who|when|while|and|but|or|as|because|was|were|is|are|had|has|have|held"
    r"|hold|holds|holding|owned?|kept|left|than|what|with)\b)[\w.’'-]+)"
)
_TRADED = (
    r"(?:sold|got rid of|dumped|shed|unloaded|offloaded|parted with|disposed of"
    r"|liquidated|bought|purchased|acquired|snapped up|took on|invested|placed"
    r"|poured|withdrew|pulled out|borrowed|lent|spent|earned)"
)
_MADE = (
    r"(?:yielded|produced|brought up|dug up|dug out|extracted|mined|turned out|pumped|smelted"
    r"|exported|shipped|consumed|burned|used up)"
)
_VERB = re.compile(
    rf"(?P<lead>[\w’']+ )?\b(?P<verb>{_TRADED}|{_MADE})(?P<what>{_WORD}{{0,5}}?)"
    rf"(?: (?:worth|for|of|at|by|in))?{_ROUGHLY} $", re.I,
)  # fmt: skip
# The verb is no act of theirs, or none of the past: "could be mined", "has sold", "to sell".
_NO_ACT = re.compile(
    r"(?:not|never|could|can|may|might|would|will|to|if|had|has|have|be|been|being|is|are|was|were"
    r"|and|the|its|their|once|of|yet|didn’t|n’t) ", re.I,
)  # fmt: skip
_NOUN = re.compile(
    r"\b(?P<verb>(?:(?:yearly|annual|monthly|total|mine|mining) )?(?:output|production)"
    r"|(?:yearly|annual|monthly|net) (?:sales|purchases|yield|exports|investments?))"
    r"(?P<what>(?:,? (?!(?:that|which|who|when|while|and|but|was|were|is|are|had|has|have|than|from"
    r"|reserves|holdings)\b)[\w.’'-]+){0,8}?)"
    r" (?:(?:was|were|is|are) (?:estimated|put|reported|given|reckoned) (?:at|as|to be)"
    r"|was|were|is|are|came to|comes to|amounted to|stood at|stands at|reached|totall?ed|at|of)"
    rf"{_ROUGHLY} $", re.I,
)  # fmt: skip


def disagreement(clause: str, scope: BoundScope) -> str:
    """Say where what somebody holds is called what was sold, bought or produced."""
    if not scope.is_level or scope.format in ("percent", "times", "rank", "year"):
        return ""
    (subject,) = scope.subjects[:1] or (None,)
    if subject is None:
        return ""
    field = subject.field
    said = f"{field.title}; {subject.says}"
    if _FLOW.search(said) or not _STOCK.search(f"{said}; {field.description}"):
        return ""
    found = _VERB.search(clause) or _NOUN.search(clause)
    if not found or _STOCK.search(found["what"]) or _PART.search(found["what"]):
        return ""
    lead = found.groupdict().get("lead") or ""
    made = re.fullmatch(r"(?:has|have|had) ", lead) and re.fullmatch(_MADE, found["verb"])
    if _NO_ACT.fullmatch(lead) and not made:
        return ""
    return (
        f'the sentence says "{clause[found.start("verb") :].strip()}", but {scope.bound.words} is '
        f"what there is at one time: {about(scope)}. Change the words, or take another number."
    )
