"""Puts a version into the names of a site's own scripts and styles.

A browser may cache them for ever: a changed file has a new name, so no reader ever gets a page of
one build with a script of another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from lxml import html

FOLDER = "assets"
VERSIONED = (".js", ".css")


@dataclass(frozen=True)
class Assets:
    """The scripts and styles of a folder by their names, with one version for all of them.

    One, because scripts import one another: a script that has not changed would otherwise go on
    importing the old version of one that has.
    """

    names: tuple[str, ...]
    version: str

    def named(self, name: str) -> str:
        """Return the name of a file in the site: `live.0a1b2c3d.js`."""
        path = PurePosixPath(name)
        return path.with_suffix(f".{self.version}{path.suffix}").as_posix()

    def in_page(self, page: html.HtmlElement) -> None:
        """Make a page load this version of the files."""
        for element in page.iter("link", "script"):
            key = "href" if element.tag == "link" else "src"
            before, folder, name = element.get(key, "").rpartition(f"{FOLDER}/")
            if folder and name in self.names and not urlsplit(before).netloc:
                element.set(key, before + folder + self.named(name))

    def in_script(self, script: str) -> str:
        """Return a script that imports this version of the files."""
        known = "|".join(map(re.escape, self.names))
        return re.sub(rf'("\./)({known})"', lambda f: f'{f[1]}{self.named(f[2])}"', script)


def read(folder: Path) -> Assets:
    """Return the scripts and styles of a folder and its subfolders."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in VERSIONED)
    names = tuple(path.relative_to(folder).as_posix() for path in paths)
    texts = [hashlib.sha256(path.read_bytes()).digest() for path in paths]
    return Assets(names, hashlib.sha256(b"".join(texts)).hexdigest()[:8])
