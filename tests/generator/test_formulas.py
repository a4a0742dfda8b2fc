"""A formula is parsed as data; it gives a number or a test, or one sentence about a mistake."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.check.check import check
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import definitions, loading
from charts.generator.numbers.entries import Entry
from charts.generator.numbers.expressions import DEPTH, LENGTH, FormulaError, parse
from charts.generator.numbers.ledger import Ledger
from charts.generator.numbers.sentences import Series
from charts.generator.project import Project
from tests.support import edit


def dataset(name: str, text: str, key: str, **fields: dict[str, Any]) -> Dataset:
    """A dataset of a CSV text; a column is a text, or what its keyword says."""
    head, *rows = csv.reader(io.StringIO(text.strip()))
    columns = {column: [row[number] for row in rows] for number, column in enumerate(head)}
    described = [
        {"name": column, "title": column.capitalize(), "type": "string"} | fields.get(column, {})
        for column in head
    ]
    schema = {"primaryKey": key.split(), "fields": described}
    descriptor = {"title": name, "schema": schema, "vintage": "2025-01", "sources": []}
    return Dataset(name, Path(f"{name}.csv"), descriptor, columns)


YEAR = {"type": "integer"}
MONTH = {"type": "yearmonth"}


def amount(unit: str, **more: Any) -> dict[str, Any]:
    return {"type": "number", "unit": unit, **more}


DATASETS = {
    d.name: d
    for d in [
        dataset(
            "trade",
            "year,sold,bought\n2019,10,50\n2020,8,40\n2021,9,60\n2022,6,30\n2023,4,20\n2024,5,10",
            "year", year=YEAR, sold=amount("USD million"), bought=amount("USD billion"),
        ),
        dataset(
            "months",
            "month,sold\n" + "\n".join(
                f"{year}-{month:02d},{amount_}"
                for year, amount_, last in [(2021, 3, 12), (2022, 2, 12), (2023, 1, 4)]
                for month in range(1, last + 1)
            ),
            "month", month=MONTH, sold=amount("USD million"),
        ),
        dataset(
            "crude",
            "year,to,tonnes\n2022,World,100\n2022,China,40\n2022,India,30\n2022,Other,30\n"
            "2023,World,100\n2023,China,50\n2023,India,20\n2023,Côte d'Ivoire,10\n2023,Other,20",
            "year to", year=YEAR, tonnes=amount("million tonnes"),
            to={"totals": ["World"], "rests": ["Other"]},
        ),
        dataset(
            "bases",
            "year,basis,value\n2020,old,10\n2021,old,8\n2022,new,2\n2023,new,1",
            "year basis", year=YEAR, basis={"role": "basis"}, value=amount("USD"),
        ),
        dataset(
            "parts",
            "year,value,months\n2023,12,12\n2024,13,12\n2025,11,11",
            "year", year=YEAR, value=amount("USD"), months={"type": "integer", "role": "coverage"},
        ),
        dataset(
            "prices", "year,oil,share\n2019,60,40\n2020,40,\n2021,70,55\n2023,80,60",
            "year", year=YEAR, oil=amount("USD per barrel"), share=amount("percent"),
        ),
        dataset(
            "barrels", "year,shipped\n2021,3", "year",
            year=YEAR, shipped=amount("thousand barrels"),
        ),
        dataset(
            "ranks", "year,place\n2021,30\n2022,40", "year",
            year=YEAR, place=amount("rank", better="lower"),
        ),
        dataset(
            "cases", "id,kind,fine\na,theft,10\nb,theft,0\nc,fraud,50\nd,fraud,40", "id",
            fine=amount("USD"),
        ),
        dataset("events", "event,date\nwar,2022-02-24", "event", event={"role": "event"}),
        dataset(
            "readings", "date,share\n2021-01-01,10\n2021-06-30,9\n2022-01-01,5", "date",
            share=amount("percent"),
        ),
    ]
}  # fmt: skip
SERIES = {
    name: Series(parse(formula), says)
    for name, formula, says in [
        ("sold", "trade.sold", "sales"),
        ("bought", "trade.bought", "purchases"),
        ("all", "sold + bought", "trade"),
        ("monthly", "months.sold", "sales"),
        ("crude_to", "crude.tonnes", "crude oil to {to}"),
        ("oil", "prices.oil", "the price of oil"),
        ("circle", "circle + sold", ""),
        ("broken", "trade.sould", ""),
    ]
}
LEDGER = Ledger(DATASETS, [], SERIES, {"China": "the People's Republic of China"})

# Numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("sold[2021]", "$9.0 million"),
        ("sold[latest]", "$5.0 million"),
        ("sold[latest-1]", "$4.0 million"),
        ("trade.bought[2021]", "$60.0 billion"),
        ("all[2021]", "$60.0 billion"),
        ("fall(bought, 2021, 2024)", "83%"),
        ("fall(bought[2021], bought[2024])", "83%"),
        ("rise(bought, 2020, 2021)", "50%"),
        ("change(bought, 2021, 2022)", "−50%"),
        ("share(crude_to[to=China, 2023], crude_to[to=World, 2023])", "50%"),
        ("share(sum(crude_to[to=China|India, 2023]), crude_to[to=World, 2023])", "70%"),
        ("times(bought[2021], bought[2024])", "6.0 times"),
        ("bought[2021] / bought[2024]", "600%"),
        ("bought[2021] - bought[2024]", "$50.0 billion"),
        ("0 - bought[2021]", "−$60.0 billion"),
        ("-bought[2021]", "−$60.0 billion"),
        ("(sold[2021] + sold[2022]) * 2", "$30.0 million"),
        ("sum(bought[2022..2024])", "$60.0 billion"),
        ("mean(bought[2019..2021])", "$50.0 billion"),
        ("sum(monthly[2021])", "$36.0 million"),
        ("sum(monthly[2021-Q2])", "$9.0 million"),
        ("sum(monthly[2021-11..2022-02])", "$10.0 million"),
        ("sum(monthly[this_year])", "$4.0 million"),
        ("sum(monthly[year_before])", "$8.0 million"),
        ("sum(monthly[12 months before war])", "$35.0 million"),
        ("mean(monthly[12 months after war])", "$1.8 million"),
        ("highest(bought)", "$60.0 billion"),
        ("lowest(bought[2019..2021])", "$40.0 billion"),
        ("when(highest(bought))", "2021"),
        ("when(highest(all))", "2021"),
        ("when(lowest(monthly[2021..2022]))", "January 2022"),
        ("last(monthly)", "April 2023"),
        ("first(bought)", "2019"),
        ("at(sold, when(highest(bought)))", "$9.0 million"),
        ("sold[when(highest(bought))]", "$9.0 million"),
        ("count(bought > bought[2020], 2019..2024)", "2"),
        ("count(bought >= 30 USD billion, 2019..latest)", "4"),
        ("count(cases.fine)", "4"),
        ("count(cases.fine[kind=theft])", "2"),
        ("count(cases.fine[fine>0])", "3"),
        ("share(count(cases.fine[fine > 0, kind=theft]), count(cases.fine[kind=theft]))", "50%"),
        ("mean(cases.fine[kind=fraud])", "$45"),
        ("highest(sum(cases.fine, by=kind))", "$90"),
        ("rank(crude_to[to=India, 2023])", "2nd"),
        ("rank(sum(crude_to[to=India, 2023]), crude_to[2023])", "2nd"),
        ('crude_to[to="Côte d\'Ivoire", 2023]', "10 million tonnes"),
        ("crude_to[to=Côte d'Ivoire, 2023]", "10 million tonnes"),
        ("sum(crude_to[to=C*, 2023])", "60 million tonnes"),
        ("sum(crude_to[2023])", "100 million tonnes"),
        ("sum(crude_to[to!=Other, 2023])", "80 million tonnes"),
        ("highest(crude_to[2022])", "40 million tonnes"),
        ("sum(crude_to[to=China|Côte d'Ivoire, 2022, missing=0])", "40 million tonnes"),
        ("share(crude_to[to=China, 2023], crude_to[to=World, 2023]) * bought[2021]",
         "$30.0 billion"),
        ("prices.share[2021] * bought[2021]", "$33.0 billion"),
        ("prices.oil[2021] * barrels.shipped[2021]", "$210,000"),
        ('either("rose", "fell", bought[2021] > bought[2020])', "rose"),
    ],
)  # fmt: skip
def test_a_formula_gives(formula, text):
    assert LEDGER.fact(formula).text.replace("\u00a0", " ") == text


def test_an_editor_may_choose_another_format_that_fits():
    assert LEDGER.fact("bought[2021] / bought[2024]", "times").text == "6.0\u00a0times"


@pytest.mark.parametrize(
    ("formula", "format", "message"),
    [
        ("bought[2021]", "rank", "can't be written as rank; use money"),
        ("fall(bought, 2021, 2024)", "money", "use percent or times"),
        ("bought[2021]", "mony", 'did you mean "money"?'),
    ],
)
def test_a_format_that_does_not_fit_is_refused(formula, format, message):
    with pytest.raises(MistakeError, match=message):
        LEDGER.fact(formula, format)


# Tests ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "holds"),
    [
        ("falls(bought, 2022..2024)", True),
        ("falls(bought, 2021..2024)", False),
        ("rises(bought, 2021)", True),
        ("falls(bought, 2023..)", True),
        ("falls(readings.share, by=reading)", True),
        ("always(bought > sold, 2019..latest)", True),
        ("always(bought <= bought[2021], 2019..2024)", True),
        ("never(bought > 60 USD billion, 2019..2024)", True),
        ("never(bought > 50 USD billion, 2019..2024)", False),
        ("is_highest(bought, 2021)", True),
        ("is_lowest(bought, 2024, 2019..2024)", True),
        ("is_highest(bought, 2019)", False),
        ("lowest_since(sold, 2023, 2019)", False),
        ("highest_since(sold, 2024, 2022)", True),
        ("overtakes(oil, prices.oil * 0.5, 2021, 2021..2021)", None),
        ("same(ranks.place * 0, 2021..2022)", True),
        ("about(bought[2021], bought[2019], 25%)", True),
        ("about(bought[2021], bought[2019], 10%)", False),
        ("bought[2022] < 60% * bought[2021]", True),
        ("bought[2024] < bought[2023] < bought[2022]", True),
        ("bought[2024] < bought[2023] < 15 USD billion", False),
        ("bought[2021] > 3,000 USD million", True),
        ("sold[2021] < bought[2021]", True),
        ("prices.share[2021] > 50%", True),
        ("count(same_direction(bought, oil), 2020..2021) = 2", True),
        ("when(highest(bought)) = 2021", True),
        ("when(highest(bought)) = when(lowest(sold)) - 2", True),
        ("when(highest(monthly[2021..2023])) < 2022-01", True),
        ("not falls(bought, 2021..2024)", True),
        ("bought[2021] > bought[2020] and sold[2021] > sold[2020]", True),
        ("bought[2021] < bought[2020] or sold[2021] > sold[2020]", True),
        ("missing(crude_to[to=Côte d'Ivoire, 2022])", True),
        ("missing(crude_to[to=China, 2022])", False),
        ("ranks.place[2021] < ranks.place[2022]", True),
    ],
)  # fmt: skip
def test_a_test_holds_or_not(formula, holds):
    if holds is None:
        with pytest.raises(FormulaError, match="both series need rows before 2021"):
            LEDGER.claim(formula)
    else:
        assert LEDGER.claim(formula).holds is holds


def test_one_series_overtakes_another_once_and_stays_above():
    made = dataset("race", "year,a,b\n2020,1,3\n2021,2,3\n2022,5,3\n2023,6,3", "year",
                   year=YEAR, a=amount("USD"), b=amount("USD"))  # fmt: skip
    ledger = Ledger({"race": made}, [])
    assert ledger.claim("overtakes(race.a, race.b, 2022)").holds
    assert not ledger.claim("overtakes(race.a, race.b, 2021)").holds
    assert not ledger.claim("overtakes(race.b, race.a, 2022)").holds


# Receipts ---------------------------------------------------------------------------------------


def test_a_receipt_has_the_cells_that_went_in_and_those_that_were_looked_at():
    receipt = LEDGER.fact("when(highest(bought))")
    assert [cell.name for cell in receipt.cells] == ["bought 2021"]
    assert len(receipt.read) == 6


def test_a_number_is_found_again_by_its_formula():
    receipt = LEDGER.fact("fall(bought, 2021, 2024)")
    assert receipt.reference == "fact:fall(bought, 2021, 2024)"
    assert LEDGER.recompute(receipt.reference, receipt.format) == receipt


def test_two_formulas_never_share_a_line_of_the_ledger():
    one, other = (LEDGER.claim(f"bought[2021] {sign} bought[2024]") for sign in "><")
    assert one.entry.anchor != other.entry.anchor


@pytest.mark.parametrize(
    ("formula", "moves"),
    [
        ("bought[2021]", False),
        ("highest(bought[2019..2021])", False),
        ("bought[latest]", True),
        ("highest(bought)", True),
        ("highest(bought[2019..])", True),
        ("sum(monthly[this_year])", True),
    ],
)
def test_what_new_data_can_move_is_known(formula, moves):
    assert LEDGER.fact(formula).moves is moves


# Sentences --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("bought[2021]", "Purchases in 2021."),
        ("fall(bought, 2021, 2024)", "The fall of purchases from 2021 to 2024."),
        ("falls(bought, 2022..2024)", "Purchases fell in each year from 2022 to 2024."),
        ("rises(bought, 2021)", "Purchases rose in 2021."),
        ("bought[2022] < 50% * bought[2021]",
         "Purchases in 2022 came to less than half of the figure in 2021."),
        ("bought[2022] < bought[2021]", "Purchases in 2022 came to less than in 2021."),
        ("always(bought > sold, 2019..latest)",
         "Purchases came to more than sales in each year from 2019 to the latest year."),
        ("never(bought > sold, 2019..2020)",
         "There was no year in 2019 and in 2020 in which purchases came to more than sales."),
        ("share(crude_to[to=China, 2023], crude_to[to=World, 2023])",
         "Crude oil to the People's Republic of China as a share of crude oil to World in 2023."),
        ("sum(monthly[12 months after war])", "The total of sales in the 12 months after war."),
        ("when(highest(bought))", "The year of the highest figure for purchases."),
        ("highest(bought)", "The highest figure for purchases in any year."),
        ("is_lowest(ranks.place, 2021)",
         "Place (ranks) stood better in 2021 than in any other year."),
        ("highest_since(sold, 2024, 2022)", "Sales in 2024 came to the highest figure since 2022."),
        ("oil[2021] > 0.1 USD per barrel",
         "The price of oil in 2021 came to more than 10\u00a0cents\u00a0a barrel."),
        ("parts.value[2025, months=11] > parts.value[2023, months=12]",
         "Value (parts) from January to November 2025 came to more than in 2023."),
    ],
)  # fmt: skip
def test_the_machine_says_what_was_computed(formula, sentence):
    assert LEDGER.writer.sentence(parse(formula)) == sentence


# Mistakes ---------------------------------------------------------------------------------------

MISTAKES = [
    # How it is written: the place is where the reader stopped.
    ("fall(bought, 2021 2024)", 18, 'expected "," or ")", found "2024)"'),
    ("fall(bought, 2021, 2024", 23, 'the formula ends too early; "," or ")" is missing'),
    ("falls(bought, 2022 to 2024)", 14, "with two dots: 2022..2024"),
    ("bought[March 2022]", 7, "write a month as 2022-03"),
    ("bought[2021", 11, "ends too early"),
    ("bought[2021] × 2", 13, "write * to multiply"),
    ("“bought”", 0, "straight quotes"),
    ("bought[2021...2023]", 11, "two dots"),
    ("bought[2021] >", 14, "a number, a name or a function is missing"),
    ("and bought[2021]", 0, "needs a test on both its sides"),
    ("", 0, "ends too early"),
    ("(" * 3000 + "1", LENGTH, "are the most"),
    ("(" * (DEPTH + 1) + "1" + ")" * (DEPTH + 1), DEPTH, "brackets within brackets"),
    # Names.
    ("fal(bought, 2021, 2024)", 0, 'no function "fal"; did you mean "fall"'),
    ("bougt[2021]", 0, 'did you mean "bought"'),
    ("trade.bougt[2021]", 0, 'no column "bougt"; did you mean "bought"'),
    ("trad.bought[2021]", 0, 'no dataset "trad"; did you mean "trade"'),
    ("trade[2021]", 0, '"trade" is a dataset; name a column of it'),
    ("crude_to[to=Chna, 2023]", 9, 'no to "Chna"; did you mean "China"'),
    ("crude_to[tu=China, 2023]", 9, 'no column "tu"'),
    ("sum(monthly[12 months after wr])", 12, 'no event "wr"; did you mean "war"'),
    ("circle[2021]", 0, "is made of itself"),
    ("broken[2021]", 0, 'in "broken": in dataset "trade", there is no column "sould"'),
    ("fall(bought)", 0, "fall takes 2 to 3 arguments, and 1 are here; write it as fall(sales"),
    # Several rows where one is meant, and none.
    ("bought", 0, "6 cells fit; say which by adding a period (2019 to 2024)"),
    ("crude_to[2023]", 0, "5 cells fit; say which by adding to=…"),
    ("fall(crude_to, 2022, 2023)", 5, "say which by adding to=…"),
    ("bought[2030]", 0, 'no row of "trade" fits; under the other conditions it has 2019 to 2024'),
    ("sum(bought)", 0, "sum needs its periods: add [2019..2024]"),
    ("bought[2021] + crude_to[2023]", 0, "they can't be added"),
    # What went the other way, and what can't be divided.
    ("fall(bought, 2020, 2021)", 0, "it rose: bought 2020 is 40, bought 2021 is 60. Write rise"),
    ("rise(bought, 2021, 2022)", 0, "it fell"),
    ("fall(bought, 2024, 2021)", 13, "2024 does not come before 2021"),
    ("times(bought[2021], cases.fine[id=b])", 0, "is 0; nothing can be divided by it"),
    ("bought[2021] / 0", 15, "divides by zero"),
    ("rise(cases.fine[id=b], cases.fine[id=a])", 5, "a change has no share of that"),
    ("share(bought[2021], bought[2024])", 0, "a share lies between 0 and 1"),
    # Units.
    ("bought[2021] > oil[2021]", 0, "they can't be compared"),
    ("bought[2021] + oil[2021]", 0, "can't be added"),
    ("bought[2021] > 50", 15, "50 what? Write 50 USD billion"),
    ("prices.share[2021] > 50", 21, "50 what? Write 50%"),
    ("bought[2021] + 3", 15, "3 what"),
    ("share(bought[2021], oil[2021])", 0, "can't be set against"),
    # What the data declare.
    ("bases.value[2021]", 0, "on different bases; say which by adding [basis=…]"),
    ("fall(bases.value, 2020, 2023)", 5, "on different bases"),
    ("fall(bases.value[basis=old], 2020, 2023)", 35, "the series has no row here; it has 2020"),
    ("rise(parts.value, 2024, 2025)", 24, "2024 covers 12 months and 2025 covers 11"),
    ("highest(parts.value)", 0, "unequal parts of their periods"),
    ("sum(crude_to[to=China|Côte d'Ivoire, 2022])", 13, "no row is not zero"),
    ("always(oil > 50 USD per barrel, 2019..2023)", 32, "no row for 2022"),
    ("falls(oil, 2023)", 0, "no row for 2022, the period before"),
    ("falls(readings.share, 2021..2022)", 0, "single readings, not every year or month"),
    ("bought[2021-03]", 7, "2021-03 is too fine: the rows are years"),
    ("cases.fine[id=a, 2021]", 0, "have no period; leave it out"),
    ("sum(bought[this_year])", 11, "needs months"),
    ("is_highest(bought, 2030)", 19, "no row"),
    ("rank(bought[2021])", 0, "a place among what"),
    ('either("rose", "fell", bought[2021] > bought[2021])', 23, "so neither word fits"),
    # A number is no test, and a test no number.
    ("always(bought, 2019..2024)", 7, "a test is expected here"),
    ("fall(bought > sold, 2021, 2024)", 5, "a number is expected here, not a test"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "at", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_place(formula, at, message):
    with pytest.raises(FormulaError) as raised:
        LEDGER.fact(formula)
    assert message in str(raised.value)
    assert raised.value.at == at
    assert "\n" not in str(raised.value)


def test_a_test_is_not_printed_as_a_number():
    with pytest.raises(MistakeError, match="is a test; bind words to it"):
        LEDGER.fact("bought[2021] > bought[2020]")


def test_a_number_is_not_bound_to_words():
    with pytest.raises(MistakeError, match="is a number, not a test"):
        LEDGER.claim("bought[2021]")


@pytest.mark.parametrize("formula", ["1 + 1", "2021", "3 > 2", "50% * 2"])
def test_what_reads_no_cell_is_refused(formula):
    ask = LEDGER.claim if ">" in formula else LEDGER.fact
    with pytest.raises(MistakeError, match="reads no cell"):
        ask(formula)


# Definitions ------------------------------------------------------------------------------------


def test_a_name_stands_for_its_formula():
    node = parse("fall(bought, 2021, 2024)")
    ledger = Ledger(DATASETS, [Entry("fact", "slump", "", node=node, formula="…")], SERIES)
    assert ledger.fact("slump").text == ledger.fact("fall(bought, 2021, 2024)").text == "83%"
    assert ledger.claim("slump > 80%").holds


def defined(project: Project, text: str) -> list[str]:
    """What is wrong with the definitions of an explainer."""
    project.definitions.write_text(text)
    return [
        str(found).removeprefix(f"{project.root}/docs/")
        for found in check(Project(project.root)).problems
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("numbers:\n  longest: highest(month_lengths.days\n",
         'definitions.yml:2:38: in this formula, the formula ends too early; "," or ")" is'),
        ("numbers:\n  'no name': highest(month_lengths.days)\n",
         'definitions.yml:2:3: "no name" can\'t be a name'),
        ("numbers:\n  highest: highest(month_lengths.days)\n",
         'definitions.yml:2:3: "highest" is a word of the formulas themselves'),
        ("number:\n  longest: highest(month_lengths.days)\n",
         'definitions.yml:1:1: there is no kind of definition "number"; did you mean "numbers"?'),
        ("numbers:\n  last_month: last(month_lengths.days)\n",
         'definitions.yml:2:1: "last_month" means something else in'),
        ("series:\n  a: b\n  b: a + 1\n", 'definitions.yml:2:1: "a" is made of itself.'),
        ("series:\n  days: {of: year_lengths.days, says: 'days of {kynd}'}\n",
         'there is no column "kynd"; did you mean "kind"?'),
        ("numbers:\n  longest: {of: highest(month_lengths.days), format: mony}\n",
         'there is no format "mony"; did you mean "money"?'),
        ("numbers:\n  longest: {off: highest(month_lengths.days)}\n",
         'there is no key "off"; did you mean "of"?'),
        ("numbers:\n  longest: highest(month_lengths.days)\n",
         'definitions.yml:2:1: no page uses fact "longest"; use it, or delete it.'),
        ("findings:\n  m-1: highest(month_lengths.days)\n", 'claim of a text "m-1"'),
        ("- a\n", "definitions.yml:1:1: expected lines of `kind:`"),
        ("numbers: [a]\n", "definitions.yml:1:10: expected lines of `name: formula`"),
    ],
)  # fmt: skip
def test_a_wrong_definition_is_named_with_its_place(small, text, said):
    assert any(said in found for found in defined(small, text)), defined(small, text)


def test_a_definition_is_used_by_its_name_on_a_page(small):
    small.definitions.write_text("numbers:\n  longest: highest(month_lengths.days[2023])\n")
    edit(small.docs / "index.md", "{{ questions() }}", "{{ fact('longest') }} {{ questions() }}")
    project = Project(small.root)
    assert check(project).problems == []
    assert project.ledger.fact("longest").text == "31\u00a0days"


def test_a_mistake_in_a_macros_formula_is_found_in_the_page(small):
    edit(small.docs / "index.md", "{{ questions() }}", "{{ fact('sum(dais)') }} {{ questions() }}")
    (found,) = check(Project(small.root)).problems
    assert 'there is no name "dais"' in found.message
    line = (small.docs / "index.md").read_text().splitlines()[found.line - 1]
    assert line[found.column - 1 :].startswith("dais")


def test_the_noun_of_a_series_names_each_key_that_is_left_open(tmp_path):
    path = tmp_path / "definitions.yml"
    path.write_text("series:\n  crude: {of: crude.tonnes, says: crude oil}\n")
    with pytest.raises(ProblemsError, match='leaves to open, and its "says" does not name it'):
        loading.load(tmp_path, DATASETS, [definitions.read_file(path)])
