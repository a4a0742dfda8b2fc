"""Finds the places of keys in a JSON text, so that mistakes are reported with their line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_SKIP = re.compile(r"[\s,:]*")
_DECODER = json.JSONDecoder()


def place(text: str, *path: str | int) -> tuple[int, int]:
    """Return the line and column of a key, or of an item of a list, in valid JSON.

    Of a path that does not exist, the last part that does is the place.

    >>> place('{"resources": [{"name": "rain"}]}', "resources", 0, "name")
    (1, 17)
    """
    found = value = _after(text, 0)
    for step in path:
        there = next((rest for name, *rest in _parts(text, value) if name == step), None)
        if there is None:
            break
        found, value = there
    before = text[:found]
    return before.count("\n") + 1, found - before.rfind("\n")


def _parts(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield each key or number of an item, where it begins, and where its value begins."""
    kind, at, number = text[at : at + 1], _after(text, at + 1), 0
    while kind in ("{", "[") and text[at : at + 1] not in ("}", "]", ""):
        name: str | int = number
        begins = value = at
        if kind == "{":
            name, end = _DECODER.raw_decode(text, at)
            value = _after(text, end)
        yield name, begins, value
        at, number = _after(text, _DECODER.raw_decode(text, value)[1]), number + 1


def _after(text: str, at: int) -> int:
    """Return the offset of what comes after white space, commas and colons."""
    skipped = _SKIP.match(text, at)
    return skipped.end() if skipped else at
