"""Looks at series, which formulas are about: the columns that they leave open, and an example."""

from __future__ import annotations

from charts.generator.author.formula_forms import with_condition, with_value
from charts.generator.base.problems import MistakeError
from charts.generator.data.datasets import NUMBERS
from charts.generator.numbers.cells import PERIOD
from charts.generator.numbers.expressions import parse
from charts.generator.project import Project


def columns(project: Project) -> list[str]:
    """Return the columns of numbers of all datasets, as formulas name them."""
    return [
        f"{name}.{field.name}"
        for name, dataset in project.datasets.items()
        for field in dataset.fields.values()
        if field.type in NUMBERS and field.name not in dataset.key
    ]


def left_open(project: Project, series: str) -> dict[str, list[str]]:
    """Return the columns that tell the cells of one period of a series apart, with their values.

    Raises:
        MistakeError: if the formula can't be parsed or computed.
    """
    found = project.ledger.items(series)
    fixed = project.ledger.writer.fixed(parse(series))
    keys = [key for key in sorted(found.free - {PERIOD}) if key not in fixed]
    values = {key: list(dict.fromkeys(i.keys.get(key, "") for i in found.items)) for key in keys}
    return {key: several for key, several in values.items() if len(several) > 1}


def reach(project: Project, series: str) -> tuple[str, str]:
    """Return the first and last period of a series; empty where its cells have none."""
    try:
        found = project.ledger.items(series)
    except MistakeError:
        return "", ""
    periods = sorted(filter(None, (item.period for item in found.items)))
    return (periods[0], periods[-1]) if periods else ("", "")


def narrowed(project: Project, series: str) -> str:
    """Return a series with a value for each column that it leaves open, one of the latest period.

    Raises:
        MistakeError: if the formula can't be parsed or computed.
    """
    while keys := left_open(project, series):
        last = max(project.ledger.items(series).items, key=lambda item: item.period)
        key = next(iter(keys))
        series = with_value(series, key, last.keys.get(key, ""))
    return series


def latest(project: Project, series: str) -> str:
    """Return a formula for the latest number of a series, as an example to copy.

    Raises:
        MistakeError: if the formula can't be parsed or computed.
    """
    single = narrowed(project, series)
    return with_condition(single, "latest") if reach(project, single)[1] else single
