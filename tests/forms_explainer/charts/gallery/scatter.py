"""Numbers by their divisors, on log axes."""

import altair as alt
import pandas as pd

from charts import QUIET, SUBJECT, Chart, Screen, scatter

NAMED = {12, 60, 360, 5040, 64, 1024, 16384}


def draw(divisors: pd.DataFrame, screen: Screen) -> Chart:
    rows = divisors.copy()
    record = rows["kind"] == "record"
    rows["_color"] = record.map({True: SUBJECT, False: QUIET})
    rows["_label"] = [f"{n:,}" if n in NAMED else "" for n in rows["number"]]
    rows["_align"] = record.map({True: "right", False: "center"})
    rows["_dy"] = record.map({True: 0, False: 15})
    x = alt.X("number:Q").scale(type="log", domain=[1, 30_000], nice=False)
    x = x.axis(values=[1, 10, 100, 1000, 10_000], format=",d")
    y = alt.Y("divisors:Q").scale(type="log", domain=[1, 100], nice=False)
    y = y.axis(values=[1, 2, 5, 10, 20, 50, 100])
    tooltip = [
        alt.Tooltip("number:Q", title="Number", format=",d"),
        alt.Tooltip("divisors:Q", title="Divisors"),
        alt.Tooltip("kind:N", title="Kind"),
    ]
    titles = ("Divisors", "Number")
    return scatter(rows, x, y, tooltip, screen, titles=titles, left=46, right=30)
