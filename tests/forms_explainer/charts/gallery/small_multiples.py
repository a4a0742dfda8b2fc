"""Daylight by month, one panel for each latitude."""

import altair as alt
import pandas as pd

from charts import Chart, Screen, panels

MONTHS = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"]


def draw(daylight: pd.DataFrame, screen: Screen) -> Chart:
    x = alt.X("number:Q").title(None).scale(domain=[1, 12], nice=False)
    x = x.axis(values=[1, 4, 7, 10], labelExpr=f"{MONTHS}[datum.value - 1]")
    y = alt.Y("daylight:Q").title(None).scale(domain=[0, 24], nice=False)
    y = y.axis(values=[0, 12, 24])
    tooltip = [
        alt.Tooltip("parallel:N", title="Latitude"),
        alt.Tooltip("number:O", title="Month"),
        alt.Tooltip("daylight:Q", title="Daylight, hours", format=".1f"),
    ]
    return panels(daylight, "parallel", x, y, tooltip, screen)
