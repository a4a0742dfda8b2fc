"""The leap days of each calendar in 400 years."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, SUBJECT, Chart, Screen, bars


def draw(leap_days: pd.DataFrame, screen: Screen) -> Chart:
    rows = leap_days.sort_values("leap_days", ascending=False)
    rows["_label"] = rows["leap_days"].astype(str)
    rows["_color"] = [SUBJECT if name == "Julian" else COUNTERPART for name in rows["calendar"]]
    tooltip = [
        alt.Tooltip("calendar:N", title="Calendar"),
        alt.Tooltip("leap_days:Q", title="Leap days"),
    ]
    return bars(rows, "calendar", "leap_days", tooltip, screen)
