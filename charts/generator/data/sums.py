"""Says where values of one period don't fit together as their column declares.

A field of the schema can say what its values add up to, which column they never exceed, and between
which two columns they lie:

    {"name": "share", "adds_up": {"over": "partner", "to": 100, "within": 0.03}}
    {"name": "imports", "at_most": "imports_world"}
    {"name": "total_share", "between": ["exports_share", "imports_share"]}

`over` is the key column whose values are the parts; `to` is a number, or the value of that column
whose row has the total. `parts` lists the parts if they are not all others. `within` is the share
by which the sum may differ, because parts are rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from math import fsum
from typing import Any

from charts.generator.base.problems import unknown
from charts.generator.data.datasets import Dataset, amounts, arrival

KEYS = ("over", "to", "within", "parts")
ROUNDED = 0.002  # share by which a part may exceed its total, because both are rounded


def faults(dataset: Dataset) -> Iterator[str]:
    """Say what is wrong with what columns declare."""
    for name in dataset.fields:
        stated = dataset.stated(name)
        if "at_most" in stated and stated["at_most"] not in dataset.fields:
            yield f'field "{name}": {unknown("column", stated["at_most"], dataset.fields)}'
        between = stated.get("between", dataset.key[:1] * 2)
        if not isinstance(between, list) or len(between) != 2:
            yield f'field "{name}": "between" should be a list of two columns.'
        else:
            for other in dict.fromkeys(each for each in between if each not in dataset.fields):
                yield f'field "{name}": {unknown("column", str(other), dataset.fields)}'
        item = stated.get("adds_up", {"over": dataset.key[:1], "to": 0, "within": 0})
        if not isinstance(item, dict) or not {"over", "to", "within"} <= set(item):
            yield f'field "{name}": "adds_up" should have "over", "to" and "within".'
            continue
        said = [unknown("key", key, KEYS) for key in item if key not in KEYS]
        if "adds_up" in stated:
            said += _wrong(dataset, item)
        yield from (f'field "{name}": {fault}' for fault in said)


def _wrong(dataset: Dataset, item: Mapping[str, Any]) -> Iterator[str]:
    over, to = item["over"], item["to"]
    if over not in dataset.key:
        yield unknown("key column", over, dataset.key)
        return
    known = dict.fromkeys(dataset.columns[over])
    for name in [*([to] if isinstance(to, str) else []), *item.get("parts", [])]:
        if name not in known:
            yield unknown(over, name, known)
    if not isinstance(item["within"], int | float):
        yield f'"within" should be a share such as 0.01; found "{item["within"]}".'


def faulty(new: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say where the values of some periods don't fit together."""
    for period in arrived:
        yield from _over_total(new, period)
        for column in new.fields:
            stated = new.stated(column)
            if "adds_up" in stated:
                yield from _not_adding_up(new, column, period, stated["adds_up"])
            if "at_most" in stated:
                yield from _exceeding(new, column, period, stated["at_most"])
            if "between" in stated:
                yield from _outside(new, column, period, *stated["between"])


def _rows(new: Dataset, period: str) -> list[dict[str, str]]:
    return [new.rows[row] for row in new.index(arrival(new))[period]]


def _over_total(new: Dataset, period: str) -> Iterator[str]:
    """Say which part is larger than the total that it belongs to, in columns without a sign."""
    rows = _rows(new, period)
    for key, column in product(new.key, amounts(new)):
        if any(text.startswith("-") for text in new.columns[column]):
            continue
        totals = [float(row[column] or 0) for row in rows if row[key] in new.totals(key)]
        for row in rows if totals else ():
            larger = float(row[column] or 0) > max(totals) * (1 + ROUNDED)
            if row[key] not in new.totals(key) and larger:
                yield f"{column} {period} {row[key]} is larger than the total"


def _not_adding_up(
    new: Dataset, column: str, period: str, item: Mapping[str, Any]
) -> Iterator[str]:
    """Say where parts don't add up, in each table of a period: there may be one for each basis."""
    over, to, parts = item["over"], item["to"], item.get("parts")
    tables: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for row in _rows(new, period):
        rest = tuple(row[name] for name in new.key if name != over)
        tables[rest][row[over]] = float(row[column] or 0)
    for key, values in tables.items():
        if isinstance(to, str) and to not in values:
            if len(values) > 1:
                yield f"{column} {' '.join(key)} has no {to}"
            continue
        whole = values.pop(to) if isinstance(to, str) else float(to)
        summed = [value for name, value in values.items() if not parts or name in parts]
        found = fsum(summed)
        if summed and abs(found - whole) > item["within"] * abs(whole):
            where = " ".join(key)
            yield f"{column} {where} adds up to {found:,.10g} over {over}, not to {whole:,.10g}"


def _exceeding(new: Dataset, column: str, period: str, most: str) -> Iterator[str]:
    for row in _rows(new, period):
        if row[column] and row[most] and float(row[column]) > float(row[most]) * (1 + ROUNDED):
            where = " ".join(row[name] for name in new.key)
            yield f"{column} {where} is {row[column]}, more than {most}, {row[most]}"


def _outside(new: Dataset, column: str, period: str, one: str, other: str) -> Iterator[str]:
    for row in _rows(new, period):
        if row[column] and row[one] and row[other]:
            low, high = sorted([float(row[one]), float(row[other])])
            if not low * (1 - ROUNDED) <= float(row[column]) <= high * (1 + ROUNDED):
                where = " ".join(row[name] for name in new.key)
                ends = f"{one}, {row[one]}, and {other}, {row[other]}"
                yield f"{column} {where} is {row[column]}, not between {ends}: exchanged?"
