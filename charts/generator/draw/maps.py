"""Shapes of maps, read from a file beside the chart's module."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from charts.generator.base.problems import unknown
from charts.generator.draw.chart_theme import Screen

MOST_HIGH = 1.2  # the height of a map, by its width


def shapes(file: Path, name: str = "name") -> dict[str, dict[str, Any]]:
    """Return the shapes of a TopoJSON or GeoJSON file by their names.

    Put them into a column whose name begins with `_`, and draw it with `mark_geoshape` and
    `alt.Shape("_shape", type="geojson")`.

    Args:
        file: the file, beside the module: `Path(__file__).with_name("regions.topojson")`.
        name: the property that names a shape.
    """
    found = {}
    for feature in _features(file):
        known = feature.get("properties") or {}
        if name not in known:
            raise ValueError(f"{file.name}: {unknown('property', name, known)}")
        found[str(known[name])] = _wound(feature["geometry"])
    return found


def properties(file: Path) -> dict[str, list[str]]:
    """Return what each property of the shapes of a file says; one of them is their name."""
    found: dict[str, list[str]] = {}
    for feature in _features(file):
        for name, value in (feature.get("properties") or {}).items():
            found.setdefault(name, []).append(str(value))
    return found


def projection(shapes: Mapping[str, dict[str, Any]], screen: Screen) -> tuple[dict[str, Any], int]:
    """Return the projection in which shapes fill the width of a drawing, and the height for it.

    It keeps areas (Equal Earth), turned so that the shapes are in its middle.

    Args:
        shapes: the shapes by their names, as `shapes` reads them.
        screen: the screen to draw for.
    """
    points = np.array([point[:2] for shape in shapes.values() for point in _points(shape)])
    south, north = points[:, 1].min(), points[:, 1].max()
    around = np.unique(points[:, 0] % 360)
    gaps = np.diff(around, append=around[0] + 360)
    # What begins east of the widest gap may go on beyond the line of 180 degrees.
    west = around[(gaps.argmax() + 1) % len(around)]
    wide = 360 - gaps.max()
    middle = float(west + wide / 2)
    low, high = max(south, -89.0), min(north, 89.0)
    nearest = 0.0 if low < 0 < high else min(abs(low), abs(high))
    ratio = (high - low) / max(wide * math.cos(math.radians(nearest)), 1e-6)
    height = round(screen.width * min(max(ratio, 0.3), MOST_HIGH))
    edge = [
        [float(west + wide * across), float(low + (high - low) * up)]
        for across in np.linspace(0.005, 0.995, 9)
        for up in np.linspace(0, 1, 9)
    ]
    fit = {
        "type": "Feature",
        "geometry": {"type": "MultiPoint", "coordinates": edge},
        "properties": {},
    }
    return {
        "type": "equalEarth",
        "rotate": [-middle, 0, 0],
        "fit": fit,
        "size": [screen.width, height],
    }, height


def _points(shape: dict[str, Any]) -> Iterator[list[float]]:
    def visit(part: list[Any]) -> Iterator[list[float]]:
        if part and isinstance(part[0], list):
            for inner in part:
                yield from visit(inner)
        else:
            yield part

    yield from visit(shape["coordinates"])


def _features(file: Path) -> list[dict[str, Any]]:
    content = json.loads(file.read_text(encoding="utf-8"))
    topology = content.get("type") == "Topology"
    features: list[dict[str, Any]] = _of_topology(content) if topology else content["features"]
    return features


def _of_topology(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the features of all objects of a TopoJSON, with their lines joined and decoded."""
    scale = topology.get("transform", {}).get("scale", [1, 1])
    start = topology.get("transform", {}).get("translate", [0, 0])
    arcs = []
    for arc in topology["arcs"]:
        points, x, y = [], 0.0, 0.0
        for dx, dy, *_ in arc:
            x, y = (x + dx, y + dy) if "transform" in topology else (dx, dy)
            points.append([x * scale[0] + start[0], y * scale[1] + start[1]])
        arcs.append(points)

    def line(numbers: list[int]) -> list[list[float]]:
        joined: list[list[float]] = []
        for number in numbers:
            points = arcs[number] if number >= 0 else arcs[~number][::-1]
            joined += points[1:] if joined else points
        return joined

    def geometry(shape: dict[str, Any]) -> dict[str, Any]:
        kind: str = shape["type"]
        own: Any = shape.get("arcs")
        if kind == "Polygon":
            return {"type": kind, "coordinates": [line(ring) for ring in own]}
        if kind == "MultiPolygon":
            return {"type": kind, "coordinates": [[line(r) for r in part] for part in own]}
        if kind == "LineString":
            return {"type": kind, "coordinates": line(own)}
        if kind == "MultiLineString":
            return {"type": kind, "coordinates": [line(part) for part in own]}
        raise ValueError(f"a TopoJSON holds a {kind}, which a map of regions has no use for")

    made = []
    for collection in topology["objects"].values():
        for shape in collection.get("geometries", [collection]):
            made.append({"geometry": geometry(shape), "properties": shape.get("properties")})
    return made


def _wound(geometry: dict[str, Any]) -> dict[str, Any]:
    """Return a geometry whose outer rings run clockwise, as they must on a sphere.

    The other way round, a region would be all of the world outside it.
    """
    kind, own = geometry["type"], geometry["coordinates"]
    if kind == "Polygon":
        return {"type": kind, "coordinates": _turned(own)}
    if kind == "MultiPolygon":
        return {"type": kind, "coordinates": [_turned(part) for part in own]}
    return geometry


def _turned(rings: list[Any]) -> list[Any]:
    return [
        ring if (_area(ring) < 0) == (number == 0) else ring[::-1]
        for number, ring in enumerate(rings)
    ]


def _area(ring: list[list[float]]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1, *_), (x2, y2, *_) in pairs)
