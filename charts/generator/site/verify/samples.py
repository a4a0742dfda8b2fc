"""Draws a few charts and paints their pictures again, whatever `build/` keeps of them."""

from __future__ import annotations

import copy
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from charts.generator.base.problems import Problem, problem
from charts.generator.base.processes import Workers
from charts.generator.draw import build
from charts.generator.draw.build import Built
from charts.generator.export import downloads
from charts.generator.export.chart_files import ChartFiles
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.project import Project

FEW = 2  # charts
Unlike = Callable[[Path], list[Problem]]
Begun = list[tuple[str, Future[dict[str, bytes]]]]


def chosen(project: Project) -> list[str]:
    """Return the charts to look at: others whenever any chart changes, the same for one commit."""
    whole = "".join(project.fingerprints.values())

    def rank(name: str) -> str:
        return hashlib.sha256(f"{whole} {name}".encode()).hexdigest()

    return sorted(project.fingerprints, key=rank)[:FEW]


@contextmanager
def drawn_anew(content: Content, workers: Workers) -> Iterator[Callable[[], Unlike]]:
    """Let other processes draw the chosen charts while this one makes or reads a site.

    Yields:
        A function that lets them paint what they have drawn, and returns one that compares all
        files with those of a site. It raises ProblemsError if a chart can't be drawn.
    """
    # Work that goes on after a mistake may still write.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        project, fresh = copy.copy(content.project), copy.copy(content)  # with what is loaded
        project.built, fresh.project = Path(folder), project
        orders = [project.order(name) for name in chosen(project)]
        drawn = workers.submit(build.build, orders)  # by one: starting another takes longer

        def painted() -> Unlike:
            built, _ = drawn.result()
            waiting = _begun(fresh, built, workers)
            return partial(_unlike, built, waiting)

        yield painted


def _unlike(built: Mapping[str, Built], waiting: Begun, site: Path) -> list[Problem]:
    """Say which files of a site are not those that were made anew."""
    made = {
        f"charts/{chart.name}/{path.name}": path.read_bytes()
        for chart in built.values()
        for path in chart.folder.glob("live-*.json")
    }
    for folder, files in waiting:
        made |= {f"{folder}{name}": file for name, file in files.result().items()}
    said = "is not what its chart looks like when it is drawn again."
    return [
        problem(site / name, said)
        for name, file in made.items()
        if (site / name).is_file() and (site / name).read_bytes() != file
    ]


def _begun(content: Content, built: Mapping[str, Built], workers: Workers) -> Begun:
    """Let other processes make the files of a site that are made of charts, by their folder."""
    orders = downloads.orders(content, Pictures(dict(built), ""))
    return [
        (order.folder, workers.submit(order.files))
        for order in orders
        if isinstance(order, ChartFiles)
    ]
