"""How a number is written, and how it remembers the cells that it was made of."""

import pytest

from charts.generator.base.problems import MistakeError
from charts.generator.data.datasets import stamp
from charts.generator.numbers.formats import FORMATS, decimal, month, write
from charts.generator.numbers.quantities import Cell, Label, Quantity, Table, total
from charts.generator.project import Project
from tests.conftest import SECOND
from tests.support import edit

# Formats ----------------------------------------------------------------------------------------

WRITTEN: dict[str, list[tuple[float, str]]] = {
    "money": [
        (0, "$0"),
        (0.000_4, "0.04 cents"),
        (0.004, "0.4 cents"),
        (-0.004, "−0.4 cents"),
        (0.01, "1 cent"),
        (0.78, "78 cents"),
        (0.994, "99 cents"),
        (0.996, "$1"),
        (-0.5, "−50 cents"),
        (1_234, "$1,234"),
        (999_499, "$999,499"),
        (999_999.6, "$1.0 million"),
        (1_000_000, "$1.0 million"),
        (9_940_000, "$9.9 million"),
        (99_940_000, "$99.9 million"),
        (99_960_000, "$100 million"),
        (528_300_000, "$528 million"),
        (999_400_000, "$999 million"),
        (999_960_000, "$1.0 billion"),
        (3_007_800_000, "$3.0 billion"),
        (-3_007_800_000, "−$3.0 billion"),
        (29_638_331_711, "$29.6 billion"),
        (999_960_000_000, "$1.0 trillion"),
        (2_500_000_000_000_000, "$2,500 trillion"),
    ],
    "percent": [
        (0, "0%"),
        (0.0008, "0.08%"),
        (0.00949, "0.95%"),
        (0.00951, "1.0%"),
        (0.089, "8.9%"),
        (0.0994, "9.9%"),
        (0.0996, "10%"),
        (0.8987, "90%"),
        (1.5, "150%"),
        (12.5, "1,250%"),
        (-0.352, "−35%"),
        (0.000_04, "0.004%"),
        (-0.000_06, "−0.006%"),
    ],
    "times": [
        (0.006, "0.006 times"),
        (0.4, "0.4 times"),
        (9.94, "9.9 times"),
        (9.96, "10 times"),
        (1_250, "1,250 times"),
    ],
    "amount": [
        (0, "0"),
        (0.000_000_1, "0.0000001"),
        (0.006, "0.006"),
        (-0.004, "−0.004"),
        (3.051, "3.05"),
        (9.994, "9.99"),
        (9.996, "10"),
        (61.023, "61"),
        (61.77, "61.8"),
        (99.96, "100"),
        (2_600, "2,600"),
        (582_000, "582,000"),
        (999_999.4, "999,999"),
        (3_800_000, "3.8 million"),
        (12_000_000, "12 million"),
        (61_023_000_000, "61 billion"),
        (456_700_000, "457 million"),
        (-2_500_000, "−2.5 million"),
    ],
    "count": [(0, "0"), (0.3, "0.3"), (7, "7"), (1_250, "1,250"), (-1_250, "−1,250")],
    "year": [(1992, "1992"), (2024, "2024")],
    "rank": [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (26, "26th"),
        (102, "102nd"),
        (1_001, "1,001st"),
    ],
}


@pytest.mark.parametrize(
    ("format", "value", "expected"),
    [(name, *case) for name, cases in WRITTEN.items() for case in cases],
)
def test_a_format_writes_a_value(format, value, expected):
    assert FORMATS[format](value).replace("\u00a0", " ") == expected


def test_every_format_is_in_the_table_above():
    assert set(WRITTEN) == set(FORMATS)


@pytest.mark.parametrize("format", ["money", "times"])
def test_a_number_and_its_word_stay_on_one_line(format):
    assert " " not in FORMATS[format](3e9)
    assert "\u00a0" in FORMATS[format](3e9)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (528.3, "USD million", "$528 million"),
        (3, "USD billion", "$3.0 billion"),
        (0.78, "USD", "78 cents"),
        (8.9, "percent", "8.9%"),
        (0.089, "ratio", "8.9%"),
        (2024, "year", "2024"),
        (26, "rank", "26th"),
        (366, "days", "366 days"),
        (12.3456, "km", "12.3 km"),
        (61.74, "USD per barrel", "$62 a barrel"),
        (582.4, "thousand barrels per day", "582,400 barrels a day"),
        (3.8, "million tonnes", "3.8 million tonnes"),
        (17.8, "billion cubic meters", "17.8 billion cubic meters"),
        (2_600, "tonnes", "2,600 tonnes"),
        (3.0, "", "3"),
        ("2026-08", "month", "August 2026"),
        ("EU-27", "", "EU-27"),
    ],
)
def test_a_value_is_written_as_its_unit_asks(value, unit, expected):
    assert write(value, unit).replace("\u00a0", " ") == expected


def test_a_named_format_goes_before_that_of_the_unit():
    assert write(528.3, "USD million", "count") == "528,300,000"


