"""Makes the files beside each page when anything that they are made of has changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import asdict
from functools import cache
from pathlib import Path

from markupsafe import Markup

from charts.generator.base import explainer_code
from charts.generator.base.files import hash_of
from charts.generator.base.problems import Problem, problem
from charts.generator.base.processes import Workers
from charts.generator.draw.build import LIBRARIES, Built, versions
from charts.generator.draw.glyphs import FONTS, missing
from charts.generator.draw.typefaces import SANS, SERIF
from charts.generator.export import chart_files
from charts.generator.export.chart_files import CARD_FILE, MEDIA_TYPES, ZIP, Card, ChartFiles
from charts.generator.export.layout import Words
from charts.generator.numbers import formats
from charts.generator.pages import chart_metadata
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.citations import chart_sources
from charts.generator.pages.content import OVERVIEW, Content
from charts.generator.pages.markdown_page import Page

LARGEST_ZIP = 64 * 2**20  # bytes, unpacked; a hundred times what a chart's files are


class Downloads:
    """The files beside a site's pages; other processes make them in the background.

    Raises:
        MistakeError: if a text of a page can't be evaluated.
        ProblemsError: if the site does not state its licence.
    """

    def __init__(self, content: Content, pictures: Pictures, workers: Workers) -> None:
        self.folders: dict[str, Path] = {}
        stale = []
        made = content.project.build / "files"
        for order in orders(content, pictures):
            folder = self.folders[order.folder] = made / order.folder
            key = _key(order)
            if chart_files.made(folder)[0] != key:
                stale.append((order, key, folder))
        self.waiting: list[Future[None]] = [
            workers.submit(chart_files.make, *order) for order in stale
        ]

    def publish(self, site: Path) -> None:
        """Wait for the files and copy them into a built site."""
        for future in self.waiting:
            future.result()
        for place, folder in self.folders.items():
            (site / place).mkdir(parents=True, exist_ok=True)
            for name in chart_files.made(folder)[1]:
                shutil.copyfile(folder / name, site / place / name)


def verify(content: Content, site: Path) -> Iterator[Problem]:
    """Find files beside a site's pages that are missing, changed, or out of date."""
    project = content.project
    for name, page in content.chart_pages.items():
        if name not in project.drawings:
            continue
        folder = site / page.url
        described = folder / f"{name}.json"
        if not described.is_file():
            yield problem(described, "the description of the chart is missing.")
            continue
        try:
            about = json.loads(described.read_bytes())
            hashes = {file["path"]: file["hash"] for file in about["files"]}
        except (ValueError, RecursionError, LookupError, TypeError):
            yield problem(described, "is not the description of a chart.")
            continue
        if about.get("key") != project.fingerprints[name]:
            yield problem(described, "describes another version; build the site again.")
        for text in chart_metadata.TEXTS:
            if about.get(text) != chart_metadata.text(content, page, text):
                said = f"the {text} is not the one on the page; build the site again."
                yield problem(described, said)
        yield from _unlike(folder, name, hashes)
    for page in [*content.chart_pages.values(), *content.questions]:
        if (
            _shown(content, page) in project.drawings
            and not (site / page.url / CARD_FILE).is_file()
        ):
            yield problem(site / page.url / CARD_FILE, "the preview picture for links is missing.")


def _unlike(folder: Path, name: str, hashes: dict[str, str]) -> Iterator[Problem]:
    """Compare the files of a chart, in its folder and in its ZIP, with their description."""
    package = folder / f"{name}{ZIP}"
    hashes[f"{name}.json"] = hash_of((folder / f"{name}.json").read_bytes())
    for file in [name + ending for ending in MEDIA_TYPES]:
        path = folder / file
        if not path.is_file():
            yield problem(path, "this file of the chart is missing.")
        elif hash_of(path.read_bytes()) != hashes.get(file):
            yield problem(path, "is not the file that the chart's description lists.")
    if not zipfile.is_zipfile(package):
        yield problem(package, "the chart's ZIP is missing or can't be opened.")
        return
    try:
        with zipfile.ZipFile(package) as opened:
            sizes = sum(file.file_size for file in opened.infolist())
            names = opened.namelist() if sizes <= LARGEST_ZIP else []
            packed = {file: hash_of(opened.read(file)) for file in names}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        packed = {}
    for file, hash in hashes.items():
        if packed.get(file) != hash:
            yield problem(package, f"the {file} in it is not the published one.")


