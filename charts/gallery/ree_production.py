"""Rare earths mined since 1995 by one count, and the latest year of another beside it."""

import altair as alt
import pandas as pd

from charts import (
    COUNTERPART,
    INK,
    MUTED,
    PAPER,
    SMALL,
    SUBJECT,
    Chart,
    Screen,
    Series,
    lines,
    values,
    years,
)

COUNTRIES = {"World": INK, "China": MUTED, "United States": COUNTERPART, "Russia": SUBJECT}
LABEL = "datum.value ? datum.value + ',000' : '0'"


def draw(
    rare_earth_production_by_country_annual: pd.DataFrame,
    rare_earth_production_usgs: pd.DataFrame,
    screen: Screen,
) -> Chart:
    chosen = rare_earth_production_by_country_annual.query("country in @COUNTRIES")
    rows = chosen.pivot(index="year", columns="country", values="production").reset_index()
    newest = rare_earth_production_usgs.query("edition == edition.max() and year == year.max()")
    latest = newest.query("country in @COUNTRIES")
    latest = latest.assign(production=latest["production"].astype(float) / 1000)
    usgs = latest.pivot(index="year", columns="country", values="production").reset_index()
    columns = {name: f"{_column(name)}_usgs" for name in COUNTRIES}
    rows = pd.concat(
        [
            rows.rename(columns={name: _column(name) for name in COUNTRIES}),
            usgs.rename(columns=columns),
        ]
    )
    rows = rows[["year", *map(_column, COUNTRIES), *columns.values()]]
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = years(first, last, every=10)
    x = x.axis(format="d", values=[*range(first, last, 10), last])
    y = values(rows.drop(columns="year"), 100, LABEL, air=0.1)
    series = [
        Series("world", "World", INK, (2015.8, 165), "right"),
        Series("china", "China", MUTED, (2018.6, 95)),
        Series("united_states", "United States", COUNTERPART, (2017.8, 40), "right"),
        Series("russia", "Russia", SUBJECT, (2003, 16)),
    ]
    # One figure per country, from whichever count has the year.
    for name, column in columns.items():
        rows[f"_{_column(name)}"] = rows[_column(name)].fillna(rows[column])
    rows["_count"] = rows["world"].notna().map({True: "Energy Institute", False: "USGS"})
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("_count:N", title="Counted by"),
    ] + [
        alt.Tooltip(f"_{_column(name)}:Q", title=f"{name}, thousand tonnes", format=",.1f")
        for name in COUNTRIES
    ]
    points = latest.assign(_color=latest["country"].map(COUNTRIES))
    marks = [
        alt.Chart(points)
        .mark_point(size=60, strokeWidth=2, fill=PAPER, opacity=1)
        .encode(x=x, y=y.encode("production:Q"), stroke=alt.Stroke("_color:N", scale=None)),
        alt.Chart(points[points["country"] == "World"])
        .mark_text(align="right", dx=6, dy=-14, fontSize=SMALL, color=MUTED)
        .encode(x=x, y=y.encode("production:Q"), text=alt.value("USGS")),
    ]
    return lines(rows, x, series, y, tooltip, screen, marks=marks, left=60, right=20)


def _column(name: str) -> str:
    return name.lower().replace(" ", "_")
