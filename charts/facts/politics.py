"""What the texts claim about politics and trade, tested; and the numbers that the answers need."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import correlation

from charts import (
    DIFFERS,
    HOLDS,
    Label,
    Quantity,
    Table,
    claim,
    fact,
    finding,
    rank_among,
    then_and_now,
    total,
)

BEFORE_SANCTIONS = range(2009, 2014)  # the five years before the sanctions of 2014
LAST = 2020  # the last full year that the memo could know
OIL_AND_METALS = ("211", "324", "331")  # oil and gas, refined products, primary metals


def _trade(trade: Table, year: int | str) -> Quantity:
    return trade.number("exports", year=year) + trade.number("imports", year=year)


def _average(trade: Table, years: range) -> Quantity:
    return total(_trade(trade, year) for year in years) / len(years)


# How much trade ---------------------------------------------------------------------------------


@fact("money")
def trade_2020(us_russia_trade_annual: Table) -> Quantity:
    """U.S. goods trade with Russia in 2020, exports and imports together."""
    return _trade(us_russia_trade_annual, LAST)


@fact("money")
def trade_2021(us_russia_trade_annual: Table) -> Quantity:
    """U.S. goods trade with Russia in 2021, exports and imports together."""
    return _trade(us_russia_trade_annual, 2021)


@fact("money")
def trade_average_2009_2013(us_russia_trade_annual: Table) -> Quantity:
    """Yearly U.S. goods trade with Russia on average from 2009 to 2013."""
    return _average(us_russia_trade_annual, BEFORE_SANCTIONS)


@claim
def trade_2021_just_above_2009_2013(us_russia_trade_annual: Table) -> bool:
    """U.S. trade with Russia in 2021 is up to 5 percent above the average of 2009 to 2013."""
    average = _average(us_russia_trade_annual, BEFORE_SANCTIONS)
    return average < _trade(us_russia_trade_annual, 2021) < average * 1.05


@claim
def trade_2021_below_2011_2013(us_russia_trade_annual: Table) -> bool:
    """U.S. trade with Russia in 2021 is below the average of 2011 to 2013."""
    average = _average(us_russia_trade_annual, range(2011, 2014))
    return _trade(us_russia_trade_annual, 2021) < average


@finding("m-trade-recovered")
def trade_recovered(us_russia_trade_annual: Table) -> str:
    """Goods trade in 2021, and in the latest year, against the average of 2009 to 2013."""
    average = _average(us_russia_trade_annual, BEFORE_SANCTIONS)
    then, now = (_trade(us_russia_trade_annual, year) >= average for year in (2021, "latest"))
    return then_and_now(then, now)


# Ranks ------------------------------------------------------------------------------------------


@finding("m-rank-26")
def rank_among_partners(us_trade_partner_rank_annual: Table, stated: Quantity) -> str:
    """The stated rank in 2019, 2020 or 2021, and none of the first twenty in any year to 2020."""
    ranks = us_trade_partner_rank_annual
    stood = stated in ranks.numbers("total_rank", year=range(2019, 2022))
    never = min(ranks.numbers("total_rank", year=range(1992, LAST + 1))) > 20
    return HOLDS if stood and never else DIFFERS


@claim
def imports_among_first_twenty_2005_2014(us_trade_partner_rank_annual: Table) -> bool:
    """By U.S. imports Russia ranked 20th or better in every year from 2005 to 2014."""
    return max(us_trade_partner_rank_annual.numbers("imports_rank", year=range(2005, 2015))) <= 20


def _place(partners: Table, flow: str, year: int = LAST) -> Quantity:
    """Return the place of the United States among the countries that were read."""
    listed = partners.numbers(
        flow,
        year=year,
        partner=lambda name: name not in ("World", "European Union", "United States"),
    )
    ours = partners.number(flow, year=year, partner="United States")
    return rank_among(ours, listed, "countries")


@fact("rank")
def us_rank_as_supplier_2020(russia_reported_trade_by_partner_annual: Table) -> Quantity:
    """Place of the United States among Russia's suppliers in 2020, of the countries read."""
    return _place(russia_reported_trade_by_partner_annual, "imports")


@fact("rank")
def us_rank_as_destination_2020(russia_reported_trade_by_partner_annual: Table) -> Quantity:
    """Place of the United States among Russia's buyers in 2020, of the countries read."""
    return _place(russia_reported_trade_by_partner_annual, "exports")


@claim
def same_ranks_for_russia_2021(russia_reported_trade_by_partner_annual: Table) -> bool:
    """The United States has the same places for Russia in 2021 as in 2020, as Russia reports."""
    partners = russia_reported_trade_by_partner_annual
    return all(
        _place(partners, flow) == _place(partners, flow, 2021) for flow in ("imports", "exports")
    )


