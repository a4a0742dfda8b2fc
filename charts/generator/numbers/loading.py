"""Loads the facts and claims of an explainer, and says what is wrong with how they are written."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from charts.generator.base.explainer_code import load_module, read_once
from charts.generator.base.explainer_code import parse as parse_module
from charts.generator.base.problems import (
    MistakeError,
    Problem,
    ProblemsError,
    at_offset,
    problem,
    unknown,
)
from charts.generator.data.datasets import Dataset, is_period
from charts.generator.numbers import formats, text_claims
from charts.generator.numbers.declared import TYPED_DIRECTION, TYPED_YEAR, Judge
from charts.generator.numbers.definitions import (
    NOW,
    PART,
    Definition,
    Definitions,
    clashes,
    fields_of,
    of_other_pages,
)
from charts.generator.numbers.entries import Entry
from charts.generator.numbers.expressions import Name, Node, parse, walk
from charts.generator.numbers.ledger import Ledger
from charts.generator.numbers.sentences import Writer
from charts.generator.numbers.series_words import Series


def load(
    folder: Path, datasets: Mapping[str, Dataset], parts: Iterable[Definitions] = ()
) -> Ledger:
    """Load the facts and claims of an explainer: formulas and functions.

    Args:
        folder: the modules with functions; an explainer without the folder has none.
        datasets: the datasets by name.
        parts: the formulas with names, from each file that has some.

    Raises:
        ProblemsError: if a module does not run, a formula is wrong, two entries have the same
            name, or an entry reads an unknown dataset or does not say what it is about.
    """
    parts = list(parts)
    with read_once():
        entries, problems = _functions(folder, datasets)
    problems += [fault for part in parts for fault in part.problems]
    taken = {e.name: (e.path, e.line) for e in entries if e.kind != "finding" and e.path}
    taken |= {name: (d.path, 0) for name, d in datasets.items()}
    problems += clashes(parts, taken)
    found = [d for part in parts for d in part.found.values()]
    words = {value: word.text for part in parts for value, word in part.words.items()}
    shared = {d.name for d in found if not d.page}
    # Of two meanings of a name, which is a mistake already, the other definitions get the first.
    meant = [d for d in found if not (d.page and d.name in shared)]
    local = {d.name: d for d in meant if d.page}
    series = {d.name: Series(d.node, d.says) for d in meant if d.kind == "series"}
    named = series | {d.name: Series(d.node) for d in meant if d.kind in ("numbers", "claims")}
    nodes = {name: each.node for name, each in named.items()}
    circles = [d.problem(f'"{d.name}" is made of itself.')
               for d in found if d.kind != "findings" and _is_circle(d.name, nodes)]  # fmt: skip
    if circles:  # no sentence about it would end
        raise ProblemsError([*problems, *circles])
    writer = Writer(datasets, named, words)
    judge = Judge(datasets, writer)
    for number, entry in enumerate(entries):
        faults = list(_declared_faults(entry, judge, local))
        problems += faults
        if not faults:
            entries[number] = replace(entry, says=judge.sentence(entry.declared, entry.says))
    texts = datasets.get(text_claims.CLAIMS)
    known = texts.columns.get("id", []) if texts else []
    checked = {e.name for e in entries if e.kind == "finding"}
    for each in found:
        if each.kind == "findings" and each.name not in known:
            problems.append(each.problem(unknown("claim of a text", each.name, known)))
        elif each.kind == "findings" and each.name in checked:
            problems.append(each.problem(f'two findings are about "{each.name}"; delete one.'))
        for node in each.nodes:
            problems += [each.problem(said) for _, said in of_other_pages(node, each.page, local)]
        problems += _series_faults(each, datasets, writer)
        if each.kind != "series":
            entries.append(_defined(each, writer))
    if problems:
        raise ProblemsError(problems)
    return Ledger(datasets, entries, series, words)


def _declared_faults(
    entry: Entry, judge: Judge, local: Mapping[str, Definition]
) -> Iterator[Problem]:
    """Say where a function declares its scope badly, or says another in its docstring."""
    parameters = [name for name in entry.datasets if name in judge.datasets]
    faults: list[str] = []
    for text in entry.declared.series:
        with suppress(MistakeError):  # what can't be parsed is told below
            faults += [f"names {said}" for _, said in of_other_pages(parse(text), "", local)]
    faults = faults or list(judge.faults(entry.declared, parameters))
    for fault in faults:
        yield problem(str(entry.path), f'{entry.kind} "{entry.name}" {fault}', entry.line)
    if faults or not entry.says:
        return
    yield from _docstring_faults(entry, judge)


def _docstring_faults(entry: Entry, judge: Judge) -> Iterator[Problem]:
    """Say where a docstring types what is declared, or lacks a blank for it."""
    assert entry.path is not None and entry.function is not None
    named = f'{entry.kind} "{entry.name}"'
    text, start, end = _docstring(entry.path, entry.function.__name__)
    typed = [(TYPED_YEAR, "period", "{window}, which says what it reads")]
    if entry.kind != "finding":  # what another text says may well be untrue
        typed.append((TYPED_DIRECTION, "direction", "{direction}, and declare it"))
    for pattern, kind, instead in typed:
        for found in pattern.finditer(text, start, end):
            said = f'{named} types the {kind} "{found[0]}"; write {instead}.'
            yield at_offset(entry.path, text, found.start(), said)
    for fault in judge.template_faults(entry.declared, entry.says):
        yield at_offset(entry.path, text, start, f"{named}: {fault}")


def _docstring(path: Path, name: str) -> tuple[str, int, int]:
    """Return the text of a module, and where in it the docstring of a function begins and ends."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(parse_module(path)):
        if isinstance(node, ast.FunctionDef) and node.name == name and ast.get_docstring(node):
            written, lines = node.body[0], text.split("\n")
            start = sum(len(line) + 1 for line in lines[: written.lineno - 1]) + written.col_offset
            return text, start, sum(len(line) + 1 for line in lines[: written.end_lineno])
    return text, 0, 0  # made by code