def test_an_unknown_format_is_answered_with_the_one_that_was_meant():
    with pytest.raises(MistakeError, match='no format "mony"; did you mean "money"'):
        write(1, "USD", "mony")


@pytest.mark.parametrize(
    ("value", "expected"), [(29638.33, "29,638.3"), (0, "0.0"), (0.12345, "0.123"), (-2, "−2.0")]
)
def test_a_number_of_a_table_is_written_with_one_place_or_more_if_it_is_small(value, expected):
    assert decimal(value) == expected


def test_a_month_is_written_in_words():
    assert month("2026-08") == "August 2026"


# Quantities -------------------------------------------------------------------------------------


def cell(year: int, value: float, unit: str = "days", column: str = "length") -> Quantity:
    """A quantity as it is read from a dataset."""
    read = Cell("years", column, (("year", str(year)),), f"{value:g}")
    return Quantity(value, unit, read.name, (read,))


A, B, C = cell(2021, 12), cell(2022, 4), cell(2023, 2)


@pytest.mark.parametrize(
    ("quantity", "value", "formula"),
    [
        (A + B, 16, "length 2021 + length 2022"),
        (A - B, 8, "length 2021 − length 2022"),
        (A / B, 3, "length 2021 ÷ length 2022"),
        (A * 2, 24, "length 2021 × 2"),
        (2 * A, 24, "2 × length 2021"),
        (1 - A / B, -2, "1 − length 2021 ÷ length 2022"),
        ((A - B) / A, 2 / 3, "(length 2021 − length 2022) ÷ length 2021"),
        (A - (B - C), 10, "length 2021 − (length 2022 − length 2023)"),
        (A - B - C, 6, "length 2021 − length 2022 − length 2023"),
        (A / (B / C), 6, "length 2021 ÷ (length 2022 ÷ length 2023)"),
        (A / (B * C), 1.5, "length 2021 ÷ (length 2022 × length 2023)"),
        ((A + B) * C, 32, "(length 2021 + length 2022) × length 2023"),
        (1000 / A, 1000 / 12, "1,000 ÷ length 2021"),
        (sum([A, B, C]), 18, "length 2021 + length 2022 + length 2023"),
    ],
)
def test_arithmetic_writes_its_formula_with_the_brackets_it_needs(quantity, value, formula):
    assert float(quantity) == pytest.approx(value)
    assert quantity.formula == formula


def test_a_result_remembers_every_cell_once():
    assert ((A - B) / A).cells == A.cells + B.cells


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        (A + B, "days"),
        (A / B, "ratio"),
        (A / cell(2021, 3, "USD million"), "days per USD"),
        (A * 2, "days"),
        (A / B * cell(2023, 3, "USD million"), "USD million"),
        (cell(2023, 3, "USD million") * (A / B), "USD million"),
    ],
)
def test_a_result_has_the_unit_that_follows(quantity, unit):
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("made", "value", "unit"),
    [
        (cell(2021, 50, "percent") * cell(2021, 8, "USD million"), 4, "USD million"),
        (cell(2021, 8, "USD million") * cell(2021, 50, "percent"), 4, "USD million"),
        (cell(2021, 8, "USD million") / cell(2021, 50, "percent"), 16, "USD million"),
        (cell(2021, 2, "USD billion") + cell(2021, 500, "USD million"), 2.5, "USD billion"),
        (cell(2021, 500, "USD million") - cell(2021, 2, "USD billion"), -1500, "USD million"),
        (cell(2021, 2, "USD billion") / cell(2021, 500, "USD million"), 4, "ratio"),
        (cell(2021, 70, "USD per barrel") * cell(2021, 3, "thousand barrels"), 210_000, "USD"),
        (cell(2021, 20, "percent") / cell(2021, 40, "percent"), 0.5, "ratio"),
    ],
)
def test_units_are_reckoned_with(made, value, unit):
    assert float(made) == pytest.approx(value)
    assert made.unit == unit


def test_amounts_are_compared_by_their_size_whatever_their_units():
    assert cell(2021, 3000, "USD million") > cell(2021, 1_000_000, "USD")
    assert cell(2021, 3000, "USD million") == cell(2021, 3, "USD billion")
    assert len({cell(2021, 3000, "USD million"), cell(2021, 3, "USD billion")}) == 1
    assert max(cell(2021, 900, "USD million"), cell(2022, 1, "USD billion")).unit == "USD billion"
    assert not cell(2021, 50, "percent") < cell(2021, 0.4, "ratio")


def test_amounts_of_different_things_are_not_compared():
    with pytest.raises(MistakeError, match=r"USD million.*USD per barrel.*can't be compared"):
        _ = cell(2021, 3, "USD million") > cell(2021, 70, "USD per barrel")


@pytest.mark.parametrize("operate", [lambda a, b: a + b, lambda a, b: a - b], ids=["+", "−"])
def test_different_units_are_neither_added_nor_subtracted(operate):
    with pytest.raises(MistakeError, match='is in days and "price 2024" in USD'):
        operate(A, cell(2024, 5, "USD", "price"))


