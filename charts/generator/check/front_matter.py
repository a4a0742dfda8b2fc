"""Checks the front matter of pages against what each kind of page may have."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from charts.generator.base.problems import Problem, unknown
from charts.generator.base.yaml_text import pairs
from charts.generator.pages import corrections
from charts.generator.pages.content import (
    CHART,
    DEFINE,
    FINDINGS,
    FORMERLY,
    OVERVIEW,
    SEARCH,
    STEPS,
    Content,
)
from charts.generator.pages.markdown_page import Page, pieces

# What the front matter of each kind of page must have, and what else it may have.
REQUIRED = {
    "question": ["question", "short_answer", "sources", "updated"],
    "chart": ["title", "subtitle", "alt"],
    "page": ["title", "description"],
}
OPTIONAL = {
    "question": ["label", CHART, DEFINE, "allowed", "pinned", SEARCH],
    "chart": [
        "label", "notes", "sources", "columns", STEPS, DEFINE, "allowed", "pinned", SEARCH,
        FORMERLY,
    ],
    "page": ["label", "sources", DEFINE, "allowed", "pinned", SEARCH, FINDINGS, corrections.KEY],
}  # fmt: skip
OPENING = ["short_answer", CHART, "figure", "figure_words"]  # of the overview
TEXTS = {
    "label", "question", "short_answer", "title", "subtitle", "alt", "description", "notes",
    "figure", "figure_words",
}  # fmt: skip
LIST = "sources"
LINES = {"columns", "allowed", "pinned", FINDINGS, STEPS}  # lines of `name: text`

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # of a chart

# YAML takes the rest of a line for a comment.
_CUT = re.compile(r"[ \t]+(#[^\n]*)")
# Front matter is not Markdown: titles and descriptions are shown beyond the page.
_OPENING = re.compile(r"[>|][+-]?\s*|[\"']")
_MARKUP = re.compile(
    r"\*\*(?=\S)[^*]+\*\*|(?<![\w*])\*(?=[^\s*])[^*\n]*[^\s*]\*(?![\w*])"
    r"|(?<!\w)__?(?=[^\s_])[^_\n]*[^\s_]__?(?!\w)|`[^`]+`|!?\[[^\]]*\]\([^)]*\)|\[\^[^\]]+\]"
    r"|</?[a-zA-Z][^>]*>|<!--|&(?:\w+|#\w+);|~~[^~]+~~|\A#{1,6}\s"
)


def front_matter(page: Page, content: Content) -> Iterator[Problem]:
    """Say which keys a page's front matter lacks, and which are unknown or of the wrong type."""
    meta = page.meta
    known = REQUIRED[page.kind] + OPTIONAL[page.kind] + OPENING * (page.name == OVERVIEW)
    for key in REQUIRED[page.kind]:
        if _is_empty(meta.get(key)):
            what = " (what the chart shows, for those who can't see it)" if key == "alt" else ""
            who = "every page" if page.kind == "page" else f"a {page.kind} page"
            yield page.problem(f'the front matter lacks "{key}"{what}; {who} needs it.')
    for name, value in pairs(page.front):
        key, place = str(name.value), page.front_start + value.start_mark.index
        if key not in known:
            yield page.problem(f"front matter: {unknown('key', key, known)}", place)
        elif fault := _fault(key, meta[key]):
            yield page.problem(fault, place)
        else:
            yield from _inside(page, key, value, content)


def _is_empty(value: Any) -> bool:
    """Return whether readers would see nothing."""
    if not isinstance(value, str):
        return value in (None, [], {})
    return not any(p.strip() if isinstance(p, str) else p.kind != "comment" for p in pieces(value))


def _fault(key: str, value: Any) -> str:
    """Say what is wrong with the type of a value."""
    if key in {*TEXTS, CHART, SEARCH} and not isinstance(value, str):
        return f'"{key}" should be a text; put it between quotes.'
    if key == "updated":
        return day(key, value)
    if key in (LIST, FORMERLY) and not isinstance(value, list):
        return f'"{key}" should be a list: [first, second].'
    if key in LINES and not isinstance(value, dict):
        return f'"{key}" should be lines of `name: text` below it, indented.'
    return ""


