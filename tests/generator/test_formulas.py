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
from charts.generator.numbers.series_words import Series
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
            "gas",
            "year,to,volume\n2020,World,100\n2020,EU,60\n2020,France,20\n2020,Germany,40\n"
            "2020,China,40\n2023,World,50\n2023,EU,20\n2023,China,30\n2024,World,50\n"
            "2024,EU,20\n2024,China,10",
            "year to", year=YEAR, volume=amount("billion cubic meters"),
            to={"totals": ["World"], "groups": {"EU": ["France", "Germany"]}},
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
        ("count(crude_to[2023])", "3"),
        # A group stands for its members where they have no rows.
        ("sum(gas.volume[2020])", "100 billion cubic meters"),
        ("sum(gas.volume[2023])", "50 billion cubic meters"),
        ("sum(gas.volume[to!=China, 2023])", "20 billion cubic meters"),
        ("sum(gas.volume[to!=France, 2020])", "80 billion cubic meters"),
        ("sum(gas.volume[to=EU|China, 2020])", "100 billion cubic meters"),
        ("rank(gas.volume[to=China, 2020])", "1st"),
        ("fall(bought, 2021,2024)", "83%"),
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


def test_a_typed_number_keeps_its_unit_on_the_receipt():
    assert LEDGER.fact("5% * bought[2021]").value.formula == "5% × bought 2021"
    added = LEDGER.fact("bought[2021] + 0.1 USD billion")
    assert added.value.formula == "bought 2021 + 0.1 USD billion"


