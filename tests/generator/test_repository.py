"""What the repository tells contributors is true: files, commands, versions, forms, examples."""

import ast
import json
import re
import runpy
import shutil
import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml

import charts
from charts.generator.base.explainer_code import load_module
from charts.generator.base.http_client import MIRROR, Client
from charts.generator.cli import main
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests import conftest
from tests.conftest import ROOT, SECOND
from tests.publishers import serving

GITHUB = ROOT / ".github"
DOCUMENTS = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    GITHUB / "pull_request_template.md",
]
MADE = {".venv", "build"}  # by a make target, and so not in a fresh checkout

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)


def code(document: Path) -> list[str]:
    """Returns what stands between backticks or in a block of code, line by line."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    inline = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", rest)]
    return inline + [line for block in blocks for line in block.splitlines()]


def commands(document: Path, program: str) -> set[str]:
    """Returns the first word after a program, wherever a document calls it."""
    found = re.findall(rf"(?:^|\s){re.escape(program)} ([\w.]+)", "\n".join(code(document)))
    return set(found)


def project_table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return table["project"]  # type: ignore[no-any-return]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


# What documents name ----------------------------------------------------------------------------


@each_document
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    words = [word for text in code(document) for word in text.split()]
    paths = {word for word in words if re.fullmatch(r"[\w.-]+(/[\w.-]*)+|[\w-]+\.[a-z]{2,}", word)}
    named = [path for path in {*links, *paths} if path.split("/")[0] not in MADE]
    bases = (ROOT, ROOT / "charts" / "generator")
    assert [name for name in named if not any((base / name).exists() for base in bases)] == []


def test_the_guide_for_contributors_names_every_layer_of_the_contract() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [re.findall(r"`(\w+)(?:/|\.py)`", row) for row in re.findall(r"^\| `.*", guide, re.M)]
    assert rows == [re.findall(r"\w+", layer) for layer in layers]


def test_every_make_target_that_documents_name_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    named = set().union(*(commands(document, "make") for document in DOCUMENTS))
    assert named
    assert named <= targets


def test_every_module_that_documents_run_is_installed() -> None:
    named = set().union(*(commands(path, ".venv/bin/python -m") for path in DOCUMENTS))
    assert named
    assert [module for module in named if find_spec(module) is None] == []


@pytest.mark.parametrize(
    "document", [*DOCUMENTS, ROOT / "charts" / "README.md", ROOT / "CHANGELOG.md"]
)
def test_every_command_of_charts_that_documents_name_exists(document: Path) -> None:
    assert isinstance(main, click.Group)
    named = commands(document, "charts") - {"import"}
    assert named <= set(main.commands)


# Versions ---------------------------------------------------------------------------------------


HEADS = re.findall(
    r"^## \[([^\]]+)\](?: - (\S+))?$",
    (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_the_changelog_goes_from_what_is_unreleased_back_to_the_first_version() -> None:
    versions = [tuple(map(int, version.split("."))) for version, _ in HEADS[1:]]
    dates = [date for _, date in HEADS[1:]]
    assert HEADS[0] == ("Unreleased", "")
    assert (versions[-1], versions) == ((1, 0, 0), sorted(set(versions), reverse=True))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
    assert dates == sorted(dates, reverse=True)


def test_the_changelog_sorts_changes_into_the_usual_kinds() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    kinds = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert kinds
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_newest_version_of_the_changelog_is_that_of_the_project() -> None:
    assert HEADS[1][0] == project_table()["version"]


def test_a_citation_names_the_newest_version_and_its_date() -> None:
    citation = read(ROOT / "CITATION.cff")
    assert (citation["version"], str(citation["date-released"])) == HEADS[1]


def test_a_citation_has_what_version_1_2_0_of_its_form_requires() -> None:
    citation = read(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"]


def test_a_citation_names_the_site_as_title_and_author() -> None:
    citation, name = read(ROOT / "CITATION.cff"), Project(ROOT).name
    assert (citation["title"], citation["authors"]) == (name, [{"name": name}])


# Forms and settings of GitHub and pre-commit ----------------------------------------------------


TEXT = {"type": "string", "minLength": 1}
# The keys that GitHub requires, and those that it knows: it refuses a form with another.
FORM = {
    "required": ["name", "description", "body"],
    "properties": {
        "name": TEXT,
        "description": TEXT,
        "title": TEXT,
        "body": {
            "type": "array",
            "contains": {"properties": {"type": {"not": {"const": "markdown"}}}},
            "items": {
                "required": ["type", "attributes"],
                "properties": {
                    "type": {"enum": ["markdown", "input", "textarea"]},
                    "id": {"type": "string", "pattern": "^[a-z-]+$"},
                    "attributes": {
                        "properties": {"label": TEXT, "description": TEXT, "value": TEXT},
                        "additionalProperties": False,
                    },
                    "validations": {"properties": {"required": {"type": "boolean"}}},
                },
                "if": {"properties": {"type": {"const": "markdown"}}},
                "then": {"properties": {"attributes": {"required": ["value"]}}},
                "else": {"required": ["id"], "properties": {"attributes": {"required": ["label"]}}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
FORMS = [path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"]


@pytest.mark.parametrize("form", sorted(FORMS), ids=lambda path: path.stem)
def test_an_issue_form_has_what_github_requires(form: Path) -> None:
    content = read(form)
    jsonschema.validate(content, FORM)
    ids = [part["id"] for part in content["body"] if "id" in part]
    assert len(ids) == len(set(ids))


def test_readers_can_report_what_is_wrong_and_ask_for_a_chart() -> None:
    assert {read(form)["name"] for form in FORMS} == {
        "A number or a sentence is wrong",
        "A chart we should have",
    }


def test_what_no_form_is_for_can_be_reported_too() -> None:
    assert read(GITHUB / "ISSUE_TEMPLATE" / "config.yml") == {"blank_issues_enabled": True}


def test_the_template_of_pull_requests_is_a_list_to_tick_off() -> None:
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    comment, *parts = re.split(r"^\*\*(.*)\*\*$", text, flags=re.MULTILINE)
    assert comment.strip().startswith("<!--")
    assert comment.strip().endswith("-->")
    assert parts[::2] == ["Words and data", "Code"]
    assert all(
        line.startswith("- [ ] ") for part in parts[1::2] for line in part.strip().splitlines()
    )


def test_dependabot_looks_after_workflows_and_both_locks() -> None:
    settings = read(GITHUB / "dependabot.yml")
    assert settings["version"] == 2
    updates = {item["package-ecosystem"]: item for item in settings["updates"]}
    assert updates.keys() == {"github-actions", "pip", "npm"}
    for update in updates.values():
        assert update["directory"] == "/"
        assert update["schedule"]["interval"] == "monthly"
        assert update["groups"]


def test_hooks_before_a_commit_are_the_projects_own_tools() -> None:
    (own,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert own["repo"] == "local"
    for hook in own["hooks"]:
        assert {"id", "name", "entry", "language"} <= hook.keys()
        assert hook["language"] == "system"
        python, flag, module, *_ = hook["entry"].split()
        assert (python, flag) == (".venv/bin/python", "-m")
        assert find_spec(module)


# What an explainer's modules may import ---------------------------------------------------------


@dataclass(frozen=True)
class Section:
    """A part of the list of names: the folder whose modules it is for, its names and examples."""

    folder: str
    names: list[str]
    examples: list[str]


def sections() -> list[Section]:
    text = (ROOT / "charts" / "README.md").read_text(encoding="utf-8")
    found, folder = [], ""
    for head, body in re.findall(r"^##+ ([^\n]*)\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL):
        named = re.search(r"`(\S+)/`", head)
        folder = named[1] if named else folder
        names = re.findall(r"^- `(\w+)`", body, re.MULTILINE)
        examples = re.findall(r"^```python\n(.*?)^```$", body, re.MULTILINE | re.DOTALL)
        found.append(Section(folder, names, examples))
    return found


PUBLIC: list[str] = vars(charts)["__all__"]
SECTIONS = sections()
EXAMPLES = [
    (f"{section.folder}/example_{place}_{number}.py", example)
    for place, section in enumerate(SECTIONS)
    for number, example in enumerate(section.examples)
]
DRAWINGS = [name for name, _ in EXAMPLES if name.startswith("charts/gallery/")]

# What a text about the calendar might claim, for the examples that check one.
CLAIMS = """\
id,source,section,claim,kind,stated_value,unit,period,attributed_to
about-370-days,almanac,years,A year has about 370 days.,past,370,days,2023,
always-365-days,almanac,years,A year has 365 days.,present,365,days,2023,
no-leap-year,almanac,years,The years 2023 and 2024 have 365 days.,past,365,days,2023-2024,
february-has-29,almanac,months,February has 29 days.,past,29,days,2023,
leap-day-every-year,almanac,months,February ends on the 28th.,present,28,days,2023,
"""


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """An explainer about the calendar whose modules are the examples."""
    root = tmp_path_factory.mktemp("calendar")
    shutil.copytree(SECOND / "data", root / "data")
    shutil.copy(SECOND / "mkdocs.yml", root)
    for name, example in EXAMPLES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(example, encoding="utf-8")
    gallery = Path("charts", "gallery")
    shutil.copy(conftest.FORMS / gallery / "zones.topojson", root / gallery)
    (root / "data" / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    claims = package["resources"][0] | {"name": "claims", "path": "claims.csv"}
    claims["sources"] = [claims["sources"][0] | {"id": "almanac"}]
    columns = [
        {"name": column, "type": "number" if column == "stated_value" else "string"}
        for column in CLAIMS.splitlines()[0].split(",")
    ]
    claims["schema"] = {"primaryKey": ["id"], "fields": columns}
    package["resources"].append(claims)
    (root / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    stamp(root / "data", ["claims"])
    return Project(root)


def said(project: Project, function: Any) -> str:
    """Returns the comment behind the result of an example's function."""
    path = Path(function.__code__.co_filename)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    (written,) = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__
    ]
    last = path.read_text(encoding="utf-8").splitlines()[(written.end_lineno or 0) - 1]
    return last.rpartition("  # ")[2]


