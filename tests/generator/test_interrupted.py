"""Builds that meet another build, or an end in the middle, leave a whole site."""

import os
import select
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from charts.generator.base.files import remove_unfinished, write_atomically
from charts.generator.project import Project
from charts.generator.site.build import build_site
from charts.generator.site.make import make_pages
from tests.support import ROOT, edit, run, tree

# Builds a site whose pages say "new", and ends itself before the nth time it moves a folder.
KILLED = """
import os, signal, sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from charts.generator.project import Project
from charts.generator.site import build, renew
from charts.generator.site.last_build import LastBuild

def make_pages(evaluator, pictures, stage, site, workers, before):
    site.mkdir()
    (site / "index.html").write_text("new")
    (site / "other.html").write_text("new")
    return LastBuild(), None

verified = SimpleNamespace(problems=[], summary="", ways={}, seen={})
renew.make_pages, renew.read_pages = make_pages, lambda *each: verified
renew.finish = renew.follow = lambda *each: None
renew.drawn_anew = lambda *each: nullcontext(lambda: lambda site: [])
renew.outgrown = lambda *each: ()
moves, rename = int(sys.argv[1]), os.rename

def counted(*places, **options):
    global moves
    if str(places[1]).endswith(("site", "old", "gone")):
        moves -= 1
        if moves == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    rename(*places, **options)

os.rename = counted
list(build.build_site(Project(Path())))
"""
OLD, NEW = ({"index.html": text, "other.html": text} for text in (b"old", b"new"))


@pytest.fixture
def old(small: Project) -> Project:
    """The tiny explainer with a site of two pages that say "old"."""
    small.site.mkdir()
    for name, text in OLD.items():
        (small.site / name).write_bytes(text)
    return small


def killed(project: Project, move: int) -> int:
    """Builds the new site in a process that ends itself at a move; returns how that ended."""
    command = [sys.executable, "-c", KILLED, str(move)]
    done = subprocess.run(command, cwd=project.root, env={"PYTHONPATH": str(ROOT)}, check=False)
    return done.returncode


@pytest.mark.parametrize(("move", "site"), [(1, OLD), (2, OLD), (3, NEW), (4, NEW)])
def test_a_build_that_is_killed_at_any_move_leaves_the_old_site_or_the_new_one(old, move, site):
    assert killed(old, move) == (-signal.SIGKILL if move < 4 else 0)
    with Project(old.root).alone("the next command"):
        assert tree(old.site) == site
        assert not list(old.build.glob("site-*"))


@pytest.mark.parametrize("moves", [0, 1, 2, 3])
def test_a_build_of_one_page_that_ends_at_any_move_leaves_the_old_site_or_becomes_the_new_one(
    published, monkeypatch, moves
):
    page, site = published.docs / "questions" / "length.md", published.site
    list(build_site(published))
    before, replace = tree(site), Path.replace
    edit(page, "The\nlast month", "The very\nlast month")
    list(build_site(Project(published.root)))
    after = tree(site)
    changed = [name for name in after if after[name] != before[name]]
    edit(page, "The very\nlast month", "The\nlast month")
    list(build_site(Project(published.root)))
    left = moves

    def stopped(path, target):
        nonlocal left
        if str(target).startswith(str(site)):
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
        return replace(path, target)

    edit(page, "The\nlast month", "The very\nlast month")
    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        list(build_site(Project(published.root)))
    monkeypatch.undo()
    assert len(changed) > 3 and sum(tree(site)[name] == after[name] for name in changed) == moves
    with published.alone("the next command"):
        assert tree(site) == after
        assert not list(published.build.glob("site-*"))


def test_what_is_left_of_a_site_that_was_being_deleted_is_never_put_back(old, monkeypatch):
    assert killed(old, 3) == -signal.SIGKILL

    def stopped(folder):
        (folder / "gone" / "other.html").unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", stopped)
        with pytest.raises(KeyboardInterrupt), old.alone("one that is stopped while it deletes"):
            pass
    shutil.rmtree(old.site)
    with old.alone("the next command"):
        assert not old.site.exists()