def test_a_receipt_has_each_month_in_which_its_rows_were_served():
    made = dataset("trade", "year,sold,vintage\n2021,1,2022-03\n2022,2,2023-03\n2023,3,2024-03",
                   "year", year=YEAR, sold=amount("USD"))  # fmt: skip
    receipt = Ledger({"trade": made}, []).fact("rise(trade.sold, 2021, 2023)")
    assert made.vintages(cell.key for cell in receipt.cells) == ["2022-03", "2024-03"]
    by_day = dataset("trade", "year,sold,vintage\n2021,1,2022-03-08\n2022,2,2022-03-09",
                     "year", year=YEAR, sold=amount("USD"))  # fmt: skip
    read = Ledger({"trade": by_day}, []).fact("rise(trade.sold, 2021, 2022)").cells
    assert by_day.vintages(cell.key for cell in read) == ["2022-03"]
    assert DATASETS["trade"].vintages([]) == ["2025-01"]


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
        ("fall(bought, 2021, 2024)", "The fall in purchases between 2021 and 2024."),
        ("fall(highest(bought), bought[latest])",
         "The fall from the highest figure for purchases in any year to the figure in the latest "
         "year."),
        ("fall(sum(monthly[12 months before war]), sum(monthly[12 months after war]))",
         "The fall in total sales between the 12 months before war and the 12 months after it."),
        ("rise(sum(monthly[year_before]), sum(monthly[this_year]))",
         "The rise in total sales from January to the latest month, against the same months a "
         "year earlier."),
        ("falls(bought, 2022..2024)", "Purchases fell in each year from 2022 to 2024."),
        ("rises(bought, 2021)", "Purchases rose in 2021."),
        # A comparison: of one series in two periods, of two series, with a factor.
        ("bought[2022] < bought[2021]", "Purchases stood lower in 2022 than in 2021."),
        ("bought[2021] != bought[2020]",
         "Purchases stood either higher or lower in 2021 than in 2020."),
        ("bought[2024] < bought[2023] < bought[2022]",
         "Purchases stood lower in 2024 than in 2023, and lower in 2023 than in 2022."),
        ("sold[2021] < bought[2021]", "Sales in 2021 came to less than purchases."),
        ("bought[2022] < 50% * bought[2021]",
         "Purchases in 2022 came to less than half of the figure in 2021."),
        ("bought[2021] > 2 * bought[2024]",
         "Purchases in 2021 came to more than twice the figure in 2024."),
        ("50% * bought[2021] < bought[2022] < 80% * bought[2021]",
         "Purchases in 2022 lay between half of purchases in 2021 and 80% of that."),
        ("sold[2021] * 2 > 10 USD million", "Twice sales in 2021 exceeded $10.0\u00a0million."),
        ("sold[2021] = 0", "Sales in 2021 came to zero."),
        ("oil[2021] > 0.1 USD per barrel",
         "The price of oil in 2021 exceeded 10\u00a0cents\u00a0a barrel."),
        ("0.1 USD per barrel < oil[2021]",
         "The price of oil in 2021 exceeded 10\u00a0cents\u00a0a barrel."),
        ("sold[2022] - bought[2022] > sold[2021] - bought[2021]",
         "Sales less purchases stood higher in 2022 than in 2021."),
        ("parts.value[2025, months=11] > parts.value[2023, months=12]",
         "Value (parts) stood higher from January to November 2025 than in 2023."),
        # What two numbers share is said once.
        ("share(crude_to[to=China, 2023], crude_to[to=World, 2023])",
         "Crude oil to the People's Republic of China as a share of that to World in 2023."),
        ("share(sum(crude_to[to=China|India, 2023]), crude_to[to=World, 2023])",
         "Total crude oil to the People's Republic of China and India as a share of crude oil to "
         "World in 2023."),
        ("times(bought[latest], bought[2019])",
         "Purchases in the latest year divided by those in 2019."),
        ("crude_to[to=China, 2023] > crude_to[to=India, 2023]",
         "Crude oil to the People's Republic of China in 2023 exceeded that to India."),
        ("crude_to[to=China, 2023] < 60% * crude_to[to=World, 2023]",
         "Crude oil to the People's Republic of China in 2023 came to less than 60% of that to "
         "World."),
        ("share(count(cases.fine[kind=theft]), count(cases.fine))",
         "The number of rows for fine (cases; kind: theft) as a share of the number of rows for "
         "fine (cases)."),
        ("share(crude_to[to=China, 2023], crude_to[to=World, 2023]) * 1,000 USD",
         "Crude oil to the People's Republic of China per $1,000 of that to World in 2023."),
        ("bases.value[basis=old, 2021] > bases.value[basis=new, 2022]",
         "Value in 2021 (bases; basis: old) exceeded the figure in 2022 (bases; basis: new)."),
        # Differences.
        ("bought[2021] - bought[2020]", "The change in purchases between 2020 and 2021."),
        ("bought[2021] - bought[2024]", "The decrease in purchases between 2021 and 2024."),
        ("bought[2021] - sold[2021]", "Purchases less sales in 2021."),
        ("-sum(bought[2022..2024])", "Total purchases from 2022 to 2024, with its sign reversed."),
        ("when(highest(bought)) = when(lowest(sold)) - 2",
         "The year of the highest figure for purchases came 2 years before the year of the "
         "lowest figure for sales."),
        # Tests that are joined.
        ("bought[2021] > bought[2020] and sold[2021] > sold[2020]",
         "Purchases and sales both stood higher in 2021 than in 2020."),
        ("bought[2021] > bought[2020] and bought[2022] < bought[2021]",
         "Purchases stood higher in 2021 than in 2020 and lower in 2022 than in 2021."),
        ("bought[2021] > bought[2020] or sold[2021] < sold[2020]",
         "Purchases stood higher in 2021 than in 2020, or sales stood lower in 2021 than in "
         "2020."),
        ("bought[2021] > bought[2020] and sold[2022] < sold[2021] and oil[2021] > oil[2020]",
         "Purchases stood higher in 2021 than in 2020; sales stood lower in 2022 than in 2021; "
         "and the price of oil stood higher in 2021 than in 2020."),
        ("crude_to[to=China, 2023] > crude_to[to=China, 2022] and "
         "crude_to[to=India, 2023] < crude_to[to=India, 2022]",
         "Crude oil to the People's Republic of China stood higher in 2023 than in 2022, and "
         "that to India stood lower in 2023 than in 2022."),
        ("not falls(bought, 2021..2022)", "It is not true that purchases fell in 2021 and 2022."),
        # Windows.
        ("always(bought > sold, 2019..latest)",
         "Purchases exceeded sales in each year from 2019 to the latest year."),
        ("always(bought > 0, 2019..2024)",
         "Purchases stayed above zero in each year from 2019 to 2024."),
        ("never(bought > sold, 2019..2020)",
         "There was no year from 2019 to 2020 in which purchases exceeded sales."),
        ("count(bought > sold, 2019..2020)",
         "The number of years from 2019 to 2020 in which purchases exceeded sales."),
        ("sum(monthly[12 months after war])", "Total sales in the 12 months after war."),
        ("mean(oil[2020..2021])", "The average price of oil in 2020 and 2021."),
        ("overtakes(bought, sold, 2021)",
         "Purchases came to less than sales in each year before 2021, and to more from 2021 on."),
        ("about(bought[2021], bought[2019], 25%)",
         "Purchases in 2021 came within 25% of the figure in 2019."),
        # Records and ranks.
        ("when(highest(bought))", "The year of the highest figure for purchases."),
        ("highest(bought)", "The highest figure for purchases in any year."),
        ("highest(crude_to[to!=China|World, 2023])",
         "The highest figure for crude oil to any to but the People's Republic of China in 2023."),
        ("highest_since(sold, 2024, 2022)", "Sales in 2024 came to the highest figure since 2022."),
        ("rank(crude_to[to=India, 2023])",
         "The rank of India among all tos listed in 2023 (by crude oil to each)."),
        ("rank(crude_to[to=India, 2023]) = rank(crude_to[to=China, 2023]) + 1",
         "The rank of India among all tos listed in 2023 (by crude oil to each) was 1 more than "
         "that of the People's Republic of China."),
        ("is_lowest(ranks.place, 2021)",
         "Place (ranks) stood better in 2021 than in any other year."),
        ("falls(ranks.place, 2022)", "Place (ranks) improved in 2022."),
        ("highest(ranks.place)", "The worst figure for place in any year (ranks)."),
        ("ranks.place[2021] <= 30 rank", "Place in 2021 (ranks) was 30th or better."),
        # What is not there.
        ("missing(crude_to[to=Côte d'Ivoire, 2022])",
         "The data have no figure for crude oil to Côte d'Ivoire in 2022."),
        ("sum(crude_to[to=China|Côte d'Ivoire, 2022, missing=0])",
         "Total crude oil to the People's Republic of China and Côte d'Ivoire in 2022 (a missing "
         "row counts as zero)."),
    ],
)  # fmt: skip
def test_the_machine_says_what_was_computed(formula, sentence):
    assert LEDGER.writer.sentence(parse(formula)) == sentence