def orders(content: Content, pictures: Pictures) -> list[Card | ChartFiles]:
    """Return the orders for all charts, all questions and the overview."""
    charts = {
        name: _chart(content, page, pictures.built[name])
        for name, page in content.chart_pages.items()
        if name in pictures.built
    }
    cards = [
        _card(content, page, "question", shown.card.foot, shown.card.drawn)
        for page in content.questions
        if (shown := charts.get(_shown(content, page)))
    ]
    home = content.pages.get(OVERVIEW)
    named = charts.get(_shown(content, home)) if home else None
    shown_first = next(iter([*cards, *(chart.card for chart in charts.values())]), None)
    card = named.card if named else shown_first
    if home and home.meta.get("title") and card:
        cards.append(_card(content, home, "title", card.foot, card.drawn))
    return [*charts.values(), *cards]


def _chart(content: Content, page: Page, built: Built) -> ChartFiles:
    project = content.project
    about = chart_metadata.describe(content, page, built)
    named = chart_sources(project.datasets, project.drawings[page.id])
    # Who names the events beside a line is no source of what is drawn.
    drawn = [
        publisher
        for publisher, _, name in named
        if "event" not in project.datasets[name].roles.values()
    ]
    publishers = formats.listed([*dict.fromkeys(drawn)])
    words = Words(
        title=_unbroken(content.words(page, "title")),
        subtitle=_unbroken(content.words(page, "subtitle")),
        alt=about["alt"],
        notes=about["notes"],
        sources=about["credit"],
        origin=f"{project.name} {about['page'] if project.address else ''}".strip(),
    )
    return ChartFiles(
        about=about,
        words=words,
        drawn=built.text("desktop.svg"),
        spec=built.text("desktop.vl.json"),
        rows=built.text(f"{page.id}.csv"),
        palettes=dict(project.palettes),
        card=_card(content, page, "title", publishers, built.text("phone.svg")),
    )


def _card(content: Content, page: Page, text: str, foot: str, drawn: str) -> Card:
    asks, title, name = "", _unbroken(content.words(page, text)), content.project.name
    label = name if name != title else ""
    if page.meta.get("short_answer"):
        asks, title = title, _unbroken(content.verdict(page))
    return Card(page.url, label, asks, title, foot, drawn, content.project.palettes["default"])


def _unbroken(text: Markup) -> str:
    """Return a text without markup, with no-break spaces between numbers and their units."""
    return Markup(str(text).replace(formats.NO_BREAK, "&nbsp;")).striptags()


def _shown(content: Content, page: Page) -> str:
    """Return the chart that represents a page: the one that it names, or its first."""
    return str(page.meta.get("chart") or next(iter(content.charts_on(page)), ""))


def _key(order: Card | ChartFiles) -> str:
    """Return a fingerprint of everything files are made of: the order, the code, the fonts.

    Of the machine's own fonts, it has the letters that they lack, so that a picture that shows
    boxes for them is painted again when a font was installed.
    """
    text = json.dumps(asdict(order), sort_keys=True, ensure_ascii=False)
    parts = [_code(), text, *missing([text], SANS), *missing([text], SERIF)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _code() -> str:
    """Return a fingerprint of the code, fonts and libraries that make files."""
    files = [*explainer_code.source_files([Path(chart_files.__file__)]), *sorted(FONTS.iterdir())]
    contents = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    return " ".join([*contents, *versions([*LIBRARIES, "pypdfium2", "pillow"])])
