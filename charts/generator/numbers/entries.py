"""Facts, claims and findings: formulas of editors, and functions of an explainer's modules.

The modules in `charts/facts/` mark plain functions with `@fact`, `@claim` and `@finding`. A
parameter has the name of the dataset that the function reads, as a test's has that of a fixture.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from charts.generator.base.problems import problem
from charts.generator.numbers.expressions import Node

Function = Callable[..., Any]

STATED = "stated"  # the parameter of a finding that asks for the number that the text states


@dataclass(frozen=True)
class Entry:
    """A fact, claim or finding: a formula, or a function of a module of `charts/facts/`.

    `says` is a sentence about what it is; the machine's own where it is a formula.
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
    now: Node | None = None  # the second test of a finding, on the latest data
    page: str = ""  # the only page on which the name means it; empty for all
    reads: tuple[str, ...] = ()  # the datasets of a formula
    function: Function | None = None

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


def fact(format: str = "") -> Callable[[Function], Function]:
    """Mark a function as a fact; `format` names how its number is written (see `formats`)."""
    if not isinstance(format, str):
        raise TypeError("write @fact(), with brackets")
    return lambda function: _mark(function, "fact", format)


def claim(function: Function) -> Function:
    """Mark a function as a claim: it returns whether the words bound to it are true."""
    return _mark(function, "claim", "")


def finding(id: str) -> Callable[[Function], Function]:
    """Mark a function as the test of a text's claim (see `findings`), by the claim's id."""
    if not isinstance(id, str):
        raise TypeError('write @finding("ID"), with the id of a claim')
    return lambda function: _mark(function, "finding", "", id)


def _mark(function: Function, kind: str, format_name: str, name: str = "") -> Function:
    says = inspect.cleandoc(function.__doc__ or "").split("\n")[0]
    code = function.__code__
    function.entry = Entry(  # type: ignore[attr-defined]
        kind,
        name or function.__name__,
        says,
        format_name,
        Path(code.co_filename),
        code.co_firstlineno,
        function=function,
    )
    return function
