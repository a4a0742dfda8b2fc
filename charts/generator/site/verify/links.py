"""Follows the links of a built site."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from charts.generator.site.verify.report import Found, Verification


class Links:
    """The places that links in a site can lead to."""

    def __init__(self, site: Path, pages: dict[Path, html.HtmlElement]) -> None:
        self.site = site
        self.places = {path: set(page.xpath("//@id | //a/@name")) for path, page in pages.items()}
        # The path of the site on its host; the site's own links may begin with it.
        canonical = [
            a for page in pages.values() for a in page.xpath("//link[@rel='canonical']/@href")
        ]
        self.base = min((urlsplit(address).path for address in canonical), key=len, default="/")

    def broken(self, path: Path, page: html.HtmlElement, report: Verification) -> Found:
        """Return the links of a page that lead to no file, or to no place on its page."""
        for element in page.xpath("//*[@href or @src]"):
            address = element.get("href") or element.get("src")
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            report.seen["links"] += 1
            target = self._target(path, unquote(parts.path))
            if not target.is_file():
                yield element, f'the link to "{address}" leads nowhere.'
            elif unquote(parts.fragment) not in {"", *self.places.get(target, {parts.fragment})}:
                yield element, f'the link to "{address}" names a place that is not on that page.'

    def _target(self, page: Path, address: str) -> Path:
        if not address:
            return page
        if address.startswith("/"):
            target = self.site / address.removeprefix(self.base).lstrip("/")
        else:
            target = (page.parent / address).resolve()
        return target / "index.html" if target.is_dir() else target
