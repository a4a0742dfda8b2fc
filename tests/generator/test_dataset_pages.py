"""Datasets have pages of their own, and ledgers one for each question; nobody writes them."""

import csv
import json
import re
from dataclasses import replace

import pytest
from lxml import html
from playwright.sync_api import expect

from charts.generator.check.check import check
from charts.generator.pages import small_charts
from charts.generator.pages.addresses import dataset_page
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from tests.conftest import PHONE
from tests.support import typed


@pytest.fixture(scope="module")
def evaluator(built: Project) -> Evaluator:
    return Evaluator(Content(built))


def page_of(project: Project, url: str) -> html.HtmlElement:
    return html.parse(project.site / url / "index.html").getroot()


def said(text: str) -> str:
    return typed(" ".join(text.split()))


# Datasets -----------------------------------------------------------------------------------------


def test_every_dataset_has_a_page_with_its_rows_columns_caveats_and_file(built):
    for name, dataset in built.datasets.items():
        page = page_of(built, dataset_page(name))
        assert said(str(page.findtext(".//h1"))) == said(dataset.title)
        text = said(page.text_content())
        told = [dataset.descriptor["basis"], *dataset.descriptor["caveats"]]
        assert [each for each in told if said(each) not in text] == []
        columns = page.xpath("//h2[@id='columns']/following-sibling::dl[1]/dt/code/text()")
        assert columns == list(dataset.fields)
        assert page.xpath("//a[@download]/@href")[0] == f"../../data/{dataset.path.name}"
        with dataset.path.open(encoding="utf-8") as lines:
            rows = list(csv.reader(lines))
        shown = page.xpath("//table[@data-rows]//tr")
        assert [cell.text_content() for cell in shown[0]] == rows[0]
        assert len(shown) <= 11 or len(shown) == len(rows)


def test_every_measure_is_drawn_with_a_sentence_for_those_who_cant_see_it(built):
    drawn = 0
    for name in built.datasets:
        page = page_of(built, dataset_page(name))
        for figure in page.xpath("//figure[@class='small']"):
            (svg,) = figure.findall("svg")
            assert said(str(figure.findtext("figcaption"))) in said(svg.get("aria-label"))
            assert re.search(r"\d", svg.get("aria-label"))
            drawn += 1
    assert drawn > len(built.datasets)


def test_the_page_of_a_dataset_lists_what_rests_on_it(built, evaluator):
    name = "us_russia_trade_annual"
    usage = evaluator.ledgers.usage[name]
    page = page_of(built, dataset_page(name))
    links = set(page.xpath("//article//a/@href"))
    assert len(usage.numbers) > 20
    assert {f"../../{place}" for _, place in [*usage.numbers, *usage.claims]} <= links
    charts = [id for id, drawing in built.drawings.items() if name in drawing.datasets]
    assert {f"../../charts/{id}/" for id in charts} <= links
    assert {f"../../{page.url}" for page in usage.pages if page.kind == "question"} <= links


def test_the_catalogue_leads_to_every_dataset_and_keeps_its_old_anchors(built):
    page = page_of(built, "data")
    entries = page.xpath("//*[contains(@class, 'catalogue')]//li")
    assert {entry.get("id") for entry in entries} == set(built.datasets)
    for entry in entries:
        assert entry.find("a").get("href") == f"../{dataset_page(entry.get('id'))}"


def test_a_page_where_the_generator_makes_its_own_is_a_mistake(small):
    (small.docs / "data" / "year_lengths.md").write_text(
        "---\ntitle: A\ndescription: B\n---\n\nA.\n"
    )
    (problem,) = check(Project(small.root)).problems
    assert str(problem) == (
        "docs/data/year_lengths.md:1:1: the generator makes the page data/year_lengths/ itself, of "
        "a dataset or a ledger; give this file another name."
    )


