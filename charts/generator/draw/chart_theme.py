"""The common look of all charts: sizes, fonts, and colours as names of CSS variables.

The theme's `style.css` defines the colours, once for light and once for dark, so that one drawing
follows the reader's palette.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:  # Altair takes a sixth of a second to load, and a check draws nothing
    import altair as alt

# Liberation Sans has the letter widths of Arial and Helvetica, so labels take the same room where
# the site is built and where it is read.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

SUBJECT = "var(--chart-subject)"  # what the explainer is about
COUNTERPART = "var(--chart-counterpart)"  # what that is compared with
QUIET = "var(--chart-quiet)"  # everything else
INK = "var(--chart-ink)"  # text that matters
MUTED = "var(--chart-muted)"  # text that explains
FAINT = "var(--chart-faint)"  # grid lines
PAPER = "var(--chart-paper)"  # the background

TEXT = 12  # pixels, in the drawing's own size
SMALL = 11

Chart: TypeAlias = (
    "alt.Chart | alt.LayerChart | alt.FacetChart | alt.ConcatChart | alt.HConcatChart | "
    "alt.VConcatChart | alt.RepeatChart"
)

Align: TypeAlias = Literal["left", "center", "right"]

SIZE = "size"  # in a specification's `usermeta`: the width and height of a drawing of several plots


@dataclass(frozen=True)
class Screen:
    """The room for a drawing: `width` in pixels, margins included."""

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
    """Fix a chart's outer size and the margins for its labels, in pixels.

    No size depends on measured text, so a drawing is the same box on every machine, and its live
    version fills that box without a jump. The plots of a facet, a concatenation or a repetition
    keep the sizes that they have; together they have to fit the frame.

    Returns:
        The same chart.
    """
    room = {"width": screen.width - left - right, "height": height - top - bottom}
    several = not hasattr(chart, "mark") and not hasattr(chart, "layer")
    margins = {"left": left, "right": right, "top": top, "bottom": bottom}
    framed: dict[str, Any] = {"padding": margins, "autosize": {"type": "none"}}
    framed |= {"usermeta": {SIZE: room}} if several else room
    for name, value in framed.items():
        chart[name] = value  # in place: a copy of a layered chart copies each layer four times
    return chart


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
        "header": {
            "labelColor": INK,
            "labelFontSize": TEXT,
            "labelFontWeight": "bold",
            "titleColor": MUTED,
            "titleFontSize": TEXT,
            "titleFontWeight": "normal",
        },
        "legend": {
            "labelColor": INK,
            "labelFontSize": TEXT,
            "titleColor": MUTED,
            "titleFontSize": TEXT,
            "titleFontWeight": "normal",
            "symbolStrokeWidth": 2,
        },
        "title": {"color": INK, "fontSize": TEXT, "subtitleColor": MUTED},
        "line": {"strokeWidth": 2.5, "strokeCap": "round", "strokeJoin": "round"},
        "text": {"fontSize": TEXT, "color": INK},
        "rule": {"color": MUTED},
        "bar": {"color": QUIET},
    }
