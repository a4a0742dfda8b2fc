"""Facts, claims and findings: formulas of editors, and functions of an explainer's modules.

The modules in `charts/facts/` mark plain functions with `@fact`, `@claim` and `@finding`. A
parameter has the name of the dataset that the function reads, as a test's has that of a fixture.
The mark declares the series and the window that it reads; see `declared`.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from charts.generator.base.problems import problem
from charts.generator.numbers.expressions import Node

Function = Callable[..., Any]

STATED = "stated"  # the parameter of a finding that asks for the number that the text states


UNDECLARED = ("", "")  # a window that nobody has given

Window = tuple[str, str] | None


@dataclass(frozen=True)
class Declared:
    """What an entry is about: its series, the first and last period, and where they go."""

    series: tuple[str, ...] = ()
    window: Window = UNDECLARED
    direction: str = ""


@dataclass(frozen=True)
class Entry:
    """A fact, claim or finding: a formula, or a function of a module of `charts/facts/`.

    `says` is a sentence about what it is: the machine's own where it is a formula, and else the
    docstring, with what is `declared` filled in.
    """

    kind: str
    name: str
    says: str
    format: str = ""
    path: Path | None = None
    line: int = 0
    column: int = 1
    formula: str = ""
    node: Node | None = None
    second: Node | None = None  # a second test of a finding, and what it says: "now" or "part"
    role: str = ""
    page: str = ""  # the only page on which the name means it; empty for all
    reads: tuple[str, ...] = ()  # the datasets of a formula
    function: Function | None = None
    declared: Declared = field(default_factory=Declared)

    @property
    def place(self) -> str:
        """Return where it is written: file and line; empty where a page has it in a macro."""
        return str(problem(self.path, "", self.line)).removesuffix(":1: ") if self.path else ""

    @property
    def anchor(self) -> str:
        """Return the name of its line among the claims."""
        return slug(f"claim-{self.name}") if self.formula == self.name else f"claim-{self.name}"

    @property
    def datasets(self) -> list[str]:
        """Return the names of the datasets that it reads."""
        return [*self.reads] or [name for name in self.parameters if name != STATED]

    @cached_property
    def parameters(self) -> list[str]:
        """Return the names of a function's parameters."""
        return list(inspect.signature(self.function).parameters) if self.function else []


def slug(text: str) -> str:
    """Return a text as an anchor; a formula has a few digits of its hash, to be told apart."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return f"{plain[:60].strip('-')}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def fact(
    format: str = "",
    *,
    series: Sequence[str] = (),
    window: Window = UNDECLARED,
    direction: str = "",
) -> Callable[[Function], Function]:
    """Mark a function as a fact.

    Args:
        format: how its number is written (see `formats`).
        series: what it reads, as formulas name it: "sales", "prices_annual.wheat".
        window: the first and the last period that it reads; None for all.
        direction: "falls" or "rises" where the words say that the series do, over the window.
    """
    if not isinstance(format, str):
        raise TypeError('write @fact(series=["…"], window=…), with what it reads')
    declared = _declared(series, window, direction)
    return lambda function: _mark(function, "fact", declared, format)


def claim(
    bare: None = None,
    /,
    *,
    series: Sequence[str] = (),
    window: Window = UNDECLARED,
    direction: str = "",
) -> Callable[[Function], Function]:
    """Mark a function as a claim: it returns whether the words bound to it are true.

    Args:
        bare: what Python gives it where its brackets are forgotten.
        series: what it reads, as formulas name it.
        window: the first and the last period that it reads; None for all.
        direction: "falls" or "rises" where the words say that the series do, over the window.
    """
    if bare is not None:
        raise TypeError('write @claim(series=["…"], window=…), with what it reads')
    declared = _declared(series, window, direction)
    return lambda function: _mark(function, "claim", declared)


def finding(
    id: str, *, series: Sequence[str] = (), window: Window = UNDECLARED
) -> Callable[[Function], Function]:
    """Mark a function as the test of a text's claim (see `findings`), by the claim's id.

    Args:
        id: the id of the claim.
        series: what it reads, as formulas name it.
        window: the first and the last period that it reads; None for all.
    """
    if not isinstance(id, str):
        raise TypeError('write @finding("ID"), with the id of a claim')
    declared = _declared(series, window)
    return lambda function: _mark(function, "finding", declared, "", id)


def _declared(series: Sequence[str], window: Window, direction: str = "") -> Declared:
    if isinstance(series, str):
        raise TypeError(f'write series=["{series}"], a list')
    return Declared(tuple(series), window, direction)


def _mark(
    function: Function, kind: str, declared: Declared, format_name: str = "", name: str = ""
) -> Function:
    # The first paragraph is the sentence; what follows is for programmers.
    says = " ".join(inspect.cleandoc(function.__doc__ or "").split("\n\n")[0].split())
    code = function.__code__
    function.entry = Entry(  # type: ignore[attr-defined]
        kind,
        name or function.__name__,
        says,
        format_name,
        Path(code.co_filename),
        code.co_firstlineno,
        function=function,
        declared=declared,
    )
    return function
