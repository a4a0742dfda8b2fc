"""The workflows, the Makefile and the locks hold what they promise each other."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from charts.generator.project import Project
from tests.publishers import serving
from tests.support import ROOT
from tests.tested import main, recorded

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
    # machine, and every script in the workflows is one command.
    return findings(
        "jactionlint", "--no-online", "--format=json", "--shellcheck=", "--pyflakes=", path
    )


def zizmor(path: Path) -> list[Any]:
    return findings(
        "zizmor", "--offline", "--no-progress", "--persona=pedantic", "--format=json", path
    )


def steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(workflow).values() for step in job.get("steps", [])]


def jobs(workflow: Path) -> dict[str, Any]:
    result: dict[str, Any] = yaml.safe_load(workflow.read_text())["jobs"]
    return result


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


def test_the_workflows_check_publish_refresh_and_look_around():
    names = ["check.yml", "monthly.yml", "publish.yml", "refresh.yml"]
    assert [path.name for path in WORKFLOWS] == names


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
    pins = [line for line in workflow.read_text().splitlines() if re.search(r"\buses:.*@", line)]
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
def test_every_job_has_a_limit_of_time(workflow):
    # A called workflow has those of its own jobs.
    own = [job for job in jobs(workflow).values() if "uses" not in job]
    assert own
    assert [job["name"] for job in own if "timeout-minutes" not in job] == []


@each_workflow
def test_no_job_that_may_write_runs_code_of_the_repository(workflow):
    may_write = [job for job in jobs(workflow).values() if "write" in job["permissions"].values()]
    commands = [step["run"] for job in may_write for step in job.get("steps", []) if "run" in step]
    assert [command for command in commands if not command.startswith(("gh api ", "tar "))] == []


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


# What is published, and what is proposed ----------------------------------------------------------

CHECK, PUBLISH, REFRESH = (
    ROOT / ".github/workflows" / f"{name}.yml" for name in ("check", "publish", "refresh")
)


def test_what_is_published_has_passed_the_checks_once():
    deploy = jobs(PUBLISH)["deploy"]
    assert {"tested", "check", "build"} <= set(deploy["needs"])
    passed = "needs.tested.outputs.passed == 'true' || needs.check.result == 'success'"
    assert f"({passed})" in deploy["if"]
    assert jobs(PUBLISH)["check"]["if"] == "needs.tested.outputs.passed == 'false'"
    assert "make test" not in [step.get("run") for step in steps(PUBLISH)]


def test_the_site_is_published_with_a_python_that_the_tests_ran_on():
    (python,) = {
        step["with"]["python-version"]
        for step in steps(PUBLISH)
        if "python-version" in step.get("with", {})
    }
    assert python in jobs(CHECK)["test"]["strategy"]["matrix"]["python"]


def test_the_tests_run_on_the_oldest_supported_python():
    with (ROOT / "pyproject.toml").open("rb") as file:
        oldest = tomllib.load(file)["project"]["requires-python"].removeprefix(">=")
    assert oldest in jobs(CHECK)["test"]["strategy"]["matrix"]["python"]


def test_the_record_of_the_checks_waits_for_every_job():
    passed = jobs(CHECK)["passed"]
    assert set(passed["needs"]) == jobs(CHECK).keys() - {"passed"}
    assert passed["if"] == "always()"
    refusal = passed["steps"][0]
    assert refusal["run"] == "exit 1"
    assert all(f"'{bad}'" in refusal["if"] for bad in ("failure", "cancelled", "skipped"))


def test_only_a_comparison_with_what_was_before_may_fail_in_the_checks():
    may_fail = [step["run"] for step in steps(CHECK) if step.get("continue-on-error")]
    assert may_fail == ["make changes BASE=HEAD^1", "make visual BASE=HEAD^1"]


def test_every_job_of_the_checks_looks_at_the_commit_that_is_asked_for():
    checkouts = [step for step in steps(CHECK) if "checkout" in step.get("uses", "")]
    assert len(checkouts) == len(jobs(CHECK))
    assert {step["with"]["ref"] for step in checkouts} == {"${{ inputs.ref }}"}


def test_proposed_data_are_checked_and_the_result_is_posted_on_their_commit():
    commit = "${{ needs.propose.outputs.commit }}"
    check, post = jobs(REFRESH)["check"], jobs(REFRESH)["post"]
    assert (check["uses"], check["with"]["ref"]) == ("$/.github/workflows/check.yml", commit)
    (step,) = post["steps"]
    assert step["env"]["COMMIT"] == commit
    assert (
        step["env"]["STATE"] == "${{ needs.check.result == 'success' && 'success' || 'failure' }}"
    )
    # The same name as that of a pull request's own check, so that one rule can require both.
    assert f"context={jobs(CHECK)['passed']['name']}" in step["run"]


def test_data_are_proposed_even_if_some_were_refused_and_the_run_fails():
    fetch, propose = jobs(REFRESH)["fetch"], jobs(REFRESH)["propose"]
    assert [step for step in fetch["steps"] if "continue-on-error" in step] == []
    assert "!cancelled()" in propose["if"]
    after = [step for step in fetch["steps"] if "report.md" in step.get("if", "")]
    assert len(after) == 2
    assert all("!cancelled()" in step["if"] for step in after)


# What the steps run -------------------------------------------------------------------------------

EVERY_STEP = [
    pytest.param(step, id=f"{path.stem}-{name}-{number}")
    for path in WORKFLOWS
    for name, job in jobs(path).items()
    for number, step in enumerate(job.get("steps", []))
    if "run" in step
]
# Stands for .venv/bin/python. Shows the help of a command that would take minutes or a network, so
# that one that is not there is found; runs all else, such as the check, as it is.
STAND_IN = """\
#!/bin/sh
case "$*" in
  "-m charts check"*) exec {python} "$@" ;;
  "-m charts "*|"-m tests."*) echo "$*" >>"$RAN"; exec {python} "$@" --help ;;
  "-c "*) exec {python} "$@" ;;
  *) echo "$*" >>"$RAN" ;;