def test_no_word_of_a_small_chart_is_cut_off_or_lies_on_another(built, blank):
    drawings = [
        f'<div title="{name}">{chart.svg}</div>'
        for name, dataset in built.datasets.items()
        for chart in small_charts.of(dataset)
    ]
    assert drawings
    page = blank()
    page.set_content(f"<style>* {{ font-family: 'Liberation Sans' }}</style>{''.join(drawings)}")
    wrong = page.evaluate("""() => [...document.querySelectorAll("div")].flatMap((drawing) => {
      const frame = drawing.querySelector("svg").getBoundingClientRect();
      const boxes = [...drawing.querySelectorAll("text")].map((t) => t.getBoundingClientRect());
      const cut = (box) => box.left < frame.left - 1 || box.right > frame.right + 1;
      const over = (a, b) => a.left < b.right && b.left < a.right
        && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
      const met = (box, i) => boxes.slice(i + 1).some((other) => over(box, other));
      return boxes.some((box, i) => cut(box) || met(box, i)) ? [drawing.title] : [];
    })""")
    assert wrong == []


def test_places_on_a_map_have_no_bars(built):
    assert small_charts.of(built.datasets["arctic_land"]) == []
    assert "What it measures" not in page_of(built, dataset_page("arctic_land")).text_content()


def test_no_small_chart_has_a_single_bar(built):
    bars = {
        (name, chart.field.name): str(chart.svg).count("<rect")
        for name, dataset in built.datasets.items()
        for chart in small_charts.of(dataset)
    }
    assert [where for where, count in bars.items() if count == 1] == []
    assert bars["treasury_holdings_russia_monthly", "holdings"] == 0  # a line of its one series


def test_numbers_of_different_units_are_not_compared(built):
    assert small_charts.of(built.datasets["claims"]) == []


def test_bars_have_words_where_the_key_is_a_code(built):
    (drawn,) = small_charts.of(built.datasets["us_imports_from_russia_by_chapter_annual"])
    svg = html.fromstring(str(drawn.svg))
    names = svg.xpath(".//text[@text-anchor='end']/text()")
    assert len(names) > 3
    assert [name for name in names if name.isdigit()] == []


def test_a_line_lies_where_its_periods_are_in_time(built):
    dataset = built.datasets["treasury_holdings_russia_readings"]
    (drawn,) = small_charts.of(dataset)
    (path,) = html.fromstring(str(drawn.svg)).xpath(".//path/@d")
    places = [float(x) for x in re.findall(r"[ML]([\d.]+) ", path)]
    months = [int(m[:4]) * 12 + int(m[5:]) for m in sorted(dataset.columns["month"])]
    whole, wide = months[-1] - months[0], places[-1] - places[0]
    expected = [places[0] + wide * (month - months[0]) / whole for month in months]
    assert places == pytest.approx(expected, abs=wide / 200)


def test_the_words_of_a_dataset_stay_text_in_its_small_charts(small):
    dataset = small.datasets["year_lengths"]
    field = replace(dataset.fields["days"], title='<script>"&')
    dataset.fields["days"] = field
    (drawn,) = small_charts.of(dataset)
    svg = html.fromstring(str(drawn.svg))
    assert str(svg.get("aria-label")).startswith('<script>"& from 1995')
    assert list(svg.iter("script")) == []


# Ledgers ------------------------------------------------------------------------------------------


def test_every_entry_stands_on_the_page_of_the_first_question_that_prints_it(built, evaluator):
    for url, entries in (
        ("data/facts", evaluator.ledgers.numbers),
        ("data/claims", evaluator.ledgers.claims),
    ):
        order = [*entries]
        assert len(order) > 4
        seen: set[str] = set()
        for group in order:
            ids = page_of(built, f"{url}/{group}").xpath("//details[@id]/@id")
            assert len(ids) == len(entries[group])
            assert not seen & set(ids)
            seen |= set(ids)


