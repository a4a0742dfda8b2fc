"""The cached figures against what their publishers printed, and against each other.

Read with the standard library alone, so that nothing of the generator vouches for itself.
"""

import csv
import json
from collections import defaultdict

import pytest

from tests.conftest import ROOT

EU = (
    "Austria Belgium Bulgaria Croatia Cyprus Czech_Republic Denmark Estonia Finland France Germany "
    "Greece Hungary Ireland Italy Latvia Lithuania Luxembourg Malta Netherlands Poland Portugal "
    "Romania Slovakia Slovenia Spain Sweden"
)


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert found
    return found


def value(name: str, column: str, **where: object) -> float:
    (row,) = [r for r in rows(name) if all(r[k] == str(v) for k, v in where.items())]
    return float(row[column])


@pytest.mark.parametrize(
    ("year", "flow", "billions"),
    [(2021, "exports", 6.4), (2021, "imports", 29.6), (2024, "exports", 0.5), (2024, "imports", 3)],
)
def test_trade_with_russia_is_as_the_bureau_published_it(
    year: int, flow: str, billions: float
) -> None:
    assert round(value("us_russia_trade_annual", flow, year=year) / 1000, 1) == billions


@pytest.mark.parametrize("flow", ["exports", "imports"])
@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_the_members_of_the_union_add_up_to_the_union(year: int, flow: str) -> None:
    names = {name.replace("_", " ") for name in EU.split()}
    members = [
        float(row[flow])
        for row in rows("us_trade_all_partners_annual")
        if row["year"] == str(year) and row["partner"] in names
    ]
    union = value("us_trade_by_partner_annual", flow, year=year, partner="EU-27")
    assert len(members) == 27
    assert sum(members) == pytest.approx(union, abs=0.5)


def test_crude_from_inside_and_outside_opec_adds_up_to_the_world() -> None:
    years: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("us_crude_imports_by_origin_annual"):
        years[row["year"]][row["origin"]] = float(row["imports"])
    complete = {y: o for y, o in years.items() if {"OPEC", "Non-OPEC", "World"} <= set(o)}
    assert len(complete) >= 33
    for origins in complete.values():
        assert abs(origins["OPEC"] + origins["Non-OPEC"] - origins["World"]) <= 1


@pytest.mark.parametrize(
    ("month", "billions"), [("2018-03", 96.1), ("2018-04", 48.7), ("2018-05", 14.9)]
)
def test_the_sale_of_treasuries_in_spring_2018_is_as_the_treasury_published_it(
    month: str, billions: float
) -> None:
    assert value("treasury_holdings_russia_monthly", "holdings", month=month) == billions


@pytest.mark.parametrize("year", range(2013, 2026))
def test_the_industries_add_up_to_all_imports(year: int) -> None:
    parts = [r for r in rows("us_imports_from_russia_by_industry_annual") if r["year"] == str(year)]
    (total,) = [float(row["imports"]) for row in parts if row["naics"] == "TOTAL"]
    rest = sum(float(row["imports"]) for row in parts if row["naics"] != "TOTAL")
    assert rest == pytest.approx(total, abs=0.01)


@pytest.mark.parametrize(
    ("group", "millions"),
    [("Palladium", 877.7), ("Enriched uranium", 623.7), ("Fertilizers", 1073.8)],
)
def test_the_largest_groups_of_tariff_lines_are_as_the_press_counted_them(
    group: str, millions: float
) -> None:
    lines = [r for r in rows("us_imports_from_russia_2024_tariff_lines") if r["group"] == group]
    assert round(sum(int(line["imports"]) for line in lines) / 1e6, 1) == millions


def test_the_tariff_lines_add_up_to_the_chapters_of_that_year() -> None:
    lines = sum(int(r["imports"]) for r in rows("us_imports_from_russia_2024_tariff_lines")) / 1e6
    industries = value(
        "us_imports_from_russia_by_industry_annual", "imports", year=2024, naics="TOTAL"
    )
    assert lines == pytest.approx(industries, abs=0.1)


@pytest.mark.parametrize("year", range(2013, 2026))
def test_american_lng_by_year_is_the_sum_of_its_months(year: int) -> None:
    months = [r for r in rows("us_lng_exports_monthly") if r["month"].startswith(str(year))]
    assert len(months) == 12
    total = sum(int(row["exports"]) for row in months)
    assert value("us_lng_exports_annual", "exports", year=year) == total


@pytest.mark.parametrize(
    ("year", "origin", "share"),
    [
        (2020, "United States", 22.2),
        (2020, "Russia", 17.2),
        (2023, "United States", 45.1),
        (2023, "Russia", 13.3),
    ],
)
def test_the_union_s_lng_comes_from_where_the_yearbooks_say(
    year: int, origin: str, share: float
) -> None:
    where = {"year": year, "destination": "EU-27"}
    part = value("eu_lng_imports_by_origin", "imports", origin=origin, **where)
    whole = value("eu_lng_imports_by_origin", "imports", origin="World", **where)
    assert round(100 * part / whole, 1) == share


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_russia_s_rank_is_its_place_among_all_partners(year: int) -> None:
    partners = [r for r in rows("us_trade_all_partners_annual") if r["year"] == str(year)]
    trade = {r["partner"]: float(r["exports"]) + float(r["imports"]) for r in partners}
    place = sorted(trade.values(), reverse=True).index(trade["Russia"]) + 1
    assert value("us_trade_partner_rank_annual", "total_rank", year=year) == place


def test_russia_was_the_26th_partner_in_2019() -> None:
    assert value("us_trade_partner_rank_annual", "total_rank", year=2019) == 26


def test_every_dataset_is_of_a_grade_that_is_published() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    grades = {resource["name"]: resource["grade"] for resource in package["resources"]}
    assert len(grades) >= 40
    assert set(grades.values()) <= {"A", "B"}


def test_a_weaker_reading_says_so_in_its_row() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    weak = [
        (resource["name"], row)
        for resource in package["resources"]
        if "grade" in {field["name"] for field in resource["schema"]["fields"]}
        for row in rows(resource["name"])
        if row["grade"] not in ("A", "B")
    ]
    assert weak
    assert [name for name, row in weak if not row.get("note")] == []
