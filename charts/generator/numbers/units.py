"""Reads units as schemas write them, such as "USD million" and "thousand barrels per day"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
RATIO = "ratio"


@dataclass(frozen=True)
class Unit:
    """A unit as its size and what it measures.

    `scale` is the size: a million for "USD million", a hundredth for "percent". `top` and `bottom`
    say what is measured, each name with its power: barrels over days. Ratios measure nothing.
    """

    scale: float
    top: tuple[str, ...]
    bottom: tuple[str, ...]

    @property
    def measures(self) -> str:
        """Return what it measures: "barrels per day"; empty for ratios and plain numbers."""
        top = " ".join(self.top)
        return " per ".join([top or "one", *self.bottom]) if self.bottom else top

    def times(self, other: Unit) -> Unit:
        """Return the unit of a product."""
        top, bottom = [*self.top, *other.top], [*self.bottom, *other.bottom]
        for name in list(top):
            one = next((each for each in bottom if _singular(each) == _singular(name)), None)
            if one is not None:
                top.remove(name)
                bottom.remove(one)
        return Unit(self.scale * other.scale, tuple(sorted(top)), tuple(sorted(bottom)))

    @property
    def inverse(self) -> Unit:
        """Return the unit of one divided by a quantity of this one."""
        return Unit(1 / self.scale, self.bottom, self.top)


@cache
def read(unit: str) -> Unit:
    """Return a unit by its name; a name without a known scale is a unit of its own."""
    if unit in ("", RATIO):
        return Unit(1, (), ())
    if unit == "percent":
        return Unit(0.01, (), ())
    top, *bottom = unit.split(" per ")
    scale = 1.0
    words = []
    for word in top.split():
        if word in SCALES:
            scale *= SCALES[word]
        else:
            words.append(word)
    return Unit(scale, tuple(filter(None, [" ".join(words)])), tuple(bottom))


def same_measure(one: str, other: str) -> bool:
    """Return whether quantities of two units can be compared and added."""
    return read(one).measures == read(other).measures


def combined(one: str, other: str, *, divide: bool) -> tuple[str, float]:
    """Return the unit of a product or quotient, and what its number is to be multiplied by.

    A percentage of millions of dollars is millions of dollars, times 0.01. Where neither unit can
    stay, the new one has no scale: thousands of barrels at dollars a barrel are dollars.
    """
    if one == other and divide:
        return RATIO, 1.0
    made = read(one).times(read(other).inverse if divide else read(other))
    if not made.measures:
        return RATIO, made.scale
    for name in (one, other):
        if read(name).measures == made.measures:
            return name, made.scale / read(name).scale
    return made.measures, made.scale


def _singular(name: str) -> str:
    return re.sub(r"s$", "", name)
