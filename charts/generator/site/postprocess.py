"""Completes a built site with everything that is made from its finished pages.

Each page is parsed once and written once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import html

from charts.generator.export import embeds
from charts.generator.pages import glossary
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page
from charts.generator.site import (
    feed,
    glossary_links,
    notebooks,
    plain_text,
    printed_quotes,
    security_policy,
)
from charts.generator.site.asset_versions import FOLDER, Assets
from charts.generator.site.plain_text import Link
from charts.generator.site.security_policy import PARSER

TWIN = "index.txt"


def pages(content: Content, paths: Iterable[Path], assets: Assets, site: Path) -> None:
    """Complete pages of a site, and write their texts; give each page its policy.

    Args:
        content: the pages.
        paths: those of the HTML.
        assets: the scripts and styles that get a version.
        site: the folder of the built site.
    """
    project = content.project
    terms, listed = glossary.terms(content), glossary.page_of(content)
    questions = {f"{page.url}index.html": page for page in content.questions}
    for path in paths:
        source = path.read_bytes()
        page = html.document_fromstring(source, parser=PARSER)
        _finish(page, assets)
        question = questions.get(path.relative_to(site).as_posix())
        if question and listed:
            glossary_links.link(page, terms, question.root + listed.url)
        if path.name == "index.html":
            place = path.parent.relative_to(site).as_posix()
            address = project.address + ("" if place == "." else f"{place}/")
            if twin := plain_text.twin(page, project.name, address):
                path.with_name(TWIN).write_text(twin, encoding="utf-8")
        printed_quotes.set_in(page)
        # The policy comes last, because it contains the hashes of scripts and styles.
        security_policy.protect(page, source)
        path.write_bytes(html.tostring(page, encoding="utf-8", doctype="<!doctype html>"))


def rest(content: Content, made: list[Page], assets: Assets, site: Path) -> None:
    """Complete the rest of a site: scripts, styles, the feed, and files for search engines.

    `made` are the pages that nobody writes.
    """
    _drop(site)
    for name in assets.names:
        old = site / FOLDER / name
        path = old.rename(site / FOLDER / assets.named(name))
        if path.suffix == ".js":
            path.write_text(assets.in_script(path.read_text(encoding="utf-8")), encoding="utf-8")
    embeds.freeze(site)
    settings = content.project.settings
    index = plain_text.index(settings.name, settings.description, _sections(content, made))
    (site / "llms.txt").write_text(index, encoding="utf-8")
    (site / "robots.txt").write_text(robots(settings.address), encoding="utf-8")
    if settings.address:
        (site / "feed.xml").write_text(feed.atom(content), encoding="utf-8")


def _drop(site: Path) -> None:
    """Delete the theme's own scripts and styles; `staging` has copied what pages use of them."""
    for folder in ("stylesheets", "javascripts"):
        shutil.rmtree(site / FOLDER / folder, ignore_errors=True)


def _finish(page: html.HtmlElement, assets: Assets) -> None:
    for article in page.iter("article"):
        if article.find_class("jupyter-wrapper"):
            notebooks.trim(article)
    outward(page)
    align(page)
    assets.in_page(page)


def outward(page: html.HtmlElement) -> None:
    """Deny sites that links open any access to the page that they come from."""
    for link in page.iter("a"):
        address = link.get("href", "")
        if address.startswith(("http://", "https://", "//")):
            names = link.get("rel", "").split()
            link.set("rel", " ".join(names if "noopener" in names else [*names, "noopener"]))


def align(page: html.HtmlElement) -> None:
    """Align cells of tables by a class: the attribute is obsolete, and styles are forbidden."""
    for cell in page.iter("td", "th"):
        if side := cell.attrib.pop("align", ""):
            cell.classes.add(f"align-{side}")


def robots(address: str) -> str:
    """Return `robots.txt`, which lets everybody read everything."""
    everybody = "User-agent: *\nAllow: /\n"
    return everybody + (f"\nSitemap: {address}sitemap.xml\n" if address else "")


def _sections(content: Content, made: list[Page]) -> Iterator[tuple[str, list[Link]]]:
    """Return the sections of `llms.txt`: the text of every page, and every dataset."""
    address = content.project.address
    kinds: dict[str, Iterable[Page]] = {
        "Questions": content.questions,
        "Charts": content.chart_pages.values(),
        "Other pages": [page for page in content.pages.values() if page.kind == "page"],
    }

    def links(pages: Iterable[Page]) -> list[Link]:
        return [
            Link(content.title(page), f"{address}{page.url}{TWIN}", content.description(page))
            for page in pages
        ]

    for heading, pages in kinds.items():
        yield heading, links(pages)
    datasets = content.project.datasets.values()
    yield (
        "Datasets",
        [
            Link(d.title, f"{address}data/{d.path.name}", d.descriptor["description"])
            for d in datasets
        ],
    )
    # What a program with little room may pass over has this name in llmstxt.org's form.
    yield "Optional", links(made)
