"""Tells which pages of a preview would read differently now, so that only they are built anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from charts.content import Content
from charts.corrections import KEY as CORRECTIONS
from charts.macros import NAMES
from charts.pages import Page
from charts.problems import MistakeError, ProblemsError

# What a macro needs besides its own page and the data; any other reads all pages.
READS = {"value": "", "fact": "", "claim": "", "quoted": "", "source": "", "answer": "",
         "references": "", "chart": "chart"}  # fmt: skip

# What each page was made of when it was last built, by the file that a browser gets: what it was
# made from, and what its macros then said.
_shown: dict[Path, tuple[str, str]] = {}


def mark(content: Content, site: Path) -> None:
    """Make MkDocs build the outdated pages of a site, and no other, in its "dirty" mode.

    That mode builds a page where its HTML is older than its Markdown. A page is outdated where
    anything that it is made of differs: its text, what its macros say, the configuration, the
    sources, the templates.
    """
    shared, data = _shared(content), _data(content)
    for page in content.pages.values():
        html = site / page.url / "index.html"
        made_from = _hash(shared, data, page.text, *_read_elsewhere(content, page))
        before = _shown.get(html, ("", ""))
        if made_from == before[0]:
            continue  # most pages, wherever an editor saves one: nothing has to be rendered
        _shown[html] = (made_from, _hash(shared, page.text, *_said(content, page)))
        if html.exists() and _shown[html][1] != before[1]:
            os.utime(html, (0, 0))


def _shared(content: Content) -> str:
    """Return what all pages are made of."""
    project = content.project
    templates = Path(__file__).parent / "templates"
    files = [project.config, project.sources, *sorted(templates.rglob("*.html"))]
    return "".join(file.read_text(encoding="utf-8") for file in files if file.exists())


def _data(content: Content) -> str:
    """Return a fingerprint of all that numbers, claims, charts and corrections come from."""
    project = content.project
    fronts = [page.text[: page.body_start] for page in content.pages.values()]
    corrections = [front for front in fronts if f"{CORRECTIONS}:" in front]
    files = [*sorted(project.data.glob("*.*")), *sorted(project.facts.glob("*.py"))]
    keys = [built.key for built in (content.built or {}).values()]
    return _hash(*(file.read_text(encoding="utf-8") for file in files), *keys, *corrections)


def _read_elsewhere(content: Content, page: Page) -> Iterator[str]:
    """Return what the page's macros may read from other pages: front matter and macros."""
    kinds = {READS.get(span.expression.partition("(")[0], "any") for span in page.spans}
    for other in content.pages.values():
        if kinds & {"any", other.kind}:
            yield from (other.name, other.text[: other.body_start])
            yield from (span.text for span in other.spans)
    if page.kind == "chart":
        for question in content.questions_with(page.id):
            yield from (question.name, str(question.meta.get("question")))


def _said(content: Content, page: Page) -> Iterator[str]:
    """Return what a page's macros say, and what is put at its end."""
    macros = {name: partial(content.said, page, name) for name in NAMES}
    yield content.said(page, "ending")
    for span in page.spans:
        try:
            yield content.call(macros, span)
        except (MistakeError, ProblemsError) as error:
            yield str(error)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
