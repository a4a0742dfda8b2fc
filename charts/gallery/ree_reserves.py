"""Rare earth reserves by country in the latest edition, with India's from the one before."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, QUIET, SUBJECT, Chart, Screen, bars

COLORS = {"Russia": SUBJECT, "United States": COUNTERPART}
GROUPS = ("World", "Other")
ABSENT = "India"  # printed as "not available" in the edition of 2026


def draw(rare_earth_reserves_by_edition: pd.DataFrame, screen: Screen) -> Chart:
    editions = rare_earth_reserves_by_edition.query("country not in @GROUPS")
    rows = editions[editions["edition"] == editions["edition"].max()]
    if ABSENT not in rows["country"].to_numpy():
        last = editions[editions["country"] == ABSENT].nlargest(1, "edition")
        rows = pd.concat([rows, last])
    rows = rows[["edition", "country", "reserves"]].sort_values("reserves", ascending=False)
    rows["_hollow"] = rows["edition"] < rows["edition"].max()
    rows["_bar"] = rows["country"].where(
        ~rows["_hollow"], rows["country"] + " (" + rows["edition"].astype(str) + ")"
    )
    rows["_color"] = rows["country"].map(COLORS).fillna(QUIET)
    rows["_label"] = [f"{amount / 1e6:.2g}" for amount in rows["reserves"]]
    tooltip = [
        alt.Tooltip("country:N", title="Country"),
        alt.Tooltip("reserves:Q", title="Reserves, tonnes", format=","),
        alt.Tooltip("edition:Q", title="Edition", format="d"),
    ]
    return bars(rows, "_bar", "reserves", tooltip, screen, row=26)
