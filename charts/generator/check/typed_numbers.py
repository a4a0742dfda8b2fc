"""Finds the numbers that somebody typed instead of taking them from a dataset."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from markdown_it.token import Token

from charts.generator.base.problems import Problem
from charts.generator.base.yaml_text import compose, pairs, repeated
from charts.generator.check import number_words
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
)
NESTED_KEYS = ("columns", "findings")

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_SIZE = r"(?:million|billion|trillion|thousand)\b"
_MEASURED = rf"\s*(?:%|{_SIZE}|{number_words.UNIT}\b)"
# Innocent digits: dates, years and decades, names with a digit (G7, F-35, EU-27, 1990s),
# addresses, and the labels of footnotes.
_INNOCENT = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b(?:,?\s+\d{{4}}\b)?"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
    r"|(?<![\d$€£.,])\b(?:1[89]|20)\d\d(?:s|[-–/](?:(?:1[89]|20)\d\d|\d\d))?\b"
    rf"(?![.,]?\d|{_MEASURED})"
    rf"|\b(?!(?:USD|EUR|GBP|RUB|CNY)\d)[A-Za-z][A-Za-z.]*-?\d+\b(?!{_MEASURED})"
    r"|https?://\S+|\[\^[^\]\s]+\]"
)
_DIGITS = re.compile(r"[$€£]?\d[\d,.]*[\d¼-¾⅐-⅞]|[$€£]?\d|[¼-¾⅐-⅞]")
_AFTER = re.compile(rf"\s*(?:%|percent|per\s?cent|{_SIZE})")

_STRING = r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_ARGUMENT = re.compile(rf"(?:(\w+)\s*=\s*)?{_STRING}", re.DOTALL)
# A call that is plain text, because it has no braces.
_BARE = re.compile(r"\b(value|fact|claim|quoted|source|chart)\([\"'“\u2018]")

_HTML = re.compile(
    r"<!--.*?-->|<(script|style|pre|code)\b.*?</\1\s*>"
    r"""|<(?:[^<>"']|"[^"]*"|'[^']*')*>|<[^>]*>""",
    re.DOTALL | re.IGNORECASE,
)
# The attributes after a heading, a link or a picture: { #name .class title="text" }
_ATTRIBUTES = re.compile(
    r"""\{:?(?:\s*(?:[#.][\w:-]+|[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'{}]+)))+\s*\}"""
)
_SPOKEN = re.compile(
    r"""(?<![\w-])(?:title|alt|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>{}]+))""",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stretch:
    """Words that are read together, with the place of each letter in the file."""

    text: str
    places: Sequence[int]
    tested: bool = False  # the words of a claim

    def part(self, start: int, end: int) -> Stretch:
        """Return a part of it."""
        return Stretch(self.text[start:end], self.places[start:end], self.tested)


@dataclass(frozen=True)
class Typed:
    """A number that somebody typed: how it is written, and where."""

    number: str
    place: int
    in_words: bool


def lint(page: Page) -> list[Problem]:
    """Return every hand-typed number of a page's prose, with its place.

    A page may list exceptions under `allowed` in its front matter: the text, and the reason.
    """
    stretches = list(prose(page))
    listed = [value for key, value in pairs(page.front) if key.value == "allowed"]
    allowed = [(key, reason, _phrase(key.value)) for node in listed for key, reason in pairs(node)]
    phrases = [phrase for _, _, phrase in allowed]
    problems = [
        page.problem(_advice(typed), typed.place)
        for stretch in stretches
        for typed in _typed(stretch, phrases)
    ]
    problems += _macros(page, stretches)
    for key, reason, phrase in allowed:
        entry, place = f'allowed: "{key.value}"', page.front_start + key.start_mark.index
        if not any(phrase.search(stretch.text) for stretch in stretches):
            message = f"{entry} is not on this page; delete the line."
            problems.append(page.problem(message, place))
        if not reason.value:
            message = f"{entry} has no reason; write after the colon why it is allowed."
            problems.append(page.problem(message, place))
    return problems


def lint_config(path: Path) -> list[Problem]:
    """Return the hand-typed numbers in `mkdocs.yml` that readers see: name, description, labels."""
    return _lint_yaml(path, _config_texts)


def lint_sources(path: Path) -> list[Problem]:
    """Return the hand-typed numbers in the notes of `sources.yml`; the rest of it is names."""
    return _lint_yaml(path, _notes)


def _macros(page: Page, stretches: list[Stretch]) -> Iterator[Problem]:
    """Return the macros that would print more, or less, than the data say."""
    for span in page.spans:
        plain = re.sub(_STRING, "", span.expression)
        if span.kind == "macro" and (plain.count("(") > 1 or re.search("[~|+]", plain)):
            message = (
                "a macro is alone in its braces and contains no other macro; write "
                '{{ fact("first") }} and {{ fact("second") }}.'
            )
            yield page.problem(message, span.start)
    for stretch in stretches:
        for call in _BARE.finditer(stretch.text):
            # An open brace is another mistake; a raw block shows how to write a macro.
            if not stretch.text[: call.start()].rstrip().endswith(("{{", GAP * 2)):
                message = f'put a macro between double braces: {{{{ {call[1]}("…") }}}}.'
                yield page.problem(message, stretch.places[call.start()])


def prose(page: Page) -> Iterator[Stretch]:
    """Return everything that readers read of a page: words in macros, front matter, Markdown."""
    for span in page.spans:
        if span.kind == "macro":
            yield from _claimed(span)
    for key, value in pairs(page.front):
        # A value that should be a text and is not is another mistake.
        if key.value in NESTED_KEYS or (key.value in PROSE_KEYS and value.tag.endswith(":str")):
            for scalar in _scalars(value):
                yield _written(scalar, page.readable, page.front_start)
    cursor = 0
    for token, start, end in page.blocks:
        if token.type == "inline":
            reader = _Reader(page.readable, max(cursor, start), end)
            yield from reader.read(token)
            cursor = reader.cursor
        elif token.type == "html_block":
            html = Stretch(page.readable[start:end], range(start, end))
            yield from _split(html, _HTML)


def _claimed(span: Span) -> Iterator[Stretch]:
    """Return the words of a claim: all other macros print only what the data say."""
    claim = re.search(r"\bclaim\s*\(", span.text)
    arguments = list(_ARGUMENT.finditer(span.text, claim.end())) if claim else []
    for i, argument in enumerate(arguments):
        if argument[1] == "words" or (argument[1] is None and i == 1):
            start, end = span.start + argument.start(2) + 1, span.start + argument.end(2) - 1
            yield Stretch(argument[2][1:-1], range(start, end), tested=True)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Return the texts of a YAML node, at any depth, without the keys."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for child in node.value:
            yield from _scalars(child[1] if isinstance(child, tuple) else child)


def _written(scalar: yaml.ScalarNode, text: str, offset: int) -> Stretch:
    """Return a YAML text as it is written, without the sign that begins a block."""
    start, end = offset + scalar.start_mark.index, offset + scalar.end_mark.index
    if scalar.style in ("|", ">"):
        start = text.index("\n", start)
    return Stretch(text[start:end], range(start, end))


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
        for token in paragraph.children or []:
            said, start = "", self.cursor
            if token.type == "text":
                said, start = token.content, self._find(token.content)
            elif token.type == "text_special":  # &frac12; or \*
                said, start = token.content, self._find(token.markup)
            elif token.type in ("softbreak", "hardbreak"):
                said = "\n"
            elif token.type == "code_inline":
                said, start = GAP, self._find(token.content)
            elif token.type == "html_inline":
                said, start = _break(token.content), self._find(token.content)
                yield from _spoken(self._stretch(token.content, start))
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
        yield from _split(Stretch("".join(words), places), _ATTRIBUTES)

    def _title(self, token: Token) -> Iterator[Stretch]:
        title = token.attrs.get("title")
        if isinstance(title, str) and title:
            yield self._stretch(title, self._find(title))

    def _find(self, part: str) -> int:
        place = self.text.find(part, self.cursor, self.end)
        if place < 0:  # rewritten by Markdown, such as code over two lines
            return self.cursor
        self.cursor = place + len(part)
        return place

    def _stretch(self, part: str, start: int) -> Stretch:
        return Stretch(part, range(start, start + len(part)))


def _break(tag: str) -> str:
    return "\n" if tag.lower().startswith("<br") else ""


def _split(stretch: Stretch, tags: re.Pattern[str]) -> Iterator[Stretch]:
    """Return the words outside tags, and those of the attributes that people read."""
    yield Stretch(
        tags.sub(lambda tag: GAP * len(tag[0]), stretch.text), stretch.places, stretch.tested
    )
    for tag in tags.finditer(stretch.text):
        if not tag.lastindex and not tag[0].startswith("<!"):  # neither code nor comment
            yield from _spoken(stretch.part(*tag.span()))


def _spoken(tag: Stretch) -> Iterator[Stretch]:
    """Return the texts of a tag that a browser shows or a screen reader reads."""
    for attribute in _SPOKEN.finditer(tag.text):
        yield tag.part(*attribute.span(attribute.lastindex or 0))


def _typed(stretch: Stretch, allowed: Iterable[re.Pattern[str]]) -> Iterator[Typed]:
    """Return the numbers that somebody typed, those in digits first."""
    text = stretch.text
    exempt = [match.span() for phrase in allowed for match in phrase.finditer(text)]
    digits = list(_DIGITS.finditer(text))
    innocent = exempt + [match.span() for match in (_INNOCENT.finditer(text) if digits else ())]
    for match in digits:
        if not _within(match.span(), innocent):
            after = _AFTER.match(text, match.end())
            yield _number(stretch, match.start(), after.end() if after else match.end(), False)
    for start, end in number_words.find(text) if not stretch.tested else ():
        if not _within((start, end), exempt):
            yield _number(stretch, start, end, True)


def _number(stretch: Stretch, start: int, end: int, in_words: bool) -> Typed:
    return Typed(" ".join(stretch.text[start:end].split()), stretch.places[start], in_words)


def _within(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _phrase(text: str) -> re.Pattern[str]:
    """Return a pattern for a phrase, wherever its lines break."""
    return re.compile(r"\s+".join(map(re.escape, text.split())), re.IGNORECASE)


def _advice(typed: Typed) -> str:
    """Say what to do about a number that was typed into a page."""
    quoted = f'{{{{ quoted("{typed.number}", source="…") }}}}'
    if typed.in_words:
        return (
            f'the number "{typed.number}" is typed by hand, in words. Bind it to a test with '
            f'{{{{ claim("name", "{typed.number}") }}}}, or name who says so with {quoted}; if it '
            "counts nothing in the data (a name, an idiom), put it under `allowed` in the front "
            "matter, with the reason."
        )
    return (
        f'the number "{typed.number}" is typed by hand. Take it from a dataset with '
        f"{{{{ value(…) }}}} or {{{{ fact(…) }}}}, or name who says so with {quoted}. A number "
        "that counts nothing (a law, a name) goes under `allowed` in the front matter, with the "
        "reason."
    )


def _lint_yaml(
    path: Path, texts: Callable[[yaml.Node | None], Iterator[yaml.ScalarNode]]
) -> list[Problem]:
    """Return the hand-typed numbers in some texts of a YAML file, and the keys that repeat."""
    if not path.is_file():
        return []
    file = Page(path, path.name, path.read_text(encoding="utf-8-sig", errors="replace"))
    try:
        root = compose(file.text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"this is not valid YAML: {getattr(error, 'problem', error)}."
        return [file.problem(message, mark.index if mark else 0)]
    problems = [
        file.problem(
            f'the number "{typed.number}" is typed by hand, and nothing in this file can be bound '
            "to the data; rewrite the text without it.",
            typed.place,
        )
        for scalar in texts(root)
        for typed in _typed(_written(scalar, file.text, 0), ())
    ]
    return problems + [
        file.problem(f'the key "{key.value}" appears twice; keep one.', key.start_mark.index)
        for key in repeated(root)
    ]


def _config_texts(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    for key, value in pairs(root):
        if key.value in ("site_name", "site_description", "copyright"):
            yield from _scalars(value)
        elif key.value == "nav":
            yield from _labels(value)


def _labels(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Return the keys of a YAML node, at any depth."""
    for child in node.value if isinstance(node, yaml.SequenceNode) else []:
        yield from _labels(child)
    for key, value in pairs(node):
        if isinstance(key, yaml.ScalarNode):
            yield key
        yield from _labels(value)


def _notes(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    for _, source in pairs(root):
        for key, value in pairs(source):
            if key.value == "note":
                yield from _scalars(value)
