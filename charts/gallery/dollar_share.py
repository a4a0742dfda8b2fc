"""The dollar's share of payment for Russia's exports, each figure drawn over its period."""

import altair as alt
import pandas as pd

from charts import AXIS, COUNTERPART, INK, PAPER, Chart, Screen, Values, frame

DOLLAR, UNFRIENDLY = "U.S. dollar", "currencies of unfriendly states"
COLORS = {DOLLAR: COUNTERPART, UNFRIENDLY: INK}
Y = Values([0, 25, 50, 75, 100], 100, "datum.value + '%'")
WEAK = "C"  # the grade of figures from forum posts and unrelated sites


def draw(russia_export_currency_shares: pd.DataFrame, screen: Screen) -> Chart:
    rows = russia_export_currency_shares.query("currency in @COLORS").sort_values("first_month")
    rows = rows[["first_month", "last_month", "currency", "share", "grade"]].copy()
    rows["_end"] = rows["last_month"] + pd.offsets.MonthEnd()
    rows["_middle"] = rows["first_month"] + (rows["_end"] - rows["first_month"]) / 2
    rows["_color"] = rows["currency"].map(COLORS)
    rows["_fill"] = rows["_color"].where(rows["grade"] != WEAK, PAPER)
    left, right, top, plot = 40, 14, 8, 240 if screen.narrow else 300
    ends = ["2013-01-01T00:00:00Z", "2025-12-31T00:00:00Z"]
    ticks = [f"{year}-01-01T00:00:00Z" for year in range(2013, 2026, 4 if screen.narrow else 2)]
    scale = alt.Scale(type="utc", domain=ends, nice=False)
    axis = alt.Axis(values=ticks, format="%Y")
    y = Y.encode("share:Q")
    middle = alt.X("_middle:T").title(None).scale(scale).axis(axis)
    tooltip = [
        alt.Tooltip("currency:N", title="Paid in"),
        alt.Tooltip("utcyearmonth(first_month):T", format="%B %Y", title="From"),
        alt.Tooltip("utcyearmonth(last_month):T", format="%B %Y", title="To"),
        alt.Tooltip("share:Q", title="Share, %", format=".1f"),
        alt.Tooltip("grade:N", title="Grade of the source"),
    ]
    color = alt.Stroke("_color:N", scale=None)
    spans = alt.Chart().mark_rule(strokeWidth=3)
    spans = spans.encode(x=alt.X("first_month:T").scale(scale), x2="_end:T", y=y, stroke=color)
    rings = alt.Chart().mark_point(filled=True, size=46, strokeWidth=1.5, opacity=1)
    rings = rings.encode(x=middle, y=y, stroke=color, fill=alt.Fill("_fill:N", scale=None))
    # The area that reacts to touch is larger than the mark.
    touched = alt.Chart().mark_point(filled=True, size=300, opacity=0)
    touched = touched.encode(x=middle, y=y, tooltip=tooltip)
    chart = alt.layer(spans, rings, *_names(rows, middle), touched, data=rows)
    return frame(chart, screen, plot + top + AXIS, left, right, top, AXIS)


def _names(rows: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """Return the names of the two kinds of marks, and the first and last share of each."""
    said = [
        ("2016-06-01", 74, "U.S. dollar", COUNTERPART, True),
        ("2024-05-01", 80, "All “unfriendly”|currencies, with|the dollar", INK, True),
    ]
    for name, color in COLORS.items():
        for row in rows[rows["currency"] == name].iloc[[0, -1]].to_dict("records"):
            # The dollar's last share is below its mark, away from the other marks.
            at = row["share"] + (-6 if row["share"] < 50 and name == DOLLAR else 6)
            said.append((str(row["_middle"]), at, f"{row['share']:g}%", color, False))
    texts = []
    for day, share, text, color, bold in said:
        at = pd.DataFrame({"_middle": [pd.to_datetime(day, utc=True)], "share": [share]})
        mark = alt.Chart(at).mark_text(
            color=color,
            lineBreak="|",
            lineHeight=14,
            text=text,
            fontWeight="bold" if bold else "normal",
        )
        texts.append(mark.encode(x=x, y=Y.encode("share:Q")))
    return texts
