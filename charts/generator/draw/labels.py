"""Measures the words in a drawing, so that none is cut off at its edge or covers another.

Nothing is rendered: the typeface's table has the width of each letter, and an SVG says where a
text begins. What is found is the same on every machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from charts.generator.draw.typefaces import SANS, SANS_BOLD
from charts.generator.numbers.formats import listed

ASCENT, DESCENT = 0.72, 0.2  # of the font's size: how far letters reach above and below their line
CUT = 1.0  # pixels that a letter may reach beyond the edge: its own side bearing
TOUCH = 1.0  # pixels by which two boxes may overlap without their letters meeting
NEAR = 3.0  # pixels around letters: half a line of their edge of paper, and half a line beside it
QUOTED = 3  # labels that a message names

SIDES = ("left", "top", "right", "bottom")

# What no reader should meet: powers of ten as computers write them, and values that are none.
_ODD = re.compile(r"[-\u2212]?\d(\.\d+)?e[-+\u2212]?\d+|NaN|undefined|null|Invalid Date|-?Infinity")

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_TRANSFORM = re.compile(r"(translate|rotate|scale|matrix)\(([^)]*)\)")


@dataclass(frozen=True)
class Label:
    """A line of text in a drawing, with the four corners of its box."""

    text: str
    corners: tuple[Point, Point, Point, Point]

    def beyond(self, width: float, height: float) -> dict[str, float]:
        """Return by how many pixels it reaches beyond each side of a drawing, if it does."""
        xs, ys = zip(*self.corners, strict=True)
        over = dict(
            zip(SIDES, (-min(xs), -min(ys), max(xs) - width, max(ys) - height), strict=True)
        )
        return {side: amount for side, amount in over.items() if amount > CUT}

    def near(self, across: tuple[float, float], down: tuple[float, float]) -> bool:
        """Return whether the edge of paper around it reaches a line between such ends."""
        sides = zip(zip(*self.corners, strict=True), (across, down), strict=True)
        return all(
            min(own) - NEAR < max(ends) and min(ends) < max(own) + NEAR for own, ends in sides
        )

    def covers(self, other: Label) -> bool:
        """Return whether two texts run into each other, at any angle."""
        for one, two in ((self, other), (other, self)):
            # Two boxes are apart if a side of one of them separates them.
            for (x1, y1), (x2, y2) in zip(one.corners, one.corners[1:], strict=False):
                length = math.hypot(x2 - x1, y2 - y1) or 1.0
                nx, ny = (y2 - y1) / length, (x1 - x2) / length
                a = [x * nx + y * ny for x, y in one.corners]
                b = [x * nx + y * ny for x, y in two.corners]
                if min(max(a), max(b)) - max(min(a), min(b)) <= TOUCH:
                    return False
        return True


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text in the typeface of charts, in pixels."""
    return (SANS_BOLD if bold else SANS).width(text, size)


def labels(drawn: str) -> list[Label]:
    """Return the visible lines of text of an SVG."""
    return of(etree.fromstring(drawn.encode()))


def of(element: Any) -> list[Label]:
    """Return the visible lines of text of an element that nothing around it moves."""
    return [*_visible(element, _IDENTITY, {})]


def faults(
    drawn: str, padding: dict[str, float], rows: Iterable[Mapping[str, Any]] = ()
) -> list[str]:
    """Say which labels of an SVG are cut off or overlap, and what to do about it.

    Args:
        drawn: the SVG.
        padding: its margins by side.
        rows: the rows that it draws, whose words may be any, such as "null".
    """
    found = labels(drawn)
    *_, wide, high = (
        float(part) for part in str(etree.fromstring(drawn.encode()).get("viewBox")).split()
    )
    said = []
    for side in SIDES:
        cut = {each: over[side] for each in found if side in (over := each.beyond(wide, high))}
        if cut:
            most = max(cut.values())
            room = math.ceil(padding.get(side, 0) + most + 1)
            one = len(cut) == 1
            said.append(
                f"{_quoted([each.text for each in cut])} {'is' if one else 'are'} cut off at the "
                f"{side} by up to {math.ceil(most)} pixels: make the margin "
                f"`{side}={room}`, or shorten {'it' if one else 'them'}."
            )
    odd = [each.text for each in found if _ODD.fullmatch(each.text.strip())]
    words = {cell for row in rows for cell in row.values() if isinstance(cell, str)} if odd else ()
    if odd := [text for text in odd if text.strip() not in words]:
        said.append(
            f"{_quoted(odd)} on the chart {'is' if len(set(odd)) == 1 else 'are'} written for "
            'machines: give the axis or the text a format, such as `format=",d"` or `format=".1f"`.'
        )
    covered = [(a.text, b.text) for a, b in _near(found) if a.covers(b)]
    if covered:
        pairs = "; ".join(f'"{a}" and "{b}"' for a, b in covered[:QUOTED])
        more = f", and {len(covered) - QUOTED} more" if len(covered) > QUOTED else ""
        said.append(
            f"labels overlap: {pairs}{more}. Leave some out, move them, or show fewer ticks."
        )
    return said


