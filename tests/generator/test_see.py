"""A sentence points to a chart by its name, in words that fit where it stands."""

import pytest

from charts.generator.check.check import check
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from tests.support import edit

QUESTION = "questions/length.md"


def link(project: Project, name: str, before: str, macro: str) -> str:
    """Puts a macro in front of some words of a page; gives the link that it prints."""
    edit(project.docs / name, before, f"See {macro}.\n\n{before}")
    assert [str(found) for found in check(Project(project.root)).problems] == []
    content = Content(Project(project.root))
    built, _ = project.draw()
    page = content.pages[name]
    made = Evaluator(content).render(page, Pictures(built, project.runtime.name)).markdown
    return made.partition("See ")[2].partition(".\n")[0]


@pytest.mark.parametrize(
    ("name", "before", "shown"),
    [
        (QUESTION, "## Twelve", '<a class="see" href="#chart-month-lengths">the chart below</a>'),
        (QUESTION, "In 2023", '<a class="see" href="#chart-month-lengths">the chart above</a>'),
        (
            "index.md",
            "{{ questions() }}",
            '<a class="see" href="./charts/month-lengths/">the chart “Months”</a>',
        ),
    ],
    ids=["before the chart", "behind it", "on another page"],
)
def test_the_words_fit_where_the_sentence_stands(small, name, before, shown):
    assert link(small, name, before, '{{ see("month-lengths") }}') == shown


def test_an_editor_may_say_it_in_other_words(small):
    shown = link(small, QUESTION, "## Twelve", '{{ see("year-lengths", "leap years") }}')
    assert shown == '<a class="see" href="#chart-year-lengths">leap years</a>'


def test_a_chart_that_does_not_exist_is_a_mistake(small):
    edit(small.docs / QUESTION, "## Twelve", '{{ see("month-length") }}\n\n## Twelve')
    (problem,) = check(Project(small.root)).problems
    assert 'did you mean "month-lengths"?' in str(problem)
