"""Which last digit of primes leads."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, SUBJECT, Chart, Screen, bumps


def draw(race: pd.DataFrame, screen: Screen) -> Chart:
    labels = [f"{limit:,}" for limit in race["limit"].unique()]
    tooltip = [
        alt.Tooltip("digit:N", title="Last digit"),
        alt.Tooltip("limit:Q", title="Primes up to", format=",d"),
        alt.Tooltip("rank:Q", title="Rank"),
        alt.Tooltip("primes:Q", title="Primes"),
    ]
    colors = {"Ends in 3": SUBJECT, "Ends in 7": COUNTERPART}
    if screen.narrow:
        race = race[race["limit"].isin([50, 500, 5000, 20_000])]
        labels = [f"{limit:,}" for limit in race["limit"].unique()]
    return bumps(race, "digit", "limit", "rank", tooltip, screen, colors=colors, labels=labels)
