"""Draws a small chart of each measure of a dataset, as SVG that needs neither scripts nor styles.

A series by period is a line; anything else is bars of its newest period, the largest first. One bar
has nothing to be compared with: then its own series is drawn, if it has one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from charts.generator.data import periods
from charts.generator.data.datasets import Dataset, Field
from charts.generator.draw import labels
from charts.generator.draw.letters import letters
from charts.generator.numbers import formats
from charts.generator.pages import templates

WIDTH = 344  # pixels: the column of a phone
BARS = 6
MOST = 6  # charts of a dataset
LINE_TEXT, BAR_TEXT = 12, 11  # pixels: the sizes of the words beside them, as in the templates
_NAMES = 0.4  # of the width, at most, for the names of bars
_PLACE = "degrees"  # the unit of a place on a map, of which no bar makes sense


@dataclass(frozen=True)
class SmallChart:
    """A drawing of one measure, with what it shows in a sentence."""

    field: Field
    says: str
    svg: Markup


def of(dataset: Dataset) -> list[SmallChart]:
    """Return the charts of a dataset's measures."""
    return list(_charts(dataset))[:MOST]


def _charts(dataset: Dataset) -> Iterator[SmallChart]:
    if "unit" in dataset.fields:  # each row has its own: no two of them can be compared
        return
    for name, field in dataset.fields.items():
        is_place = field.unit == _PLACE
        if name in dataset.key or not field.is_amount or dataset.roles.get(name) or is_place:
            continue
        if drawn := _chart(dataset, field):
            yield drawn


def _chart(dataset: Dataset, field: Field) -> SmallChart | None:
    """Draw a measure; nothing if it has no two numbers that can be compared."""
    when = dataset.period
    series = list(range(dataset.height))
    known = _known(field, dataset, series)
    if not known:
        return None
    if when and dataset.key != [when]:
        newest = max(dataset.columns[when][row] for row in known)
        at = [row for row in known if dataset.columns[when][row] == newest]
        if len(at) > 1:
            names = [key for key in dataset.key if key != when]
            at.sort(key=lambda row: -dataset.values[field.name][row])
            return _bars(dataset, field, at, names, [newest])
        series = _series(dataset, at[0])
        known = _known(field, dataset, series)
    if len(known) < 2:
        return None
    if not when:
        known.sort(key=lambda row: -dataset.values[field.name][row])
        return _bars(dataset, field, known, dataset.key, [])
    if len(known) == 2:
        return _bars(dataset, field, known, [when], _shared(dataset, known[-1]))
    return _line(dataset, field, series)


def _shared(dataset: Dataset, row: int) -> list[str]:
    """Return what a series is about: what its rows say in keys that are no periods."""
    return [dataset.columns[key][row] for key in dataset.key if not dataset.is_period(key)]


def _known(field: Field, dataset: Dataset, rows: Iterable[int]) -> list[int]:
    return [row for row in rows if not math.isnan(dataset.values[field.name][row])]


def _series(dataset: Dataset, row: int) -> list[int]:
    """Return the rows that differ from one in their period alone.

    Several columns may say when, such as a year and the edition that it was read in. They are held
    fixed only if one period would otherwise have several rows.
    """
    when = dataset.period
    others = [key for key in dataset.key if key != when]
    for fixed in ([key for key in others if not dataset.is_period(key)], others):
        same = [
            each
            for each in range(dataset.height)
            if all(dataset.columns[key][each] == dataset.columns[key][row] for key in fixed)
        ]
        if len({dataset.columns[when][each] for each in same}) == len(same):
            break
    return same


def _times(found: list[str]) -> list[float]:
    """Return where periods lie between the first and the last; in equal steps if none can tell."""
    form = periods.form_of(found)
    try:
        days = [periods.begin(period, form).toordinal() for period in found]
    except ValueError:
        days = list(range(len(found)))
    return [(day - days[0]) / (days[-1] - days[0]) for day in days]


