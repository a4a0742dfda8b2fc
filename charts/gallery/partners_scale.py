"""Trade with Russia beside that with the largest partners, on one scale that starts at zero."""

import altair as alt
import pandas as pd

from charts import QUIET, SUBJECT, Chart, Screen, bars

SUBJECT_NAME = "Russia"
BEFORE = 2021  # the last year before the invasion


def draw(
    us_trade_by_partner_annual: pd.DataFrame, us_russia_trade_annual: pd.DataFrame, screen: Screen
) -> Chart:
    # One year for all: the latest that both datasets have.
    year = min(us_trade_by_partner_annual["year"].max(), us_russia_trade_annual["year"].max())
    others = us_trade_by_partner_annual.query("year == @year and partner != 'World'")
    ours = us_russia_trade_annual.query("year in [@year, @BEFORE]").assign(partner=SUBJECT_NAME)
    rows = pd.concat([others, ours])[["partner", "year", "exports", "imports"]]
    rows["trade"] = rows["exports"] + rows["imports"]
    rows["_hollow"] = rows["year"] < year
    rows["_bar"] = rows["partner"].where(~rows["_hollow"], rows["partner"] + f" in {BEFORE}")
    rows["_label"] = [
        f"${value / 1000:,.0f} billion" if value > 1e5 else f"${value / 1000:,.1f} billion"
        for value in rows["trade"]
    ]
    rows["_color"] = rows["partner"].map({SUBJECT_NAME: SUBJECT}).fillna(QUIET)
    rows = rows.sort_values(["_hollow", "trade"], ascending=[True, False])
    tooltip = [
        alt.Tooltip("_bar:N", title="Partner"),
        alt.Tooltip("imports:Q", title="U.S. imports, $ million", format=",.0f"),
        alt.Tooltip("exports:Q", title="U.S. exports, $ million", format=",.0f"),
    ]
    return bars(rows, "_bar", "trade", tooltip, screen, row=40)
