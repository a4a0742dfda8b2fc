"""A site is built whole, proven and published, or the one before it stays as it was."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree, html

from charts.generator.data.datasets import stamp
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.verify import verify
from tests.conftest import said
from tests.support import ROOT, edit, run, tree

# A build by the command line -------------------------------------------------------------------


# The command, a hundred days from now. Libraries in C are loaded first: they need the real class.
LATER = """
import datetime, runpy, time
import altair, pandas

real = datetime.datetime

class Kind(type):  # what is a datetime stays one
    def __instancecheck__(cls, value):
        return isinstance(value, real)

class Later(real, metaclass=Kind):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=100)

now = time.time
time.time = lambda: now() + 100 * 24 * 60 * 60
datetime.datetime = Later
runpy.run_module("charts", run_name="__main__")
"""


def test_the_command_builds_the_site_and_says_what_it_proved(built):
    assert re.search(
        r"Verified \d+ pages: [1-9]\d* numbers recomputed, [1-9]\d* claims tested, "
        r"[1-9]\d* charts up to date, [1-9]\d* links followed\.",
        said(built.root).read_text(),
    )


def test_every_page_is_published(built):
    pages = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]
    expected = {
        (page.parent if page.stem == "index" else page.with_suffix("")) / "index.html"
        for page in pages
    }
    assert expected
    assert {page.as_posix() for page in expected} <= set(tree(built.site))


def test_another_build_at_another_time_in_another_place_gives_the_same_bytes(drawn, built):
    done = subprocess.run(
        [sys.executable, "-c", LATER, "--root", drawn.root, "site"],
        cwd=ROOT,
        env=os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert (done.returncode, done.stderr) == (0, "")
    published, other = tree(drawn.site), tree(built.site)
    assert set(published) == set(other)
    assert [name for name in published if published[name] != other[name]] == []


def test_every_dataset_is_published_as_it_is(built):
    published = sorted((built.site / "data").glob("*.csv"))
    assert [path.name for path in published] == sorted(
        dataset.path.name for dataset in built.datasets.values()
    )
    for path in published:
        assert path.read_bytes() == (built.data / path.name).read_bytes()


def test_every_chart_is_published_with_its_downloads(built):
    for name in built.drawings:
        files = {path.name for path in (built.site / "charts" / name).iterdir()}
        assert {f"{name}.png", f"{name}.csv", f"{name}.vl.json", "live-phone.json"} <= files
        assert "drawn.json" not in files


def test_nothing_is_published_that_is_not_for_readers(built):
    kinds = {path.suffix for path in built.site.rglob("*") if path.is_file()}
    pages, data, pictures = (
        {".html", ".css", ".js", ".map"},
        {".csv", ".json"},
        {".png", ".svg", ".woff2"},
    )
    assert kinds <= pages | data | pictures | {".xml", ".gz", ".txt", ".zip"}
    assert list(built.site.rglob("sources.yml*")) == []


# What pages say ---------------------------------------------------------------------------------


def test_a_page_has_no_parts_that_only_the_script_of_the_theme_would_use(built):
    for name in ("index.html", "questions/relations/index.html", "404.html"):
        page = html.parse(built.site / name)
        assert len(page.xpath("//a[@class='md-skip']")) == 1
        unused = "md-toggle", "md-overlay", "md-dialog", "skip", "announce", "dialog"
        assert [part for part in unused if page.xpath(f"//*[@class='{part}']")] == []
        assert [part for part in unused if page.xpath(f"//*[@data-md-component='{part}']")] == []


def test_a_page_has_the_title_and_the_description_that_its_front_matter_computes(small_built):
    page = html.parse(small_built.site / "charts" / "month-lengths" / "index.html")
    assert (
        " ".join(str(page.findtext(".//title")).split())
        == "February has 28 days, in most years - How long is a year?"
    )
    (description,) = page.xpath("//meta[@name='description']/@content")
    assert " ".join(description.split()) == (
        "Bar chart of the days in each month. February has 28 days in 2023 and 29 days in 2024."
    )


def test_every_number_leads_to_its_receipt(small_built):
    page = html.parse(small_built.site / "questions" / "length" / "index.html")
    ledger = html.parse(small_built.site / "data" / "facts" / "length" / "index.html")
    links = page.xpath("//a[@class='number']/@href")
    assert links
    for link in links:
        (receipt,) = ledger.xpath("//*[@id=$id]", id=link.split("#")[1])
        assert "From the cells" in receipt.text_content()


def test_a_receipt_tells_formula_cells_and_dataset(small_built):
    ledger = html.parse(small_built.site / "data" / "facts" / "length" / "index.html")
    (receipt,) = ledger.xpath("//*[@id='fact-leap-year-longer']")
    said = " ".join(receipt.text_content().split())
    for part in ("0.27%", "days 2024 ÷ days 2023 − 1", "days 2024: 366", "Days in each year"):
        assert part in said


def test_the_table_of_a_chart_has_the_columns_that_its_page_names(small_built):
    page = html.parse(small_built.site / "charts" / "year-lengths" / "index.html")
    head = [cell.text_content() for cell in page.xpath("//*[@id='rows']//thead//th")]
    assert head == ["Year", "Kind", "Length, days", "More than a common year, days"]


def test_the_search_finds_numbers_and_nothing_of_the_inside_of_charts(built):
    texts = {
        text
        for path in built.built.glob("*/*.svg")
        for text in etree.parse(path).xpath("//*[local-name()='text']/text()")
    }
    labels = {text for text in texts if text.endswith(" bn")}
    index = (built.site / "search" / "search_index.json").read_text()
    assert labels
    assert [label for label in labels if label in index] == []
    assert "<svg" not in index
    said = json.loads(index)["docs"]
    number = built.ledger.value("us_russia_trade_annual", "imports", year=2025).text
    assert any(number in page["text"] for page in said)


# Sizes ------------------------------------------------------------------------------------------


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_first_view_of_every_question_is_small_enough_for_a_slow_line(built):
    pages = list(built.site.glob("questions/*/index.html"))
    assert pages
    for page in pages:
        document = html.parse(page)
        parts = document.xpath("//script/@src | //link[@rel='stylesheet']/@href")
        assert len(parts) >= 4
        files = [page, *((page.parent / part.partition("?")[0]).resolve() for part in parts)]
        assert sum(map(packed, files)) <= 110 * 1024, page


@pytest.mark.parametrize("folder", ["questions", "charts"])
def test_our_own_scripts_that_a_page_loads_by_itself_are_small(built, folder):
    pages = list(built.site.glob(f"{folder}/*/index.html"))
    assert pages
    for page in pages:
        if html.parse(page).xpath("//meta[@name='robots']"):
            continue  # a page at a former address
        scripts = [Path(src.partition("?")[0]) for src in html.parse(page).xpath("//script/@src")]
        own = [page.parent / script for script in scripts if script.parent.name == "assets"]
        assert len(own) >= 2
        assert sum(map(packed, own)) <= 8 * 1024


# Tampering with a published site -----------------------------------------------------------------

QUESTION = "questions/length/index.html"
ENTRY = "../../data/facts/length/#value-year-lengths-days-year-2023"
DAYS = f'href="{ENTRY}" data-value="365" data-fact="value:year_lengths.days?year=2023">365 days</a>'
HEAD = "</head>"
TAMPERED = {
    "a number's text": (
        QUESTION, DAYS.replace(" days", "\u00a0days"), DAYS.replace("365 days", "366\u00a0days"),
        'the page says "366 days" (365), but the data say "365 days" (365): '
        "value:year_lengths.days?year=2023. Build the site again.",
    ),
    "a number's value": (
        QUESTION, 'data-value="2024-12"', 'data-value="2024-11"',
        'the page says "December 2024" (2024-11), but the data say "December 2024" (2024-12): '
        "fact:last_month. Build the site again.",
    ),
    "a number's reference": (
        QUESTION, 'data-fact="fact:last_month"', 'data-fact="fact:latest_month"',
        'the number "December 2024" (fact:latest_month) can\'t be recomputed: there is no fact '
        '"latest_month"; did you mean "last_month"? There are: leap_year_longer, leap_year, '
        "last_month.",
    ),
    "a claim's name": (
        QUESTION, 'data-claim="february_is_shortest"', 'data-claim="february_is_short"',
        '"no month was shorter than February": there is no claim "february_is_short"; did you mean '
        '"february_is_shortest"? There are: every_fourth_year_is_leap, february_is_shortest.',
    ),
    "a chart's key": (
        "charts/year-lengths/index.html", 'data-key="', 'data-key="0',
        'chart "year-lengths" was drawn from other data or code; build the site again.',
    ),
    "a chart's name": (
        "charts/year-lengths/index.html", 'data-chart="year-lengths"', 'data-chart="years"',
        'no module draws chart "years"; build the site again.',
    ),
    "a row of a table": (
        "charts/year-lengths/index.html",
        '<tr><th scope="row">1999</th><td>common</td><td>365</td><td>0</td></tr>', "",
        'the table of chart "year-lengths" does not show the rows of the chart.',
    ),
    "a cell of a table": (
        "charts/year-lengths/index.html", '1999</th><td>common', '1999</th><td>leap',
        'the table of chart "year-lengths" does not show the rows of the chart.',
    ),
    "a cell of a column that only the page names": (
        "charts/year-lengths/index.html",
        "1999</th><td>common</td><td>365</td><td>0",
        "1999</th><td>common</td><td>365</td><td>9",
        'the table of chart "year-lengths" does not show the rows of the chart.',
    ),
    "the rest of a template": (
        "index.html", HEAD, f'{HEAD}<p>{{{{ fact("leap_year") }}}}</p>',
        'a template left "{{" in the page.',
    ),
    "an error in the page": (
        "index.html", HEAD, f"{HEAD}<p>Traceback (most recent call last)</p>",
        'a template left "Traceback (most recent call last)" in the page.',
    ),
    "a link that leads nowhere": (
        QUESTION, 'href="../../charts/month-lengths/">Image', 'href="../../charts/month/">Image',
        'the link to "../../charts/month/" leads nowhere.',
    ),
    "a link to a place that is not there": (
        QUESTION, 'href="#source-python-datetime">Py', 'href="#source-python">Py',
        'the link to "#source-python" names a place that is not on that page.',
    ),
    "a script of another origin": (
        "index.html", HEAD, f'<script src="https://example.org/a.js"></script>{HEAD}',
        "<script> loads https://example.org/a.js from another origin.",
    ),
    "a style sheet of another origin": (
        "index.html", HEAD, f'<link rel="stylesheet" href="//example.org/a.css">{HEAD}',
        "<link> loads //example.org/a.css from another origin.",
    ),
    "a picture of another origin, as the second choice": (
        "index.html", HEAD, f'{HEAD}<img srcset="a.png 1x, https://example.org/a.png 2x">',
        "<img> loads https://example.org/a.png from another origin.",
    ),
    "a font of another origin in the page's own style": (
        "index.html", HEAD, f"<style>a {{ src: url(https://example.org/a.woff) }}</style>{HEAD}",
        "<style> loads https://example.org/a.woff from another origin.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "old", "new", "message"), TAMPERED.values(), ids=TAMPERED)
def test_verify_finds_what_was_changed_in_a_published_site(published, page, old, new, message):
    edit(published.site / page, old, new)
    found = verify(Content(published), published.site).problems
    assert [(problem.path, problem.message) for problem in found] == [(f"site/{page}", message)]
    assert found[0].line > 0


def test_verify_finds_a_style_sheet_that_loads_from_another_origin(published):
    (style,) = published.site.glob("assets/style.*.css")
    style.write_text('@import "https://example.org/a.css";\n' + style.read_text())
    assert list(map(str, verify(Content(published), published.site).problems)) == [
        f"site/assets/{style.name}: loads https://example.org/a.css from another origin."
    ]


def test_verify_finds_a_site_that_is_older_than_its_data(published):
    edit(published.data / "month_lengths.csv", "2024-01,31", "2024-01,30")
    stamp(published.data, [])
    said = {problem.message for problem in verify(Content(published), published.site).problems}
    assert {
        'chart "month-lengths" was drawn from other data or code; build the site again.',
        'the page says "366 days" (366), but the data say "365 days" (365): fact:leap_year. Build '
        "the site again.",
    } <= said


def test_verify_finds_claims_that_new_data_refute(published):
    edit(published.data / "month_lengths.csv", "2023-03,31", "2023-03,28")
    edit(published.data / "month_lengths.csv", "2023-02,28", "2023-02,29")
    stamp(published.data, [])
    said = [problem.message for problem in verify(Content(published), published.site).problems]
    assert any(
        message.startswith(
            'the page says "no month was shorter than February", but the data refute it'
        )
        for message in said
    )


def test_verify_draws_the_charts_itself_where_they_are_not_drawn_yet(published):
    shutil.rmtree(published.build)
    published.build.mkdir()
    assert verify(Content(published), published.site).problems == []


def test_verify_finds_a_folder_without_pages(small):
    assert list(map(str, verify(Content(small), small.data).problems)) == [
        "data: this folder has no pages; build the site first."
    ]


def test_verify_finds_nothing_wrong_with_this_explainer(built):
    report = verify(Content(built), built.site)
    assert report.problems == []
    assert report.seen["charts"] >= 2 * len(built.drawings)


# What is not published --------------------------------------------------------------------------


def refute(project: Project) -> None:
    edit(project.data / "month_lengths.csv", "2023-03,31", "2023-03,27")
    edit(project.data / "datapackage.json", '"minimum": 28', '"minimum": 27')
    stamp(project.data, [])


BAD = {
    "a malformed dataset": (
        lambda small: edit(small.data / "year_lengths.csv", "1996,leap,366", "1996,leap"),
        'data/year_lengths.csv:3:11: column "days": the row ends before this cell',
    ),
    "a missing dataset": (
        lambda small: (small.data / "year_lengths.csv").unlink(),
        'data/year_lengths.csv: the file of dataset "year_lengths" is missing',
    ),
    "a chart that asks for an unknown column": (
        lambda small: edit(small.gallery / "year_lengths.py", '["days"]', '["dais"]'),
        'charts/gallery/year_lengths.py:10:1: chart "year-lengths": there is no column "dais"',
    ),
    "a page with an unknown macro": (
        lambda small: edit(small.docs / "index.md", "questions()", "questoins()"),
        'docs/index.md:8:1: there is no macro "questoins"; did you mean "questions"?',
    ),
    "a claim that the data refute": (
        refute,
        'docs/questions/length.md:16:9: the data refute "no month was shorter than February"',
    ),
    "a link to a page that is not there": (
        lambda small: edit(small.docs / "index.md", "{{ questions() }}", "See [this](that.md)."),
        'docs/index.md:8:12: the link to "that.md" leads nowhere: there is no page "that.md".',
    ),
    "a link in HTML that leads nowhere": (
        lambda small: edit(
            small.docs / "index.md", "{{ questions() }}", '<a href="that/">That</a>'
        ),
        "docs/index.md:",
    ),
    "a picture of another origin": (
        lambda small: edit(
            small.docs / "index.md", "{{ questions() }}", "![A](https://example.org/a.png)"
        ),
        "docs/index.md:",
    ),
    "a page of the navigation that is not there": (
        lambda small: edit(small.config, "data/facts.md", "data/fatcs.md"),
        "mkdocs.yml:",
    ),
    "a configuration that is no YAML": (
        lambda small: edit(small.config, "site_name: How", "site_name: How: "),
        "mkdocs.yml:3:15: this is not valid YAML: mapping values are not allowed here.",
    ),
}


@pytest.mark.parametrize(("spoil", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_stops_the_build_and_leaves_the_published_site_alone(
    published, spoil, expected
):
    before = tree(published.site)
    spoil(published)
    done = run("--root", published.root, "site")
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert any(line.startswith(f"{published.root}/{expected}") for line in lines), done.stderr
    assert lines[-1].endswith("nothing was changed.")
    assert "Traceback" not in done.stderr
    assert tree(published.site) == before
    assert list((published.root / "build").glob("site-*")) == []


def test_a_new_build_leaves_nothing_of_the_old_one(published):
    (published.site / "old-page.html").write_text("old")
    edit(published.docs / "index.md", "{{ questions() }}", "{{ questions() }}\n\nNew words.")
    done = run("--root", published.root, "site")
    assert done.returncode == 0, done.stderr
    assert "New words." in (published.site / "index.html").read_text()
    assert not (published.site / "old-page.html").exists()


def test_a_build_with_nothing_changed_draws_nothing_and_gives_the_same_bytes(published):
    before = tree(published.site)
    done = run("--root", published.root, "site")
    assert done.stdout.startswith("Nothing has changed since ")
    assert tree(published.site) == before
