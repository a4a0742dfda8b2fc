"""Decides whether a built site is still up to date, so that it need not be built again.

It compares contents, never dates: of the site's sources, of the generator and its libraries, and of
the site itself, which somebody may have edited.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator

from charts.generator.base.files import write_atomically
from charts.generator.base.settings import ADDRESS
from charts.generator.base.tools import tools
from charts.generator.project import Project
from charts.generator.site.staging import EDIT

RECORD = "site.txt"  # under build/


def unchanged(project: Project) -> bool:
    """Return whether the site, and everything it is made from, are as `remember` recorded them."""
    record = project.built.parent / RECORD
    return record.exists() and record.read_text() == _fingerprint(project)


def remember(project: Project) -> None:
    """Record the contents of a site that was just built and verified, and of its sources."""
    write_atomically(project.built.parent / RECORD, _fingerprint(project))


def _fingerprint(project: Project) -> str:
    found = hashlib.sha256()
    for part in _parts(project):
        found.update(part + b"\0")
    return found.hexdigest()


def _parts(project: Project) -> Iterator[bytes]:
    folders = {project.docs, project.data, project.root / "charts", project.site}
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    files |= {path for path in project.root.glob("*") if path.is_file()}
    for path in sorted(files):
        if "__pycache__" not in path.parts:
            yield from (str(path).encode(), path.read_bytes())
    for name in (ADDRESS, EDIT):
        yield f"{name}={os.environ.get(name)}".encode()
    yield from tools()
