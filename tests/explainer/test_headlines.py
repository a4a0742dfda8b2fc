"""The numbers in short answers and in titles of charts, recomputed from the CSV files with pandas.

Nothing here uses a formula of this explainer or the generator's arithmetic, and no number is
written down: what a page prints is compared with what the file says now.
"""

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from charts.generator.draw import specs
from charts.generator.draw.chart_theme import DESKTOP
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.inline import Use
from charts.generator.project import Project
from tests.conftest import ROOT

SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
# How much more than one of its unit a column counts, and what readers see of it.
COLUMNS = {"USD million": 1e6, "USD billion": 1e9, "percent": 1.0, "USD": 1.0}
BASIS = {"basis": "imports for consumption"}


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / f"{name}.csv", dtype={"hs10": str, "naics": str})


def cell(name: str, column: str, **where: object) -> float:
    rows = table(name)
    for key, wanted in where.items():
        rows = rows[rows[key].astype(str) == str(wanted)]
    (found,) = rows[column]
    return float(found)


def fall(before: float, after: float) -> float:
    return (before - after) / before


# Trade with Russia and with all partners --------------------------------------------------------


FLOWS = ("imports", "exports")


def trade(year: int) -> float:
    return sum(cell("us_russia_trade_annual", flow, year=year) for flow in FLOWS)


def trade_with(partner: str, year: int) -> float:
    name = "us_trade_by_partner_annual"
    return sum(cell(name, flow, year=year, partner=partner) for flow in FLOWS)


def russia(flow: str, year: int) -> float:
    return cell("us_russia_trade_annual", flow, year=year)


def around(dataset: str, column: str, month: str) -> tuple[float, float]:
    """The sums of the twelve months before a month, and of the twelve after it."""
    rows = table(dataset).set_index("month")[column]
    at = list(rows.index).index(month)
    return float(rows.iloc[at - 12 : at].sum()), float(rows.iloc[at + 1 : at + 13].sum())


def invaded() -> str:
    events = table("us_russia_events").set_index("event")["date"]
    return str(events["invasion"])[:7]


def peak(name: str, value: str) -> tuple[float, int]:
    rows = table(name)
    row = rows.sort_values(value).iloc[-1]
    return float(row[value]), int(row["year"])


def ratio(name: str, column: str, key: str, over: str, under: str, **where: object) -> float:
    first, second = (cell(name, column, **{key: value}, **where) for value in (over, under))
    return first / second


def left(groups: list[str]) -> float:
    rows = table("us_imports_from_russia_2024_tariff_lines")
    return float(rows[rows["group"].isin(groups)]["imports"].sum() / rows["imports"].sum())


def crude(year: int, destination: str) -> float:
    name = "russia_crude_exports_by_destination"
    return cell(name, "exports", year=year, destination=destination)


def piped(year: int, destination: str) -> float:
    name = "russia_pipeline_gas_by_destination"
    return cell(name, "exports", year=year, destination=destination)


def mined(year: int) -> float:
    name = "rare_earth_production_by_country_annual"
    return ratio(name, "production", "country", "Russia", "World", year=year)


def lng(origin: str) -> float:
    name = "eu_lng_imports_by_origin"
    rows = table(name)
    rows = rows[(rows["year"] == 2023) & (rows["destination"] == "EU-27")].set_index("origin")
    return float(rows["imports"][origin] / rows["imports"]["World"])


def bought_in_china(name: str, year: int) -> float:
    return ratio(name, "imports", "partner", "China", "World", year=year)


REPORTED, ESTIMATED = (
    "russia_reported_trade_by_partner_annual",
    "russia_estimated_trade_by_partner_annual",
)
ALUMINUM = "us_aluminum_imports_from_russia"
RESERVES = "rare_earth_reserves_by_edition"
OFFSHORE = "russia_offshore_wealth_annual"

