"""Writes built pages as plain text, for readers and programs that want only the words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.html import defs

# Elements that start a new line; all others continue the current one.
BLOCKS = defs.block_tags | defs.table_tags | {"dd", "dt", "li", "nav", "summary", "figcaption"}
_HEADINGS = {"h1": "=", "h2": "-", "h3": "-"}
# Elements that follow others of their group without a blank line.
_CLOSE = ({"li"}, {"tr"}, {"dt", "dd"})
_UNREAD = {"script", "style", "svg", "button", "input", "nav"}
# Pictures, parts that only work on a screen, and chart tables, which have files of their own.
_UNREAD_CLASSES = {
    "headerlink",
    "chart-static",
    "chart-controls",
    "chart-data",
    "edit",
    "to-copy",
}


@dataclass(frozen=True)
class Line:
    """A line of a page, with the tag of its element."""

    tag: str
    text: str


@dataclass(frozen=True)
class Link:
    """A line of `llms.txt`: a title, an address, and a sentence that describes it."""

    title: str
    url: str
    says: str


def twin(page: html.HtmlElement, site: str, address: str) -> str:
    """Return the text of a page's article, below a line with the site and the address.

    A paragraph is one line, whatever its length. Links to files and to other sites are followed
    by their addresses, absolute if `address` is. A page without an article gives "".
    """
    for article in page.iter("article"):
        lines = [Line("p", ", ".join(filter(None, [site, address])))]
        if article.find(".//h1") is None:  # the overview has it above its article
            lines += [line for title in page.iter("h1") for line in _lines(title, address)]
        lines += _lines(article, address)
        return "".join(_set(lines)) + "\n"
    return ""


def index(name: str, description: str, sections: Iterable[tuple[str, list[Link]]]) -> str:
    """Return `llms.txt`, in the form of llmstxt.org: sections of links for programs to read."""
    parts = [f"# {name}"] + ([f"> {_line_of(description)}"] if description else [])
    for heading, links in sections:
        items = [f"- [{_quoted(link.title)}]({link.url}): {_line_of(link.says)}" for link in links]
        parts += [f"## {heading}", "\n".join(items)] if items else []
    return "\n\n".join(parts) + "\n"


def _quoted(title: str) -> str:
    """Return a title escaped as the text of a Markdown link."""
    return re.sub(r"([\[\]\\])", r"\\\1", _line_of(title))


def _line_of(text: str) -> str:
    return " ".join(text.split())


def _set(lines: list[Line]) -> Iterator[str]:
    """Return the parts of a text: lists and tables without blank lines, headings underlined."""
    yield lines[0].text
    for before, line in itertools.pairwise(lines):
        close = any({before.tag, line.tag} <= kind for kind in _CLOSE)
        yield "\n" if close else "\n\n"
        yield line.text
        if line.tag in _HEADINGS:
            yield "\n" + _HEADINGS[line.tag] * min(len(line.text), 72)


def _lines(element: html.HtmlElement, address: str) -> Iterator[Line]:
    """Return the lines of an element and of the blocks in it, in the order of the page."""
    tag = str(element.tag)
    words = [element.text or ""]
    for child in element:
        if not _unread(child):
            if child.tag in BLOCKS or any(e.tag in BLOCKS for e in child.iterdescendants()):
                yield from _line(tag, words)
                yield from _block(child, address)
                words = []
            else:
                words.append(_words(child, address))
        words.append(child.tail or "")
    yield from _line(tag, words)


def _block(element: html.HtmlElement, address: str) -> Iterator[Line]:
    if element.tag == "tr":
        cells = [" ".join(line.text for line in _lines(cell, address)) for cell in element]
        yield Line("tr", " | ".join(cells).rstrip())  # the last cell may be empty
    elif element.tag == "pre":
        yield Line("pre", str(element.text_content()).strip("\n"))
    elif element.tag in ("li", "dd"):
        for number, line in enumerate(_lines(element, address)):
            yield Line(str(element.tag), ("- " if number == 0 else "  ") + line.text)
    elif element.tag == "dt":
        yield from (Line("dt", f"{line.text}:") for line in _lines(element, address))
    else:
        yield from _lines(element, address)


def _line(tag: str, words: list[str]) -> Iterator[Line]:
    text = _line_of("".join(words))
    if text:
        yield Line(tag, text)


def _words(element: html.HtmlElement, address: str) -> str:
    """Return the words of an inline element, its links with their addresses."""
    if element.tag == "br":
        return " "
    if element.tag == "img":
        return element.get("alt", "")
    words = [element.text or ""]
    for child in element:
        words += [] if _unread(child) else [_words(child, address)]
        words.append(child.tail or "")
    said = "".join(words)
    href = element.get("href", "") if element.tag == "a" else ""
    if "chart-alt" in element.get("class", ""):
        return f"Chart: {said}"
    if "download" in element.attrib or urlsplit(href).scheme in ("http", "https"):
        return said if said == href else f"{said} ({urljoin(address, href)})"
    return said


def _unread(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNREAD:  # comments have no name
        return True
    return bool(_UNREAD_CLASSES & set(element.get("class", "").split()))
