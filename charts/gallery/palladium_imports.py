"""Where the United States buys palladium, and how many tonnes come from Russia."""

import altair as alt
import pandas as pd

from charts import QUIET, SUBJECT, Chart, Screen, grouped

SUBJECT_NAME, REST = "Russia", "All others"


def draw(
    us_critical_import_shares: pd.DataFrame,
    us_palladium_imports_from_russia: pd.DataFrame,
    screen: Screen,
) -> Chart:
    found = us_critical_import_shares.query("material == 'palladium'")
    found = found[found["last_year"] == found["last_year"].max()]
    found = found.sort_values("share", ascending=False)
    first, last = int(found["first_year"].iloc[0]), int(found["last_year"].iloc[0])
    shares = pd.DataFrame(
        {
            "measure": f"Share, {first}–{last}",
            "of": [*found["partner"], REST],
            "share": [*found["share"], 100 - found["share"].sum()],
        }
    )
    shares["_label"] = [f"{share:.0f}%" for share in shares["share"]]
    shares["_length"] = shares["share"] / shares["share"].max()
    shares["_color"] = shares["of"].map({SUBJECT_NAME: SUBJECT}).fillna(QUIET)
    shares["_hollow"] = shares["of"] == REST
    tonnes = us_palladium_imports_from_russia
    years = pd.DataFrame(
        {
            "measure": "From Russia",
            "of": tonnes["year"].astype(str),
            "tonnes": tonnes["imports"],
            "_label": [f"{amount:g} tonnes" for amount in tonnes["imports"]],
            # Each half has a scale of its own; both begin at zero.
            "_length": tonnes["imports"] / tonnes["imports"].max(),
            "_color": SUBJECT,
            "_hollow": False,
        }
    )
    rows = pd.concat([shares, years], ignore_index=True)
    tooltip = [
        alt.Tooltip("measure:N", title="Measure"),
        alt.Tooltip("of:N", title="Origin or year"),
        alt.Tooltip("_label:N", title="Palladium"),
    ]
    return grouped(rows, "measure", "of", "_length", tooltip, screen)
