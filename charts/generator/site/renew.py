"""Makes and verifies a new site, and puts it in the place of the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from charts.generator.base.problems import ProblemsError, problem
from charts.generator.base.processes import Workers
from charts.generator.check import kept
from charts.generator.check.report import CheckReport
from charts.generator.check.unpainted import unpainted
from charts.generator.draw.build import Begun
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import SOME, Project
from charts.generator.site import last_build
from charts.generator.site.build_record import Standing, remember, sources
from charts.generator.site.last_build import LastBuild
from charts.generator.site.make import finish, make_pages, make_some
from charts.generator.site.staging import Stage
from charts.generator.site.verify import chosen, drawn_anew, follow, read_pages, reread_some
from charts.generator.site.weights import outgrown


def renew(
    project: Project,
    report: CheckReport,
    stands: Standing,
    made_from: str,
    workers: Workers,
    begun: Begun,
) -> Iterator[str]:
    """Make what would be different in a new site, verify it, and yield lines that say so.

    Args:
        project: the explainer.
        report: what its check found.
        stands: what is known of the standing site.
        made_from: the fingerprint of the sources.
        workers: the processes that draw and make pictures.
        begun: the charts that they have begun to draw.

    Raises:
        ProblemsError: if the new site is wrong; the old one then stays as it is.
    """
    evaluator = report.evaluator or Evaluator(Content(project))
    pages = len(evaluator.content.pages)
    yield f"Checked {pages} pages against {len(project.datasets)} datasets."
    last = last_build.read(project, stands)
    # What only differs in words between macros is made of the same charts.
    only_words = bool(last.order) and last.around == last_build.around(evaluator.content)
    if only_words:
        project.fingerprints = last.charts
    bundle = project.runtime.name
    built, drawn = project.draw(workers=workers, begun=begun)
    yield f"Charts: {len(built)}, {len(drawn)} of them redrawn."
    pictures = Pictures(built, bundle)
    yield from _renew(evaluator, pictures, workers, last, made_from, only_words=only_words)


def _renew(
    evaluator: Evaluator,
    pictures: Pictures,
    workers: Workers,
    last: LastBuild,
    made_from: str,
    *,
    only_words: bool,
) -> Iterator[str]:
    project, built = evaluator.content.project, pictures.built
    new, old = project.working / "site", project.working / "old"
    project.working.mkdir()
    try:
        stage = Stage(project.build / "stage")
        known = Evaluator(evaluator.content, last.places)
        some = make_some(known, pictures, stage, new, last) if only_words else None
        if some:
            now, weighed = some
            names = [f"{page.url}index.html" for page in weighed]
            verified = reread_some(evaluator.content, new, names, last_build.ways(last))
            painted = [built[name] for name in last.unpainted]  # no word of the others is new
        else:
            with drawn_anew(evaluator.content, workers) as paint:
                now, downloads = make_pages(evaluator, pictures, stage, new, workers, last)
                unlike = paint()
                # While others make the downloads.
                verified = read_pages(evaluator.content, new, last_build.ways(last))
                finish(project, downloads, new)
                follow(evaluator.content, new, verified)
                verified.problems += unlike(new)
            verified.seen["drawn"] = len(chosen(project))
            weighed = [*evaluator.content.pages.values(), *evaluator.made]
            painted = [*built.values()]
        if verified.problems:
            # Report paths in the final site: this working folder is about to be deleted.
            working, shown = problem(new, "").path, problem(project.site, "").path
            raise ProblemsError(
                replace(found, path=found.path.replace(working, shown))
                for found in verified.problems
            )
        yield verified.summary
        if some:
            new.rename(project.working / SOME)
        else:
            if project.site.exists():
                project.site.rename(old)
            new.rename(project.site)
    finally:
        project.settle()
    letters = unpainted(evaluator.content, painted)
    warnings = [*outgrown(project.docs, weighed, project.site), *letters.values()]
    yield from (f"warning: {found}" for found in warnings)
    now.charts, now.unpainted = dict(project.fingerprints), [*letters]
    if (
        str(sources(project)) == made_from
    ):  # else what was saved meanwhile may be part of what is kept
        last_build.write(project, now, made_from, verified.ways)
    if not letters:  # the next check asks whether there is a font for them
        kept.drawn(project)
    remember(project, made_from)  # last, because it says that all of this is whole
