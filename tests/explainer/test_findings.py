"""Each claim of the two texts gets the verdict that the data give it, and nothing else does."""

import csv
import json
import re
from collections.abc import Callable
from math import log
from statistics import mean

import pytest

from charts.generator.check.check import check
from charts.generator.data.datasets import stamp
from charts.generator.numbers.text_claims import (
    DIFFERS,
    HOLDS,
    NOT_HELD,
    OPINION,
    OUTDATED,
    PARTLY,
    QUOTED,
    RECORD,
    REVISED,
    ROUNDED,
)
from charts.generator.pages.content import FINDINGS, Content
from charts.generator.project import Project
from tests.support import ROOT, edit

# What the data say about each claim, written down by hand.
EXPECTED = {
    "a-us-exports-2024": HOLDS,
    "a-us-imports-2024": HOLDS,
    "a-us-exports-2021": HOLDS,
    "a-us-imports-2021": HOLDS,
    "a-eu-exports-2024": REVISED,
    "a-eu-imports-2024": REVISED,
    "a-nearly-nonexistent": HOLDS,
    "a-fdi-us-largest": NOT_HELD,
    "a-fdi-us-share": QUOTED,
    "a-fdi-us-stock": QUOTED,
    "a-fdi-small-part": HOLDS,
    "a-us-investment-world": DIFFERS,
    "a-ru-investment-us": NOT_HELD,
    "a-ree-import-dependence": HOLDS,
    "a-ree-top5": HOLDS,
    "a-ree-share": DIFFERS,
    "a-aluminum-price": OPINION,
    "a-projects": RECORD,
    "a-riyadh": RECORD,
    "a-not-complementary": PARTLY,
    "a-lng-rivals": OPINION,
    "a-lng-europe": HOLDS,
    "a-arctic-routes": OPINION,
    "a-china-energy": OPINION,
    "a-still-developing": DIFFERS,
    "a-developing": OPINION,
    "m-trade-recovered": DIFFERS,
    "m-rank-26": DIFFERS,
    "m-behind-indonesia": HOLDS,
    "m-us-rank-for-russia": PARTLY,
    "m-imports-rose-2000s": HOLDS,
    "m-oil-shipments-rose": HOLDS,
    "m-oil-fell-2008": DIFFERS,
    "m-recovery-after-crimea": DIFFERS,
    "m-oil-price": PARTLY,
    "m-metals-oil-80": ROUNDED,
    "m-refining-cost": NOT_HELD,
    "m-venezuela-fall": HOLDS,
    "m-counter-sanctions": NOT_HELD,
    "m-gdp-tenths": OPINION,
    "m-boeing-titanium": RECORD,
    "m-airbus-titanium": RECORD,
    "m-embraer-titanium": RECORD,
    "m-offshore-800": NOT_HELD,
    "m-us-companies-900": RECORD,
    "m-exports-to-us-firms": NOT_HELD,
    "m-amcham-85": QUOTED,
    "m-amcham-six-times": HOLDS,
    "m-sanctions-15": OPINION,
    "m-usd-export-share": PARTLY,
    "m-treasuries-from": PARTLY,
    "m-treasuries-to": HOLDS,
    "m-nwf-40": NOT_HELD,
    "m-spacex": RECORD,
    "m-exports-stagnate": HOLDS,
    "m-fossil-fuels": NOT_HELD,
    "m-decline-5-7": PARTLY,
    "m-indirect-trade": NOT_HELD,
    "m-drift-to-china": PARTLY,
    "m-cycles": HOLDS,
}


@pytest.fixture(scope="module")
def real() -> Project:
    return Project(ROOT)


def test_every_claim_of_the_texts_has_the_verdict_written_down(real):
    assert {id: found.verdict for id, found in real.ledger.checked.items()} == EXPECTED


def test_a_verdict_stands_on_cells_or_there_is_no_test(real):
    for found in real.ledger.checked.values():
        tested = found.verdict not in (NOT_HELD, RECORD, OPINION)
        assert (bool(found.cells), found.entry is not None) == (tested, tested)


