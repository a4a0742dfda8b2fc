"""Writes and reads `build.json`: every file of a site with its checksum, and what made it."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from charts.generator.base.environment import ADDRESS, EDIT
from charts.generator.base.files import LIST, digest
from charts.generator.base.problems import MistakeError
from charts.generator.project import Project

MANIFEST = LIST
# The libraries whose code ends up in the files of a site, or decides how they look.
MAKERS = (
    "altair", "jinja2", "lxml", "markdown", "mkdocs", "mkdocs-jupyter", "mkdocs-material",
    "nbconvert", "pandas", "pillow", "pypdfium2", "vl-convert-python",
)  # fmt: skip


def write(project: Project, site: Path) -> None:
    """Write the list of a finished site. It has no date: builds of one commit are the same."""
    said = {
        "name": project.name,
        "address": project.address,
        "edit": os.environ.get(EDIT, ""),
        "commit": _commit(project.root),
        "made_by": {"python": platform.python_version()}
        | {library: version(library) for library in MAKERS},
        "datasets": {name: dataset.digest for name, dataset in project.datasets.items()},
        "files": {name: digest(path) for name, path in files(site).items() if name != MANIFEST},
    }
    (site / MANIFEST).write_bytes(_written(said))


def renew(project: Project, some: Path) -> None:
    """Write the list of a site in which some files are to replace others, beside these files."""
    said = read((project.site / MANIFEST).read_bytes()) | {"commit": _commit(project.root)}
    added = {name: digest(path) for name, path in files(some).items()}
    (some / MANIFEST).write_bytes(with_files(_written(said), added))


def with_files(text: bytes, added: Mapping[str, str]) -> bytes:
    """Return a list to which files were added, or in which they were changed, by their checksums.

    Raises:
        MistakeError: if the text is not such a list.
    """
    said = read(text)
    return _written(said | {"files": said["files"] | added})


def _written(said: dict[str, Any]) -> bytes:
    in_order = said | {"files": dict(sorted(said["files"].items()))}
    return (json.dumps(in_order, indent=1, ensure_ascii=False) + "\n").encode()


def files(site: Path) -> dict[str, Path]:
    """Return every file of a site by its path in it; a link to a folder counts as one."""
    return {name: Path(f"{site}/{name}") for name in names(site)}


def names(site: Path) -> list[str]:
    """Return the path of every file in a site, sorted."""
    skip = len(str(site)) + 1
    return sorted(
        f"{parent}/{name}"[skip:]
        for parent, folders, inside in os.walk(site)
        for name in [*inside, *(each for each in folders if Path(parent, each).is_symlink())]
    )


def read(text: bytes) -> dict[str, Any]:
    """Return what the list of a site says.

    Raises:
        MistakeError: if it is not such a list.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise MistakeError("the list of the site's files is not valid JSON.") from None
    listed = said.get("files") if isinstance(said, dict) else None
    if not isinstance(listed, dict) or not all(isinstance(hash, str) for hash in listed.values()):
        raise MistakeError("this is not a list of the site's files.")
    return dict(said)


def adopt(text: bytes) -> None:
    """Set where a site is published and edited, as its list says, where nothing else says it.

    A site made for another address differs in every page. That it was made for the one that it
    names is proven when it is made again for that one.
    """
    try:
        said = read(text)
    except MistakeError:
        return  # whoever compares the lists reports it
    for key, variable in (("address", ADDRESS), ("edit", EDIT)):
        place = said.get(key)
        if isinstance(place, str) and re.fullmatch(r"https?://[^\s\"'<>]+", place):
            os.environ.setdefault(variable, place)


def _commit(root: Path) -> str:
    """Return the commit that a folder's files are of; empty if they are not in a repository."""
    try:
        _git(root, "ls-files", "--error-unmatch", "mkdocs.yml")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no", "--", ".")
        return _git(root, "rev-parse", "HEAD") + (" with changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()
