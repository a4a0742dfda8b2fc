"""The workflows, the Makefile and the locks hold what they promise each other."""

import json
import re
import subprocess
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
LOCKS = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]

each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
each_lock = pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)

# A mistake for either linter: `foo` is no context, and the title of an issue,
# which anyone can write, becomes part of a script.
BROKEN = """\
on: issues
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - run: echo ${{ foo.bar }} ${{ github.event.issue.title }}
"""


def findings(tool: str, *arguments: str | Path) -> list[Any]:
    """Runs a linter of the development lock and reads its findings."""
    program = Path(sysconfig.get_path("scripts")) / tool
    run = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    # Without a report there is nothing to read findings from.
    assert run.stdout.strip(), run.stderr
    result: list[Any] = json.loads(run.stdout)
    return result


def actionlint(path: Path) -> list[Any]:
    # Without the two linters of scripts: whether they are there depends on the
    # machine, and every script in the workflows is one call of make.
    return findings(
        "jactionlint", "--no-online", "--format=json", "--shellcheck=", "--pyflakes=", path
    )


def zizmor(path: Path) -> list[Any]:
    return findings("zizmor", "--offline", "--no-progress", "--format=json", path)


def steps(workflow: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(workflow.read_text())["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


def locked(lock: Path) -> dict[str, str]:
    """Reads a lock: the requirement, and the text that goes with it, hashes included."""
    text = re.sub(r"^\s*#.*\n", "", lock.read_text(), flags=re.MULTILINE)
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    return {entry.split(" \\\n")[0]: entry for entry in entries if entry.strip()}


def project_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]  # a removed file is still listed


def test_the_workflows_check_publish_and_refresh():
    assert [path.name for path in WORKFLOWS] == ["check.yml", "publish.yml", "refresh.yml"]


@each_workflow
def test_actionlint_finds_nothing(workflow):
    assert actionlint(workflow) == []


def test_actionlint_finds_a_mistake_where_there_is_one(tmp_path):
    path = tmp_path / "broken.yml"
    path.write_text(BROKEN)
    assert any("foo" in finding["message"] for finding in actionlint(path))


@each_workflow
def test_zizmor_finds_nothing(workflow):
    assert zizmor(workflow) == []


def test_zizmor_finds_a_mistake_where_there_is_one(tmp_path):
    # Zizmor goes by the directory to tell a workflow from other YAML.
    path = tmp_path / ".github" / "workflows" / "broken.yml"
    path.parent.mkdir(parents=True)
    path.write_text(BROKEN)
    assert "template-injection" in {finding["ident"] for finding in zizmor(path)}


@each_workflow
def test_every_action_is_pinned_to_a_full_commit_hash(workflow):
    actions = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert actions
    assert [name for name in actions if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name)] == []


@each_workflow
def test_every_pin_says_which_version_it_is(workflow):
    pins = [line for line in workflow.read_text().splitlines() if "uses:" in line]
    assert pins
    assert [line for line in pins if not re.search(r"@[0-9a-f]{40} # v\d+(\.\d+)*$", line)] == []


@each_workflow
def test_no_checkout_leaves_its_token_behind(workflow):
    checkouts = [
        step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert checkouts
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * len(checkouts)


@each_workflow
def test_every_command_is_a_make_target_that_exists(workflow):
    commands = [step["run"] for step in steps(workflow) if "run" in step]
    assert commands
    assert {" ".join(command.split()[:2]) for command in commands} <= {
        f"make {target}" for target in make_targets()
    }


def test_the_project_names_no_package_registry():
    # In parts, because this file is one of those searched.
    hosts = [
        ".".join(parts).encode()
        for parts in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("deb", "debian", "org"),
            ("archive", "ubuntu", "com"),
        ]
    ]
    files = project_files()
    assert ROOT / "package-lock.json" in files
    naming = [
        (path.relative_to(ROOT).as_posix(), host.decode())
        for path in files
        for host in hosts
        if host in path.read_bytes().lower()
    ]
    assert naming == []


@each_lock
def test_every_locked_package_has_one_version(lock):
    requirements = locked(lock)
    assert requirements
    assert [name for name in requirements if not re.match(r"[\w.-]+==[\w.]+( ; |$)", name)] == []


@each_lock
def test_every_locked_package_has_hashes(lock):
    requirements = locked(lock)
    assert requirements
    unhashed = [
        name
        for name, entry in requirements.items()
        if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)
    ]
    assert unhashed == []


def test_the_development_lock_holds_all_of_the_runtime_lock():
    # So an environment made from it is also one that builds the site.
    runtime, development = (locked(lock) for lock in LOCKS)
    assert runtime
    assert runtime.keys() <= development.keys()


def test_the_locks_satisfy_what_the_project_declares():
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    groups = [project["project"]["dependencies"], project["dependency-groups"]["dev"]]
    for lock, declared in zip(LOCKS, groups, strict=True):
        versions = {
            canonicalize_name(name): version
            for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", lock.read_text(), re.MULTILINE)
        }
        assert declared
        for requirement in map(Requirement, declared):
            version = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement


def test_every_locked_npm_package_is_known_by_its_hash_alone():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert installed
    assert [
        name
        for name, package in installed.items()
        if "integrity" not in package or "resolved" in package
    ] == []


def test_what_is_published_can_be_edited_where_it_was_published_from():
    publish = steps(ROOT / ".github/workflows/publish.yml")
    (build,) = [step for step in publish if step.get("run") == "make site"]
    assert build["env"]["EDIT_URI"].endswith("/edit/main/docs/")


def test_frozen_charts_are_carried_over_from_where_the_new_site_is_published():
    publish = steps(ROOT / ".github/workflows/publish.yml")
    runs = [step.get("run") for step in publish]
    build, carry = (publish[runs.index(run)] for run in ("make site", "make carry"))
    upload = [step.get("with", {}).get("path") for step in publish].index("site")
    assert runs.index("make site") < runs.index("make carry") < upload
    assert carry["env"]["SITE_URL"] == build["env"]["SITE_URL"]


def test_a_pull_request_is_annotated_with_what_the_check_finds():
    runs = [step.get("run") for step in steps(ROOT / ".github/workflows/check.yml")]
    assert "make check FORMAT=github" in runs
