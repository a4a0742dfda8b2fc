"""Builds a new site beside the old one, verifies it, and only then replaces the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

from charts.generator.base.problems import ProblemsError, problem
from charts.generator.check.check import check
from charts.generator.pages.blocks import Pictures
from charts.generator.project import Project
from charts.generator.site.build_record import remember, sources, unchanged
from charts.generator.site.make import make
from charts.generator.site.staging import Stage
from charts.generator.site.verify import reread, sample
from charts.generator.site.weights import outgrown


def build_site(project: Project) -> Iterator[str]:
    """Check, build and verify a site; yield lines that say what was done.

    Raises:
        ProblemsError: if anything is wrong; the previous site then stays as it is.
    """
    _must_be_replaceable(project)
    with project.alone("charts site"):
        yield from _build(project)


def _must_be_replaceable(project: Project) -> None:
    """Raise ProblemsError if the old site can't be exchanged for a new one by moving folders."""
    site, build = project.site, project.build
    if site.is_symlink():
        said = f"this leads to {site.readlink()}, and a build would replace it: delete the link."
    elif site.is_mount():
        said = "this is a mount point, which a build can't replace: unmount it."
    elif site.exists() and not site.is_dir():
        said = "a file stands where the site's folder is needed; move it away."
    elif build.exists() and build.stat().st_dev != project.root.stat().st_dev:
        site = build
        said = "this is on another disk than the explainer, and the new site can't be moved there."
    else:
        return
    raise ProblemsError([problem(site, said)])


def _build(project: Project) -> Iterator[str]:
    started = monotonic()
    made_from = sources(project)  # before they are read: what is saved meanwhile is built next time
    report = check(project)
    if report.problems or report.evaluator is None:
        raise ProblemsError(report.problems)
    evaluator = report.evaluator
    yield from (f"warning: {warning}" for warning in report.warnings)
    pages = len(evaluator.content.pages)
    yield f"Checked {pages} pages against {len(project.datasets)} datasets."
    if unchanged(project, made_from):
        yield f"Nothing has changed since {project.site} was built."
        return
    built, drawn = project.draw()
    yield f"Charts: {len(built)}, {len(drawn)} of them redrawn."
    new, old = project.working / "site", project.working / "old"
    project.working.mkdir()
    try:
        pictures, stage = Pictures(built, project.runtime.name), Stage(project.working / "stage")
        make(evaluator, pictures, stage, new)
        verified = reread(evaluator.content, new)
        sample(evaluator.content, new, verified)
        if verified.problems:
            # Report paths in the final site: this working folder is about to be deleted.
            working, shown = problem(new, "").path, problem(project.site, "").path
            raise ProblemsError(
                replace(found, path=found.path.replace(working, shown))
                for found in verified.problems
            )
        yield verified.summary
        weighed = [*evaluator.content.pages.values(), *evaluator.made]
        yield from (f"warning: {found}" for found in outgrown(project.docs, weighed, new))
        if project.site.exists():
            project.site.rename(old)
        new.rename(project.site)
    finally:
        project.recover()
    remember(project, made_from)
    yield f"Built {project.site} in {monotonic() - started:.1f} s."
    yield "To view it: make serve, or open site/index.html."
