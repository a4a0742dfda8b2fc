"""Twenty thousand numbers and their steps."""

import altair as alt
import pandas as pd

from charts import AXIS, SUBJECT, Chart, Screen, frame, thin


def draw(collatz: pd.DataFrame, screen: Screen) -> Chart:
    rows = collatz[["number", "steps"]]
    cells = (90, 60) if screen.narrow else (150, 70)
    shown = thin(rows, "number", "steps", method="grid", cells=cells)
    x = alt.X("number:Q").title(None).scale(domain=[1, 20_000], nice=False)
    x = x.axis(values=[1, 5000, 10_000, 15_000, 20_000], format=",d")
    y = alt.Y("steps:Q").title(None)
    points = alt.Chart(shown).mark_square(color=SUBJECT, size=3, opacity=1)
    tooltip = [
        alt.Tooltip("number:Q", title="Number", format=",d"),
        alt.Tooltip("steps:Q", title="Steps"),
    ]
    chart = alt.layer(points.encode(x=x, y=y, tooltip=tooltip), data=rows)
    return frame(chart, screen, 300, left=40, right=30, top=8, bottom=AXIS)
