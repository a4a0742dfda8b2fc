"""Turns a stand-alone SVG with an opaque background into PNG."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import vl_convert
from lxml import etree
from PIL import Image, ImageChops
from pypdfium2 import PdfDocument

from charts.generator.draw.glyphs import FONTS
from charts.generator.draw.letters import is_emoji, letters
from charts.generator.draw.typefaces import SANS, SANS_BOLD, SERIF, Typeface

vl_convert.register_font_directory(str(FONTS))

COLOURS = (128, 256)  # sizes of a palette; the smaller one serves most pictures
MANY = 1 << 16  # colours
UNSEEN = 6  # of 255: how far a colour may be off
EFFORT = 7  # of 9; the next takes twice as long and saves two hundredths
_TAG = re.compile(r"<[^>]*>|\s")


def pngs(drawn: str, *scales: float) -> list[bytes]:
    """Return an SVG as a PNG of each scale.

    Each has a palette: a colour may differ by two hundredths, which nobody sees, and the file has a
    third of the bytes.
    """
    return [_packed(image) for image in _painted(_apart(drawn), scales)]


def _painted(drawn: str, scales: Sequence[float]) -> Iterator[Image.Image]:
    """Yield an SVG, painted at each scale.

    A PDF of it is made and painted in a third of the time, because vl-convert reads a font's file
    again for each letter. But it can't write the pictures of an emoji font into a PDF.
    """
    if {*_TAG.sub("", drawn)} <= SANS.letters.keys() & SERIF.letters.keys():
        page = PdfDocument(vl_convert.svg_to_pdf(drawn))[0]
        yield from (page.render(scale=scale).to_pil() for scale in scales)
    else:
        for scale in scales:
            yield Image.open(io.BytesIO(vl_convert.svg_to_png(drawn, scale=scale)))


def _packed(image: Image.Image) -> bytes:
    image = image.convert("RGB")
    colours: list[Any] = image.getcolors(MANY) or []
    found = _indexed(image, [colour for _, colour in colours]) if colours else _reduced(image)
    # The more often a colour, the smaller its number: that packs better.
    counts = found.histogram()
    often = sorted(filter(counts.__getitem__, range(max(COLOURS))), key=lambda at: -counts[at])
    packed = io.BytesIO()
    found.remap_palette(often).save(packed, "PNG", compress_level=EFFORT)
    return packed.getvalue()


def _indexed(image: Image.Image, colours: list[tuple[int, int, int]]) -> Image.Image:
    """Return an image with a palette, given all its colours.

    The palette is chosen from each colour once, because from each pixel it takes ten times as long.
    """
    each = Image.new("RGB", (len(colours), 1))
    each.putdata(colours)
    few = _reduced(each)
    # Red, green and blue are one number, whatever stands in the fourth byte.
    red, green, blue = np.asarray(colours, np.uint32).T
    place = np.zeros(1 << 24, np.uint8)
    place[red | green << 8 | blue << 16] = np.asarray(few)[0]
    pixels = np.asarray(image.convert("RGBX")).view("<u4")[..., 0] & 0xFFFFFF
    found = Image.fromarray(place[pixels])
    found.putpalette(few.getpalette() or [])
    return found


def _reduced(image: Image.Image) -> Image.Image:
    """Return an image with the smallest palette that does."""
    for size in COLOURS:
        found = image.quantize(size, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        off = ImageChops.difference(found.convert("RGB"), image)
        if max(np.flatnonzero(off.histogram()) % 256) <= UNSEEN:
            break
    return found


# Signs that join or mark others, and pictures: where there are none, a text needs no second look.
_JOINED = re.compile(
    "[\u0300-\u036f\u0900-\u109f\u1780-\u17ff\u200d\u20e3\u2190-\u2bff\U0001f000-\U0001ffff]"
)
_STARTS = {"middle": 0.5, "end": 1.0}  # by its anchor, how much of a text is before its place


def _apart(drawn: str) -> str:
    """Give each run of letters that no one font has together a place of its own in an SVG.

    The painter takes a whole text from one font, or else its characters one by one: of a flag, or
    of Hindi beside Latin letters, boxes would be left.
    """
    if not _JOINED.search(drawn):
        return drawn
    root = etree.fromstring(drawn.encode())
    for element in [*root.iter("{*}text", "{*}tspan")]:
        if element.text and not len(element):
            _part(element, element.text)
    return etree.tostring(root, encoding="unicode")


def _part(element: etree._Element, text: str) -> None:
    """Put the runs of a text beside each other, if it has runs of several kinds."""
    around = [element, *element.iterancestors()]
    look = {
        key: next((each.get(key, "") for each in around if each.get(key)), "")
        for key in ("font-size", "font-weight", "font-family", "text-anchor")
    }
    face = SANS_BOLD if look["font-weight"] in ("bold", "600", "700") else SANS
    face = SERIF if look["font-family"] == SERIF.family else face
    runs = [*_runs(text, face)]
    # From right to left, the runs would be in another order.
    if len(runs) < 2 or any(unicodedata.bidirectional(each) in ("R", "AL") for each in text):
        return
    size = float(look["font-size"].removesuffix("px") or 11)
    widths = [face.width(run, size) for run in runs]
    x = float(element.get("x", 0)) - sum(widths) * _STARTS.get(look["text-anchor"], 0.0)
    element.text = None
    element.set("text-anchor", "start")
    for run, wide in zip(runs, widths, strict=True):
        part = etree.SubElement(element, "{http://www.w3.org/2000/svg}tspan", x=f"{x:g}")
        part.text = run
        x += wide


def _runs(text: str, face: Typeface) -> Iterator[str]:
    """Yield the parts of a text that are emoji, letters of other alphabets, or all the rest."""
    kinds: list[str] = []
    for letter in letters(text):
        known = {*letter} <= face.letters.keys() or unicodedata.category(letter[0])[0] not in "LM"
        kind = "emoji" if is_emoji(letter) else "own" if known else "other"
        # Every font has spaces, except some of emoji.
        kinds.append("other" if letter == " " and kinds[-1:] == ["other"] else kind)
    parts = groupby(zip(letters(text), kinds, strict=True), lambda each: each[1])
    yield from ("".join(letter for letter, _ in run) for _, run in parts)
