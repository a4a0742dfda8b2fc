"""Follows the links of a built site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Set
from urllib.parse import unquote, urlsplit

from charts.generator.site.ways import Ways


class Links:
    """The links of a site, followed to its files and the places on its pages.

    Args:
        files: the paths of its files.
        pages: the ways of its pages, by their paths.
    """

    def __init__(self, files: Set[str], pages: dict[str, Ways]) -> None:
        self.pages = pages
        self.files = files
        # The path of the site on its host; the site's own links may begin with it.
        canonical = [address for page in pages.values() for address in page.canonical]
        self.base = min((urlsplit(address).path for address in canonical), key=len, default="/")

    def broken(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield the links of a page that lead to no file, or to no place on its page."""
        for address, line in self.pages[name].leads:
            parts = urlsplit(address)
            target = self._target(name, unquote(parts.path))
            if target not in self.files:
                yield line, f'the link to "{address}" leads nowhere.'
            elif not self._has(target, unquote(parts.fragment)):
                yield line, f'the link to "{address}" names a place that is not on that page.'

    def _has(self, name: str, place: str) -> bool:
        """Return whether a file has a place; only those of pages are known."""
        return not place or name not in self.pages or place in self.pages[name].places

    def _target(self, page: str, address: str) -> str:
        """Return the file that an address on a page leads to."""
        if not address:
            return page
        if address.startswith("/"):
            target = posixpath.normpath(address.removeprefix(self.base).lstrip("/") or ".")
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
        return target if target in self.files else posixpath.normpath(f"{target}/index.html")
