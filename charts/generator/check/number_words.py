"""Finds the numbers that a text writes in words: "two-thirds", "doubled", "one in five".

In the patterns a space matches whatever separates two words: spaces, the end of a line, a hyphen.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

# The letters in brackets let a pattern give up at once on other words.
_SMALL = "(?=[efnst])(?:two|three|four|five|six|seven|eight|nine|ten)"
_TENS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_TEENS = "(?:eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)"
_TENS = rf"{_TENS}(?! (?:first|second|third|[a-z]+th)\b)(?: (?:one|{_SMALL})\b)?"
_LARGE = f"(?=[efnst])(?:{_TEENS}|{_TENS})"
_MANY = f"(?=[efnst])(?:{_SMALL}|{_LARGE})"
_ANY = f"(?=[efnost])(?:one|{_MANY})"
_SIZE = "(?:hundred|thousand|million|billion|trillion|dozen)"
_SIZES = f"(?:{_SIZE}s)"
_ORDINAL = "(?=[efnst])(?:second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf)th)"
_PART = "(?:third|quarter|(?:four|fif|six|seven|eigh|nin|ten|twelf|twentie|hundred|thousand)th)"
_MULTIPLE = "(?:double|triple|treble|quadruple)"
_TIME = "(?:year|month|week|day|decade|quarter)"
_STREAK = "(?:consecutive|straight|successive)"

# What even a small number measures or counts.
UNIT = (
    "(?:per(?: )?cent|percentage points?|basis points?|points|dollars?|cents?|roubles?|rubles?"
    "|euros?|yuan|tons?|tonnes?|barrels?|gallons?|cubic|miles|kilomet(?:er|re)s|degrees"
    "|[a-z]*watts?)"
)
_COUNTED = (
    "(?:people|workers?|compan(?:y|ies)|firms?|banks?|ships?|tankers?|vessels?|cargo(?:es)?"
    "|shipments?|voyages?)"
)
_MORE = "(?:more|less|fewer|(?:high|low|larg|small|bigg|great|cheap|long|short|fast|slow)er)"
_MOST = (
    "(?:most|least|best|worst|(?:larg|bigg|great|high|low|small|rich|poor|wealthi|long|short|old"
    "|young|new|busi|strong|weak|fast|slow|cheap|heavi|deep)est)"
)
# What marks a word as a number, and is not part of the number: fell BY a third.
_LEAD = (
    "(?:(?:in|into|within|over|for|after|during|by|to|from|than|about|almost|nearly|around|roughly"
    "|under|only|just|least|some|past|last|previous|next|more|less|fell|rose|grew|lost|gained|up"
    "|down|would|will|could|may|might|can) (?:the )?)"
)
# A share ends its clause, or one of these words follows; that excludes "by a third party".
_END = (
    r"(?=\s*(?:$|[.,;:!?)—–\ufffc])| (?:in|on|at|as|to|from|since|between|after|before|within|over"
    r"|during|and|or|but|when|while|this|last|compared|with)\b)"
)

_LATER = (
    "(?:in a row|in succession|running|straight|later|earlier|ago|before|after|since|old|older"
    "|longer|shorter|sooner|apart|ahead|behind|more)"
)
_RUN = rf"(?:{_MANY} {_STREAK} {_TIME}s|{_MANY} {_TIME}s {_LATER})"
_SPAN = rf"{_SMALL} (?:(?:full|whole|more) )?{_TIME}s(?! of (?:the|this|that|\d))"
# Not "in double figures", "double taxation" or "double-hulled".
_DOUBLE = (
    rf"(?<!\bin\s)(?<!\bfor\s)(?<!\bunder\s){_MULTIPLE}"
    r"(?![-\u2011]| (?:tax|standard|count|check|(?:down|as|up)\b))"
)

# These come first: what they match is not looked at again.
_INNOCENT = [
    "(?:first|second|latter|last|early|earlier|late|later|upper|lower|top|bottom) half",
    "(?:northern|southern|eastern|western) half",
    "half an? (?:year|day|hour|decade|century)",
    r"half[-\u2011](?!a\b)[a-z]+|half (?:past|way|time|measures?|truths?|brothers?|sisters?)",
    # Other words for a year and a day.
    rf"(?:twelve months|twenty four hours)(?! {_LATER})",
    "(?:in|once|within|during|per) (?:a|one) quarter(?! of)",
    "(?:think|thinks|thinking|thought) twice|once or twice",
]
_NUMBERS = [
    # Shares: one in five, nine out of ten, every third barrel.
    rf"{_ANY} (?:in|out of|(?:in |out of |of )(?:every|each)) (?:{_MANY}|(?:a )?{_SIZE})",
    rf"{_SMALL} of (?:the )?{_SMALL}|{_SMALL} to one|fifty fifty",
    rf"every {_ORDINAL} (?:{UNIT}|{_COUNTED})",
    # Multiples: tripled, five times, tenfold, nearly double.
    r"(?:doubl|tripl|trebl|quadrupl|quintupl)(?:ed|es|ing)(?! (?:down|up|as|back)\b)",
    rf"halv(?:e|es|ed|ing)|twice|thrice|{_MANY} times|(?:{_MANY}|(?:an? )?{_SIZE})(?: )?fold",
    rf"{_MULTIPLE} (?:the|its|their|that|those|what|this|last|from|in|by|since|within|over)",
    rf"{_MULTIPLE} digits?|(?:{_ANY} )?orders? of magnitude",
    # Sizes: two hundred and fifty million, a dozen, tens of thousands.
    rf"(?:half an?|an?|several|{_ANY}) {_SIZE}(?: (?:and )?(?:{_SIZE}|{_ANY}))*",
    rf"(?:tens of |{_SIZES} of )*{_SIZES}",
    # Fractions: two-thirds, a fifth of, two and a half.
    rf"{_ANY} {_PART}s|{_ANY} and an? (?:half|{_PART})|half",
    rf"one {_PART}(?! (?:part|countr|person|time|option|state))",
    rf"an? {_PART}(?= (?:of|as|the|that|{_MORE})\b)",
    # Ranks: third-largest, ranks fifth, in third place, the top ten, the two biggest.
    rf"{_ORDINAL} (?:{_MOST}|only to)|(?:number|top|bottom) {_SMALL}|{_SMALL} {_MOST}",
    "(?:rank(?:s|ed|ing)?|place[sd]|came|comes?|coming|finish(?:es|ed)?|stands?|stood)"
    rf" (?:only |as )?{_ORDINAL}(?![-\u2011]| hand)",
    rf"(?:takes?|took|holds?|held) {_ORDINAL} (?:place|position|rank)",
    # Measures: five percent, three big banks; "the two banks" have been named before.
    rf"(?:zero|{_ANY}) {UNIT}",
    rf"(?<!\bthe\s)(?<!\bthese\s)(?<!\bthose\s){_SMALL} (?:[a-z]+ |[a-z]\.[a-z]\. )?{_COUNTED}",
    # Spans of time that compare: two years later, a five-year low, a fifth year in a row.
    rf"{_RUN}|{_SMALL} {_TIME} (?:old|low|high|record|peak|fall|drop|decline|rise|run|streak)",
    rf"every {_SMALL} {_TIME}s|{_ORDINAL} (?:{_STREAK} {_TIME}|{_TIME} (?:in a row|running))",
    # After a word that makes them numbers: by a third, in three years, nearly double.
    rf"{_LEAD}+(?:{_RUN}|an? {_PART}{_END}|{_ORDINAL} (?:place|position|rank)|{_SPAN}|{_DOUBLE})",
    # Any other number from eleven up.
    _LARGE,
]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"[\s\u2011-]+"))


_EITHER = _compile(rf"\b(?:(?P<innocent>{'|'.join(_INNOCENT)})|{'|'.join(_NUMBERS)})\b")
_LEADS = _compile(f"{_LEAD}+")
# Patterns that ignore case are slow, so the text is lower-cased instead, letter by letter.
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_SENTENCE = re.compile(r"(?:^|[.!?:;…])[\s\"'“”\u2018’()\[\]*_]*\Z")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Return the start and end of each number in words; names don't count.

    >>> [text[a:b] for text in ["Two-thirds of the Big Four doubled."] for a, b in find(text)]
    ['Two-thirds', 'doubled']
    """
    for match in _EITHER.finditer(text.translate(_LOWER)):
        lead = _LEADS.match(match[0])
        start, end = match.start() + (lead.end() if lead else 0), match.end()
        if match["innocent"] is None and not _is_name(text, start, end):
            yield start, end


def _is_name(text: str, start: int, end: int) -> bool:
    """Return whether words are a name: they have a capital, and do not begin a sentence."""
    word = text[start:end]
    return word[0].isupper() and not word.isupper() and not _SENTENCE.search(text[:start])
