"""Finds the blanks that are left to fill in: `FILL: what goes here`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from charts.generator.base.blanks import MARK
from charts.generator.base.problems import Problem
from charts.generator.data.validation import DATAPACKAGE
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project

# A blank ends where its line or its quotation marks do.
_BLANK = re.compile(rf'\b{MARK}[^\n"]*')


def find(path: Path, text: str) -> list[Problem]:
    """Return every blank of a text, with its place."""
    page = Page(path, path.name, text)
    return [
        page.problem(f'fill in the blank "{match[0].strip().rstrip(".")}".', match.start())
        for match in _BLANK.finditer(text)
    ]


def left(project: Project) -> list[Problem]:
    """Return every blank that is left in an explainer: on pages, in metadata and in code."""
    paths = [*project.docs.rglob("*.md"), project.sources, project.data / DATAPACKAGE]
    paths += [*project.gallery.glob("*.py"), *project.facts.glob("*.py")]
    texts = {p: p.read_text(encoding="utf-8", errors="replace") for p in paths if p.is_file()}
    return sorted(blank for path, text in texts.items() for blank in find(path, text))


def told_once(problems: Iterable[Problem], blanks: list[Problem]) -> list[Problem]:
    """Add blanks to problems; a problem that only quotes a blank is left out."""
    others = [found for found in problems if not (blanks and _BLANK.search(found.message))]
    return sorted({*others, *blanks})


def what(blank: Problem) -> str:
    """Return what goes into a blank."""
    return blank.message.partition(f'"{MARK}')[2].removesuffix('".').strip()
