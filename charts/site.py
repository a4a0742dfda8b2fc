"""Builds the site beside the old one, proves it, and only then lets it take the old one's place."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from time import monotonic

from charts.build import build
from charts.check import check
from charts.content import Content
from charts.finish import finish
from charts.mkdocs_module import PREVIEW
from charts.problems import ProblemsError, problem
from charts.project import Project
from charts.unchanged import remember, unchanged
from charts.verify import verify


def build_site(project: Project) -> Iterator[str]:
    """Check, build and verify a site; say in lines what was done.

    Raises:
        ProblemsError: where anything is wrong; the previous site is then left as it was.
    """
    started = monotonic()
    report = check(project)
    if report.problems:
        raise ProblemsError(report.problems)
    yield from (f"warning: {warning}" for warning in report.warnings)
    pages = len(list(project.docs.rglob("*.md")))
    yield f"Checked {pages} pages against {len(project.datasets)} datasets."
    if unchanged(project):
        yield f"Nothing has changed since {project.site} was built."
        return
    built, drawn = build(project)
    yield f"Charts: {len(built)}, {len(drawn)} of them drawn anew."
    scratch = project.root / "build"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="site-") as folder:
        new = Path(folder) / "site"
        _mkdocs(project, new)
        finish(project, new)
        verified = verify(project, new)
        if verified.problems:
            # Named as it would have been published: the folder it is in will be gone.
            old, shown = problem(new, "").path, problem(project.site, "").path
            raise ProblemsError(
                replace(found, path=found.path.replace(old, shown)) for found in verified.problems
            )
        yield verified.summary
        if project.site.exists():
            project.site.rename(Path(folder) / "old")
        new.rename(project.site)
    remember(project)
    yield f"Built {project.site} in {monotonic() - started:.1f} s."
    yield "To look at it: make serve, or open site/index.html."


def _mkdocs(project: Project, target: Path) -> None:
    """Run MkDocs in this process; its warnings are errors, as its errors are."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    os.environ.pop(PREVIEW, None)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.environ["SOURCE_DATE_EPOCH"] = str(_moment(project))
    warnings = Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    try:
        config = load_config(str(project.config), site_dir=str(target), strict=False)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except (MkDocsException, SystemExit) as error:
        said = warnings.lines or [str(error)]
        raise ProblemsError(problem(project.config, line) for line in said) from error
    finally:
        logger.removeHandler(warnings)
    if warnings.lines:
        raise ProblemsError(problem(project.config, line) for line in warnings.lines)


def _moment(project: Project) -> int:
    """Return the time that the site calls its own, in seconds since 1970.

    It is the day on which it was updated, so that two builds of one commit are the same bytes on
    any day and in any time zone.
    """
    day = datetime.combine(Content(project, None).updated, time.min, UTC)
    return int(day.timestamp())


class Collector(logging.Handler):
    """Keeps what MkDocs warns of, in `lines`."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message, on one line."""
        self.lines.append(record.getMessage().replace("\n", " "))
