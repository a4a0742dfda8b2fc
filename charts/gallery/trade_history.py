"""U.S. trade with Russia by year, with the events that were meant to move it.

A switch turns dollars of the day into dollars of the last year: each year's amount, times the
consumer price index of the last year over that of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts import (
    BILLIONS,
    COUNTERPART,
    INK,
    MUTED,
    PAPER,
    SMALL,
    SUBJECT,
    TEXT,
    Chart,
    Screen,
    Series,
    Values,
    lines,
    switches,
    years,
)

# Events on the chart: those that the memo of 2021 names, and the turning points after it.
EVENTS = [
    "trade-agreement", "chechnya-war", "khodorkovsky-arrest", "rose-revolution",
    "orange-revolution", "tulip-revolution", "georgia-war", "wto-entry", "crimea",
    "first-ukraine-sanctions", "invasion", "oil-ban", "metals-ban", "riyadh-talks",
]  # fmt: skip
# Three have their names on the plot of a phone, too; the others have numbers there, and a key.
MATTER = ["georgia-war", "crimea", "invasion"]
KINDS = {"politics": "Wars and politics", "sanctions": "Sanctions and tariffs", "deals": "Deals"}

PRICES = "prices"  # names the switch between prices of each year and those of one
NOMINAL = f"show_{PRICES}"

LINE = 15  # pixels from one line of text to the next


def draw(
    us_russia_trade_annual: pd.DataFrame,
    us_consumer_prices_annual: pd.DataFrame,
    us_russia_events: pd.DataFrame,
    screen: Screen,
) -> Chart:
    trade = us_russia_trade_annual[["year", "exports", "imports"]]
    first, last = int(trade["year"].min()), int(trade["year"].max())
    # The latest year whose prices are known.
    index = us_consumer_prices_annual.set_index("year")["index"]
    base = int(index.index.max())
    for flow in ("exports", "imports"):
        trade = trade.assign(
            **{f"{flow}_real": trade[flow] * float(index[base]) / trade["year"].map(index)}
        )
    left, right = (46, 16) if screen.narrow else (48, 18)
    plot = 230 if screen.narrow else 280
    x = years(first, last, every=10 if screen.narrow else 5)
    y = Switched(
        [10_000 * i for i in range(4)],
        end=float(trade["imports"].max()) * 1.06,
        label=BILLIONS,
        real=float(trade["imports_real"].max()) * 1.06,
    )
    # Each name is where its line and the events leave room, in either state of the switch.
    imports_at = (2001, 26000) if screen.narrow else (1998.4, 25000)
    exports_at = (2015.4, 12400)
    series = [
        Series("_imports", "Imports|from Russia", SUBJECT, imports_at, "right"),
        Series(
            "_exports", "Exports" if screen.narrow else "Exports to Russia", COUNTERPART, exports_at
        ),
    ]
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("_imports:Q", title="Imports from Russia, $ million", format=",.0f"),
        alt.Tooltip("_exports:Q", title="Exports to Russia, $ million", format=",.0f"),
    ]
    params, filtered = switches(KINDS)
    params += switches({PRICES: f"Prices of each year (off: of {base})"})[0]
    width = screen.width - left - right
    events = place(us_russia_events, _outline(trade, y, width, plot), screen)
    numbered = events[~events["named"]]
    marks = [
        _rules(events, x, filtered),
        *(_numbered(numbered, x, filtered, plot) if len(numbered) else []),
        *_named(events[events["named"]], x, filtered),
    ]
    chart = lines(
        trade,
        x,
        series,
        y,
        tooltip,
        screen,
        marks=marks,
        left=left,
        right=right,
        top=max(0, LINE - int(events["middle"].min())),
        plot=plot,
        below=LINE * len(numbered) + 14 if len(numbered) else 0,
        params=params,
    )
    for flow in ("imports", "exports"):
        shown = f"{NOMINAL} ? datum.{flow} : datum.{flow}_real"
        chart = chart.transform_calculate(**{f"_{flow}": shown})
    return chart


@dataclass(frozen=True)
class Switched(Values):
    """A vertical axis that ends at `end` in prices of each year, and at `real` in those of one."""

    real: float = 0

    def encode(self, field: str) -> alt.Y:
        """Return the encoding of a field, on a scale that the switch changes."""
        ticks = [*range(0, int(self.real), int(self.ticks[1]))]
        end: Any = alt.ExprRef(f"{NOMINAL} ? {self.end} : {self.real}")
        shown: Any = alt.ExprRef(f"{NOMINAL} ? {[*self.ticks]} : {ticks}")
        scale = alt.Scale(domainMin=0, domainMax=end, nice=False)
        axis = alt.Axis(values=shown, labelExpr=self.label)
        return alt.Y(field, title=None, scale=scale, axis=axis)


@dataclass(frozen=True)
class Outline:
    """How high the lines are, in pixels above the axis, at each pixel from the first year on.

    They count as high as they are in either state of the switch, because names do not move.
    """

    years: tuple[int, int]
    heights: Sequence[float]
    plot: int

    def x(self, year: float) -> float:
        """Return the pixel of a year."""
        first, last = self.years
        return (year - first) / (last - first) * (len(self.heights) - 1)

    def above(self, start: float, end: float) -> float:
        """Return the height of the highest line between two pixels."""
        return max(self.heights[max(0, round(start)) : round(end) + 1])


def _outline(trade: pd.DataFrame, y: Switched, width: int, plot: int) -> Outline:
    highest = trade[["imports", "exports"]].max(axis=1) / y.end
    highest = pd.concat(
        [highest, trade[["imports_real", "exports_real"]].max(axis=1) / y.real], axis=1
    ).max(axis=1)
    years = trade["year"].to_numpy(dtype=float)
    pixels = np.linspace(years[0], years[-1], width + 1)
    heights = np.interp(pixels, years, highest.to_numpy(dtype=float) * plot)
    return Outline((int(years[0]), int(years[-1])), heights.tolist(), plot)


@dataclass(frozen=True)
class Name:
    """The place of an event's name: its rule, its ends, the height of its lower edge, its side."""

    rule: float
    start: float
    end: float
    height: float
    side: str

    def meets(self, other: Name) -> bool:
        """Return whether this name touches another, or is cut by the other's rule."""
        near = self.start < other.end and other.start < self.end
        touches = near and abs(self.height - other.height) < LINE
        return touches or (self.start < other.rule < self.end and self.height < other.height)


