"""The computed numbers and the tested claims of this explainer.

Each function is named as pages name it; its parameters are the datasets it reads. A fact returns
a number made of cells. A claim returns whether its sentence is true.
"""

from itertools import pairwise

from charts import (
    DIFFERS,
    REVISED,
    Label,
    Quantity,
    Table,
    claim,
    compare,
    fact,
    finding,
    then_and_now,
    total,
)

BEFORE = 2021  # the last full year before the invasion of 24 February 2022


def months(year: str, last: str) -> list[str]:
    """Return the months of a year from January to a last one, as datasets write them."""
    return [f"{year}-{month:02d}" for month in range(1, int(last[5:]) + 1)]


# Trade by year ----------------------------------------------------------------------------------


@fact("percent")
def imports_fall_2021_2024(us_russia_trade_annual: Table) -> Quantity:
    """Fall of U.S. imports from Russia from 2021 to 2024."""
    imports = us_russia_trade_annual.number
    return (imports("imports", year=BEFORE) - imports("imports", year=2024)) / imports(
        "imports", year=BEFORE
    )


@fact("percent")
def exports_fall_2021_2024(us_russia_trade_annual: Table) -> Quantity:
    """Fall of U.S. exports to Russia from 2021 to 2024."""
    exports = us_russia_trade_annual.number
    return (exports("exports", year=BEFORE) - exports("exports", year=2024)) / exports(
        "exports", year=BEFORE
    )


@fact("percent")
def imports_rise_2025(us_russia_trade_annual: Table) -> Quantity:
    """Rise of U.S. imports from Russia from 2024 to 2025."""
    imports = us_russia_trade_annual.number
    return imports("imports", year=2025) / imports("imports", year=2024) - 1


@fact("percent")
def exports_rise_2025(us_russia_trade_annual: Table) -> Quantity:
    """Rise of U.S. exports to Russia from 2024 to 2025."""
    exports = us_russia_trade_annual.number
    return exports("exports", year=2025) / exports("exports", year=2024) - 1


@fact("money")
def imports_peak(us_russia_trade_annual: Table) -> Quantity:
    """U.S. imports from Russia in their highest year."""
    return max(us_russia_trade_annual.numbers("imports"))


@fact()
def imports_peak_year(us_russia_trade_annual: Table) -> Quantity | Label:
    """Year of the highest U.S. imports from Russia."""
    return max(us_russia_trade_annual.numbers("imports")).of("year")


@fact("money")
def exports_peak(us_russia_trade_annual: Table) -> Quantity:
    """U.S. exports to Russia in their highest year."""
    return max(us_russia_trade_annual.numbers("exports"))


@fact()
def exports_peak_year(us_russia_trade_annual: Table) -> Quantity | Label:
    """Year of the highest U.S. exports to Russia."""
    return max(us_russia_trade_annual.numbers("exports")).of("year")


@claim
def imports_fell_each_year_2022_2024(us_russia_trade_annual: Table) -> bool:
    """U.S. imports from Russia were lower in 2022, 2023 and 2024 than in the year before."""
    imports = us_russia_trade_annual.numbers("imports", year=range(BEFORE, 2025))
    return all(later < earlier for earlier, later in pairwise(imports))


@claim
def imports_2024_least_since_1993(us_russia_trade_annual: Table) -> bool:
    """U.S. imports from Russia in 2024 were below those of every year from 1994 to 2023."""
    imports = us_russia_trade_annual
    return imports.number("imports", year=2024) < min(
        imports.numbers("imports", year=range(1994, 2024))
    ) and imports.number("imports", year=2024) > imports.number("imports", year=1993)


@claim
def both_flows_rose_2025(us_russia_trade_annual: Table) -> bool:
    """In 2025 both U.S. imports from Russia and exports to it were above those of 2024."""
    trade = us_russia_trade_annual
    return all(
        trade.number(flow, year=2025) > trade.number(flow, year=2024)
        for flow in ("imports", "exports")
    )


