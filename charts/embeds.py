"""Makes the pages with which other sites show a chart, and the code that puts them there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from charts import formats, metadata
from charts.build import Built, key_of
from charts.content import Content
from charts.datasets import hash_of
from charts.faces import CARD
from charts.layout import CARD as CARD_SIZE
from charts.letters import SANS, SERIF
from charts.palette import Palette
from charts.problems import Problem, problem
from charts.theme import DESKTOP, PHONE

FOLDER = "embed/"
FROZEN = f"{FOLDER}frozen.json"  # the frozen pages of a site, with their checksums
HELPER = "assets/embed.js"
SCRIPT = "assets/charts.js"

PADDING = 12  # pixels around a chart, as the style sheet has them
WIDTH = DESKTOP.width + 2 * PADDING

_TEMPLATES = Path(__file__).parent / "templates"
_PAGES = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def codes(content: Content, id: str) -> tuple[str, str]:
    """Return the HTML with which another site shows a chart: as it will be, and as it is now.

    The frame is high enough without its helper; with it, it is as high as the chart at any width.
    """
    assert content.built is not None
    page, key = content.chart_pages[id], content.built[id].key
    # Without an address it is right beside the chart's page, whose script knows the rest.
    address = content.project.address or page.root
    about = metadata.describe(content, page, content.built[id])
    frame = Markup(
        '<iframe data-chart src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'style="border: 0"></iframe>\n<script async src="{}"></script>'
    )
    title, tall = about["title"], height(about, content.built[id])
    live, frozen = (
        frame.format(f"{address}{FOLDER}{id}/{version}", title, tall, address + HELPER)
        for version in ("", f"{key}/")
    )
    return live, frozen


def files(content: Content) -> dict[str, str]:
    """Return all that frames need, by address below the site's root.

    For each chart a page that follows the data, one that is frozen to this version, and, where the
    site knows its address, an answer to oEmbed; the frames' helper.
    """
    assert content.built is not None
    made = {HELPER: (_TEMPLATES / "embed.js").read_text(encoding="utf-8")}
    for id, page in content.chart_pages.items():
        if id not in content.built:
            continue
        about = metadata.describe(content, page, content.built[id])
        made[f"{FOLDER}{id}/index.html"] = _live(content, about)
        made[f"{FOLDER}{id}/{about['key']}/index.html"] = _frozen(content, about)
        if content.project.address:
            made[f"{FOLDER}{id}/oembed.json"] = json.dumps(
                _oembed(content, about), indent=1, ensure_ascii=False
            )
    return made


def freeze(site: Path) -> None:
    """List the frozen pages of a site whose pages are finished, with their checksums."""
    pages = {
        f"{page.parent.relative_to(site).as_posix()}/": hash_of(page.read_bytes())
        for page in sorted((site / FOLDER).glob("*/*/index.html"))
    }
    (site / FROZEN).write_text(json.dumps(pages, indent=1), encoding="utf-8")


def height(about: dict[str, Any], built: Built) -> int:
    """Return the pixels that a chart's frame needs, be it as wide as a phone or as a page."""
    heights = []
    for screen in (PHONE, DESKTOP):
        found = re.search(r'viewBox="0 0 \S+ (\S+)"', built.text(f"{screen.name}.svg"))
        assert found is not None
        lines = (
            len(SERIF.lines(about["title"], 20, screen.width)) * 26
            + len(SANS.lines(about["subtitle"], 14, screen.width)) * 20
            + len(SANS.lines(about["notes"], 13, screen.width)) * 20
            + (len(SANS.lines(about["credit"], 13, screen.width)) + 5) * 20
        )
        heights.append(float(found[1]) + lines + 28 * bool(built.controls) + 80)
    return round(max(heights))


def verify(content: Content, site: Path) -> Iterator[Problem]:
    """Find embedded charts of a built site that are missing, changed, or of another version."""
    listed = site / FROZEN
    if not listed.is_file():
        yield problem(listed, "the list of frozen charts is missing.")
        return
    frozen = json.loads(listed.read_text(encoding="utf-8"))
    for place, hash in frozen.items():
        page = site / place / "index.html"
        if not page.is_file() or hash_of(page.read_bytes()) != hash:
            yield problem(page, "is not the page that the list of frozen charts tells of.")
    for id in content.chart_pages:
        if id not in content.project.drawings:
            continue
        key = key_of(content.project, content.project.drawings[id])
        live = site / FOLDER / id / "index.html"
        if not live.is_file() or f'data-key="{key}"' not in live.read_text(encoding="utf-8"):
            yield problem(live, "is missing, or of another version; build the site again.")
        if f"{FOLDER}{id}/{key}/" not in frozen:
            yield problem(listed, f'chart "{id}" has no frozen page of this version.')


def _live(content: Content, about: dict[str, Any]) -> str:
    page = content.chart_pages[about["name"]]
    words = {
        text: content.words(page, text) if about[text] else ""
        for text in ("title", "subtitle", "notes", "alt")
    }
    there = (content.project.docs / SCRIPT).is_file()
    return _page(content, about, root="../../", frozen="", there=there, **words)


def _frozen(content: Content, about: dict[str, Any]) -> str:
    """Return a page that needs nothing but itself, and says how old it is."""
    words = {text: about[text] for text in ("title", "subtitle", "notes", "alt")}
    data = about["data"]
    month = formats.month(max(dataset["vintage"] for dataset in data))
    day = formats.day(date.fromisoformat(max(dataset["retrieved"] for dataset in data)))
    said = f"As of {month}; data retrieved on {day}."
    return _page(content, about, root="../../../", frozen=said, there=False, **words)


def _page(
    content: Content, about: dict[str, Any], root: str, frozen: str, there: bool, **words: str
) -> str:
    assert content.built is not None
    project, built = content.project, content.built[about["name"]]
    return _PAGES.get_template("embed.html").render(
        about=about,
        address=project.address,
        chart=about["page"] if project.address else root + about["page"],
        colours=Markup(_colours(project.palettes["default"], project.palettes["slate"])),
        style=Markup((_TEMPLATES / "embed.css").read_text(encoding="utf-8")),
        controls=built.controls,
        phone=Markup(built.text("phone.svg")),
        desktop=Markup(built.text("desktop.svg")),
        root=root,
        runtime=content.runtime,
        script=root + SCRIPT if there else "",
        frozen=frozen,
        **words,
    )


def _colours(light: Palette, dark: Palette) -> str:
    """Return the palettes as CSS: by the reader's preference, unless the address says otherwise."""
    bright, dim = (
        "".join(f"{name}: {colour}; " for name, colour in palette.items())
        for palette in (light, dark)
    )
    return (
        f":root {{ color-scheme: light; {bright}}}\n"
        "@media (prefers-color-scheme: dark) { "
        f':root:not([data-theme="light"]) {{ color-scheme: dark; {dim}}} }}\n'
        f':root[data-theme="dark"] {{ color-scheme: dark; {dim}}}'
    )


def _oembed(content: Content, about: dict[str, Any]) -> dict[str, Any]:
    """Return what a consumer of oEmbed 1.0 asks for."""
    assert content.built is not None
    width, tall = CARD_SIZE
    return {
        "version": "1.0",
        "type": "rich",
        "title": about["title"],
        "provider_name": about["site"],
        "provider_url": content.project.address,
        "html": codes(content, about["name"])[0],
        "width": WIDTH,
        "height": height(about, content.built[about["name"]]),
        "thumbnail_url": f"{about['page']}{CARD}",
        "thumbnail_width": width,
        "thumbnail_height": tall,
    }
