"""The Mertens function, thinned for the eye."""

import altair as alt
import pandas as pd

from charts import AXIS, SUBJECT, Chart, Screen, frame, thin


def draw(mertens: pd.DataFrame, screen: Screen) -> Chart:
    shown = thin(mertens, "number", "mertens", keep=600 if screen.narrow else 1200)
    x = alt.X("number:Q").title(None).scale(domain=[1, 20_000], nice=False)
    x = x.axis(values=[1, 5000, 10_000, 15_000, 20_000], format=",d")
    y = alt.Y("mertens:Q").title(None).scale(nice=True)
    tooltip = [
        alt.Tooltip("number:Q", title="Number", format=",d"),
        alt.Tooltip("mertens:Q", title="Sum so far"),
    ]
    line = alt.Chart(shown).mark_line(color=SUBJECT, strokeWidth=1).encode(x=x, y=y)
    step = (screen.width - 76) / 150
    places = alt.Chart(shown.iloc[:: len(shown) // 150])
    stripes = [places.mark_rule(opacity=0, strokeWidth=step).encode(x=x, tooltip=tooltip)]
    chart = alt.layer(line, *stripes, data=mertens)
    return frame(chart, screen, 280, left=46, right=30, top=8, bottom=AXIS)
