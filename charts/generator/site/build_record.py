"""Decides whether a built site is still up to date, so that it need not be built again.

It compares contents, never dates: of the site's sources, of the generator and its libraries, and of
the site itself, which somebody may have edited.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charts.generator.base.environment import ADDRESS, EDIT
from charts.generator.base.files import (
    LIST,
    content_of,
    digest,
    hash_of,
    names_in,
    write_atomically,
)
from charts.generator.base.tools import tools
from charts.generator.project import Project

RECORD = "site.txt"  # under build/


@dataclass(frozen=True)
class Sources:
    """The fingerprints of what a site is made from: its words, and all else."""

    words: str
    rest: str

    def __str__(self) -> str:
        return f"{self.words} {self.rest}"


@dataclass(frozen=True)
class Standing:
    """What a standing site was made from, and whether it is still as it was made."""

    made_from: str
    whole: bool

    def draws(self, now: Sources) -> bool:
        """Return whether anything that charts may be drawn from has changed since."""
        return self.made_from.partition(" ")[2] != now.rest


def sources(project: Project) -> Sources:
    """Return the fingerprints of everything that a site is made from."""
    root = project.root
    names = [path.name for path in sorted(root.glob("*")) if path.is_file()]
    for folder in (project.data, root / "charts"):
        names += _named(project, folder)
    return Sources(
        _hash(_contents(project, _named(project, project.docs))),
        _hash([*_contents(project, names), *variables(), *tools()]),
    )


def variables() -> list[bytes]:
    """Return what the environment says about a site."""
    return [f"{name}={os.environ.get(name)}".encode() for name in (ADDRESS, EDIT)]


def standing(project: Project) -> Standing:
    """Compare a site with what `remember` recorded of it."""
    record = project.built.parent / RECORD
    made_from, _, listed = record.read_text().partition("\n") if record.exists() else ("", "", "")
    return Standing(made_from, bool(listed) and listed == _listed(project) and _is_whole(project))


def remember(project: Project, made_from: str) -> None:
    """Record a site that was just built and verified, and the fingerprint of its sources.

    Its list has the checksums of all its files, so that of the list stands for them.
    """
    write_atomically(project.built.parent / RECORD, f"{made_from}\n{_listed(project)}")


def _named(project: Project, folder: Path) -> list[str]:
    place = folder.relative_to(project.root).as_posix()
    return [f"{place}/{name}" for name in names_in(folder)]


def _listed(project: Project) -> str:
    path = project.site / LIST
    return digest(path) if path.is_file() else ""


def _is_whole(project: Project) -> bool:
    """Return whether a site has the files that it lists, as it lists them, and no others."""
    files: dict[str, str] = json.loads((project.site / LIST).read_bytes())["files"]
    names = names_in(project.site)
    if {*names} != {*files, LIST}:
        return False
    return all(
        hash_of(content_of(f"{project.site}/{name}")) == files[name]
        for name in names
        if name != LIST
    )


def _contents(project: Project, names: Iterable[str]) -> Iterator[bytes]:
    # By their places in the explainer, which may be moved.
    for name in names:
        path = project.root / name
        if path.is_file():  # a link may lead nowhere
            yield from (name.encode(), path.read_bytes())


def _hash(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8) + part)
    return found.hexdigest()
