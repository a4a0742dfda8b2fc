"""What the texts claim about rare earths, tested; and the numbers that the answers need.

An edition of the U.S. Geological Survey's yearly summaries appears in January or February: that
of 2025 is the one that the article of March 2025 could know.
"""

from charts import Quantity, Table, claim, fact, finding, rank_among, then_and_now, total

THEN = 2025  # the edition at hand when the article was written
NOW = 2026
GROUPS = ("World", "Other")


@finding("a-ree-import-dependence")
def imports_cover_most(rare_earth_us_dependence: Table, rare_earth_us_import_sources: Table) -> str:
    """Net imports cover most of U.S. use, China sells most of them: in 2025's edition and now."""
    then, now = (
        rare_earth_us_dependence.number("reliance", edition=edition, year=edition - 1) > 50
        and rare_earth_us_import_sources.number("share", edition=edition, partner="China") > 50
        for edition in (THEN, NOW)
    )
    return then_and_now(then, now)


def _rank(reserves: Table, edition: int) -> Quantity:
    """Return Russia's place among the countries that an edition lists."""
    listed = reserves.numbers(
        "reserves", edition=edition, country=lambda name: name not in (*GROUPS, "Russia")
    )
    russia = reserves.number("reserves", edition=edition, country="Russia")
    return rank_among(russia, listed, "countries")


@fact("rank")
def reserves_rank_2025(rare_earth_reserves_by_edition: Table) -> Quantity:
    """Russia's place among holders of rare earth reserves, in the edition of 2025."""
    return _rank(rare_earth_reserves_by_edition, THEN)


@fact("rank")
def reserves_rank_2026(rare_earth_reserves_by_edition: Table) -> Quantity:
    """Russia's place among holders of rare earth reserves, in the edition of 2026."""
    return _rank(rare_earth_reserves_by_edition, NOW)


@finding("a-ree-top5")
def among_the_five_largest(rare_earth_reserves_by_edition: Table, stated: Quantity) -> str:
    """Russia's place among holders of reserves is fifth or better, in 2025's edition and now."""
    then, now = (
        _rank(rare_earth_reserves_by_edition, edition) <= stated for edition in (THEN, NOW)
    )
    return then_and_now(then, now)


@claim
def russia_just_ahead_of_vietnam_2025(rare_earth_reserves_by_edition: Table) -> bool:
    """In 2025's edition Russia is ahead of the next country, Vietnam, by less than a tenth."""
    reserves = rare_earth_reserves_by_edition
    russia = reserves.number("reserves", edition=THEN, country="Russia")
    smaller = [
        country
        for country in reserves.numbers("reserves", edition=THEN, country=lambda n: n not in GROUPS)
        if country < russia
    ]
    return max(smaller).of("country") == "Vietnam" and max(smaller) > russia * 0.9


@claim
def india_would_stay_ahead_2026(rare_earth_reserves_by_edition: Table) -> bool:
    """India, with more reserves than Russia in 2025's edition, has no row in that of 2026."""
    reserves = rare_earth_reserves_by_edition
    listed = [cell.of("country") for cell in reserves.numbers("reserves", edition=NOW)]
    india, russia = (
        reserves.number("reserves", edition=THEN, country=name) for name in ("India", "Russia")
    )
    return india > russia and "India" not in listed


def _share(production: Table, edition: int, year: int) -> Quantity:
    russia, world = (
        production.number("production", edition=edition, year=year, country=name)
        for name in ("Russia", "World")
    )
    return russia / world


@fact("percent")
def russia_rare_earth_share_2017(rare_earth_production_usgs: Table) -> Quantity:
    """Russia's share in the rare earths mined in 2017, by the edition of 2019."""
    return _share(rare_earth_production_usgs, 2019, 2017)


@fact("percent")
def russia_rare_earth_share_2024(rare_earth_production_usgs: Table) -> Quantity:
    """Russia's share in the rare earths mined in 2024, by the edition of 2025."""
    return _share(rare_earth_production_usgs, THEN, 2024)


