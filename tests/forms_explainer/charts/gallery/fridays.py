"""Fridays the 13th in each year."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, Values, yearly


def draw(thirteenths: pd.DataFrame, screen: Screen) -> Chart:
    rows = thirteenths[thirteenths["day"] == "Friday"][["year", "months"]]
    rows = rows.assign(_color=SUBJECT)
    y = Values([0, 1, 2, 3], 3, "datum.label")
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("months:Q", format="d", title="Fridays the 13th"),
    ]
    return yearly(rows, "months", y, tooltip, screen, every=5)
