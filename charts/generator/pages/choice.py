"""A reader's own choice: the rows of a dataset for one value of a key column, beside another's.

Without scripts it is a table of the newest period; `theme/assets/choice.js` makes the rest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data.datasets import Dataset, Field
from charts.generator.numbers import formats, units


@dataclass(frozen=True)
class Choice:
    """What readers choose from: the values of a column, each with its numbers of one period."""

    dataset: Dataset
    column: Field
    period: str  # the newest
    measures: Sequence[Field]
    rows: Sequence[tuple[str, Sequence[str]]]

    @property
    def read(self) -> list[dict[str, object]]:
        """Return what a script needs to write the measures as this site does."""
        return [
            {
                "column": field.name,
                "title": field.title,
                "money": formats.usual(field.unit) == "money",
                "scale": units.read(field.unit).scale,
                "unit": formats.noun(field.unit) if formats.usual(field.unit) != "money" else "",
            }
            for field in self.measures
        ]


def of(dataset: Dataset, column: str, beside: str) -> Choice:
    """Return what readers can choose from.

    Raises:
        MistakeError: if the dataset has not one row for each period and value of the column, or no
            value that the others could stand beside.
    """
    if column not in dataset.fields:
        raise MistakeError(f'in dataset "{dataset.name}", {unknown("column", column, dataset.key)}')
    if not dataset.period or sorted(dataset.key) != sorted([dataset.period, column]):
        raise MistakeError(
            f'readers can choose from a dataset whose key is a period and "{column}"; that of '
            f'"{dataset.name}" is {", ".join(dataset.key)}.'
        )
    values = dataset.columns[column]
    if beside not in values:
        raise MistakeError(unknown(column, beside, sorted(set(values))))
    measures = [
        field
        for name, field in dataset.fields.items()
        if name not in dataset.key and field.is_amount and not dataset.roles.get(name)
    ]
    newest = max(dataset.columns[dataset.period])
    rows = [
        (values[row], [_written(dataset, field, row) for field in measures])
        for row, period in enumerate(dataset.columns[dataset.period])
        if period == newest
    ]
    return Choice(dataset, dataset.fields[column], newest, measures, sorted(rows))


def _written(dataset: Dataset, field: Field, row: int) -> str:
    number = dataset.values[field.name][row]
    return "–" if math.isnan(number) else formats.write(number, field.unit)
