"""Shapes of maps, read from a file beside the chart's module."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from charts.generator.base.problems import unknown


def shapes(file: Path, name: str = "name") -> dict[str, dict[str, Any]]:
    """Return the shapes of a TopoJSON or GeoJSON file by their names.

    Put them into a column whose name begins with `_`, and draw it with `mark_geoshape` and
    `alt.Shape("_shape", type="geojson")`.

    Args:
        file: the file, beside the module: `Path(__file__).with_name("regions.topojson")`.
        name: the property that names a shape.
    """
    content = json.loads(file.read_text(encoding="utf-8"))
    features = _of_topology(content) if content.get("type") == "Topology" else content["features"]
    found = {}
    for feature in features:
        properties = feature.get("properties") or {}
        if name not in properties:
            raise ValueError(f"{file.name}: {unknown('property', name, properties)}")
        found[str(properties[name])] = _wound(feature["geometry"])
    return found


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
