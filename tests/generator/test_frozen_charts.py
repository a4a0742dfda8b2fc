"""What others show frozen stays published, though publishing replaces the whole site."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from charts.generator.base.files import hash_of
from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.export.frozen import FROZEN
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site import security_policy
from charts.generator.site.frozen_charts import LARGEST, carry
from charts.generator.site.published import Published
from charts.generator.site.verify import browser, verify
from charts.generator.site.verify.frozen_page import SCRIPTS
from tests.publishers import Publisher, serving
from tests.support import ROOT, run, tree

MONTHS = "month-lengths"
OLD = f"embed/{MONTHS}/0123456789abcdef/"


def publish(server: Publisher, site: Path) -> None:
    """Puts a site in the place of the one that is published, all of it, as Pages does."""
    server.files.clear()
    for name, content in tree(site).items():
        server.files[name.removesuffix("index.html")] = content


def listed(site: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((site / FROZEN).read_text())
    return found


def of_version(page: bytes, place: str) -> bytes:
    """Turns a frozen chart of today into one of another version."""
    version = place.split("/")[2].encode()
    return re.sub(rb'data-key="[0-9a-f]{16}"', b'data-key="%s"' % version, page)


@pytest.fixture
def page(small_built: Project) -> bytes:
    """A frozen chart of an earlier version."""
    (place,) = [place for place in listed(small_built.site) if MONTHS in place]
    return of_version((small_built.site / place / "index.html").read_bytes(), OLD)


@pytest.fixture
def old(page: bytes) -> Iterator[Publisher]:
    """A site that is published already, with a frozen chart of an earlier version."""
    with serving({"": b"<p>Home</p>"}) as server:
        put(server, OLD, page)
        yield server


def put(server: Publisher, place: str, page: bytes) -> None:
    """Puts a page into a published site and into its list of frozen charts."""
    known = json.loads(server.files.get(FROZEN, b"{}"))
    server.files[place] = page
    server.files[FROZEN] = json.dumps(known | {place: hash_of(page)}).encode()


def read(server: Publisher, **limits: float) -> Published:
    return Published(server.address, pause=0, **limits)


def said(project: Project, text: str) -> None:
    """Writes into the repository what it knows of its frozen charts."""
    (project.root / "frozen.yml").write_text(text)


def refused(project: Project, published: Published) -> str:
    """Returns why nothing is carried, once it is sure that nothing was changed."""
    before = tree(project.site)
    with pytest.raises(ProblemsError) as caught:
        carry(project, published)
    assert tree(project.site) == before
    return str(caught.value)


# What is carried --------------------------------------------------------------------------------


def test_a_frozen_chart_of_the_published_site_is_carried_into_the_new_one(published, old, page):
    ours = listed(published.site)
    assert carry(published, read(old)) == {OLD: hash_of(page)}
    assert (published.site / OLD / "index.html").read_bytes() == page
    assert listed(published.site) == ours | {OLD: hash_of(page)}


def test_the_list_of_all_files_has_it_too(published, old, page):
    carry(published, read(old))
    files = json.loads((published.site / "build.json").read_text())["files"]
    assert files[f"{OLD}index.html"] == hash_of(page)
    assert files[FROZEN] == hash_of((published.site / FROZEN).read_bytes())


@pytest.fixture
def github(tmp_path, monkeypatch):
    """A program `gh` that says whether the file that it is asked about has been signed."""
    program, signed = tmp_path / "bin" / "gh", tmp_path / "signed"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$*" >>"{tmp_path}/asked"\n'
        f'cmp -s "$3" "{signed}" || {{ echo "no attestations found" >&2; exit 1; }}\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return tmp_path


def signed_site(server: Publisher, project: Project) -> bytes:
    """Publishes a list of all files too, and returns it."""
    files = {f"{place}index.html": hash for place, hash in json.loads(server.files[FROZEN]).items()}
    text = (project.site / "build.json").read_bytes()
    server.files["build.json"] = json.dumps(json.loads(text) | {"files": files}).encode()
    return server.files["build.json"]


def test_a_frozen_chart_that_is_not_recorded_is_carried_from_a_signed_site(published, old, github):
    (github / "signed").write_bytes(signed_site(old, published))
    assert list(carry(published, read(old), "we/ours")) == [OLD]
    assert "--signer-workflow we/ours/.github/workflows/publish.yml" in (
        (github / "asked").read_text()
    )


def test_from_a_site_that_somebody_else_changed_it_is_not_carried(published, old, page, github):
    (github / "signed").write_bytes(signed_site(old, published))
    put(old, OLD, page.replace(b"28", b"82"))
    signed_site(old, published)
    before = tree(published.site)
    with pytest.raises(ProblemsError, match=r"build\.json is not signed by .* \(no attestations"):
        carry(published, read(old), "we/ours")
    assert tree(published.site) == before


def test_a_site_without_a_list_of_all_files_is_signed_by_nobody(published, old, github):
    with pytest.raises(ProblemsError, match="is not signed"):
        carry(published, read(old), "we/ours")


def test_a_recorded_frozen_chart_needs_no_signature(published, old, page, github):
    said(published, f"kept:\n  {OLD}: {hash_of(page)}\n")
    assert list(carry(published, read(old), "we/ours")) == [OLD]
    assert not (github / "asked").exists()


def test_without_the_program_that_knows_signatures_nothing_unrecorded_is_carried(
    published, old, monkeypatch
):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProblemsError, match="without `gh`; install it"):
        carry(published, read(old), "we/ours")


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_what_was_carried_by_half_is_carried_again(published, old, page, tmp_path, writes):
    once = Project(shutil.copytree(published.root, tmp_path / "once"))
    carry(once, read(old))
    script = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from charts.generator.site import frozen_charts\n"
        "from charts.generator.cli import main\n"
        "left, write = int(sys.argv.pop(1)), frozen_charts.write_atomically\n"
        "def counted(*given):\n    global left\n"
        "    if left == 0:\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    left -= 1\n    write(*given)\n"
        "frozen_charts.write_atomically = counted\nmain()"
    )
    command = [sys.executable, "-c", script, str(writes), "carry", old.address]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, cwd=published.root, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert tree(published.site) != tree(once.site)
    carry(published, read(old))
    assert tree(published.site) == tree(once.site)


def test_it_is_carried_from_publication_to_publication(published, old, page, tmp_path):
    third = tmp_path / "third"
    shutil.copytree(published.root, third)
    carry(published, read(old))
    publish(old, published.site)
    assert list(carry(Project(third), read(old))) == [OLD]
    assert (third / "site" / OLD / "index.html").read_bytes() == page


def test_a_frozen_chart_of_the_new_site_is_not_overwritten(published, old, page):
    (place, *_) = listed(published.site)
    old.files.clear()
    put(old, place, of_version(page, place))
    before = tree(published.site)
    assert carry(published, read(old)) == {}
    assert tree(published.site) == before


def test_a_site_with_a_carried_chart_is_proven_like_any_other(published, old, made):
    carry(published, read(old))
    assert verify(Content(published), published.site, made).problems == []


# Nothing is lost --------------------------------------------------------------------------------


def test_a_list_that_is_gone_stops_the_publication(published, old):
    del old.files[FROZEN]
    assert "its list of frozen charts is gone" in refused(published, read(old))


def test_no_site_at_all_stops_it_unless_the_repository_says_why(published):
    before = tree(published.site)
    with serving({}) as server:
        assert "say so in frozen.yml" in refused(published, read(server))
        said(published, "unpublished: Nothing is there yet.\n")
        assert carry(published, read(server)) == {}
    assert tree(published.site) == before


def test_that_nothing_is_published_yet_excuses_no_missing_list_of_a_site(published, old):
    said(published, "unpublished: Nothing is there yet.\n")
    del old.files[FROZEN]
    assert "its list of frozen charts is gone" in refused(published, read(old))


def test_a_shorter_list_stops_it(published, old, page):
    said(published, f"kept:\n  {OLD}: {hash_of(page)}\n")
    old.files[FROZEN] = b"{}"
    assert f"no longer has {OLD}" in refused(published, read(old))


def test_a_shorter_list_than_that_of_all_files_stops_it(published, old, page):
    carry(published, read(old))
    publish(old, published.site)
    old.files[FROZEN] = json.dumps(
        {k: h for k, h in listed(published.site).items() if k != OLD}
    ).encode()
    assert f"disagree about {OLD}" in refused(published, read(old))


def test_a_chart_that_is_removed_for_a_reason_is_left_out(published, old, page):
    said(published, f"kept:\n  {OLD}: {hash_of(page)}\nremoved:\n  {OLD}: The data were wrong.\n")
    assert carry(published, read(old)) == {}
    old.files[FROZEN] = b"{}"
    assert carry(published, read(old)) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kpet: {}", 'there is no key "kpet"; did you mean "kept"?'),
        ("removed:\n  embed/x/: why", '"embed/x/" is not the place of a frozen chart'),
        (f"removed:\n  {OLD}: ''", "say why this frozen chart is removed"),
        (f"kept:\n  {OLD}: 1", "this is not a checksum"),
        ("kept: yes", "this should be lines of"),
        ("[", "this is not valid YAML"),
    ],
)
def test_a_mistake_in_the_record_is_told_with_its_place(published, old, text, message):
    said(published, text)
    found = refused(published, read(old))
    assert message in found
    assert re.match(r".*frozen\.yml:\d+:\d+: ", found)


def test_what_is_published_can_be_recorded_and_is_held_to_it(published, small_built, old, page):
    done = run("--root", published.root, "carry", old.address, "--record")
    assert done.stdout.endswith("Recorded in frozen.yml: 1 more.\n"), done.stderr
    assert f"{OLD}: {hash_of(page)}" in (published.root / "frozen.yml").read_text()
    shutil.rmtree(published.site)
    shutil.copytree(small_built.site, published.site)
    put(old, OLD, page.replace(b"28 days", b"82 days"))
    assert "is not the page that frozen.yml keeps" in refused(Project(published.root), read(old))


# Nothing is forged ------------------------------------------------------------------------------

HEAD, END = b"</head>", b"</figure>"
FORGED = {
    "another page": (b"<!doctype html><html>", b"<p>Not ours</p><html>", "title"),
    "a script": (END, b"<script>go()</script></figure>", "policy"),
    "a script of another origin": (
        END, b'<script src="https://example.org/a.js"></script></figure>', "another origin",
    ),
    "an order to go elsewhere": (
        HEAD, b'<meta http-equiv="refresh" content="0;url=https://example.org/"></head>', "order",
    ),
    "a picture": (END, b'<img src="a.png"></figure>', "an element <img>"),
    "a frame": (END, b'<iframe srcdoc="x"></iframe></figure>', "an element <iframe>"),
    "a form": (END, b'<form action="https://example.org/"></form></figure>', '"action"'),
    "an event": (b"<h1>", b'<h1 onclick="go()">', '"onclick"'),
    "a link elsewhere": (b"../../../charts/month-lengths/", b"https://example.org/", "leads to"),
    "no policy": (b'http-equiv="Content-Security-Policy"', b'name="policy"', "Policy"),
    "a looser policy": (b"default-src 'self'", b"default-src *", "policy"),
    "another chart": (b'data-embed="month-lengths"', b'data-embed="year-lengths"', "address names"),
    "another version": (b'data-key="0123', b'data-key="3210', "address names"),
    "another heading": (b"<h1>", b"<h1>No. ", "another title"),
    "a style from elsewhere": (
        b"<style>", b"<style>@import url(//example.org/a.css);", "another origin",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "message"), FORGED.values(), ids=FORGED)
def test_a_page_that_is_no_frozen_chart_of_ours_is_not_carried(
    published, old, page, before, after, message
):
    assert before in page or before == b"<!doctype html><html>"
    forged = page.replace(before, after) if before in page else b"<p>Not ours</p>"
    put(old, OLD, forged)
    assert message in refused(published, read(old))


def test_a_script_that_the_forged_policy_allows_is_not_carried(published, old, page):
    source = re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", page)
    source = source.replace(b"</main>", b"</main><script>go()</script>")
    forged = html.document_fromstring(source, parser=security_policy.PARSER)
    security_policy.protect(forged, source)
    put(old, OLD, html.tostring(forged, encoding="utf-8", doctype="<!doctype html>"))
    assert "runs a script that is not of this generator" in refused(published, read(old))


def test_the_scripts_of_frozen_charts_are_known(page):
    found = html.document_fromstring(page).xpath("//script/text()")
    assert len(found) == 2
    assert set(security_policy.hashes(found)) <= SCRIPTS


def test_a_frozen_chart_keeps_the_rules_of_its_time(published, old, page, monkeypatch):
    (before,) = security_policy.RULES
    monkeypatch.setattr(security_policy, "RULES", (f"{before}; media-src 'none'", before))
    assert carry(published, read(old)) == {OLD: hash_of(page)}
    today = html.document_fromstring(page, parser=security_policy.PARSER)
    assert "the policy is not the one of this page" in str([*browser.run_or_loaded(today)])


def test_a_frozen_chart_with_rules_of_no_time_is_refused(published, old, page):
    put(
        old,
        OLD,
        page.replace(b"object-src &#39;none&#39;; ", b"").replace(b"object-src 'none'; ", b""),
    )
    assert "the policy is not the one of this page" in refused(published, read(old))


def test_a_page_that_is_not_the_one_that_was_published_is_refused(published, old, page):
    old.files[OLD] = page + b" "
    assert "its checksum differs" in refused(published, read(old))


def test_a_listed_page_that_is_gone_is_refused(published, old):
    del old.files[OLD]
    assert f"{OLD}: answered 404" in refused(published, read(old))


# Answers that are none --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "message"), [("status_500", "answered 500"), ("cut_off", "cut off")]
)
def test_a_server_that_fails_stops_the_publication(published, old, fault, message):
    old.fault = fault
    assert message in refused(published, read(old))


def test_a_server_that_says_nothing_ends_in_a_sentence(published, old):
    old.fault = "slow"
    found = refused(published, read(old, timeout=0.05))
    assert "sent nothing for more than 0.05 seconds" in found


def test_a_server_that_sends_single_bytes_for_ever_ends_in_a_sentence(published, old):
    old.fault = "slow"
    assert "is too slow" in refused(published, read(old, patience=0.05))


@pytest.mark.parametrize(
    "place", ["../index.html", "embed/../../0123456789abcdef/", "embed/a/0123456789abcdef/x/", ""]
)
def test_a_list_with_other_places_than_frozen_charts_is_refused(published, old, page, place):
    old.files[FROZEN] = json.dumps({place: hash_of(page)}).encode()
    assert "this is not a list of frozen charts" in refused(published, read(old))


@pytest.mark.parametrize(
    "text",
    [b"[1]", b"{", b'{"embed/a/0123456789abcdef/": 1}', b"[" * 100_000, b'{"a":' * 100_000],
    ids=["an array", "half", "a number", "deep arrays", "deep objects"],
)
def test_a_list_that_is_none_is_refused(published, old, text):
    old.files[FROZEN] = text
    assert FROZEN in refused(published, read(old))


def test_a_page_of_no_reasonable_size_is_refused(published, old, page):
    put(old, OLD, page + b" " * LARGEST)
    assert "is larger than 256 KiB" in refused(published, read(old))


def test_a_page_with_elements_in_elements_without_end_is_refused(published, old, page):
    put(old, OLD, page.replace(b"</figure>", b"<div>" * 40_000 + b"</figure>"))
    assert OLD in refused(published, read(old))


@pytest.mark.parametrize("address", ["", "example.org", "file:///etc/"])
def test_what_is_no_address_is_told_apart(address):
    with pytest.raises(MistakeError, match="is not the address of a site"):
        Published(address)


def test_a_site_that_is_not_built_is_told_apart(small, old):
    with pytest.raises(ProblemsError, match="run `make site` first"):
        carry(small, read(old))


def test_the_command_says_how_much_it_carried(published, old):
    done = run("--root", published.root, "carry", old.address)
    assert (done.returncode, done.stdout) == (0, "Carried over: 1 frozen chart.\n"), done.stderr


def test_the_command_ends_with_one_where_the_server_fails(published, old):
    old.files[FROZEN] = b"{"
    done = run("--root", published.root, "carry", old.address)
    assert done.returncode == 1
    assert "the list of frozen charts is not valid JSON" in done.stderr
