"""Explains in a terminal where a number or a claim comes from: the receipt that readers see online.

It adds what only editors need: the line of the code, and each place that uses it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from charts.generator.author import series
from charts.generator.author.code_drafts import example
from charts.generator.base.problems import MistakeError, pointed, unknown
from charts.generator.data import queries
from charts.generator.numbers import formats
from charts.generator.numbers.entries import Entry
from charts.generator.numbers.expressions import FormulaError
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.quantities import Cell
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.inline import Use
from charts.generator.pages.ledger_pages import SILENT
from charts.generator.project import Project

INDENT = 2
MOST = 20  # values of a column that are listed
LABEL = 20  # characters for the names of a receipt's parts

# A part of a receipt: its name and its lines.
Part = tuple[str, list[str]]


def explained(
    project: Project, name: str, where: Sequence[str], width: int | None
) -> list[str]:  # fmt: skip
    """Return the receipt of a fact, a claim or a cell, or what a series is, as lines.

    Args:
        project: the explainer.
        name: a name, a formula, or a cell's DATASET.COLUMN.
        where: for a cell, the key of its row as COLUMN=VALUE pairs.
        width: the characters in a line; None for no limit.

    Raises:
        MistakeError: if the name is unknown, or its value can't be computed.
    """
    project = series.with_names_of_pages(project)
    ledger, uses = project.ledger, Evaluator(Content(project)).uses
    parts: list[Part]
    if re.fullmatch(r"\w+\.\w+", name):
        receipt = _cell(project, name, where)
        # A page may name the same cell by other conditions.
        found = [use for use in uses if _is_cell(use) and _cells(use) == receipt.cells]
        parts = [*_number(receipt), *_origin(project, receipt.cells), _places(found)]
        return [f"cell {name}", *_lines([*parts, _readers(project, receipt.cells[0])], width)]
    if where:
        raise MistakeError(
            f'only a cell takes conditions; "{name}" is not a DATASET.COLUMN. Put a formula with '
            "spaces between quotes."
        )
    if name in ledger.series:
        return [f"series {name}", *_lines(_series(project, name), width)]
    try:
        return _made(project, name, uses, width)
    except FormulaError as error:
        raise MistakeError("\n".join([str(error), *pointed(name, error.at, 100)])) from None


def _made(project: Project, name: str, uses: list[Use], width: int | None) -> list[str]:
    """Return the receipt of a fact or a claim with a name, or of a formula."""
    ledger = project.ledger
    formula = not name.isidentifier()
    if name in ledger.claims or (formula and ledger.is_test(name)):
        verdict = ledger.claim(name)
        entry = verdict.entry
        parts = [("holds", ["yes" if verdict.holds else "no"]), ("what it says", [entry.says])]
        parts += [*_origin(project, verdict.read), *_written(entry)]
        parts.append(_places(use for use in uses if (use.macro, use.name) == ("claim", name)))
        return [f"claim {name}", *_lines(parts, width)]
    if name in ledger.facts or formula:
        receipt = ledger.fact(name)
        parts = [*_number(receipt), ("what it is", [receipt.says])]
        parts.append(("how it is made", [receipt.value.formula]))
        parts += [*_origin(project, receipt.cells), *_written(ledger.facts.get(name))]
        parts.append(_places(use for use in uses if use.name == receipt.reference))
        return [f"fact {name}", *_lines(parts, width)]
    if name in project.datasets:
        cell = example(project.datasets[name])
        hint = f", such as: {cell.arguments}" if cell else "."
        raise MistakeError(f'"{name}" is a dataset; name one of its cells{hint}')
    known = [*ledger.facts, *ledger.claims, *ledger.series]
    raise MistakeError(unknown("fact, claim or series", name, known))


def _series(project: Project, name: str) -> list[Part]:
    """Return what a series is, which cells it has, and how formulas and pages use it."""
    ledger = project.ledger
    found = ledger.series[name]
    says = found.says or ledger.writer.sentence(found.node).rstrip(".")
    parts = [("what it is", [says])]
    if dates := " to ".join(filter(None, series.reach(project, name))):
        parts.append(("periods", [dates]))
    for key, values in series.left_open(project, name).items():
        more = f" and {len(values) - MOST} more" if values[MOST:] else ""
        parts.append((f"each {key}"[: LABEL - 1], [", ".join(values[:MOST]) + more]))
    read = dict.fromkeys(f"{c.dataset}.{c.column}" for c in ledger.writer.columns(found.node))
    parts.append(("reads", list(read)))
    latest = series.latest(project, name)
    parts.append(("such as", [f"{latest}: {ledger.fact(latest).text}"]))
    return [*parts, ("on a page", [f'{{{{ fact("{latest}") }}}}'])]


def _written(entry: Entry | None) -> list[Part]:
    """Return how an entry is written, and where: its formula, or its line of code."""
    if entry is None or not entry.path:
        return []
    if entry.function:
        return [("code", [entry.place])]
    return [("formula", [entry.formula]), ("written in", [entry.place])]


def _cell(project: Project, name: str, where: Sequence[str]) -> Receipt:
    """Return the receipt of the cell that the command line names."""
    dataset, _, column = name.partition(".")
    pairs = [condition.partition("=") for condition in where]
    for key, sign, value in pairs:
        if not (key and sign and value) or key in ("dataset", "column"):
            said = f"{key}{sign}{value}"
            raise MistakeError(f'"{said}" should be a column and a value, such as year=2024.')
    return project.ledger.value(dataset, column, **{key: value for key, _, value in pairs})


def _is_cell(use: Use) -> bool:
    return use.macro == "value"


def _cells(use: Use) -> tuple[Cell, ...]:
    return use.result.cells if isinstance(use.result, Receipt) else ()


def _number(receipt: Receipt) -> list[Part]:
    unit = receipt.value.unit
    exact = receipt.exact if unit in SILENT else f"{receipt.exact} {unit}"
    return [("as readers see it", [receipt.text]), ("before rounding", [exact])]


def _origin(project: Project, cells: Sequence[Cell]) -> list[Part]:
    """Return each dataset with its publishers and vintage, and the cells read from it."""
    parts: list[Part] = []
    for name in dict.fromkeys(cell.dataset for cell in cells):
        dataset = project.datasets[name]
        vintages = dataset.vintages(cell.key for cell in cells if cell.dataset == name)
        vintage = formats.listed([formats.month(each) for each in vintages])
        said = f"{dataset.title} ({' and '.join(dataset.publishers)}, {vintage})"
        parts.append(("dataset", [f"{name}: {said}"]))
        if query := dataset.descriptor.get("query"):
            parts.append(("query", [f"{queries.told(query)}: data/{query['path']}"]))
        parts.append(("cells", [f"{c.name}: {c.text}" for c in cells if c.dataset == name]))
    return parts


def _places(uses: Iterable[Use]) -> Part:
    """Return the places on pages, each with the words that it shows."""
    found = []
    for use in uses:
        place = use.page.problem("", use.offset)
        found.append(f"{place.path}:{place.line}: {use.words}".removesuffix(": "))
    return ("used on", found or ["no page"])


def _readers(project: Project, cell: Cell) -> Part:
    """Return the facts and claims that read a cell."""
    ledger = project.ledger
    entries: list[Entry] = [*ledger.facts.values(), *ledger.claims.values()]
    found = []
    for entry in entries:
        try:
            made: Receipt | Outcome = (
                ledger.fact(entry.name) if entry.kind == "fact" else ledger.claim(entry.name)
            )
        except MistakeError:
            continue
        if cell in made.read:
            found.append(f"{entry.kind} {entry.name}")
    return ("read by", found or ["no fact or claim"])


def _lines(parts: Iterable[Part], width: int | None) -> list[str]:
    """Return the parts of a receipt, each beside its name, wrapped to the width."""
    lines = []
    for name, texts in parts:
        for text in texts:
            plain = " ".join(text.split())
            room = None if width is None else max(width - INDENT - LABEL, 20)
            for line in textwrap.wrap(plain, room) if room else [plain]:
                lines.append(f"{'':{INDENT}}{name:{LABEL}}{line}".rstrip())
                name = ""
    return lines
