"""Checks the words of an explainer against its data, without building anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from charts.generator.base.clock import today
from charts.generator.base.problems import MistakeError, Problem, ProblemsError, problem, unknown
from charts.generator.base.settings import NavItem
from charts.generator.check import placeholders
from charts.generator.check.agreement.agreement import Agreement
from charts.generator.check.exceptions import exceptions, quotations, unlisted, unused
from charts.generator.check.freshness import hiding
from charts.generator.check.front_matter import front_matter
from charts.generator.check.links import broken
from charts.generator.check.markup import markup
from charts.generator.check.overdue import overdue
from charts.generator.check.pages_together import together
from charts.generator.check.published_files import unchecked
from charts.generator.check.sentence_scope import Sentence, sentences
from charts.generator.check.typed.typed_numbers import lint, lint_config, lint_sources
from charts.generator.check.typed_periods import outdated
from charts.generator.check.unbound.unbound import Unbound
from charts.generator.check.unsafe_markup import unsafe_markup
from charts.generator.numbers.expressions import FormulaError, Name, parse
from charts.generator.numbers.ledger import Outcome
from charts.generator.pages import corrections, notebooks
from charts.generator.pages.content import FINDINGS, OVERVIEW, Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.inline import Use
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project

# The macros that the body of each kind of page must call.
PARTS = {
    "question": ["answer", "references"],
    "chart": ["references"],
    "page": [],
}


@dataclass(frozen=True)
class CheckReport:
    """What is wrong, and what is out of date or new data will make wrong; each sorted by place.

    `evaluator` has the pages as they were checked, so that a build can use them.
    """

    problems: list[Problem]
    warnings: list[Problem] = field(default_factory=list)
    evaluator: Evaluator | None = None


def check(project: Project) -> CheckReport:
    """Return everything that is wrong with an explainer's data, code and words."""
    report, left = _examined(project), placeholders.left(project)
    if not left:
        return report
    return CheckReport(placeholders.told_once(report.problems, left), report.warnings)


def _examined(project: Project) -> CheckReport:
    """Return what is wrong, apart from the blanks that are left."""
    # Code is checked against the data, and words against both.
    if problems := _attempt(project, "settings") + _attempt(project, "datasets"):
        return CheckReport(sorted(problems))
    try:
        content = Content(project)
    except ProblemsError as error:
        return CheckReport(error.problems)
    parts = [(content, "ledger"), (project, "drawings"), (content, "citations")]
    if problems := [found for thing, part in parts for found in _attempt(thing, part)]:
        return CheckReport(sorted(problems))

    evaluator, pages = Evaluator(content), content.pages.values()
    problems = lint_config(project.config) + lint_sources(project.sources)
    problems += _navigation(content, project.settings.nav)
    problems += unchecked(project.docs, content.files)
    problems += [problem for page in pages for problem in check_page(page, evaluator)]
    problems += [
        problem for script in notebooks.find(project) for problem in lint(notebooks.prose(script))
    ]
    if not any(_attempt(page, "meta") for page in pages):
        problems += together(project.docs, pages)
        # Nobody knows what an unreadable page uses.
        problems += _findings(content) + _unused(project, evaluator)
    warnings = [*overdue(project, today())]
    agreement, unbound = Agreement(content.ledger), Unbound(content.ledger, project.datasets)
    for page in pages:
        if not _attempt(page, "meta"):
            wrong, soon = _words(page, evaluator, agreement, unbound)
            problems, warnings = problems + wrong, warnings + soon
    if not problems:
        problems += unused(evaluator)
    return CheckReport(sorted(set(problems)), sorted(set(warnings)), evaluator)


def _words(
    page: Page, evaluator: Evaluator, agreement: Agreement, unbound: Unbound
) -> tuple[list[Problem], list[Problem]]:
    """Return what is wrong with a page's sentences, and what new data will make wrong."""
    content = evaluator.content
    uses, mistakes = evaluator.evaluate(page)
    refuted = sum(isinstance(use.result, Outcome) and not use.result.holds for use in uses)
    # A number that can't be printed may be the newest.
    soon = list(hiding(content, page, uses)) if len(mistakes) == refuted else []
    wrong: list[Problem] = []
    read: list[tuple[Sentence, bool]] = []
    for sentence in sentences(page, evaluator):
        now, later = outdated(sentence, content.project.datasets)
        wrong, soon = wrong + now, [*soon, *later, *unbound.problems(sentence)]
        read.append((sentence, bool(now)))
    return wrong + agreement.problems(page, read), soon


def check_page(page: Page, evaluator: Evaluator) -> list[Problem]:
    """Return everything that is wrong with one page's words, not sorted."""
    unreadable = _attempt(page, "meta")
    if unreadable:
        return unreadable
    content = evaluator.content
    uses, mistakes = evaluator.evaluate(page)
    problems = placeholders.find(page.path, page.text)
    problems += front_matter(page, content)
    problems += [*exceptions(page, content), *unlisted(page, uses, content)]
    problems += quotations(page, uses)
    problems += _structure(page, uses, content)
    problems += [
        *page.repeated(),
        *broken(page, content.pages, content.files),
        *unsafe_markup(page),
    ]
    problems += markup(page)
    return problems + mistakes + lint(page) + corrections.problems(page, content)


