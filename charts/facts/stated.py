"""Numbers of the two texts that are compared with more than one cell, or across vintages."""

from collections.abc import Iterable

from charts import DIFFERS, REVISED, Quantity, Table, compare, finding

ARTICLE = "2025-03"  # the month in which the article was written

# Figures for a year's trade with the EU moved by up to half a percent between the March 2023 and
# October 2025 vintages (exports of 2022: 349.3 to 351.0 billion dollars).
REVISION = 0.005


def _nearest(numbers: Iterable[Quantity], stated: Quantity) -> Quantity:
    return min(numbers, key=lambda number: abs(float(number) - float(stated)))


@finding("m-treasuries-from", series=["treasuries"], window=("2016-07", "2018-03"))
def stated_treasuries_before(treasury_holdings_russia_monthly: Table, stated: Quantity) -> Quantity:
    """{series} {window}, before the sale, in the month nearest to the stated number."""
    holdings = treasury_holdings_russia_monthly.numbers(
        "holdings", series="history", month=lambda month: "2016-07" <= month <= "2018-03"
    )
    return _nearest(holdings, stated)


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
