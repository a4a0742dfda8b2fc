"""Where the EU's LNG came from before the invasion and after it."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, QUIET, SUBJECT, Chart, Screen, grouped

ORIGINS = ["United States", "Qatar", "Russia", "Algeria", "Norway"]
OTHERS = "All others"


def draw(eu_lng_imports_by_origin: pd.DataFrame, screen: Screen) -> Chart:
    union = eu_lng_imports_by_origin.query("destination == 'EU-27'")
    table = union.pivot(index="year", columns="origin", values="imports")
    table[OTHERS] = table["World"] - table[ORIGINS].sum(axis=1)
    rows = table.reset_index().melt("year", [*ORIGINS, OTHERS], "origin", "imports")
    rows["_hollow"] = rows["year"] < rows["year"].max()
    rows["_label"] = [f"{value:.1f}" for value in rows["imports"]]
    rows["_color"] = (
        rows["origin"].map({"United States": COUNTERPART, "Russia": SUBJECT}).fillna(QUIET)
    )
    tooltip = [
        alt.Tooltip("origin:N", title="From"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("imports:Q", title="LNG, billion m³", format=".1f"),
    ]
    return grouped(rows, "origin", "year", "imports", tooltip, screen)
