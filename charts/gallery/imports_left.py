"""What the United States still bought from Russia in 2024, grouped for a reader."""

import altair as alt
import pandas as pd

from charts import QUIET, SUBJECT, Chart, Screen, bars

# Names that fit on a phone; the table has the groups themselves.
NAMES = {
    "Food, feed and drink": "Food, feed, drink",
    "Plywood and other wood": "Plywood, wood",
    "Machinery, aircraft parts and instruments": "Machines, aircraft",
    "Isotopes and other radioactive materials": "Isotopes",
    "Other chemicals, plastics and rubber": "Other chemicals",
    "Other precious metals and stones": "Other precious",
}
BANNED = "Enriched uranium"
LARGE = 100  # USD million; the groups above it are the three that the title names


def draw(us_imports_from_russia_2024_tariff_lines: pd.DataFrame, screen: Screen) -> Chart:
    groups = us_imports_from_russia_2024_tariff_lines.groupby("group", as_index=False)
    rows = groups.agg(imports=("imports", "sum"), duty=("duty", "sum"), lines=("hs10", "count"))
    rows = rows.sort_values("imports", ascending=False).reset_index(drop=True)
    millions = rows["imports"] / 1e6
    rows["_group"] = rows["group"].replace(NAMES if screen.narrow else {})
    rows["_hollow"] = rows["group"] == BANNED
    rows["_color"] = [SUBJECT if amount > LARGE else QUIET for amount in millions]
    rows["_label"] = [f"{value:,.0f}" if value >= 10 else f"{value:.1f}" for value in millions]
    rows.loc[rows["_hollow"], "_label"] += ", banned"
    tooltip = [
        alt.Tooltip("group:N", title="Goods"),
        alt.Tooltip("imports:Q", title="Imports from Russia in 2024, $", format=",.0f"),
        alt.Tooltip("lines:Q", title="Tariff lines"),
        alt.Tooltip("duty:Q", title="Calculated duty, $", format=",.0f"),
    ]
    return bars(rows, "_group", "imports", tooltip, screen, row=26)
