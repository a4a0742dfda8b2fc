"""Builds each chart's files, where anything that they are made of has changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from charts import modules
from charts.datasets import write_atomically
from charts.palette import VARIABLE
from charts.problems import Problem, ProblemsError, problem, unknown
from charts.project import Project
from charts.specs import Drawing
from charts.theme import DESKTOP, SCREENS

RECORD = "build.json"
PICTURES = modules.PACKAGE / "pictures.py"
MANY = 6  # charts; to start other processes takes about as long as to draw so many
LIBRARIES = ("altair", "vl-convert-python", "pandas")


@dataclass(frozen=True)
class Built:
    """A chart's files: a folder, and what the page needs to know of them.

    `live-phone.json`, `live-desktop.json` (Vega), `phone.svg`, `desktop.svg`, `thumbnail.svg`
    (inline), `desktop.vl.json` (the specification), and `NAME.csv` with the rows drawn.
    """

    name: str
    folder: Path
    key: str
    controls: list[dict[str, str]]

    def text(self, file: str) -> str:
        """Return the content of one of the chart's files."""
        return (self.folder / file).read_text(encoding="utf-8")


def build(project: Project, names: Iterable[str] = ()) -> tuple[dict[str, Built], list[str]]:
    """Build all charts of a project, or some of them.

    Returns:
        The charts by name, and the names of those that had to be drawn anew.

    Raises:
        ProblemsError: with all charts that could not be drawn; their old files stay.
    """
    keys = {n: key_of(project, project.drawings[n]) for n in names or project.drawings}
    drawn = [n for n, key in keys.items() if _record(project.built / n).get("key") != key]
    problems = _draw_all(project, {name: keys[name] for name in drawn})
    if problems:
        raise ProblemsError(problems)
    built = {}
    for name, key in keys.items():
        folder = project.built / name
        built[name] = Built(name, folder, key, _record(folder)["controls"])
    if not names:
        for stray in sorted(project.built.glob("*/")):
            if stray.name not in project.drawings:
                shutil.rmtree(stray)
    return built, drawn


def key_of(project: Project, drawing: Drawing) -> str:
    """Return a fingerprint of everything that a chart's files are made of.

    Contents, never dates: the module with what it imports, its datasets with their metadata, the
    generator's drawing code, the palette, and the versions of the libraries that draw.
    """
    sources = {Path(__file__), *modules.sources(drawing.path), *modules.sources(PICTURES)}
    parts: list[Any] = [drawing.name, drawing.path.read_text(encoding="utf-8")]
    parts += [_as_run(path) for path in sorted(sources - {drawing.path})]
    for name in drawing.datasets:
        dataset = project.datasets[name]
        parts += [dataset.digest, json.dumps(dict(dataset.descriptor), sort_keys=True)]
    parts += [dict(project.palettes["default"]), *versions(LIBRARIES)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def versions(libraries: Iterable[str]) -> list[str]:
    """Return the versions of installed libraries."""
    return [version(library) for library in libraries]


def runtime(project: Project) -> Path:
    """Return the file with the browser's Vega, bundled anew where wheel or wish have changed.

    Its name holds its content's hash, so that a browser may keep it for ever.
    """
    from charts import pictures

    wish = hashlib.sha256(_as_run(PICTURES).encode()).hexdigest()[:8]
    folder = project.built.parent / "runtime" / f"{version('vl-convert-python')}-{wish}"
    found = sorted(folder.glob("vega.*.js"))
    if found:
        return found[0]
    bundle = pictures.runtime()
    path = folder / f"vega.{hashlib.sha256(bundle.encode()).hexdigest()[:8]}.js"
    write_atomically(path, bundle)
    return path


def publish(project: Project, built: dict[str, Built], site: Path) -> None:
    """Copy what readers' browsers ask for into a built site."""
    for chart in built.values():
        target = site / "charts" / chart.name
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted([*chart.folder.glob("live-*.json"), *chart.folder.glob("*.csv")]):
            shutil.copyfile(path, target / path.name)
    bundle = runtime(project)
    (site / "assets").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(bundle, site / "assets" / bundle.name)


@cache
def _as_run(path: Path) -> str:
    """Return a file of the generator as this process runs it: a preview keeps what it loaded."""
    return path.read_text(encoding="utf-8")


def _record(folder: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return record


def _draw_all(project: Project, keys: Mapping[str, str]) -> list[Problem]:
    """Draw charts, many of them in several processes; return what is wrong with those that fail."""
    if len(keys) < MANY:
        found = [_attempt(project, name, key) for name, key in keys.items()]
    else:
        # A fresh process each: the engine that draws is one for a process.
        with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
            roots = [project.root] * len(keys)
            found = [*pool.map(_drawn_apart, roots, keys, keys.values())]
    return [problem for problems in found for problem in problems]


def _drawn_apart(root: Path, name: str, key: str) -> list[Problem]:
    """Draw a chart in another process; its project is loaded there once."""
    return _attempt(_project(root), name, key)


@cache
def _project(root: Path) -> Project:
    return Project(root)


def _attempt(project: Project, name: str, key: str) -> list[Problem]:
    try:
        _draw(project, project.drawings[name], key, project.built / name)
    except ProblemsError as error:
        return error.problems
    return []


def _draw(project: Project, drawing: Drawing, key: str, folder: Path) -> None:
    """Draw a chart into a folder of its own, which takes the old one's place when complete."""
    # Imported here because drawing takes a second to load, and most builds draw nothing.
    from charts import pictures, specs

    light = project.palettes["default"]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
        new = Path(scratch) / drawing.name
        new.mkdir()
        for screen in SCREENS:
            spec = specs.draw(drawing, project.datasets, screen)
            compiled = pictures.vega(spec)
            drawn = pictures.svg(compiled)
            empty = pictures.empty_marks(drawn)
            if empty:
                message = (
                    f'chart "{drawing.name}" draws nothing with {", ".join(empty)} '
                    f"({screen.name}): look at the data and the fields of that layer."
                )
                raise ProblemsError([problem(drawing.path, message, drawing.line)])
            drawn = pictures.slim(drawn)
            unknown_colours = set(VARIABLE.findall(drawn)) - set(light)
            if unknown_colours:
                said = " ".join(unknown("colour", name, light) for name in sorted(unknown_colours))
                message = f'chart "{drawing.name}": in {project.style.name}, {said}'
                raise ProblemsError([problem(drawing.path, message, drawing.line)])
            (new / f"{screen.name}.svg").write_text(drawn, encoding="utf-8")
            (new / f"live-{screen.name}.json").write_text(pictures.live(compiled), encoding="utf-8")
            if screen is DESKTOP:
                small = pictures.thumbnail(drawn, compiled)
                (new / "thumbnail.svg").write_text(small, encoding="utf-8")
                (new / f"{drawing.name}.csv").write_text(specs.csv_of(spec), encoding="utf-8")
                specification = json.dumps(spec, ensure_ascii=False)
                (new / "desktop.vl.json").write_text(specification, encoding="utf-8")
        record = {"key": key, "controls": specs.controls(spec)}
        (new / RECORD).write_text(json.dumps(record), encoding="utf-8")
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        new.rename(folder)
