"""Judges a frozen chart of an earlier publication, which can't be made again from the sources."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from charts.generator.export.frozen import PLACE
from charts.generator.site.security_policy import PARSER, hashes
from charts.generator.site.verify.browser import run_or_loaded
from charts.generator.site.verify.report import text_of

# The scripts of `embed.html` as it is and as it was: choosing a theme, telling the frame's height.
# When you change one there, add its hash here, and keep the others.
SCRIPTS = {
    "'sha256-nSXyTtnDPl8LSA8ZA7I7gi8dAnV+9mjnkQpNQPOwvFc='",
    "'sha256-KzBLaOvWoZ203V/BOk1py6j0r0Pxms8pIyTpE4tH3qA='",
    "'sha256-FQlNYGkWibmyDphRya/VuOgmM1N3Vg39EnQ1Zc9z5pU='",
}
_FRAME = {
    "html", "head", "meta", "title", "link", "style", "script", "body", "main", "figure",
    "figcaption", "h1", "p", "div", "span", "a",
}  # fmt: skip
_DRAWING = {
    "svg", "g", "path", "line", "rect", "circle", "ellipse", "polygon", "polyline", "text", "tspan",
    "title", "desc", "defs", "clippath", "lineargradient", "radialgradient", "stop",
}  # fmt: skip
_HTML = "https://site.invalid/"  # stands for the site in links without a host


def faults(source: bytes, place: str, address: str) -> Iterator[str]:
    """Return what keeps a page from being a frozen chart as this generator makes them.

    Args:
        source: the page.
        place: its path in the site, `embed/NAME/VERSION/`.
        address: where the site is published, or "".
    """
    try:
        page = html.document_fromstring(source, parser=PARSER)
    except (ValueError, etree.ParserError):
        yield "is not a page."
        return
    yield from (said for _, said in run_or_loaded(page, is_old=True))
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        drawn = element.tag == "svg" or next(element.iterancestors("svg"), None) is not None
        if element.tag not in (_DRAWING if drawn else _FRAME):
            yield f"has an element <{element.tag}>, which no frozen chart has."
        elif element.tag == "script" and not set(hashes([element.text or ""])) <= SCRIPTS:
            yield "runs a script that is not of this generator."
        elif element.tag in ("a", "link") and not _expected(element, place, address):
            yield f'leads to "{element.get("href")}", which is neither its chart nor a licence.'
    yield from _words(page, place)


def _expected(link: html.HtmlElement, place: str, address: str) -> bool:
    """Say whether a link leads to the chart's page or, marked so, to the licence."""
    target, root = link.get("href", ""), address or _HTML
    (name, _), licence = _parts(place), "license" in link.get("rel", "").split()
    if licence:
        return urlsplit(target).scheme == "https"
    wanted = {f"{root}charts/{name}/", f"{root}embed/{name}/oembed.json"}
    return urljoin(f"{root}{place}", target) in wanted


def _words(page: html.HtmlElement, place: str) -> Iterator[str]:
    (name, key), figures = _parts(place), page.findall(".//figure")
    if [(f.get("data-embed"), f.get("data-key")) for f in figures] != [(name, key)]:
        yield "is not the chart and the version that its address names."
    title, heading = page.find(".//title"), page.find(".//h1")
    if title is None or heading is None or text_of(title) != text_of(heading):
        yield "has another title in its head than above its chart."


def _parts(place: str) -> tuple[str, str]:
    found = PLACE.fullmatch(place)
    return (found[1], found[2]) if found else ("", "")
