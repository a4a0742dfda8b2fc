"""Makes the formula of a new fact or claim from what the command line gives, and asks for the rest.

Nothing is asked where nobody can answer: without a terminal, what is missing is named instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import click

from charts.generator.author.formula_forms import (
    GAPS,
    PERIODS,
    Form,
    form,
    listed,
    period_fault,
    share_fault,
    with_value,
)
from charts.generator.author.listing import aligned, fitting_series, terminal_width
from charts.generator.author.new_formula import described
from charts.generator.author.series import columns, left_open, reach
from charts.generator.base.problems import MistakeError, pointed, unknown
from charts.generator.numbers.expressions import FormulaError, Name, Number, parse
from charts.generator.project import Project

Given = Mapping[str, str]  # what is given, by option
Fault = Callable[[str], str]  # says what is wrong with an answer; nothing where all is well

MOST = 12  # values of a column that are listed in a question


def missing(kind: str, given: Given) -> list[str]:
    """Return the options that are still needed, in the order of the questions.

    Raises:
        MistakeError: if there is no such form.
    """
    first = [option for option in ("series", "form") if option not in given]
    if "form" not in given:
        return first
    chosen = form(kind, given["form"])
    return [*first, *(gap for gap in _gaps(chosen, given) if gap not in {*given, "series"})]


def made(project: Project, kind: str, given: Given) -> str:
    """Return the formula of a form with all its gaps filled.

    Raises:
        MistakeError: if something given is wrong, or does not belong to the form.
    """
    chosen = form(kind, given["form"])
    gaps = _gaps(chosen, given)
    for option, text in given.items():
        if option == "form":
            continue
        if option not in gaps:
            takes = " and ".join(f"--{each}" for each in gaps)
            raise MistakeError(f'the form "{chosen.name}" has no --{option}; it takes {takes}.')
        if fault := _fault(project, option, text):
            raise MistakeError(f"--{option}: {fault}")
    first, last = given.get("from", ""), given.get("to", "")
    if first[:1].isdigit() and last[:1].isdigit() and first > last:
        raise MistakeError(f"--from {first} does not come before --to {last}.")
    return chosen.filled({option: text for option, text in given.items() if option in gaps})


def asked(project: Project, kind: str, given: Given) -> str:
    """Return the formula of a form, asking in the terminal for everything that is not given.

    What can't be computed is said, and asked again with another form.

    Raises:
        MistakeError: if something given is wrong.
        click.Abort: if the person stops.
    """
    for option, text in given.items():
        if option != "form" and (fault := _fault(project, option, text)):
            raise MistakeError(f"--{option}: {fault}")
    answers = dict(given)
    if "series" not in answers:
        _show_series(project)
        answers["series"] = _series(project, "Series")
    while True:
        attempt = dict(answers)
        if "form" not in attempt:
            click.echo()
            click.echo("\n".join(aligned(listed(kind), terminal_width())))
            attempt["form"] = _until("Form", partial(_form_fault, kind))
        _ask_gaps(project, form(kind, attempt["form"]), attempt)
        try:
            formula = made(project, kind, attempt)
            value, says = described(project, kind, formula)
        except MistakeError as error:
            if missing(kind, given) == []:
                raise
            click.echo(
                f"\n{_sentence(str(error))}\n\nChoose again; Ctrl+C ends this and writes nothing.",
                err=True,
            )
            answers.pop("form", None)
            continue
        click.echo(f"\n  {formula}\n  {value}\n  {says}\n")
        if click.confirm(f"Write this {kind}?", default=True):
            return formula
        answers.pop("form", None)


def _gaps(chosen: Form, given: Given) -> list[str]:
    """Return the options that a form takes: without those of its window, if none is given."""
    window = {"from", "to"} & given.keys()
    return chosen.gaps(whole=bool(chosen.short) and not window)


def _form_fault(kind: str, text: str) -> str:
    try:
        form(kind, text)
    except MistakeError as error:
        return str(error)
    return ""


def _fault(project: Project, option: str, text: str) -> str:
    """Say what is wrong with what was given for an option; nothing where all is well."""
    if option in PERIODS:
        return period_fault(text)
    if option == "share":
        return share_fault(text)
    try:
        node = parse(text)
        if isinstance(node, Name) and node.name not in project.ledger.writer.names:
            return unknown("series", text, project.ledger.series or columns(project))
        if option == "other" and isinstance(node, Number):
            return ""
        project.ledger.items(text)
    except FormulaError as error:
        return "\n".join([str(error), *pointed(text, error.at, 100)])
    except MistakeError as error:
        return str(error)
    return ""


# Questions --------------------------------------------------------------------------------------


def _show_series(project: Project) -> None:
    rows = fitting_series(project, [])
    if rows:
        click.echo("\n".join(aligned(rows, terminal_width())))
        click.echo("\nA series of this list, a word to search it for, or a DATASET.COLUMN.")
    else:
        click.echo("\n".join(columns(project)))


def _series(project: Project, question: str, option: str = "series") -> str:
    """Ask for a series, and for the value of each of its columns that tells rows apart."""
    while True:
        text = click.prompt(question).strip()
        fault = _fault(project, option, text)
        found = fitting_series(project, text.lower().split()) if fault else []
        if found:
            click.echo("\n".join(aligned(found, terminal_width())))
        elif fault:
            click.echo(_sentence(fault), err=True)
        else:
            return _narrowed(project, text)


def _narrowed(project: Project, series: str) -> str:
    if isinstance(parse(series), Number):
        return series
    while open_keys := left_open(project, series):
        key, values = next(iter(open_keys.items()))
        few = ", ".join(values[:MOST]) + (
            f" and {len(values) - MOST} more" if values[MOST:] else ""
        )
        click.echo(f"\nIt has several values of {key}: {few}.")
        chosen = _until(f"Which {key}", partial(_unknown_values, key, values))
        series = with_value(series, key, chosen)
    return series


def _unknown_values(key: str, values: Iterable[str], text: str) -> str:
    for each in text.split("|"):
        if each.strip() not in values:
            return unknown(key, each.strip(), values)
    return ""


def _ask_gaps(project: Project, chosen: Form, answers: dict[str, str]) -> None:
    """Ask for what a form still needs, and note it among the answers."""
    first, last = reach(project, answers["series"])
    dates = f" ({first} to {last})" if first else ""
    for option in chosen.gaps():
        if option in answers:
            continue
        question = GAPS[option][1][:1].upper() + GAPS[option][1][1:]
        if option == "other":
            answers[option] = _series(project, question, option)
        elif chosen.short and option == "from":
            text = _until(f"{question}{dates}; Enter for all", _period_or_nothing, empty=True)
            if text:
                answers[option] = text
        elif not chosen.short or option != "to" or "from" in answers:
            hint = dates if option in PERIODS else ""
            answers[option] = _until(f"{question}{hint}", partial(_fault, project, option))


def _period_or_nothing(text: str) -> str:
    return period_fault(text) if text else ""


def _until(question: str, fault: Fault, *, empty: bool = False) -> str:
    """Ask until the answer has no fault."""
    while True:
        answer: str = click.prompt(
            question, default="" if empty else None, show_default=False
        ).strip()
        said = fault(answer)
        if not said:
            return answer
        click.echo(_sentence(said), err=True)


def _sentence(text: str) -> str:
    """Return a text with its first letter as a capital, unless it begins with a name or a path."""
    return re.sub(r"^[a-z]+(?= )", lambda word: word[0].capitalize(), text)
