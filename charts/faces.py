"""Makes the files that a chart goes out into the world as."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charts import layout, png, readme
from charts.datasets import hash_of
from charts.layout import Words
from charts.palette import Palette, resolve

RECORD = "made.json"
CARD = "card.png"

# What the files of a chart are called, behind its name, and what a server calls their kind.
KINDS = {
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    "-dark.svg": "image/svg+xml",
    ".png": "image/png",
    "-2x.png": "image/png",
    ".vl.json": "application/vnd.vegalite+json",
}
PACKAGE = ".zip"

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP knows: packages of any day are the same


@dataclass(frozen=True)
class Card:
    """The picture that stands beside a link to a page; `folder` is the page's address."""

    folder: str
    label: str
    title: str
    foot: str
    drawn: str
    palette: Palette

    def files(self) -> dict[str, bytes]:
        """Make `card.png`."""
        svg = layout.card(self.label, self.title, self.foot, self.drawn, self.palette)
        return {CARD: png.single(svg)}


@dataclass(frozen=True)
class Faces:
    """A chart's pictures and data, with what describes them, from nothing but what this holds.

    `about` is its metadata without the list of files; `drawn`, `spec` and `rows` are the drawing,
    the Vega-Lite specification and the CSV as they were built.
    """

    about: dict[str, Any]
    words: Words
    drawn: str
    spec: str
    rows: str
    palettes: dict[str, Palette]
    card: Card

    @property
    def folder(self) -> str:
        """Return the address of the chart's page below the site's root."""
        return self.card.folder

    def files(self) -> dict[str, bytes]:
        """Make every file beside the chart's page, by name."""
        name = self.about["name"]
        light, dark = (
            layout.picture(name, self.words, self.drawn, self.palettes[scheme])
            for scheme in ("default", "slate")
        )
        small, large = png.double(light)
        made = {
            ".csv": self.rows.encode(),
            ".svg": light.encode(),
            "-dark.svg": dark.encode(),
            ".png": small,
            "-2x.png": large,
            ".vl.json": self._specification().encode(),
        }
        described = self.about | {
            "files": [
                {
                    "path": name + ending,
                    "mediatype": kind,
                    "bytes": len(made[ending]),
                    "hash": hash_of(made[ending]),
                }
                for ending, kind in KINDS.items()
            ]
        }
        faces = {name + ending: content for ending, content in made.items()}
        faces[f"{name}.json"] = json.dumps(described, indent=1, ensure_ascii=False).encode()
        texts = {"README.txt": readme.readme(self.about), "LICENSE.txt": readme.terms(self.about)}
        packed = faces | {file: text.encode() for file, text in texts.items()}
        return {**faces, name + PACKAGE: _packed(packed), **self.card.files()}

    def _specification(self) -> str:
        """Return the specification with its words in it, for whoever opens it without its page."""
        palette = self.palettes["default"]
        spec = layout.entitled(json.loads(resolve(self.spec, palette)), self.words, palette)
        kept = ("page", "site", "key", "license", "data")
        spec["usermeta"] = {key: self.about[key] for key in kept}
        return json.dumps(spec, indent=1, ensure_ascii=False)


def make(order: Card | Faces, key: str, folder: Path) -> None:
    """Fill a folder with files; the record of them, which comes last, says that it is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECORD).unlink(missing_ok=True)
    made = order.files()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    (folder / RECORD).write_text(json.dumps({"key": key, "files": list(made)}), encoding="utf-8")


def made(folder: Path) -> tuple[str, list[str]]:
    """Return the key under which a folder's files were made, and their names; or nothing."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "", []
    return record["key"], record["files"]


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP whose bytes depend on nothing but those of its files."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as opened:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, content)
    return package.getvalue()
