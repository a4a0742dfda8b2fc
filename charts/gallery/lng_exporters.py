"""LNG exports by country: the United States passes Russia, and then everybody else."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, QUIET, SUBJECT, Chart, Screen, Series, lines, values, years

COUNTRIES = ["United States", "Qatar", "Australia", "Russia", "Norway"]


def draw(lng_exports_by_country_annual: pd.DataFrame, screen: Screen) -> Chart:
    rows = lng_exports_by_country_annual.pivot(index="year", columns="country", values="exports")
    rows = rows[COUNTRIES].reset_index()
    x = years(int(rows["year"].min()), int(rows["year"].max()), every=10 if screen.narrow else 5)
    y = values(rows[COUNTRIES], 25, "datum.value")
    # Each name is where its line leaves room: at the right end they would overlap.
    series = [
        Series("Norway", "Norway", QUIET, (2022.8, 13 if screen.narrow else 11), "right"),
        Series("Qatar", "Qatar", QUIET, (2010.2, 97), "right"),
        Series("Australia", "Australia", QUIET, (2016.3, 74), "right"),
        Series("Russia", "Russia", SUBJECT, (2022.8, 36 if screen.narrow else 37), "right"),
        Series("United States", "United|States", COUNTERPART, (2020.6, 76), "left"),
    ]
    tooltip = [alt.Tooltip("year:Q", format="d", title="Year")]
    tooltip += [
        alt.Tooltip(f"{name}:Q", title=f"{name}, billion m³", format=".1f") for name in COUNTRIES
    ]
    return lines(rows, x, series, y, tooltip, screen, left=34)
