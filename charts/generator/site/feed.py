"""Writes the feed: which pages and data are new, and what had to be corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from charts.generator.numbers import formats
from charts.generator.pages import templates
from charts.generator.pages.content import Content
from charts.generator.pages.corrections import corrections
from charts.generator.pages.inline import CATALOGUE


@dataclass(frozen=True)
class NewsItem:
    """One piece of news: its day, its name in the feed, where it can be read, and its words."""

    day: datetime.date
    id: str
    url: str
    title: str
    summary: str


def entries(content: Content) -> list[NewsItem]:
    """Return all news of a site, the newest first; addresses are below the site's root.

    An id holds the day, and never changes: a page that is updated again is another entry.
    """
    found = [*_pages(content), *_corrected(content), *_data(content)]
    return sorted(found, key=lambda entry: (entry.day, entry.id), reverse=True)


def atom(content: Content) -> str:
    """Return the feed as Atom; it says that it was updated on the day of its newest entry.

    The site has to have an address: a feed is read away from it.
    """
    news = entries(content)
    updated = max((item.day for item in news), default=content.updated)
    return templates.document("feed.xml", site=content.project.settings, news=news, updated=updated)


def _pages(content: Content) -> Iterable[NewsItem]:
    for page in content.questions:
        day = page.meta["updated"]
        id, title = f"{page.url}#updated-{day}", content.title(page)
        yield NewsItem(day, id, page.url, title, content.description(page))


def _corrected(content: Content) -> Iterable[NewsItem]:
    for found in corrections(content):
        url = f"{found.listed_on.url}#{found.anchor}"
        title = f"Correction: {content.title(found.page)}"
        summary = f"Before: {found.before} After: {found.after} Why: {found.why}"
        yield NewsItem(found.date, url, url, title, summary)


def _data(content: Content) -> Iterable[NewsItem]:
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
        yield NewsItem(
            datetime.date.fromisoformat(day),
            f"{CATALOGUE}#retrieved-{day}",
            CATALOGUE,
            f"New data: {count}",
            "; ".join(titles) + ".",
        )
