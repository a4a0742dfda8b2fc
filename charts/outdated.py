"""Tells which pages of a preview would read differently now, so that only they are built anew."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from charts.content import Content
from charts.macros import Macros
from charts.pages import Page
from charts.problems import MistakeError, ProblemsError

# What each page was made of when it was last built, by the file that a browser gets.
_shown: dict[Path, str] = {}


def mark(content: Content | None, site: Path) -> None:
    """Make MkDocs build the outdated pages of a site, and no other, in its "dirty" mode.

    That mode builds a page where its HTML is older than its Markdown. A page is outdated where
    anything that it is made of differs: its text, what its macros say, the configuration, the
    sources, the theme. Without content every page is.
    """
    if content is None:
        _shown.clear()
        for html in site.rglob("*.html"):
            os.utime(html, (0, 0))
        return
    shared = _shared(content)
    for page in content.pages.values():
        html = site / page.url / "index.html"
        made_of = _made_of(content, page, shared)
        if html.exists() and _shown.get(html) != made_of:
            os.utime(html, (0, 0))
        _shown[html] = made_of


def _shared(content: Content) -> str:
    """Return what all pages are made of."""
    project = content.project
    theme = Path(__file__).parent / "templates" / "material"
    files = [project.config, project.sources, *sorted(theme.glob("*.html"))]
    return "".join(file.read_text(encoding="utf-8") for file in files if file.exists())


def _made_of(content: Content, page: Page, shared: str) -> str:
    parts = [shared, page.text]
    for span in page.spans:
        try:
            parts.append(content.call(Macros(content, page), span))
        except (MistakeError, ProblemsError) as error:
            parts.append(str(error))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
