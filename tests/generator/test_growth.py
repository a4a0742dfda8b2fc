"""A site of twice the charts is twice the files, and a page of it is as long as it was before.

Sizes stand for cost: what each page says of all others grows with the square.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from charts.generator.pages import blocks
from charts.generator.project import Project
from charts.generator.site import staging
from charts.generator.site.build import build_site
from charts.generator.site.ways import ways
from tests import large

PLACES = ("north", "south")  # each question has so many charts
# These list all of something, each once.
LISTS = {
    "index.html",
    "404.html",
    "charts/index.html",
    "data/index.html",
    "data/facts/index.html",
    "data/claims/index.html",
    "about/sources/index.html",
}
OTHER_NAMES = 0.03  # of a page: the questions before and after it have longer names


@dataclass(frozen=True)
class Built:
    """The bytes of a site's files, and the links of its pages, by their paths."""

    charts: int
    files: dict[str, int]
    links: dict[str, int]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Built]:
    """Two explainers, one of twice the questions, both as if they had many."""
    made = staging._config
    with pytest.MonkeyPatch.context() as during:
        during.setattr(large, "PLACES", PLACES)
        during.setattr(blocks, "CARDS", 1)
        during.setattr(blocks, "SMALL", 1)
        during.setattr(staging, "_config", lambda content: few(made(content)))
        one, other = (built(charts, tmp_path_factory.mktemp("grown")) for charts in (4, 8))
    return one, other


def few(config: str) -> str:
    assert "crowd: 12" in config
    return config.replace("crowd: 12", "crowd: 1")


def built(charts: int, root: Path) -> Built:
    large.write(charts, root)
    list(build_site(Project(root)))
    site = root / "site"
    files = [path for path in site.rglob("*") if path.is_file()]
    return Built(
        charts,
        {path.relative_to(site).as_posix(): path.stat().st_size for path in files},
        {
            path.relative_to(site).as_posix(): len(html.parse(path).xpath("//a[@href]"))
            for path in files
            if path.suffix == ".html"
        },
    )


def test_twice_the_charts_are_at_most_twice_the_files_bytes_and_links(sites):
    one, other = sites
    assert other.charts == 2 * one.charts
    assert len(one.files) < len(other.files) <= 2 * len(one.files)
    assert sum(other.files.values()) <= 2 * sum(one.files.values())
    assert sum(other.links.values()) <= 2 * sum(one.links.values())


def test_a_page_has_as_many_links_whatever_else_there_is(sites):
    one, other = sites
    assert set(one.links) <= set(other.links)
    # A question may have one before or after it that it did not have.
    grown = {
        path: (links, other.links[path])
        for path, links in one.links.items()
        if path not in LISTS and other.links[path] > links + 1
    }
    assert grown == {}


def test_a_page_is_as_long_whatever_else_there_is(sites):
    one, other = sites
    grown = {
        path: (one.files[path], other.files[path])
        for path in one.links
        if path not in LISTS and other.files[path] > one.files[path] * (1 + OTHER_NAMES)
    }
    assert grown == {}


def test_a_page_that_lists_all_grows_with_what_it_lists(sites):
    one, other = sites
    for path in LISTS:
        assert other.files[path] <= 2 * one.files[path], path
        assert other.links[path] <= 2 * one.links[path], path


def test_what_is_kept_of_a_page_that_was_read_keeps_none_of_its_elements():
    # Or the trees of all pages would be in memory at once.
    page = html.document_fromstring(
        '<link rel="canonical" href="https://example.org/"><p id="one"><a name="two" href="#one">'
    )
    found = ways(page)
    texts = [*found.places, *found.canonical, *(address for address, _ in found.leads)]
    assert sorted(texts) == ["#one", "https://example.org/", "one", "two"]
    assert {type(text) for text in texts} == {str}
