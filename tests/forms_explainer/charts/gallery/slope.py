"""Daylight in December and in June."""

import altair as alt
import pandas as pd

from charts import QUIET, SUBJECT, Chart, Screen, slopes


def draw(solstices: pd.DataFrame, screen: Screen) -> Chart:
    rows = solstices.copy()
    rows["_color"] = [SUBJECT if name == "60\u00b0 N" else QUIET for name in rows["parallel"]]
    tooltip = [
        alt.Tooltip("parallel:N", title="Latitude"),
        alt.Tooltip("shortest:Q", title="Shortest day, hours", format=".1f"),
        alt.Tooltip("longest:Q", title="Longest day, hours", format=".1f"),
    ]
    ends, heads = ("shortest", "longest"), ("December", "June")
    return slopes(rows, "parallel", ends, heads, "{:.1f}".format, tooltip, screen)
