"""A map of two Arctic sea routes on land without borders, seen from above the North Pole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from charts import FAINT, INK, MUTED, SMALL, SUBJECT, Chart, Screen, frame

COLOURS = {"Northern Sea Route": SUBJECT, "Northwest Passage": INK}

# Words on the map, each with the longitude and latitude where it stands.
LANDS = {
    "Russia": (105, 64),
    "Canada": (-111, 60.5),
    "Alaska": (-152, 65.3),
    "Greenland": (-41, 72),
}
NORTHERN = {"Northern Sea|Route": (95, 79.3)}
NORTHWEST = {"Northwest|Passage": (-126, 76.2)}


def draw(arctic_sea_routes: pd.DataFrame, arctic_land: pd.DataFrame, screen: Screen) -> Chart:
    height = 350 if screen.narrow else 500
    grouped = arctic_sea_routes.groupby(["route", "variant"], sort=False)
    routes = pd.DataFrame(
        {
            "route": route,
            "variant": variant,
            "northernmost": points["latitude"].max(),
            "_color": COLOURS[str(route)],
            "_line": {"type": "LineString", "coordinates": _places(points)},
        }
        for (route, variant), points in grouped
    )
    ways = _shapes("_line").encode(stroke=alt.Stroke("_color:N", scale=None))
    tooltip = [
        alt.Tooltip("route:N", title="Route"),
        alt.Tooltip("variant:N", title="Variant"),
        alt.Tooltip("northernmost:Q", title="Northernmost latitude, degrees", format=".1f"),
    ]
    chart = alt.layer(
        _land(arctic_land),
        _words(LANDS, MUTED),
        ways.mark_geoshape(
            clip=False, fill=None, strokeWidth=2.5, strokeCap="round", strokeJoin="round"
        ),
        _words(NORTHERN, SUBJECT, align="right", fontWeight="bold"),
        _words(NORTHWEST, INK, align="left", fontWeight="bold"),
        # A finger is wider than a line, and what a line encloses is not part of it.
        ways.mark_geoshape(clip=False, fill=None, strokeWidth=16, opacity=0).encode(
            tooltip=tooltip
        ),
        data=routes,
    ).project(
        type="stereographic",
        rotate=[0, -90, 0],  # the pole in the middle, the Bering Strait above it
        scale=560 if screen.narrow else 900,
        translate=[screen.width / 2 + (18 if screen.narrow else 30), height / 2 + 4],
        precision=0,
        clipExtent=[[0, 0], [screen.width, height]],
    )
    return frame(chart, screen, height, left=0, right=0, top=0, bottom=0)


def _places(points: pd.DataFrame) -> list[list[float]]:
    places: list[list[float]] = points[["longitude", "latitude"]].to_numpy().tolist()
    return places


def _shapes(field: str, rows: pd.DataFrame | None = None) -> alt.Chart:
    chart = alt.Chart() if rows is None else alt.Chart(rows)
    shapes: alt.Chart = chart.encode(shape=alt.Shape(field, type="geojson"))
    return shapes


def _land(arctic_land: pd.DataFrame) -> alt.Chart:
    # On a sphere, the order of the points says which side of a coast is land.
    coasts = [_places(points)[::-1] for _, points in arctic_land.groupby("outline", sort=False)]
    land = {"type": "MultiPolygon", "coordinates": [[[*coast, coast[0]]] for coast in coasts]}
    rows = pd.DataFrame({"_land": [land]})
    mark: alt.Chart = _shapes("_land", rows).mark_geoshape(clip=False, fill=FAINT, stroke=None)
    return mark


def _words(places: Mapping[str, tuple[float, float]], color: str, **look: Any) -> alt.Chart:
    rows = pd.DataFrame(
        {"text": text, "longitude": at[0], "latitude": at[1]} for text, at in places.items()
    )
    mark: alt.Chart = (
        alt.Chart(rows)
        .mark_text(clip=False, color=color, fontSize=SMALL, lineBreak="|", lineHeight=13, **look)
        .encode(longitude="longitude:Q", latitude="latitude:Q", text="text:N")
    )
    return mark
