"""Where periods lie on a drawing, in percent of its size, read from the Vega that draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from charts.generator.base.problems import MistakeError

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Window:
    """A stretch of a plot: its sides, and the plot's own, in percent of the drawing."""

    left: float
    start: float
    end: float
    right: float
    bottom: float

    def __str__(self) -> str:
        sides = (self.left, self.start, self.end, self.right, self.bottom)
        return " ".join(f"{side:.2f}" for side in sides)


def window(vega: Mapping[str, Any], rows: Rows, first: str, last: str) -> Window:
    """Return where a window of periods lies on a drawing.

    Args:
        vega: the drawing, as the live version gets it.
        rows: the rows that it draws.
        first: the first period of the window, as the rows have it.
        last: the last one.

    Raises:
        MistakeError: if the drawing has no horizontal axis of time, or the window is not on it.
    """
    scale = next((scale for scale in vega.get("scales", []) if scale["name"] == "x"), None)
    padding = vega.get("padding")
    if scale is None or not isinstance(padding, dict):
        raise MistakeError("steps need a chart with time from left to right.")
    start, end = _shares(scale, rows, first, last)
    if not 0 <= start <= end <= 1:
        raise MistakeError(f'the chart does not show "{first} to {last}".')
    left, width = padding["left"], vega["width"]
    whole = (left + width + padding["right"]) / 100
    height = padding["top"] + vega["height"] + padding["bottom"]
    bottom = 100 * (padding["top"] + vega["height"]) / height
    return Window(
        left / whole,
        (left + start * width) / whole,
        (left + end * width) / whole,
        (left + width) / whole,
        bottom,
    )


def _shares(scale: Mapping[str, Any], rows: Rows, first: str, last: str) -> tuple[float, float]:
    """Return where two periods are between the ends of an axis."""
    domain = scale["domain"]
    if scale["type"] == "band":
        names = [str(name) for name in domain] if isinstance(domain, list) else []
        if first in names and last in names:
            return names.index(first) / len(names), (names.index(last) + 1) / len(names)
        raise MistakeError(f'the chart does not show "{first} to {last}".')
    if isinstance(domain, dict) and "field" in domain:
        shown = [_number(row[domain["field"]]) for row in rows if row.get(domain["field"])]
        low, high = min(shown), max(shown)
    elif isinstance(domain, dict):
        # The ends of a time axis, which Vega-Lite writes as expressions.
        low, high = (_number(str(end["signal"]).split('"')[1][:10]) for end in domain["fields"])
    else:
        low, high = (_number(str(end)) for end in domain)
    return (_number(first) - low) / (high - low), (_number(last) - low) / (high - low)


def _number(period: str) -> float:
    """Return a place on an axis: a year as a number, a month or a day as seconds."""
    if "-" not in period.removeprefix("-"):
        return float(period)
    year, month, day = (period[:10] + "-01")[:10].split("-")
    return datetime(int(year), int(month), int(day), tzinfo=UTC).timestamp()