RECOMPUTED: dict[str, Callable[[], float]] = {
    "aluminum_fall_2017_2020": lambda: fall(
        cell(ALUMINUM, "imports", year=2017, **BASIS), cell(ALUMINUM, "imports", year=2020, **BASIS)
    ),
    "arctic_cargo_times_2025": lambda: (
        cell("northern_sea_route_cargo_annual", "cargo", year=2025)
        / cell("northern_sea_route_cargo_annual", "cargo", year=2014)
    ),
    "canadian_times_russian_petroleum_2019": lambda: ratio(
        "us_petroleum_imports_selected_years", "imports", "origin", "Canada", "Russia", year=2019
    ),
    "china_gas_gain_of_eu_loss_2023": lambda: (
        (piped(2023, "China") - piped(2020, "China"))
        / (piped(2020, "EU-27") - piped(2023, "EU-27"))
    ),
    "china_of_russian_imports_estimated_2024": lambda: bought_in_china(ESTIMATED, 2024),
    "china_share_of_russian_imports_2021": lambda: bought_in_china(REPORTED, 2021),
    "china_times_russia_reserves_2026": lambda: ratio(
        RESERVES, "reserves", "country", "China", "Russia", edition=2026
    ),
    "crude_to_europe_fall_2025": lambda: fall(crude(2020, "Europe"), crude(2025, "Europe")),
    "eu_times_russia_2025": lambda: trade_with("EU-27", 2025) / trade(2025),
    "exports_fall_march_2022": lambda: fall(
        cell("us_russia_trade_monthly", "exports", month="2022-02"),
        cell("us_russia_trade_monthly", "exports", month="2022-03"),
    ),
    "fall(exports, 2021, 2025)": lambda: fall(russia("exports", 2021), russia("exports", 2025)),
    "imports_fall_after_invasion": lambda: fall(
        *around("us_russia_trade_monthly", "imports", invaded())
    ),
    "imports_peak": lambda: peak("us_russia_trade_annual", "imports")[0] * 1e6,
    "imports_peak_year": lambda: peak("us_russia_trade_annual", "imports")[1],
    "offshore_peak": lambda: peak(OFFSHORE, "total")[0] * 1e9,
    "offshore_peak_year": lambda: peak(OFFSHORE, "total")[1],
    "oil_rise_after_invasion": lambda: -fall(*around("oil_prices_monthly", "brent", invaded())),
    "reserves_cut_2023_2025": lambda: fall(
        *(cell(RESERVES, "reserves", edition=year, country="Russia") for year in (2023, 2025))
    ),
    "russia_rare_earth_share_2025": lambda: ratio(
        "rare_earth_production_usgs", "production", "country", "Russia", "World",
        edition=2026, year=2025,
    ),
    "russia_share_2011": lambda: trade(2011) / trade_with("World", 2011),
    "russia_share_2021": lambda: trade(2021) / trade_with("World", 2021),
    "russia_share_2025": lambda: trade(2025) / trade_with("World", 2025),
    "russia_share_mined_1995": lambda: mined(1995),
    "russia_share_mined_2023": lambda: mined(2023),
    "russia_share_of_eu_lng_2023": lambda: lng("Russia"),
    "russia_times_us_aluminum_2025": lambda: ratio(
        "aluminum_production_by_country", "production", "country", "Russia", "United States",
        year=2025,
    ),
    "russia_trade_2025": lambda: trade(2025) * 1e6,
    "three_goods_share_2024": lambda: left(["Fertilizers", "Palladium", "Enriched uranium"]),
    "treasuries_fall_spring_2018": lambda: fall(
        *(
            cell("treasury_holdings_russia_monthly", "holdings", month=month, series="history")
            for month in ("2018-03", "2018-05")
        )
    ),
    "us_share_of_eu_lng_2023": lambda: lng("United States"),
    "us_times_russia_gdp_2024": lambda: ratio(
        "gdp_annual", "gdp", "country", "United States", "Russia", year=2024
    ),
    "us_times_russia_ppp_2024": lambda: ratio(
        "gdp_real_annual", "purchasing_power", "country", "United States", "Russia", year=2024
    ),
}  # fmt: skip


# What the pages print ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project() -> Project:
    return Project(ROOT)


