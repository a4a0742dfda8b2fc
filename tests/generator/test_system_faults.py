"""What the system refuses ends in a sentence, and the old site stays."""

import errno
import os
import resource
import shutil
import subprocess
import sys

import pytest

from charts.generator.base.problems import ProblemsError
from charts.generator.draw.build import MANY
from charts.generator.project import Project
from charts.generator.site.build import build_site
from charts.generator.site.preview import Preview
from tests.support import ROOT, edit, run, tree


@pytest.fixture
def edited(published: Project) -> Project:
    """The tiny explainer, with a site that is out of date."""
    edit(published.docs / "questions" / "length.md", "Most years", "Nearly all years")
    return published


@pytest.fixture
def crowded(edited: Project) -> Project:
    """An explainer with so many charts that several processes draw them."""
    gallery, pages = edited.gallery / "year_lengths.py", edited.docs / "charts" / "year-lengths.md"
    shown = []
    for number in range(MANY):
        shutil.copy(gallery, gallery.with_name(f"more_{number}.py"))
        name = f"more-{number}"
        text = pages.read_text().replace('chart("year-lengths")', f'chart("{name}")')
        pages.with_name(f"{name}.md").write_text(text)
        shown.append(f'{{{{ chart("{name}") }}}}')
    question = edited.docs / "questions" / "length.md"
    edit(question, "{{ references() }}", "\n\n".join([*shown, "{{ references() }}"]))
    return edited


@pytest.fixture
def mounted(edited: Project):
    """Mounts an empty file system over a folder of the explainer; skips where that is forbidden."""
    folders = []

    def mount(name: str, size: str) -> None:
        folder = edited.root / name
        folder.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
        if os.getuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this process may not mount file systems")
        folders.append(folder)

    yield mount
    for folder in folders:
        subprocess.run(["umount", "-l", folder], check=True)


def refused(project: Project) -> str:
    """Runs the build, which leaves the site as it was; returns what it says, no traceback."""
    before = tree(project.site)
    done = run("--root", project.root, "site")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert tree(project.site) == before
    assert not list(project.build.glob("site-*"))
    return done.stderr


def test_a_file_that_grows_too_large_is_a_sentence(edited):
    script = "from charts.generator.cli import main; main()"
    before = tree(edited.site)
    done = subprocess.run(
        [sys.executable, "-c", script, "--root", edited.root, "site"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "A file would be larger than the system permits" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(edited.site) == before


def test_a_site_that_is_a_link_is_left_alone(edited, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    shutil.move(edited.site, elsewhere)
    edited.site.symlink_to(elsewhere)
    assert f"site: this leads to {elsewhere}" in refused(edited)
    assert edited.site.is_symlink()


def test_a_file_in_place_of_the_site_is_left_alone(small):
    small.site.write_text("mine")
    with pytest.raises(ProblemsError, match="a file stands where the site's folder is needed"):
        list(build_site(small))
    assert small.site.read_text() == "mine"


def test_a_file_in_place_of_the_working_folder_is_a_sentence(edited):
    shutil.rmtree(edited.build)
    edited.build.write_text("mine")
    assert "build: a file stands where a folder is needed; move it away." in refused(edited)


def test_a_site_that_is_a_mount_point_is_left_alone(edited, mounted):
    mounted("site", "1m")
    assert "site: this is a mount point, which a build can't replace" in refused(edited)


@pytest.fixture
def read_only(edited: Project):
    """Runs a command in a system that lets nobody write into the explainer, not even the owner."""
    mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    hidden = ["unshare", "--mount", "sh", "-c", mount, str(edited.root)]
    if subprocess.run([*hidden, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this process may not mount file systems")

    def run_there(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*hidden, sys.executable, "-m", "charts", "--root", str(edited.root), *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run_there


@pytest.mark.parametrize("command", [["check"], ["list", "charts"], ["explain", "month_days"]])
def test_commands_that_only_read_need_no_place_to_write(edited, read_only, command):
    shutil.rmtree(edited.build)
    done = read_only(*command)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["build", "site", "verify site"])
def test_a_read_only_explainer_is_a_sentence(edited, read_only, command):
    done = read_only(*command.split())
    assert done.returncode == 1
    assert "lock: this is read-only, and the command has to write here." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_preview_of_a_read_only_explainer_shows_a_sentence(edited, tmp_path, monkeypatch, caplog):
    def refused(*given, **options):
        raise OSError(errno.EROFS, "Read-only file system", str(edited.build / "lock"))

    monkeypatch.setattr("filelock.FileLock.acquire", refused)
    preview = Preview(edited.root, tmp_path / "preview")
    preview.build()
    assert "lock: this is read-only" in preview.dressed(b"<article></article>").decode()
    assert "Traceback" not in caplog.text


def test_a_process_that_the_system_ends_is_a_sentence(crowded):
    before = tree(crowded.site)
    script = (
        "import os, signal\n"
        "from concurrent.futures import ProcessPoolExecutor as Pool\n"
        "from charts.generator.cli import main\n"
        f"submit, waiting = Pool.submit, [*range({MANY})]\n"
        "def killed(pool, *given):\n    future = submit(pool, *given)\n"
        "    waiting.pop()\n"
        "    if not waiting:  # all charts wait; the processes are just starting\n"
        "        Pool.submit = submit\n"
        "        [os.kill(number, signal.SIGKILL) for number in [*pool._processes]]\n"
        "    return future\n"
        "Pool.submit = killed\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--root", str(crowded.root), "site"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "The system ended a process that drew charts" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(crowded.site) == before


def test_a_working_folder_on_another_disk_is_a_sentence(edited, mounted):
    mounted("build", "50m")
    assert "build: this is on another disk than the explainer" in refused(edited)


def test_a_full_disk_is_a_sentence(edited, mounted):
    shutil.rmtree(edited.built)
    mounted("build/charts", "8k")
    assert "The disk is full; free some space" in refused(edited)


def test_a_system_without_shared_memory_is_a_sentence(crowded):
    before = tree(crowded.site)
    hidden = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o ro none /dev/shm && exec "$@"']
    if subprocess.run([*hidden, "sh", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this process may not mount file systems")
    command = [*hidden, "sh", sys.executable, "-m", "charts", "--root", str(crowded.root), "site"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "make /dev/shm writable" in done.stderr
    assert tree(crowded.site) == before