def _attempt(thing: object, part: str) -> list[Problem]:
    """Load a part of a project or page; return what is wrong with it."""
    try:
        getattr(thing, part)
    except ProblemsError as error:
        return error.problems
    return []


def _structure(page: Page, uses: list[Use], content: Content) -> list[Problem]:
    """Say which parts a page lacks, and which sources it cites without listing them."""
    problems = []
    macros = [span for span in page.spans if span.kind == "macro"]
    calls = {span.expression.partition("(")[0].strip() for span in macros}
    for part in PARTS[page.kind]:
        if part not in calls and (part != "references" or page.meta.get("sources")):
            problems.append(page.problem(f"the page lacks {{{{ {part}() }}}}.", page.body_start))
    if page.kind == "chart":
        if page.id not in content.project.drawings:
            message = unknown("chart", page.id, content.project.drawings)
            problems.append(page.problem(f"this page is for a chart, but {message}"))
        elif not any(use.macro == "chart" and use.name == page.id for use in uses):
            message = f'the page does not show its chart; put {{{{ chart("{page.id}") }}}} in it.'
            problems.append(page.problem(message, page.body_start))
    lead = page.meta.get("chart")
    shown = [use.name for use in uses if use.macro == "chart"]
    if lead and page.name == OVERVIEW and lead not in content.project.drawings:
        place = page.keys["chart"][0]
        problems.append(page.problem(unknown("chart", lead, content.project.drawings), place))
    elif lead and page.kind == "question" and lead not in shown:
        place = page.keys["chart"][0]
        problems.append(page.problem(f"on this page, {unknown('chart', lead, shown)}", place))
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
            message = f'chart "{use.name}" appears twice on this page; delete one.'
            problems.append(page.problem(message, use.offset))
        seen |= {use.name} if use.macro == "chart" else set()
    return problems


def _navigation(content: Content, items: Iterable[NavItem]) -> Iterator[Problem]:
    """Say which pages and folders in the navigation do not exist."""
    project = content.project
    scripts = [path.relative_to(project.docs) for path in notebooks.find(project)]
    known = [*content.pages, *(script.with_suffix(".ipynb").as_posix() for script in scripts)]
    folders = sorted({f"{name.rpartition('/')[0]}/" for name in known if "/" in name})
    for item in items:
        yield from _navigation(content, item.children)
        kind, names = ("folder", folders) if item.target.endswith("/") else ("page", known)
        if item.target and item.target not in names:
            message = unknown(kind, item.target, names)
            yield problem(project.config, message, item.line, item.column)


def _findings(content: Content) -> list[Problem]:
    """Say for which claims of other texts no page says what the data say."""
    try:
        checked = content.ledger.checked
    except MistakeError as error:
        return [problem(content.project.facts, str(error))]
    pages = [page for page in content.pages.values() if isinstance(page.meta.get(FINDINGS), dict)]
    written = {id: page for page in pages for id in page.meta[FINDINGS]}
    problems = [
        page.problem(
            f"{FINDINGS}: {unknown('claim of a text', id, checked)}", page.keys[FINDINGS][0]
        )
        for id, page in written.items()
        if id not in checked
    ]
    where = pages[0].path if pages else content.project.docs
    return problems + [
        problem(where, f'no page says under `{FINDINGS}` what the data say about "{id}"; add it.')
        for id in checked
        if not str(written[id].meta[FINDINGS][id] or "" if id in written else "").strip()
    ]


def _unused(project: Project, evaluator: Evaluator) -> list[Problem]:
    """Say which charts have no page or are not shown, and which facts and claims are unused."""
    content, problems = evaluator.content, []
    shown = {
        use.name for use in evaluator.uses if use.macro == "chart" and use.page.kind != "chart"
    }
    for name, drawing in project.drawings.items():
        if name not in content.chart_pages:
            message = f"this chart has no page; write its words in docs/charts/{name}.md."
            problems.append(problem(drawing.path, message, drawing.line))
        elif name not in shown:
            message = f'no question shows this chart; use {{{{ chart("{name}") }}}}, or delete it.'
            problems.append(problem(drawing.path, message, drawing.line))
    ledger, named = content.ledger, _named(content, evaluator.uses)
    for entry in [*ledger.facts.values(), *ledger.claims.values()]:
        if entry.name not in named:
            who = "this page does not use" if entry.page else "no page uses"
            message = f'{who} {entry.kind} "{entry.name}"; use it, or delete it.'
            problems.append(problem(str(entry.path), message, entry.line, entry.column))
    return problems


def _named(content: Content, uses: Iterable[Use]) -> set[str]:
    """Return the names that pages use, and those in the formulas of pages and definitions."""
    found, ledger = set(), content.ledger
    formulas = [node for e in ledger.entries for node in (e.node, e.second) if node]
    formulas += [series.node for series in ledger.series.values()]
    for use in uses:
        if use.macro in ("fact", "claim"):
            found.add(name := use.name.removeprefix("fact:"))
            with suppress(FormulaError):
                formulas.append(parse(name))
    return found | {part.name for f in formulas for part in f.walk() if isinstance(part, Name)}
