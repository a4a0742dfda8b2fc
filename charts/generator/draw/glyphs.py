"""Says which letters no font of this machine draws, so that a picture would show boxes for them.

A page leaves its letters to its reader's fonts. A PNG is painted with the fonts that are here.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from charts.generator.base.files import THEME
from charts.generator.draw.typefaces import Typeface

FONTS = THEME / "fonts"  # fonts that not every machine has

_CELL = 32  # pixels around a letter
_SIZE = 20  # of the font
_ROW = 40  # letters in a row of the picture in which they are tried
_NOWHERE = "\U0010fffe"  # a number that is no letter, and is in no font

# Signs that draw nothing, or only together with the letter before them.
_UNSEEN = ("Cc", "Cf", "Cs", "M", "Z")


def missing(texts: Iterable[str], face: Typeface) -> list[str]:
    """Return the letters of texts that a typeface lacks, and every font that would stand in.

    Each is painted and compared with the box that stands for a letter without a glyph. Letters in
    the typeface's own table are known to be there.
    """
    strange = set[str]().union(*texts) - face.letters.keys()
    seen = sorted(c for c in strange if not unicodedata.category(c).startswith(_UNSEEN))
    return _unpainted(tuple(seen), face.family, face.weight) if seen else []


@lru_cache(maxsize=64)
def _unpainted(letters: tuple[str, ...], family: str, weight: str) -> list[str]:
    box, *painted = _painted([_NOWHERE, *letters], family, weight)
    nothing = bytes([255]) * len(box)
    return [c for c, looks in zip(letters, painted, strict=True) if looks in (box, nothing)]


def _painted(letters: list[str], family: str, weight: str) -> list[bytes]:
    """Return what each letter looks like, in shades of grey."""
    import vl_convert
    from PIL import Image

    vl_convert.register_font_directory(str(FONTS))
    rows = -(-len(letters) // _ROW)
    cells = [(i % _ROW * _CELL, i // _ROW * _CELL) for i in range(len(letters))]
    style = f"font-family={quoteattr(family)} font-weight={quoteattr(weight)}"
    words = "".join(
        f'<text x="{x + 4}" y="{y + 24}">{escape(letter)}</text>'
        for letter, (x, y) in zip(letters, cells, strict=True)
    )
    wide, high = _ROW * _CELL, rows * _CELL
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">'
        f'<rect width="{wide}" height="{high}" fill="white"/>'
        f'<g {style} font-size="{_SIZE}">{words}</g></svg>'
    )
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(drawn, scale=1))).convert("L")
    return [image.crop((x, y, x + _CELL, y + _CELL)).tobytes() for x, y in cells]
