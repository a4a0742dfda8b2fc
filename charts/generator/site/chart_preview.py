"""Shows one chart in both widths, light and dark, and draws it again when its module is saved."""

from __future__ import annotations

import html
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from charts.generator.base.problems import MistakeError, ProblemsError, unknown
from charts.generator.draw.chart_theme import FONT, SCREENS
from charts.generator.draw.palette import Palette
from charts.generator.project import Project

WAIT = 20  # seconds that a browser waits for a change before it asks again
LOOK = 0.2  # seconds between two looks at the files

_SCRIPT = """
const again = async () => {
  try {
    const next = await fetch("/after/" + document.body.dataset.version);
    if (next.status === 200) document.body.outerHTML = await next.text();
  } catch { await new Promise((done) => setTimeout(done, 1000)); }
  again();
};
again();
"""


def serve(project: Project, name: str, port: int) -> None:
    """Serve a page with one chart until interrupted.

    Raises:
        MistakeError: if there is no such chart.
    """
    if name not in project.drawings:
        raise MistakeError(unknown("chart", name, project.drawings))
    shown = _Shown(project.root, name)
    threading.Thread(target=shown.follow, daemon=True).start()
    with ThreadingHTTPServer(("127.0.0.1", port), partial(_Page, shown)) as server:
        click.echo(f"Chart {name}: http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)")
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def page(project: Project, name: str) -> str:
    """Return the body of the page: the chart in each width and scheme, or what is wrong with it."""
    try:
        built = project.draw([name])[0][name]
    except ProblemsError as error:
        items = "".join(f"<li>{html.escape(str(problem))}</li>" for problem in error.problems)
        return f'<ul class="mistake">{items}</ul>'
    drawn = {screen.name: built.text(f"{screen.name}.svg") for screen in SCREENS}
    return "".join(
        f'<section style="{_variables(palette)}">'
        + "".join(
            f"<figure>{svg}<figcaption>{width}</figcaption></figure>"
            for width, svg in drawn.items()
        )
        + "</section>"
        for palette in project.palettes.values()
    )


def _variables(palette: Palette) -> str:
    colours = ";".join(f"{key}:{colour}" for key, colour in palette.items())
    return f"{colours};background:{palette['--chart-paper']};color:{palette['--chart-muted']}"


class _Shown:
    """The chart as it was drawn last; `version` counts the drawings."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name
        self.version, self.body = 0, ""
        self.changed = threading.Condition()
        self.draw()

    def draw(self) -> None:
        project = Project(self.root)
        try:
            body = page(project, self.name)
        except ProblemsError as error:  # of another file, such as a dataset
            body = f'<p class="mistake">{html.escape(str(error))}</p>'
        except Exception:
            body = f'<pre class="mistake">{html.escape(traceback.format_exc(limit=-1))}</pre>'
        with self.changed:
            self.version, self.body = self.version + 1, body
            self.changed.notify_all()

    def follow(self) -> None:
        """Draw the chart again whenever a file that it may depend on is saved."""
        before = dict(self._saved())
        while True:
            time.sleep(LOOK)
            if (now := dict(self._saved())) != before:
                before = now
                self.draw()

    def _saved(self) -> Iterator[tuple[Path, int]]:
        for folder, pattern in (("charts", "**/*.*"), ("data", "*.*")):
            for path in (self.root / folder).glob(pattern):
                if "__pycache__" not in path.parts and path.suffix != ".pyc":
                    yield path, path.stat().st_mtime_ns

    def after(self, version: int) -> tuple[int, str]:
        """Return the drawing after a version, once there is one; the same after a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != version, WAIT)
            return self.version, self.body


class _Page(BaseHTTPRequestHandler):
    def __init__(self, shown: _Shown, *arguments: object) -> None:
        self.shown = shown
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the page, or with its new body once the chart has changed."""
        _, _, asked = self.path.partition("/after/")
        version = int(asked) if asked.isdigit() else -1
        new, body = self.shown.after(version)
        text = f'<body data-version="{new}">{body}</body>'
        if not asked:
            style = (
                f"body {{ font: 13px {FONT}; margin: 0 }} section {{ display: flex; gap: 24px; "
                "flex-wrap: wrap; padding: 16px } figure { margin: 0 } svg { display: block; "
                "outline: 1px dotted #8888 } .mistake { padding: 16px 32px; color: #b00020 }"
            )
            title = html.escape(self.shown.name)
            text = (
                f'<!doctype html><meta charset="utf-8"><title>{title}</title>'
                f"<style>{style}</style>{text}<script>{_SCRIPT}</script>"
            )
        self.send_response(304 if new == version else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if new != version:
            self.wfile.write(text.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: a browser asks all the time."""
