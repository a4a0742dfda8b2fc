"""The computed numbers and the tested claims of the tiny explainer."""

from charts import Label, Quantity, Table, claim, fact, total


@fact()
def leap_year(month_lengths: Table) -> Quantity:
    """Days in 2024, month by month."""
    return total(month_lengths.numbers("days", month=lambda month: month >= "2024"))


@fact("percent")
def leap_year_longer(year_lengths: Table) -> Quantity:
    """How much longer a leap year is than a common one."""
    return year_lengths.number("days", year=2024) / year_lengths.number("days", year=2023) - 1


@fact()
def last_month(month_lengths: Table) -> Quantity | Label:
    """The last month in the data."""
    return month_lengths.cell("month", month="latest")


@claim
def february_is_shortest(month_lengths: Table) -> bool:
    """February 2023 had fewer days than any other month of that year."""
    months = month_lengths.numbers("days", month=lambda month: month < "2024")
    return min(months).of("month") == "2023-02"


@claim
def every_fourth_year_is_leap(year_lengths: Table) -> bool:
    """Every fourth year since 1996, and no other, has 366 days."""
    return all(
        (days > 365) == (int(days.of("year")) % 4 == 0) for days in year_lengths.numbers("days")
    )
