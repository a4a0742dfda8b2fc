"""Checks the exceptions that a page makes for itself, and the sources that it lists.

Each exception is as narrow as its reason: `allowed` frees a phrase and no number by itself, and
`pinned` a dataset that the page uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from charts.generator.base.problems import Problem, unknown
from charts.generator.base.yaml_text import pairs
from charts.generator.check.typed import words as number_words
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.text_claims import CLAIMS
from charts.generator.pages.content import FINDINGS, Content
from charts.generator.pages.inline import Use
from charts.generator.pages.markdown_page import Page

_SIZE = (
    r"(?:hundred|thousand|million|billion|trillion|dozen|half|third|quarter|fold|times|time|tenth)s?"
    r"|mn|bn|tn|k|m"
)
_SMALL = "zero|nought|one|two|three|four|five|six|seven|eight|nine|ten"
_CURRENCY = (
    "dollars?|cents?|euros?|pounds?|roubles?|rubles?|yuan|renminbi|yen|rupees?|usd|eur|gbp|rub|cny"
    "|rmb|jpy"
)
_PERCENT = r"%|percent|per[\s-]cent|percentage[\s-]points?|basis[\s-]points?|pp"
_SIGN = "[$€£¥₽₹]"
_UNIT = "mt|kt|gt|bcm|tcm|km|kg|[gmkt]w|[gmkt]wh|bpd|mbd|mln|bln|trn|mtoe|lbs?|pts|bps"
# A number with its currency, percent sign or size is an amount, whatever stands beside it.
_AMOUNT = re.compile(
    rf"{_SIGN}\s*\d|\d\s*(?:{_SIGN}|%)|(?:\d|\b[a-z]+)[\s-]*\b(?:{_PERCENT})(?!\w)"
    rf"|\d[\s-]*(?:{_SIZE}|{_CURRENCY}|{_UNIT})\b|\b(?:{_CURRENCY})\s*-?\d",
    re.IGNORECASE,
)
# A name in itself: F-35, G7.
_NAME = re.compile(rf"\b(?!(?:{_CURRENCY.upper()}|RS|R|X)\W?\d)[A-Z][A-Za-z]*-?\d")
# Words that name nothing beside a number: "more than 12 of the".
_EMPTY = re.compile(
    rf"\b(?:{_SIZE}|{_CURRENCY}|{_PERCENT}|{number_words.UNIT}"
    f"|{_SMALL}|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|(?:st|nd|rd|th)"
    "|an?|the|of|in|by|to|at|on|for|from|and|or|than|as|is|are|was|were|it|its|their|some|about"
    "|almost|nearly|around|over|under|only|just|least|most|more|less|fewer|every|each|all|up|down"
    "|no|not|number|out|roughly|approximately|top|bottom|low|high|upper|lower|mid|much|many|large"
    "|small|big|then|now|other|another|years?|months?|weeks?|days?"
    r")\b",
    re.IGNORECASE,
)


def exceptions(page: Page, content: Content) -> Iterator[Problem]:
    """Say which exceptions of a page are wider than a phrase, or for nothing that is known."""
    for key, value in pairs(page.front):
        for entry, reason in pairs(value):
            if not isinstance(entry, yaml.ScalarNode):
                continue
            place = page.front_start + entry.start_mark.index
            if key.value == "allowed" and (fault := _wide(str(entry.value))):
                yield page.problem(f'allowed: "{entry.value}" {fault}', place)
            elif key.value == "pinned" and entry.value not in content.project.datasets:
                message = f"pinned: {unknown('dataset', entry.value, content.project.datasets)}"
                yield page.problem(message, place)
            elif key.value == "pinned" and not str(reason.value).strip():
                message = f'pinned: "{entry.value}" has no reason; write after the colon why the '
                yield page.problem(f"{message}page stops there.", place)


def _wide(phrase: str) -> str:
    """Say why a phrase can't be an exception."""
    if _AMOUNT.search(phrase):
        return (
            "is an amount, so it says something that data can say: take it from a dataset, or name "
            'who says so with {{ quoted("…", source="…") }}.'
        )
    left = phrase
    for start, end in reversed(list(number_words.find(phrase.lower()))):
        left = f"{left[:start]} {left[end:]}"
    if not _NAME.search(phrase) and not re.search(r"[^\W\d_]{2,}", _EMPTY.sub(" ", left)):
        return (
            "would free that number wherever it stands on the page; write the whole phrase that "
            'names what is meant, such as "Nord Stream 2".'
        )
    return ""


def quotations(page: Page, uses: list[Use]) -> Iterator[Problem]:
    """Say which quotations have no number; other words need no macro."""
    for use in uses:
        words = use.words.lower()
        number = re.search(rf"\d|\b(?:{_SMALL})\b", words) or any(number_words.find(words))
        if use.macro == "quoted" and not number:
            message = (
                f'"{use.words}" has no number, and `quoted` is for numbers. Write such words in '
                f'the sentence, between quotation marks, and name who says so with {{{{ source("'
                f'{use.name}") }}}}.'
            )
            yield page.problem(message, use.offset)


# Sources -----------------------------------------------------------------------------------------


def unlisted(page: Page, uses: list[Use], content: Content) -> Iterator[Problem]:
    """Say which datasets a page uses that its list of sources, which readers see, lacks."""
    listed = page.meta.get("sources")
    shows_list = any(s.expression.startswith("references") for s in page.spans if s.kind == "macro")
    if not shows_list or not isinstance(listed, list):
        return
    seen = {*map(str, listed), CLAIMS}  # a page does not rest on what the texts claim
    # A ledger of findings names the cells of each.
    start, end = page.keys.get(FINDINGS, (0, 0))
    for use in uses:
        if start <= use.offset < end:
            continue
        for name in _used(use, content):
            if name not in seen and use.macro not in ("quoted", "source"):
                message = (
                    f'this uses the dataset "{name}", which is not listed; add it to `sources` in '
                    "the front matter."
                )
                yield page.problem(message, use.offset)
            seen.add(name)


def unused(page: Page, uses: list[Use], content: Content) -> Iterator[Problem]:
    """Say which sources a page lists, and which datasets it pins, without using them.

    Call it only if nothing else is wrong with the page: a macro that fails hides what it uses.
    """
    used = {name for use in uses for name in _used(use, content)}
    for key, value in pairs(page.front):
        if key.value == "sources":
            nodes = value.value
            said = 'source "{}" is listed, but this page does not use it; delete it, or cite it'
            said += ' with {{{{ source("{}") }}}}.'
        elif key.value == "pinned":
            nodes = [name for name, _ in pairs(value)]
            said = 'pinned: this page does not use the dataset "{}"; delete the line.'
        else:
            continue
        for node in nodes:
            if node.value not in used:
                place = page.front_start + node.start_mark.index
                yield page.problem(said.format(node.value, node.value), place)


def _used(use: Use, content: Content) -> Iterator[str]:
    """Yield the datasets and other sources that a macro uses."""
    if use.macro in ("quoted", "source"):
        yield use.name
    elif use.macro == "chart":
        yield from content.project.drawings[use.name].datasets
    elif isinstance(use.result, Receipt | Outcome):
        yield from dict.fromkeys(cell.dataset for cell in use.result.read)
