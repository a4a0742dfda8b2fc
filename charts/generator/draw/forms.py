"""The forms of most charts: lines and columns over time, bars that compare."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from charts.generator.draw.chart_theme import (
    FAINT,
    INK,
    MUTED,
    PAPER,
    QUIET,
    SMALL,
    TEXT,
    Chart,
    Screen,
    frame,
)
from charts.generator.draw.interaction import dots, nearest
from charts.generator.draw.labels import width
from charts.generator.draw.legends import ROW, legend
from charts.generator.draw.typefaces import SANS

# The label of a tick on an axis in millions of dollars.
BILLIONS = "datum.value ? '$' + datum.value / 1000 + ' bn' : '0'"

AXIS = 26  # pixels below a plot for the labels of its axis
TICKS = 4  # steps of an axis that fits its values, or a few more
LETTER = 6.2  # pixels: the greatest average width of a letter at the theme's size


@dataclass(frozen=True)
class Series:
    """A line: its column, its name, its colour, and the place of the name on the chart.

    `at` is a place on the horizontal axis and a value; `align` says which end of the name is
    there. On a phone the name breaks at "|". Without a place, the name is in a key above the chart.
    """

    column: str
    name: str
    color: str
    at: tuple[Any, float] | None = None
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Values:
    """A vertical axis: from 0 or `start` to `end`, with a label at each of `ticks`.

    `label` is the Vega expression for a tick's label; `side` is the side of the labels.
    """

    ticks: Sequence[float]
    end: float
    label: str
    start: float = 0
    side: Literal["left", "right"] = "left"

    def encode(self, field: str) -> alt.Y:
        """Return the encoding of a field on this axis."""
        scale = alt.Scale(domain=[self.start, self.end], nice=False)
        # Without `tickCount`, Vega reduces the ticks to the theme's count.
        axis = alt.Axis(
            values=[*self.ticks],
            tickCount=len(self.ticks),
            labelExpr=self.label,
            orient=self.side,
        )
        return alt.Y(field, title=None, scale=scale, axis=axis)


def values(rows: pd.DataFrame | pd.Series, step: float, label: str, air: float = 0.06) -> Values:
    """Return an axis from 0 with a tick every `step` and a little air above the highest value."""
    highest = float(rows.to_numpy(dtype=float, na_value=0).max())
    end = highest * (1 + air)
    return Values([step * i for i in range(math.floor(end / step) + 1)], end, label)


def fitted(rows: pd.DataFrame | pd.Series, form: str = ",~f", *, zero: bool = True) -> Values:
    """Return an axis with round ticks that has room for all values.

    Args:
        rows: the values; of several columns, all of them.
        form: the format of the labels, as in d3.
        zero: whether the axis begins at 0, or lower where values are negative.
    """
    known = pd.Series(rows.to_numpy(dtype=float, na_value=math.nan).ravel()).dropna()
    low, high = float(known.min()), float(known.max())
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    rough = ((high - low) or abs(high) or 1.0) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if power * each >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    # Multiples of a decimal step are not exact; a tick is written as the step is.
    ticks = [float(f"{step * each:.12g}") for each in range(first, last + 1)]
    # Readers know a billion by B, not by G.
    label = f"replace(format(datum.value, '{form}'), 'G', 'B')"
    return Values(ticks, ticks[-1], label, start=ticks[0])


def years(first: int, last: int, every: int) -> alt.X:
    """Return an axis of years that labels the first, the last, and multiples of `every`."""
    inner = range(first // every * every + every, last - every // 2, every)
    x = alt.X("year:Q").title(None).scale(domain=[first, last], nice=False)
    return x.axis(format="d", values=[first, *inner, last])


def months(field: pd.Series, every: int) -> alt.X:
    """Return an axis of months, for the column `month`, that labels one year in `every`."""
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
    """Return lines over time, each with its name beside it, that readers read point by point.

    Args:
        rows: one row per point in time, one column per line; a missing value breaks the line.
        x: the horizontal encoding.
        series: the lines.
        y: the vertical axis.
        tooltip: what readers see about a row.
        screen: the screen to draw for.
        marks: layers behind the lines, such as events.
        left: pixels for the labels of the vertical axis.
        right: pixels to the right of the plot.
        top: pixels above the plot.
        plot: the height of the plot in pixels; 0 for the usual height.
        below: pixels below the labels of the horizontal axis.
        params: switches that control the marks.
    """
    plot = plot or (220 if screen.narrow else 270)
    field = str(x.shorthand).partition(":")[0]
    width = screen.width - left - right
    hover, reading = nearest(x, field, width / max(len(rows) - 1, 1), list(tooltip))
    drawn = [
        alt.Chart().mark_line(color=one.color).encode(x=x, y=y.encode(f"{one.column}:Q"))
        for one in series
    ]
    names = [_name(one, x, field, y, screen) for one in series if one.at]
    key, top = named_above(series, width, top)
    points = [dots(x, y.encode(f"{one.column}:Q"), one.color, hover) for one in series]
    chart = alt.layer(*marks, *drawn, *names, *key, *reading, *points, data=rows)
    if params:
        chart = chart.add_params(*params)
    return frame(chart, screen, plot + top + AXIS + below, left, right, top, AXIS + below)


def columns(
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
    """Return a column for each year, stacked from parts, each with its name.

    Args:
        rows: one row per year, one column per part. `_pale`, if present, marks pale years:
            estimates and unfinished years.
        x: the years (see `years`).
        parts: the parts, from the bottom up; amounts below 0 go downwards from there.
        y: the vertical axis.
        tooltip: what readers see about a row.
        screen: the screen to draw for.
        marks: layers in front of the columns, such as labels of single years.
        left: pixels to the left of the plot.
        right: pixels to the right of the plot.
        top: pixels above the plot.
        plot: the height of the plot in pixels; 0 for the usual height.
    """
    plot = plot or (220 if screen.narrow else 270)
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = x.scale(domain=[first - 0.5, last + 0.5], nice=False)
    step = (screen.width - left - right) / (last - first + 1)
    stacked = rows.copy()
    stacked["_pale"] = rows.get("_pale", False)
    above = below = 0.0 * rows["year"]
    for i, part in enumerate(parts):
        amount = rows[part.column]
        stacked[f"_{i}_from"] = below.where(amount < 0, above)
        stacked[f"_{i}_to"] = stacked[f"_{i}_from"] + amount
        above, below = above + amount.clip(lower=0), below + amount.clip(upper=0)
    drawn = [
        alt.Chart()
        .mark_bar(
            size=step * 0.74,
            fill=part.color,
            # The faintest part needs an edge to be visible on paper.
            stroke=QUIET if part.color == FAINT else part.color,
            strokeWidth=0.75,
        )
        .encode(
            x=x,
            y=y.encode(f"_{i}_from:Q"),
            y2=f"_{i}_to:Q",
            opacity=alt.condition("datum._pale", alt.value(0.45), alt.value(1)),
        )
        for i, part in enumerate(parts)
    ]
    names = [_name(part, x, "year", y, screen) for part in parts if part.name and part.at]
    key, top = named_above(parts, screen.width - left - right, top)
    if (rows[[part.column for part in parts]] < 0).any(axis=None):
        zero = alt.Chart(pd.DataFrame({"_zero": [0]})).mark_rule(color=INK)
        drawn.append(zero.encode(y=y.encode("_zero:Q")))
    _, reading = nearest(x, "year", step, list(tooltip))
    # Only the stripes: the hairline of a line chart would cut through a column.
    chart = alt.layer(*drawn, *names, *key, *marks, reading[1], data=stacked)
    return frame(chart, screen, plot + top + AXIS, left, right, top, AXIS)


def named_above(parts: Sequence[Series], room: float, top: int) -> tuple[list[alt.Chart], int]:
    """Return a key of the parts whose names have no place, and the pixels that it needs above."""
    listed = [(part.name, part.color) for part in parts if part.name and not part.at]
    if not listed:
        return [], top
    key, lines = legend(listed, room)
    return key, top + 4 + ROW * lines


def _name(one: Series, x: alt.X, field: str, y: Values, screen: Screen) -> alt.Chart:
    assert one.at
    at = pd.DataFrame({field: [one.at[0]], "value": [one.at[1]]})
    name: alt.Chart = (
        alt.Chart(at)
        .mark_text(
            align=one.align,
            fontWeight="bold",
            # Quiet colours are too pale for letters.
            color=MUTED if one.color in (QUIET, FAINT) else one.color,
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
        rows: one row per bar. `_label` is its amount as readers see it; `_color`, if present, its
            colour; `_hollow`, if present, marks bars that are outlines: estimates, other years.
        name: the column with the text before a bar.
        value: the column with the length of a bar.
        tooltip: what readers see about a bar.
        screen: the screen to draw for.
        row: pixels from one bar to the next.
    """
    shown = _painted(rows)
    right = _room(shown["_label"], 10)
    axis, left, row = naming(shown[name], screen, row)
    y = alt.Y(f"{name}:N").title(None).sort(None).scale(paddingInner=0.35, paddingOuter=0.175)
    negative = rows[value] < 0
    y = y.axis(**axis, domain=not negative.any(), domainColor=MUTED)
    # Every bar says its own amount, so the axis has nothing to add but its start.
    x = alt.X(f"{value}:Q").axis(None).scale(domainMin=0, nice=False)
    if negative.any():
        # Amounts below zero stand to the left of their bars, and need room there.
        before = _room(shown.loc[negative, "_label"], 10)
        low, high = float(rows[value].min()), max(float(rows[value].max()), 0.0)
        each = (high - low) / max(screen.width - left - right - before, 1)
        x = x.scale(domain=[low - each * before, high], nice=False)
    drawn = (
        alt.Chart()
        .mark_bar(strokeWidth=1.5)
        .encode(
            x=x,
            y=y,
            **_paint(),
            tooltip=list(tooltip),
        )
    )
    texts = alt.Chart().mark_text(align="left", dx=6).encode(x=x, y=y, text="_label:N")
    layers = [drawn, texts]
    if negative.any():
        words = alt.Chart(shown[negative]).mark_text(align="right", dx=-6)
        zero = alt.Chart().mark_rule(color=MUTED).encode(x=alt.datum(0))
        above = [texts.properties(data=shown[~negative])] if (~negative).any() else []
        layers = [drawn, *above, words.encode(x=x, y=y, text="_label:N"), zero]
    chart = alt.layer(*layers, data=shown)
    return frame(chart, screen, row * len(shown) + 8, left, right, 4, 4)


