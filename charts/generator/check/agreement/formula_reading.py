"""Reads in a formula's tree what it is about: its series, its periods, a rise or a fall."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from charts.generator.numbers.expressions import (
    Around,
    Call,
    Column,
    Comparison,
    Key,
    Logic,
    Name,
    Node,
    Not,
    Number,
    Operation,
    Period,
    Where,
    Window,
)
from charts.generator.numbers.ledger import Ledger

YEAR = re.compile(r"(?<![\d.,])(?:1[89]|20)\d\d(?!\d)")
_SPAN = re.compile(r"\b((?:1[89]|20)\d\d)(?:\s*(?:-|–|/|to|until)\s*)((?:1[89]|20)\d\d|\d\d)\b")
_MOVES = {"fall": -1, "falls": -1, "rise": 1, "rises": 1}


def directions(node: Node, value: float | None) -> Iterator[int]:
    """Yield 1 for each rise that a formula is about, -1 for each fall, 0 for what is neither."""
    match node:
        case Where():
            yield from directions(node.of, value)
        case Logic():
            for test in node.tests:
                yield from list(directions(test, value)) or [0]
        case Call() if node.name in _MOVES:
            yield _MOVES[node.name]
        case Call(name="change") if value:
            yield 1 if value > 0 else -1
        case Call(name="times") if value:
            yield from _between(node.arguments[0], node.arguments[1], value > 1)
        case Operation(sign="/") if value:
            yield from _between(node.left, node.right, value > 1)
        case Operation(sign="-") if value:
            yield from _between(node.left, node.right, value > 0)
        case Comparison():
            for sign, one, other in zip(node.signs, node.terms, node.terms[1:], strict=False):
                if sign in "<=>=":
                    (a, x), (b, y) = factor_of(one), factor_of(other)
                    larger = sign[0] == ">"
                    # Above four fifths of another: no saying which way.
                    fits = (y >= x) if larger else (y <= x)
                    if fits and sign[0] in "<>":
                        yield from _between(a, b, larger)


def _between(one: Node, other: Node, larger: bool) -> Iterator[int]:
    """Yield the direction from one reading of a series to another, if they are that."""
    then, now = order_of(one), order_of(other)
    if series_of(one) == series_of(other) and then and now and then != now:
        yield 1 if larger == (then > now) else -1


def expanded(node: Node, ledger: Ledger, within: tuple[str, ...] = ()) -> Node:
    """Return a formula with what its names stand for."""
    if isinstance(node, Name):
        series = ledger.writer.names.get(node.name)
        if series is None or node.name in within:
            return node
        return expanded(series.node, ledger, (*within, node.name))
    if isinstance(node, Period | Key | Number | Column):
        return node
    changed: dict[str, object] = {}
    for name, value in vars(node).items():
        if isinstance(value, Node):
            made = expanded(value, ledger, within)
            if made is not value:
                changed[name] = made
        elif isinstance(value, tuple):
            parts = tuple(expanded(v, ledger, within) if isinstance(v, Node) else v for v in value)
            if any(a is not b for a, b in zip(parts, value, strict=True)):
                changed[name] = parts
    return replace(node, **changed) if changed else node  # type: ignore[arg-type]


def without(node: Node, columns: Set[str]) -> Node:
    """Return a formula without its conditions on some columns."""
    changed: dict[str, object] = {}
    for name, value in vars(node).items():
        if isinstance(value, Node):
            changed[name] = without(value, columns)
        elif isinstance(value, tuple):
            kept = (v for v in value if not (isinstance(v, Key) and v.column in columns))
            changed[name] = tuple(without(v, columns) if isinstance(v, Node) else v for v in kept)
    return replace(node, **changed) if changed and columns else node  # type: ignore[arg-type]


def years_of(text: str) -> Iterator[str]:
    """Yield the years of a text, those between "2021-2024" and "2014/15" too."""
    yield from YEAR.findall(text)
    for first, last in _SPAN.findall(text):
        if re.fullmatch(r"\d\d", last) and re.search(rf"{first}-{last}\b", text) and int(last) < 13:
            continue  # a month
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        yield from map(str, range(int(first), min(end, int(first) + 200) + 1))


def periods_of(window: Window) -> Iterator[str]:
    """Yield the periods of a window with two ends, which have years or months; else its ends."""
    first, last = window.first, window.last
    ends = [end.text for end in (first, last) if end is not None and not end.moves]
    if len(ends) == 2 and len(ends[0]) == len(ends[1]):
        if len(ends[0]) == 4:
            ends = list(map(str, range(int(ends[0]), int(ends[1]) + 1)))
        elif re.fullmatch(r"\d{4}-\d\d", ends[0]):
            begin, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in ends)
            ends = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(begin, end + 1)]
    yield from ends


def is_dated(node: Node) -> bool:
    """Return whether a formula names a period."""
    return any(isinstance(part, Period | Window | Around) for part in node.walk())


def factor_of(node: Node) -> tuple[Node, float]:
    """Return a term without the number that multiplies it, and that number."""
    if isinstance(node, Operation) and node.sign == "*":
        for number, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(number, Number) and number.unit in ("", "percent"):
                return other, number.value / (100 if number.unit else 1)
    return node, 1.0


def summed(node: Node | None) -> Call | None:
    """Return the sum or mean that a formula is, whatever its sign; None for anything else."""
    match node:
        case Operation(sign="-", left=Number(value=0)):
            return summed(node.right)
        case Call(name="sum" | "mean"):
            return node
    return None


def order_of(node: Node) -> str:
    """Return the period of a term, to be compared with another's; empty where it has not one."""
    found = set()
    for part in node.walk():
        if isinstance(part, Period):
            moving = {"this_year": "B", "year_before": "A"}.get(part.text, "9999")
            found.add(moving if part.moves else part.text)
        elif isinstance(part, Around):
            found.add("B" if part.side == "after" else "A")
        elif isinstance(part, Window):
            return ""
    return found.pop() if len(found) == 1 else ""


def series_of(node: Node) -> str:
    """Return a term as text, without its periods."""
    match node:
        case Period() | Window() | Around():
            return ""
        case Where():
            keys = sorted(filter(None, map(series_of, node.conditions)))
            return f"{series_of(node.of)}[{','.join(keys)}]"
        case Key():
            return f"{node.column}{node.sign}{'|'.join(node.values)}"
        case Column():
            return f"{node.dataset}.{node.column}"
        case Call():
            return f"{node.name}({','.join(map(series_of, node.arguments))})"
        case Operation():
            return f"({series_of(node.left)}{node.sign}{series_of(node.right)})"
        case Number():
            return node.text
        case Not():
            return f"not {series_of(node.of)}"
    return repr(node)
