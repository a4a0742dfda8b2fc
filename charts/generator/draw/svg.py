"""Turns a Vega-Lite specification into inline SVG, and into the Vega of the live version."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import vl_convert
from lxml import etree

from charts.generator.draw import labels, probes
from charts.generator.draw.readings import tell
from charts.generator.draw.specs import Spec, size, units

VEGA_LITE = "6.4"  # the version whose schema Altair ships; a test keeps the two together

_DROPPED = {"class", "role", "aria-label", "aria-hidden", "aria-roledescription", "pointer-events",
            "font-family", "version", "stroke-miterlimit"}  # fmt: skip
_UNMOVED = "translate(0,0)"
_SHIFT = re.compile(r"translate\(-?[\d.]+,-?[\d.]+\)")
_BAR = re.compile(r"M-?[\d.]+,-?[\d.]+h-?[\d.]+v-?[\d.]+h-?[\d.]+Z")
_DOT = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?")
_NUMBER = re.compile(r"-?[\d.]+")
# A renderer's defaults, left out only where no ancestor sets another value.
_DEFAULTS = {"stroke-width": "1", "opacity": "1", "font-weight": "normal", "stroke-opacity": "1",
             "fill-opacity": "1", "text-anchor": "start", "transform": _UNMOVED}  # fmt: skip


def vega(spec: Spec) -> Spec:
    """Compile to Vega, of the size that the specification's frame has, without shortened labels."""
    told = copy.deepcopy({key: part for key, part in spec.items() if key != "datasets"})
    tell(told)  # readings need other fields than the table and the specification for download
    told["datasets"] = spec.get("datasets", {})
    compiled: Spec = vl_convert.vegalite_to_vega(told, vl_version=VEGA_LITE)
    compiled |= size(spec)  # a drawing of several plots has none of its own
    for key in ("marks", "axes", "legends", "layout", "title"):
        _unlimit(compiled.get(key))
    for guide in ("axis", "legend"):
        compiled.setdefault("config", {}).setdefault(guide, {})["labelLimit"] = 0
    return compiled


def _unlimit(part: Any) -> None:
    """Take away the widths at which Vega shortens labels: a label is whole, or is refused."""
    if isinstance(part, dict):
        for key in ("labelLimit", "titleLimit", "limit"):
            part.pop(key, None)
        for child in part.values():
            _unlimit(child)
    elif isinstance(part, list):
        for child in part:
            _unlimit(child)


def live(compiled: Spec) -> str:
    """Return the live version's Vega as JSON, without bindings: the page makes the switches."""
    signals = [
        {key: value for key, value in signal.items() if key != "bind"}
        for signal in compiled.get("signals", [])
    ]
    return json.dumps(compiled | {"signals": signals}, separators=(",", ":"), ensure_ascii=False)


def svg(compiled: Spec) -> str:
    """Return the SVG that Vega draws; each group is named after the marks in it."""
    drawn: str = vl_convert.vega_to_svg(compiled)
    return drawn


def zone_faults(compiled: Spec) -> list[str]:
    """Say where a drawing would show another time in each time zone."""
    text = json.dumps({key: compiled.get(key) for key in ("data", "scales", "marks", "signals")})
    steps = re.findall(r'\{"type": "timeunit"[^{}]*\}', json.dumps(compiled.get("data", [])))
    if '"type": "time"' not in text and all('"timezone": "utc"' in step for step in steps):
        return []
    return [
        "its times are those of each reader's own time zone, so that January 1 can become "
        'December 31: give the scale `type="utc"`, and use units such as `utcyearmonth`.'
    ]


def checked(compiled: Spec, spec: Spec) -> tuple[str, list[str]]:
    """Return the slim SVG of compiled Vega, and all that is wrong with what it shows.

    Marks that draw nothing, rows that have no place, labels that are cut off or overlap.

    Raises:
        ValueError: if Vega can't draw it.
    """
    drawn, lost = probes.answers(svg(probes.probed(compiled)))
    empty = empty_marks(drawn)
    if any("boxplot" in json.dumps(unit.get("mark")) for unit in units(spec)):
        empty = []  # a box without outliers has no marks for them
    slimmed = slim(drawn)
    faults = [
        f"it draws nothing with {', '.join(empty)}: look at the data and the fields of that layer."
    ] * bool(empty)
    faults += probes.faults(lost)
    faults += zone_faults(compiled)
    said = (row for rows in spec.get("datasets", {}).values() for row in rows)
    return slimmed, faults + labels.faults(slimmed, spec["padding"], said)


