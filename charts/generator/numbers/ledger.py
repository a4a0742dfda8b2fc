"""The ledger: an explainer's computed numbers and tested sentences, each with its receipt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats, text_claims
from charts.generator.numbers.cells import Item, Items, Scope
from charts.generator.numbers.declared import Judge
from charts.generator.numbers.definitions import NOW, PART
from charts.generator.numbers.entries import STATED, Entry, slug
from charts.generator.numbers.evaluation import Evaluation, Known
from charts.generator.numbers.expressions import FormulaError, Name, parse
from charts.generator.numbers.functions import FUNCTIONS
from charts.generator.numbers.quantities import Cell, Label, Quantity, Table
from charts.generator.numbers.sentences import Writer
from charts.generator.numbers.series_words import Series
from charts.generator.numbers.text_claims import Finding


@dataclass(frozen=True)
class Receipt:
    """What a number is made of: everything needed to recompute and to question it.

    `reference` identifies it: `fact:NAME`, or `value:DATASET.COLUMN?KEY=VALUE`. `read` has all the
    cells that were read to find it; `moves` says whether new data can become part of them. `says`
    is what it is, in a sentence; `formula` is the editor's, where one made it.
    """

    reference: str
    value: Quantity | Label
    format: str
    read: tuple[Cell, ...]
    moves: bool
    says: str = ""
    formula: str = ""

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
        if not isinstance(self.value, Quantity):
            return " ".join(str(self.value).split("\n"))  # a text stays in its line of the page
        # Twelve digits are more than any source has, and too few for two machines to differ.
        return f"{self.value:.12g}"

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
    """Whether a claim holds, with the cells that were read to find out.

    `moves` says whether new data can become part of them.
    """

    holds: bool
    entry: Entry
    read: tuple[Cell, ...]
    moves: bool = False

    @property
    def evidence(self) -> str:
        """Return the cells read, listed as in a sentence."""
        return evidence(self.read)


class Ledger:
    """The facts and claims of an explainer, bound to its datasets.

    Args:
        datasets: the datasets by name.
        entries: functions and formulas with names.
        series: the other formulas with names, and what each is a noun for.
        words: what readers call values of datasets.
    """

    def __init__(
        self,
        datasets: Mapping[str, Dataset],
        entries: Iterable[Entry],
        series: Mapping[str, Series] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        self.datasets = datasets
        self.entries = entries = list(entries)
        self.facts = {e.name: e for e in entries if e.kind == "fact"}
        self.claims = {e.name: e for e in entries if e.kind == "claim"}
        self.findings = {e.name: e for e in entries if e.kind == "finding"}
        self.series = dict(series or {})
        named = {e.name: Series(e.node) for e in entries if e.node and e.kind != "finding"}
        self.writer = Writer(datasets, self.series | named, words or {})
        self.judge = Judge(datasets, self.writer)
        nodes = {name: series.node for name, series in self.writer.names.items()}
        self._known = Known(datasets, nodes, FUNCTIONS, self._stated, self._computed)
        self._cache: dict[tuple[str, str, str], Receipt | Outcome] = {}

    def fact(self, name: str, format: str = "") -> Receipt:
        """Compute a fact: one with a name, or a formula.

        Raises:
            MistakeError: if there is no such fact, or it can't be computed.
        """
        key = ("fact", name, format)
        if key not in self._cache:
            entry = self._entry("fact", name, self.facts)
            made = self._formula(entry) if entry.node else self._function(entry)
            value = made.value
            if isinstance(value, bool):
                raise MistakeError(f'"{name}" is a test; bind words to it with claim("…", "…").')
            if not isinstance(value, Quantity | Label):
                raise MistakeError(
                    f'fact "{name}" returned {value!r}; it must return a cell, or a result '
                    "computed from cells."
                )
            self._must_read("fact", name, made.read)
            says = entry.says or self.writer.sentence(entry.node) if entry.node else entry.says
            formats.must_fit(format or entry.format, _plain(value), value.unit)
            style = format or entry.format or made.style
            receipt = Receipt(
                f"fact:{name}", value, style, made.read, made.moves, says, entry.formula
            )
            self._cache[key] = receipt
        return self._cache[key]  # type: ignore[return-value]

    def claim(self, name: str) -> Outcome:
        """Test a claim against the data: one with a name, or a formula.

        Raises:
            MistakeError: if there is no such claim, or it can't be tested.
        """
        key = ("claim", name, "")
        if key not in self._cache:
            entry = self._entry("claim", name, self.claims)
            made = self._formula(entry) if entry.node else self._function(entry)
            self._must_read("claim", name, made.read)
            if entry.node and not isinstance(made.value, bool):
                raise MistakeError(f'"{name}" is a number, not a test; print it with fact("…").')
            if made.value not in (True, False):
                raise MistakeError(
                    f'claim "{name}" returned {made.value!r}, neither true nor false.'
                )
            if entry.node and not entry.says:
                entry = replace(entry, says=self.writer.sentence(entry.node))
            self._cache[key] = Outcome(bool(made.value), entry, made.read, made.moves)
        return self._cache[key]  # type: ignore[return-value]

    def items(self, formula: str) -> Items:
        """Return all that a formula stands for: an item for each of its open keys and periods.

        Raises:
            MistakeError: if it can't be parsed or computed.
        """
        return Evaluation(self._known).items(parse(formula), Scope())

    def is_test(self, formula: str) -> bool:
        """Return whether a formula is a test, and no number.

        Raises:
            MistakeError: if it can't be parsed.
        """
        return self.writer.is_test(parse(formula))

    def _entry(self, kind: str, name: str, known: Mapping[str, Entry]) -> Entry:
        """Return an entry by its name, or the one that a formula makes."""
        if name in known:
            return known[name]
        node = parse(name)
        if isinstance(node, Name) and node.name not in self.writer.names:
            raise MistakeError(unknown(kind, name, known))
        return Entry(kind, name, "", formula=name, node=node)

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
            return Finding(claim, text_claims.untested(claim))
        if entry.role == NOW and claim.kind != text_claims.PRESENT:
            raise MistakeError(
                f'finding "{claim.id}" ({entry.place}): "now" is for claims about the present, and '
                f'the claim\'s kind is "{claim.kind}"; leave "now" out.'
            )
        number = None
        result: object
        if entry.node:
            made = self._formula(entry)
            result, read = made.value, made.read
            if isinstance(result, bool):
                result, read = self._verdict(entry, result, read)
            else:
                number = self._stated(claim.id)
        else:
            if STATED in entry.parameters:
                number = self._stated(claim.id)
            made = self._function(entry, number)
            result, read = made.value, made.read
        self._must_read("finding", claim.id, read)
        try:
            verdict = text_claims.judge(claim.kind, result, number)
        except MistakeError as error:
            raise MistakeError(f'finding "{claim.id}": {error}') from None
        data = result if isinstance(result, Quantity) else None
        return Finding(claim, verdict, entry, data, read)

    def _verdict(
        self, entry: Entry, holds: bool, read: tuple[Cell, ...]
    ) -> tuple[str, tuple[Cell, ...]]:
        """Return the verdict of a formula's tests, and all the cells that they read."""
        if entry.second is None:
            whole = holds and entry.role != PART
            return text_claims.whole_or_part(whole, holds), read
        made = self._formula(replace(entry, node=entry.second))
        decide = text_claims.then_and_now if entry.role == NOW else text_claims.whole_or_part
        return decide(holds, bool(made.value)), tuple(dict.fromkeys(read + made.read))

    def value(
        self, dataset: str, column: str, written: str = "", /, **where: Any
    ) -> Receipt:  # fmt: skip
        """Read one cell.

        Args:
            dataset: the dataset.
            column: the column.
            written: the format; it can also be given as `format`, unless a column is called so.
            where: the conditions on columns, whatever these are called.

        Raises:
            MistakeError: if dataset, column or format is unknown, or not exactly one cell fits.
        """
        if dataset not in self.datasets:
            raise MistakeError(unknown("dataset", dataset, self.datasets))
        format = written
        if "format" in where and "format" not in self.datasets[dataset].fields:
            format = where.pop("format")
        table = Table(self.datasets[dataset])
        cell = table.cell(column, **where)
        query = urlencode({k: str(v) for k, v in where.items()}, quote_via=quote)
        reference = f"value:{dataset}.{column}?{query}"
        title = self.datasets[dataset].fields[column].title
        says = ", ".join([title, *(formats.period(value) for _, value in cell.cells[0].key)])
        formats.must_fit(format, _plain(cell), cell.unit)
        return Receipt(reference, cell, format, _read([table]), table.moves, says)

    def recompute(self, reference: str, format: str) -> Receipt:
        """Compute a number again from the reference that is next to it on a page."""
        kind, _, rest = reference.partition(":")
        if kind == "fact":
            # The format beside it is the one that it was written in, whoever chose it.
            receipt = self.fact(rest)
            return receipt if receipt.format == format else self.fact(rest, format)
        path, _, query = rest.partition("?")
        dataset, _, column = path.partition(".")
        return self.value(dataset, column, format, **dict(parse_qsl(query, keep_blank_values=True)))

    def _formula(self, entry: Entry) -> _Made:
        """Compute a formula."""
        assert entry.node is not None
        run = Evaluation(self._known)
        try:
            item, style = run.run(entry.node)
        except FormulaError as error:
            if entry.formula == entry.name:
                raise
            raise MistakeError(f'{entry.kind} "{entry.name}" ({entry.place}): {error}') from error
        return _Made(item.value, style, tuple(run.read), run.moves)

    def _function(self, entry: Entry, stated: Quantity | None = None) -> _Made:
        """Run a function of the explainer's code."""
        assert entry.function is not None
        tables = {name: Table(self.datasets[name]) for name in entry.datasets}
        extra = {STATED: stated} if STATED in entry.parameters else {}
        try:
            result = entry.function(**tables, **extra)
            read = _read(tables.values())
            if read:
                self.judge.hold(entry.declared, read, true=entry.kind == "fact" or bool(result))
        except MistakeError as error:
            raise MistakeError(f'{entry.kind} "{entry.name}": {error}') from error
        except Exception as error:
            # Facts are the explainer's code: its author gets any error, in one line.
            message = f'{entry.kind} "{entry.name}" failed: {type(error).__name__}: {error}'
            raise MistakeError(message) from error
        moves = any(table.moves for table in tables.values())
        return _Made(result, "", read, moves)

    def _stated(self, id: str) -> Quantity:
        if text_claims.CLAIMS not in self.datasets:
            raise MistakeError("there are no texts whose claims are checked.")
        return text_claims.stated(Table(self.datasets[text_claims.CLAIMS]), id)

    def _computed(self, name: str) -> Item | None:
        """Return what a function of the explainer's code gives, for a formula that names it."""
        if (entry := self.facts.get(name)) and entry.function:
            receipt = self.fact(name)
            return Item(receipt.value, {}, receipt.read)
        if (entry := self.claims.get(name)) and entry.function:
            outcome = self.claim(name)
            return Item(outcome.holds, {}, outcome.read)
        return None

    def _must_read(self, kind: str, name: str, read: Sequence[Cell]) -> None:
        if not read:
            what = "tests" if kind != "fact" else "says"
            raise MistakeError(f'{kind} "{name}" reads no cell, so it {what} nothing.')


@dataclass(frozen=True)
class _Made:
    """What a formula or a function made: its value, the format it asks for, the cells it read."""

    value: Any
    style: str
    read: tuple[Cell, ...]
    moves: bool


def _read(tables: Iterable[Table]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cell for table in tables for cell in table.read))


def evidence(cells: Sequence[Cell]) -> str:
    """List cells as in a sentence; of many, only the first and last few."""
    shown = [f"{cell.name}: {cell.shown}" for cell in cells]
    return "; ".join(shown if len(shown) <= 8 else [*shown[:4], "…", *shown[-4:]])


def anchor(reference: str) -> str:
    """Return the anchor of a number's line in the ledger."""
    kind, _, rest = reference.partition(":")
    if kind == "fact" and not rest.isidentifier():
        return slug(reference)
    return re.sub(r"[^a-z0-9]+", "-", reference.lower()).strip("-")


def _plain(value: Quantity | Label) -> float | str:
    return float(value) if isinstance(value, Quantity) else str(value)
