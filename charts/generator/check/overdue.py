"""Warns of data that are older than their publisher's calendar says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from charts.generator.base.problems import Problem, problem
from charts.generator.data import cadence
from charts.generator.data.cadence import Due
from charts.generator.data.datasets import Dataset, place
from charts.generator.data.validation import DATAPACKAGE
from charts.generator.numbers import formats
from charts.generator.pages.release_dates import named
from charts.generator.project import Project


def overdue(project: Project, today: date) -> Iterator[Problem]:
    """Return a warning for each dataset whose next period should be out by now."""
    path = project.data / DATAPACKAGE
    for name, dataset in project.datasets.items():
        due = cadence.overdue(dataset, today)
        if due:
            yield problem(path, _told(dataset, due), *place(path, name, "cadence"))


def coming(project: Project, today: date) -> list[str]:
    """Return a line for each dataset whose next period is not due yet, the next one first."""
    ahead = [(due, name) for name, dataset in project.datasets.items()
             if (due := cadence.upcoming(dataset)) and due.day >= today]  # fmt: skip
    return [f"{due.day}  {name}: {named(project.datasets[name], due.period)}"
            for due, name in sorted(ahead)]  # fmt: skip


def _told(dataset: Dataset, due: Due) -> str:
    held, missing = (named(dataset, text) for text in (cadence.newest(dataset), due.period))
    if dataset.descriptor.get("fetcher") or dataset.descriptor.get("query"):
        how = f"Run `python -m charts refresh {dataset.name}`"
    else:
        how = f"Renew it by hand: {str(dataset.descriptor['refresh']).removeprefix('manual: ')}"
    return (
        f'dataset "{dataset.name}" ends with {held}; {missing} should have come out by '
        f"{formats.day(due.day)}. {how.rstrip('.')}."
    )
