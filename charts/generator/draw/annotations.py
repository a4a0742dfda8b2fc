"""Words on a chart that point at something."""

from __future__ import annotations

import math
from typing import Any, Literal

import altair as alt
import pandas as pd

from charts.generator.draw.chart_theme import INK, SMALL

HEAD = 6  # pixels: the length of the two strokes of an arrowhead
LINE = 13  # pixels from one line of words to the next


def arrow(
    x: alt.X,
    y: alt.Y,
    at: tuple[Any, float],
    text: str,
    dx: float,
    dy: float,
    *,
    color: str = INK,
    bend: float = 0.25,
) -> list[alt.Chart]:
    """Return layers with words and an arrow from them to a place of the chart.

    Args:
        x: the horizontal encoding of the chart.
        y: the vertical encoding of the chart.
        at: the place: its values on the two axes.
        text: the words; they break at "|".
        dx: pixels from the place to the words, to the right.
        dy: pixels from the place to the words, downwards.
        color: the colour of words and arrow.
        bend: how far the arrow bends, as a part of its length; 0 for a straight one.
    """
    names = [str(axis.shorthand).partition(":")[0] for axis in (x, y)]
    row = pd.DataFrame({names[0]: [at[0]], names[1]: [at[1]]})
    lines = text.split("|")
    length = math.hypot(dx, dy)
    # The arrow stops short of the mark, and starts a little away from the words.
    tip = (dx / length * 6, dy / length * 6)
    tail = (dx * (1 - 5 / length), dy * (1 - 5 / length))
    middle = ((tip[0] + tail[0]) / 2 - dy * bend, (tip[1] + tail[1]) / 2 + dx * bend)
    angle = math.atan2(middle[1] - tip[1], middle[0] - tip[0])
    strokes = [
        (tip[0] + HEAD * math.cos(angle + turn), tip[1] + HEAD * math.sin(angle + turn))
        for turn in (-0.5, 0.5)
    ]
    path = f"M{_at(tail)}Q{_at(middle)},{_at(tip)}M{_at(strokes[0])}L{_at(tip)}L{_at(strokes[1])}"
    drawn = alt.Chart(row).mark_point(
        shape=path,
        size=4,  # a path in pixels
        filled=False,
        stroke=color,
        strokeWidth=1.2,
        opacity=1,
    )
    below = dy > 0
    sideways = abs(dx) > abs(dy)
    align: Literal["left", "right", "center"] = (
        ("left" if dx > 0 else "right") if sideways else "center"
    )
    high = LINE * (len(lines) - 1)
    down = dy + 4 - high / 2 if sideways else (dy + 10 if below else dy - 4 - high)
    words = alt.Chart(row).mark_text(
        align=align,
        dx=dx,
        dy=down,
        baseline="alphabetic",
        text=lines,
        lineHeight=LINE,
        fontSize=SMALL,
        color=color,
    )
    return [each.encode(x=x, y=y) for each in (drawn, words)]


def _at(point: tuple[float, float]) -> str:
    return ",".join(f"{number:.1f}" for number in point)
