"""Shows the site while it is edited: each saved file, and each mistake, in the open browser."""

from __future__ import annotations

import errno
import gc
import hashlib
import logging
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Set
from pathlib import Path
from types import FrameType
from typing import Any

import click
from lxml import html

from charts.generator.base import system_faults
from charts.generator.base.files import THEME
from charts.generator.base.problems import MistakeError, Problem, ProblemsError, quoted
from charts.generator.pages import glossary, ledger_pages
from charts.generator.pages.addresses import CLAIMS
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.corrections import KEY as CORRECTIONS
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.markdown_page import Page
from charts.generator.pages.templates import problems_box
from charts.generator.project import Project
from charts.generator.site import (
    engine,
    formula_notes,
    glossary_links,
    notebooks,
    search,
    staging,
)
from charts.generator.site.formula_notes import Formula
from charts.generator.site.make import publish, write
from charts.generator.site.security_policy import PARSER
from charts.generator.site.staging import Stage

# The kind of page that a macro reads in addition to its own; other macros read all pages.
READS = {"value": "", "fact": "", "claim": "", "quoted": "", "source": "", "answer": "",
         "references": "", "chart": "chart", "see": "chart", "choice": ""}  # fmt: skip

# The signals that end the preview: Ctrl+C, and what a program sends.
ENDS = (signal.SIGINT, signal.SIGTERM)


def serve(project: Project, port: int) -> None:
    """Serve the site on this machine, and follow saved files, until interrupted.

    Raises:
        MistakeError: if the port can't be had.
    """
    _must_be_free(port)
    engine.LOGGER.addHandler(logging.StreamHandler())
    engine.LOGGER.setLevel(logging.INFO)
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        preview = Preview(project.root, Path(folder))
        server = engine.Server(
            preview.site, port, _address(project), preview.build, preview.dressed
        )
        preview.build()
        watched = [project.docs, project.data, project.gallery.parent, THEME, project.config]
        for path in watched:
            if path.exists():
                server.watch(str(path))
        gc.freeze()  # loaded modules stay: looking for garbage in them took an eighth of a build
        threading.Thread(target=preview.tell, daemon=True).start()
        for number in ENDS:
            signal.signal(number, _end)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()


def _unknown(error: Exception) -> Problem:
    """Return a problem that nobody has thought of, and print where it arose."""
    engine.LOGGER.exception("The build failed; the last good pages stay.")
    return Problem(type(error).__name__, 0, 0, str(error))


