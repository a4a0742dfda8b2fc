"""Recomputes from the data what the pages of a built site say: numbers, claims, charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import html

from charts.generator.base.problems import MistakeError
from charts.generator.draw.build import columns
from charts.generator.numbers.ledger import Ledger
from charts.generator.pages import choice
from charts.generator.pages.chart_table import table, table_columns
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project
from charts.generator.site.verify.report import Found, Verification, text_of

# What a page contains if a template was not rendered, or was given something other than text.
_REMNANTS = re.compile(
    r"\{\{|\{%|Traceback \(most recent call last\)|Macro (?:Syntax|Rendering) Error"
    r"|<(?:built-in|bound|function|class|[\w.]+ object) [^>]*>"
)


def like_remnants(project: Project) -> list[str]:
    """Return the texts of the data that look like the rest of a template, the longest first."""
    found: set[str] = set()
    for dataset in project.datasets.values():
        for column in dataset.columns.values():
            found.update(column)
        found.update(_texts(dataset.descriptor))
    said = {" ".join(text.split()) for text in found if _REMNANTS.search(text)}
    return sorted(said, key=lambda text: (-len(text), text))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a description, however deep they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _texts(each)


def numbers(ledger: Ledger, page: html.HtmlElement, report: Verification) -> Found:
    """Recompute every number of a page from its reference."""
    for element in page.xpath("//*[self::data or @data-value or @data-fact]"):
        report.seen["numbers"] += 1
        shown = text_of(element)
        reference = element.get("data-fact", "")
        try:
            receipt = ledger.recompute(reference, element.get("data-format", ""))
        except MistakeError as error:
            yield element, f'the number "{shown}" ({reference}) can\'t be recomputed: {error}'
            continue
        expected = " ".join(receipt.text.split())
        value = element.get("value" if element.tag == "data" else "data-value")
        if shown != expected or value != receipt.raw:
            yield (
                element,
                f'the page says "{shown}" ({value}), but the data say "{expected}" '
                f"({receipt.raw}): {reference}. Build the site again.",
            )


def claims(ledger: Ledger, page: html.HtmlElement, report: Verification) -> Found:
    """Test every claim of a page."""
    for element in page.xpath("//*[@data-claim]"):
        report.seen["claims"] += 1
        try:
            verdict = ledger.claim(element.get("data-claim"))
        except MistakeError as error:
            yield element, f'"{text_of(element)}": {error}'
            continue
        if not verdict.holds:
            yield (
                element,
                f'the page says "{text_of(element)}", but the data refute it: {verdict.evidence}',
            )


def charts(
    project: Project, words: Mapping[str, Page], page: html.HtmlElement, report: Verification
) -> Found:
    """Compare fingerprints and drawings with the current data, and the table of a chart's page."""
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
        if "own-page" not in figure.classes:
            continue
        named = columns(drawn.parent)
        fields = table_columns(project.datasets, drawing, words.get(name), named)
        made = table(drawn.read_text(encoding="utf-8"), fields)
        expected = [[" ".join(cell.split()) for cell in row] for row in [made.head, *made.rows]]
        shown = [[text_of(cell) for cell in row] for row in page.xpath("//*[@id='rows']//tr")]
        if shown != expected:
            yield figure, f'the table of chart "{name}" does not show the rows of the chart.'


def rows(project: Project, page: html.HtmlElement, report: Verification) -> Found:
    """Compare the rows of datasets with those of the files."""
    for shown_in in page.xpath("//table[@data-rows]"):
        name = shown_in.get("data-rows")
        if name not in project.datasets:
            yield shown_in, f'there is no dataset "{name}"; build the site again.'
            continue
        dataset = project.datasets[name]
        shown = [[text_of(cell) for cell in row] for row in shown_in.xpath(".//tbody/tr")]
        gaps = [at for at, row in enumerate(shown) if len(row) == 1 < len(dataset.fields)]
        there: Sequence[int] = range(dataset.height)
        if gaps:  # the line that says how many rows are left out
            there = [*there[: gaps[0]], *there[len(there) - (len(shown) - gaps[0] - 1) :]]
        held = [[" ".join(cell.split()) for cell in row.values()] for row in dataset.rows_at(there)]
        for at in gaps[:1]:
            held.insert(at, shown[at])
        head = [text_of(cell) for cell in shown_in.xpath(".//thead//th")]
        if head != list(dataset.fields) or shown != held:
            yield shown_in, f'the table does not show the rows of the dataset "{name}".'


def choices(project: Project, page: html.HtmlElement, report: Verification) -> Found:
    """Compare the tables that readers choose from with the data."""
    for part in page.find_class("choice"):
        (shown,) = part.xpath(".//table")
        name = shown.get("data-choice")
        try:
            made = choice.of(
                project.datasets[name],
                *map(part.attrib.__getitem__, ("data-column", "data-beside")),
            )
        except (KeyError, MistakeError):
            yield part, f'nothing can be chosen from the dataset "{name}"; build the site again.'
            continue
        held = [[row, *map(" ".join, map(str.split, cells))] for row, cells in made.rows]
        if [[text_of(cell) for cell in row] for row in shown.xpath(".//tbody/tr")] != held:
            yield shown, f'the table does not show the newest rows of the dataset "{name}".'


def remnants(page: html.HtmlElement, held: Callable[[], Sequence[str]]) -> Found:
    """Find what is left of templates that were not rendered.

    Args:
        page: the page.
        held: returns the texts of the data that look so; it is only called where one is found.
    """
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "code", "pre"):
            continue
        texts = [element.text, *(child.tail for child in element), *element.attrib.values()]
        whole = "\n".join(" ".join(text.split()) for text in texts if text)
        if not _REMNANTS.search(whole):
            continue
        for said in held():
            whole = whole.replace(said, "")
        if found := _REMNANTS.search(whole):
            yield element, f'a template left "{found[0]}" in the page.'
