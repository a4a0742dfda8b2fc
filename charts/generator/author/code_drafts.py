"""Writes first drafts: valid pages and code, with blanks for the author's words.

Code has the layout of the formatter and passes the linter.
"""

from __future__ import annotations

import ast
import builtins
import shlex
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from charts.generator.base.explainer_code import parse
from charts.generator.base.files import THEME
from charts.generator.data.datasets import Dataset

DRAFTS = THEME / "new"
WIDTH = 100  # characters in a line of code

NUMERIC = ("number", "integer", "year")


def filled(template: str, **values: str) -> str:
    """Return a template with its values filled in; the blanks stay."""
    return Template((DRAFTS / template).read_text(encoding="utf-8")).substitute(values)


def signature(name: str, parameters: list[str], returns: str) -> str:
    """Return the head of a function, with the line breaks of the formatter."""
    together = ", ".join(parameters)
    if len(line := f"def {name}({together}) -> {returns}:") <= WIDTH:
        return line
    if len(line := f"    {together}") > WIDTH:
        line = "\n".join(f"    {parameter}," for parameter in parameters)
    return f"def {name}(\n{line}\n) -> {returns}:"


def decorator(kind: str, series: list[str]) -> str:
    """Return the mark of a fact or a claim, with the line breaks of the formatter."""
    declared = f"series=[{', '.join(map(quoted, series))}]"
    if len(line := f"@{kind}({declared}, window=None)") <= WIDTH:
        return line
    if len(line := f"    {declared}, window=None") <= WIDTH:
        return f"@{kind}(\n{line}\n)"
    if len(line := f"    {declared},") > WIDTH:
        names = "".join(f"        {quoted(name)},\n" for name in series)
        line = f"    series=[\n{names}    ],"
    return f"@{kind}(\n{line}\n    window=None,\n)"


def comment(lines: list[str]) -> str:
    """Return lines as a comment in a function; all but the first are indented."""
    return "\n".join(
        textwrap.fill(
            line,
            WIDTH,
            initial_indent="    #   " if number else "    # ",
            subsequent_indent="    #       ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(lines)
    )


@dataclass(frozen=True)
class Example:
    """A cell that shows how to name the cells of a dataset: its column and its row's key."""

    dataset: str
    column: str
    key: dict[str, str]
    numeric: bool
    words: frozenset[str]  # the columns of the key with words, which need quotes

    @property
    def call(self) -> str:
        """Return how a function of `charts/facts/` reads it."""
        method = "number" if self.numeric else "cell"
        return f'{self.dataset}.{method}("{self.column}"{self._conditions})'

    @property
    def macro(self) -> str:
        """Return how a page shows it."""
        return f'{{{{ value("{self.dataset}", "{self.column}"{self._conditions}) }}}}'

    @property
    def _conditions(self) -> str:
        values = {k: quoted(v) if k in self.words else v for k, v in self.key.items()}
        return "".join(f", {name}={value}" for name, value in values.items())

    @property
    def arguments(self) -> str:
        """Return how the command line names it."""
        conditions = [shlex.quote(f"{name}={value}") for name, value in self.key.items()]
        return " ".join([f"{self.dataset}.{self.column}", *conditions])


def example(read: Dataset) -> Example | None:
    """Return the last cell of the first column of numbers, or else of words."""
    others = [name for name in read.fields if name not in read.key]
    # Numbers first; the sort keeps the order of the file among equals.
    for column in sorted(others, key=lambda name: read.fields[name].type not in NUMERIC):
        rows = read.texts[read.texts[column] != ""]
        if len(rows):
            last = {name: str(rows[name].iloc[-1]) for name in read.key}
            key = {name: text for name, text in last.items() if text}
            words = frozenset(name for name in key if read.fields[name].type not in NUMERIC)
            return Example(read.name, column, key, read.fields[column].type in NUMERIC, words)
    return None


def bound(path: Path) -> set[str]:
    """Return the names that have a meaning at the top level of a module."""
    names = set(dir(builtins))
    for node in parse(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        else:
            stored = (n for n in ast.walk(node) if isinstance(n, ast.Name))
            names |= {n.id for n in stored if isinstance(n.ctx, ast.Store)}
    return names


def with_import(text: str, name: str) -> str:
    """Return a module's text with `from charts import NAME` among its imports."""
    body = ast.parse(text).body
    found = [node for node in body if isinstance(node, ast.ImportFrom)]
    for node in found:
        if node.module == "charts":
            names = {ast.unparse(alias) for alias in node.names}
            if name in names:
                return text
            return _replaced(text, node.lineno - 1, node.end_lineno, _import(names | {name}))
    # Below the other imports, in a separate group; relative imports come last.
    top = [n for n in body if isinstance(n, ast.Import | ast.ImportFrom)]
    own = [n for n in found if n.level]
    if own:
        at = own[0].lineno - 1
        return _replaced(text, at, at, [*_import({name}), ""])
    at = (top or body[:1])[-1].end_lineno or 0
    return _replaced(text, at, at, ["", *_import({name})])


def _replaced(text: str, start: int, end: int | None, lines: list[str]) -> str:
    old = text.splitlines()
    return "\n".join([*old[:start], *lines, *old[end:]]) + "\n"


def _import(names: Iterable[str]) -> list[str]:
    """Return an import in the order of the linter: CONSTANTS, Classes, functions."""
    ordered = sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    if len(line := f"from charts import {', '.join(ordered)}") <= WIDTH:
        return [line]
    return ["from charts import (", *(f"    {name}," for name in ordered), ")"]


def quoted(text: str) -> str:
    """Return a text as a Python string, in the quotation marks of the formatter."""
    plain = '"' not in text and "\\" not in text
    return f'"{text}"' if plain else repr(text)
