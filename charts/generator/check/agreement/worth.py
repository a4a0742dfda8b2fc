"""Holds words for money, and for weight or volume, against what a number measures.

What is paid for a thing is money, and what it weighs is not: "the bill came to 20 tonnes", "by
weight, $3 billion of it".
"""

from __future__ import annotations

import re

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.numbers import units

_MONEY = re.compile(r"\b(?:USD|EUR|RUB|GBP|CNY|JPY|dollars?|cents?|euros?|ro?ubles?|yuan)\b")
_PHYSICAL = re.compile(
    r"\b(?:(?:kilo|mega)?grams?|kg|tons?|tonnes?|ounces?|pounds?|barrels?|gallons?|lit(?:er|re)s?"
    r"|cubic \w+|[kmgt]?wh|[a-z]*watt.hours?|joules?|bcm|carats?|bushels?)\b", re.I,
)  # fmt: skip
_ROUGHLY = (
    r"(?:(?: (?:about|around|nearly|almost|only|just|some|over|roughly|no less than|at least"
    r"|a mere|still|even|as much as|more than|less than))* )"
)
_CAME = (
    r"(?:was|were|is|are|had been|came to|comes? to|amounted to|amounts to|stood at|stands at"
    r"|ran to|reached|totall?ed|added up to|rose to|fell to|grew to|shrank to|climbed to)"
)
_SUM = (
    r"(?:bills?|costs?|value|worth|price tag|revenues?|proceeds|takings|earnings|expenses"
    r"|spending|expenditures?|outlays?|payments?|invoices?|turnover|receipts)"
)
# Between what is paid and the verb: "the bill for the silver, paid by Chile, came to". A verb
# there has another subject.
_FOR = (
    r"(?:,? (?!(?:that|which|who|when|while|where|and|but|as|because|was|were|is|are|had|has"
    r"|have|said|fell|rose|grew|than)\b)[\w.’'-]+){0,10}?,?"
)
_PAID = re.compile(
    rf"\b(?:(?:was|were|is|are|been|goods|be) (?:worth|valued at|priced at)|{_SUM}{_FOR} {_CAME}"
    rf"|an? (?:[\w-]+ )?{_SUM} of"
    r"|(?P<verb>spent|spends?|paid|pays?|earned|earns?|cost|fetched|pocketed|shelled out)"
    rf"(?: [\w’'-]+){{0,2}}?){_ROUGHLY}$", re.I,
)  # fmt: skip
_NOT_PAID = re.compile(
    r"\b(?:at|per|by|without|no) [\w’' -]{0,20}?(?:cost|price|value|worth)\b|\bcost[- ]", re.I
)
# Behind a verb: "paid for 20 tonnes".
_PAID_FOR = re.compile(
    r"\b(?:for|on|to|in|of|from|with|by|into|out of|against|attention|tribute|visits?)"
    rf"(?: (?:the|its|their))?{_ROUGHLY}$", re.I,
)  # fmt: skip
_WORTH = re.compile(r" (?:worth of|in (?:value|revenues?|proceeds|earnings|money|sales value))\b")
_CASH = r"(?:dollars|euros|ro?ubles|yuan|cash)"
_BY_VALUE = re.compile(
    rf"(?:^|[;:,–|] )in {_CASH}(?=,)|^ in {_CASH}\b|\b(?:measured|counted|reckoned|expressed"
    rf"|calculated|told|put) in {_CASH}\b|\bin (?:dollar|euro|ro?uble|yuan|cash) terms\b"
    r"|\b(?:(?:measured |counted |reckoned )?(?:by|in) (?:value|money)|in money terms|in terms of"
    r" (?:value|money)|by what (?:it|they) cost)\b", re.I,
)  # fmt: skip
_BY_WEIGHT = re.compile(
    r"\b(?:(?:measured |counted |reckoned )?(?:by|in) (?:weight|volume|mass|tonnage|the (?:tonne|"
    r"barrel|kilo(?:gram)?|shipload)|(?:physical )?quantity)|in (?:tonnes|barrels|kilograms|cubic"
    r" (?:feet|met(?:er|re)s)|physical terms)|in terms of (?:weight|volume|tonnage|mass)"
    r"|on the scales|by what (?:it|they) weigh(?:s|ed)?)\b", re.I,
)  # fmt: skip
_WEIGHED = re.compile(
    rf"\b(?:weigh(?:s|ed|ing)?|tipp(?:ed|ing) the scales at|weight{_FOR} {_CAME}"
    rf"|tonnage{_FOR} {_CAME}){_ROUGHLY}$", re.I,
)  # fmt: skip
_CHANGED = (
    r"(?:(?:has|have|had|was|were) )?(?:rose|risen|grew|grown|increased|climbed|jumped|went up"
    r"|gone up|swelled|swollen|up|fell|fallen|shrank|shrunk|dropped|declined|sank|went down|down)"
)
_PAID_CHANGED = re.compile(
    rf"\b(?:{_SUM}|prices?|what [\w ]{{1,30}} (?:paid|spent|earned)){_FOR} {_CHANGED}"
    rf"(?: by)?{_ROUGHLY}$", re.I,
)  # fmt: skip
_WEIGHT_CHANGED = re.compile(
    rf"\b(?:weight|tonnage|tonnes|barrels|cubic \w+){_FOR} {_CHANGED}(?: by)?{_ROUGHLY}$", re.I
)
_NOT = re.compile(r"\b(?:not|than|unlike|while|though|although|whereas|rather) (?:just )?$", re.I)


