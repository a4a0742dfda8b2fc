"""The generator is installed from its wheel, and begins an explainer that works at once."""

import calendar
import compileall
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from charts.generator.author.new_explainer import MODEL
from charts.generator.pages.content import Content
from charts.generator.project import Project
from tests.conftest import Tab, free_port, once
from tests.generator.test_workflows import WORKFLOWS, actionlint, steps, zizmor
from tests.lighthouse import serving
from tests.support import ROOT, until

QUESTION = "questions/calendars/"
NAME = "two-calendars"


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as on a desk of somebody who has never seen this checkout."""
    own = {
        key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))
    }
    return subprocess.run(
        command, cwd=cwd, env=own | environment, capture_output=True, text=True, check=False
    )


def environment(folder: Path) -> Path:
    """Makes a virtual environment that borrows the packages of this one, and not the checkout."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin"


# All workers share what follows; tests only read it.


@pytest.fixture(scope="module")
def wheel(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy in which everything has been run once, outside of version control."""

    def make(folder: Path) -> None:
        project = tmp_path_factory.mktemp("project")
        shutil.copytree(ROOT / "charts", project / "charts")
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, project)
        compileall.compile_dir(project / "charts", quiet=1)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=project, check=True, capture_output=True)

    (found,) = once(shared / "wheel", make).glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, shared: Path) -> Path:
    """The folder of the commands of an environment into which the wheel is installed."""

    def make(folder: Path) -> None:
        pip = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
        subprocess.run([environment(folder) / "python", *pip], check=True)

    return once(shared / "installed", make) / "bin"


@pytest.fixture(scope="module")
def begun(installed: Path, shared: Path) -> Path:
    """A new explainer, as the installed command writes it. Its .venv is there, and empty."""

    def make(folder: Path) -> None:
        folder.mkdir()
        begin(installed, folder)
        environment(folder / NAME / ".venv")

    return once(shared / "desk", make) / NAME


def begin(installed: Path, folder: Path) -> Path:
    """Begins an explainer in a folder, by the installed command."""
    done = run(installed / "charts", "new", "explainer", NAME, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / NAME


@pytest.fixture(scope="module")
def made(begun: Path, wheel: Path, shared: Path) -> list[subprocess.CompletedProcess[str]]:
    """What `make check` and then `make site` say in it, where pip finds the wheel in a folder."""

    def make(file: Path) -> None:
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)}
        done = [run("make", target, cwd=begun, **pip) for target in ("check", "site")]
        file.write_text(json.dumps([(one.returncode, one.stdout, one.stderr) for one in done]))

    said = json.loads(once(shared / "made-on-desk", make).read_text())
    return [subprocess.CompletedProcess("make", *one) for one in said]


@pytest.fixture(scope="module")
def address(begun: Path, made: object) -> Iterator[str]:
    """The address of its built site on a server of this machine."""
    with serving(begun / "site") as found:
        yield found


# The wheel --------------------------------------------------------------------------------------


# What the package holds besides the generator.
FACE = ("__init__.py", "__init__.pyi", "__main__.py", "py.typed")


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return {name for name in packed.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_every_file_of_the_generator(wheel):
    files = {path for path in (ROOT / "charts" / "generator").rglob("*") if path.is_file()}
    files |= {ROOT / "charts" / name for name in FACE}
    kept = {p.relative_to(ROOT).as_posix() for p in files if "__pycache__" not in p.parts}
    assert kept <= names(wheel)


@pytest.mark.parametrize(
    "name",
    [
        "templates/figure.html",
        "assets/charts.js",
        "assets/style.css",
        "material/main.html",
        "mkdocs.yml",
        "fonts/Gelasio-Bold.ttf",
        "new/question.md",
        "new/explainer/.github/workflows/check.yml",
        "new/explainer/.github/workflows/publish.yml",
        "new/explainer/.gitignore",
    ],
)
def test_the_wheel_holds_the_theme(wheel, name):
    assert f"charts/generator/theme/{name}" in names(wheel)


def test_the_wheel_holds_nothing_of_this_explainer_or_of_the_tests(wheel):
    top = {name for name in names(wheel) if not name.startswith("charts/generator/")}
    readme = {"charts/README.md"} if (ROOT / "charts" / "README.md").exists() else set()
    assert top == {f"charts/{name}" for name in FACE} | readme


def test_the_wheel_holds_no_compiled_modules(wheel):
    assert [name for name in names(wheel) if "__pycache__" in name or name.endswith(".pyc")] == []


def test_the_wheel_carries_its_licences(wheel):
    with zipfile.ZipFile(wheel) as packed:
        (metadata,) = (name for name in packed.namelist() if name.endswith("/METADATA"))
        said = message_from_bytes(packed.read(metadata))
        texts = [packed.read(metadata.replace("METADATA", f"licenses/{name}")).decode()
                 for name in said.get_all("License-File", [])]  # fmt: skip
    assert said["License-Expression"] == "MIT AND OFL-1.1"
    assert texts[0].startswith("MIT License")
    assert "SIL OPEN FONT LICENSE" in texts[1]


# The command ------------------------------------------------------------------------------------


def test_the_package_that_is_installed_is_the_one_that_runs(installed, tmp_path):
    done = run(installed / "python", "-c", "import charts; print(charts.__file__)", cwd=tmp_path)
    assert Path(done.stdout.strip()).is_relative_to(installed.parent)


@pytest.mark.parametrize("command", [(), ("site",), ("new",), ("new", "explainer")], ids=" ".join)
def test_a_command_says_outside_of_any_explainer_what_it_does(installed, tmp_path, command):
    done = run(installed / "charts", *command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: {' '.join(['charts', *command])} [OPTIONS]")


def test_a_package_that_hides_the_generator_is_named(installed, tmp_path):
    begun = begin(installed, tmp_path)
    (begun / "charts" / "__init__.py").touch()
    done = run(installed / "charts", "check", cwd=begun)
    assert done.returncode == 1
    assert done.stderr.startswith("charts/__init__.py: delete this file: ")
    assert len(done.stderr.splitlines()) == 2


# What is begun ----------------------------------------------------------------------------------


def test_a_new_explainer_asks_for_the_generator_that_began_it(begun):
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    assert (begun / "requirements.txt").read_text() == f"data-explainer=={version}\n"


def test_a_new_explainer_has_no_compiled_modules(installed, tmp_path):
    begun = begin(installed, tmp_path)
    # pip has compiled those of the model where it installed them.
    assert list(installed.parent.rglob("explainer/charts/gallery/__pycache__/*.pyc"))
    assert list((begun / "charts").rglob("__pycache__")) == []


def test_a_new_explainer_has_not_a_blank_or_a_mistake(made):
    check, _ = made
    assert (check.returncode, check.stderr) == (0, "")
    assert check.stdout.splitlines()[-1].startswith("No problems found. ")


def test_make_installs_the_generator_and_builds_the_site(begun, made):
    _, site = made
    assert (site.returncode, site.stderr) == (0, "")
    assert re.search(r"^Verified \d+ pages: \d+ numbers recomputed, ", site.stdout, re.MULTILINE)
    assert list(begun.glob(".venv/lib/python*/site-packages/charts/generator"))


def test_make_installs_once(made):
    check, site = made
    assert check.stdout.startswith("installing requirements.txt into .venv\n")
    assert "installing" not in site.stdout


def test_make_begins_with_an_environment_of_its_own(begun, wheel, tmp_path):
    for name in ("Makefile", "requirements.txt"):
        (tmp_path / name).write_text((begun / name).read_text())
    pip = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_FIND_LINKS": str(wheel.parent)}
    done = run("make", "generator", f"PYTHON={sys.executable}", cwd=tmp_path, **pip)
    said = "creating .venv\ninstalling requirements.txt into .venv\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")
    assert (tmp_path / ".venv" / "bin" / "charts").exists()


def test_make_serve_shows_the_site(begun, made):
    port = free_port()
    command = ["make", "serve", f"PORT={port}"]
    with subprocess.Popen(
        command, cwd=begun, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as serving:
        assert serving.stderr
        try:
            next(line for line in serving.stderr if "Serving on" in line)
            with urlopen(f"http://127.0.0.1:{port}/") as answer:
                page = answer.read().decode()
        finally:
            os.killpg(serving.pid, signal.SIGTERM)  # make, and the server that it has started
    assert "How far is the Julian calendar behind?" in page


def test_its_overview_shows_the_question_with_a_chart_and_an_answer(blank: Tab, address):
    page = blank()
    page.goto(address)
    expect(page.locator("h1")).to_have_text("How far is the Julian calendar behind?")
    question = page.locator(f'article a[href*="{QUESTION}"]').first
    expect(question).to_contain_text("How far is the Julian calendar behind the Gregorian one?")
    expect(page.locator("article svg").first).to_be_visible()
    expect(page.locator("article")).to_contain_text("It is 13\xa0days behind.")


def test_its_question_shows_charts_and_a_number_with_its_receipt(blank: Tab, address):
    page = blank()
    page.goto(address + QUESTION)
    expect(page.locator("h1")).to_contain_text("How far is the Julian calendar behind")
    expect(page.locator("figure.chart")).to_have_count(2)
    expect(page.locator("figure.chart svg:visible").first).to_be_visible()
    page.locator("a.number", has_text=re.compile("^3\xa0days$")).first.hover()
    expect(page.locator(".receipt-card")).to_contain_text("gap 2000 − gap 1600")


def test_its_charts_are_read_by_a_finger(blank: Tab, address):
    page = blank(390, has_touch=True, is_mobile=True)
    page.goto(address + QUESTION)
    page.locator(".chart-picture").first.tap()
    until(page, "document.querySelector('.chart-tip:not([hidden]) strong')?.textContent > ''")
    expect(page.locator(".chart-tip")).to_contain_text("days")


# Whether what it says is true -------------------------------------------------------------------


def table(name: str) -> list[dict[str, str]]:
    with (MODEL / "data" / name).open() as lines:
        return list(csv.DictReader(lines))


def test_the_gap_between_the_calendars_is_that_of_their_days():
    def julian(year: int) -> int:
        """Counts the days to 1 March, as date.toordinal() does, in the Julian calendar."""
        return 365 * (year - 1) + (year - 1) // 4 + 31 + (29 if year % 4 == 0 else 28) + 1

    # The day that the Julian calendar calls 1 January of the year 1 is two days before ours.
    gaps = {
        year: julian(year) - date(year, 3, 1).toordinal() - 2 for year in range(1600, 2401, 100)
    }
    assert {int(row["year"]): int(row["gap"]) for row in table("calendar_gap.csv")} == gaps


def test_the_leap_days_are_those_of_the_calendars():
    years = range(1, 401)
    assert {row["calendar"]: int(row["leap_days"]) for row in table("leap_days.csv")} == {
        "Egyptian": 0,
        "Gregorian": sum(map(calendar.isleap, years)),
        "Julian": sum(year % 4 == 0 for year in years),
    }


def test_its_numbers_and_claims_need_no_python(tmp_path):
    ledger = Content(Project(shutil.copytree(MODEL, tmp_path / "model"))).ledger
    entries = [*ledger.facts.values(), *ledger.claims.values()]
    assert {entry.kind for entry in entries} == {"fact", "claim"}
    assert [entry.name for entry in entries if entry.function] == []


# Its workflows ----------------------------------------------------------------------------------

ITS_WORKFLOWS = sorted((MODEL / ".github" / "workflows").glob("*.yml"))

each_of_its_workflows = pytest.mark.parametrize(
    "workflow", ITS_WORKFLOWS, ids=lambda path: path.name
)


def test_its_workflows_check_and_publish():
    assert [path.name for path in ITS_WORKFLOWS] == ["check.yml", "publish.yml"]


@each_of_its_workflows
def test_its_workflow_is_sound_and_safe(workflow):
    assert actionlint(workflow) == []
    assert zizmor(workflow) == []


@each_of_its_workflows
def test_its_workflow_uses_the_actions_that_are_pinned_here(workflow):
    pinned = {step["uses"] for path in WORKFLOWS for step in steps(path) if "uses" in step}
    used = {step["uses"] for step in steps(workflow) if "uses" in step}
    assert used
    assert used <= pinned


@each_of_its_workflows
def test_its_workflow_asks_for_nothing_but_targets_of_its_makefile(workflow):
    targets = re.findall(r"^([a-z]+):.*## ", (MODEL / "Makefile").read_text(), re.MULTILINE)
    runs = [step["run"] for step in steps(workflow) if "run" in step]
    assert "make site" in runs
    assert {command.split()[1] for command in runs} <= set(targets)


def test_its_frozen_charts_are_carried_over_and_all_is_verified_before_and_after_publication():
    publish = ITS_WORKFLOWS[1]
    runs = [step["run"] for step in steps(publish) if "run" in step]
    assert runs == ["make site", "make carry", "make verify", "make smoke"]