@claim
def deficit_each_year_since_1994(us_russia_trade_annual: Table) -> bool:
    """The U.S. bought more goods from Russia than it sold there in every year since 1994."""
    since = {"year": lambda year: year >= 1994}
    imports = us_russia_trade_annual.numbers("imports", **since)
    exports = us_russia_trade_annual.numbers("exports", **since)
    return all(bought > sold for bought, sold in zip(imports, exports, strict=True))


@claim
def imports_fell_each_year_2012_2016(us_russia_trade_annual: Table) -> bool:
    """U.S. imports from Russia fell in each year from 2012 to 2016."""
    imports = us_russia_trade_annual.numbers("imports", year=range(2011, 2017))
    return all(later < earlier for earlier, later in pairwise(imports))


@claim
def imports_2021_above_four_fifths_of_peak(us_russia_trade_annual: Table) -> bool:
    """U.S. imports from Russia in 2021 were above 80 percent of their highest year."""
    imports = us_russia_trade_annual
    return imports.number("imports", year=BEFORE) > max(imports.numbers("imports")) * 0.8


@claim
def exports_peaked_two_years_later(us_russia_trade_annual: Table) -> bool:
    """U.S. exports to Russia had their highest year two years after U.S. imports from Russia."""
    exports, imports = (
        max(us_russia_trade_annual.numbers(flow)).of("year") for flow in ("exports", "imports")
    )
    return int(exports) == int(imports) + 2


@claim
def trade_2021_highest_since_2013(us_russia_trade_annual: Table) -> bool:
    """U.S. trade with Russia in 2021 was above that of 2014 to 2020, and below that of 2013."""
    trade = [_trade(us_russia_trade_annual, year=year) for year in range(2013, 2022)]
    return trade[0] > trade[-1] > max(trade[1:-1])


# Trade by month ---------------------------------------------------------------------------------


@fact()
def latest_month(us_russia_trade_monthly: Table) -> Quantity | Label:
    """The last month that the trade data cover."""
    return us_russia_trade_monthly.cell("month", month="latest")


def _to_date(trade: Table, flow: str, years_back: int = 0) -> Quantity:
    """Return a flow added up from January to the latest month, of this year or of one before."""
    last = str(trade.cell("month", month="latest"))
    year = str(int(last[:4]) - years_back)
    return total(trade.numbers(flow, month=months(year, last)))


@fact("money")
def imports_this_year(us_russia_trade_monthly: Table) -> Quantity:
    """U.S. imports from Russia from January of the latest year to the latest month."""
    return _to_date(us_russia_trade_monthly, "imports")


@fact("percent")
def imports_fall_this_year(us_russia_trade_monthly: Table) -> Quantity:
    """Fall of this year's U.S. imports from Russia against the same months of last year."""
    return 1 - _to_date(us_russia_trade_monthly, "imports") / _to_date(
        us_russia_trade_monthly, "imports", 1
    )


@fact("percent")
def exports_fall_march_2022(us_russia_trade_monthly: Table) -> Quantity:
    """Fall of U.S. exports to Russia from February to March 2022."""
    exports = us_russia_trade_monthly.number
    return 1 - exports("exports", month="2022-03") / exports("exports", month="2022-02")


@fact("percent")
def imports_fall_by_july_2022(us_russia_trade_monthly: Table) -> Quantity:
    """Fall of U.S. imports from Russia from March to July 2022."""
    imports = us_russia_trade_monthly.number
    return 1 - imports("imports", month="2022-07") / imports("imports", month="2022-03")


@claim
def imports_fell_this_year(us_russia_trade_monthly: Table) -> bool:
    """This year's U.S. imports from Russia are below those of the same months of last year."""
    now = _to_date(us_russia_trade_monthly, "imports")
    return now < _to_date(us_russia_trade_monthly, "imports", 1)


