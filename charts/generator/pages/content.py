"""An explainer's pages and the texts in their front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from charts.generator.base.problems import MistakeError, ProblemsError, problem
from charts.generator.base.settings import NavItem
from charts.generator.base.yaml_text import pairs
from charts.generator.data.validation import DATAPACKAGE
from charts.generator.numbers import definitions
from charts.generator.numbers.definitions import Definition, Definitions
from charts.generator.numbers.expressions import FormulaError, parse
from charts.generator.numbers.ledger import Ledger
from charts.generator.pages import calls, citations, markdown_page
from charts.generator.pages.citations import Citation
from charts.generator.pages.inline import Inline, Place, Printed
from charts.generator.pages.markdown_page import RAW, Page, Span, pieces
from charts.generator.project import Project

# The front matter texts that serve as title and description, by kind of page.
HEADS = {
    "question": ("question", "short_answer"),
    "chart": ("title", "alt"),
    "page": ("title", "description"),
}

OVERVIEW = "index.md"  # may have an opening, as a question has

# The front matter key that names the chart of a page's opening and of its card.
CHART = "chart"

# A sentence ends with its sign and a space, but not after one capital letter, as in "J. Doe".
_SENTENCE = re.compile(r"(?<!\b[A-Z])[.!?]\s+")

# The front matter key under which a page says what the data say about each claim of a text.
FINDINGS = "findings"

# The front matter key under which a chart's page tells the chart in steps: `window: sentences`.
STEPS = "steps"

# The front matter key under which a page gives formulas a name for itself.
DEFINE = "define"

# The front matter key with words that readers may search a page by.
SEARCH = "search"

# The front matter key with the names that a chart had before; their addresses go on working.
FORMERLY = "formerly"

_NOTHING = Markup("")
_NAME = re.compile(r"\w+")  # what may be a name in a formula


@dataclass(frozen=True)
class Text:
    """A text as HTML with what its macros printed, or the mistake in one of them."""

    html: Markup
    printed: tuple[Printed, ...] = ()
    mistake: str = ""
    at: int = 0  # how far into the macro the mistake is

    def required(self) -> Text:
        """Return the text, or raise its mistake as MistakeError."""
        if self.mistake:
            raise MistakeError(self.mistake)
        return self


class Content:
    """The pages of a project, its citations, and the texts of their front matter.

    Each page is read once, and each macro of a sentence is evaluated once for each place where it
    reads differently.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.pages = {page.name: page for page in markdown_page.read(project.docs)}
        self._inline: dict[tuple[str, Place | None], Text] = {}
        self._texts: dict[tuple[str, str, str], Text] = {}
        self._charts_on: dict[str, list[str]] = {}

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Return the files of `docs/` that are published as they are, by their names there."""
        docs, read = self.project.docs, (self.project.sources, self.project.definitions)
        return {
            path.relative_to(docs).as_posix(): path
            for path in sorted(docs.rglob("*"))
            if path.is_file() and path.suffix not in (".md", ".py") and path not in read
        }

    @cached_property
    def defined(self) -> list[Definitions]:
        """Return what pages define for themselves; a page that can't be read defines nothing."""
        return [
            definitions.read(value, page.path, page.text, page.front_start, page.name)
            for page in self.pages.values()
            if _is_readable(page)
            for key, value in pairs(page.front)
            if key.value == DEFINE
        ]

    @cached_property
    def local(self) -> Mapping[str, Definition]:
        """Return the names that only one page may use."""
        return {name: each for part in self.defined for name, each in part.found.items()}

    @cached_property
    def ledger(self) -> Ledger:
        """Return the facts and claims, with those that pages define for themselves.

        Raises:
            ProblemsError: if one of them is wrong.
        """
        return self.project.ledger_with(self.defined) if self.defined else self.project.ledger

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """Return every source that a page may cite."""
        return citations.load(self.project.sources, self.project.datasets)

    @cached_property
    def updated(self) -> date:
        """Return the latest day on which data were retrieved or a page was updated.

        Raises:
            ProblemsError: if there are neither data nor a question.
        """
        days = [str(d.descriptor["retrieved"]) for d in self.project.datasets.values()]
        days += [str(p.meta["updated"]) for p in self.pages.values() if "updated" in p.meta]
        if not days:
            said = (
                "there are neither data nor questions, so that nothing says how new the site is; "
                "take in a file: `python -m charts new dataset NAME FILE`."
            )
            raise ProblemsError([problem(self.project.data / DATAPACKAGE, said)])
        return date.fromisoformat(max(days))

    def written(self, url: str) -> str:
        """Return an address if somebody wrote a page that stands there; else nothing."""
        return url if any(page.url == url for page in self.pages.values()) else ""

    # The order of pages ----------------------------------------------------------------------

    @cached_property
    def questions(self) -> list[Page]:
        """Return the question pages in the order of the navigation, unlisted ones last."""
        found = {page.name: page for page in self.pages.values() if page.kind == "question"}
        ordered = [found.pop(name) for name in _named(self.project.settings.nav) if name in found]
        return [*ordered, *found.values()]

    @cached_property
    def chart_pages(self) -> Mapping[str, Page]:
        """Return the page with the words of each chart, by the chart's name.

        They follow the order of the navigation or, if it names only their folder, the order in
        which the questions show them.
        """
        found = {page.id: page for page in self.pages.values() if page.kind == "chart"}
        named = [name.removesuffix(".md") for name in _named(self.project.settings.nav)]
        order = [name.removeprefix("charts/") for name in named if name.startswith("charts/")]
        order += [chart for page in self.questions for chart in self.charts_on(page)]
        order = [chart for chart in dict.fromkeys([*order, *found]) if chart in found]
        return {chart: found[chart] for chart in order}

    def charts_on(self, page: Page) -> list[str]:
        """Return the charts that a page shows, read from its macros without evaluating them.

        An opening has the chart that the front matter names.
        """
        if page.name not in self._charts_on:
            self._charts_on[page.name] = self._shown_on(page)
        return self._charts_on[page.name]

    def _shown_on(self, page: Page) -> list[str]:
        found = []
        opening = str(page.meta.get(CHART, "")) if _is_readable(page) else ""
        for span in page.spans:
            call = calls.plain(span.expression) if span.kind == "macro" else None
            if call and call[0] == "answer" and opening:
                found.append(opening)
            elif call and call[0] == "chart" and call[1]:
                found.append(str(call[1][0]))
        return found

    def shown_at(self, page: Page) -> dict[str, int]:
        """Return where in a page's text each of its charts is first shown, by the chart's name."""
        found: dict[str, int] = {}
        for span in page.spans:
            call = calls.plain(span.expression) if span.kind == "macro" else None
            if call and call[0] == "chart" and call[1]:
                found.setdefault(str(call[1][0]), span.start)
        return found

    def questions_with(self, chart: str) -> list[Page]:
        """Return the questions whose pages show a chart, in the order of the navigation."""
        return self._questions_with.get(chart, [])

    @cached_property
    def _questions_with(self) -> Mapping[str, list[Page]]:
        found: dict[str, list[Page]] = {}
        for page in self.questions:
            for chart in dict.fromkeys(self.charts_on(page)):
                found.setdefault(chart, []).append(page)
        return found

    # Words -----------------------------------------------------------------------------------

    def inline(self, span: Span, page: Page, shown_on: Page | None) -> Text:
        """Evaluate a macro of a sentence of a page.

        If `shown_on` is given, its numbers and sources link to their places from that page.
        """
        place = None
        if shown_on is not None:
            elsewhere = shown_on is not page
            place = Place(shown_on.root, shown_on.root + page.url if elsewhere else "")
        key = (span.text, place)
        if key not in self._inline:
            self._inline[key] = self._evaluated(span, place)
        made = self._inline[key]
        return replace(made, **fault) if (fault := self._elsewhere(span, page)) else made

    def _elsewhere(self, span: Span, page: Page) -> dict[str, Any]:
        """Return the mistake of a macro that uses a name of another page; nothing without one."""
        formula, start = _formula(span)
        if self.local.keys().isdisjoint(_NAME.findall(formula)):
            return {}
        try:
            found = definitions.of_other_pages(parse(formula), page.name, self.local)
            node, said = next(found, (None, ""))
        except FormulaError:
            return {}
        return {"html": _NOTHING, "mistake": said, "at": start + node.start} if node else {}

    def _evaluated(self, span: Span, place: Place | None) -> Text:
        if span.kind == "raw":
            return Text(escape(RAW.sub("", span.text)))
        if span.kind == "comment":
            return Text(_NOTHING)
        macros = Inline(self.ledger, self.citations, place)
        try:
            html = calls.make(span, macros.functions)
        except FormulaError as error:
            formula, start = _formula(span)
            at = start + error.at if formula else 0
            return Text(_NOTHING, tuple(macros.printed), str(error), at)
        except MistakeError as error:
            return Text(_NOTHING, tuple(macros.printed), str(error))
        return Text(html, tuple(macros.printed))

    def text(self, page: Page, key: str, shown_on: Page | None = None) -> Text:
        """Return a text of the front matter: macros evaluated, everything else escaped.

        Raises:
            MistakeError: if the key is missing, or a macro in it fails.
        """
        place = (page.name, key, shown_on.name if shown_on else "")
        if place not in self._texts:
            text = page.meta.get(key)
            if not isinstance(text, str) or not text.strip():
                raise MistakeError(f'the front matter of {page.name} has no text "{key}".')
            self._texts[place] = self._joined(page, text, shown_on)
        return self._texts[place].required()

    def sentences(self, page: Page, key: str, shown_on: Page | None = None) -> list[Text]:
        """Return a text of the front matter, one sentence at a time.

        Raises:
            MistakeError: if the key is missing, or a macro in it fails.
        """
        self.text(page, key, shown_on)
        parts = _sentences(str(page.meta[key]))
        return [self._joined(page, part, shown_on) for part in parts]

    def summary(self, page: Page) -> str:
        """Return what a question's card says: the first two sentences of its short answer."""
        first = self.sentences(page, "short_answer")[:2]
        return " ".join(str(sentence.html.striptags()) for sentence in first)

    def verdict(self, page: Page) -> Markup:
        """Return the first sentence of a page's short answer, without links."""
        return self.sentences(page, "short_answer")[0].html

    def words(self, page: Page, key: str, shown_on: Page | None = None) -> Markup:
        """Return a text of the front matter as HTML; see `text`."""
        return self.text(page, key, shown_on).html

    def plain(self, page: Page, key: str) -> str:
        """Return a text of the front matter without markup, for titles and descriptions."""
        return self.words(page, key).striptags()

    def title(self, page: Page) -> str:
        """Return a page's title without markup."""
        return self.plain(page, HEADS[page.kind][0])

    def description(self, page: Page) -> str:
        """Return a page's description in a few sentences, without markup."""
        return self.plain(page, HEADS[page.kind][1])

    def label(self, page: Page) -> str:
        """Return a page's label for the navigation, or its title if it has none."""
        return self.plain(page, "label") if page.meta.get("label") else self.title(page)

    def finding(self, id: str, shown_on: Page | None = None) -> Text:
        """Return what the data say about a text's claim, in the editor's words, for a page.

        Raises:
            MistakeError: if no page says it, or a macro in it fails.
        """
        for page, text in self._findings(id):
            return self._joined(page, text, shown_on or page).required()
        raise MistakeError(f'no page says under `findings` what the data say about "{id}".')

    def numbers_of_finding(self, id: str) -> list[Printed]:
        """Return the numbers and claims in what the data say about a text's claim.

        A mistake in it is reported on the page that words it.
        """
        for page, text in self._findings(id):
            printed = self._joined(page, text, None).printed
            return [
                Printed("findings", p.name, p.result, p.words)
                for p in printed
                if p.result is not None
            ]
        return []

    def _findings(self, id: str) -> Iterator[tuple[Page, str]]:
        """Yield what the data say about a text's claim, with the page that words it."""
        for page in self.pages.values():
            texts = page.meta.get(FINDINGS)
            if isinstance(texts, dict) and texts.get(id):
                yield page, str(texts[id])

    def steps(self, page: Page, shown_on: Page | None = None) -> list[tuple[str, list[Text]]]:
        """Return a chart's steps: each window of periods with its sentences, the name first.

        Raises:
            MistakeError: if the chart's page has none, or a macro in them fails.
        """
        texts = page.meta.get(STEPS)
        if not isinstance(texts, dict) or not texts:
            raise MistakeError(f'the front matter of {page.name} has no "{STEPS}".')
        return [
            (str(window), [self._joined(page, part, shown_on) for part in _sentences(str(text))])
            for window, text in texts.items()
        ]

    def passage(self, page: Page, text: str, shown_on: Page | None = None) -> Text:
        """Return a part of a page's text with its macros evaluated and everything else escaped.

        Raises:
            MistakeError: if a macro in it fails.
        """
        return self._joined(page, text, shown_on).required()

    def _joined(self, page: Page, text: str, shown_on: Page | None) -> Text:
        parts = [
            Text(escape(piece)) if isinstance(piece, str) else self.inline(piece, page, shown_on)
            for piece in pieces(text.strip())
        ]
        mistakes = [part.mistake for part in parts if part.mistake]
        return Text(
            Markup("").join(part.html for part in parts),
            tuple(printed for part in parts for printed in part.printed),
            mistakes[0] if mistakes else "",
        )


def _is_readable(page: Page) -> bool:
    try:
        _ = page.meta
    except ProblemsError:
        return False
    return True


def _formula(span: Span) -> tuple[str, int]:
    """Return the formula in a fact or a claim, or the name, and where it begins in the macro."""
    call = calls.plain(span.expression) if span.kind == "macro" else None
    if call is None or call[0] not in ("fact", "claim"):
        return "", 0
    formula = str(call[1][0] if call[1] else call[2].get("name", ""))
    start = span.text.find(formula)
    return (formula, start) if start >= 0 else ("", 0)


def _named(nav: tuple[NavItem, ...]) -> Iterator[str]:
    """Yield the pages that a navigation names, in its order."""
    for item in nav:
        if item.target.endswith((".md", ".ipynb")):
            yield item.target
        yield from _named(item.children)


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text of the front matter, as they are written."""
    parts = [""]
    for piece in pieces(text.strip()):
        if not isinstance(piece, str):
            parts[-1] += piece.text
            continue
        at = 0
        for end in _SENTENCE.finditer(piece):
            parts[-1] += piece[at : end.end()]
            parts.append("")
            at = end.end()
        parts[-1] += piece[at:]
    return [part for part in parts if part.strip()]
