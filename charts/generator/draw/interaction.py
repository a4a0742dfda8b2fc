"""What a reader can do with a live chart, as layers and parameters that any chart can add.

The page scales a live drawing to the reader's screen without telling Vega: a mark may react to the
pointer, but nothing may use the pointer's position on the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from charts.generator.draw.chart_theme import MUTED, PAPER
from charts.generator.draw.controls import SWITCH


def nearest(
    x: alt.X, field: str, step: float, tooltip: list[alt.Tooltip]
) -> tuple[alt.Parameter, list[alt.Chart]]:
    """Return a selection of the row nearest to the pointer, and the layers that make and show it.

    An invisible stripe, as wide as the distance to the next row, covers each row. (Vega's own way
    to find the nearest row, a Voronoi diagram, loses rows when all of them are on one line.)

    Args:
        x: the horizontal encoding of the chart.
        field: the column that this encoding shows.
        step: pixels from one row to the next.
        tooltip: what readers see about a row.
    """
    hover = alt.selection_point(
        name="hover", fields=[field], on="pointerover", clear="pointerout", empty=False
    )
    stripes: alt.Chart = (
        alt.Chart()
        .mark_rule(opacity=0, strokeWidth=step)
        .encode(x=x, tooltip=tooltip)
        .add_params(hover)
    )
    rule: alt.Chart = (
        alt.Chart()
        .mark_rule(color=MUTED, strokeWidth=1)
        .encode(x=x, opacity=alt.condition(hover, alt.value(1), alt.value(0)))
    )
    return hover, [rule, stripes]


def dots(x: alt.X, y: alt.Y, color: str, hover: alt.Parameter) -> alt.Chart:
    """Return points that appear on a line at the row that the reader points at."""
    points: alt.Chart = (
        alt.Chart()
        .mark_point(filled=True, size=60, color=color, stroke=PAPER, strokeWidth=1.5)
        .encode(x=x, y=y, opacity=alt.condition(hover, alt.value(1), alt.value(0)))
    )
    return points


def switches(kinds: Mapping[str, str]) -> tuple[list[alt.Parameter], str]:
    """Return a checkbox for each kind of row, and the filter that they control.

    Args:
        kinds: the values of the column `kind`, with their names for readers.
    """
    params = [
        alt.param(name=f"{SWITCH}{kind}", value=True, bind=alt.binding_checkbox(name=name))
        for kind, name in kinds.items()
    ]
    tests = [f"(datum.kind === '{kind}' && {SWITCH}{kind})" for kind in kinds]
    return params, " || ".join(tests)


def choice(name: str, column: str, options: Iterable[Any], start: Any = None) -> alt.Parameter:
    """Return a selection of the rows with one value of a column, made in a list by readers.

    Args:
        name: the words beside the list.
        column: the column.
        options: the values, in the order of the list.
        start: the value that the picture shows; without one, it shows all.
    """
    return alt.selection_point(
        name=f"choice_{re.sub(r'[^a-z0-9]+', '_', column.lower())}",
        fields=[column],
        bind=alt.binding_select(options=list(options), name=name),
        **({} if start is None else {"value": start}),
    )


def slider(name: str, start: float, low: float, high: float, step: float = 1) -> alt.Parameter:
    """Return a number that readers set with a slider; the picture shows its start.

    In an expression it is called by its `name` attribute.

    Args:
        name: the words beside the slider.
        start: the number at first.
        low: the lowest number.
        high: the highest number.
        step: the distance from one number to the next.
    """
    signal = "slider_" + re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    bound = alt.binding_range(min=low, max=high, step=step, name=name)
    return alt.param(name=signal, value=start, bind=bound)
