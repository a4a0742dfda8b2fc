"""What the texts claim about money, tested; and the numbers that the answers need."""

from collections.abc import Iterable

from charts.findings import DIFFERS, HOLDS, since
from charts.ledger import claim, fact, finding
from charts.quantities import Quantity, Table, total

DOLLAR = "U.S. dollar"
TWO_THIRDS = 200 / 3  # percent
COMMERCE = "direct investment position"


@fact("money")
def titanium_imports_2024(us_imports_from_russia_2024_tariff_lines: Table) -> Quantity:
    """U.S. imports of titanium from Russia in 2024: all tariff lines of heading 8108."""
    return total(us_imports_from_russia_2024_tariff_lines.numbers("imports", group="Titanium"))


# Investment -------------------------------------------------------------------------------------


@finding("m-amcham-85")
def stated_survey(amcham_investment_surveys: Table, stated: Quantity) -> Quantity:
    """What U.S. companies told the survey of 2019 that they had invested in Russia so far."""
    return amcham_investment_surveys.number("investment", year=2019)


def _times(surveys: Table, definitions: Table, definition: str) -> Quantity:
    return surveys.number("investment", year=2019) / definitions.number(
        "investment", definition=definition
    )


@fact("times")
def survey_times_commerce(
    amcham_investment_surveys: Table, investment_definitions_2017: Table
) -> Quantity:
    """The survey of 2019 divided by the U.S. Department of Commerce's figure for 2017."""
    return _times(amcham_investment_surveys, investment_definitions_2017, COMMERCE)


@fact("times")
def survey_times_bank_of_russia(
    amcham_investment_surveys: Table, investment_definitions_2017: Table
) -> Quantity:
    """The survey of 2019 divided by the Bank of Russia's figure for 2017."""
    return _times(amcham_investment_surveys, investment_definitions_2017, "immediate investor")


@finding("m-amcham-six-times")
def stated_times(
    amcham_investment_surveys: Table, investment_definitions_2017: Table, stated: Quantity
) -> Quantity:
    """The survey of 2019 divided by the U.S. Department of Commerce's figure for 2017."""
    return _times(amcham_investment_surveys, investment_definitions_2017, COMMERCE)


@fact("money")
def three_quarters_of_gdp_2015(
    russia_offshore_wealth_other_estimates: Table, gdp_annual: Table
) -> Quantity:
    """The estimate for 2015, a share of national income, applied to Russia's GDP instead."""
    share = russia_offshore_wealth_other_estimates.number("income_share", year=2015)
    return gdp_annual.number("gdp", year=2015, country="Russia") * (share / 100)


# Dollars ----------------------------------------------------------------------------------------


@finding("m-usd-export-share")
def dollar_share_fell(russia_export_currency_shares: Table, stated: Quantity) -> str:
    """Two-thirds in spring 2018, under the stated share at the end of 2020; and in July 2025?"""

    def shares_of(last_month: str, currency: str) -> Quantity:
        return russia_export_currency_shares.number(
            "share", last_month=last_month, currency=currency
        )

    fell = shares_of("2018-06", DOLLAR) >= TWO_THIRDS and shares_of("2020-12", DOLLAR) < stated
    # The dollar is one of the currencies of unfriendly states.
    return since(fell, shares_of("2025-07", "currencies of unfriendly states") < stated)


def _nearest(numbers: Iterable[Quantity], stated: Quantity) -> Quantity:
    return min(numbers, key=lambda number: abs(float(number) - float(stated)))


@finding("m-treasuries-from")
def stated_treasuries_before(treasury_holdings_russia_monthly: Table, stated: Quantity) -> Quantity:
    """The month nearest to the stated number, from July 2016 to March 2018, before the sale."""
    holdings = treasury_holdings_russia_monthly.numbers(
        "holdings", series="history", month=lambda month: "2016-07" <= month <= "2018-03"
    )
    return _nearest(holdings, stated)


@finding("m-treasuries-to")
def stated_treasuries_after(treasury_holdings_russia_readings: Table, stated: Quantity) -> Quantity:
    """The reading of 2021 that is nearest to the stated number."""
    holdings = treasury_holdings_russia_readings.numbers(
        "holdings", month=lambda month: month.startswith("2021")
    )
    return _nearest(holdings, stated)


# The forecast -----------------------------------------------------------------------------------


@finding("m-decline-5-7")
def trade_declined(us_russia_trade_annual: Table) -> str:
    """U.S. trade with Russia in every year since 2022 is below that of 2020 and of 2021."""
    exports, imports = (
        us_russia_trade_annual.numbers(flow, year=lambda year: year >= 2020)
        for flow in ("exports", "imports")
    )
    trade = [sold + bought for sold, bought in zip(exports, imports, strict=True)]
    return HOLDS if max(trade[2:]) < min(trade[:2]) else DIFFERS


@claim
def trade_fell_at_once_2022(us_russia_trade_annual: Table) -> bool:
    """U.S. trade with Russia in 2022 is below half of that in 2021."""
    before, after = (
        us_russia_trade_annual.number("exports", year=year)
        + us_russia_trade_annual.number("imports", year=year)
        for year in (2021, 2022)
    )
    return after < before / 2
