"""The ledgers' content: every number, every tested claim, and the findings on other texts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from charts.generator.data import queries
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.quantities import Cell
from charts.generator.numbers.text_claims import Finding
from charts.generator.pages import history
from charts.generator.pages.addresses import dataset_page
from charts.generator.pages.content import Content
from charts.generator.pages.inline import Printed, Use
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project

# Units that say nothing beside a number.
SILENT = {"", "ratio", "month", "year"}


@dataclass(frozen=True)
class Number:
    """A number of the site with its receipt, and the pages that print it."""

    receipt: Receipt
    says: str
    pages: tuple[Page, ...]

    @property
    def exact(self) -> str:
        """Return the number before rounding, with its unit."""
        unit = self.receipt.value.unit
        return self.receipt.exact + ("" if unit in SILENT else f" {unit}")


@dataclass(frozen=True)
class Tested:
    """One of the site's own claims, the words bound to it, and the pages that make it."""

    name: str
    verdict: Outcome
    words: tuple[str, ...]
    pages: tuple[Page, ...]


def numbers(project: Project, uses: Iterable[Use]) -> list[Number]:
    """Return every number of the site, sorted by its anchor."""
    found: dict[str, tuple[Receipt, dict[Page, None]]] = {}
    for use in uses:
        if isinstance(use.result, Receipt):
            found.setdefault(use.result.reference, (use.result, {}))[1][use.page] = None
    return [
        Number(receipt, receipt.says, tuple(pages))
        for receipt, pages in sorted(found.values(), key=lambda pair: pair[0].anchor)
    ]


def claims(uses: Iterable[Use]) -> list[Tested]:
    """Return every tested claim of the site, sorted by name."""
    found: dict[str, tuple[Outcome, dict[str, None], dict[Page, None]]] = {}
    for use in uses:
        if isinstance(use.result, Outcome):
            _, words, pages = found.setdefault(use.name, (use.result, {}, {}))
            words[use.words] = pages[use.page] = None
    return [
        Tested(name, verdict, tuple(words), tuple(pages))
        for name, (verdict, words, pages) in sorted(found.items())
    ]


def findings(content: Content, section: str = "") -> list[Finding]:
    """Return what the data say about the claims of other texts, in one section or all."""
    checked = content.ledger.checked.values()
    return [finding for finding in checked if section in ("", finding.claim.section)]


def receipts(project: Project, root: str, printed: Iterable[Printed]) -> dict[str, Any]:
    """Return the receipts that a page shows beside its numbers and claims, by anchor.

    Args:
        project: the explainer.
        root: the relative path from the page to the site's root.
        printed: what the macros printed into the page.
    """
    found: dict[str, dict[str, Any]] = {}
    for each in printed:
        if isinstance(receipt := each.result, Receipt):
            number = Number(receipt, receipt.says, ())
            found[receipt.anchor] = {"is": number.says, "exact": number.exact}
            if receipt.reference.startswith("fact:"):
                found[receipt.anchor]["calculation"] = receipt.value.formula
            if receipt.formula:
                found[receipt.anchor]["formula"] = receipt.formula
            found[receipt.anchor] |= _seen(project, root, receipt.cells)
            if changed := _changed(project, receipt):
                found[receipt.anchor]["changed"] = changed
        elif isinstance(verdict := each.result, Outcome):
            about = {"is": verdict.entry.says, "holds": verdict.holds}
            if verdict.entry.formula:
                about["formula"] = verdict.entry.formula
            found[verdict.entry.anchor] = about | _seen(project, root, verdict.read)
            if changed := _changed(project, verdict):
                found[verdict.entry.anchor]["changed"] = changed
    return found


def _changed(project: Project, said: Receipt | Outcome) -> str:
    """Return how a number or a test read last, and the newest change of a number's first cells."""
    found = [f"{past} until {_day(until)}" for until, past in history.earlier(project, said)[:1]]
    cells = said.cells[:4] if isinstance(said, Receipt) else ()
    changes = [(*past, cell) for cell in cells for past in history.before(project, cell)[:1]]
    if changes:
        until, past, cell = max(changes, key=lambda change: change[0])
        found.append(f"{cell.name} was {past} until {_day(until)}")
    return "; ".join(found)


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text))