@finding("m-us-rank-for-russia")
def rank_for_russia(russia_reported_trade_by_partner_annual: Table, stated: Quantity) -> str:
    """Among four largest suppliers and at the stated place of buyers in 2020, as Russia reports."""
    supplier = _place(russia_reported_trade_by_partner_annual, "imports")
    buyer = _place(russia_reported_trade_by_partner_annual, "exports")
    return HOLDS if supplier <= 4 and buyer == stated else DIFFERS


# Ups and downs ----------------------------------------------------------------------------------


def _rose_each_year(trade: Table) -> bool:
    imports = trade.numbers("imports", year=range(2001, 2007))
    return all(later > earlier for earlier, later in pairwise(imports))


def _slid_before_the_war(months: Table) -> bool:
    imports = months.numbers("imports", month=lambda month: month.startswith("2008"))
    return str(max(imports).of("month")) < "2008-08"


def _fall_2009(table: Table, column: str) -> Quantity:
    return 1 - table.number(column, year=2009) / table.number(column, year=2008)


def _above_2013(trade: Table) -> bool:
    return trade.number("imports", year=2021) > trade.number("imports", year=2013)


@claim
def imports_rose_each_year_2002_2006(us_russia_trade_annual: Table) -> bool:
    """U.S. imports from Russia rose in each year from 2002 to 2006."""
    return _rose_each_year(us_russia_trade_annual)


@claim
def imports_slid_before_the_georgia_war(us_russia_trade_monthly: Table) -> bool:
    """The month of 2008 with the highest U.S. imports from Russia came before August."""
    return _slid_before_the_war(us_russia_trade_monthly)


@fact("percent")
def imports_fall_2009(us_russia_trade_annual: Table) -> Quantity:
    """Fall of U.S. imports from Russia from 2008 to 2009."""
    return _fall_2009(us_russia_trade_annual, "imports")


@fact("percent")
def brent_fall_2009(oil_prices_annual: Table) -> Quantity:
    """Fall of the average price of Brent from 2008 to 2009."""
    return _fall_2009(oil_prices_annual, "brent")


@claim
def crude_from_russia_rose_2009(us_crude_imports_by_origin_annual: Table) -> bool:
    """U.S. imports of crude oil from Russia, in barrels, are higher in 2009 than in 2008."""
    crude = us_crude_imports_by_origin_annual
    return _crude(crude, "Russia", 2009) > _crude(crude, "Russia", 2008)


@claim
def imports_recovered_only_2021(us_russia_trade_annual: Table) -> bool:
    """Of the years 2014 to 2021, only 2021 has U.S. imports from Russia above those of 2013."""
    *others, last = us_russia_trade_annual.numbers("imports", year=range(2013, 2022))
    return max(others) == others[0] < last


@finding("m-inverse-cycles")
def against_the_cycles(
    us_russia_trade_annual: Table, us_russia_trade_monthly: Table, oil_prices_annual: Table
) -> str:
    """Imports 2002 to 2006 and 1999 to 2009, the fall of 2008 and 2009 with oil, 2021 over 2013."""
    imports = us_russia_trade_annual.number
    told = [
        _rose_each_year(us_russia_trade_annual),
        imports("imports", year=2009) > imports("imports", year=1999),
        _slid_before_the_war(us_russia_trade_monthly),
        _fall_2009(us_russia_trade_annual, "imports") > 0,
        _fall_2009(oil_prices_annual, "brent") > 0,
        _above_2013(us_russia_trade_annual),
    ]
    return HOLDS if all(told) else DIFFERS


# The price of oil -------------------------------------------------------------------------------


def _changes(trade: Table, prices: Table, years: Iterable[int]) -> list[tuple[Quantity, Quantity]]:
    """Return by how much trade and the price of Brent changed in each year."""
    return [
        (
            _trade(trade, year) - _trade(trade, year - 1),
            prices.number("brent", year=year) - prices.number("brent", year=year - 1),
        )
        for year in years
    ]


def _move_together(trade: Table, prices: Table, years: Iterable[int]) -> bool:
    """Return whether the changes of one account for most of those of the other."""
    r = correlation(*zip(*_changes(trade, prices, years), strict=True))
    return r > 0 and r * r > 0.5


