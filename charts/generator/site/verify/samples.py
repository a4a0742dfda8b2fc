"""Draws a few charts and paints their pictures again, whatever `build/` keeps of them."""

from __future__ import annotations

import copy
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from charts.generator.base.problems import Problem, problem
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


def unlike(content: Content, site: Path) -> Iterator[Problem]:
    """Draw the chosen charts anew, and compare all their files with those of a site."""
    project = copy.copy(content.project)  # with what it has loaded
    with tempfile.TemporaryDirectory() as folder:
        project.built = Path(folder)
        built, _ = project.draw(chosen(project))
        fresh = copy.copy(content)
        fresh.project = project
        made = {
            f"{order.folder}{name}": file
            for order in downloads.orders(fresh, Pictures(built, ""))
            if isinstance(order, ChartFiles)
            for name, file in order.files().items()
        }
        made |= {
            f"charts/{chart.name}/{path.name}": path.read_bytes()
            for chart in built.values()
            for path in chart.folder.glob("live-*.json")
        }
        for name, file in made.items():
            path = site / name
            if path.is_file() and path.read_bytes() != file:
                yield problem(path, "is not what its chart looks like when it is drawn again.")
