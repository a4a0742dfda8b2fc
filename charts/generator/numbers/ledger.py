"""The ledger: an explainer's computed numbers and tested sentences, each with its receipt."""

from __future__ import annotations

import re
from ast import FunctionDef
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from charts.generator.base.explainer_code import load_module, parse
from charts.generator.base.problems import MistakeError, Problem, ProblemsError, problem, unknown
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats, text_claims
from charts.generator.numbers.entries import STATED, Entry
from charts.generator.numbers.quantities import Cell, Label, Quantity, Table
from charts.generator.numbers.text_claims import Finding


@dataclass(frozen=True)
class Receipt:
    """What a number is made of: everything needed to recompute and to question it.

    `reference` identifies it: `fact:NAME`, or `value:DATASET.COLUMN?KEY=VALUE`. `read` has all the
    cells that were read to find it; `moves` says whether it takes the latest data.
    """

    reference: str
    value: Quantity | Label
    format: str
    read: tuple[Cell, ...]
    moves: bool

    @property
    def anchor(self) -> str:
        """Return the anchor of its line in the ledger."""
        return anchor(self.reference)

    @cached_property
    def text(self) -> str:
        """Return the number as readers see it."""
        return formats.write(_plain(self.value), self.value.unit, self.format)

    @property
    def raw(self) -> str:
        """Return the number before rounding, for machines."""
        # Twelve digits are more than any source has, and too few for two machines to differ.
        return f"{self.value:.12g}" if isinstance(self.value, Quantity) else str(self.value)

    @property
    def exact(self) -> str:
        """Return the number before rounding, for people."""
        return formats.exact(self.value, self.value.unit)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells that it is computed from."""
        return self.value.cells


@dataclass(frozen=True)
class Outcome:
    """Whether a claim holds, with the cells that were read to find out."""

    holds: bool
    entry: Entry
    read: tuple[Cell, ...]

    @property
    def evidence(self) -> str:
        """Return the cells read, listed as in a sentence."""
        return evidence(self.read)


class Ledger:
    """The facts and claims of an explainer, bound to its datasets."""

    def __init__(self, datasets: Mapping[str, Dataset], entries: list[Entry]) -> None:
        self.datasets = datasets
        self.facts = {e.name: e for e in entries if e.kind == "fact"}
        self.claims = {e.name: e for e in entries if e.kind == "claim"}
        self.findings = {e.name: e for e in entries if e.kind == "finding"}
        self._cache: dict[str, Receipt | Outcome] = {}

    def fact(self, name: str) -> Receipt:
        """Compute a fact.

        Raises:
            MistakeError: if there is no such fact, or it can't be computed.
        """
        if name not in self.facts:
            raise MistakeError(unknown("fact", name, self.facts))
        if f"fact:{name}" not in self._cache:
            entry = self.facts[name]
            value, tables = self._run(entry)
            if not isinstance(value, Quantity | Label):
                raise MistakeError(
                    f'fact "{name}" returned {value!r}; it must return a cell, or a result '
                    "computed from cells."
                )
            moves = any(table.moves for table in tables)
            self._cache[f"fact:{name}"] = Receipt(
                f"fact:{name}", value, entry.format, _read(tables), moves
            )
        return self._cache[f"fact:{name}"]  # type: ignore[return-value]

    def claim(self, name: str) -> Outcome:
        """Test a claim against the data.

        Raises:
            MistakeError: if there is no such claim, or it can't be tested.
        """
        if name not in self.claims:
            raise MistakeError(unknown("claim", name, self.claims))
        if f"claim:{name}" not in self._cache:
            entry = self.claims[name]
            result, tables = self._run(entry)
            read = _read(tables)
            if not read:
                raise MistakeError(f'claim "{name}" reads no cell, so it tests nothing.')
            if result not in (True, False):
                raise MistakeError(f'claim "{name}" returned {result!r}, neither true nor false.')
            self._cache[f"claim:{name}"] = Outcome(bool(result), entry, read)
        return self._cache[f"claim:{name}"]  # type: ignore[return-value]

    @cached_property
    def checked(self) -> Mapping[str, Finding]:
        """Return what the data say about each claim of the dataset `claims`, by the claim's id.

        Raises:
            MistakeError: if a claim's test fails.
        """
        if text_claims.CLAIMS not in self.datasets:
            return {}
        known = text_claims.claims(self.datasets[text_claims.CLAIMS])
        return {id: self._check(claim) for id, claim in known.items()}

    def _check(self, claim: text_claims.TextClaim) -> Finding:
        entry = self.findings.get(claim.id)
        if entry is None:
            return Finding(claim, text_claims.UNCHECKABLE)
        number = None
        if STATED in entry.parameters:
            number = text_claims.stated(Table(self.datasets[text_claims.CLAIMS]), claim.id)
        result, tables = self._run(entry, number)
        read = _read(tables)
        if not read:
            raise MistakeError(f'finding "{claim.id}" reads no cell, so it tests nothing.')
        try:
            verdict = text_claims.judge(result, number)
        except MistakeError as error:
            raise MistakeError(f'finding "{claim.id}": {error}') from None
        data = result if isinstance(result, Quantity) else None
        return Finding(claim, verdict, entry, data, read)

    def value(
        self, dataset: str, column: str, format: str = "", **where: Any
    ) -> Receipt:  # fmt: skip
        """Read one cell.

        Raises:
            MistakeError: if dataset, column or format is unknown, or not exactly one cell fits.
        """
        if dataset not in self.datasets:
            raise MistakeError(unknown("dataset", dataset, self.datasets))
        table = Table(self.datasets[dataset])
        cell = table.cell(column, **where)
        query = urlencode({k: str(v) for k, v in where.items()}, quote_via=quote)
        reference = f"value:{dataset}.{column}?{query}"
        receipt = Receipt(reference, cell, format, _read([table]), table.moves)
        _ = receipt.text  # raises here, at the call, if the format is unknown
        return receipt

    def recompute(self, reference: str, format: str) -> Receipt:
        """Compute a number again from the reference that is next to it on a page."""
        kind, _, rest = reference.partition(":")
        if kind == "fact":
            return self.fact(rest)
        path, _, query = rest.partition("?")
        dataset, _, column = path.partition(".")
        return self.value(dataset, column, format, **dict(parse_qsl(query)))

    def _run(self, entry: Entry, stated: Quantity | None = None) -> tuple[Any, list[Table]]:
        tables = {name: Table(self.datasets[name]) for name in entry.datasets}
        extra = {STATED: stated} if STATED in entry.parameters else {}
        try:
            result = entry.function(**tables, **extra)
        except MistakeError as error:
            raise MistakeError(f'{entry.kind} "{entry.name}": {error}') from error
        except Exception as error:
            # Facts are the explainer's code: its author gets any error, in one line.
            message = f'{entry.kind} "{entry.name}" failed: {type(error).__name__}: {error}'
            raise MistakeError(message) from error
        return result, list(tables.values())


def _read(tables: Iterable[Table]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cell for table in tables for cell in table.read))


def evidence(cells: Sequence[Cell]) -> str:
    """List cells as in a sentence; of many, only the first and last few."""
    shown = [f"{cell.name}: {cell.shown}" for cell in cells]
    return "; ".join(shown if len(shown) <= 8 else [*shown[:4], "…", *shown[-4:]])


def anchor(reference: str) -> str:
    """Return the anchor of a number's line in the ledger."""
    return re.sub(r"[^a-z0-9]+", "-", reference.lower()).strip("-")


