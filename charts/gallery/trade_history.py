"""U.S. trade with Russia by year, with the events that were meant to move it.

A switch turns dollars of the day into dollars of the last year: each year's amount, times the
consumer price index of the last year over that of its own.
"""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from charts import (
    BILLIONS,
    COUNTERPART,
    INK,
    MUTED,
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
    "trade-agreement", "khodorkovsky-arrest", "orange-revolution", "georgia-war", "wto-entry",
    "crimea", "first-ukraine-sanctions", "invasion", "oil-ban", "metals-ban", "riyadh-talks",
]  # fmt: skip
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
    # Each name is where its line leaves room, between the rules of two events.
    exports_at = (2015.4, 12400)
    series = [
        Series("_imports", "Imports|from Russia", SUBJECT, (2001, 22000), "right"),
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
    events = place(us_russia_events, first, last, screen, screen.width - left - right)
    marks = _numbered(events, x, filtered, plot) if screen.narrow else _named(events, x, filtered)
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
        top=LINE * (int(events["level"].max()) + 1) + 4,
        plot=plot,
        below=LINE * len(events) + 14 if screen.narrow else 0,
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


def place(events: pd.DataFrame, first: int, last: int, screen: Screen, width: int) -> pd.DataFrame:
    """Return each marked event's year, number, side, and a level where its name hits no other."""
    chosen = events.set_index("event").loc[EVENTS].sort_values("date", kind="stable").reset_index()
    chosen["year"] = chosen["date"].str[:4].astype(int)
    chosen["number"] = range(1, len(chosen) + 1)
    placed: list[tuple[float, float, float, int]] = []  # rule, start and end of its name, level
    sides = []
    for event in chosen.to_dict("records"):
        px = (event["year"] - first) / (last - first) * width
        # Liberation Sans stays under 5.5 pixels per letter at this size.
        room = 5.5 * len(event["short_label"]) + 8
        side = "right" if px > room else "left"  # the side of the name that is at the rule
        start, end = (px - room, px) if side == "right" else (px, px + room)
        if screen.narrow:
            start, end = px - 8, px + 8
        # Above each name that it would meet, and above each rule that would cut through it.
        level = 0
        for rule, a, b, taken in placed:
            if (a < end and start < b) or (not screen.narrow and start < rule < end):
                level = max(level, taken + 1)
        placed.append((px, start, end, level))
        sides.append(side)
    chosen["side"], chosen["level"] = sides, [level for *_, level in placed]
    return chosen.drop(columns=["label", "source_tier", "source"])


def _rules(events: pd.DataFrame, x: alt.X, filtered: str) -> alt.Chart:
    """Return a hairline for each event, from its name down to the axis."""
    lines = events.assign(start=-LINE * (events["level"] + 1) + 2)
    rules: alt.Chart = (
        alt.Chart(lines)
        .transform_filter(filtered)
        .mark_rule(color=MUTED, strokeWidth=1, strokeDash=[1, 3])
        .encode(x=x, y=alt.Y("start:Q").scale(None), y2=alt.value("height"))
    )
    return rules


def _named(events: pd.DataFrame, x: alt.X, filtered: str) -> list[alt.Chart]:
    """Return the events with their names above the plot."""
    names = events.assign(middle=-LINE * (events["level"] + 0.5))
    texts = [
        alt.Chart(names[names["side"] == side])
        .transform_filter(filtered)
        .mark_text(align=side, dx=4 if side == "left" else -4, fontSize=SMALL, color=MUTED)
        .encode(x=x, y=alt.Y("middle:Q").scale(None), text="short_label:N")
        for side in ("left", "right")
        if (names["side"] == side).any()
    ]
    return [_rules(events, x, filtered), *texts]


def _numbered(events: pd.DataFrame, x: alt.X, filtered: str, plot: int) -> list[alt.Chart]:
    """Return the events with numbers above the plot, and a key below it."""
    numbers = events.assign(
        middle=-LINE * (events["level"] + 0.5),
        key=plot + 40 + LINE * (events["number"] - 0.5),
        line=events["short_label"] + ", " + events["year"].astype(str),
    )
    base: alt.Chart = alt.Chart(numbers).transform_filter(filtered)
    number = base.mark_text(fontSize=SMALL, fontWeight="bold", color=INK)
    beside = number.encode(x=alt.value(-16), y=alt.Y("key:Q").scale(None), text="number:Q")
    return [
        _rules(events, x, filtered),
        number.encode(x=x, y=alt.Y("middle:Q").scale(None), text="number:Q"),
        beside,
        base.mark_text(align="left", fontSize=TEXT, color=MUTED).encode(
            x=alt.value(-4), y=alt.Y("key:Q").scale(None), text="line:N"
        ),
    ]
