"""Finds units, signs and words beside a number that print what the number prints already."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers import formats, units
from charts.generator.numbers.expressions import Operation

_SIZES = "hundred|thousand|million|billion|trillion|bn|mn|mln|tn"
_CURRENCIES = (
    r"dollars?|cents?|euros?|ro?u?bles?|pounds?|yuan|yen|rupees?|francs?|USD|EUR|RUB|GBP|CNY|JPY"
)
_MEASURES = (
    r"tons?|tonnes?|barrels?|gallons?|litres?|liters?|cubic|kilograms?|kilos?|kg|ounces?|bcm"
    r"|[a-z]*watt(?:-hour)?s?|miles|kilomet(?:er|re)s?"
)
_SHARES = r"per ?cent|percentage|%|pp\b|basis points?|points?"
_TIMES = r"times|fold|-fold"
_UNIT = re.compile(
    rf"[ -]?(?P<size>{_SIZES})\b|[ -]?(?:U\.?S\.? )?(?P<money>{_CURRENCIES})\b(?!['’]s)"
    rf"|[ -]?(?P<measure>{_MEASURES})\b|[ -]?(?P<share>{_SHARES})(?!\w)|[ -]?(?P<times>{_TIMES})\b"
    r"|[ -]?(?P<time>years?|months?|days?|weeks?|hours?)\b(?! (?:ago|earlier|later|before|after))"
)
_SIGNED = re.compile(r"(?:^|[\s(])(?P<sign>(?:US\$|[$€£¥₽]|USD|EUR|RUB|minus|plus) ?|[−–+-])$")
_TYPED_UNIT = re.compile(
    r"\b(?<!of )(?<!in )(?:dollars|euros|ro?ubles|pounds|yuan|tonnes|barrels) $"
)
_PER = re.compile(r" (?:per|a|an|each) (\w{3,})\b")
# A rate that the number must be: "$3 billion a month", "imports per head came to".
_HEADS = "head|capita|person|inhabitant|citizen|resident|household"
_RATE = re.compile(
    rf"(?: of [\w’' -]{{1,30}}?)?,? (?:a|per|each|every) (?P<each>{_HEADS}|month|week|day|year)\b"
)
_HEADED = re.compile(
    rf"\b(?:per|each|every) (?P<each>{_HEADS}|month|week|day)\b(?: of \d{{4}}\b)?,?[^,;]{{0,30}}$",
    re.I,
)
# "In euros, imports came to"
_IN_MONEY = re.compile(rf"(?:^|, )[Ii]n (?P<money>{_CURRENCIES}),[^,;]{{0,40}}$")
_IN_MEASURE = re.compile(rf"\b[Ii]n (?P<measure>{_MEASURES})\b[:,][^;]{{0,80}}$")
# What is paid is money.
_OF_ONE = re.compile(
    rf"\b(?:an?|one|each|every|the) (?P<measure>{_MEASURES})(?: of [\w’' -]{{1,30}}?)?"
    r" (?:(?:was|were|is) (?:worth|sold for|priced at|at)|costs?|fetched|brought|went for|sold for"
    r"|averaged)"
    r"(?: (?:about|nearly|only|just|some|on average))* $", re.I,
)  # fmt: skip
# "For a tonne of silver, buyers paid": what each cost.
_FOR_ONE = re.compile(
    rf"\bfor (?:an?|one|each|every) (?P<measure>{_MEASURES})(?: of [\w’'-]+(?: [\w’'-]+)?)?,?"
    r" (?:[\w’'-]+ ){0,4}?(?:pay|pays|paid|asked|charged?|charges|spent|spend|gave|give|got|get"
    r"|took|received?|owed|cost|was|is)(?: (?:about|nearly|only|just|some|on average))* $", re.I,
)  # fmt: skip
_PAID = re.compile(
    r"\b(?:spent|spends?|paid|pays?|earned|earns?|worth|a (?:bill|price) of)"
    r"(?: (?:about|nearly|only|just|some))* $"
)
_MONEY = re.compile(r"\b(?:dollars?|euros?|pounds? sterling|yen|yuan|francs?|pesos?)\b", re.I)
_TWICE = re.compile(r"\b(\w+) \1 $", re.I)
# "What they put in in 2020"
_PARTICLE = re.compile(
    r"\b(?:put|puts|take|takes|took|taken|come|came|go|goes|went|gone|bring|brought|let|move|moved"
    r"|pay|paid|send|sent|carry|carried|turn|turned) (?:in|on|up|out|off|down|over|by)\W*$", re.I,
)  # fmt: skip
_GLUED = re.compile(r"[\w\d]$")
_AMOUNT = re.compile(
    rf"\b(?:half|two|three|four|five|ten|dozen|hundred|thousand|{_SIZES})\s$", re.I
)
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*\.?")
# Words that may follow themselves.
_TWICE_IS_FINE = {"that", "had", "is", "her"}
# Small words that no sentence has twice in a row.
_TYPED_TWICE = re.compile(
    r"\b(the|an?|of|and|or|but|with|from|into|than|which|its|their|these|those|this|as|at|have|has"
    r"|not|we|they|for|to|by) \1\b(?!-)", re.I,
)  # fmt: skip
# "More than" rounds a number after "by" or "of", or first in a clause; elsewhere it compares.
_ROUNDING = (
    r"(?:(?:\b(?:by|of|to|worth|los[te]s?|lost|gained|costs?|for|with|at|fell|rose|grew|shrank"
    r"|dropped)|[;:,–—]) |^|\()"
)
_OVER = re.compile(
    rf"{_ROUNDING}(?P<a>more than|over)\s$|(?<!not )\b(?P<b>just over|just above|well over"
    r"|upwards of|in excess of|no less than)\s$", re.I,
)  # fmt: skip
_UNDER = re.compile(
    rf"{_ROUNDING}(?P<a>less than|under)\s$|(?<!not )\b(?P<b>just under|just below|nearly|almost"
    r"|just short of|not quite)\s$", re.I,
)  # fmt: skip


_MORE = ("more than", "over", "above", "at least")  # what a row may say of its number
_LESS = ("less than", "under", "below", "at most")

_SIGN = re.compile(
    r"\b(?P<word>positive|in the black|(?P<below>negative|in the red))\b"
    r"(?: (?:balance|inflow|result|figure|number|value|net|sum)s?)?"
    r"(?: in (?:[A-Z][a-z]+ )?\d{4})?(?:,? (?:at|with|of|to))? $", re.I,
)  # fmt: skip


def twice(sentence: Sentence) -> Iterator[tuple[str, int]]:
    """Yield where somebody typed a small word twice, with its place."""
    for found in _TYPED_TWICE.finditer(sentence.typed):
        said = f'"{found[1].lower()}" stands here twice; leave out one.'
        yield said, sentence.place(found.start())


def disagreements(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield what stands beside a number and fits its unit or its sign badly, with its place."""
    for bound in sentence.bound:
        if bound.macro not in ("value", "fact", "claim", "quoted"):
            continue
        before, after = sentence.before(bound), sentence.after(bound)
        twice = _TWICE.search(before)
        if twice and twice[1].lower() not in _TWICE_IS_FINE and not twice[1].isdigit():
            yield f'"{twice[1].lower()}" stands here twice; leave out one.', bound.offset
        elif not _PARTICLE.search(bound.words) and (
            said := _doubled(before, bound.words) or _doubled(bound.words, after)
        ):
            yield f'"{said}" stands here twice; leave out the one beside the macro.', bound.offset
        elif bound in scopes and (said := _beside(before, after, scopes[bound])):
            yield said, bound.offset


