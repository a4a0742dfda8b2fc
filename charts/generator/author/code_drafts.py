"""Writes first drafts: valid pages and code, with blanks for the author's words.

Code has the layout of the formatter and passes the linter.
"""

from __future__ import annotations

import ast
import builtins
import math
import shlex
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template

import pandas as pd

from charts.generator.base.explainer_code import parse
from charts.generator.base.files import THEME
from charts.generator.base.problems import MistakeError
from charts.generator.data import periods
from charts.generator.data.datasets import Dataset, text_of

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
    declared = f"series=[{', '.join(map(_quoted, series))}]"
    if len(line := f"@{kind}({declared}, window=None)") <= WIDTH:
        return line
    if len(line := f"    {declared}, window=None") <= WIDTH:
        return f"@{kind}(\n{line}\n)"
    if len(line := f"    {declared},") > WIDTH:
        names = "".join(f"        {_quoted(name)},\n" for name in series)
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
        values = {k: _quoted(v) if k in self.words else v for k, v in self.key.items()}
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


# Drawings ---------------------------------------------------------------------------------------


def drawing(drawn: Dataset) -> str:
    """Return a module that draws a dataset: bars of the latest rows, or a line for a single series.

    Raises:
        MistakeError: if the dataset has no column of numbers.
    """
    value = _value(drawn)
    key = drawn.key or list(drawn.fields)[:1]
    times = [name for name in key if _says_when(drawn, name)]
    # Bars show the key column with the most values; the others stay at one value.
    groups = sorted(set(key) - set(times), key=lambda name: drawn.frame[name].nunique())
    axis = [*times, *groups][-1]
    rows, choices = _choose(drawn, value, [name for name in key if name != axis])
    if groups and times and len(rows) < 2:
        line, others = _choose(drawn, value, [name for name in key if name != times[-1]])
        axis, choices = (times[-1], others) if len(line) > 1 else (axis, choices)
    field = drawn.fields[value]
    unit = "" if field.unit.startswith("FILL:") else field.unit  # a blank is filled in once
    values = {
        "signature": signature("draw", [f"{drawn.name}: pd.DataFrame", "screen: Screen"], "Chart"),
        "rows": "\n".join(f"    {line}" for line in [*_columns(drawn, [*key, value]), *choices]),
        "value": value,
        "axis": axis,
        "title": _quoted(field.title + (f", {unit}" if unit else "")),
        "axis_title": _quoted(drawn.fields[axis].title),
        "number": _number(drawn, value),
    }
    if axis in groups:
        return filled("bars.py.txt", **values)
    lines, x, reading = _time(drawn, axis)
    values["rows"] += "".join(f"\n    {line}" for line in lines)
    return filled("line.py.txt", x=x, reading=reading, **values)


def _says_when(drawn: Dataset, column: str) -> bool:
    return drawn.is_period(column) or drawn.fields[column].type in ("yearmonth", "date")


def _value(drawn: Dataset) -> str:
    """Return the first column that contains numbers and is not part of the key."""
    for name, field in drawn.fields.items():
        dated = drawn.is_period(name) or name.endswith("year")
        counted = field.type in NUMERIC and not dated and name not in drawn.key
        if counted and drawn.frame[name].notna().any():
            return name
    raise MistakeError(f'dataset "{drawn.name}" has no column of numbers to draw.')


def _columns(drawn: Dataset, columns: list[str]) -> list[str]:
    """Return the code that selects columns of a dataset, and the rows that are complete in them.

    The rows of a chart are also its table, so they contain only what is drawn.
    """
    listed = ", ".join(f'"{name}"' for name in columns)
    line = f"rows = {drawn.name}[[{listed}]].dropna()"
    if len(line) + 4 <= WIDTH:
        return [line]
    return [f"columns = [{listed}]", f"rows = {drawn.name}[columns].dropna()"]


