"""What the United States sells to Russia and to five of its neighbors, before and after 2022."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, SUBJECT, Chart, Screen, grouped, money

NEIGHBORS = ["Armenia", "Georgia", "Kazakhstan", "Kyrgyzstan", "Uzbekistan"]
SUBJECT_NAME = "Russia"
BEFORE = 2021  # the last year before the invasion


def draw(us_trade_all_partners_annual: pd.DataFrame, screen: Screen) -> Chart:
    last = us_trade_all_partners_annual["year"].max()
    found = us_trade_all_partners_annual.query("year in [@BEFORE, @last]")
    wide = found.pivot(index="partner", columns="year", values="exports")
    order = wide.loc[NEIGHBORS].sort_values(last, ascending=False).index
    rows = pd.concat([found[found["partner"] == name] for name in [SUBJECT_NAME, *order]])
    rows = rows[["partner", "year", "exports"]].reset_index(drop=True)
    rows["_label"] = [money(amount * 1e6) for amount in rows["exports"]]
    rows["_color"] = rows["partner"].map({SUBJECT_NAME: SUBJECT}).fillna(COUNTERPART)
    rows["_hollow"] = rows["year"] < last
    tooltip = [
        alt.Tooltip("partner:N", title="To"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("exports:Q", title="U.S. exports, $ million", format=",.1f"),
    ]
    return grouped(rows, "partner", "year", "exports", tooltip, screen)
