"""Finds the numbers that somebody typed where a dataset should have spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from charts.pages import Page
from charts.problems import Problem

# Front matter that readers get to see.
PROSE_KEYS = ("title", "question", "short_answer", "subtitle", "alt", "notes", "description")

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
# Innocent digits: dates, years and decades, and names that hold a digit (G7, F-35, EU-27, 1990s).
_ALLOWED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b(?:,?\s+\d{{4}}\b)?"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
    r"|(?<![\d$€£.,])\b(?:1[89]|20)\d\d(?:s|[-–/](?:(?:1[89]|20)\d\d|\d\d))?\b"
    r"(?![.,]?\d|\s?(?:%|percent|per\s?cent|million|billion|trillion|thousand))"
    r"|\b[A-Za-z][A-Za-z.]*-?\d+\b(?!\s?(?:%|percent|per\s?cent|million|billion|trillion))"
)
# The words that a page binds to a claim.
_CLAIMED = re.compile(
    r"""claim\(\s*(["'])[\w-]*\1\s*,\s*(?:words\s*=\s*)?(["'])(.*?)\2""", re.DOTALL
)
_NUMBER = re.compile(
    r"[$€£]?\d[\d,.]*\d|[$€£]?\d",
)
_AFTER = re.compile(r"\s?(?:%|percent|per\s?cent|(?:million|billion|trillion|thousand)\b)")


def lint(page: Page) -> list[Problem]:
    """Return every hand-typed number of a page's prose, with its place.

    A page may list exceptions under `allowed` in its front matter: the text, and the reason.
    """
    allowed = page.meta.get("allowed")
    allowed = allowed if isinstance(allowed, dict) else {}
    found = []
    for start, text in _prose(page):
        innocent = [match.span() for match in _ALLOWED.finditer(text)]
        for phrase in allowed:
            innocent += [m.span() for m in re.finditer(re.escape(str(phrase)), text)]
        for match in _NUMBER.finditer(text):
            if any(a <= match.start() and match.end() <= b for a, b in innocent):
                continue
            after = _AFTER.match(text, match.end())
            typed = match[0] + (after[0] if after else "")
            found.append(
                page.problem(
                    f'the number "{typed}" is typed by hand. Take it from a dataset with '
                    "{{ value(…) }} or {{ fact(…) }}, or name who says so with "
                    f'{{{{ quoted("{typed}", source="…") }}}}. A number that is none (a law, a '
                    "name) goes under `allowed` in the front matter, with the reason.",
                    start + match.start(),
                )
            )
    return found


def _prose(page: Page) -> Iterator[tuple[int, str]]:
    """Return the stretches of a page that readers read, with their places in its text.

    Macros, code and addresses are not prose; a macro's place is filled so that columns stay.
    """
    blanked = list(page.text)
    for span in page.spans:
        for i in range(span.start, span.end):
            blanked[i] = blanked[i] if blanked[i] == "\n" else "\ufffc"
    text = "".join(blanked)
    for span in page.spans:
        claimed = _CLAIMED.search(span.text) if span.kind == "macro" else None
        if claimed:
            yield span.start + claimed.start(3), claimed[3]
    for key in PROSE_KEYS:
        if key in page.keys and isinstance(page.meta.get(key), str):
            start, end = page.keys[key]
            yield start, text[start:end]
    body = text[page.body_start :]
    lines = [page.body_start]
    for line in body.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for token in MarkdownIt("commonmark").enable("table").parse(body):
        if token.map is None:
            continue
        start, end = lines[token.map[0]], lines[min(token.map[1], len(lines) - 1)]
        if token.type == "inline":
            yield from _inline(token, text, start)
        elif token.type == "html_block":
            # Text between tags is prose; what stands in a tag is not.
            blank = re.sub(r"<[^>]*>", lambda m: "\ufffc" * len(m[0]), text[start:end])
            yield start, blank
        elif token.type == "code_block":
            # Material's admonitions are indented, which plain Markdown takes for code.
            yield start, text[start:end]


def _inline(token: Token, text: str, start: int) -> Iterator[tuple[int, str]]:
    """Return the words of a paragraph, each found again in the page's own text."""
    cursor = start
    address = False
    for child in token.children or []:
        if child.type in ("link_open", "link_close"):
            address = child.info == "auto" and child.type == "link_open"
        if child.type == "image":
            yield from _inline(child, text, cursor)
        if child.type not in ("text", "code_inline", "html_inline") or not child.content:
            continue
        place = text.find(child.content, cursor)
        if place < 0:
            # An entity or an escape was resolved: the paragraph's start has to do.
            place = cursor
        else:
            cursor = place + len(child.content)
        if child.type == "text" and not address:
            yield place, child.content
