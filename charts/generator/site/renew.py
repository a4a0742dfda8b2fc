"""Makes and verifies a new site, and puts it in the place of the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from charts.generator.base.problems import ProblemsError, problem
from charts.generator.check.report import CheckReport
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from charts.generator.site import last_build
from charts.generator.site.build_record import Standing, remember
from charts.generator.site.make import make, make_some
from charts.generator.site.staging import Stage
from charts.generator.site.verify import reread, reread_some, sample
from charts.generator.site.weights import outgrown


def renew(project: Project, report: CheckReport, stands: Standing, made_from: str) -> Iterator[str]:
    """Make what would be different in a new site, verify it, and yield lines that say so.

    Args:
        project: the explainer.
        report: what its check found.
        stands: what is known of the standing site.
        made_from: the fingerprint of the sources.

    Raises:
        ProblemsError: if the new site is wrong; the old one then stays as it is.
    """
    evaluator = report.evaluator or Evaluator(Content(project))
    pages = len(evaluator.content.pages)
    yield f"Checked {pages} pages against {len(project.datasets)} datasets."
    built, drawn = project.draw()
    yield f"Charts: {len(built)}, {len(drawn)} of them redrawn."
    new, old = project.working / "site", project.working / "old"
    project.working.mkdir()
    try:
        pictures, stage = Pictures(built, project.runtime.name), Stage(project.build / "stage")
        last = last_build.read(project, stands)
        some = Evaluator(evaluator.content, last.places)
        if made := make_some(some, pictures, stage, new, last):
            now, weighed = made
            names = [f"{page.url}index.html" for page in weighed]
            verified = reread_some(evaluator.content, new, names, last_build.ways(last))
        else:
            now = make(evaluator, pictures, stage, new, last)
            verified = reread(evaluator.content, new)
            sample(evaluator.content, new, verified)
            weighed = [*evaluator.content.pages.values(), *evaluator.made]
        if verified.problems:
            # Report paths in the final site: this working folder is about to be deleted.
            working, shown = problem(new, "").path, problem(project.site, "").path
            raise ProblemsError(
                replace(found, path=found.path.replace(working, shown))
                for found in verified.problems
            )
        yield verified.summary
        yield from (f"warning: {found}" for found in outgrown(project.docs, weighed, new))
        if project.site.exists():
            project.site.rename(old)
        new.rename(project.site)
    finally:
        project.recover()
    last_build.write(project, now, made_from, verified.ways)
    remember(project, made_from)  # last, because it says that all of this is whole