def _doubled(before: str, after: str) -> str:
    """Return the words that end one text and begin the next; empty where none do."""
    if before and after and not (before[-1].isspace() or after[0].isspace()):
        return ""
    ends = before.lower().split()
    starts = after.lower().split()
    for size in (3, 2, 1):
        words = starts[:size]
        if len(words) < size or ends[-size:] != [*words[:-1], words[-1].rstrip(".,;:)")]:
            continue
        if all(_WORD.fullmatch(word.rstrip(".,;:)")) for word in words):
            said = " ".join(words).rstrip(".,;:)")
            return "" if said in _TWICE_IS_FINE or not re.search("[a-z]{2}|^a$|\\d", said) else said
    return ""


def _beside(before: str, after: str, scope: BoundScope) -> str:
    """Say what beside a number contradicts what it prints; empty where nothing does."""
    words, style = scope.bound.words, scope.format
    if scope.value is None:
        return ""
    if sign := _SIGNED.search(before):
        given = sign["sign"].strip()
        dash = given in "−–-+" and (before[: sign.start("sign")].endswith(" ") and given == "–")
        if not dash:
            what = "has its own sign and unit" if given not in "−–-+" else "prints its own sign"
            return f'"{given}" stands before "{words}", which {what}; leave it out.'
    if style != "percent" and (typed := _TYPED_UNIT.search(before)):
        return (
            f'"{typed[0].strip()}" stands before "{words}", which has its own unit; leave it out.'
        )
    if _GLUED.search(before) or re.match(r"[\w\d]", after):
        near = (_GLUED.search(before) or re.match(r"[\w\d]", after))[0]  # type: ignore[index]
        return f'"{near}" touches "{words}" and becomes a part of it; put a space between them.'
    if (many := _AMOUNT.search(before)) and style not in ("year", "rank"):
        return (
            f'"{many[0].strip()}" stands before "{words}" and multiplies it; bind the words to the '
            "number that they mean."
        )
    if (unit := _UNIT.match(after)) and (said := _unit(unit, scope, style)):
        return said
    money = _IN_MONEY.search(before)
    if (
        money
        and style == "money"
        and not money["money"].lower().startswith(("dollar", "cent", "usd"))
    ):
        return (
            f'"{money[0].strip(" ,")}" leads to "{words}", which is in dollars; change the words.'
        )
    measure = _IN_MEASURE.search(before)
    noun = formats.noun(scope.unit)
    each = _OF_ONE.search(before) or _FOR_ONE.search(before)
    bottom = units.read(scope.unit).bottom
    if each and bottom and not any(each["measure"].lower()[:5] in part for part in bottom):
        return (
            f'the sentence says "{each[0].strip()}", but {words} has another unit, {scope.unit}; '
            "change the words or the number."
        )
    paid = _PAID.search(before) if not _MONEY.search(noun) else None
    if paid and noun and style in ("", "amount") and not units.read(scope.unit).bottom:
        return (
            f'the sentence says "{paid[0].strip()}", but {words} is a number of {noun}; change the '
            "words or the number."
        )
    if measure and units.read(scope.unit).measures and measure["measure"].lower()[:5] not in noun:
        return (
            f'the sentence says "in {measure["measure"]}", but {words} is a number of {noun}; '
            "change the words or the number."
        )
    per = _PER.match(after)
    if per and f" {per[1]}" in formats.noun(scope.unit):
        return f'"{per[0].strip()}" stands behind "{words}", which says so itself; leave it out.'
    if per and re.fullmatch(_MEASURES, per[1]) and _PER.search(words):
        return (
            f'"{per[0].strip()}" stands behind "{words}", which is of another unit; leave it out.'
        )
    return rate(before, after, scope) or _rounded(before, scope) or _signed(before, scope)