@fact("percent")
def russia_rare_earth_share_2025(rare_earth_production_usgs: Table) -> Quantity:
    """Russia's share in the rare earths mined in 2025, by the edition of 2026."""
    return _share(rare_earth_production_usgs, NOW, 2025)


@claim
def world_mined_more_than_double_2017(rare_earth_production_usgs: Table) -> bool:
    """The world's rare earth production of 2024 is more than twice that of 2017."""
    mined = rare_earth_production_usgs.number
    then = mined("production", edition=2019, year=2017, country="World")
    return mined("production", edition=THEN, year=2024, country="World") > then * 2


@finding("a-ree-share")
def stated_production_share(rare_earth_production_usgs: Table, stated: Quantity) -> Quantity:
    """Russia's mine production divided by the world's, in 2024, by the edition of 2025."""
    return _share(rare_earth_production_usgs, THEN, 2024)


# What the offer could be worth ------------------------------------------------------------------


def _mined(production: Table, country: str) -> Quantity:
    """Return what a country mined in 2025, by the edition of 2026."""
    return production.number("production", edition=NOW, year=NOW - 1, country=country)


@fact("times")
def us_times_russia_mined_2025(rare_earth_production_usgs: Table) -> Quantity:
    """Rare earths mined in the United States in 2025, divided by those mined in Russia."""
    mined = rare_earth_production_usgs
    return _mined(mined, "United States") / _mined(mined, "Russia")


@fact("percent")
def china_rare_earth_share_2025(rare_earth_production_usgs: Table) -> Quantity:
    """China's share in the rare earths mined in 2025, by the edition of 2026."""
    return _mined(rare_earth_production_usgs, "China") / _mined(rare_earth_production_usgs, "World")


@fact("times")
def palladium_times_rare_earths_2024(
    us_imports_from_russia_2024_tariff_lines: Table, rare_earth_us_dependence: Table
) -> Quantity:
    """U.S. imports of palladium from Russia in 2024, divided by all U.S. rare earth imports."""
    palladium = total(
        us_imports_from_russia_2024_tariff_lines.numbers("imports", group="Palladium")
    )
    formula = f"{palladium.formula} ÷ 1,000,000"
    millions = Quantity(palladium / 1e6, "USD million", formula, palladium.cells, 2)
    return millions / rare_earth_us_dependence.number("imports", edition=NOW, year=2024)


@claim
def reliance_lower_2024_2025(rare_earth_us_dependence: Table) -> bool:
    """In 2026's edition the reliance of 2024 and 2025 is below that of 2021, 2022 and 2023."""
    earlier, later = (
        rare_earth_us_dependence.numbers("reliance", edition=NOW, year=years)
        for years in (range(2021, 2024), (2024, 2025))
    )
    return max(later) < min(earlier)


@claim
def reliance_rose_2025(rare_earth_us_dependence: Table) -> bool:
    """In 2026's edition the reliance of 2025 is above that of 2024, and below that of 2023."""
    then, now = (
        rare_earth_us_dependence.number("reliance", edition=NOW, year=year) for year in (2024, 2025)
    )
    return then < now < rare_earth_us_dependence.number("reliance", edition=NOW, year=2023)


# Reserves ---------------------------------------------------------------------------------------


def _reserves(reserves: Table, edition: int, country: str = "Russia") -> Quantity:
    return reserves.number("reserves", edition=edition, country=country)


@fact("times")
def china_times_russia_reserves_2026(rare_earth_reserves_by_edition: Table) -> Quantity:
    """China's rare earth reserves divided by Russia's, in the edition of 2026."""
    reserves = rare_earth_reserves_by_edition
    return _reserves(reserves, NOW, "China") / _reserves(reserves, NOW)


@claim
def reserves_below_a_twentieth_2026(rare_earth_reserves_by_edition: Table) -> bool:
    """Russia's reserves are below 5 percent of the least that 2026's edition gives the world."""
    reserves = rare_earth_reserves_by_edition
    least = reserves.cell("qualifier", edition=NOW, country="World") == "more than"
    return least and _reserves(reserves, NOW) < _reserves(reserves, NOW, "World") * 0.05