def test_each_test_tells_readers_in_one_line_what_it_does(real):
    told = [found.entry.says for found in real.ledger.checked.values() if found.entry]
    assert [says for says in told if not re.fullmatch(r"[A-Z].{20,}[.?]", says)] == []


def test_no_number_is_typed_in_the_words_about_a_claim(real):
    for page in Content(real).pages.values():
        for id, text in (page.meta.get(FINDINGS) or {}).items():
            bare = re.sub(r"\{\{.*?\}\}", "", text, flags=re.DOTALL)
            bare = re.sub(r"\b(\d{1,2} [A-Z][a-z]+ )?(19|20)\d\d\b", "", bare)  # dates and years
            assert not re.search(r"\d|\b(half|twice|doubled|tripled|thirds|quarters)\b", bare), id


# The same from the files, with the standard library alone ---------------------------------------


REPORTED = "russia_reported_trade_by_partner_annual"
INDUSTRIES = "us_imports_from_russia_by_industry_annual"


def rows(name: str, **where: object) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = [r for r in csv.DictReader(file) if all(r[k] == str(v) for k, v in where.items())]
    assert found, (name, where)
    return found


def number(name: str, column: str, **where: object) -> float:
    (row,) = rows(name, **where)
    return float(row[column])


def said(id: str) -> float:
    return number("claims", "stated_value", id=id)


def trade(year: int) -> float:
    """Goods trade with Russia in both directions, in millions of dollars."""
    (row,) = rows("us_russia_trade_annual", year=year)
    return float(row["exports"]) + float(row["imports"])


LATEST = 2025


@pytest.mark.parametrize("flow", ["exports", "imports"])
@pytest.mark.parametrize("year", [2021, 2024])
def test_trade_with_russia_rounds_to_the_stated_number(flow: str, year: int) -> None:
    billions = number("us_russia_trade_annual", flow, year=year) / 1000
    assert round(billions, 1) == said(f"a-us-{flow}-{year}")


@pytest.mark.parametrize("flow", ["exports", "imports"])
def test_trade_with_the_union_was_lowered_a_little_after_the_article(flow: str) -> None:
    (row,) = rows("us_trade_by_partner_annual", year=2024, partner="EU-27")
    billions, article = float(row[flow]) / 1000, said(f"a-eu-{flow}-2024")
    assert round(billions, 1) < article
    assert article / billions - 1 < 0.005
    assert row["vintage"] > "2025-03"


@pytest.mark.parametrize("year", [2024, LATEST])
def test_trade_with_russia_is_next_to_nothing(year: int) -> None:
    partners = rows("us_trade_all_partners_annual", year=year)
    total = sum(float(row["exports"]) + float(row["imports"]) for row in partners)
    russia = sum(
        float(row["exports"]) + float(row["imports"])
        for row in partners
        if row["partner"] == "Russia"
    )
    assert 0 < russia / total < 0.001


def test_the_study_s_share_follows_from_its_amounts(real):
    (row,) = rows("investment_definitions_2017", definition="ultimate investor")
    assert round(100 * float(row["investment"]) / float(row["total"]), 1) == said("a-fdi-us-share")
    assert float(row["investment"]) == said("a-fdi-us-stock")
    assert float(real.ledger.checked["a-fdi-us-share"].number) == pytest.approx(39.1 / 441.1)


def test_investment_abroad_had_outgrown_the_stated_number() -> None:
    last = max(rows("us_investment_worldwide_annual"), key=lambda row: row["year"])
    assert last["year"] == "2022"
    assert round(float(last["outward"]) / 1000) == 7 != said("a-us-investment-world")


@pytest.mark.parametrize("edition", [2025, 2026])
def test_most_rare_earths_are_imported_and_most_imports_are_chinese(edition: int) -> None:
    year = {"edition": edition, "year": edition - 1}
    assert 50 < number("rare_earth_us_dependence", "reliance", **year) < 100
    china = {"edition": edition, "partner": "China"}
    assert number("rare_earth_us_import_sources", "share", **china) > 50


