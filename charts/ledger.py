"""Facts and claims: an explainer's computed numbers and tested sentences, by name.

An explainer's `charts/facts.py` marks plain functions with `@fact` and `@claim`; their parameters
are named after the datasets that they read, as a test's are after its fixtures.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from charts import formats
from charts.datasets import Dataset
from charts.modules import load_module
from charts.problems import MistakeError, Problem, ProblemsError, problem, unknown
from charts.quantities import Cell, Label, Quantity, Table

Function = Callable[..., Any]


@dataclass(frozen=True)
class Entry:
    """A fact or a claim as written in `facts.py`."""

    kind: str
    name: str
    says: str
    format: str
    function: Function
    line: int

    @property
    def datasets(self) -> list[str]:
        """Return the names of the datasets that it reads."""
        return list(inspect.signature(self.function).parameters)


@dataclass(frozen=True)
class Receipt:
    """What a number is made of: everything needed to recompute and to doubt it.

    `reference` finds it again: `fact:NAME`, or `value:DATASET.COLUMN?KEY=VALUE`.
    """

    reference: str
    value: Quantity | Label
    format: str

    @property
    def text(self) -> str:
        """Return the number as readers see it."""
        return formats.write(_plain(self.value), self.value.unit, self.format)

    @property
    def raw(self) -> str:
        """Return the number before rounding, for machines."""
        # Twelve digits are more than any source has, and fewer than where two machines differ.
        return f"{self.value:.12g}" if isinstance(self.value, Quantity) else str(self.value)

    @property
    def exact(self) -> str:
        """Return the number before rounding, for people."""
        return f"{self.value:,.12g}" if isinstance(self.value, Quantity) else str(self.value)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells that went in."""
        return self.value.cells


@dataclass(frozen=True)
class Verdict:
    """Whether a claim holds, with the cells that were read to find out."""

    holds: bool
    entry: Entry
    cells: tuple[Cell, ...]

    @property
    def evidence(self) -> str:
        """Return the cells read, the first and the last few, as a sentence would list them."""
        shown = [f"{cell.name}: {cell.text}" for cell in self.cells]
        return "; ".join(shown if len(shown) <= 8 else [*shown[:4], "…", *shown[-4:]])


def fact(format: str = "") -> Callable[[Function], Function]:
    """Mark a function as a fact; `format` names how its number is written (see `formats`)."""
    if not isinstance(format, str):
        raise TypeError("write @fact(), with brackets")
    return lambda function: _mark(function, "fact", format)


def claim(function: Function) -> Function:
    """Mark a function as a claim: it returns whether the words bound to it are true."""
    return _mark(function, "claim", "")


def _mark(function: Function, kind: str, format_name: str) -> Function:
    says = inspect.cleandoc(function.__doc__ or "").split("\n")[0]
    line = function.__code__.co_firstlineno
    function.entry = Entry(kind, function.__name__, says, format_name, function, line)  # type: ignore[attr-defined]
    return function


