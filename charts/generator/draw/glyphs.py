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
from charts.generator.draw.letters import letters
from charts.generator.draw.typefaces import Typeface

FONTS = THEME / "fonts"  # fonts that not every machine has

_CELL = 48  # pixels around a letter; an accent is drawn before its place
_SIZE = 20  # of the font
_ROW = 40  # letters in a row of the picture in which they are tried
_NOWHERE = "\U0010fffe"  # a number that is no letter, and is in no font

_UNSEEN = ("Cc", "Cf", "Cs", "Z")  # signs that draw nothing


def missing(texts: Iterable[str], face: Typeface) -> list[str]:
    """Return the letters of texts that a typeface lacks, and every font that would stand in.

    Each character is painted and compared with the box that stands for one without a glyph. Those
    in the typeface's own table are known to be there. A letter lacks what one of its characters
    lacks, such as a flag or an accent.
    """
    texts = [*texts]
    strange = set[str]().union(*texts) - face.letters.keys()
    seen = sorted(c for c in strange if not unicodedata.category(c).startswith(_UNSEEN))
    lost = {*_unpainted(tuple(seen), face.family, face.weight)} if seen else set[str]()
    named = {each for text in texts if lost & set(text) for each in letters(text)}
    return sorted(each for each in named if lost & set(each))


@lru_cache(maxsize=64)
def _unpainted(characters: tuple[str, ...], family: str, weight: str) -> list[str]:
    box, *painted = _painted([_NOWHERE, *characters], family, weight)
    nothing = bytes([255]) * len(box)
    # Some accents have no look of their own: they choose that of the letter before them.
    return [
        each
        for each, look in zip(characters, painted, strict=True)
        if look == box or (look == nothing and not unicodedata.category(each).startswith("M"))
    ]


def _painted(characters: list[str], family: str, weight: str) -> list[bytes]:
    """Return what each character looks like, in shades of grey."""
    import vl_convert
    from PIL import Image

    vl_convert.register_font_directory(str(FONTS))
    rows = -(-len(characters) // _ROW)
    cells = [(i % _ROW * _CELL, i // _ROW * _CELL) for i in range(len(characters))]
    style = f"font-family={quoteattr(family)} font-weight={quoteattr(weight)}"
    words = "".join(
        f'<svg x="{x}" y="{y}" width="{_CELL}" height="{_CELL}">'  # which cuts off the rest
        f'<text x="16" y="32">{escape(each)}</text></svg>'
        for each, (x, y) in zip(characters, cells, strict=True)
    )
    wide, high = _ROW * _CELL, rows * _CELL
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">'
        f'<rect width="{wide}" height="{high}" fill="white"/>'
        f'<g {style} font-size="{_SIZE}">{words}</g></svg>'
    )
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(drawn, scale=1))).convert("L")
    return [image.crop((x, y, x + _CELL, y + _CELL)).tobytes() for x, y in cells]