@pytest.mark.parametrize(("edition", "place"), [(2025, 5), (2026, 4)])
def test_russia_is_among_the_five_largest_holders(edition: int, place: int) -> None:
    listed = rows("rare_earth_reserves_by_edition", edition=edition)
    order = sorted(listed, key=lambda row: -float(row["reserves"]))
    countries = [row["country"] for row in order if row["country"] not in ("World", "Other")]
    assert countries.index("Russia") + 1 == place <= said("a-ree-top5")


@pytest.mark.parametrize(("edition", "year", "share"), [(2025, 2024, 0.64), (2026, 2025, 0.67)])
def test_russia_mines_far_less_of_the_world_s_rare_earths(edition, year, share) -> None:
    where = {"edition": edition, "year": year}
    russia = number("rare_earth_production_usgs", "production", country="Russia", **where)
    world = number("rare_earth_production_usgs", "production", country="World", **where)
    assert round(100 * russia / world, 2) == share < said("a-ree-share") / 2


def test_the_union_bought_more_american_gas_and_both_sold_more() -> None:
    def bought(year: int) -> float:
        where = {"year": year, "destination": "EU-27", "origin": "United States"}
        return number("eu_lng_imports_by_origin", "imports", **where)

    def sold(year: int, country: str) -> float:
        return number("lng_exports_by_country_annual", "exports", year=year, country=country)

    assert bought(2023) > bought(2020) * 3
    assert sold(2023, "Russia") > sold(2020, "Russia")
    assert sold(2023, "United States") > sold(2020, "United States")


def test_trade_was_back_at_its_average_in_2021_and_is_not_now() -> None:
    average = mean(trade(year) for year in range(2009, 2014))
    assert trade(2020) < average <= trade(2021)
    assert trade(LATEST) < average / 5


def test_russia_was_the_26th_partner_once_and_the_20th_once() -> None:
    ranks = {
        int(row["year"]): int(row["total_rank"]) for row in rows("us_trade_partner_rank_annual")
    }
    assert said("m-rank-26") == ranks[2019]
    assert [year for year, rank in ranks.items() if rank <= 20] == [2011]


@pytest.mark.parametrize(("flow", "place"), [("imports", 3), ("exports", 9)])
def test_the_places_of_the_united_states_for_russia(flow: str, place: int) -> None:
    partners = [
        row
        for row in rows(REPORTED, year=2020)
        if row["partner"] not in ("World", "European Union")
    ]
    order = sorted(partners, key=lambda row: -float(row[flow]))
    assert [row["partner"] for row in order].index("United States") + 1 == place
    assert said("m-us-rank-for-russia") == 10


def test_imports_rose_and_fell_as_the_memo_tells() -> None:
    imports = {int(row["year"]): float(row["imports"]) for row in rows("us_russia_trade_annual")}
    assert imports[2001] < imports[2002] < imports[2003] < imports[2004] < imports[2005]
    assert imports[1999] < imports[2009] < imports[2008]
    months = {
        row["month"]: float(row["imports"])
        for row in rows("us_russia_trade_monthly")
        if row["month"].startswith("2008")
    }
    assert max(months, key=lambda month: months[month]) == "2008-06"
    assert max(imports[year] for year in range(2014, 2021)) < imports[2013] < imports[2021]


def test_trade_moved_with_the_oil_price_from_2004_and_not_before() -> None:
    brent = {int(row["year"]): float(row["brent"]) for row in rows("oil_prices_annual")}
    measures: list[Callable[[float, float], float]] = [
        lambda before, after: after - before,
        lambda before, after: after / before,
        lambda before, after: log(after / before),
    ]

    def explained(first: int, last: int) -> list[float]:
        """r² of yearly changes in dollars, percent and logs, with the sign of r."""
        years = range(first, last + 1)
        found = []
        for change in measures:
            x = [change(trade(year - 1), trade(year)) for year in years]
            y = [change(brent[year - 1], brent[year]) for year in years]
            x, y = [v - mean(x) for v in x], [v - mean(y) for v in y]
            product = sum(a * b for a, b in zip(x, y, strict=True))
            squares = sum(a * a for a in x) * sum(b * b for b in y)
            found.append(product * abs(product) / squares)
        return found

    assert min(explained(2004, 2020)) > 0.9
    assert max(explained(1993, 2003)) < 0.1


