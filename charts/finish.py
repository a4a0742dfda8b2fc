"""Completes a built site with all that is made of its finished pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from charts import assets, embeds, feed, policy, texts
from charts.content import Content
from charts.project import Project
from charts.texts import Link

TWIN = "index.txt"

_LINK = re.compile(r"""<a\b(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_OUTSIDE = re.compile(r"""\shref=["']?(?:https?:)?//""")
_REL = re.compile(r"""\srel=(["'])(.*?)\1""")


def finish(project: Project, site: Path) -> None:
    """Write the texts, the feed and what search engines read; make every page safe to open."""
    own = assets.read(project.docs / assets.FOLDER)
    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        if path.name == "index.html":
            place = path.parent.relative_to(site).as_posix()
            address = project.address + ("" if place == "." else f"{place}/")
            if twin := texts.twin(html.document_fromstring(page), project.name, address):
                path.with_name(TWIN).write_text(twin, encoding="utf-8")
        # The policy comes last, as it holds the hashes of what stands in the page.
        path.write_text(policy.protected(own.in_page(outward(page))), encoding="utf-8")
    for name in own.names:
        path = (site / assets.FOLDER / name).rename(site / assets.FOLDER / own.named(name))
        if path.suffix == ".js":
            path.write_text(own.in_script(path.read_text(encoding="utf-8")), encoding="utf-8")
    if (site / embeds.FOLDER).is_dir():
        embeds.freeze(site)
    content = Content(project, None)
    listed = texts.index(project.name, project.description, _sections(content))
    (site / "llms.txt").write_text(listed, encoding="utf-8")
    (site / "robots.txt").write_text(robots(project.address), encoding="utf-8")
    if project.address:
        (site / "feed.xml").write_bytes(feed.atom(content))


def outward(page: str) -> str:
    """Return a page whose links out of the site give the site opened no hold on this one."""
    return _LINK.sub(lambda tag: _noopener(tag[0]) if _OUTSIDE.search(tag[0]) else tag[0], page)


def robots(address: str) -> str:
    """Return `robots.txt`: everybody may read everything."""
    everybody = "User-agent: *\nAllow: /\n"
    return everybody + (f"\nSitemap: {address}sitemap.xml\n" if address else "")


def _noopener(tag: str) -> str:
    rel = _REL.search(tag)
    if rel is None:
        return f'{tag[:-1]} rel="noopener">'
    if "noopener" in rel[2].split():
        return tag
    return tag.replace(rel[0], f' rel="{rel[2]} noopener"')


def _sections(content: Content) -> Iterator[tuple[str, list[Link]]]:
    """Return what `llms.txt` lists: the text of every page, and every dataset."""
    address = content.project.address
    kinds = {
        "Questions": content.questions,
        "Charts": content.chart_pages.values(),
        "Other pages": [page for page in content.pages.values() if page.kind == "page"],
    }
    for heading, pages in kinds.items():
        yield (
            heading,
            [
                Link(content.title(page), f"{address}{page.url}{TWIN}", content.description(page))
                for page in pages
            ],
        )
    datasets = content.project.datasets.values()
    yield (
        "Datasets",
        [
            Link(d.title, f"{address}data/{d.path.name}", d.descriptor["description"])
            for d in datasets
        ],
    )
