"""Asks Vega where it draws each row, so that no row of a chart is left out in silence.

A mark with a place that its scale does not have (zero on a log axis, a value beyond a set domain,
a name that an axis does not list) is drawn nowhere or beyond the plot, without a word; an amount
below zero that is stacked as a share is drawn as if it were above. A copy of the Vega says for each
mark whether its places are on its scales; what it says is read from the SVG, where it stands in
labels that the finished drawing does not keep.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from lxml import etree

Vega = dict[str, Any]

PLACES = ("x", "x2", "xc", "y", "y2", "yc")  # channels that are a place
PAINTS = ("fill", "stroke", "shape")  # channels that tell kinds apart
PAINTED = ("color", "fill", "stroke")  # the names of scales of colours
SHADES = ("linear", "log", "pow", "sqrt", "symlog")  # scales whose ends are those of their domain
PATHS = ("line", "area", "trail")  # marks that draw many rows as one shape
SLACK = 1  # pixels: a place this far beyond its axis is still on it

LOST = "\u2063lost:"  # begins a label that names a row; the first letter is invisible, and rare
PROBE = "probe-"  # begins the name of a mark that only exists to be asked
SHOWN = 3  # rows that a message names
STACK = "stack"  # stands for a scale where an amount was stacked

# Where the rows of a mark that draws one shape of many can be asked: a point for each.
_EMPTY: Vega = {"value": 0}


@dataclass(frozen=True)
class Lost:
    """A row that is not drawn: the scale and the values that do not fit, as text."""

    scale: str
    kind: str
    values: tuple[str, ...]


def probed(compiled: Vega) -> Vega:
    """Return a copy of compiled Vega whose SVG also says which rows have no place on a scale."""
    copy: Vega = dict(compiled)
    scales = {scale["name"]: scale for scale in compiled.get("scales", [])}
    # Where Vega takes amounts without their sign: by the end of a piece, the amount.
    stacked = {
        step["as"][1]: step["field"]
        for data in _data(compiled)
        for step in data.get("transform", [])
        if step.get("type") == "stack" and step.get("offset") in ("normalize", "center")
    }
    scales[STACK] = {"name": STACK, "type": STACK, "amounts": stacked}
    copy["marks"] = [*_probed(compiled.get("marks", []), scales, count())]
    return copy


def answers(drawn: str) -> tuple[str, list[Lost]]:
    """Return an SVG of probed Vega without its probes, and the rows that have no place in it."""
    if LOST not in drawn and PROBE not in drawn:
        return drawn, []
    root = etree.fromstring(drawn.encode())
    lost = []
    for element in root.iter():
        said = element.get("aria-label") if isinstance(element.tag, str) else None
        if said and said.startswith(LOST):
            lost.append(_read(said))
    for group in [*root.iter("{*}g")]:
        parent = group.getparent()
        if f" {PROBE}" in group.get("class", "") and parent is not None:
            parent.remove(group)
    return etree.tostring(root, encoding="unicode"), lost


def faults(lost: list[Lost]) -> list[str]:
    """Say which rows could not be drawn, one sentence for each cause."""
    causes: dict[tuple[str, str], dict[tuple[str, ...], None]] = {}
    for row in lost:
        causes.setdefault((row.scale, row.kind), {}).setdefault(row.values)
    said = []
    for (scale, kind), rows in causes.items():
        how = "drawn as if above zero" if kind == STACK else "not drawn"
        named = "; ".join(", ".join(values) for values in list(rows)[:SHOWN])
        more = f"; and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
        many = "a row is" if len(rows) == 1 else f"{len(rows)} rows are"
        said.append(f"{many} {how}: {named}{more}. {_why(scale, kind)}")
    return said


def _why(scale: str, kind: str) -> str:
    if kind == STACK:
        return (
            "What is below zero is no share of a whole, and has no place around a middle: leave "
            'out `stack="normalize"` or `"center"`, or use `diverging` or `columns`.'
        )
    if kind == "log":
        return (
            "A log axis has a place for numbers above zero within its domain, and for no others: "
            'leave these rows out and say so in the notes, or use `type="symlog"` or "linear".'
        )
    if kind == "ordinal":
        return (
            f'The domain of "{scale}" does not list them, so they would share a colour: add them.'
        )
    if scale in PAINTED:
        return (
            f'They are beyond the domain of "{scale}", so each would get the colour of its end: '
            "widen it, or leave the rows out."
        )
    if kind in ("band", "point"):
        return (
            f'The domain of the axis "{scale}" does not list them: add them, or leave the rows out.'
        )
    if kind == "projection":
        return "The projection of the map has no place for them: use another, or leave them out."
    return f'They are beyond the domain of the axis "{scale}": widen it, or leave the rows out.'


def _read(said: str) -> Lost:
    scale, kind, *values = said.removeprefix(LOST).split("\u241f")
    return Lost(scale, kind, tuple(value for value in values if value))


def _probed(
    marks: list[Vega], scales: Mapping[str, Vega], numbers: Iterator[int]
) -> Iterator[Vega]:
    for mark in marks:
        if mark.get("type") == "group":
            inner = dict(scales) | {scale["name"]: scale for scale in mark.get("scales", [])}
            yield mark | {"marks": [*_probed(mark.get("marks", []), inner, numbers)]}
            continue
        update = mark.get("encode", {}).get("update", {})
        label = _label(update, scales)
        if label is None or mark.get("type") in ("text", "image"):
            yield mark
        elif mark["type"] in PATHS:
            yield mark
            places = {channel: update[channel] for channel in ("x", "y") if channel in update}
            encode = {"update": places | {"size": _EMPTY, "description": {"signal": label}}}
            name = f"{PROBE}{next(numbers)}"
            probe = {"name": name, "type": "symbol", "aria": True, "encode": encode}
            yield probe | ({"from": mark["from"]} if "from" in mark else {})
        else:
            encode = mark["encode"] | {"update": update | {"description": {"signal": label}}}
            yield mark | {"aria": True, "encode": encode}


def _label(update: Vega, scales: Mapping[str, Vega]) -> str | None:
    """Return an expression: empty for a row whose places exist, else what does not fit."""
    tests = [*_tests(update, scales)]
    if not tests:
        return None
    fields = dict.fromkeys(field for _, field, _ in tests) | dict.fromkeys(_named(update))
    values = " + '\u241f' + ".join(_told(field, update, scales) for field in fields)
    label = "''"
    for test, _, scale in reversed(tests):
        kind = str(scales.get(scale, {}).get("type", "linear")) if scale else "projection"
        head = json.dumps(f"{LOST}{scale}\u241f{kind}\u241f", ensure_ascii=False)
        label = f"({test} ? {label} : {head} + {values})"
    return label


def _tests(update: Vega, scales: Mapping[str, Vega]) -> Iterator[tuple[str, str, str]]:
    """Yield for each place of a mark an expression that is true if it exists, with its field."""
    for channel in PLACES:
        rule = _plain(update.get(channel))
        field, scale = rule.get("field"), rule.get("scale")
        if not isinstance(field, str) or "datum" not in (value := field_value(field)):
            continue
        missing = f"!isValid({value})"
        if amount := scales.get(STACK, {}).get("amounts", {}).get(field):
            yield f"!({field_value(amount)} < 0)", amount, STACK
        if scale in scales:
            at = f"scale('{scale}', {value})"
            low, high = (f"extent(range('{scale}'))[{end}]" for end in (0, 1))
            inside = f"{at} >= {low} - {SLACK} && {at} <= {high} + {SLACK}"
            yield f"({missing} || ({inside}))", field, str(scale)
    for channel in PAINTS:
        rule = _plain(update.get(channel))
        field, scale = rule.get("field"), rule.get("scale")
        domain = scales.get(str(scale), {}).get("domain")
        kind = scales.get(str(scale), {}).get("type", "linear")
        if not isinstance(field, str) or not isinstance(domain, list):
            continue
        value = field_value(field)
        if kind in SHADES and all(isinstance(end, int | float) for end in domain):
            inside = f"{value} >= {min(domain)} && {value} <= {max(domain)}"
            yield f"(!isValid({value}) || ({inside}))", field, str(scale)
        elif kind == "ordinal":
            known = json.dumps(domain, ensure_ascii=False)
            yield f"(!isValid({value}) || indexof({known}, {value}) >= 0)", field, str(scale)


def _plain(rules: Any) -> Vega:
    """Return the rule of a channel that applies where no condition does."""
    rules = rules if isinstance(rules, list) else [rules]
    plain = [rule for rule in rules if isinstance(rule, dict) and "test" not in rule]
    return plain[-1] if plain else {}


def _named(update: Vega) -> Iterator[str]:
    """Yield the fields that tell readers which row a mark is: those in its tooltip."""
    said = json.dumps(update.get("tooltip", ""))
    for field in re.findall(r'datum\[\\"((?:[^"\\])+)\\"\]', said)[:2]:
        if not field.startswith("_"):
            yield field.replace(".", "\\.")


def _told(field: str, update: Vega, scales: Mapping[str, Vega]) -> str:
    """Return an expression that tells a field of a row: its name and its value."""
    value, name = field_value(field), json.dumps(f"{_name(field)} ")
    used = [_plain(update.get(channel)) for channel in PLACES]
    timed = any(
        rule.get("field") == field
        and scales.get(str(rule.get("scale")), {}).get("type") in ("time", "utc")
        for rule in used
    )
    return f"{name} + utcFormat({value}, '%Y-%m-%d')" if timed else f"{name} + ('' + {value})"


def _name(field: str) -> str:
    return field.replace("\\", "")


def field_value(field: str) -> str:
    """Return the expression of a field, whose name may hold escaped dots and brackets."""
    parts = re.split(r"(?<!\\)[.\[]", field)
    return "datum" + "".join(
        f"[{json.dumps(_name(part).rstrip(']'), ensure_ascii=False)}]" for part in parts
    )


def _data(part: Vega) -> Iterator[Vega]:
    """Yield the data of compiled Vega, and of the groups in it."""
    yield from part.get("data", [])
    for mark in part.get("marks", []):
        yield from _data(mark)
