"""Shows the site while it is edited: every saved file, and every mistake, in the open browser."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.livereload import LiveReloadServer

from charts.check import check
from charts.macros import problems_box
from charts.mkdocs_module import PREVIEW
from charts.problems import Problem, ProblemsError
from charts.project import Project
from charts.site import Collector

LATER = 1.0  # seconds


def serve(project: Project, port: int) -> None:
    """Show the site on this machine and follow every saved file until interrupted."""
    # A mistake must not end the preview: it is shown on its page instead.
    os.environ |= {PREVIEW: "1", "CHARTS_STRICT": "false", "NO_MKDOCS_2_WARNING": "1"}
    logger = logging.getLogger("mkdocs")
    logger.addHandler(logging.StreamHandler())
    logger.setLevel(logging.INFO)
    # MkDocs warns at each partial build that pages may be left behind; `outdated` sees to it.
    logging.getLogger("mkdocs.commands.build").addFilter(
        lambda record: "'dirty' build" not in record.getMessage()
    )
    watched = [project.data, project.gallery, project.facts, Path(__file__).parent / "templates"]

    def server(**arguments: Any) -> _Server:
        return _Server(project, **arguments)

    mkdocs_serve.LiveReloadServer = server  # type: ignore[attr-defined, assignment]
    mkdocs_serve.serve(
        str(project.config),
        build_type="dirty",
        dev_addr=f"127.0.0.1:{port}",
        watch=[str(path) for path in watched if path.exists()],
        livereload=True,
    )


class _Server(LiveReloadServer):
    """MkDocs' server, which outlives a build that failed and says on every page why it did."""

    def __init__(self, project: Project, builder: Callable[[], None], **arguments: Any) -> None:
        # MkDocs looks for saved files twice a second and offers no setting; an editor waits for it.
        super().__init__(builder=self._build, polling_interval=0.1, **arguments)
        self.project = project
        self.mkdocs_build = builder
        self.failure: list[str] = []
        self.told: list[Problem] = []
        self.telling = threading.Timer(LATER, self._tell)
        self.tell()

    def _build(self) -> None:
        self.telling.cancel()
        collected = Collector()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(collected)
        try:
            self.mkdocs_build()
            self.failure = []
        except (Exception, SystemExit) as error:
            # Whatever it was, the next saved file may mend it.
            self.failure = [*collected.lines, str(error)]
            logger.exception("The build failed; the pages shown are those of the last good one.")
        finally:
            logger.removeHandler(collected)
        self.tell()

    def tell(self) -> None:
        """Write in the terminal what is wrong, where that has changed; nobody waits for it."""
        # Later, so that it takes no time from the page that somebody waits for.
        self.telling.cancel()
        self.telling = threading.Timer(LATER, self._tell)
        self.telling.daemon = True
        self.telling.start()

    def _tell(self) -> None:
        try:
            problems = check(Project(self.project.root)).problems
        except ProblemsError as error:
            problems = error.problems
        if problems == self.told:
            return
        self.told = problems
        for problem in problems:
            click.secho(str(problem), fg="red", err=True)
        count = len(problems)
        said = f"{count} problem{'s' if count > 1 else ''}." if count else "No problem left."
        click.secho(said, fg="red" if count else "green", err=True)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        if self.failure:
            head, article, rest = content.partition(b"<article")
            tag, end, body = rest.partition(b">")
            box = problems_box(self.failure).encode()
            content = head + article + tag + end + box + body if article else box + content
        result: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        return result
