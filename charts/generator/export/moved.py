"""Makes pages at the addresses that charts had before they got other names."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from charts.generator.base.files import TEMPLATES
from charts.generator.export import embeds
from charts.generator.pages import templates
from charts.generator.pages.content import FORMERLY, Content
from charts.generator.pages.markdown_page import Page
from charts.generator.pages.reuse import EMBED


def moved(content: Content) -> dict[str, list[Page]]:
    """Return the pages of charts by each name that they had before; a chart can become several."""
    found: dict[str, list[Page]] = {}
    for page in content.chart_pages.values():
        for name in page.meta.get(FORMERLY) or []:
            found.setdefault(name, []).append(page)
    return found


def files(content: Content, frames: Mapping[str, str]) -> dict[str, str]:
    """Return what stands at former addresses, by address below the site's root.

    A chart's page says which chart it is now. A frame on another site goes on showing a chart:
    the new one, or the first of several.

    Args:
        content: the pages.
        frames: the pages that other sites show in frames, by address.
    """
    made = {}
    for name, pages in moved(content).items():
        links = [(f"../../{page.url}", content.title(page)) for page in pages]
        made[f"charts/{name}/index.html"] = templates.document(
            "moved.html",
            canonical=content.project.address and content.project.address + pages[0].url,
            colours=Markup(embeds.colours(content.project)),
            links=links,
            site=content.project.name,
            style=Markup((TEMPLATES / "embed.css").read_text(encoding="utf-8")),
        )
        frame = f"{EMBED}{pages[0].id}/index.html"
        if frame in frames:
            made[f"{EMBED}{name}/index.html"] = frames[frame]
    return made
