"""The numbers behind what the texts say of joint projects."""

from itertools import pairwise

from charts import Quantity, Table, claim, fact, rank_among, total


@claim
def aluminum_share_highest_2016(us_aluminum_imports_from_russia: Table) -> bool:
    """Russia's share in U.S. aluminum imports is highest in 2016, of the years 2013 to 2020."""
    shares = us_aluminum_imports_from_russia.numbers(
        "share", basis="imports for consumption", months=12
    )
    return float(max(shares).of("year")) == 2016


def _year(imports: Table, column: str, year: int) -> Quantity:
    return imports.number(column, year=year, basis="imports for consumption")


# Aluminum ---------------------------------------------------------------------------------------


@fact("percent")
def aluminum_fall_2017_2020(us_aluminum_imports_from_russia: Table) -> Quantity:
    """Fall of U.S. aluminum imports from Russia from 2017 to 2020, in dollars."""
    then, now = (_year(us_aluminum_imports_from_russia, "imports", year) for year in (2017, 2020))
    return 1 - now / then


@claim
def aluminum_fell_each_year_2018_2020(us_aluminum_imports_from_russia: Table) -> bool:
    """U.S. aluminum imports from Russia are lower in 2018, 2019 and 2020 than the year before."""
    imports = [
        _year(us_aluminum_imports_from_russia, "imports", year) for year in range(2017, 2021)
    ]
    return all(later < earlier for earlier, later in pairwise(imports))


@claim
def aluminum_imports_highest_2017(us_aluminum_imports_from_russia: Table) -> bool:
    """U.S. aluminum imports from Russia are highest in 2017, of the years 2013 to 2020."""
    imports = us_aluminum_imports_from_russia.numbers(
        "imports", basis="imports for consumption", months=12
    )
    return float(max(imports).of("year")) == 2017


@fact("percent")
def aluminum_duty_2017(us_aluminum_imports_from_russia: Table) -> Quantity:
    """Calculated duty on U.S. aluminum imports from Russia in 2017, as a share of their value."""
    imports = us_aluminum_imports_from_russia
    return _year(imports, "duty", 2017) / _year(imports, "imports", 2017)


@fact("percent")
def aluminum_duty_2020(us_aluminum_imports_from_russia: Table) -> Quantity:
    """Calculated duty on U.S. aluminum imports from Russia in 2020, as a share of their value."""
    imports = us_aluminum_imports_from_russia
    return _year(imports, "duty", 2020) / _year(imports, "imports", 2020)


@claim
def aluminum_share_stayed_below_a_tenth(us_aluminum_imports_from_russia: Table) -> bool:
    """Russia's share in U.S. aluminum imports is below 10 percent in every year of 2013 to 2020."""
    shares = us_aluminum_imports_from_russia.numbers(
        "share", basis="imports for consumption", months=12
    )
    return max(shares) < 10


def _smelted(production: Table, country: str, year: int | str) -> Quantity:
    return production.number("production", country=country, year=year)


@fact("times")
def russia_times_us_aluminum_2025(aluminum_production_by_country: Table) -> Quantity:
    """Primary aluminum that Russia smelted in 2025, divided by that of the United States."""
    production = aluminum_production_by_country
    return _smelted(production, "Russia", 2025) / _smelted(production, "United States", 2025)


@fact("rank")
def russia_rank_aluminum_2025(aluminum_production_by_country: Table) -> Quantity:
    """Russia's place among the smelters of primary aluminum in 2025, of the countries listed."""
    listed = aluminum_production_by_country.numbers(
        "production",
        year=2025,
        country=lambda name: name not in ("World", "Other countries", "Russia"),
    )
    russia = _smelted(aluminum_production_by_country, "Russia", 2025)
    return rank_among(russia, listed, "countries")


@fact("percent")
def us_aluminum_fall_2021_2025(aluminum_production_by_country: Table) -> Quantity:
    """Fall of the primary aluminum that the United States smelts from 2021 to 2025."""
    production = aluminum_production_by_country
    then, now = (_smelted(production, "United States", year) for year in (2021, 2025))
    return 1 - now / then


@claim
def us_aluminum_fell_each_year_2022_2025(aluminum_production_by_country: Table) -> bool:
    """The United States smelted less primary aluminum in each year from 2022 to 2025."""
    smelted = [
        _smelted(aluminum_production_by_country, "United States", year)
        for year in range(2021, 2026)
    ]
    return all(later < earlier for earlier, later in pairwise(smelted))


# What was still sold in 2024 --------------------------------------------------------------------

LARGEST = ("Fertilizers", "Palladium", "Enriched uranium")


def _sold(lines: Table, *groups: str, column: str = "imports") -> Quantity:
    return total(lines.numbers(column, group=groups))


@fact("count")
def tariff_lines_2024(us_imports_from_russia_2024_tariff_lines: Table) -> Quantity:
    """Tariff lines in which the United States recorded imports from Russia in 2024."""
    lines = us_imports_from_russia_2024_tariff_lines.numbers("imports")
    cells = tuple(cell for line in lines for cell in line.cells)
    return Quantity(len(lines), "", "number of rows", cells)


@fact("money")
def fertilizers_2024(us_imports_from_russia_2024_tariff_lines: Table) -> Quantity:
    """U.S. imports of fertilizers from Russia in 2024: all lines of chapter 31."""
    return _sold(us_imports_from_russia_2024_tariff_lines, "Fertilizers")


@fact("money")
def palladium_2024(us_imports_from_russia_2024_tariff_lines: Table) -> Quantity:
    """U.S. imports of palladium from Russia in 2024."""
    return _sold(us_imports_from_russia_2024_tariff_lines, "Palladium")


@fact("money")
def enriched_uranium_2024(us_imports_from_russia_2024_tariff_lines: Table) -> Quantity:
    """U.S. imports of enriched uranium from Russia in 2024."""
    return _sold(us_imports_from_russia_2024_tariff_lines, "Enriched uranium")


@fact("percent")
def three_goods_share_2024(us_imports_from_russia_2024_tariff_lines: Table) -> Quantity:
    """Share of fertilizers, palladium and enriched uranium in U.S. imports from Russia, 2024."""
    lines = us_imports_from_russia_2024_tariff_lines
    return _sold(lines, *LARGEST) / total(lines.numbers("imports"))


@claim
def three_goods_largest_2024(us_imports_from_russia_2024_tariff_lines: Table) -> bool:
    """Each of fertilizers, palladium and enriched uranium is above every other group of 2024."""
    lines = us_imports_from_russia_2024_tariff_lines
    groups = dict.fromkeys(str(group) for group in lines.cells("group"))
    others = [_sold(lines, group) for group in groups if group not in LARGEST]
    return min(_sold(lines, group) for group in LARGEST) > max(others)


@claim
def three_goods_duty_free_2024(us_imports_from_russia_2024_tariff_lines: Table) -> bool:
    """The calculated duty on the imports of the three largest groups of 2024 is zero."""
    return float(_sold(us_imports_from_russia_2024_tariff_lines, *LARGEST, column="duty")) == 0


@fact("money")
def copper_nickel_aluminum_2024(us_imports_from_russia_2024_tariff_lines: Table) -> Quantity:
    """U.S. imports of copper, nickel and aluminum from Russia in 2024: chapters 74, 75 and 76."""
    return total(
        us_imports_from_russia_2024_tariff_lines.numbers(
            "imports", hs10=lambda code: code[:2] in ("74", "75", "76")
        )
    )


# Since then -------------------------------------------------------------------------------------


@claim
def chemicals_2025_above_2024(us_imports_from_russia_by_industry_annual: Table) -> bool:
    """U.S. imports of Russian chemicals in January to November 2025 exceed those of all of 2024."""
    chemicals = us_imports_from_russia_by_industry_annual.number
    eleven = chemicals("imports", year=2025, naics="325")
    return (
        chemicals("months", year=2025, naics="325") <= 11
        and chemicals("months", year=2024, naics="325") >= 12
        and eleven > chemicals("imports", year=2024, naics="325")
    )


@fact("percent")
def chemicals_and_metals_share_2025(us_imports_from_russia_by_industry_annual: Table) -> Quantity:
    """Share of chemicals and primary metals in U.S. imports from Russia, January-November 2025."""
    industries = us_imports_from_russia_by_industry_annual
    parts = industries.numbers("imports", year=2025, naics=("325", "331"))
    return total(parts) / industries.number("imports", year=2025, naics="TOTAL")
