"""Decides whether a built site is still up to date, so that it need not be built again.

It compares contents, never dates: of the site's sources, of the generator and its libraries, and of
the site itself, which somebody may have edited.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from charts.generator.base.files import write_atomically
from charts.generator.base.settings import ADDRESS
from charts.generator.base.tools import tools
from charts.generator.project import Project
from charts.generator.site.staging import EDIT

RECORD = "site.txt"  # under build/


def sources(project: Project) -> str:
    """Return a fingerprint of everything that a site is made from."""
    folders = (project.docs, project.data, project.root / "charts")
    files = [path for folder in folders for path in folder.rglob("*")]
    variables = [f"{name}={os.environ.get(name)}".encode() for name in (ADDRESS, EDIT)]
    return _hash([*_contents([*files, *project.root.glob("*")]), *variables, *tools()])


def unchanged(project: Project, made_from: str) -> bool:
    """Return whether a site and the fingerprint of its sources are as `remember` recorded them."""
    record = project.built.parent / RECORD
    return record.exists() and record.read_text() == _recorded(project, made_from)


def remember(project: Project, made_from: str) -> None:
    """Record a site that was just built and verified, and the fingerprint of its sources."""
    write_atomically(project.built.parent / RECORD, _recorded(project, made_from))


def _recorded(project: Project, made_from: str) -> str:
    return _hash([made_from.encode(), *_contents(project.site.rglob("*"))])


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in sorted({path for path in paths if path.is_file()}):
        if "__pycache__" not in path.parts:
            yield from (str(path).encode(), path.read_bytes())


def _hash(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part + b"\0")
    return found.hexdigest()
