"""The controls of a chart: what a reader can switch, choose or slide, and what can't work.

Vega would add them to the page itself; the site makes its own, which keep their state in the
address, are named for screen readers and work in frames. A drawing is scaled to a reader's screen
without Vega's knowledge, so nothing may depend on where the pointer is on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Control = dict[str, Any]

SWITCH = "show_"  # begins the name of a parameter that readers switch
EVERYTHING = "All"  # the choice of a selection that selects nothing
OFFERED = ("checkbox", "radio", "select", "range")
INSTEAD = (
    "use alt.binding_checkbox, alt.binding_select or alt.binding_range, or `nearest` for what the "
    "pointer reads"
)


def controls(spec: dict[str, Any]) -> list[Control]:
    """Return the controls that a chart offers, in their order.

    Each has its signal in Vega, its name in addresses, the words beside it, its kind and its value
    at the start; a `select` its options, a `range` its ends and its step.
    """
    made = []
    for param in spec.get("params", []):
        for field, bind in _bindings(param):
            start = param.get("value", None)
            if isinstance(start, list):
                start = start[0] if start else None
            start = start.get(field) if isinstance(start, dict) else start
            kind = {"radio": "select"}.get(bind["input"], bind["input"])
            signal = f"{param['name']}_{field}" if field else str(param["name"])
            control: Control = {
                "signal": signal,
                "name": str(param["name"]).removeprefix(SWITCH)
                + (f"-{field}" if _many(param) else ""),
                "label": str(bind["name"]).strip().removesuffix(":"),
                "kind": kind,
            }
            if kind == "checkbox":
                control["value"] = bool(start)
            elif kind == "select":
                options = list(bind["options"])
                if start is None and None not in options:
                    options.insert(0, None)
                words = bind.get("labels") or [_said(option) for option in bind["options"]]
                words = [*[EVERYTHING] * (len(options) - len(words)), *words]
                control["options"] = [
                    {"value": json.dumps(option, ensure_ascii=False), "label": str(said)}
                    for option, said in zip(options, words, strict=True)
                ]
                control["value"] = json.dumps(start, ensure_ascii=False)
            else:
                control |= {end: bind[end] for end in ("min", "max")}
                control |= {"step": bind.get("step", 1), "value": start}
            made.append(control)
    return made


def faults(spec: dict[str, Any]) -> Iterator[str]:
    """Say which parameters of a chart could not work on a page, and what to use instead."""
    for unit in _units(spec):
        for param in unit.get("params", []):
            yield from _param_faults(param)


def _param_faults(param: dict[str, Any]) -> Iterator[str]:
    name, bind, select = param["name"], param.get("bind"), param.get("select")
    kind = select.get("type") if isinstance(select, dict) else select
    if kind == "interval":
        yield (
            f'the selection "{name}" needs the pointer\'s place on the drawing, which a drawing '
            f"that is scaled to each screen does not know: {INSTEAD}."
        )
        return
    if isinstance(bind, str):
        yield (f'bind="{bind}" of "{name}" can\'t be worked by touch or by keyboard: {INSTEAD}.')
        return
    for field, each in _bindings(param):
        kind = each.get("input")
        if kind not in OFFERED:
            yield f'"{name}" is bound to a "{kind}" input, which pages do not have: {INSTEAD}.'
        elif not str(each.get("name", "")).strip():
            yield f'the control of "{name}" has no words: give its binding `name="…"`.'
        elif kind in ("radio", "select") and not each.get("options"):
            yield f'the control "{each["name"]}" has no options: give its binding `options=[…]`.'
        elif kind == "range" and not {"min", "max"} <= set(each):
            yield f'the control "{each["name"]}" has no ends: give its binding `min=…, max=…`.'
        elif kind == "range" and not isinstance(param.get("value"), int | float) and not field:
            yield f'the control "{each["name"]}" has no start: give the parameter `value=…`.'
        elif (
            kind in ("radio", "select")
            and not field
            and param.get("value") not in [*each["options"]]
        ):
            yield (
                f'the control "{each["name"]}" starts at {_said(param.get("value"))}, which is '
                "none of its options: give the parameter one of them as `value=…`."
            )


def _bindings(param: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the bindings of a parameter, each with its field if it is a selection's."""
    bind, select = param.get("bind"), param.get("select")
    if not isinstance(bind, dict):
        return
    if select is None:
        yield "", bind
        return
    fields = select.get("fields", []) if isinstance(select, dict) else []
    if "input" in bind:
        yield from ((field, bind) for field in fields)
    else:
        yield from bind.items()


def _many(param: dict[str, Any]) -> bool:
    return len([*_bindings(param)]) > 1


def _units(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield spec
    for part in ("layer", "hconcat", "vconcat", "concat"):
        for child in spec.get(part, []):
            yield from _units(child)
    if isinstance(spec.get("spec"), dict):
        yield from _units(spec["spec"])


def _said(value: Any) -> str:
    return EVERYTHING if value is None else str(value)
