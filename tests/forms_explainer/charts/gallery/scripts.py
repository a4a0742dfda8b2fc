"""Names of the months in three scripts."""

import altair as alt
import pandas as pd

from charts import Chart, Screen, grouped


def draw(month_names: pd.DataFrame, screen: Screen) -> Chart:
    rows = month_names[month_names["number"] <= 4]
    rows = rows.assign(_label=[f"{days}" for days in rows["days"]])
    tooltip = [
        alt.Tooltip("name:N", title="Month"),
        alt.Tooltip("days:Q", title="Days"),
    ]
    return grouped(rows, "language", "name", "days", tooltip, screen)
