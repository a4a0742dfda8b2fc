"""A period typed beside a number that moves is a warning, and a mistake once new data refute it."""

import shutil

import pytest

from charts.generator.check.check import check
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.conftest import SECOND
from tests.support import edit

DAYS = '{{ value("year_lengths", "days", year="latest") }}'
YEAR = '{{ value("year_lengths", "year", year="latest") }}'
OLD = '{{ value("year_lengths", "days", year=2000) }}'
MONTH = '{{ value("month_lengths", "days", month="latest") }}'
LONGEST = '{{ fact("highest(year_lengths.days[2001..])") }}'
CHANGE = '{{ fact("change(year_lengths.days, 2023, latest)") }}'
SUM = '{{ fact("sum(year_lengths.days[2022..])") }}'

# With data to 2024 and December 2024 each is true; with data to 2025 and January 2025 none is.
SOON = [
    f"In 2024 it had {DAYS}.",
    f"It had {DAYS} in 2024.",
    f"In the U.S., 2024 had {DAYS}.",
    f"By 2024, it was up to {DAYS}, more than in 2023.",
    f"A year after 2023, it had {DAYS}.",
    f"Years, which had {DAYS} in 2024, are long.",
    f"## Days in 2024\n\nThere were {DAYS}.",
    f"| Year | Days |\n| --- | --- |\n| 2024 | {DAYS} |",
    f"In December 2024 there were {MONTH}.",
    f"In December, there were {MONTH}.",
    f"In the fourth quarter of 2024 there were {MONTH}.",
    f"In Q4 2024 there were {MONTH}.",
    f"From 2022 to 2024 there were {SUM}.",
    f"From 2023 to 2024 it changed by {CHANGE}.",
    'They {{ claim("year_lengths.days[latest] > 360 days", "had many days in 2024") }}.',
    'In 2024 they {{ claim("year_lengths.days[latest] > 360 days", "had many days") }}.',
]
INNOCENT = [
    f"In {YEAR} it had {DAYS}, more than in 2021.",
    f"Since 1995 it is {DAYS}.",
    f"Since the reform of 1996 it is {DAYS}.",
    f"When the count began in 1995, nobody knew; it is {DAYS}.",
    f"It went from {OLD} in 2000 to {DAYS}.",
    f"In 2000 it was {OLD}, and by {YEAR} it was {DAYS}.",
    f"Compared with 2023, it changed by {CHANGE}.",
    f"The 1996 reform left {DAYS}.",
    f"On 8 March 2022 it was announced: {DAYS}.",
    f"Under the law of 2017 it is {DAYS}.",
    f"In 2004 there were {LONGEST}, the most.",
    f"In 2000 there were {OLD}.",
    f"This is about 2024. There were {DAYS}.",
]
FALSE = [
    f"In 2019 it had {DAYS}.",
    f"It had {DAYS} in March 2020.",
    f"In 2003 there were {LONGEST}, the most.",
    f"The record of 2003 is {LONGEST}.",
    f"In July there were {MONTH}.",
    f"Today a year has {OLD}.",
    f"A year now has {OLD}.",
    f"The latest figure is {OLD}.",
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny explainer, with every sentence on a page of its own."""
    root = tmp_path_factory.mktemp("periods") / "explainer"
    shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__"))
    for kind, texts in (("soon", SOON), ("innocent", INNOCENT), ("false", FALSE)):
        for number, text in enumerate(texts):
            head = "---\ntitle: A page\ndescription: Its words.\npinned:\n  year_lengths: a test\n"
            head += "  month_lengths: a test\n---\n\n"
            (root / f"docs/{kind}-{number}.md").write_text(f"{head}{text}\n")
    return Project(root)


@pytest.fixture(scope="module")
def renewed(small: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same with one more year, and one more month."""
    root = tmp_path_factory.mktemp("renewed") / "explainer"
    shutil.copytree(small.root, root)
    data = root / "data"
    edit(data / "datapackage.json", '"maximum": 2024', '"maximum": 2025')
    for name, row in (("year_lengths", "2025,common,365\n"), ("month_lengths", "2025-01,31\n")):
        path = data / f"{name}.csv"
        path.write_text(path.read_text() + row)
    stamp(data, [])
    return Project(root)


def said(project: Project) -> dict[str, set[str]]:
    """What the check says of each page, the file's name first: an error, or a warning."""
    report = check(Project(project.root))
    found: dict[str, set[str]] = {}
    for kind, problems in (("error", report.problems), ("warning", report.warnings)):
        for problem in problems:
            found.setdefault(problem.path.rpartition("/")[2], set()).add(kind)
    return found


@pytest.fixture(scope="module")
def before(small: Project) -> dict[str, set[str]]:
    return said(small)


@pytest.fixture(scope="module")
def after(renewed: Project) -> dict[str, set[str]]:
    return said(renewed)


@pytest.mark.parametrize("number", range(len(SOON)), ids=SOON)
def test_what_new_data_will_make_wrong_becomes_an_error_when_they_arrive(before, after, number):
    assert "error" not in before.get(f"soon-{number}.md", set())
    assert "error" in after.get(f"soon-{number}.md", set())


@pytest.mark.parametrize("number", range(13), ids=SOON[:13])
def test_a_period_typed_beside_the_latest_number_is_warned_of_before(before, number):
    assert before.get(f"soon-{number}.md") == {"warning"}


@pytest.mark.parametrize("number", range(len(INNOCENT)), ids=INNOCENT)
def test_a_period_that_dates_something_else_is_left_alone(before, after, number):
    assert f"innocent-{number}.md" not in before
    assert f"innocent-{number}.md" not in after


@pytest.mark.parametrize("number", range(len(FALSE)), ids=FALSE)
def test_a_period_that_the_number_is_not_of_is_an_error(before, number):
    assert before.get(f"false-{number}.md") == {"error"}


@pytest.mark.parametrize("when", ["Last year", "This year", "last month"])
def test_a_period_that_depends_on_the_day_of_reading_is_warned_of(small, tmp_path, when):
    root = tmp_path / "explainer"
    shutil.copytree(SECOND, root)
    head = "---\ntitle: A page\ndescription: Its words.\n---\n\n"
    (root / "docs/new.md").write_text(f"{head}{when} it had {DAYS}.\n")
    report = check(Project(root))
    assert report.problems == []
    assert [str(w).endswith('{{ fact("last(…)") }}.') for w in report.warnings] == [True]
