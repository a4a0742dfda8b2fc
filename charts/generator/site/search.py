"""Finishes the index of the theme's search, so that it finds what readers type.

The theme splits pages at their headings. Here each entry gets a weight by what its page is for,
the words that an editor gives a page, and the glossary an entry for each term. Code, its output,
and headings with nothing below them are left out.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from charts.generator.pages import glossary, notebooks
from charts.generator.pages.content import SEARCH, Content
from charts.generator.pages.markdown_page import Page

INDEX = Path("search") / "search_index.json"

# How much an entry weighs, by the kind of its page: readers look for answers first.
WEIGHTS = {"question": 2.0, "chart": 2.0, "page": 0.5, "term": 3.0}
# The weight of a word by where it stands. The theme's own, in which a title weighs a thousand
# times a text, finds long titles.
FIELDS = {"title": {"boost": 10.0}, "text": {"boost": 1.0}, SEARCH: {"boost": 10.0}}
# The theme writes these in titles and texts, and its search would break words at them.
QUOTES = {"&#39;": "'", "&#x27;": "'", "&#34;": '"', "&quot;": '"'}


def found(site: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what the theme has found on pages, by their addresses."""
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in json.loads((site / INDEX).read_text(encoding="utf-8"))["docs"]:
        entries.setdefault(entry["location"].partition("#")[0], []).append(entry)
    return entries


def finish(content: Content, site: Path, entries: list[dict[str, Any]]) -> None:
    """Finish the index of a built site, with what the theme has found on all its pages."""
    path = site / INDEX
    index = json.loads(path.read_text(encoding="utf-8"))
    index["config"]["fields"] = FIELDS
    index["config"]["words"] = dict(content.project.settings.search)
    index["docs"] = list(_entries(content, entries))
    said = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(said, encoding="utf-8")


def _entries(content: Content, found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    pages = {page.url: page for page in content.pages.values()}
    lists = glossary.page_of(content)
    written = [path.relative_to(content.project.docs) for path in notebooks.find(content.project)]
    code = {f"{path.with_suffix('').as_posix()}/" for path in written}
    for entry in found:
        place, _, section = entry["location"].partition("#")
        page = pages.get(place)
        text = "" if place in code and not section else _plain(entry["text"])
        if section and not text.strip():
            continue
        yield {
            "location": entry["location"],
            "title": _plain(entry["title"]).rstrip("¶"),
            "text": "" if page is not None and page is lists else text,
            "boost": WEIGHTS[page.kind if page else "page"],
            **({SEARCH: _hints(content, page)} if page and not section else {}),
        }
        if page is not None and page is lists and not section:
            for term in glossary.terms(content):
                yield {
                    "location": f"{place}#{term.anchor}",
                    "title": html.escape(term.title, quote=False),
                    "text": html.escape(term.says, quote=False),
                    "boost": WEIGHTS["term"],
                }


def _hints(content: Content, page: Page) -> str:
    """Return the words by which a page may be looked for, beside those in it."""
    return f"{content.label(page)}. {page.meta.get(SEARCH, '')}"


def _plain(text: str) -> str:
    for written, sign in QUOTES.items():
        text = text.replace(written, sign)
    return text
