"""Reads a macro call in a page and makes it.

The caller provides the functions: the macros of a sentence, or those of a page.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.environment import TemplateExpression
from markupsafe import Markup

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.pages.markdown_page import Span

# The macros of a sentence, and those that only the text of a page may call.
INLINE = ("value", "fact", "claim", "quoted", "source")
BLOCKS = (
    "chart", "answer", "references", "questions", "gallery", "numbers", "claims", "findings",
    "corrections", "newest", "bibliography", "catalogue",
)  # fmt: skip

Functions = Mapping[str, Callable[..., Markup]]


def name_of(span: Span) -> str:
    """Return the name that a call begins with."""
    return span.expression.partition("(")[0].strip()


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
    result: Any
    try:
        call = plain(span.expression)
        if call and call[0] in functions:
            result = functions[call[0]](*call[1], **call[2])
        else:
            result = _compiled(span.expression)(**functions)
    except TemplateSyntaxError as error:
        said = _syntax(str(error.message).rstrip("."), span.expression)
        raise MistakeError(f"this macro is not written correctly: {said}.") from None
    except UndefinedError as error:
        raise MistakeError(_undefined(error, span, functions)) from None
    except TypeError as error:
        raise MistakeError(f"this macro is not called correctly: {_arguments(error)}.") from None
    except (ArithmeticError, AttributeError, LookupError, ValueError) as error:
        raise MistakeError(f"this macro can't be read: {error}.") from None
    if not isinstance(result, Markup):
        raise MistakeError(
            f'"{span.expression}" calls no macro; a call looks like {{{{ fact("name") }}}}.'
        )
    return result


@lru_cache(maxsize=4096)
def plain(expression: str) -> tuple[str, list[Any], dict[str, Any]] | None:
    """Return the name and arguments of a call whose arguments are all texts or numbers.

    Nearly all calls are, and Python parses them in a twentieth of the time that Jinja takes to
    compile them; everything else goes to Jinja.
    """
    try:
        call = ast.parse(f"({expression})", mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            return None
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
        values = [ast.literal_eval(value) for value in call.args]
    except (SyntaxError, ValueError):
        return None
    simple = all(type(value) in (str, int, float) for value in [*values, *named.values()])
    return (call.func.id, values, named) if simple and "None" not in named else None


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> TemplateExpression:
    """Compile the text between the braces; cached because previews read pages often."""
    jinja = Environment(undefined=StrictUndefined, autoescape=True)
    return jinja.compile_expression(expression, undefined_to_none=False)


def _undefined(error: UndefinedError, span: Span, functions: Functions) -> str:
    """Say which name in a call is unknown, and what was probably meant."""
    # Python 3.13 and later add a suggestion after the name.
    name = re.search(r"'(\w+)' is undefined", str(error))
    if name is None:
        return f"this macro can't be read: {error}."
    if re.search(rf"\b{name[1]}\s*==", span.expression):
        return f'write {name[1]}=… with a single "=".'
    if not re.match(rf"{name[1]}\b", span.expression):
        return f"{name[1]} is a name; put it between quotes."
    if name[1] in BLOCKS and name[1] not in functions:
        several = ", ".join(INLINE[:-1])
        return (
            f'"{name[1]}" belongs in the text of a page; the front matter can use only {several} '
            f"and {INLINE[-1]}."
        )
    return unknown("macro", name[1], functions)


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
    # Since Python 3.13 a suggestion with a question mark follows.
    said = said.rstrip("?.")
    if " takes " in said:  # Python counts `self` too
        said = re.sub(r"\b\d+\b", lambda number: str(int(number[0]) - 1), said)
        said = re.sub(r"\b1 arguments", "1 argument", said.replace(" argument ", " arguments "))
        said = said.replace(" 1 were ", " 1 was ")
    return said
