"""Wealth that Russian households hold in tax havens, as one study estimates it."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, values, yearly

BILLIONS = "datum.value ? '$' + datum.value + ' bn' : '0'"


def draw(russia_offshore_wealth_annual: pd.DataFrame, screen: Screen) -> Chart:
    rows = russia_offshore_wealth_annual[["year", "total", "gdp_share", "note"]].copy()
    ends = rows["year"].isin([rows["year"].min(), rows["year"].max()])
    highest = rows["total"] == rows["total"].max()
    rows["_label"] = [f"{value:.0f}" for value in rows["total"]]
    rows["_label"] = rows["_label"].where(ends | highest, "")
    rows["_color"] = SUBJECT
    rows["_hollow"] = rows["note"].notna()  # outside the window of the paper
    tooltip = [
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("total:Q", title="Wealth offshore, $ billion", format=",.0f"),
        alt.Tooltip("gdp_share:Q", title="In percent of GDP", format=".0f"),
    ]
    y = values(rows["total"], 100, BILLIONS)
    every = 7 if screen.narrow else 3
    return yearly(rows, "total", y, tooltip, screen, every=every, left=56)