@finding("m-oil-price")
def trade_moves_with_oil(us_russia_trade_annual: Table, oil_prices_annual: Table) -> str:
    """Yearly changes of trade and Brent: r² above 0.5 from 1993 to 2020; in the last ten years?"""
    latest = int(_trade(us_russia_trade_annual, "latest").cells[0].key[0][1])
    then, now = (
        _move_together(us_russia_trade_annual, oil_prices_annual, years)
        for years in (range(1993, LAST + 1), range(latest - 9, latest + 1))
    )
    return then_and_now(then, now)


@claim
def trade_swung_with_oil(us_russia_trade_annual: Table, oil_prices_annual: Table) -> bool:
    """The yearly changes of trade and of Brent from 1993 to 2020 have an r² above 0.5."""
    return _move_together(us_russia_trade_annual, oil_prices_annual, range(1993, LAST + 1))


@fact("count")
def years_trade_moved_with_oil(us_russia_trade_annual: Table, oil_prices_annual: Table) -> Quantity:
    """Years from 1993 to 2020 in which trade and the price of Brent both rose or both fell."""
    changes = _changes(us_russia_trade_annual, oil_prices_annual, range(1993, LAST + 1))
    same = [(trade, price) for trade, price in changes if (trade > 0) == (price > 0)]
    cells = dict.fromkeys(cell for pair in changes for change in pair for cell in change.cells)
    formula = f"years of the same direction among {len(changes)}"
    return Quantity(len(same), "years", formula, tuple(cells))


@fact("percent")
def trade_fall_2022(us_russia_trade_annual: Table) -> Quantity:
    """Fall of U.S. goods trade with Russia from 2021 to 2022."""
    return 1 - _trade(us_russia_trade_annual, 2022) / _trade(us_russia_trade_annual, 2021)


@fact("percent")
def trade_fall_2021_2025(us_russia_trade_annual: Table) -> Quantity:
    """Fall of U.S. goods trade with Russia from 2021 to 2025."""
    return 1 - _trade(us_russia_trade_annual, 2025) / _trade(us_russia_trade_annual, 2021)


@claim
def brent_2025_near_2021(oil_prices_annual: Table) -> bool:
    """The average price of Brent in 2025 is within 5 percent of that in 2021."""
    brent = oil_prices_annual.number
    return abs(brent("brent", year=2025) / brent("brent", year=2021) - 1) < 0.05


# What was traded --------------------------------------------------------------------------------


def _oil_and_metals(industries: Table, year: int) -> Quantity:
    parts = industries.numbers("imports", year=year, naics=OIL_AND_METALS)
    return total(parts) / industries.number("imports", year=year, naics="TOTAL")


@fact("percent")
def oil_and_metals_share_2020(us_imports_from_russia_by_industry_annual: Table) -> Quantity:
    """Share of oil, gas, refined products and primary metals in U.S. imports from Russia, 2020."""
    return _oil_and_metals(us_imports_from_russia_by_industry_annual, LAST)


@fact("percent")
def oil_and_metals_share_2025(us_imports_from_russia_by_industry_annual: Table) -> Quantity:
    """Share of oil, gas, refined products and primary metals in U.S. imports from Russia, 2025."""
    return _oil_and_metals(us_imports_from_russia_by_industry_annual, 2025)


@finding("m-metals-oil-80")
def stated_oil_and_metals(
    us_imports_from_russia_by_industry_annual: Table, stated: Quantity
) -> Quantity:
    """Oil, gas, refined products and primary metals as a share of U.S. imports in 2020."""
    return _oil_and_metals(us_imports_from_russia_by_industry_annual, LAST)


def _crude(crude: Table, origin: str, year: int) -> Quantity:
    return crude.number("imports", origin=origin, year=year)


@claim
def canada_and_russia_rose_2017_2019(us_crude_imports_by_origin_annual: Table) -> bool:
    """From 2017 to 2019 U.S. crude oil imports from Canada and from Russia rose."""
    crude = us_crude_imports_by_origin_annual
    return all(
        _crude(crude, name, 2019) > _crude(crude, name, 2017) for name in ("Canada", "Russia")
    )


@finding("m-venezuela-fall")
def canada_and_russia_in_its_place(us_crude_imports_by_origin_annual: Table) -> str:
    """Crude from 2017 to 2019: Venezuela's fell, Canada's and Russia's rose; still so in 2023?"""
    crude = us_crude_imports_by_origin_annual
    then, now = (
        _crude(crude, "Venezuela", year) < _crude(crude, "Venezuela", 2017)
        and all(_crude(crude, n, year) > _crude(crude, n, 2017) for n in ("Canada", "Russia"))
        for year in (2019, 2023)
    )
    return then_and_now(then, now)


