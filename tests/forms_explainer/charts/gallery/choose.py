"""Daylight at a latitude that the reader chooses."""

import altair as alt
import pandas as pd

from charts import AXIS, FAINT, SUBJECT, Chart, Screen, choice, frame

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def draw(daylight: pd.DataFrame, screen: Screen) -> Chart:
    chosen = choice("Latitude", "parallel", daylight["parallel"].unique(), start="60\u00b0 N")
    x = alt.X("number:Q").title(None).scale(domain=[1, 12], nice=False)
    x = x.axis(values=[1, 4, 7, 10, 12], labelExpr=f"{MONTHS}[datum.value - 1]")
    y = alt.Y("daylight:Q").title(None).scale(domain=[0, 24], nice=False).axis(values=[0, 12, 24])
    tooltip = [
        alt.Tooltip("parallel:N", title="Latitude"),
        alt.Tooltip("number:O", title="Month"),
        alt.Tooltip("daylight:Q", title="Daylight, hours", format=".1f"),
    ]
    base = alt.Chart()
    quiet = base.mark_line(color=FAINT, strokeWidth=1.5).encode(x=x, y=y, detail="parallel:N")
    picked = base.transform_filter(chosen)
    line = picked.mark_line(color=SUBJECT, strokeWidth=3).encode(x=x, y=y, detail="parallel:N")
    dots = picked.mark_point(filled=True, color=SUBJECT, size=60, opacity=1)
    chart = alt.layer(quiet, line, dots.encode(x=x, y=y, tooltip=tooltip), data=daylight)
    chart = chart.add_params(chosen)
    return frame(chart, screen, 260, left=34, right=16, top=8, bottom=AXIS)
