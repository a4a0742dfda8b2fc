"""Gives a formula a name: adds a number or a claim to `docs/definitions.yml`.

Only text is inserted, so that comments, order and spelling of the rest stay as they are.
"""

from __future__ import annotations

import json
import re

import yaml

from charts.generator.author.plan import Plan
from charts.generator.base import yaml_text
from charts.generator.base.problems import MistakeError, ProblemsError, pointed
from charts.generator.numbers import definitions
from charts.generator.numbers.expressions import FormulaError
from charts.generator.pages.content import Content
from charts.generator.project import Project

SECTION = {"fact": "numbers", "claim": "claims"}


def named(project: Project, kind: str, name: str, formula: str) -> Plan:
    """Plan a fact or a claim: a formula with a name in `docs/definitions.yml`.

    Args:
        project: the explainer.
        kind: "fact" or "claim".
        name: what pages will call it.
        formula: its formula.

    Raises:
        MistakeError: if the name is taken or not allowed, the formula can't be computed or is of
            the other kind, or the data refute the claim.
        ProblemsError: if the explainer's own facts can't be loaded.
    """
    must_be_free(project, kind, name)
    value, says = described(project, kind, formula)
    path = project.definitions
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    after = with_entry(before, SECTION[kind], name, formula)
    text = after.removeprefix("\ufeff")
    read = definitions.read(yaml_text.compose(text), path, text)
    if read.problems:
        raise ProblemsError(read.problems)
    plan = Plan()
    (plan.changed if before else plan.new)[path] = after
    plan.then += [
        f"  formula   {formula}",
        f"  {'value ' if kind == 'fact' else 'result'}    {value}",
        f"  sentence  {says}",
        "",
    ]
    entries = project.ledger.facts if kind == "fact" else project.ledger.claims
    twin = next((e for e in entries.values() if e.formula == formula), None)
    if twin:
        plan.then.append(f'The same formula already has the name "{twin.name}", in {twin.place}.')
    macro = f'fact("{name}")' if kind == "fact" else f'claim("{name}", "words that it confirms")'
    plan.then += [
        f"Put it on a page: {{{{ {macro} }}}}",
        "Until a page uses it, `make check` reports it as unused.",
    ]
    return plan


def must_be_free(project: Project, kind: str, name: str) -> None:
    """Raise MistakeError if a name cannot be used, or is taken."""
    if fault := definitions.name_fault(name):
        raise MistakeError(fault)
    ledger = Content(project).ledger
    for each in (ledger.facts.get(name), ledger.claims.get(name)):
        if each:
            raise MistakeError(f'there is already a {each.kind} "{name}", in {each.place}.')
    for what, known in (("series", ledger.series), ("dataset", project.datasets)):
        if name in known:
            raise MistakeError(f'"{name}" is already the name of a {what}; use another name.')


def described(project: Project, kind: str, formula: str) -> tuple[str, str]:
    """Return what a formula gives, and the sentence about it.

    Raises:
        MistakeError: if it can't be computed or is of the other kind, with a mark under its place;
            or if it is a claim that the data refute.
    """
    ledger = project.ledger
    try:
        if ledger.is_test(formula) != (kind == "claim"):
            what, other = ("a number", "fact") if kind == "claim" else ("a test", "claim")
            raise MistakeError(f"this formula is {what}; give it a name with `charts new {other}`.")
        if kind == "fact":
            receipt = ledger.fact(formula)
            return " ".join(receipt.text.split()), receipt.says
        outcome = ledger.claim(formula)
    except FormulaError as error:
        raise MistakeError("\n".join([str(error), *pointed(formula, error.at, 100)])) from None
    if not outcome.holds:
        raise MistakeError(
            f"the data refute it: {outcome.entry.says} The cells say: {outcome.evidence}."
        )
    return "it holds", outcome.entry.says


def with_entry(text: str, section: str, name: str, formula: str) -> str:
    """Return definitions with one more, below the last of its section.

    Raises:
        MistakeError: if there is no place for it that leaves the rest as it is.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    line_end = "\r\n" if "\r\n" in body else "\n"
    root = yaml_text.compose(body)
    found = next((value for key, value in yaml_text.pairs(root) if key.value == section), None)
    if found is None:
        end = "" if not body or body.endswith("\n") else line_end
        gap = line_end if body.strip() else ""
        after = f"{body}{end}{gap}{section}:{line_end}  {_line(name, formula)}{line_end}"
    elif isinstance(found, yaml.MappingNode) and not found.flow_style:
        after = _below(body, found, f"{_line(name, formula)}", line_end)
    elif not yaml_text.pairs(found) and not (isinstance(found, yaml.ScalarNode) and found.value):
        head, tail = body[: found.start_mark.index], body[found.end_mark.index :]
        after = f"{head.rstrip(' ')}{line_end}  {_line(name, formula)}{tail}"
    else:
        raise MistakeError(
            f"`{section}` in definitions.yml is not one line for each name; write it so, or add "
            f"this yourself: {_line(name, formula)}"
        )
    _must_only_add(body, after, section, name, formula)
    return mark + after


def _below(text: str, section: yaml.MappingNode, line: str, line_end: str) -> str:
    """Return a text with a line below the last entry of a section, above comments that follow."""
    lines = text.splitlines(keepends=True)
    first = section.value[0][0].start_mark.column
    last = _last_scalar(section)
    at = last.end_mark.line + (1 if last.end_mark.column else 0)
    # The end of a text over several lines comes after the empty lines and comments below it.
    while at > 0 and not _is_content(lines[at - 1], first):
        at -= 1
    if not lines[at - 1].endswith("\n"):
        lines[at - 1] += line_end
    lines.insert(at, f"{' ' * first}{line}{line_end}")
    return "".join(lines)


def _is_content(line: str, indentation: int) -> bool:
    bare = line.strip()
    return bool(bare) and not (
        bare.startswith("#") and len(line) - len(line.lstrip()) <= indentation
    )


def _last_scalar(node: yaml.Node) -> yaml.Node:
    """Return the last part of a node; the end of a collection itself is where the next begins."""
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _last_scalar(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _last_scalar(node.value[-1])
    return node


def _line(name: str, formula: str) -> str:
    """Return a definition as YAML; the formula gets quotes only where it needs them."""
    plain = f"{name}: {formula}"
    try:
        if yaml.safe_load(plain) == {name: formula} and not re.search(r"[\r\n]", formula):
            return plain
    except yaml.YAMLError:
        pass
    return f"{name}: {json.dumps(formula, ensure_ascii=False)}"


def _must_only_add(before: str, after: str, section: str, name: str, formula: str) -> None:
    wanted = yaml.safe_load(before) or {}
    wanted[section] = {**(wanted.get(section) or {}), name: formula}
    try:
        made = yaml.safe_load(after)
    except yaml.YAMLError:
        made = None
    if made != wanted:
        raise MistakeError(
            "definitions.yml is written in a way that leaves no place for this; add it yourself "
            f"under `{section}`: {_line(name, formula)}"
        )