@claim
def imports_outlasted_exports_2022(us_russia_trade_monthly: Table) -> bool:
    """In March 2022 U.S. imports from Russia rose while exports fell by over three-quarters."""
    trade = us_russia_trade_monthly.number
    rose = trade("imports", month="2022-03") > trade("imports", month="2022-02")
    return rose and trade("exports", month="2022-03") < trade("exports", month="2022-02") / 4


@claim
def august_2024_smallest_month(us_russia_trade_monthly: Table) -> bool:
    """U.S. imports from Russia in August 2024 were the smallest of any month since January 1994."""
    imports = us_russia_trade_monthly.numbers("imports", month=lambda month: month >= "1994-01")
    return min(imports).of("month") == "2024-08"


# Against other partners -------------------------------------------------------------------------


def _trade(table: Table, **where: object) -> Quantity:
    return table.number("exports", **where) + table.number("imports", **where)  # type: ignore[arg-type]


@fact("money")
def russia_trade_2025(us_russia_trade_annual: Table) -> Quantity:
    """U.S. goods trade with Russia in 2025, exports and imports together."""
    return _trade(us_russia_trade_annual, year=2025)


@fact("money")
def eu_trade_2025(us_trade_by_partner_annual: Table) -> Quantity:
    """U.S. goods trade with the European Union in 2025, exports and imports together."""
    return _trade(us_trade_by_partner_annual, year=2025, partner="EU-27")


@fact("times")
def eu_times_russia_2025(
    us_trade_by_partner_annual: Table, us_russia_trade_annual: Table
) -> Quantity:  # fmt: skip
    """How many times U.S. goods trade with Russia goes into that with the EU in 2025."""
    return _trade(us_trade_by_partner_annual, year=2025, partner="EU-27") / _trade(
        us_russia_trade_annual, year=2025
    )


def _share(partners: Table, russia: Table, year: int) -> Quantity:
    return _trade(russia, year=year) / _trade(partners, year=year, partner="World")


@fact("percent")
def russia_share_2025(
    us_trade_by_partner_annual: Table, us_russia_trade_annual: Table
) -> Quantity:  # fmt: skip
    """Russia's share in all U.S. goods trade in 2025."""
    return _share(us_trade_by_partner_annual, us_russia_trade_annual, 2025)


@fact("percent")
def russia_share_2021(
    us_trade_by_partner_annual: Table, us_russia_trade_annual: Table
) -> Quantity:  # fmt: skip
    """Russia's share in all U.S. goods trade in 2021."""
    return _share(us_trade_by_partner_annual, us_russia_trade_annual, BEFORE)


@fact("percent")
def russia_share_2011(us_trade_by_partner_annual: Table, us_russia_trade_annual: Table) -> Quantity:
    """Russia's share in all U.S. goods trade in 2011."""
    return _share(us_trade_by_partner_annual, us_russia_trade_annual, 2011)


@fact("money")
def russia_per_1000_dollars_2025(
    us_trade_by_partner_annual: Table, us_russia_trade_annual: Table
) -> Quantity:
    """U.S. goods trade with Russia in 2025 in every 1,000 dollars of U.S. goods trade."""
    share = _share(us_trade_by_partner_annual, us_russia_trade_annual, 2025) * 1000
    return Quantity(share, "USD", share.formula, share.cells)


@claim
def russia_below_a_thousandth_2025(
    us_trade_by_partner_annual: Table, us_russia_trade_annual: Table
) -> bool:
    """Russia's share in U.S. goods trade in 2025 is below a tenth of one percent."""
    return _share(us_trade_by_partner_annual, us_russia_trade_annual, 2025) < 0.001


@claim
def smaller_than_each_partner_2021(
    us_trade_by_partner_annual: Table, us_russia_trade_annual: Table
) -> bool:
    """In 2021 U.S. trade with Russia was below a tenth of that with each of four partners."""
    russia = _trade(us_russia_trade_annual, year=BEFORE)
    partners = ("EU-27", "Canada", "China", "Mexico")
    return all(
        russia < _trade(us_trade_by_partner_annual, year=BEFORE, partner=partner) / 10
        for partner in partners
    )