def place(events: pd.DataFrame, outline: Outline, screen: Screen) -> pd.DataFrame:
    """Return each marked event with the place of its name: close above the lines, clear of others.

    A name ends at its rule, where no later rule can cut it, if it has room there. On a phone most
    are numbers.
    """
    chosen = events.set_index("event").loc[EVENTS].sort_values("date", kind="stable").reset_index()
    chosen["year"] = chosen["date"].str[:4].astype(int)
    chosen["named"] = chosen["event"].isin(MATTER) | (not screen.narrow)
    chosen["number"] = (~chosen["named"]).cumsum()
    placed: list[Name] = []
    for event in chosen.to_dict("records"):
        at = outline.x(event["year"])
        # Liberation Sans stays under 5.5 pixels per letter at this size.
        room = 5.5 * len(event["short_label"]) + 8
        if not event["named"]:
            start, end, side = at - 8, at + 8, "center"
        elif at > room:
            start, end, side = at - room, at, "right"
        else:
            start, end, side = at, at + room, "left"
        name = Name(at, start, end, outline.above(start, end) + LINE / 2, side)
        while any(name.meets(other) for other in placed):
            name = replace(name, height=name.height + 1)
        placed.append(name)
    chosen["side"] = [name.side for name in placed]
    chosen["middle"] = [outline.plot - name.height - LINE / 2 for name in placed]
    chosen["start"] = chosen["middle"] + (2 - LINE / 2) * chosen["named"]
    chosen["start"] += LINE / 2 * ~chosen["named"]
    return chosen.drop(columns=["label", "source_tier", "source"])


def _rules(events: pd.DataFrame, x: alt.X, filtered: str) -> alt.Chart:
    """Return a hairline for each event, from its name down to the axis."""
    rules: alt.Chart = (
        alt.Chart(events)
        .transform_filter(filtered)
        .mark_rule(color=MUTED, strokeWidth=1, strokeDash=[1, 3])
        .encode(x=x, y=alt.Y("start:Q").scale(None), y2=alt.value("height"))
    )
    return rules


def _named(events: pd.DataFrame, x: alt.X, filtered: str) -> list[alt.Chart]:
    """Return the events with their names above the lines."""
    return [
        alt.Chart(events[events["side"] == side])
        .transform_filter(filtered)
        .mark_text(align=side, dx=4 if side == "left" else -4, fontSize=SMALL, color=MUTED)
        .encode(x=x, y=alt.Y("middle:Q").scale(None), text="short_label:N")
        for side in ("left", "right")
        if (events["side"] == side).any()
    ]


def _numbered(events: pd.DataFrame, x: alt.X, filtered: str, plot: int) -> list[alt.Chart]:
    """Return the events with numbers above the lines, and a key below the plot, without gaps."""
    lines = events.assign(line=events["short_label"] + ", " + events["year"].astype(str))
    base: alt.Chart = alt.Chart(lines).transform_filter(filtered)
    # Counted after the filter: what is switched off leaves no hole in the key.
    counted: Any = base.transform_window(row="row_number(number)", sort=[{"field": "number"}])
    key = counted.transform_calculate(key=f"{plot + 40 - LINE / 2} + {LINE} * datum.row")
    number: dict[str, Any] = {"fontSize": SMALL, "fontWeight": "bold", "color": INK}
    middle, row = alt.Y("middle:Q").scale(None), alt.Y("key:Q").scale(None)
    return [
        # The rule of a second event in a year does not cross the number of the first.
        base.mark_point(shape="square", size=150, fill=PAPER, stroke=PAPER, opacity=1).encode(
            x=x, y=middle
        ),
        base.mark_text(**number).encode(x=x, y=middle, text="number:Q"),
        key.mark_text(**number).encode(x=alt.value(-16), y=row, text="number:Q"),
        key.mark_text(align="left", fontSize=TEXT, color=MUTED).encode(
            x=alt.value(-4), y=row, text="line:N"
        ),
    ]
