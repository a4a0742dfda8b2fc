"""The gap between the two calendars at the turn of each century."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, values, yearly

NOW = 2000  # the turn of our century


def draw(calendar_gap: pd.DataFrame, screen: Screen) -> Chart:
    rows = calendar_gap.copy()
    rows["_label"] = rows["gap"].astype(str)
    rows["_color"] = SUBJECT
    rows["_hollow"] = rows["year"] > NOW
    tooltip = [
        alt.Tooltip("year:O", title="From 1 March"),
        alt.Tooltip("gap:Q", title="Gap, days"),
    ]
    y = values(rows["gap"], step=5, label="datum.value", air=0.12)
    return yearly(rows, "gap", y, tooltip, screen, left=30)
