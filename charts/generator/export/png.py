"""Turns an SVG that stands alone, and whose paper covers all of it, into PNG."""

from __future__ import annotations

import io

import vl_convert
from PIL import Image

from charts.generator.base.files import THEME

FONTS = THEME / "fonts"  # those that not every machine has
vl_convert.register_font_directory(str(FONTS))

COLOURS = 256  # as many as a palette holds


def png(drawn: str, scale: float = 1) -> bytes:
    """Return a picture of an SVG: no pixel is changed, and few colours go into a palette."""
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(drawn, scale=scale))).convert("RGB")
    colours = image.getcolors(COLOURS)
    packed = io.BytesIO()
    if colours:
        palette = image.quantize(len(colours), Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        image = palette if palette.convert("RGB").tobytes() == image.tobytes() else image
    image.save(packed, "PNG", optimize=True)
    return packed.getvalue()
