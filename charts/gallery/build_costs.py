"""What a chart costs in a first build of a small and of a large site."""

import altair as alt
import pandas as pd

from charts import QUIET, Chart, Screen, bars

OURS = "This generator"


def draw(build_costs: pd.DataFrame, screen: Screen) -> Chart:
    rows = build_costs[build_costs["generator"] == OURS].sort_values("charts")
    each = rows["cold"] / rows["charts"]
    rows = rows.assign(
        each=each,
        size=[f"{charts:,} charts" for charts in rows["charts"]],
        _label=[f"{seconds:.2f} s" for seconds in each],
        _color=QUIET,
    )
    tooltip = [
        alt.Tooltip("size:N", title="Site"),
        alt.Tooltip("each:Q", title="Processor seconds a chart", format=".2f"),
        alt.Tooltip("cold:Q", title="Processor seconds in all", format=",.1f"),
    ]
    return bars(rows, "size", "each", tooltip, screen)
