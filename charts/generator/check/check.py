"""Checks the words of an explainer against its data, without building anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from charts.generator.base.clock import today
from charts.generator.base.problems import MistakeError, Problem, ProblemsError, problem, unknown
from charts.generator.base.settings import NavItem
from charts.generator.check import placeholders
from charts.generator.check.between_pages import outline
from charts.generator.check.kept_pages import KeptPages, fingerprint
from charts.generator.check.overdue import overdue
from charts.generator.check.page_check import PageCheck, is_readable
from charts.generator.check.page_data import PageData
from charts.generator.check.pages_together import together
from charts.generator.check.published_files import unchecked
from charts.generator.check.report import CheckReport, PageReport
from charts.generator.check.typed.typed_numbers import lint, lint_config, lint_sources
from charts.generator.data import queries
from charts.generator.data.datasets import place
from charts.generator.data.validation import DATAPACKAGE
from charts.generator.numbers.expressions import FormulaError, Name, parse
from charts.generator.pages import made_pages, notebooks
from charts.generator.pages.content import FINDINGS, Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project


def check(project: Project, kept: KeptPages | None = None) -> CheckReport:
    """Return everything that is wrong with an explainer's data, code and words.

    `kept` has what was found on pages before, and takes what is found now.
    """
    report, left = _examined(project, kept), placeholders.left(project)
    if not left:
        return report
    return CheckReport(placeholders.told_once(report.problems, left), report.warnings)


def _examined(project: Project, kept: KeptPages | None) -> CheckReport:
    """Return what is wrong, apart from the blanks that are left."""
    # Code is checked against the data, and words against both.
    if problems := _attempt(project, "settings") + _attempt(project, "datasets"):
        return CheckReport(sorted(problems))
    if problems := [*_queries(project)]:  # `refresh` mends them, so the datasets load all the same
        return CheckReport(sorted(problems))
    try:
        content = Content(project)
    except ProblemsError as error:
        return CheckReport(error.problems)
    parts = [(content, "ledger"), (project, "drawings"), (content, "citations")]
    if not (project.datasets or content.questions):
        parts += [(content, "updated")]
    if problems := [found for thing, part in parts for found in _attempt(thing, part)]:
        return CheckReport(sorted(problems))

    evaluator, pages = Evaluator(content), content.pages.values()
    problems = lint_config(project.config) + lint_sources(project.sources)
    problems += _navigation(content)
    problems += unchecked(project.docs, content.files)
    problems += made_pages.taken(content)
    problems += [
        problem for script in notebooks.find(project) for problem in lint(notebooks.prose(script))
    ]
    reports = _pages(evaluator, kept)
    problems += [found for each in reports.values() for found in each.problems]
    if all(map(is_readable, pages)):
        problems += together(project.docs, pages)
        # Nobody knows what an unreadable page uses.
        problems += _findings(content) + _unused(content, reports)
    if not problems:
        problems += [found for each in reports.values() for found in each.idle]
    warnings = {found for each in reports.values() for found in each.warnings}
    warnings |= {*overdue(project, today())}
    return CheckReport(sorted(set(problems)), sorted(warnings), evaluator)


def _pages(evaluator: Evaluator, kept: KeptPages | None) -> dict[Page, PageReport]:
    """Return what is wrong on each page; one whose report is kept is not checked again."""
    examiner, content = PageCheck(evaluator), evaluator.content
    pages = content.pages.values()
    if kept is None:
        return {page: examiner.report(page) for page in pages}
    outlines = [kept.outline(page, lambda page: outline(page, content)) for page in pages]
    others, data = fingerprint(each.encode() for each in outlines), PageData(evaluator)
    return {page: kept.report(page, others, data.of, examiner.report) for page in pages}


def _attempt(thing: object, part: str) -> list[Problem]:
    """Load a part of a project or page; return what is wrong with it."""
    try:
        getattr(thing, part)
    except ProblemsError as error:
        return error.problems
    return []


def _queries(project: Project) -> Iterator[Problem]:
    """Say which rows are not what their query says now."""
    path = project.data / DATAPACKAGE
    for name, dataset in project.datasets.items():
        if "query" in dataset.descriptor:
            query = dataset.descriptor["query"]
            for fault in queries.faults(query, project.data, dataset.height):
                yield problem(path, f'dataset "{name}": {fault}', *place(path, name, "query"))


def _navigation(content: Content) -> Iterator[Problem]:
    """Say which pages and folders in the navigation do not exist."""
    project = content.project
    scripts = [path.relative_to(project.docs) for path in notebooks.find(project)]
    known = {**content.pages, **{s.with_suffix(".ipynb").as_posix(): s for s in scripts}}
    folders = sorted({f"{name.rpartition('/')[0]}/" for name in known if "/" in name})
    for item in _items(project.settings.nav):
        kind, names = ("folder", folders) if item.target.endswith("/") else ("page", known)
        if item.target and item.target not in names:
            message = unknown(kind, item.target, names)
            yield problem(project.config, message, item.line, item.column)


def _items(items: Iterable[NavItem]) -> Iterator[NavItem]:
    for item in items:
        yield from _items(item.children)
        yield item


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


def _unused(content: Content, reports: Mapping[Page, PageReport]) -> list[Problem]:
    """Say which charts have no page or are not shown, and which facts and claims are unused."""
    problems = []
    shown = {name for page, each in reports.items() if page.kind != "chart" for name in each.charts}
    for name, drawing in content.project.drawings.items():
        if name not in content.chart_pages:
            message = f"this chart has no page; write its words in docs/charts/{name}.md."
            problems.append(problem(drawing.path, message, drawing.line))
        elif name not in shown and content.questions:  # without any, charts stand for themselves
            message = f'no question shows this chart; use {{{{ chart("{name}") }}}}, or delete it.'
            problems.append(problem(drawing.path, message, drawing.line))
    ledger, named = content.ledger, _named(content, reports.values())
    for entry in [*ledger.facts.values(), *ledger.claims.values()]:
        if entry.name not in named:
            who = "this page does not use" if entry.page else "no page uses"
            message = f'{who} {entry.kind} "{entry.name}"; use it, or delete it.'
            problems.append(problem(str(entry.path), message, entry.line, entry.column))
    return problems


def _named(content: Content, reports: Iterable[PageReport]) -> set[str]:
    """Return the names that pages use, and those in the formulas of pages and definitions."""
    ledger, found = content.ledger, {name for each in reports for name in each.names}
    formulas = [node for e in ledger.entries for node in (e.node, e.second) if node]
    formulas += [series.node for series in ledger.series.values()]
    for name in found:
        with suppress(FormulaError):
            formulas.append(parse(name))
    return found | {part.name for f in formulas for part in f.walk() if isinstance(part, Name)}
