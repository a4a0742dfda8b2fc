"""Writes each page's Content-Security-Policy: which scripts it may run, and what it may fetch."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from lxml import html

# Styles of the site's own files only, and no request to any other origin.
_RULES = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
)
PARSER = html.HTMLParser(encoding="utf-8")
_DATA = ("application/json", "application/ld+json")  # scripts that hold data and no program


def protect(page: html.HtmlElement, source: bytes) -> None:
    """Give a page its policy; nothing may change inside its scripts and styles afterwards.

    The theme's inline scripts and styles are allowed by their content, and no others: what a text
    brought into the article is not run, nor is anything that a program makes of a text.

    Args:
        page: the page as a tree.
        source: the page as the engine wrote it. A text may close the article early, so its end is
            the last one that is written, not the one that the tree has.
    """
    start, end = source.find(b"<article"), source.rfind(b"</article>")
    words = source[start:end] if 0 <= start < end else b""
    frame = html.document_fromstring(source.replace(words, b"") if words else source, PARSER)
    scripts = [
        element.text or ""
        for element in frame.iter("script")
        if not element.get("src") and element.get("type") not in _DATA
    ]
    styles = [element.text or "" for element in frame.iter("style")]
    allowed = {"script-src": scripts, "style-src": styles}
    hashed = [" ".join([name, "'self'", *_hashes(texts)]) for name, texts in allowed.items()]
    content = "; ".join([*_RULES, *hashed])
    policy = html.Element("meta", {"http-equiv": "Content-Security-Policy", "content": content})
    # It holds for what comes after it; only the encoding goes before.
    (head,) = page.iter("head")
    head.insert(1 if len(head) and head[0].get("charset") else 0, policy)


def _hashes(texts: Iterable[str]) -> list[str]:
    """Return each text's hash as a policy names it, each once."""
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return [f"'sha256-{base64.b64encode(d).decode()}'" for d in dict.fromkeys(digests)]