# What was bought --------------------------------------------------------------------------------

OIL = ("211", "324")  # oil and gas, and what refineries make of them
CHEMICALS = "325"


def _share_of_imports(industries: Table, year: int, *codes: str) -> Quantity:
    parts = industries.numbers("imports", year=year, naics=codes)
    return total(parts) / industries.number("imports", year=year, naics="TOTAL")


@fact("percent")
def oil_share_2021(us_imports_from_russia_by_industry_annual: Table) -> Quantity:
    """Share of oil, gas and refined products in U.S. imports from Russia in 2021."""
    return _share_of_imports(us_imports_from_russia_by_industry_annual, BEFORE, *OIL)


@fact("percent")
def chemicals_share_2021(us_imports_from_russia_by_industry_annual: Table) -> Quantity:
    """Share of chemicals in U.S. imports from Russia in 2021."""
    return _share_of_imports(us_imports_from_russia_by_industry_annual, BEFORE, CHEMICALS)


@fact("percent")
def chemicals_share_2025(us_imports_from_russia_by_industry_annual: Table) -> Quantity:
    """Share of chemicals in U.S. imports from Russia in 2025, January to November."""
    return _share_of_imports(us_imports_from_russia_by_industry_annual, 2025, CHEMICALS)


@claim
def no_oil_since_2024(us_imports_from_russia_by_industry_annual: Table) -> bool:
    """The last year with U.S. imports of oil, gas or refined products from Russia is 2023."""
    imports = us_imports_from_russia_by_industry_annual.numbers("imports", naics=OIL)
    return max(int(cell.of("year")) for cell in imports) == 2023


@claim
def chemicals_2025_above_2021(us_imports_from_russia_by_industry_annual: Table) -> bool:
    """U.S. imports of chemicals from Russia in eleven months of 2025 are above those of 2021."""
    imports = us_imports_from_russia_by_industry_annual.number
    eleven = int(imports("months", year=2025, naics=CHEMICALS)) == 11
    now, then = (imports("imports", year=year, naics=CHEMICALS) for year in (2025, BEFORE))
    return eleven and now > then


@claim
def chemicals_are_fertilizer_and_uranium_2024(
    us_imports_from_russia_2024_tariff_lines: Table,
    us_imports_from_russia_by_industry_annual: Table,
) -> bool:
    """Fertilizers and enriched uranium are over 90 percent of imports of chemicals in 2024."""
    lines = us_imports_from_russia_2024_tariff_lines.numbers(
        "imports", group=("Fertilizers", "Enriched uranium")
    )
    chemicals = us_imports_from_russia_by_industry_annual.number(
        "imports", year=2024, naics=CHEMICALS
    )
    return float(total(lines)) / 1e6 > 0.9 * float(chemicals)


# Ranks and investment ---------------------------------------------------------------------------


@claim
def best_rank_2011(us_trade_partner_rank_annual: Table) -> bool:
    """Russia's best rank among U.S. trading partners since 1992 is that of 2011."""
    ranks = us_trade_partner_rank_annual.numbers("total_rank")
    return int(min(ranks).of("year")) == 2011 and sorted(ranks)[0] < sorted(ranks)[1]


@claim
def worst_ranks_since_2023(us_trade_partner_rank_annual: Table) -> bool:
    """Russia's ranks in 2023, 2024 and 2025 are worse than in any year from 1992 to 2022."""
    ranks = us_trade_partner_rank_annual.numbers
    now = ranks("total_rank", year=range(2023, 2026))
    return min(now) > max(ranks("total_rank", year=range(1992, 2023)))


@claim
def deeper_fall_as_buyer(us_trade_partner_rank_annual: Table) -> bool:
    """From 2021 to 2025 Russia lost more places among buyers of U.S. goods than among suppliers."""
    ranks = us_trade_partner_rank_annual.number
    sold, bought = (
        ranks(rank, year=2025) - ranks(rank, year=BEFORE)
        for rank in ("exports_rank", "imports_rank")
    )
    return sold > bought > 0


