"""Words above and below a plot: what its colours mean, what its axes show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import altair as alt
import pandas as pd

from charts.generator.draw.chart_theme import INK, MUTED, TEXT, Align
from charts.generator.draw.labels import width
from charts.generator.draw.typefaces import SANS, SANS_BOLD

ROW = 18  # pixels of a line of a legend
LINE = 14  # pixels from one line of a text to the next


def legend(
    parts: Sequence[tuple[str, str]],
    room: float,
    shape: Literal["square", "circle"] = "square",
) -> tuple[list[alt.Chart], int]:
    """Return what colours mean, above a plot, in as many lines as they need; and how many."""
    places: list[tuple[str, str, float, int]] = []
    at, line = 0.0, 0
    for text, color in parts:
        lines = broken(text, room - 16)
        need = 16 + max(width(each, TEXT) for each in lines)
        if at and at + need > room:
            at, line = 0.0, line + 1
        places.append(("\n".join(lines), color, at, line))
        at, line = at + need + 18, line + len(lines) - 1
    made = []
    for text, color, x, row in places:
        y = -8 - ROW * (line - row)
        data = pd.DataFrame({"_text": [text]})
        box = alt.Chart(data).mark_point(shape=shape, filled=True, size=110, opacity=1, color=color)
        made.append(box.encode(x=alt.value(x + 5), y=alt.value(y)))
        words = alt.Chart(data).mark_text(
            align="left", color=INK, lineBreak="\n", lineHeight=ROW, baseline="middle"
        )
        made.append(words.encode(x=alt.value(x + 15), y=alt.value(y), text="_text:N"))
    return made, line + 1


def heading(
    text: str,
    x: float,
    y: float,
    align: Align,
    room: float,
    *,
    above: bool = False,
    bold: bool = False,
) -> tuple[alt.Chart, int]:
    """Return words at a place beside a plot, and the pixels that further lines of them need.

    Args:
        text: the words.
        x: the place, in pixels.
        y: the height of the first line, or if they stand above a plot of the last.
        align: the end of the words that is there.
        room: the width that they may have.
        above: whether they stand above the plot.
        bold: whether they are the name of something.
    """
    lines = broken(text, room, bold=bold)
    more = LINE * (len(lines) - 1)
    mark: alt.Chart = (
        alt.Chart(pd.DataFrame({"_text": ["\n".join(lines)]}))
        .mark_text(
            align=align,
            color=INK if bold else MUTED,
            fontWeight="bold" if bold else "normal",
            lineBreak="\n",
            lineHeight=LINE,
        )
        .encode(x=alt.value(x), y=alt.value(y - more if above else y), text="_text:N")
    )
    return mark, more


def broken(text: str, room: float, *, bold: bool = False) -> list[str]:
    """Return a text in the lines that fit a width."""
    if width(text, TEXT, bold) <= room:
        return [text]
    return (SANS_BOLD if bold else SANS).lines(text, TEXT, room)
