"""The preview follows every saved file, and no mistake of an editor ends it."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from charts.project import Project
from tests.conftest import ROOT, free_port
from tests.support import edit, run

PATIENCE = 30_000  # milliseconds; a tenth of it is usual

OVERVIEW = "docs/index.md"
QUESTION = "docs/questions/length.md"
YEARS = "docs/charts/year-lengths.md"
DRAWING = "charts/gallery/year_lengths.py"
MONTHS = "data/month_lengths.csv"


@pytest.fixture(scope="module")
def served(
    small_built: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str, subprocess.Popen[bytes]]]:
    """A copy of the tiny explainer with its preview: the folder, the address and the process."""
    root = tmp_path_factory.mktemp("preview") / "explainer"
    shutil.copytree(small_built.root, root)
    # Else the first macro that Jinja can't read would end the preview.
    edit(root / "mkdocs.yml", "on_error_fail: true", "on_error_fail: !ENV [CHARTS_STRICT, true]")
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = ["-m", "charts", "--root", str(root), "serve", "--port", str(port)]
    with (
        (root / "log.txt").open("wb") as log,
        subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            wait_for(address, process)
            yield root, address, process
        finally:
            process.terminate()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the preview did not start")


class Editor:
    """Somebody with a page of the preview open, who saves files."""

    def __init__(self, page: Page, root: Path, address: str) -> None:
        self.page = page
        self.root = root
        self.address = address
        self.before: dict[Path, bytes] = {}

    def opens(self, path: str) -> None:
        self.page.goto(self.address + path)

    def saves(self, file: str, old: str, new: str) -> None:
        """Replaces a text that stands once in a file."""
        path = self.root / file
        self.before.setdefault(path, path.read_bytes())
        edit(path, old, new)

    def stamps(self) -> None:
        """Accepts the edited datasets."""
        package = self.root / "data" / "datapackage.json"
        self.before.setdefault(package, package.read_bytes())
        assert run("--root", self.root, "stamp").returncode == 0

    def sees(self, *texts: str) -> None:
        """Waits until all the texts stand on the page that is open. Never loads it anew."""
        for text in texts:
            expect(self.page.locator("article")).to_contain_text(text, timeout=PATIENCE)

    def sees_a_mistake(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator(".mistake").first).to_contain_text(text, timeout=PATIENCE)

    def sees_no_mistake(self) -> None:
        expect(self.page.locator(".mistake")).to_have_count(0, timeout=PATIENCE)


@pytest.fixture
def editor(served: tuple[Path, str, subprocess.Popen[bytes]], browser: Browser) -> Iterator[Editor]:
    """An editor who looks at the question page, and undoes everything in the end."""
    root, address, process = served
    with browser.new_context() as context:
        editor = Editor(context.new_page(), root, address)
        editor.opens("questions/length/")
        yield editor
        for path, content in editor.before.items():
            path.write_bytes(content)
        editor.opens("questions/length/")
        editor.sees("Twelve months", "A leap year has 366")
        editor.sees_no_mistake()
    assert process.poll() is None


def test_the_preview_shows_the_pages(editor):
    editor.opens("charts/year-lengths/")
    editor.sees("Leap years have 366")


def test_a_saved_sentence_shows_by_itself(editor):
    editor.saves(QUESTION, "## Twelve months", "## A dozen months")
    editor.sees("A dozen months")


def test_a_saved_title_of_a_chart_shows_on_pages_with_the_chart(editor):
    editor.saves(YEARS, "title: Leap years have", "title: Every leap year has")
    editor.sees("Every leap year has 366")


def test_a_mistake_shows_on_its_page_with_its_name(editor):
    editor.saves(QUESTION, 'fact("last_month")', 'fact("lost_month")')
    editor.sees_a_mistake('"lost_month"', '"last_month"')


def test_a_mistake_leaves_the_rest_of_its_page(editor):
    editor.saves(QUESTION, 'fact("last_month")', 'fact("lost_month")')
    editor.sees_a_mistake("lost_month")
    editor.sees("A leap year has 366", "Twelve months")


def test_a_mistake_leaves_the_other_pages(editor):
    editor.saves(QUESTION, 'fact("last_month")', 'fact("lost_month")')
    editor.sees_a_mistake("lost_month")
    editor.opens("charts/year-lengths/")
    editor.sees("Leap years have 366")
    editor.sees_no_mistake()


def test_a_mended_mistake_is_gone_by_itself(editor):
    editor.saves(QUESTION, 'fact("last_month")', 'fact("lost_month")')
    editor.sees_a_mistake("lost_month")
    editor.saves(QUESTION, 'fact("lost_month")', 'fact("last_month")')
    editor.sees_no_mistake()
    editor.sees("December 2024")


def test_front_matter_that_cannot_be_read_shows_as_a_mistake(editor):
    editor.opens("charts/year-lengths/")
    editor.saves(YEARS, "sources: [", "sources: all: [")
    editor.sees_a_mistake("year-lengths.md:9", "not valid YAML")


def test_mended_front_matter_brings_the_page_back(editor):
    editor.opens("charts/year-lengths/")
    editor.saves(YEARS, "sources: [", "sources: all: [")
    editor.sees_a_mistake("not valid YAML")
    editor.saves(YEARS, "sources: all: [", "sources: [")
    editor.sees_no_mistake()
    editor.sees("Leap years have 366")


def test_a_mistake_in_a_text_that_no_macro_shows_is_shown_all_the_same(editor):
    editor.opens("")
    editor.saves(OVERVIEW, "year=2023", "year=1923")
    editor.sees_a_mistake("1923")


def test_a_macro_that_is_not_closed_shows_as_a_mistake(editor):
    editor.saves(QUESTION, 'fact("last_month")', 'fact("last_month"')
    editor.sees("Macro Syntax Error")


def test_a_changed_cell_changes_the_number(editor):
    editor.saves(MONTHS, "2024-12,31", "2024-12,30")
    editor.stamps()
    editor.sees("A leap year has 365")


def test_a_cell_that_was_changed_by_accident_shows_as_a_mistake(editor):
    editor.saves(MONTHS, "2024-12,31", "2024-12,30")
    editor.sees_a_mistake("month_lengths.csv", "stamp")


def test_a_broken_dataset_shows_as_a_mistake_with_its_place(editor):
    editor.saves(MONTHS, "2024-12,31", "2024-12,many")
    editor.sees_a_mistake("month_lengths.csv:25", '"many"')


def test_a_mended_dataset_brings_the_page_back(editor):
    editor.saves(MONTHS, "2024-12,31", "2024-12,many")
    editor.sees_a_mistake('"many"')
    editor.saves(MONTHS, "2024-12,many", "2024-12,31")
    editor.sees_no_mistake()
    editor.sees("A leap year has 366")


def test_a_chart_that_cannot_be_drawn_shows_as_a_mistake(editor):
    editor.saves(DRAWING, "def draw(", "def draw((")
    editor.sees_a_mistake("year_lengths.py")


def test_a_mended_chart_is_drawn_again(editor):
    editor.saves(DRAWING, "def draw(", "def draw((")
    editor.sees_a_mistake("year_lengths.py")
    editor.saves(DRAWING, "def draw((", "def draw(")
    editor.sees_no_mistake()
    expect(editor.page.locator("#chart-year-lengths .chart-static > svg").last).to_be_attached(
        timeout=PATIENCE
    )


def test_a_changed_chart_is_drawn_anew(editor):
    drawing = editor.page.locator("#chart-year-lengths .chart-static > svg").last
    expect(drawing).to_contain_text("365")
    editor.saves(DRAWING, "values=[365, 366]", "values=[366]")
    expect(drawing).not_to_contain_text("365", timeout=PATIENCE)