class Ledger:
    """The facts and claims of an explainer, bound to its datasets."""

    def __init__(self, datasets: Mapping[str, Dataset], entries: list[Entry]) -> None:
        self.datasets = datasets
        self.facts = {e.name: e for e in entries if e.kind == "fact"}
        self.claims = {e.name: e for e in entries if e.kind == "claim"}
        self._cache: dict[str, Receipt | Verdict] = {}

    def fact(self, name: str) -> Receipt:
        """Compute a fact.

        Raises:
            MistakeError: where there is no such fact, or it can't be computed.
        """
        if name not in self.facts:
            raise MistakeError(unknown("fact", name, self.facts))
        if f"fact:{name}" not in self._cache:
            entry = self.facts[name]
            value, _ = self._run(entry)
            if not isinstance(value, Quantity | Label):
                raise MistakeError(
                    f'fact "{name}" returned {value!r}; it must return a cell, or what was '
                    "computed from cells."
                )
            self._cache[f"fact:{name}"] = Receipt(f"fact:{name}", value, entry.format)
        return self._cache[f"fact:{name}"]  # type: ignore[return-value]

    def claim(self, name: str) -> Verdict:
        """Test a claim against the data.

        Raises:
            MistakeError: where there is no such claim, or it can't be tested.
        """
        if name not in self.claims:
            raise MistakeError(unknown("claim", name, self.claims))
        if f"claim:{name}" not in self._cache:
            entry = self.claims[name]
            result, read = self._run(entry)
            if not read:
                raise MistakeError(f'claim "{name}" reads no cell, so it tests nothing.')
            if result not in (True, False):
                raise MistakeError(f'claim "{name}" returned {result!r}, neither true nor false.')
            self._cache[f"claim:{name}"] = Verdict(bool(result), entry, tuple(read))
        return self._cache[f"claim:{name}"]  # type: ignore[return-value]

    def value(
        self, dataset: str, column: str, format: str = "", **where: Any
    ) -> Receipt:  # fmt: skip
        """Read one cell.

        Raises:
            MistakeError: where dataset, column or format is unknown, or not one cell is found.
        """
        if dataset not in self.datasets:
            raise MistakeError(unknown("dataset", dataset, self.datasets))
        cell = Table(self.datasets[dataset]).cell(column, **where)
        query = urlencode({k: str(v) for k, v in where.items()}, quote_via=quote)
        receipt = Receipt(f"value:{dataset}.{column}?{query}", cell, format)
        _ = receipt.text  # an unknown format is noticed here, at its call
        return receipt

    def recompute(self, reference: str, format: str) -> Receipt:
        """Compute a number again from the reference that stands beside it on a page."""
        kind, _, rest = reference.partition(":")
        if kind == "fact":
            return self.fact(rest)
        path, _, query = rest.partition("?")
        dataset, _, column = path.partition(".")
        return self.value(dataset, column, format, **dict(parse_qsl(query)))

    def _run(self, entry: Entry) -> tuple[Any, dict[Cell, None]]:
        tables = {name: Table(self.datasets[name]) for name in entry.datasets}
        try:
            result = entry.function(**tables)
        except MistakeError as error:
            raise MistakeError(f'{entry.kind} "{entry.name}": {error}') from error
        except Exception as error:
            # Facts are people's code: whatever goes wrong in it is theirs to read, in one line.
            message = f'{entry.kind} "{entry.name}" failed: {type(error).__name__}: {error}'
            raise MistakeError(message) from error
        read: dict[Cell, None] = {}
        for table in tables.values():
            read |= table.read
        return result, read


def _plain(value: Quantity | Label) -> float | str:
    return float(value) if isinstance(value, Quantity) else str(value)


def load(path: Path, datasets: Mapping[str, Dataset]) -> Ledger:
    """Load the facts and claims of `facts.py`; an explainer without the file has none.

    Raises:
        ProblemsError: where the file does not run, or an entry reads an unknown dataset or says
            nothing about itself.
    """
    if not path.exists():
        return Ledger(datasets, [])
    module = load_module(path)
    entries = [item.entry for item in vars(module).values() if hasattr(item, "entry")]
    problems: list[Problem] = []
    for entry in entries:
        where = f'{entry.kind} "{entry.name}"'
        if not entry.says:
            message = f"{where} has no docstring; say in one sentence what it is."
            problems.append(problem(path, message, entry.line))
        if entry.format and entry.format not in formats.FORMATS:
            message = f"{where}: {unknown('format', entry.format, formats.FORMATS)}"
            problems.append(problem(path, message, entry.line))
        problems += [
            problem(path, f"{where}: {unknown('dataset', name, datasets)}", entry.line)
            for name in entry.datasets
            if name not in datasets
        ]
    if problems:
        raise ProblemsError(problems)
    return Ledger(datasets, entries)