def rate(before: str, after: str, scope: BoundScope) -> str:
    """Say where the number of a year, or of a country, is called that of a month or of a head."""
    found = _RATE.match(after) or _HEADED.search(before)
    if not found or scope.format not in ("money", "amount"):
        return ""
    word = found["each"].lower()
    by_head = word in _HEADS.split("|")
    said = f"{scope.unit} {scope.says}".lower()
    if any(each in said for each in (_HEADS.split("|") if by_head else [word, "daily", "monthly"])):
        return ""
    if by_head and re.search(
        r"\b(?:average|incomes?|wages?|salar(?:y|ies)|threshold|line)\b", said
    ):
        return ""
    is_rate = any(name in ("day", "month", "week") for name in units.read(scope.unit).bottom)
    if word == "year" and not is_rate:
        return ""
    if is_rate and not by_head and not isinstance(scope.node, Operation):
        return (
            f'the sentence says "{found[0].strip(" ,")}", but {scope.bound.words} is a number of '
            f"{formats.noun(scope.unit)}. Change the words, or the number."
        )
    if not by_head and (scope.months or not scope.years or isinstance(scope.node, Operation)):
        return ""
    if isinstance(scope.node, Operation) and scope.node.sign == "/":
        return ""
    whole = "a whole" if by_head else "a year's"
    return (
        f'the sentence says "{found[0].strip(" ,")}", but {scope.bound.words} is {whole} number: '
        f"“{scope.says}”. Change the words, or divide in the formula."
    )


