"""The preview follows every saved file, and no mistake of an editor ends it."""

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
from tests.conftest import ROOT, copy, free_port
from tests.support import edit, run

PATIENCE = 30  # seconds; a tenth of it is usual

OVERVIEW = "docs/index.md"
HISTORY = "docs/charts/trade-history.md"
TRADE = "data/us_russia_trade_annual.csv"

# A number of the overview, and the cell that it is.
PEAK = "$34.6 billion"
PEAK_CELL = "34619.049348"


@pytest.fixture(scope="module")
def served(
    built: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str, subprocess.Popen[bytes]]]:
    """A copy of the explainer with its preview: the folder, the address and the process."""
    project = copy(tmp_path_factory.mktemp("preview"))
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = ["-m", "charts", "--root", project.root, "serve", "--port", str(port)]
    with (
        (project.root / "log.txt").open("wb") as log,
        subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            wait_for(address, process)
            yield project.root, address, process
        finally:
            process.terminate()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
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
            expect(self.page.locator("article")).to_contain_text(text)

    def misses(self, text: str) -> None:
        expect(self.page.locator("article")).not_to_contain_text(text)

    def sees_a_mistake(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator(".mistake").first).to_contain_text(text)

    def sees_no_mistake(self) -> None:
        expect(self.page.locator(".mistake")).to_have_count(0)


@pytest.fixture
def editor(served: tuple[Path, str, subprocess.Popen[bytes]], browser: Browser) -> Iterator[Editor]:
    """An editor who looks at the overview, and undoes everything in the end."""
    root, address, process = served
    expect.set_options(timeout=PATIENCE * 1000)
    with browser.new_context() as context:
        editor = Editor(context.new_page(), root, address)
        editor.opens("")
        yield editor
        for path, content in editor.before.items():
            path.write_bytes(content)
        editor.opens("")
        editor.sees(PEAK)
        editor.sees_no_mistake()
    expect.set_options(timeout=5000)
    assert process.poll() is None


def test_the_preview_shows_the_pages(editor):
    editor.opens("questions/relations/")
    editor.sees("The short answer", "What has happened since")


def test_a_saved_sentence_shows_by_itself(editor):
    editor.saves(OVERVIEW, "## How to read this site", "## How to use this site")
    editor.sees("How to use this site")


def test_a_saved_title_of_a_chart_shows_on_pages_with_the_chart(editor):
    editor.opens("questions/relations/")
    editor.saves(HISTORY, "U.S. imports from Russia peaked at", "What America bought: a peak of")
    editor.sees("What America bought: a peak of")


def test_a_mistake_shows_on_its_page_with_its_name(editor):
    editor.saves(OVERVIEW, 'fact("imports_peak") }}.', 'fact("imports_peek") }}.')
    editor.sees_a_mistake('"imports_peek"', '"imports_peak"')


def test_a_mistake_leaves_the_rest_of_its_page(editor):
    editor.saves(OVERVIEW, 'fact("imports_peak") }}.', 'fact("imports_peek") }}.')
    editor.sees_a_mistake("imports_peek")
    editor.sees("How to read this site", "August 2026")


def test_a_mistake_leaves_the_other_pages(editor):
    editor.saves(OVERVIEW, 'fact("imports_peak") }}.', 'fact("imports_peek") }}.')
    editor.sees_a_mistake("imports_peek")
    editor.opens("questions/relations/")
    editor.sees("The short answer")
    editor.sees_no_mistake()


def test_a_mended_mistake_is_gone_by_itself(editor):
    editor.saves(OVERVIEW, 'fact("imports_peak") }}.', 'fact("imports_peek") }}.')
    editor.sees_a_mistake("imports_peek")
    editor.saves(OVERVIEW, 'fact("imports_peek") }}.', 'fact("imports_peak") }}.')
    editor.sees_no_mistake()
    editor.sees(PEAK)


def test_front_matter_that_cannot_be_read_shows_as_a_mistake_and_can_be_mended(editor):
    editor.opens("charts/trade-history/")
    editor.saves(HISTORY, "sources: [us_russia", "sources: us: [us_russia")
    editor.sees_a_mistake("trade-history.md")
    editor.saves(HISTORY, "sources: us: [us_russia", "sources: [us_russia")
    editor.sees_no_mistake()
    editor.sees("How to read it")


def test_a_changed_cell_changes_the_number(editor):
    editor.saves(TRADE, PEAK_CELL, "35819.049348")
    editor.stamps()
    editor.sees("$35.8 billion")
    editor.misses(PEAK)


def test_a_cell_that_was_changed_by_accident_shows_as_a_mistake(editor):
    editor.saves(TRADE, PEAK_CELL, "35819.049348")
    editor.sees_a_mistake("us_russia_trade_annual.csv", "stamp")


def test_a_broken_dataset_shows_as_a_mistake_with_its_place(editor):
    editor.saves(TRADE, PEAK_CELL, "much")
    editor.sees_a_mistake("us_russia_trade_annual.csv:21", '"much"')


def test_a_mended_dataset_brings_the_page_back(editor):
    editor.saves(TRADE, PEAK_CELL, "much")
    editor.sees_a_mistake('"much"')
    editor.saves(TRADE, "much", PEAK_CELL)
    editor.sees_no_mistake()
    editor.sees(PEAK)


def test_a_chart_that_cannot_be_drawn_shows_as_a_mistake_and_can_be_mended(editor):
    editor.opens("charts/trade-history/")
    editor.saves("charts/gallery/trade_history.py", "def draw(", "def draw((")
    editor.sees_a_mistake("trade_history.py")
    editor.saves("charts/gallery/trade_history.py", "def draw((", "def draw(")
    editor.sees_no_mistake()
    expect(editor.page.locator(".chart-desktop > svg")).to_be_visible()


def test_a_changed_chart_is_drawn_anew(editor):
    editor.opens("charts/trade-history/")
    editor.saves("charts/gallery/trade_history.py", '"Imports from Russia"', '"Bought in Russia"')
    expect(editor.page.locator(".chart-desktop > svg")).to_contain_text("Bought in Russia")
