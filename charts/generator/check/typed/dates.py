"""Finds the dates, years and times of day in a text of plain letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.dates import get_month_names

from charts.generator.check.typed.lexicon import (
    BE,
    CHANGE,
    COUNTED,
    FUNCTION,
    PERCENT,
    SCALE,
    SCALES,
    UNIT,
    word_set,
)  # fmt: skip

Span = tuple[int, int]

_MONTHS = [
    name
    for width in ("wide", "abbreviated")
    for name in get_month_names(width, locale="en").values()
]
MONTH = rf"(?:{'|'.join(sorted({*_MONTHS, 'Sept'}, key=len, reverse=True))})\b\.?"
_DAYS = r"(?:3[01]|[12]\d|0?[1-9])"
_DAY = rf"{_DAYS}(?:st|nd|rd|th)?\b"
_DAY_LIST = rf"{_DAY}(?:(?:-| - |, ?| and | or | to |, and ){_DAY}){{0,4}}"
_YEAR = r"(?:1\d|20|21)\d\d"
YEAR_RANGE = rf"{_YEAR}(?:[-/]|/| - )(?:{_YEAR}|\d\d)\b"
_CLOCK = r"(?:[ap]\.?m\b\.?|o['’]clock\b|hours GMT|GMT|UTC|CET|EST|MSK|BST)"

# Dates that need no look at the words around them.
_PLAIN = re.compile(
    r"(?=[\dA-Zcf'’]\D{0,12}\d|\d\D)(?:"  # most letters begin no date, and take no time
    rf"(?<![\d.,])(?:"
    rf"{_YEAR}-(?:0\d|1[0-2])(?:-[0-3]\d(?:[T ][0-2]\d:[0-5]\d"
    r"(?::[0-5]\d)?(?:Z|[+-]\d\d:?\d\d)?)?)?"
    rf"|{_YEAR}/[01]?\d/[0-3]?\d"
    rf"|[0-3]?\d([./-])[0-3]?\d\1(?:{_YEAR}|\d\d)"
    rf"|{_YEAR}-?(?:Q[1-4]|H[12]|W[0-5]\d)"
    r"|[1-4][QH]['’]?\d\d(?:\d\d)?"
    r"|[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\b\.?)?"
    rf"|[0-2]?\d(?:\.[0-5]\d)?(?:-[0-2]?\d)? ?{_CLOCK}"
    r"|(?:9/11|7/7|24/7|20/20)"
    rf"|{YEAR_RANGE}"
    rf"|{_YEAR}s\b"
    r")(?![\d%])(?!\.\d)"
    rf"|\b(?:FY|CY|MY)[ -]?(?:['’]?\d\d\b|{_YEAR}(?:[-/]\d\d(?:\d\d)?)?\b)"
    rf"|\b[Ff]iscal (?:year )?{_YEAR}(?:[-/]\d\d(?:\d\d)?)?\b"
    rf"|\b[QH][1-4](?:-[QH]?[1-4])?(?:[ /]?(?:of )?['’]?(?:{_YEAR}|\d\d)\b)?"
    r"|['’]\d\d(?:s\b|\b(?!\s?[%]))"
    r"|\b(?:AD|CE) \d{1,4}\b|\b\d{1,5}(?:-\d{1,5})? (?:BCE?|AD|CE)\b"
    r"|\b[cC]irca \d{3,4}\b|\bc\. ?\d{4}\b"
    rf"|\b{_DAY} of {MONTH}(?:,? {_YEAR}\b)?"
    rf"|\b{MONTH} the {_DAY}(?:,? {_YEAR}\b)?"
    rf"|\b{MONTH},? (?:of )?['’]?{_YEAR}\b(?:-{_YEAR}\b)?(?!\s?[%])"
    rf"|\b{MONTH} {_DAY_LIST},? {_YEAR}\b"
    rf"|\b{_DAY_LIST} {MONTH},? {_YEAR}\b"
    rf"|\b{_DAY}[-/ ]{MONTH}[-/ ]\d\d(?:\d\d)?\b"
    rf"|\b{_DAY} {MONTH}(?:-| - | to | and ){_DAY} {MONTH}(?:,? {_YEAR}\b)?)"
)  # fmt: skip
_DAY_MONTH = re.compile(rf"\b{_DAY_LIST}[ -]{MONTH}")
_MONTH_DAY = re.compile(rf"\b{MONTH} {_DAY_LIST}(?:-(?={MONTH}))?")
_ONE_YEAR = re.compile(
    rf"(?<![\w$€£¥.,-]){_YEAR}(?:['’]s)?(?![\w%]|[.,]\d|-\d)"
    rf"|(?<=[a-z]-){_YEAR}\b|(?<=[^\d\s]/){_YEAR}\b"
)
_DECADE = re.compile(r"\b(?:[2-9]0s)\b(?! ?[%])")
_NTH = re.compile(rf"\b{_DAYS}(?:st|nd|rd|th)\b")
_BETWEEN = re.compile(r"\b[Bb]etween (?:\S{1,10} and )?\Z")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'.]*-?|[^\sA-Za-z]")
_WORDS_AFTER = re.compile(r"[\s]?([^\s\w]?)[\s]?([A-Za-z’']*)[\s]?([^\s\w]?)[\s]?([A-Za-z’']*)")

_DAY_PREPOSITIONS = word_set(
    "on the of since by until till before after from to through between late early and or dated for"
)
_YEAR_WORDS = word_set(
    "in since by until till before after from during through of year years for early late mid"
    " between to and or as fiscal season summer winter spring autumn fall end start beginning than"
    " back into circa around about pre post"
)
_AMOUNTS = word_set(
    "nearly almost roughly approximately some only least most up over under exceeded exceeding"
    " total totalled totaled reached hit than fewer more costs cost sold bought employs employed"
    " has have had were was are is with carried built delivered lost gained added numbered every"
    " all"
)
_DECADE_WORDS = word_set("the early late mid- early- late-")
_NTH_WORDS = word_set("on since by until till before after through between late early dated")
# What makes four digits after it an amount, even without a noun.
_MORE_THAN = word_set(
    "than least most some nearly almost roughly approximately only exceeded reached totalled"
    " totaled hit equals numbered"
)
_OF_YEARS = word_set("the its their in since until during before after of year")
_VERB_BEFORE = re.compile(r"(?<![A-Za-z-])([a-z]{3,20}) \Z")
_VERBS = word_set(
    "needs need requires require holds hold makes make made rolls roll produces produce contains"
    " contain takes take took owns own runs run ran keeps keep kept counts count lists list"
    " comprises includes include fits got gave gets get gives wants want sends sent ships sells"
    " bought buys buy sell drew draws found finds saw sees lent burns burn eats uses use feeds feed"
    " houses seats seat serves serve supplies supply makes laid lays paid hit cut shut shot drills"
    " prints builds build boasts hosts host trains train teaches carries carry wrote writes"
    " spent won grew mines cost brought brings"
)
# What a year stands beside: the 2018 tariffs.
DATED = word_set(
    "prices price data figures sales forecasts contracts deliveries results budgets elections"
    " election sanctions tariffs exports imports numbers statistics dollars levels rates estimates"
    " accounts targets plans models protests talks events wars crises reports records totals"
    " harvests crops purchases rules laws agreements treaties deals values volumes amounts editions"
    " versions reserves rubles roubles euros flows protocols taxes earnings profits losses revenues"
    " bonds futures goals summits games olympics polls surveys census releases findings hearings"
    " measures restrictions waivers quotas strikes attacks fires floods droughts cuts changes"
    " commitments promises pledges ambitions obligations terms maps borders guidelines standards"
    " shipments orders investments loans payments vintages holdings supplies series needs"
)
_STANDS = word_set(
    "stands stood closed closes lay lies was is are were traded trades priced sits sat"
)
FARTHEST = 2040  # a later year is nearly always a number of things
_SHORT_UNITS = word_set("km kg m mt gw mw bn")
_PERCENT_SIGN = re.compile(r"\s?%")
_NOT_PLURAL = word_set(
    "was is has as its this us thus does his says plus versus perhaps sometimes always besides"
    " across towards nevertheless ours its sees lies runs goes falls rises flies carries makes"
    " takes gets comes shows opens closes costs uses holds needs sells buys sails serves remains"
    " begins starts stays becomes appears belongs brings contains covers depends gives keeps"
    " leads leaves looks means meets moves named pays reaches reads requires seems sits stops"
    " tells turns wants allows applies binds crosses ends includes involves weighs writes"
)


def find(text: str) -> Iterator[Span]:
    """Return the start and end of each date, year and time of day."""
    for match in _PLAIN.finditer(text):
        yield match.start(), _end(text, match)
    for match in _DAY_MONTH.finditer(text):
        if _is_day_month(text, *match.span()):
            yield match.span()
    for match in _MONTH_DAY.finditer(text):
        if _is_month_day(text, *match.span()):
            yield match.span()
    for match in _ONE_YEAR.finditer(text):
        if _is_year(text, *match.span()):
            yield match.span()
    for match in _DECADE.finditer(text):
        before = words_before(text, match.start(), 5)
        if before and before[0] in _DECADE_WORDS and not BE & set(before[1:]):
            yield match.span()
    for match in _NTH.finditer(text):
        before = words_before(text, match.start(), 2)
        if before[:1] == ["the"] and before[1:] and before[1] in _NTH_WORDS:
            after, _ = words_after(text, match.end())
            if not after or after in FUNCTION:
                yield match.span()


def words_before(text: str, at: int, count: int) -> list[str]:
    """Return the last words before a place, the nearest first; a sign between ends them."""
    found: list[str] = []
    for match in reversed(list(_WORD.finditer(text, max(0, at - 60), at))):
        if len(found) == count or not match[0][0].isalpha():
            break
        found.append(match[0].lower())
    return found


def words_after(text: str, at: int) -> tuple[str, str]:
    """Return the next two words after a place, lower-cased; "" where a sign comes first."""
    match = _WORDS_AFTER.match(text, at)
    if not match or match[1]:
        return "", ""
    return match[2].lower(), "" if match[3] else match[4].lower()


def is_measured(text: str, end: int) -> bool:
    """Return whether a unit, a size or a percent sign follows."""
    word, _ = words_after(text, end)
    unit = word in UNIT or word in PERCENT or word in SCALE or word in SCALES or word == "per"
    return unit or bool(_PERCENT_SIGN.match(text, end))


def is_plural(word: str) -> bool:
    """Return whether a word looks like things that can be counted."""
    if word in COUNTED:
        return True
    if len(word) < 4 or not word.endswith("s") or word in _NOT_PLURAL or word in FUNCTION:
        return False
    return not word.endswith(("ss", "us", "is", "’s", "'s"))


def counts_things(text: str, end: int) -> bool:
    """Return whether things that can be counted follow, after one adjective at most."""
    after, following = words_after(text, end)
    return is_plural(after) or (bool(after) and after not in FUNCTION and is_plural(following))


def _is_month_day(text: str, start: int, end: int) -> bool:
    """Return whether a month and a number are a date: "In March 12 ships" is none."""
    if is_measured(text, end) or _MORE_DIGITS.match(text, end):
        return False
    before = words_before(text, start, 1)
    if before == ["in"]:
        return False
    return before == ["on"] or not counts_things(text, end)


_AFTER_QUARTER = re.compile(r"\b[QH][1-4] \Z")


def _may_count(number: int) -> bool:
    """Return whether a number behind a quarter may count things: it is a round or a far year."""
    return number < 100 or number % 100 == 0 or number > FARTHEST


_SHORT_YEAR = re.compile(rf"{_DAY} {MONTH} (\d\d)")
_QUARTER_YEAR = re.compile(r"[QH][1-4](?:-[QH]?[1-4])? (\d\d(?:\d\d)?)")
_FULL_YEAR = re.compile(rf"(?:{MONTH} {_DAY_LIST}|{_DAY_LIST} {MONTH}),? ({_YEAR})")
_YEAR_LAST = (_QUARTER_YEAR, _SHORT_YEAR, _FULL_YEAR)
_MORE_DIGITS = re.compile(r"[.,]\d| \d")


def _end(text: str, match: re.Match[str]) -> int:
    """Return where a date ends: "In Q2 15 permits were given" has a number behind the quarter.

    So has "On October 9, 2100 barrels leaked" behind the day.
    """
    year = next(filter(None, (form.fullmatch(match[0]) for form in _YEAR_LAST)), None)
    if not year:
        return match.end()
    number = int(year[1])
    counts = is_measured(text, match.end()) or counts_things(text, match.end())
    if (counts and _may_count(number)) or _MORE_DIGITS.match(text, match.end()):
        return match.start() + year.start(1) - 1
    return match.end()


def _is_day_month(text: str, start: int, end: int) -> bool:
    """Return whether a number and a month are a date: "45 March contracts" is none."""
    if text[start - 1 : start] in ("$", "€", "£", "."):
        return False
    before, (after, _) = words_before(text, start, 1), words_after(text, end)
    return bool(before and before[0] in _DAY_PREPOSITIONS) or not is_plural(after)


def _has_many(text: str, at: int) -> bool:
    """Return whether a verb stands before a place: it needs, it launched."""
    match = _VERB_BEFORE.search(text, max(0, at - 24), at)
    return match is not None and (match[1] in _VERBS or match[1].endswith("ed"))


def _is_year(text: str, start: int, end: int) -> bool:
    """Return whether four digits are a year: "2050 ships" are none."""
    if re.compile(r"-[a-z]").match(text, end):
        return True
    before, (after, following) = words_before(text, start, 5), words_after(text, end)
    last, earlier = [*before, "", ""][:2]
    if is_measured(text, end) or after in _SHORT_UNITS:
        return False
    if last in ("to", "by") and (CHANGE - {"up"}) & set(before[1:3]):
        return False
    if between := _BETWEEN.search(text, max(0, start - 30), start):
        ends = [int(number) for number in re.findall(r"\d{4}", text[between.start() : end])]
        # "Between 1800 and 2000 ships": a comma before the noun would make years of them.
        round_or_far = all(number % 50 == 0 for number in ends) or ends[-1] > FARTHEST
        if len(ends) == 2 and round_or_far and counts_things(text, end):
            return False
        return not BE & set(words_before(text, between.start(), 1))
    nouns = counts_things(text, end)
    if nouns and _AFTER_QUARTER.search(text, max(0, start - 4), start):
        return not _may_count(int(text[start : start + 4]))
    if nouns and last in ("these", "those"):
        return bool({after, following} & DATED)
    if (
        last == "the"
        and after in COUNTED
        and after not in DATED
        and int(text[start:end][:4]) == 2000
    ):
        return False
    if last == "at" and earlier in _STANDS and not (after and after not in FUNCTION):
        return False
    if last in _OF_YEARS:
        return last != "of" or earlier not in ("total", "sum", "number")
    if after == "of" and following in ("them", "the", "these", "those"):
        return False
    if last in _MORE_THAN or (last == "to" and earlier == "up" and nouns):
        return last == "than" and earlier in ("later", "earlier", "rather", "other")
    if nouns and (last in ("about", "around", "circa") or last in _AMOUNTS or last in CHANGE):
        return False
    counted = after in COUNTED or (bool(after) and after not in FUNCTION and following in COUNTED)
    if counted and last not in _YEAR_WORDS:
        return False
    if nouns and _has_many(text, start) and not {after, following} & DATED:
        return False
    return last != "over" or (earlier not in CHANGE and earlier not in BE)
