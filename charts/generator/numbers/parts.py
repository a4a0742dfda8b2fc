"""Tells the values of a key column that sum up others from those that don't.

A dataset declares for a column its `totals` ("World"), its `groups` with their members ("EU-27"),
and its `rests` ("Other countries"). A sum counts nothing twice and leaves nothing out.
"""

from __future__ import annotations

from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import FormulaError, Node
from charts.generator.numbers.quantities import Cell

# How far the rows of a sum may be from their total: publishers round both.
ROUNDING = 0.01


class Parts:
    """What the values of one key column are of each other.

    Args:
        dataset: the dataset.
        amounts: its column of numbers that are added up or compared.
        name: the key column.
    """

    def __init__(self, dataset: Dataset, amounts: str, name: str) -> None:
        self.dataset, self.amounts, self.name = dataset, amounts, name
        self.totals, self.groups = dataset.totals(name), dataset.groups(name)
        self.rests = dataset.rests(name)
        self.declared = bool(self.totals or self.groups or self.rests)

    def single(self, rows: list[int]) -> list[int]:
        """Return the rows that are about one thing: no total, group or rest."""
        values = self.dataset.columns[self.name]
        left_out = self.totals | self.rests | self.groups.keys()
        return [row for row in rows if values[row] not in left_out]

    def twice(self, values: set[str]) -> str:
        """Say which of some values includes another, as "World" does "China"; nothing if none."""
        for value in sorted(values):
            held = values - {value} if value in self.totals else self.groups.get(value, frozenset())
            if both := sorted(values & held):
                return f'"{value}" includes "{both[0]}", which'
        return ""

    def whole(self, rows: list[int], place: Node) -> list[int]:
        """Return the rows that make up the whole: no total, and no group whose members are here.

        Raises:
            FormulaError: at the place, where all such rows differ from a total that is here too.
        """
        values, texts = self.dataset.columns[self.name], self.dataset.columns[self.amounts]
        others = [self.dataset.columns[key] for key in self.dataset.key if key != self.name]
        wanted = {tuple(column[row] for column in others) for row in rows}
        there: dict[tuple[str, ...], dict[str, int]] = {}
        for row, text in enumerate(texts):
            key = tuple(column[row] for column in others)
            if text and key in wanted:
                there.setdefault(key, {})[values[row]] = row
        chosen: set[int] = set()
        for key, row_of in there.items():
            parts = [value for value in row_of if value not in self.totals
                     and not self.groups.get(value, frozenset()) & row_of.keys()]  # fmt: skip
            chosen |= {row_of[value] for value in parts}
            added = sum(float(texts[row_of[value]]) for value in parts)
            for total in self.totals & row_of.keys():
                whole = float(texts[row_of[total]])
                if abs(added - whole) > ROUNDING * abs(whole):
                    when = f" for {' '.join(key)}" if key else ""
                    unit = self.dataset.fields[self.amounts].unit
                    sums = formats.write(added, unit), formats.write(whole, unit)
                    message = f'the rows{when} add up to {sums[0]}, and "{total}" is {sums[1]}'
                    raise FormulaError(f"{message}; say which by adding {self.name}=….", place)
        return [row for row in rows if row in chosen]


def counted_twice(one: Cell, other: Cell, dataset: Dataset) -> str:
    """Say whether one of two cells of a dataset sums up the other; nothing if it doesn't."""
    differ = [(name, a, b) for (name, a), (_, b) in zip(one.key, other.key, strict=True) if a != b]
    if one.column != other.column or len(differ) != 1:
        return ""
    ((name, a, b),) = differ
    return Parts(dataset, one.column, name).twice({a, b})