def runtime() -> str:
    """Return the browser's Vega as one module: View, parse, and the evaluator that needs no eval.

    It is bundled from the vl-convert wheel; nothing is downloaded.
    """
    # Modules are named by their places inside the wheel.
    snippet = (
        'export {View, parse} from "/npm/vega@6.2.0/+esm";'
        'export {expressionInterpreter} from "/npm/vega-interpreter@2.0.0/+esm";'
    )
    bundle: str = vl_convert.javascript_bundle(snippet, vl_version=VEGA_LITE)
    return bundle


def empty_marks(drawn: str) -> list[str]:
    """Return the names of the marks that draw nothing in an SVG made by Vega."""
    tree = etree.fromstring(drawn.encode())
    return [
        group.get("class", "").split()[-1]
        for group in tree.iter("{*}g")
        if "role-mark" in group.get("class", "") and not any(_draws(item) for item in group.iter())
    ]


def _draws(element: Any) -> bool:
    tag = etree.QName(element).localname
    if tag == "path":
        return bool(element.get("d")) and "NaN" not in element.get("d", "")
    return tag in ("line", "rect", "text", "image")


def slim(drawn: str) -> str:
    """Return the SVG on one line, with colours as CSS variables, without invisible parts.

    The element has a viewBox and its size in pixels, but no name: the page gives it one.
    """
    root = etree.fromstring(drawn.encode(), etree.XMLParser(remove_blank_text=True))
    size = (str(root.get("width")), str(root.get("height")))
    _prune(root)
    coasts = {
        path
        for group in root.iter("{*}g")
        if "mark-shape" in group.get("class", "")
        for path in group.iter("{*}path")
        if re.fullmatch(r"[MLZ\d.,-]+", path.get("d", ""))
    }
    for element in root.iter():
        for name in _DROPPED & set(element.attrib):
            del element.attrib[name]
        for name, value in _DEFAULTS.items():
            if element.get(name) == value and not _overrides(element, name):
                del element.attrib[name]
        for name in ("d", "transform", "x", "y", "x1", "x2", "y1", "y2"):
            if name in element.attrib:
                said = re.sub(r"-?\d+\.\d+", _rounded, str(element.get(name)))
                element.set(name, _coast(said) if name == "d" and element in coasts else said)
    root.attrib.clear()
    root.set("viewBox", f"0 0 {size[0]} {size[1]}")
    root.set("width", size[0])
    root.set("height", size[1])
    root.set("fill", "none")  # as in the group around all that Vega draws
    _unwrap(root)
    for parent in [root, *root.iter("{*}g")]:
        _before_labels(parent)
        _merge(parent)
        _spread(parent)
    for text in root.iter("{*}text"):
        _begin(text)
    etree.cleanup_namespaces(root)
    slimmed = etree.tostring(root, encoding="unicode")
    # An HTML parser knows the namespace; a stand-alone file gets it back.
    return _named_by_content(re.sub(r"\s*\n\s*", "", slimmed))


def _named_by_content(drawing: str) -> str:
    """Return a drawing whose clip paths and gradients have names of their own.

    Vega counts them through all that a process draws, so that the same drawing would differ from
    one build to another, and two drawings of a page could share a name.
    """
    names = re.findall(r'\bid="([^"]+)"', drawing)
    numbers = {name: f"\0{number}" for number, name in enumerate(names)}

    def renamed(match: re.Match[str]) -> str:
        return f"{match[1]}{numbers.get(match[2], match[2])}{match[3]}"

    numbered = re.sub(r'(\bid="|url\(#)([^")]+)("|\))', renamed, drawing)
    content = hashlib.sha256(numbered.encode()).hexdigest()[:8]
    return numbered.replace("\0", f"part-{content}-")


def _prune(element: Any) -> None:
    """Remove what is invisible: unused clip paths, empty groups, zero opacity, no paint."""
    for child in list(element):
        _prune(child)
        tag = etree.QName(child).localname
        unseen = (
            child.get("display") == "none"
            or child.get("opacity") == "0"
            or (tag == "g" and not len(child))
            or (tag == "path" and _unpainted(child))
            or (tag == "text" and not (child.text or len(child)))
            or (tag == "rect" and child.get("fill") == "transparent" and not child.get("stroke"))
        )
        if unseen:
            element.remove(child)


