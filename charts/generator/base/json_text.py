"""Finds the places of keys in a JSON text, so that mistakes are reported with their line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_SKIP = re.compile(r"[\s,:]*")
_DECODER = json.JSONDecoder()


def place(text: str, *path: str | int, start: int = 0) -> tuple[int, int]:
    """Return the line and column of a key, or of an item of a list, in valid JSON.

    Of a path that does not exist, the last part that does is the place. The path begins at the
    value that begins at `start`.

    >>> place('{"resources": [{"name": "rain"}]}', "resources", 0, "name")
    (1, 17)
    """
    found = value = _after(text, start)
    for step in path:
        there = next((rest for name, *rest in _parts(text, value) if name == step), None)
        if there is None:
            break
        found, value = there
    before = text[:found]
    return before.count("\n") + 1, found - before.rfind("\n")


def items(text: str, key: str) -> list[int]:
    """Return where each item begins of the list that the top level of valid JSON has under a key.

    >>> items('{"numbers": [1, 20, 3]}', "numbers")
    [13, 16, 20]
    """
    for name, _, value in _parts(text, _after(text, 0)):
        if name == key:
            return [begins for _, begins, _ in _parts(text, value)]
    return []


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
