"""The preview follows every saved file, and no mistake of an editor ends it."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from charts.generator.data.datasets import stamp
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from charts.generator.site.engine import Server
from charts.generator.site.preview import Preview
from tests.conftest import ROOT, SECOND, free_port
from tests.generator.test_corrections import ENTRY
from tests.generator.test_corrections import write as write_corrections
from tests.support import article, edit, run

PATIENCE = 30_000  # milliseconds; a tenth of it is usual

OVERVIEW = "docs/index.md"
QUESTION = "docs/questions/length.md"
YEARS = "docs/charts/year-lengths.md"
DRAWING = "charts/gallery/year_lengths.py"
MONTHS = "data/month_lengths.csv"
CONFIG = "mkdocs.yml"
DEFINITIONS = "docs/definitions.yml"


@pytest.fixture(scope="module")
def served(
    small_built: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str, subprocess.Popen[bytes]]]:
    """A copy of the tiny explainer with its preview: the folder, the address and the process."""
    root = tmp_path_factory.mktemp("preview") / "explainer"
    shutil.copytree(small_built.root, root)
    with previewing(root, ROOT) as (address, process):
        yield root, address, process


@contextmanager
def previewing(root: Path, generator: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Runs the preview of an explainer: its address and its process, which writes log.txt."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "charts", "--root", str(root), "serve", "--port", str(port)]
    with (
        (root / "log.txt").open("wb") as log,
        subprocess.Popen(command, cwd=generator, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            wait_for(address, process)
            yield address, process
        finally:
            process.terminate()


def terminal(root: Path, *texts: str) -> None:
    """Waits until the terminal has shown all the texts."""
    until = time.monotonic() + PATIENCE / 1000
    shown = ""
    while time.monotonic() < until and not all(text in shown for text in texts):
        time.sleep(0.1)
        shown = (root / "log.txt").read_text()
    assert [text for text in texts if text not in shown] == []


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
        # A page is served when the builds that wait are done, which takes long beside other tests.
        page.set_default_navigation_timeout(PATIENCE)

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
    editor.sees_a_mistake("year-lengths.md:10:13", "not valid YAML")


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


def test_a_macro_that_is_not_closed_shows_as_a_mistake_in_its_place(editor):
    editor.saves(QUESTION, 'fact("last_month")', 'fact("last_month"')
    editor.sees_a_mistake("length.md:24:27", "a bracket is not closed")
    editor.sees("A leap year has 366", "Twelve months")
    expect(editor.page.locator("p > .mistake, p + .mistake, .mistake")).to_have_count(2)


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


def test_a_broken_dataset_leaves_the_pages_as_they_were(editor):
    editor.saves(MONTHS, "2024-12,31", "2024-12,many")
    editor.sees_a_mistake('"many"')
    editor.sees("A leap year has 366")


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


def test_a_typed_number_shows_on_its_page_with_its_place(editor):
    editor.saves(QUESTION, "## Every fourth year", "## Every 4th year")
    editor.sees_a_mistake("length.md:19:10", 'the number "4th" is typed by hand')
    editor.sees("Every 4th year")


def test_all_mistakes_of_a_page_show_at_once(editor):
    editor.saves(QUESTION, "## Every fourth year", "## Every 4th year")
    editor.saves(QUESTION, "updated: 2024-12-31\n", "")
    editor.sees_a_mistake("is typed by hand", 'lacks "updated"')


def test_the_terminal_tells_what_is_wrong_and_when_it_is_mended(editor):
    editor.saves(QUESTION, "## Every fourth year", "## Every 8th year")
    terminal(editor.root, 'the number "8th" is typed by hand', "1 problem;")
    editor.saves(QUESTION, "## Every 8th year", "## Every fourth year")
    terminal(editor.root, "No problems found.")


def test_a_configuration_that_cannot_be_read_shows_on_every_page(editor):
    editor.saves(CONFIG, "nav:\n", "nav: [\n")
    editor.sees_a_mistake("mkdocs.yml")
    editor.sees("A leap year has 366")


def test_a_mended_configuration_brings_the_preview_back(editor):
    editor.saves(CONFIG, "site_name: How long", "site_nam: How long")
    editor.sees_a_mistake("site_name")
    editor.saves(CONFIG, "site_nam: How long", "site_name: Quite how long")
    editor.sees_no_mistake()
    expect(editor.page).to_have_title("How long is a year? - Quite how long is a year?")


def test_a_new_page_shows_without_a_restart(editor):
    path = editor.root / "docs" / "about.md"
    path.write_text("---\ntitle: About\ndescription: About it.\n---\n\nBrand new.\n")
    try:
        editor.opens("")
        expect(editor.page.get_by_text("How long is a year?").first).to_be_visible()
        until = time.monotonic() + PATIENCE / 1000
        while (
            time.monotonic() < until and editor.page.goto(editor.address + "about/").status != 200
        ):
            time.sleep(0.2)
        editor.sees("Brand new")
    finally:
        path.unlink()


def test_a_number_of_another_page_follows_the_data_too(editor):
    """Only pages that read differently are built anew: those must not be forgotten."""
    editor.opens("data/facts/length/")
    editor.saves(MONTHS, "2024-12,31", "2024-12,30")
    editor.stamps()
    editor.sees("365 days")


def test_a_saved_page_is_built_once(editor):
    editor.saves(QUESTION, "## Twelve months", "## A dozen of months")
    editor.sees("A dozen of months")
    counts = []
    # One build that begins the next would show by the time that several are over. What the test
    # before has put back may still be built during the first round.
    for word in ("score", "gross", "bundle", "heap"):
        editor.saves(QUESTION, "## A ", f"## Now a {word} or a ")
        editor.sees(f"Now a {word} or a")
        edit(editor.root / QUESTION, f"## Now a {word} or a ", "## A ")
        editor.sees("A dozen of months")
        counts.append((editor.root / "log.txt").read_text().count("Reloading browsers"))
    assert [after - before for before, after in pairwise(counts)] == [2, 2, 2]


def test_a_page_that_is_saved_in_two_steps_is_built_once(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Twelve months")
    read = []
    server = Server(
        tmp_path / "site", free_port(), "", lambda: read.append(page.read_text()), lambda html: html
    )
    server.watch(str(tmp_path))
    (watcher,) = server.observer.emitters
    watcher.on_thread_start()
    told = server.observer.event_queue

    page.write_text("")
    watcher.queue_events(0)
    assert told.get_nowait()[0].src_path == str(page)
    page.write_text("A dozen months")
    server.builder()
    assert read == ["A dozen months"]
    watcher.queue_events(0)
    assert told.empty()

    page.write_text("A score of months")
    watcher.queue_events(0)
    assert not told.empty()
    server.server_close()


def test_the_preview_ends_at_the_first_of_several_signals(small):
    # Ctrl+C reaches `make` and the preview, and `make` passes it on; both may be pressed twice.
    with previewing(small.root, ROOT) as (_, process):
        for number in (signal.SIGINT, signal.SIGTERM) * 10:
            process.send_signal(number)
            time.sleep(0.0002)  # within the ending
        assert process.wait(timeout=PATIENCE / 1000) == 0


def test_a_port_that_another_program_has_is_a_sentence(small):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("--root", small.root, "serve", "--port", str(port))
    assert (done.returncode, done.stderr) == (
        1,
        f"Another program has port {port}, perhaps another preview: name another with --port.\n",
    )


def test_a_saved_template_of_the_generator_shows(tmp_path, browser):
    root = tmp_path / "explainer"
    shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(
        ROOT / "charts",
        tmp_path / "charts",
        ignore=shutil.ignore_patterns("__pycache__", "gallery", "facts"),
    )
    with previewing(root, tmp_path) as (address, _), browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}questions/length/")
        expect(page.locator("article")).to_contain_text("Sources")
        template = tmp_path / "charts/generator/theme/templates/references.html"
        edit(template, "<h2>Sources</h2>", "<h2>Origins</h2>")
        expect(page.locator("article")).to_contain_text("Origins", timeout=PATIENCE)


def test_a_preview_that_begins_with_a_mistake_shows_it_and_recovers(small, browser):
    edit(small.root / MONTHS, "2024-12,31", "2024-12,many")
    with previewing(small.root, ROOT) as (address, _), browser.new_context() as context:
        editor = Editor(context.new_page(), small.root, address)
        editor.opens("questions/length/")
        editor.sees_a_mistake("month_lengths.csv:25", '"many"')
        editor.saves(MONTHS, "2024-12,many", "2024-12,31")
        editor.sees_no_mistake()
        editor.sees("A leap year has 366")


# Formulas ---------------------------------------------------------------------------------------

WRITTEN = '{{ fact("lowest(month_days)") }}'
CODE = "lowest(month_days)"


def test_a_formula_is_explained_under_its_paragraph_while_it_is_written(editor):
    note = editor.page.locator(".formula-note")
    expect(note).to_have_count(0)
    editor.saves(QUESTION, "ends with the year", f"has months of {WRITTEN} and ends with the year")
    expect(note).to_have_count(1, timeout=PATIENCE)
    expect(note).to_contain_text("28 days The lowest figure for the length of a month in any month")
    expect(note.locator("code")).to_have_text(CODE)
    above = note.locator("xpath=preceding-sibling::*[1]")
    expect(above).to_contain_text("has months of 28 days")


def test_words_bound_to_a_formula_are_explained_too(editor):
    test = "month_days[2024-03] > month_days[2024-02]"
    editor.saves(
        QUESTION,
        "{{ references() }}",
        f'It {{{{ claim("{test}", "grew") }}}}.\n\n{{{{ references() }}}}',
    )
    note = editor.page.locator(".formula-note")
    expect(note).to_contain_text(
        "It holds The length of a month stood higher in March 2024", timeout=PATIENCE
    )
    expect(note).to_contain_text(test)


def test_a_screen_reader_finds_the_note_of_a_number(editor):
    editor.saves(QUESTION, "{{ references() }}", f"It has {WRITTEN}.\n\n{{{{ references() }}}}")
    number = editor.page.locator(f'a[data-fact="fact:{CODE}"]')
    expect(number).to_have_accessible_description(
        "28 days The lowest figure for the length of a month in any month. " + CODE,
        timeout=PATIENCE,
    )


def test_an_editor_chooses_which_formulas_are_explained(editor):
    editor.saves(QUESTION, "{{ references() }}", f"It has {WRITTEN}.\n\n{{{{ references() }}}}")
    note, choice = (
        editor.page.locator(".formula-note"),
        editor.page.get_by_label("Explain formulas"),
    )
    expect(note).to_have_count(1, timeout=PATIENCE)
    choice.select_option("none")
    expect(note).to_have_count(0)
    editor.page.reload()
    expect(choice).to_have_value("none")
    expect(note).to_have_count(0)
    choice.select_option("all")
    expect(note).not_to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_notes_and_their_choice_are_accessible(editor, scheme):
    editor.page.emulate_media(color_scheme=scheme)
    editor.saves(QUESTION, "{{ references() }}", f"It has {WRITTEN}.\n\n{{{{ references() }}}}")
    expect(editor.page.locator(".formula-note")).to_have_count(1, timeout=PATIENCE)
    found = Axe().run(editor.page, ".formula-note")
    assert [each["id"] for each in found.response["violations"]] == []
    found = Axe().run(editor.page, ".formula-choice")
    assert [each["id"] for each in found.response["violations"]] == []


def test_a_mistake_in_a_formula_has_a_mark_under_its_place(editor):
    editor.saves(QUESTION, 'fact("last_month")', 'fact("lowest(moth_days)")')
    box = editor.page.locator("p .mistake, p + .mistake").last
    expect(box).to_contain_text('did you mean "month_days"?', timeout=PATIENCE)
    line, mark = box.locator("code span").all_inner_texts()
    assert line.replace("\xa0", " ")[len(mark) - 1 :].startswith("moth_days)")
    assert mark.strip() == "^"


def test_a_mistake_in_a_definition_has_a_mark_under_its_place(editor):
    editor.saves(DEFINITIONS, "month_lengths.days", "month_lengths..days")
    editor.sees_a_mistake("definitions.yml:3:")
    expect(editor.page.locator(".mistake code").first).to_contain_text("^")


def test_a_published_site_has_no_notes(small_built):
    pages = [page.read_text() for page in small_built.site.rglob("*.html")]
    assert pages
    assert not [page for page in pages if "formula-note" in page or "formula-choice" in page]


def test_a_formula_with_a_new_text_under_its_old_name_counts_as_new(small, tmp_path):
    edit(
        small.root / QUESTION, "{{ references() }}", '{{ fact("shortest") }}\n\n{{ references() }}'
    )
    edit(small.root / DEFINITIONS, "numbers:\n", "numbers:\n  shortest: lowest(month_days)\n")
    preview = Preview(small.root, tmp_path / "preview")
    page = preview.site / "questions" / "length" / "index.html"
    preview.build()
    assert '"name": "shortest", "formula": "lowest(month_days)", "new": false' in page.read_text()
    edit(small.root / DEFINITIONS, "shortest: lowest(", "shortest: highest(")
    preview.build()
    assert '"formula": "highest(month_days)", "new": true' in page.read_text()


GLOSSARY = """---
title: Glossary
---

