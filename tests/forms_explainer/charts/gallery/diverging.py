"""Numbers with an odd or an even count of different prime factors."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, SUBJECT, Chart, Screen, diverging


def draw(mobius: pd.DataFrame, screen: Screen) -> Chart:
    parts = [("odd", "Odd count", COUNTERPART), ("even", "Even count", SUBJECT)]
    axis = alt.Axis(values=[-40, -20, 0, 20, 40], labelExpr="abs(datum.value) + '%'", grid=True)
    tooltip = [
        alt.Tooltip("numbers:N", title="Numbers"),
        alt.Tooltip("odd:Q", title="Odd count, % (below zero)", format=".1f"),
        alt.Tooltip("even:Q", title="Even count, %", format=".1f"),
    ]
    return diverging(mobius, "numbers", parts, axis, tooltip, screen, limit=40)
