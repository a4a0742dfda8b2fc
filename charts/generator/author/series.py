"""Looks at series, which formulas are about: the columns that they leave open, and an example."""

from __future__ import annotations

from charts.generator.author.formula_forms import with_condition, with_value
from charts.generator.base.problems import MistakeError
from charts.generator.data.datasets import NUMBERS
from charts.generator.numbers.cells import PERIOD
from charts.generator.numbers.expressions import Name, Node, parse
from charts.generator.pages.content import Content
from charts.generator.project import Project


def with_names_of_pages(project: Project) -> Project:
    """Return the project with a ledger that has the names that pages define for themselves."""
    whole = Project(project.root)
    whole.__dict__ |= project.__dict__ | {"ledger": Content(project).ledger}
    return whole


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

    Those of the role `basis` come first and alone: without them nothing can be computed.

    Raises:
        MistakeError: if the formula can't be parsed or computed.
    """
    node = parse(series)
    fixed = _fixed(project, node)
    bases = {}
    for column in project.ledger.writer.columns(node):
        dataset = project.datasets.get(column.dataset)
        for key, role in (dataset.roles if dataset else {}).items():
            if dataset and role == "basis" and key not in {*fixed, dataset.period}:
                bases[key] = list(dict.fromkeys(dataset.columns[key]))
    if several := {key: values for key, values in bases.items() if len(values) > 1}:
        return several
    found = project.ledger.items(series)
    keys = [key for key in sorted(found.free - {PERIOD}) if key not in fixed]
    values = {key: list(dict.fromkeys(i.keys.get(key, "") for i in found.items)) for key in keys}
    return {key: several for key, several in values.items() if len(several) > 1}


def _fixed(project: Project, node: Node) -> set[str]:
    """Return the columns that a formula holds to a value, in what its names stand for too."""
    names = project.ledger.writer.names
    found = set(project.ledger.writer.fixed(node))
    for part in node.walk():
        if isinstance(part, Name) and part.name in names:
            found |= _fixed(project, names[part.name].node)
    return found


def reach(project: Project, series: str) -> tuple[str, str]:
    """Return the first and last period of a series; empty where its cells have none."""
    try:
        found = project.ledger.items(series)
    except MistakeError:
        try:
            found = project.ledger.items(narrowed(project, series))
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
        key, values = next(iter(keys.items()))
        try:
            items = project.ledger.items(series).items
        except MistakeError:
            value = values[-1]
        else:
            value = max(items, key=lambda item: item.period).keys.get(key, "")
        series = with_value(series, key, value)
    return series


def latest(project: Project, series: str) -> str:
    """Return a formula for the latest number of a series, as an example to copy.

    Raises:
        MistakeError: if the formula can't be parsed or computed.
    """
    single = narrowed(project, series)
    return with_condition(single, "latest") if reach(project, single)[1] else single


def example(project: Project, dataset: str = "") -> str:
    """Return a series to show in a draft, of any dataset or of one; empty where there is none.

    The simplest comes first: one with a name, which leaves no column open.
    """
    named = [name for name in project.ledger.series if not dataset]
    own = [name for name in columns(project) if name.startswith(f"{dataset}." if dataset else "")]
    found = ""
    for each in [*named, *own]:
        try:
            single = narrowed(project, each)
            project.ledger.fact(latest(project, single))
        except MistakeError:
            continue
        if "'" in single or '"' in single:
            continue  # a macro has quotes around it
        if single == each:
            return single
        found = found or single
    return found


def comparison(project: Project, series: str) -> tuple[str, str]:
    """Return a test of a series that holds, and words for it; empty where its ends are equal."""
    first, last = reach(project, series)
    for sign, word in ((">", "higher"), ("<", "lower")):
        test = f"{with_condition(series, last)} {sign} {with_condition(series, first)}"
        if first and project.ledger.claim(test).holds:
            return test, f"was {word} at the end than at the beginning"
    return "", ""
