"""The two economies on one scale that starts at zero."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, SUBJECT, Chart, Screen, Series, lines, values, years

START = 1992  # Russia's first year as an independent state
TRILLIONS = "datum.value ? '$' + datum.value / 1e12 + ' tn' : '0'"


def draw(gdp_annual: pd.DataFrame, screen: Screen) -> Chart:
    rows = gdp_annual.pivot(index="year", columns="country", values="gdp").loc[START:].reset_index()
    countries = ["United States", "Russia"]
    x = years(START, int(rows["year"].max()), every=10 if screen.narrow else 5)
    y = values(rows[countries], 5e12, TRILLIONS)
    series = [
        Series("United States", "United|States", COUNTERPART, (2010.5, 18.6e12), "right"),
        Series("Russia", "Russia", SUBJECT, (2010.5, 3.4e12), "right"),
    ]
    tooltip = [alt.Tooltip("year:Q", format="d", title="Year")]
    tooltip += [alt.Tooltip(f"{name}:Q", title=f"{name}, $", format=",.3s") for name in countries]
    return lines(rows, x, series, y, tooltip, screen)
