"""Gives quotation marks and apostrophes the shapes that printers give them: “this”, it’s.

Editors type the straight ones of a keyboard. Code, numbers with receipts, rows of data and what
readers copy stay as they are, and so do pages in other languages, whose marks have other shapes.
"""

from __future__ import annotations

import re

from lxml import html

from charts.generator.site.plain_text import BLOCKS

_LEFT = {"code", "data", "kbd", "pre", "samp", "script", "select", "style", "svg", "textarea"}
_LEFT_CLASSES = {"choice", "jupyter-wrapper", "number", "rows", "to-copy"}
_TYPED = re.compile("([\"'])")
# What stands before an opening mark; after anything else, a mark closes or is an apostrophe.
_OPENS = re.compile(r"[\s(\[{/“‘—–-]")
# Decades and the like: '90s.
_YEARS = re.compile(r"'\d\ds?\b")


def set_in(page: html.HtmlElement) -> None:
    """Set the marks of a page."""
    if page.get("lang", "").partition("-")[0] == "en":
        for body in page.iter("body"):
            _set(body, "")


def _set(element: html.HtmlElement, before: str) -> str:
    """Set the marks in an element, and return the last character of the line that it ends in.

    `before` is the last character before it in the same line: a mark beside a tag is judged by the
    text around both.
    """
    if not isinstance(element.tag, str):  # a comment
        return before
    block = element.tag in BLOCKS
    if element.tag in _LEFT or not _LEFT_CLASSES.isdisjoint(element.classes):
        return "" if block else "x"
    element.text, before = _shaped(element.text, "" if block else before)
    for child in element:
        before = _set(child, before)
        child.tail, before = _shaped(child.tail, before)
    return "" if block else before


def _shaped(text: str | None, before: str) -> tuple[str | None, str]:
    """Return a text with its marks set, and its last character."""
    if not text:
        return text, before
    made = ""
    for part in _TYPED.split(text):
        if part in ("'", '"'):
            opens = not before or bool(_OPENS.match(before))
            if part == '"':
                part = "“" if opens else "”"
            else:
                part = "‘" if opens and not _YEARS.match(text, len(made)) else "’"
        made += part
        before = made[-1:] or before
    return made, before
