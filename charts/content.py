"""An explainer's pages together with all that their macros draw on."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.environment import TemplateExpression
from markupsafe import Markup, escape

from charts import citations, pages
from charts.build import Built
from charts.citations import Citation
from charts.macros import NAMES, Macros
from charts.pages import Page, Span, pieces
from charts.problems import MistakeError, Problem, ProblemsError, unknown
from charts.project import Project

# Which texts of the front matter are the title and the description of a page.
HEADS = {
    "question": ("question", "short_answer"),
    "chart": ("title", "alt"),
    "page": ("title", "description"),
}

OVERVIEW = "index.md"  # which may name a chart for its card

# The front matter key under which a page says what the data say about each claim of a text.
FINDINGS = "findings"


@dataclass(frozen=True)
class Use:
    """A macro call on a page: which macro, of what, with its result, its words and its place."""

    macro: str
    name: str
    result: object
    words: str
    page: Page
    offset: int


class Content:
    """The pages of a project, its citations and its built charts.

    `built` is None where nobody needs pictures: a check of the words alone. `runtime` is the
    name of the file that live charts load.
    """

    def __init__(
        self, project: Project, built: Mapping[str, Built] | None, runtime: str = ""
    ) -> None:  # fmt: skip
        self.project = project
        self.built = built
        self.runtime = runtime
        self.pages = {page.name: page for page in pages.read(project.docs)}
        self._said: dict[tuple[str, ...], Markup] = {}
        self._evaluated: dict[str, tuple[list[Use], list[Problem]]] = {}

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """Return every source that a page may cite."""
        return citations.load(self.project.sources, self.project.datasets)

    @cached_property
    def updated(self) -> date:
        """Return the last day on which data were retrieved or a page was updated."""
        days = [str(d.descriptor["retrieved"]) for d in self.project.datasets.values()]
        days += [str(p.meta["updated"]) for p in self.pages.values() if "updated" in p.meta]
        return date.fromisoformat(max(days))

    @cached_property
    def chart_pages(self) -> Mapping[str, Page]:
        """Return the page with the words of each chart, by name, in the order of the navigation."""
        return {page.id: page for page in self._ordered("chart")}

    @cached_property
    def questions(self) -> list[Page]:
        """Return the question pages in the order of the navigation."""
        return self._ordered("question")

    def questions_with(self, chart: str) -> list[Page]:
        """Return the questions whose pages show a chart, in the order of the navigation."""
        return [page for page in self.questions if chart in self._charts_on[page.name]]

    @cached_property
    def _charts_on(self) -> Mapping[str, set[str]]:
        """Return the charts that each question's page shows, read off its macros unevaluated."""
        calls = {page.name: [_plain_call(s.expression) for s in page.spans if s.kind == "macro"]
                 for page in self.questions}  # fmt: skip
        return {
            name: {str(call[1][0]) for call in found if call and call[0] == "chart" and call[1]}
            for name, found in calls.items()
        }

    def _ordered(self, kind: str) -> list[Page]:
        """Return the pages of a kind in the order of the navigation, and then those not in it."""
        found = {page.name: page for page in self.pages.values() if page.kind == kind}
        config = self.project.config.read_text(encoding="utf-8")
        ordered = re.findall(r"[\w-]+/[\w-]+\.md", config)
        return [found.pop(name) for name in ordered if name in found] + list(found.values())

    @cached_property
    def words_alone(self) -> Content:
        """Return the same without pictures, which is all that checks and ledgers need."""
        return self if self.built is None else Content(self.project, None)

    @cached_property
    def uses(self) -> list[Use]:
        """Return every macro call of every page; calls that fail are left to the check."""
        if self.words_alone is not self:
            return self.words_alone.uses
        return [use for page in self.pages.values() for use in self.evaluate(page)[0]]

    def words(self, page: Page, key: str, shown_on: Page | None = None) -> Markup:
        """Return a text of the front matter as HTML: macros rendered, everything else escaped.

        Its numbers link to their receipts from the page that it is shown on, if that is given.

        Raises:
            MistakeError: where the key is missing, or a macro in it fails.
        """
        text = page.meta.get(key)
        if not isinstance(text, str) or not text.strip():
            raise MistakeError(f'the front matter of {page.name} has no text "{key}".')
        return self._rendered(page, text, shown_on)

    def finding(self, id: str, shown_on: Page | None = None) -> Markup:
        """Return what the data say about a text's claim, as an editor put it, for a page.

        Raises:
            MistakeError: where nobody has written it, or a macro in it fails.
        """
        for page, text in self._findings(id):
            return self._rendered(page, text, shown_on or page)
        raise MistakeError(f'no page says under `findings` what the data say about "{id}".')

    def numbers_of_finding(self, id: str) -> list[tuple[str, str, object, str]]:
        """Return the numbers and claims in what the data say about a text's claim.

        A mistake in it is left to the page that words it.
        """
        for page, text in self._findings(id):
            macros = Macros(self, page)
            for piece in pieces(text):
                with suppress(MistakeError):
                    _ = isinstance(piece, Span) and self.call(macros.functions, piece)
            return [("findings", *rest) for _, *rest in macros.used if rest[1] is not None]
        return []

    def _findings(self, id: str) -> Iterator[tuple[Page, str]]:
        """Find what the data say about a text's claim, with the page that words it."""
        for page in self.pages.values():
            texts = page.meta.get(FINDINGS)
            if isinstance(texts, dict) and texts.get(id):
                yield page, str(texts[id])

    def _rendered(self, page: Page, text: str, shown_on: Page | None) -> Markup:
        links = shown_on is not None
        macros = Macros(self, shown_on or page, links=links, written_on=page)
        return Markup("").join(
            escape(piece) if isinstance(piece, str) else self.call(macros.functions, piece)
            for piece in pieces(text.strip())
        )

    def plain(self, page: Page, key: str) -> str:
        """Return a text of the front matter without markup, for titles and descriptions."""
        return self.words(page, key).striptags()

    def title(self, page: Page) -> str:
        """Return a page's title without markup."""
        return self.plain(page, HEADS[page.kind][0])

    def description(self, page: Page) -> str:
        """Return in a few sentences, without markup, what a page says."""
        return self.plain(page, HEADS[page.kind][1])

    def said(self, page: Page, macro: str, *arguments: Any, **named: Any) -> Markup:
        """Return what a macro says on a page; remembered, as a preview asks twice."""
        call = (page.name, macro, repr(arguments), repr(named))
        if call not in self._said:
            self._said[call] = getattr(Macros(self, page), macro)(*arguments, **named)
        return self._said[call]

    def call(self, functions: Mapping[str, Callable[..., Markup]], span: Span) -> Markup:
        """Evaluate one macro call.

        Raises:
            MistakeError: where it is not written right, or its macro finds a mistake.
        """
        if span.kind == "raw":
            return escape(re.sub(r"\{%-?\s*(end)?raw\s*-?%\}", "", span.text))
        if span.kind == "comment":
            return Markup("")
        if span.kind == "statement":
            raise MistakeError(
                "statements between {% and %} have no place in a page; use a macro in {{ … }}, "
                "or put {% raw %} … {% endraw %} around text that only shows braces."
            )
        if span.kind == "open":
            raise MistakeError(f'"{span.text}" is not closed; a macro ends with "}}}}".')
        result: Any
        try:
            plain = _plain_call(span.expression)
            if plain and plain[0] in functions:
                result = functions[plain[0]](*plain[1], **plain[2])
            else:
                result = _compiled(span.expression)(**functions)
        except TemplateSyntaxError as error:
            said = _syntax(str(error.message).rstrip("."), span.expression)
            raise MistakeError(f"this macro is not written right: {said}.") from None
        except UndefinedError as error:
            name = re.search(r"'(\w+)' is undefined", str(error))
            if name and re.search(rf"\b{name[1]}\s*==", span.expression):
                raise MistakeError(f'write {name[1]}=… with a single "=".') from None
            if name and not re.match(rf"{name[1]}\b", span.expression):
                raise MistakeError(f"{name[1]} is a name and goes between quotes.") from None
            if name:
                raise MistakeError(unknown("macro", name[1], NAMES)) from None
            raise MistakeError(f"this macro can't be read: {error}.") from None
        except TypeError as error:
            raise MistakeError(f"this macro is not called right: {_call(error)}.") from None
        except (ArithmeticError, AttributeError, LookupError, ValueError) as error:
            raise MistakeError(f"this macro can't be read: {error}.") from None
        if not isinstance(result, Markup):
            raise MistakeError(
                f'"{span.expression}" calls no macro; a call looks like {{{{ fact("name") }}}}.'
            )
        return result

    def evaluate(self, page: Page) -> tuple[list[Use], list[Problem]]:
        """Evaluate every macro call of a page, front matter included.

        Returns:
            The calls, and the mistakes that were found in them.
        """
        if page.name in self._evaluated:
            return self._evaluated[page.name]
        uses, problems = self._evaluated.setdefault(page.name, ([], []))
        for span in page.spans:
            macros = Macros(self, page, links=False)
            try:
                self.call(macros.functions, span)
            except MistakeError as error:
                problems.append(page.problem(str(error), span.start))
            except ProblemsError:
                pass  # another page can't be read, and is reported in its own place
            # A claim that does not hold is a use all the same.
            uses += [Use(*used, page, span.start) for used in macros.used]
        return uses, problems


