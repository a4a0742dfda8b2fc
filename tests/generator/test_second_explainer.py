"""The generator knows nothing of its explainer's subject: it builds another one as well.

The other one, tests/second_explainer, has everything that this one has, from the generator alone.
"""

import calendar
import csv
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import expect

from charts.generator.project import Project
from tests.conftest import PHONE, SECOND, Tab
from tests.lighthouse import serving
from tests.support import ROOT, edit, run

# What this explainer is about, and the generator shall not know.
SUBJECT = re.compile(
    r"russia|ukrain|moscow|kremlin|putin|trump|america|united states|\bU\.S\.|european union"
    r"|census|sanction|embargo|tariff|invasion|\btrad(?:e|ed|ing)\b|\boil\b|uranium|alumin",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:trad(?:e[sd]?|ing)|sanction(?:s|ed)?|tariffs?|census|uranium|moscow|america)\b(?!_)",
    re.IGNORECASE,
)
GENERATOR = [
    path
    for path in [*(ROOT / "charts").glob("*.py*"), *(ROOT / "charts" / "generator").rglob("*")]
    if path.is_file() and path.suffix not in (".pyc", ".ttf", ".woff2")
]
QUESTION = "questions/length/"
MONTHS = "charts/month-lengths"
MODULE = "charts/gallery/month_lengths.py"
FACTS = "charts/facts/length.py"


@pytest.fixture(scope="module")
def small_address(small_built: Project) -> Iterator[str]:
    """The address of the other explainer's site on a server of this machine."""
    with serving(small_built.site) as found:
        yield found


def page(project: Project, name: str) -> html.HtmlElement:
    return html.parse(project.site / name / "index.html").getroot()


def meta(project: Project, name: str, kind: str) -> str:
    """Reads what a page says about itself to other sites."""
    (found,) = page(project, name).xpath(f"//meta[@property='{kind}']/@content")
    return str(found)


def is_png(path: Path) -> bool:
    return path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_the_same_code_builds_an_explainer_on_another_subject(tmp_path):
    shutil.copytree(SECOND, tmp_path / "explainer")
    done = run("--root", tmp_path / "explainer", "site")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"Verified 16 pages: \d\d numbers recomputed, 2 claims tested, 4", done.stdout)


def test_nothing_of_this_explainer_is_in_the_other_one(small_built):
    pages = list(small_built.site.rglob("*.html"))
    assert pages
    assert [page.name for page in pages if SUBJECT.search(page.read_text())] == []


def test_what_the_other_one_says_is_true():
    with (SECOND / "data" / "month_lengths.csv").open() as lines:
        months = {row["month"]: int(row["days"]) for row in csv.DictReader(lines)}
    with (SECOND / "data" / "year_lengths.csv").open() as lines:
        years = {int(row["year"]): (row["kind"], int(row["days"])) for row in csv.DictReader(lines)}
    assert months == {
        f"{year}-{month:02d}": calendar.monthrange(year, month)[1]
        for year in (2023, 2024)
        for month in range(1, 13)
    }
    assert years == {
        year: ("leap", 366) if calendar.isleap(year) else ("common", 365)
        for year in range(1995, 2025)
    }


