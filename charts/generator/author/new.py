"""Starts a page, a chart, a dataset, a fact or a claim, and lists the blanks to fill in.

A new file is valid at once, but not ready to publish: each blank reads `FILL: what goes here`, and
the check reports every blank that is left. No existing file is ever overwritten.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from charts.generator.author import describe, series
from charts.generator.author.code_drafts import (
    bound,
    comment,
    decorator,
    example,
    filled,
    signature,
    with_import,
)
from charts.generator.author.describe import Answers
from charts.generator.author.drawings import drawing
from charts.generator.author.plan import Plan, finished, shown_path
from charts.generator.base import called, yaml_text
from charts.generator.base.blanks import blank, is_blank
from charts.generator.base.files import write_atomically
from charts.generator.base.problems import MistakeError, ProblemsError, problem, unknown
from charts.generator.base.settings import NavItem
from charts.generator.check.typed import figures
from charts.generator.data import csv_import, datasets, queries
from charts.generator.data.datasets import Dataset
from charts.generator.data.intake import Said, command, slug
from charts.generator.data.terms import PROCESSING
from charts.generator.data.validation import DATAPACKAGE
from charts.generator.draw.specs import SCREEN
from charts.generator.numbers.entries import STATED
from charts.generator.numbers.expressions import parse
from charts.generator.pages import citations
from charts.generator.pages.content import Content
from charts.generator.project import Project

_WORDS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # in an address
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")  # in code


# Drafts ----------------------------------------------------------------------------------------


def question(project: Project, name: str, today: date) -> Plan:
    """Plan a question page and its entry in the navigation."""
    path = _free_page(project, "questions", name)
    shown = series.example(project)
    node = parse(shown) if shown else None
    read = dict.fromkeys(c.dataset for c in project.ledger.writer.columns(node)) if node else {}
    texts = {"number": _number(project, shown), "claim": _claim(project, shown)}
    blank = '"FILL: name of a dataset or text that the page uses, one per line"'
    # The examples use them; a source that is missing is told of where it is used.
    texts["listed"] = "".join(f"  - {name}\n" for name in [*read] or [blank])
    page = filled("question.md", label=_label(name), today=today.isoformat(), **texts)
    plan = Plan({path: page})
    _add_to_navigation(plan, project, f"questions/{name}.md")
    return finished(plan)


def chart(
    project: Project,
    name: str,
    dataset: str,
    form: str = "",
    columns: Mapping[str, str] | None = None,
    shapes: Path | None = None,
) -> Plan:
    """Plan a chart: a module that draws a dataset, a page for its words, and a navigation entry.

    Args:
        project: the explainer.
        name: what pages will call it.
        dataset: what it draws.
        form: how, as in `chart_forms.FORMS`; by default as bars or a line.
        columns: columns of the dataset by what they are for in the form; others are found.
        shapes: the file with the shapes of a map.

    Raises:
        MistakeError: if the name is taken or not allowed, or the dataset can't be drawn.
    """
    path = _free_page(project, "charts", name)
    if not name[0].isalpha():
        raise MistakeError(f'"{name}" can\'t be the name of a chart: begin it with a letter.')
    module = project.gallery / f"{name.replace('-', '_')}.py"
    _must_be_new(module)
    draft = drawing(_dataset(project, dataset), form, columns, shapes)
    plan = Plan({module: draft.code}, then=[*draft.notes])
    if shapes and not (project.gallery / shapes.name).exists():
        plan.new[project.gallery / shapes.name] = shapes.read_text(encoding="utf-8")
    number = _number(project, series.example(project, dataset))
    plan.new[path] = filled(
        "chart.md",
        label=_label(name),
        name=name,
        dataset=dataset,
        number=number,
        subtitle=draft.subtitle,
        such=f", such as {draft.says}" if draft.says else "",
        allowed=_allowed(name),
    )
    _add_to_navigation(plan, project, f"charts/{name}.md")
    plan.then.append(f"See it while you edit its module: {called.command()} preview {name}")
    plan.then += _shown_on(project, name, dataset)
    return finished(plan)


def _allowed(name: str) -> str:
    """Return the lines by which a page may have numbers in its name, as in `co2-by-year`."""
    words = [word for word in _label_words(name).split() if any(figures.find(word))]
    return "".join(["allowed:\n", *(f"  {word}: a name\n" for word in words)]) if words else ""


def _shown_on(project: Project, name: str, dataset: str) -> list[str]:
    """Say how the page of a question shows a chart; nothing where there are no questions."""
    pages = sorted((project.docs / "questions").glob("*.md"))
    if not pages:
        return []
    return [
        f"Show it on the page of a question, such as {shown_path(pages[0])}: "
        f'write {{{{ chart("{name}") }}}} in a line of its own, '
        f"and add {dataset} to `sources` at the top of the page."
    ]


def _number(project: Project, shown: str) -> str:
    """Return an example of a number for a blank, from a series of the explainer."""
    return f", such as {{{{ fact('{series.latest(project, shown)}') }}}}" if shown else ""


def _claim(project: Project, shown: str) -> str:
    """Return an example of words that a test confirms for a blank."""
    test, words = series.comparison(project, shown) if shown else ("", "")
    bound = ", with comparisons in words bound to a test"
    return f"{bound}, such as {{{{ claim('{test}', '{words}') }}}}" if test else bound


def queried(
    project: Project, name: str, file: Path, reads: dict[str, str]
) -> tuple[Path, dict[str, Any]]:
    """Run the query of a new dataset, within the usual limits.

    Args:
        project: the explainer.
        name: what charts and facts will call the dataset.
        file: the text of the query, in the data folder.
        reads: the files of each table that it reads.

    Returns:
        The file with the rows, and what the dataset says of the query.
    """
    if not file.resolve().is_relative_to(project.data):
        raise MistakeError("keep the text of the query with the data: in data/queries/.")
    if not reads:
        raise MistakeError(
            "a query reads tables: name the files of each, as in --reads lines='$LAKE/*.parquet'."
        )
    query = {"path": file.resolve().relative_to(project.data).as_posix(), "reads": reads}
    try:
        made = queries.bounded_run(name, query, project.data)
    except queries.QueryError as error:
        raise ProblemsError([problem(error.path, str(error), error.line)]) from None
    rows = project.build / "queries" / f"{name}.csv"
    write_atomically(rows, made.csv)
    return rows, {**query, **made.record}


def dataset(
    project: Project,
    name: str,
    file: Path,
    today: date,
    said: Said = csv_import.NOTHING,
    query: dict[str, Any] | None = None,
    answers: Answers = Answers(),  # noqa: B008
    again: bool = False,
) -> Plan:
    """Plan a dataset from any table: the file in this project's form, and its description.

    Args:
        project: the explainer.
        name: what charts and facts will call it.
        file: a CSV or a workbook.
        today: the day of retrieval.
        said: what a person says of the file.
        query: what the dataset says of the query that made the file, if one did.
        answers: what a person says of the dataset.
        again: whether it takes the place of the dataset of that name, whose words it keeps.

    Raises:
        MistakeError: if the name is taken or not allowed, or an answer can't be right.
        ProblemsError: if the file is not a valid table; a DoubtsError if saying more makes it one.
    """
    _must_be_identifier("dataset", name)
    package = datasets.read_package(project.data)
    taken = dict.fromkeys((SCREEN, STATED), "a parameter")
    taken |= dict.fromkeys(citations.load(project.sources, {}), "a source")
    if name in taken:
        raise MistakeError(f'"{name}" is already the name of {taken[name]}; use another.')
    held = {str(resource.get("name")): resource for resource in package["resources"]}
    if again and name not in held:
        raise MistakeError(unknown("dataset", name, held))
    if name in held and not again:
        raise MistakeError(
            f'"{name}" is already the name of a dataset; use another, or add --again to take the '
            "file in once more in its place."
        )
    made = csv_import.read(name, file, today, said)
    path = project.data / f"{name}.csv"
    plan = Plan(did="Changed" if again else Plan.did)
    before = (project.data / DATAPACKAGE).read_text(encoding="utf-8")
    if again:
        plan.changed[path] = made.csv
        package["resources"].remove(held[name])
        before = csv_import.written(package)
    elif not (path.exists() and path.samefile(file) and path.read_bytes() == made.csv.encode()):
        _must_be_new(path)
        plan.new[path] = made.csv
    if query:
        made.resource["query"] = query
        made.resource["sources"][0]["title"] = ", ".join(query["reads"].values())
        made.resource["processing"] = blank("what the query did: reshaped or computed")
        made.resource["refresh"] = f"`python -m charts refresh {name}` runs its query"
    resource = describe.kept(made.resource, held[name]) if again else made.resource
    resource = describe.filled(resource, answers)
    package["resources"].append(resource)
    plan.changed[project.data / DATAPACKAGE] = csv_import.written(package)
    plan.then += made.notes
    for column in made.years:
        anew = command(name, file, ["--again", *said.options, f"--name {column}=year"])
        plan.then.append(f"If {column} is the year of a row, let it be called so: {anew}")
    plan.then += ["", *(_kept(resource) if again else _proposed(resource))]
    plan.then += ["", *describe.missing(resource)]
    return finished(plan, {project.data / DATAPACKAGE: before})


def _kept(resource: Mapping[str, Any]) -> list[str]:
    """Say what a dataset that was taken in anew still states."""
    vintage = (
        "" if is_blank(resource["vintage"]) else f", such as the vintage {resource['vintage']}"
    )
    return [f"Kept is what was said of it before{vintage}."]


def _proposed(resource: Mapping[str, Any]) -> list[str]:
    """Say what a dataset states that its file does not, for its author to look at."""
    said = [f'"title": "{resource["title"]}"']
    if not is_blank(resource["processing"]):
        *ways, last = (f'"{way}"' for way in PROCESSING if way != resource["processing"])
        ways_told = f"{', '.join(ways)} or {last}"
        said.append(f'"processing": "{resource["processing"]}"; otherwise {ways_told}')
    said.append(f'"retrieved": "{resource["retrieved"]}", which is today')
    return [
        f"Proposed; change in data/{DATAPACKAGE} what does not fit:",
        *(f"  {each}" for each in said),
        'There is room for what readers should know of the numbers: "basis" and "caveats".',
    ]


def entry(
    project: Project, kind: str, name: str, reads: list[str], module: str | None = None
) -> Plan:
    """Plan a fact or a claim: a function at the end of a module of `charts/facts/`.

    Args:
        project: the explainer.
        kind: "fact" or "claim".
        name: what pages will call it.
        reads: the datasets that it reads.
        module: the module, if there are several.

    Raises:
        MistakeError: if the name is taken or not allowed, a dataset is unknown or named twice, or
            it is not clear which module is meant.
    """
    _must_be_identifier(kind, name)
    read = [_dataset(project, each) for each in reads]
    if len(set(reads)) < len(reads):
        raise MistakeError("name each dataset only once.")
    ledger = Content(project).ledger
    known = {**ledger.facts, **ledger.claims}
    if name in known:
        raise MistakeError(
            f'there is already a {known[name].kind} "{name}", in {known[name].place}.'
        )
    path = project.facts / f"{_module(project, module)}.py"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if path.exists() and name in bound(path):
        raise MistakeError(
            f'"{name}" already means something in {shown_path(path)}; use another name.'
        )
    examples = [found for found in map(example, read) if found]
    returns = {"fact": "Quantity", "claim": "bool"}[kind]
    stub = filled(
        f"{kind}.py.txt",
        decorator=decorator(kind, [f"{found.dataset}.{found.column}" for found in examples]),
        signature=signature(name, [f"{each}: Table" for each in reads], returns),
        example=comment(
            [
                'Some periods only: window=("2011", "2025"). Cells are read like this:',
                *(found.call for found in examples),
            ]
        ),
    )
    text = before or filled("entries.py.txt", module=path.stem)
    for needed in [kind, "Table", *(["Quantity"] if kind == "fact" else [])]:
        text = with_import(text, needed)
    text = f"{text.rstrip()}\n\n\n{stub}"
    macro = f'fact("{name}")' if kind == "fact" else f'claim("{name}", "words that it confirms")'
    plan = Plan(then=[f"Put it on a page: {{{{ {macro} }}}}"])
    (plan.changed if before else plan.new)[path] = text
    return finished(plan, {path: before})


# Names ------------------------------------------------------------------------------------------


def _free_page(project: Project, folder: str, name: str) -> Path:
    """Return the path of a new page, if its name is allowed and the path is free."""
    if not _WORDS.fullmatch(name) or name == "index":
        near = slug(name, "-")
        raise MistakeError(
            f'"{name}" can\'t be the name of a page: use lowercase letters, digits and "-"'
            + (f', such as "{near}".' if near not in ("", "index") else ".")
        )
    path = project.docs / folder / f"{name}.md"
    _must_be_new(path)
    return path


def _must_be_new(path: Path) -> None:
    if path.exists():
        raise MistakeError(
            f"{shown_path(path)} already exists; use another name, or edit that file."
        )


def _must_be_identifier(kind: str, name: str) -> None:
    if not _IDENTIFIER.fullmatch(name) or keyword.iskeyword(name):
        near = slug(name, "_")
        fits = _IDENTIFIER.fullmatch(near) and not keyword.iskeyword(near)
        raise MistakeError(
            f'"{name}" can\'t be the name of a {kind}: use lowercase letters, digits and "_", and '
            "begin with a letter" + (f', such as "{near}".' if fits else ".")
        )


def _dataset(project: Project, name: str) -> Dataset:
    if name not in project.datasets:
        raise MistakeError(unknown("dataset", name, project.datasets))
    return project.datasets[name]


# The navigation ---------------------------------------------------------------------------------


def _label_words(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _label(name: str) -> str:
    """Return a short name as YAML: "Leap seconds" for the page `leap-seconds`."""
    label = _label_words(name)
    # Words such as "on" would mean something else in YAML.
    return label if isinstance(yaml.safe_load(label), str) else f'"{label}"'


def _add_to_navigation(plan: Plan, project: Project, page: str) -> None:
    """Plan a line for a page in `mkdocs.yml`, below the last page of its folder.

    If the navigation names the folder, it already includes the page; if it names no page of the
    folder, the plan says which line to add.
    """
    folder = page.partition("/")[0] + "/"
    if any(item.target == folder for item in _entries(project.settings.nav)):
        return
    # Read and written as bytes, to keep the line ends.
    text = project.config.read_bytes().decode("utf-8")
    place = _last_of(folder, text)
    if place is None:
        where = f"`nav` in {shown_path(project.config)}"
        plan.then.append(f"Add this line where it belongs in {where}: - {page}")
        return
    line, indentation = place
    lines = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    lines[line] = lines[line].rstrip("\r\n") + end
    lines.insert(line + 1, f"{indentation}- {page}{end}")
    plan.changed[project.config] = "".join(lines)


def _entries(nav: Iterable[NavItem]) -> Iterator[NavItem]:
    """Return the entries of a navigation, including those of its sections."""
    for item in nav:
        yield item
        yield from _entries(item.children)


def _last_of(folder: str, text: str) -> tuple[int, str] | None:
    """Return the line of a folder's last page in `nav`, counted from 0, and its indentation."""
    found: list[tuple[int, str]] = []
    lines = text.splitlines()

    def visit(node: yaml.Node) -> None:
        if not isinstance(node, yaml.SequenceNode) or node.flow_style:
            return
        for item in node.value:
            value = item.value[0][1] if isinstance(item, yaml.MappingNode) else item
            if isinstance(value, yaml.ScalarNode) and value.value.startswith(folder):
                indentation = re.match(r"\s*", lines[item.start_mark.line])
                found.append((value.end_mark.line, indentation[0] if indentation else ""))
            visit(value)

    for key, value in yaml_text.pairs(yaml_text.compose(text)):
        if key.value == "nav":
            visit(value)
    return found[-1] if found else None


# Modules ----------------------------------------------------------------------------------------


def _module(project: Project, wanted: str | None) -> str:
    """Return the module for a fact or a claim: the only one, or the one that is wanted.

    A new module may have the name of a question, because explainers have one module per question.
    """
    modules = [path.stem for path in sorted(project.facts.glob("[!_]*.py"))]
    questions = sorted(path.stem for path in (project.docs / "questions").glob("*.md"))
    pages = [name.replace("-", "_") for name in questions if name[0].isalpha()]
    choices = list(dict.fromkeys([*modules, *pages]))
    if wanted is None:
        likely = modules or pages or ["facts"]
        if len(likely) > 1:
            raise MistakeError(f"name the module to add it to: --in {' or '.join(likely)}.")
        return likely[0]
    wanted = wanted.removesuffix(".py").replace("-", "_")
    if wanted not in choices:
        raise MistakeError(unknown("module or question", wanted, choices))
    return wanted
