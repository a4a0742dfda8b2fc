"""The one look of all charts: sizes, fonts, and colours that are names of CSS variables.

The colours themselves stand in `docs/assets/style.css`, once for light and once for dark, so that
one drawing follows the reader's palette.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:  # it takes a sixth of a second to load, and a check draws nothing
    import altair as alt

# Measured with Liberation Sans, which is as wide as Arial and Helvetica letter by letter: labels
# take the same room on the building machine and on a reader's.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

SUBJECT = "var(--chart-subject)"  # whom the explainer is about
COUNTERPART = "var(--chart-counterpart)"  # whom it is compared with
QUIET = "var(--chart-quiet)"  # everybody else
INK = "var(--chart-ink)"  # text that matters
MUTED = "var(--chart-muted)"  # text that explains
FAINT = "var(--chart-faint)"  # lines of the grid
PAPER = "var(--chart-paper)"  # what is behind

TEXT = 12  # pixels, in the drawing's own size
SMALL = 11

Chart: TypeAlias = "alt.Chart | alt.LayerChart | alt.FacetChart"


@dataclass(frozen=True)
class Screen:
    """The room that a drawing has: `width` in pixels, everything included."""

    name: str
    width: int

    @property
    def narrow(self) -> bool:
        """Return whether this is a phone: fewer ticks, numbers instead of names."""
        return self.width < 480


PHONE = Screen("phone", 344)
DESKTOP = Screen("desktop", 688)
SCREENS = (PHONE, DESKTOP)


def frame(
    chart: Chart, screen: Screen, height: int, left: int, right: int, top: int, bottom: int
) -> Chart:
    """Fix a chart's outer size, and the margins that its labels need, in pixels.

    Nothing is fitted to measured text, so a drawing is the same box on every machine, and its
    live version takes that box over without a jump.
    """
    return chart.properties(
        width=screen.width - left - right,
        height=height - top - bottom,
        padding={"left": left, "right": right, "top": top, "bottom": bottom},
        autosize={"type": "none"},
    )


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration that every chart gets."""
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "gridColor": FAINT,
            "labelColor": MUTED,
            "labelFontSize": TEXT,
            "labelPadding": 6,
            "titleColor": MUTED,
            "titleFontSize": TEXT,
            "titleFontWeight": "normal",
        },
        "axisX": {
            "grid": False,
            "ticks": True,
            "tickColor": MUTED,
            "tickSize": 5,
            "domain": True,
            "domainColor": MUTED,
        },
        "axisY": {"tickCount": 5},
        "line": {"strokeWidth": 2.5, "strokeCap": "round", "strokeJoin": "round"},
        "text": {"fontSize": TEXT, "color": INK},
        "rule": {"color": MUTED},
        "bar": {"color": QUIET},
    }
