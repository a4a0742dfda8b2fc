"""A chart that was renamed, or split, is still found at its old address."""

import shutil
from pathlib import Path

import pytest
from lxml import html

from charts.generator.check.check import check
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.build import build_site
from charts.generator.site.verify import verify
from tests.conftest import SECOND
from tests.support import edit, set_address

SITE = "https://example.org/explainer/"
MONTHS, YEARS = "docs/charts/month-lengths.md", "docs/charts/year-lengths.md"


def give_former_names(root: Path, page: str, names: str) -> None:
    """Lists names that the chart of a page had before."""
    edit(root / page, "\nsources:", f"\nformerly: {names}\nsources:")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny explainer, where one chart was renamed, and one was split into two."""
    root = tmp_path_factory.mktemp("moved") / "explainer"
    shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__"))
    set_address(root / "mkdocs.yml", SITE)
    give_former_names(root, MONTHS, "[days, calendar]")
    give_former_names(root, YEARS, "[calendar]")
    list(build_site(Project(root)))
    return Project(root)


def page(project: Project, address: str) -> html.HtmlElement:
    return html.parse(project.site / address / "index.html").getroot()


def test_the_old_address_of_a_renamed_chart_names_the_new_one_and_links_to_it(moved: Project):
    old = page(moved, "charts/days")
    (link,) = old.xpath("//main//a")
    assert link.get("href") == "../../charts/month-lengths/"
    (heading,) = page(moved, "charts/month-lengths").xpath("//h1")
    assert link.text_content() in " ".join(heading.text_content().split())
    assert old.xpath("//link[@rel='canonical']/@href") == [f"{SITE}charts/month-lengths/"]


def test_the_old_address_of_a_split_chart_links_to_each_part(moved: Project):
    links = page(moved, "charts/calendar").xpath("//main//a/@href")
    assert sorted(links) == ["../../charts/month-lengths/", "../../charts/year-lengths/"]


def test_a_frame_on_another_site_goes_on_showing_the_chart(moved: Project):
    old, new = (
        (moved.site / f"embed/{name}/index.html").read_bytes() for name in ("days", "month-lengths")
    )
    assert old == new
    assert b'data-embed="month-lengths"' in old


def test_a_site_with_moved_charts_is_proven(moved: Project):
    fresh = Project(moved.root)
    assert verify(Content(fresh), fresh.site).problems == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("old-name", '"formerly" should be a list'),
        ("[Old name]", '"formerly" should be a list of the names that the chart had'),
        ("[../secret]", '"formerly" should be a list of the names that the chart had'),
        ("[year-lengths]", '"year-lengths" is the name of a chart now'),
    ],
)
def test_a_former_name_that_can_not_be_one_is_refused_at_its_place(small, names, said):
    give_former_names(small.root, MONTHS, names)
    (found,) = check(Project(small.root)).problems
    assert said in str(found)
    assert str(found).startswith(f"{MONTHS}:")
