"""Cargo on the Northern Sea Route by year, as Russian authorities stated it."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, values, yearly


def draw(northern_sea_route_cargo_annual: pd.DataFrame, screen: Screen) -> Chart:
    rows = northern_sea_route_cargo_annual[["year", "cargo", "note"]].copy()
    rows["_color"] = SUBJECT
    rows["_label"] = [f"{value:.1f}" for value in rows["cargo"]]
    tooltip = [
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("cargo:Q", title="Cargo, million tonnes", format=".1f"),
        alt.Tooltip("note:N", title="Note"),
    ]
    y = values(rows["cargo"], 10, "datum.value")
    return yearly(rows, "cargo", y, tooltip, screen, every=2 if screen.narrow else 1, left=26)
