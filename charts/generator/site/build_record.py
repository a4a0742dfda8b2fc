"""Decides whether a built site is still up to date, so that it need not be built again.

It compares contents, never dates: of the site's sources, of the generator and its libraries, and of
the site itself, which somebody may have edited.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charts.generator.base.environment import ADDRESS, EDIT
from charts.generator.base.files import files_in, write_atomically
from charts.generator.base.tools import tools
from charts.generator.project import Project

RECORD = "site.txt"  # under build/


@dataclass(frozen=True)
class Standing:
    """What a standing site was made from, and whether it is still as it was made."""

    made_from: str
    whole: bool


def sources(project: Project) -> str:
    """Return a fingerprint of everything that a site is made from."""
    folders = (project.docs, project.data, project.root / "charts")
    files = [path for folder in folders for path in files_in(folder)]
    files += [path for path in sorted(project.root.glob("*")) if path.is_file()]
    return _hash([*_contents(project, files), *variables(), *tools()])


def variables() -> list[bytes]:
    """Return what the environment says about a site."""
    return [f"{name}={os.environ.get(name)}".encode() for name in (ADDRESS, EDIT)]


def standing(project: Project) -> Standing:
    """Compare a site with what `remember` recorded of it."""
    record = project.built.parent / RECORD
    made_from, _, site = record.read_text().partition("\n") if record.exists() else ("", "", "")
    return Standing(made_from, bool(site) and site == _site(project))


def remember(project: Project, made_from: str) -> None:
    """Record a site that was just built and verified, and the fingerprint of its sources."""
    write_atomically(project.built.parent / RECORD, f"{made_from}\n{_site(project)}")


def _site(project: Project) -> str:
    return _hash(_contents(project, files_in(project.site)))


def _contents(project: Project, paths: Iterable[Path]) -> Iterator[bytes]:
    # By their places in the explainer, which may be moved.
    skip = len(project.root.as_posix()) + 1
    for path in paths:
        if path.is_file():  # a link may lead nowhere
            yield from (str(path)[skip:].encode(), path.read_bytes())


def _hash(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8) + part)
    return found.hexdigest()