def _must_be_free(port: int) -> None:
    """Raise MistakeError if a server can't have a port, before anything is built for it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((engine.HOST, port))
        except OSError as error:
            other = "name another with --port."
            if error.errno == errno.EADDRINUSE:
                said = f"another program has port {port}, perhaps another preview: {other}"
            else:
                said = f"the system does not give port {port} to this program: {other}"
            raise MistakeError(said) from None


def _end(number: int, frame: FrameType | None) -> None:
    """End the preview; a second signal, which `make` passes on, must not interrupt the ending."""
    for each in ENDS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _address(project: Project) -> str:
    try:
        return project.address
    except ProblemsError:
        return ""  # the build reports it, and the preview goes on


class Preview:
    """A site that is rebuilt when a file is saved; if that fails, every page says why.

    Only pages that would read differently are rebuilt.

    Args:
        root: the explainer's folder.
        folder: where the preview writes its files.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.site = folder / "site"
        self.stage = Stage(folder / "stage")
        self.failure: list[Problem] = []
        self.built = threading.Event()
        self._frame = ""  # a fingerprint of what surrounds every page, at the last build
        # By page: a fingerprint of what it was last made from, and its receipts.
        self._made_from: dict[str, str] = {}
        self._receipts: dict[str, dict[str, Any]] = {}
        # By page: the formulas that it had when the preview began. Only then are they added.
        self._began_with: dict[str, Set[Formula]] = {}
        self._begun = False

    def build(self) -> None:
        """Build what has changed; after a mistake, the last good pages stay and show it."""
        try:
            project = Project(self.root)
            with project.alone("the preview"):
                self._build(project)
            self.failure = []
        except ProblemsError as error:
            self.failure = error.problems
        except Exception as error:
            # Whatever it was, the next saved file may fix it.
            said = system_faults.told(error) if isinstance(error, system_faults.FAULTS) else ""
            self.failure = [Problem("The preview", 0, 0, said)] if said else [_unknown(error)]
        finally:
            self.built.set()
        if not (self.site / "index.html").exists():
            self._begin()

    def dressed(self, page: bytes) -> bytes:
        """Return a page with its notes; if the last build failed, with what is wrong at the top."""
        if f'id="{formula_notes.ID}"'.encode() in page:
            page = page.replace(b"</body>", formula_notes.dressing() + b"</body>")
        if not self.failure:
            return page
        box = problems_box((str(each), quoted(each)) for each in self.failure).encode()
        head, article, rest = page.partition(b"<article")
        tag, end, body = rest.partition(b">")
        return head + article + tag + end + box + body if article else box + page

    def tell(self) -> None:
        """After each build, print in the terminal what is wrong, if that has changed."""
        # A separate process, so that nobody has to wait longer for the page.
        command = [sys.executable, "-m", "charts", "--root", str(self.root), "check"]
        told = ""
        while self.built.wait():
            self.built.clear()
            found = subprocess.run(command, capture_output=True, text=True, check=False)
            said = (found.stdout + found.stderr).strip()
            if said != told:
                told = said
                click.secho(said, fg="red" if found.returncode else "green", err=True)

    def _build(self, project: Project) -> None:
        built, _ = project.draw()
        content = Content(project)
        _ = (content.ledger, content.citations)
        evaluator, pictures = Evaluator(content), Pictures(built, project.runtime.name)
        # A preview has no time for notebooks, except one that is being edited.
        executed = notebooks.execute(project, only_edited=True)
        beside = staging.lay_out(content, executed, self.stage)
        pages = [*content.pages.values(), *evaluator.made]
        staging.sweep(self.stage, beside | {page.name for page in pages})
        # The words for values stand in the receipts of every page.
        data = _hash(self._data(project, pictures), repr(content.ledger.writer.words))
        for page in pages:
            written = page.name in content.pages
            elsewhere = (
                _read_elsewhere(content, page) if written else evaluator.ledgers.decides(page)
            )
            made_from = _hash(data, page.text, *elsewhere)
            if self._made_from.get(page.name) != made_from:
                self._made_from.pop(page.name, None)
                before = self._began_with.get(page.name, frozenset()) if self._begun else None
                printed = staging.preview_page(page, evaluator, pictures, self.stage, before)
                if not self._begun:
                    self._began_with[page.name] = formula_notes.formulas(printed)
                self._receipts[page.url] = ledger_pages.receipts(project, page.root, printed)
                self._made_from[page.name] = made_from
        around = [self.stage.config, *sorted((THEME / "material").rglob("*.*"))]
        frame = _hash(*map(_content, around))
        engine.rebuild(self.stage.config, self.site, whole=frame != self._frame)
        self._frame, self._begun = frame, True
        publish(project, pictures, self._receipts, self.site)
        self._finish(content)
        # The ledgers' files take half a second, so a preview writes them only once.
        if not (self.site / CLAIMS / "claims.json").exists():
            files = ledger_pages.files(content, evaluator.uses) | evaluator.ledgers.files()
            write(files, self.site)

    def _finish(self, content: Content) -> None:
        """Link the terms on pages that were made anew, and let the search find as on the site."""
        listed = glossary.page_of(content)
        if listed:
            self._link_terms(content, listed)
            write(glossary.files(content), self.site)
        found = [entry for entries in search.found(self.site).values() for entry in entries]
        search.finish(content, self.site, found)

    def _link_terms(self, content: Content, listed: Page) -> None:
        terms = glossary.terms(content)
        for page in content.questions:
            path = self.site / page.url / "index.html"
            source = path.read_bytes()
            if glossary_links.MARK in source:
                continue
            tree = html.document_fromstring(source, parser=PARSER)
            glossary_links.link(tree, terms, page.root + listed.url)
            linked = html.tostring(tree, encoding="utf-8", doctype="<!doctype html>")
            if glossary_links.MARK in linked:
                path.write_bytes(linked)

    def _data(self, project: Project, pictures: Pictures) -> str:
        """Return a fingerprint of the sources of numbers, claims, charts and the frame."""
        files = [project.config, project.sources, project.definitions, *sorted(THEME.rglob("*.*"))]
        files += [*sorted(project.data.glob("*.*")), *sorted(project.facts.glob("*.py"))]
        read = map(_content, filter(Path.is_file, files))
        return _hash(*read, *(built.key for built in pictures.built.values()))

    def _begin(self) -> None:
        """Make empty pages to show a mistake on, if the first build fails."""
        self.site.mkdir(parents=True, exist_ok=True)
        style = (THEME / "assets" / "style.css").read_text(encoding="utf-8")
        page = f"<!doctype html><title>Preview</title><style>{style}</style><article></article>"
        for name in ("index.html", "404.html"):
            (self.site / name).write_text(page, encoding="utf-8")


def _read_elsewhere(content: Content, page: Page) -> Iterator[str]:
    """Return what the page's macros may read from other pages: front matter and macros."""
    kinds = {READS.get(span.expression.partition("(")[0], "any") for span in page.spans}
    for other in content.pages.values():
        front = other.text[: other.body_start]
        if kinds & {"any", other.kind}:
            yield from (other.name, front)
            yield from (span.text for span in other.spans)
        elif f"{CORRECTIONS}:" in front:
            yield front  # each page shows its own corrections
    if page.kind == "chart":
        for question in content.questions_with(page.id):
            yield from (question.name, str(question.meta.get("question")))


def _content(path: Path) -> str:
    return path.read_bytes().hex()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
