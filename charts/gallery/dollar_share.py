"""The dollar's share of payment for Russia's exports, and that of all "unfriendly" currencies."""

from typing import Any

import altair as alt
import pandas as pd

from charts import COUNTERPART, INK, PAPER, Chart, Screen

from ._panels import Panel, Place, name, placed, stacked

DOLLAR, UNFRIENDLY = "U.S. dollar", "currencies of unfriendly states"
COLORS = {DOLLAR: COUNTERPART, UNFRIENDLY: INK}
HEADS = {
    DOLLAR: "U.S. dollar alone",
    UNFRIENDLY: "All “unfriendly” currencies, the dollar among them",
}
PERCENT = "datum.value + '%'"
WEAK = "C"  # the grade of figures from forum posts and unrelated sites
SPAN = alt.Scale(type="utc", domain=["2013-01-01T00:00:00Z", "2025-12-31T00:00:00Z"], nice=False)
NEAR = 6  # months between two readings that a line may join
# Readings with their share beside them: currency, first and last month, and the words' place.
LABELLED = {
    (DOLLAR, "2013-01", "2013-12"): "above",
    (DOLLAR, "2018-04", "2018-06"): "above",
    (DOLLAR, "2020-10", "2020-12"): "below",
    (DOLLAR, "2022-01", "2022-01"): "above",
    (DOLLAR, "2022-09", "2022-09"): "right",
    (UNFRIENDLY, "2021-01", "2021-05"): "above",
    (UNFRIENDLY, "2022-12", "2022-12"): "right",
    (UNFRIENDLY, "2025-07", "2025-07"): "above",
}
LOOKS: dict[str, dict[str, Any]] = {
    "above": {"align": "center", "dy": -13},
    "below": {"align": "center", "dy": 15},
    "right": {"align": "left", "dx": 9, "dy": -5},
}


def draw(russia_export_currency_shares: pd.DataFrame, screen: Screen) -> Chart:
    rows = russia_export_currency_shares.query("currency in @COLORS")
    rows = rows[["currency", "first_month", "last_month", "share", "grade"]].copy()
    rows["_end"] = rows["last_month"] + pd.offsets.MonthEnd()
    rows["_middle"] = rows["first_month"] + (rows["_end"] - rows["first_month"]) / 2
    rows["_color"] = rows["currency"].map(COLORS)
    rows["_fill"] = rows["_color"].where(rows["grade"] != WEAK, PAPER)
    rows = pd.concat(
        [rows[rows["currency"] == currency].sort_values("_middle") for currency in COLORS]
    )
    ticks = [f"{year}-01-01T00:00:00Z" for year in range(2013, 2026, 4 if screen.narrow else 2)]
    x = alt.X("_middle:T").title(None).scale(SPAN).axis(values=ticks, format="%Y")
    plot = 140 if screen.narrow else 160
    panels = [Panel(HEADS[currency], [0, 50, 100], 100, PERCENT, plot) for currency in COLORS]
    drawn = [
        (place, _readings(rows[rows["currency"] == currency], x, place, currency))
        for place, currency in zip(placed(panels), COLORS, strict=True)
    ]
    return stacked(rows, x, drawn, [], screen, left=42, right=14)


def _readings(rows: pd.DataFrame, x: alt.X, place: Place, currency: str) -> list[alt.Chart]:
    """Return the readings of a panel over their periods, and lines between those that are near."""
    y = place.y("share:Q")
    color = COLORS[currency]
    tooltip = [
        alt.Tooltip("currency:N", title="Paid in"),
        alt.Tooltip("utcyearmonth(first_month):T", format="%B %Y", title="From"),
        alt.Tooltip("utcyearmonth(last_month):T", format="%B %Y", title="To"),
        alt.Tooltip("share:Q", title="Share, %", format=".1f"),
        alt.Tooltip("grade:N", title="Grade of the source"),
    ]
    months = rows["first_month"].dt.year * 12 + rows["first_month"].dt.month
    last = rows["last_month"].dt.year * 12 + rows["last_month"].dt.month
    runs = (months - last.shift() - 1 > NEAR).cumsum()
    base = alt.Chart(rows.assign(_run=runs))
    spans = base.mark_rule(strokeWidth=4, opacity=0.45, color=color)
    points = base.mark_point(size=46, strokeWidth=1.5, stroke=color, opacity=1)
    touched = base.mark_point(filled=True, size=300, opacity=0)
    words = []
    for row in rows.to_dict("records"):
        first, end = (f"{row[month]:%Y-%m}" for month in ("first_month", "last_month"))
        look = LOOKS.get(LABELLED.get((currency, first, end), ""))
        if look is None:
            continue
        at = {"_middle": row["_middle"], "share": row["share"]}
        words.append(name(x, y, at, f"{row['share']:g}%", color, fontWeight="bold", **look))
    return [
        base.mark_line(strokeWidth=1.5, color=color).encode(x=x, y=y, detail="_run:N"),
        spans.encode(x=alt.X("first_month:T").scale(SPAN), x2="_end:T", y=y),
        points.encode(x=x, y=y, fill=alt.Fill("_fill:N", scale=None)),
        *words,
        touched.encode(x=x, y=y, tooltip=tooltip),
    ]
