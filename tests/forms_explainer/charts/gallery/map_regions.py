"""The zones of the Earth by their share of its surface."""

from pathlib import Path

import altair as alt
import pandas as pd

from charts import INK, PAPER, SMALL, SUBJECT, Chart, Screen, frame, shapes


def draw(zones: pd.DataFrame, screen: Screen) -> Chart:
    outlines = shapes(Path(__file__).with_name("zones.topojson"))
    rows = zones.assign(_shape=zones["zone"].map(outlines))
    rows["_shade"] = 0.12 + rows["share"] / 90
    rows["_label"] = [
        f"{zone}: {share}%" for zone, share in zip(rows["zone"], rows["share"], strict=True)
    ]
    rows["longitude"], rows["latitude"] = 0.0, (rows["south"] + rows["north"]) / 2
    tooltip = [
        alt.Tooltip("zone:N", title="Zone"),
        alt.Tooltip("share:Q", title="Share of the surface, %", format=".1f"),
    ]
    height = round(screen.width * 0.5) + 44
    regions = alt.Chart().mark_geoshape(fill=SUBJECT, stroke=PAPER, clip=False)
    regions = regions.encode(
        shape=alt.Shape("_shape", type="geojson"),
        fillOpacity=alt.FillOpacity("_shade:Q", scale=None),
        tooltip=tooltip,
    )
    words = []
    # The polar zones are too narrow for words, which stand above and below them.
    for number, dy in enumerate([24, 0, 0, 0, -24]):
        mark = alt.Chart(rows[number : number + 1]).mark_text(
            dy=dy * (0.8 if screen.narrow else 1), fontSize=SMALL, color=INK, fontWeight="bold"
        )
        words.append(mark.encode(longitude="longitude:Q", latitude="latitude:Q", text="_label:N"))
    chart = alt.layer(regions, *words, data=rows).project(
        type="equalEarth",
        scale=screen.width / 5.6,
        translate=[screen.width / 2, height / 2],
    )
    return frame(chart, screen, height, left=0, right=0, top=0, bottom=0)
