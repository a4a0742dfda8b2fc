"""Finds the charts that can't be drawn as they are, by drawing those that have changed.

What is drawn is kept where a build keeps it, under the fingerprint of all that it is made of, so
that neither the next check nor the next build draws it again.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from charts.generator.base import lock
from charts.generator.base.problems import MistakeError, Problem, ProblemsError, problem
from charts.generator.check.unpainted import unpainted
from charts.generator.draw.build import Built
from charts.generator.pages.chart_table import must_have_words, table_columns
from charts.generator.pages.content import Content
from charts.generator.project import Project


def undrawn(content: Content) -> tuple[list[Problem], list[Problem]]:
    """Return what is wrong with the drawings of an explainer and with the words of their tables.

    The second list are warnings: letters for which this machine has no font.
    """
    project = content.project
    with lock.if_free(project.build, "charts check") as free:
        if free:
            project.recover()
            return _faults(content, project)
    # A check waits for nobody, and needs no place to write.
    with tempfile.TemporaryDirectory(prefix="check-") as scratch:
        own = Project(project.root, Path(scratch))
        with suppress(shutil.Error, OSError):  # some may just be replaced
            shutil.copytree(project.built, own.built)
        return _faults(content, own)


def _faults(content: Content, project: Project) -> tuple[list[Problem], list[Problem]]:
    try:
        built, _ = project.draw()
    except ProblemsError as error:
        return error.problems, []
    return [*_wordless(content, built.values())], [*unpainted(content, built.values()).values()]


def _wordless(content: Content, charts: Iterable[Built]) -> Iterator[Problem]:
    """Say which charts draw something that their table has no words for."""
    for built in charts:
        drawing, page = content.project.drawings[built.name], content.chart_pages.get(built.name)
        fields = table_columns(content.project.datasets, drawing, page, built.columns)
        with (built.folder / f"{built.name}.csv").open(encoding="utf-8", newline="") as rows:
            head = [name for name in next(csv.reader(rows), []) if name in fields]
        try:
            must_have_words(built.name, built.columns, fields, head)
        except MistakeError as error:
            yield problem(drawing.path, str(error), drawing.line)