def test_no_page_leads_to_an_entry_by_the_way_around(built):
    for path in built.site.rglob("index.html"):
        links = html.parse(path).xpath("//a/@href")
        assert [a for a in links if re.search(r"data/(facts|claims)/#(fact|value|claim)-", a)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("data/facts/#{}", "data/facts/{}/#{}"),
        ("data/claims/#{}", "data/claims/{}/#{}"),
    ],
    ids=["a number", "a claim"],
)
def test_an_old_address_of_an_entry_leads_to_its_new_one(blank, address, built, old, new):
    listed = json.loads((built.site / old.partition("#")[0] / "find.json").read_text())
    anchor, group, *_ = listed[len(listed) // 2]
    page = blank()
    page.goto(address + old.format(anchor))
    page.wait_for_url(address + new.format(group, anchor))
    expect(page.locator(f"#{anchor} dl")).to_be_visible()


def test_a_ledger_is_filtered_by_words(tab):
    page = tab("data/facts/relations/", width=PHONE)
    shown = page.locator("details.entry:visible")
    before = shown.count()
    page.get_by_label("Filter these numbers:").fill("exports  ARMENIA")
    expect(page.locator("output")).to_have_text(re.compile(rf"^[1-9]\d* of {before}$"))
    assert all("rmenia" in text for text in shown.all_text_contents())
    page.get_by_label("Filter these numbers:").fill("")
    expect(shown).to_have_count(before)


def test_the_claims_of_the_texts_are_filtered_by_verdict(tab):
    page = tab("data/claims/")
    page.get_by_label("Verdict").select_option("revised since")
    found = page.locator(".finding:visible .verdict")
    expect(page.locator("p.filter output").first).to_have_text(re.compile(r"^\d+ of \d+$"))
    assert set(found.all_text_contents()) == {"revised since"}


def test_a_number_is_found_on_any_page_of_the_ledger(tab, address):
    page = tab("data/facts/")
    page.get_by_label("Find:").fill("palladium")
    link = page.locator(".leads a:visible").first
    expect(link).to_have_attribute("href", re.compile(r"^[a-z-]+/#(fact|value)-"))
    link.click()
    expect(page.locator(":target dl")).to_be_visible()


def test_without_scripts_the_ledgers_are_plain_lists(blank, address):
    page = blank(java_script_enabled=False)
    page.goto(f"{address}data/facts/")
    page.locator(".ledger-groups").get_by_role("link", name="Economic relations").click()
    entries = page.locator("details.entry")
    expect(entries.first).to_be_visible()
    entries.first.locator("summary").click()
    expect(entries.first.locator("dl")).to_be_visible()
    expect(page.locator(".filter > *")).to_have_count(0)


# The frame ----------------------------------------------------------------------------------------


def test_a_page_below_a_section_says_where_one_is(built):
    page = page_of(built, dataset_page("gdp_annual"))
    (strip,) = page.xpath("//nav[@class='strip']//a[@aria-current]")
    assert (strip.text, strip.get("aria-current")) == ("The numbers", "true")
    (inside,) = page.xpath("//nav[@class='chapters']//a[@aria-current]")
    assert (inside.get("href"), inside.get("aria-current")) == ("../", "true")
    (ledger,) = page_of(built, "data/facts/relations").xpath(
        "//nav[@class='chapters']//a[@aria-current]"
    )
    assert ledger.get("href") == "../"


@pytest.mark.parametrize("path", ["data/", "data/facts/", "data/claims/", "about/"])
def test_a_page_of_a_section_begins_on_the_first_screen_of_a_phone(tab, path):
    page = tab(path, width=PHONE)
    title = page.locator("h1").bounding_box()
    body = page.locator(".story__body > :first-child").bounding_box()
    assert body["y"] - title["y"] - title["height"] < 240
    here = page.locator(".chapters [aria-current]")
    expect(here).to_be_in_viewport(ratio=1)


def test_facts_about_a_dataset_stand_beside_their_names(tab):
    page = tab(dataset_page("gdp_annual"))
    pairs = page.locator(".sheet dt").evaluate_all(
        "names => names.map((n) => n.offsetTop - n.nextElementSibling.offsetTop)"
    )
    assert len(pairs) > 4
    assert max(map(abs, pairs)) < 6  # the smaller letters of code
