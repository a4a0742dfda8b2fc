"""What a check found is kept, and used again only where a check would find the same."""

import datetime
import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from charts.generator.base import tools
from charts.generator.check import check, kept
from charts.generator.check.page_check import PageCheck
from charts.generator.data.datasets import stamp
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.conftest import SECOND
from tests.support import edit

QUESTION = "docs/questions/length.md"
CHART = "docs/charts/month-lengths.md"
INDEX = "docs/index.md"
DEFINITIONS = "docs/definitions.yml"
DATA = "data/month_lengths.csv"

# What each changes: a page, what other pages read of it, a definition, data, code, settings.
EDITS = {
    "words": (QUESTION, "Since 1995", "In 1 of 9 cases, since 1995"),
    "a macro": (QUESTION, 'month="2023-02"', 'month="2023-99"'),
    "a use": (QUESTION, '{{ fact("last_month") }}', "unknown"),
    "a chart": (QUESTION, '{{ chart("month-lengths") }}', "No chart."),
    "a heading": (QUESTION, "## Every fourth year", "## Every one of the years"),
    "a link": (INDEX, "{{ questions() }}", "[Years](questions/length.md#every-fourth-year)"),
    "front matter": (QUESTION, "updated: 2024-12-31", "updated: 2024-12-32"),
    "no front matter": (QUESTION, "question: How", "question How"),
    "a source": (QUESTION, "sources: [month_lengths, ", "sources: ["),
    "a title": (CHART, "title: February has", "title: Febuary {{ fact(1) }} has"),
    "a name for all": (DEFINITIONS, "leap_year: sum", "long_year: sum"),
    "a claim": (DEFINITIONS, "is_lowest(month_days", "is_highest(month_days"),
    "a name for a page": (INDEX, "pinned:", "define: {numbers: {own: last(month_days)}}\npinned:"),
    "the use of it": (QUESTION, "{{ references() }}", '{{ fact("own") }}\n\n{{ references() }}'),
    "data": (DATA, "2023-02,28", "2023-02,29"),
    "an amount beside": (DATA, "2023-04,30", "2023-04,29"),
    "an amount of another dataset": ("data/year_lengths.csv", "2023,common,365", "2023,common,366"),
    "a period": (DATA, "2024-12,31\n", "2024-12,31\n2025-01,31\n"),
    "metadata": ("data/datapackage.json", '"Days in each month"', '"February and 11 others"'),
    "code": ("charts/facts/length.py", "% 4 == 0", "% 5 == 0"),
    "a chart's code": ("charts/gallery/month_lengths.py", "def draw(", "def draw(year_lengths, "),
    "settings": ("mkdocs.yml", "site_description: A tiny", "site_description: One of 7 tiny"),
}  # fmt: skip


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The tiny explainer, as the working folder, with what a first check of it found."""
    root = tmp_path / "explainer"
    shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__", "build", "site"))
    monkeypatch.chdir(root)
    kept.check(Project(root))
    return Project(root)


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are examined from now on."""
    names: list[str] = []
    report = PageCheck.report

    def noted(self, page):
        names.append(page.name)
        return report(self, page)

    monkeypatch.setattr(PageCheck, "report", noted)
    return names


def again(project: Project) -> tuple[list[str], list[str]]:
    """Checks with what is kept, as a new process does."""
    found = kept.check(Project(project.root))
    return [*map(str, found.problems)], [*map(str, found.warnings)]


def afresh(project: Project) -> tuple[list[str], list[str]]:
    """Checks without what is kept."""
    found = check.check(Project(project.root))
    return [*map(str, found.problems)], [*map(str, found.warnings)]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_same_is_found_as_without_what_is_kept(tiny, seed):
    chance, made, seen = random.Random(seed), set[str](), set[str]()
    for _ in range(35):
        name = chance.choice(sorted(EDITS))
        file, old, new = EDITS[name]
        # An edit that is made already is taken back.
        edit(Path(file), *((new, old) if name in made else (old, new)))
        made ^= {name}
        if file.endswith(".csv"):
            stamp(tiny.data, [])
        found = again(tiny)
        assert found == afresh(tiny), sorted(made)
        seen.add(str(found))
    assert len(seen) > 10  # the edits matter


def test_nothing_is_examined_while_nothing_changes(tiny, examined):
    assert again(tiny) == ([], [])
    assert examined == []


def test_only_the_page_that_changed_is_examined(tiny, examined):
    edit(Path(QUESTION), "updated: 2024-12-31", "updated: 2024-12-30")
    edit(Path(QUESTION), "In 2023 {{ claim", "In the year 2023 {{ claim")
    assert again(tiny) == ([], [])
    assert examined == ["questions/length.md"]


def test_a_new_amount_has_only_the_pages_examined_that_read_its_dataset(tiny, examined):
    edit(Path(DATA), "2023-04,30", "2023-04,29")
    stamp(tiny.data, [])
    again(tiny)
    read = {"charts/month-lengths.md", "charts/year-lengths.md", "questions/length.md"}
    assert {*examined} == read
    assert read < {page.name for page in Content(tiny).pages.values()}


def test_all_pages_are_examined_when_a_period_comes(tiny, examined):
    edit(Path(DATA), "2024-12,31\n", "2024-12,31\n2025-01,31\n")
    stamp(tiny.data, [])
    again(tiny)
    assert {*examined} == {page.name for page in Content(tiny).pages.values()}