def _line(dataset: Dataset, field: Field, series: list[int]) -> SmallChart:
    dates, numbers = dataset.columns[dataset.period], dataset.values[field.name]
    rows = sorted((dates[row], numbers[row]) for row in series)
    held = [(at, number) for at, (_, number) in enumerate(rows) if not math.isnan(number)]
    head = ", ".join(_shared(dataset, series[0]))
    times = _times([period for period, _ in rows])
    low, high = min(0.0, *(n for _, n in held)), max(0.0, *(n for _, n in held))
    left, right, top = 4, WIDTH - 4, 48 if head else 30
    bottom = top + 100

    def place(at: int, number: float) -> tuple[float, float]:
        x = left + (right - left) * times[at]
        return round(x, 1), round(bottom - (bottom - top) * (number - low) / (high - low or 1), 1)

    path, before = "", -2
    for at, number in held:
        x, y = place(at, number)
        path += f"{'L' if at == before + 1 else 'M'}{x:g} {y:g}"
        before = at
    peak = max(held, key=lambda each: each[1])
    drawn = [place(*each) for each in held]
    step = max(after[0] - point[0] for point, after in pairwise(drawn))
    marks: list[tuple[float, float, str, float, float, float]] = []
    for at, number in dict.fromkeys([peak, held[-1]]):
        x, y = place(at, number)
        said = formats.write(number, field.unit)
        if (at, number) == peak:
            said += f", {formats.period(rows[at][0])}"
        wide = labels.width(said, LINE_TEXT, bold=True)
        begins = round(min(max(x - wide / 2, 0), WIDTH - wide), 1)
        ends = begins + wide
        # Above the line wherever the words are.
        highest = min(over for near, over in drawn if begins - step <= near <= ends + step)
        marks.append((x, y, said, begins, ends, highest - 9))
    if len(marks) == 2 and abs(marks[0][-1] - marks[1][-1]) < 16:
        one, other = sorted(marks, key=lambda mark: mark[3])
        if one[4] + 4 > other[3]:
            marks = marks[:1]  # the second label would lie on the first one
    first, last_period = (formats.period(rows[index][0]) for index in (0, -1))
    (top_at, most), (last_at, newest) = peak, held[-1]
    says = (
        f"{field.title}{f' ({head})' if head else ''} from {first} to {last_period}: highest in "
        f"{formats.period(rows[top_at][0])} with {formats.write(most, field.unit)}; "
        f"{formats.write(newest, field.unit)} in {formats.period(rows[last_at][0])}."
    )
    zero = place(0, 0.0)[1]
    svg = templates.block(
        "small-line.svg", width=WIDTH, says=says, path=path, marks=marks, zero=zero, left=left,
        right=right, first=first, last=last_period, head=head, height=bottom + 22,
    )  # fmt: skip
    return SmallChart(field, says, svg)


def _bars(
    dataset: Dataset, field: Field, rows: list[int], names: list[str], said: list[str]
) -> SmallChart:
    """Draw the first of some rows as bars, named by some keys, under what all have in common."""
    numbers = dataset.values[field.name]
    shown = rows[:BARS]
    most = max(abs(numbers[row]) for row in shown) or 1.0
    # What all rows have in common is said once.
    common = [key for key in names if len({dataset.columns[key][row] for row in shown}) == 1]
    common = common if len(common) < len(names) else []
    names = [key for key in names if key not in common]
    told = [formats.write(numbers[row], field.unit) for row in shown]
    words = [_words(dataset, key, shown) for key in names]
    named = [", ".join(formats.period(column[row]) for column in words) for row in shown]
    cut = [_shortened(name, WIDTH * _NAMES) for name in named]
    left = round(max(labels.width(name, BAR_TEXT) for name in cut)) + 6
    room = WIDTH - left - max(labels.width(value, BAR_TEXT) for value in told) - 6
    bars = [
        (name, round(max(room * abs(numbers[row]) / most, 1), 1), value)
        for name, row, value in zip(cut, shown, told, strict=True)
    ]
    of_all = f"the largest {len(shown)} of {len(rows)} rows" if len(rows) > len(shown) else ""
    shared = [dataset.columns[key][shown[0]] for key in common]
    head = ", ".join(filter(None, [*map(formats.period, [*said, *shared]), of_all]))
    says = f"{field.title}{f' ({head})' if head else ''}: " + "; ".join(
        f"{name} {value}" for name, value in zip(named, told, strict=True)
    )
    svg = templates.block(
        "small-bars.svg", width=WIDTH, says=f"{says}.", bars=bars, name=left, head=head,
        height=24 * len(bars) + (22 if head else 4), top=22 if head else 4,
    )  # fmt: skip
    return SmallChart(field, f"{says}.", svg)


def _words(dataset: Dataset, key: str, rows: list[int]) -> Sequence[str]:
    """Return a column of keys; for codes, the words of the next column, if they tell rows apart."""
    columns, fields = dataset.columns, list(dataset.fields)
    codes = not any(sign.islower() for row in rows for sign in columns[key][row])
    after = next(iter(fields[fields.index(key) + 1 :]), "")
    if codes and after and dataset.fields[after].type == "string" and not dataset.is_period(key):
        told = [columns[after][row] for row in rows]
        if len(set(filter(None, told))) == len(rows):
            return columns[after]
    return columns[key]


def _shortened(name: str, room: float) -> str:
    """Return a name, or as many of its first letters as fit."""
    if labels.width(name, BAR_TEXT) <= room:
        return name
    shorter, left = name, [*letters(name)]
    while left and labels.width(f"{shorter}…", BAR_TEXT) > room:
        left.pop()
        shorter = "".join(left).rstrip(" ,")
    return f"{shorter}…"
