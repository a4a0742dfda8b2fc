"""Puts a version into the names of a site's own scripts and styles.

A browser may keep them for ever: what has changed has another name, so that no reader ever meets a
page of one build with a script of another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

FOLDER = "assets"
KINDS = (".js", ".css")

_TAG = re.compile(r"""<(?:link|script)\b(?:[^<>"']|"[^"]*"|'[^']*')*>""")


@dataclass(frozen=True)
class Assets:
    """The scripts and styles of a folder by their names, with one version for all of them.

    One, because scripts import one another: a file whose text is the same would else go on
    importing the old text of another.
    """

    names: tuple[str, ...]
    version: str

    def named(self, name: str) -> str:
        """Return the name that a file has in the site: `live.0a1b2c3d.js`."""
        path = PurePosixPath(name)
        return path.with_suffix(f".{self.version}{path.suffix}").as_posix()

    def in_page(self, html: str) -> str:
        """Return a page that asks for this version of the files."""
        asked = re.compile(rf'((?:href|src)="[^"?#]*\b{FOLDER}/)({self._any})"')
        return _TAG.sub(lambda tag: asked.sub(self._put, tag[0]), html)

    def in_script(self, script: str) -> str:
        """Return a script whose imports are of this version of the files."""
        return re.sub(rf'("\./)({self._any})"', self._put, script)

    def _put(self, found: re.Match[str]) -> str:
        return f'{found[1]}{self.named(found[2])}"'

    @property
    def _any(self) -> str:
        return f"(?:{'|'.join(map(re.escape, self.names))})"


def read(folder: Path) -> Assets:
    """Return the scripts and styles of a folder, those in its folders included."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in KINDS)
    names = tuple(path.relative_to(folder).as_posix() for path in paths)
    texts = [hashlib.sha256(path.read_bytes()).digest() for path in paths]
    return Assets(names, hashlib.sha256(b"".join(texts)).hexdigest()[:8])