def test_a_long_sum_has_a_short_formula_and_all_its_cells():
    days = [cell(2000 + n, n) for n in range(1, 13)]
    added = total(days)
    assert float(added) == 78
    assert added.formula == "sum of length 2001 to length 2012 (12 cells)"
    assert len(added.cells) == 12


def test_a_sum_of_nothing_is_a_mistake():
    with pytest.raises(MistakeError, match="nothing to add up"):
        total([])


# Cells of a dataset -----------------------------------------------------------------------------


@pytest.fixture
def years() -> Table:
    return Table(Project(SECOND).datasets["year_lengths"])


@pytest.fixture
def months() -> Table:
    return Table(Project(SECOND).datasets["month_lengths"])


def test_a_cell_is_found_by_its_row(years):
    found = years.number("days", year=2024)
    assert (float(found), found.unit, found.formula) == (366, "days", "days 2024")
    assert found.cells == (Cell("year_lengths", "days", (("year", "2024"),), "366"),)


def test_a_word_is_a_label_with_its_cell(years):
    found = years.cell("kind", year=2024)
    assert isinstance(found, Label)
    assert (found, found.cells[0].name) == ("leap", "kind 2024")


def test_the_latest_month_is_found_by_that_word(months):
    found = months.cell("month", month="latest")
    assert (found, found.unit) == ("2024-12", "month")


def test_the_latest_of_numbers_is_the_largest_and_not_the_last_in_the_alphabet(small):
    edit(small.data / "datapackage.json", '"minimum": 28', '"minimum": 1')
    edit(small.data / "month_lengths.csv", "2024-02,29", "2024-02,9")
    stamp(small.data, [])
    months = Table(small.datasets["month_lengths"])
    assert {float(days) for days in months.numbers("days", days="latest")} == {31}


def test_rows_are_found_by_several_values(years):
    assert list(map(float, years.numbers("days", year=[2023, 2024]))) == [365, 366]
    assert len(years.numbers("days", year=range(1995, 2000))) == 5


def test_rows_are_found_by_a_test_of_a_number(years):
    assert len(years.numbers("days", year=lambda year: year > 2020)) == 4


def test_rows_are_found_by_a_test_of_a_month(months):
    assert len(months.numbers("days", month=lambda month: month >= "2024-11")) == 2


def test_rows_have_to_fit_every_condition(years):
    assert len(years.numbers("days", kind="leap", year=range(2000, 2010))) == 3


def test_the_cell_tells_the_key_of_its_row(years, months):
    longest = max(years.numbers("days", year=range(2021, 2025)))
    assert longest.of("year") == 2024
    assert longest.of("year").formula == "year of days 2024"
    shortest = min(months.numbers("days", month=["2023-01", "2023-02"]))
    assert shortest.of("month") == "2023-02"


def test_a_table_remembers_every_cell_that_was_read(years):
    years.number("days", year=2023)
    years.numbers("days", year=[2023, 2024])
    assert [read.name for read in years.read] == ["days 2023", "days 2024"]


# Mistakes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "where", "message"),
    [
        (
            "dais",
            {"year": 2024},
            'in dataset "year_lengths", there is no column "dais"; did you mean "days"? '
            "There are: year, kind, days.",
        ),
        (
            "days",
            {"yaer": 2024},
            'in dataset "year_lengths", there is no column "yaer"; did you mean "year"? '
            "There are: year, kind, days.",
        ),
        (
            "days",
            {"year": 2050},
            'no row of "year_lengths" fits year=2050. Year goes from 1995 to 2024.',
        ),
        (
            "days",
            {"kind": "long"},
            'no row of "year_lengths" fits kind="long". Kind is one of: common, leap.',
        ),
        (
            "days",
            {"kind": "leap"},
            '8 rows of "year_lengths" fit kind="leap"; name one by adding year=….',
        ),
        ("kind", {"year": 2024}, 'column "kind" of "year_lengths" holds no numbers.'),
    ],
    ids=["column", "column of a condition", "row", "row by a word", "too many rows", "no number"],
)
def test_a_cell_that_is_not_there_is_answered_with_what_there_is(years, column, where, message):
    with pytest.raises(MistakeError) as caught:
        years.number(column, **where)
    assert str(caught.value) == message


def test_an_unknown_dataset_is_answered_with_the_one_that_was_meant():
    with pytest.raises(MistakeError, match='no dataset "years_length"; did you mean "year_length'):
        Project(SECOND).ledger.value("years_length", "days", year=2024)


def test_only_a_single_cell_has_a_row(years):
    with pytest.raises(MistakeError, match="is not a single cell, so it has no year"):
        total(years.numbers("days", year=[2023, 2024])).of("year")


def test_a_row_is_asked_for_the_columns_of_its_key_only(years):
    with pytest.raises(MistakeError, match='no key column "kind"'):
        years.number("days", year=2024).of("kind")
