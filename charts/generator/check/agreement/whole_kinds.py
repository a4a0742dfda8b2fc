"""Holds of what a sentence says a share is, such as of GDP or of trade, against what the data say.

A part of the economy is no part of what it exports, a part of what a bank holds none of a fund, and
a part of the lines of a list none of the money that they add up to.
"""

from __future__ import annotations

import re

from charts.generator.check.agreement import wholes
from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.numbers.expressions import Call, Node

_KINDS = {
    "economy": r"GDP|gross domestic product|econom(?:y|ies)|economic output",
    "income": r"(?:national )?incomes?",
    "trade": r"imports?|imported|exports?|exported|trade|commerce|purchase[sd]?|sales|sold|bought"
             r"|shipments?|shipped|deliver(?:y|ies|ed)|turnover|supplied|goods",
    "consumption": r"consum(?:ed?|es|ption)|us(?:ed|age)|burn(?:ed|t|s)|eat(?:s|en)",
    "production": r"produc(?:tion|ed?|es)|output|mined?|mines|smelt(?:ed|s|ers?)?|harvest(?:s|ed)?",
    "reserves": r"reserves?|assets|holdings|deposits",
    "fund": r"funds?",
    "debt": r"debts?",
    "budget": r"budgets?",
    "investment": r"invest(?:ments?|ed)",
    "wealth": r"wealth|fortunes?|savings",
    "payments": r"payments?|receipts|proceeds|earnings|settlements?|invoices",
    "population": r"population|inhabitants|citizens|households",
}  # fmt: skip
_KIND = re.compile("|".join(rf"\b(?P<{name}>{words})\b" for name, words in _KINDS.items()), re.I)
_END = re.compile(
    r" (?:was|were|is|are|went|came|goes|comes|had|has|have|in|into|on|for|by|with|from|to|and|but"
    r"|or|between|during|at|as|after|before|when|than|now|then|still)\b"
)
_LINES = re.compile(
    r"\b(?:lines|codes|entries|headings|subheadings|categories|items|products|kinds|positions"
    r"|years|months|countries|partners|firms|companies|cases|times|them|those|these)\b", re.I,
)  # fmt: skip
_OF_LINES = re.compile(
    r" of (?:all |the |its |their |those |these |of )*(?:[A-Z][\w.’']+ )?(?:tariff |customs )?"
    r"(?:lines|codes|entries|headings|subheadings)\b"
)
_AMOUNTS = re.compile(
    r"\b(?:money|value|worth|dollars|euros|spending|bill|sum|cost|expenditure|imports|exports"
    r"|trade|sales|purchases|turnover|tonnes|tons|volume|weight|barrels)\b", re.I,
)  # fmt: skip


def disagreement(clause: str, after: str, scope: BoundScope) -> str:
    """Say where a share of one kind of thing is called a share of another."""
    if scope.is_test or scope.format != "percent" or scope.is_rest:
        return ""
    whole, text = _whole(scope.node), wholes.told(clause, after)
    phrase = " of " + _END.split(text[4:])[0] if text else ""
    wrong = ""
    if isinstance(whole, Call) and whole.name == "count":
        amount = _AMOUNTS.search(phrase)
        wrong = phrase[: amount.end()] if amount and not _LINES.search(phrase) else ""
    elif whole is not None and (lines := _OF_LINES.match(phrase)):
        wrong = lines[0]
    elif scope.is_level or whole is not None:
        wrong = _of_another(phrase, _described(scope, whole))
    return wholes.said(wrong, scope) if wrong else ""


def _of_another(phrase: str, own: str) -> str:
    """Return a phrase up to a word of another kind than the whole, and none of its own."""
    mine = {found.lastgroup for found in _KIND.finditer(own)}
    said = list(_KIND.finditer(phrase))
    if not mine or not said or mine & {found.lastgroup for found in said}:
        return ""
    return phrase[: said[-1].end()]


def _whole(node: Node | None) -> Node | None:
    """Return the second part of a share."""
    is_share = isinstance(node, Call) and node.name == "share" and len(node.arguments) == 2
    return node.arguments[1] if is_share and isinstance(node, Call) else None


def _described(scope: BoundScope, whole: Node | None) -> str:
    """Return what the data say of what a number is a share of."""
    if whole is None:
        return "; ".join(wholes.stated(scope))
    parts = []
    for subject in scope.read(whole):
        field = subject.field
        parts += [subject.says, field.title, field.description, subject.dataset.title]
    return "; ".join(parts)
