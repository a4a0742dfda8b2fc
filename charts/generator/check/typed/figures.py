"""Finds the numbers that a text writes in digits, apart from dates, names and references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.numbers import list_currencies

from charts.generator.check.plain_letters import FRACTION, RAISED
from charts.generator.check.typed import dates, references
from charts.generator.check.typed.dates import (
    counts_things,
    is_measured,
    words_after,
    words_before,
)  # fmt: skip
from charts.generator.check.typed.lexicon import EXTREME, FUNCTION, SCALE, word_set

Span = tuple[int, int]

_MONEY = "[A-Z]{0,3}[$€£¥₽₹₴]"
_DIGITS = re.compile(
    rf"(?:{_MONEY})?(?:\d{{1,3}}(?: \d{{3}}){{1,5}}\b(?![.,]?\d)|\d[\d,.]*[\d{FRACTION}]|\d)"
    rf"|{FRACTION}|(?<![A-Za-z)\]\"'’”.,;:!?]){RAISED}"
)
_AFTER = re.compile(
    rf"\s?(?:%|percent\b|per\s?cent\b|(?:{'|'.join(sorted(SCALE, key=len, reverse=True))})\b)"
    r"|(?:st|nd|rd|th)\b"
)

# 19th-century, the 5th Fleet, the 14th package.
_ORDINAL = re.compile(r"\b\d{1,4}(?:st|nd|rd|th)\b(?:(?=[\s][A-Z][a-z])|-([a-z]+))?")
_ORDINAL_NOUNS = word_set(
    "century centuries edition anniversary birthday congress parliament session round rounds"
    " meeting summit floor hour parallel meridian amendment package packages generation grade"
    " column day draft version volume chapter article month week term council assembly sanctions"
    " forum annual"
)
# A 30-year bond, a 90-day rule; and not a 5-year low.
_COMPOUND = re.compile(
    r"(?<![\d.,$€£-])\d{1,3}(?:(?: to |-to-|-or-|/)\d{1,3})?[- ]?"
    r"-(?:year|month|week|day|hour|minute|star|page|party|point plan|point program)\b"
    r"(?:[- ]([a-z]+)[- ]?([a-z]*))?"
)

# Names that are letters and digits: F-35, Su-57, COVID-19, A320neo.
_NAME = re.compile(
    r"(?<![A-Za-z\d$€£])([A-Z][A-Za-z.&]{0,20})-?\d{1,5}([A-Za-z]{0,3}(?:-[A-Z\d]{1,4})?)"
    r"(?![\w%]|[.,]\d)"
)
# Units that are letters with capitals, and sizes, glued before their number: Mt7, bn3.
_UNIT_FIRST = word_set(
    "Mt Gt Kt MW GW TW MWh GWh TWh KWh Bn Mn Mln Bln Trn Tn Bcm BCM Tcm Mtoe Mbd Km Kg"
)
_SIZES = word_set("m bn mn tn k th st nd rd x")
# Names that begin with a digit or a small letter: 5G, 3D, mp3, B2B, H2O.
_SMALL_NAME = re.compile(
    r"\b(?:[2-6]G|[1-4]D|[1-9][x×]\d|7-Eleven|[a-z]\d[a-z]|[A-Z]\d{1,2}[A-Z]|(?:k?m|cm|ft)[23]|mp[34]|co2"
    r"|NO[23]|PM(?:2\.5|10)|H\d{1,2}N\d{1,2}|[48]chan|2GIS|23andMe|3Com|1Password|[1-9][A-E]\d{3}"
    r"|[A-Z]\d{1,2}\+\d{1,2}"
    r"|\d{1,2}[+:]\d{1,2}(?= (?:talks|format|platform|meetings?|group|dialogue|treaty))"
    r"|(?:[A-Z][a-z]?-?)?\d{1,3}[A-Z][A-Za-z]{0,3}\d{1,4}[A-Z]{0,3}|[A-Z]\d[A-Z]\d|[A-Z][a-z]?\d[A-Z][a-z]?\d"
    r"|i[3579]|x86|x64|ARM64|(?:GMT|UTC)[+-]\d{1,2}(?::\d\d)?|An-\d{2,3}|catch-22|utf-?\d{1,2}|sha-?\d{1,3}|md5|base64|html5|css3|ipv[46]|h264"
    r"|[Gg]roup of (?:7|8|20|77)|(?:P5|E3|5|6|14|16|17)\+1)\b"
)
# A number after a name: Boeing 737-800, Nord Stream 2, Windows 11.
_SECOND = re.compile(
    r"(?<![\d.,$€£-])\b\d{1,4}(?:-\d{1,4}|/\d{1,3}|\.\d{1,2})?(?:[A-Za-z]|[A-Z]{2,3}|neo)?\b(?![%]|[.,]\d)"
)
_CAPITAL_WORD = re.compile(r"(?:^|[\s(“\"'])([A-Z][\w’'&.+-]*|iOS|iPhone|iPad|macOS)\s\Z")
_LONG_NAME = re.compile(r"(?<![.!?] )[A-Z][a-z]+ [A-Z][a-z]+ \Z")
_NUMBERED = word_set(
    "boeing airbus stream sakhalin lng windows python fortune s&p ftse nikkei stoxx russell"
    " nasdaq cac dax euro minsk start salt basel apollo soyuz formula catch plan area covid ios"
    " iphone android hts hs cn sitc naics sic isic iso rfc ieee din gost isbn issn cas faq icd"
    " pmid un project tupolev ilyushin antonov falcon ariane siberia turkstream yamal vostok big"
    " superjet voyager starship progress expedition playstation xbox galaxy luna cruiser motel"
    " usb hdmi bluetooth studio radio channel gost iec en astm ansi"
    " tu il an mig incoterms ifrs gaap mark france"
)
_NO_NAME = word_set(
    "nr the in of at on by from to for with about between and or but an it its top no nos up down"
    " minus plus under over sub mid pre post only some nearly almost around roughly these those we"
    " they he she you all both each every last next past than more less fewer ca est approx sold"
    " bought least most this that there was is are were as if when while since until after before"
    " during what why how january february march april may june july august september october"
    " november december monday tuesday wednesday thursday friday saturday sunday imports exports"
    " trade sales prices output growth a"
)
_PLACES = word_set("in at from to for near the")


@cache
def _money() -> frozenset[str]:
    codes = frozenset(code.lower() for code in list_currencies())
    return codes | word_set("rmb rs r cdn tl nis kc kč zl zł ft")


@cache
def _lands() -> frozenset[str]:
    names = Locale("en").territories
    last = {str(name).split()[-1].lower() for code, name in names.items() if len(code) == 2}
    return frozenset(last) | word_set("moscow washington america europe brussels beijing")


def find(text: str) -> Iterator[Span]:
    """Return the start and end of each number that counts something, in a text of plain letters."""
    found = list(_DIGITS.finditer(text))
    if not found:
        return
    innocent = bytearray(len(text))
    for start, end in _innocent(text):
        innocent[start:end] = b"\1" * (end - start)
    for match in found:
        if not innocent[match.end() - 1]:
            after = _AFTER.match(text, match.end())
            yield match.start(), after.end() if after else match.end()


_SMALL_IN_HEADS = word_set("from with over into after than amid upon onto about under since until")
# Broadcasts and books that begin with a length: 60 Minutes.
_NAMED_LENGTH = re.compile(r"\b\d{1,3} (?:Seconds|Minutes|Hours|Days|Weeks|Months|Years)\b")


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Return whether a length with a capital is a name, and no part of a headline."""
    line = text[text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
    return not set(re.findall(r"\b[a-z]{4,}", line)) <= _SMALL_IN_HEADS


# The ages of people: "a 58-year-old engineer", "at 78, Jane", "she was 47 years old".
_AGE = re.compile(
    r"\b\d{1,3}-year-olds?\b|\b[Aa]ged? \d{1,3}\b|\b\d{1,3} years (?:old|of age)\b"
    r"|(?:\A|(?<=[.!?] )|(?<=\n))At \d{2}, (?=[A-Z][a-z]|(?:he|she)\b)"
)


def _innocent(text: str) -> Iterator[Span]:
    """Return what has digits and counts nothing."""
    yield from dates.find(text)
    yield from (match.span() for match in _AGE.finditer(text))
    yield from references.find(text)
    yield from (match.span() for match in _SMALL_NAME.finditer(text))
    yield from (match.span() for match in _NAMED_LENGTH.finditer(text) if _is_title(text, match))
    for match in _ORDINAL.finditer(text):
        after, following = words_after(text, match.end())
        later = following in _ORDINAL_NOUNS and after not in FUNCTION
        if (match[1] or after) in _ORDINAL_NOUNS or later or _before_capital(text, match):
            yield match.span()
    for match in _COMPOUND.finditer(text):
        if match[1] not in EXTREME and (match[2] not in EXTREME or match[1] in FUNCTION):
            yield match.span()
    for match in _NAME.finditer(text):
        if _is_name(text, match):
            yield match.span()
    for match in _SECOND.finditer(text):
        if _follows_name(text, *match.span()):
            yield match.span()


# Nothing costs so few Colombian pesos.
_CONFERENCE = re.compile(r"COP[- ]?\d\d?")


def _before_capital(text: str, match: re.Match[str]) -> bool:
    return match[1] is None and text[match.end() + 1 : match.end() + 2].isupper()


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Return whether letters and digits are a name: F-35 is one, CHF500 and Top-5 are none."""
    prefix, suffix = match[1].rstrip("."), match[2]
    if is_measured(text, match.end()) or suffix in _SIZES or _is_unit(prefix, match[0]):
        return False
    if prefix.lower() in _NO_NAME and len(prefix) > 1:
        return False
    return len(prefix) == 1 or not match[1].endswith(".")


def _is_unit(prefix: str, whole: str) -> bool:
    """Return whether letters before digits are money or a unit: CHF500, EURbn5, Mt7."""
    if _CONFERENCE.fullmatch(whole):
        return False
    money = re.sub(r"(?<=[A-Z]{3})(?:m|bn|mn|tn|mln|bln)\Z", "", prefix)
    coin = money.lower() in _money() and not ("-" in whole and (len(money) == 1 or money == "RS"))
    return coin or (prefix in _UNIT_FIRST and "-" not in whole)


def _follows_name(text: str, start: int, end: int) -> bool:
    """Return whether a number follows a name and is part of it: Boeing 737, Nord Stream 2."""
    found = _CAPITAL_WORD.search(text, max(0, start - 40), start)
    if not found or is_measured(text, end):
        return False
    if _CONFERENCE.fullmatch(text, found.start(1), end):
        return True
    word = found[1].lower().strip(".")
    owned = re.sub(r"['’]s$", "", word)  # Boeing's 737
    if word in _money() or found[1] in _UNIT_FIRST or (owned != word and owned not in _NUMBERED):
        return False
    word = owned
    if word in _NUMBERED or word.rpartition("-")[2] in _NUMBERED:
        return True
    if "/" in text[start:end] and _LONG_NAME.search(text, max(0, start - 60), start):
        return True  # an address: Kuznetsky Most 21/5
    if word in _NO_NAME or word in _lands() or counts_things(text, end):
        return False
    # "In Gazprom 12 left" has no name with a number.
    before, (after, _) = words_before(text, start, 3)[1:], words_after(text, end)
    if before[:1] == ["the"] and not set(before[1:]) & _PLACES and not after.endswith("ed"):
        return True  # the Voyager 1 probe
    return not (before and before[0] in _PLACES and after and after not in FUNCTION)
