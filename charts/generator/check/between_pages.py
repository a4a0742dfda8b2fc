"""Says what the check of a page reads of the others, so that it is repeated when that changes."""

from __future__ import annotations

import json
from dataclasses import astuple

from charts.generator.check.anchors import printed
from charts.generator.check.links import headings, html_ids
from charts.generator.check.page_check import is_readable
from charts.generator.pages.content import DEFINE, Content
from charts.generator.pages.markdown_page import Page

# Keys whose values only the page itself is checked for.
_OWN = ["updated", "short_answer", "description", "sources"]


def outline(page: Page, content: Content) -> str:
    """Return what the checks of other pages read of a page: names, charts and anchors.

    Formulas that a page defines are part of the ledger, and messages tell their lines.
    """
    if not is_readable(page):
        return page.text
    front = {key: value for key, value in page.meta.items() if key not in _OWN}
    text = page.text[: page.body_start] if DEFINE in front else ""
    made = astuple(printed(page, content))
    parts = [page.name, front, text, content.charts_on(page), headings(page), html_ids(page), made]
    return json.dumps(parts, default=str)
