"""Runs MkDocs. Everything that depends on MkDocs is here: no other module knows the engine."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import material
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingEmitter

from charts.generator.base.problems import ProblemsError, problem

LOGGER = logging.getLogger("mkdocs")
HOST = "127.0.0.1"  # a preview is for this machine alone
OFTEN = 0.1  # seconds between two looks for saved files; MkDocs waits half a second


def theme_file(pattern: str) -> str:
    """Return the text of the one file of the engine's theme whose path fits a pattern."""
    (path,) = (Path(material.__file__).parent / "templates").glob(pattern)
    return path.read_text(encoding="utf-8")


def build(config_file: Path, site: Path, moment: int) -> None:
    """Make HTML of a staged folder; the engine's warnings count as errors.

    Args:
        config_file: the `mkdocs.yml` of the folder.
        site: where the HTML goes.
        moment: the site's date of change, in seconds since 1970.

    Raises:
        ProblemsError: with every error and warning of the engine.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(moment)
    with _warnings() as said:
        try:
            _run(config_file, site, dirty=False)
        except (MkDocsException, SystemExit) as error:
            lines = said or [str(error)]
            raise ProblemsError(problem("docs", line) for line in lines) from error
    if said:
        raise ProblemsError(problem("docs", line) for line in said)


def rebuild(config_file: Path, site: Path, *, whole: bool) -> None:
    """Make HTML for a preview: of all pages, or only of those newer than their HTML.

    Raises:
        ProblemsError: if the engine fails.
    """
    with _warnings() as said:
        try:
            _run(config_file, site, dirty=not whole)
        except (MkDocsException, SystemExit) as error:
            lines = said or [str(error)]
            raise ProblemsError(problem("docs", line) for line in lines) from error


def _run(config_file: Path, site: Path, *, dirty: bool) -> None:
    config = load_config(str(config_file), site_dir=str(site), strict=False)
    config.plugins.on_startup(command="build", dirty=dirty)
    mkdocs_build(config, dirty=dirty)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect the warnings of MkDocs, each on one line."""
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            # A partial build warns that pages may be out of date; `preview` takes care of that.
            if "'dirty' build" not in record.getMessage():
                lines.append(record.getMessage().replace("\n", " "))

    handler = Collector(logging.WARNING)
    LOGGER.addHandler(handler)
    try:
        yield lines
    finally:
        LOGGER.removeHandler(handler)


class _Watcher(PollingEmitter):
    """Looks for saved files, as MkDocs does, but not during a build, which it would slow down."""

    idle = threading.Event()
    idle.set()

    def queue_events(self, timeout: float) -> None:
        """Wait until no build runs, then look; this still finds files saved during the build."""
        self.idle.wait()
        super().queue_events(timeout)

    def absorb(self) -> None:
        """Take note of what is saved by now, without telling: the build that begins reads it."""
        with self._lock, suppress(OSError):  # a folder that is gone is told of at the next look
            self._snapshot = self._take_snapshot()


class Server(LiveReloadServer):
    """Serves a site on this machine, rebuilds it when a file is saved, and reloads browsers.

    Args:
        site: the folder of the built site.
        port: the port to serve it on.
        address: where the site will be published; the server uses the same path.
        build: builds the site.
        dressed: changes each page before it is served.
    """

    def __init__(
        self,
        site: Path,
        port: int,
        address: str,
        build: Callable[[], None],
        dressed: Callable[[bytes], bytes],
    ) -> None:
        path = urlsplit(address or "/").path
        super().__init__(self._build, HOST, port, str(site), path)
        self.observer = BaseObserver(_Watcher, timeout=OFTEN)  # type: ignore[assignment]
        self.build = build
        self.dressed = dressed
        self.error_handler = lambda code: self._inject_js_into_html(
            _read(site / f"{code}.html") or b"", self._visible_epoch
        )

    def _build(self) -> None:
        _Watcher.idle.clear()
        try:
            # An editor may save a file in several steps, and the first may have begun this build.
            for watcher in self.observer.emitters:
                watcher.absorb()  # type: ignore[attr-defined]
            self.build()
        finally:
            _Watcher.idle.set()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        result: bytes = super()._inject_js_into_html(self.dressed(content), epoch)  # type: ignore[no-untyped-call]
        return result


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
