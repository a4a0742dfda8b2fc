"""Draws charts into files when anything that they are made of has changed."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from charts.generator.base.explainer_code import loaded_code, read_once, source_files
from charts.generator.base.files import GENERATOR, write_atomically
from charts.generator.base.problems import Problem, ProblemsError, problem, unknown
from charts.generator.base.processes import Workers
from charts.generator.data.datasets import Dataset
from charts.generator.draw.chart_theme import DESKTOP, SCREENS
from charts.generator.draw.palette import VARIABLE, Palette
from charts.generator.draw.specs import Drawing

DRAWN = "drawn.json"  # in a chart's folder: the record of what its files were made of
_MARK = re.compile(r"<[a-z]")
_PATH = re.compile(r' d="([^"]*)"')
_STEP = re.compile(r"[LlHhVv]")
HEAVIEST = 48 * 1024  # bytes of a drawing, compressed; a usual one has 3,000
MANY = 6  # charts; starting other processes takes about as long as drawing this many
MAPS = (".topojson", ".geojson")  # endings of the files that `draw.maps` reads
LIBRARIES = ("altair", "vl-convert-python", "pandas")

# The generator code that a gallery module may use, whichever names it imports from `charts`.
_CODE = [*sorted((GENERATOR / "draw").glob("*.py")), GENERATOR / "numbers" / "formats.py"]


@dataclass(frozen=True)
class Built:
    """A chart's files: their folder, and what the page needs to know about them.

    `live-phone.json`, `live-desktop.json` (Vega), `phone.svg`, `desktop.svg`
    (inline), `desktop.vl.json` (the specification), and `NAME.csv` with the rows drawn.
    """

    name: str
    folder: Path
    key: str
    controls: list[dict[str, Any]]
    columns: list[dict[str, Any]]  # of its table, as `draw.columns` describes them

    def text(self, file: str) -> str:
        """Return the content of one of the chart's files."""
        return (self.folder / file).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Order:
    """A chart to draw: everything its files are made of, their fingerprint and their folder."""

    drawing: Drawing
    datasets: Mapping[str, Dataset]
    palette: Palette
    key: str
    folder: Path


