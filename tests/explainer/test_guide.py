"""The editors' guide is correct: each of its examples does what the guide says."""

import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from charts.generator.base.problems import Problem
from charts.generator.check.check import check
from charts.generator.numbers import definitions
from charts.generator.numbers.functions import FUNCTIONS
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from tests.conftest import copy
from tests.support import ROOT, run

GUIDE = ROOT / "docs" / "about" / "editing.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)

FORMULAS = GUIDE.with_name("formulas.md").read_text(encoding="utf-8")

TEXT = GUIDE.read_text(encoding="utf-8")
BLOCKS = [(match[1], match[2]) for match in BLOCK.finditer(TEXT)]
# A block of what the check says belongs to the example before it.
AFTER = [kind for kind, _ in BLOCKS[1:]] + [""]
EXAMPLES = [
    text for (kind, text), after in zip(BLOCKS, AFTER, strict=True)
    if kind == "markdown" and after != "text"
]  # fmt: skip
MISTAKES = [
    (text, BLOCKS[i + 1][1])
    for i, ((kind, text), after) in enumerate(zip(BLOCKS, AFTER, strict=True))
    if kind == "markdown" and after == "text"
]
SETTINGS = [text for kind, text in BLOCKS if kind == "yaml"]
# Words that each of these settings of a page is for.
IN_NEED = {
    "allowed": "It shows the 27 stars of the flag.",
    "pinned": 'In 2021: {{ value("us_russia_trade_annual", "imports", year=2021) }}.',
    "corrections": "{{ corrections() }}",
}
TASKS = [text for kind, text in BLOCK.findall(FORMULAS) if kind == "markdown"]
COMMANDS = re.findall(r"`\.venv/bin/python -m charts ([^`]+)`", " ".join((TEXT + FORMULAS).split()))


def page(project: Project, body: str, settings: str = "", mark: str = "") -> str:
    """Writes an example as a page, or into one, and returns the page's name."""
    if body.startswith("---"):
        name = f"questions/what-was-bought{mark}.md"
        text = body
    else:
        name = f"about/scratch{mark}.md"
        cited = [id for id in ("rt-unctad-2019", "moscow-times-2025") if id in body]
        head = f"sources: [{', '.join(cited)}]\n" if cited else ""
        head = f"title: Scratch{mark}\ndescription: A try{mark}.\n{head}{settings}"
        text = f"---\n{head}---\n\n{body}\n"
    path = project.docs / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n")
    return name


@dataclass(frozen=True)
class Tried:
    """What one check says of the guide's examples and mistakes, each on a page of its own.

    So it does of words that need a setting of their page, on a page with it and on one without.
    """

    content: Content
    names: dict[str, str]  # the page of each text
    with_setting: dict[str, str]  # the page of each setting
    without_setting: dict[str, str]
    problems: dict[str, list[str]]  # of each page
    warnings: dict[str, list[str]]

    def of(self, text: str) -> list[str]:
        """What the check says of a text."""
        return self.problems.get(self.names[text], [])

    def all_of(self, name: str) -> list[str]:
        """What the check says of a page, warnings and all."""
        return [*self.problems.get(name, []), *self.warnings.get(name, [])]


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory, validated: Path) -> Tried:
    project = copy(tmp_path_factory.mktemp("guide"))
    project.build.mkdir()
    shutil.copy(validated, project.build)
    texts = [*EXAMPLES, *(text for text, _ in MISTAKES)]
    # Told apart without a typed number, which would be a mistake.
    names = {text: page(project, text, mark="x" * i) for i, text in enumerate(texts)}
    within, without = {}, {}
    for i, settings in enumerate(SETTINGS, 1):
        (key,) = yaml.safe_load(settings)
        within[settings] = page(project, IN_NEED[key], settings + "\n", mark="y" * i)
        without[settings] = page(project, IN_NEED[key], mark="z" * i)
    report = check(project)

    def by_page(found: Sequence[Problem]) -> dict[str, list[str]]:
        of: dict[str, list[str]] = {}
        for problem in found:
            name = problem.path.removeprefix(f"{project.docs}/").removeprefix("docs/")
            of.setdefault(name, []).append(str(problem))
        return of

    problems, warnings = by_page(report.problems), by_page(report.warnings)
    return Tried(Content(project), names, within, without, problems, warnings)


