"""Evaluates the macros of pages, once for check, build and preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from charts.generator.base.problems import MistakeError, Problem, ProblemsError
from charts.generator.pages import calls, glossary, made_pages
from charts.generator.pages.blocks import Blocks, Pictures
from charts.generator.pages.content import Content, Text
from charts.generator.pages.inline import Printed, Use
from charts.generator.pages.ledgers import Ledgers, led
from charts.generator.pages.markdown_page import RAW, Page, Span


@dataclass(frozen=True)
class Rendered:
    """The Markdown of a page with its macros replaced, and what they printed into it."""

    markdown: str
    printed: tuple[Printed, ...]


class Evaluator:
    """Evaluates the macros of a site's pages: what they use and what they print.

    Args:
        content: the pages.
        places: the page of each entry of the ledgers, if they are known; otherwise all pages are
            evaluated to know them.
    """

    def __init__(self, content: Content, places: Mapping[str, str] | None = None) -> None:
        self.content = content
        self._places = places
        self._evaluated: dict[str, tuple[list[Use], list[Problem]]] = {}

    @property
    def uses(self) -> list[Use]:
        """Return every macro call of every page; the check reports those that fail."""
        return self.ledgers.uses

    @cached_property
    def ledgers(self) -> Ledgers:
        """Return the ledgers of the site."""
        return Ledgers(self.content, lambda page: self.evaluate(page)[0])

    @cached_property
    def made(self) -> list[Page]:
        """Return the pages that nobody writes."""
        return made_pages.made(self.ledgers)

    def evaluate(self, page: Page) -> tuple[list[Use], list[Problem]]:
        """Evaluate every macro call of a page, front matter included, without pictures.

        Returns:
            The calls, and the mistakes found in them.
        """
        if page.name in self._evaluated:
            return self._evaluated[page.name]
        uses, problems = self._evaluated.setdefault(page.name, ([], []))
        for span in page.spans:
            shown_on = page if span.start >= page.body_start else None
            text = self._text(span, page, shown_on, Blocks(self.content, page, None, at=span.start))
            if text.mistake:
                problems.append(page.problem(text.mistake, span.start + text.at))
            # A claim that does not hold is still a use.
            uses += [
                Use(p.macro, p.name, p.result, p.words, page, span.start) for p in text.printed
            ]
        return uses, problems

    def render(
        self,
        page: Page,
        pictures: Pictures,
        on_mistake: Callable[[Span, Text], Markup] | None = None,
    ) -> Rendered:
        """Return the Markdown of a page with its macros evaluated.

        Args:
            page: the page.
            pictures: the charts.
            on_mistake: returns what to show in place of a macro that fails, from it and its
                mistake; without it, the mistake is raised.

        Raises:
            MistakeError: if a macro fails and `on_mistake` is not given.
        """
        parts: list[str] = []
        printed: list[Printed] = []
        end = page.body_start
        for span in [span for span in page.spans if span.start >= page.body_start]:
            parts.append(page.text[end : span.start])
            end = span.end
            if span.kind == "raw":
                parts.append(RAW.sub("", span.text))
                continue
            blocks = Blocks(self.content, page, pictures, self.ledgers, span.start)
            text = self._text(span, page, page, blocks)
            if text.mistake and on_mistake is None:
                raise MistakeError(text.mistake)
            parts.append(on_mistake(span, text) if text.mistake and on_mistake else text.html)
            printed += text.printed
        blocks = Blocks(self.content, page, pictures, self.ledgers)
        parts += [page.text[end:], "\n\n", blocks.ending(), "\n"]
        places = self.ledgers.places if self._places is None else self._places
        markdown = led("".join(parts), places)
        if page.id == glossary.NAME:
            markdown = glossary.with_anchors(markdown)
        return Rendered(markdown, (*printed, *blocks.printed))

    def _text(self, span: Span, page: Page, shown_on: Page | None, blocks: Blocks) -> Text:
        """Evaluate one macro; in the front matter only the macros of a sentence work."""
        if shown_on is None or span.kind != "macro" or calls.name_of(span) in calls.INLINE:
            return self.content.inline(span, page, shown_on)
        names = dict.fromkeys(calls.INLINE, _not_alone)
        try:
            html = calls.make(span, {**names, **blocks.functions})
        except MistakeError as error:
            return Text(Markup(""), tuple(blocks.printed), str(error))
        except ProblemsError:
            if blocks.pictures is not None:
                raise
            return Text(Markup(""))  # another page can't be read and is reported elsewhere
        return Text(html, tuple(blocks.printed))


def _not_alone(*arguments: object, **named: object) -> Markup:
    """Reject a macro of a sentence inside another macro."""
    raise MistakeError("a macro is alone in its braces and contains no other macro.")
