"""Says about a page what its data, its text and its charts come to, and what it ends with."""

from __future__ import annotations

from math import ceil

from charts.generator.data.cadence import newest_of
from charts.generator.numbers import formats
from charts.generator.numbers.text_claims import score
from charts.generator.pages import calls, ledger_pages
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page, pieces

WORDS_A_MINUTE = 230  # of an adult who reads without hurry


def dateline(content: Content, page: Page) -> list[str]:
    """Return how fresh a page is and how long: data, update, minutes, charts."""
    datasets = content.project.datasets
    used = [datasets[name] for name in page.meta.get("sources") or [] if name in datasets]
    newest, charts = newest_of(used), len(set(content.charts_on(page)))
    parts = [f"Data to {formats.period(newest)}"] if newest else []
    if page.meta.get("updated"):
        parts.append(f"updated {formats.day(page.meta['updated'])}")
    minutes = ceil(_words(page) / WORDS_A_MINUTE)
    parts.append(f"{minutes} minute{'s' * (minutes != 1)}")
    return [*parts, f"{charts} chart{'s' * (charts != 1)}"] if charts else parts


def _words(page: Page) -> int:
    """Return how many words a page has; what a macro prints counts as one."""
    parts = pieces(page.text[page.body_start :])
    return sum(len(part.split()) if isinstance(part, str) else 1 for part in parts)


def folds(content: Content, page: Page) -> dict[str, str]:
    """Return what is folded at the end of a question's page, by anchor, with a few words on it."""
    found = {}
    for span in page.spans:
        call = calls.plain(span.expression) if span.kind == "macro" else None
        if call and call[0] == "findings" and call[1]:
            findings = ledger_pages.findings(content, str(call[1][0]))
            found["texts"] = f"What the texts say: {score(findings)}"
        elif call and call[0] == "references":
            found["sources"] = "Sources"
    return found
