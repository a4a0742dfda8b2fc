"""The terms of an explainer's glossary: a page `glossary.md` with a list of definitions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page

NAME = "glossary"

# A line with the term, and what it means below it: the form of Python-Markdown's definition lists.
_ENTRY = re.compile(r"^(?P<term>[^\s:#<].*)\n:[ ]+(?P<says>.+(?:\n[ ]+.+)*)", re.MULTILINE)


@dataclass(frozen=True)
class Term:
    """A term with what it means; `names` are the words that readers may meet it by."""

    title: str
    says: str
    anchor: str

    @property
    def names(self) -> list[str]:
        """Return the names, where an entry is about several: "Reserves, resources"."""
        return [name.strip() for name in self.title.split(",")]


def page_of(content: Content) -> Page | None:
    """Return the page with the glossary; None if there is none."""
    return next((page for page in content.pages.values() if page.id == NAME), None)


def terms(content: Content) -> list[Term]:
    """Return the terms in the order of the page."""
    page = page_of(content)
    return [] if page is None else list(_terms(content, page))


def _terms(content: Content, page: Page) -> Iterator[Term]:
    for found in _ENTRY.finditer(page.body):
        says = content.passage(page, found["says"]).html.striptags()
        yield Term(found["term"].strip(), says, anchor(found["term"]))


def files(content: Content) -> dict[str, str]:
    """Return the file with the terms that pages show beside a word, by its path in the site."""
    page = page_of(content)
    if page is None:
        return {}
    found = {term.anchor: {"title": term.title, "is": term.says} for term in terms(content)}
    return {f"{page.url}terms.json": json.dumps(found, ensure_ascii=False)}


def anchor(title: str) -> str:
    """Return the anchor of a term's entry, from its first name."""
    words = re.sub(r"[^a-z0-9]+", "-", title.partition(",")[0].lower()).strip("-")
    return f"term-{words}"


def with_anchors(markdown: str) -> str:
    """Give the entries of a glossary their anchors, so that pages can link to them."""
    return _ENTRY.sub(
        lambda found: found[0].replace(
            found["term"], f"{found['term'].rstrip()} {{: #{anchor(found['term'])} }}", 1
        ),
        markdown,
    )
