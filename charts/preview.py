"""Shows the site while it is edited: every saved file, and every mistake, in the open browser."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingEmitter

from charts.macros import problems_box
from charts.mkdocs_module import PREVIEW
from charts.problems import ProblemsError
from charts.project import Project
from charts.site import Collector

OFTEN = 0.1  # seconds between two looks for saved files; MkDocs has half a second, and no setting


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


class _Watcher(PollingEmitter):
    """Looks for saved files, as MkDocs does, but not while a build needs all the time."""

    idle = threading.Event()
    idle.set()

    def queue_events(self, timeout: float) -> None:
        """Wait until nothing is being built, and then look: what was saved meanwhile is seen."""
        self.idle.wait()
        super().queue_events(timeout)


class _Server(LiveReloadServer):
    """MkDocs' server, which outlives a build that failed and says on every page why it did."""

    def __init__(self, project: Project, builder: Callable[[], None], **arguments: Any) -> None:
        super().__init__(builder=self._build, **arguments)
        self.observer = BaseObserver(_Watcher, timeout=OFTEN)  # type: ignore[assignment]
        self.project = project
        self.mkdocs_build = builder
        self.failure: list[str] = []
        self.built = threading.Event()

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Serve after the first build, and build again with each saved file."""
        gc.freeze()  # what is loaded stays: to look for garbage in it took an eighth of a build
        self.built.set()
        threading.Thread(target=self._tell, daemon=True).start()
        super().serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]

    def _build(self) -> None:
        _Watcher.idle.clear()
        collected = Collector()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(collected)
        try:
            self.mkdocs_build()
            self.failure = []
        except ProblemsError as error:
            self.failure = [str(problem) for problem in error.problems]
        except (Exception, SystemExit) as error:
            # Whatever it was, the next saved file may mend it.
            self.failure = [*collected.lines, str(error)]
            logger.exception("The build failed; the pages shown are those of the last good one.")
        finally:
            logger.removeHandler(collected)
            _Watcher.idle.set()
            self.built.set()

    def _tell(self) -> None:
        """Write in the terminal after each build what is wrong, where that has changed."""
        # By a process of its own: it takes no time from the page that somebody waits for.
        command = [sys.executable, "-m", "charts", "--root", str(self.project.root), "check"]
        told = ""
        while self.built.wait():
            self.built.clear()
            found = subprocess.run(command, capture_output=True, text=True, check=False)
            said = (found.stdout + found.stderr).strip()
            if said != told:
                told = said
                click.secho(said, fg="red" if found.returncode else "green", err=True)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        if self.failure:
            head, article, rest = content.partition(b"<article")
            tag, end, body = rest.partition(b">")
            box = problems_box(self.failure).encode()
            content = head + article + tag + end + box + body if article else box + content
        result: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        return result
