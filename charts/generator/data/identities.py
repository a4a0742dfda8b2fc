"""Says where two datasets disagree on the same thing, such as a year and the sum of its months.

A resource of `datapackage.json` declares what must agree:

    "identities": [{"with": "trade_monthly", "columns": ["exports"], "within": 0.001}]

Rows with the same key are compared, over the key columns that both have. Where the other dataset
has months and this one has years, twelve months are added up; `"by": "mean"` takes their mean
instead, as for prices. `"where": {"country": "Belgium"}` chooses rows of this dataset. `within` is
the share by which the two may differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum
from statistics import fmean
from typing import Any

from charts.generator.base.problems import unknown
from charts.generator.data.datasets import Dataset

WAYS: dict[str, Callable[[Iterable[float]], float]] = {"sum": fsum, "mean": fmean}
KEYS = ("with", "columns", "within", "by", "where")


@dataclass(frozen=True)
class Identity:
    """What must agree: columns of a dataset, with those of another."""

    dataset: Dataset
    other: Dataset
    columns: list[str]
    within: float
    by: str = "sum"
    where: Mapping[str, str] = field(default_factory=dict)


def faults(dataset: Dataset, held: Mapping[str, Dataset]) -> Iterator[str]:
    """Say what is wrong with the identities that a dataset declares."""
    for item in dataset.descriptor.get("identities", []):
        if not isinstance(item, dict) or not {"with", "columns", "within"} <= set(item):
            yield 'an identity should have "with", "columns" and "within".'
            continue
        yield from (unknown("key", key, KEYS) for key in item if key not in KEYS)
        if item["with"] not in held:
            yield unknown("dataset", item["with"], held)
            continue
        for one in (dataset, held[item["with"]]):
            wrong = [name for name in item["columns"] if name not in one.fields]
            yield from (unknown("column", name, one.fields) for name in wrong)
        wrong = [name for name in item.get("where", {}) if name not in dataset.fields]
        yield from (unknown("column", name, dataset.fields) for name in wrong)
        if item.get("by", "sum") not in WAYS:
            yield unknown("way", item["by"], WAYS)
        if not isinstance(item["within"], int | float):
            yield f'"within" should be a share such as 0.001; found "{item["within"]}".'


def declared(held: Mapping[str, Dataset]) -> Iterator[Identity]:
    """Return the identities that some datasets declare with one another."""
    for dataset in held.values():
        for item in dataset.descriptor.get("identities", []):
            stated = {key: item[key] for key in ("columns", "within", "by", "where") if key in item}
            yield Identity(dataset, held[item["with"]], **stated)


def differences(identity: Identity) -> Iterator[str]:
    """Return a clause for each value that differs by more than the identity allows."""
    one, other = identity.dataset, identity.other
    months = one.calendar == "year" and other.calendar == "month"
    shared = [name for name in one.key if name in other.key and name != one.period]
    for column in identity.columns:
        here = _amounts(one, column, shared, identity.where)
        there = _amounts(other, column, shared, {})
        if months:
            there = _years(there, identity.by)
        for key in sorted(here.keys() & there.keys()):
            a, b = here[key], there[key]
            if abs(a - b) > identity.within * max(abs(a), abs(b)):
                how = f" as the {identity.by} of the months" if months else ""
                yield f"{column} {' '.join(key)} is {a:,.10g}, but {b:,.10g} in {other.name}{how}"


def _amounts(
    dataset: Dataset, column: str, shared: list[str], where: Mapping[str, Any]
) -> dict[tuple[str, ...], float]:
    """Return a column's numbers by period and the shared key columns."""
    return {
        (row[dataset.period], *(row[name] for name in shared)): float(row[column])
        for row in dataset.rows
        if row[column] and all(row[name] == text for name, text in where.items())
    }


def _years(months: Mapping[tuple[str, ...], float], by: str) -> dict[tuple[str, ...], float]:
    """Return the sums or means of the years that have all their months."""
    found: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for (month, *rest), value in months.items():
        found[month[:4], *rest].append(value)
    return {key: WAYS[by](values) for key, values in found.items() if len(values) == 12}
