"""Pages say what the last update changed in them, and numbers what they said before."""

import json
import re

import pytest
from lxml import html

from charts.generator.base.problems import ProblemsError
from charts.generator.data import changes
from charts.generator.data.changes import Words
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.ledger_pages import receipts
from charts.generator.project import Project
from tests.support import ROOT, run


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
    words = [
        {"date": day, "reference": reference, "before": before, "after": after}
        for day, reference, before, after in [
            ("2024-06-01", "fact:leap_year_longer", "4%", "2%"),
            ("2024-12-31", "fact:leap_year_longer", "2%", "0.27%"),
            ("2024-12-31", "claim:every_fourth_year_is_leap", "not true", "true"),
            ("2024-12-31", "fact:last_month", "June 2024", "nobody knows when"),
        ]
    ]
    said = {"changes": [now], "earlier": [earlier], "words": words}
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


def test_a_question_says_which_of_its_computed_numbers_read_differently_now(evaluator):
    said = shown(evaluator, "questions/length.md").replace("\u00a0", " ")
    found = said.partition("Computed from these: ")[2]
    assert (
        "How much a leap day adds to the length of a year, in 2023 and 2024: was 2%, now" in found
    )
    assert "in all years of the data: was not true, now true" in found
    assert "June 2024" not in said  # somebody changed it since


def test_a_ledger_has_how_a_computed_number_or_a_test_read_at_earlier_dates(evaluator):
    numbers, tests = (shown(evaluator, f"data/{kind}/length.md") for kind in ("facts", "claims"))
    assert "Before 2% until December 31, 2024 4% until June 1, 2024" in numbers
    assert "Before not true until December 31, 2024" in tests


def test_a_receipt_has_how_a_computed_number_or_a_test_read_last(evaluator):
    page = evaluator.content.pages["questions/length.md"]
    found = receipts(evaluator.content.project, page.root, evaluator.evaluate(page)[0])
    assert found["fact-leap-year-longer"]["changed"] == (
        "2% until December 31, 2024; days 2023 was 364\u00a0days until December 31, 2024"
    )
    tested = found["claim-every_fourth_year_is_leap"]
    assert tested["changed"] == "not true until December 31, 2024"


def test_a_verdict_on_a_text_says_what_it_was():
    project = Project(ROOT)
    content = Content(project)
    finding = next(iter(content.ledger.checked.values()))
    was = Words("2024-12-31", f"text:{finding.claim.id}", "untested", finding.verdict)
    project.__dict__["words"] = [was]
    page = content.pages["data/claims.md"]
    said = Evaluator(content).render(page, Pictures({}, "")).markdown
    assert said.count("Until December 31, 2024, the verdict was “untested”.") == 1


def revised(project: Project, day: str, days: int) -> None:
    """Renews the lengths of years, as people do, from a publisher who revises the newest one."""
    (project.data / "fetch").mkdir(exist_ok=True)
    (project.data / "fetch" / "office.py").write_text(
        '"""An office."""\n\n\ndef year_lengths(held):\n    """Return its rows."""\n'
        f'    held.loc[held["year"] == "2024", "days"] = "{days}"\n    return held\n'
    )
    package = project.data / "datapackage.json"
    said = json.loads(package.read_text())
    said["resources"][1]["fetcher"] = "office"
    package.write_text(json.dumps(said))
    command = ["refresh", "year_lengths", "--accept"]
    done = run("--root", project.root, *command, CHARTS_TODAY=day)
    assert done.returncode == 0, done.stderr


def words(project: Project) -> list[tuple[str, ...]]:
    return [(w.date, w.reference, w.before, w.after) for w in changes.words(project.data)]


def test_a_refresh_keeps_how_the_numbers_and_tests_of_pages_read_before(small):
    revised(small, "2025-01-01", 365)
    first = [
        ("2025-01-01", "fact:leap_year_longer", "0.27%", "0%"),
        ("2025-01-01", "claim:every_fourth_year_is_leap", "true", "not true"),
    ]
    assert words(small) == first
    revised(small, "2025-02-01", 366)
    again = [(day.replace("1-01", "2-01"), name, now, was) for day, name, was, now in first]
    assert words(small) == [*first, *again]


def test_two_refreshes_of_a_day_are_one_and_what_reads_as_before_is_none(small):
    for was, now, kept in [("1", "2", ("1", "2")), ("2", "3", ("1", "3")), ("3", "1", None)]:
        changes.keep_words(small.data, [Words("2025-01-01", "fact:a", was, now)], ["fact:a"])
        assert words(small) == ([("2025-01-01", "fact:a", *kept)] if kept else [])


def test_the_record_of_words_stays_small(small):
    each = [Words(f"20{at:02}-01-01", "fact:a", str(at), str(at + 1)) for at in range(30)]
    changes.keep_words(small.data, each, ["fact:a"])
    assert changes.words(small.data) == each[-changes.WORDS_KEPT :]
    many = [Words("2030-01-01", f"fact:{at}", "1", "2") for at in range(500)]
    changes.keep_words(small.data, many, [word.reference for word in many])
    assert len(changes.words(small.data)) == changes.MOST_WORDS
    changes.keep_words(small.data, [], ["fact:b"])  # no page prints any of them now
    assert changes.words(small.data) == []


def test_a_refresh_of_data_loses_no_words(small):
    changes.keep_words(small.data, [Words("2024-01-01", "fact:a", "1", "2")], ["fact:a"])
    package = json.loads((small.data / "datapackage.json").read_text())
    text = changes.written(small.data, package, [])
    assert json.loads(text)["words"][0]["before"] == "1"


def test_words_of_another_form_are_told(small):
    (small.data / changes.FILE).write_text('{"changes": [], "words": [{"date": "2024-01-01"}]}')
    with pytest.raises(ProblemsError, match="not the list of changes"):
        _ = Project(small.root).datasets


def test_without_a_record_nothing_is_said_to_have_changed(small):
    assert shown(Evaluator(Content(small)), "questions/length.md") == ""


def test_a_record_of_another_form_is_told(evaluator):
    path = evaluator.content.project.data / changes.FILE
    path.write_text(path.read_text().replace('"2024-06-01"', "20240601"))
    with pytest.raises(ProblemsError, match="not the list of changes"):
        _ = Project(evaluator.content.project.root).datasets
