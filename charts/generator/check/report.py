"""What a check found, of a whole explainer and of one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from charts.generator.base.problems import Problem

if TYPE_CHECKING:
    from charts.generator.pages.evaluator import Evaluator


@dataclass(frozen=True)
class CheckReport:
    """What is wrong, and what is out of date or new data will make wrong; each sorted by place.

    `evaluator` has the pages as they were checked, so that a build can use them.
    """

    problems: list[Problem]
    warnings: list[Problem] = field(default_factory=list)
    evaluator: Evaluator | None = None


@dataclass(frozen=True)
class PageReport:
    """What the check of a page found, and what the check of the other pages needs to know of it.

    `idle` are sources and exceptions that the page does not use, which count only where nothing
    else is wrong. `charts` are those that it shows; `names` those of its facts and claims.
    """

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    idle: tuple[Problem, ...] = ()
    charts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
