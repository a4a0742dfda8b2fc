"""Daylight in June on a map."""

from pathlib import Path

import altair as alt
import pandas as pd

from charts import FAINT, INK, PAPER, SMALL, SUBJECT, Chart, Screen, frame, shapes


def draw(daylight: pd.DataFrame, screen: Screen) -> Chart:
    outlines = shapes(Path(__file__).with_name("zones.topojson"))
    rows = daylight[daylight["number"] == 6].assign(longitude=0.0)
    land = pd.DataFrame({"_shape": [*outlines.values()]})
    tooltip = [
        alt.Tooltip("parallel:N", title="Latitude"),
        alt.Tooltip("daylight:Q", title="Daylight in June, hours", format=".1f"),
    ]
    height = round(screen.width * 0.5) + 4
    zones = alt.Chart(land).mark_geoshape(fill=FAINT, stroke=PAPER, clip=False)
    zones = zones.encode(shape=alt.Shape("_shape", type="geojson"))
    points = (
        alt.Chart()
        .mark_circle(color=SUBJECT, opacity=0.9, clip=False)
        .encode(
            longitude="longitude:Q",
            latitude="degrees:Q",
            size=alt.Size("daylight:Q").scale(range=[10, 260], domain=[0, 24]).legend(None),
            tooltip=tooltip,
        )
    )
    words = alt.Chart().mark_text(align="left", dx=14, fontSize=SMALL, color=INK)
    every = 3 if screen.narrow else 1
    rows["_label"] = [
        f"{hours:.1f} hours" if not number % every else ""
        for number, hours in enumerate(rows["daylight"])
    ]
    words = words.encode(longitude="longitude:Q", latitude="degrees:Q", text="_label:N")
    chart = alt.layer(zones, points, words, data=rows).project(
        type="equalEarth",
        scale=screen.width / 5.6,
        translate=[screen.width / 2, height / 2],
    )
    return frame(chart, screen, height, left=0, right=0, top=0, bottom=0)
