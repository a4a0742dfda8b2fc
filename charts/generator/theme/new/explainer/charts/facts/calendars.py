"""The computed numbers and tested claims of "calendars".

A function's parameters name the datasets that it reads. Readers see its docstring in the receipt.
"""

from itertools import pairwise

from charts import Quantity, Table, claim, fact


@fact()
def gap_growth(calendar_gap: Table) -> Quantity:
    """Days by which the gap grew in the four centuries to 2000."""
    return calendar_gap.number("gap", year=2000) - calendar_gap.number("gap", year=1600)


@fact()
def leap_days_left_out(leap_days: Table) -> Quantity:
    """Leap days of the Julian calendar that the Gregorian calendar lacks, in 400 years."""
    julian = leap_days.number("leap_days", calendar="Julian")
    return julian - leap_days.number("leap_days", calendar="Gregorian")


@claim
def gap_never_shrinks(calendar_gap: Table) -> bool:
    """The gap at the turn of a century is never smaller than a century before."""
    return all(before <= after for before, after in pairwise(calendar_gap.numbers("gap")))


@claim
def gap_stayed_in_2000(calendar_gap: Table) -> bool:
    """The gap of 2000 is that of 1900."""
    return calendar_gap.number("gap", year=2000) == calendar_gap.number("gap", year=1900)


@claim
def leap_days_explain_the_gap(calendar_gap: Table, leap_days: Table) -> bool:
    """Within 400 years the gap grows by the leap days that the Gregorian calendar lacks."""
    gaps = {int(gap.of("year")): gap for gap in calendar_gap.numbers("gap")}
    growth = {gaps[year] - gaps[year - 400] for year in gaps if year - 400 in gaps}
    return growth == {leap_days_left_out(leap_days)}
