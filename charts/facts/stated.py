"""Numbers of the two texts that are compared with more than one cell, or across vintages."""

from collections.abc import Iterable

from charts import (
    DIFFERS,
    REVISED,
    Quantity,
    Table,
    compare,
    finding,
    then_and_now,
    whole_or_part,
)

ARTICLE = "2025-03"  # the month in which the article was written

# Figures for a year's trade with the EU moved by up to half a percent between the March 2023 and
# October 2025 vintages (exports of 2022: 349.3 to 351.0 billion dollars).
REVISION = 0.005


def _nearest(numbers: Iterable[Quantity], stated: Quantity) -> Quantity:
    return min(numbers, key=lambda number: abs(float(number) - float(stated)))


@finding("m-treasuries-from", series=["treasuries"], window=("2016-06", "2018-05"))
def stated_treasuries_before(treasury_holdings_russia_monthly: Table, stated: Quantity) -> str:
    """{series} {window}: as stated five years before the memo, or at least before the sale?"""

    def holdings(month: str) -> Quantity:
        return treasury_holdings_russia_monthly.number("holdings", series="history", month=month)

    before_the_sale = treasury_holdings_russia_monthly.numbers(
        "holdings", series="history", month=lambda month: "2016-06" <= month <= "2018-05"
    )
    whole = compare(stated, holdings("2016-06")) != DIFFERS
    return whole_or_part(whole, compare(stated, _nearest(before_the_sale, stated)) != DIFFERS)


@finding(
    "a-still-developing", series=["world_bank_income_classes.class"], window=("2023", "latest")
)
def still_developing(world_bank_income_classes: Table) -> str:
    """{series} {window}: another class than high income when the article was written, and now?"""
    then, now = (
        world_bank_income_classes.cell("class", country="Russia", year=year) != "high income"
        for year in (2023, "latest")
    )
    return then_and_now(then, now)


@finding("m-treasuries-to", series=["readings"], window=("2021", "2021"))
def stated_treasuries_after(treasury_holdings_russia_readings: Table, stated: Quantity) -> Quantity:
    """{series} {window}: the one nearest to the stated number."""
    holdings = treasury_holdings_russia_readings.numbers(
        "holdings", month=lambda month: month.startswith("2021")
    )
    return _nearest(holdings, stated)


def _eu_2024(partners: Table, flow: str) -> Quantity:
    return partners.number(flow, year=2024, partner="EU-27")


def _unless_revised(stated: Quantity, partners: Table, flow: str) -> str:
    """Return REVISED where a later vintage is off by no more than vintages usually are."""
    number = _eu_2024(partners, flow)
    verdict = compare(stated, number)
    later = str(partners.cell("vintage", year=2024, partner="EU-27")) > ARTICLE
    near = abs(float(number) / 1000 / float(stated) - 1) <= REVISION
    return REVISED if verdict == DIFFERS and later and near else verdict


@finding(
    "a-eu-exports-2024",
    series=["partner_exports[partner=EU-27]"],
    window=("2024", "2024"),
)
def stated_eu_exports_2024(us_trade_by_partner_annual: Table, stated: Quantity) -> str:
    """{series} {window}: as stated, or a later vintage within half a percent of it."""
    return _unless_revised(stated, us_trade_by_partner_annual, "exports")


@finding(
    "a-eu-imports-2024",
    series=["partner_imports[partner=EU-27]"],
    window=("2024", "2024"),
)
def stated_eu_imports_2024(us_trade_by_partner_annual: Table, stated: Quantity) -> str:
    """{series} {window}: as stated, or a later vintage within half a percent of it."""
    return _unless_revised(stated, us_trade_by_partner_annual, "imports")
