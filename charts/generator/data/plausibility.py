"""Says which of a publisher's new rows a person should look at before anybody believes them.

A schema takes any number in its range. How a dataset has moved so far says more: the period that
comes next, the names it has, how far a value goes in one step, what it adds up to. A faulty file
(a unit changed, two columns exchanged, another country's figures) breaks at least one of these.

Where the history misleads, a field of the schema says better: with `"largest_step": 3`, a value at
most triples, or falls to a third, from one period to the next.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, product
from statistics import median

from charts.generator.data.datasets import DATED, PERIODS, Dataset

# The limits were set on the history of this repository's own datasets, each period judged as if it
# had just arrived: real breaks, such as a ban, are about the only ones held.
USUAL = 5.0  # times: a step that never surprises, whatever the history
UNKNOWN = 250.0  # times: the same where the history has fewer than ENOUGH steps
ENOUGH = 4  # steps
MARGIN = 1.25  # a step may be the largest so far, in logarithms, times this
SMALL = 0.05  # of all values of its period: a value that moves by less is not questioned
WIDER = 1.5  # a column with negative values may move by its range so far, times this
SEEN = 2  # periods: a name that the last ones all have is missed
RECENT = 60  # values: five years of months; older steps tell little
APART = 1.3  # times: values nearer than that can't be told from one another
SURPRISE = 3.0  # times the usual steps: shorter ones need no exchange to explain them
NEARER = 0.25  # if an exchange makes the steps this much shorter, two values were exchanged
MOST = 0.5  # of the old values: a publisher revises fewer at once
ALIKE = 0.002  # share by which revised values may differ from a common factor

# What a text has only by mistake or malice.
STRANGE = {
    re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]"): (
        "with a character that nobody sees"
    ),
    re.compile(r"^\s|\s$"): "with a space at an end",
    re.compile(r"^[=+@]"): "which a spreadsheet runs as a formula",
    re.compile(r"<[a-zA-Z/!?]"): "with markup",
}

Series = dict[tuple[str, ...], dict[str, float]]  # by other keys than the period: value by period


def doubts(old: Dataset, new: Dataset) -> list[str]:
    """Say what is hard to believe in a dataset's new rows, a clause each; none if all is as usual.

    Args:
        old: the dataset as it is held.
        new: the same dataset as its publisher serves it now.
    """
    said = [*_revised_at_once(old, new), *_strange_texts(old, new)]
    when = arrival(old)
    if when:
        known = set(old.columns[when])
        arrived = sorted(set(new.columns[when]) - known)
        said += _gaps(old, arrived)
        said += _names(old, new, arrived)
        said += _steps(new, arrived)
    return said


def arrival(dataset: Dataset) -> str:
    """Return the key column by which new rows arrive: the edition, or else the period."""
    return "edition" if "edition" in dataset.key else dataset.period


def amounts(dataset: Dataset) -> list[str]:
    """Return the columns with the amounts that a dataset is about."""
    return [
        field.name
        for field in dataset.fields.values()
        if field.is_amount and field.name not in dataset.key and field.name not in dataset.roles
    ]


def _strange_texts(old: Dataset, new: Dataset) -> Iterator[str]:
    """Say which new texts have what texts of publishers have only by mistake or malice."""
    for name, field in new.fields.items():
        if field.type == "string":
            for text in sorted(set(new.columns[name]) - set(old.columns[name])):
                for form, what in STRANGE.items():
                    if form.search(text):
                        yield f"{name} has {text[:60]!r}, {what}"


def _gaps(old: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say which periods are left out before the new ones, in a dataset that leaves out none."""
    held = sorted(set(old.columns[arrival(old)]))
    length = {len(period) for period in [*held, *arrived]}
    unit = {4: "year", 7: "month"}.get(length.pop(), "") if len(length) == 1 else ""
    if not unit or len(held) < ENOUGH or not arrived:
        return
    usual = max(_apart(*pair) for pair in pairwise(held))
    for before, after in pairwise([held[-1], *arrived]):
        if _apart(before, after) > usual:
            yield f"{after} is {_apart(before, after)} {unit}s after {before}"


def _apart(before: str, after: str) -> int:
    """Return how many years or months lie between two periods."""
    if len(before) == 4:
        return int(after) - int(before)
    first, last = date.fromisoformat(f"{before}-01"), date.fromisoformat(f"{after}-01")
    return (last.year - first.year) * 12 + last.month - first.month


