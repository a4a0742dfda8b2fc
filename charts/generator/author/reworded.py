"""Keeps how the numbers and tests of pages read before a refresh, with the data."""

from __future__ import annotations

from charts.generator.base.clock import today
from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.data import changes
from charts.generator.data.changes import Words
from charts.generator.pages import history
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project


def remember(before: Project, after: Project) -> None:
    """Keep which numbers and tests of the pages read differently, and how.

    Pages that can't be read say nothing of what they print: then nothing is kept, and the report
    of the refresh tells why.
    """
    try:
        old, new = _told(before), _told(after)
    except (ProblemsError, MistakeError):
        return
    day = today().isoformat()
    found = [
        Words(day, reference, history.told(old[reference]), history.told(now))
        for reference, now in new.items()
        if reference in old and history.told(old[reference]) != history.told(now)
    ]
    if found:
        changes.keep_words(before.data, found, new)


def _told(project: Project) -> dict[str, history.Said]:
    """Return the first of each computed number, test and verdict of all pages, by reference.

    A plain cell has a history of its own, and the latest cell of a series is another each time.
    """
    found: dict[str, history.Said] = {}
    content = Content(project)
    results = [use.result for use in Evaluator(content).uses]
    for result in [*results, *content.ledger.checked.values()]:
        if isinstance(result, history.Said):
            found.setdefault(history.reference(result), result)
    return {name: result for name, result in found.items() if not name.startswith("value:")}