def _is_circle(name: str, named: Mapping[str, Node]) -> bool:
    """Return whether a formula uses its own name, in itself or in what it uses."""
    parts = walk(named[name], named)
    return any(isinstance(part, Name) and part.name == name for part in parts)


TESTED = {NOW: "now", PART: "a part of it"}


def _defined(definition: Definition, writer: Writer) -> Entry:
    """Return a formula with a name as an entry."""
    kind = {"numbers": "fact", "claims": "claim", "findings": "finding"}[definition.kind]
    says = writer.sentence(definition.node)
    if definition.second:
        says += f" And {TESTED[definition.role]}: {writer.sentence(definition.second)}"
    reads = dict.fromkeys(
        column.dataset for node in definition.nodes for column in writer.columns(node)
    )
    return Entry(
        kind, definition.name, says, definition.format, definition.path, definition.line,
        definition.column, definition.formula, definition.node,
        definition.second, definition.role, definition.page,
        tuple(reads),
    )  # fmt: skip


def _series_faults(
    definition: Definition, datasets: Mapping[str, Dataset], writer: Writer
) -> Iterator[Problem]:
    """Say where the noun of a series hides a key that the formula leaves open, or invents one."""
    read = writer.columns(definition.node)
    fields = {name for c in read if c.dataset in datasets for name in datasets[c.dataset].fields}
    if definition.kind != "series" or not definition.says or not fields:
        return
    for name in sorted(fields_of(definition.says) - fields):
        yield definition.problem(f'in "says", {unknown("column", name, fields)}')
    used = fields_of(definition.says)
    fixed = writer.fixed(definition.node)
    for column in read:
        dataset = datasets.get(column.dataset)
        for name in dataset.key if dataset else []:
            several = dataset and len(dataset.distinct(name)) > 1
            described = dataset and any(field not in dataset.key for field in used)
            if name in (dataset.period if dataset else "",) or name in fixed or name in used:
                continue
            if several and not described and not is_period(name):
                yield definition.problem(
                    f'"{definition.name}" leaves {name} open, and its "says" does not name it; '
                    f"write {{{name}}} where it belongs."
                )


def _functions(folder: Path, datasets: Mapping[str, Dataset]) -> tuple[list[Entry], list[Problem]]:
    """Return the functions of a folder's modules, and what is wrong with them."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("[!_]*.py")):
        try:
            module = load_module(path)
        except ProblemsError as error:
            problems += error.problems
            continue
        # A module keeps only the last of two functions with one name; its source shows both.
        written = Counter(
            node.name for node in parse_module(path).body if isinstance(node, ast.FunctionDef)
        )
        for entry in [item.entry for item in vars(module).values() if hasattr(item, "entry")]:
            if entry.path != path:  # imported from the module that defines it
                continue
            if entry.name in entries or (entry.function and written[entry.function.__name__] > 1):
                other = entries.get(entry.name, entry)
                message = f'two entries are named "{entry.name}"; rename one.'
                problems += [problem(e.path, message, e.line) for e in {other, entry}]
            entries[entry.name] = entry
            problems += _faults(entry, datasets)
    return list(entries.values()), problems


def _faults(entry: Entry, datasets: Mapping[str, Dataset]) -> Iterator[Problem]:
    """Say what an entry lacks or misnames."""
    faults = [] if entry.says else ["has no docstring; say in one sentence what it is."]
    if entry.format and entry.format not in formats.FORMATS:
        faults.append(unknown("format", entry.format, formats.FORMATS))
    faults += [
        unknown("dataset", name, datasets) for name in entry.datasets if name not in datasets
    ]
    if entry.kind == "finding":
        texts = datasets.get(text_claims.CLAIMS)
        known = texts.columns.get("id", []) if texts else []
        faults += [] if entry.name in known else [unknown("claim of a text", entry.name, known)]
    for fault in faults:
        said = f" {fault}" if fault.startswith(("has", "names")) else f": {fault}"
        yield problem(str(entry.path), f'{entry.kind} "{entry.name}"{said}', entry.line)
