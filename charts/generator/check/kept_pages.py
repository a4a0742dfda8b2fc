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
        code: the fingerprint of all but the texts of pages and the data.
        reports: what was found on pages, by what that depends on: as much of the data as they read.
        read: the keys of `reports`, by fingerprints that all data are part of. They are known
            before any data are read.
        outlines: what the checks of other pages read of pages.
    """

    def __init__(
        self,
        shared: str,
        code: str,
        reports: Mapping[str, PageReport],
        read: Mapping[str, str],
        outlines: Mapping[str, str],
    ) -> None:
        self.shared, self.code = shared, code
        self._reports, self._read, self._outlines = reports, read, outlines
        self.reports: dict[str, PageReport] = {}
        self.read: dict[str, str] = {}
        self.outlines: dict[str, str] = {}

    def outline(self, page: Page, make: Callable[[Page], str]) -> str:
        """Return the fingerprint of what other pages read of a page."""
        key = self._key(self.shared, page)
        found = self._outlines.get(key) or fingerprint([make(page).encode()])
        self.outlines[key] = found
        return found

    def report(
        self,
        page: Page,
        outlines: str,
        data: Callable[[Page], str],
        make: Callable[[Page], PageReport],
    ) -> PageReport:
        """Return what is found on a page.

        Args:
            page: the page.
            outlines: the fingerprint of those of all pages.
            data: returns the fingerprint of what the check of a page reads of the data.
            make: checks a page.
        """
        whole = self._key(self.shared, page, outlines)
        key = self._read.get(whole) or self._key(self.code, page, outlines, data(page))
        found = self._reports.get(key) or make(page)
        if found.problems or found.warnings:  # they may offer a test, which reads any data
            key = whole
        self.read[whole], self.reports[key] = key, found
        return found

    def _key(self, around: str, page: Page, *more: str) -> str:
        return fingerprint(part.encode() for part in (around, page.name, page.text, *more))


def fingerprint(parts: Iterable[bytes]) -> str:
    """Return a hash of several parts, in their order."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8) + part)
    return found.hexdigest()
