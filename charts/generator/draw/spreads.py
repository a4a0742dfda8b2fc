"""Forms that show how much there is of each kind, and how sure it is: heat maps, areas, bands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.generator.draw.chart_theme import (
    FAINT,
    INK,
    MUTED,
    PAPER,
    SMALL,
    SUBJECT,
    TEXT,
    Chart,
    Screen,
    frame,
)
from charts.generator.draw.forms import (
    AXIS,
    SIDE,
    STACK,
    Series,
    Values,
    named_above,
    naming,
    stacks,
)
from charts.generator.draw.interaction import nearest
from charts.generator.draw.labels import width
from charts.generator.draw.legends import ROW, heading, legend

STEPS = 5  # shades of a heat map
MONTHS = ("J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D")


def heatmap(
    rows: pd.DataFrame,
    x: str,
    y: str,
    value: str,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    ends: tuple[str, str],
    labels: Mapping[Any, str] | None = None,
    color: str = SUBJECT,
    every: int = 1,
    row: int = 17,
) -> Chart:
    """Return a cell for each pair of two columns, the darker the greater its value.

    A pair without a row stays empty, which is not the palest shade.

    Args:
        rows: one row per cell.
        x: the column of the horizontal axis, such as the month.
        y: the column of the vertical axis, such as the year.
        value: the column that is shown.
        tooltip: what readers see about a cell.
        screen: the screen to draw for.
        ends: what the palest and the darkest shade mean, as in "8 days" and "10 days".
        labels: the words for the values of `x`, if not their own.
        color: the darkest shade.
        every: the values of `y` between two labels, counted back from the last.
        row: the height of a cell, in pixels.
    """
    across, down = sorted(rows[x].unique()), sorted(rows[y].unique())
    shown = rows.copy()
    low, high = float(rows[value].min()), float(rows[value].max())
    shades = ((high - low) or 1) / STEPS
    shade = ((rows[value] - low) / shades).clip(upper=STEPS - 1).fillna(0).astype(int)
    shown["_shade"] = 0.12 + shade * (0.88 / (STEPS - 1))
    look, left, row = naming(pd.Series(down), screen, row)
    said = {str(each): (labels or {}).get(each, str(each)) for each in across}
    # As many labels as there is room for, counted back from the last.
    room = (screen.width - left - 8) / len(across)
    widest = max(width(text, TEXT) for text in said.values())
    step = 1 if labels else math.ceil((widest + 6) / room)
    right = max(8, math.ceil((widest - room) / 2) + 3)
    horizontal = alt.X(f"{x}:O").title(None).scale(paddingInner=0.06, paddingOuter=0)
    horizontal = horizontal.axis(
        values=across[::-1][::step][::-1],
        orient="top",
        domain=False,
        ticks=False,
        labelAngle=0,
        labelExpr=f"{said!r}[datum.value]",
    )
    vertical = alt.Y(f"{y}:O").title(None).scale(paddingInner=0.1, paddingOuter=0)
    # Numbers, such as years, stay as quiet as they are on any axis.
    quiet = {} if pd.api.types.is_numeric_dtype(rows[y]) else look
    vertical = vertical.axis(values=down[::-1][::every][::-1], **{"labelPadding": 6} | quiet)
    cells = alt.Chart().mark_rect(color=color, cornerRadius=1)
    chart = alt.layer(
        cells.encode(
            x=horizontal,
            y=vertical,
            fillOpacity=alt.FillOpacity("_shade:Q", scale=None),
            tooltip=list(tooltip),
        ),
        *_ramp(ends, color, -left + 4),
        data=shown,
    )
    return frame(chart, screen, row * len(down) + 22 + 34, left, right, 56, 0)


def _ramp(ends: tuple[str, str], color: str, start: float) -> list[alt.Chart]:
    """Return the shades with what the first and the last mean, above a plot."""
    before = start + width(ends[0], SMALL) + 6
    first = pd.DataFrame({"_text": [ends[0]]})
    shades = pd.DataFrame(
        {
            "_from": [before + 18 * i for i in range(STEPS)],
            "_to": [before + 18 * (i + 1) - 1 for i in range(STEPS)],
            "_shade": [0.12 + i * (0.88 / (STEPS - 1)) for i in range(STEPS)],
        }
    )
    boxes = (
        alt.Chart(shades)
        .mark_rect(color=color)
        .encode(
            x=alt.X("_from:Q").scale(None).axis(None),
            x2="_to:Q",
            y=alt.value(-48),
            y2=alt.value(-38),
            fillOpacity=alt.FillOpacity("_shade:Q", scale=None),
        )
    )
    last = pd.DataFrame({"_text": [ends[1]]})
    look: dict[str, Any] = {
        "align": "left",
        "fontSize": SMALL,
        "color": MUTED,
        "baseline": "middle",
    }
    return [
        boxes,
        alt.Chart(first).mark_text(**look).encode(
            x=alt.value(start), y=alt.value(-43), text="_text:N"
        ),
        alt.Chart(last).mark_text(**look).encode(
            x=alt.value(before + 18 * STEPS + 5), y=alt.value(-43), text="_text:N"
        ),
    ]  # fmt: skip


LEAST = 32  # pixels of a part that says how large it is


def areas(
    rows: pd.DataFrame,
    x: alt.X,
    parts: Sequence[Series],
    y: Values,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    marks: Sequence[alt.Chart] = (),
    left: int = 46,
    right: int = 16,
    top: int = 8,
    plot: int = 0,
) -> Chart:
    """Return areas stacked on each other, each with its name inside, or in a key above.

    Args:
        rows: one row per point in time, one column per part; no value may be negative.
        x: the horizontal encoding.
        parts: the parts, from the bottom up.
        y: the vertical axis.
        tooltip: what readers see about a row.
        screen: the screen to draw for.
        marks: layers in front.
        left: pixels for the labels of the vertical axis.
        right: pixels to the right of the plot.
        top: pixels above the plot.
        plot: the height of the plot in pixels; 0 for the usual height.
    """
    columns = [part.column for part in parts]
    if (rows[columns] < 0).any(axis=None):
        raise ValueError("areas can't be stacked with negative values: use `columns` or `lines`")
    plot = plot or (220 if screen.narrow else 270)
    field = str(x.shorthand).partition(":")[0]
    stacked = rows.copy()
    stacked["_0"] = 0.0
    for i, column in enumerate(columns):
        stacked[f"_{i + 1}"] = stacked[f"_{i}"] + stacked[column]
    drawn = [
        alt.Chart()
        .mark_area(color=part.color, opacity=1, line={"color": PAPER, "strokeWidth": 0.75})
        .encode(x=x, y=y.encode(f"_{i}:Q"), y2=f"_{i + 1}:Q")
        for i, part in enumerate(parts)
    ]
    names = []
    for part in parts:
        if part.at is None:
            continue
        at = pd.DataFrame({field: [part.at[0]], "value": [part.at[1]]})
        ink = INK if part.color == FAINT else PAPER
        words = alt.Chart(at).mark_text(
            align=part.align, fontWeight="bold", color=ink, text=part.name, fontSize=TEXT
        )
        names.append(words.encode(x=x, y=y.encode("value:Q")))
    step = (screen.width - left - right) / max(len(rows) - 1, 1)
    _, reading = nearest(x, field, step, list(tooltip))
    key, top = named_above(parts, screen.width - left - right, top)
    chart = alt.layer(*drawn, *names, *key, *marks, *reading[1:], data=stacked)
    return frame(chart, screen, plot + top + AXIS, left, right, top, AXIS)


def shares(
    rows: pd.DataFrame,
    whole: str,
    parts: Sequence[Series],
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
) -> Chart:
    """Return a bar of one length for each whole, cut into its parts.

    Args:
        rows: one row per whole, with a column for the amount of each part; none is below zero.
            `_head`, if present, is the heading of its bar.
        whole: the column that names a whole, which is its heading if there is no other.
        parts: the parts, the left one first; a key above the bars has their names.
        tooltip: what readers see about a part: columns of the rows, and `part`, `amount` and
            `share`, in percent.
        screen: the screen to draw for.
    """
    width = screen.width - 2 * SIDE
    shown = rows if "_head" in rows else rows.assign(_head=rows[whole].astype(str))
    amounts = rows[[part.column for part in parts]]
    sums = amounts.sum(axis=1)
    if (amounts < 0).any(axis=None):
        raise ValueError("what is below zero is no share of a whole: use `diverging` or `columns`")
    if (sums <= 0).any():
        empty = shown.loc[sums <= 0, "_head"].iloc[0]
        raise ValueError(f'all parts of "{empty}" are zero or missing: leave it out')
    pieces = []
    for part in parts:
        share = rows[part.column] / sums * 100
        label = share.map(lambda each: f"{each:.0f}%" if each * width >= LEAST * 100 else "")
        piece = shown[[whole, "_head"]].assign(
            part=part.name, amount=rows[part.column], share=share
        )
        pieces.append(piece.assign(_label=label, _color=part.color))
    drawn = pd.concat(pieces, ignore_index=True).assign(_hollow=False)
    drawn = drawn[drawn["share"] > 0]
    key, top = named_above(parts, width, 4)
    air = 8 if key else 0  # between the key and the first heading
    chart = alt.layer(*stacks(drawn, tooltip, width, air), *key, data=drawn)
    return frame(chart, screen, STACK * len(rows) + air + top, SIDE, SIDE, top, 0)


def diverging(
    rows: pd.DataFrame,
    name: str,
    parts: Sequence[tuple[str, str, str]],
    axis: alt.Axis,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    limit: float | None = None,
    row: int = 26,
    right: int = 24,
) -> Chart:
    """Return bars that grow from zero to both sides: negative parts to the left.

    Args:
        rows: one row per bar, one column per part.
        name: the column that names a bar.
        parts: the column, the name and the colour of each part; the negative ones and the positive
            ones in the order in which they go outwards from zero.
        axis: the horizontal axis.
        tooltip: what readers see about a bar.
        screen: the screen to draw for.
        limit: both ends of the axis, such as 100 for shares; by default what the bars need.
        row: pixels from one bar to the next.
        right: pixels to the right of the plot.
    """
    look, left, row = naming(rows[name], screen, row)
    shown = rows.copy()
    ends = {-1: 0.0 * rows[parts[0][0]], 1: 0.0 * rows[parts[0][0]]}
    for number, (column, _, _) in enumerate(parts):
        side = -1 if (rows[column].fillna(0) < 0).any() else 1
        if side < 0 and (rows[column].fillna(0) > 0).any():
            raise ValueError(
                f'the part "{column}" has negative and positive values: make it two parts'
            )
        shown[f"_{number}_from"] = ends[side]
        ends[side] = ends[side] + rows[column].fillna(0)
        shown[f"_{number}_to"] = ends[side]
    low, high = float(ends[-1].min()), float(ends[1].max())
    domain = [-limit, limit] if limit else [min(low, 0) * 1.02, max(high, 0) * 1.02]
    x = alt.X("_0_from:Q").title(None).scale(domain=domain, nice=False).axis(axis)
    y = alt.Y(f"{name}:N").title(None).sort(None).scale(paddingInner=0.3, paddingOuter=0.15)
    y = y.axis(**look)
    base = alt.Chart()
    layers = []
    for number, (_, _, color) in enumerate(parts):
        place = alt.X(f"_{number}_from:Q").title(None).scale(domain=domain, nice=False).axis(axis)
        bar = base.mark_bar(color=color, stroke=PAPER, strokeWidth=0.5)
        layers.append(bar.encode(x=place, x2=f"_{number}_to", y=y, tooltip=list(tooltip)))
    zero = base.mark_rule(color=INK, strokeWidth=1).encode(x=x)
    key, lines = legend([(text, color) for _, text, color in parts], screen.width - left - right)
    chart = alt.layer(*layers, zero, *key, data=shown)
    top = 10 + ROW * lines
    return frame(chart, screen, row * len(rows) + top + AXIS, left, right, top, AXIS)


def histogram(
    values: pd.Series,
    step: float,
    titles: tuple[str, str],
    screen: Screen,
    *,
    start: float | None = None,
    color: str = SUBJECT,
    form: str = ",d",
    every: int = 1,
    left: int = 46,
    right: int = 20,
    plot: int = 0,
) -> Chart:
    """Return how many values are in each step; the table has the steps.

    Args:
        values: the values.
        step: the width of a step.
        titles: what a value is, below the axis, and what is counted, above the bars.
        screen: the screen to draw for.
        start: the beginning of the first step; by default the multiple of `step` below all values.
        color: the colour of the bars.
        form: the format of the ends of steps, as in d3.
        every: the steps between two labels.
        left: pixels for the labels of the vertical axis.
        right: pixels to the right of the plot.
        plot: the height of the plot in pixels; 0 for the usual height.
    """
    plot = plot or (200 if screen.narrow else 250)
    known = values.dropna().astype(float)
    first = math.floor(known.min() / step) * step if start is None else start
    if (known < first).any():
        raise ValueError(f"some values are below the first step, which begins at {first}")
    count = math.floor((known.max() - first) / step) + 1
    place = ((known - first) // step).astype(int)
    found = place.value_counts()
    rows = pd.DataFrame(
        {
            "from": [first + step * i for i in range(count)],
            "below": [first + step * (i + 1) for i in range(count)],
            "count": [int(found.get(i, 0)) for i in range(count)],
        }
    )
    ends = [first + step * i for i in range(0, count + 1, every)]
    x = alt.X("from:Q").title(None).scale(domain=[first, first + step * count], nice=False)
    x = x.axis(values=ends, format=form)
    y = alt.Y("count:Q").title(None).axis(format=",d")
    tooltip = [
        alt.Tooltip("from:Q", title=f"{titles[0]}, from", format=form),
        alt.Tooltip("below:Q", title=f"{titles[0]}, to below", format=form),
        alt.Tooltip("count:Q", title=titles[1], format=",d"),
    ]
    bars = alt.Chart().mark_bar(color=color, stroke=PAPER, strokeWidth=1)
    bars = bars.encode(x=x, x2="below", y=y, y2=alt.datum(0))
    touch = alt.Chart().mark_bar(opacity=0)
    touch = touch.encode(x=x, x2="below", y=alt.value(0), y2=alt.value("height"), tooltip=tooltip)
    wide = screen.width - left - right
    above, over = heading(titles[1], -left, -18, "left", screen.width - 8, above=True)
    below, under = heading(titles[0], wide, plot + 36, "right", screen.width - right - 8)
    chart = alt.layer(bars, touch, above, below, data=rows)
    top, bottom = 28 + over, AXIS + 18 + under
    return frame(chart, screen, plot + top + bottom, left, right, top, bottom)


def boxes(
    rows: pd.DataFrame,
    name: str,
    value: str,
    axis: alt.Axis,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    color: str = SUBJECT,
    row: int = 34,
    right: int = 20,
) -> Chart:
    """Return for each group its lowest and highest value, its middle half and its median.

    The table has these five numbers, in columns called `lowest`, `quarter`, `median`,
    `three_quarters` and `highest`.

    Args:
        rows: one row per value.
        name: the column that names a group.
        value: the column with the values.
        axis: the horizontal axis.
        tooltip: what readers see about a group.
        screen: the screen to draw for.
        color: the colour of the boxes.
        row: pixels from one group to the next.
        right: pixels to the right of the plot.
    """
    grouped = rows.groupby(name, sort=False)[value]
    found = grouped.quantile(np.array([0, 0.25, 0.5, 0.75, 1])).unstack()
    found.columns = ["lowest", "quarter", "median", "three_quarters", "highest"]
    shown = found.reset_index()
    look, left, row = naming(shown[name], screen, row)
    low, high = float(shown["lowest"].min()), float(shown["highest"].max())
    scale = alt.Scale(domain=[min(low, 0) if low < 0.3 * high else low, high], nice=True)
    y = alt.Y(f"{name}:N").title(None).sort(None).axis(**look)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q").title(None).axis(axis).scale(scale)

    base = alt.Chart()
    whiskers = base.mark_rule(color=MUTED, strokeWidth=1.5)
    box = base.mark_bar(color=color, size=row * 0.5)
    middle = base.mark_tick(color=PAPER, thickness=3, size=row * 0.5)
    touch = base.mark_bar(opacity=0, size=row - 2)
    chart = alt.layer(
        whiskers.encode(x=at("lowest"), x2="highest", y=y),
        box.encode(x=at("quarter"), x2="three_quarters", y=y),
        middle.encode(x=at("median"), y=y),
        touch.encode(x=alt.value(0), x2=alt.value("width"), y=y, tooltip=list(tooltip)),
        data=shown,
    )
    return frame(chart, screen, row * len(shown) + 6 + AXIS, left, right, 6, AXIS)


def band(
    x: alt.X, y: Values, ends: tuple[str, str], *, color: str = SUBJECT, opacity: float = 0.22
) -> alt.Chart:
    """Return a layer with a band between two columns, for the `marks` of `lines`.

    Args:
        x: the horizontal encoding of the chart.
        y: the vertical axis of the chart.
        ends: the columns with the lower and the upper end.
        color: the colour of the band.
        opacity: how strong it is; bands that lie on each other get stronger.
    """
    area: alt.Chart = (
        alt.Chart()
        .mark_area(color=color, opacity=opacity)
        .encode(x=x, y=y.encode(f"{ends[0]}:Q"), y2=ends[1])
    )
    return area
