"""Writes the feed: which pages and data are new, and what had to be corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from charts import formats
from charts.corrections import corrections
from charts.macros import CATALOGUE

if TYPE_CHECKING:
    from charts.content import Content

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """One piece of news: its day, its name in the feed, where it can be read, and its words."""

    day: datetime.date
    id: str
    url: str
    title: str
    summary: str


def entries(content: Content) -> list[Entry]:
    """Return all news of a site, the newest first; addresses are below the site's root.

    An id holds the day, and never changes: a page that is updated again is another entry.
    """
    found = [*_pages(content), *_corrected(content), *_data(content)]
    return sorted(found, key=lambda entry: (entry.day, entry.id), reverse=True)


def atom(content: Content) -> bytes:
    """Return the feed as Atom; it says that it was updated on the day of its newest entry.

    The site has to have an address: a feed is read away from it.
    """
    site, news = content.project, entries(content)
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _add(feed, "id", site.address)
    _add(feed, "title", site.name)
    if site.description:
        _add(feed, "subtitle", site.description)
    _add(feed, "updated", _instant(max((entry.day for entry in news), default=content.updated)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{site.address}feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=site.address)
    _add(_add(feed, "author"), "name", site.name)
    for news_item in news:
        entry = _add(feed, "entry")
        _add(entry, "id", site.address + news_item.id)
        _add(entry, "title", news_item.title)
        _add(entry, "updated", _instant(news_item.day))
        _add(entry, "link", rel="alternate", type="text/html", href=site.address + news_item.url)
        _add(entry, "summary", news_item.summary)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _pages(content: Content) -> Iterable[Entry]:
    for page in content.questions:
        day = page.meta["updated"]
        id, title = f"{page.url}#updated-{day}", content.title(page)
        yield Entry(day, id, page.url, title, content.description(page))


def _corrected(content: Content) -> Iterable[Entry]:
    for found in corrections(content):
        url = f"{found.listed_on.url}#{found.anchor}"
        title = f"Correction: {content.title(found.page)}"
        summary = f"Before: {found.before} After: {found.after} Why: {found.why}"
        yield Entry(found.date, url, url, title, summary)


def _data(content: Content) -> Iterable[Entry]:
    """Return the datasets that were retrieved on each day; only their last retrieval is known."""
    datasets = sorted(
        content.project.datasets.values(),
        key=lambda dataset: (str(dataset.descriptor["retrieved"]), dataset.name),
    )
    for day, renewed in groupby(datasets, key=lambda dataset: str(dataset.descriptor["retrieved"])):
        titles = [
            f"{dataset.title} ({formats.month(dataset.descriptor['vintage'])})"
            for dataset in renewed
        ]
        count = f"{len(titles)} datasets" if len(titles) > 1 else "a dataset"
        yield Entry(
            datetime.date.fromisoformat(day),
            f"{CATALOGUE}#retrieved-{day}",
            CATALOGUE,
            f"New data: {count}",
            "; ".join(titles) + ".",
        )


def _instant(day: datetime.date) -> str:
    return f"{day}T00:00:00Z"


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    child.text = text or None
    return child