@fact("times")
def unctad_times_bank_of_russia_2017(investment_definitions_2017: Table) -> Quantity:
    """UNCTAD's estimate of U.S. investment in Russia, divided by the Bank of Russia's figure."""
    investment = investment_definitions_2017.number
    return investment("investment", definition="ultimate investor") / investment(
        "investment", definition="immediate investor"
    )


@fact("money")
def fdi_peak(russia_fdi_inflows_annual: Table) -> Quantity:
    """Net foreign direct investment into Russia in its highest year."""
    return max(russia_fdi_inflows_annual.numbers("inflows"))


@fact()
def fdi_peak_year(russia_fdi_inflows_annual: Table) -> Quantity | Label:
    """Year of the highest net foreign direct investment into Russia."""
    return max(russia_fdi_inflows_annual.numbers("inflows")).of("year")


@fact("money")
def fdi_outflow_2022_2024(russia_fdi_inflows_annual: Table) -> Quantity:
    """What foreign investors took out of Russia from 2022 to 2024, beyond what they put in."""
    return 0 - total(russia_fdi_inflows_annual.numbers("inflows", year=range(2022, 2025)))


@claim
def fdi_positive_until_2021(russia_fdi_inflows_annual: Table) -> bool:
    """Net foreign direct investment into Russia is above 0 in every year from 1992 to 2021."""
    return min(russia_fdi_inflows_annual.numbers("inflows", year=range(1992, 2022))) > 0


# What the two texts claim -----------------------------------------------------------------------

ARTICLE = "2025-03"  # the month in which the article was written

# Figures for a year's trade with the EU moved by up to half a percent between the March 2023 and
# October 2025 vintages (exports of 2022: 349.3 to 351.0 billion dollars).
REVISION = 0.005


@fact("money")
def exports_this_year(us_russia_trade_monthly: Table) -> Quantity:
    """U.S. exports to Russia from January of the latest year to the latest month."""
    return _to_date(us_russia_trade_monthly, "exports")


@finding("a-us-exports-2024")
def stated_exports_2024(us_russia_trade_annual: Table, stated: Quantity) -> Quantity:
    """U.S. goods exports to Russia in 2024 are the stated number once rounded as it is."""
    return us_russia_trade_annual.number("exports", year=2024)


@finding("a-us-imports-2024")
def stated_imports_2024(us_russia_trade_annual: Table, stated: Quantity) -> Quantity:
    """U.S. goods imports from Russia in 2024 are the stated number once rounded as it is."""
    return us_russia_trade_annual.number("imports", year=2024)


@finding("a-us-exports-2021")
def stated_exports_2021(us_russia_trade_annual: Table, stated: Quantity) -> Quantity:
    """U.S. goods exports to Russia in 2021 are the stated number once rounded as it is."""
    return us_russia_trade_annual.number("exports", year=BEFORE)


@finding("a-us-imports-2021")
def stated_imports_2021(us_russia_trade_annual: Table, stated: Quantity) -> Quantity:
    """U.S. goods imports from Russia in 2021 are the stated number once rounded as it is."""
    return us_russia_trade_annual.number("imports", year=BEFORE)


def _eu_2024(partners: Table, flow: str) -> Quantity:
    return partners.number(flow, year=2024, partner="EU-27")


def _unless_revised(stated: Quantity, partners: Table, flow: str) -> str:
    """Return REVISED where a later vintage is off by no more than vintages usually are."""
    number = _eu_2024(partners, flow)
    verdict = compare(stated, number)
    later = str(partners.cell("vintage", year=2024, partner="EU-27")) > ARTICLE
    near = abs(float(number) / 1000 / float(stated) - 1) <= REVISION
    return REVISED if verdict == DIFFERS and later and near else verdict