def _unpainted(path: Any) -> bool:
    if path.get("d") in (None, "", "M0,0h0v0h0Z"):
        return True
    painted = [path.get("fill"), path.get("stroke")]
    parent = path.getparent()
    while parent is not None:
        painted += [parent.get("fill"), parent.get("stroke")]
        parent = parent.getparent()
    return all(paint in (None, "none", "transparent") for paint in painted)


def _overrides(element: Any, name: str) -> bool:
    return name != "transform" and any(a.get(name) is not None for a in element.iterancestors())


def _unwrap(root: Any) -> None:
    """Replace groups that only move what is in them with their children, moved as far."""
    for group in [*root.iter("{*}g")]:
        parent = group.getparent()
        if group.get("fill") == "none" and not _painted(parent):
            del group.attrib["fill"]
        move = group.get("transform", _UNMOVED)
        if set(group.attrib) - {"transform"} or not _SHIFT.fullmatch(move):
            continue
        place = parent.index(group)
        for child in list(group)[::-1]:
            _move(child, move)
            parent.insert(place, child)
        parent.remove(group)


def _painted(element: Any) -> bool:
    """Return whether what is in an element gets a filling from it, or from one around it."""
    return any(each.get("fill", "none") != "none" for each in (element, *element.iterancestors()))


def _move(element: Any, move: str) -> None:
    """Move an element, before all that it does itself to its place."""
    own = element.attrib.pop("transform", _UNMOVED)
    if _SHIFT.fullmatch(own):
        (x, y), (right, down) = _place(own), _place(move)
        own = f"translate({_short(x + right)},{_short(y + down)})"
    elif move != _UNMOVED:
        own = f"{move}{own}"
    if own != _UNMOVED:
        element.set("transform", own)


def _before_labels(parent: Any) -> None:
    """Draw a line before the labels in front of it, if it is like the mark before those.

    The line of an axis follows the labels, and these follow its ticks. It looks no different where
    no label is near: the edge of paper around letters would cover it.
    """
    for line in list(parent.iterchildren("{*}line")):
        look = _look(line)
        texts = []
        mark = line.getprevious()
        while mark is not None and etree.QName(mark).localname == "text":
            texts.append(mark)
            mark = mark.getprevious()
        if texts and look and mark is not None and _look(mark) == look:
            x, y = _shift(line)
            ends = (x, x + float(line.get("x2", 0))), (y, y + float(line.get("y2", 0)))
            if not any(label.near(*ends) for text in texts for label in labels.of(text)):
                mark.addnext(line)


def _merge(parent: Any) -> None:
    """Make one path of straight lines, of bars or of dots that follow one another and look alike.

    On a page with many charts there are hundreds of them.
    """
    for look, run in groupby(list(parent), _look):
        first, *others = run
        if look is None or not others or not _alike_as_one([first, *others]):
            continue
        path = "".join(map(_outline, [first, *others]))
        first.tag = first.tag.replace("line", "path")
        for name in ("transform", "x2", "y2"):
            first.attrib.pop(name, None)
        first.set("d", path)
        for other in others:
            parent.remove(other)


def _spread(parent: Any) -> None:
    """Make one text of labels that follow one another, look alike and have one digit each.

    Each digit has its place. A chart that numbers its marks has many, and again in its key.
    """
    for look, run in groupby(list(parent), _digit):
        first, *others = run
        if look is None or not others:
            continue
        xs, ys = zip(*map(_shift, [first, *others]), strict=True)
        first.attrib.pop("transform", None)
        first.set("x", " ".join(map(_short, xs)))
        first.set("y", " ".join(map(_short, ys)))
        first.text += "".join(other.text for other in others)
        for other in others:
            parent.remove(other)


def _digit(mark: Any) -> tuple[object, ...] | None:
    """Return what labels of one digit share that can be one text. None for other marks."""
    attributes = dict(mark.attrib)
    if etree.QName(mark).localname != "text" or len(mark) or not re.fullmatch(r"\d", mark.text):
        return None
    moved = _SHIFT.fullmatch(attributes.pop("transform", _UNMOVED))
    return tuple(sorted(attributes.items())) if moved and not {"x", "y"} & {*attributes} else None


def _begin(text: Any) -> None:
    """Write the first line of a text without an element of its own."""
    if len(text) and not text.text and not text[0].attrib and not len(text[0]):
        text.text = text[0].text
        text.remove(text[0])


