"""Says where the links of a built page lead, and where links may lead on it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html


@dataclass(frozen=True)
class Ways:
    """What links need to know of a page: its places, where it leads, and its canonical addresses.

    A way is an address on the site, with the line of its element. Pages are kept in this form,
    because the trees of a large site would fill the memory.
    """

    places: frozenset[str]
    leads: tuple[tuple[str, int], ...]
    canonical: tuple[str, ...]


def ways(page: html.HtmlElement) -> Ways:
    """Return the ways to and from a page."""
    leads = [
        (element.get("href") or element.get("src"), element.sourceline or 0)
        for element in page.xpath("//*[@href or @src]")
    ]
    # Smart strings would know their elements, and keep the whole tree.
    return Ways(
        frozenset(page.xpath("//@id | //a/@name", smart_strings=False)),
        tuple((address, line) for address, line in leads if _is_here(address)),
        tuple(page.xpath("//link[@rel='canonical']/@href", smart_strings=False)),
    )


def _is_here(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc
