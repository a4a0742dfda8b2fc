"""What the texts claim about money, tested; and the numbers that the answers need."""

from collections.abc import Iterable

from charts import DIFFERS, HOLDS, Label, Quantity, Table, claim, fact, finding, then_and_now, total

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
    return gdp_annual.number("gdp", year=2015, country="Russia") * share


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
    return then_and_now(fell, shares_of("2025-07", "currencies of unfriendly states") < stated)


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


# Treasuries -------------------------------------------------------------------------------------


def _held(treasuries: Table, month: str) -> Quantity:
    return treasuries.number("holdings", month=month, series="history")


@fact("money")
def treasuries_peak(treasury_holdings_russia_monthly: Table) -> Quantity:
    """Russia's holdings of U.S. Treasuries in the month in which they were highest."""
    return max(treasury_holdings_russia_monthly.numbers("holdings", series="history"))


@fact()
def treasuries_peak_month(treasury_holdings_russia_monthly: Table) -> Quantity | Label:
    """The month in which Russia's holdings of U.S. Treasuries were highest."""
    holdings = treasury_holdings_russia_monthly.numbers("holdings", series="history")
    return max(holdings).of("month")


@fact("percent")
def treasuries_fall_spring_2018(treasury_holdings_russia_monthly: Table) -> Quantity:
    """Fall of Russia's holdings of U.S. Treasuries from March to May 2018."""
    treasuries = treasury_holdings_russia_monthly
    return 1 - _held(treasuries, "2018-05") / _held(treasuries, "2018-03")


@claim
def treasuries_never_back(
    treasury_holdings_russia_monthly: Table, treasury_holdings_russia_readings: Table
) -> bool:
    """No later figure of Russia's U.S. Treasuries found is above that of May 2018."""
    may = _held(treasury_holdings_russia_monthly, "2018-05")
    later = treasury_holdings_russia_monthly.numbers(
        "holdings", series="history", month=lambda month: month > "2018-05"
    )
    return max(later + treasury_holdings_russia_readings.numbers("holdings")) <= may


@claim
def treasuries_under_a_tenth_of_a_billion_since_2023(
    treasury_holdings_russia_readings: Table,
) -> bool:
    """Every reading of Russia's U.S. Treasuries since January 2023 is below 100 million dollars."""
    readings = treasury_holdings_russia_readings.numbers(
        "holdings", month=lambda month: month >= "2023-01"
    )
    return max(readings) < 0.1


# Reserves ---------------------------------------------------------------------------------------

WESTERN = (
    DOLLAR, "euro", "British pound", "Japanese yen", "Canadian dollar", "Australian dollar",
)  # fmt: skip


def _share(reserves: Table, date: str, currency: str) -> Quantity:
    return reserves.number("share", date=date, currency=currency)


@fact("percent")
def western_share_of_reserves_2022(russia_reserves_by_currency: Table) -> Quantity:
    """Dollars, euros, pounds, yen, Canadian and Australian dollars in reserves, January 2022."""
    return total(_share(russia_reserves_by_currency, "2022-01-01", name) for name in WESTERN)


@claim
def dollar_share_of_reserves_halved_2018(russia_reserves_by_currency: Table) -> bool:
    """The dollar's share in the reserves in June 2018 is below half of that of June 2017."""
    reserves = russia_reserves_by_currency
    return _share(reserves, "2018-06-30", DOLLAR) < _share(reserves, "2017-06-30", DOLLAR) / 2


@claim
def euro_three_times_dollar_2022(russia_reserves_by_currency: Table) -> bool:
    """In January 2022 the euro's share in the reserves is above three times the dollar's."""
    reserves = russia_reserves_by_currency
    euro, dollar = (_share(reserves, "2022-01-01", name) for name in ("euro", DOLLAR))
    return euro > dollar * 3


@claim
def yuan_above_dollar_2022(russia_reserves_by_currency: Table) -> bool:
    """In the reserves the yuan's share is below the dollar's in June 2021, above it in 2022."""
    (yuan_then, dollar_then), (yuan, dollar) = (
        [_share(russia_reserves_by_currency, date, name) for name in ("yuan", DOLLAR)]
        for date in ("2021-06-30", "2022-01-01")
    )
    return yuan_then < dollar_then and yuan > dollar


# Payment for exports ----------------------------------------------------------------------------


@claim
def dollar_paid_over_half_2021(russia_export_currency_shares: Table) -> bool:
    """The dollar's share of payment is below 50 percent at the end of 2020, above it in 2021."""
    end, year, january = (
        russia_export_currency_shares.number("share", last_month=month, currency=DOLLAR)
        for month in ("2020-12", "2021-12", "2022-01")
    )
    return end < 50 < min(year, january)


@claim
def dollar_share_fell_in_2022(russia_export_currency_shares: Table) -> bool:
    """The dollar's share of payment fell from January to May and from May to September 2022."""
    january, may, september = (
        russia_export_currency_shares.number("share", last_month=month, currency=DOLLAR)
        for month in ("2022-01", "2022-05", "2022-09")
    )
    return january > may > september


# Offshore ---------------------------------------------------------------------------------------


@fact("money")
def offshore_peak(russia_offshore_wealth_annual: Table) -> Quantity:
    """Russian wealth in tax havens in the year in which the estimate is highest."""
    return max(russia_offshore_wealth_annual.numbers("total"))


@fact("year")
def offshore_peak_year(russia_offshore_wealth_annual: Table) -> Quantity | Label:
    """The year in which the estimate of Russian wealth in tax havens is highest."""
    return max(russia_offshore_wealth_annual.numbers("total")).of("year")


@fact("percent")
def offshore_in_europe_2021(russia_offshore_wealth_annual: Table) -> Quantity:
    """Share of Switzerland and other European havens in Russian offshore wealth in 2021."""
    wealth = russia_offshore_wealth_annual.number
    there = wealth("switzerland", year=2021) + wealth("europe", year=2021)
    return there / wealth("total", year=2021)


@fact("percent")
def offshore_fall_2022(russia_offshore_wealth_annual: Table) -> Quantity:
    """Fall of the estimate of Russian wealth in tax havens from 2021 to 2022."""
    wealth = russia_offshore_wealth_annual.number
    return 1 - wealth("total", year=2022) / wealth("total", year=2021)


@claim
def offshore_far_below_memo(russia_offshore_wealth_annual: Table, claims: Table) -> bool:
    """The yearly estimate never goes above 55 percent of the memo's number for 2015."""
    stated = claims.number("stated_value", id="m-offshore-800")
    return max(russia_offshore_wealth_annual.numbers("total")) < float(stated) * 0.55
