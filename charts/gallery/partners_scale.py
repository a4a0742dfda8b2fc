"""Trade with Russia beside that with the largest partners, on one scale that starts at nought."""

import altair as alt
import pandas as pd

from charts.theme import INK, MUTED, QUIET, SUBJECT, Chart, Screen, frame

SUBJECT_NAME = "Russia"
BEFORE = 2021  # the last year before the invasion

ROW = 40  # pixels from one bar to the next


def draw(
    us_trade_by_partner_annual: pd.DataFrame, us_russia_trade_annual: pd.DataFrame, screen: Screen
) -> Chart:
    # One year for all: the latest that both datasets hold.
    year = min(us_trade_by_partner_annual["year"].max(), us_russia_trade_annual["year"].max())
    others = us_trade_by_partner_annual.query("year == @year and partner != 'World'")
    ours = us_russia_trade_annual.query("year in [@year, @BEFORE]").assign(partner=SUBJECT_NAME)
    bars = pd.concat([others, ours])[["partner", "year", "exports", "imports"]]
    bars["trade"] = bars["exports"] + bars["imports"]
    then = bars["year"] < year
    bars["bar"] = bars["partner"].where(~then, bars["partner"] + f" in {BEFORE}")
    bars["label"] = [
        f"${value / 1000:,.0f} billion" if value > 1e5 else f"${value / 1000:,.1f} billion"
        for value in bars["trade"]
    ]
    bars["hollow"] = then
    bars = bars.sort_values(["hollow", "trade"], ascending=[True, False])
    order = bars["bar"].tolist()

    left, right = (100, 88) if screen.narrow else (104, 88)
    top, bottom = 4, 4
    y = alt.Y("bar:N").title(None).sort(order).scale(paddingInner=0.35, paddingOuter=0.175)
    y = y.axis(labelColor=INK, labelPadding=8, domain=True, domainColor=MUTED)
    # Every bar says its own amount, so the axis has nothing to add but its start.
    x = alt.X("trade:Q").axis(None).scale(domainMin=0, nice=False)
    tooltip = [
        alt.Tooltip("bar:N", title="Partner"),
        alt.Tooltip("imports:Q", title="U.S. imports, $ million", format=",.0f"),
        alt.Tooltip("exports:Q", title="U.S. exports, $ million", format=",.0f"),
    ]
    base = alt.Chart()
    now = alt.datum.hollow == False  # noqa: E712 - a Vega expression, not Python's
    subject = alt.datum.partner == SUBJECT_NAME
    marks = [
        base.transform_filter(now & ~subject).mark_bar(color=QUIET),
        base.transform_filter(now & subject).mark_bar(color=SUBJECT),
        base.transform_filter(~now).mark_bar(color="transparent", stroke=SUBJECT, strokeWidth=1.5),
    ]
    texts = alt.Chart().mark_text(align="left", dx=6, color=INK).encode(x=x, y=y, text="label:N")
    chart = alt.layer(*(mark.encode(x=x, y=y, tooltip=tooltip) for mark in marks), texts, data=bars)
    return frame(chart, screen, ROW * len(bars) + top + bottom, left, right, top, bottom)
