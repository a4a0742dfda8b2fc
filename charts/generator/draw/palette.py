"""The charts' colours, light and dark, from the theme's style sheet and an explainer's settings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from charts.generator.base.files import THEME

Palette = dict[str, str]

STYLE = THEME / "assets" / "style.css"
SCHEMES = {"default": "light", "slate": "dark"}  # names in the style sheet: names in the settings

VARIABLE = re.compile(r"var\((--chart-[\w-]+)\)")

_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"(--chart-[\w-]+):\s*(#[0-9a-fA-F]{3,8})\s*[;}]?")


def load(colours: Mapping[str, Mapping[str, str]]) -> dict[str, Palette]:
    """Return the colours by scheme ("default" is light, "slate" is dark) and variable name.

    Args:
        colours: an explainer's own colours by name, each with the shades `light` and `dark`.
    """
    palettes: dict[str, Palette] = {scheme: {} for scheme in SCHEMES}
    for selector, body in _BLOCK.findall(STYLE.read_text(encoding="utf-8")):
        # A block inside @media print repeats colours for paper; the first one counts.
        scheme = "slate" if "slate" in selector else "default"
        for name, colour in _COLOUR.findall(body):
            palettes[scheme].setdefault(name, colour)
    for scheme, shade in SCHEMES.items():
        palettes[scheme] |= {f"--chart-{name}": colours[name][shade] for name in colours}
    return palettes


def css(colours: Mapping[str, Mapping[str, str]]) -> str:
    """Return an explainer's own colours as CSS, to be loaded after the theme's style sheet.

    They apply wherever the theme sets its own: in light and dark, in the dark of a reader without
    scripts, and on paper.
    """

    def block(scheme: str, shade: str) -> str:
        lines = [f"--chart-{name}: {colours[name][shade]};" for name in colours]
        return f'[data-md-color-scheme="{scheme}"] {{ {" ".join(lines)} }}\n'

    return (
        block("default", "light")
        + block("slate", "dark")
        + "@media screen and (scripting: none) and (prefers-color-scheme: dark) "
        + f"{{ {block('default', 'dark')}}}\n@media print {{ {block('slate', 'light')}}}\n"
    )


def resolve(text: str, palette: Palette) -> str:
    """Replace `var(--chart-…)` with colours, for pictures that no style sheet reaches."""
    return VARIABLE.sub(lambda match: palette[match[1]], text)
