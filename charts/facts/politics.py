"""What no formula can say: correlations, and loops over political shocks."""

from collections.abc import Iterable
from statistics import correlation

from charts import Quantity, Table, claim, finding, then_and_now, total

LAST = 2020  # the last full year that the memo could know
QUARRELS = ("khodorkovsky-arrest", "georgia-war", "crimea", "caatsa", "rusal-sanctions")


def _trade(trade: Table, year: int | str) -> Quantity:
    return trade.number("exports", year=year) + trade.number("imports", year=year)


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
