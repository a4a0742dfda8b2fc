"""Russia's gas by pipeline: what the EU no longer takes, and what China takes instead."""

import altair as alt
import pandas as pd

from charts import QUIET, SUBJECT, Chart, Screen, grouped

NAMES = {"EU-27": "European Union", "China": "China", "World": "All destinations"}


def draw(russia_pipeline_gas_by_destination: pd.DataFrame, screen: Screen) -> Chart:
    rows = russia_pipeline_gas_by_destination.query("destination in @NAMES")
    rows = pd.concat([rows[rows["destination"] == name] for name in NAMES])
    rows = rows.assign(destination=rows["destination"].map(NAMES))
    rows = rows[["destination", "year", "exports"]]
    rows["_hollow"] = rows["year"] < rows["year"].max()
    rows["_label"] = [f"{value:.1f}" for value in rows["exports"]]
    rows["_color"] = rows["destination"].map({NAMES["World"]: QUIET}).fillna(SUBJECT)
    tooltip = [
        alt.Tooltip("destination:N", title="To"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("exports:Q", title="Gas by pipeline, billion m³", format=".1f"),
    ]
    return grouped(rows, "destination", "year", "exports", tooltip, screen)
