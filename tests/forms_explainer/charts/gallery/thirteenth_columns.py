"""The months of each year by the day of the week of their 13th."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, MUTED, SUBJECT, Chart, Screen, Series, Values, columns, years

PARTS = [
    Series("Friday", "Friday", SUBJECT),
    Series("Weekend", "Weekend", COUNTERPART),
    Series("Other day", "Other day", MUTED),
]


def draw(thirteenths: pd.DataFrame, screen: Screen) -> Chart:
    rows = thirteenths.pivot(index="year", columns="day", values="months").reset_index()
    y = Values([0, 3, 6, 9, 12], 13, "datum.label")
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        *(alt.Tooltip(f"{part.column}:Q", title=part.name, format="d") for part in PARTS),
    ]
    return columns(rows, years(2006, 2025, every=5), PARTS, y, tooltip, screen, left=40, right=24)
