"""Runs MkDocs. Everything that depends on MkDocs is here: no other module knows the engine."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import material
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingEmitter

from charts.generator.base import yaml_text
from charts.generator.base.problems import ProblemsError, problem

NOTEBOOKS = "mkdocs-jupyter"  # the plugin that shows them
_NONE: Mapping[str, Mapping[str, Any]] = {}
LOGGER = logging.getLogger("mkdocs")
HOST = "127.0.0.1"  # a preview is for this machine alone
OFTEN = 0.1  # seconds between two looks for saved files; MkDocs waits half a second


def theme_file(pattern: str) -> str:
    """Return the text of the one file of the engine's theme whose path fits a pattern."""
    (path,) = (Path(material.__file__).parent / "templates").glob(pattern)
    return path.read_text(encoding="utf-8")


def build(
    config_file: Path, site: Path, moment: int, left: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Make HTML of a staged folder; the engine's warnings count as errors.

    Args:
        config_file: the `mkdocs.yml` of the folder.
        site: where the HTML goes.
        moment: the site's date of change, in seconds since 1970.
        left: the pages that are not made, by their names in the folder: their front matter, as
            far as other pages show it.

    Returns:
        The names of all pages, in the order in which the search has them.

    Raises:
        ProblemsError: with every error and warning of the engine.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(moment)
    with _warnings_as_errors():
        return _run(config_file, site, dirty=bool(left), left=left)


def build_pages(
    config_file: Path, site: Path, moment: int, left: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Do what `build` does, but for what belongs to no page, such as the page for errors."""
    os.environ["SOURCE_DATE_EPOCH"] = str(moment)
    with _warnings_as_errors():
        return _run(config_file, site, dirty=True, left=left, pages=True)


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


@contextmanager
def _warnings_as_errors() -> Iterator[None]:
    with _warnings() as said:
        try:
            yield
        except (MkDocsException, SystemExit) as error:
            lines = said or [str(error)]
            raise ProblemsError(problem("docs", line) for line in lines) from error
    if said:
        raise ProblemsError(problem("docs", line) for line in said)


def _run(
    config_file: Path,
    site: Path,
    *,
    dirty: bool,
    left: Mapping[str, Mapping[str, Any]] = _NONE,
    pages: bool = False,
) -> list[str]:
    # MkDocs' own parser takes ten times as long for the navigation of a large site.
    said = yaml_text.quick(config_file.read_text(encoding="utf-8"))
    if not any(path for path in config_file.parent.rglob("*.ipynb") if not _is_left(path, left)):
        del said["plugins"][NOTEBOOKS]  # loading it takes longer than making a page
    config = load_config(
        BytesIO(), config_file_path=str(config_file), **said, site_dir=str(site), strict=False
    )
    if pages:
        config.theme.static_templates.clear()
    for plugin in config.plugins.values() if left is not _NONE else ():
        if hasattr(plugin, "search_index_prev"):
            # The theme's search adds what an earlier build of this process has found.
            plugin.search_index_prev = None
    config.plugins["drawings"] = _Drawings()
    config.plugins["left"] = leaving = _Leaving(left)
    config.plugins.on_startup(command="build", dirty=dirty)
    mkdocs_build(config, dirty=dirty)
    return leaving.order


def _is_left(path: Path, left: Mapping[str, Any]) -> bool:
    return any(path.as_posix().endswith(f"/docs/{name}") for name in left)


class _Notebook(File):
    """A notebook that is not made: a page that other pages can name and lead to."""

    def is_documentation_page(self) -> bool:
        return True


def _decide(file: File, is_made: bool) -> None:
    """Say whether a page is made; the engine would compare dates."""
    file.is_modified = lambda: is_made  # type: ignore[method-assign]


class _Leaving(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Leaves pages as they are, and tells the others what they show of them."""

    def __init__(self, left: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__()
        self.left = left
        self.order: list[str] = []

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Say of each page whether it is made, whatever the dates of its files are."""
        found = Files([self._file(file, config) for file in files])
        if self.left:
            for file in found.documentation_pages():
                _decide(file, file.src_uri not in self.left)
        return found

    def _file(self, file: File, config: MkDocsConfig) -> File:
        if file.src_uri not in self.left or not file.src_uri.endswith(".ipynb"):
            return file
        folders = (config.docs_dir, config.site_dir)
        return _Notebook(file.src_uri, *folders, use_directory_urls=True)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Give the pages that are left what others show of them."""
        for file in files.documentation_pages():
            self.order.append(file.src_uri)
            if file.src_uri in self.left:
                page = file.page or Page(None, file, config)
                page.meta = dict(self.left[file.src_uri])


class _Drawings(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Holds a page's drawings while the engine reads its words.

    They are most of a page, and the engine and its search would parse them in Python, only to leave
    them as they are.
    """

    _DRAWING = re.compile(
        r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="[^"<>]+" width="\d+" height="\d+" '
        r'fill="none">.*?</svg>',
        re.DOTALL,
    )
    _HELD = re.compile("\ue000drawing (\\d+)\ue001")  # signs that no text has

    def __init__(self) -> None:
        super().__init__()
        self._held: list[str] = []

    def on_page_markdown(self, markdown: str, **_: Any) -> str:
        """Take the drawings out."""
        return self._DRAWING.sub(self._hold, markdown)

    def on_post_page(self, output: str, **_: Any) -> str:
        """Put them back."""
        return self._HELD.sub(lambda place: self._held[int(place[1])], output)

    def _hold(self, drawing: re.Match[str]) -> str:
        self._held.append(drawing[0])
        return f"\ue000drawing {len(self._held) - 1}\ue001"


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
