"""The numbers behind what the texts say of joint projects."""

from charts.ledger import claim
from charts.quantities import Table


@claim
def aluminum_share_highest_2016(us_aluminum_imports_from_russia: Table) -> bool:
    """Russia's share in U.S. aluminum imports is highest in 2016, of the years 2013 to 2020."""
    shares = us_aluminum_imports_from_russia.numbers(
        "share", basis="imports for consumption", months=12
    )
    return float(max(shares).of("year")) == 2016
