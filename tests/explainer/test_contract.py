"""The contract of words and data: change one cell, and just what rests on it changes or fails."""

import dataclasses
import random
import re
from functools import cache

import pytest

from charts.generator.author.refresh_report import with_datasets
from charts.generator.base.problems import MistakeError
from charts.generator.data.datasets import Dataset, stamp, text_of
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.quantities import Cell, Quantity
from charts.generator.pages.addresses import dataset_page
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.inline import Use
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.conftest import ROOT
from tests.support import edit, tree

SAMPLE = 20  # of this explainer's cells; the tiny one's are changed one and all

Place = tuple[str, int, int]  # page, offset of the macro, which of its results


@pytest.fixture(scope="module")
def before() -> Evaluator:
    return Evaluator(Content(Project(ROOT)))


def cells(evaluator: Evaluator) -> list[Cell]:
    """Returns every number that any word of the explainer rests on."""
    read = {cell for use in evaluator.uses for cell in getattr(use.result, "read", ())}
    datasets = evaluator.content.project.datasets
    fields = {name: dataset.fields for name, dataset in datasets.items()}
    return sorted(
        (cell for cell in read if fields[cell.dataset][cell.column].type in ("number", "integer")),
        key=lambda cell: (cell.dataset, cell.column, cell.key),
    )


def changed(evaluator: Evaluator, cell: Cell) -> Evaluator:
    """Returns the explainer as it would be with another number in one cell, and no other change."""
    project = evaluator.content.project
    old = project.datasets[cell.dataset]
    (row,) = [
        i for i, texts in enumerate(old.rows) if all(texts[name] == text for name, text in cell.key)
    ]
    column = list(old.columns[cell.column])
    column[row] = text_of(old.values[cell.column][row] * 3 + 1)
    new: Dataset = dataclasses.replace(old, columns={**old.columns, cell.column: column})
    return Evaluator(Content(with_datasets(project, [new])))


@cache
def said(evaluator: Evaluator) -> dict[Place, str]:
    """Returns what each macro of each page says, or that it fails, by its place."""
    found = {place: exact(use) for place, use in uses(evaluator)}
    for page in evaluator.content.pages.values():
        for mistake in evaluator.evaluate(page)[1]:
            found[(page.name, mistake.line, -mistake.column)] = mistake.message
    return found


def exact(use: Use) -> str:
    if isinstance(use.result, Receipt):
        return use.result.raw
    return str(use.result.holds) if isinstance(use.result, Outcome) else use.words


@cache
def uses(evaluator: Evaluator) -> list[tuple[Place, Use]]:
    """Returns every use of a macro with its place."""
    found: list[tuple[Place, Use]] = []
    for page in evaluator.content.pages.values():
        seen: list[int] = []
        for use in evaluator.evaluate(page)[0]:
            found.append(((page.name, use.offset, seen.count(use.offset)), use))
            seen.append(use.offset)
    return found


def resting(evaluator: Evaluator, cell: Cell) -> tuple[set[Place], set[Place]]:
    """Returns where words looked at a cell, and where a number is computed from it."""
    looked, computed = set(), set()
    for place, use in uses(evaluator):
        if cell in getattr(use.result, "read", ()):
            looked.add(place)
        receipt = use.result
        if isinstance(receipt, Receipt) and cell in receipt.cells and is_computed(receipt):
            computed.add(place)
    return looked, computed


def is_computed(receipt: Receipt) -> bool:
    """Says whether a number is made of its cells; the year of a peak stays while it is the peak."""
    return isinstance(receipt.value, Quantity) and not re.search(r"^\w+ of ", receipt.value.formula)


def hold(before: Evaluator, cell: Cell) -> None:
    """Changes a cell: what rests on it changes or fails, and nothing else does."""
    after = changed(before, cell)
    old, new = said(before), said(after)
    differs = {place for place, words in old.items() if new.get(place) != words}
    looked, computed = resting(before, cell)
    assert differs <= looked, f"{cell.name}: changed without resting on it"
    assert computed <= differs, f"{cell.name}: rests on it and did not change"
    for page in before.content.pages.values():
        for key in ("title", "question", "short_answer", "subtitle", "alt", "notes", "description"):
            if isinstance(page.meta.get(key), str):
                inside = {
                    place
                    for place in computed
                    if place[0] == page.name and page.keys[key][0] <= place[1] < page.keys[key][1]
                }
                if inside:
                    words = [text(each.content, page.name, key) for each in (before, after)]
                    assert words[0] != words[1]


def text(content: Content, name: str, key: str) -> str:
    """Returns a text of the front matter with its numbers unrounded, as machines get them."""
    try:
        return str(content.words(content.pages[name], key))
    except MistakeError as error:
        return str(error)


def test_each_number_of_the_tiny_explainer_changes_just_what_rests_on_it(small_built):
    tiny = Evaluator(Content(small_built))
    found = cells(tiny)
    assert len(found) > 30
    for cell in found:
        hold(tiny, cell)


def test_numbers_of_this_explainer_change_just_what_rests_on_them(before):
    found = cells(before)
    assert len(found) > 10 * SAMPLE
    for cell in random.Random(20260821).sample(found, SAMPLE):
        hold(before, cell)


def test_a_number_that_no_word_rests_on_changes_no_word(before):
    read = {cell for use in before.uses for cell in getattr(use.result, "read", ())}
    dataset = before.content.project.datasets["us_russia_trade_monthly"]
    row = next(
        row
        for row in dataset.rows
        if not any(cell.key == (("month", row["month"]),) for cell in read)
    )
    cell = Cell(dataset.name, "exports", (("month", row["month"]),), row["exports"])
    assert said(changed(before, cell)) == said(before)


def test_on_the_built_site_one_cell_changes_the_pages_that_rest_on_it_and_no_other(
    small: Project, small_built: Project
):
    before = Evaluator(Content(small_built))
    edit(small.data / "month_lengths.csv", "2023-02,28", "2023-02,29")
    stamp(small.data, [])
    list(build_site(small))

    cell = Cell("month_lengths", "days", (("month", "2023-02"),), "28")
    resting_pages = {place[0] for place in resting(before, cell)[0]}
    assert resting_pages
    drawing = {
        page
        for name, drawing in small_built.drawings.items()
        if cell.dataset in drawing.datasets
        for page in {
            use.page.name for use in before.uses if (use.macro, use.name) == ("chart", name)
        }
    }  # their sources and fingerprints are those of the whole dataset
    pages_of = before.content.pages
    expected = {pages_of[name].url for name in resting_pages | drawing}
    expected |= {"", "data/", "data/facts/", "data/claims/"}  # the lists of everything
    lists = {page.url for page in before.made if page.url.startswith(("data/facts", "data/claims"))}
    expected |= lists | {dataset_page(cell.dataset)}
    # A frozen page for frames is another one with each version of its chart.
    old, new = (
        {name: text for name, text in tree(site).items() if not name.startswith("embed/")}
        for site in (small_built.site, small.site)
    )
    assert old.keys() == new.keys()
    pages = {name.removesuffix("index.html") for name in old if name.endswith(".html")}
    changed = {page for page in pages if old[path_of(page)] != new[path_of(page)]}
    assert {pages_of[name].url for name in resting_pages} <= changed <= expected
    assert pages - expected >= {"404.html", "charts/year-lengths/"}


def path_of(page: str) -> str:
    return page if page.endswith(".html") else f"{page}index.html"