@claim
def venezuela_back_above_2017(
    us_crude_imports_by_origin_annual: Table, us_crude_imports_by_origin_monthly: Table
) -> bool:
    """U.S. imports of Venezuelan crude oil in the latest month are above the average of 2017."""
    now = us_crude_imports_by_origin_monthly.number("imports", month="latest", origin="Venezuela")
    return now > _crude(us_crude_imports_by_origin_annual, "Venezuela", 2017)


@fact("amount")
def venezuelan_crude_fall_2017_2019(us_crude_imports_by_origin_annual: Table) -> Quantity:
    """Fall of U.S. crude oil imports from Venezuela from 2017 to 2019, in a day's barrels."""
    crude = us_crude_imports_by_origin_annual
    return _crude(crude, "Venezuela", 2017) - _crude(crude, "Venezuela", 2019)


@fact("times")
def canadian_times_russian_crude_peak(us_crude_imports_by_origin_annual: Table) -> Quantity:
    """Crude oil imports from Canada divided by those from Russia in Russia's highest year."""
    crude = us_crude_imports_by_origin_annual
    highest = max(crude.numbers("imports", origin="Russia"))
    return _crude(crude, "Canada", int(highest.of("year"))) / highest


@fact()
def russian_crude_peak_year(us_crude_imports_by_origin_annual: Table) -> Quantity | Label:
    """Year of the highest U.S. crude oil imports from Russia."""
    return max(us_crude_imports_by_origin_annual.numbers("imports", origin="Russia")).of("year")


@claim
def mostly_products_2021(
    us_petroleum_imports_selected_years: Table, us_crude_imports_by_origin_annual: Table
) -> bool:
    """In 2021 crude is less than half of the oil and products that the U.S. got from Russia."""
    both = us_petroleum_imports_selected_years.number("imports", year=2021, origin="Russia")
    return _crude(us_crude_imports_by_origin_annual, "Russia", 2021) < both / 2


@claim
def canada_gained_more_than_russia_2017_2019(us_crude_imports_by_origin_annual: Table) -> bool:
    """From 2017 to 2019 crude imports from Canada rose by over four times as much as Russia's."""
    canada, russia = (
        _crude(us_crude_imports_by_origin_annual, name, 2019)
        - _crude(us_crude_imports_by_origin_annual, name, 2017)
        for name in ("Canada", "Russia")
    )
    return canada > russia * 4 > 0


@claim
def no_russian_crude_since_2024(us_crude_imports_by_origin_annual: Table) -> bool:
    """The last year with a row for U.S. crude oil imports from Russia is 2023, and it is 0."""
    last = us_crude_imports_by_origin_annual.numbers("imports", origin="Russia")[-1]
    return not float(last) and int(last.of("year")) == 2023


# Imports and the price of oil -------------------------------------------------------------------


def _imports_and_oil(trade: Table, prices: Table, years: range) -> float:
    """Return r² of the yearly changes of imports and of Brent, 0 where they run apart."""
    changes = [
        (
            trade.number("imports", year=year) - trade.number("imports", year=year - 1),
            prices.number("brent", year=year) - prices.number("brent", year=year - 1),
        )
        for year in years
    ]
    r = correlation(*zip(*changes, strict=True))
    return r * r if r > 0 else 0.0


@claim
def imports_swung_with_oil_to_2021(us_russia_trade_annual: Table, oil_prices_annual: Table) -> bool:
    """The yearly changes of imports and of Brent from 1993 to 2021 have an r² above 0.75."""
    years = range(1993, 2022)
    return _imports_and_oil(us_russia_trade_annual, oil_prices_annual, years) > 0.75


@claim
def imports_left_oil_2022(us_russia_trade_annual: Table, oil_prices_annual: Table) -> bool:
    """From 2021 to 2022 imports from Russia fell by over 40 percent, and Brent rose by over 40."""
    imports, brent = us_russia_trade_annual.number, oil_prices_annual.number
    fell = imports("imports", year=2022) / imports("imports", year=2021) < 0.6
    return fell and brent("brent", year=2022) / brent("brent", year=2021) > 1.4


@fact("percent")
def imports_fall_2022(us_russia_trade_annual: Table) -> Quantity:
    """Fall of U.S. imports from Russia from 2021 to 2022."""
    imports = us_russia_trade_annual.number
    return 1 - imports("imports", year=2022) / imports("imports", year=2021)


@fact("percent")
def brent_rise_2022(oil_prices_annual: Table) -> Quantity:
    """Rise of the average price of Brent from 2021 to 2022."""
    return (
        oil_prices_annual.number("brent", year=2022) / oil_prices_annual.number("brent", year=2021)
        - 1
    )


