"""Draws a small chart of each measure of a dataset, as SVG that needs neither scripts nor styles.

A series by period is a line; anything else is bars of its newest period, the largest first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

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
    for name, field in dataset.fields.items():
        is_place = field.unit == _PLACE
        if name in dataset.key or not field.is_amount or dataset.roles.get(name) or is_place:
            continue
        held = [n for n in dataset.values[name] if not math.isnan(n)]
        if len(held) < 2:
            continue
        by_period = dataset.key == [dataset.period] and len(held) > 2
        yield _line(dataset, field) if by_period else _bars(dataset, field)


def _line(dataset: Dataset, field: Field) -> SmallChart:
    rows = sorted(zip(dataset.columns[dataset.period], dataset.values[field.name], strict=True))
    held = [(at, number) for at, (_, number) in enumerate(rows) if not math.isnan(number)]
    low, high = min(0.0, *(n for _, n in held)), max(0.0, *(n for _, n in held))
    left, right, top, bottom = 4, WIDTH - 4, 30, 130

    def place(at: int, number: float) -> tuple[float, float]:
        x = left + (right - left) * at / (len(rows) - 1)
        return round(x, 1), round(bottom - (bottom - top) * (number - low) / (high - low or 1), 1)

    path, before = "", -2
    for at, number in held:
        x, y = place(at, number)
        path += f"{'L' if at == before + 1 else 'M'}{x:g} {y:g}"
        before = at
    peak = max(held, key=lambda each: each[1])
    drawn, step = [place(*each) for each in held], (right - left) / (len(rows) - 1)
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
        f"{field.title} from {first} to {last_period}: highest in "
        f"{formats.period(rows[top_at][0])} with {formats.write(most, field.unit)}; "
        f"{formats.write(newest, field.unit)} in {formats.period(rows[last_at][0])}."
    )
    zero = place(0, 0.0)[1]
    svg = templates.block(
        "small-line.svg", width=WIDTH, says=says, path=path, marks=marks, zero=zero, left=left,
        right=right, first=first, last=last_period,
    )  # fmt: skip
    return SmallChart(field, says, svg)


def _bars(dataset: Dataset, field: Field) -> SmallChart:
    when = dataset.period if len(dataset.key) > 1 else ""
    names = [key for key in dataset.key if key != when]
    numbers = dataset.values[field.name]
    known = [row for row, number in enumerate(numbers) if not math.isnan(number)]
    newest = max(dataset.columns[when][row] for row in known) if when else ""
    rows = [row for row in known if not when or dataset.columns[when][row] == newest]
    rows.sort(key=lambda row: (-numbers[row], row))
    shown = rows[:BARS]
    most = max(abs(numbers[row]) for row in shown) or 1.0
    # What all rows have in common is said once.
    common = [key for key in names if len({dataset.columns[key][row] for row in shown}) == 1]
    common = common if len(common) < len(names) else []
    names = [key for key in names if key not in common]
    told = [formats.write(numbers[row], field.unit) for row in shown]
    named = [", ".join(formats.period(dataset.columns[k][row]) for k in names) for row in shown]
    cut = [_shortened(name, WIDTH * _NAMES) for name in named]
    left = round(max(labels.width(name, BAR_TEXT) for name in cut)) + 6
    room = WIDTH - left - max(labels.width(value, BAR_TEXT) for value in told) - 6
    bars = [
        (name, round(max(room * abs(numbers[row]) / most, 1), 1), value)
        for name, row, value in zip(cut, shown, told, strict=True)
    ]
    of_all = f"the largest {len(shown)} of {len(rows)} rows" if len(rows) > len(shown) else ""
    shared = [dataset.columns[key][shown[0]] for key in common]
    head = ", ".join(filter(None, [*map(formats.period, [newest, *shared]), of_all]))
    says = f"{field.title}{f' ({head})' if head else ''}: " + "; ".join(
        f"{name} {value}" for name, value in zip(named, told, strict=True)
    )
    svg = templates.block(
        "small-bars.svg", width=WIDTH, says=f"{says}.", bars=bars, name=left, head=head,
        height=24 * len(bars) + (22 if head else 4), top=22 if head else 4,
    )  # fmt: skip
    return SmallChart(field, f"{says}.", svg)


def _shortened(name: str, room: float) -> str:
    """Return a name, or as many of its first letters as fit."""
    if labels.width(name, BAR_TEXT) <= room:
        return name
    shorter, left = name, [*letters(name)]
    while left and labels.width(f"{shorter}…", BAR_TEXT) > room:
        left.pop()
        shorter = "".join(left).rstrip(" ,")
    return f"{shorter}…"
