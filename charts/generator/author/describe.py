"""Asks for what only a person knows of a dataset, and writes it into `datapackage.json`.

Who publishes the numbers, where, when, under which licence and in which unit: no file says all of
it, and none of it may be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import click

from charts.generator.author.plan import Plan
from charts.generator.base import called
from charts.generator.base.blanks import is_blank, what
from charts.generator.base.clock import today
from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data import csv_import, datasets, header_units, licences
from charts.generator.data.intake import option
from charts.generator.data.terms import PROCESSING
from charts.generator.data.validation import DATAPACKAGE, DATES
from charts.generator.project import Project

Resource = dict[str, Any]

_OWN = ("title", "processing", "vintage")  # what a resource itself states under these names
# What a person says of a dataset beside the units, for as long as it is that dataset.
_SAID = (*_OWN, "basis", "caveats", "grade", "sources", "licenses")
FEW = 3  # units that are each named in the command that is proposed


@dataclass(frozen=True)
class Answers:
    """What a person says of a dataset; each is an option of `charts describe`."""

    title: str = ""
    processing: str = ""
    publisher: str = ""
    address: str = ""
    vintage: str = ""
    licence: str = ""
    units: Mapping[str, str] = field(default_factory=dict)  # by column, or by a pattern of columns

    @property
    def any(self) -> bool:
        """Return whether anything is said."""
        return self != Answers()

    @property
    def options(self) -> list[str]:
        """Return it as a person types it."""
        texts = {"title": self.title, "processing": self.processing, "publisher": self.publisher,
                 "address": self.address, "vintage": self.vintage,
                 "licence": self.licence}  # fmt: skip
        found = [option(name, text) for name, text in texts.items() if text]
        return found + [option("unit", f"{column}={unit}") for column, unit in self.units.items()]


def described(project: Project, name: str, said: Answers) -> Plan:
    """Plan what a person says of a dataset.

    Raises:
        MistakeError: if there is no such dataset, or an answer can't be right.
    """
    package, number = _package(project, name)
    package["resources"][number] = filled(package["resources"][number], said)
    plan = Plan(changed={project.data / DATAPACKAGE: csv_import.written(package)}, did="Changed")
    plan.then = missing(package["resources"][number])
    return plan


def left(project: Project, name: str) -> list[str]:
    """Return what to print of a dataset that is in the explainer."""
    package, number = _package(project, name)
    return missing(package["resources"][number])


def missing(resource: Resource) -> list[str]:
    """Return what to print of a dataset: what only a person can still say, or what comes next."""
    name, open_ones = resource["name"], _open(resource)
    begin = f"Begin a chart of it: {called.command()} new chart NAME {name}"
    if not any(_is_drawn(each, resource) for each in resource["schema"]["fields"]):
        begin = "It has no column of numbers that a chart could draw."
    if not open_ones:
        return [f"Nothing is left to say of {name}. {begin}"]
    units = [each for each in open_ones if each.startswith("unit ")]
    shown = [each for each in open_ones if each not in units[FEW:]]
    blanks = " ".join(f'--{each}{"=" if each in units else " "}"…"' for each in shown)
    lines = [
        'Only you know these. One command fills them in; put what is true in place of each "…":',
        f"  {called.command()} describe {name} {blanks}",
    ]
    if "licence" in open_ones:
        known = ", ".join(licences.KNOWN)
        lines.append(
            f"The licence is one of {known}, or the name of the publisher's terms and their "
            'address, as in "Terms of use https://example.org/terms".'
        )
    if units[FEW:]:
        lines.append(
            f"In the same way, name the units of {', '.join(each[5:] for each in units[FEW:])}. "
            "A star stands for any letters: --unit '*_share=percent' names the unit of several "
            "columns, and --unit '*=' says that those left have none."
        )
    elif units:
        lines.append('Where there is no unit, leave it empty: --unit COLUMN="".')
    return [*lines, begin]


def _is_drawn(column: Mapping[str, Any], resource: Resource) -> bool:
    return "unit" in column and column["name"] not in resource["schema"]["primaryKey"]


def filled(resource: Resource, said: Answers) -> Resource:
    """Return a resource with what a person said.

    Raises:
        MistakeError: if an answer can't be right.
    """
    given = {key: text for key, text in vars(said).items() if key != "units" and text}
    for text in (*given.values(), *said.units.values()):
        if "…" in text or is_blank(text):
            raise MistakeError(f'put what is true in place of "{text}".')
    for key, text in given.items():
        if fault := _FAULTS.get(key, _no_fault)(text):
            raise MistakeError(fault)
    made = resource | {key: given[key] for key in _OWN if key in given}
    source = {"publisher": said.publisher, "path": said.address}
    if any(source.values()):
        (old,) = _only(resource, "sources")
        made["sources"] = [old | {key: text for key, text in source.items() if text}]
    if said.licence:
        _only(resource, "licenses")
        made["licenses"] = [licences.read(said.licence)]
    return made | {"schema": _with_units(resource["schema"], said.units)}


def kept(resource: Resource, old: Resource) -> Resource:
    """Return a dataset that was taken in anew, with what was said of it before."""
    said = {key: old[key] for key in _SAID if key in old}
    units = {each["name"]: each.get("unit") for each in old["schema"]["fields"]}
    fields = [
        each | {"unit": units[each["name"]]}
        if is_blank(each.get("unit")) and units.get(each["name"]) is not None
        else each
        for each in resource["schema"]["fields"]
    ]
    return resource | said | {"schema": resource["schema"] | {"fields": fields}}


def asked(project: Project, name: str) -> Answers:
    """Ask in the terminal for everything that is blank in a dataset.

    Enter leaves it blank; of a unit it says that there is none.
    """
    package, number = _package(project, name)
    answers: dict[str, str] = {}
    units: dict[str, str] = {}
    for asked_for, question in _open(package["resources"][number]).items():
        fault = _FAULTS.get(asked_for, _no_fault)
        text = _until(f"{question[:1].upper()}{question[1:]}", fault)
        if asked_for.startswith("unit "):
            units[asked_for.removeprefix("unit ")] = text
        else:
            answers[asked_for] = text
    return Answers(**answers, units=units)


def _open(resource: Resource) -> dict[str, str]:
    """Return the options that fill the blanks of a resource, each with what goes there."""
    source, licence = resource["sources"][0], resource["licenses"][0]
    texts = {
        "title": resource["title"],
        "processing": resource["processing"],
        "publisher": source.get("publisher"),
        "address": source.get("path"),
        "vintage": resource["vintage"],
        "licence": licence.get("title"),
    }
    texts |= {f"unit {each['name']}": each.get("unit") for each in resource["schema"]["fields"]}
    return {each: what(text) for each, text in texts.items() if is_blank(text)}


def _with_units(schema: Mapping[str, Any], said: Mapping[str, str]) -> Resource:
    """Return a schema with units: of columns that are named, and of blanks that fit a pattern."""
    fields = [dict(each) for each in schema["fields"]]
    for pattern, unit in said.items():
        named = [each for each in fields if each["name"] == pattern]
        fits = [e for e in fields if is_blank(e.get("unit")) and fnmatchcase(e["name"], pattern)]
        known = any(fnmatchcase(each["name"], pattern) for each in fields)
        if not known:
            raise MistakeError(unknown("column", pattern, [each["name"] for each in fields]))
        for each in named or fits:
            each["unit"] = header_units.unit(unit) or unit
    return {**schema, "fields": fields}


def _package(project: Project, name: str) -> tuple[dict[str, Any], int]:
    """Return the package of an explainer, and the number of a dataset in it."""
    package = datasets.read_package(project.data)
    names = [str(resource.get("name")) for resource in package["resources"]]
    if name not in names:
        raise MistakeError(unknown("dataset", name, names))
    return package, names.index(name)


def _only(resource: Resource, key: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = resource[key]
    if len(items) != 1:
        raise MistakeError(
            f'dataset "{resource["name"]}" has several {key}; write them in {DATAPACKAGE}.'
        )
    return items


# Answers ----------------------------------------------------------------------------------------


def _vintage_fault(text: str) -> str:
    if not re.fullmatch(DATES["vintage"], text):
        return f'write the vintage as a month, such as {today():%Y-%m}; found "{text}".'
    if text > f"{today():%Y-%m}":
        return f"the vintage {text} lies ahead; in which month did the publisher serve the file?"
    return ""


def _address_fault(text: str) -> str:
    if text.startswith(("https://", "http://")):
        return ""
    return f'the address should begin with https://; found "{text}".'


def _licence_fault(text: str) -> str:
    try:
        licences.read(text)
    except MistakeError as error:
        return str(error)
    return ""


def _processing_fault(text: str) -> str:
    return "" if text in PROCESSING else unknown("way", text, PROCESSING)


def _no_fault(text: str) -> str:
    return ""


_FAULTS: dict[str, Callable[[str], str]] = {
    "vintage": _vintage_fault,
    "address": _address_fault,
    "licence": _licence_fault,
    "processing": _processing_fault,
}


def _until(question: str, fault: Callable[[str], str]) -> str:
    """Ask until the answer has no fault; nothing is an answer too."""
    while True:
        answer: str = click.prompt(question, default="", show_default=False).strip()
        said = fault(answer) if answer else ""
        if not said:
            return answer
        click.echo(f"{said[:1].upper()}{said[1:]}", err=True)
