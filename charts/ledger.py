"""Facts and claims: an explainer's computed numbers and tested sentences, by name.

The modules of an explainer's `charts/facts/` mark plain functions with `@fact` and `@claim`; their
parameters are named after the datasets that they read, as a test's are after its fixtures.
"""

from __future__ import annotations

import inspect
from ast import FunctionDef
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from charts import formats
from charts.datasets import Dataset
from charts.modules import load_module, parse
from charts.problems import MistakeError, Problem, ProblemsError, problem, unknown
from charts.quantities import Cell, Label, Quantity, Table

Function = Callable[..., Any]


@dataclass(frozen=True)
class Entry:
    """A fact or a claim as written in a module of `charts/facts/`."""

    kind: str
    name: str
    says: str
    format: str
    function: Function
    path: Path
    line: int

    @property
    def place(self) -> str:
        """Return where it is written: file and line."""
        return str(problem(self.path, "", self.line)).removesuffix(":1: ")

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
    code = function.__code__
    place = (Path(code.co_filename), code.co_firstlineno)
    function.entry = Entry(kind, function.__name__, says, format_name, function, *place)  # type: ignore[attr-defined]
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


def load(folder: Path, datasets: Mapping[str, Dataset]) -> Ledger:
    """Load the facts and claims of a folder's modules; an explainer without the folder has none.

    Raises:
        ProblemsError: where a module does not run, two entries have one name, or an entry reads an
            unknown dataset or says nothing about itself.
    """
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("[!_]*.py")):
        try:
            module = load_module(path)
        except ProblemsError as error:
            problems += error.problems
            continue
        # A module keeps only the last of two functions of one name: its source shows both.
        written = Counter(node.name for node in parse(path).body if isinstance(node, FunctionDef))
        for entry in [item.entry for item in vars(module).values() if hasattr(item, "entry")]:
            if entry.path != path:
                continue  # imported, and read where it is written
            if entry.name in entries or written[entry.name] > 1:
                other = entries.get(entry.name, entry)
                message = f'two entries are named "{entry.name}"; rename one.'
                problems += [problem(e.path, message, e.line) for e in {other, entry}]
            entries[entry.name] = entry
            problems += _faults(entry, datasets)
    if problems:
        raise ProblemsError(problems)
    return Ledger(datasets, list(entries.values()))


def _faults(entry: Entry, datasets: Mapping[str, Dataset]) -> Iterator[Problem]:
    """Say what an entry lacks, or names wrongly."""
    faults = [] if entry.says else ["has no docstring; say in one sentence what it is."]
    if entry.format and entry.format not in formats.FORMATS:
        faults.append(unknown("format", entry.format, formats.FORMATS))
    faults += [
        unknown("dataset", name, datasets) for name in entry.datasets if name not in datasets
    ]
    for fault in faults:
        said = f" {fault}" if fault.startswith("has") else f": {fault}"
        yield problem(entry.path, f'{entry.kind} "{entry.name}"{said}', entry.line)
