"""Forms that compare things: points with names, slopes, ranges, ranks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

import altair as alt
import pandas as pd

from charts.generator.draw.chart_theme import (
    FAINT,
    INK,
    MUTED,
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
from charts.generator.draw.forms import AXIS
from charts.generator.draw.labels import width

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
    top, bottom = 30, AXIS + 18
    heads = [
        _words(titles[0], -left, -20, "left"),
        _words(titles[1], screen.width - left - right, plot + 36, "right"),
    ]
    chart = alt.layer(*layers, *heads, data=shown)
    return frame(chart, screen, plot + top + bottom, left, right, top, bottom)


def _words(text: str, x: float, y: float, align: Align) -> alt.Chart:
    row = pd.DataFrame({"_text": [text]})
    mark: alt.Chart = (
        alt.Chart(row)
        .mark_text(align=align, color=MUTED, fontSize=TEXT)
        .encode(x=alt.value(x), y=alt.value(y), text="_text:N")
    )
    return mark


def slopes(
    rows: pd.DataFrame,
    name: str,
    ends: tuple[str, str],
    heads: tuple[str, str],
    label: str,
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
        label: how a value is written: a format as in Python, such as "{:.1f}".
        tooltip: what readers see about a thing.
        screen: the screen to draw for.
        plot: the height of the plot in pixels; 0 for what the names need.
    """
    shown = rows.copy()
    shown["_color"] = rows.get("_color", SUBJECT)
    plot = plot or max(220 if screen.narrow else 280, len(rows) * (LINE + 2))
    both = pd.concat([rows[ends[0]], rows[ends[1]]])
    low, high = float(both.min()), float(both.max())
    said = [[label.format(value) for value in rows[end]] for end in ends]
    names = rows[name].astype(str)
    words = [
        [f"{each}\u2002{value}" for each, value in zip(names, said[0], strict=True)],
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
        layers.append(_head(heads[place], place * wide, "left" if place else "right"))
    # A finger is wider than a line.
    touch = base.mark_rule(strokeWidth=14, opacity=0)
    layers.append(
        touch.encode(x=alt.value(0), x2=alt.value(wide), y=left, y2=ends[1], tooltip=list(tooltip))
    )
    chart = alt.layer(*layers, data=shown).resolve_scale(y="independent")
    return frame(chart, screen, plot + 44, margins[0], margins[1], 34, 10)


def _head(text: str, x: float, align: Align) -> alt.Chart:
    row = pd.DataFrame({"_text": [text]})
    mark: alt.Chart = (
        alt.Chart(row)
        .mark_text(align=align, dx=8 if align == "left" else -8, fontWeight="bold", color=INK)
        .encode(x=alt.value(x), y=alt.value(-22), text="_text:N")
    )
    return mark


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
    left = math.ceil(max(width(str(text), TEXT) for text in rows[name])) + 14
    y = alt.Y(f"{name}:N").title(None).sort(None).scale(padding=0.5)
    y = y.axis(labelColor=INK, labelPadding=8, grid=True, gridColor=FAINT)
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
    layers += _key(heads, colors, single)
    chart = alt.layer(*layers, data=rows)
    return frame(chart, screen, row * len(rows) + 26 + AXIS, left, right, 26, AXIS)


def _key(heads: tuple[str, str], colors: tuple[str, str], single: bool) -> list[alt.Chart]:
    """Return what the colours of two dots mean, above a plot."""
    if single:
        return []
    made, at = [], 0.0
    for text, color in zip(heads, colors, strict=True):
        row = pd.DataFrame({"_text": [text]})
        dot = alt.Chart(row).mark_point(filled=True, size=90, opacity=1, color=color)
        made.append(dot.encode(x=alt.value(at + 5), y=alt.value(-14)))
        words = alt.Chart(row).mark_text(align="left", color=INK)
        made.append(words.encode(x=alt.value(at + 15), y=alt.value(-14), text="_text:N"))
        at += width(text, TEXT) + 36
    return made


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
    margin = math.ceil(max(width(str(text), TEXT, True) for text in rows[name])) + 20
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
    sides: list[tuple[int, Align]] = [(0, "right"), (len(steps) - 1, "left")]
    for end, align in sides:
        at = shown[shown["_place"] == end]
        mark = alt.Chart(at).mark_text(
            align=align, dx=13 if align == "left" else -13, fontWeight="bold", color=INK
        )
        layers.append(mark.encode(x=x, y=y, text=f"{name}:N"))
    chart = alt.layer(*layers, data=shown)
    return frame(chart, screen, row * count + AXIS, margin, margin, 0, AXIS)