def _names(old: Dataset, new: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say which names are missing, or take the place of others, among those of large values."""
    when = arrival(old)
    recent = sorted(set(old.columns[when]))[-SEEN:]
    for column in old.key:
        if _is_period(column) or len(recent) < SEEN:
            continue
        always = set.intersection(*(_large(old, column, period) for period in recent))
        for period in arrived:
            present = {new.columns[column][row] for row in new.index(when)[period]}
            coming = sorted(_large(new, column, period) - set(old.columns[column]))
            going = sorted(always - present)
            if going:
                instead = f", but the new {_list(coming)}" if coming else ""
                yield f"{column} in {period} has no {_list(going)}{instead}"


def _is_period(column: str) -> bool:
    return column in (*PERIODS, *DATED)


def _large(dataset: Dataset, column: str, period: str) -> set[str]:
    """Return a key's names that have a large part of all values of a period, in some column."""
    rows = [dataset.rows[row] for row in dataset.index(arrival(dataset)).get(period, ())]
    found = set()
    for name in amounts(dataset):
        parts: dict[str, float] = defaultdict(float)
        for row in rows:
            parts[row[column]] += abs(float(row[name] or 0))
        found |= {key for key, part in parts.items() if part > SMALL * sum(parts.values())}
    return found


def _over_total(new: Dataset, period: str) -> Iterator[str]:
    """Say which part is larger than the total that it belongs to, in columns without a sign."""
    rows = [new.rows[row] for row in new.index(arrival(new))[period]]
    for key, column in product(new.key, amounts(new)):
        if any(text.startswith("-") for text in new.columns[column]):
            continue
        values = {id(row): float(row[column] or 0) for row in rows}
        totals = [values[id(row)] for row in rows if row[key] in new.totals(key)]
        for row in rows if totals else ():
            if row[key] not in new.totals(key) and values[id(row)] > max(totals) * (1 + ALIKE):
                yield f"{column} {period} {row[key]} is larger than the total"


@dataclass(frozen=True)
class _Step:
    """A value of a new period, and the one before it in its series."""

    column: str
    series: tuple[str, ...]
    period: str
    value: float
    last: str
    before: float
    past: tuple[float, ...]  # the steps before it in its series, as logarithms

    def __str__(self) -> str:
        where = " ".join([self.period, *self.series])
        return (
            f"{self.column} {where} is {self.value:,.10g} after {self.before:,.10g} ({self.last})"
        )

    @property
    def length(self) -> float:
        """Return how far the value went, as a logarithm; infinite to and from zero."""
        return _distance(self.before, self.value)


def _steps(new: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say which values went further than ever, or look as if two had been exchanged."""
    stated = {item["name"]: item.get("largest_step") for item in new.descriptor["schema"]["fields"]}
    for period in arrived:
        yield from _over_total(new, period)
        steps: list[_Step] = []
        far: dict[_Step, str] = {}
        for column in amounts(new):
            table = series(new, column)
            pooled = _lengths(table, period)
            whole = sum(abs(values.get(period, 0)) for values in table.values())
            signed = any(value < 0 for values in table.values() for value in values.values())
            for key, values in table.items():
                history = {when: value for when, value in values.items() if when < period}
                if period not in values or not history:
                    continue
                last = max(history)
                recent = [history[when] for when in sorted(history)[-RECENT:]]
                past = tuple(_distance(a, b) for a, b in pairwise(recent) if a > 0 and b > 0)
                step = _Step(column, key, period, values[period], last, history[last], past)
                if abs(step.value - step.before) <= SMALL * whole:
                    continue
                steps.append(step)
                if signed:
                    reason = _too_far_signed(step, recent)
                else:
                    reason = _too_far(step, recent, pooled, stated.get(column))
                if reason:
                    far[step] = reason
        exchanged = [*_exchanged(steps, new)]
        yield from exchanged
        yield from (f"{step}, {reason}" for step, reason in far.items() if not exchanged)


def series(dataset: Dataset, column: str) -> Series:
    """Return the series of a column; a part of a year counts as the year it would make."""
    when = arrival(dataset)
    coverage = next((name for name, role in dataset.roles.items() if role == "coverage"), "")
    found: Series = defaultdict(dict)
    for row in dataset.rows:
        if row[column]:
            months = float(row[coverage] or 12) if coverage else 12
            key = [_relative(name, row[name], row[when]) for name in dataset.key if name != when]
            found[tuple(key)][row[when]] = float(row[column]) * 12 / months
    return found


def _relative(name: str, text: str, period: str) -> str:
    """Return a key's text; for a year within an edition, how many years it lies before."""
    return str(int(period[:4]) - int(text[:4])) if _is_period(name) else text


def _lengths(table: Series, period: str) -> tuple[float, ...]:
    """Return the steps of a column's series before a period, without those of small values."""
    found = []
    for values in table.values():
        before = [values[when] for when in sorted(values) if when < period][-RECENT:]
        least = SMALL * max(map(abs, before), default=0)
        found += [_distance(a, b) for a, b in pairwise(before) if min(a, b) > least]
    return tuple(found)


def _too_far(
    step: _Step, history: list[float], pooled: tuple[float, ...], stated: float | None
) -> str:
    """Say why a step is too long for a column of positive values; nothing if it is not."""
    if step.value <= 0 or step.before <= 0:
        never = all(value > 0 for value in history)
        return "the first that is not above zero" if step.value <= 0 and never else ""
    past = step.past if len(step.past) >= ENOUGH else pooled
    if stated:
        limit = math.log(stated)
    elif len(past) < ENOUGH:
        limit = math.log(UNKNOWN)
    else:
        limit = max(math.log(USUAL), max(past) * MARGIN)
    if step.length <= limit:
        return ""
    longest = f"; the largest step so far is {_times(max(past))}" if past else ""
    return _times(step.length) + longest


def _times(length: float) -> str:
    """Return a step's length in words."""
    factor = math.exp(length)
    return f"{factor:,.0f} times" if factor >= 10 else f"{factor:.1f} times"


def _too_far_signed(step: _Step, history: list[float]) -> str:
    """Say why a step is too long for a column that can be negative; nothing if it is not."""
    reach = max(0.0, *history) - min(0.0, *history)
    if len(history) > ENOUGH and abs(step.value - step.before) > reach * WIDER:
        return "further than all values so far lie apart"
    recent = history[-2:]
    if len(recent) == 2 and all(value * step.value < 0 for value in recent):
        return "with the opposite sign of the last two"
    if len(history) > ENOUGH and abs(step.value) * UNKNOWN / USUAL < min(map(abs, history)):
        return "closer to zero than ever"
    return ""


def _exchanged(steps: list[_Step], dataset: Dataset) -> Iterator[str]:
    """Say which two values of a period would fit far better in one another's place."""
    units = {name: field.unit for name, field in dataset.fields.items()}
    for one, other in combinations(steps, 2):
        same_row = one.series == other.series and units[one.column] == units[other.column]
        if not (same_row or one.column == other.column):
            continue
        found = one.length + other.length
        usual = found < SURPRISE * sum(median(step.past or [0.0]) for step in (one, other))
        if usual or not (2 * math.log(APART) < found < math.inf):
            continue
        swapped = _distance(one.before, other.value) + _distance(other.before, one.value)
        if swapped < NEARER * found:
            yield f"{one} and {other}: exchanged?"


def _distance(a: float, b: float) -> float:
    return abs(math.log(b / a)) if a > 0 and b > 0 else math.inf


def _revised_at_once(old: Dataset, new: Dataset) -> Iterator[str]:
    """Say if most of the old values changed at once, or all by the same factor."""
    for column in amounts(old):
        before, after = _cells(old, column), _cells(new, column)
        pairs = [(before[key], after[key]) for key in before if before[key] and key in after]
        factors = [now / was for was, now in pairs if now != was]
        if len(factors) < ENOUGH:
            continue
        middle = median(factors)
        alike = all(abs(factor / middle - 1) < ALIKE for factor in factors) if middle else True
        if alike and abs(middle - 1) > ALIKE:
            yield (
                f"all {len(factors)} revised values of {column} are {middle:.4g} times what they "
                "were: has the unit changed?"
            )
        elif len(factors) > MOST * len(pairs) and abs(middle - 1) > ALIKE:
            yield f"{len(factors)} of {len(pairs)} old values of {column} changed at once"


def _cells(dataset: Dataset, column: str) -> dict[tuple[str, ...], float]:
    return {
        tuple(row[name] for name in dataset.key): float(row[column])
        for row in dataset.rows
        if row[column]
    }


def _list(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
