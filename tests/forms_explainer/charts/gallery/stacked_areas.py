"""Numbers by how many prime factors they have."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, FAINT, MUTED, SUBJECT, Chart, Screen, Series, Values, areas

PARTS = [
    Series("one", "Primes", SUBJECT, (12_000, 5.5), "center"),
    Series("two", "Two factors", COUNTERPART, (12_000, 25), "center"),
    Series("three", "Three factors", MUTED, (12_000, 51), "center"),
    Series("more", "Four and more", FAINT, (12_000, 82), "center"),
]


def draw(factors: pd.DataFrame, screen: Screen) -> Chart:
    x = alt.X("limit:Q").title(None).scale(domain=[500, 20_000], nice=False)
    x = x.axis(values=[500, 5000, 10_000, 15_000, 20_000], format=",d")
    y = Values([0, 25, 50, 75, 100], 100.1, "datum.value + '%'")
    tooltip = [alt.Tooltip("limit:Q", title="Numbers up to", format=",d")]
    tooltip += [alt.Tooltip(f"{p.column}:Q", title=f"{p.name}, %", format=".1f") for p in PARTS]
    return areas(factors, x, PARTS, y, tooltip, screen, right=26)
