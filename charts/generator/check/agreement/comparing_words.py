"""The English words that compare: up and down, most and least, fractions, small counts, not."""

from __future__ import annotations

import re

from charts.generator.check import change_verbs

_CORRECTED = r"(?:revised|corrected|adjusted|marked|nudged|moved|restated)"
# Whatever the verb, the word behind it says the way: "edged down", "went higher".
_WENT = rf"(?:{change_verbs.going()})(?: back| a (?:bit|little|touch))?"
_DOWN = (
    rf"{_WENT} (?:down(?:wards?)?|lower)|{change_verbs.every(-1)}|minus(?= of)"
    rf"|{_CORRECTED} down(?:wards?)?"
)
_UP = (
    rf"{_WENT} (?:up(?:wards?)?|higher)|{change_verbs.every(1)}|growth|plus(?= of)"
    rf"|{_CORRECTED} up(?:wards?)?"
)
# A change as a noun.
UP_NOUNS = "increase|rise|gain|jump|growth|surge|upswing"
DOWN_NOUNS = "drop|fall|decline|decrease|plunge|slump|collapse|loss|reduction|downturn"
# What may stand between a word and its number: "fell to just over $3 billion".
NEARLY = r"(?:(?:about|around|roughly|nearly|almost|just|only|still|some|over|under|a mere|a) )*"

# What may stand between a verb and its "from" or "to".
WAY = r"(?: (?:back|again|further|steadily|sharply|slowly|even|all the way|up|down))*"
_TO = re.compile(rf"{WAY} to {NEARLY}$")

_LESS = r"less|lower|fewer|smaller|cheaper|below|down|under|short of|weaker|narrower"
# "Made up 16% of it" is no rise.
_NO_RISE = "".join(
    rf"(?<!\b{verb} )"
    for verb in ("made", "make", "makes", "making", "took", "takes", "used", "ended", "added")
)
_UPWARD = rf"{_NO_RISE}up"
_MORE = (
    rf"more|higher|larger|greater|bigger|costlier|dearer|above|{_UPWARD}|over|stronger|wider|extra"
)

VERBS = re.compile(rf"\b(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\b", re.I)
COMPARATIVES = re.compile(rf"\b(?:(?P<down>{_LESS})|(?P<up>{_MORE}))\b", re.I)

_THAN_EVER = r"than (?:ever|at any (?:other )?time|in any (?:other )?(?:year|month))"

_HIGH = (
    r"an? (?:new |fresh |record )?(?:high|peak)\b|highest|largest|biggest|greatest|most"
    r"|peak(?:ed|s)?|maximum|all-time high|record high|strongest|widest|steepest rise|best|top"
    r"|dearest|richest|busiest|heaviest|fullest|priciest|costliest|high(?= since)"
    rf"|(?:{_MORE}) {_THAN_EVER}|never (?:been |was |were |stood )?(?:{_MORE})"
    r"|(?<!\bon )records?(?! low|s? (?:of|for) th)"
)
_LOW = (
    r"an? (?:new |fresh |record )?low\b|lowest|smallest|least|fewest|minimum|all-time low"
    r"|record low|weakest|narrowest|worst|bottom(?:ed)?|trough|cheapest|poorest|low(?= since)"
    r"|quietest|slackest|leanest|thinnest|lightest|emptiest"
    rf"|(?:{_LESS}) {_THAN_EVER}|never (?:been |was |were |stood )?(?:{_LESS})"
)
# "At least" and "most of it" order nothing.
SUPERLATIVES = re.compile(
    rf"(?<!\bat )(?<!-)\b(?:(?P<down>{_LOW})|(?P<up>{_HIGH}))\b"
    r"(?! of (?:it|them|its|their|that)\b|-)",
    re.I,
)

NEGATIONS = r"(?:not|never|no longer|hardly|scarcely|n['’\u2019]t|cannot|neither|nor|without)"

NOT = re.compile(rf"(?:\b|(?<=\w)){NEGATIONS}\b", re.I)

SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000,
}  # fmt: skip
_ORDINALS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20,
    "fiftieth": 50, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
NUMBER = rf"(?:\d+|(?:{'|'.join(SMALL)})(?:[ -](?:{'|'.join(SMALL)}))?)"
COUNTED = re.compile(
    rf"\b(?P<n>{NUMBER}|a|several)[ -](?:full |whole |consecutive |straight |successive |more )*"
    r"(?P<unit>year|month|quarter|decade)s?(?:[ -](?:in a row|running))?\b(?! of the)", re.I,
)  # fmt: skip
ORDINAL_RUN = re.compile(
    r"\b(?P<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[ -]"
    r"(?:consecutive|straight|successive)? ?(?P<unit>year|month)", re.I,
)  # fmt: skip
RANKS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_FEW = "|".join(list(SMALL)[:20])
_PARTS = "|".join(word for word in _ORDINALS if word not in ("half", "halves"))
_NO_PART = r"(?! (?:straight|consecutive|successive|year|month|time|place|party|country))"
FRACTIONS = re.compile(
    rf"(?<![\w-])(?:(?P<many>{_FEW})[ -](?P<parts>{_PARTS})s?"
    r"|(?:an? |one[ -])?(?P<half>half)(?! (?:a |of (?:the )?(?:year|\d)))"
    rf"|(?:an?|one)[ -](?P<part>{_PARTS}){_NO_PART}|(?P<halved>halv(?:e|es|ed|ing))"
    r"|(?P<double>doubl(?:e|es|ed|ing)|twice|two-?fold)"
    r"|(?P<triple>tripl(?:e|es|ed|ing)|three-?fold|thrice)"
    r"|(?P<four>quadrupl(?:e|es|ed|ing)|fourfold)"
    rf"|(?P<n>{NUMBER}) times|(?P<percent>\d+(?:\.\d+)?) ?(?:%|per ?cent))(?![\w-])",
    re.I,
)


def verbs_to(text: str) -> list[re.Match[str]]:
    """Return the verb at the end of a text, before "to", that says up or down: "fell to"."""
    if not _TO.search(text):  # most texts, and sooner known than where their verbs are
        return []
    return [match for match in VERBS.finditer(text) if _TO.fullmatch(text, match.end())]


def direction(match: re.Match[str]) -> int:
    """Return 1 for a word that says up or most, -1 for one that says down or least."""
    return 1 if match["up"] else -1


def count(word: str) -> float | None:
    """Return the number that a word or digits write: thirty-two is 32; None for "several"."""
    parts = re.split(r"[ -]", word.lower())
    if parts[0].isdigit():
        return float(parts[0])
    values = [SMALL[part] for part in parts if part in SMALL]
    if not values:
        return {"a": 1.0}.get(parts[0])
    if len(values) == 2 and values[1] >= 100:
        return float(values[0] * values[1])
    return float(sum(values))


def ordinal(word: str) -> int:
    """Return the number of an ordinal: third is 3."""
    return RANKS.index(word.lower()) + 1


def fraction(match: re.Match[str]) -> float | None:
    """Return a fraction or a multiple as a number: two-thirds, tripled, ten times."""
    if match["many"]:
        return SMALL[match["many"].lower()] / _ORDINALS[match["parts"].lower()]
    if match["half"] or match["halved"]:
        return 0.5
    if match["part"]:
        return 1 / _ORDINALS[match["part"].lower()]
    if match["double"]:
        return 2.0
    if match["triple"]:
        return 3.0
    if match["four"]:
        return 4.0
    if match["percent"]:
        return float(match["percent"]) / 100
    return count(match["n"])
