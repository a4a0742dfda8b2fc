"""Reads Markdown pages: front matter, body, and the macros in both, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from yaml.constructor import SafeConstructor

from charts.generator.base import yaml_text
from charts.generator.base.problems import Problem, ProblemsError, problem

# What Jinja reads in a page, and what it ends with.
_OPEN = re.compile(r"\{%-?\s*+raw\s*+-?%\}|\{\{|\{%|\{#")
# A call whose texts may have such signs, as the label of a row can.
_TEXT = r""""(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'"""
_CALL = re.compile(
    rf"""\{{\{{\s*+\w++\(\s*+(?:(?:\w+\s*+=\s*+)?(?:{_TEXT}|[^"'{{}}(),\s]++)\s*+(?:,\s*+|(?=\))))*+"""
    r"\)\s*+\}\}"
)
_ENDRAW = re.compile(r"\{%-?\s*+endraw\s*+-?%\}")
# The tags of a raw block; its content is printed unchanged.
RAW = re.compile(r"\{%-?\s*+(?:end)?raw\s*+-?%\}")
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\n]+\]:", re.MULTILINE)
_ANY = re.compile(r"(?s).+")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)

# Replaces what readers don't read as it is written: a macro, code, a tag.
GAP = "\ufffc"

# Without text_join, entities and escapes stay separate tokens that can be found in the page.
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable("text_join")

_DEEPEST = 6  # admonitions in one another
# The parser takes up to 25 microseconds for a letter, so that no page keeps a check for long.
LONGEST = 250_000


