"""Forms that compare things: points with names, slopes, ranges, ranks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product

import altair as alt
import pandas as pd

from charts.generator.draw.chart_theme import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    SMALL,
    SUBJECT,
    TEXT,
    Align,
    Chart,
    Screen,
    frame,
)
from charts.generator.draw.forms import AXIS, naming
from charts.generator.draw.labels import width
from charts.generator.draw.legends import ROW, broken, heading, legend

# The ends of lines, and which end of a name is beside each.
SIDES: tuple[tuple[int, Align], ...] = ((0, "right"), (1, "left"))
LINE = 14  # pixels from one name to the next


def scatter(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    titles: tuple[str, str],
    size: int = 50,
    marks: Sequence[alt.Chart] = (),
    left: int = 46,
    right: int = 16,
    plot: int = 0,
) -> Chart:
    """Return points at two values each, some of them with their names.

    Args:
        rows: one row per point. `_label`, if present, is the name beside it, possibly empty;
            `_align` the end of the name that is at the point ("left" without it) and `_dy` pixels
            to move it down; `_color`, if present, the point's colour.
        x: the horizontal encoding; give it `.scale(type="log")` where amounts differ a hundredfold.
        y: the vertical encoding.
        tooltip: what readers see about a point.
        screen: the screen to draw for.
        titles: what the axes show: the vertical one above it, the horizontal one below it.
        size: the area of a point, in pixels.
        marks: layers behind the points.
        left: pixels for the labels of the vertical axis.
        right: pixels to the right of the plot.
        plot: the height of the plot in pixels; 0 for the usual height.
    """
    plot = plot or (260 if screen.narrow else 340)
    shown = rows.copy()
    shown["_color"] = rows.get("_color", QUIET)
    x, y = x.title(None), y.title(None)
    points = (
        alt.Chart()
        .mark_point(filled=True, size=size, opacity=0.85, stroke=PAPER, strokeWidth=0.5)
        .encode(x=x, y=y, color=alt.Color("_color:N", scale=None), tooltip=list(tooltip))
    )
    layers: list[alt.Chart] = [*marks, points]
    if "_label" in rows:
        shown["_align"] = rows.get("_align", "left")
        shown["_dy"] = rows.get("_dy", 0)
        named = shown[shown["_label"].fillna("") != ""]
        aligns: tuple[Align, ...] = ("left", "right", "center")
        for align, dy in product(aligns, sorted(set(named["_dy"]))):
            some = named[(named["_align"] == align) & (named["_dy"] == dy)]
            if some.empty:
                continue
            words = alt.Chart(some).mark_text(
                align=align,
                dx={"left": 8, "right": -8, "center": 0}[align],
                dy=float(dy),
                fontSize=SMALL,
                color=INK,
            )
            layers.append(words.encode(x=x, y=y, text="_label:N"))
    room = screen.width - 8
    above, over = heading(titles[0], -left, -20, "left", room, above=True)
    below, under = heading(titles[1], screen.width - left - right, plot + 36, "right", room - right)
    top, bottom = 30 + over, AXIS + 18 + under
    chart = alt.layer(*layers, above, below, data=shown)
    return frame(chart, screen, plot + top + bottom, left, right, top, bottom)


def slopes(
    rows: pd.DataFrame,
    name: str,
    ends: tuple[str, str],
    heads: tuple[str, str],
    label: Callable[[float], str],
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    plot: int = 0,
) -> Chart:
    """Return a line for each thing from one value to another, with both at its ends.

    Args:
        rows: one row per thing; `_color`, if present, is its colour.
        name: the column that names a thing.
        ends: the columns with the first and the second value.
        heads: what the two values are, as in "2015" and "2025".
        label: writes a value, as `amount` or `"{:.1f}".format` do.
        tooltip: what readers see about a thing.
        screen: the screen to draw for.
        plot: the height of the plot in pixels; 0 for what the names need.
    """
    shown = rows.copy()
    shown["_color"] = rows.get("_color", SUBJECT)
    plot = plot or max(220 if screen.narrow else 280, len(rows) * (LINE + 2))
    both = pd.concat([rows[ends[0]], rows[ends[1]]])
    low, high = float(both.min()), float(both.max())
    said = [[label(float(value)) for value in rows[end]] for end in ends]
    names = rows[name].astype(str)
    # A phone has no room for the names twice.
    words = [
        said[0]
        if screen.narrow
        else [f"{each}\u2002{value}" for each, value in zip(names, said[0], strict=True)],
        [f"{value}\u2002{each}" for each, value in zip(names, said[1], strict=True)],
    ]
    margins = [math.ceil(max(width(text, SMALL, True) for text in texts)) + 12 for texts in words]
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    wide = screen.width - sum(margins)
    left = alt.Y(f"{ends[0]}:Q").axis(None).scale(scale)
    base = alt.Chart()
    lines = base.mark_rule(strokeWidth=2).encode(
        x=alt.value(0), x2=alt.value(wide), y=left, y2=ends[1],
        color=alt.Color("_color:N", scale=None), tooltip=list(tooltip),
    )  # fmt: skip
    layers = [lines]
    for place, (end, texts) in enumerate(zip(ends, words, strict=True)):
        at = alt.value(place * wide)
        y = alt.Y(f"{end}:Q").axis(None).scale(scale)
        dots = base.mark_point(filled=True, size=45, opacity=1)
        layers.append(dots.encode(x=at, y=y, color=alt.Color("_color:N", scale=None)))
        spread = _apart([float(v) for v in rows[end]], low, high, plot)
        placed = pd.DataFrame({"_text": texts, "_at": spread, "_color": [*shown["_color"]]})
        height = alt.Y("_at:Q").axis(None).scale(None)
        for color, some in placed.groupby("_color", sort=False):
            quiet = color in (QUIET, FAINT)
            mark = alt.Chart(some).mark_text(
                align="left" if place else "right",
                dx=8 if place else -8,
                fontSize=SMALL,
                fontWeight="normal" if quiet or shown["_color"].nunique() == 1 else "bold",
                color=INK if quiet else str(color),
            )
            layers.append(mark.encode(x=at, y=height, text="_text:N"))
    # A head that is wider than the names goes on over the lines, up to the middle.
    half, over = screen.width / 2 - 8, 0
    long = [max(width(line, TEXT, True) for line in broken(h, half, bold=True)) for h in heads]
    starts = (max(-8.0, 2 - margins[0] + long[0]), min(wide + 8.0, wide + margins[1] - 2 - long[1]))
    for head, start, (_, align) in zip(heads, starts, SIDES, strict=True):
        mark, more = heading(head, start, -22, align, half, above=True, bold=True)
        layers.append(mark)
        over = max(over, more)
    # A finger is wider than a line.
    touch = base.mark_rule(strokeWidth=14, opacity=0)
    layers.append(
        touch.encode(x=alt.value(0), x2=alt.value(wide), y=left, y2=ends[1], tooltip=list(tooltip))
    )
    chart = alt.layer(*layers, data=shown, resolve={"scale": {"y": "independent"}})
    return frame(chart, screen, plot + 44 + over, margins[0], margins[1], 34 + over, 10)


def _apart(values: Sequence[float], low: float, high: float, plot: float) -> list[float]:
    """Return heights for labels in pixels: near their values, and never over each other."""
    wanted = [plot * (1 - (value - low) / ((high - low) or 1)) for value in values]
    order = sorted(range(len(values)), key=lambda i: wanted[i])
    placed = list(wanted)
    groups: list[list[int]] = []
    for i in order:
        groups.append([i])
        # Labels that would touch move apart together, around where they belong.
        while len(groups) > 1:
            above, below = groups[-2], groups[-1]
            if _start(below, wanted, plot) - _start(above, wanted, plot) >= LINE * len(above):
                break
            groups[-2:] = [above + below]
    for group in groups:
        start = _start(group, wanted, plot)
        for step, i in enumerate(group):
            placed[i] = start + step * LINE
    return placed


def _start(group: Sequence[int], wanted: Sequence[float], plot: float) -> float:
    """Return the height of the first of labels that stand below each other, inside the plot."""
    middle = sum(wanted[i] for i in group) / len(group)
    room = LINE * (len(group) - 1)
    return max(0.0, min(middle - room / 2, plot - room))


def ranges(
    rows: pd.DataFrame,
    name: str,
    ends: tuple[str, str],
    heads: tuple[str, str],
    axis: alt.Axis,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    colors: tuple[str, str] = (QUIET, SUBJECT),
    row: int = 26,
    right: int = 24,
) -> Chart:
    """Return a dot at each of two values of every thing, joined by a line.

    Args:
        rows: one row per thing, from the top down.
        name: the column that names a thing.
        ends: the columns with the two values; give the same one twice for single dots.
        heads: what the two values are; they stand above the first row.
        axis: the horizontal axis.
        tooltip: what readers see about a thing.
        screen: the screen to draw for.
        colors: the colours of the two dots.
        row: pixels from one thing to the next.
        right: pixels to the right of the plot.
    """
    look, left, row = naming(rows[name], screen, row)
    y = alt.Y(f"{name}:N").title(None).sort(None).scale(padding=0.5)
    y = y.axis(**look, grid=True, gridColor=FAINT)
    x = alt.X(f"{ends[0]}:Q").title(None).scale(zero=False).axis(axis)
    other = alt.X(f"{ends[1]}:Q").title(None)
    base = alt.Chart()
    single = ends[0] == ends[1]
    layers = []
    if not single:
        rule = base.mark_rule(color=QUIET, strokeWidth=3)
        layers.append(rule.encode(x=x, x2=ends[1], y=y))
    for end, color in list(zip((x, other), colors, strict=True))[single:]:
        dot = base.mark_point(filled=True, size=90, opacity=1, color=color)
        layers.append(dot.encode(x=end, y=y))
    touch = base.mark_bar(opacity=0, size=row - 2)
    layers.append(touch.encode(x=alt.value(0), x2=alt.value("width"), y=y, tooltip=list(tooltip)))
    named = [] if single else list(zip(heads, colors, strict=True))
    key, lines = legend(named, screen.width - left - right, "circle")
    chart = alt.layer(*layers, *key, data=rows)
    top = 8 + ROW * lines
    return frame(chart, screen, row * len(rows) + top + AXIS, left, right, top, AXIS)


def bumps(
    rows: pd.DataFrame,
    name: str,
    step: str,
    rank: str,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    colors: Mapping[str, str] | None = None,
    labels: Sequence[str] = (),
    row: int = 40,
) -> Chart:
    """Return the ranks of things over several steps, the first at the top, with names at both ends.

    Args:
        rows: one row per thing and step.
        name: the column that names a thing.
        step: the column that orders the steps; each is a place on the horizontal axis.
        rank: the column with the rank.
        tooltip: what readers see about a thing at a step.
        screen: the screen to draw for.
        colors: the colours of the things that matter, by name.
        labels: what the steps are called, if not by their values.
        row: pixels from one rank to the next.
    """
    steps = list(dict.fromkeys(rows[step]))
    shown = rows.copy()
    shown["_place"] = shown[step].map({each: place for place, each in enumerate(steps)})
    shown["_color"] = shown[name].map(colors or {}).fillna(QUIET)
    said = [str(text) for text in (labels or steps)]
    count = int(rows[rank].max())
    said_names = {text: broken(str(text), screen.width * 0.36, bold=True) for text in rows[name]}
    shown["_name"] = shown[name].map({text: "\n".join(lines) for text, lines in said_names.items()})
    parts = [part for lines in said_names.values() for part in lines]
    margin = math.ceil(max(width(part, TEXT, True) for part in parts)) + 20
    # A phone has no room for long names twice.
    once = 2 * margin > screen.width * 0.6
    before = 26 if once else margin
    x = alt.X("_place:Q").title(None).scale(domain=[0, len(steps) - 1], nice=False)
    x = x.axis(
        values=[*range(len(steps))], labelExpr=f"{said!r}[datum.value]", domain=False, ticks=False
    )
    y = alt.Y(f"{rank}:Q").title(None).scale(domain=[count + 0.5, 0.5], nice=False).axis(None)
    color = alt.Color("_color:N", scale=None)
    base = alt.Chart()
    lines = base.mark_line(strokeWidth=4, interpolate="monotone").encode(
        x=x, y=y, color=color, detail=f"{name}:N"
    )
    dots = base.mark_point(filled=True, size=170, opacity=1, stroke=PAPER, strokeWidth=2)
    layers = [lines, dots.encode(x=x, y=y, color=color, tooltip=list(tooltip))]
    for end, align in SIDES[once:]:
        at = shown[shown["_place"] == end * (len(steps) - 1)]
        mark = alt.Chart(at).mark_text(
            align=align,
            dx=13 if align == "left" else -13,
            fontWeight="bold",
            color=INK,
            lineBreak="\n",
            lineHeight=LINE,
            baseline="middle",
        )
        layers.append(mark.encode(x=x, y=y, text="_name:N"))
    chart = alt.layer(*layers, data=shown)
    return frame(chart, screen, row * count + AXIS, before, margin, 0, AXIS)
