"""Corrects what a publisher printed wrong, for as long as the publisher prints it so.

A resource declares each correction with what it expects to find:

    "errata": [{"where": {"year": 1992}, "column": "imports", "printed": 18000, "meant": 18,
                "why": "a slip of the publisher: the months add up to 18"}]

The dataset holds what is meant. A refresh that finds anything but `printed` at the publisher is
refused: a correction is never applied to a value for which it was not made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from charts.generator.base.problems import unknown
from charts.generator.data.datasets import NUMBERS, Dataset, text_of

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("where", "column", "printed", "meant", "why")
_FORM = '{"where": {"year": 1992}, "column": "imports", "printed": 18000, "meant": 18, "why": "…"}'


class NotAsPrintedError(Exception):
    """Says in a sentence that a publisher no longer prints what a correction expects."""


def faults(dataset: Dataset) -> Iterator[tuple[list[str | int], str]]:
    """Yield the key of each mistake in a dataset's errata, and what is wrong there."""
    stated = dataset.descriptor.get("errata", [])
    if not isinstance(stated, list):
        yield ["errata"], f'"errata" should be a list of corrections such as {_FORM}.'
        return
    for number, item in enumerate(stated):
        for fault in _wrong(dataset, item):
            yield ["errata", number], fault


def _wrong(dataset: Dataset, item: Any) -> Iterator[str]:
    if not isinstance(item, dict) or set(item) != set(KEYS) or not item["why"]:
        yield f"a correction should be written like {_FORM}; found {str(item)[:80]}."
        return
    where, column = item["where"], item["column"]
    if column not in list(dataset.fields) or column in dataset.key:
        yield unknown("column", column, [n for n in dataset.fields if n not in dataset.key])
    elif not isinstance(where, dict) or set(where) != set(dataset.key):
        yield f'"where" should name the row by its key: {", ".join(dataset.key)}.'
    elif _same(dataset, item, item["printed"], item["meant"]):
        yield '"printed" and "meant" are the same; delete the correction.'
    else:
        rows = [row for row in dataset.rows if _fits(row, where)]
        if len(rows) != 1:
            yield f"no row fits {_row(item)}."
        elif not _same(dataset, item, rows[0][column], item["meant"]):
            yield (
                f"{_row(item)} {column} should be what is meant, {item['meant']}; the file has "
                f'"{rows[0][column]}".'
            )


def as_printed(dataset: Dataset) -> pd.DataFrame:
    """Return the held rows as the publisher printed them, every cell as text."""
    frame = dataset.texts.copy()
    for item in dataset.descriptor.get("errata", []):
        frame.loc[_at(frame, item), item["column"]] = text_of(item["printed"])
    return frame


def corrected(dataset: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a publisher's rows, every cell as text, with a dataset's corrections.

    Raises:
        NotAsPrintedError: if a cell does not have what its correction expects.
    """
    frame = frame.copy()
    for item in dataset.descriptor.get("errata", []):
        column, at = item["column"], _at(frame, item)
        for found in frame.loc[at, column]:
            if _same(dataset, item, found, item["meant"]):
                raise NotAsPrintedError(
                    f"The publisher has mended {_row(item)} {column}: it was {item['printed']} and "
                    f'is {found} now. Delete that correction from "errata" of "{dataset.name}" in '
                    "datapackage.json, and run this again."
                )
            if not _same(dataset, item, found, item["printed"]):
                raise NotAsPrintedError(
                    f'The correction of {_row(item)} {column} expects "{item["printed"]}" and '
                    f'finds "{found}". Compare it with what the publisher shows; then change or '
                    f'delete it in "errata" of "{dataset.name}" in datapackage.json.'
                )
        frame.loc[at, column] = text_of(item["meant"])
    return frame


def _at(frame: pd.DataFrame, item: Mapping[str, Any]) -> list[bool]:
    return [_fits(row, item["where"]) for row in frame.to_dict("records")]


def _fits(row: Mapping[Any, str], where: Mapping[str, Any]) -> bool:
    return all(row[name] == text_of(value) for name, value in where.items())


def _same(dataset: Dataset, item: Mapping[str, Any], one: object, other: object) -> bool:
    """Return whether two values of a correction's column are the same."""
    texts = [text_of(value) for value in (one, other)]
    if dataset.fields[item["column"]].type in NUMBERS:
        try:
            return float(texts[0]) == float(texts[1])
        except ValueError:
            pass
    return texts[0] == texts[1]


def _row(item: Mapping[str, Any]) -> str:
    return " ".join(map(text_of, item["where"].values()))
