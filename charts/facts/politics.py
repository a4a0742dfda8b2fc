"""What no formula can say: correlations, and loops over political shocks."""

from collections.abc import Iterable
from statistics import correlation

from charts import Quantity, Table, claim, finding, then_and_now, total

LAST = 2020  # the last full year that the memo could know
QUARRELS = ("khodorkovsky-arrest", "georgia-war", "crimea", "caatsa", "rusal-sanctions")
SHOCKS = (*QUARRELS, "invasion")


def _dates(events: Iterable[str]) -> str:
    """Return the series of the dates of some events."""
    return f"event_date[event={'|'.join(events)}]"


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


@finding("m-oil-price", series=["trade", "brent"], window=("1992", "latest"))
def trade_moves_with_oil(us_russia_trade_annual: Table, oil_prices_annual: Table) -> str:
    """Yearly changes of {series} {window}: an r² above 0.5 until the memo, and in ten years now?"""
    latest = int(_trade(us_russia_trade_annual, "latest").cells[0].key[0][1])
    then, now = (
        _move_together(us_russia_trade_annual, oil_prices_annual, years)
        for years in (range(1993, LAST + 1), range(latest - 9, latest + 1))
    )
    return then_and_now(then, now)


@claim(series=["trade", "brent"], window=("1992", "2020"))
def trade_swung_with_oil(us_russia_trade_annual: Table, oil_prices_annual: Table) -> bool:
    """The yearly changes of {series} {window} have an r² above 0.5."""
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


@claim(series=["imports", "brent"], window=("1992", "2021"))
def imports_swung_with_oil_to_2021(us_russia_trade_annual: Table, oil_prices_annual: Table) -> bool:
    """The yearly changes of {series} {window} have an r² above 0.75."""
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


@claim(series=["imports_m", "brent_m", _dates(QUARRELS)], window=("2002-10", "2019-04"))
def imports_went_with_oil_after_quarrels(
    us_russia_trade_monthly: Table, oil_prices_monthly: Table, us_russia_events: Table
) -> bool:
    """{series[0]} and {series[1]} went the same way in the year after {series[2]} ({window})."""
    return all(
        (_imports_after(us_russia_trade_monthly, us_russia_events, event) > 0)
        == (_oil_after(oil_prices_monthly, us_russia_events, event) > 0)
        for event in QUARRELS
    )


@claim(series=["imports_m", "brent_m", _dates(SHOCKS)], window=("2002-10", "2023-02"))
def only_the_invasion_parted_them(
    us_russia_trade_monthly: Table, oil_prices_monthly: Table, us_russia_events: Table
) -> bool:
    """Only after the last of {series[2]} were {series[0]} down and {series[1]} up ({window})."""
    apart = [
        event
        for event in SHOCKS
        if _imports_after(us_russia_trade_monthly, us_russia_events, event)
        < 0
        < _oil_after(oil_prices_monthly, us_russia_events, event)
    ]
    return apart == ["invasion"]