def fingerprint(
    drawing: Drawing, code: str, datasets: Mapping[str, Dataset], palette: Palette
) -> str:
    """Return a fingerprint of everything that a chart's files are made of.

    Contents, never dates: the `code` of the module and its helpers, its datasets with their
    metadata, the generator's drawing code, the palette, the versions of the libraries, and whether
    Python leaves out their assertions, without which they draw something else.
    """
    parts: list[Any] = [drawing.name, _drawing_code(), dict(palette), *versions(LIBRARIES)]
    parts += [sys.flags.optimize, code]
    parts += [path.read_text(encoding="utf-8") for path in _maps(drawing.path)]
    for name in drawing.datasets:
        dataset = datasets[name]
        parts += [dataset.digest, json.dumps(dict(dataset.descriptor), sort_keys=True)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _maps(module: Path) -> list[Path]:
    """Return the files with the shapes of maps that a module, or what it imports, names."""
    own = [path for path in source_files([module]) if not path.is_relative_to(GENERATOR)]
    code = "".join(path.read_text("utf-8") for path in own)
    if not any(ending in code for ending in MAPS):
        return []  # without a look at the folder, which may have a thousand modules
    found = sorted(path for ending in MAPS for path in module.parent.glob(f"*{ending}"))
    return [path for path in found if path.name in code]


Begun: TypeAlias = "Mapping[str, Future[list[Problem]]]"


def begin(orders: Sequence[Order], workers: Workers) -> Begun:
    """Let other processes draw charts; return what they will say, by the names of the charts.

    For a few charts, it is one process, which then makes their downloads, too.
    """
    if 0 < len(orders) < MANY:
        workers.start_only_one()
    return {order.drawing.name: workers.submit(_attempt, order) for order in orders}


def stale(orders: Iterable[Order]) -> list[Order]:
    """Return the orders whose charts have not been drawn of what there is now."""
    return [order for order in orders if _record(order.folder).get("key") != order.key]


def build(
    orders: Sequence[Order], workers: Workers | None = None, begun: Begun | None = None
) -> tuple[dict[str, Built], list[str]]:
    """Draw the charts whose files are missing or have another fingerprint.

    Args:
        orders: the charts.
        workers: the processes that draw, if there are many charts; by default, new ones.
        begun: what was drawn since these processes began, or will be.

    Returns:
        The charts by name, and the names of those that were redrawn.

    Raises:
        ProblemsError: with every chart that could not be drawn; their old files stay.
    """
    begun = begun or {}
    done = [problem for each in begun.values() for problem in each.result()]
    left = [order for order in stale(orders) if order.drawing.name not in begun]
    problems = done + _draw_all(left, workers)
    if problems:
        raise ProblemsError(problems)
    records = {order.drawing.name: _record(order.folder) for order in orders}
    built = {
        order.drawing.name: Built(
            order.drawing.name, order.folder, order.key, record["controls"], record["columns"]
        )
        for order in orders
        for record in [records[order.drawing.name]]
    }
    return built, [*begun, *(order.drawing.name for order in left)]


def columns(folder: Path) -> list[dict[str, Any]]:
    """Return the columns that the chart in a folder draws, as `draw.columns` describes them."""
    named: list[dict[str, Any]] = _record(folder).get("columns", [])
    return named


def versions(libraries: Iterable[str]) -> list[str]:
    """Return the versions of installed libraries."""
    return [_version(library) for library in libraries]


_version = cache(version)  # looked up in the file system, for every chart


def runtime(folder: Path) -> Path:
    """Return the file with the browser's Vega, bundled again when the wheel or our code changes.

    Its name contains the hash of its content, so that browsers can cache it forever.

    Args:
        folder: where bundles are kept.
    """
    from charts.generator.draw import svg

    code = hashlib.sha256(_as_run(Path(svg.__file__)).encode()).hexdigest()[:8]
    kept = folder / f"{version('vl-convert-python')}-{code}"
    found = sorted(kept.glob("vega.*.js"))
    if found:
        return found[0]
    bundle = svg.runtime()
    path = kept / f"vega.{hashlib.sha256(bundle.encode()).hexdigest()[:8]}.js"
    write_atomically(path, bundle)
    return path


@cache
def _drawing_code() -> str:
    """Return a fingerprint of the generator's drawing code."""
    texts = [_as_run(path) for path in source_files(_CODE)]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


@cache
def _as_run(path: Path) -> str:
    """Return a file of the generator as this process runs it; a preview keeps what it loaded."""
    return path.read_text(encoding="utf-8")


def _record(folder: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((folder / DRAWN).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return record


def _draw_all(orders: Sequence[Order], workers: Workers | None) -> list[Problem]:
    """Draw charts, many of them in several processes; return the problems of those that fail."""
    if len(orders) < MANY:
        with read_once():
            found = [_attempt(order) for order in orders]
    else:
        with nullcontext(workers) if workers else Workers() as several:
            found = [future.result() for future in begin(orders, several).values()]
    return [problem for problems in found for problem in problems]


def _attempt(order: Order) -> list[Problem]:
    try:
        _draw(order)
    except ProblemsError as error:
        return error.problems
    return []


def _draw(order: Order) -> None:
    """Draw a chart into a new folder, which replaces the old one when complete."""
    # Imported here because the modules take a second to load, and most builds draw nothing.
    from charts.generator.draw import columns, controls, specs, svg

    drawing, folder = order.drawing, order.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
        new = Path(scratch) / drawing.name
        new.mkdir()
        faults: dict[str, list[str]] = {}  # each with the screens that have it
        drawings: dict[str, str] = {}
        for screen in SCREENS:
            spec = specs.draw(drawing, order.datasets, screen)
            try:
                compiled = svg.vega(spec)
                drawn, found = svg.checked(compiled, spec)
            except ValueError as error:
                raise _refused(drawing, [f"Vega can't draw it: {_first_line(error)}"]) from error
            strange = sorted(set(VARIABLE.findall(drawn)) - set(order.palette))
            found += [unknown("colour", name, order.palette) for name in strange]
            for fault in found:
                faults.setdefault(fault, []).append(screen.name)
            drawings[screen.name] = drawn
            (new / f"{screen.name}.svg").write_text(drawn, encoding="utf-8")
            (new / f"live-{screen.name}.json").write_text(svg.live(compiled), encoding="utf-8")
            if screen is DESKTOP:
                rows, named = columns.drawn_rows(spec, compiled)
                (new / f"{drawing.name}.csv").write_text(specs.csv_of(rows), encoding="utf-8")
                specification = json.dumps(spec, ensure_ascii=False)
                (new / "desktop.vl.json").write_text(specification, encoding="utf-8")
        faults |= {fault: list(drawings) for fault in _weight(drawings)}
        if faults:
            raise _refused(
                drawing,
                (
                    fault if len(screens) == len(SCREENS) else f"{fault} (Drawn for: {screens[0]}.)"
                    for fault, screens in faults.items()
                ),
            )
        # In another process, of code that was read after the fingerprint was taken.
        drawn_from = loaded_code(drawing.path)
        if fingerprint(drawing, drawn_from, order.datasets, order.palette) != order.key:
            message = (
                f'chart "{drawing.name}": its code was saved while it was drawn; '
                "run the command again."
            )
            raise ProblemsError([problem(drawing.path, message, drawing.line)])
        record = {"key": order.key, "controls": controls.controls(spec), "columns": named}
        (new / DRAWN).write_text(json.dumps(record), encoding="utf-8")
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        new.rename(folder)


def _weight(drawings: Mapping[str, str]) -> Iterator[str]:
    """Say that drawings are too heavy for the pages that show them, and how to draw fewer marks.

    Args:
        drawings: the drawings by the names of their screens.
    """
    sizes = {name: len(gzip.compress(drawn.encode(), mtime=0)) for name, drawn in drawings.items()}
    largest = max(sizes, key=lambda name: sizes[name])
    if sizes[largest] <= HEAVIEST:
        return
    marks = len(_MARK.findall(drawings[largest]))
    points = sum(len(_STEP.findall(path)) for path in _PATH.findall(drawings[largest]))
    count, kind, options, keeps = (
        (points, "points on lines", "", "1,000 points and the shape of the line (Largest Triangle "
                                        "Three Buckets)")
        if points > marks
        else (marks, "marks", ', method="grid"', "one mark for each place that has any")
    )  # fmt: skip
    each = ", ".join(f"{size // 1024} for a {name}" for name, size in sizes.items())
    fit = float(f"{count * HEAVIEST / sizes[largest]:.2g}")
    yield (
        f"its drawings add {sum(sizes.values()) // 1024} KB, compressed, to each page that shows "
        f"it ({each}), and each may add {HEAVIEST // 1024}: of its {count:,} {kind}, about "
        f'{fit:,.0f} fit. Draw `thin(rows, "X", "Y"{options})`, which keeps {keeps}, and give the '
        "chart all rows as `data=` for its table and CSV."
    )


def _refused(drawing: Drawing, faults: Iterable[str]) -> ProblemsError:
    return ProblemsError(
        problem(drawing.path, f'chart "{drawing.name}": {fault}', drawing.line) for fault in faults
    )


def _first_line(error: Exception) -> str:
    """Return what Vega says, without the name of the function and the places in its code."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = [line for line in lines[1:] if not line.startswith("at ")] or lines
    return f"{said[0].removeprefix('Error: ').rstrip('.')}."
