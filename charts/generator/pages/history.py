"""Says what the last refresh changed on a page, and what a number said before it.

Both come from the record that each refresh leaves beside the data (`data/changes.json`); nothing is
known of values from before the record began.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from charts.generator.data.changes import Change, Revision
from charts.generator.data.datasets import NUMBERS, Dataset
from charts.generator.numbers import formats
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.quantities import Cell
from charts.generator.numbers.text_claims import Finding
from charts.generator.project import Project

Said = Receipt | Outcome | Finding

SHOWN = 6  # revised values of a dataset, the newest


@dataclass(frozen=True)
class Revised:
    """A value, number or test as readers know it, before and after a refresh."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Update:
    """What the last refresh of a dataset changed: the first and last new rows, revised values.

    `others` counts the revised values that are not listed.
    """

    dataset: Dataset
    day: str
    added: str
    revised: list[Revised]
    others: int


def updates(
    project: Project, names: Iterable[str], cells: Collection[Cell] | None = None
) -> list[Update]:
    """Return what the last refreshes changed in some datasets, the newest first.

    Args:
        project: the explainer.
        names: the datasets.
        cells: those that a page prints; others are only counted. Without them, all are listed.
    """
    known = [project.changes[name] for name in names if name in project.changes]
    printed = None if cells is None else {(c.dataset, c.column, _key(c)) for c in cells}
    found = [_update(project.datasets[change.dataset], change, printed) for change in known]
    newest = sorted(zip(known, found, strict=True), key=lambda pair: pair[0].date, reverse=True)
    return [update for _, update in newest if update.added or update.revised]


def before(project: Project, cell: Cell) -> list[tuple[str, str]]:
    """Return what a cell said earlier, each with the day on which that ended, the newest first."""
    field = project.datasets[cell.dataset].fields[cell.column]
    found = [
        (change.date, _written(revision.before, field.unit, field.type))
        for change in project.history
        if change.dataset == cell.dataset
        for revision in change.revised
        if (revision.column, revision.key) == (cell.column, _key(cell))
    ]
    return sorted(dict.fromkeys(found), reverse=True)


def reference(said: Said) -> str:
    """Return what the record calls a number, a test, or a claim of another text."""
    match said:
        case Receipt():
            return said.reference
        case Outcome():
            return f"claim:{said.entry.name}"
        case Finding():
            return f"text:{said.claim.id}"


def told(said: Said) -> str:
    """Return how readers see a number, or what a test has found."""
    match said:
        case Receipt():
            return said.text
        case Outcome():
            return "true" if said.holds else "not true"
        case Finding():
            return said.verdict


def earlier(project: Project, said: Said) -> list[tuple[str, str]]:
    """Return how a number, a test or a verdict read earlier, as `before` does for a cell."""
    name = reference(said)
    found = [(each.date, each.before) for each in project.words if each.reference == name]
    return sorted(found, reverse=True)


def reworded(project: Project, printed: Iterable[Receipt | Outcome]) -> list[Revised]:
    """Return which numbers and tests read differently since the last refreshes of their data."""
    since = {(each.reference, each.date): each for each in project.words}
    found = {}
    for said in printed:
        names = {cell.dataset for cell in said.read}
        days = {project.changes[name].date for name in names if name in project.changes}
        known = [since[place] for day in days if (place := (reference(said), day)) in since]
        name = said.says if isinstance(said, Receipt) else said.entry.says
        for each in known:
            if each.after == told(said):  # nothing else has changed it since
                found[each.reference] = Revised(name.rstrip("."), each.before, each.after)
    return list(found.values())


def _update(
    dataset: Dataset, change: Change, printed: Collection[tuple[str, str, tuple[str, ...]]] | None
) -> Update:
    mine = [
        revision
        for revision in reversed(change.revised)
        if printed is None or (dataset.name, revision.column, revision.key) in printed
    ][:SHOWN]
    return Update(
        dataset,
        formats.day(_date(change.date)),
        _added(change),
        [_revised(dataset, revision) for revision in mine],
        change.values_revised - len(mine),
    )


def _added(change: Change) -> str:
    if not change.rows_added:
        return ""
    ends = [", ".join(map(formats.period, key)) for key in (change.first_added, change.last_added)]
    return " to ".join(dict.fromkeys(ends))


def _revised(dataset: Dataset, revision: Revision) -> Revised:
    field = dataset.fields[revision.column]
    texts = revision.before, revision.after
    said = [_written(text, field.unit, field.type) for text in texts]
    if said[0] == said[1]:  # a revision smaller than what readers see of the number
        said = [f"{text or 'nothing'} {field.unit}".strip() for text in texts]
    where = ", ".join(map(formats.period, revision.key))
    return Revised(f"{field.title}, {where}", *said)


def _written(text: str, unit: str, kind: str) -> str:
    if not text:
        return "nothing"
    return formats.write(float(text), unit) if kind in NUMBERS else formats.write(text, unit)


def _key(cell: Cell) -> tuple[str, ...]:
    return tuple(value for _, value in cell.key)


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
