"""Imports from Russia, and oil prices, in the twelve months before and after political shocks."""

from typing import Any

import altair as alt
import pandas as pd

from charts import AXIS, BILLIONS, INK, MUTED, PAPER, SMALL, SUBJECT, Chart, Screen, frame

# Shocks that the memo of 2021 names, sanctions that it knew, and the invasion. Our data date the
# Orange Revolution only to the year, so it has no twelve months before and after.
SHOCKS = [
    "khodorkovsky-arrest", "georgia-war", "crimea", "caatsa", "rusal-sanctions", "invasion",
]  # fmt: skip
MONTHS = 12
HEAD = 38  # pixels above the first shock


def draw(
    us_russia_trade_monthly: pd.DataFrame,
    oil_prices_monthly: pd.DataFrame,
    us_russia_events: pd.DataFrame,
    screen: Screen,
) -> Chart:
    months = us_russia_trade_monthly[["month", "imports"]].merge(
        oil_prices_monthly[["month", "brent"]]
    )
    events = us_russia_events.set_index("event").loc[SHOCKS].to_dict("records")
    rows = pd.DataFrame([_around(event, months) for event in events])
    # On a phone a shock's name is above its line, elsewhere to its left.
    row, left, right = (46, 6, 118) if screen.narrow else (36, 212, 152)
    rows["_name"] = [HEAD + row * i + (8 if screen.narrow else row / 2) for i in range(len(rows))]
    rows["_at"] = rows["_name"] + (18 if screen.narrow else 0)
    scale = alt.Scale(domain=[0, rows[["before", "after"]].to_numpy().max() * 1.04], nice=False)
    x = alt.X("before:Q").title(None).scale(scale)
    x = x.axis(values=[0, 10_000, 20_000, 30_000], labelExpr=BILLIONS, grid=True, domain=False)
    after = alt.X("after:Q").scale(scale)
    y, name = (alt.Y(f"{at}:Q").scale(None).axis(None) for at in ("_at", "_name"))
    tooltip = [
        alt.Tooltip("_words:N", title="Shock"),
        alt.Tooltip("before:Q", title="Imports in the 12 months before, $ million", format=",.0f"),
        alt.Tooltip("after:Q", title="Imports in the 12 months after, $ million", format=",.0f"),
        alt.Tooltip("_imports:N", title="Change of imports"),
        alt.Tooltip("_oil:N", title="Change of the price of Brent oil"),
    ]
    base = alt.Chart()
    points = base.mark_point(size=70, strokeWidth=2, stroke=SUBJECT, opacity=1)
    points = points.encode(y=y)
    names = base.mark_text(align="left", color=INK)
    amounts = base.mark_text(align="right", fontWeight="bold")
    beside = alt.Chart(rows.head(1))
    before_word = beside.mark_text(align="right", dx=-9, fontSize=SMALL, color=MUTED)
    after_word = beside.mark_text(align="left", dx=9, fontSize=SMALL, color=MUTED)
    head = beside.mark_text(align="right", fontSize=SMALL, color=MUTED)
    width = screen.width - left - right
    ends = [width + right * share for share in (0.52, 0.98)]
    # A row has one tooltip, wherever the reader points.
    stripes = base.mark_rule(opacity=0, strokeWidth=row).encode(
        x=alt.value(0), x2=alt.value("width"), y=y, tooltip=tooltip
    )
    chart = alt.layer(
        base.mark_rule(color=SUBJECT, strokeWidth=2).encode(x=x, x2="after:Q", y=y),
        points.encode(x=x, fill=alt.value(PAPER)),
        points.encode(x=after, fill=alt.value(SUBJECT)),
        names.encode(x=alt.value(2 - left), y=name, text="_words:N"),
        amounts.encode(x=alt.value(ends[0]), y=y, text="_imports:N", color=alt.value(SUBJECT)),
        amounts.encode(x=alt.value(ends[1]), y=y, text="_oil:N", color=alt.value(INK)),
        head.encode(x=alt.value(sum(ends) / 2), y=alt.value(8), text=alt.value("Change of")),
        head.encode(x=alt.value(ends[0]), y=alt.value(22), text=alt.value("imports")),
        head.encode(x=alt.value(ends[1]), y=alt.value(22), text=alt.value("oil price")),
        before_word.encode(x=x, y=y, text=alt.value("before")),
        after_word.encode(x=after, y=y, text=alt.value("after")),
        stripes,
        data=rows,
    )
    return frame(chart, screen, HEAD + row * len(rows) + AXIS, left, right, 0, AXIS)


def _around(event: dict[Any, Any], months: pd.DataFrame) -> dict[str, Any]:
    """Return imports and the price of oil in the months before and after that of an event."""
    at, span = pd.Timestamp(event["date"][:7], tz="UTC"), pd.DateOffset(months=MONTHS)
    before = months[months["month"].between(at - span, at, inclusive="left")]
    after = months[months["month"].between(at, at + span, inclusive="right")]
    imports = after["imports"].sum() / before["imports"].sum() - 1
    oil = after["brent"].mean() / before["brent"].mean() - 1
    return {
        "event": event["short_label"],
        "month": f"{at:%Y-%m}",
        "before": before["imports"].sum(),
        "after": after["imports"].sum(),
        "imports_change": imports * 100,
        "oil_change": oil * 100,
        "_words": f"{event['short_label']}, {at:%b %Y}",
        "_imports": _signed(imports),
        "_oil": _signed(oil),
    }


def _signed(share: float) -> str:
    return f"{share * 100:+.0f}%".replace("-", "\u2212")