def _unit(unit: re.Match[str], scope: BoundScope, style: str) -> str:
    words, given = scope.bound.words, unit[0].strip(" -")
    own = units.read(scope.unit)
    noun = formats.noun(scope.unit)
    message = f'"{given}" stands behind "{words}", '
    if style == "year" or unit["time"]:
        counted = scope.unit in ("years", "months", "days")
        if style == "rank" or (counted and unit["time"] and unit["time"][0] != scope.unit[0]):
            kind = "a place in an order" if style == "rank" else f"a number of {scope.unit}"
            return f"{message}which is {kind}; change the words or the number."
        return ""
    if style == "percent" and unit["money"]:
        return ""  # 60% yuan
    if style == "percent":
        return f"{message}which is a percentage and prints its own sign; leave it out."
    if style == "times":
        return f"{message}which prints its own unit; leave it out."
    if style == "rank":
        return f"{message}which is a place in an order; change the words or the number."
    if style == "money" and not unit["time"]:
        if unit["measure"]:
            return f"{message}which is in dollars; change the words or the number."
        return f"{message}which prints its own unit, dollars; leave it out."
    if noun and (unit["money"] or unit["share"] or unit["times"] or unit["size"]):
        return f"{message}which is in {noun}; leave it out, or take another number."
    if noun and unit["measure"] and own.measures:
        return f"{message}which is in {noun} and says so; leave it out."
    if noun and unit["measure"] and unit["measure"].lower() not in noun:
        return f"{message}which is a number of {noun}; change the words or the number."
    if not scope.unit and scope.is_level and (unit["measure"] or unit["money"]):
        return f"{message}which has no unit in the data; change the words, or give it one there."
    return ""


def _signed(before: str, scope: BoundScope) -> str:
    """Say where a number below zero is called positive, or one above it negative."""
    found = _SIGN.search(before)
    if not found or not scope.is_level or bool(found["below"]) == ((scope.value or 0) < 0):
        return ""
    side = "above" if found["below"] else "below"
    return (
        f'the sentence says "{found["word"]}", but {scope.bound.words} is {side} zero '
        f"(“{scope.says}”). Change the word, or the number."
    )


def _rounded(before: str, scope: BoundScope) -> str:
    """Say where "over" or "nearly" is on the wrong side of what the number is before rounding."""
    over, under = _OVER.search(before), _UNDER.search(before)
    found = over or under
    value = scope.value
    if not found or value is None or scope.format not in ("money", "percent", "times", "amount"):
        return ""
    word = (found["a"] or found["b"]).lower()
    said = _printed(scope.bound.words)
    actual = value * units.read(scope.unit).scale * (100 if scope.format == "percent" else 1)
    if said is None or abs(actual - said) > abs(said) * 0.06:
        return ""
    if _qualified(scope, word):
        return ""
    other = next((each for each in (_MORE if under else _LESS) if _qualified(scope, each)), "")
    if other:
        return (
            f'the sentence says "{word} {scope.bound.words}", but the data say "{other}"; change '
            "the words."
        )
    gap = (actual - said) / (abs(said) or 1)
    if (over and gap < -1e-9) or (under and gap > 1e-9):
        exact = scope.bound.result.exact if scope.bound.result else ""  # type: ignore[union-attr]
        side = "less" if over else "more"
        return (
            f'the sentence says "{word} {scope.bound.words}", but before rounding it is {side} '
            f"({exact}); change the words."
        )
    return ""


def _qualified(scope: BoundScope, word: str) -> bool:
    """Return whether the row itself says "more than"."""
    for cell in scope.bound.cells[:3]:
        dataset = scope.datasets[cell.dataset]
        row = dataset.row(cell.key)
        if any(texts[row].lower() == word for texts in dataset.columns.values()):
            return True
    return False


def _printed(words: str) -> float | None:
    """Return the number that words print: $3.0 billion is 3e9."""
    found = re.search(r"(−?)\$?([\d,]+(?:\.\d+)?)(?: (million|billion|trillion|cents?))?", words)
    if not found:
        return None
    size = units.SCALES.get(found[3] or "", 0.01 if (found[3] or "").startswith("cent") else 1.0)
    return float(found[2].replace(",", "")) * size * (-1 if found[1] else 1)
