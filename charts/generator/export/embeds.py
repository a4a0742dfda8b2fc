"""Makes the pages that other sites show in frames, and lists and verifies the frozen ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from charts.generator.base.files import TEMPLATES, hash_of
from charts.generator.base.problems import MistakeError, Problem, problem
from charts.generator.draw.build import Built
from charts.generator.draw.chart_theme import DESKTOP
from charts.generator.export import frozen
from charts.generator.export.chart_files import CARD_FILE
from charts.generator.export.frozen import FROZEN
from charts.generator.export.layout import CARD_SIZE
from charts.generator.numbers import formats
from charts.generator.pages import chart_metadata, templates
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.reuse import EMBED, EMBED_HELPER, embed_codes, frame_height
from charts.generator.project import Project

SCRIPT = "assets/charts.js"

PADDING = 12  # pixels around a chart, as in the style sheet
WIDTH = DESKTOP.width + 2 * PADDING


def files(content: Content, pictures: Pictures) -> dict[str, str]:
    """Return everything that frames need, by address below the site's root.

    That is the frames' helper and, for each chart, a live page, a page frozen at this version and,
    if the site has an address, an oEmbed response.
    """
    made = {EMBED_HELPER: (TEMPLATES / "embed.js").read_text(encoding="utf-8")}
    for id, page in content.chart_pages.items():
        if id not in pictures.built:
            continue
        built = pictures.built[id]
        about = chart_metadata.describe(content, page, built)
        live = _live(content, about, built, pictures.runtime)
        made[f"{EMBED}{id}/index.html"] = live
        made[f"{EMBED}{id}/{about['key']}/index.html"] = _frozen(content, about, built)
        if content.project.address:
            made[f"{EMBED}{id}/oembed.json"] = json.dumps(
                _oembed(content, about, built), indent=1, ensure_ascii=False
            )
    return made


def freeze(site: Path) -> None:
    """List the frozen pages of a finished site with their checksums, none if it has no charts."""
    pages = {
        f"{page.parent.relative_to(site).as_posix()}/": hash_of(page.read_bytes())
        for page in sorted((site / EMBED).glob("*/*/index.html"))
    }
    (site / EMBED).mkdir(exist_ok=True)
    (site / FROZEN).write_text(frozen.text(pages), encoding="utf-8")


def verify(content: Content, site: Path) -> Iterator[Problem]:
    """Find frames of a built site that are missing, changed, or of another version."""
    listed = site / FROZEN
    if not listed.is_file():
        yield problem(listed, "the list of frozen charts is missing.")
        return
    try:
        pages = frozen.read(listed.read_bytes())
    except MistakeError as error:
        yield problem(listed, str(error))
        return
    for place, hash in pages.items():
        page = site / place / "index.html"
        if not page.is_file() or hash_of(page.read_bytes()) != hash:
            yield problem(page, "is not the page that the list of frozen charts names.")
    for id in content.chart_pages:
        if id not in content.project.drawings:
            continue
        key = content.project.fingerprints[id]
        live = site / EMBED / id / "index.html"
        if not live.is_file() or f'data-key="{key}"' not in live.read_text(encoding="utf-8"):
            yield problem(live, "is missing or shows another version; build the site again.")
        if f"{EMBED}{id}/{key}/" not in pages:
            yield problem(listed, f'chart "{id}" has no frozen page of this version.')


def colours(project: Project) -> str:
    """Return the palettes as CSS: the reader's preference, unless the address names a theme."""
    bright, dim = (
        "".join(f"{name}: {colour}; " for name, colour in project.palettes[scheme].items())
        for scheme in ("default", "slate")
    )
    return (
        f":root {{ color-scheme: light; {bright}}}\n"
        "@media (prefers-color-scheme: dark) { "
        f':root:not([data-theme="light"]) {{ color-scheme: dark; {dim}}} }}\n'
        f':root[data-theme="dark"] {{ color-scheme: dark; {dim}}}'
    )


def _live(content: Content, about: dict[str, Any], built: Built, runtime: str) -> str:
    page = content.chart_pages[about["name"]]
    words = {
        text: content.words(page, text) if about[text] else ""
        for text in ("title", "subtitle", "notes", "alt")
    }
    return _page(content, about, built, root="../../", runtime=runtime, **words)


def _frozen(content: Content, about: dict[str, Any], built: Built) -> str:
    """Return a self-contained page that says how old it is."""
    words = {text: about[text] for text in ("title", "subtitle", "notes", "alt")}
    data = about["data"]
    month = formats.month(max(dataset["vintage"] for dataset in data))
    day = formats.day(date.fromisoformat(max(dataset["retrieved"] for dataset in data)))
    said = f"As of {month}; data retrieved on {day}."
    return _page(content, about, built, root="../../../", frozen=said, **words)


def _page(
    content: Content,
    about: dict[str, Any],
    built: Built,
    *,
    root: str,
    runtime: str = "",
    frozen: str = "",
    **words: str,
) -> str:
    project = content.project
    return templates.document(
        "embed.html",
        about=about,
        address=project.address,
        chart=about["page"] if project.address else root + about["page"],
        colours=Markup(colours(project)),
        style=Markup((TEMPLATES / "embed.css").read_text(encoding="utf-8")),
        controls=built.controls,
        phone=Markup(built.text("phone.svg")),
        desktop=Markup(built.text("desktop.svg")),
        root=root,
        runtime=runtime,
        script="" if frozen else root + SCRIPT,
        frozen=frozen,
        **words,
    )


def _oembed(content: Content, about: dict[str, Any], built: Built) -> dict[str, Any]:
    """Return a chart's oEmbed 1.0 response."""
    width, tall = CARD_SIZE
    return {
        "version": "1.0",
        "type": "rich",
        "title": about["title"],
        "provider_name": about["site"],
        "provider_url": content.project.address,
        "html": embed_codes(content, built)[0],
        "width": WIDTH,
        "height": frame_height(about, built),
        "thumbnail_url": f"{about['page']}{CARD_FILE}",
        "thumbnail_width": width,
        "thumbnail_height": tall,
    }
