"""Trade with Russia, and the price of oil, in the twelve months before and after shocks."""

from typing import Any

import altair as alt
import pandas as pd

from charts import (
    AXIS,
    COUNTERPART,
    INK,
    MUTED,
    PAPER,
    SMALL,
    SUBJECT,
    Chart,
    Screen,
    frame,
)

# Every shock that the memo of 2021 names, sanctions that it knew, and the invasion.
SHOCKS = [
    "chechnya-war", "khodorkovsky-arrest", "rose-revolution", "orange-revolution",
    "tulip-revolution", "georgia-war", "crimea", "caatsa", "rusal-sanctions", "invasion",
]  # fmt: skip
MONTHS = 12
COLORS = {"imports": SUBJECT, "exports": COUNTERPART, "oil": INK}
HEAD, BAR = 30, 15  # pixels above the plot for its key, and from one row to the next
ENDS = [-110, 125]  # percent: nothing falls by more than all of it


def draw(
    us_russia_trade_monthly: pd.DataFrame,
    oil_prices_monthly: pd.DataFrame,
    us_russia_events: pd.DataFrame,
    screen: Screen,
) -> Chart:
    months = us_russia_trade_monthly[["month", "imports", "exports"]].merge(
        oil_prices_monthly[["month", "brent"]]
    )
    events = us_russia_events.set_index("event").loc[SHOCKS].sort_values("date")
    rows = pd.DataFrame([_around(event, months) for event in events.to_dict("records")])
    # On a phone a shock's name is above its bars, elsewhere to its left.
    name_room, left, right = (18, 14, 14) if screen.narrow else (0, 214, 20)
    step = 3 * BAR + 14 + name_room
    rows["_imports_at"] = [step * i + 6 + name_room + BAR / 2 for i in range(len(rows))]
    rows["_exports_at"] = rows["_imports_at"] + BAR
    rows["_oil_at"] = rows["_exports_at"] + BAR
    rows["_middle"] = rows["_exports_at"]
    rows["_name"] = rows["_imports_at"] - 18 if screen.narrow else rows["_middle"]
    scale = alt.Scale(domain=ENDS, nice=False)
    axis = alt.Axis(
        values=[-100, -50, 0, 50, 100],
        labelExpr="(datum.value > 0 ? '+' : datum.value < 0 ? '\u2212' : '')"
        " + abs(datum.value) + '%'",
        grid=True,
        domain=False,
        ticks=False,
    )
    x = alt.X("imports_change:Q").title(None).scale(scale).axis(axis)
    tooltip = [
        alt.Tooltip("_words:N", title="Shock"),
        alt.Tooltip("_imports:N", title="Change of imports"),
        alt.Tooltip("_exports:N", title="Change of exports"),
        alt.Tooltip("_oil:N", title="Change of the price of Brent oil"),
    ]
    base, zero = alt.Chart(), alt.Chart(pd.DataFrame({"_zero": [0]}))
    marks = []
    for what, color in COLORS.items():
        here, at = alt.X(f"{what}_change:Q").scale(scale), _pixels(f"_{what}_at")
        if what == "oil":
            mark = base.mark_point(shape="diamond", size=45, filled=True, opacity=1, color=color)
            marks.append(mark.encode(x=here, y=at))
        else:
            mark = base.mark_bar(size=BAR - 3, color=color, orient="horizontal")
            marks.append(mark.encode(x=x if what == "imports" else here, x2=alt.datum(0), y=at))
        gap = 9 if what == "oil" else 5
        marks += [
            alt.Chart(some)
            .mark_text(align="left" if up else "right", dx=gap if up else -gap, fontSize=SMALL)
            .encode(x=here, y=at, text=f"_{what}:N", color=alt.value(color))
            for up, some in rows.groupby(rows[f"{what}_change"] >= 0)
        ]
    # On a phone, names cross the line at zero, which leaves room for them.
    end = 6.6 * int(rows["_words"].str.len().max()) - left
    room = base.mark_rule(color=PAPER, strokeWidth=14).encode(
        x=alt.value(2 - left), x2=alt.value(end), y=_pixels("_name")
    )
    names = base.mark_text(align="left", color=INK, fontWeight="bold").encode(
        x=alt.value(2 - left), y=_pixels("_name"), text="_words:N"
    )
    stripes = base.mark_rule(opacity=0, strokeWidth=step).encode(
        x=alt.value(0), x2=alt.value("width"), y=_pixels("_middle"), tooltip=tooltip
    )
    chart = alt.layer(
        *marks,
        zero.mark_rule(color=MUTED).encode(x=alt.X("_zero:Q").scale(scale)),
        *([room] if screen.narrow else []),
        names,
        *_key(rows, left),
        stripes,
        data=rows,
    )
    return frame(chart, screen, HEAD + step * len(rows) + 4 + AXIS, left, right, HEAD, AXIS)


def _key(rows: pd.DataFrame, left: int) -> list[alt.Chart]:
    """Return what the colours and the diamond mean, on one line above the plot."""
    at = 2 - left
    one = alt.Chart(rows.head(1))
    layers = []
    for shape, color, words, room in [
        ("square", SUBJECT, "Imports", 70),
        ("square", COUNTERPART, "Exports", 70),
        ("diamond", INK, "Price of oil", 80),
    ]:
        layers += [
            one.mark_point(shape=shape, size=70, fill=color, stroke=color, opacity=1).encode(
                x=alt.value(at + 5), y=alt.value(-16)
            ),
            one.mark_text(align="left", fontWeight="bold", color=color).encode(
                x=alt.value(at + 15), y=alt.value(-16), text=alt.value(words)
            ),
        ]
        at += room + 14
    return layers


def _pixels(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q").title(None).axis(None).scale(None)


def _around(event: dict[Any, Any], months: pd.DataFrame) -> dict[str, Any]:
    """Return how trade and the price of oil changed around the month of an event."""
    at, span = pd.Timestamp(event["date"][:7], tz="UTC"), pd.DateOffset(months=MONTHS)
    before = months[months["month"].between(at - span, at, inclusive="left")]
    after = months[months["month"].between(at, at + span, inclusive="right")]
    found: dict[str, Any] = {"event": event["short_label"], "month": f"{at:%Y-%m}"}
    changes = {
        "imports": after["imports"].sum() / before["imports"].sum() - 1,
        "exports": after["exports"].sum() / before["exports"].sum() - 1,
        "oil": after["brent"].mean() / before["brent"].mean() - 1,
    }
    for name, change in changes.items():
        found[f"{name}_change"] = change * 100
        found[f"_{name}"] = f"{change * 100:+.0f}%".replace("-", "\u2212")
    return found | {"_words": f"{event['short_label']}, {at:%b %Y}"}
