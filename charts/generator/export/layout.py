"""Sets a chart's words around its drawing, as an SVG that needs no page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from charts.generator.draw.chart_theme import DESKTOP
from charts.generator.draw.palette import Palette, resolve
from charts.generator.draw.specs import Spec
from charts.generator.draw.typefaces import SANS, SERIF, Typeface

SVG = "http://www.w3.org/2000/svg"

MARGIN = 24  # pixels around a picture
WIDTH = DESKTOP.width + 2 * MARGIN
CARD_SIZE = (1200, 630)  # the size of previews that other sites show beside a link
CARD_MARGIN = 48
CARD_TEXT = 430  # the width of a card's words; the drawing gets the rest
CARD_TITLES = (
    62,
    58,
    54,
    50,
    46,
    42,
    38,
    34,
    30,
    26,
    22,
    18,
)  # sizes; the largest that fits is used


@dataclass(frozen=True)
class Words:
    """The words around a drawing; `origin` is the site's name and the address of the chart."""

    title: str
    subtitle: str
    alt: str
    notes: str
    sources: str
    origin: str


def picture(name: str, words: Words, drawn: str, palette: Palette) -> str:
    """Return a chart with its title, subtitle, notes and sources, in concrete colours.

    Args:
        name: the chart's name, which makes the picture's element ids unique.
        words: the words around the drawing.
        drawn: the drawing as in pages, with CSS variables as its colours.
        palette: the colours.

    Returns:
        A stand-alone SVG, WIDTH pixels wide and as high as needed.
    """
    sheet = _Sheet(WIDTH, palette)
    sheet.name(name, words.title, words.alt)
    sheet.rule(MARGIN, MARGIN - 8, DESKTOP.width, 2)
    y = MARGIN + 2.0
    y = sheet.text(SERIF.balanced(words.title, 22, DESKTOP.width), SERIF, 22, MARGIN, y, "ink")
    y = sheet.text(SANS.lines(words.subtitle, 14, DESKTOP.width), SANS, 14, MARGIN, y + 4, "muted")
    y = sheet.drawing(drawn, MARGIN, y + 14, 1) + 10
    for text in (words.notes, words.sources, words.origin):
        if text:
            y = sheet.text(SANS.lines(text, 12, DESKTOP.width), SANS, 12, MARGIN, y + 2, "muted")
    return sheet.svg(y + MARGIN - 8)


def card(label: str, asks: str, title: str, foot: str, drawn: str, palette: Palette) -> str:
    """Return a picture for a link: a title that is readable at small sizes, beside a drawing.

    Args:
        label: the words on top; the site's name.
        asks: the question that the title answers; empty for a title that answers none.
        title: what the linked page says.
        foot: the words at the bottom; the publishers of the data.
        drawn: a drawing for phones, whose words are large for its size.
        palette: the colours.

    Returns:
        A stand-alone SVG of the size CARD_SIZE.
    """
    width, height = CARD_SIZE
    sheet = _Sheet(width, palette)
    sheet.name("card", title, label)
    sheet.rule(0, 0, width, 12)
    y = sheet.text(SANS.lines(label, 22, CARD_TEXT), SANS, 22, CARD_MARGIN, CARD_MARGIN, "muted")
    if asks:
        y = sheet.text(SANS.lines(asks, 28, CARD_TEXT), SANS, 28, CARD_MARGIN, y + 20, "ink")
    feet = SANS.lines(foot, 20, CARD_TEXT)
    bottom = height - CARD_MARGIN - len(feet) * _leading(20)
    for size in CARD_TITLES:
        lines = SERIF.balanced(title, size, CARD_TEXT)
        if y + 20 + len(lines) * _leading(size) <= bottom - 20:
            break
    sheet.text(lines, SERIF, size, CARD_MARGIN, y + 20, "ink")
    sheet.text(feet, SANS, 20, CARD_MARGIN, bottom, "muted")
    left = 2 * CARD_MARGIN + CARD_TEXT
    room = (width - left - CARD_MARGIN / 2, height - 1.5 * CARD_MARGIN)
    (*_, wide, high) = _box(drawn)
    scale = min(room[0] / wide, room[1] / high)
    top = (height + 12 - high * scale) / 2
    sheet.drawing(drawn, left + (room[0] - wide * scale) / 2, top, scale)
    return sheet.svg(height)


