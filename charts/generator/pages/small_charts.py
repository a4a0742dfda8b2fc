"""Draws a small chart of each measure of a dataset, as SVG that needs neither scripts nor styles.

A series by period is a line; anything else is bars of its newest period, the largest first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from charts.generator.data.datasets import Dataset, Field
from charts.generator.numbers import formats
from charts.generator.pages import templates

WIDTH = 344  # pixels: the column of a phone
BARS = 6
MOST = 6  # charts of a dataset
_NAME, _VALUE = 124, 84  # room for the words beside a bar
_LABEL = 24  # letters of a bar's name
_LETTER = 7  # pixels: the width of a letter


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
        if name in dataset.key or not field.is_amount or dataset.roles.get(name):
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
    marks = []
    for at, number in dict.fromkeys([peak, held[-1]]):
        x, y = place(at, number)
        said = formats.write(number, field.unit)
        if (at, number) == peak:
            said += f", {formats.period(rows[at][0])}"
        side = "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"
        # Above the line wherever the words are.
        wide = _LETTER * len(said) * (0.5 if side == "middle" else 1)
        below = [place(*each) for each in held]
        highest = min(other for near, other in below if abs(near - x) <= wide)
        marks.append((x, y, said, side, min(highest, y) - 9))
    if len(marks) == 2 and abs(marks[0][4] - marks[1][4]) < 16:
        apart = abs(marks[0][0] - marks[1][0])
        if apart < _LETTER * (len(marks[0][2]) + len(marks[1][2])):
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
    bars = []
    for row in shown:
        name = ", ".join(formats.period(dataset.columns[key][row]) for key in names)
        cut = name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…"
        length = (WIDTH - _NAME - _VALUE) * abs(numbers[row]) / most
        bars.append((cut, round(max(length, 1), 1), formats.write(numbers[row], field.unit), name))
    of_all = f"the largest {len(shown)} of {len(rows)} rows" if len(rows) > len(shown) else ""
    head = ", ".join(filter(None, [formats.period(newest) if newest else "", of_all]))
    says = f"{field.title}{f' ({head})' if head else ''}: " + "; ".join(
        f"{name} {value}" for _, _, value, name in bars
    )
    svg = templates.block(
        "small-bars.svg", width=WIDTH, says=f"{says}.", bars=bars, name=_NAME, head=head,
        height=24 * len(bars) + (22 if head else 4), top=22 if head else 4,
    )  # fmt: skip
    return SmallChart(field, f"{says}.", svg)
