"""Draws a chart module into a Vega-Lite specification and checks its rows and fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from charts.generator.base.explainer_code import describe, line_in, load_module, parse
from charts.generator.base.problems import ProblemsError, problem, unknown
from charts.generator.data.datasets import Dataset, text_of
from charts.generator.draw import controls as binding
from charts.generator.draw.chart_theme import SIZE, Screen, config

if TYPE_CHECKING:
    import pandas as pd

HELPER = "_"  # begins the name of a column that only serves the look
SCREEN = "screen"  # the one parameter of draw() that is not a dataset
LARGEST = 2**53 - 1  # the last whole number up to which JavaScript knows each
PARTS = ("layer", "hconcat", "vconcat", "concat")  # keys of the parts of a specification
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
        ProblemsError: if draw() fails, the specification is invalid, or it can't become a drawing
            of a fixed size whose rows and fields are known.
    """
    from charts.generator.draw.faster_altair import judged_whole, valid

    module = load_module(drawing.path)
    try:
        spec: Spec = {}
        with suppress(Exception), judged_whole():
            spec = _drawn(module, drawing, datasets, screen, validate=False)
        if not spec or not valid(spec):
            # Drawn once more, now judged by Altair, the part that is wrong is named with its line.
            spec = _drawn(module, drawing, datasets, screen, validate=True)
    except Exception as error:
        line = line_in(error, drawing.path) or drawing.line
        message = f'chart "{drawing.name}": {_hint(error, drawing, datasets)}'
        raise ProblemsError([problem(drawing.path, message, line)]) from error
    spec["config"] = config()
    _name_inline_data(spec)
    faults = [*_elsewhere(spec), *binding.faults(spec)] or [*_rowless(spec), *_unframed(spec)]
    faults = faults or _unknown_fields(spec)
    if faults:
        raise ProblemsError(
            problem(drawing.path, f'chart "{drawing.name}": {fault}', drawing.line)
            for fault in faults
        )
    return spec


def _drawn(
    module: ModuleType,
    drawing: Drawing,
    datasets: Mapping[str, Dataset],
    screen: Screen,
    *,
    validate: bool,
) -> Spec:
    """Return what draw() makes of copies of its datasets."""
    import altair as alt

    from charts.generator.draw.faster_altair import specification

    frames = {name: _in_one_line(datasets[name].frame.copy()) for name in drawing.datasets}
    arguments = frames | ({SCREEN: screen} if SCREEN in drawing.parameters else {})
    chart = module.draw(**arguments)
    if not hasattr(chart, "to_dict"):
        raise TypeError(f"draw() returned {type(chart).__name__}, not an Altair chart")
    # How much a page may weigh is judged by what is drawn, not by the rows behind it.
    with alt.data_transformers.disable_max_rows():
        spec: Spec = chart.to_dict() if validate else specification(chart)
    return spec


