"""Writes each page's Content-Security-Policy: which scripts it may run, and what it may fetch."""

from __future__ import annotations

import base64
import hashlib
import re

# Styles of the site's own files only, and no request to any other origin.
_RULES = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
)
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
# A script that comes from a file, or holds data and no program.
_NOT_INLINE = re.compile(
    r"""\bsrc\s*=|\btype\s*=\s*["']?application/(?:ld\+)?json""", re.IGNORECASE
)
# The words of the page, with all that they may have brought along.
_ARTICLE = re.compile(r"<article\b.*</article\s*>", re.DOTALL | re.IGNORECASE)
# The policy holds for what comes after it; only the encoding goes before.
_FIRST = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)


def protected(html: str) -> str:
    """Return a page with its policy; nothing may change inside its scripts and styles afterwards.

    The theme's inline scripts and styles are allowed by their content, and no others: what a text
    brought into the article is not run, nor is anything that a program makes of a text.
    """
    frame = _ARTICLE.sub("", html)
    found = _SCRIPT.findall(frame)
    scripts = [body for attributes, body in found if not _NOT_INLINE.search(attributes)]
    allowed = {"script-src": scripts, "style-src": _STYLE.findall(frame)}
    hashed = [" ".join([name, "'self'", *_hashes(texts)]) for name, texts in allowed.items()]
    content = "; ".join([*_RULES, *hashed])
    policy = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    return _FIRST.sub(lambda start: start[0] + policy, html, count=1)


def _hashes(texts: list[str]) -> list[str]:
    """Return each text's hash as a policy names it, each once."""
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return [f"'sha256-{base64.b64encode(d).decode()}'" for d in dict.fromkeys(digests)]
