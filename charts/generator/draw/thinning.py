"""Leaves out rows that the eye would not miss, so that a picture of many stays light."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pandas as pd

Method = Literal["lttb", "grid"]


def thin(
    rows: pd.DataFrame,
    x: str,
    y: str,
    *,
    keep: int = 1000,
    method: Method = "lttb",
    cells: tuple[int, int] = (300, 120),
) -> pd.DataFrame:
    """Return the rows that show what all of them would show in a picture.

    Give the chart all rows as `data=`, so that its table and CSV are whole, and a layer these.

    Args:
        rows: the rows, in the order of `x` if they are a line.
        x: the column of the horizontal axis: numbers, times, or days as 2024-12-31.
        y: the column of the vertical axis.
        keep: the number of points of a line.
        method: "lttb" for lines: Largest Triangle Three Buckets (Steinarsson, 2013), which keeps
            the first and the last point, and of each stretch the one that shapes the line most.
            "grid" for points: one row for each cell of a grid that holds any, so that no place that
            has points looks empty.
        cells: the columns and rows of that grid.
    """
    shown = rows[rows[y].notna() & rows[x].notna()]
    across = shown[x].to_numpy()
    if not pd.api.types.is_numeric_dtype(shown[x]):
        across = pd.to_datetime(shown[x]).astype("int64").to_numpy()
    xs, ys = across.astype(float), shown[y].to_numpy(dtype=float)
    if method == "grid":
        places = [_steps(values, count) for values, count in zip((xs, ys), cells, strict=True)]
        _, first = np.unique(places[0] * (cells[1] + 1) + places[1], return_index=True)
        return shown.iloc[np.sort(first)]
    return shown if len(shown) <= keep else shown.iloc[_lttb(xs, ys, keep)]


def _steps(values: np.ndarray, count: int) -> np.ndarray:
    low, high = values.min(), values.max()
    steps: np.ndarray = np.floor((values - low) / ((high - low) or 1) * count).astype(int)
    return steps


def _lttb(xs: np.ndarray, ys: np.ndarray, keep: int) -> list[int]:
    """Return the places of the points to keep."""
    last = len(xs) - 1
    # The first and the last point are kept; between them, one of each stretch.
    edges = [1 + math.floor(i * (last - 1) / (keep - 2)) for i in range(keep - 1)]
    chosen = [0]
    for number in range(keep - 2):
        start, end = edges[number], edges[number + 1]
        after = slice(end, edges[number + 2] if number + 2 < len(edges) else last + 1)
        ax, ay = xs[chosen[-1]], ys[chosen[-1]]
        cx, cy = xs[after].mean(), ys[after].mean()
        areas = np.abs((ax - cx) * (ys[start:end] - ay) - (ax - xs[start:end]) * (cy - ay))
        chosen.append(start + int(areas.argmax()))
    return [*chosen, last]
