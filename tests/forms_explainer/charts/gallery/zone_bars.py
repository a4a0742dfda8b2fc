"""The zones of the Earth by their share of its surface."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, bars


def draw(zones: pd.DataFrame, screen: Screen) -> Chart:
    rows = zones.nlargest(5, "share").assign(_color=SUBJECT)
    rows["_label"] = [f"{share:.0f}%" for share in rows["share"]]
    tooltip = [
        alt.Tooltip("zone:N", title="Zone"),
        alt.Tooltip("share:Q", title="Share of the surface, %", format=".1f"),
    ]
    return bars(rows, "zone", "share", tooltip, screen)