def test_oil_and_metals_were_three_quarters_of_imports() -> None:
    parts = {row["naics"]: float(row["imports"]) for row in rows(INDUSTRIES, year=2020)}
    share = 100 * (parts["211"] + parts["324"] + parts["331"]) / parts["TOTAL"]
    assert share == pytest.approx(76.3, abs=0.05)
    assert round(share, -1) == said("m-metals-oil-80")


def test_canada_and_russia_grew_while_venezuela_fell_and_russia_is_gone() -> None:
    def crude(origin: str, year: int) -> float:
        return number("us_crude_imports_by_origin_annual", "imports", origin=origin, year=year)

    assert crude("Venezuela", 2019) < crude("Venezuela", 2017)
    assert crude("Canada", 2019) > crude("Canada", 2017)
    assert crude("Russia", 2019) > crude("Russia", 2017) > crude("Russia", 2023) == 0


def test_the_survey_is_six_times_the_official_number() -> None:
    survey = number("amcham_investment_surveys", "investment", year=2019)
    assert survey == said("m-amcham-85")
    where = {"definition": "direct investment position"}
    official = number("investment_definitions_2017", "investment", **where)
    assert round(survey / official) == said("m-amcham-six-times")


def test_the_dollar_s_share_fell_below_a_half_and_stayed_there() -> None:
    def share(last_month: str, currency: str) -> float:
        where = {"last_month": last_month, "currency": currency}
        return number("russia_export_currency_shares", "share", **where)

    assert share("2018-06", "U.S. dollar") > 200 / 3
    assert share("2020-12", "U.S. dollar") < said("m-usd-export-share")
    assert share("2025-07", "currencies of unfriendly states") < said("m-usd-export-share")


def test_treasuries_were_at_the_stated_numbers_before_and_after() -> None:
    before = number("treasury_holdings_russia_monthly", "holdings", month="2017-10")
    after = number("treasury_holdings_russia_readings", "holdings", month="2021-09")
    assert round(before) == said("m-treasuries-from")
    assert round(after, 1) == said("m-treasuries-to")


def test_trade_has_declined_within_the_memo_s_years() -> None:
    assert max(trade(year) for year in range(2022, LATEST + 1)) < min(trade(2020), trade(2021))


# Other data, other verdicts ---------------------------------------------------------------------

# A row of a dataset with [a cell|another], or a column and another value for its last row; and the
# verdict that this gives.
CHANGES = [
    ("a-us-exports-2024", "us_russia_trade_annual", "2024,[528.3|628.3],", DIFFERS),
    ("a-us-imports-2021", "us_russia_trade_annual", ",[29638.331711|29660],", DIFFERS),
    ("a-eu-exports-2024", "us_trade_by_partner_annual", ",[369789.330661|370210],", HOLDS),
    ("a-eu-exports-2024", "us_trade_by_partner_annual", ",[369789.330661|366000],", DIFFERS),
    ("a-nearly-nonexistent", "us_trade_partner_rank_annual", ("total_share", "0.2"), OUTDATED),
    ("a-fdi-us-share", "investment_definitions_2017", ",[441.1|500]", DIFFERS),
    ("a-ree-top5", "rare_earth_reserves_by_edition", "2026,Russia,[3800000|800000]", OUTDATED),
    ("a-ree-share", "rare_earth_production_usgs", "2025,2024,Russia,[2500|7800]", HOLDS),
    ("a-lng-europe", "us_lng_exports_to_europe_annual", "2022,eia-2023-03,64,[6.8|3.2],", DIFFERS),
    ("a-not-complementary", "lng_imports_of_china_and_india", "Russia,[0.576|0],", DIFFERS),
    ("a-still-developing", "world_bank_income_classes", "2023,Russia,[high|low] income", OUTDATED),
    ("m-trade-recovered", "us_russia_trade_annual", "2011,8318.43925,[34619.049348|4618]", HOLDS),
    ("m-behind-indonesia", "us_trade_all_partners_annual", "Indonesia,[9380.766015|80],", DIFFERS),
    ("m-rank-26", "us_trade_partner_rank_annual", "2011,31,14,[20|21],", HOLDS),
    ("m-us-rank-for-russia", REPORTED, "Italy,[9786.326305|10986]", HOLDS),
    ("m-imports-rose-2000s", "us_russia_trade_annual", "2004,2960.996609,[11891.32398|1]", DIFFERS),
    ("m-oil-shipments-rose", "us_crude_imports_by_origin_annual", "2004,Russia,[158|150]", DIFFERS),
    ("m-recovery-after-crimea", "us_russia_trade_annual", ",[16902.045451|30000],", HOLDS),
    ("m-exports-stagnate", "us_russia_trade_annual", ("exports", "35000"), OUTDATED),
    ("m-treasuries-from", "treasury_holdings_russia_monthly", "2016-06,history,[90.9|105],", HOLDS),
    ("m-oil-price", "oil_prices_annual", "2009,[61.74|261.74],", DIFFERS),
    ("m-metals-oil-80", INDUSTRIES, ",[17327.040974|16534.1],", HOLDS),
    ("m-venezuela-fall", "us_crude_imports_by_origin_annual", "2019,Russia,[134|40]", DIFFERS),
    ("m-amcham-six-times", "investment_definitions_2017", ",[13.9|18],", DIFFERS),
    ("m-usd-export-share", "russia_export_currency_shares", "U.S. dollar,[48.3|50.3]", DIFFERS),
    ("m-treasuries-to", "treasury_holdings_russia_readings", "2021-09,[3.918|4.018]", DIFFERS),
    ("m-decline-5-7", "us_russia_trade_annual", "2025,[582.7|35000],", DIFFERS),
    ("m-amcham-85", "claims", "quotation,[85|60],", DIFFERS),
]  # fmt: skip


