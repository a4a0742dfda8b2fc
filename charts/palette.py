"""Reads the charts' colours out of the style sheet, where they stand once for light and dark."""

from __future__ import annotations

import re
from pathlib import Path

from charts.problems import ProblemsError, problem

Palette = dict[str, str]

VARIABLE = re.compile(r"var\((--chart-[\w-]+)\)")

_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"(--chart-[\w-]+):\s*(#[0-9a-fA-F]{3,8})\s*[;}]?")


def load(style: Path) -> dict[str, Palette]:
    """Return the colours by scheme ("default" is light, "slate" is dark) and variable name.

    Raises:
        ProblemsError: where the style sheet is missing, or a colour has no dark twin.
    """
    if not style.exists():
        message = "the style sheet is missing; it holds the colours of the charts (--chart-…)."
        raise ProblemsError([problem(style, message)])
    text = style.read_text(encoding="utf-8")
    palettes: dict[str, Palette] = {"default": {}, "slate": {}}
    for selector, body in _BLOCK.findall(text):
        # A block inside @media print repeats colours for paper; the first one counts.
        scheme = "slate" if "slate" in selector else "default"
        for name, colour in _COLOUR.findall(body):
            palettes[scheme].setdefault(name, colour)
    lonely = sorted(set(palettes["default"]) ^ set(palettes["slate"]))
    if lonely:
        message = f"{', '.join(lonely)}: give each colour a value in both light and dark (slate)."
        raise ProblemsError([problem(style, message)])
    return palettes


def resolve(text: str, palette: Palette) -> str:
    """Replace `var(--chart-…)` by colours, for pictures that no style sheet reaches."""
    return VARIABLE.sub(lambda match: palette[match[1]], text)
