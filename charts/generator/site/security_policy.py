"""Writes each page's Content-Security-Policy: the scripts it may run, and what it may load."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from lxml import html

# The rules of every page: styles of the site's own files only, and no request to any other origin.
# Frozen charts keep those of their time: put new rules first, and leave the others as they are.
RULES = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'",
)
PARSER = html.HTMLParser(encoding="utf-8")
DATA = ("application/json", "application/ld+json")  # scripts that hold data and no program


def protect(page: html.HtmlElement, source: bytes) -> None:
    """Give a page its policy; nothing may change inside its scripts and styles afterwards.

    Of inline scripts and styles only the frame's own are allowed, by their hashes: browsers run
    nothing that a text adds to the article, and nothing that a script makes of a text.

    Args:
        page: the page as a tree.
        source: the page as the engine wrote it. A text may close the article early, so its end is
            the last closing tag in the source, not the one in the tree.
    """
    start, end = source.find(b"<article"), source.rfind(b"</article>")
    words = source[start:end] if 0 <= start < end else b""
    frame = html.document_fromstring(source.replace(words, b"") if words else source, PARSER)
    content = of(frame)
    policy = html.Element("meta", {"http-equiv": "Content-Security-Policy", "content": content})
    # It applies to what follows it; only the encoding comes before it.
    (head,) = page.iter("head")
    head.insert(1 if len(head) and head[0].get("charset") else 0, policy)


def of(page: html.HtmlElement, rules: str = "") -> str:
    """Return the policy that allows what stands outside a page's article, and nothing else.

    `rules` are those of another time.
    """
    frame = page.xpath("//*[self::script or self::style][not(ancestor::article)]")
    scripts = [
        element.text or ""
        for element in frame
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA
    ]
    styles = [element.text or "" for element in frame if element.tag == "style"]
    allowed = {"script-src": scripts, "style-src": styles}
    hashed = [" ".join([name, "'self'", *hashes(texts)]) for name, texts in allowed.items()]
    return "; ".join([rules or RULES[0], *hashed])


def hashes(texts: Iterable[str]) -> list[str]:
    """Return the hash of each text as a policy names it, without duplicates."""
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return [f"'sha256-{base64.b64encode(d).decode()}'" for d in dict.fromkeys(digests)]