def _in_one_line(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose texts have no line breaks, which a drawing would leave out: "one two"."""
    import pandas as pd

    for name in frame.columns:
        text = isinstance(frame[name].dtype, pd.StringDtype)
        if text and frame[name].str.contains("\n", regex=False).any():
            frame[name] = frame[name].str.replace(r"\s*\n\s*", " ", regex=True)
    return frame


def rows(spec: Spec) -> list[dict[str, Any]]:
    """Return the rows that a chart draws, before transforms in the browser.

    They are its top-level data, or else the only ones that it has.
    """
    named = [unit["data"].get("name") for unit in units(spec) if isinstance(unit.get("data"), dict)]
    name = (spec.get("data") or {}).get("name") or (named[0] if len(set(named)) == 1 else None)
    found: list[dict[str, Any]] = spec.get("datasets", {}).get(name, [])
    return found


def size(spec: Spec) -> dict[str, int]:
    """Return the width and height of a chart inside its margins."""
    named: dict[str, int] = spec.get("usermeta", {}).get(SIZE) or {
        side: spec[side] for side in ("width", "height")
    }
    return named


def units(spec: Spec) -> Iterator[Spec]:
    """Yield a specification and all that it is composed of."""
    yield spec
    for part in PARTS:
        for child in spec.get(part, []):
            yield from units(child)
    if isinstance(spec.get("spec"), dict):
        yield from units(spec["spec"])


def _name_inline_data(spec: Spec) -> None:
    """Keep rows that a chart holds as values where those of frames are: among the datasets."""
    for number, unit in enumerate(units(spec)):
        data = unit.get("data")
        data = data if isinstance(data, dict) else {}
        values = data.get("values")
        if isinstance(values, list) and all(isinstance(row, dict) for row in values):
            name = f"values-{number}"
            spec.setdefault("datasets", {})[name] = values
            kept = {key: value for key, value in data.items() if key != "values"}
            unit["data"] = kept | {"name": name}


def _elsewhere(spec: Spec) -> Iterator[str]:
    """Find data that a browser would have to fetch or to make."""
    for unit in units(spec):
        mark = unit.get("mark")
        if "image" in (mark, mark.get("type") if isinstance(mark, dict) else None):
            yield "a drawing holds no pictures: put them into the page's Markdown."
        sources = [
            unit.get("data"),
            *(t.get("from", {}).get("data") for t in unit.get("transform", [])),
        ]
        for data in sources:
            if isinstance(data, dict) and "url" in data:
                yield (
                    f'it would load "{data["url"]}" when it is read. Everything on a page comes '
                    "with the site: make it a dataset, or read a map with `shapes`."
                )


def _unframed(spec: Spec) -> Iterator[str]:
    """Say that a chart has no fixed size, or one that does not apply to it."""
    framed = isinstance(spec.get("padding"), dict) and spec.get("autosize") == {"type": "none"}
    sizes = spec.get("usermeta", {}).get(SIZE) or {k: spec.get(k) for k in ("width", "height")}
    if not framed or not all(isinstance(amount, int | float) for amount in sizes.values()):
        yield (
            "its size is not fixed, so it could not be laid out on a page: return "
            "`frame(chart, screen, height, left, right, top, bottom)`, with the pixels of the "
            "whole drawing and of the margins for its labels."
        )
    elif {"row", "column", "facet"} & set(spec.get("encoding", {})):
        yield (
            "the frame can't say how large each plot of a `row`, `column` or `facet` encoding is: "
            "use `panels`, or `.facet(…)` on a chart with a width and a height, and `frame` that."
        )


def _hint(error: Exception, drawing: Drawing, datasets: Mapping[str, Dataset]) -> str:
    """Say what went wrong in draw(); name a missing column together with the existing ones."""
    missing = error.args[0] if isinstance(error, KeyError) and error.args else None
    if missing is None and (found := re.search(r"\['(\w+)'\] not in index", str(error))):
        missing = found[1]
    name = re.search(r"'(\w+)'\] not in index|^Columns? not found: '?(\w+)", str(missing))
    missing = next(filter(None, name.groups())) if name else missing
    if isinstance(missing, str):
        columns = [c for name in drawing.datasets for c in datasets[name].frame.columns]
        return unknown("column", missing, dict.fromkeys(columns))
    return describe(error)


def _rowless(spec: Spec) -> Iterator[str]:
    # Altair writes a single empty row for a chart without data.
    if not any(rows(spec)):
        yield (
            "its rows are missing or empty. Give the chart its rows as `data=`: its table and "
            "its CSV show them."
        )
    for name, data in spec.get("datasets", {}).items():
        large = {k for row in data for k, v in row.items() if type(v) is int and abs(v) > LARGEST}
        if large:
            yield (
                f'the column "{min(large)}" has whole numbers beyond {LARGEST:,}, which browsers '
                "round: turn them into text, or count in a larger unit."
            )
        if not data and name != spec.get("data", {}).get("name"):
            yield "a layer has no rows; leave it out when it has nothing to draw."


def _unknown_fields(spec: Spec) -> list[str]:
    """Say which fields of a specification are neither in its rows nor made by its transforms."""
    faults: dict[str, None] = {}

    def visit(unit: Spec, columns: frozenset[str], free: bool) -> None:
        # A repetition has its rows inside.
        data = unit.get("data") or ("repeat" in unit and unit["spec"].get("data")) or {}
        if data.get("name") in spec.get("datasets", {}):
            rows = spec["datasets"][data["name"]]
            columns = frozenset(key for row in rows for key in row)
            free = "format" in data  # a map's shapes have what its file has
        elif {"sequence", "sphere", "graticule"} & set(data):
            free = True
        transforms = unit.get("transform", [])
        known = columns | {made for transform in transforms for made in _made(transform)}
        # A pivot and a flattening name their fields after values: every field is taken to exist.
        free = free or any({"pivot", "flatten"} & set(transform) for transform in transforms)
        if not free:
            repeated = unit.get("repeat", [])
            named = repeated.values() if isinstance(repeated, dict) else [repeated]
            used = [*_fields(unit.get("encoding", {})), *_fields(transforms)]
            used += [field for fields in named for field in fields]
            used += [*_fields(unit.get("facet", {}))]
            for field in used:
                if field not in known:
                    faults.setdefault(unknown("field", field, sorted(known)))
        for part in PARTS:
            for child in unit.get(part, []):
                visit(child, known, free)
        if isinstance(unit.get("spec"), dict):
            visit(unit["spec"], known, free)

    visit(spec, frozenset(), False)
    return list(faults)


def _made(transform: Spec) -> list[str]:
    """Return the fields that a transform adds."""
    made = [transform["as"]] if isinstance(transform.get("as"), str) else transform.get("as", [])
    made = made or (["key", "value"] if "fold" in transform else [])
    made = made or (["value", "density"] if "density" in transform else [])
    parts = [transform.get(kind) for kind in ("aggregate", "window", "joinaggregate")]
    inner = [item for part in parts if isinstance(part, list) for item in part]
    looked = transform.get("from", {}).get("fields", []) if "lookup" in transform else []
    named = [str(item["as"]) for item in inner if isinstance(item, dict) and "as" in item]
    return [*made, *named, *looked]


def plain(field: str) -> str:
    """Return the column that a field names; Altair has a dot or a bracket of a name escaped."""
    return re.split(r"(?<!\\)[.\[]", field)[0].replace("\\", "")


def _fields(part: Any) -> Iterator[str]:
    """Yield the names of the fields in an encoding or transform, including its expressions."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "field" and isinstance(value, str):
                yield plain(value)
            elif key in ("groupby", "fold", "pivot"):
                listed = value if isinstance(value, list) else [value]
                yield from (plain(item) for item in listed if isinstance(item, str))
            elif key not in ("as", "title", "from"):
                yield from _fields(value)
    elif isinstance(part, list):
        for item in part:
            yield from _fields(item)
    elif isinstance(part, str):
        # Axis labels have a datum of their own: {value, label, index}.
        axis = {"value", "label", "index"}
        for dotted, quoted in re.findall(r"datum\.(\w+)|datum\[['\"]([^'\"]+)['\"]\]", part):
            if (field := dotted or quoted) not in axis:
                yield field


def csv_of(drawn: list[dict[str, Any]]) -> str:
    """Return rows as CSV, without the columns that only serve the look and the shapes of a map."""
    import pandas as pd

    frame = pd.DataFrame([_flat(row) for row in drawn])
    frame = frame[[column for column in frame if not str(column).startswith(HELPER)]]
    for column in frame.columns:
        if frame[column].map(_is_instant).all():
            frame[column] = pd.to_datetime(frame[column], utc=True)
        else:
            frame[column] = frame[column].map(_without_midnight)
    return frame.map(text_of).to_csv(index=False, lineterminator="\n")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row; of a map's shape, what is known about it."""
    if row.get("type") != "Feature" or not isinstance(row.get("properties"), dict):
        return row
    properties: dict[str, Any] = row["properties"]
    return {
        k: v for k, v in row.items() if k not in ("type", "geometry", "properties")
    } | properties


def _without_midnight(value: Any) -> Any:
    """Return a day without the time at which it begins."""
    day = r"(\d{4}-\d\d-\d\d)T00:00:00(\.0+)?(\+00:00|Z)?"
    return found[1] if isinstance(value, str) and (found := re.fullmatch(day, value)) else value


def _is_instant(value: Any) -> bool:
    return isinstance(value, str) and bool(
        re.fullmatch(r"\d{4}-\d{2}-01T00:00:00(\+00:00|Z)", value)
    )
