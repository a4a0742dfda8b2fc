"""Facts, claims and findings as an explainer's modules write them: functions with a mark.

The modules in `charts/facts/` mark plain functions with `@fact`, `@claim` and `@finding`. A
parameter has the name of the dataset that the function reads, as a test's has that of a fixture.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from charts.generator.base.problems import problem

Function = Callable[..., Any]

STATED = "stated"  # the parameter of a finding that asks for the number that the text states


@dataclass(frozen=True)
class Entry:
    """A fact, claim or finding as written in a module of `charts/facts/`."""

    kind: str
    name: str
    says: str
    format: str
    function: Function
    path: Path
    line: int

    @property
    def place(self) -> str:
        """Return where it is written: file and line."""
        return str(problem(self.path, "", self.line)).removesuffix(":1: ")

    @property
    def datasets(self) -> list[str]:
        """Return the names of the datasets that it reads."""
        return [name for name in self.parameters if name != STATED]

    @cached_property
    def parameters(self) -> list[str]:
        """Return the names of its parameters: datasets, and for a finding the stated number."""
        return list(inspect.signature(self.function).parameters)


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
    place = (Path(code.co_filename), code.co_firstlineno)
    function.entry = Entry(kind, name or function.__name__, says, format_name, function, *place)  # type: ignore[attr-defined]
    return function
