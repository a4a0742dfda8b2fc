"""Finds links between pages that lead nowhere, before anything is built."""

from __future__ import annotations

import itertools
import os.path
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

from markdown_it.token import Token

from charts.generator.base.problems import Problem, unknown
from charts.generator.check.anchors import OWN, Printed
from charts.generator.pages.markdown_page import GAP, Page

_SCHEME = re.compile(r"([a-zA-Z][\w+.-]*):")
_KNOWN = ("http", "https", "mailto", "tel")
_MACRO = re.compile(rf"{re.escape(quote(GAP))}|{GAP}")
_HTML_ADDRESS = re.compile(
    r"""<(a|img)\b(?:[^<>"']|"[^"]*"|'[^']*')*?\s(?:href|src)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
# The beginnings of the anchors of footnotes, which have a check of their own.
_FOOTNOTES = ("fn:", "fnref:")
_HTML_ID = re.compile(r"""<[^<>]*\bid\s*+=\s*+["']([^"']+)["']""")
# The attributes after a heading: { #name .class }
_ATTRIBUTES = re.compile(r"(?<!\s)\s*+\{:?([^{}]*+)\}\s*$")
_ID = re.compile(r"#([\w:.-]+)")


def broken(
    page: Page,
    pages: Mapping[str, Page],
    files: Collection[str],
    prints: Callable[[Page], Printed] = lambda _: Printed(),
) -> list[Problem]:
    """Return the links and pictures of a page whose file, or heading of a page, does not exist.

    Args:
        page: the page.
        pages: all pages, by their names in `docs/`.
        files: the names of the other files that are published.
        prints: returns the anchors that the macros of a page print.
    """
    problems = []
    for token, words, address, place in _addresses(page):
        if token == "image" and not words.strip():
            message = (
                "this picture has no alternative text; say between the brackets what it shows."
            )
            problems.append(page.problem(message, place))
        if token == "link_open" and not words.strip():
            message = "this link has no words; write between the brackets where it leads."
            problems.append(page.problem(message, place))
        if said := _elsewhere(token, address):
            problems.append(page.problem(f'the address "{unquote(address)}" {said}', place))
        if said or _SCHEME.match(address):
            continue
        path, _, anchor = unquote(address).partition("#")
        name = posixpath.join(posixpath.dirname(page.name), path.partition("?")[0])
        name = posixpath.normpath(name) if path else page.name
        if name in pages:
            said = _no_heading(pages[name], anchor, prints)
        else:
            said = "" if name in files else _no_file(page, name, pages, files)
        if said:
            message = f'the link to "{unquote(address)}" leads nowhere: {said}'
            problems.append(page.problem(message, place))
    return [*problems, *_html(page, pages, prints)]


def _elsewhere(token: str, address: str) -> str:
    """Say why an address that is no file of the pages can't be used."""
    scheme = _SCHEME.match(address)
    if not address:
        return "is empty; write where the link leads."
    if _MACRO.search(address):
        return "has a macro in it; a macro prints words, not addresses."
    if token == "image" and (scheme or address.startswith("//")):
        return "is on another site, and pages load nothing from there; put the picture in docs/."
    if scheme and scheme[1].lower() not in {*_KNOWN, "javascript", "vbscript"}:
        return f'begins with "{scheme[1]}:"; a link can begin with {", ".join(_KNOWN)}.'
    if address.startswith("/"):
        return "begins with a slash; write the way from this page to the file, or https://…"
    return ""


def _html(
    page: Page, pages: Mapping[str, Page], prints: Callable[[Page], Printed]
) -> Iterator[Problem]:
    """Return the links and pictures in HTML that lead nowhere: addresses there stay as they are."""
    addresses = {other.url for other in pages.values()}
    for token, start, end in page.blocks:
        if token.type not in ("inline", "html_block"):
            continue
        code = {c.content for c in token.children or [] if c.type == "code_inline"}
        for found in _HTML_ADDRESS.finditer(page.readable, start, end):
            address, place = found[2].strip("\"'"), found.start(2)
            image = found[1].lower() == "img"
            if any(found[0] in shown for shown in code) or GAP in address:
                continue  # shown as text, or reported as a macro in a tag
            path, _, anchor = address.partition("#")
            said = _elsewhere("image" if image else "link_open", address)
            own = posixpath.normpath(posixpath.join(page.url or ".", unquote(path))).strip(".")
            if said:
                yield page.problem(f'the address "{address}" {said}', place)
            elif image or (
                path and not _SCHEME.match(address) and f"{own}/".lstrip("/") not in addresses
            ):
                how = "![what it shows](file)" if image else "[words](page.md)"
                message = (
                    f'the address "{address}" leads nowhere, because addresses in HTML stay as '
                    f"they are; write {how}."
                )
                yield page.problem(message, place)
            elif not path and anchor and (lost := _no_heading(page, anchor, prints)):
                yield page.problem(f'the link to "{address}" leads nowhere: {lost}', place)


def _addresses(page: Page) -> Iterator[tuple[str, str, str, int]]:
    """Return the addresses of links and pictures: the kind, the words, the address, its place."""
    for block, start, _ in page.blocks:
        after: dict[str, int] = {}
        children = block.children or []
        for i, token in enumerate(children):
            address = token.attrs.get("href", token.attrs.get("src"))
            if not isinstance(address, str) or token.info == "auto":
                continue
            # After the words, or on a line of its own: [words]: address
            written = rf"(?:\(|\]:)\s*<?({re.escape(address)}|{re.escape(unquote(address))})"
            found = re.compile(written).search(page.readable, after.get(address, start))
            after[address] = found.end() if found else len(page.text)
            later = (children[k] for k in range(i + 1, len(children)))
            words = token.content if token.type == "image" else _said(later)
            yield token.type, words, address, found.start(1) if found else start


def _said(tokens: Iterable[Token]) -> str:
    """Return the words of a link, up to its end; a picture's words count."""
    inside = itertools.takewhile(lambda token: token.type != "link_close", tokens)
    return "".join(token.content for token in inside if token.type != "html_inline")


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


def _no_heading(page: Page, anchor: str, prints: Callable[[Page], Printed]) -> str:
    """Say that a page does not have an anchor, unless it has or may have it."""
    if not anchor or anchor.startswith(_FOOTNOTES):
        return ""
    known = headings(page)
    made = prints(page)
    if anchor in known or anchor in html_ids(page) or made.may_have(anchor):
        return ""
    if OWN.match(anchor):
        return unknown("anchor", anchor, made.known)
    return "" if GAP in known else unknown("heading", anchor, known)


def html_ids(page: Page) -> list[str]:
    """Return the anchors that a page's HTML makes."""
    return _HTML_ID.findall(page.readable)


def headings(page: Page) -> list[str]:
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
