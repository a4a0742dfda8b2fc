"""Where the share of heads of a fair coin lies."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, Series, Values, arrow, band, lines


def draw(coins: pd.DataFrame, screen: Screen) -> Chart:
    x = alt.X("tosses:Q").title(None).scale(domain=[10, 400], nice=False)
    x = x.axis(values=[10, 100, 200, 300, 400])
    y = Values([20, 35, 50, 65, 80], 80.5, "datum.value + '%'", start=19.5)
    bands = [
        band(x, y, ("low", "high")),
        band(x, y, ("inner_low", "inner_high"), opacity=0.35),
        *arrow(x, y.encode("at:Q"), (120, 58), "19 of 20 series|end in the pale band", 46, -34),
    ]
    tooltip = [
        alt.Tooltip("tosses:Q", title="Tosses"),
        alt.Tooltip("low:Q", title="95% of series: from, %", format=".0f"),
        alt.Tooltip("high:Q", title="95% of series: to, %", format=".0f"),
        alt.Tooltip("inner_low:Q", title="50% of series: from, %", format=".0f"),
        alt.Tooltip("inner_high:Q", title="50% of series: to, %", format=".0f"),
    ]
    series = [Series("middle", "", SUBJECT, (10, 50))]
    return lines(coins, x, series, y, tooltip, screen, marks=bands, right=20)
