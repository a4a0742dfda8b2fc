"""The days of each month as bars."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, frame


def draw(month_lengths: pd.DataFrame, screen: Screen) -> Chart:
    x = alt.X("month:T").title(None).scale(type="utc").axis(format="%Y", tickCount="year")
    y = alt.Y("days:Q").title(None)
    tooltip = [alt.Tooltip("utcyearmonth(month):T", title="Month"), alt.Tooltip("days:Q")]
    bars = alt.Chart(month_lengths).mark_bar(color=SUBJECT, size=6)
    return frame(bars.encode(x=x, y=y, tooltip=tooltip), screen, 200, 30, 10, 10, 24)
