"""Finds the digits that only refer to something: addresses, laws, pages, codes, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.typed.dates import is_measured

Span = tuple[int, int]

# What stands before a number that is its name.
_LABELS = (
    r"articles?|arts?\.|sections?|secs?\.|chapters?|ch\.|paragraphs?|paras?\.?|clauses?|annex(?:es)?"
    r"|appendix|appendices|pages?|figures?|figs?\.|tables?|footnotes?|notes?|exhibits?|volumes?"
    r"|vols?\.|versions?|rules?|regulations?|directives?|resolutions?|protocols?|flights?|channel"
    r"|phases?|stages?|tiers?|category|categories|sub(?:paragraph|section|heading|chapter)s?"
    r"|headings?|codes?|items?|columns?|rows?|steps?|questions?|levels?|titles?|parts?|decrees?"
    r"|(?:general )?licen[cs]es?|rooms?|gate|pier|berth|track|lane|routes?|highway|zones?|blocks?"
    r"|units?|reactors?|class|grades?|types?|schedules?|issues?|cases?|dockets?|box(?:es)?|slides?"
    r"|lines?|episodes?|seasons?|forms?|executive orders?|public law|model|scenarios?|appeal|motion"
    r"|world war|vitamin|uranium|plutonium|carbon|ca?esium|helium|strontium|iodine|cobalt|eq\."
    r"|sheet"
    r"|building|suite|hall"
)
_EXACT = (
    r"pp?\.|§§?|#|[Nn]os?\.|Nr\.|No|[Ss]\.|v\.|H\. ?R\.|P\. ?L\.|E\. ?O\.|Pub\. ?L\."
    r"|[HS]\. ?(?:Con\. ?|J\. ?)?Res\."
)


_NUMBER = r"\d[\d.]{0,12}(?:[A-Z]|[a-z]\b)?(?:\(\w{1,4}\)){0,4}"
_LABELLED = re.compile(
    rf"(?<![A-Za-z])(?=[A-Za-z§#]\D{{0,24}}\d)(?:(?i:{_LABELS})|{_EXACT})"
    r"(?: |(?<=[a-z])-)?(?:\([A-Z]{2,6}\) )?(?:[Nn]os?\.? )?"
    rf"{_NUMBER}(?:[-/]{_NUMBER})?"
    rf"(?:(?:, ?| and | or | to |, and | - | & |-){_NUMBER}(?![\d%]|,\d)){{0,9}}"
)
# "No. 5" is a rank, unless something that has numbers stands before it.
_ORDERED = re.compile(r"(?:[Nn]os?\.|Nr\.|No) ?\d")
_HASH = re.compile(r"(?<=\bthe )#\d{1,2}\b|#\d{1,2}(?= (?:in|among|worldwide|globally)\b)")
_VOLUME = re.compile(r"(?i)\bvol(?:ume|\.)? ?\d{1,4},? ?\Z")
_NUMBERED = frozenset(
    ["law", "order", "decree", "regulation", "resolution", "licence", "license", "case",
     "directive", "decision", "protocol", "flight", "issue"]
)  # fmt: skip

_FILES = "html?|pdf|csv|xlsx?|md|json|png|svg|zip"
_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.|doi:|mailto:)\S+"
    r"|\b10\.\d{4,9}/\S+"
    r"|(?<!\S)[^\s@]{1,64}@[^\s@]{1,200}"
    r"|\b[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}"
    rf"\.(?:com|org|net|gov|int|eu|ru|uk|us|io|{_FILES})\b(?:/\S*)?"
)
_STREETS = (
    "Avenue|Street|Road|Lane|Boulevard|Square|Drive|Place|Row|Way|Court|Terrace|Ave\\.|St\\.|Rd\\."
    "|Embankment|Prospekt|Prospect|Ulitsa"
)
_STATUTES = (
    r"U\. ?S\. ?C?\.?(?: ?C\.)?(?: ?A\.)?|USC|C\. ?F\. ?R\.|CFR|U\.S\. Code|Fed\. Reg\.|F\.[23]d"
    r"|Stat\."
)
_PLAIN = re.compile(
    r"(?=[\[+(\dv=\sA-Z])(?=\D{0,14}\d)(?:"  # most letters begin none of these
    # Footnotes and the list of references.
    r"\[\^[^\]\s]{1,60}\]|\[\d{1,3}(?:(?:, ?|-)\d{1,3}){0,9}\]"
    # Telephones and versions.
    r"|\+\d[\d ()-]{6,20}\d|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b"
    r"|\bv\d{1,4}(?:\.\d{1,5}){0,4}\b|\b\d{1,4}(?:\.\d{1,5}){2,5}\b"
    r"|\bISBN(?:-1[03])?:? ?(?:97[89][- ]?)?\d[\d -]{7,13}[\dX]|\bISSN:? ?\d{4}-?\d{3}[\dX]"
    r"|\b(?:GOST|ISO|IEC|EN|DIN|ASTM|ANSI|TU|SNiP)(?: [A-Z]{1,3}|/[A-Z]{2,4}){0,2}[ -]?\d{1,6}"
    r"(?:[-.:]\d{1,5}){0,3}\b"
    # Names in registers.
    r"|\b(?:PMC?ID|arXiv|ORCID|ISIN|LEI|CAS|IMO|MMSI|INN|OGRN|EIN|DUNS|IBAN|CUSIP|EAN|GTIN|CIK)"
    r"(?: numbers?| no\.?)?:? ?(?=[A-Z\d.-]{0,24}\d)[A-Z\d][A-Z\d.-]{3,30}(?<!\.)"
    # Statutes and streets.
    rf"|\b\d{{1,3}} (?:{_STATUTES})(?: ?(?:§§? ?|[Pp]arts? |[Ss]ections? )?"
    r"\d[\d,.]{0,12}(?:\([a-z0-9]{1,3}\)){0,4}(?:-\d{1,5})?)?"
    r"|\b(?:19|20)\d\d/\d{1,4}(?:/[A-Z]{2,6})?\b"
    r"|\b[A-Z]{1,4}(?:[/-][A-Z]{1,5})*[/-]\d{1,4}(?:/\d{1,4})+\b"
    r"|\b\d{1,4}/\d{4}\b|\b\d{1,4}-FZ\b|\b\d{1,2}-[KQ]\b|\b401\(k\)"
    rf"|\b\d{{1,5}}[A-Z]?(?: [A-Z][A-Za-z.’']{{1,20}}){{1,3}} (?:{_STREETS})(?![a-z])"
    r"|\b(?:Avenue|Street|Road|Boulevard|Prospekt|Ulitsa),? \d{1,4}\b|\b[A-Z]{2} \d{5}(?:-\d{4})?\b"
    # The beginnings of a list's members, the base of an index, degrees on a map.
    r"|(?:^|(?<=\n))\d{1,2}[.)](?= )|\(\d{1,2}\)(?= [a-z])"
    r"|(?<=\d)\s?=\s?100\b|\b\d{1,3}(?:[.°]\d{1,6})?°?(?:\d{1,2}['′])? ?[NSEW]\b)"  # noqa: RUF001
)


def addresses(text: str) -> Iterator[Span]:
    """Return the start and end of each address and each name of a file."""
    yield from (match.span() for match in _ADDRESS.finditer(text))


# Isotopes: uranium-238, lead-210.
_ISOTOPE = re.compile(
    r"(?<![A-Za-z])(?i:[a-z]{2,12}(?<!prem)(?<!stad)ium|carbon|iodine|cobalt|radon|xenon|krypton"
    r"|argon|molybdenum|bismuth|oxygen|phosphorus|sul(?:ph|f)ur|fluorine|nitrogen|iron|nickel|lead"
    r"|tin|zinc|copper|silver|gold|lanthanum|hydrogen|tellurium)-\d{1,3}m?\b(?![%.,]\d)"
)


def find(text: str) -> Iterator[Span]:
    """Return the start and end of everything with digits that refers to something else."""
    yield from addresses(text)
    yield from (match.span() for match in _PLAIN.finditer(text))
    for match in _ISOTOPE.finditer(text):
        if not is_measured(text, match.end()):
            yield match.span()
    for match in _LABELLED.finditer(text):
        if not is_measured(text, match.end()) and not _is_rank(text, match):
            yield match.span()


def _is_rank(text: str, match: re.Match[str]) -> bool:
    is_rank = _HASH.match(text, match.start()) or _ORDERED.match(match[0])
    if not is_rank or _VOLUME.search(text, max(0, match.start() - 20), match.start()):
        return False
    before = text[max(0, match.start() - 30) : match.start()].split()
    last = before[-1].strip("(),") if before else ""
    is_name = last[:1].isupper() and match[0][0] != "#"  # "Chanel No. 5", but "Chile, #1 in copper"
    return not is_name and last.lower() not in _NUMBERED
