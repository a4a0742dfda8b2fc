"""Says in words up to when data go, and by which day the next are due.

No sentence depends on the day on which it is written: readers see for themselves what is overdue.
"""

from __future__ import annotations

from collections.abc import Iterable

from charts.generator.data.cadence import newest_of, next_of, upcoming
from charts.generator.data.datasets import Dataset, arrival
from charts.generator.numbers import formats

_UNTIMED = {"irregular": "at no fixed time", "never": "none", "unknown": "not known"}


def named(dataset: Dataset, period: str) -> str:
    """Return a period of a dataset as readers know it: August 2026, the edition of 2027."""
    written = formats.period(period)
    return f"the edition of {written}" if arrival(dataset) == "edition" else written


def due_by(dataset: Dataset) -> str:
    """Return by which day the next data are due: by November 10, 2026, or at no fixed time."""
    every, due = dataset.descriptor["cadence"]["every"], upcoming(dataset)
    return f"by {formats.day(due.day)}" if due else _UNTIMED.get(every, _UNTIMED["unknown"])


def next_release(dataset: Dataset) -> str:
    """Return which period comes next and when, and what the dataset says about its calendar."""
    said, due, when = dataset.descriptor["cadence"], upcoming(dataset), due_by(dataset)
    when = f"{named(dataset, due.period)}, due {when}" if due else when
    return f"{when[0].upper()}{when[1:]}. {said.get('note', '')}".strip()


def dateline(datasets: Iterable[Dataset]) -> str:
    """Return up to when some datasets go, and by when the first of them should go on.

    "Data to August 2026, next release due by November 10, 2026", or less where less is known.
    """
    held = list(datasets)
    last, day = newest_of(held), next_of(held)
    parts = [f"data to {formats.period(last)}"] if last else []
    parts += [f"next release due by {formats.day(day)}"] if day else []
    said = ", ".join(parts)
    return said[:1].upper() + said[1:]
