"""The next build makes only the pages that would read differently; all else is taken as it was."""

import shutil

import pytest

from charts.generator.base.problems import ProblemsError
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from charts.generator.site import staging
from charts.generator.site.build import build_site
from charts.generator.site.last_build import FILE
from tests.support import edit, tree

QUESTION = "questions/length/index.html"
MONTHS = "charts/month-lengths/index.html"
CLAIMS = "data/claims/index.html"


@pytest.fixture
def site(published: Project) -> Project:
    """The tiny explainer, built where it is."""
    list(build_site(published))
    return published


def made(project: Project) -> set[str]:
    """Builds again; returns the pages that are not the very files of the site before."""
    before = {path: path.stat().st_ino for path in project.site.rglob("index.html")}
    list(build_site(Project(project.root)))
    pages = project.site.rglob("index.html")
    changed = [page for page in pages if before.get(page) != page.stat().st_ino]
    return {page.relative_to(project.site).as_posix() for page in changed}


def clean(project: Project, folder) -> dict[str, bytes]:
    """Builds a copy of an explainer that has nothing of earlier builds."""
    kept = shutil.ignore_patterns("site", "build")
    copied = Project(shutil.copytree(project.root, folder / "clean", ignore=kept))
    shutil.copytree(project.built, copied.built)  # whose fingerprints say whether they fit
    list(build_site(copied))
    return tree(copied.site)


def test_a_word_between_macros_makes_its_page_alone(site, tmp_path):
    edit(site.docs / "questions" / "length.md", "The\nlast month", "The very\nlast month")
    assert made(site) == {QUESTION}
    assert "very" in (site.site / QUESTION).read_text()
    assert tree(site.site) == clean(site, tmp_path)


def test_pages_that_are_left_have_the_same_names_elsewhere(published, tmp_path):
    edit(published.config, "- questions/length.md", "- A year: questions/length.md")
    list(build_site(Project(published.root)))
    edit(published.docs / "index.md", "---\n\n", '---\n\nIt can have {{ fact("leap_year") }}.\n\n')
    assert "index.html" in made(published)
    assert tree(published.site) == clean(published, tmp_path)


def test_what_the_search_finds_on_the_other_pages_is_kept(site):
    before = (site.site / "search" / "search_index.json").read_text()
    edit(site.docs / "questions" / "length.md", "The\nlast month", "The very\nlast month")
    made(site)
    after = (site.site / "search" / "search_index.json").read_text()
    assert after == before.replace("The last month", "The very last month") != before


def test_another_macro_makes_the_pages_that_list_it(site, tmp_path):
    edit(
        site.docs / "questions" / "length.md",
        "## Every fourth year",
        'Of {{ fact("leap_year") }} one hears less.\n\n## Every fourth year',
    )
    assert QUESTION in made(site)
    assert tree(site.site) == clean(site, tmp_path)


def test_a_cell_makes_the_pages_that_show_it(site, tmp_path):
    edit(site.data / "month_lengths.csv", "2023-03,31", "2023-03,30")
    stamp(site.data, [])
    pages = made(site)
    assert MONTHS in pages
    assert CLAIMS not in pages
    assert tree(site.site) == clean(site, tmp_path)


def test_a_word_and_then_a_cell_give_what_a_clean_build_gives(site, tmp_path):
    edit(site.docs / "questions" / "length.md", "The\nlast month", "The very\nlast month")
    made(site)
    edit(site.data / "month_lengths.csv", "2023-03,31", "2023-03,30")
    stamp(site.data, [])
    made(site)
    assert tree(site.site) == clean(site, tmp_path)


def test_nothing_is_taken_from_a_site_that_somebody_touched(site, tmp_path):
    with (site.site / CLAIMS).open("a") as page:
        page.write("What nobody has checked.")
    edit(site.docs / "questions" / "length.md", "The\nlast month", "The very\nlast month")
    assert CLAIMS in made(site)
    assert tree(site.site) == clean(site, tmp_path)


def test_what_is_kept_of_another_build_is_not_used(site, tmp_path):
    other = (site.build / FILE).read_text()
    edit(site.docs / "questions" / "length.md", "The\nlast month", "The very\nlast month")
    made(site)
    (site.build / FILE).write_text(other)  # as if this build had ended before it was kept
    edit(site.docs / "questions" / "length.md", "The very\nlast month", "The\nlast month")
    assert CLAIMS in made(site)
    assert tree(site.site) == clean(site, tmp_path)


def test_a_cell_saved_while_a_site_was_made_is_not_taken_for_what_it_shows(site, monkeypatch):
    lay_out = staging.lay_out

    def saved_meanwhile(*given):
        edit(site.data / "month_lengths.csv", "2023-03,31", "2023-03,30")
        stamp(site.data, [])
        return lay_out(*given)

    (site.build / "site.txt").unlink()
    monkeypatch.setattr("charts.generator.site.make.staging.lay_out", saved_meanwhile)
    made(site)
    monkeypatch.undo()
    edit(site.docs / "questions" / "length.md", "The\nlast month", "The very\nlast month")
    assert MONTHS in made(site)


def test_a_damaged_record_makes_the_whole_site(site):
    (site.build / FILE).write_text("{}")
    edit(site.docs / "questions" / "length.md", "The\nlast month", "The very\nlast month")
    assert CLAIMS in made(site)


def test_a_heading_that_is_gone_breaks_the_links_to_it_on_pages_that_are_kept(site):
    edit(
        site.docs / "index.md",
        "{{ questions() }}",
        "{{ questions() }}\n\n[Why](questions/length.md#twelve-months)",
    )
    made(site)
    edit(site.docs / "questions" / "length.md", "## Twelve months", "## A dozen months")
    with pytest.raises(ProblemsError, match="twelve-months"):
        made(site)
    assert "Twelve months" in (site.site / QUESTION).read_text()


def test_an_explainer_that_moved_keeps_its_site(site, tmp_path):
    site.root.rename(tmp_path / "moved")
    said = list(build_site(Project(tmp_path / "moved")))
    assert said[-1].startswith("Nothing has changed")


def test_only_pages_that_differ_are_read_in_full(site, monkeypatch):
    before = tree(site.site)
    edit(site.docs / "index.md", "---\n\n", '---\n\nIt can have {{ fact("leap_year") }}.\n\n')
    read: list[object] = []

    def run_or_loaded(page: object) -> list[object]:
        read.append(page)
        return []

    monkeypatch.setattr("charts.generator.site.verify.browser.run_or_loaded", run_or_loaded)
    list(build_site(Project(site.root)))
    after = tree(site.site)
    names = [name for name in after if name.endswith(".html") and after[name] != before.get(name)]
    assert len(read) == len(names) > 0