def test_every_public_name_is_listed_once_and_no_other_is() -> None:
    listed = [name for section in SECTIONS for name in section.names]
    assert sorted(listed) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_has_an_example_in_its_section(name: str) -> None:
    examples = [e for section in SECTIONS if name in section.names for e in section.examples]
    used = [node for e in examples for node in ast.walk(ast.parse(e)) if isinstance(node, ast.Name)]
    assert name in {node.id for node in used}


def test_a_fact_of_the_examples_prints_what_the_example_says(calendar: Project) -> None:
    ledger = calendar.ledger
    assert ledger.facts
    for name, entry in ledger.facts.items():
        assert ledger.fact(name).text.replace("\u00a0", " ") == said(calendar, entry.function)


def test_a_claim_of_the_examples_holds(calendar: Project) -> None:
    ledger = calendar.ledger
    assert ledger.claims
    assert all(ledger.claim(name).holds for name in ledger.claims)


def test_a_claim_of_another_text_gets_the_verdict_that_the_example_says(calendar: Project) -> None:
    checked = calendar.ledger.checked
    assert checked.keys() == calendar.ledger.findings.keys()
    for finding in checked.values():
        assert finding.entry
        assert finding.verdict == said(calendar, finding.entry.function)


@pytest.mark.parametrize("module", DRAWINGS)
def test_a_chart_of_the_examples_is_drawn(calendar: Project, module: str) -> None:
    name = Path(module).stem.replace("_", "-")
    built, drawn = calendar.draw([name])
    assert drawn == [name]
    assert "<svg" in built[name].text("phone.svg")


def test_a_fetcher_of_the_examples_returns_the_rows_that_are_served(
    calendar: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (name,) = [name for name, _ in EXAMPLES if name.startswith("data/fetch/")]
    monkeypatch.setenv("CALENDAR_KEY", "not-a-real-key")
    table = (calendar.data / "year_lengths.csv").read_bytes()
    with serving({"calendar.example/years.csv": table}) as server:
        monkeypatch.setenv(MIRROR, server.address)
        rows = load_module(calendar.root / name).year_lengths(Client(tmp_path, pause=0))
    assert list(rows.columns) == ["year", "kind", "days", "vintage"]
    assert len(rows) == len(calendar.datasets["year_lengths"].rows)
    assert set(rows["vintage"]) == {"2026-11"}


def test_a_notebook_of_the_examples_prints_what_the_example_says(
    calendar: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ((name, example),) = [(name, text) for name, text in EXAMPLES if name.startswith("docs/")]
    monkeypatch.chdir(calendar.root)
    runpy.run_path(str(calendar.root / name))
    printed = capsys.readouterr().out.replace("\u00a0", " ")
    assert printed.splitlines() == re.findall(r"  # (.*)$", example, re.MULTILINE)
