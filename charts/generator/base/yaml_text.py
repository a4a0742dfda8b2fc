"""Reads YAML as nodes that know their places, so that messages can give line and column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from charts.generator.base.problems import Problem, ProblemsError, problem

# Ten times as fast, if available.
_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUICK_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def compose(text: str) -> yaml.Node | None:
    """Return a YAML text as nodes; None if it is empty.

    Raises:
        yaml.YAMLError: if it is not valid.
    """
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=_QUICK)
    except yaml.YAMLError:
        root = yaml.compose(text)  # the slower parser has better messages
    return root


def quick(text: str) -> Any:
    """Return the value of a YAML text that this program wrote."""
    return yaml.load(text, Loader=_QUICK)


def written(value: Any) -> str:
    """Return a value as YAML, each text on one line and each mapping in its order."""
    text: str = yaml.dump(
        value, Dumper=_QUICK_DUMPER, allow_unicode=True, sort_keys=False, width=2**31 - 1
    )
    return text


def read(path: Path) -> yaml.Node | None:
    """Return a YAML file as nodes.

    Raises:
        ProblemsError: if it is not text in UTF-8, or not valid YAML.
    """
    try:
        return compose(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"this is not text in UTF-8 (byte {error.start}); save it as UTF-8."
        raise ProblemsError([problem(path, message)]) from None
    except yaml.YAMLError as error:
        raise ProblemsError([invalid(path, error)]) from None


def value(path: Path, node: yaml.Node | None) -> Any:
    """Return the value of a node, as plain Python; None for no node.

    Raises:
        ProblemsError: if it has an unknown tag, or a date that does not exist.
    """
    try:
        return SafeConstructor().construct_document(node) if node else None
    except yaml.YAMLError as error:
        raise ProblemsError([invalid(path, error)]) from None
    except ValueError as error:
        wrong = next((scalar for scalar in _dates(node) if not _is_date(scalar)), node)
        message = f"this date does not exist: {error}."
        raise ProblemsError([at(path, wrong, message)] if wrong else []) from None


def _dates(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """Return the scalars that look like a date, at any depth."""
    if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":timestamp"):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for child in node.value:
            for part in child if isinstance(child, tuple) else (child,):
                yield from _dates(part)


def _is_date(node: yaml.Node) -> bool:
    try:
        SafeConstructor().construct_document(node)
    except ValueError:
        return False
    return True


def invalid(path: Path, error: yaml.YAMLError) -> Problem:
    """Return a YAML parser's error as a problem with its place."""
    mark = getattr(error, "problem_mark", None)
    where = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return problem(path, f"this is not valid YAML: {getattr(error, 'problem', error)}.", *where)


def at(path: Path, node: yaml.Node, message: str) -> Problem:
    """Return a problem at the place of a node."""
    return problem(path, message, node.start_mark.line + 1, node.start_mark.column + 1)


def pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    """Return the keys and values of a node; none if it is not lines of `name: value`."""
    return node.value if isinstance(node, yaml.MappingNode) else []


def repeated(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """Return each key that its mapping repeats, at any depth."""
    seen: set[str] = set()
    for key, value in pairs(node):
        if str(key.value) in seen:
            yield key
        seen.add(str(key.value))
        yield from repeated(value)


def offset(node: yaml.ScalarNode, written: str, at: int) -> int:
    """Return how far behind the start of a text, as it is written, a character of its value is.

    Quotes and escapes are not part of the value, and a text over several lines is folded; so the
    characters that are not white space are counted.

    Args:
        node: the text.
        written: what is written from the start of the node on.
        at: the character of its value.
    """
    place = 1 if node.style in ("'", '"') else 0
    if node.style in ("|", ">"):
        place = written.find("\n") + 1
    left = len("".join(node.value[:at].split()))
    inside = at < len(node.value)
    while place < len(written) and (left or (inside and written[place].isspace())):
        escaped = (node.style == '"' and written[place] == "\\") or (
            node.style == "'" and written[place : place + 2] == "''"
        )
        left -= not written[place].isspace()
        place += 2 if escaped else 1
    return place
