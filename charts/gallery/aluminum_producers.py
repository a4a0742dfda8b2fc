"""Primary aluminum by country in the latest year, Russia against the United States."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, QUIET, SUBJECT, Chart, Screen, bars

COLORS = {"Russia": SUBJECT, "United States": COUNTERPART}
GROUPS = ("World", "Other countries")


def draw(aluminum_production_by_country: pd.DataFrame, screen: Screen) -> Chart:
    found = aluminum_production_by_country
    rows = found[(found["year"] == found["year"].max()) & ~found["country"].isin(GROUPS)]
    rows = rows.sort_values("production", ascending=False).reset_index(drop=True)
    rows["_color"] = rows["country"].map(COLORS).fillna(QUIET)
    rows["_label"] = [f"{amount / 1000:,.2g}" for amount in rows["production"]]
    rows["_country"] = rows["country"].replace("United Arab Emirates", "UAE")
    tooltip = [
        alt.Tooltip("country:N", title="Country"),
        alt.Tooltip("production:Q", title="Smelted, thousand tonnes", format=","),
        alt.Tooltip("status:N", title="Figure"),
    ]
    return bars(rows, "_country", "production", tooltip, screen, row=26)
