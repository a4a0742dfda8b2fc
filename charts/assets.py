"""Puts a version into the addresses of a site's own scripts and styles.

A browser that kept a file of an earlier build asks for the new one, so that no reader ever meets a
page of one build with a script of another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = "assets"

_TAG = re.compile(r"""<(?:link|script)\b(?:[^<>"']|"[^"]*"|'[^']*')*>""")


@dataclass(frozen=True)
class Assets:
    """The files of a folder by their names, with one version for all of them.

    One, because scripts import one another: a file whose text is the same would else go on
    importing the old text of another.
    """

    names: tuple[str, ...]
    version: str

    def in_page(self, html: str) -> str:
        """Return a page that asks for this version of the files."""
        named = re.compile(rf'((?:href|src)="[^"?#]*\b{FOLDER}/{self._any})"')
        return _TAG.sub(lambda tag: named.sub(rf'\1?{self.version}"', tag[0]), html)

    def in_script(self, script: str) -> str:
        """Return a script whose imports are of this version of the files."""
        named = re.compile(rf"""(["'])(\./{self._any})\1""")
        return named.sub(rf"\1\2?{self.version}\1", script)

    @property
    def _any(self) -> str:
        return f"(?:{'|'.join(map(re.escape, self.names))})"


def read(folder: Path) -> Assets:
    """Return the files of a folder, those in its folders included."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = tuple(path.relative_to(folder).as_posix() for path in paths)
    texts = [hashlib.sha256(path.read_bytes()).digest() for path in paths]
    return Assets(names, hashlib.sha256(b"".join(texts)).hexdigest()[:8])