def day(key: str, value: Any) -> str:
    """Say what is wrong with a day; one that is still to come is mistyped."""
    if isinstance(value, datetime.datetime):
        return f'"{key}" should be a date without a time of day, such as {value.date()}.'
    if not isinstance(value, datetime.date):
        return f'"{key}" should be a date such as 2026-11-21; found "{value}".'
    # Somewhere it is already tomorrow.
    if value > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        return f'"{key}" is {value}, which is still to come.'
    return ""


def _inside(page: Page, key: str, value: yaml.Node, content: Content) -> Iterator[Problem]:
    """Say what is wrong in a value of the right type."""
    if key in TEXTS:
        yield from _text(page, value)
    elif key == LIST:
        yield from _sources(page, value, content)
    elif key == FORMERLY:
        yield from _former_names(page, value, content)
    elif key in LINES:
        yield from _lines(page, key, value)


def _sources(page: Page, value: yaml.Node, content: Content) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in value.value:
        place = page.front_start + item.start_mark.index
        name = str(item.value)
        if not isinstance(item, yaml.ScalarNode):
            yield page.problem('"sources" should be a list of names: [first, second].', place)
        elif name not in content.citations:
            yield page.problem(unknown("source", name, content.citations), place)
        elif name in seen:
            yield page.problem(f'"{name}" is listed twice under `sources`; delete one.', place)
        seen.add(name)


def _former_names(page: Page, value: yaml.Node, content: Content) -> Iterator[Problem]:
    for item in value.value:
        place = page.front_start + item.start_mark.index
        name = item.value if isinstance(item, yaml.ScalarNode) else ""
        if not _NAME.fullmatch(name):
            said = '"formerly" should be a list of the names that the chart had, like old-name.'
            yield page.problem(said, place)
        elif name in content.chart_pages:
            said = f'"{name}" is the name of a chart now; only a name that is free can lead here.'
            yield page.problem(said, place)


def _lines(page: Page, key: str, value: yaml.Node) -> Iterator[Problem]:
    for name, text in pairs(value):
        place = page.front_start + text.start_mark.index
        if not isinstance(name, yaml.ScalarNode) or not isinstance(text, yaml.ScalarNode):
            message = f'"{key}" should be lines of `name: text`; this is more than a text.'
            yield page.problem(message, place)
        elif text.value and not isinstance(SafeConstructor().construct_document(text), str):
            message = f'"{name.value}" under `{key}` should be a text; put it between quotes.'
            yield page.problem(message, place)
        elif key in (FINDINGS, STEPS, "columns"):
            yield from _text(page, text)
        else:
            yield from _cut(page, text)


def _text(page: Page, node: yaml.Node) -> Iterator[Problem]:
    """Say what readers would not see as it is written: comments, Markdown, HTML."""
    yield from _cut(page, node)
    start, end = (page.front_start + mark.index for mark in (node.start_mark, node.end_mark))
    opening = _OPENING.match(page.readable, start, end)
    start = opening.end() if opening else start
    for found in _MARKUP.finditer(page.readable[start:end]):
        message = (
            f'"{found[0].strip()}" would be shown as it stands: front matter is neither Markdown '
            "nor HTML. Write it without the signs."
        )
        yield page.problem(message, start + found.start())


def _cut(page: Page, node: yaml.Node) -> Iterator[Problem]:
    """Say where YAML drops the end of a text, because it takes it for a comment."""
    end = page.front_start + node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and not node.style:
        # A comment alone on its line is meant as one; the end of a value may be on the next line.
        line = page.text[page.front_start + node.start_mark.index : end].rstrip()
        found = _CUT.match(page.text, page.front_start + node.start_mark.index + len(line))
        if found:
            message = (
                f'YAML takes "{found[1].strip()}" for a comment and drops it; put the whole text '
                "between quotes, or the comment on a line of its own."
            )
            yield page.problem(message, found.start(1))
