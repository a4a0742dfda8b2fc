"""The forms that most charts take: lines over time, bars of what is compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from charts.interaction import dots, nearest
from charts.theme import INK, MUTED, PAPER, QUIET, Chart, Screen, frame

# The label of a tick of millions of dollars.
BILLIONS = "datum.value ? '$' + datum.value / 1000 + ' bn' : '0'"

AXIS = 26  # pixels below a plot for the labels of its axis
LETTER = 6.2  # pixels that a letter takes at most, on average, at the theme's size


@dataclass(frozen=True)
class Series:
    """A line: its column, its name, its colour, and where on the chart the name stands.

    `at` is a place on the horizontal axis and a value; `align` says which end of the name is
    there. A name too long for a phone breaks at "|".
    """

    column: str
    name: str
    color: str
    at: tuple[Any, float]
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Values:
    """A vertical axis: from 0 or `start` to `end`, with a label at each of `ticks`.

    `label` is a Vega expression of a tick's label.
    """

    ticks: Sequence[float]
    end: float
    label: str
    start: float = 0

    def encode(self, field: str) -> alt.Y:
        """Return the encoding of a field on this axis."""
        scale = alt.Scale(domain=[self.start, self.end], nice=False)
        axis = alt.Axis(values=[*self.ticks], labelExpr=self.label)
        return alt.Y(field, title=None, scale=scale, axis=axis)


def values(rows: pd.DataFrame | pd.Series, step: float, label: str, air: float = 0.06) -> Values:
    """Return an axis from 0 with a tick every `step`, and a little air above the highest value."""
    highest = float(rows.to_numpy(dtype=float, na_value=0).max())
    end = highest * (1 + air)
    return Values([step * i for i in range(math.floor(end / step) + 1)], end, label)


def years(first: int, last: int, every: int) -> alt.X:
    """Return an axis of years with the first, the last, and every so many of them labelled."""
    inner = range(first // every * every + every, last - every // 2, every)
    x = alt.X("year:Q").title(None).scale(domain=[first, last], nice=False)
    return x.axis(format="d", values=[first, *inner, last])


def months(field: pd.Series, every: int) -> alt.X:
    """Return an axis of months, in the column `month`, with every so many years labelled."""
    shown = [f"{year}-01-01T00:00:00Z" for year in field.dt.year.unique()]
    ends = [str(field.min()), str(field.max())]
    x = alt.X("month:T").title(None).scale(type="utc", domain=ends, nice=False)
    return x.axis(values=shown[::every], format="%Y")


def lines(
    rows: pd.DataFrame,
    x: alt.X,
    series: Sequence[Series],
    y: Values,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    marks: Sequence[alt.Chart] = (),
    left: int = 46,
    right: int = 16,
    top: int = 8,
    plot: int = 0,
    below: int = 0,
    params: Sequence[alt.Parameter] = (),
) -> Chart:
    """Return lines over time, each with its name beside it, that are read point by point.

    Args:
        rows: one row a point in time, one column a line; a missing value breaks the line.
        x: the horizontal encoding.
        series: the lines.
        y: the vertical axis.
        tooltip: what there is to read of a row.
        screen: where it will be seen.
        marks: layers that go behind the lines, such as events.
        left: pixels for the labels of the vertical axis.
        right: pixels to the right of the plot.
        top: pixels above the plot.
        plot: the height of the plot in pixels; 0 for the usual one.
        below: pixels for what stands below the horizontal axis.
        params: switches that the marks obey.
    """
    plot = plot or (220 if screen.narrow else 270)
    field = str(x.shorthand).partition(":")[0]
    width = screen.width - left - right
    hover, reading = nearest(x, field, width / max(len(rows) - 1, 1), list(tooltip))
    drawn = [
        alt.Chart().mark_line(color=one.color).encode(x=x, y=y.encode(f"{one.column}:Q"))
        for one in series
    ]
    names = [_name(one, x, field, y, screen) for one in series]
    points = [dots(x, y.encode(f"{one.column}:Q"), one.color, hover) for one in series]
    chart = alt.layer(*marks, *drawn, *names, *reading, *points, data=rows)
    if params:
        chart = chart.add_params(*params)
    return frame(chart, screen, plot + top + AXIS + below, left, right, top, AXIS + below)


def _name(one: Series, x: alt.X, field: str, y: Values, screen: Screen) -> alt.Chart:
    at = pd.DataFrame({field: [one.at[0]], "value": [one.at[1]]})
    name: alt.Chart = (
        alt.Chart(at)
        .mark_text(
            align=one.align,
            fontWeight="bold",
            color=one.color,
            lineBreak="|",
            lineHeight=14,
            text=one.name if screen.narrow else one.name.replace("|", " "),
        )
        .encode(x=x, y=y.encode("value:Q"))
    )
    return name


def bars(
    rows: pd.DataFrame,
    name: str,
    value: str,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    row: int = 34,
) -> Chart:
    """Return horizontal bars in the order of the rows, each with its amount at its end.

    Args:
        rows: one row a bar. `_label` is its amount as readers see it; `_color`, if there, its
            colour; `_hollow`, if there, says which bars are outlines: estimates, other years.
        name: the column with what stands before a bar.
        value: the column that it is as long as.
        tooltip: what there is to read of a bar.
        screen: where it will be seen.
        row: pixels from one bar to the next.
    """
    shown = rows.copy()
    shown["_color"] = rows.get("_color", QUIET)
    hollow = pd.Series(rows.get("_hollow", False), index=rows.index).astype(bool)
    shown["_fill"] = shown["_color"].where(~hollow, PAPER)
    left, right = _room(shown[name], 12), _room(shown["_label"], 10)
    y = alt.Y(f"{name}:N").title(None).sort(None).scale(paddingInner=0.35, paddingOuter=0.175)
    y = y.axis(labelColor=INK, labelPadding=8, labelLimit=left, domain=True, domainColor=MUTED)
    # Every bar says its own amount, so the axis has nothing to add but its start.
    x = alt.X(f"{value}:Q").axis(None).scale(domainMin=0, nice=False)
    drawn = (
        alt.Chart()
        .mark_bar(strokeWidth=1.5)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill("_fill:N", scale=None),
            stroke=alt.Stroke("_color:N", scale=None),
            tooltip=list(tooltip),
        )
    )
    texts = alt.Chart().mark_text(align="left", dx=6).encode(x=x, y=y, text="_label:N")
    chart = alt.layer(drawn, texts, data=shown)
    return frame(chart, screen, row * len(shown) + 8, left, right, 4, 4)


def _room(texts: pd.Series, more: int) -> int:
    """Return the pixels that the longest of some texts needs, and some more."""
    return math.ceil(texts.astype(str).str.len().max() * LETTER) + more
