"""The shortest and the longest day of each latitude."""

import altair as alt
import pandas as pd

from charts import Chart, Screen, ranges


def draw(solstices: pd.DataFrame, screen: Screen) -> Chart:
    axis = alt.Axis(values=[0, 6, 12, 18, 24], grid=True)
    tooltip = [
        alt.Tooltip("parallel:N", title="Latitude"),
        alt.Tooltip("shortest:Q", title="Shortest day, hours", format=".1f"),
        alt.Tooltip("longest:Q", title="Longest day, hours", format=".1f"),
    ]
    ends, heads = ("shortest", "longest"), ("Shortest day", "Longest day")
    return ranges(solstices, "parallel", ends, heads, axis, tooltip, screen)