def entitled(spec: Spec, words: Words, palette: Palette) -> Spec:
    """Return a Vega-Lite specification with its title, subtitle and sources above the drawing.

    The drawing keeps its size; its padding grows by the room for the words.
    """
    edge = 2  # some letters extend slightly to the left of their place
    width = DESKTOP.width - 2 * edge
    title = SERIF.balanced(words.title, 22, width)
    below = [
        *SANS.lines(words.subtitle, 14, width),
        *SANS.lines(words.sources, 14, width),
    ]
    room = len(title) * _leading(22) + len(below) * _leading(14) + 8
    padding = spec["padding"]
    return spec | {
        "background": palette["--chart-paper"],
        "padding": padding | {"top": padding["top"] + room},
        "title": {
            "text": title,
            "font": SERIF.family,
            "fontSize": 22,
            "fontWeight": SERIF.weight,
            "lineHeight": _leading(22),
            "color": palette["--chart-ink"],
            "subtitle": below,
            "subtitleFont": SANS.family,
            "subtitleFontSize": 14,
            "subtitleLineHeight": _leading(14),
            "subtitleColor": palette["--chart-muted"],
            "subtitlePadding": 4,
            "anchor": "start",
            "frame": "group",
            "dx": edge - padding["left"],
            "offset": 8,
        },
    }


def _leading(size: float) -> float:
    """Return the height of a line; large letters have tighter lines."""
    return round(size * (1.22 if size > 18 else 1.4))


def _box(drawn: str) -> list[float]:
    found = re.search(r'viewBox="([^"]+)"', drawn)
    assert found is not None
    return [float(number) for number in found[1].split()]


class _Sheet:
    """A sheet of paper that is filled from the top."""

    def __init__(self, width: float, palette: Palette) -> None:
        self.palette = palette
        self.root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
        self.root.set("width", f"{width:g}")
        self.paper = self._add("rect", width="100%", height="100%", fill=self._colour("paper"))

    def name(self, name: str, title: str, description: str) -> None:
        """Add a title and a description for those who don't see the picture."""
        self.root.set("role", "img")
        self.root.set("aria-labelledby", f"{name}-title {name}-desc")
        for place, (tag, text) in enumerate((("title", title), ("desc", description))):
            element = self._add(tag, id=f"{name}-{tag}")
            element.text = text
            self.root.insert(place, element)

    def rule(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a bar."""
        self._add("rect", x=x, y=y, width=width, height=height, fill=self._colour("ink"))

    def text(
        self, lines: list[str], face: Typeface, size: float, x: float, y: float, colour: str
    ) -> float:
        """Write lines downwards from a place; return where the last one ends."""
        block = self._add("g", fill=self._colour(colour))
        block.set("font-family", face.family)
        block.set("font-size", f"{size:g}")
        block.set("font-weight", face.weight)
        for line in lines:
            element = etree.SubElement(block, f"{{{SVG}}}text", x=f"{x:g}")
            # The baseline leaves room for descenders.
            element.set("y", f"{y + _leading(size) * 0.5 + size * 0.36:g}")
            element.text = line
            y += _leading(size)
        return y

    def drawing(self, drawn: str, x: float, y: float, scale: float) -> float:
        """Add a drawing at a place; return where it ends."""
        inner = etree.fromstring(resolve(drawn, self.palette).encode())
        *_, width, height = _box(drawn)
        inner.set("font-family", SANS.family)
        for key, number in {
            "x": x,
            "y": y,
            "width": width * scale,
            "height": height * scale,
        }.items():
            inner.set(key, f"{number:g}")
        for text in inner.iter(f"{{{SVG}}}text"):
            # A thin edge of paper keeps text legible where a line runs behind it.
            text.set("paint-order", "stroke")
            text.set("stroke", self._colour("paper"))
            text.set("stroke-linejoin", "round")
            text.set("stroke-width", "3")
        self.root.append(inner)
        return y + height * scale

    def svg(self, height: float) -> str:
        """Return the sheet as an SVG of a height."""
        self.root.set("height", f"{height:g}")
        self.root.set("viewBox", f"0 0 {self.root.get('width')} {height:g}")
        etree.cleanup_namespaces(self.root)
        return etree.tostring(self.root, encoding="unicode")

    def _colour(self, name: str) -> str:
        return self.palette[f"--chart-{name}"]

    def _add(self, tag: str, **attributes: float | str) -> etree._Element:
        element = etree.SubElement(self.root, f"{{{SVG}}}{tag}")
        for key, value in attributes.items():
            element.set(key, value if isinstance(value, str) else f"{value:g}")
        return element
