"""What the table under a chart holds: the rows as they are drawn, and words for their columns.

Where a specification sums up its rows, the table has the sums, which are computed once more by the
code that draws them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import vl_convert
from lxml import etree

from charts.generator.draw.probes import field_value
from charts.generator.draw.specs import HELPER, Spec, plain, rows, units

# Steps that leave rows out or make others of them.
_REDUCING = (
    "aggregate",
    "flatten",
    "density",
    "loess",
    "regression",
    "quantile",
    "sample",
    "pivot",
)
_COMPOSITE = ("boxplot", "errorband", "errorbar")  # their rows are what they sum up

_BETWEEN, _MISSING = "\u241f", "\u2400"

Column = dict[str, Any]


def drawn_rows(spec: Spec, compiled: Spec) -> tuple[list[dict[str, Any]], list[Column]]:
    """Return the rows of a chart's table, and its columns that are drawn.

    A column has its `name`, the `title` that the chart gives it (or none), and, if it sums up
    another column, that column as `of` and how it does so as `op`.
    """
    unit = next((each for each in units(spec) if "mark" in each), {})
    data = _source(compiled)
    if data and _reduces(spec, unit):
        columns = [*_columns(unit)]
        found = _ask(compiled, data, [str(column["field"]) for column in columns])
        names = [str(column["name"]) for column in columns]
        made = [dict(zip(names, row, strict=True)) for row in found]
        unique = list({json.dumps(row): row for row in made}.values())
        return unique, [{k: v for k, v in column.items() if k != "field"} for column in columns]
    titles: dict[str, Column] = {}
    own = {key for row in rows(spec)[:1] for key in row}
    for each in units(spec):
        for column in _columns(each):
            name = str(column.get("of") or column["name"])
            if name in own and not name.startswith(HELPER):
                known = titles.setdefault(name, {"name": name, "title": ""})
                known["title"] = known["title"] or column["title"]
    return rows(spec), list(titles.values())


def _reduces(spec: Spec, unit: Spec) -> bool:
    mark = unit.get("mark")
    kind = mark.get("type") if isinstance(mark, dict) else mark
    if kind in _COMPOSITE:
        return False
    names = [str(param["name"]) for param in spec.get("params", [])]
    own = unit.get("transform", []) if unit is not spec else []
    several = sum("mark" in each for each in units(spec)) > 1
    for step in [*spec.get("transform", []), *own]:
        if any(key in step for key in _REDUCING):
            return True
        # What a reader's choice leaves out stays in the table, and what other layers may show.
        if (
            "filter" in step
            and not (several and step in own)
            and not any(name in json.dumps(step["filter"]) for name in names)
        ):
            return True
    channels = unit.get("encoding", {}).values()
    return any(isinstance(c, dict) and ("aggregate" in c or c.get("bin")) for c in channels)


def _columns(unit: Spec) -> Iterator[Column]:
    """Yield what a plot encodes: names, titles, and the names of fields in Vega."""
    found: dict[str, Column] = {}
    encoding = unit.get("encoding", {})
    tooltip = encoding.get("tooltip", [])
    # The words of a tooltip are the fullest: they say the unit too.
    defined = [*(tooltip if isinstance(tooltip, list) else [tooltip])]
    defined += [encoding[channel] for channel in encoding if channel != "tooltip"]
    defined += [unit.get("facet", {})]
    order = [*(encoding[c] for c in encoding if c != "tooltip"), *defined]
    for each in order:
        for column in _column(each):
            known = found.setdefault(str(column["name"]), column)
            known.setdefault("title", "")
    for each in defined:
        for column in _column(each):
            known = found[str(column["name"])]
            known["title"] = known["title"] or column["title"]
    yield from found.values()


def _column(defined: Any) -> Iterator[Column]:
    if not isinstance(defined, dict):
        return
    if isinstance(defined.get("condition"), dict) and "field" in defined["condition"]:
        yield from _column(defined["condition"])
    field, operation = defined.get("field"), defined.get("aggregate")
    title = _title(defined)
    if operation == "count":
        yield {"name": "count", "field": "__count", "title": title, "op": "count"}
    elif not isinstance(field, str) or plain(field).startswith(HELPER):
        return
    elif isinstance(operation, str):
        name = f"{operation}_{plain(field)}"
        yield {"name": name, "field": name, "title": title, "op": operation, "of": plain(field)}
    elif defined.get("bin"):
        for end, of in (("from", ""), ("to", "_end")):
            yield {
                "name": f"{plain(field)}_{end}",
                "field": f"bin:{plain(field)}{of}",
                "title": "",
                "op": end,
                "of": plain(field),
            }
    else:
        unit = defined.get("timeUnit")
        name = plain(field)
        made = f"{unit}_{name}" if isinstance(unit, str) else field
        timed = isinstance(unit, str) or defined.get("type") == "temporal"
        yield {"name": name, "field": f"time:{made}" if timed else made, "title": title}


def _title(defined: Spec) -> str:
    for place in (defined, defined.get("axis"), defined.get("legend"), defined.get("header")):
        title = place.get("title") if isinstance(place, dict) else None
        if isinstance(title, list):
            title = " ".join(map(str, title))
        if isinstance(title, str) and title.strip():
            return title
    return ""


def _source(compiled: Spec) -> str:
    """Return the data of the first mark of compiled Vega, if they are the chart's own."""
    known = {data["name"] for data in compiled.get("data", [])}

    def first(marks: list[Spec]) -> str:
        for mark in marks:
            source = mark.get("from", {})
            name = source.get("facet", {}).get("data") or source.get("data")
            if mark.get("role", "").endswith(("header", "footer", "title")):
                continue
            if name in known:
                return str(name)
            if found := first(mark.get("marks", [])):
                return found
        return ""

    return first(compiled.get("marks", []))


def _ask(compiled: Spec, data: str, fields: list[str]) -> list[list[Any]]:
    """Return fields of the rows that Vega makes of a chart's data."""
    text = json.dumps(compiled.get("data", []))
    parts = []
    for field in fields:
        if field.startswith("bin:"):
            pattern = rf'"(bin_[^"]*_{re.escape(field[4:].removesuffix("_end"))}'
            pattern += r'_end)"' if field.endswith("_end") else r')"'
            found = re.search(pattern, text)
            field = found[1] if found else field
        value = field_value(field.removeprefix("time:"))
        said = f"(isNumber({value}) ? '#' + {value} : '' + {value})"
        if field.startswith("time:"):
            said = f"utcFormat({value}, '%Y-%m-%dT%H:%M:%SZ')"
        parts.append(f"(!isValid({value}) ? '{_MISSING}' : {said})")
    text_of_row = {"signal": f" + '{_BETWEEN}' + ".join(parts)}
    mark = {"type": "text", "from": {"data": data}, "encode": {"update": {"text": text_of_row}}}
    kept = {
        key: value for key, value in compiled.items() if key not in ("legends", "axes", "layout")
    }
    drawn = vl_convert.vega_to_svg(kept | {"marks": [mark]})
    texts = etree.fromstring(drawn.encode()).iter("{*}text")
    return [[_read(cell) for cell in str(text.text).split(_BETWEEN)] for text in texts]


def _read(cell: str) -> Any:
    if cell == _MISSING:
        return None
    if cell.startswith("#"):
        number = float(cell[1:])
        return int(number) if number.is_integer() else number
    return cell
