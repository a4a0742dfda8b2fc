"""Draws a few charts and paints their pictures again, whatever `build/` keeps of them."""

from __future__ import annotations

import copy
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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


def chosen(project: Project) -> list[str]:
    """Return the charts to look at: others whenever any chart changes, the same for one commit."""
    whole = "".join(project.fingerprints.values())

    def rank(name: str) -> str:
        return hashlib.sha256(f"{whole} {name}".encode()).hexdigest()

    return sorted(project.fingerprints, key=rank)[:FEW]


@contextmanager
def drawn_anew(content: Content, workers: Workers) -> Iterator[Callable[[Path], list[Problem]]]:
    """Let other processes draw the chosen charts while this one makes or reads a site.

    Yields:
        A function that waits for them, and compares all their files with those of a site. It
        raises ProblemsError if a chart can't be drawn.
    """
    # Work that goes on after a mistake may still write.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        project, fresh = copy.copy(content.project), copy.copy(content)  # with what is loaded
        project.built, fresh.project = Path(folder), project
        orders = [project.order(name) for name in chosen(project)]
        drawn = [workers.submit(build.build, [order]) for order in orders]

        def unlike(site: Path) -> list[Problem]:
            built = {name: chart for each in drawn for name, chart in each.result()[0].items()}
            made = _painted(fresh, built, workers)
            said = "is not what its chart looks like when it is drawn again."
            return [
                problem(site / name, said)
                for name, file in made.items()
                if (site / name).is_file() and (site / name).read_bytes() != file
            ]

        yield unlike


def _painted(content: Content, built: Mapping[str, Built], workers: Workers) -> Mapping[str, bytes]:
    """Return the files of a site that are made of charts, by their path in it."""
    orders = downloads.orders(content, Pictures(dict(built), ""))
    painted = [
        (order.folder, workers.submit(order.files))
        for order in orders
        if isinstance(order, ChartFiles)
    ]
    made = {
        f"charts/{chart.name}/{path.name}": path.read_bytes()
        for chart in built.values()
        for path in chart.folder.glob("live-*.json")
    }
    for folder, files in painted:
        made |= {f"{folder}{name}": file for name, file in files.result().items()}
    return made
