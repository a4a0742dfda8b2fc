"""Steps of the Collatz problem by the size of the number."""

import altair as alt
import pandas as pd

from charts import Chart, Screen, boxes


def draw(collatz: pd.DataFrame, screen: Screen) -> Chart:
    axis = alt.Axis(values=[0, 100, 200, 300], grid=True)
    tooltip = [
        alt.Tooltip("group:N", title="Numbers from"),
        alt.Tooltip("lowest:Q", title="Fewest steps"),
        alt.Tooltip("quarter:Q", title="A quarter takes up to, steps"),
        alt.Tooltip("median:Q", title="Half take up to, steps"),
        alt.Tooltip("three_quarters:Q", title="Three quarters take up to, steps"),
        alt.Tooltip("highest:Q", title="Most steps"),
    ]
    return boxes(collatz, "group", "steps", axis, tooltip, screen)