def disagreement(clause: str, after: str, scope: BoundScope) -> str:
    """Say where a weight is called what was paid, or money is called a weight."""
    kind = _measured(scope)
    if not kind or scope.is_test:
        return ""
    tail = re.split(r"[,;:(.]", after, maxsplit=1)[0]
    if kind == "money":
        found = _by(clause, tail, _BY_WEIGHT, _BY_VALUE)
        found = found or _of_its_own(clause, _WEIGHED, _WEIGHT_CHANGED, scope)
    else:
        found = _by(clause, tail, _BY_VALUE, _BY_WEIGHT)
        found = found or _of_its_own(clause, _PAID, _PAID_CHANGED, scope)
        worth = _WORTH.match(after)
        found = found or (worth[0].strip() if worth and scope.format == "amount" else "")
    if not found:
        return ""
    what = "money, not weight" if kind == "money" else "goods, not money"
    return (
        f'the sentence says "{found}", but {scope.bound.words} measures {what} ({about(scope)}). '
        "Change the words, or take another number."
    )


def _measured(scope: BoundScope) -> str:
    """Return "money" or "goods" by what a number, or all that its change is of, is counted in."""
    if scope.value is None or scope.format in ("year", "rank"):
        return ""
    if scope.format not in ("percent", "times"):
        return _kind_of(scope.unit)
    kinds = {_kind_of(s.field.unit) for s in scope.subjects}
    return kinds.pop() if len(kinds) == 1 else ""


def _kind_of(unit: str) -> str:
    """Return what a unit counts; empty for a price, and for everything else."""
    is_money = bool(_MONEY.search(unit))
    if is_money:
        return "" if units.read(unit).bottom else "money"
    return "goods" if _PHYSICAL.search(" ".join(units.read(unit).top)) else ""


def _by(clause: str, tail: str, wrong: re.Pattern[str], right: re.Pattern[str]) -> str:
    """Return "by weight" where the words beside a number say so last, and not "by value" too."""
    for text in (tail, clause):
        if right.search(text):
            return ""
        found = list(wrong.finditer(text))
        if found:
            last = found[-1]
            return "" if _NOT.search(text[: last.start()]) else last[0]
    return ""


def _of_its_own(
    clause: str, level: re.Pattern[str], change: re.Pattern[str], scope: BoundScope
) -> str:  # fmt: skip
    """Return the words right before a number that say what it is, or what its change is of."""
    is_change = scope.format in ("percent", "times")
    found = (change if is_change else level).search(clause)
    if not found or (not is_change and _NOT_PAID.search(clause)):
        return ""
    if found.groupdict().get("verb") and _PAID_FOR.search(clause):
        return ""
    return found[0].strip()