def _with_unit(project: Project, cell: Cell) -> str:
    """Return what a cell holds, with the unit of its column: 582.7 USD million."""
    unit = project.datasets[cell.dataset].fields[cell.column].unit
    return cell.shown + ("" if unit in SILENT else f" {unit}")


def _seen(project: Project, root: str, cells: tuple[Cell, ...]) -> dict[str, Any]:
    """Return the first cells, the count of the others, and their datasets."""
    return {
        "cells": [[cell.name, _with_unit(project, cell)] for cell in cells[:4]],
        "more": max(0, len(cells) - 4),
        "from": [
            [
                ", ".join(dataset.publishers),
                dataset.title,
                root + dataset_page(name),
                _served(dataset, [cell for cell in cells if cell.dataset == name]),
            ]
            for name, dataset in _datasets(project, cells).items()
        ],
    }


def _served(dataset: Dataset, cells: list[Cell]) -> str:
    """Return when the publisher served cells, and what query made them, if one did."""
    months = [formats.month(vintage) for vintage in dataset.vintages(c.key for c in cells)]
    query = dataset.descriptor.get("query")
    return formats.listed(months) + (f"; {queries.told(query)}" if query else "")


def files(content: Content, uses: Sequence[Use]) -> dict[str, str]:
    """Return the ledgers as files for fact-checkers, by their path below the site's root."""
    project = content.project
    facts = [
        {
            "reference": number.receipt.reference,
            "text": number.receipt.text.replace(formats.NO_BREAK, " "),
            "value": number.receipt.raw,
            "unit": number.receipt.value.unit,
            "is": number.says,
            "formula": number.receipt.value.formula,
            "expression": number.receipt.formula,
            "cells": _cells(number.receipt.cells),
            "datasets": list(_datasets(project, number.receipt.cells)),
            "pages": [page.url or "./" for page in number.pages],
        }
        for number in numbers(project, uses)
    ]
    own = [
        {
            "name": claim.name,
            "words": list(claim.words),
            "test": claim.verdict.entry.says,
            "expression": claim.verdict.entry.formula,
            "holds": claim.verdict.holds,
            "cells": _cells(claim.verdict.read),
            "datasets": list(_datasets(project, claim.verdict.read)),
            "pages": [page.url or "./" for page in claim.pages],
        }
        for claim in claims(uses)
    ]
    texts = [
        asdict(finding.claim)
        | {
            "verdict": finding.verdict,
            "data_say": content.finding(finding.claim.id).html.striptags(),
            "test": finding.entry.says if finding.entry else "",
            "expression": finding.entry.formula if finding.entry else "",
            "cells": _cells(finding.cells),
            "datasets": list(_datasets(project, finding.cells)),
        }
        for finding in findings(content)
    ]
    made = {}
    for path, entries in (("facts/facts", facts), ("claims/claims", own), ("claims/texts", texts)):
        if entries:
            lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
            made[f"data/{path}.json"] = f"[\n{lines}\n]\n"
            made[f"data/{path}.csv"] = _csv(entries)
    return made


def _cells(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    return [
        {"dataset": c.dataset, "column": c.column, "key": dict(c.key), "text": c.text}
        for c in cells
    ]


def _datasets(project: Project, cells: Iterable[Cell]) -> Mapping[str, Any]:
    names = dict.fromkeys(cell.dataset for cell in cells)
    return {name: project.datasets[name] for name in names}


def _csv(entries: list[dict[str, Any]]) -> str:
    """Write entries as CSV; a list becomes one cell, joined with "; "."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(entries[0]), lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        writer.writerow({key: _flat(value) for key, value in entry.items()})
    return out.getvalue()


def _flat(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(_flat, value))
    if isinstance(value, dict):  # a cell
        key = " ".join(value["key"].values())
        return f"{value['dataset']}.{value['column']} {key} = {value['text']}"
    return str(value)