@pytest.mark.parametrize("path", GENERATOR, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_of_the_generator_names_the_subject_of_this_explainer(path):
    text = path.read_text()
    if "check" in path.parts:  # English has words that news of every subject uses
        text = ENGLISH.sub("", text)
    assert [line for line in text.splitlines() if SUBJECT.search(line)] == []


def test_the_words_of_the_subject_are_found_where_they_belong():
    # The test above would pass as well if it looked for the wrong words.
    assert SUBJECT.search((ROOT / "charts" / "facts" / "politics.py").read_text())
    assert SUBJECT.search((ROOT / "docs" / "index.md").read_text())


# What it has ------------------------------------------------------------------------------------


def test_its_pages_tell_other_sites_their_title(small_built):
    assert meta(small_built, QUESTION, "og:title") == "How long is a year?"
    assert meta(small_built, MONTHS, "og:title") == "February has 28 days, in most years"


def test_its_pages_tell_search_engines_what_they_are(small_built):
    (script,) = page(small_built, QUESTION).xpath("//script[@type='application/ld+json']/text()")
    said = json.loads(script)
    assert (said["@type"], said["headline"]) == ("Article", "How long is a year?")


def test_its_pages_have_twins_in_plain_text(small_built):
    assert "A leap year has 366 days" in (small_built.site / QUESTION / "index.txt").read_text()
    assert f"]({QUESTION}index.txt)" in (small_built.site / "llms.txt").read_text()


def test_its_pages_have_cards(small_built):
    for name in ("", QUESTION, MONTHS):
        assert meta(small_built, name, "og:image").endswith("card.png")
        assert is_png(small_built.site / name / "card.png")


def test_its_charts_can_be_embedded_as_they_are_and_as_they_will_be(small_built):
    frozen = json.loads((small_built.site / "embed" / "frozen.json").read_text())
    for place in ("embed/month-lengths/", *frozen):
        assert page(small_built, place).xpath("//figure//*[local-name()='svg']")
    assert len(frozen) == 2


def test_its_charts_can_be_downloaded(small_built):
    folder = small_built.site / MONTHS
    assert is_png(folder / "month-lengths.png")
    for name in ("month-lengths.svg", "month-lengths-dark.svg"):
        assert (folder / name).read_text().startswith("<svg")
    assert (folder / "month-lengths.csv").read_text().startswith("month,days\n2023-01,31\n")
    with zipfile.ZipFile(folder / "month-lengths.zip") as packed:
        assert {Path(name).name for name in packed.namelist()} >= {
            "month-lengths.png", "month-lengths.csv", "month-lengths.vl.json"
        }  # fmt: skip


def test_its_data_can_be_downloaded(small_built):
    for name in ("month_lengths.csv", "year_lengths.csv", "datapackage.json"):
        published = small_built.site / "data" / name
        assert published.read_bytes() == (small_built.data / name).read_bytes()


def test_its_numbers_are_listed(small_built):
    facts = {
        line.get("id") for line in page(small_built, "data/facts/length").iter() if line.get("id")
    }
    assert {"fact-leap-year", "value-year-lengths-days-year-2023"} <= facts
    assert "leap_year" in (small_built.site / "data/facts/facts.csv").read_text()


def test_its_claims_are_listed(small_built):
    said = page(small_built, "data/claims/length").text_content()
    assert (
        "Every fourth year, and no other, has one day more: the length of a year in all years"
        in said
    )
    assert "february_is_shortest" in (small_built.site / "data/claims/claims.csv").read_text()


def test_its_navigation_has_labels_in_any_language(small_built):
    chart = page(small_built, MONTHS)
    (english,) = chart.xpath("//nav[@class='strip']//a[@aria-current]")
    (german,) = chart.find_class("next__words")
    assert english.text_content() == "Charts"
    assert german.text_content() == "Länge der Jahre"


def test_its_numbers_open_their_receipts(blank: Tab, small_address):
    tab = blank()
    tab.goto(small_address + QUESTION)
    tab.locator("a.number", has_text=re.compile("^366\xa0days$")).first.hover()
    expect(tab.locator(".receipt-card")).to_contain_text("The total length of a month in 2024.")


def test_its_charts_are_read_by_a_finger(blank: Tab, small_address):
    tab = blank(PHONE, has_touch=True, is_mobile=True)
    tab.goto(f"{small_address}{MONTHS}/")
    tab.locator(".chart-picture").tap()
    expect(tab.locator(".chart-picture .is-live:visible")).to_have_count(1)
    tab.locator(".chart-live .mark-rect path").nth(1).tap()
    expect(tab.locator(".chart-tip")).to_have_text("Feb 2023days: 28")


# The helpers of its modules ---------------------------------------------------------------------


def give_helper(project: Project, text: str = "SIZE = 6\n") -> None:
    """Moves a size of one chart into a helper beside it."""
    (project.gallery / "_common.py").write_text(text)
    module = project.root / MODULE
    edit(module, "from charts import", "from ._common import SIZE\nfrom charts import")
    edit(module, "size=6", "size=SIZE")


def drawn(project: Project) -> str:
    project.draw(["month-lengths"])
    return (project.built / "month-lengths" / "desktop.vl.json").read_text()


def test_a_module_of_the_gallery_takes_helpers_from_beside_it(small):
    give_helper(small, "SIZE = 4\n")
    assert '"size": 4' in drawn(small)


def test_a_module_of_the_facts_takes_helpers_from_beside_it(small):
    (small.facts / "_common.py").write_text("LEAP = 2024\n")
    edit(small.root / FACTS, "from charts import", "from ._common import LEAP\nfrom charts import")
    edit(small.root / FACTS, "year=2024", "year=LEAP")
    assert small.ledger.fact("leap_year_longer").text == "0.27%"


def test_gallery_and_facts_take_helpers_from_above_them(small):
    (small.root / "charts" / "_shared.py").write_text("LEAP, SIZE = 2024, 4\n")
    for path, name in [(FACTS, "LEAP"), (MODULE, "SIZE")]:
        new = f"from .._shared import {name}\nfrom charts import"
        edit(small.root / path, "from charts import", new)
    edit(small.root / FACTS, "year=2024", "year=LEAP")
    edit(small.root / MODULE, "size=6", "size=SIZE")
    assert '"size": 4' in drawn(small)
    assert small.ledger.fact("leap_year_longer").text == "0.27%"


def test_an_edited_helper_changes_the_fingerprint_of_the_charts_that_use_it(small):
    give_helper(small)
    before = Project(small.root).fingerprints
    edit(small.gallery / "_common.py", "6", "8")
    after = Project(small.root).fingerprints
    assert [name for name in before if before[name] != after[name]] == ["month-lengths"]


def test_an_edited_helper_is_drawn_in_the_same_process(small):
    give_helper(small)
    assert '"size": 6' in drawn(small)
    edit(small.gallery / "_common.py", "6", "8")
    assert '"size": 8' in drawn(Project(small.root))


def test_two_explainers_in_one_process_share_no_helper(small, tmp_path):
    other = Project(shutil.copytree(small.root, tmp_path / "other"))
    give_helper(small, "SIZE = 4\n")
    give_helper(other, "SIZE = 8\n")
    assert '"size": 4' in drawn(small)
    assert '"size": 8' in drawn(other)
    edit(small.root / MODULE, "mark_bar(", "mark_bar(opacity=1, ")
    again = drawn(Project(small.root))
    assert '"size": 4' in again
    assert '"opacity": 1' in again


def test_two_copies_of_an_explainer_in_one_process_name_their_own_files(small, tmp_path):
    other = Project(shutil.copytree(small.root, tmp_path / "other"))
    assert small.ledger.facts["leap_year_longer"].path == small.root / FACTS
    assert other.ledger.facts["leap_year_longer"].path == other.root / FACTS


@pytest.mark.parametrize("folder", ["gallery", "facts"])
def test_an_import_that_would_take_another_explainers_helper_says_what_to_write(small, folder):
    (small.root / "charts" / folder / "_common.py").write_text("SIZE = 6\n")
    path = MODULE if folder == "gallery" else FACTS
    new = f"from charts.{folder}._common import SIZE\nfrom charts import"
    edit(small.root / path, "from charts import", new)
    done = run("--root", small.root, "site")
    line = (small.root / path).read_text().splitlines().index(new.splitlines()[0]) + 1
    assert done.returncode == 1
    assert f"{path}:{line}:1: " in done.stderr
    assert f'to import a helper in {folder}/, write "from ._name import …"' in done.stderr
