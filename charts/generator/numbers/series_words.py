"""Says what a series of a formula is, which cells of it are meant, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from string import Formatter

from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats, text_claims, wording
from charts.generator.numbers.expressions import (
    Around,
    Call,
    Column,
    Key,
    Name,
    Node,
    Number,
    Operation,
    Period,
    Stated,
    Where,
    columns,
)
from charts.generator.numbers.quantities import Table

FACTORS = {0.5: "half of", 0.25: "a quarter of", 0.2: "a fifth of", 0.1: "a tenth of",
           2.0: "twice", 3.0: "three times", 4.0: "four times", 5.0: "five times"}  # fmt: skip


@dataclass(frozen=True)
class Series:
    """A formula with a name, and the noun that says what it is; empty where nobody has said."""

    node: Node
    says: str = ""


@dataclass(frozen=True)
class Conditions:
    """The conditions around a part of a formula; `each` says what an open key stands for."""

    keys: Mapping[str, Key] = field(default_factory=dict)
    period: Node | None = None
    each: str = "each"


class SeriesWords:
    """Writes what series are.

    Args:
        datasets: the datasets by name.
        names: the formulas with names.
        words: what readers call a value or an event: "the Netherlands" for "Netherlands".
    """

    def __init__(
        self,
        datasets: Mapping[str, Dataset],
        names: Mapping[str, Series],
        words: Mapping[str, str] = {},
    ) -> None:
        self.datasets, self.names, self.words = datasets, names, words
        self.nodes = {name: series.node for name, series in names.items()}

    def what(self, node: Node, around: Conditions) -> str:
        """Return what a number is, without its period; `nouns` knows how."""
        raise NotImplementedError

    def column(self, node: Column, around: Conditions) -> str:
        """Return a column by its title, for a series that has no noun of its own."""
        dataset = self.datasets.get(node.dataset)
        if dataset is None or node.column not in dataset.fields:
            return f"{node.dataset}.{node.column}"
        title = dataset.fields[node.column].title
        if not re.match(r"[A-Z]{2}|[A-Z]\.", title):
            title = title[:1].lower() + title[1:]
        return f"{title} ({dataset.title})" + self.notes(around.keys, node)

    def filled(self, says: str, column: Column | None, around: Conditions) -> tuple[str, set[str]]:
        """Return a noun with its {key}s filled, and the columns that it used."""
        used: set[str] = set()
        dataset = self.datasets.get(column.dataset) if column else None
        for name in {name for _, name, _, _ in Formatter().parse(says) if name}:
            value = self._values(name, column, around)
            if value:
                used.add(name)
                if dataset and name not in dataset.key:  # it names the value of a key
                    used |= {key for key in dataset.key if key in around.keys}
            else:  # what is left open is left out where it is in brackets
                says = says.replace(f" ({{{name}}})", "").replace(f" (edition of {{{name}}})", "")
            says = says.replace(f"{{{name}}}", value or f"{around.each} {name.replace('_', ' ')}")
        return says, used

    def _values(self, name: str, column: Column | None, around: Conditions) -> str:
        dataset = self.datasets.get(column.dataset) if column else None
        if (key := around.keys.get(name)) is not None:
            return self.listed(key, dataset, around.each)
        if dataset and name in dataset.fields and name not in dataset.key:
            texts = dataset.columns[name]
            rows = set(range(len(texts)))
            for each in around.keys.values():
                if each.column in dataset.fields and each.sign == "=":
                    index = dataset.index(each.column)
                    rows &= {row for value in each.values for text in _like(value, index)
                             for row in index[text]}  # fmt: skip
            found = list(dict.fromkeys(texts[row] for row in sorted(rows)))
            if 0 < len(found) <= 4:
                return _series_of([self.words.get(text, text) for text in found])
        return ""

    def listed(self, key: Key, dataset: Dataset | None, each: str = "") -> str:
        """Write the values of a condition; "each" says what an open key stands for."""
        values = list(key.values)
        if key.sign == "!=":
            # Totals and rests are left out of what is compared, whether they are named or not.
            summed = (dataset.totals(key.column) | dataset.rests(key.column)) if dataset else ()
            values = [value for value in values if value not in summed] or values
        said = []
        for value in values:
            plain = value.removesuffix("*")
            said.append(self.words.get(plain, plain) + ("…" if value.endswith("*") else ""))
        if key.sign != "!=":
            return _series_of(said)
        all_but = f"any {key.column.replace('_', ' ')} but" if each == "any" else "all but"
        return f"{all_but} {_series_of(said)}"

    def notes(self, keys: Mapping[str, Key], column: Column | None) -> str:
        """Return conditions that the noun does not say, in brackets."""
        dataset = self.datasets.get(column.dataset) if column else None
        roles = dataset.roles if dataset else {}
        said = []
        for name, key in keys.items():
            if name == "missing":
                said.append("a missing row counts as zero")
            elif roles.get(name) != "coverage":
                sign = ":" if key.sign in ("=", "!=") else f" {key.sign}"
                said.append(f"{name.replace('_', ' ')}{sign} {self.listed(key, dataset)}")
        return f" ({'; '.join(said)})" if said else ""

    def number(self, node: Number) -> str:
        """Write a typed number."""
        if not node.value:
            return "zero"
        if not node.unit:
            return node.text
        if node.unit == "percent":
            return f"{node.value:,.4g}%"
        return formats.write(node.value, node.unit)

    def stated(self, node: Stated) -> str:
        """Write the number that a text states."""
        claims = self.datasets.get(text_claims.CLAIMS)
        if claims is None or node.id not in claims.columns.get("id", ()):
            return "the stated number"
        value = text_claims.stated(Table(claims), node.id)
        if value.unit == "rank":
            return f"the stated rank of {value:.0f}"
        return f"the stated {formats.write(float(value), value.unit)}"

    def factor(self, node: Number) -> str:
        """Write a factor: half of, three times, 60% of."""
        value = node.value / 100 if node.unit == "percent" else node.value
        if value in FACTORS:
            return FACTORS[value]
        return f"{self.number(node)} " + ("of" if node.unit == "percent" else "times")

    def rows(self, node: Node) -> str:
        """Return what the rows of a dataset are, by the title of its key."""
        column = self.first_column(node)
        dataset = self.datasets.get(column.dataset) if column else None
        if dataset is None or len(dataset.key) != 1:
            return "rows"
        title = dataset.fields[dataset.key[0]].title
        return "rows" if title.lower() == dataset.key[0] else wording.several(title.lower())

    def extreme(self, name: str, of: Node) -> str:
        """Return "highest" or "lowest"; "best" or "worst" for what is better when it is lower."""
        if not self.lower_is_better(of):
            return name
        return "worst" if name == "highest" else "best"

    # Periods ----------------------------------------------------------------------------------

    def calendar(self, column: Column) -> str:
        """Return year or month, where the rows of a column are of every one."""
        dataset = self.datasets.get(column.dataset)
        return dataset.calendar if dataset else ""

    def when(self, node: Column, around: Conditions) -> str:
        """Return the period of a column: "in 2021"; nothing where it is left open."""
        dataset = self.datasets.get(node.dataset)
        if dataset is None or around.period is None:
            return ""
        condition = around.period
        coverage = next((n for n, role in dataset.roles.items() if role == "coverage"), "")
        covered = around.keys.get(coverage)
        if covered and isinstance(condition, Period) and len(condition.text) == 4:
            months = int(covered.values[0])
            if months < 12:
                end = formats.month(f"{condition.text}-{months:02d}")
                return f"from January to {end}"
        if isinstance(condition, Call):
            return f"in {self.what(condition, Conditions())}"
        return self._period(condition, self.unit(node))

    def _period(self, condition: Node, unit: str) -> str:
        event = condition.event if isinstance(condition, Around) else ""
        return wording.period(condition, unit, self.words.get(event, event.replace("-", " ")))

    def window(self, arguments: tuple[Node, ...], of: Node) -> str:
        """Return the window of a test, as "from 2014 to 2020"; nothing where it has none."""
        return self._period(arguments[0], self.unit(of)) if arguments else ""

    def stretch(self, arguments: tuple[Node, ...], of: Node) -> str:
        """Return the same, but two years as a stretch: "from 2019 to 2020"."""
        window = self.window(arguments, of)
        return re.sub(r"^in (\w+) and (\w+)$", r"from \1 to \2", window)

    def date(self, node: Node) -> str:
        """Return a period without a preposition, typed or computed."""
        if isinstance(node, Period) and not node.moves:
            return wording.day(node.text)
        if isinstance(node, Period):
            return wording.bare(wording.period(node, "period"))
        return self.what(node, Conditions())

    def unit(self, node: Node) -> str:
        """Return what the periods of a series are called: year, month, edition."""
        column = self.first_column(node)
        dataset = self.datasets.get(column.dataset) if column else None
        if dataset and dataset.period == "edition":
            return "edition"
        return (dataset.calendar if dataset else "") or "period"

    # Columns ----------------------------------------------------------------------------------

    def lower_is_better(self, node: Node) -> bool:
        """Return whether a lower number of a series is better, as of a rank."""
        if isinstance(node, Call):
            return node.name == "rank" or bool(
                node.name in ("highest", "lowest") and self.lower_is_better(node.arguments[0])
            )
        if isinstance(node, Operation):
            return False
        if isinstance(node, Where):
            return self.lower_is_better(node.of)
        if isinstance(node, Name) and node.name in self.names:
            return self.lower_is_better(self.names[node.name].node)
        dataset = self.datasets.get(node.dataset) if isinstance(node, Column) else None
        return bool(dataset and isinstance(node, Column) and dataset.better(node.column))

    def inside(self, node: Where, around: Conditions) -> Conditions:
        """Return the conditions of a bracket together with those around it."""
        keys = dict(around.keys)
        condition = None
        for each in node.conditions:
            if isinstance(each, Key):
                keys[each.column] = each
            else:
                condition = each
        return replace(around, keys=keys, period=condition or around.period)

    def fixed(self, node: Node) -> dict[str, Key]:
        """Return the conditions on columns in a formula."""
        return {c.column: c for part in node.walk() if isinstance(part, Where)
                for c in part.conditions if isinstance(c, Key)}  # fmt: skip

    def columns(self, node: Node) -> list[Column]:
        """Return the columns that a formula reads, those of its names too."""
        return columns(node, self.nodes)

    def first_column(self, node: Node) -> Column | None:
        """Return the first column that a formula reads."""
        return next(iter(self.columns(node)), None)


def is_date(node: Node) -> bool:
    """Return whether a part of a formula stands for a period."""
    if isinstance(node, Operation):
        return is_date(node.left)
    return isinstance(node, Period) or any(
        is_call(node, name) for name in ("when", "last", "first")
    )


def is_call(node: Node, name: str) -> bool:
    """Return whether a part of a formula calls a function."""
    return isinstance(node, Call) and node.name == name


def _series_of(names: list[str]) -> str:
    """List names; with semicolons where one of them has an "and" of its own."""
    if len(names) > 1 and any(" and " in name for name in names):
        return "; ".join(names)
    return formats.listed(names)


def _like(value: str, texts: Mapping[str, object]) -> list[str]:
    """Return the texts that a value of a condition means: itself, or all that begin with it."""
    if value.endswith("*"):
        return [text for text in texts if text.startswith(value[:-1])]
    return [value] if value in texts else []
