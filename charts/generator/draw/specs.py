"""Draws a chart module into a Vega-Lite specification and checks its rows and fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charts.generator.base.explainer_code import describe, line_in, load_module, parse
from charts.generator.base.problems import ProblemsError, problem, unknown
from charts.generator.data.datasets import Dataset, text_of
from charts.generator.draw.chart_theme import Screen, config

SWITCH = "show_"  # begins the name of a parameter that readers switch
HELPER = "_"  # begins the name of a column that only serves the look
SCREEN = "screen"  # the one parameter of draw() that is not a dataset
Spec = dict[str, Any]


@dataclass(frozen=True)
class Drawing:
    """A chart module: its name on pages (`month-lengths`) and the parameters of its draw()."""

    name: str
    path: Path
    parameters: tuple[str, ...]
    line: int

    @property
    def datasets(self) -> list[str]:
        """Return the names of the datasets that the chart draws."""
        return [name for name in self.parameters if name != SCREEN]


def find(folder: Path, datasets: Mapping[str, Dataset]) -> dict[str, Drawing]:
    """Return the chart modules of a gallery by name, read from their source without running it.

    Raises:
        ProblemsError: if a module has no draw(), or asks for a dataset that does not exist.
    """
    drawings, problems = {}, []
    for path in sorted(folder.glob("[!_]*.py")):
        try:
            functions = [n for n in parse(path).body if isinstance(n, ast.FunctionDef)]
        except ProblemsError as error:
            problems += error.problems
            continue
        draws = [function for function in functions if function.name == "draw"]
        if not draws:
            message = "a chart module needs a function draw(), with datasets as its parameters."
            problems.append(problem(path, message, 1))
            continue
        parameters = tuple(argument.arg for argument in draws[0].args.args)
        for argument in draws[0].args.args:
            if argument.arg not in datasets and argument.arg != SCREEN:
                message = f"draw() asks for a dataset: {unknown('dataset', argument.arg, datasets)}"
                problems.append(problem(path, message, argument.lineno, argument.col_offset + 1))
        name = path.stem.replace("_", "-")
        drawings[name] = Drawing(name, path, parameters, draws[0].lineno)
    if problems:
        raise ProblemsError(problems)
    return drawings


def draw(drawing: Drawing, datasets: Mapping[str, Dataset], screen: Screen) -> Spec:
    """Draw a chart for a screen.

    Returns:
        A Vega-Lite specification with its rows and the site's theme, valid against the schema
        that Altair ships.

    Raises:
        ProblemsError: if draw() fails, the specification is invalid, or a field that it names is
            not in its rows.
    """
    module = load_module(drawing.path)
    frames = {name: datasets[name].frame.copy() for name in drawing.datasets}
    arguments = frames | ({SCREEN: screen} if SCREEN in drawing.parameters else {})
    try:
        chart = module.draw(**arguments)
        if not hasattr(chart, "to_dict"):
            raise TypeError(f"draw() returned {type(chart).__name__}, not an Altair chart")
        spec: Spec = chart.to_dict()
    except Exception as error:
        line = line_in(error, drawing.path) or drawing.line
        message = f'chart "{drawing.name}": {_hint(error, frames)}'
        raise ProblemsError([problem(drawing.path, message, line)]) from error
    spec["config"] = config()
    faults = list(_rowless(spec)) or _unknown_fields(spec)
    if faults:
        raise ProblemsError(
            problem(drawing.path, f'chart "{drawing.name}": {fault}', drawing.line)
            for fault in faults
        )
    return spec


def rows(spec: Spec) -> list[dict[str, Any]]:
    """Return the rows that a chart draws: its top-level data, before transforms in the browser."""
    name = spec.get("data", {}).get("name")
    found: list[dict[str, Any]] = spec.get("datasets", {}).get(name, [])
    return found


def controls(spec: Spec) -> list[dict[str, str]]:
    """Return the switches that a chart offers.

    Each has its signal's name, its name in addresses, and the words beside it.
    """
    return [
        {
            "signal": param["name"],
            "name": param["name"].removeprefix(SWITCH),
            "label": param["bind"]["name"],
        }
        for param in spec.get("params", [])
        if isinstance(param.get("bind"), dict) and param["bind"].get("input") == "checkbox"
    ]


def _hint(error: Exception, frames: Mapping[str, Any]) -> str:
    """Say what went wrong in draw(); name a missing column together with the existing ones."""
    missing = error.args[0] if isinstance(error, KeyError) and error.args else None
    if missing is None and (found := re.search(r"\['(\w+)'\] not in index", str(error))):
        missing = found[1]
    name = re.search(r"'(\w+)'\] not in index", str(missing))
    missing = name[1] if name else missing
    if isinstance(missing, str):
        columns = dict.fromkeys(c for frame in frames.values() for c in frame.columns)
        return unknown("column", missing, columns)
    return describe(error)


def _rowless(spec: Spec) -> Iterator[str]:
    # Altair writes a single empty row for a chart without data.
    if not any(rows(spec)):
        yield (
            "its rows are missing or empty. Give the chart its rows as `data=`: its table and "
            "its CSV show them."
        )
    for name, data in spec.get("datasets", {}).items():
        if not data and name != spec.get("data", {}).get("name"):
            yield "a layer has no rows; leave it out when it has nothing to draw."


def _unknown_fields(spec: Spec) -> list[str]:
    """Say which fields of a specification are neither in its rows nor made by its transforms."""
    faults: dict[str, None] = {}

    def visit(unit: Spec, columns: frozenset[str]) -> None:
        name = (unit.get("data") or {}).get("name")
        if name in spec.get("datasets", {}):
            columns = frozenset(key for row in spec["datasets"][name] for key in row)
        transforms = unit.get("transform", [])
        known = columns | {made for transform in transforms for made in _made(transform)}
        # A pivot names its fields after values, so every field is taken to exist.
        if not any("pivot" in transform for transform in transforms):
            used = [*_fields(unit.get("encoding", {})), *_fields(transforms)]
            for field in used:
                if field not in known:
                    faults.setdefault(unknown("field", field, sorted(known)))
        for part in ("layer", "hconcat", "vconcat", "concat"):
            for child in unit.get(part, []):
                visit(child, known)
        if isinstance(unit.get("spec"), dict):
            visit(unit["spec"], known)

    visit(spec, frozenset())
    return list(faults)


def _made(transform: Spec) -> list[str]:
    """Return the fields that a transform adds."""
    made = [transform["as"]] if isinstance(transform.get("as"), str) else transform.get("as", [])
    made = made or (["key", "value"] if "fold" in transform else [])
    inner = transform.get("aggregate", []) or transform.get("window", [])
    return [*made, *(str(item["as"]) for item in inner if isinstance(item, dict) and "as" in item)]


def _fields(part: Any) -> Iterator[str]:
    """Yield the names of the fields in an encoding or transform, including its expressions."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "field" and isinstance(value, str):
                yield value.split(".")[0].replace("\\", "")
            elif key in ("groupby", "fold"):
                yield from (item for item in value if isinstance(item, str))
            elif key != "as":
                yield from _fields(value)
    elif isinstance(part, list):
        for item in part:
            yield from _fields(item)
    elif isinstance(part, str):
        # Axis labels have a datum of their own: {value, label, index}.
        axis = {"value", "label", "index"}
        yield from (f for f in re.findall(r"datum\.(\w+)|datum\['(\w+)'\]", part) for f in f
                    if f and f not in axis)  # fmt: skip


def csv_of(spec: Spec) -> str:
    """Return the rows drawn as CSV, without the columns that only serve the look."""
    import pandas as pd

    frame = pd.DataFrame(rows(spec))
    frame = frame[[column for column in frame if not str(column).startswith(HELPER)]]
    for column in frame.columns:
        if frame[column].map(_is_instant).all():
            frame[column] = pd.to_datetime(frame[column], utc=True)
    return frame.map(text_of).to_csv(index=False, lineterminator="\n")


def _is_instant(value: Any) -> bool:
    return isinstance(value, str) and bool(
        re.fullmatch(r"\d{4}-\d{2}-01T00:00:00(\+00:00|Z)", value)
    )