def _choose(drawn: Dataset, value: str, fixed: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows with one value in each fixed column, and the code that selects them.

    The value is the latest time, or the kind of the last row.
    """
    rows, lines = drawn.frame.dropna(subset=[value]), []
    # Kinds before times, to get the latest time of the kind that is drawn.
    for name in sorted(fixed, key=lambda name: drawn.fields[name].type != "string"):
        if drawn.fields[name].type == "string" and not _says_when(drawn, name):
            last = rows[name].iloc[-1]
            lines.append(f'rows = rows[rows["{name}"] == {_quoted(text_of(last))}]')
        else:
            last = rows[name].max()
            lines.append(f'rows = rows[rows["{name}"] == rows["{name}"].max()]')
        rows = rows[rows[name] == last]
    return rows, lines


def _number(drawn: Dataset, column: str) -> str:
    """Return the d3-format of the numbers of a column."""
    return ".3~s" if float(drawn.frame[column].abs().max()) >= 1e6 else ",.2~f"


def _time(drawn: Dataset, axis: str) -> tuple[list[str], str, str]:
    """Return the code of a horizontal time axis: lines before it, itself, and in the tooltip.

    What Vega can't read as a time gets a column that it can, so that gaps are as wide as they are;
    the table under the chart leaves it out.
    """
    title = _quoted(drawn.fields[axis].title)
    if drawn.fields[axis].type in ("integer", "year"):
        found = f'alt.Tooltip("{axis}:Q", format="d", title={title})'
        return [_span(axis)], _years(axis), found
    found = f'alt.Tooltip("{axis}:N", title={title})'
    texts = [text for text in drawn.columns[axis] if text]
    form = periods.form_of(texts)
    if form == "season":
        sign, later = texts[0][4], len(texts[0]) - 5
        labels = f"datum.value + '{sign}' + slice('' + (datum.value + 1), -{later})"
        lines = [f'rows = rows.assign(_begins=rows["{axis}"].str[:4].astype(int))']
        lines += [_span("_begins"), f'labels = "{labels}"']
        return lines, _years("_begins", ", labelExpr=labels"), found
    if form not in ("quarter", "month", "week", "day"):
        x = (
            f'alt.X("{axis}:O").title(None).sort(None).scale(type="point")\n'
            '    x = x.axis(labelAngle=0, labelOverlap="greedy", labelFlush=True)'
        )
        return [], x, found
    moments = sorted(periods.begin(text, form) for text in texts)
    years = (moments[-1] - moments[0]).days / 365
    unit, step = ("year", math.ceil(years / 5)) if years > 2 else ("month", 6)
    label = "%Y" if years > 2 else "%b %Y"
    begins = {
        "quarter": f'pd.PeriodIndex(rows["{axis}"].str.replace("-", ""), freq="Q")',
        "week": f'pd.to_datetime(rows["{axis}"] + "-1", format="%G-W%V-%u", utc=True)',
    }
    lines = []
    if form in begins:
        lines = [f"begins = {begins[form]}", "rows = rows.assign(_begins=begins)"]
        if form == "quarter":
            lines[1] = 'rows = rows.assign(_begins=begins.to_timestamp().tz_localize("UTC"))'
    x = (
        f'alt.X("{"_begins" if lines else axis}:T").title(None).scale(type="utc", nice=False)\n'
        f'    x = x.axis(format="{label}", '
        f'tickCount=alt.TimeIntervalStep(interval="{unit}", step={step}))'
    )
    if drawn.fields[axis].type == "yearmonth":
        found = f'alt.Tooltip("utcyearmonth({axis}):T", format="%B %Y", title={title})'
    return lines, x, found


def _span(field: str) -> str:
    """Return the code that counts the years of an axis: so many steps of a whole year it has."""
    return f'span = int(rows["{field}"].max() - rows["{field}"].min())'


def _years(field: str, more: str = "") -> str:
    """Return the code of a horizontal axis of years."""
    return (
        f'alt.X("{field}:Q").title(None).scale(zero=False, nice=False)\n'
        f'    x = x.axis(format="d", tickCount=min(5, span or 1), tickMinStep=1{more})'
    )


def _quoted(text: str) -> str:
    """Return a text as a Python string, in the quotation marks of the formatter."""
    plain = '"' not in text and "\\" not in text
    return f'"{text}"' if plain else repr(text)