@pytest.mark.parametrize(("id", "dataset", "row", "verdict"), CHANGES)
def test_a_changed_cell_changes_the_verdict(explainer, id, dataset, row, verdict):
    path = explainer.data / f"{dataset}.csv"
    if isinstance(row, str):
        old, new = (re.sub(r"\[(.*)\|(.*)\]", cell, row) for cell in (r"\1", r"\2"))
    else:
        column, value = row
        *_, old = path.read_text().splitlines()
        cells = old.split(",")
        cells[list(explainer.datasets[dataset].columns).index(column)] = value
        new = ",".join(cells)
    edit(path, old, new)
    stamp(explainer.data, [dataset])
    assert Project(explainer.root).ledger.checked[id].verdict == verdict != EXPECTED[id]


def test_a_number_that_differs_is_not_revised_where_the_data_are_older_than_the_text(explainer):
    path = explainer.data / "us_trade_by_partner_annual.csv"
    (row,) = (line for line in path.read_text().splitlines() if line.startswith("2024,EU-27,"))
    edit(path, row, re.sub(r"\d{4}-\d\d$", "2025-02", row))
    stamp(explainer.data, ["us_trade_by_partner_annual"])
    assert Project(explainer.root).ledger.checked["a-eu-exports-2024"].verdict == DIFFERS


def test_a_finding_shows_the_stated_number_and_the_data_s(real):
    found = real.ledger.checked["a-us-exports-2024"]
    assert found.claim.stated.replace("\u00a0", " ") == "$0.5 billion"
    assert (found.number.formula, float(found.number)) == ("exports 2024", 528.3)
    assert [cell.name for cell in found.cells] == ["exports 2024"]
    assert found.claim.publisher == "The Moscow Times"


def test_words_that_the_data_refute_are_refused(explainer):
    edit(explainer.data / "us_russia_trade_annual.csv", "2022,1655.448772,", "2022,31655.448772,")
    stamp(explainer.data, ["us_russia_trade_annual"])
    problems = map(str, check(Project(explainer.root)).problems)
    found = [said for said in problems if "trade_fell_at_once_2022" in said]
    assert [said for said in found if said.startswith("docs/data/claims.md:")]
    assert [said for said in found if not re.match(r"\S+:\d+:\d+: the data refute", said)] == []


def test_every_dataset_that_a_claim_names_exists() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    known = {resource["name"] for resource in package["resources"]}
    assert {row["dataset"] for row in rows("claims")} - {""} <= known