def test_the_guide_has_examples_of_every_kind():
    assert len(EXAMPLES) >= 7
    assert len(MISTAKES) >= 3
    assert len(SETTINGS) >= 3
    assert len(COMMANDS) >= 4


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_of_the_guide_passes_the_check(tried, example):
    assert tried.of(example) == []
    written = tried.content.pages[tried.names[example]]
    uses, mistakes = Evaluator(tried.content).evaluate(written)
    assert uses or "{{" not in example
    assert mistakes == []


@pytest.mark.parametrize(("example", "said"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_of_the_guide_is_answered_as_it_says(tried, example, said):
    found = tried.of(example)
    lines = said.splitlines()
    assert len(found) == len(lines)
    for problem, line in zip(found, lines, strict=True):
        place, _, message = problem.partition(": ")
        assert re.fullmatch(r".*docs/about/scratchx*\.md:\d+:\d+", place)
        assert message.startswith(line)


@pytest.mark.parametrize("settings", SETTINGS, ids=[text.split(":")[0] for text in SETTINGS])
def test_the_front_matter_of_the_guide_is_understood(tried, settings):
    assert tried.all_of(tried.with_setting[settings]) == []
    # Without the setting the same words are stopped, or warned of.
    told = tried.all_of(tried.without_setting[settings])
    assert len(told) == (0 if settings.startswith("corrections") else 1)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_guide_runs(explainer, command):
    done = run("--root", explainer.root, *shlex.split(command))
    if command.startswith(("new fact", "new claim")):  # there is no terminal to ask in
        assert (done.returncode, "--series" in done.stderr) == (2, True)
        return
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_what_readers_see_is_shown_below_each_example_that_shows_numbers():
    for example in EXAMPLES:
        if example.startswith(("---", "{{ chart", "{{ steps")):
            continue
        macros = re.findall(r"\{\{.*?\}\}", example)
        quoted = "".join(line[2:] for line in TEXT.splitlines(keepends=True) if line[:2] == "> ")
        assert [macro for macro in macros if macro not in quoted] == []


def test_every_make_target_of_the_guide_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", TEXT))
    assert named
    assert named <= targets


def test_every_file_of_the_guide_exists():
    named = set(re.findall(r"`((?:docs|charts|data)/[\w./-]*)`", TEXT))
    assert len(named) >= 4
    assert [name for name in named if not Path(ROOT / name).exists()] == []


# Formulas ---------------------------------------------------------------------------------------


def test_the_page_on_formulas_has_twenty_tasks_and_shows_what_each_gives():
    assert len(TASKS) >= 20
    for task in TASKS:
        assert f"> {task}" in FORMULAS


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_the_page_on_formulas_names_every_function(function):
    assert f"`{function}" in FORMULAS


def test_the_definitions_on_the_page_on_formulas_are_understood(tmp_path):
    text, _ = (text for kind, text in BLOCK.findall(FORMULAS) if kind == "yaml")
    path = tmp_path / "definitions.yml"
    path.write_text(text)
    made = definitions.read_file(path)
    assert made.problems == []
    assert set(made.found) == {"imports", "imports_peak", "deficit_since_1994"}


def test_the_page_on_formulas_shows_how_a_page_defines_names_for_itself():
    _, shown = (text for kind, text in BLOCK.findall(FORMULAS) if kind == "yaml")
    assert f"\n{shown}\n" in FORMULAS.split("---\n")[1]  # its own front matter, which is checked


CALLS = re.findall(r'\{\{ (fact|claim)\("(.*?)"(?:, "(.*?)")?\) \}\}', "\n".join(TASKS))


@pytest.fixture(scope="module")
def shown():
    """What the page on formulas shows readers below its tasks, macro by macro."""
    content = Content(Project(ROOT))
    return Evaluator(content).evaluate(content.pages["about/formulas.md"])[0]


@pytest.mark.parametrize(
    ("number", "call"), list(enumerate(CALLS)), ids=[call[1] for call in CALLS]
)
def test_a_macro_of_a_task_prints_alone_what_the_page_shows(shown, number, call):
    macro, formula, words = call
    use = shown[number]
    assert (use.macro, use.name.removeprefix("fact:")) == (macro, formula)
    ledger = Content(Project(ROOT)).ledger
    assert use.words == (ledger.fact(formula).text if macro == "fact" else words)
    assert macro == "fact" or ledger.claim(formula).holds


def test_each_macro_of_the_page_on_formulas_is_run(shown):
    assert len(CALLS) == len(shown) >= len(TASKS)
