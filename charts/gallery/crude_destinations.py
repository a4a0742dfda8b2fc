"""Where Russia's crude oil went: before the invasion, in the year after the embargoes, and now."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, grouped

# Our names for the publisher's destinations; the rest are added up.
NAMES = {
    "Europe": "Europe, with Turkey",
    "China": "China",
    "India": "India",
    "Other CIS": "Former Soviet states",
}
ELSEWHERE = "Elsewhere"
BEFORE = 2020  # the last year with data before the invasion


def draw(russia_crude_exports_by_destination: pd.DataFrame, screen: Screen) -> Chart:
    rows = russia_crude_exports_by_destination.query("destination != 'World'")
    rows = rows.assign(destination=rows["destination"].map(NAMES).fillna(ELSEWHERE))
    sums = rows.groupby(["destination", "year"])["exports"].sum().reset_index()
    order = [*NAMES.values(), ELSEWHERE]
    rows = pd.concat([sums[sums["destination"] == name] for name in order])
    rows["_hollow"] = rows["year"] <= BEFORE
    rows["_label"] = [f"{value:.1f}" for value in rows["exports"]]
    rows["_color"] = SUBJECT
    tooltip = [
        alt.Tooltip("destination:N", title="To"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("exports:Q", title="Crude oil, million tonnes", format=".1f"),
    ]
    return grouped(rows, "destination", "year", "exports", tooltip, screen)
