"""Daylight by latitude in the month that the reader sets."""

import altair as alt
import pandas as pd

from charts import AXIS, INK, SUBJECT, Chart, Screen, frame, slider


def draw(daylight: pd.DataFrame, screen: Screen) -> Chart:
    month = slider("Month of the year", 6, 1, 12)
    order = [*daylight["parallel"].unique()]
    y = alt.Y("parallel:N").title(None).sort(order).axis(labelColor=INK, labelPadding=8)
    x = alt.X("daylight:Q").title(None).scale(domain=[0, 24], nice=False)
    x = x.axis(values=[0, 6, 12, 18, 24], grid=True)
    tooltip = [
        alt.Tooltip("parallel:N", title="Latitude"),
        alt.Tooltip("number:O", title="Month"),
        alt.Tooltip("daylight:Q", title="Daylight, hours", format=".1f"),
    ]
    bars = alt.Chart().transform_filter(f"datum.number == {month.name}")
    drawn = bars.mark_bar(color=SUBJECT).encode(x=x, y=y, tooltip=tooltip)
    words = bars.mark_text(align="left", dx=5).encode(x=x, y=y)
    said = words.encode(text=alt.Text("daylight:Q", format=".1f"))
    chart = alt.layer(drawn, said, data=daylight).add_params(month)
    return frame(chart, screen, 280, left=74, right=34, top=8, bottom=AXIS)