def _plain(value: Quantity | Label) -> float | str:
    return float(value) if isinstance(value, Quantity) else str(value)


def load(folder: Path, datasets: Mapping[str, Dataset]) -> Ledger:
    """Load the facts and claims of a folder's modules; an explainer without the folder has none.

    Raises:
        ProblemsError: if a module does not run, two entries have the same name, or an entry reads
            an unknown dataset or has no docstring.
    """
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("[!_]*.py")):
        try:
            module = load_module(path)
        except ProblemsError as error:
            problems += error.problems
            continue
        # A module keeps only the last of two functions with one name; its source shows both.
        written = Counter(node.name for node in parse(path).body if isinstance(node, FunctionDef))
        for entry in [item.entry for item in vars(module).values() if hasattr(item, "entry")]:
            if entry.path != path:  # imported from the module that defines it
                continue
            if entry.name in entries or written[entry.function.__name__] > 1:
                other = entries.get(entry.name, entry)
                message = f'two entries are named "{entry.name}"; rename one.'
                problems += [problem(e.path, message, e.line) for e in {other, entry}]
            entries[entry.name] = entry
            problems += _faults(entry, datasets)
    if problems:
        raise ProblemsError(problems)
    return Ledger(datasets, list(entries.values()))


def _faults(entry: Entry, datasets: Mapping[str, Dataset]) -> Iterator[Problem]:
    """Say what an entry lacks or misnames."""
    faults = [] if entry.says else ["has no docstring; say in one sentence what it is."]
    if entry.format and entry.format not in formats.FORMATS:
        faults.append(unknown("format", entry.format, formats.FORMATS))
    faults += [
        unknown("dataset", name, datasets) for name in entry.datasets if name not in datasets
    ]
    if entry.kind == "finding":
        texts = datasets.get(text_claims.CLAIMS)
        known = texts.columns.get("id", []) if texts else []
        faults += [] if entry.name in known else [unknown("claim of a text", entry.name, known)]
    for fault in faults:
        said = f" {fault}" if fault.startswith("has") else f": {fault}"
        yield problem(entry.path, f'{entry.kind} "{entry.name}"{said}', entry.line)
