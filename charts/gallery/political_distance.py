"""How far apart the two countries vote in the United Nations, above what they trade."""

import altair as alt
import pandas as pd

from charts import BILLIONS, INK, MUTED, SUBJECT, Chart, Screen, years

from ._panels import Panel, name, placed, stacked

START = 1992  # Russia's first year as an independent state


def draw(
    un_voting_distance_annual: pd.DataFrame, us_russia_trade_annual: pd.DataFrame, screen: Screen
) -> Chart:
    votes = un_voting_distance_annual[["year", "distance"]].query("year >= @START")
    trade = us_russia_trade_annual[["year", "imports", "exports"]]
    rows = votes.merge(trade, how="outer", on="year").sort_values("year")
    rows["trade"] = rows["imports"] + rows["exports"]
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = years(first, last, every=10 if screen.narrow else 5)
    upper, lower = placed(
        [
            Panel("Distance of their votes in the UN", [0, 1, 2, 3], 3.2, "datum.value", 130),
            Panel(
                "Trade, exports and imports together",
                [0, 20_000, 40_000],
                float(rows["trade"].max()) * 1.06,
                BILLIONS,
                130,
            ),
        ]
    )
    distance, total = upper.y("distance:Q"), lower.y("trade:Q")
    words = [
        name(x, upper.y("_v:Q"), {"year": first + 0.4, "_v": 0.35}, "larger = further apart", MUTED)
    ]
    for year, dy in ((1993, 14), (2006, -12), (2022, -10), (2024, 14)):
        row = rows[rows["year"] == year].iloc[0]
        at = {"year": year, "distance": row["distance"]}
        words.append(
            name(x, distance, at, f"{row['distance']:.1f}", INK, align="center", dy=dy,
                 fontWeight="bold")
        )  # fmt: skip
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("distance:Q", title="Distance of votes", format=".2f"),
        alt.Tooltip("trade:Q", title="Trade, $ million", format=",.0f"),
    ]
    shown = rows[["year", "distance", "trade"]]
    drawn = [
        (upper, [alt.Chart().mark_line(color=INK).encode(x=x, y=distance), *words]),
        (lower, [alt.Chart().mark_area(color=SUBJECT, opacity=0.35).encode(x=x, y=total),
                 alt.Chart().mark_line(color=SUBJECT).encode(x=x, y=total)]),
    ]  # fmt: skip
    return stacked(shown, x, drawn, tooltip, screen, left=50, right=20)