esac
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, built: Project) -> Path:
    """The project's files in a repository of two commits, with an environment of stand-ins.

    The charts are drawn, because the check, which is no stand-in, would draw all of them.
    """
    root = tmp_path_factory.mktemp("clone") / "project"
    for path in project_files():
        target = root / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    git = ["git", "-C", str(root), "-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--message=One"],
        ["commit", "--quiet", "--allow-empty", "--message=Two"],
    ):
        subprocess.run([*git, *command], check=True)
    shutil.copytree(built.built, root / built.built.relative_to(built.root))
    (root / "build.json").write_text("{}")
    subprocess.run(["tar", "-cf", "artifact.tar", "./build.json"], cwd=root, check=True)
    programs = root / ".venv" / "bin"
    programs.mkdir(parents=True)
    for lock in LOCKS:
        shutil.copy(lock, root / ".venv")
    silent = '#!/bin/sh\necho "$0 $*" >>"$RAN"\n'
    for name, text in {
        "python": STAND_IN.format(python=sys.executable),
        **dict.fromkeys(("lint-imports", "cyclonedx-py", "gh", "chromium"), silent),
        "npm": f"{silent}mkdir -p node_modules\n",
    }.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    return root


@pytest.mark.parametrize("step", EVERY_STEP)
def test_every_command_works_as_it_is_written_in_a_clean_clone(step, clone, tmp_path):
    command = step["run"]
    assert "${{" not in command  # GitHub would paste it into the script
    ran, summary, output = tmp_path / "ran", tmp_path / "summary", tmp_path / "output"
    (clone / "report.md").write_text("What changes.\n")
    environment = {
        **{name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ},
        **{name: "given" for name in step.get("env", {}) if name != "GH_TOKEN"},
        "PATH": f"{clone / '.venv' / 'bin'}:{os.environ['PATH']}",
        "RAN": str(ran),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(output),
        **dict.fromkeys(("GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_RUN_ID"), "given"),
    }
    # How GitHub runs a step: bash ends at the first command that fails.
    run = subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == (1 if command == "exit 1" else 0), run.stdout + run.stderr
    done = [path.exists() and path.read_text() for path in (ran, summary, output)]
    assert any(done) or run.stdout or not command.startswith("make ")


# What was tested ----------------------------------------------------------------------------------

ARTIFACT = {
    "name": "tested-abc",
    "expired": False,
    "workflow_run": {"repository_id": 1, "head_repository_id": 1},
}
FORK = {"repository_id": 1, "head_repository_id": 2}


@pytest.mark.parametrize(
    ("artifacts", "expected"),
    [
        ([ARTIFACT], True),
        ([], False),
        ([{**ARTIFACT, "expired": True}], False),
        ([{**ARTIFACT, "workflow_run": FORK}], False),
        ([{**ARTIFACT, "workflow_run": FORK}, ARTIFACT], True),
    ],
    ids=["own", "none", "expired", "of a fork", "of both"],
)
def test_a_record_counts_if_a_run_of_the_repository_left_it(artifacts, expected):
    path = "repos/we/ours/actions/artifacts"
    with serving({path: json.dumps({"artifacts": artifacts}).encode()}) as publisher:
        assert recorded("tested-abc", publisher.address, "we/ours", "secret") is expected
    asked, headers = publisher.asked[0]
    assert "name=tested-abc" in asked
    assert headers["Authorization"] == "Bearer secret"


def test_without_an_answer_nothing_counts_as_tested(monkeypatch, capsys):
    with serving({}) as publisher:
        monkeypatch.setenv("GH_TOKEN", "secret")
        monkeypatch.setenv("GITHUB_API_URL", publisher.address)
        monkeypatch.setenv("GITHUB_REPOSITORY", "we/ours")
        monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
        main()
    assert "passed=false\n" in capsys.readouterr().out


def test_what_is_published_can_be_edited_where_it_was_published_from():
    publish = steps(PUBLISH)
    (build,) = [step for step in publish if step.get("run") == "make site"]
    assert build["env"]["EDIT_URI"].endswith("/edit/main/docs/")


def test_frozen_charts_are_carried_over_from_where_the_new_site_is_published():
    publish = steps(PUBLISH)
    runs = [step.get("run") for step in publish]
    build, carry = (publish[runs.index(run)] for run in ("make site", "make carry"))
    upload = [step.get("with", {}).get("path") for step in publish].index("site")
    assert runs.index("make site") < runs.index("make carry") < upload
    assert carry["env"]["SITE_URL"] == build["env"]["SITE_URL"]


def test_a_pull_request_is_annotated_with_what_the_check_finds():
    runs = [step.get("run") for step in steps(CHECK)]
    assert "make check FORMAT=github" in runs
