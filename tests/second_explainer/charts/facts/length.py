"""What the tiny explainer says in Python; `docs/definitions.yml` has its formulas."""

from charts import Quantity, Table, claim, fact


@fact("percent", series=["year_lengths.days"], window=("2023", "2024"))
def leap_year_longer(year_lengths: Table) -> Quantity:
    """How much a leap day adds to {series}, {window}."""
    return year_lengths.number("days", year=2024) / year_lengths.number("days", year=2023) - 1


@claim(series=["year_lengths.days"], window=None)
def every_fourth_year_is_leap(year_lengths: Table) -> bool:
    """Every fourth year, and no other, has one day more: {series} {window}."""
    return all(
        (days > 365) == (int(days.of("year")) % 4 == 0) for days in year_lengths.numbers("days")
    )
