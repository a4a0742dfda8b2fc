"""The days of each year as dots."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, Chart, Screen, frame


def draw(year_lengths: pd.DataFrame, screen: Screen) -> Chart:
    rows = year_lengths.assign(extra=year_lengths["days"] - 365)
    x = alt.X("year:Q").title(None).scale(zero=False, nice=False).axis(format="d")
    y = alt.Y("days:Q").title(None).scale(domain=[364, 367]).axis(values=[365, 366], format="d")
    points = alt.Chart(rows).mark_point(filled=True, size=40, color=COUNTERPART)
    return frame(points.encode(x=x, y=y), screen, 160, 30, 16, 10, 24)