def _near(found: Sequence[Label]) -> Iterator[tuple[Label, Label]]:
    """Yield the pairs of labels whose heights meet; most do not."""
    by_top = sorted(found, key=lambda each: min(y for _, y in each.corners))
    for place, one in enumerate(by_top):
        bottom = max(y for _, y in one.corners)
        for other in by_top[place + 1 :]:
            if min(y for _, y in other.corners) >= bottom:
                break
            yield one, other


def _quoted(texts: Sequence[str]) -> str:
    unique = list(dict.fromkeys(texts))
    named = [f'"{text}"' for text in unique[:QUOTED]]
    more = len(unique) - QUOTED
    return listed([*named, *([f"{more} more labels"] if more > 0 else [])])


def _visible(element: Any, outer: Matrix, outer_look: dict[str, str]) -> Iterator[Label]:
    if not isinstance(element.tag, str):
        return
    matrix = _times(outer, _matrix(element.get("transform", "")))
    look = outer_look | {k: str(v) for k, v in element.attrib.items() if k in _LOOK}
    if element.get("opacity") == "0" or element.get("display") == "none":
        return
    if etree.QName(element).localname == "text":
        yield from _lines(element, matrix, look)
        return
    for child in element:
        yield from _visible(child, matrix, look)


_LOOK = ("font-size", "font-weight", "text-anchor")


def _lines(element: Any, matrix: Matrix, look: dict[str, str]) -> Iterator[Label]:
    xs, ys = ([float(at) for at in str(element.get(name, 0)).split()] for name in ("x", "y"))
    # Several places are those of letters that are labels of their own.
    texts = [element.text or ""] if len(xs) == 1 else element.text
    for text, x, y in zip(texts, xs, ys, strict=True):
        if text.strip():
            yield Label(text, _box(text, x, y, matrix, look))
    for part in element:
        x = float(part.get("x", x))
        y += float(part.get("dy", 0))
        text = "".join(part.itertext())
        if text.strip():
            yield Label(text, _box(text, x, y, matrix, look))


def _box(
    text: str, x: float, y: float, matrix: Matrix, look: dict[str, str]
) -> tuple[Point, Point, Point, Point]:
    size = float(look.get("font-size", "11").removesuffix("px"))
    bold = look.get("font-weight") in ("bold", "600", "700", "800", "900")
    long = width(text, size, bold)
    left = x - long * {"middle": 0.5, "end": 1.0}.get(look.get("text-anchor", ""), 0.0)
    top, bottom = y - ASCENT * size, y + DESCENT * size
    corners = ((left, top), (left + long, top), (left + long, bottom), (left, bottom))
    a, b, c, d, e, f = matrix
    one, two, three, four = ((a * px + c * py + e, b * px + d * py + f) for px, py in corners)
    return one, two, three, four


def _matrix(text: str) -> Matrix:
    made = _IDENTITY
    for name, arguments in _TRANSFORM.findall(text):
        numbers = [float(number) for number in re.split(r"[ ,]+", arguments.strip())]
        if name == "translate":
            step: Matrix = (1, 0, 0, 1, numbers[0], numbers[1] if len(numbers) > 1 else 0)
        elif name == "rotate":
            angle = math.radians(numbers[0])
            step = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0, 0)
        elif name == "scale":
            step = (numbers[0], 0, 0, numbers[-1], 0, 0)
        else:
            a, b, c, d, e, f = numbers
            step = (a, b, c, d, e, f)
        made = _times(made, step)
    return made


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, l = two  # noqa: E741
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j,
            a * k + c * l + e, b * k + d * l + f)  # fmt: skip
