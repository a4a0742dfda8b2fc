"""What the texts claim about the two in the world's markets, tested; and the numbers needed."""

from charts.findings import DIFFERS, HOLDS
from charts.ledger import claim, fact, finding
from charts.quantities import Quantity, Table, total

# The years of which the yearbooks at hand tell where the EU's LNG and Russia's crude went.
BEFORE, AFTER = 2020, 2023


def _eu_share(lng: Table, year: int, origin: str) -> Quantity:
    part, whole = (
        lng.number("imports", year=year, destination="EU-27", origin=name)
        for name in (origin, "World")
    )
    return part / whole


@fact("percent")
def us_share_of_eu_lng_2020(eu_lng_imports_by_origin: Table) -> Quantity:
    """Share of the United States in the EU's LNG imports in 2020."""
    return _eu_share(eu_lng_imports_by_origin, BEFORE, "United States")


@fact("percent")
def us_share_of_eu_lng_2023(eu_lng_imports_by_origin: Table) -> Quantity:
    """Share of the United States in the EU's LNG imports in 2023."""
    return _eu_share(eu_lng_imports_by_origin, AFTER, "United States")


@fact("percent")
def russia_share_of_eu_lng_2023(eu_lng_imports_by_origin: Table) -> Quantity:
    """Russia's share in the EU's LNG imports in 2023."""
    return _eu_share(eu_lng_imports_by_origin, AFTER, "Russia")


def _rose(table: Table, column: str, **where: str) -> bool:
    then, now = (table.number(column, year=year, **where) for year in (BEFORE, AFTER))
    return now > then


@claim
def russian_lng_to_eu_rose_2023(eu_lng_imports_by_origin: Table) -> bool:
    """The EU's LNG imports from Russia in 2023 are above those of 2020."""
    return _rose(eu_lng_imports_by_origin, "imports", destination="EU-27", origin="Russia")


@finding("a-lng-rivals")
def lng_rivals(eu_lng_imports_by_origin: Table, lng_exports_by_country_annual: Table) -> str:
    """From 2020 to 2023: the EU's imports of U.S. LNG rose, and so did both countries' exports."""
    to_europe = {"destination": "EU-27", "origin": "United States"}
    rose = _rose(eu_lng_imports_by_origin, "imports", **to_europe) and all(
        _rose(lng_exports_by_country_annual, "exports", country=country)
        for country in ("Russia", "United States")
    )
    return HOLDS if rose else DIFFERS


def _crude_share(crude: Table, year: int, *destinations: str) -> Quantity:
    parts = [crude.number("exports", year=year, destination=name) for name in destinations]
    return total(parts) / crude.number("exports", year=year, destination="World")


@fact("percent")
def europe_share_of_russian_crude_2020(russia_crude_exports_by_destination: Table) -> Quantity:
    """Europe's share in Russia's crude oil exports in 2020."""
    return _crude_share(russia_crude_exports_by_destination, BEFORE, "Europe")


@fact("percent")
def europe_share_of_russian_crude_2023(russia_crude_exports_by_destination: Table) -> Quantity:
    """Europe's share in Russia's crude oil exports in 2023."""
    return _crude_share(russia_crude_exports_by_destination, AFTER, "Europe")


@fact("percent")
def china_and_india_share_of_russian_crude_2023(
    russia_crude_exports_by_destination: Table,
) -> Quantity:
    """Share of China and India together in Russia's crude oil exports in 2023."""
    return _crude_share(russia_crude_exports_by_destination, AFTER, "China", "India")


@fact("percent")
def chinese_crude_fall_2025(china_energy_imports_from_russia_annual: Table) -> Quantity:
    """Fall of China's imports of Russian crude oil from 2024 to 2025, by weight."""
    crude = china_energy_imports_from_russia_annual.number
    return 1 - crude("crude", year=2025) / crude("crude", year=2024)


@claim
def chinese_crude_2025_above_2022(china_energy_imports_from_russia_annual: Table) -> bool:
    """China's imports of Russian crude oil in 2025 are above those of 2022, by weight."""
    crude = china_energy_imports_from_russia_annual.number
    return crude("crude", year=2025) > crude("crude", year=2022)


@claim
def crude_to_europe_fell_2025(russia_crude_exports_by_destination: Table) -> bool:
    """Russia's crude oil exports to Europe in 2025 are below those of 2023."""
    crude = russia_crude_exports_by_destination.number
    then, now = (crude("exports", year=year, destination="Europe") for year in (AFTER, 2025))
    return now < then


@claim
def investment_left_russia_2022_2024(russia_fdi_inflows_annual: Table) -> bool:
    """Net inflows of foreign direct investment into Russia are negative in 2022, 2023 and 2024."""
    return max(russia_fdi_inflows_annual.numbers("inflows", year=range(2022, 2025))) < 0
