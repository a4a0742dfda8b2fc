"""What no formula can say: correlations, and loops over political shocks."""

from collections.abc import Callable, Iterable, Mapping
from math import log
from statistics import correlation

from charts import Quantity, Table, claim, fact, finding, total, whole_or_part

Fact = Callable[[Table, Table], Quantity]

QUARRELS = (
    "chechnya-war", "khodorkovsky-arrest", "rose-revolution", "orange-revolution",
    "tulip-revolution", "georgia-war", "crimea", "caatsa", "rusal-sanctions",
)  # fmt: skip
SHOCKS = (*QUARRELS, "invasion")

# Years of changes: before oil was most of the trade, since then up to the memo's last full year,
# both together, and the last ten.
EARLY, LATER, ALL = (1993, 2003), (2004, 2020), (1993, 2020)

# How a change from one year to the next can be measured.
CHANGES: Mapping[str, Callable[[Quantity, Quantity], float]] = {
    "dollars": lambda before, after: after - before,
    "percent": lambda before, after: after / before - 1,
    "logs": lambda before, after: log(after / before),
}


def _dates(events: Iterable[str]) -> str:
    """Return the series of the dates of some events."""
    return f"event_date[event={'|'.join(events)}]"


def _trade(trade: Table, year: int | str) -> Quantity:
    return trade.number("exports", year=year) + trade.number("imports", year=year)


def _imports(trade: Table, year: int) -> Quantity:
    return trade.number("imports", year=year)


def _explained(
    amount: Callable[[Table, int], Quantity],
    trade: Table,
    prices: Table,
    years: tuple[int, int],
    measure: str,
) -> float:
    """Return r² of the yearly changes of an amount and of Brent; 0 where they run apart.

    r is Pearson's correlation. `years` are the first and the last year of the changes.
    """
    change = CHANGES[measure]
    changes = [
        (
            change(amount(trade, year - 1), amount(trade, year)),
            change(prices.number("brent", year=year - 1), prices.number("brent", year=year)),
        )
        for year in range(years[0], years[1] + 1)
    ]
    # As plain numbers: newer Pythons would multiply the changes' units, and 3.11 drops them.
    r = correlation(*([*map(float, each)] for each in zip(*changes, strict=True)))
    return r * r if r > 0 else 0.0


def _in_all_measures(
    amount: Callable[[Table, int], Quantity],
    trade: Table,
    prices: Table,
    years: tuple[int, int],
) -> float:
    """Return the lowest r² of the three measures of change."""
    return min(_explained(amount, trade, prices, years, measure) for measure in CHANGES)


def _explained_fact(years: tuple[int, int], measure: str) -> Fact:
    """Return a fact: the share of the ups and downs of trade that go with the price of oil."""

    def explained(us_russia_trade_annual: Table, oil_prices_annual: Table) -> Quantity:
        tables = us_russia_trade_annual, oil_prices_annual
        r2 = _explained(_trade, *tables, years, measure)
        cells = tuple(dict.fromkeys(cell for table in tables for cell in table.read))
        return Quantity(r2, "ratio", f"r² of the yearly changes in {measure}", cells)

    explained.__name__ = f"oil_explains_{measure}_{years[0]}_{years[1]}"
    explained.__doc__ = (
        f"The r² of the yearly changes of {{series}}, measured in {measure}, {{window}}; "
        "none where they run apart."
    )
    window = (str(years[0] - 1), str(years[1]))
    return fact("percent", series=["trade", "brent"], window=window)(explained)


globals().update(
    (made.__name__, made)
    for made in (_explained_fact(y, m) for y in (EARLY, LATER, ALL) for m in CHANGES)
)


@finding("m-oil-price", series=["trade", "brent"], window=("1992", "2020"))
def trade_moves_with_oil(us_russia_trade_annual: Table, oil_prices_annual: Table) -> str:
    """Yearly changes of {series} {window}: an r² above 0.5, however a change is measured?

    The whole period is in question; the part since oil became most of the trade is a part of it.
    """
    tables = us_russia_trade_annual, oil_prices_annual
    early, later = (_in_all_measures(_trade, *tables, years) > 0.5 for years in (EARLY, LATER))
    return whole_or_part(early and later, later)


@claim(series=["trade", "brent"], window=("2003", "2020"))
def trade_swung_with_oil_2004_2020(us_russia_trade_annual: Table, oil_prices_annual: Table) -> bool:
    """The yearly changes of {series} {window} have an r² above 0.9 in dollars, percent and logs."""
    return _in_all_measures(_trade, us_russia_trade_annual, oil_prices_annual, LATER) > 0.9


@claim(series=["trade", "brent"], window=("1992", "2003"))
def trade_went_its_own_way_to_2003(us_russia_trade_annual: Table, oil_prices_annual: Table) -> bool:
    """The yearly changes of {series} {window} have an r² below 0.1, however they are measured."""
    return all(
        _explained(_trade, us_russia_trade_annual, oil_prices_annual, EARLY, measure) < 0.1
        for measure in CHANGES
    )


@claim(series=["imports", "brent"], window=("2003", "2021"))
def imports_swung_with_oil_2004_2021(
    us_russia_trade_annual: Table, oil_prices_annual: Table
) -> bool:
    """The yearly changes of {series} {window} have an r² above 0.75, however they are measured."""
    tables = us_russia_trade_annual, oil_prices_annual
    return _in_all_measures(_imports, *tables, (2004, 2021)) > 0.75


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


@claim(series=["imports_m", "brent_m", _dates(QUARRELS)], window=("1998-09", "2019-04"))
def imports_went_with_oil_after_quarrels(
    us_russia_trade_monthly: Table, oil_prices_monthly: Table, us_russia_events: Table
) -> bool:
    """{series[0]} and {series[1]} went the same way in the year after {series[2]} ({window})."""
    return all(
        (_imports_after(us_russia_trade_monthly, us_russia_events, event) > 0)
        == (_oil_after(oil_prices_monthly, us_russia_events, event) > 0)
        for event in QUARRELS
    )


@claim(series=["imports_m", "brent_m", _dates(SHOCKS)], window=("1998-09", "2023-02"))
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
