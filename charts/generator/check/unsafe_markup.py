"""Finds scripts and styles in a page's Markdown, which browsers would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.base.problems import Problem
from charts.generator.pages.markdown_page import GAP, Page

# The site's Content-Security-Policy forbids all of them.
_ACTIVE = {
    re.compile(r"(<script\b)", re.IGNORECASE): "a page runs no scripts; delete this one.",
    # In a tag, or in the braces that Markdown reads as attributes.
    re.compile(r"""[<{](?:[^<>{}"']|"[^"]*"|'[^']*')*?[\s:](on[a-z]+)\s*=""", re.IGNORECASE): (
        'a page runs no scripts, and "{0}" is one; delete it.'
    ),
    re.compile(r"""(?:\]\(|\]:|=)\s*[<"']?\s*((?:javascript|vbscript)\s*:)""", re.IGNORECASE): (
        'a link that begins with "{0}" leads nowhere: a page runs no scripts. Link to a page.'
    ),
    re.compile(r"""[<{](?:[^<>{}"']|"[^"]*"|'[^']*')*?[\s:](style)\s*=""", re.IGNORECASE): (
        'a style in a page has no effect; use a class, "{{ .name }}", and style the class in '
        "docs/assets/style.css."
    ),
}


def unsafe_markup(page: Page) -> Iterator[Problem]:
    """Return each script, event attribute, style attribute and script address in a page's text."""
    for token, start, end in page.blocks:
        if token.type not in ("inline", "html_block"):
            continue
        text = page.readable[start:end]
        code = {child.content for child in token.children or [] if child.type == "code_inline"}
        if code:  # shown as text
            shown = re.compile("|".join(map(re.escape, sorted(code, key=len, reverse=True))))
            text = shown.sub(lambda found: GAP * len(found[0]), text)
        for pattern, advice in _ACTIVE.items():
            for found in pattern.finditer(text):
                place = start + found.start(1)
                yield page.problem(advice.format(found[1]), place)