def naming(names: pd.Series, screen: Screen, row: int) -> tuple[dict[str, Any], int, int]:
    """Return the settings of an axis of names, the pixels that it needs to the left, and of a row.

    Names that would leave too little room for a plot go over several lines.
    """
    look: dict[str, Any] = {"labelColor": INK, "labelPadding": 8}
    left = _room(names, 12)
    if left <= screen.width / 2:
        return look, left, row
    wide = screen.width * 0.42
    parts = {str(text): SANS.lines(str(text), TEXT, wide) for text in names}
    left = math.ceil(max(width(part, TEXT) for lines in parts.values() for part in lines)) + 12
    row = max(row, 15 * max(map(len, parts.values())) + 8)
    said = f"{json.dumps(parts, ensure_ascii=False)}[datum.label]"
    # Vega begins several lines at the middle; they belong around it.
    higher: list[Any] = [
        {"test": f"{said.replace('label', 'value')}.length === {count}", "value": 7 - 7 * count}
        for count in sorted({len(lines) for lines in parts.values()})
    ]
    offset = {"condition": higher, "value": 0}
    return look | {"labelExpr": said, "labelOffset": offset}, left, row


def grouped(
    rows: pd.DataFrame,
    group: str,
    name: str,
    value: str,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
) -> Chart:
    """Return horizontal bars in groups, such as one bar per year for each country.

    A group's name is before its bars, on a phone above them.

    Args:
        rows: one row per bar, in order, the bars of a group together. `_label` is its amount as
            readers see it; `_color`, if present, its colour; `_hollow`, if present, marks bars
            that are outlines. A bar without a value has only its label.
        group: the column that names a group.
        name: the column with the text before a bar.
        value: the column with the length of a bar.
        tooltip: what readers see about a bar.
        screen: the screen to draw for.
    """
    row, gap, head = 21, 14, 19 if screen.narrow else 0
    shown = _painted(rows)
    before = (rows[group] != rows[group].shift()).cumsum()
    shown["_top"] = [i * row + n * (gap + head) - gap for i, n in enumerate(before)]
    shown["_bottom"] = shown["_top"] + row
    shown["_middle"] = shown["_top"] + row / 2
    heads = shown.groupby(group, sort=False)["_top"].agg(["min", "max"]).reset_index()
    heads["at"] = heads["min"] - head / 2 if head else (heads["min"] + heads["max"] + row) / 2
    names = _room(rows[name], 12)
    left = names + (0 if screen.narrow else _room(rows[group], 16))
    right = _room(rows["_label"], 10)

    def pixels(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q").title(None).axis(None).scale(None)

    x = alt.X(f"{value}:Q").axis(None).scale(domainMin=0, nice=False)
    base = alt.Chart()
    drawn = base.mark_bar(orient="horizontal", strokeWidth=1.5, size=row - 6).encode(
        x=x,
        y=pixels("_middle"),
        **_paint(),
        tooltip=list(tooltip),
    )
    start = base.mark_rule(color=MUTED).encode(
        x=alt.value(0), y=pixels("_top"), y2=alt.Y2("_bottom")
    )
    amounts = base.mark_text(align="left", dx=6).encode(x=x, y=pixels("_middle"), text="_label:N")
    bar = base.mark_text(align="right", dx=-8, color=MUTED).encode(
        x=alt.value(0), y=pixels("_middle"), text=f"{name}:N"
    )
    titles = (
        alt.Chart(heads)
        .mark_text(align="left", fontWeight="bold")
        .encode(x=alt.value(-left), y=pixels("at"), text=f"{group}:N")
    )
    chart = alt.layer(drawn, start, amounts, bar, titles, data=shown)
    height = int(shown["_bottom"].max()) + 8
    return frame(chart, screen, height, left, right, 4, 4)


def yearly(
    rows: pd.DataFrame,
    value: str,
    y: Values,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    every: int = 1,
    left: int = 46,
    right: int = 12,
    plot: int = 0,
) -> Chart:
    """Return an upright bar for each year.

    Args:
        rows: one row per bar, with a column `year`. `_label`, if present, is the text above it,
            possibly empty; `_color`, if present, its colour; `_hollow`, if present, marks bars
            that are outlines.
        value: the column with the height of a bar.
        y: the vertical axis.
        tooltip: what readers see about a bar.
        screen: the screen to draw for.
        every: the years between labels on the axis, counted back from the last.
        left: pixels for the labels of the vertical axis.
        right: pixels to the right of the plot.
        plot: the height of the plot in pixels; 0 for the usual height.
    """
    plot, top = plot or (220 if screen.narrow else 270), 12
    shown = _painted(rows)
    shown["_label"] = rows.get("_label", "")
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = alt.X("year:O").title(None).scale(paddingInner=0.3, paddingOuter=0.15)
    x = x.axis(values=[*range(last, first - 1, -every)][::-1], labelAngle=0, ticks=False)
    drawn = (
        alt.Chart()
        .mark_bar(strokeWidth=1.5)
        .encode(
            x=x,
            y=y.encode(f"{value}:Q"),
            **_paint(),
            tooltip=list(tooltip),
        )
    )
    # Where bars are thin, the last label moves into the margin rather than over its neighbour.
    lean = 5 if (screen.width - left - right) / len(shown) < 16 else 0
    texts = [
        alt.Chart(labelled)
        .mark_text(dx=dx, dy=-8, fontSize=SMALL)
        .encode(x=x, y=y.encode(f"{value}:Q"), text="_label:N")
        for labelled, dx in [(shown[:-1], 0), (shown[-1:], lean)]
    ]
    chart = alt.layer(drawn, *texts, data=shown)
    return frame(chart, screen, plot + top + AXIS, left, right, top, AXIS)


def _painted(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with `_color`, by default quiet, and `_fill`, which is paper where hollow."""
    shown = rows.copy()
    shown["_color"] = rows.get("_color", QUIET)
    shown["_fill"] = shown["_color"].where(~_flag(rows, "_hollow"), PAPER)
    return shown


def _flag(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as booleans, all False if the rows lack it."""
    return pd.Series(rows.get(name, False), index=rows.index).astype(bool)


def _paint() -> dict[str, Any]:
    """Return the encodings of the colours that `_painted` sets."""
    return {
        "fill": alt.Fill("_fill:N", scale=None),
        "stroke": alt.Stroke("_color:N", scale=None),
    }


def _room(texts: pd.Series, more: int) -> int:
    """Return the pixels that the longest text needs, plus `more`."""
    words = texts.astype(str)
    # The average is wide enough for words in Latin letters; others are measured.
    widest = max(width(word, TEXT) for word in words)
    return math.ceil(max(words.str.len().max() * LETTER, widest)) + more


SIDE = 12  # pixels to the left of upright bars


def room(count: int, screen: Screen) -> int:
    """Return the total width of `count` upright bars, each a whole number of pixels."""
    return (screen.width - 2 * SIDE) // count * count


def places(field: str, names: pd.Series, screen: Screen) -> alt.X:
    """Return an axis of names, in their order, for `upright` and the marks drawn with it."""
    # Where there are many names, a phone has room for only every second one.
    shown = [*names][:: -2 if screen.narrow and len(names) > 10 else -1][::-1]
    x = alt.X(f"{field}:O").title(None)
    x = x.scale(domain=[*names], paddingInner=0.3, paddingOuter=0.15)
    return x.axis(values=shown, labelAngle=0, labelOverlap=False, ticks=False)


def upright(
    rows: pd.DataFrame,
    x: alt.X,
    value: str,
    tooltip: Sequence[alt.Tooltip],
    screen: Screen,
    *,
    marks: Sequence[alt.Chart] = (),
    air: float = 0.12,
    top: int = 8,
    plot: int = 0,
    below: int = 0,
    table: pd.DataFrame | None = None,
) -> Chart:
    """Return upright bars in the order of the rows, each with its amount above it.

    Args:
        rows: one row per bar; a missing value leaves its place empty. `_label` is its amount as
            readers see it (it breaks at "|"); `_at`, if present, the height of the label;
            `_color`, if present, the bar's colour; `_hollow`, if present, marks bars that are
            outlines, and `_dot` those that are circles because they have another basis.
        x: the horizontal encoding, made by `places`.
        value: the column with the height of a bar.
        tooltip: what readers see about a bar.
        screen: the screen to draw for.
        marks: layers behind the bars, such as events.
        air: room above the highest bar, as a fraction of its height.
        top: pixels above the plot.
        plot: the height of the plot in pixels; 0 for the usual height.
        below: pixels below the labels of the horizontal axis.
        table: the rows that the table shows, if not those drawn.
    """
    plot = plot or (200 if screen.narrow else 240)
    shown = _painted(rows)
    shown["_at"] = rows.get("_at", rows[value]).fillna(0)
    shown["_ink"] = pd.Series(INK, index=rows.index).where(rows[value].notna(), MUTED)
    dot = _flag(rows, "_dot")
    scale = alt.Scale(domain=[0, float(shown[value].max()) * (1 + air)], nice=False)
    y = alt.Y(f"{value}:Q").axis(None).scale(scale)
    at = alt.Y("_at:Q").axis(None).scale(scale)
    filled = shown[value].notna()
    layers = [
        alt.Chart(shown[filled & ~dot]).mark_bar(strokeWidth=1.5).encode(x=x, y=y, **_paint())
    ]
    if dot.any():
        circles = alt.Chart(shown[filled & dot]).mark_point(
            size=70, strokeWidth=2, fill=PAPER, opacity=1
        )
        layers.append(circles.encode(x=x, y=y, stroke=_paint()["stroke"]))
    shown["_lines"] = shown["_label"].str.count(r"\|")
    for ink, line in sorted(set(zip(shown["_ink"], shown["_lines"], strict=True))):
        texts = shown[(shown["_ink"] == ink) & (shown["_lines"] == line)]
        # Vega hangs a text of several lines from its place; raise it to end there.
        mark = alt.Chart(texts).mark_text(
            baseline="bottom",
            dy=-5 - 13 * line,
            lineBreak="|",
            lineHeight=13,
            fontSize=TEXT if ink == INK and not screen.narrow else SMALL,
            color=ink,
        )
        layers.append(mark.encode(x=x, y=at, text="_label:N"))
    # Readers can touch the whole height and step, even where a bar is low.
    stripes = alt.Chart(shown[filled]).mark_bar(opacity=0, width=alt.RelativeBandSize(1 / 0.7))
    layers.append(
        stripes.encode(x=x, y=alt.value(0), y2=alt.value("height"), tooltip=list(tooltip))
    )
    chart = alt.layer(*marks, *layers, data=shown if table is None else table)
    right = screen.width - SIDE - room(len(shown), screen)
    return frame(chart, screen, plot + top + AXIS + below, SIDE, right, top, AXIS + below)


STACK = 56  # pixels from one stack to the next: its heading, its labels, its bar


def stacks(
    rows: pd.DataFrame, tooltip: Sequence[alt.Tooltip], width: int, top: int = 0
) -> list[alt.Chart]:
    """Return layers with bars of one length, each a whole that is cut into its parts.

    They are laid out in pixels, so that they can also go below another chart. The rest of a whole
    is drawn as an outline.

    Args:
        rows: one row per part. `_head` is the heading of its whole; `share` its size in percent;
            `_label` the text above it, possibly empty; `_color` its colour; `_hollow` whether it
            is an outline.
        tooltip: what readers see about a part.
        width: the length of a whole, in pixels.
        top: pixels from the top of the plot to the first heading.
    """
    parts = rows.copy()
    index = {head: i for i, head in enumerate(dict.fromkeys(rows["_head"]))}
    base = parts["_head"].map(index) * STACK + top
    parts["_end"] = parts.groupby("_head")["share"].cumsum() * width / 100
    parts["_start"] = parts["_end"] - parts["share"] * width / 100
    parts["_fill"] = parts["_color"].where(~parts["_hollow"], PAPER)
    parts["_edge"] = parts["_color"].where(parts["_hollow"], PAPER)
    parts["_top"], parts["_middle"], parts["_bottom"] = base + 32, base + 24, base + 48
    parts["_first"] = base + 8
    parts["_said"] = parts["_color"].where(~parts["_color"].isin([QUIET, FAINT]), MUTED)
    wholes = parts.groupby("_head", sort=False).first().reset_index()
    tracks = alt.Chart(wholes).mark_bar(fillOpacity=0, stroke=QUIET, strokeWidth=1)
    pieces = alt.Chart(parts).mark_bar(strokeWidth=1)
    x = alt.X("_start:Q").scale(None).axis(None)
    upper, lower = alt.Y("_top:Q").scale(None).axis(None), "_bottom:Q"
    return [
        pieces.encode(
            x=x,
            x2="_end:Q",
            y=upper,
            y2=lower,
            fill=alt.Fill("_fill:N", scale=None),
            stroke=alt.Stroke("_edge:N", scale=None),
        ),
        tracks.encode(x=alt.value(0), x2=alt.value(width), y=upper, y2=lower),
        # The outline covers the parts, so an invisible layer above it shows their tooltips.
        alt.Chart(parts)
        .mark_bar(opacity=0)
        .encode(x=x, x2="_end:Q", y=upper, y2=lower, tooltip=list(tooltip)),
        alt.Chart(wholes)
        .mark_text(align="left", fontWeight="bold", color=INK)
        .encode(x=alt.value(0), y=alt.Y("_first:Q").scale(None), text="_head:N"),
        alt.Chart(parts[parts["_label"] != ""])
        .mark_text(align="left", fontSize=SMALL)
        .encode(
            x=alt.X("_start:Q").scale(None),
            y=alt.Y("_middle:Q").scale(None),
            text="_label:N",
            color=alt.Color("_said:N", scale=None),
        ),
    ]