@dataclass(frozen=True)
class Span:
    """A part of a page that Jinja reads: its kind, its text and its start."""

    kind: str  # macro, raw, comment, statement, open (not closed)
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the offset of the end."""
        return self.start + len(self.text)

    @property
    def expression(self) -> str:
        """Return the text between the braces."""
        return self.text[2:-2].strip("-+ \n")


@dataclass(frozen=True)
class Page:
    """A Markdown page under `docs/`."""

    path: Path
    name: str  # relative to docs/, as MkDocs names it: questions/length.md
    text: str

    @property
    def kind(self) -> str:
        """Return the kind of the page, given by its folder: question, chart or page."""
        folder, _, file = self.name.rpartition("/")
        if file == "index.md":
            return "page"
        return {"questions": "question", "charts": "chart"}.get(folder, "page")

    @property
    def id(self) -> str:
        """Return the file's name without its ending; for a chart's page, the chart's name."""
        return Path(self.name).stem

    @property
    def url(self) -> str:
        """Return the page's address below the site's root, such as questions/length/."""
        stem = self.name.removesuffix(".md")
        return "" if stem == "index" else stem.removesuffix("/index") + "/"

    @property
    def root(self) -> str:
        """Return the relative path from the page's address to the site's root."""
        return "../" * self.url.count("/") or "./"

    @cached_property
    def body_start(self) -> int:
        """Return the offset of the body, after the front matter."""
        found = _FRONT.match(self.text)
        return found.end() if found else 0

    @property
    def body(self) -> str:
        """Return the Markdown after the front matter."""
        return self.text[self.body_start :]

    @cached_property
    def meta(self) -> dict[str, Any]:
        """Return the front matter, or raise ProblemsError if it is not valid YAML."""
        found = _FRONT.match(self.text)
        try:
            # Built from the nodes because reading YAML takes the longest.
            meta = SafeConstructor().construct_document(self.front) if self.front else {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            reason = getattr(error, "problem", "") or "it can't be read"
            message = (
                f"the front matter is not valid YAML: {reason}. Put a text with a colon, a quote "
                "or braces between quotes, or on its own lines below `>-`."
            )
            if "\\t" in reason:
                message = "the front matter contains a tab; indent it with spaces."
            where = (line, mark.column + 1 if mark else 1)
            raise ProblemsError([problem(self.path, message, *where)]) from None
        except ValueError as error:  # an impossible date
            days = [
                value
                for _, value in yaml_text.pairs(self.front)
                if value.tag.endswith(":timestamp")
            ]
            offset = self.front_start + days[0].start_mark.index if days else 0
            message = f"this date does not exist: {error}."
            raise ProblemsError([self.problem(message, offset)]) from None
        unclosed = found is None and self.text.startswith("---")
        if unclosed or (meta is not None and not isinstance(meta, dict)):
            message = "the front matter should be lines of `name: value` between two lines of ---."
            raise ProblemsError([problem(self.path, message, 1, 1)])
        return meta or {}

    @cached_property
    def front(self) -> yaml.Node | None:
        """Return the front matter as YAML nodes, whose places count from `front_start`."""
        found = _FRONT.match(self.text)
        return yaml_text.compose(found[1]) if found else None

    @cached_property
    def front_start(self) -> int:
        """Return the offset of the front matter, after its line of ---."""
        found = _FRONT.match(self.text)
        return found.start(1) if found else 0

    @cached_property
    def keys(self) -> dict[str, tuple[int, int]]:
        """Return the offsets of the start and end of each front matter value, by key."""
        return {
            key.value: (
                self.front_start + value.start_mark.index,
                self.front_start + value.end_mark.index,
            )
            for key, value in yaml_text.pairs(self.front)
        }

    def repeated(self) -> list[Problem]:
        """Return a problem for each repeated front matter key; YAML drops all but the last."""
        return [
            self.problem(
                f'the key "{key.value}" appears twice; keep one.',
                self.front_start + key.start_mark.index,
            )
            for key in yaml_text.repeated(self.front)
        ]

    @cached_property
    def spans(self) -> list[Span]:
        """Return the parts that Jinja reads, in the order of the text."""
        return spans(self.text)

    @cached_property
    def readable(self) -> str:
        """Return the text with gaps of equal length in place of what Jinja removes."""
        parts, end = [], 0
        for span in self.spans:
            taken = RAW if span.kind == "raw" else _ANY
            parts += [self.text[end : span.start], taken.sub(_gap, span.text)]
            end = span.end
        return "".join([*parts, self.text[end:]])

    @cached_property
    def blocks(self) -> list[tuple[Token, int, int]]:
        """Return the Markdown parser's block tokens with their start and end offsets."""
        # Plain Markdown takes a footnote of one word for the address of a link, and drops it.
        body = _FOOTNOTE.sub(_gap, self.readable[self.body_start :])
        starts = [0, *(match.end() for match in re.finditer("\n", body)), len(body)]
        return [
            (token, self.body_start + starts[first], self.body_start + starts[last])
            for token, first, last in _tokens(body, 0)
        ]

    def problem(self, message: str, offset: int = 0) -> Problem:
        """Return a problem at an offset in the text."""
        line = bisect_right(self._lines, offset)
        return problem(self.path, message, line, offset - self._lines[line - 1] + 1)

    @cached_property
    def _lines(self) -> list[int]:
        """Return the offsets at which lines start."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


def spans(text: str) -> list[Span]:
    """Return the parts of a text that Jinja reads; raw blocks and comments hide what is in them."""
    return list(_spans(text))


def _spans(text: str) -> Iterator[Span]:
    at = 0
    unclosed: set[str] = set()  # what nothing ends from here on: it is looked for once
    while found := _OPEN.search(text, at):
        start, mark = found.span()[0], found[0]
        kind, end = "open", start + 2
        if call := _CALL.match(text, start):
            kind, end = "macro", call.end()
        elif mark == "{{":
            # A macro has no other in it.
            nested = text.find("{{", start + 2)
            close = text.find("}}", start + 2, nested + 1 if nested >= 0 else None)
            if close >= 0:
                kind, end = "macro", close + 2
        else:
            if len(mark) > 2 and "raw" not in unclosed:
                if closing := _ENDRAW.search(text, found.end()):
                    kind, end = "raw", closing.end()
                else:
                    unclosed.add("raw")
            name, sign = ("comment", "#}") if mark == "{#" else ("statement", "%}")
            if kind == "open" and sign not in unclosed:
                close = text.find(sign, start + 2)
                if close >= 0:
                    kind, end = name, close + 2
                else:
                    unclosed.add(sign)
        yield Span(kind, text[start:end], start)
        at = end


def _gap(match: re.Match[str]) -> str:
    return "\n".join(GAP * len(line) for line in match[0].split("\n"))


def _tokens(source: str, line: int, depth: int = 0) -> Iterator[tuple[Token, int, int]]:
    """Yield the tokens of Markdown that begins at `line`, with their first and last lines."""
    for token in _MARKDOWN.parse(source):
        if token.map is None:
            continue
        first, last = line + token.map[0], line + token.map[1]
        if token.type == "code_block":
            # Plain Markdown takes Material's indented admonitions for code.
            inside = token.content
            if depth == _DEEPEST:
                inside = re.sub(r"(?m)^[ \t]+", "", inside)
            yield from _tokens(inside, first, depth + 1)
        else:
            yield token, first, last


def pieces(text: str) -> Iterator[str | Span]:
    """Yield the plain words and the macros of a text in turn."""
    end = 0
    for span in spans(text):
        yield text[end : span.start]
        yield span
        end = span.end
    yield text[end:]


def read(docs: Path) -> list[Page]:
    """Return all pages below a folder, in the order of their names.

    Raises:
        ProblemsError: if a file is not text in UTF-8, or longer than a page can be.
    """
    pages, problems = [], []
    for path in sorted(docs.rglob("*.md")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            message = f"this is not text in UTF-8 (byte {error.start}); save it as UTF-8."
            problems.append(problem(path, message))
            continue
        except OSError:
            what = "a folder" if path.is_dir() else "a file that can't be read"
            message = f"the name of a page ends in .md, and this is {what}; rename or delete it."
            problems.append(problem(path, message))
            continue
        if len(text) > LONGEST:
            message = (
                f"this page has {len(text):,} characters, and a page has at most {LONGEST:,}; "
                "divide it into several."
            )
            problems.append(problem(path, message))
            continue
        pages.append(Page(path, path.relative_to(docs).as_posix(), text))
    if problems:
        raise ProblemsError(problems)
    return pages
