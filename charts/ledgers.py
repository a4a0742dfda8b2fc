"""What the ledgers list: every number, every tested claim, and what the data say of other texts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from charts import formats
from charts.findings import Finding
from charts.ledger import Receipt, Verdict
from charts.problems import MistakeError
from charts.quantities import Cell

if TYPE_CHECKING:
    from charts.content import Content
    from charts.pages import Page

# What the macros make of a number and of a claim.
_NUMBER = re.compile(r'<data value="[^"]*" data-fact="([^"]+)"(?: data-format="([^"]+)")?')
_CLAIM = re.compile(r'data-claim="([^"]+)"')

# Units that are part of how a number is written, and would say nothing beside it.
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
    """A claim of the site's own, the words that it is bound to, and the pages that make it."""

    name: str
    verdict: Verdict
    words: tuple[str, ...]
    pages: tuple[Page, ...]


def numbers(content: Content) -> list[Number]:
    """Return every number of the site, sorted by its anchor."""
    found: dict[str, tuple[Receipt, dict[Page, None]]] = {}
    for use in content.uses:
        if isinstance(use.result, Receipt):
            found.setdefault(use.result.reference, (use.result, {}))[1][use.page] = None
    return [
        Number(receipt, _says(content, receipt), tuple(pages))
        for receipt, pages in sorted(found.values(), key=lambda pair: pair[0].anchor)
    ]


def claims(content: Content) -> list[Tested]:
    """Return every tested claim of the site, sorted by name."""
    found: dict[str, tuple[Verdict, dict[str, None], dict[Page, None]]] = {}
    for use in content.uses:
        if isinstance(use.result, Verdict):
            _, words, pages = found.setdefault(use.name, (use.result, {}, {}))
            words[use.words] = pages[use.page] = None
    return [
        Tested(name, verdict, tuple(words), tuple(pages))
        for name, (verdict, words, pages) in sorted(found.items())
    ]


def findings(content: Content, section: str = "") -> list[Finding]:
    """Return what the data say about the claims of other texts, of one section or of all."""
    checked = content.project.ledger.checked.values()
    return [finding for finding in checked if section in ("", finding.claim.section)]


def receipts(content: Content, root: str, markup: str) -> dict[str, Any]:
    """Return what a page shows beside its numbers and claims, by anchor.

    `markup` is what the macros made of the page; `root` leads from the page to the site's root.
    """
    ledger = content.project.ledger
    found: dict[str, dict[str, Any]] = {}
    for reference, format in _NUMBER.findall(markup):
        try:
            receipt = ledger.recompute(unescape(reference), format)
        except MistakeError:
            continue  # the preview shows it as a mistake in its place
        number = Number(receipt, _says(content, receipt), ())
        found[receipt.anchor] = {"is": number.says, "exact": number.exact}
        if receipt.reference.startswith("fact:"):
            found[receipt.anchor]["formula"] = receipt.value.formula
        found[receipt.anchor] |= _seen(content, root, receipt.cells)
    for name in _CLAIM.findall(markup):
        verdict = ledger.claim(name)
        found[f"claim-{name}"] = {"is": verdict.entry.says, "holds": verdict.holds}
        found[f"claim-{name}"] |= _seen(content, root, verdict.read)
    return found


def _seen(content: Content, root: str, cells: tuple[Cell, ...]) -> dict[str, Any]:
    """Return the first cells, how many more there are, and the datasets that they are from."""
    return {
        "cells": [[cell.name, cell.shown] for cell in cells[:4]],
        "more": max(0, len(cells) - 4),
        "from": [
            [
                ", ".join(dataset.publishers),
                dataset.title,
                f"{root}data/#{name}",
                formats.month(dataset.descriptor["vintage"]),
            ]
            for name, dataset in _datasets(content, cells).items()
        ],
    }


def files(content: Content) -> dict[str, str]:
    """Return the ledgers as files for fact-checkers, by their path below the site's root."""
    facts = [
        {
            "reference": number.receipt.reference,
            "text": number.receipt.text.replace(formats.NO_BREAK, " "),
            "value": number.receipt.raw,
            "unit": number.receipt.value.unit,
            "is": number.says,
            "formula": number.receipt.value.formula,
            "cells": _cells(number.receipt.cells),
            "datasets": list(_datasets(content, number.receipt.cells)),
            "pages": [page.url or "./" for page in number.pages],
        }
        for number in numbers(content)
    ]
    own = [
        {
            "name": claim.name,
            "words": list(claim.words),
            "test": claim.verdict.entry.says,
            "holds": claim.verdict.holds,
            "cells": _cells(claim.verdict.read),
            "datasets": list(_datasets(content, claim.verdict.read)),
            "pages": [page.url or "./" for page in claim.pages],
        }
        for claim in claims(content)
    ]
    texts = [
        asdict(finding.claim)
        | {
            "verdict": finding.verdict,
            "data_say": content.finding(finding.claim.id).striptags(),
            "test": finding.entry.says if finding.entry else "",
            "cells": _cells(finding.cells),
            "datasets": list(_datasets(content, finding.cells)),
        }
        for finding in findings(content)
    ]
    made = {}
    for path, entries in (("facts/facts", facts), ("claims/claims", own), ("claims/texts", texts)):
        if entries:
            made[f"data/{path}.json"] = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
            made[f"data/{path}.csv"] = _csv(entries)
    return made


def _cells(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    return [asdict(cell) | {"key": dict(cell.key)} for cell in cells]


def _says(content: Content, receipt: Receipt) -> str:
    """Return what a number is, in words: the fact's own, or the column's."""
    kind, _, name = receipt.reference.partition(":")
    ledger = content.project.ledger
    if kind == "fact":
        return ledger.facts[name].says
    cell = receipt.cells[0]
    title = content.project.datasets[cell.dataset].fields[cell.column].title
    return ", ".join([title, *(value for _, value in cell.key)])


def _datasets(content: Content, cells: Iterable[Cell]) -> Mapping[str, Any]:
    names = dict.fromkeys(cell.dataset for cell in cells)
    return {name: content.project.datasets[name] for name in names}


def _csv(entries: list[dict[str, Any]]) -> str:
    """Write entries as CSV; what is a list in JSON is one cell with "; " between."""
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
