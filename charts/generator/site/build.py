"""Builds a new site beside the old one, verifies it, and only then replaces the old one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from charts.generator.base.problems import ProblemsError, problem
from charts.generator.base.processes import collect_rarely
from charts.generator.check import kept
from charts.generator.check.report import CheckReport
from charts.generator.project import Project
from charts.generator.site.build_record import sources, standing


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
    collect_rarely()
    now = sources(project)  # before they are read: what is saved meanwhile is built next time
    stands, made_from = standing(project), str(now)
    if stands.whole and stands.made_from == made_from:
        yield from _warnings(_checked(project))
        yield f"Nothing has changed since {project.site} was built."
        return
    from charts.generator.site import notebooks

    # While the words are checked, other processes draw, and the notebook's kernel is one more. What
    # that says is kept for `make`, which waits for it, and says what is wrong with it.
    with project.workers() as workers, ThreadPoolExecutor(1) as aside:
        begun = project.begin_drawing(workers) if stands.draws(now) else {}
        aside.submit(notebooks.execute, project)
        report = _checked(project)
        yield from _warnings(report)
        # Imported here because it takes the longest.
        from charts.generator.site.renew import renew

        yield from renew(project, report, stands, made_from, workers, begun)
    yield f"Built {project.site} in {monotonic() - started:.1f} s."
    yield "To view it: make serve, or open site/index.html."


def _checked(project: Project) -> CheckReport:
    """Return what the check found, without the drawings: a build draws, and what stands was drawn.

    Raises:
        ProblemsError: if it found problems.
    """
    report = kept.check(project, draw=False)
    if report.problems:
        raise ProblemsError(report.problems)
    return report


def _warnings(report: CheckReport) -> Iterator[str]:
    yield from (f"warning: {warning}" for warning in report.warnings)
