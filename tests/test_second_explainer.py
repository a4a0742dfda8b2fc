"""The generator knows nothing of its explainer's subject: it builds another one as well."""

import calendar
import csv
import re
import shutil

import pytest

from tests.conftest import SECOND
from tests.support import ROOT, run

# What this explainer is about, and the generator shall not know.
SUBJECT = re.compile(
    r"russia|ukrain|moscow|kremlin|putin|trump|america|united states|\bU\.S\.|european union"
    r"|census|sanction|embargo|tariff|invasion|\btrad(?:e|ed|ing)\b|\boil\b|uranium|alumin",
    re.IGNORECASE,
)
GENERATOR = [
    *sorted((ROOT / "charts").glob("*.py")),
    *sorted(path for path in (ROOT / "charts" / "templates").rglob("*") if path.is_file()),
]


def test_the_same_code_builds_an_explainer_on_another_subject(tmp_path):
    shutil.copytree(SECOND, tmp_path / "explainer")
    done = run("--root", tmp_path / "explainer", "site")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"Verified 12 pages: \d\d numbers recomputed, 2 claims tested, 4", done.stdout)


def test_it_has_its_own_pages_charts_and_data(small_built):
    published = {
        path.relative_to(small_built.site).as_posix()
        for folder in ("questions", "charts", "data", "embed")
        for path in (small_built.site / folder).rglob("*.*")
    }
    assert {
        "questions/length/index.html",
        "charts/month-lengths/index.html",
        "charts/year-lengths/year-lengths.png",
        "embed/year-lengths/index.html",
        "data/facts/index.html",
        "data/month_lengths.csv",
    } <= published


def test_nothing_of_this_explainer_is_in_the_other_one(small_built):
    pages = list(small_built.site.rglob("*.html"))
    assert pages
    assert [page.name for page in pages if SUBJECT.search(page.read_text())] == []


def test_what_the_other_one_says_is_true():
    with (SECOND / "data" / "month_lengths.csv").open() as lines:
        months = {row["month"]: int(row["days"]) for row in csv.DictReader(lines)}
    with (SECOND / "data" / "year_lengths.csv").open() as lines:
        years = {int(row["year"]): (row["kind"], int(row["days"])) for row in csv.DictReader(lines)}
    assert months == {
        f"{year}-{month:02d}": calendar.monthrange(year, month)[1]
        for year in (2023, 2024)
        for month in range(1, 13)
    }
    assert years == {
        year: ("leap", 366) if calendar.isleap(year) else ("common", 365)
        for year in range(1995, 2025)
    }


@pytest.mark.parametrize("path", GENERATOR, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_of_the_generator_names_the_subject_of_this_explainer(path):
    lines = path.read_text().splitlines()
    assert [line for line in lines if SUBJECT.search(line)] == []


def test_the_words_of_the_subject_are_found_where_they_belong():
    # The test above would pass as well if it looked for the wrong words.
    assert SUBJECT.search((ROOT / "charts" / "facts" / "relations.py").read_text())
    assert SUBJECT.search((ROOT / "docs" / "index.md").read_text())
