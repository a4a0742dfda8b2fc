"""What the texts claim about rare earths, tested; and the numbers that the answers need.

An edition of the U.S. Geological Survey's yearly summaries appears in January or February: that
of 2025 is the one that the article of March 2025 could know.
"""

from charts.findings import since
from charts.ledger import claim, fact, finding
from charts.quantities import Quantity, Table

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
    return since(then, now)


def _rank(reserves: Table, edition: int) -> Quantity:
    """Return Russia's place among the countries that an edition lists."""
    listed = reserves.numbers(
        "reserves", edition=edition, country=lambda name: name not in (*GROUPS, "Russia")
    )
    russia = reserves.number("reserves", edition=edition, country="Russia")
    larger = [country for country in listed if country > russia]
    return Quantity(
        1 + len(larger),
        "rank",
        f"place of {russia.formula} among {len(listed) + 1} countries",
        (*russia.cells, *(cell for country in larger for cell in country.cells)),
    )


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
    return since(then, now)


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
