"""Keeps Markdown from reading what a macro prints into the middle of a sentence."""

from __future__ import annotations

import re

from markupsafe import Markup

# What Markdown reads before it looks for tags, also inside of them: code, links, attributes.
_ANYWHERE = {ord(sign): f"&#{ord(sign)};" for sign in "\\`[]{}"}
_TAG_OR_EMPHASIS = re.compile(r"<[^>]*>|[*_]")


def inert(html: Markup) -> Markup:
    """Return the same HTML without a sign that Markdown would take for its own.

    A name in a dataset may be written `like *this*` or [like](this), and is not a link for that.
    """
    apart = html.translate(_ANYWHERE)
    return Markup(_TAG_OR_EMPHASIS.sub(_emphasis, apart))


def _emphasis(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else f"&#{ord(found[0])};"
