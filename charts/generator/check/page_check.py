"""Checks one page: its front matter, its parts, its words and its sentences."""

from __future__ import annotations

from functools import cached_property

from charts.generator.base.problems import Problem, ProblemsError, unknown
from charts.generator.check import placeholders
from charts.generator.check.agreement.agreement import Agreement
from charts.generator.check.anchors import printed
from charts.generator.check.exceptions import exceptions, quotations, unlisted, unused
from charts.generator.check.freshness import hiding
from charts.generator.check.front_matter import front_matter
from charts.generator.check.links import broken
from charts.generator.check.markup import markup
from charts.generator.check.report import PageReport
from charts.generator.check.sentence_scope import Sentence, sentences
from charts.generator.check.typed.typed_numbers import lint
from charts.generator.check.typed_periods import outdated
from charts.generator.check.unbound.unbound import Unbound
from charts.generator.check.unsafe_markup import unsafe_markup
from charts.generator.numbers.ledger import Outcome
from charts.generator.pages import corrections
from charts.generator.pages.content import CHART, Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.inline import Use
from charts.generator.pages.markdown_page import Page

# The macros that the body of each kind of page must call.
PARTS = {
    "question": ["answer", "references"],
    "chart": ["references"],
    "page": [],
}


class PageCheck:
    """Checks pages, each by itself."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator

    @cached_property
    def _agreement(self) -> Agreement:
        return Agreement(self.evaluator.content.ledger)

    @cached_property
    def _unbound(self) -> Unbound:
        content = self.evaluator.content
        return Unbound(content.ledger, content.project.datasets)

    def report(self, page: Page) -> PageReport:
        """Return all that is wrong on a page, what new data will make wrong, and what it uses."""
        problems = check_page(page, self.evaluator)
        if not is_readable(page):
            return PageReport(tuple(problems))
        wrong, soon = self._words(page)
        uses, _ = self.evaluator.evaluate(page)
        # A macro that fails hides what a page uses.
        idle = () if problems or wrong else tuple(unused(page, uses, self.evaluator.content))
        names = [u.name.removeprefix("fact:") for u in uses if u.macro in ("fact", "claim")]
        return PageReport(
            (*problems, *wrong),
            tuple(soon),
            idle,
            tuple(dict.fromkeys(use.name for use in uses if use.macro == "chart")),
            tuple(dict.fromkeys(names)),
        )

    def _words(self, page: Page) -> tuple[list[Problem], list[Problem]]:
        """Return what is wrong with a page's sentences, and what new data will make wrong."""
        evaluator, content = self.evaluator, self.evaluator.content
        uses, mistakes = evaluator.evaluate(page)
        refuted = sum(isinstance(use.result, Outcome) and not use.result.holds for use in uses)
        # A number that can't be printed may be the newest.
        soon = list(hiding(content, page, uses)) if len(mistakes) == refuted else []
        wrong: list[Problem] = []
        read: list[tuple[Sentence, bool]] = []
        before = ""
        for sentence in sentences(page, evaluator):
            now, later = outdated(sentence, content.project.datasets)
            wrong, soon = wrong + now, [*soon, *later, *self._unbound.problems(sentence, before)]
            if not sentence.typed.endswith((";", ",")):  # an item of a list stands under its lead
                before = sentence.typed
            read.append((sentence, bool(now)))
        return wrong + self._agreement.problems(page, read), soon


def check_page(page: Page, evaluator: Evaluator) -> list[Problem]:
    """Return everything that is wrong with one page's words, not sorted."""
    try:
        _ = page.meta
    except ProblemsError as error:
        return error.problems
    content = evaluator.content
    uses, mistakes = evaluator.evaluate(page)
    problems = placeholders.find(page.path, page.text)
    problems += front_matter(page, content)
    problems += [*exceptions(page, content), *unlisted(page, uses, content)]
    problems += quotations(page, uses)
    problems += _structure(page, uses, content)
    problems += [
        *page.repeated(),
        *broken(page, content.pages, content.files, lambda other: printed(other, content)),
        *unsafe_markup(page),
    ]
    problems += markup(page)
    return problems + mistakes + lint(page) + corrections.problems(page, content)


def is_readable(page: Page) -> bool:
    """Return whether the front matter of a page can be read."""
    try:
        _ = page.meta
    except ProblemsError:
        return False
    return True


def _structure(page: Page, uses: list[Use], content: Content) -> list[Problem]:
    """Say which parts a page lacks, and which sources it cites without listing them."""
    problems = []
    macros = [span for span in page.spans if span.kind == "macro"]
    calls = {span.expression.partition("(")[0].strip() for span in macros}
    for part in PARTS[page.kind]:
        if part not in calls and (part != "references" or page.meta.get("sources")):
            problems.append(page.problem(f"the page lacks {{{{ {part}() }}}}.", page.body_start))
    sources = page.meta.get("sources")
    listed = sources if isinstance(sources, list) else []
    if page.kind == "chart":
        if page.id not in content.project.drawings:
            message = unknown("chart", page.id, content.project.drawings)
            problems.append(page.problem(f"this page is for a chart, but {message}"))
        elif not any(use.macro == "chart" and use.name == page.id for use in uses):
            message = f'the page does not show its chart; put {{{{ chart("{page.id}") }}}} in it.'
            problems.append(page.problem(message, page.body_start))
    lead = page.meta.get(CHART)
    if lead and page.kind != "chart" and lead not in content.project.drawings:
        place = page.keys[CHART][0]
        problems.append(page.problem(unknown("chart", lead, content.project.drawings), place))
    sources = page.meta.get("sources")
    listed = sources if isinstance(sources, list) else []
    for use in uses:
        if use.macro in ("quoted", "source") and use.name not in listed:
            message = (
                f'source "{use.name}" is cited but not listed; add it to `sources` in the front '
                "matter, so that the link has a target."
            )
            problems.append(page.problem(message, use.offset))
    seen: set[str] = set()
    for use in uses:
        if use.macro == "chart" and use.name in seen:
            opens = ", once as the `chart` of its front matter" if use.name == lead else ""
            message = f'chart "{use.name}" appears twice on this page{opens}; delete one.'
            problems.append(page.problem(message, use.offset))
        seen |= {use.name} if use.macro == "chart" else set()
    return problems
