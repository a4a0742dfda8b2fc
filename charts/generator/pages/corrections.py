"""The corrections of a site, so that readers can see what it said before."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from charts.generator.base.problems import Problem, ProblemsError, unknown
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page

KEY = "corrections"  # in the front matter of the page that lists them
PARTS = ["date", "page", "before", "after", "why"]


@dataclass(frozen=True)
class Correction:
    """One correction: its date and page, the words before and after, and the reason."""

    date: datetime.date
    page: Page
    listed_on: Page
    before: str
    after: str
    why: str

    @property
    def anchor(self) -> str:
        """Return the correction's anchor on the page that lists it."""
        return f"{self.date}-{self.page.id}"


@lru_cache(maxsize=1)  # every page asks
def corrections(content: Content) -> list[Correction]:
    """Return all corrections, the newest first, without those that are malformed."""
    found = [
        Correction(
            entry["date"], content.pages[entry["page"]], page, *(entry[k] for k in PARTS[2:])
        )
        for page in content.pages.values()
        for entry in _entries(page)
        if not _faults(entry, content)
    ]
    return sorted(found, key=lambda correction: correction.date, reverse=True)


def problems(page: Page, content: Content) -> list[Problem]:
    """Say what is wrong with the corrections that a page lists."""
    entries = page.meta.get(KEY) or []
    place = page.keys.get(KEY, (0, 0))[0]
    if not isinstance(entries, list):
        message = f'"{KEY}" should be a list: each correction begins with "- date: …".'
        return [page.problem(message, place)]
    found = [
        page.problem(f"correction {number}: {fault}", place)
        for number, entry in enumerate(entries, 1)
        for fault in _faults(entry, content)
    ]
    if not entries:
        return found
    made = Counter(correction.anchor for correction in corrections(content))
    twice = [anchor for anchor, times in made.items() if times > 1]
    return found + [
        page.problem(f"two corrections of one page on one day ({anchor}); join them.", place)
        for anchor in twice
    ]


def _entries(page: Page) -> list[Any]:
    try:
        entries = page.meta.get(KEY)
    except ProblemsError:
        return []  # the unreadable page is reported elsewhere
    return entries if isinstance(entries, list) else []


def _faults(entry: object, content: Content) -> list[str]:
    if not isinstance(entry, dict):
        return [f"it should have the lines {', '.join(PARTS)}."]
    faults = [f'it lacks "{key}".' for key in PARTS if not entry.get(key)]
    faults += [unknown("line", key, PARTS) for key in entry if key not in PARTS]
    if not faults and not isinstance(entry["date"], datetime.date):
        faults.append(f'"date" should be a date such as 2026-11-21; found "{entry["date"]}".')
    if not faults and entry["page"] not in content.pages:
        faults.append(unknown("page", entry["page"], content.pages))
    texts = [key for key in PARTS[2:] if not isinstance(entry.get(key, ""), str)]
    return faults + [f'"{key}" should be a text; put it between quotes.' for key in texts]
