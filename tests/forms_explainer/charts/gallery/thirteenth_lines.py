"""How often the 13th has fallen on a Friday and on a weekend."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, SUBJECT, Chart, Screen, Series, Values, lines, wide

SERIES = [
    Series("Weekend", "Saturday or Sunday", COUNTERPART, (2017, 47), "right"),
    Series("Friday", "Friday", SUBJECT, (2020, 18), "center"),
]


def draw(thirteenths: pd.DataFrame, screen: Screen) -> Chart:
    kept = thirteenths[thirteenths["day"] != "Other day"]
    rows, names = wide(kept[["year", "day", "so_far"]], "year", "day", "so_far", most=2)
    rows = rows.rename(columns=names)
    x = alt.X("year:Q").title(None).scale(domain=[2006, 2025], nice=False)
    x = x.axis(format="d", values=[2006, 2010, 2015, 2020, 2025])
    y = Values([0, 20, 40, 60, 80], 80, "datum.label")
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        *(alt.Tooltip(f"{s.column}:Q", title=s.name, format="d") for s in SERIES),
    ]
    return lines(rows, x, SERIES, y, tooltip, screen, left=40, right=24)
