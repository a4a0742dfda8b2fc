"""Says which anchors the macros of a page print, without evaluating them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.numbers.ledger import anchor
from charts.generator.pages import calls, glossary, ledger_pages
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page

# Anchors of numbers and claims without a name: they depend on all pages.
_UNNAMED = {"numbers": r"value-.*|fact-.*-[0-9a-f]{6}", "claims": r"claim-.*-[0-9a-f]{6}"}
# Macros with headings of their own.
_HEADED = ("bibliography", "corrections", "catalogue")
# What begins an anchor of a source, a chart, a finding; no heading of a macro begins so.
OWN = re.compile(r"(?:source|chart|alt|text|fact|value|claim)-")


@dataclass(frozen=True)
class Printed:
    """The anchors that a page's macros print, and a pattern for others that they may print."""

    known: tuple[str, ...] = ()
    others: str = ""

    def may_have(self, name: str) -> bool:
        """Return whether a macro of the page prints an anchor, or may do so."""
        return name in self.known or bool(self.others and re.fullmatch(self.others, name))


def printed(page: Page, content: Content) -> Printed:
    """Return the anchors that the macros of a page print."""
    called = calls.called(page)
    others = [pattern for name, pattern in _UNNAMED.items() if name in called]
    if called.intersection(_HEADED):
        others.append(rf"(?!{OWN.pattern}).*")
    try:
        known = tuple(dict.fromkeys(_known(page, content, called)))
    except ProblemsError:  # its front matter can't be read, which is reported by itself
        return Printed((), f"{OWN.pattern}.*")
    return Printed(known, "|".join(others))


def _known(page: Page, content: Content, called: set[str]) -> Iterator[str]:
    for chart in content.charts_on(page):
        yield from (f"chart-{chart}", f"alt-{chart}")
    if called & {"references", "source", "quoted"}:
        sources = page.meta.get("sources")
        yield from (f"source-{id}" for id in (sources if isinstance(sources, list) else ()))
    if "findings" in called:
        with suppress(MistakeError):  # a test that fails is reported elsewhere
            yield from (f"text-{found.claim.id}" for found in ledger_pages.findings(content))
    if "numbers" in called:
        yield from (anchor(f"fact:{name}") for name in content.ledger.facts)
    if "claims" in called:
        yield from (f"claim-{name}" for name in content.ledger.claims)
    if page.id == glossary.NAME:
        yield from (term.anchor for term in glossary.terms(content))
    if page.kind == "chart":
        yield from ("download", "share", "embed", "cite", "load", "basis", "rows")
