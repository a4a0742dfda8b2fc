"""How the numbers of each range divide by the count of their prime factors."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, FAINT, SUBJECT, Chart, Screen, Series, shares


def draw(mobius: pd.DataFrame, screen: Screen) -> Chart:
    rows = mobius.assign(odd=-mobius["odd"])
    rows["repeated"] = (100 - rows["odd"] - rows["even"]).round(2)
    parts = [
        Series("odd", "Odd count", COUNTERPART),
        Series("even", "Even count", SUBJECT),
        Series("repeated", "A repeated factor", FAINT),
    ]
    tooltip = [
        alt.Tooltip("numbers:N", title="Numbers"),
        alt.Tooltip("part:N", title="Prime factors"),
        alt.Tooltip("share:Q", title="Share, %", format=".1f"),
    ]
    return shares(rows, "numbers", parts, tooltip, screen)
