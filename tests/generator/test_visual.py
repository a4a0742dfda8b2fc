"""A change of the charts' look is shown to whoever reviews it."""

import shutil
import subprocess

import pytest

from tests.visual import VIEWS, compare, extract, photograph, revision, write

BOTH = ["month-lengths", "year-lengths"]

# The widths of pictures in their own pixels; one that can't be read is an error.
WIDTHS = """
(pictures) => Promise.all(pictures.map(async (picture) => {
  picture.loading = "eager";
  await picture.decode();
  return picture.naturalWidth;
}))
"""


def git(root, *arguments):
    """Runs Git, as somebody, and returns what it says."""
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    command = ["git", *who, *arguments]
    run = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return run.stdout.strip()


@pytest.fixture(scope="module")
def before(small_built, browser):
    """Pictures of the tiny explainer's charts."""
    return photograph(small_built.site, browser)


@pytest.fixture(scope="module")
def recoloured(small_built, browser, tmp_path_factory):
    """Pictures of the same charts after the light colour of their subject has changed."""
    site = tmp_path_factory.mktemp("recoloured") / "site"
    shutil.copytree(small_built.site, site)
    (style,) = site.glob("assets/style.*.css")
    words = style.read_text(encoding="utf-8")
    old = f"--chart-subject: {small_built.palettes['default']['--chart-subject']}"
    assert old in words
    style.write_text(words.replace(old, "--chart-subject: #008000", 1), encoding="utf-8")
    return photograph(site, browser)


@pytest.fixture
def repository(tmp_path):
    """A repository whose only file says "committed" in its commit, and "saved" on disk."""
    git(tmp_path, "init", "--initial-branch=main")
    (tmp_path / "words").write_text("committed")
    git(tmp_path, "add", "words")
    git(tmp_path, "commit", "--message=One")
    (tmp_path / "words").write_text("saved")
    return tmp_path


def test_every_chart_is_photographed_in_every_view(before):
    assert list(before) == BOTH
    assert all(list(pictures) == VIEWS for pictures in before.values())
    assert all(len(set(pictures.values())) == len(VIEWS) for pictures in before.values())


def test_an_identical_build_shows_no_difference(before, published, browser):
    found = compare(before, photograph(published.site, browser), browser)
    assert found.same == BOTH
    assert not found.differs
    assert found.summary == "Charts: 2 unchanged."


def test_a_changed_colour_is_found_in_the_views_that_show_it(before, recoloured, browser):
    found = compare(before, recoloured, browser)
    assert found.changed
    views = {chart: [d.view.name for d in several] for chart, several in found.changed.items()}
    assert views == {chart: ["phone-light", "desktop-light"] for chart in found.changed}
    assert all(0 < d.share < 0.5 for several in found.changed.values() for d in several)


def test_the_greatest_difference_comes_first(before, recoloured, browser):
    months, years = (before[chart] for chart in BOTH)
    after = {
        "month-lengths": months | {VIEWS[0]: recoloured[BOTH[0]][VIEWS[0]]},
        "year-lengths": years | {VIEWS[0]: months[VIEWS[0]]},
    }
    found = compare(before, after, browser)
    shares = [several[0].share for several in found.changed.values()]
    assert len(shares) == 2
    assert shares == sorted(shares, reverse=True)
    assert list(found.changed) == ["year-lengths", "month-lengths"]


def test_charts_that_are_new_or_gone_are_named(before, published, browser):
    shutil.rmtree(published.site / "charts" / "year-lengths")
    fewer = photograph(published.site, browser)
    assert compare(before, fewer, browser).gone == ["year-lengths"]
    assert compare(fewer, before, browser).new == ["year-lengths"]


def test_the_review_page_shows_before_after_and_difference(before, recoloured, browser, tmp_path):
    found = compare(before, recoloured, browser)
    write(found, before, recoloured, "abc1234", tmp_path / "review")
    page = browser.new_page()
    page.goto((tmp_path / "review" / "index.html").as_uri())
    assert page.title() == found.summary
    kinds = page.locator("section").first.locator("figcaption").all_inner_texts()
    assert kinds == ["Before", "After", "Difference"] * 2
    widths = page.locator("section img").evaluate_all(WIDTHS)
    assert widths
    assert min(widths) > 300
    page.close()


def test_the_review_page_folds_what_is_unchanged(before, browser, tmp_path):
    write(compare(before, before, browser), before, before, "abc1234", tmp_path / "review")
    page = browser.new_page()
    page.goto((tmp_path / "review" / "index.html").as_uri())
    assert page.locator("img").count() == len(BOTH) * len(VIEWS)
    assert page.locator("img").first.is_hidden()
    page.get_by_text("Unchanged: 2").click()
    assert page.locator("img").first.is_visible()
    page.close()


def test_a_commit_is_extracted_as_it_was_committed(repository, tmp_path_factory):
    folder = tmp_path_factory.mktemp("commit")
    extract("HEAD", repository, folder)
    assert (folder / "words").read_text() == "committed"


def test_a_change_is_compared_with_where_it_left_the_published_branch(repository):
    began = git(repository, "rev-parse", "HEAD")
    git(repository, "update-ref", "refs/remotes/origin/main", began)
    git(repository, "commit", "--all", "--message=Two")
    assert git(repository, "rev-parse", "HEAD") != began
    assert revision("", repository) == began


def test_without_a_published_branch_a_change_is_compared_with_the_last_commit(repository):
    assert revision("", repository) == git(repository, "rev-parse", "HEAD")


def test_a_commit_that_is_not_there_is_named(repository):
    with pytest.raises(SystemExit, match="no commit v9 here"):
        revision("v9", repository)
