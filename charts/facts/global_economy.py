"""What the texts claim about the two in the world's markets, tested; and the numbers needed."""

from charts import DIFFERS, HOLDS, Label, Quantity, Table, claim, fact, finding, total

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


# Liquefied natural gas --------------------------------------------------------------------------


@fact("percent")
def russia_share_of_eu_lng_2020(eu_lng_imports_by_origin: Table) -> Quantity:
    """Russia's share in the EU's LNG imports in 2020."""
    return _eu_share(eu_lng_imports_by_origin, BEFORE, "Russia")


@fact("percent")
def russian_lng_to_eu_rise_2023(eu_lng_imports_by_origin: Table) -> Quantity:
    """Rise of the EU's LNG imports from Russia from 2020 to 2023."""
    then, now = (
        eu_lng_imports_by_origin.number("imports", year=year, destination="EU-27", origin="Russia")
        for year in (BEFORE, AFTER)
    )
    return now / then - 1


@claim
def us_lng_to_eu_more_than_tripled_2023(eu_lng_imports_by_origin: Table) -> bool:
    """The EU's LNG imports from the United States in 2023 are above three times those of 2020."""
    then, now = (
        eu_lng_imports_by_origin.number(
            "imports", year=year, destination="EU-27", origin="United States"
        )
        for year in (BEFORE, AFTER)
    )
    return now > then * 3


def _lng(table: Table, year: int, country: str) -> Quantity:
    return table.number("exports", year=year, country=country)


@claim
def us_lng_passed_russia_2017(lng_exports_by_country_annual: Table) -> bool:
    """U.S. LNG exports are below Russia's each year from 2009 to 2016, and above from 2017 on."""
    russia, america = (
        lng_exports_by_country_annual.numbers(
            "exports", country=country, year=lambda year: year >= 2009
        )
        for country in ("Russia", "United States")
    )
    years = zip(russia, america, strict=True)
    return all((theirs < ours) == (int(theirs.of("year")) > 2016) for theirs, ours in years)


@claim
def us_lng_passed_qatar_and_australia_2023(lng_exports_by_country_annual: Table) -> bool:
    """U.S. LNG exports pass those of Qatar and of Australia in 2023, and never before."""
    lng = lng_exports_by_country_annual

    def ahead(year: int) -> list[bool]:
        ours = _lng(lng, year, "United States")
        return [ours > _lng(lng, year, country) for country in ("Qatar", "Australia")]

    return all(ahead(2023)) and not any(any(ahead(year)) for year in range(2000, 2023))


@fact("times")
def us_lng_times_russia_2023(lng_exports_by_country_annual: Table) -> Quantity:
    """U.S. LNG exports divided by Russia's in 2023."""
    lng = lng_exports_by_country_annual
    return _lng(lng, 2023, "United States") / _lng(lng, 2023, "Russia")


@fact("percent")
def us_lng_rise_2025(us_lng_exports_annual: Table) -> Quantity:
    """Rise of U.S. LNG exports a day from 2024 to 2025, as the U.S. government counts them."""
    lng = us_lng_exports_annual.number
    return lng("per_day", year=2025) / lng("per_day", year=2024) - 1


@fact()
def us_lng_latest_month(us_lng_exports_monthly: Table) -> Quantity | Label:
    """The last month of the data on U.S. LNG exports."""
    return us_lng_exports_monthly.cell("month", month="latest")


def _lng_to_date(lng: Table, years_back: int = 0) -> Quantity:
    last = str(lng.cell("month", month="latest"))
    year = str(int(last[:4]) - years_back)
    return total(
        lng.numbers("exports", month=lambda month: f"{year}-01" <= month <= year + last[4:])
    )


@fact("percent")
def us_lng_rise_this_year(us_lng_exports_monthly: Table) -> Quantity:
    """Rise of this year's U.S. LNG exports against the same months of last year."""
    return _lng_to_date(us_lng_exports_monthly) / _lng_to_date(us_lng_exports_monthly, 1) - 1


@claim
def us_lng_rose_this_year(us_lng_exports_monthly: Table) -> bool:
    """This year's U.S. LNG exports are above those of the same months of last year."""
    return _lng_to_date(us_lng_exports_monthly) > _lng_to_date(us_lng_exports_monthly, 1)


# Russian oil and gas by pipe and ship -----------------------------------------------------------


@fact("percent")
def crude_to_europe_fall_2025(russia_crude_exports_by_destination: Table) -> Quantity:
    """Fall of Russia's crude oil exports to Europe, with Turkey, from 2020 to 2025."""
    crude = russia_crude_exports_by_destination.number
    then, now = (crude("exports", year=year, destination="Europe") for year in (BEFORE, 2025))
    return 1 - now / then


@claim
def china_then_india_first_buyers(russia_crude_exports_by_destination: Table) -> bool:
    """In 2023 and 2025 China took most Russian crude oil, India came next, each above Europe."""
    crude = russia_crude_exports_by_destination
    for year in (AFTER, 2025):
        rest = crude.numbers(
            "exports",
            year=year,
            destination=lambda name: name not in ("China", "India", "World"),
        )
        china, india = (
            crude.number("exports", year=year, destination=name) for name in ("China", "India")
        )
        if not china > india > max(rest):
            return False
    return True


