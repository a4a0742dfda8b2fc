"""Loads the datasets of a folder, and holds them to all that is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from charts.generator.base.problems import Problem, ProblemsError, problem
from charts.generator.data import (
    cadence,
    changes,
    datasets,
    errata,
    identities,
    queries,
    sums,
    terms,
)
from charts.generator.data.datasets import Dataset, place
from charts.generator.data.validation import DATAPACKAGE


def load(folder: Path, proofs: Path) -> Mapping[str, Dataset]:
    """Return the valid datasets of a data folder by name.

    Args:
        folder: the data folder.
        proofs: a file that lists which contents are valid; see `datasets.load`.

    Raises:
        ProblemsError: with everything that does not fit.
    """
    held = datasets.load(folder, proofs)
    if wrong := [*_misstated(folder / DATAPACKAGE, held)]:
        raise ProblemsError(wrong)
    changes.load(folder, held)  # must agree with the data
    changes.history(folder)
    changes.words(folder)
    return held


def _misstated(path: Path, held: Mapping[str, Dataset]) -> Iterator[Problem]:
    for name, dataset in held.items():
        for fault in (*identities.faults(dataset, held), *sums.faults(dataset)):
            yield problem(path, f'dataset "{name}": {fault}')
        for keys, fault in _placed(dataset):
            yield problem(path, f'dataset "{name}": {fault}', *place(path, name, *keys))


def _placed(dataset: Dataset) -> Iterator[tuple[Sequence[str | int], str]]:
    """Yield the key of each mistake in a dataset's own description, and what is wrong there."""
    said = dataset.descriptor
    for key, fault in cadence.faults(dataset):
        yield ["cadence", key], fault
    yield from terms.faults(said)
    yield from errata.faults(dataset)
    if "query" in said:
        for fault in queries.misstated(said["query"]):
            yield ["query"], fault