@finding("a-eu-exports-2024")
def stated_eu_exports_2024(us_trade_by_partner_annual: Table, stated: Quantity) -> str:
    """U.S. exports to the EU in 2024: as stated, or a later vintage within half a percent of it."""
    return _unless_revised(stated, us_trade_by_partner_annual, "exports")


@finding("a-eu-imports-2024")
def stated_eu_imports_2024(us_trade_by_partner_annual: Table, stated: Quantity) -> str:
    """U.S. imports from the EU, 2024: as stated, or a later vintage within half a percent of it."""
    return _unless_revised(stated, us_trade_by_partner_annual, "imports")


def _cut(claims: Table, id: str, partners: Table, flow: str) -> Quantity:
    said = claims.number("stated_value", id=id)
    millions = Quantity(said * 1000, "USD million", f"{said.formula} × 1,000", said.cells, 2)
    return millions - _eu_2024(partners, flow)


@fact("money")
def eu_exports_cut(claims: Table, us_trade_by_partner_annual: Table) -> Quantity:
    """How far the stated U.S. exports to the EU in 2024 are above the revised figure."""
    return _cut(claims, "a-eu-exports-2024", us_trade_by_partner_annual, "exports")


@fact("money")
def eu_imports_cut(claims: Table, us_trade_by_partner_annual: Table) -> Quantity:
    """How far the stated U.S. imports from the EU in 2024 are above the revised figure."""
    return _cut(claims, "a-eu-imports-2024", us_trade_by_partner_annual, "imports")


def _below_a_thousandth(ranks: Table, year: str | int) -> bool:
    return ranks.number("total_share", year=year) < 0.1  # percent


@finding("a-nearly-nonexistent")
def nearly_nonexistent(us_trade_partner_rank_annual: Table) -> str:
    """Russia has less than 0.1 percent of all U.S. goods trade, in 2024 and in the latest year."""
    ranks = us_trade_partner_rank_annual
    return then_and_now(_below_a_thousandth(ranks, 2024), _below_a_thousandth(ranks, "latest"))


@claim
def russia_below_a_thousandth_2024(us_trade_partner_rank_annual: Table) -> bool:
    """Russia's share in U.S. goods trade in 2024 and 2025 is below a tenth of one percent."""
    return all(_below_a_thousandth(us_trade_partner_rank_annual, year) for year in (2024, 2025))


OWNER = "ultimate investor"


def _of_2017(definitions: Table, definition: str) -> Quantity:
    return definitions.number("investment", definition=definition)


def _us_share(definitions: Table) -> Quantity:
    total = definitions.number("total", definition=OWNER)
    return _of_2017(definitions, OWNER) / total


@fact("percent")
def us_share_of_investment_2017(investment_definitions_2017: Table) -> Quantity:
    """U.S. share in direct investment in Russia at the end of 2017, by ultimate investor."""
    return _us_share(investment_definitions_2017)


@finding("a-fdi-us-share")
def stated_investment_share(investment_definitions_2017: Table, stated: Quantity) -> Quantity:
    """UNCTAD's amount for the United States, divided by its amount for all countries."""
    return _us_share(investment_definitions_2017)


@finding("a-fdi-us-stock")
def stated_investment(investment_definitions_2017: Table, stated: Quantity) -> Quantity:
    """UNCTAD's estimate of U.S. direct investment in Russia at the end of 2017, by owner."""
    return _of_2017(investment_definitions_2017, OWNER)


@claim
def other_definitions_far_lower_2017(investment_definitions_2017: Table) -> bool:
    """The Bank of Russia's and the U.S. count of 2017 are each below half of UNCTAD's."""
    owner = _of_2017(investment_definitions_2017, OWNER)
    others = ("immediate investor", "direct investment position")
    return all(_of_2017(investment_definitions_2017, name) < owner / 2 for name in others)


@finding("a-us-investment-world")
def stated_investment_abroad(us_investment_worldwide_annual: Table, stated: Quantity) -> Quantity:
    """U.S. direct investment in all countries in the last year found, rounded as stated."""
    return us_investment_worldwide_annual.number("outward", year="latest")