def test_a_page_with_a_warning_is_examined_when_any_amount_changes(tiny, examined):
    edit(Path(INDEX), "pinned:\n  year_lengths: a common year, as an example\n", "")
    assert len(again(tiny)[1]) == 1
    examined.clear()
    edit(Path(DATA), "2023-04,30", "2023-04,29")
    stamp(tiny.data, [])
    again(tiny)
    assert INDEX.removeprefix("docs/") in examined


def test_a_warning_is_given_each_time(tiny):
    edit(Path(CHART), "pinned:\n  month_lengths: February is what the title is about\n", "")
    first = again(tiny)
    assert len(first[1]) == 1
    assert again(tiny) == first


@pytest.mark.parametrize("damage", [
    lambda text: "",
    lambda text: text[: len(text) // 2],
    lambda text: text.replace('"problems": []', '"problems": [["a", 1, 1, "b"]]'),
    lambda text: "\x00" + text,
])  # fmt: skip
def test_a_damaged_file_is_not_believed(tiny, damage, examined):
    file = tiny.build / kept.FILE
    file.write_text(damage(file.read_text()))
    assert again(tiny) == ([], [])
    assert "index.md" in examined


def test_what_is_kept_belongs_to_the_generator_and_the_libraries(tiny, examined, monkeypatch):
    monkeypatch.setattr(kept, "tools", lambda: [*tools.tools(), b"another"])
    again(tiny)
    assert "index.md" in examined


def test_a_day_that_is_still_to_come_comes(tiny, monkeypatch):
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=5)
    edit(Path(QUESTION), "2024-12-31", str(day))
    assert "still to come" in again(tiny)[0][0]

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) + datetime.timedelta(days=9)

    monkeypatch.setattr(datetime, "datetime", Later)
    assert again(tiny) == ([], [])


def test_what_is_found_while_files_are_saved_is_not_kept(tiny, monkeypatch):
    examine = check.check

    def slow(*arguments):
        found = examine(*arguments)
        text = Path(INDEX).read_text()
        Path(INDEX).write_text(f"{text}\nIt has 12 months.\n")
        return found

    edit(Path(INDEX), "The rest", "All the rest")
    with monkeypatch.context() as during:
        during.setattr(check, "check", slow)
        assert again(tiny) == ([], [])
    assert len(again(tiny)[0]) == 1


# Drawings ---------------------------------------------------------------------------------------


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked to be drawn from now on."""
    asked: list[str] = []
    draw = Project.draw

    def counted(project: Project, *arguments: Any, **options: Any) -> object:
        asked.append("all")
        return draw(project, *arguments, **options)

    monkeypatch.setattr(Project, "draw", counted)
    return asked


MODULE = "charts/gallery/month_lengths.py"

# What each does to a drawing, and what a check says of it.
FAULTS = {
    "no frame": ("return frame(", "return (lambda chart, *rest: chart)(", "its size is not fixed"),
    "a label cut off": ("200, 30, 10", "200, 4, 10", "cut off at the left"),
    "a colour beyond its scale": (
        "bars = alt.Chart(month_lengths).mark_bar(color=SUBJECT, size=6)",
        "color = alt.Color('days:Q').legend(None).scale(domain=[29, 31])\n    "
        "bars = alt.Chart(month_lengths).mark_bar(size=6).encode(color=color)",
        "each would get the colour of its end",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_check_finds_what_a_build_finds_in_drawing(tiny, old, new, expected):
    text = Path(MODULE).read_text()
    assert old in text
    Path(MODULE).write_text(text.replace(old, new, 1))
    (found,) = kept.check(Project(tiny.root)).problems
    assert found.path.endswith(MODULE) and found.line
    assert 'chart "month-lengths"' in found.message
    assert expected in found.message
    # And again, from what is kept.
    assert kept.check(Project(tiny.root)).problems == [found]
    Path(MODULE).write_text(text)
    assert kept.check(Project(tiny.root)).problems == []


def test_a_check_after_an_edit_of_a_page_draws_nothing(tiny, drawn):
    edit(Path(QUESTION), "Since 1995", "From 1995 on")
    kept.check(Project(tiny.root))
    assert drawn == []


def test_a_check_after_an_edit_of_data_draws_again(tiny, drawn):
    edit(Path(DATA), "2023-02,28", "2023-02,29")
    stamp(tiny.data, [])
    kept.check(Project(tiny.root))
    assert drawn == ["all"]


def test_a_fault_of_a_drawing_is_found_again_after_an_edit_of_a_page(tiny):
    text = Path(MODULE).read_text()
    Path(MODULE).write_text(text.replace("return frame(", "return (lambda chart, *rest: chart)("))
    assert kept.check(Project(tiny.root)).problems
    edit(Path(QUESTION), "Since 1995", "From 1995 on")
    assert any("its size" in each.message for each in kept.check(Project(tiny.root)).problems)


def test_a_check_after_a_build_examines_and_draws_nothing(tiny, examined, drawn):
    (tiny.build / kept.FILE).unlink()
    list(build_site(Project(tiny.root)))
    assert drawn == ["all"]  # by the build itself
    del examined[:], drawn[:]
    kept.check(Project(tiny.root))
    assert (examined, drawn) == ([], [])


def test_a_build_that_saw_other_files_spares_no_check(tiny, drawn):
    (tiny.build / kept.FILE).unlink()
    kept.check(Project(tiny.root), draw=False)
    os.utime(Path(MODULE))  # as if it had been changed, drawn, and changed back
    kept.drawn(Project(tiny.root))
    kept.check(Project(tiny.root))
    assert drawn == ["all"]
