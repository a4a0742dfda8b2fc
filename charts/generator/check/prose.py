"""Returns what readers read of a page, each letter with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import yaml
from markdown_it.token import Token

from charts.generator.base.yaml_text import pairs
from charts.generator.check import html_text
from charts.generator.pages.markdown_page import GAP, Page, Span

# Front matter that readers see: texts, and lines of `name: text`.
PROSE_KEYS = (
    "label",
    "title",
    "question",
    "short_answer",
    "subtitle",
    "alt",
    "notes",
    "description",
    "figure",
    "figure_words",
)
NESTED_KEYS = ("columns", "findings", "steps")

STRING = r"""("(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+')"""
_ARGUMENT = re.compile(rf"(?:(?<!\w)(\w+)\s*+=\s*+)?{STRING}", re.DOTALL)
# The attributes after a heading, a link or a picture: { #name .class title="text" }
_ATTRIBUTES = re.compile(
    r"""\{:?(?:\s*+(?:[#.][\w:-]++|[\w-]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'{}]++)))++\s*+\}"""
)
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U000[0-9a-fA-F]{5})")
_FAR = 5000  # letters that markup takes at most between two words of a paragraph


@dataclass(frozen=True)
class Stretch:
    """Words that are read together, with the place of each letter in the file."""

    text: str
    places: Sequence[int]
    tested: bool = False  # the words of a claim
    head: str = ""  # what stands over the cell of a table


def prose(page: Page) -> Iterator[Stretch]:
    """Return everything that readers read of a page: words in macros, front matter, Markdown."""
    for span in page.spans:
        if span.kind == "macro":
            yield from _claimed(span)
    for key, value in pairs(page.front):
        # A value that should be a text and is not is another mistake.
        if key.value in NESTED_KEYS or (key.value in PROSE_KEYS and value.tag.endswith(":str")):
            for scalar in scalars(value):
                yield written(scalar, page.readable, page.front_start)
    cursor, heads = 0, _Heads()
    for token, start, end in page.blocks:
        head = heads.of(token)
        if token.type == "inline":
            reader = _Reader(page.readable, max(cursor, start), end)
            for stretch in reader.read(token):
                yield replace(stretch, head=head) if head else stretch
            cursor = reader.cursor
        elif token.type == "html_block":
            yield from _html(page.readable[start:end], start)


class _Heads:
    """Finds what stands over each cell of a table, from the block tokens in their order."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.row, self.column = 0, 0

    def of(self, token: Token) -> str:
        """Return the head of a cell; nothing for a head itself, and outside tables."""
        if token.type == "table_open":
            self.heads, self.row = [], 0
        elif token.type == "tr_open":
            self.row, self.column = self.row + 1, 0
        elif token.type == "inline" and self.row:
            self.column += 1
            if self.row == 1:
                self.heads.append(token.content)
            elif self.column <= len(self.heads):
                return self.heads[self.column - 1]
        elif token.type not in ("thead_open", "tbody_open", "th_open", "td_open"):
            self.row = 0
        return ""


def _claimed(span: Span) -> Iterator[Stretch]:
    """Return the words of a claim: all other macros print only what the data say."""
    claim = re.search(r"\bclaim\s*+\(", span.text)
    arguments = list(_ARGUMENT.finditer(span.text, claim.end())) if claim else []
    for i, argument in enumerate(arguments):
        if argument[1] == "words" or (argument[1] is None and i == 1):
            start, end = span.start + argument.start(2) + 1, span.start + argument.end(2) - 1
            yield Stretch(argument[2][1:-1], range(start, end), tested=True)


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Return the texts of a YAML node, at any depth, without the keys."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for child in node.value:
            yield from scalars(child[1] if isinstance(child, tuple) else child)


def written(scalar: yaml.ScalarNode, text: str, offset: int) -> Stretch:
    """Return a YAML text as it is written, without the sign that begins a block."""
    start, end = offset + scalar.start_mark.index, offset + scalar.end_mark.index
    if scalar.style in ("|", ">"):
        start = text.index("\n", start)
    said = text[start:end]
    if scalar.style != '"' or "\\" not in said:
        return Stretch(said, range(start, end))
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for match in _ESCAPE.finditer(said):
        letters.append(said[at : match.start()] + chr(int(match[0][2:], 16)))
        places += range(start + at, start + match.start() + 1)
        at = match.end()
    return Stretch("".join([*letters, said[at:]]), [*places, *range(start + at, end)])


def _html(text: str, start: int) -> Iterator[Stretch]:
    for words, places in html_text.read(text, start):
        yield Stretch(words, places)


class _Reader:
    """Reads a paragraph and finds its words again in the page's text, between two places."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.cursor = start
        self.end = end

    def read(self, paragraph: Token) -> Iterator[Stretch]:
        """Return the words; alternative texts and titles are stretches of their own."""
        words: list[str] = []
        places: list[int] = []
        links: list[Token] = []
        children = paragraph.children or []
        closed = {  # where the code of each element ends last
            token.content[2:-1].strip().lower(): number
            for number, token in enumerate(children)
            if token.type == "html_inline" and token.content.startswith("</")
        }
        unread = ""  # the element whose code is left out
        for number, token in enumerate(children):
            said, start = "", self.cursor
            if token.type == "text":
                said, start = token.content, self._find(token.content)
                said = GAP * len(said) if unread else said
            elif token.type == "text_special":  # &frac12; or \*
                said, start = token.content, self._find(token.markup)
            elif token.type in ("softbreak", "hardbreak"):
                said = "\n"
            elif token.type == "code_inline":
                said, start = GAP, self._find(token.content)
            elif token.type == "html_inline":
                tag = token.content
                said, start = html_text.break_of(tag), self._find(tag)
                for spoken in html_text.shown(tag, range(start, start + len(tag))):
                    yield Stretch(*spoken)
                name = tag.strip("</>").partition(" ")[0].lower()
                if tag.startswith("</"):
                    unread = "" if name == unread else unread
                elif name in html_text.UNREAD and closed.get(name, 0) > number and not unread:
                    unread = name
            elif token.type == "image":
                yield from self.read(token)
                yield from self._title(token)
                said = GAP
            elif token.type == "link_open":
                links.append(token)
            elif token.type == "link_close":
                yield from self._title(links.pop())
            words.append(said)
            places += range(start, start + len(said))
        yield from _outside("".join(words), places)

    def _title(self, token: Token) -> Iterator[Stretch]:
        title = token.attrs.get("title")
        if isinstance(title, str) and title:
            start = self._find(title)
            yield Stretch(title, range(start, start + len(title)))

    def _find(self, part: str) -> int:
        far = self.cursor + len(part) + _FAR
        place = self.text.find(part, self.cursor, min(far, self.end))
        if place < 0:  # rewritten by Markdown, such as code over two lines
            return self.cursor
        self.cursor = place + len(part)
        return place


def _outside(text: str, places: Sequence[int]) -> Iterator[Stretch]:
    """Return the words outside attributes in braces, and those of the attributes that show."""
    for braces in _ATTRIBUTES.finditer(text):
        start, end = braces.span()
        for spoken in html_text.shown(braces[0], places[start:end]):
            yield Stretch(*spoken)
    yield Stretch(_ATTRIBUTES.sub(lambda braces: GAP * len(braces[0]), text), places)