# Political shocks -------------------------------------------------------------------------------

QUARRELS = ("khodorkovsky-arrest", "georgia-war", "crimea", "caatsa", "rusal-sanctions")


def _months(events: Table, event: str, after: bool) -> list[str]:
    """Return the twelve months before that of an event, or the twelve after it."""
    date = str(events.cell("date", event=event))
    at = int(date[:4]) * 12 + int(date[5:7]) - 1
    span = range(at + 1, at + 13) if after else range(at - 12, at)
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in span]


def _imports_after(trade: Table, events: Table, event: str) -> Quantity:
    """Return by what share imports changed from before an event to after it."""
    before, after = (
        total(trade.numbers("imports", month=_months(events, event, after)))
        for after in (False, True)
    )
    return after / before - 1


def _oil_after(prices: Table, events: Table, event: str) -> Quantity:
    """Return by what share the average price of Brent changed from before an event to after it."""
    before, after = (
        total(prices.numbers("brent", month=_months(events, event, after))) / 12
        for after in (False, True)
    )
    return after / before - 1


def _fall(change: Quantity) -> Quantity:
    return 0 - change


@fact("percent")
def imports_fall_after_invasion(
    us_russia_trade_monthly: Table, us_russia_events: Table
) -> Quantity:
    """Fall of imports, the twelve months after the invasion's against the twelve before."""
    return _fall(_imports_after(us_russia_trade_monthly, us_russia_events, "invasion"))


@fact("percent")
def oil_rise_after_invasion(oil_prices_monthly: Table, us_russia_events: Table) -> Quantity:
    """Rise of Brent, the twelve months after the invasion's against the twelve before."""
    return _oil_after(oil_prices_monthly, us_russia_events, "invasion")


@fact("percent")
def imports_rise_after_yukos(us_russia_trade_monthly: Table, us_russia_events: Table) -> Quantity:
    """Rise of imports, the twelve months after October 2003 against the twelve before."""
    return _imports_after(us_russia_trade_monthly, us_russia_events, "khodorkovsky-arrest")


@fact("percent")
def imports_rise_after_caatsa(us_russia_trade_monthly: Table, us_russia_events: Table) -> Quantity:
    """Rise of imports, the twelve months after August 2017 against the twelve before."""
    return _imports_after(us_russia_trade_monthly, us_russia_events, "caatsa")


@fact("percent")
def imports_fall_after_georgia(us_russia_trade_monthly: Table, us_russia_events: Table) -> Quantity:
    """Fall of imports, the twelve months after August 2008 against the twelve before."""
    return _fall(_imports_after(us_russia_trade_monthly, us_russia_events, "georgia-war"))


@fact("percent")
def oil_fall_after_georgia(oil_prices_monthly: Table, us_russia_events: Table) -> Quantity:
    """Fall of Brent, the twelve months after August 2008 against the twelve before."""
    return _fall(_oil_after(oil_prices_monthly, us_russia_events, "georgia-war"))


@fact("percent")
def imports_fall_after_crimea(us_russia_trade_monthly: Table, us_russia_events: Table) -> Quantity:
    """Fall of imports, the twelve months after March 2014 against the twelve before."""
    return _fall(_imports_after(us_russia_trade_monthly, us_russia_events, "crimea"))


@fact("percent")
def oil_fall_after_crimea(oil_prices_monthly: Table, us_russia_events: Table) -> Quantity:
    """Fall of Brent, the twelve months after March 2014 against the twelve before."""
    return _fall(_oil_after(oil_prices_monthly, us_russia_events, "crimea"))


@claim
def imports_went_with_oil_after_quarrels(
    us_russia_trade_monthly: Table, oil_prices_monthly: Table, us_russia_events: Table
) -> bool:
    """Twelve months on from five shocks of 2003 to 2018, imports and Brent changed the same way."""
    return all(
        (_imports_after(us_russia_trade_monthly, us_russia_events, event) > 0)
        == (_oil_after(oil_prices_monthly, us_russia_events, event) > 0)
        for event in QUARRELS
    )


@claim
def only_the_invasion_parted_them(
    us_russia_trade_monthly: Table, oil_prices_monthly: Table, us_russia_events: Table
) -> bool:
    """Of six shocks only the invasion of 2022 has imports fall while the price of Brent rises."""
    apart = [
        event
        for event in (*QUARRELS, "invasion")
        if _imports_after(us_russia_trade_monthly, us_russia_events, event)
        < 0
        < _oil_after(oil_prices_monthly, us_russia_events, event)
    ]
    return apart == ["invasion"]
