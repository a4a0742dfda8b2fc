"""What a reader is told of a mark: amounts in words and units, as the text of a page says them.

A tooltip's title ends with the unit of its number: "Sales of bread, $ million". On paper that is
a column's head; beside a pointer, "Sales of bread: $34.6 billion" needs no arithmetic.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from charts.generator.numbers.formats import MINUS

Spec = dict[str, Any]

TOLD = "_told_"  # begins the name of a field that says a number with its unit
SCALES = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def tell(spec: Spec) -> None:
    """Make the tooltips of a Vega-Lite specification say their numbers with their units."""
    count = 0
    for unit in _units(spec):
        tooltip = unit["encoding"].get("tooltip")
        for at, item in enumerate(tooltip if isinstance(tooltip, list) else []):
            name, comma, measure = str(item.get("title", "")).rpartition(", ")
            if not comma or item.get("type") != "quantitative" or "aggregate" in item:
                continue
            count += 1
            said = said_in(measure, f"datum[{json.dumps(item['field'])}]", item.get("format", ""))
            field = f"{TOLD}{count}"
            unit.setdefault("transform", []).append({"calculate": said, "as": field})
            tooltip[at] = {"field": field, "type": "nominal", "title": name}


def said_in(unit: str, value: str, pattern: str) -> str:
    """Return the Vega expression that says a value with its unit; a missing one stays missing.

    Args:
        unit: the unit as a title has it: "$ million", "%", "billion m³", "$ a barrel".
        value: the expression of the value.
        pattern: how the number is written, in d3's notation; dollars are written as in the text.
    """
    scale = SCALES.get(unit.removeprefix("$").strip()) if unit.startswith("$") else None
    number = f"format({value}, {json.dumps(pattern)})"
    if scale is not None:
        said = _money(f"(abs({value}) * {scale})", value)
    elif unit.startswith("$"):
        said = f"{_text('$')} + {number} + {_text(unit[1:])}"
    else:
        said = f"{number} + {_text(unit if unit == '%' else ' ' + unit)}"
    return f"isValid({value}) ? {said} : null"


def _money(size: str, value: str) -> str:
    """Return the expression that writes dollars as `formats.money` does from a dollar up."""
    sign = f"({value} < 0 ? {_text(MINUS)} : '')"
    written = f"format({_rounded(size, 1)}, ',')"
    least = 999_999.5
    for word, scale in [*SCALES.items()][2:]:
        of = f"({size} / {scale})"
        few = f"format({_rounded(of, 10)}, '.1f')"
        many = f"format({_rounded(of, 1)}, ',')"
        said = f"({of} < 99.95 ? {few} : {many}) + {_text(' ' + word)}"
        written = f"({size} < {least} ? {written} : {said})"
        least = 999.5 * scale
    return f"{sign} + '$' + {written}"


def _rounded(value: str, parts: int) -> str:
    """Return the expression that rounds to parts of one; halves to the even one, as Python does."""
    of = f"({value} * {parts})" if parts > 1 else value
    half = f"abs({of} - floor({of}) - 0.5) < 1e-9"
    return f"({half} ? 2 * round({of} / 2) : round({of})) / {parts}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _units(spec: Spec) -> Iterator[Spec]:
    """Yield each part of a specification that has encodings."""
    if isinstance(spec.get("encoding"), dict):
        yield spec
    for part in ("layer", "hconcat", "vconcat", "concat"):
        for child in spec.get(part, []):
            yield from _units(child)
    if isinstance(spec.get("spec"), dict):
        yield from _units(spec["spec"])
