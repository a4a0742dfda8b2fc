"""How many times Russia's economy the American one is, at exchange rates and by what money buys."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, INK, Chart, Screen, Series, lines, values, years

START = 1992  # Russia's first year as an independent state
TIMES = "datum.value + ' times'"


def draw(gdp_annual: pd.DataFrame, gdp_real_annual: pd.DataFrame, screen: Screen) -> Chart:
    rows = pd.DataFrame(
        {
            "exchange_rates": _ratio(gdp_annual, "gdp"),
            "purchasing_power": _ratio(gdp_real_annual, "purchasing_power"),
        }
    )
    rows = rows.dropna().loc[START:].reset_index()
    x = years(START, int(rows["year"].max()), every=10 if screen.narrow else 5)
    y = values(rows[["exchange_rates", "purchasing_power"]], 10, TIMES)
    low = (1994, 11.2) if screen.narrow else (1992.4, 8.2)  # between the lines
    series = [
        Series("exchange_rates", "At exchange|rates", COUNTERPART, (2002.4, 36)),
        Series("purchasing_power", "At purchasing|power", INK, low),
    ]
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("exchange_rates:Q", title="Times, at exchange rates", format=".1f"),
        alt.Tooltip("purchasing_power:Q", title="Times, at purchasing power", format=".1f"),
    ]
    left, right = 62, 34
    ends = [
        alt.Chart(rows.tail(1))
        .mark_text(align="left", dx=5, color=color, fontWeight="bold")
        .encode(x=x, y=y.encode(f"{name}:Q"), text=alt.Text(f"{name}:Q", format=".1f"))
        for name, color in [("exchange_rates", COUNTERPART), ("purchasing_power", INK)]
    ]
    return lines(rows, x, series, y, tooltip, screen, marks=ends, left=left, right=right)


def _ratio(gdp: pd.DataFrame, column: str) -> pd.Series:
    """Return by year how many times Russia's figure the American one is."""
    wide = gdp.pivot(index="year", columns="country", values=column).astype(float)
    return wide["United States"] / wide["Russia"]