@fact("percent")
def reserves_cut_2023_2025(rare_earth_reserves_by_edition: Table) -> Quantity:
    """Fall of the estimate of Russia's rare earth reserves from the edition of 2023 to 2025's."""
    reserves = rare_earth_reserves_by_edition
    return 1 - _reserves(reserves, THEN) / _reserves(reserves, 2023)


@claim
def reserves_below_a_fifth_2025(rare_earth_reserves_by_edition: Table) -> bool:
    """Russia's reserves in 2025's edition are below a fifth of those in 2023's."""
    reserves = rare_earth_reserves_by_edition
    return _reserves(reserves, THEN) < _reserves(reserves, 2023) / 5


@claim
def reserves_same_2025_2026(rare_earth_reserves_by_edition: Table) -> bool:
    """Russia's reserves in 2026's edition are those of 2025's."""
    reserves = rare_earth_reserves_by_edition
    return _reserves(reserves, NOW) == _reserves(reserves, THEN)


@claim
def cut_worth_six_thousand_years(
    rare_earth_reserves_by_edition: Table, rare_earth_production_usgs: Table
) -> bool:
    """The cut from 2023's to 2025's edition is over 6,000 times what Russia mined in 2025."""
    reserves = rare_earth_reserves_by_edition
    cut = _reserves(reserves, 2023) - _reserves(reserves, THEN)
    return cut > _mined(rare_earth_production_usgs, "Russia") * 6000


# Production -------------------------------------------------------------------------------------


def _review(production: Table, year: int, country: str) -> Quantity:
    return production.number("production", year=year, country=country)


@fact("amount")
def russia_mined_2019_2023(rare_earth_production_by_country_annual: Table) -> Quantity:
    """Rare earths mined in Russia from 2019 to 2023 together."""
    return total(
        rare_earth_production_by_country_annual.numbers(
            "production", year=range(2019, 2024), country="Russia"
        )
    )


@fact("times")
def world_mined_growth_1995_2023(rare_earth_production_by_country_annual: Table) -> Quantity:
    """The world's rare earth production in 2023, divided by that of 1995."""
    production = rare_earth_production_by_country_annual
    return _review(production, 2023, "World") / _review(production, 1995, "World")


@fact("percent")
def russia_share_mined_1995(rare_earth_production_by_country_annual: Table) -> Quantity:
    """Russia's share in the rare earths mined in 1995, by the Energy Institute's review."""
    production = rare_earth_production_by_country_annual
    return _review(production, 1995, "Russia") / _review(production, 1995, "World")


@fact("percent")
def russia_share_mined_2023(rare_earth_production_by_country_annual: Table) -> Quantity:
    """Russia's share in the rare earths mined in 2023, by the Energy Institute's review."""
    production = rare_earth_production_by_country_annual
    return _review(production, 2023, "Russia") / _review(production, 2023, "World")


@claim
def russia_mined_the_same_2018_2023(rare_earth_production_by_country_annual: Table) -> bool:
    """Russia's rare earth production is the same in every year from 2018 to 2023."""
    mined = rare_earth_production_by_country_annual.numbers(
        "production", year=range(2018, 2024), country="Russia"
    )
    return len(set(map(float, mined))) == 1


@claim
def russia_mined_the_same_2024_2025(rare_earth_production_usgs: Table) -> bool:
    """Russia's rare earth production is the same in 2024 and 2025, by the edition of 2026."""
    mined = rare_earth_production_usgs.numbers(
        "production", edition=NOW, year=(2024, 2025), country="Russia"
    )
    return len(mined) == 2 and mined[0] == mined[1]


@claim
def us_mined_nothing_2016_2017(rare_earth_production_by_country_annual: Table) -> bool:
    """The United States has a production of zero in 2016 and 2017, and above 40,000 t in 2023."""
    production = rare_earth_production_by_country_annual
    idle = production.numbers("production", year=(2016, 2017), country="United States")
    return float(max(idle)) == 0 and _review(production, 2023, "United States") > 40
