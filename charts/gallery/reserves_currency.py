"""The Bank of Russia's reserves by currency, at the dates for which shares were found."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, QUIET, Chart, Screen, Series, lines, values

NAMES = {"euro": "Euro", "gold": "Gold", "yuan": "Yuan", "dollar": "Dollar"}


def draw(russia_reserves_by_currency: pd.DataFrame, screen: Screen) -> Chart:
    table = russia_reserves_by_currency.pivot(index="date", columns="currency", values="share")
    rows = table.rename(columns={"U.S. dollar": "dollar"})[[*NAMES]].reset_index()
    dates = pd.to_datetime(rows["date"], utc=True)
    rows["_day"] = dates
    ends = [str(dates.min()), str(dates.max())]
    ticks = [f"{year}-01-01T00:00:00Z" for year in range(2018, 2023)]
    x = alt.X("_day:T").title(None).scale(type="utc", domain=ends, nice=False)
    x = x.axis(values=ticks, format="%Y")
    y = values(rows[[*NAMES]], 10, "datum.value + '%'")
    colors = dict.fromkeys(NAMES, QUIET) | {"dollar": COUNTERPART}
    # The names are right of the plot, each with its last share.
    behind = str(dates.max() + pd.Timedelta(days=40))
    series = []
    for name, short in NAMES.items():
        last = rows[name].iloc[-1]
        series.append(Series(name, f"{short} {last}%", colors[name], (behind, last)))
    marks = [
        alt.Chart()
        .mark_point(filled=True, opacity=1, size=34, color=colors[name])
        .encode(x=x, y=y.encode(f"{name}:Q"))
        for name in NAMES
    ]
    tooltip = [alt.Tooltip("date:N", title="Day")]
    tooltip += [
        alt.Tooltip(f"{name}:Q", title=f"{short}, %", format=".1f") for name, short in NAMES.items()
    ]
    return lines(rows, x, series, y, tooltip, screen, marks=marks, left=40, right=94)
