"""Readers ask a question of their own: what the data say of the value that they choose."""

import csv
import json
import re
import shutil

import pytest
from lxml import html
from playwright.sync_api import expect

from charts.generator.check.check import check
from charts.generator.numbers import formats
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.verify import reread
from tests.support import edit

PAGE, NAME = "data/partners/", "us_trade_all_partners_annual"


def newest(project):
    """The partner with the most exports in the newest year, with them as readers see them."""
    with (project.data / f"{NAME}.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    year = max(row["year"] for row in rows)
    rows = [row for row in rows if row["year"] == year]
    most = max(rows, key=lambda row: float(row["exports"]))
    (russia,) = (row for row in rows if row["partner"] == "Russia")
    return (
        year,
        most["partner"],
        *(
            formats.write(float(row["exports"]), "USD million").replace("\u00a0", " ")
            for row in (most, russia)
        ),
    )


def test_a_choice_is_answered_in_a_sentence_and_drawn(tab, built):
    year, partner, exports, beside = newest(built)
    page = tab(PAGE)
    page.get_by_label("Partner:").fill(partner.upper())
    answer = page.locator(".choice-answer")
    expect(answer).to_contain_text(f"U.S. exports, {partner}, {year}: {exports}; Russia: {beside}.")
    expect(answer.locator("svg[role=img] path").first).to_be_visible()
    expect(answer.locator("figure").first).to_contain_text(exports)


def test_the_choice_stands_in_the_address_and_is_made_again_from_it(tab):
    page = tab(PAGE)
    page.get_by_label("Partner:").fill("Kazakhstan")
    page.wait_for_url("**/data/partners/?partner=Kazakhstan")
    page.reload()
    expect(page.locator(".choice-answer")).to_contain_text("Kazakhstan")
    page.get_by_label("Partner:").fill("Atlantis")
    expect(page.locator(".choice-answer")).to_have_text("The data have no “Atlantis”.")
    page.wait_for_url(re.compile(r"/data/partners/$"))


def test_the_data_are_loaded_when_somebody_chooses_and_not_before(blank, address):
    page, asked = blank(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + PAGE, wait_until="networkidle")
    assert [url for url in asked if url.endswith(".csv")] == []
    with page.expect_request(f"**/{NAME}.csv"):
        page.get_by_label("Partner:").fill("Canada")


def test_one_can_type_into_the_list_of_all_values(tab, built):
    page = tab(PAGE)
    offered = page.locator("datalist option").evaluate_all("all => all.map((one) => one.value)")
    with (built.data / f"{NAME}.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    year = max(row["year"] for row in rows)
    assert set(offered) == {row["partner"] for row in rows if row["year"] == year} - {"Russia"}


def test_a_lost_request_is_told_and_tried_again(blank, address):
    page = blank()
    page.route("**/*.csv", lambda route: route.abort())
    page.goto(address + PAGE)
    page.get_by_label("Partner:").fill("Canada")
    expect(page.locator(".choice-answer")).to_contain_text("could not be loaded")
    page.unroute("**/*.csv")
    page.get_by_label("Partner:").fill("Mexico")
    expect(page.locator(".choice-answer")).to_contain_text("U.S. exports, Mexico")


def test_without_scripts_there_is_a_table_of_the_newest_period(blank, address, built):
    year, partner, exports, _ = newest(built)
    page = blank(java_script_enabled=False)
    page.goto(address + PAGE)
    row = page.locator("tr", has=page.get_by_role("rowheader", name=partner, exact=True))
    expect(row).to_contain_text(exports.replace(" ", "\u00a0"))
    expect(page.locator("thead")).to_contain_text(year)
    expect(page.locator("input[name=partner]")).to_have_count(0)


def test_a_number_of_the_table_that_is_falsified_is_found(built, tmp_path):
    site = shutil.copytree(built.site / "data" / "partners", tmp_path / "site")
    page = site / "index.html"
    text = page.read_text()
    page.write_text(re.sub(r"<td>\$\d", "<td>$0", text, count=1))
    found = [each.message for each in reread(Content(built), site).problems]
    assert f'the table does not show the newest rows of the dataset "{NAME}".' in found


@pytest.mark.parametrize(
    ("macro", "said"),
    [
        ('choice("year_length", "kind", beside="leap")', 'did you mean "year_lengths"?'),
        ('choice("year_lengths", "kid", beside="leap")', 'there is no column "kid"'),
        (
            'choice("year_lengths", "kind", beside="leap")',
            'readers can choose from a dataset whose key is a period and "kind"; that of '
            '"year_lengths" is year.',
        ),
    ],
)
def test_what_nobody_can_choose_from_is_a_mistake(small, macro, said):
    edit(
        small.docs / "index.md", "{{ questions() }}", f"{{{{ {macro} }}}}\n\n{{{{ questions() }}}}"
    )
    (problem,) = check(Project(small.root)).problems
    assert said in str(problem)


def test_the_script_gets_units_and_not_code(built):
    (part,) = html.parse(built.site / PAGE / "index.html").getroot().find_class("choice")
    measures = json.loads(str(part.get("data-measures")))
    assert [each["column"] for each in measures] == ["exports", "imports"]
    assert all(each["money"] and each["scale"] == 1e6 for each in measures)
