"""The ledgers list every number and every claim, on pages and as files for fact-checkers."""

import csv
import io
import json
import re
from typing import Any

import pytest
from lxml import html

from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.ledger_pages import claims, findings, numbers
from charts.generator.project import Project
from charts.generator.site.build import build_site

FILES = ["data/facts/facts", "data/claims/claims", "data/claims/texts"]


@pytest.fixture(scope="module")
def evaluator(built: Project) -> Evaluator:
    return Evaluator(Content(built))


def as_json(built: Project, file: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((built.site / f"{file}.json").read_text())
    return entries


def as_csv(built: Project, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((built.site / f"{file}.csv").read_text())))


def test_every_number_of_every_page_is_in_the_ledger_with_all_pages_that_print_it(evaluator):
    printed = {
        (use.result.reference, use.page.name)
        for use in evaluator.uses
        if isinstance(use.result, Receipt)
    }
    listed = {
        (number.receipt.reference, page.name)
        for number in numbers(evaluator.content.project, evaluator.uses)
        for page in number.pages
    }
    assert len(printed) > 60
    assert listed == printed


def test_every_tested_claim_is_in_the_ledger_with_its_words(evaluator):
    made = {(use.name, use.words) for use in evaluator.uses if isinstance(use.result, Outcome)}
    listed = {(claim.name, words) for claim in claims(evaluator.uses) for words in claim.words}
    assert len(made) > 10
    assert listed == made


def test_every_claim_of_the_two_texts_is_in_the_ledger(built):
    with (built.data / "claims.csv").open(encoding="utf-8") as lines:
        ids = [row["id"] for row in csv.DictReader(lines)]
    assert [finding.claim.id for finding in findings(built)] == ids
    page = html.parse(built.site / "data" / "claims" / "index.html")
    assert [section.get("id") for section in page.xpath("//section[@class='finding']")] == [
        f"text-{id}" for id in ids
    ]


def test_the_claims_of_one_section_are_those_of_that_section(built):
    found = {finding.claim.section for finding in findings(built, "money")}
    assert found == {"money"}


def test_a_claim_on_the_page_says_by_whom_when_and_what_the_data_say(built):
    page = html.parse(built.site / "data" / "claims" / "index.html")
    sections = page.xpath("//section[@class='finding']")
    assert len(sections) == len(findings(built))
    for section in sections:
        (by,) = section.find_class("finding-by")
        (verdict,) = section.find_class("verdict")
        (data,) = section.find_class("finding-data")
        assert by.xpath("./a/@href")[0].startswith("https://")
        assert "2025" in by.text_content() or "2021" in by.text_content()
        assert verdict.text_content() == verdict.get("data-verdict")
        assert len(data.text_content().split()) > 5


@pytest.mark.parametrize("file", FILES)
def test_json_and_csv_hold_the_same_entries(built, file):
    entries, rows = as_json(built, file), as_csv(built, file)
    assert len(entries) == len(rows) > 10
    plain = [key for key, value in entries[0].items() if isinstance(value, str)]
    assert plain
    assert [{k: row[k] for k in plain} for row in rows] == [
        {k: entry[k] for k in plain} for entry in entries
    ]


def test_the_file_of_numbers_holds_what_the_pages_print(built):
    page = html.parse(built.site / "questions" / "relations" / "index.html")
    by_reference = {entry["reference"]: entry for entry in as_json(built, FILES[0])}
    printed = page.xpath("//*[@data-fact]")
    assert {element.tag for element in printed} == {"a", "data"}  # with a receipt, or in a title
    for element in printed:
        entry = by_reference[element.get("data-fact")]
        assert entry["value"] == element.get("data-value", element.get("value"))
        assert "questions/relations/" in entry["pages"] or element.xpath("ancestor::figure")


def test_a_number_can_be_recomputed_from_its_entry_in_the_file_alone(built):
    entries = [
        entry
        for entry in as_json(built, FILES[0])
        if re.fullmatch(r"sum of [^()]* \(\d+ cells\)", entry["formula"])
        or len(entry["cells"]) == 1
    ]
    assert len(entries) > 20
    for entry in entries:
        if entry["unit"] in ("year", "month") or " of " in entry["formula"].replace("sum of ", ""):
            continue
        texts = [cell["text"] for cell in entry["cells"]]
        if all(re.fullmatch(r"-?\d+(\.\d+)?", text) for text in texts):
            assert float(entry["value"]) == pytest.approx(sum(map(float, texts)))


def test_the_file_of_claims_says_which_hold(built):
    assert {row["holds"] for row in as_csv(built, FILES[1])} == {"yes"}
    assert {entry["holds"] for entry in as_json(built, FILES[1])} == {True}


def test_the_pages_lead_to_their_files(built):
    for page, files in {"facts": ["facts"], "claims": ["claims", "texts"]}.items():
        tree = html.parse(built.site / "data" / page / "index.html")
        links = tree.xpath("//a[@download]/@href")
        assert links == [
            f"{f}.{kind}" for f in sorted(files, reverse=True) for kind in ("csv", "json")
        ]


def test_every_page_has_the_receipts_of_the_numbers_and_claims_on_it(built):
    checked = 0
    for path in built.site.rglob("index.html"):
        page = html.parse(path)
        anchors = {
            link.rpartition("#")[2]
            for link in page.xpath("//a[contains(@class, 'number')]/@href")
            + page.xpath("//a[@class='claim']/@href")
            if "#" in link
        }
        anchors = {a for a in anchors if a.startswith(("fact-", "value-", "claim-"))}
        if anchors:
            receipts = json.loads((path.parent / "receipts.json").read_text())
            assert anchors <= receipts.keys()
            checked += len(anchors)
    assert checked > 60


def test_a_claim_that_only_another_one_uses_is_on_no_page_and_nothing_links_to_it(small):
    definitions = small.root / "docs" / "definitions.yml"
    definitions.write_text(
        definitions.read_text()
        + "  leap_day_came: year_lengths.days[2024] > year_lengths.days[2023]\n"
        + "  leap_day_came_once: leap_day_came and sum(year_lengths.days[2024]) = 366 days\n"
    )
    page = small.root / "docs" / "questions" / "length.md"
    bound = 'The year {{ claim("leap_day_came_once", "was longer than the one before") }}.\n'
    page.write_text(page.read_text() + "\n## The record\n\n" + bound)
    list(build_site(Project(small.root)))
    dataset = html.parse(small.site / "data" / "year_lengths" / "index.html")
    links = [str(link) for link in dataset.xpath("//article//a/@href")]
    assert "../../data/claims/length/#claim-leap_day_came_once" in links
    assert not [link for link in links if link.endswith("#claim-leap_day_came")]
