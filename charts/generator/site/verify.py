"""Reads a built site as an outsider would, and recomputes from the data what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from charts.generator.base.problems import MistakeError, Problem, problem
from charts.generator.export import downloads, embeds
from charts.generator.numbers.ledger import Ledger
from charts.generator.pages.chart_table import table, table_columns
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project

# What a page contains if a template was not rendered, or was given something other than text.
_REMNANTS = re.compile(
    r"\{\{|\{%|Traceback \(most recent call last\)|Macro (?:Syntax|Rendering) Error"
    r"|<(?:built-in|bound|function|class|[\w.]+ object) [^>]*>"
)
# What a browser loads by itself. Links may lead anywhere: only a reader follows them.
_FETCHED = "|".join(
    f"//{tag}/@{attribute}"
    for attribute, tags in {
        "src": "script img iframe source video audio embed input",
        "srcset": "img source",
        "href": "link use image",
        "data": "object",
        "poster": "video",
    }.items()
    for tag in tags.split()
)
_NOT_FETCHED = {"canonical", "alternate", "prev", "next", "author", "license", "me", "help"}
_CSS_FETCHED = re.compile(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")\s]+)")

# Addresses that a browser runs as scripts; it ignores white space in them.
_PROGRAM = re.compile(r"(?:javascript|vbscript|data:text/html)\b", re.IGNORECASE)
_ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href"}

Found = Iterator[tuple[html.HtmlElement, str]]


@dataclass
class Verification:
    """The problems of a site, and counts of what was verified."""

    problems: list[Problem] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def summary(self) -> str:
        """Return what was verified as a sentence."""
        return (
            "Verified {pages} pages: {numbers} numbers recomputed, {claims} claims tested, "
            "{charts} charts up to date, {links} links followed."
        ).format_map(self.seen)


def verify(content: Content, site: Path) -> Verification:
    """Recompute every number, test every claim and follow every link of a built site."""
    report, project = Verification(), content.project
    pages = {
        path: html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    if not pages:
        report.problems.append(problem(site, "this folder has no pages; build the site first."))
        return report
    links = Links(site, pages)
    words = content.chart_pages
    report.seen.update(pages=len(pages), numbers=0, claims=0, charts=0, links=0)
    for path, page in pages.items():
        for found in (
            _numbers(content.ledger, page, report),
            _claims(content.ledger, page, report),
            _charts(project, words, page, report),
            _remnants(page),
            _fetched(page),
            _run(page),
            links.broken(path, page, report),
        ):
            report.problems += [
                problem(path, message, element.sourceline or 0) for element, message in found
            ]
    report.problems += [*downloads.verify(content, site), *embeds.verify(content, site)]
    for path in sorted(site.rglob("*.css")):
        for address in _CSS_FETCHED.findall(path.read_text(encoding="utf-8")):
            report.problems.append(problem(path, f"loads {address} from another origin."))
    return report


def _numbers(ledger: Ledger, page: html.HtmlElement, report: Verification) -> Found:
    for element in page.iter("data"):
        report.seen["numbers"] += 1
        shown = _text(element)
        reference = element.get("data-fact", "")
        try:
            receipt = ledger.recompute(reference, element.get("data-format", ""))
        except MistakeError as error:
            yield element, f'the number "{shown}" ({reference}) can\'t be recomputed: {error}'
            continue
        expected = " ".join(receipt.text.split())
        if shown != expected or element.get("value") != receipt.raw:
            yield (
                element,
                f'the page says "{shown}" ({element.get("value")}), but the data say "{expected}" '
                f"({receipt.raw}): {reference}. Build the site again.",
            )


def _claims(ledger: Ledger, page: html.HtmlElement, report: Verification) -> Found:
    for element in page.xpath("//*[@data-claim]"):
        report.seen["claims"] += 1
        try:
            verdict = ledger.claim(element.get("data-claim"))
        except MistakeError as error:
            yield element, f'"{_text(element)}": {error}'
            continue
        if not verdict.holds:
            yield (
                element,
                f'the page says "{_text(element)}", but the data refute it: {verdict.evidence}',
            )


def _charts(
    project: Project, words: Mapping[str, Page], page: html.HtmlElement, report: Verification
) -> Found:
    """Compare each chart's fingerprint, drawings and table with the current data."""
    for figure in page.xpath("//figure[@data-chart]"):
        report.seen["charts"] += 1
        name = figure.get("data-chart")
        if name not in project.drawings:
            yield figure, f'no module draws chart "{name}"; build the site again.'
            continue
        drawing = project.drawings[name]
        if figure.get("data-key") != project.fingerprints[name]:
            yield figure, f'chart "{name}" was drawn from other data or code; build the site again.'
        if len(figure.findall(".//svg")) != 2:
            yield figure, f'chart "{name}" lacks its phone or its desktop drawing.'
        drawn = project.built / name / f"{name}.csv"
        if not drawn.is_file():
            yield figure, f'chart "{name}" is not drawn here; run `python -m charts build` first.'
            continue
        fields = table_columns(project.datasets, drawing, words.get(name))
        _, rows = table(drawn.read_text(encoding="utf-8"), fields)
        expected = [[" ".join(cell.split()) for cell in row] for row in rows]
        shown = [[_text(cell) for cell in row] for row in figure.xpath(".//tbody/tr")]
        if shown != expected:
            yield figure, f'the table of chart "{name}" does not show the rows of the chart.'