leap year
:   A year with a day more.
"""


def test_the_preview_links_terms_and_finds_them_as_the_site_does(small, tmp_path):
    (small.root / "docs" / "glossary.md").write_text(GLOSSARY)
    edit(small.root / CONFIG, "  - Charts: charts/\n", "  - Charts: charts/\n  - glossary.md\n")
    edit(small.root / QUESTION, "Since 1995", "A leap year is rare. Since 1995")
    preview = Preview(small.root, tmp_path / "preview")
    preview.build()
    assert preview.failure == []
    (link,) = article(preview.site / "questions/length/index.html").find_class("term")
    assert (link.text, link.get("href")) == ("leap year", "../../glossary/#term-leap-year")
    index = json.loads((preview.site / "search" / "search_index.json").read_text())
    assert "glossary/#term-leap-year" in {entry["location"] for entry in index["docs"]}
    assert all("boost" in entry for entry in index["docs"])


# Which pages are made anew ----------------------------------------------------------------------


@pytest.fixture
def made_anew(small: Project, tmp_path: Path) -> Callable[[], set[str]]:
    """Says which pages the preview makes anew with what was saved since it was asked last."""
    preview = Preview(small.root, tmp_path / "preview")
    before: dict[str, int] = {}

    def ask() -> set[str]:
        preview.build()
        assert preview.failure == []
        now = {
            html.parent.relative_to(preview.site).as_posix(): html.stat().st_mtime_ns
            for html in preview.site.rglob("index.html")
        }
        changed = {page for page, at in now.items() if before.get(page) != at}
        before.update(now)
        return changed

    assert ask() >= {".", "questions/length", "charts/year-lengths", "data/facts"}
    return ask


def test_no_page_is_made_anew_where_nothing_was_saved(made_anew):
    assert made_anew() == set()


def test_a_saved_page_is_made_anew_alone(small, made_anew):
    edit(small.root / QUESTION, "## Twelve months", "## A dozen months")
    assert made_anew() == {"questions/length"}


def test_with_a_formula_that_a_page_names_for_itself_the_page_is_made_anew(small, made_anew):
    edit(
        small.root / QUESTION,
        "sources: [",
        "define: {numbers: {long: 'sum(month_days[2023])'}}\nsources: [",
    )
    edit(small.root / QUESTION, "## Twelve months", "{{ fact('long') }}")
    assert made_anew() >= {"questions/length", "data/facts/length"}
    edit(small.root / QUESTION, "sum(", "mean(")
    assert made_anew() >= {"questions/length", "data/facts/length"}


def test_with_the_words_of_a_chart_the_pages_that_show_them_are_made_anew(small, made_anew):
    edit(small.root / YEARS, "subtitle: Days", "subtitle: All days")
    assert made_anew() == {"questions/length", "charts/year-lengths"}


def test_with_a_question_the_pages_of_the_charts_that_it_shows_are_made_anew(small, made_anew):
    edit(small.root / QUESTION, "question: How long", "question: Just how long")
    assert made_anew() >= {".", "questions/length", "charts/month-lengths", "charts/year-lengths"}


def test_with_a_number_on_a_page_the_list_of_numbers_is_made_anew(small, made_anew):
    edit(small.root / OVERVIEW, "{{ questions() }}", "{{ fact('last_month') }} {{ questions() }}")
    assert made_anew() == {".", "data/facts/length", "data/month_lengths"}


def test_with_a_correction_the_page_that_it_corrects_is_made_anew(small, made_anew):
    write_corrections(small, ENTRY)
    assert made_anew() == {"about", "questions/length"}


def test_with_a_cell_the_pages_that_rest_on_it_are_made_anew(small, made_anew):
    edit(small.data / "month_lengths.csv", "2023-02,28", "2023-02,29")
    stamp(small.data, [])
    changed = made_anew()
    assert {".", "charts/month-lengths", "questions/length", "data/facts/length"} <= changed
    assert "charts/year-lengths" not in changed


def test_with_the_settings_every_page_is_made_anew(small, made_anew):
    edit(small.config, "site_name: How", "site_name: Just how")
    pages = Evaluator(Content(Project(small.root)))
    assert len(made_anew()) == len(pages.content.pages) + len(pages.made)


def test_with_a_helper_of_a_chart_the_pages_that_show_it_are_made_anew(small, made_anew):
    helper = small.gallery / "_helper.py"
    helper.write_text("SIZE = 41\n")
    edit(small.root / DRAWING, "import pandas", "from ._helper import SIZE\nimport pandas")
    edit(small.root / DRAWING, "size=40", "size=SIZE")
    made_anew()
    helper.write_text("SIZE = 42\n")
    assert made_anew() >= {"questions/length", "charts/year-lengths"}
