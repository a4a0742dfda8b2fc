"""New rows that break with what a dataset has been so far are held for a person, with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from charts.generator.data import sums
from charts.generator.data.datasets import Dataset, load, stamp
from charts.generator.data.identities import declared, differences, faults
from charts.generator.data.plausibility import doubts

Rows = list[tuple[Any, ...]]

FIELDS: list[dict[str, Any]] = [
    {"name": "year", "type": "integer"},
    {"name": "country", "type": "string", "totals": ["All"]},
    {"name": "bought", "type": "number", "unit": "USD million"},
    {"name": "sold", "type": "number", "unit": "USD million"},
    {"name": "balance", "type": "number", "unit": "USD million"},
]


def resource(
    name: str, fields: list[dict[str, Any]], key: list[str], **more: Any
) -> dict[str, Any]:
    return {
        "name": name, "path": f"{name}.csv", "title": name, "description": "Trade.",
        "basis": "Goods.", "caveats": ["None."], "vintage": "2021-01", "retrieved": "2021-01-31",
        "cadence": "annual", "refresh": "By hand.", "grade": "A",
        "sources": [{"publisher": "An office", "title": "A table", "path": "https://office.example"}],
        "licenses": [{"title": "Public domain", "path": "https://office.example/licence"}],
        "schema": {"fields": fields, "primaryKey": key}, **more,
    }  # fmt: skip


def held(folder: Path, *tables: tuple[dict[str, Any], Rows]) -> dict[str, Dataset]:
    """Writes datasets with their package, and loads them."""
    folder.mkdir(exist_ok=True)
    resources = []
    for descriptor, rows in tables:
        names = [field["name"] for field in descriptor["schema"]["fields"]]
        lines = [",".join(map(str, row)) for row in [names, *rows]]
        (folder / descriptor["path"]).write_text("\n".join(lines) + "\n")
        resources.append(descriptor | {"hash": "sha256:0"})
    package = {"name": "tables", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package))
    stamp(folder, [])
    return load(folder)


def trade(last: int = 2020) -> Rows:
    """Ten years and more in which trade with two countries grows evenly."""
    rows: Rows = []
    for year in range(2005, last + 1):
        grown = year - 2000
        for country, size in (("All", 1400), ("Cuba", 900), ("Fiji", 500)):
            rows.append((year, country, size + grown, 4 * size + grown, (-1) ** year * grown))
    return rows


def changed(rows: Rows, year: int, country: str, column: str, value: object) -> Rows:
    at = [field["name"] for field in FIELDS].index(column)
    return [
        (*row[:at], value, *row[at + 1 :]) if row[:2] == (year, country) else row for row in rows
    ]


@pytest.fixture
def judged(tmp_path):
    """Judges rows that come after those of the years to 2019."""

    def judge(
        rows: Rows, fields: list[dict[str, Any]] = FIELDS, before: Rows | None = None
    ) -> list[str]:
        table = resource("trade", fields, ["year", "country"])
        (old,) = held(tmp_path / "old", (table, before or trade(2019))).values()
        (new,) = held(tmp_path / "new", (table, rows)).values()
        return doubts(old, new)

    return judge


def test_one_year_more_like_those_before_is_believed(judged):
    assert judged(trade()) == []


def test_a_unit_that_changed_is_held_with_both_numbers(judged):
    rows = changed(changed(trade(), 2020, "Cuba", "bought", 920000), 2020, "All", "bought", 1420000)
    assert judged(rows) == [
        "bought 2020 All is 1,420,000 after 1,419 (2019), 1,001 times; the largest step so far is "
        "1.0 times",
        "bought 2020 Cuba is 920,000 after 919 (2019), 1,001 times; the largest step so far is "
        "1.0 times",
    ]


def test_the_first_zero_is_held(judged):
    assert judged(changed(trade(), 2020, "Fiji", "bought", 0)) == [
        "bought 2020 Fiji is 0 after 519 (2019), the first that is not above zero"
    ]


def test_two_columns_that_were_exchanged_are_told_as_such(judged):
    rows = changed(changed(trade(), 2020, "Cuba", "bought", 3620), 2020, "Cuba", "sold", 920)
    (said,) = [clause for clause in judged(rows) if "exchanged" in clause]
    assert said == (
        "bought 2020 Cuba is 3,620 after 919 (2019) and sold 2020 Cuba is 920 after 3,619 (2019): "
        "exchanged?"
    )


def test_two_countries_that_were_exchanged_are_told_as_such(judged):
    rows = changed(changed(trade(), 2020, "Cuba", "bought", 520), 2020, "Fiji", "bought", 920)
    assert judged(rows) == [
        "bought 2020 Cuba is 520 after 919 (2019) and bought 2020 Fiji is 920 after 519 (2019): "
        "exchanged?"
    ]


def test_two_countries_of_many_that_were_exchanged_are_told_though_the_whole_is_far_larger(judged):
    def many(last: int = 2020) -> Rows:
        whole = [(year, "All", 14000 + year, 56000 + year, 1) for year in range(2005, last + 1)]
        return sorted([row for row in trade(last) if row[1] != "All"] + whole)

    rows = changed(changed(many(), 2020, "Cuba", "bought", 520), 2020, "Fiji", "bought", 920)
    assert any("exchanged?" in clause for clause in judged(rows))


def test_a_code_with_the_goods_of_another_is_told(judged):
    fields = [*FIELDS, {"name": "goods", "type": "string"}]
    labels = {"All": "all goods", "Cuba": "sugar", "Fiji": "fish"}
    named = [(*row, labels[str(row[1])]) for row in trade()]
    old, new = ([row for row in named if row[0] < last] for last in (2020, 2021))
    assert judged(new, fields, old) == []
    wrong = {"Cuba": "Fiji", "Fiji": "Cuba"}
    swapped = [(y, wrong.get(c, c) if y == 2020 else c, *rest) for y, c, *rest in new]
    assert 'country "Cuba" in 2020 is "fish", not "sugar"' in judged(swapped, fields, old)


def test_a_country_that_is_missing_is_told_with_the_new_name_in_its_place(judged):
    rows = [(y, "Cubba" if (y, c) == (2020, "Cuba") else c, *rest) for y, c, *rest in trade()]
    assert judged(rows)[0] == 'country in 2020 has no "Cuba", but the new "Cubba"'


def test_a_small_name_that_is_nearly_a_known_one_is_told(judged):
    rows = [row for row in trade() if row[:2] != (2020, "Fiji")]
    assert judged([*rows, (2020, "Fijii", 1, 4, 1)])[-1] == (
        'country in 2020 has the new "Fijii" and no "Fiji": misspelt?'
    )


def test_a_new_name_beside_the_one_that_it_resembles_is_believed(judged):
    assert judged([*trade(), (2020, "Cubana", 1, 4, 1)]) == []


def test_a_code_unlike_all_codes_so_far_is_told(tmp_path):
    fields = [FIELDS[0], {"name": "code", "type": "string"}, FIELDS[2]]
    rows = [(year, code, 5) for year in (2018, 2019) for code in ("31", "76")]
    table = resource("trade", fields, ["year", "code"])
    (old,) = held(tmp_path / "old", (table, rows)).values()
    (new,) = held(tmp_path / "new", (table, [*rows, (2020, "31", 5), (2020, "7b", 5)])).values()
    assert 'code in 2020 has the new "7b", unlike all codes so far' in doubts(old, new)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("<script>alert()</script>", "with markup"),
        ("=cmd|' /C calc'!A0", "which a spreadsheet runs as a formula"),
        (" Fiji", "with a space at an end"),
        ("Fi\u200bji", "with a character that nobody sees"),
    ],
)
def test_a_new_text_that_looks_like_a_mistake_or_malice_is_told(judged, name, what):
    rows = [(y, name if (y, c) == (2020, "Fiji") else c, *rest) for y, c, *rest in trade()]
    assert f"country has {name!r}, {what}" in judged(rows)


def test_a_year_that_is_left_out_is_told(judged):
    rows = [(2022 if year == 2020 else year, *rest) for year, *rest in trade()]
    assert judged(rows) == ["2022 is 3 years after 2019"]


def test_a_part_that_is_larger_than_its_total_is_told(judged):
    rows = changed(trade(), 2020, "Fiji", "bought", 1500)
    assert "bought 2020 Fiji is larger than the total" in judged(rows)


def test_a_column_with_negative_values_may_move_within_its_range(judged):
    assert judged(changed(trade(), 2020, "Cuba", "balance", -15)) == []


def test_a_column_with_negative_values_is_held_beyond_its_range(judged):
    assert judged(changed(trade(), 2020, "Cuba", "balance", 2000)) == [
        "balance 2020 Cuba is 2,000 after -19 (2019), further than all values so far lie apart"
    ]


def test_old_values_that_all_change_by_one_factor_are_held(judged):
    rows = [(y, c, b * 1.04 if y < 2020 else b, *rest) for y, c, b, *rest in trade()]
    assert judged(rows) == [
        "all 45 revised values of bought are 1.04 times what they were: has the unit changed?"
    ]


def test_old_values_of_which_most_change_are_held(judged):
    more = {year: 1.01 + (year % 5) / 100 for year in range(2005, 2020)}
    rows = [(year, c, b * more.get(year, 1), *rest) for year, c, b, *rest in trade()]
    assert judged(rows) == ["45 of 45 old values of bought changed at once"]


def test_a_column_may_state_its_own_largest_step(judged):
    fields = [f | ({"largest_step": 1.5} if f["name"] == "bought" else {}) for f in FIELDS]
    rows = changed(trade(), 2020, "Fiji", "bought", 900)
    assert judged(rows) == []
    (said,) = judged(rows, fields)
    assert said.startswith("bought 2020 Fiji is 900 after 519 (2019), 1.7 times")


# A calm series of months, with a summer that comes each year.
SEASON = [100, 100, 100, 100, 100, 300, 300, 300, 100, 100, 100, 100]


def next_january(folder: Path, value: float, years: int = 4) -> list[str]:
    """Judges a January after some years."""
    months = [
        (f"{2010 + year}-{month:02d}", SEASON[month - 1] + year)
        for year in range(years)
        for month in range(1, 13)
    ]
    table = resource("sold", MONTHS, ["month"])
    (old,) = held(folder / "old", (table, months)).values()
    (new,) = held(folder / "new", (table, [*months, (f"{2010 + years}-01", value)])).values()
    return doubts(old, new)


def test_a_month_like_the_january_before_is_believed(tmp_path):
    assert next_january(tmp_path, 104) == []


def test_a_month_far_from_the_last_and_from_the_one_a_year_before_is_told(tmp_path):
    assert next_january(tmp_path, 420) == [
        "sold 2014-01 is 420 after 103 (2013-12), and 103 a year before; both further than ever in "
        "five years"
    ]


def test_a_short_history_of_months_says_nothing_of_its_seasons(tmp_path):
    assert next_january(tmp_path, 420, years=2) == []


# What columns declare ---------------------------------------------------------------------------


def declaring(**stated: object) -> list[dict[str, Any]]:
    return [field | (stated if field["name"] == "bought" else {}) for field in FIELDS]


SUM = {"over": "country", "to": "All", "within": 0.01}


def test_parts_that_do_not_add_up_to_their_total_are_told(judged):
    rows = [row for row in trade() if row[:2] != (2020, "Fiji")]
    assert "bought 2020 adds up to 920 over country, not to 1,420" in judged(
        rows, declaring(adds_up=SUM)
    )


def test_parts_that_add_up_but_for_rounding_are_believed(judged):
    fields = declaring(adds_up=SUM | {"within": 0.02})
    assert judged(trade(), fields) == []


def test_parts_add_up_to_a_number_too(judged):
    fields = declaring(adds_up=SUM | {"to": 1440, "parts": ["Cuba", "Fiji"]})
    assert judged(trade(), fields) == []
    assert judged(trade(), declaring(adds_up=SUM | {"to": 100}))


def test_a_total_that_is_missing_is_told(judged):
    rows = [row for row in trade() if row[:2] != (2020, "All")]
    assert "bought 2020 has no All" in judged(rows, declaring(adds_up=SUM))


def test_a_value_above_the_column_that_it_never_exceeds_is_told(judged):
    fields = declaring(at_most="sold")
    assert judged(trade(), fields) == []
    rows = changed(changed(trade(), 2020, "Fiji", "bought", 600), 2020, "Fiji", "sold", 590)
    assert "bought 2020 Fiji is 600, more than sold, 590" in judged(rows, fields)


def test_a_value_that_is_not_between_two_others_is_told(judged):
    fields = declaring(between=["sold", "balance"])
    assert judged(trade(), fields) == []
    rows = changed(changed(trade(), 2020, "Fiji", "bought", 2020), 2020, "Fiji", "sold", 520)
    assert "bought 2020 Fiji is 2020, not between sold, 520, and balance, 20: exchanged?" in judged(
        rows, fields
    )


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"between": ["sold", "bot"]}, 'no column "bot"'),
        ({"between": "sold"}, '"between" should be a list of two columns.'),
        ({"at_most": "sald"}, 'no column "sald"; did you mean "sold"'),
        ({"adds_up": {"over": "country"}}, '"adds_up" should have "over", "to" and "within".'),
        ({"adds_up": SUM | {"over": "bought"}}, 'no key column "bought"'),
        ({"adds_up": SUM | {"to": "Al"}}, 'no country "Al"; did you mean "All"'),
        ({"adds_up": SUM | {"parts": ["Cuva"]}}, 'no country "Cuva"; did you mean "Cuba"'),
        ({"adds_up": SUM | {"within": "little"}}, '"within" should be a share'),
        ({"adds_up": SUM | {"witin": 1}}, 'no key "witin"; did you mean "within"'),
    ],
)
def test_a_declaration_that_cannot_be_meant_is_told(tmp_path, stated, said):
    table = resource("trade", declaring(**stated), ["year", "country"])
    (dataset,) = held(tmp_path, (table, trade())).values()
    assert said in " ".join(sums.faults(dataset))


# Identities -------------------------------------------------------------------------------------

YEARS = [{"name": "year", "type": "integer"}, {"name": "sold", "type": "number"}]
MONTHS = [{"name": "month", "type": "yearmonth"}, {"name": "sold", "type": "number"}]


def agreeing(folder: Path, year: float, month: float, count: int = 12, **more: Any) -> list[str]:
    """Says where a year and its equal months disagree."""
    identity = {"with": "months", "columns": ["sold"], "within": 0.01} | more
    tables = held(
        folder,
        (resource("years", YEARS, ["year"], identities=[identity]), [(2019, year)]),
        (
            resource("months", MONTHS, ["month"]),
            [(f"2019-{number + 1:02d}", month) for number in range(count)],
        ),
    )
    return [said for found in declared(tables) for said in differences(found)]


def test_a_year_that_is_the_sum_of_its_months_agrees(tmp_path):
    assert agreeing(tmp_path, 121, 10) == []


def test_a_year_that_is_not_the_sum_of_its_months_is_told(tmp_path):
    assert agreeing(tmp_path, 130, 10) == [
        "sold 2019 is 130, but 120 in months as the sum of the months"
    ]


def test_a_price_is_held_against_the_mean_of_its_months(tmp_path):
    assert agreeing(tmp_path, 10, 10, by="mean") == []
    assert agreeing(tmp_path, 120, 10, by="mean")


def test_a_year_whose_months_are_incomplete_is_not_compared(tmp_path):
    assert agreeing(tmp_path, 500, 10, count=11) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"with": "month"}, 'no dataset "month"; did you mean "months"'),
        ({"columns": ["sald"]}, 'no column "sald"; did you mean "sold"'),
        ({"by": "average"}, 'no way "average"'),
        ({"within": "little"}, '"within" should be a share such as 0.001; found "little".'),
        ({"were": {}}, 'no key "were"; did you mean "where"'),
    ],
)
def test_an_identity_that_cannot_be_meant_is_told(tmp_path, change, said):
    identity = {"with": "months", "columns": ["sold"], "within": 0.01} | change
    tables = held(
        tmp_path,
        (resource("years", YEARS, ["year"], identities=[identity]), [(2019, 1)]),
        (resource("months", MONTHS, ["month"]), [("2019-01", 1)]),
    )
    assert said in " ".join(faults(tables["years"], tables))
