"""Finds links between pages that lead nowhere, before anything is built."""

from __future__ import annotations

import itertools
import os.path
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import quote, unquote

from charts.generator.base.problems import Problem, unknown
from charts.generator.pages.markdown_page import GAP, Page

# Addresses outside the pages, or completed by a macro.
_ELSEWHERE = re.compile(rf"[a-zA-Z][\w+.-]*:|/|.*{re.escape(quote(GAP))}")
# Macros whose anchors the page does not show: one for each number, claim or dataset.
_LISTS = re.compile(r"\{\{\s*(?:numbers|claims|catalogue|findings)\b")
# The beginnings of the anchors that other macros and footnotes print.
_PRINTED = ("chart-", "alt-", "source-", "text-", "fn:", "fnref:")
_HTML_ID = re.compile(r"""<[^>]*\bid\s*=\s*["']([^"']+)["']""")
# The attributes after a heading: { #name .class }
_ATTRIBUTES = re.compile(r"\s*\{:?([^{}]*)\}\s*$")
_ID = re.compile(r"#([\w:.-]+)")


def broken(page: Page, pages: Mapping[str, Page], files: Collection[str]) -> list[Problem]:
    """Return the links and pictures of a page whose file, or heading of a page, does not exist.

    Args:
        page: the page.
        pages: all pages, by their names in `docs/`.
        files: the names of the other files that are published.
    """
    problems = []
    for address, place in _addresses(page):
        if _ELSEWHERE.match(address):
            continue
        path, _, anchor = unquote(address).partition("#")
        name = posixpath.join(posixpath.dirname(page.name), path.partition("?")[0])
        name = posixpath.normpath(name) if path else page.name
        if name in pages:
            said = _no_heading(pages[name], anchor)
        else:
            said = "" if name in files else _no_file(page, name, pages, files)
        if said:
            message = f'the link to "{unquote(address)}" leads nowhere: {said}'
            problems.append(page.problem(message, place))
    return problems


def _addresses(page: Page) -> Iterator[tuple[str, int]]:
    """Return the addresses of a page's links and pictures, and their places."""
    for block, start, _ in page.blocks:
        after: dict[str, int] = {}
        for token in block.children or []:
            address = token.attrs.get("href") or token.attrs.get("src")
            if not isinstance(address, str) or token.info == "auto":
                continue
            # After the words, or on a line of its own: [words]: address
            written = rf"(?:\(|\]:)\s*<?({re.escape(address)}|{re.escape(unquote(address))})"
            found = re.compile(written).search(page.text, after.get(address, start))
            after[address] = found.end() if found else start
            yield address, found.start(1) if found else start


def _no_file(page: Page, name: str, pages: Mapping[str, Page], files: Collection[str]) -> str:
    """Say that no such file is published, unless it is a notebook; its name is that in docs/."""
    docs = page.path.parents[page.name.count("/")]
    script = (docs / name).with_suffix(".py")  # of a notebook, which the build executes
    if name.endswith(".ipynb") and script.is_file():
        return ""
    for file in (f"{name}.md", posixpath.normpath(f"{name}/index.md")):
        if file in pages:
            way = os.path.relpath(file, posixpath.dirname(page.name) or ".").replace(os.sep, "/")
            return f'link to the file of the page, "{way}".'
    if name.endswith(".md") or "." not in posixpath.basename(name):
        return unknown("page", name, pages)
    return unknown("file", name, files)


def _no_heading(page: Page, anchor: str) -> str:
    """Say that a page does not have a heading, unless it has or may have it."""
    if not anchor or anchor.startswith(_PRINTED) or _LISTS.search(page.body):
        return ""
    known = _headings(page)
    if GAP in known or anchor in known or anchor in _HTML_ID.findall(page.readable):
        return ""
    return unknown("heading", anchor, known)


def _headings(page: Page) -> list[str]:
    """Return the anchors of a page's headings; one with a macro in it is a gap."""
    found: list[tuple[str, str]] = []  # its words and its own anchor
    for (head, _, _), (block, _, _) in itertools.pairwise(page.blocks):
        if head.type == "heading_open":
            children = [token for token in block.children or [] if token.type != "html_inline"]
            words = "".join(token.content for token in children)
            attributes = _ATTRIBUTES.search(words)
            own = _ID.search(attributes[1]) if attributes else None
            words = words[: attributes.start()] if attributes else words
            found.append((words, own[1] if own else ""))
    # As in Python-Markdown, headings' own anchors are taken first.
    taken = {own for _, own in found if own}
    return [own or (GAP if GAP in words else _anchor(words, taken)) for words, own in found]


def _anchor(words: str, taken: set[str]) -> str:
    # Imported here because most pages link to no heading.
    from markdown.extensions.toc import slugify, unique

    return unique(slugify(words, "-"), taken)
