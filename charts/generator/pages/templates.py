"""Renders the generator's templates into HTML that Markdown leaves alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from charts.generator.base.files import TEMPLATES

_TEMPLATES = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(("html", "xml")),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# What Markdown reads before it looks for tags, also inside of them: code, links, attributes.
_ANYWHERE = {ord(sign): f"&#{ord(sign)};" for sign in "\\`[]{}"}
_TAG_OR_EMPHASIS = re.compile(r"<[^>]*>|[*_]")


def document(template: str, **values: Any) -> str:
    """Render a template as it is written: a page of its own, which no Markdown goes around."""
    return _TEMPLATES.get_template(template).render(**values)


def block(template: str, **values: Any) -> Markup:
    """Render what stands by itself in a page, without an end for the HTML block that it is."""
    # Markdown reads on after a blank line and sees code in an indentation: leave neither.
    html = document(template, **values).strip()
    return Markup(" ".join(re.sub(r">\s*\n\s*<", "><", html).split("\n")))


def inline(template: str, **values: Any) -> Markup:
    """Render a part of a sentence, without a sign that Markdown would take for its own.

    A name in a dataset may be written `like *this*` or [like](this), and is not a link for that.
    """
    apart = block(template, **values).translate(_ANYWHERE)
    return Markup(_TAG_OR_EMPHASIS.sub(_emphasis, apart))


def problems_box(messages: Iterable[str]) -> Markup:
    """Return mistakes as a box that an editor sees on the page in the preview."""
    items = Markup("").join(Markup("<li>{}</li>").format(message) for message in messages)
    return Markup('<div class="mistake" role="alert"><ul>{}</ul></div>').format(items)


def _emphasis(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else f"&#{ord(found[0])};"