@pytest.fixture(scope="module")
def headlines(project: Project) -> dict[str, Use]:
    """The numbers in short answers, descriptions and titles of charts, by reference."""
    evaluator = Evaluator(Content(project))
    found: dict[str, Use] = {}
    for page in {**evaluator.content.pages, **evaluator.content.chart_pages}.values():
        for key in ("short_answer", "title", "description"):
            start, end = page.keys.get(key, (0, 0))
            for use in evaluator.evaluate(page)[0]:
                if start <= use.offset < end and use.macro in ("fact", "value"):
                    found[use.name] = use
    return found


def printed(words: str) -> tuple[float, float]:
    """The number in printed words, and half of what its last digit is worth."""
    match = re.search(r"([\d,]+(?:\.(\d+))?)", words)
    assert match, words
    scale = next((times for name, times in SCALES.items() if name in words), 1.0)
    if "%" in words:
        scale = 0.01
    digits = match[1].replace(",", "")
    return float(digits) * scale, 0.5000001 * scale / 10 ** len(match[2] or "")


def test_every_computed_headline_is_recomputed_here(headlines: dict[str, Use]) -> None:
    facts = {name.removeprefix("fact:") for name in headlines if name.startswith("fact:")}
    assert facts == set(RECOMPUTED)


@pytest.mark.parametrize("fact", RECOMPUTED)
def test_a_computed_headline_is_what_the_files_say(headlines: dict[str, Use], fact: str) -> None:
    said, half = printed(headlines[f"fact:{fact}"].words)
    assert said == pytest.approx(RECOMPUTED[fact](), abs=half)


def test_a_headline_that_is_a_cell_is_the_cell(headlines: dict[str, Use], project: Project) -> None:
    cells = [use for name, use in headlines.items() if name.startswith("value:")]
    assert len(cells) >= 10
    for use in cells:
        reference = use.name.removeprefix("value:")
        place, _, query = reference.partition("?")
        dataset, _, column = place.partition(".")
        unit = project.datasets[dataset].fields[column].unit
        said, half = printed(use.words)
        found = cell(dataset, column, **dict(parse_qsl(query))) * COLUMNS.get(unit, 1)
        if "%" in use.words:
            found /= 100
        assert said == pytest.approx(found, abs=half), use.name


def test_a_changed_digit_would_be_seen(headlines: dict[str, Use]) -> None:
    said, half = printed(headlines["fact:imports_peak"].words)
    assert said != pytest.approx(RECOMPUTED["imports_peak"]() * 1.01, abs=half)


# Titles in words --------------------------------------------------------------------------------


def test_neighbors_buy_more_as_their_title_says() -> None:
    rows = table("us_trade_all_partners_annual").set_index(["year", "partner"])["exports"]
    for partner in ("Armenia", "Georgia", "Kazakhstan", "Kyrgyzstan", "Uzbekistan"):
        assert rows[2025, partner] > rows[2021, partner], partner
    assert rows[2025, "Russia"] < rows[2021, "Russia"]


def test_trade_grew_while_votes_moved_apart_as_their_title_says() -> None:
    votes = table("un_voting_distance_annual").set_index("year")["distance"]
    assert votes[2011] > votes[1993]
    assert trade(2011) > trade(1993)


def test_constant_dollars_are_dollars_of_the_day_times_the_rise_of_prices(project: Project) -> None:
    drawing = project.drawings["trade-history"]
    rows = specs.rows(specs.draw(drawing, project.datasets, DESKTOP))
    (row,) = [row for row in rows if row["year"] == 2011]
    then, now = (cell("us_consumer_prices_annual", "index", year=year) for year in (2011, 2025))
    assert row["imports_real"] == pytest.approx(russia("imports", 2011) * now / then)


# Nothing is held for nothing --------------------------------------------------------------------


def test_every_dataset_is_read_by_a_page(project: Project) -> None:
    content = Content(project)
    pages = {**content.pages, **content.chart_pages}.values()
    used = {name for page in pages for name in page.meta.get("sources", [])}
    used |= {name for drawing in project.drawings.values() for name in drawing.datasets}
    used |= {row["dataset"] for row in project.datasets["claims"].rows}
    assert set(project.datasets) - used <= {"claims"}