def _look(mark: Any) -> tuple[object, ...] | None:
    """Return what marks share that can be one: all but their places. None for other marks.

    What shines through shows where it overlaps, so that such marks stay apart.
    """
    attributes = dict(mark.attrib)
    tag = etree.QName(mark).localname
    if len(mark) or attributes.keys() & {"opacity", "stroke-opacity", "fill-opacity", "x1", "y1"}:
        return None
    if not _SHIFT.fullmatch(attributes.pop("transform", _UNMOVED)):
        return None
    if tag == "line":
        places = {"x2", "y2"}
    elif tag == "path" and (_BAR.fullmatch(mark.get("d", "")) or _DOT.fullmatch(mark.get("d", ""))):
        places = {"d"}
    else:
        return None
    return (tag, *sorted((name, said) for name, said in attributes.items() if name not in places))


def _alike_as_one(marks: Sequence[Any]) -> bool:
    """Return whether marks that look alike look no different as one path.

    A path is filled first and then outlined. That shows where one mark covers the outline of
    another, unless outline and filling have the same colour.
    """
    first = marks[0]
    outline = first.get("stroke")
    if outline in (None, first.get("fill")) or first.tag.endswith("line"):
        return True
    edge = float(first.get("stroke-width", "1")) / 2
    boxes = sorted(map(_extent, marks))
    return not any(
        other[0] - edge < one[1] + edge and abs(other[2] - one[2]) < one[3] + other[3] + 2 * edge
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
    )


def _extent(mark: Any) -> tuple[float, float, float, float]:
    """Return the ends of a bar or a dot from left to right, its middle, and half its height."""
    x, y = _shift(mark)
    numbers = [float(number) for number in _NUMBER.findall(mark.get("d"))]
    if _DOT.fullmatch(mark.get("d")):
        return x - numbers[0], x + numbers[0], y, numbers[0]
    left, top, wide, high, _ = numbers
    sides = sorted((x + left, x + left + wide))
    return sides[0], sides[1], y + top + high / 2, abs(high) / 2


def _outline(mark: Any) -> str:
    """Return a line, a bar or a dot as a part of a path."""
    x, y = _shift(mark)
    drawn = mark.get("d")
    if drawn is None:
        across, down = mark.get("x2", "0"), mark.get("y2", "0")
        step = f"h{across}" if down == "0" else f"v{down}" if across == "0" else f"l{across},{down}"
        return f"M{_short(x)},{_short(y)}{step}"
    left, top, *_ = (float(number) for number in _NUMBER.findall(drawn))
    if not _DOT.fullmatch(drawn):
        return f"M{_short(x + left)},{_short(y + top)}{drawn[drawn.index('h') :]}"
    arc = f"a{_short(left)},{_short(left)},0,1,1,"
    around = _short(2 * left)
    return f"M{_short(x + left)},{_short(y)}{arc}-{around},0{arc}{around},0"


def _shift(mark: Any) -> tuple[float, float]:
    """Return how far a mark is moved from where its path is drawn."""
    return _place(mark.get("transform", _UNMOVED))


def _place(move: str) -> tuple[float, float]:
    x, y = _NUMBER.findall(move)
    return float(x), float(y)


def _short(number: float) -> str:
    """Write a number to a hundredth of a pixel; a tenth shows where marks are close together."""
    return f"{number:.2f}".rstrip("0").removesuffix(".")


def _rounded(match: re.Match[str]) -> str:
    return _short(float(match[0]))


def _coast(path: str) -> str:
    """Return a path of straight lines with steps from point to point, to a tenth of a pixel.

    Coasts have thousands of points: steps have fewer digits than places, and compress better.
    """
    steps: list[str] = []
    x = y = 0
    first = (0, 0)
    for kind, *place in re.findall(r"([MLZ])(?:(-?[\d.]+),(-?[\d.]+))?", path):
        if kind == "Z":
            steps.append("Z")
            x, y = first
            continue
        to = (round(float(place[0]) * 10), round(float(place[1]) * 10))
        if kind == "M":
            first = to
            steps.append(f"M{_tenths(to[0])},{_tenths(to[1])}")
        elif to != (x, y):
            down = _tenths(to[1] - y)
            steps.append(f"l{_tenths(to[0] - x)}{'' if down.startswith('-') else ','}{down}")
        x, y = to
    return "".join(steps)


def _tenths(number: int) -> str:
    """Write tenths in the fewest signs: 12, 1.5, .5, -.2."""
    text = f"{number / 10:g}"
    return text.replace("0.", ".", 1) if abs(number) < 10 else text
