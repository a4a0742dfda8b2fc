"""Says when a publisher's next data are due, by the rhythm that a dataset declares.

    "cadence": {"every": "month", "after": "P1M10D", "note": "in the first ten days of a month"}

says that each month's data are out at the latest one month and ten days after the month has ended:
those of August by 10 October. `after` is a duration of ISO 8601. A dataset that gains rows at no
fixed time is `irregular`, and one that gains none any more `never`; these need no `after`. What
nobody has said yet is `unknown`, in either place.

Nothing here asks what day it is, except `overdue`: pages are the same on every day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from isodate import parse_duration

from charts.generator.base.blanks import is_blank
from charts.generator.base.problems import unknown
from charts.generator.data import periods
from charts.generator.data.datasets import Dataset, arrival

# How long each rhythm's period is, in months where it has any, and as a duration.
RHYTHMS = {
    "day": (0, "P1D"),
    "week": (0, "P7D"),
    "month": (1, "P1M"),
    "quarter": (3, "P3M"),
    "year": (12, "P1Y"),
}
UNKNOWN = "unknown"
UNTIMED = ("irregular", "never", UNKNOWN)
KEYS = ("every", "after", "note")

# How often rows can come, at the most, whose periods have a form.
_RHYTHMS = {
    "year": ("year",),
    "quarter": ("quarter", "year"),
    "month": ("month", "quarter", "year"),
}
_AFTER = re.compile(r"P(?=\d)(\d{1,2}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,3}D)?")
_FORM = '{"every": "month", "after": "P2M"} or {"every": "never", "note": "the series has ended"}'


@dataclass(frozen=True, order=True)
class Due:
    """The next period of a dataset, and the last day on which its data should come out."""

    day: date
    period: str


def faults(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield each key of `cadence` that is wrong, "" for the whole, and what is wrong with it."""
    said = dataset.descriptor["cadence"]
    if not isinstance(said, dict):
        yield "", f'"cadence" should be an object such as {_FORM}; found "{said}".'
        return
    if _has_blank(said):
        return  # which is reported as such
    every, after = said.get("every"), said.get("after")
    for key in said:
        if key not in KEYS:
            yield key, f'"cadence": {unknown("key", key, KEYS)}'
    if not isinstance(said.get("note", ""), str):
        yield "note", f'"note" should be words for readers; found {said["note"]!r}.'
    if "every" not in said:
        yield "", f'"cadence" lacks "every"; write it like {_FORM}.'
    elif every in UNTIMED and "after" in said:
        yield "after", f'"after" has no meaning for data that come "{every}"; delete it.'
    elif every in UNTIMED:
        return
    elif not isinstance(every, str) or every not in RHYTHMS:
        yield "every", f'"every": {unknown("rhythm", every, [*RHYTHMS, *UNTIMED])}'
    elif after != UNKNOWN and not (isinstance(after, str) and _AFTER.fullmatch(after)):
        found = "it is missing" if after is None else f'found "{after}"'
        yield (
            "" if after is None else "after",
            '"after" should say how long after the end of a period its data come out, such as '
            f'"P2M" (two months), "P45D" (45 days), "P1M10D" or "unknown"; {found}.',
        )
    else:
        yield from _unreadable(dataset, every)


def _unreadable(dataset: Dataset, every: str) -> Iterator[tuple[str, str]]:
    """Say why the rows of a dataset do not tell which period comes next."""
    if not arrival(dataset):
        yield (
            "every",
            f'"every" is "{every}", but no column of the key says when; write "irregular" or '
            '"never", or name the column year, month or date.',
        )
        return
    last = newest(dataset)
    if not last:
        yield "every", f'"every" is "{every}", but no row covers a full period.'
        return
    try:
        _coming(dataset, "P0D")
    except (ValueError, OverflowError, KeyError):
        yield (
            "every",
            f'"every" is "{every}", but the newest {arrival(dataset)} is "{last}"; write periods '
            "like 2026, 2026-Q3, 2026-08, 2026-W35 or 2026-08-31.",
        )
        return
    form = _form(dataset, arrival(dataset))
    if every not in _RHYTHMS.get(form, (every,)):
        yield "every", f'"every" is "{every}", but rows are of {form}s, such as {last}.'


def upcoming(dataset: Dataset) -> Due | None:
    """Return a dataset's next period and the day by which it is due; None if it has none.

    An edition is due as long after the beginning of its year as other data after the end of
    theirs.
    """
    said: Mapping[str, Any] = dataset.descriptor["cadence"]
    if said["every"] in UNTIMED or said["after"] == UNKNOWN or _has_blank(said):
        return None
    return _coming(dataset, said["after"])


def _coming(dataset: Dataset, after: str) -> Due:
    """Return a dataset's next period, due so long after its end."""
    said: Mapping[str, Any] = dataset.descriptor["cadence"]
    form = _form(dataset, arrival(dataset))
    begins = periods.begin(newest(dataset), form) + parse_duration(RHYTHMS[said["every"]][1])
    length = "P0D" if arrival(dataset) == "edition" else periods.LENGTHS[form]
    day = begins + parse_duration(length) + parse_duration(after) - timedelta(days=1)
    return Due(day, periods.named(begins, form))


def overdue(dataset: Dataset, today: date) -> Due | None:
    """Return the period that should be out by now, and is not held; None if there is none."""
    due = upcoming(dataset)
    return due if due and due.day < today else None


def newest(dataset: Dataset, when: str = "") -> str:
    """Return the last period that a dataset covers in full; empty if it has none.

    A year of which some months are missing, by a column with the role `coverage`, is not full.

    Args:
        dataset: the dataset.
        when: the column with its periods; by default that by which new rows arrive.
    """
    when = when or arrival(dataset)
    months = RHYTHMS.get(dataset.descriptor["cadence"]["every"], (0,))[0]
    coverage = next((name for name, role in dataset.roles.items() if role == "coverage"), "")
    full = set(dataset.distinct(when) if when else [])
    if full and coverage:
        covered = zip(dataset.columns[when], dataset.columns[coverage], strict=True)
        full = {period for period, covers in covered if float(covers or months) >= months}
    order = (dataset.in_time(when) if when else []) or sorted(full)
    return next((text for text in reversed(order) if text in full), "")


def newest_of(datasets: Iterable[Dataset]) -> str:
    """Return the newest period that any of some datasets covers; empty if none is dated.

    A list of events is no record of all that happened up to its last one, and is left out, and so
    is an edition: its year says when a book came out, not how far its figures go.
    """
    known: dict[str, date] = {}
    for dataset in datasets:
        last, form = newest(dataset, dataset.period), _form(dataset, dataset.period)
        if "event" not in dataset.roles.values() and arrival(dataset) != "edition":
            with suppress(ValueError, OverflowError, KeyError):
                known[last] = periods.begin(last, form) + parse_duration(periods.LENGTHS[form])
    return max(known, key=lambda period: known[period], default="")


def next_of(datasets: Iterable[Dataset]) -> date | None:
    """Return the day by which the next data of some datasets are due, the earliest of them."""
    return min((due.day for each in datasets if (due := upcoming(each))), default=None)


def _has_blank(said: Mapping[str, Any]) -> bool:
    return any(is_blank(said.get(key)) for key in ("every", "after"))


def _form(dataset: Dataset, column: str) -> str:
    """Return the form of the periods of a column: of all, or else of the newest."""
    if not column:
        return ""
    return periods.form_of(dataset.distinct(column)) or periods.form_of([newest(dataset, column)])
