"""Reads a built site as a stranger would and recomputes what it says from the data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from charts.build import key_of
from charts.datasets import Field
from charts.macros import table
from charts.problems import MistakeError, Problem, problem
from charts.project import Project

# What a template leaves where it was not rendered, or was given a thing that is no text.
_REMNANTS = re.compile(
    r"<(?:built-in|bound|function|class|[\w.]+ object) [^>]*>|\{\{|\{%|Traceback \(most recent call last\)|Macro (?:Syntax|Rendering) Error"
)
# What a browser fetches by itself. A link is followed only by a reader, and may lead anywhere.
_FETCHED = [("script", "src"), ("link", "href"), ("img", "src"), ("img", "srcset"),
            ("iframe", "src"), ("source", "src"), ("source", "srcset"), ("video", "src"),
            ("audio", "src"), ("object", "data"), ("embed", "src"), ("use", "href"),
            ("image", "href")]  # fmt: skip
_NOT_FETCHED = {"canonical", "alternate", "prev", "next", "author", "license", "me", "help"}


@dataclass
class Report:
    """What was found in a site, and how much of it was looked at."""

    problems: list[Problem] = field(default_factory=list)
    pages: int = 0
    numbers: int = 0
    claims: int = 0
    charts: int = 0
    links: int = 0

    @property
    def summary(self) -> str:
        """Return in a sentence what was verified."""
        return (
            f"Verified {self.pages} pages: {self.numbers} numbers recomputed, {self.claims} claims "
            f"tested, {self.charts} charts up to date, {self.links} links followed."
        )


def verify(project: Project, site: Path) -> Report:
    """Recompute every number, test every claim and follow every link of a built site."""
    report = Report()
    documents = {}
    for path in sorted(site.rglob("*.html")):
        documents[path] = html.fromstring(
            path.read_bytes(), parser=html.HTMLParser(encoding="utf-8")
        )
    if not documents:
        report.problems.append(problem(site, "there is no page in this folder."))
    anchors = {
        path: set(document.xpath("//@id | //a/@name")) for path, document in documents.items()
    }
    for path, document in documents.items():
        report.pages += 1
        _numbers(project, path, document, report)
        _claims(project, path, document, report)
        _charts(project, path, document, report)
        _remnants(path, document, report)
        _fetched(path, document, report)
        _links(site, path, document, anchors, report)
    for path in sorted(site.rglob("*.css")):
        for address in re.findall(
            r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")\s]+)", path.read_text()
        ):
            report.problems.append(problem(path, f"loads {address} from another origin."))
    return report


def _numbers(project: Project, path: Path, document: html.HtmlElement, report: Report) -> None:
    for element in document.iter("data"):
        report.numbers += 1
        shown = " ".join(element.text_content().split())
        reference = element.get("data-fact", "")
        try:
            receipt = project.ledger.recompute(reference, element.get("data-format", ""))
        except MistakeError as error:
            message = f'the number "{shown}" ({reference}) can\'t be recomputed: {error}'
            report.problems.append(problem(path, message, element.sourceline or 0))
            continue
        expected = " ".join(receipt.text.split())
        if shown != expected or element.get("value") != receipt.raw:
            message = (
                f'the page says "{shown}" ({element.get("value")}), the data say "{expected}" '
                f"({receipt.raw}): {reference}. Build the site again."
            )
            report.problems.append(problem(path, message, element.sourceline or 0))


def _claims(project: Project, path: Path, document: html.HtmlElement, report: Report) -> None:
    for element in document.xpath("//*[@data-claim]"):
        report.claims += 1
        name = element.get("data-claim")
        words = " ".join(element.text_content().split())
        try:
            verdict = project.ledger.claim(name)
        except MistakeError as error:
            report.problems.append(problem(path, f'"{words}": {error}', element.sourceline or 0))
            continue
        if not verdict.holds:
            message = f'the page says "{words}", the data refute it: {verdict.evidence}'
            report.problems.append(problem(path, message, element.sourceline or 0))


def _charts(project: Project, path: Path, document: html.HtmlElement, report: Report) -> None:
    """Compare each chart's fingerprint, picture and table with what the data would give now."""
    for figure in document.xpath("//figure[@data-chart]"):
        report.charts += 1
        name, line = figure.get("data-chart"), figure.sourceline or 0
        drawing = project.drawings.get(name)
        if drawing is None:
            report.problems.append(problem(path, f'chart "{name}" is of no module.', line))
            continue
        if figure.get("data-key") != key_of(project, drawing):
            message = f'chart "{name}" was drawn from other data or code; build the site again.'
            report.problems.append(problem(path, message, line))
        if len(figure.findall(".//svg")) != 2:
            message = f'chart "{name}" lacks its drawing for phone or desktop.'
            report.problems.append(problem(path, message, line))
        rows = figure.xpath(".//table/tbody/tr")
        shown = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
        source = project.built / name / f"{name}.csv"
        fields: dict[str, Field] = {}
        for dataset in drawing.datasets:
            fields |= project.datasets[dataset].fields
        _, expected = (
            table(source.read_text(encoding="utf-8"), fields) if source.exists() else ([], [])
        )
        if not rows or [row[: len(expected[0])] for row in shown] != [
            [" ".join(cell.split()) for cell in row] for row in expected
        ]:
            message = f'the table of chart "{name}" does not show the rows that are drawn.'
            report.problems.append(problem(path, message, line))


def _remnants(path: Path, document: html.HtmlElement, report: Report) -> None:
    for element in document.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "code", "pre"):
            continue
        texts = [element.text, *(child.tail for child in element), *element.attrib.values()]
        for text in texts:
            found = _REMNANTS.search(text or "")
            if found:
                message = f'"{found[0]}" of a template was left in the page.'
                report.problems.append(problem(path, message, element.sourceline or 0))


def _fetched(path: Path, document: html.HtmlElement, report: Report) -> None:
    for tag, attribute in _FETCHED:
        for element in document.iter(tag):
            if _NOT_FETCHED & set((element.get("rel") or "").split()):
                continue
            address = element.get(attribute) or ""
            if urlsplit(address).netloc:
                message = f"<{tag}> loads {address} from another origin."
                report.problems.append(problem(path, message, element.sourceline or 0))


def _links(
    site: Path,
    path: Path,
    document: html.HtmlElement,
    anchors: dict[Path, set[str]],
    report: Report,
) -> None:
    for element in document.xpath("//*[@href or @src]"):
        address = element.get("href") or element.get("src")
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address.startswith(("javascript:", "data:")):
            continue
        report.links += 1
        # The 404 page is served at any depth, so its links start at the root.
        start = site if parts.path.startswith("/") or path == site / "404.html" else path.parent
        target = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            message = f'the link to "{address}" leads nowhere.'
            report.problems.append(problem(path, message, element.sourceline or 0))
        elif (
            parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]
        ):
            message = f'the link to "{address}" finds no such place on that page.'
            report.problems.append(problem(path, message, element.sourceline or 0))
