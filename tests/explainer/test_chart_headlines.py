"""The numbers in the titles of charts, recomputed from the CSV files alone."""

import pytest

from charts.generator.draw import specs
from charts.generator.draw.chart_theme import DESKTOP
from charts.generator.project import Project
from tests.conftest import ROOT
from tests.explainer.test_figures import value


@pytest.fixture(scope="module")
def project() -> Project:
    return Project(ROOT)


def stated(project: Project, fact: str) -> float:
    return float(project.ledger.fact(fact).value)


@pytest.mark.parametrize(
    ("fact", "dataset", "column"),
    [
        ("us_times_russia_gdp_2024", "gdp_annual", "gdp"),
        ("us_times_russia_ppp_2024", "gdp_real_annual", "purchasing_power"),
    ],
)
def test_the_two_economies_are_as_many_times_apart_as_the_cells_say(
    project: Project, fact: str, dataset: str, column: str
) -> None:
    ours, theirs = (
        value(dataset, column, year=2024, country=country)
        for country in ("United States", "Russia")
    )
    assert stated(project, fact) == pytest.approx(ours / theirs)


def test_russia_s_share_of_rare_earths_is_its_part_of_the_world(project: Project) -> None:
    part, whole = (
        value("rare_earth_production_by_country_annual", "production", year=2023, country=country)
        for country in ("Russia", "World")
    )
    assert stated(project, "russia_share_mined_2023") == pytest.approx(part / whole)


def test_china_s_share_is_its_part_of_what_russia_bought(project: Project) -> None:
    part, whole = (
        value("russia_reported_trade_by_partner_annual", "imports", year=2021, partner=partner)
        for partner in ("China", "World")
    )
    share = stated(project, "china_share_of_russian_imports_2021")
    assert share == pytest.approx(part / whole)


def test_constant_dollars_are_dollars_of_the_day_times_the_rise_of_prices(project: Project) -> None:
    drawing = project.drawings["trade-history"]
    rows = specs.rows(specs.draw(drawing, project.datasets, DESKTOP))
    (row,) = [row for row in rows if row["year"] == 2011]
    then, now = (value("us_consumer_prices_annual", "index", year=year) for year in (2011, 2025))
    imports = value("us_russia_trade_annual", "imports", year=2011)
    assert row["imports_real"] == pytest.approx(imports * now / then)
