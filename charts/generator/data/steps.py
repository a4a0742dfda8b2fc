"""Says which values of a new period went further than any so far, or look exchanged.

Where the history misleads, a field of the schema says better: with `"largest_step": 3`, a value at
most triples, or falls to a third, from one period to the next.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from statistics import median

from charts.generator.data.datasets import Dataset, amounts, arrival, is_period

# The limits were set on the history of this repository's own datasets, each period judged as if it
# had just arrived: real breaks, such as a ban, are about the only ones held.
USUAL = 5.0  # times: a step that never surprises, whatever the history
UNKNOWN = 250.0  # times: the same where the history has fewer than ENOUGH steps
ENOUGH = 4  # steps
MARGIN = 1.25  # a step may be the largest so far, in logarithms, times this
SMALL = 0.05  # of all values of its period: a value that moves by less is not questioned
WIDER = 1.5  # a column with negative values may move by its range so far, times this
RECENT = 60  # values: five years of months; older steps tell little
SEASONS = 24  # months that have one a year before: enough to know what is usual
TWOFOLD = 2.0  # times: a month nearer to the last, or to the one a year before, is not questioned
APART = 1.3  # times: values nearer than that can't be told from one another
SURPRISE = 3.0  # times the usual steps: shorter ones need no exchange to explain them
NEARER = 0.25  # if an exchange makes the steps this much shorter, two values were exchanged

Series = dict[tuple[str, ...], dict[str, float]]  # by other keys than the period: value by period


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
    doubt: str = ""  # why it is hard to believe, if it is

    def __str__(self) -> str:
        where = " ".join([self.period, *self.series])
        return (
            f"{self.column} {where} is {self.value:,.10g} after {self.before:,.10g} ({self.last})"
        )

    @property
    def length(self) -> float:
        """Return how far the value went, as a logarithm; infinite to and from zero."""
        return _distance(self.before, self.value)


def far(new: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say which values went further than ever, or look as if two had been exchanged."""
    for period in arrived:
        steps = [step for column in amounts(new) for step in _into(new, column, period)]
        exchanged = [*_exchanged(steps, new)]
        yield from exchanged or (f"{step}, {step.doubt}" for step in steps if step.doubt)


def _into(new: Dataset, column: str, period: str) -> Iterator[_Step]:
    """Yield the steps of a column's series into a period, without those of small values."""
    stated = new.stated(column).get("largest_step")
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
            if max(abs(step.value), abs(step.before)) > SMALL * whole:
                yield step  # no doubt by itself, but it may be exchanged with another
            continue
        if signed:
            doubt = _too_far_signed(step, recent)
        else:
            doubt = _too_far(step, recent, pooled, stated) or _out_of_season(step, history)
        yield replace(step, doubt=doubt)


def _out_of_season(step: _Step, history: Mapping[str, float]) -> str:
    """Say if a month lies far from the last one and from that of a year before, against habit."""
    before = history.get(_year_before(step.period), 0.0)
    years = [
        _distance(history[_year_before(when)], value)
        for when, value in sorted(history.items())[-RECENT:]
        if value > 0 and history.get(_year_before(when), 0.0) > 0
    ]
    if len(step.period) != 7 or len(years) < SEASONS or before <= 0 or step.value <= 0:
        return ""
    apart = _distance(before, step.value)
    both = min(step.length / max(step.past), apart / max(years))
    if min(step.length, apart) <= math.log(TWOFOLD) or both <= MARGIN:
        return ""
    return f"and {before:,.10g} a year before; both further than ever in five years"


def _year_before(month: str) -> str:
    return f"{int(month[:4]) - 1:04}{month[4:]}"


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
    return str(int(period[:4]) - int(text[:4])) if is_period(name) else text


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
