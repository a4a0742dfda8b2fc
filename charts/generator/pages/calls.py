"""Reads a macro call in a page and makes it.

The caller provides the functions: the macros of a sentence, or those of a page.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser
from markupsafe import Markup

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.pages.markdown_page import Page, Span

# The macros of a sentence, and those that only the text of a page may call.
INLINE = ("value", "fact", "claim", "quoted", "source")
BLOCKS = (
    "chart", "answer", "references", "questions", "gallery", "numbers", "claims", "findings",
    "corrections", "newest", "bibliography", "catalogue", "dataset",
    "see", "choice", "steps",
)  # fmt: skip

ALONE = (
    "a macro is alone in its braces and contains no other macro; write "
    '{{ fact("first") }} and {{ fact("second") }}.'
)

Functions = Mapping[str, Callable[..., Markup]]


def name_of(span: Span) -> str:
    """Return the name that a call begins with."""
    return span.expression.partition("(")[0].strip()


def called(page: Page) -> set[str]:
    """Return the names of the macros in the body of a page."""
    inside = [s for s in page.spans if s.kind == "macro" and s.start >= page.body_start]
    return {name_of(span) for span in inside}


def make(span: Span, functions: Functions) -> Markup:
    """Make a call.

    Raises:
        MistakeError: if it is not written correctly, or its macro finds a mistake.
    """
    if span.kind == "statement":
        raise MistakeError(
            "a page can't use statements between {% and %}; use a macro in {{ … }}, or put "
            "{% raw %} … {% endraw %} around text that only shows braces."
        )
    if span.kind == "open":
        raise MistakeError(f'"{span.text}" is not closed; a macro ends with "}}}}".')
    call = plain(span.expression)
    if call is None:
        raise MistakeError(_fault(span, functions))
    name, arguments, named = call
    if name not in functions:
        raise MistakeError(_unknown(name, functions))
    try:
        result: Markup = functions[name](*arguments, **named)
    except TypeError as error:
        raise MistakeError(f"this macro is not called correctly: {_arguments(error)}.") from None
    return result


@lru_cache(maxsize=2**16)  # more than a large explainer has, or each pass begins anew
def plain(expression: str) -> tuple[str, list[Any], dict[str, Any]] | None:
    """Return name and arguments of a call with texts and numbers; None for anything else.

    The text is read as data and never run: a page can come from anybody.
    """
    try:
        call = ast.parse(f"({expression})", mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            return None
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
        values = [ast.literal_eval(value) for value in call.args]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _over_lines(expression)
    simple = all(type(value) in (str, int, float) for value in [*values, *named.values()])
    return (call.func.id, values, named) if simple and "None" not in named else None


def _over_lines(expression: str) -> tuple[str, list[Any], dict[str, Any]] | None:
    """Return a call whose texts run over several lines, which Python's grammar does not have."""
    try:
        call = _tree(expression)
    except (TemplateSyntaxError, RecursionError):
        return None
    if not isinstance(call, nodes.Call) or not isinstance(call.node, nodes.Name):
        return None
    values = [value.value for value in call.args if isinstance(value, nodes.Const)]
    named = {k.key: k.value.value for k in call.kwargs if isinstance(k.value, nodes.Const)}
    whole = len(values) == len(call.args) and len(named) == len(call.kwargs)
    simple = all(type(value) in (str, int, float) for value in [*values, *named.values()])
    spread = call.dyn_args is not None or call.dyn_kwargs is not None
    return (call.node.name, values, named) if whole and simple and not spread else None


def _tree(expression: str) -> nodes.Expr:
    """Parse the text between the braces as Jinja does; nothing of it is compiled or run."""
    parser = Parser(Environment(autoescape=True), expression, state="variable")
    tree = parser.parse_expression()
    if not parser.stream.eos:
        raise TemplateSyntaxError("the macro goes on after its end", parser.stream.current.lineno)
    return tree


def _fault(span: Span, functions: Functions) -> str:
    """Say why the text between the braces is no call of a macro."""
    try:
        tree = _tree(span.expression)
    except TemplateSyntaxError as error:
        said = _syntax(str(error.message).rstrip("."), span.expression)
        return f"this macro is not written correctly: {said}."
    except RecursionError:
        return "this macro is not written correctly: it has too many brackets."
    found = [tree] if isinstance(tree, nodes.Call) else []
    found += tree.find_all(nodes.Call)
    names = [c.node.name for c in found if isinstance(c.node, nodes.Name)]
    call = found[0] if found else None
    if len(set(names) & {*INLINE, *BLOCKS}) > 0 and (len(names) > 1 or call is not tree):
        return ALONE
    if call is not None and isinstance(call.node, nodes.Name):
        if call.node.name not in functions:
            return _unknown(call.node.name, functions)
        for compare in call.find_all(nodes.Compare):
            if isinstance(compare.expr, nodes.Name):
                return f'write {compare.expr.name}=… with a single "=".'
        for name in call.find_all(nodes.Name):
            if name is not call.node:
                return f"{name.name} is a name; put it between quotes."
    elif isinstance(tree, nodes.Name) and tree.name not in functions:
        return _unknown(tree.name, functions)
    return f'"{span.expression}" calls no macro; a call looks like {{{{ fact("name") }}}}.'


def _unknown(name: str, functions: Functions) -> str:
    if name in BLOCKS:
        several = ", ".join(INLINE[:-1])
        return (
            f'"{name}" belongs in the text of a page; the front matter can use only {several} '
            f"and {INLINE[-1]}."
        )
    return unknown("macro", name, functions)


def _syntax(said: str, expression: str) -> str:
    """Describe a syntax error in a macro without the parser's jargon."""
    if re.match(r"unexpected char '[“”„\u2018’\u201a«»]", said) or (
        said.startswith("unexpected char '\"'") and re.search("[“”„]", expression)
    ):
        return 'it has curly quotes “ ”, which word processors make; type "…"'
    if said.startswith("unexpected end of template"):
        return "a bracket is not closed"
    return said


def _arguments(error: TypeError) -> str:
    """Describe wrong arguments of a call without Python's class names."""
    said = re.sub(r"^(?:\w+\.)?(\w+)\(\)", r"\1()", str(error)).replace(" positional", "")
    # Since Python 3.13 a suggestion follows, and messages have to be the same everywhere.
    said = re.sub(r"\. Did you mean .*", "", said).rstrip("?.")
    if " takes " in said:  # Python counts `self` too
        said = re.sub(r"\b\d+\b", lambda number: str(int(number[0]) - 1), said)
        said = re.sub(r"\b1 arguments", "1 argument", said.replace(" argument ", " arguments "))
        said = said.replace(" 1 were ", " 1 was ")
    return said
