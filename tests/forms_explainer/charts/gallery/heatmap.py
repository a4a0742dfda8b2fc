"""Weekend days of each month, by year."""

import altair as alt
import pandas as pd

from charts import Chart, Screen, heatmap

INITIALS = dict(enumerate("JFMAMJJASOND", 1))


def draw(weekends: pd.DataFrame, screen: Screen) -> Chart:
    rows = weekends[["in_year", "number", "days"]]
    tooltip = [
        alt.Tooltip("in_year:O", title="Year"),
        alt.Tooltip("number:O", title="Month"),
        alt.Tooltip("days:Q", title="Saturdays and Sundays"),
    ]
    ends = ("8 days", "10 days")
    return heatmap(
        rows, "number", "in_year", "days", tooltip, screen, ends=ends, labels=INITIALS, every=5
    )
