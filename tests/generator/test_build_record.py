"""A site of which nothing has changed is not built again; whatever has changed, builds it."""

import os
import shutil

import pytest

from charts.generator.base.files import LIST, digest
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.support import ROOT, edit, run, tree

PAGE = "index.html"


@pytest.fixture
def site(published: Project) -> Project:
    """The tiny explainer, built where it is."""
    list(build_site(published))
    return published


def rebuilt(project: Project) -> bool:
    """Says whether asking for the site builds it; its list is told from the last by its number."""
    before = (project.site / LIST).stat().st_ino
    said = list(build_site(Project(project.root)))
    built = (project.site / LIST).stat().st_ino != before
    assert built is not any(line.startswith("Nothing has changed") for line in said)
    return built


def test_a_site_of_which_nothing_has_changed_is_left_as_it_is(site):
    assert not rebuilt(site)


def test_a_file_saved_with_the_same_content_changes_nothing(site):
    os.utime(site.docs / "index.md")
    assert not rebuilt(site)


def test_to_see_that_nothing_has_changed_loads_nothing_that_reads_or_draws(published, monkeypatch):
    monkeypatch.chdir(ROOT)  # problems name files as they are seen from there
    list(build_site(published))
    said = run("--root", published.root, "site", PYTHONPROFILEIMPORTTIME="1")
    assert "Nothing has changed" in said.stdout
    loaded = {line.rpartition("|")[2].strip() for line in said.stderr.splitlines()}
    assert "charts.generator.project" in loaded
    parts = ("data", "numbers", "draw", "pages", "export")
    readers = {"yaml", "pandas", "altair", *(f"charts.generator.{part}" for part in parts)}
    assert loaded & readers == set()


def test_a_changed_word_builds_the_site(site):
    edit(site.docs / "questions" / "length.md", "Most years", "Nearly all years")
    assert rebuilt(site)
    assert not rebuilt(site)


def test_a_changed_cell_builds_the_site(site):
    edit(site.data / "month_lengths.csv", "2023-03,31", "2023-03,30")
    stamp(site.data, [])
    assert rebuilt(site)


def test_a_changed_chart_module_builds_the_site(site):
    edit(site.gallery / "year_lengths.py", "import altair", "# Years.\nimport altair")
    assert rebuilt(site)


@pytest.mark.parametrize("variable", ["SITE_URL", "EDIT_URI"])
def test_another_address_builds_the_site(site, monkeypatch, variable):
    monkeypatch.setenv(variable, "https://example.org/")
    assert rebuilt(site)
    assert not rebuilt(site)
    assert "https://example.org/" in (site.site / PAGE).read_text()


def test_a_site_that_somebody_touched_is_built_again(site):
    with (site.site / "questions" / "length" / PAGE).open("a") as page:
        page.write("What nobody has checked.")
    assert rebuilt(site)
    assert "nobody" not in (site.site / "questions" / "length" / PAGE).read_text()


def test_a_site_from_which_a_file_is_gone_is_built_again(site):
    (site.site / "questions" / "length" / PAGE).unlink()
    assert rebuilt(site)
    assert (site.site / "questions" / "length" / PAGE).is_file()


@pytest.mark.parametrize("name", ["stray.html", "questions/length/stray.txt"])
def test_a_site_with_a_file_that_it_does_not_list_is_built_again(site, name):
    (site.site / name).touch()
    assert rebuilt(site)
    assert not (site.site / name).exists()


def test_a_site_whose_list_somebody_changed_together_with_a_page_is_built_again(site):
    page, listed = site.site / "questions" / "length" / PAGE, site.site / LIST
    before = digest(page)
    with page.open("a") as file:
        file.write("What nobody has checked.")
    edit(listed, before, digest(page))
    assert rebuilt(site)
    assert digest(page) == before


def test_a_site_is_the_same_bytes_whatever_the_environment_says(small, small_built):
    shutil.rmtree(small.build)
    mask = os.umask(0o077)
    try:
        done = run(
            *("--root", small.root, "site"),
            PYTHONHASHSEED="7",
            TZ="Pacific/Kiritimati",
            LANGUAGE="ru",
            LC_ALL="C",
            SOURCE_DATE_EPOCH="1",
        )
    finally:
        os.umask(mask)
    assert done.returncode == 0, done.stderr
    assert tree(small.site) == tree(small_built.site)
