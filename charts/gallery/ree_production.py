"""Russia's share of the rare earths mined in the world, beside those of China and the U.S."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, MUTED, PAPER, SMALL, SUBJECT, Chart, Screen, years

from ._panels import Panel, Place, name, placed, stacked

COUNTRIES = {"Russia": SUBJECT, "China": MUTED, "United States": COUNTERPART}
PERCENT = "datum.value + '%'"
USGS = "_usgs"  # ends the columns of the other publisher's count


def draw(
    rare_earth_production_by_country_annual: pd.DataFrame,
    rare_earth_production_usgs: pd.DataFrame,
    screen: Screen,
) -> Chart:
    newest = rare_earth_production_usgs.query("edition == edition.max() and year == year.max()")
    rows = pd.concat(
        [
            _shares(rare_earth_production_by_country_annual),
            _shares(newest).add_suffix(USGS),
        ]
    ).reset_index()
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = years(first, last, every=10)
    x = x.axis(format="d", values=[*range(first, last, 10), last])
    rows["_count"] = rows["russia"].notna().map({True: "Energy Institute", False: "USGS"})
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("_count:N", title="Counted by"),
    ]
    for country in COUNTRIES:
        column = _column(country)
        rows[f"_{column}"] = rows[column].fillna(rows[column + USGS])
        tooltip.append(alt.Tooltip(f"_{column}:Q", title=f"{country}, %", format=".1f"))
    upper, lower = placed(
        [
            Panel("Russia", [0, 2, 4], 4.4, PERCENT, 110 if screen.narrow else 130),
            Panel(
                "China and the United States", [0, 50, 100], 104, PERCENT,
                140 if screen.narrow else 160,
            ),
        ]
    )  # fmt: skip
    words = [
        name(x, lower.y("value:Q"), {"year": 2003, "value": 84}, "China", MUTED, fontWeight="bold"),
        name(x, lower.y("value:Q"), {"year": 2003, "value": 11}, "United States", COUNTERPART,
             fontWeight="bold"),
    ]  # fmt: skip
    usgs = name(
        x, upper.y("value:Q"), {"year": last, "value": 1.35}, "USGS", MUTED,
        align="center", fontSize=SMALL,
    )  # fmt: skip
    drawn = [
        (upper, [*_line("Russia", x, upper), usgs]),
        (lower, [*_line("China", x, lower), *_line("United States", x, lower), *words]),
    ]
    return stacked(rows, x, drawn, tooltip, screen, left=44, right=22, steps=last - first)


def _shares(mined: pd.DataFrame) -> pd.DataFrame:
    """Return by year the share of each country in what the world mined, in percent."""
    wide = mined.pivot(index="year", columns="country", values="production").astype(float)
    shares = wide[list(COUNTRIES)].div(wide["World"], axis=0) * 100
    return shares.rename(columns=_column).rename_axis(columns=None)


def _line(country: str, x: alt.X, place: Place) -> list[alt.Chart]:
    """Return the line of one count, and the ring of the other."""
    column, color = _column(country), COUNTRIES[country]
    ring = alt.Chart().mark_point(size=60, strokeWidth=2, fill=PAPER, stroke=color, opacity=1)
    return [
        alt.Chart().mark_line(color=color).encode(x=x, y=place.y(f"{column}:Q")),
        ring.encode(x=x, y=place.y(f"{column + USGS}:Q")),
    ]


def _column(country: str) -> str:
    return country.lower().replace(" ", "_")