# Mistakes ---------------------------------------------------------------------------------------

MISTAKES = [
    # How it is written: the place is where the reader stopped.
    ("fall(bought, 2021 2024)", 18, 'expected "," or ")", found "2024)".'),
    ("fall(bought, 2021, 2024", 23, 'the formula ends too early; "," or ")" is missing.'),
    ("falls(bought, 2022 to 2024)", 14,
     "write the years from one to another with two dots: 2022..2024."),
    ("bought[March 2022]", 7, "write a month as 2022-03."),
    ("bought[2021", 11, 'the formula ends too early; "," or "]" is missing.'),
    ("bought[2021] × 2", 13, "write * to multiply."),
    ("“bought”", 0, "type straight quotes, \" or '; word processors make curly ones."),
    ("bought[2021...2023]", 11, "a window has two dots: 2021..2024."),
    ("bought[2021] >", 14,
     "the formula ends too early; a number, a name or a function is missing."),
    ("and bought[2021]", 0, '"and" needs a test on both its sides.'),
    ("", 0, "the formula ends too early; a number, a name or a function is missing."),
    ("(" * 3000 + "1", LENGTH,
     "this formula has 3001 characters, and 500 are the most; give its parts names of their own."),
    ("(" * (DEPTH + 1) + "1" + ")" * (DEPTH + 1), DEPTH,
     "more than 20 brackets within brackets; name a part instead."),
    # Names.
    ("fal(bought, 2021, 2024)", 0, 'there is no function "fal"; did you mean "fall"?'),
    ("bougt[2021]", 0, 'there is no name "bougt"; did you mean "bought"?'),
    ("trade.bougt[2021]", 0,
     'in dataset "trade", there is no column "bougt"; did you mean "bought"?'),
    ("trad.bought[2021]", 0, 'there is no dataset "trad"; did you mean "trade"?'),
    ("trade[2021]", 0, '"trade" is a dataset; name a column of it: trade.year.'),
    ("crude_to[to=Chna, 2023]", 9,
     'in dataset "crude", there is no to "Chna"; did you mean "China"?'),
    ("crude_to[tu=China, 2023]", 9, 'there is no column "tu".'),
    ("sum(monthly[12 months after wr])", 12, 'there is no event "wr"; did you mean "war"?'),
    ("circle[2021]", 0, 'in "circle": "circle" is made of itself.'),
    ("broken[2021]", 0,
     'in "broken": in dataset "trade", there is no column "sould"; did you mean "sold"?'),
    ("fall(bought)", 0,
     "fall takes 2 or 3 arguments, and this has 1; write it as fall(sales, 2021, 2024)."),
    # Several rows where one is meant, and none.
    ("bought", 0, "6 cells fit; say which by adding a period (2019 to 2024)."),
    ("crude_to[2023]", 0,
     "5 cells fit; say which by adding to=… (World, China, India, Côte d'Ivoire, Other)."),
    ("fall(crude_to, 2022, 2023)", 5,
     "9 cells fit; say which by adding to=… (World, China, India, Other, Côte d'Ivoire)."),
    ("bought[2030]", 0,
     'in "bought": no row of "trade" fits; under the other conditions it has 2019 to 2024.'),
    ("sum(bought)", 0, "sum needs its periods: add [2019..2024], or those that you mean."),
    ("bought[2021] + crude_to[2023]", 0,
     "\"bought 2021\" is in USD billion and \"tonnes 2023 World\" in million tonnes; they can't "
     "be added or subtracted."),
    # What went the other way, and what can't be divided.
    ("fall(bought, 2020, 2021)", 0,
     "it rose: bought 2020 is 40, bought 2021 is 60. Write rise, or change."),
    ("rise(bought, 2021, 2022)", 0,
     "it fell: bought 2021 is 60, bought 2022 is 30. Write fall, or change."),
    ("fall(bought, 2024, 2021)", 13,
     "2024 does not come before 2021; the earlier one comes first."),
    ("times(bought[2021], cases.fine[id=b])", 0, "fine b is 0; nothing can be divided by it."),
    ("bought[2021] / 0", 15, "this divides by zero."),
    ("rise(cases.fine[id=b], cases.fine[id=a])", 5,
     "fine b is 0; a change can't be a share of that."),
    ("share(bought[2021], bought[2024])", 0,
     "a share lies between 0 and 1, and this is 6; for how many times one number is another, "
     "write times."),
    # Units.
    ("bought[2021] > oil[2021]", 0,
     "\"bought 2021\" is in USD billion and \"oil 2021\" in USD per barrel; they can't be "
     "compared."),
    ("bought[2021] + oil[2021]", 0,
     "\"bought 2021\" is in USD billion and \"oil 2021\" in USD per barrel; they can't be added "
     "or subtracted."),
    ("bought[2021] > 50", 15, "50 what? Write 50 USD billion."),
    ("prices.share[2021] > 50", 21, "50 what? Write 50%."),
    ("bought[2021] + 3", 15, "3 what? Write 3 USD billion."),
    ("share(bought[2021], oil[2021])", 0,
     "USD billion and USD per barrel can't be set against each other."),
    # What the data declare.
    ("bases.value[2021]", 0,
     'the rows of "bases" are on different bases; say which by adding [basis=…].'),
    ("fall(bases.value, 2020, 2023)", 5,
     'the rows of "bases" are on different bases; say which by adding [basis=…].'),
    ("fall(bases.value[basis=old], 2020, 2023)", 35,
     "the series has no row here; it has 2020 to 2021."),
    ("rise(parts.value, 2024, 2025)", 24,
     "2024 covers 12 months and 2025 covers 11; if you mean that, name both with months=…."),
    ("highest(parts.value)", 0,
     "the rows cover 11 and 12 months of their periods; choose with months=…."),
    ("sum(crude_to[to=China|Côte d'Ivoire, 2022])", 13,
     "there is no row for to=Côte d'Ivoire in 2022, which need not mean zero; if it does, add "
     "missing=0 to the condition."),
    ("always(oil > 50 USD per barrel, 2019..2023)", 32, "the series has no row for 2022."),
    ("falls(oil, 2023)", 0, "there is no row for 2022, the period before."),
    ("falls(readings.share, 2021..2022)", 0,
     "these are single readings, not every year or month; add by=reading."),
    ("bought[2021-03]", 7, '"trade": 2021-03 is too fine: the rows are years.'),
    ("cases.fine[id=a, 2021]", 0, 'the rows of "cases" have no period; leave it out.'),
    ("sum(bought[this_year])", 11, '"trade": this_year needs a series by month.'),
    ("is_highest(bought, 2030)", 19, "the series has no row here; it has 2019 to 2024."),
    ("rank(bought[2021])", 0,
     "there is nothing to rank it among: its rows differ by period alone."),
    ('either("rose", "fell", bought[2021] > bought[2021])', 23,
     "the two are equal, so neither word fits."),
    ("sum(gas.volume[2024])", 4,
     'the rows for 2024 add up to 30 billion cubic meters, and "World" is '
     "50 billion cubic meters; say which by adding to=…."),
    ("sum(gas.volume[to=World|China, 2023])", 15,
     '"World" includes "China", which would count twice; leave one out.'),
    ("sum(gas.volume[to=EU|France, 2020])", 15,
     '"EU" includes "France", which would count twice; leave one out.'),
    ("gas.volume[to=EU, 2020] + gas.volume[to=France, 2020]", 26,
     '"EU" includes "France", which would count twice; leave one out.'),
    ("sum(monthly[2023])", 0, "the series has no row for 2023-05, 2023-06, 2023-07, and 5 more."),
    ("sum(monthly[2023-Q2])", 0, "the series has no row for 2023-05 and 2023-06."),
    ("mean(oil[2019..2023])", 0, "the series has no row for 2022."),
    ("count(oil > 50 USD per barrel, 2019..2023)", 31, "the series has no row for 2022."),
    ("is_highest(oil, 2021, 2019..2023)", 22, "the series has no row for 2022."),
    ("highest_since(oil, 2023, 2019)", 25, "the series has no row for 2022."),
    ("fall(bases.value[basis=old, 2020], bases.value[basis=new, 2023])", 35,
     "these are on two bases: basis is old and new."),
    ("sum(bases.value[2020..2023])", 4,
     'the rows of "bases" are on different bases; say which by adding [basis=…].'),
    ("falls(parts.value, 2025)", 0,
     "the rows cover 11 and 12 months of their periods; choose with months=…."),
    ("sum(parts.value[2024..2025])", 0,
     "the rows cover 11 and 12 months of their periods; choose with months=…."),
    ("parts.value[2025] - parts.value[2024]", 20,
     "2025 covers 11 months and 2024 covers 12; if you mean that, name both with months=…."),
    ("share(parts.value[2025], parts.value[2024])", 25,
     "2025 covers 11 months and 2024 covers 12; if you mean that, name both with months=…."),
    ("parts.value[2025] < parts.value[2024]", 20,
     "2025 covers 11 months and 2024 covers 12; if you mean that, name both with months=…."),
    ("overtakes(bought, oil, 2021, 2019..2021)", 0,
     "\"bought 2019\" is in USD billion and \"oil 2019\" in USD per barrel; they can't be "
     "compared."),
    ("about(bought[2021], 50, 5%)", 0, "USD billion and no unit can't be set against each other."),
    ("sum(bought[2021..2022]) + sum(oil[2021])", 0,
     '"bought 2021 + bought 2022" is in USD billion and "oil 2021" in USD per barrel; they '
     "can't be added or subtracted."),
    # A number is no test, and a test no number.
    ("always(bought, 2019..2024)", 7, "a test is expected here, such as a < b, not a number."),
    ("fall(bought > sold, 2021, 2024)", 5, "a number is expected here, not a test."),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "at", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_place(formula, at, message):
    with pytest.raises(FormulaError) as raised:
        LEDGER.fact(formula)
    said, _, _ = str(raised.value).replace("\u00a0", " ").partition(" There are: ")
    assert said == message
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
        ("numbers:\n  leap_year_longer: last(month_lengths.days)\n",
         'definitions.yml:2:3: "leap_year_longer" means something else in'),
        ("series:\n  a: b\n  b: a + 1\n", 'definitions.yml:2:3: "a" is made of itself.'),
        ("series:\n  days: {of: year_lengths.days, says: 'days of {kynd}'}\n",
         'there is no column "kynd"; did you mean "kind"?'),
        ("numbers:\n  longest: {of: highest(month_lengths.days), format: mony}\n",
         'there is no format "mony"; did you mean "money"?'),
        ("numbers:\n  longest: {off: highest(month_lengths.days)}\n",
         'there is no key "off"; did you mean "of"?'),
        ("numbers:\n  longest: highest(month_lengths.days)\n",
         'definitions.yml:2:3: no page uses fact "longest"; use it, or delete it.'),
        ("findings:\n  m-1: highest(month_lengths.days)\n", 'claim of a text "m-1"'),
        ("- a\n", "definitions.yml:1:1: expected lines of `kind:`"),
        ("numbers: [a]\n", "definitions.yml:1:10: expected lines of `name: formula`"),
    ],
)  # fmt: skip
def test_a_wrong_definition_is_named_with_its_place(small, text, said):
    assert any(said in found for found in defined(small, text)), defined(small, text)


def test_a_definition_is_used_by_its_name_on_a_page(small):
    edit(
        small.definitions, "numbers:\n", "numbers:\n  longest: highest(month_lengths.days[2023])\n"
    )
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