def _remnants(page: html.HtmlElement) -> Found:
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "code", "pre"):
            continue
        texts = [element.text, *(child.tail for child in element), *element.attrib.values()]
        found = _REMNANTS.search("\n".join(text for text in texts if text))
        if found:
            yield element, f'a template left "{found[0]}" in the page.'


def _fetched(page: html.HtmlElement) -> Found:
    for attribute in page.xpath(_FETCHED):
        element = attribute.getparent()
        if _NOT_FETCHED & set(element.get("rel", "").split()):
            continue
        several = attribute.attrname == "srcset"  # "a.png 1x, b.png 2x"
        for choice in attribute.split(",") if several else [attribute]:
            address = choice.split()[0] if several and choice.strip() else choice
            if urlsplit(address).netloc:
                yield element, f"<{element.tag}> loads {address} from another origin."
    for style in page.xpath("//style/text() | //@style"):
        for address in _CSS_FETCHED.findall(style):
            element = style.getparent()
            yield element, f"<{element.tag}> loads {address} from another origin."


def _run(page: html.HtmlElement) -> Found:
    """Return what comes from a text or a dataset and a browser would run."""
    for element in page.xpath("//article//script"):
        if element.get("type") not in ("application/json", "application/ld+json"):
            yield element, "there is a script in the text of the page."
    for attribute in page.xpath("//@*"):
        element, name = attribute.getparent(), attribute.attrname
        if name.startswith("on"):
            yield element, f'"{name}" of <{element.tag}> is run as a script.'
        elif _PROGRAM.match(re.sub(r"[\x00-\x20]", "", attribute)) and name in _ADDRESSES:
            yield element, f'the address "{attribute}" is run as a script.'


class Links:
    """The places that links in a site can lead to."""

    def __init__(self, site: Path, pages: dict[Path, html.HtmlElement]) -> None:
        self.site = site
        self.places = {path: set(page.xpath("//@id | //a/@name")) for path, page in pages.items()}
        # The path of the site on its host; the site's own links may begin with it.
        canonical = [
            a for page in pages.values() for a in page.xpath("//link[@rel='canonical']/@href")
        ]
        self.base = min((urlsplit(address).path for address in canonical), key=len, default="/")

    def broken(self, path: Path, page: html.HtmlElement, report: Verification) -> Found:
        """Return the links of a page that lead to no file, or to no place on its page."""
        for element in page.xpath("//*[@href or @src]"):
            address = element.get("href") or element.get("src")
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            report.seen["links"] += 1
            target = self._target(path, unquote(parts.path))
            if not target.is_file():
                yield element, f'the link to "{address}" leads nowhere.'
            elif unquote(parts.fragment) not in {"", *self.places.get(target, {parts.fragment})}:
                yield element, f'the link to "{address}" names a place that is not on that page.'

    def _target(self, page: Path, address: str) -> Path:
        if not address:
            return page
        if address.startswith("/"):
            target = self.site / address.removeprefix(self.base).lstrip("/")
        else:
            target = (page.parent / address).resolve()
        return target / "index.html" if target.is_dir() else target


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
