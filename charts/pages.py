"""Reads Markdown pages: front matter, body, and the macros in both, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from charts.problems import Problem, ProblemsError, problem

# What Jinja takes for its own in a page: raw blocks and comments first, as they hide the rest.
_JINJA = re.compile(
    r"(?P<raw>\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\})|(?P<comment>\{#.*?#\})"
    r"|(?P<macro>\{\{(?:(?!\{\{).)*?\}\})|(?P<statement>\{%.*?%\})|(?P<open>\{\{|\{%|\{#)",
    re.DOTALL,
)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)


@dataclass(frozen=True)
class Span:
    """A stretch of a page that Jinja reads: what kind, what it says, and where it starts."""

    kind: str  # macro, raw, comment, statement, open (not closed)
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + len(self.text)

    @property
    def expression(self) -> str:
        """Return what stands between the braces."""
        return self.text[2:-2].strip("-+ \n")


@dataclass(frozen=True)
class Page:
    """A Markdown page under `docs/`."""

    path: Path
    name: str  # relative to docs/, as MkDocs names it: questions/length.md
    text: str

    @property
    def kind(self) -> str:
        """Return what the page is by its folder: question, chart or page."""
        folder, _, file = self.name.rpartition("/")
        if file == "index.md":
            return "page"
        return {"questions": "question", "charts": "chart"}.get(folder, "page")

    @property
    def id(self) -> str:
        """Return the file's name without its ending, which is a chart's name."""
        return Path(self.name).stem

    @property
    def url(self) -> str:
        """Return the page's address below the site's root: questions/length/."""
        stem = self.name.removesuffix(".md")
        return "" if stem == "index" else stem.removesuffix("/index") + "/"

    @property
    def root(self) -> str:
        """Return the way from the page's address back to the site's root."""
        return "../" * self.url.count("/") or "./"

    @cached_property
    def body_start(self) -> int:
        """Return where the body starts, behind the front matter."""
        found = _FRONT.match(self.text)
        return found.end() if found else 0

    @property
    def body(self) -> str:
        """Return the Markdown below the front matter."""
        return self.text[self.body_start :]

    @cached_property
    def meta(self) -> dict[str, Any]:
        """Return the front matter, or raise ProblemsError where it is not valid YAML."""
        found = _FRONT.match(self.text)
        try:
            meta = yaml.safe_load(found[1]) if found else {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            reason = getattr(error, "problem", "") or "it can't be read"
            message = (
                f"the front matter is not valid YAML: {reason}. A text with a colon, a quote or "
                "braces goes between quotes, or on its own lines below `>-`."
            )
            where = (line, mark.column + 1 if mark else 1)
            raise ProblemsError([problem(self.path, message, *where)]) from None
        if meta is not None and not isinstance(meta, dict):
            message = "the front matter should be lines of `name: value` between two lines of ---."
            raise ProblemsError([problem(self.path, message, 1, 1)])
        return meta or {}

    @cached_property
    def keys(self) -> dict[str, tuple[int, int]]:
        """Return where the value of each front matter key starts and ends in the text."""
        found = _FRONT.match(self.text)
        node = yaml.compose(found[1]) if found else None
        if not isinstance(node, yaml.MappingNode):
            return {}
        start = found.start(1) if found else 0
        return {
            key.value: (start + value.start_mark.index, start + value.end_mark.index)
            for key, value in node.value
        }

    @cached_property
    def spans(self) -> list[Span]:
        """Return what Jinja reads, in the order of the text."""
        return spans(self.text)

    def problem(self, message: str, offset: int = 0) -> Problem:
        """Return a problem at a place in the text."""
        before = self.text[:offset]
        line = before.count("\n") + 1
        column = offset - (before.rfind("\n") + 1) + 1
        return problem(self.path, message, line, column)


def spans(text: str) -> list[Span]:
    """Return the stretches of a text that Jinja reads."""
    return [Span(m.lastgroup or "", m[0], m.start()) for m in _JINJA.finditer(text)]


def pieces(text: str) -> Iterator[str | Span]:
    """Return a text as it alternates between plain words and macros."""
    end = 0
    for span in spans(text):
        yield text[end : span.start]
        yield span
        end = span.end
    yield text[end:]


def read(docs: Path) -> list[Page]:
    """Return all pages below a folder, in the order of their names.

    Raises:
        ProblemsError: where a file is not text in UTF-8.
    """
    pages, problems = [], []
    for path in sorted(docs.rglob("*.md")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            message = f"this is not text in UTF-8 (byte {error.start}); save it as UTF-8."
            problems.append(problem(path, message))
            continue
        pages.append(Page(path, path.relative_to(docs).as_posix(), text))
    if problems:
        raise ProblemsError(problems)
    return pages