@claim
def crude_to_china_fell_to_india_rose_2025(russia_crude_exports_by_destination: Table) -> bool:
    """From 2023 to 2025 Russia's crude oil exports to China fell and those to India rose."""
    crude = russia_crude_exports_by_destination.number
    change = {
        name: crude("exports", year=2025, destination=name)
        - crude("exports", year=AFTER, destination=name)
        for name in ("China", "India")
    }
    return change["China"] < 0 < change["India"]


def _gas(pipelines: Table, year: int, destination: str) -> Quantity:
    return pipelines.number("exports", year=year, destination=destination)


@fact("percent")
def pipeline_gas_to_eu_fall_2023(russia_pipeline_gas_by_destination: Table) -> Quantity:
    """Fall of Russia's pipeline gas exports to the EU from 2020 to 2023."""
    gas = russia_pipeline_gas_by_destination
    return 1 - _gas(gas, AFTER, "EU-27") / _gas(gas, BEFORE, "EU-27")


@fact("times")
def pipeline_gas_to_china_times_2023(russia_pipeline_gas_by_destination: Table) -> Quantity:
    """Russia's pipeline gas exports to China in 2023 divided by those of 2020."""
    gas = russia_pipeline_gas_by_destination
    return _gas(gas, AFTER, "China") / _gas(gas, BEFORE, "China")


@fact("percent")
def china_gas_gain_of_eu_loss_2023(russia_pipeline_gas_by_destination: Table) -> Quantity:
    """What China took more of Russia's pipeline gas, 2020 to 2023, of what the EU took less."""
    gas = russia_pipeline_gas_by_destination
    gain = _gas(gas, AFTER, "China") - _gas(gas, BEFORE, "China")
    return gain / (_gas(gas, BEFORE, "EU-27") - _gas(gas, AFTER, "EU-27"))


@claim
def pipeline_gas_about_half_2023(russia_pipeline_gas_by_destination: Table) -> bool:
    """All of Russia's pipeline gas exports in 2023 are below half of those of 2020."""
    gas = russia_pipeline_gas_by_destination
    return _gas(gas, AFTER, "World") < _gas(gas, BEFORE, "World") / 2


# The Arctic -------------------------------------------------------------------------------------


@fact("times")
def arctic_cargo_times_2025(northern_sea_route_cargo_annual: Table) -> Quantity:
    """Cargo on the Northern Sea Route in 2025 divided by that of 2014."""
    cargo = northern_sea_route_cargo_annual.number
    return cargo("cargo", year=2025) / cargo("cargo", year=2014)


@fact("percent")
def arctic_cargo_fall_2025(northern_sea_route_cargo_annual: Table) -> Quantity:
    """Fall of the cargo on the Northern Sea Route from 2024 to 2025."""
    cargo = northern_sea_route_cargo_annual.number
    return 1 - cargo("cargo", year=2025) / cargo("cargo", year=2024)


@claim
def arctic_cargo_highest_2024(northern_sea_route_cargo_annual: Table) -> bool:
    """Cargo on the Northern Sea Route was highest in 2024, and lower in 2025."""
    return int(max(northern_sea_route_cargo_annual.numbers("cargo")).of("year")) == 2024


@fact("count")
def northwest_passages_2020_2025(northwest_passage_transits: Table) -> Quantity:
    """Complete transits of the Northwest Passage from the season of 2020 to that of 2025."""
    ships = northwest_passage_transits.number
    measure = "complete transits since 1906"
    return ships("ships", year=2025, measure=measure) - ships("ships", year=2019, measure=measure)


# Two economies ----------------------------------------------------------------------------------


def _times_russia(gdp: Table, year: int) -> Quantity:
    ours, theirs = (
        gdp.number("gdp", year=year, country=country) for country in ("United States", "Russia")
    )
    return ours / theirs


@fact("times")
def us_times_russia_gdp_2024(gdp_annual: Table) -> Quantity:
    """GDP of the United States divided by Russia's in 2024, at exchange rates."""
    return _times_russia(gdp_annual, 2024)


@fact("times")
def us_times_russia_gdp_1999(gdp_annual: Table) -> Quantity:
    """GDP of the United States divided by Russia's in 1999, at exchange rates."""
    return _times_russia(gdp_annual, 1999)


@fact("times")
def us_times_russia_gdp_2012(gdp_annual: Table) -> Quantity:
    """GDP of the United States divided by Russia's in 2012, at exchange rates."""
    return _times_russia(gdp_annual, 2012)


def _gaps(gdp: Table) -> dict[int, Quantity]:
    last = int(gdp.number("year", year="latest", country="Russia"))
    return {year: _times_russia(gdp, year) for year in range(1992, last + 1)}


@claim
def gdp_gap_widest_1999(gdp_annual: Table) -> bool:
    """Since 1992 the GDP of the U.S. was the largest multiple of Russia's in 1999."""
    gaps = _gaps(gdp_annual)
    return max(gaps, key=lambda year: gaps[year]) == 1999


@claim
def gdp_gap_narrowest_2012(gdp_annual: Table) -> bool:
    """Since 1992 the GDP of the U.S. was the smallest multiple of Russia's in 2012."""
    gaps = _gaps(gdp_annual)
    return min(gaps, key=lambda year: gaps[year]) == 2012
