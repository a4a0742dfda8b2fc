"""Turns a stand-alone SVG with an opaque background into PNG."""

from __future__ import annotations

import io

import vl_convert
from PIL import Image

from charts.generator.draw.glyphs import FONTS

vl_convert.register_font_directory(str(FONTS))

COLOURS = 256  # the size of a PNG palette
EFFORT = 8  # of 9, which takes twice as long and saves less than a hundredth


def png(drawn: str, scale: float = 1) -> bytes:
    """Return an SVG as PNG, with a palette if it has few colours and no pixel changes."""
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(drawn, scale=scale))).convert("RGB")
    colours = image.getcolors(COLOURS)
    packed = io.BytesIO()
    if colours:
        palette = image.quantize(len(colours), Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        image = palette if palette.convert("RGB").tobytes() == image.tobytes() else image
    image.save(packed, "PNG", compress_level=EFFORT)
    return packed.getvalue()
