"""Imports from Russia against the price of oil, year by year: along a diagonal, then off it."""

from typing import Literal

import altair as alt
import pandas as pd

from charts import AXIS, BILLIONS, INK, MUTED, SMALL, SUBJECT, Chart, Screen, Values, frame

TURN = 2021  # the last year before the invasion
# Labelled years, with the distance of each label from its point in pixels.
NAMED: dict[int, tuple[float, float, Literal["left", "right", "center"]]] = {
    1992: (9, -2, "left"), 2003: (-8, -6, "right"), 2008: (0, -11, "center"),
    2009: (8, 7, "left"), 2011: (-9, 0, "right"), 2012: (8, 9, "left"),
    2016: (8, 8, "left"), 2020: (-9, -6, "right"), 2021: (-9, -3, "right"),
    2022: (9, 4, "left"), 2023: (9, 4, "left"), 2024: (3, 13, "center"),
    2025: (-9, 3, "right"),
}  # fmt: skip


def draw(
    us_russia_trade_annual: pd.DataFrame, oil_prices_annual: pd.DataFrame, screen: Screen
) -> Chart:
    rows = us_russia_trade_annual[["year", "imports"]].merge(oil_prices_annual[["year", "brent"]])
    left, right, top, plot = 46, 20, 24, 290 if screen.narrow else 340
    x = alt.X("brent:Q").title("Price of Brent oil, $ a barrel").scale(domain=[0, 120], nice=False)
    x = x.axis(values=[*range(0, 121, 20)], titlePadding=8, grid=True)
    high = float(rows["imports"].max())
    y = Values([0, 10_000, 20_000, 30_000], high * 1.06, BILLIONS).encode("imports:Q")
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("imports:Q", title="Imports from Russia, $ million", format=",.0f"),
        alt.Tooltip("brent:Q", title="Brent, $ a barrel", format=".2f"),
    ]
    after = alt.Chart(rows[rows["year"] >= TURN]).encode(x=x, y=y)
    path = after.mark_line(color=SUBJECT, strokeWidth=2).encode(order="year:O")
    points = (
        alt.Chart()
        .mark_point(size=50, strokeWidth=1.2, stroke=SUBJECT, fill=SUBJECT, opacity=1)
        .encode(
            x=x,
            y=y,
            fillOpacity=alt.condition(f"datum.year > {TURN}", alt.value(1), alt.value(0.3)),
            tooltip=tooltip,
        )
    )
    names = [_name(year, rows[rows["year"] == year], x, y) for year in NAMED]
    words = f"{rows['year'].min()} to {TURN}:|the higher the price,|the more imports"
    title = alt.Chart(pd.DataFrame({"brent": [0]})).mark_text(
        align="left", fontWeight="bold", color=SUBJECT, text="Imports from Russia"
    )
    title = title.encode(x=alt.value(4 - left), y=alt.value(10 - top))
    said = alt.Chart(pd.DataFrame({"year": [TURN]})).mark_text(
        align="left", color=MUTED, text=words, lineBreak="|", lineHeight=15
    )
    said = said.encode(x=alt.value(14 if screen.narrow else 32), y=alt.value(40))
    chart = alt.layer(path, points, *names, said, title, data=rows)
    below = AXIS + 22
    return frame(chart, screen, plot + top + below, left, right, top, below)


def _name(year: int, row: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """Return a year beside its point."""
    dx, dy, align = NAMED[year]
    after = year >= TURN
    name: alt.Chart = (
        alt.Chart(row)
        .mark_text(
            align=align,
            dx=dx,
            dy=dy,
            fontSize=SMALL,
            text=str(year),
            color=INK if after else MUTED,
            fontWeight="bold" if after else "normal",
        )
        .encode(x=x, y=y)
    )
    return name
