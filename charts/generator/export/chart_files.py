"""Makes the files that readers can download: pictures, data, a description, and a ZIP of all."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charts.generator.base.files import hash_of
from charts.generator.draw.palette import Palette, resolve
from charts.generator.export import layout, zip_readme
from charts.generator.export.layout import Words
from charts.generator.export.png import pngs

MADE = "made.json"
CARD_FILE = "card.png"

# The files of a chart by the ending after its name, with their media types.
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    "-dark.svg": "image/svg+xml",
    ".png": "image/png",
    "-2x.png": "image/png",
    ".vl.json": "application/vnd.vegalite+json",
}
ZIP = ".zip"

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold; a constant keeps ZIPs identical


@dataclass(frozen=True)
class Card:
    """The preview picture for links to a page; `folder` is the page's address."""

    folder: str
    label: str
    asks: str
    title: str
    foot: str
    drawn: str
    palette: Palette

    def files(self) -> dict[str, bytes]:
        """Make `card.png`."""
        svg = layout.card(self.label, self.asks, self.title, self.foot, self.drawn, self.palette)
        return {CARD_FILE: pngs(svg, 1)[0]}


@dataclass(frozen=True)
class ChartFiles:
    """A chart's pictures, data and description, made only from the fields of this class.

    `about` is its metadata without the list of files; `drawn`, `spec` and `rows` are the drawing,
    the Vega-Lite specification and the CSV as built.
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
        small, large = pngs(light, 1, 2)
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
                for ending, kind in MEDIA_TYPES.items()
            ]
        }
        files = {name + ending: content for ending, content in made.items()}
        files[f"{name}.json"] = json.dumps(described, indent=1, ensure_ascii=False).encode()
        texts = {
            "README.txt": zip_readme.readme(self.about),
            "LICENSE.txt": zip_readme.terms(self.about),
        }
        packed = files | {file: text.encode() for file, text in texts.items()}
        return {**files, name + ZIP: _packed(packed), **self.card.files()}

    def _specification(self) -> str:
        """Return the specification with its words inside, for use without the chart's page."""
        palette = self.palettes["default"]
        spec = layout.entitled(json.loads(resolve(self.spec, palette)), self.words, palette)
        kept = ("page", "site", "key", "license", "data")
        spec["usermeta"] = {key: self.about[key] for key in kept}
        return json.dumps(spec, indent=1, ensure_ascii=False)


def make(order: Card | ChartFiles, key: str, folder: Path) -> None:
    """Fill a folder with files; their record, written last, proves that it is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MADE).unlink(missing_ok=True)
    made = order.files()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    (folder / MADE).write_text(json.dumps({"key": key, "files": list(made)}), encoding="utf-8")


def made(folder: Path) -> tuple[str, list[str]]:
    """Return the key of a folder's files, and their names; both empty without a whole record."""
    try:
        record = json.loads((folder / MADE).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return "", []
    return record["key"], record["files"]


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP whose bytes depend only on its files."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as opened:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, content)
    return package.getvalue()
