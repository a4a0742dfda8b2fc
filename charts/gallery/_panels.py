"""Plots one below the other on one axis of time, each with a heading and a scale of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from charts import AXIS, INK, SMALL, Chart, Screen, frame, nearest

HEAD = 32  # pixels above a plot for its heading
GAP = 14  # pixels from one plot to the next heading


@dataclass(frozen=True)
class Panel:
    """One of several plots: its heading, the ticks and the end of its scale, and its height.

    `label` is the Vega expression for a tick's label; `start` the lower end of the scale.
    """

    heading: str
    ticks: Sequence[float]
    end: float
    label: str
    height: int
    start: float = 0


@dataclass(frozen=True)
class Place:
    """A panel at its place: `top` is the upper end of its plot, in pixels."""

    panel: Panel
    top: int

    def y(self, field: str) -> alt.Y:
        """Return the encoding of a field on the scale of this panel."""
        panel = self.panel
        scale = alt.Scale(
            domain=[panel.start, panel.end],
            range=[self.top + panel.height, self.top],
            nice=False,
        )
        axis = alt.Axis(
            values=[*panel.ticks],
            tickCount=len(panel.ticks),
            labelExpr=panel.label,
            orient="left",
            grid=True,  # without it, only the first panel has lines
        )
        return alt.Y(field, title=None, scale=scale, axis=axis)


def placed(panels: Sequence[Panel]) -> list[Place]:
    """Return the panels at their places, from the top down."""
    places, top = [], 0
    for panel in panels:
        places.append(Place(panel, top + HEAD))
        top += HEAD + panel.height + GAP
    return places


def stacked(
    rows: pd.DataFrame,
    x: alt.X,
    drawn: Sequence[tuple[Place, Sequence[alt.Chart]]],
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    left: int = 46,
    right: int = 16,
    steps: int = 0,
) -> Chart:
    """Return panels below each other that readers read together, point by point.

    Args:
        rows: one row per point in time.
        x: the horizontal encoding of all panels.
        drawn: each panel, with its layers; their vertical encodings are those of the panel.
        tooltip: what readers see about a row; without any, the layers have tooltips of their own.
        screen: the screen to draw for.
        left: pixels for the labels of the vertical axes.
        right: pixels to the right of the plots.
        steps: how many steps in time the axis has; 0 for one less than there are rows.
    """
    last = drawn[-1][0]
    bottom = last.top + last.panel.height
    layers: list[Chart] = [
        alt.layer(*marks, _heading(place, left), resolve={"scale": {"y": "shared"}})
        for place, marks in drawn
    ]
    if tooltip:
        field = str(x.shorthand).partition(":")[0]
        steps = steps or max(len(rows) - 1, 1)
        _, stripes = nearest(x, field, (screen.width - left - right) / steps, list(tooltip))
        layers += stripes
    chart = alt.layer(*layers, data=rows, resolve={"scale": {"y": "independent"}})
    return frame(chart, screen, bottom + AXIS, left, right, 0, AXIS)


def _heading(place: Place, left: int) -> alt.Chart:
    at = pd.DataFrame({"_heading": [place.panel.heading]})
    mark: alt.Chart = (
        alt.Chart(at)
        .mark_text(align="left", baseline="middle", fontWeight="bold", color=INK)
        .encode(x=alt.value(4 - left), y=alt.value(place.top - 18), text="_heading:N")
    )
    return mark


def name(
    x: alt.X, y: alt.Y, at: Mapping[str, object], text: str, color: str, **look: Any
) -> alt.Chart:
    """Return words at a place of a panel; they break at "|"."""
    looks: dict[str, Any] = {
        "align": "left",
        "fontSize": SMALL,
        "lineBreak": "|",
        "lineHeight": 13,
    } | look
    mark: alt.Chart = (
        alt.Chart(pd.DataFrame([at])).mark_text(color=color, text=text, **looks).encode(x=x, y=y)
    )
    return mark
