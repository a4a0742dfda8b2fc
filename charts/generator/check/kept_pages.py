"""What the last check found on each page, by fingerprints of what that depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from charts.generator.check.report import PageReport

if TYPE_CHECKING:
    from charts.generator.pages.markdown_page import Page


class KeptPages:
    """What was found on each page, and what is found now, by fingerprints of what it depends on.

    Args:
        shared: the fingerprint of all but the texts of pages.
        reports: what was found on pages.
        outlines: what the checks of other pages read of pages.
    """

    def __init__(
        self, shared: str, reports: Mapping[str, PageReport], outlines: Mapping[str, str]
    ) -> None:
        self.shared, self._reports, self._outlines = shared, reports, outlines
        self.reports: dict[str, PageReport] = {}
        self.outlines: dict[str, str] = {}

    def outline(self, page: Page, make: Callable[[Page], str]) -> str:
        """Return the fingerprint of what other pages read of a page."""
        key = self._key(page)
        found = self._outlines.get(key) or fingerprint([make(page).encode()])
        self.outlines[key] = found
        return found

    def report(self, page: Page, outlines: str, make: Callable[[Page], PageReport]) -> PageReport:
        """Return what is found on a page; `outlines` is the fingerprint of those of all pages."""
        key = self._key(page, outlines)
        found = self._reports.get(key) or make(page)
        self.reports[key] = found
        return found

    def _key(self, page: Page, *more: str) -> str:
        return fingerprint(part.encode() for part in (self.shared, page.name, page.text, *more))


def fingerprint(parts: Iterable[bytes]) -> str:
    """Return a hash of several parts, in their order."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8) + part)
    return found.hexdigest()
