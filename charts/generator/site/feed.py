"""Writes the feed: new and updated pages, new data, corrections."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from charts.generator.numbers import formats
from charts.generator.pages import templates
from charts.generator.pages.addresses import CATALOGUE, dataset_page
from charts.generator.pages.content import Content
from charts.generator.pages.corrections import corrections


@dataclass(frozen=True)
class NewsItem:
    """One piece of news: its day, its id in the feed, its address, and its words."""

    day: datetime.date
    id: str
    url: str
    title: str
    summary: str


def entries(content: Content) -> list[NewsItem]:
    """Return all news of a site, newest first; addresses are relative to the site's root.

    An id contains the day and never changes: a page that is updated again gets another entry.
    """
    found = [*_pages(content), *_corrected(content), *_data(content)]
    return sorted(found, key=lambda entry: (entry.day, entry.id), reverse=True)


def atom(content: Content) -> str:
    """Return the feed as Atom, dated by its newest entry.

    The site must have an address, because a feed is read elsewhere.
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
    """Return an item for each day with the datasets last retrieved on it."""
    datasets = sorted(
        content.project.datasets.values(),
        key=lambda dataset: (str(dataset.descriptor["retrieved"]), dataset.name),
    )
    for day, found in groupby(datasets, key=lambda dataset: str(dataset.descriptor["retrieved"])):
        renewed = [*found]
        titles = [
            f"{dataset.title} ({formats.month(dataset.descriptor['vintage'])})"
            for dataset in renewed
        ]
        count = f"{len(titles)} datasets" if len(titles) > 1 else "a dataset"
        yield NewsItem(
            datetime.date.fromisoformat(day),
            f"{CATALOGUE}#retrieved-{day}",
            content.written(CATALOGUE) or dataset_page(renewed[0].name),
            f"New data: {count}",
            "; ".join(titles) + ".",
        )
