"""Renders the generator's templates into HTML that Markdown leaves alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from charts.generator.base.files import TEMPLATES
from charts.generator.numbers import formats
from charts.generator.pages.addresses import dataset_page

_TEMPLATES = SandboxedEnvironment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(("html", "xml", "svg")),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["period"] = formats.period
_TEMPLATES.globals["dataset_page"] = dataset_page
# Pairs such as north–south, which a line should not end within; longer ones may have to break.
_PAIR = re.compile(r"(?<!\S)(?=\S{3,16}(?!\S))\S*\w\.?[–-]\w\S*")
# Signs that Markdown reads before it looks for tags, even inside them: code, links, attributes.
_ANYWHERE = {ord(sign): f"&#{ord(sign)};" for sign in "\\`[]{}|"}
_TAG_OR_EMPHASIS = re.compile(r"<[^>]*>|[*_]")


def _unbroken(title: str) -> Markup:
    """Return a title in which no line ends within a short pair of words; with tags, as it is."""
    text = escape(title)
    if "<" in text:
        return text
    return Markup(_PAIR.sub(lambda pair: f'<span class="unbroken">{pair[0]}</span>', str(text)))


_TEMPLATES.filters["unbroken"] = _unbroken


def document(template: str, **values: Any) -> str:
    """Render a template as a complete document, outside any Markdown."""
    return _TEMPLATES.get_template(template).render(**values)


def block(template: str, **values: Any) -> Markup:
    """Render a template as a block of HTML in a page, without anything that would end the block."""
    # A blank line ends the block, and Markdown takes an indentation for code: leave neither.
    html = document(template, **values).strip()
    return Markup(" ".join(re.sub(r">\s*\n\s*<", "><", html).split("\n")))


def inline(template: str, **values: Any) -> Markup:
    """Render a part of a sentence, with every sign escaped that Markdown would interpret.

    A name in a dataset may contain `*this*` or [this](that), which must stay plain text.
    """
    return _apart(block(template, **values))


def problems_box(found: Iterable[tuple[str, Sequence[str]]]) -> Markup:
    """Return mistakes as a box for the editor on a page of the preview.

    Each has its message, and the line that it is in with a mark under its place, if there is one.
    """
    items = Markup("").join(
        Markup("<li>{}{}</li>").format(message, _source(lines)) for message, lines in found
    )
    return _apart(Markup('<div class="mistake" role="alert"><ul>{}</ul></div>').format(items))


def _source(lines: Sequence[str]) -> Markup:
    if not lines:
        return Markup("")
    line, mark = (text.replace(" ", "\u00a0") for text in lines)
    return Markup('<code><span>{}</span><span aria-hidden="true">{}</span></code>').format(
        line, mark
    )


def _apart(html: Markup) -> Markup:
    return Markup(_TAG_OR_EMPHASIS.sub(_emphasis, html.translate(_ANYWHERE)))


def _emphasis(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else f"&#{ord(found[0])};"
