"""Small multiples: the same small chart for each of several things, side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd

from charts.generator.draw.chart_theme import FAINT, INK, SUBJECT, Chart, Screen, frame
from charts.generator.draw.forms import AXIS
from charts.generator.draw.interaction import dots, nearest
from charts.generator.draw.labels import width
from charts.generator.draw.legends import LINE, broken

HEAD = 24  # pixels above a panel for its name
GAP = 18  # pixels between panels


def panels(
    rows: pd.DataFrame,
    name: str,
    x: alt.X,
    y: alt.Y,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    mark: Literal["line", "area", "bar"] = "line",
    color: str = SUBJECT,
    others: bool = True,
    across: int = 0,
    plot: int = 84,
    left: int = 34,
    right: int = 14,
) -> Chart:
    """Return a panel for each of several things, all with the same axes.

    Args:
        rows: one row per mark, the panels in the order in which their names come first.
        name: the column that names a panel.
        x: the horizontal encoding of all panels.
        y: the vertical encoding of all panels.
        tooltip: what readers see about a row.
        screen: the screen to draw for.
        mark: what is in a panel.
        color: the colour of the marks.
        others: whether each panel of lines shows the lines of all others too, faintly.
        across: panels side by side; by default two or three on a phone, up to five on a desktop.
        plot: the height of a panel, in pixels.
        left: pixels for the labels of the vertical axis.
        right: pixels to the right of the panels.
    """
    names = [str(each) for each in dict.fromkeys(rows[name])]
    across = across or _across(names, screen, left + right)
    wide = (screen.width - left - right - GAP * (across - 1)) // across
    field = str(x.shorthand).partition(":")[0]
    points = rows.groupby(name)[field].count().max()
    heads = {each: broken(each, wide, bold=True) for each in names}
    head = HEAD + LINE * (max(map(len, heads.values())) - 1)
    rows = rows.assign(
        _head=rows[name].astype(str).map({k: "\n".join(v) for k, v in heads.items()})
    )
    base = alt.Chart()
    layers: list[Any] = []
    if mark == "line":
        if others:
            # Without its name, a row is in every panel.
            all_lines = rows.drop(columns=[name, "_head"]).assign(_line=rows[name])
            behind = alt.Chart(all_lines).mark_line(color=FAINT, strokeWidth=1)
            layers.append(behind.encode(x=x, y=y, detail="_line:N"))
        layers.append(base.mark_line(color=color, strokeWidth=2).encode(x=x, y=y))
        hover, reading = nearest(x, field, wide / max(points - 1, 1), list(tooltip))
        layers += [*reading, dots(x, y, color, hover)]
    elif mark == "area":
        layers.append(base.mark_area(color=color).encode(x=x, y=y, tooltip=list(tooltip)))
    else:
        size = max(1.0, wide / points * 0.8)
        bars = base.mark_bar(color=color, size=size)
        layers.append(bars.encode(x=x, y=y, tooltip=list(tooltip)))
    # A heading of Vega's own would stand higher where a panel has labels beside it.
    heading = base.transform_aggregate(groupby=[name, "_head"], rows="count()")
    heading = heading.mark_text(
        align="left", fontWeight="bold", color=INK, lineBreak="\n", lineHeight=LINE
    )
    layers.append(heading.encode(x=alt.value(0), y=alt.value(13 - head), text="_head:N"))
    one: Any = alt.layer(*layers).properties(width=wide, height=plot)
    chart = one.facet(
        facet=alt.Facet(f"{name}:N", sort=names, header=alt.Header(labelExpr="''", title=None)),
        columns=across,
        data=rows,
        spacing={"row": head + 8, "column": GAP},
        bounds="flush",
    )
    down = math.ceil(len(names) / across)
    height = down * plot + (down - 1) * (head + 8) + head + AXIS
    return frame(chart, screen, height, left, right, head, AXIS)


def _across(names: Sequence[str], screen: Screen, margins: int) -> int:
    """Return how many panels fit side by side, with their names, and fill their rows best."""
    most = 3 if screen.narrow else 5
    widest = max(width(name, 12, bold=True) for name in names)
    room = screen.width - margins
    fitting = [n for n in range(1, most + 1) if (room - GAP * (n - 1)) / n >= max(widest, 84)]
    choices = [n for n in fitting if n >= min(2, max(fitting))] or [1]
    # As few empty places as possible, then as many side by side as possible.
    return min(choices, key=lambda n: (-len(names) % n, -n))