def test_folders_of_killed_builds_are_cleaned_by_the_next_command(small):
    for left in (small.build / "site-abc" / "stage", small.built / ".new-abc" / "chart"):
        left.mkdir(parents=True)
    with small.alone("the next command"):
        assert not list(small.build.glob("site-*"))
        assert not list(small.built.glob(".new-*"))


def test_files_that_a_killed_command_had_begun_to_write_are_cleaned_by_the_next_one(published):
    begun = [
        published.site / ".index.html.abc.unfinished",
        published.build / "files" / ".made.json.abc.unfinished",
        published.docs / "questions" / ".length.md.abc.unfinished",
    ]
    still = published.data / ".year_lengths.csv.abc.unfinished"
    for path in [*begun, still]:
        path.touch()
    os.utime(begun[2], (0, 0))
    with published.alone("the next command"):
        assert [path for path in [*begun, still] if path.exists()] == [still]


def test_a_file_that_is_being_written_is_known_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "replace", lambda path, target: None)
    write_atomically(tmp_path / "page.md", "Words.")
    assert [*tmp_path.iterdir()] == [*tmp_path.glob(".page.md.*.unfinished")]
    assert tree(tmp_path)
    remove_unfinished(tmp_path)
    assert not tree(tmp_path)


def test_downloads_whose_record_was_cut_off_are_made_again(published):
    whole = tree(published.site)
    for record in (published.build / "files").rglob("made.json"):
        record.write_text('{"key":')
    (published.build / "site.txt").unlink()
    list(build_site(published))
    assert tree(published.site) == whole


def test_a_page_saved_during_a_build_is_in_the_next_one(published, monkeypatch):
    page = published.docs / "questions" / "length.md"

    def saved_meanwhile(*given):
        made = make_pages(*given)
        edit(page, "Most years", "Nearly all years")
        return made

    (published.build / "site.txt").unlink()
    monkeypatch.setattr("charts.generator.site.renew.make_pages", saved_meanwhile)
    list(build_site(published))
    monkeypatch.setattr("charts.generator.site.renew.make_pages", make_pages)
    list(build_site(Project(published.root)))
    assert "Nearly all years" in (published.site / "questions/length/index.html").read_text()


@contextmanager
def other(project: Project):
    """Another process that works in an explainer, until the end of the block."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom charts.generator.project import Project\n"
        "with Project(Path()).alone('charts site'):\n    print('begun', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=project.root,
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        yield process
        process.kill()


def test_a_second_command_says_for_whom_it_waits_and_goes_on_when_that_one_was_killed(
    small, capsys, monkeypatch
):
    with other(small) as process:
        # The moment at which the second one says that it waits.
        monkeypatch.setattr(
            "charts.generator.base.lock.click.echo",
            lambda said, err: (print(said), process.kill(), process.wait()),
        )
        with small.alone("the preview"):
            said = capsys.readouterr().out
    assert f"Waiting for charts site (process {process.pid})" in said


@pytest.mark.parametrize("command", [["build"], ["site"], ["verify", "site"]])
def test_every_command_that_builds_waits_its_turn(published, command):
    with other(published) as process:
        second = subprocess.Popen(
            [sys.executable, "-m", "charts", *command],
            env={"PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        with second:
            assert second.stderr
            assert "Waiting for charts site" in second.stderr.readline()
            second.kill()
        assert process.poll() is None


def test_a_command_that_only_checks_waits_for_nobody(small):
    with other(small):
        assert "No problems found" in run("--root", small.root, "check").stdout


WORKERS = """
import os
from charts.generator.base.processes import Workers

if __name__ == "__main__":
    with Workers() as workers:
        print(*{workers.submit(os.getpid).result() for _ in range(3)}, flush=True)
        input()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs a system that tells of an end")
def test_a_command_that_is_killed_leaves_no_process_behind(tmp_path):
    script = tmp_path / "work.py"
    script.write_text(WORKERS)
    with subprocess.Popen(
        [sys.executable, script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as command:
        assert command.stdout is not None
        workers = [os.pidfd_open(int(pid)) for pid in command.stdout.readline().split()]
        command.kill()
    assert workers
    for worker in workers:
        ended, _, _ = select.select([worker], [], [], 30)
        assert ended
        os.close(worker)
