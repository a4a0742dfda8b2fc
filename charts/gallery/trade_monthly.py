"""U.S. trade with Russia by month since 2019, with the import bans."""

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
    lines,
    months,
    values,
)

START = "2019-01"
# The invasion and the bans and tariffs that followed, in the order of their months.
EVENTS = [
    "invasion",
    "oil-ban",
    "pntr-suspended",
    "aluminum-tariff-200",
    "metals-ban",
    "uranium-ban",
]

TOGETHER = 3  # of them fall into neighbouring months

LINE = 16  # pixels from one name to the next


def draw(
    us_russia_trade_monthly: pd.DataFrame, us_russia_events: pd.DataFrame, screen: Screen
) -> Chart:
    trade = us_russia_trade_monthly[["month", "exports", "imports"]]
    trade = trade[trade["month"] >= pd.Timestamp(START, tz="UTC")]
    x = months(trade["month"], every=2 if screen.narrow else 1)
    # A fifth of the height is for the events' names.
    y = values(trade[["exports", "imports"]], 1000, BILLIONS, air=0.2)
    corner = "2019-02-01T00:00:00Z"
    series = [
        Series(
            "imports", "Imports|from Russia", SUBJECT, (corner, 3050 if screen.narrow else 2750)
        ),
        Series("exports", "Exports to Russia", COUNTERPART, (corner, 170)),
    ]
    tooltip = [
        alt.Tooltip("utcyearmonth(month):T", format="%B %Y", title="Month"),
        alt.Tooltip("imports:Q", title="Imports from Russia, $ million", format=",.0f"),
        alt.Tooltip("exports:Q", title="Exports to Russia, $ million", format=",.0f"),
    ]
    events = us_russia_events.set_index("event").loc[EVENTS].reset_index()
    events["month"] = pd.to_datetime(events["date"].str[:7], utc=True)
    events["number"] = range(1, len(events) + 1)
    # Names hang in steps inside the plot, right of their hairlines, the later ones as low as the
    # lines let them; a phone has no room for them there and gets numbers with a key.
    plot = 220 if screen.narrow else 260
    later = trade[trade["month"] >= events["month"][TOGETHER]]
    highest = float(later[["exports", "imports"]].max().max())
    free = plot * (1 - highest / y.end) - LINE / 2
    return lines(
        trade,
        x,
        series,
        y,
        tooltip,
        screen,
        marks=_numbered(events, x, plot, free) if screen.narrow else _stepped(events, x, free),
        top=LINE + 4 if screen.narrow else 8,
        plot=plot,
        below=LINE * len(events) + 14 if screen.narrow else 0,
    )


def _stepped(events: pd.DataFrame, x: alt.X, free: float) -> list[alt.Chart]:
    """Return each event's hairline with its name at the top, one step lower than the one before.

    The steps of the later events end at `free`, in pixels from the top.
    """
    start = LINE * (events["number"] - 1)
    lower = max(0, free - LINE * len(events))
    start = start.where(events["number"] <= TOGETHER, start + lower)
    steps = events.assign(start=start, middle=start + LINE / 2)
    base = alt.Chart(steps)
    rules = base.mark_rule(color=MUTED, strokeWidth=1, strokeDash=[1, 3])
    texts = base.mark_text(align="left", dx=5, fontSize=SMALL, color=MUTED)
    return [
        rules.encode(x=x, y=alt.Y("start:Q").scale(None), y2=alt.value("height")),
        texts.encode(x=x, y=alt.Y("middle:Q").scale(None), text="short_label:N"),
    ]


def _numbered(events: pd.DataFrame, x: alt.X, plot: int, free: float) -> list[alt.Chart]:
    """Return numbers over the hairlines, and a key below the plot."""
    numbers = events.assign(
        key=plot + 40 + LINE * (events["number"] - 0.5),
        line=events["short_label"] + events["month"].dt.strftime(", %b %Y"),
        # The first events fall into neighbouring months: their numbers step down.
        middle=-LINE / 2 + 13 * (events["number"] - 1),
    )
    numbers.loc[numbers["number"] > TOGETHER, "middle"] = free - LINE / 2
    numbers["start"] = (numbers["middle"] + LINE / 2).clip(lower=0)
    base = alt.Chart(numbers)
    rules = base.mark_rule(color=MUTED, strokeWidth=1, strokeDash=[1, 3])
    number = base.mark_text(fontSize=SMALL, fontWeight="bold", color=INK)
    lines = base.mark_text(align="left", fontSize=TEXT, color=MUTED)
    below = alt.Y("key:Q").scale(None)
    return [
        rules.encode(x=x, y=alt.Y("start:Q").scale(None), y2=alt.value("height")),
        number.encode(x=x, y=alt.Y("middle:Q").scale(None), text="number:Q"),
        number.encode(x=alt.value(-16), y=below, text="number:Q"),
        lines.encode(x=alt.value(-4), y=below, text="line:N"),
    ]
