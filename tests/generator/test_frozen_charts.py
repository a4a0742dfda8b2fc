"""What others show frozen stays published, though publishing replaces the whole site."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from charts.generator.base.files import hash_of
from charts.generator.base.http_client import Client
from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.export.frozen import FROZEN
from charts.generator.project import Project
from charts.generator.site.frozen_charts import LARGEST, carry
from tests.publishers import Publisher, serving
from tests.support import run, tree

OLD = "embed/month-lengths/0123456789abcdef/"
PAGE = b"<!doctype html><title>February, as it was</title>"


def publish(server: Publisher, site: Path) -> None:
    """Puts a site in the place of the one that is published, all of it, as Pages does."""
    server.files.clear()
    for name, content in tree(site).items():
        server.files[name.removesuffix("index.html")] = content


def listed(site: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((site / FROZEN).read_text())
    return found


@pytest.fixture
def old() -> Iterator[Publisher]:
    """A site that is published already, with a frozen chart of an earlier version."""
    files = {FROZEN: json.dumps({OLD: hash_of(PAGE)}).encode(), OLD: PAGE}
    with serving(files) as server:
        yield server


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(tmp_path / "kept", pause=0)


def refused(site: Path, address: str, client: Client) -> str:
    """Returns why nothing is carried, once it is sure that nothing was changed."""
    before = tree(site)
    with pytest.raises(ProblemsError) as caught:
        carry(site, address, client)
    assert tree(site) == before
    return str(caught.value)


def test_where_nothing_was_published_nothing_is_carried(published: Project, client):
    before = tree(published.site)
    with serving({}) as server:
        assert carry(published.site, server.address, client) == []
    assert tree(published.site) == before


def test_a_frozen_chart_of_the_published_site_is_carried_into_the_new_one(published, old, client):
    ours = listed(published.site)
    assert carry(published.site, old.address, client) == [OLD]
    assert (published.site / OLD / "index.html").read_bytes() == PAGE
    assert listed(published.site) == ours | {OLD: hash_of(PAGE)}


def test_it_is_carried_from_publication_to_publication(published, old, client, tmp_path):
    third = tmp_path / "third"
    shutil.copytree(published.site, third)
    carry(published.site, old.address, client)
    publish(old, published.site)
    assert carry(third, old.address, client) == [OLD]
    assert (third / OLD / "index.html").read_bytes() == PAGE


def test_a_frozen_chart_of_the_new_site_is_not_overwritten(published, old, client):
    (place, *_) = listed(published.site)
    old.files[FROZEN] = json.dumps({place: hash_of(PAGE)}).encode()
    old.files[place] = PAGE
    before = tree(published.site)
    assert carry(published.site, old.address, client) == []
    assert tree(published.site) == before


def test_a_page_that_is_not_the_one_that_was_published_is_refused(published, old, client):
    old.files[OLD] = PAGE + b"<script src='https://example.com/'></script>"
    assert "its checksum differs" in refused(published.site, old.address, client)


def test_a_listed_page_that_is_gone_is_refused(published, old, client):
    del old.files[OLD]
    assert f"{OLD}: answered 404" in refused(published.site, old.address, client)


@pytest.mark.parametrize("fault", ["status_500", "cut_off"])
def test_a_server_that_fails_stops_the_publication(published, old, client, fault):
    old.fault = fault
    assert FROZEN in refused(published.site, old.address, client)


@pytest.mark.parametrize(
    "place", ["../index.html", "embed/../../0123456789abcdef/", "embed/a/0123456789abcdef/x/", ""]
)
def test_a_list_with_other_places_than_frozen_charts_is_refused(published, old, client, place):
    old.files[FROZEN] = json.dumps({place: hash_of(PAGE)}).encode()
    assert "this is not a list of frozen charts" in refused(published.site, old.address, client)


@pytest.mark.parametrize("text", [b"[1]", b"{", b'{"embed/a/0123456789abcdef/": 1}'])
def test_a_list_that_is_none_is_refused(published, old, client, text):
    old.files[FROZEN] = text
    assert FROZEN in refused(published.site, old.address, client)


def test_a_page_of_no_reasonable_size_is_refused(published, old, client):
    old.files[OLD] = PAGE + b" " * LARGEST
    old.files[FROZEN] = json.dumps({OLD: hash_of(old.files[OLD])}).encode()
    assert "KiB" in refused(published.site, old.address, client)


@pytest.mark.parametrize("address", ["", "example.org", "file:///etc/"])
def test_what_is_no_address_is_told_apart(published, client, address):
    with pytest.raises(MistakeError, match="is not the address of a site"):
        carry(published.site, address, client)


def test_a_site_that_is_not_built_is_told_apart(small, old, client):
    with pytest.raises(ProblemsError, match="run `make site` first"):
        carry(small.site, old.address, client)


def test_the_command_says_how_much_it_carried(published, old):
    done = run("--root", published.root, "carry", old.address)
    assert (done.returncode, done.stdout) == (0, "Carried over: 1 frozen chart.\n"), done.stderr


def test_the_command_ends_with_one_where_the_server_fails(published, old):
    old.files[FROZEN] = b"{"
    done = run("--root", published.root, "carry", old.address)
    assert done.returncode == 1
    assert "the list is not valid JSON" in done.stderr