@lru_cache(maxsize=4096)
def _plain_call(expression: str) -> tuple[str, list[Any], dict[str, Any]] | None:
    """Return name and arguments of a call with nothing but texts and numbers in it.

    Nearly all macros are written so, and to read them as Python's grammar takes a twentieth of the
    time that Jinja takes to compile them; whatever else is written goes to Jinja.
    """
    try:
        call = ast.parse(f"({expression})", mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            return None
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
        values = [ast.literal_eval(value) for value in call.args]
    except (SyntaxError, ValueError):
        return None
    plain = all(type(value) in (str, int, float) for value in [*values, *named.values()])
    return (call.func.id, values, named) if plain and "None" not in named else None


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> TemplateExpression:
    """Compile what stands between the braces; remembered, as previews read pages often."""
    jinja = Environment(undefined=StrictUndefined, autoescape=True)
    return jinja.compile_expression(expression, undefined_to_none=False)


def _syntax(said: str, expression: str) -> str:
    """Say what is wrong with the writing of a macro without a parser's words."""
    if re.match(r"unexpected char '[“”„\u2018’\u201a«»]", said) or (
        said.startswith("unexpected char '\"'") and re.search("[“”„]", expression)
    ):
        return 'curly quotes “ ” stand in it, as word processors make them; type "…"'
    if said.startswith("unexpected end of template"):
        return "a bracket is not closed"
    return said


def _call(error: TypeError) -> str:
    """Say what was wrong with a call's arguments without Python's class names."""
    said = re.sub(r"^(?:\w+\.)?(\w+)\(\)", r"\1()", str(error)).replace(" positional", "")
    if " takes " in said:  # Python counts the object that the method belongs to
        said = re.sub(r"\b\d+\b", lambda number: str(int(number[0]) - 1), said)
    return said
