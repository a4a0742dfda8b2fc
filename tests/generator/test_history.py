"""Pages say what the last update changed in them, and numbers what they said before."""

import json
import re

import pytest
from lxml import html

from charts.generator.base.problems import ProblemsError
from charts.generator.data import changes
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.ledger_pages import receipts
from charts.generator.project import Project


def entry(date: str, before: str, after: str, digest: str) -> dict[str, object]:
    return {
        "dataset": "year_lengths",
        "date": date,
        "hash": digest,
        "rows_added": 1,
        "first_added": ["2024"],
        "last_added": ["2024"],
        "values_revised": 3,
        "revised": [
            {"key": ["1996"], "column": "days", "before": "367", "after": "366"},
            {"key": ["2023"], "column": "days", "before": before, "after": after},
        ],
    }


@pytest.fixture
def evaluator(small: Project) -> Evaluator:
    """The tiny explainer after two refreshes that revised a number of its question."""
    digest = small.datasets["year_lengths"].descriptor["hash"]
    now = entry("2024-12-31", "364", "365", digest)
    earlier = entry("2024-06-01", "360", "364", "sha256:old")
    said = {"changes": [now], "earlier": [earlier]}
    (small.data / changes.FILE).write_text(json.dumps(said))
    return Evaluator(Content(Project(small.root)))


def shown(evaluator: Evaluator, name: str) -> str:
    """Renders a page; gives its words."""
    project = evaluator.content.project
    built, _ = project.draw()
    pages = {page.name: page for page in [*evaluator.content.pages.values(), *evaluator.made]}
    made = evaluator.render(pages[name], Pictures(built, project.runtime.name)).markdown
    found = re.search(r'<details class="fold changed".*?</details>', made)
    part = found[0] if found else ("" if "questions" in name or "charts" in name else made)
    return " ".join(" ".join(html.fromstring(f"<div>{part}</div>").itertext()).split())


def test_a_question_says_which_of_its_numbers_the_last_update_changed(evaluator):
    said = shown(evaluator, "questions/length.md")
    assert "Days in each year , December 31, 2024: new are 2024." in said
    assert "Length, 2023: was 364 days, now 365 days" in said
    assert "1996: was 367 days" in said  # a claim of the page reads it
    assert "and 1 other value" in said


def test_a_chart_says_what_the_last_update_changed_in_its_data(evaluator):
    assert "1996: was 367 days, now 366 days" in shown(evaluator, "charts/year-lengths.md")
    assert shown(evaluator, "charts/month-lengths.md") == ""


def test_the_page_of_a_dataset_says_it_too(evaluator):
    said = shown(evaluator, "data/year_lengths.md")
    assert "What the last update changed December 31, 2024: new are 2024" in said


def test_the_ledger_has_what_a_number_said_at_earlier_dates_the_newest_first(evaluator):
    said = shown(evaluator, "data/facts/length.md")
    assert (
        "days 2023 before 364 days until December 31, 2024 360 days until June 1, 2024"
        in said.replace("\u00a0", " ")
    )


def test_the_receipt_of_a_number_has_its_newest_change(evaluator):
    page = evaluator.content.pages["questions/length.md"]
    printed = evaluator.evaluate(page)[0]
    found = receipts(evaluator.content.project, page.root, printed)
    assert found["value-year-lengths-days-year-2023"]["changed"] == (
        "days 2023 was 364\u00a0days until December 31, 2024"
    )
    assert "changed" not in found["value-month-lengths-days-month-2023-02"]


def test_without_a_record_nothing_is_said_to_have_changed(small):
    assert shown(Evaluator(Content(small)), "questions/length.md") == ""


def test_a_record_of_another_form_is_told(evaluator):
    path = evaluator.content.project.data / changes.FILE
    path.write_text(path.read_text().replace('"2024-06-01"', "20240601"))
    with pytest.raises(ProblemsError, match="not the list of changes"):
        _ = Project(evaluator.content.project.root).datasets
