"""What U.S. imports from Russia were made of, by year; what remains is at the bottom."""

from calendar import month_abbr
from dataclasses import replace

import altair as alt
import pandas as pd

from charts import (
    BILLIONS,
    FAINT,
    MUTED,
    QUIET,
    SMALL,
    SUBJECT,
    Chart,
    Screen,
    Series,
    Values,
    columns,
    values,
    years,
)

REST = "Everything else"  # on this chart it includes fish
# Each group's name and colour, from the bottom up; what the United States still buys comes first.
PARTS = {
    "Chemicals": ("Chemicals", SUBJECT),
    "Primary metals": ("Metals", QUIET),
    REST: (REST, FAINT),
    "Oil, gas and refined products": ("Oil and gas", MUTED),
}


def draw(us_imports_from_russia_by_industry_annual: pd.DataFrame, screen: Screen) -> Chart:
    goods = us_imports_from_russia_by_industry_annual.query("naics != 'TOTAL'")
    group = goods["group"].where(goods["group"].isin(list(PARTS)), REST)
    rows = goods.assign(group=group).pivot_table(
        index=["year", "months"], columns="group", values="imports", aggfunc="sum"
    )
    # An industry without a row had no imports: the publisher prints only what there is.
    rows = rows[[*PARTS]].fillna(0).reset_index().rename_axis(columns=None)
    rows["_pale"] = rows["months"] < 12
    rows["_all"] = rows[[*PARTS]].sum(axis=1)
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = years(first, last, every=4 if screen.narrow else 1)
    # The names are left of the first column, so the labels of the axis go to the right.
    y = replace(values(rows["_all"], 10_000, BILLIONS), side="right")
    parts, below = [], 0.0
    for column, (name, color) in PARTS.items():
        height = float(rows.loc[rows["year"] == first, column].iloc[0])
        parts.append(Series(column, name, color, (first - 0.7, below + height / 2), "right"))
        below += height
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        *(
            alt.Tooltip(f"{part.column}:Q", title=f"{part.name}, $ million", format=",.0f")
            for part in reversed(parts)
        ),
    ]
    marks = [_unfinished(rows, x, y, screen)]
    return columns(rows, x, parts, y, tooltip, screen, marks=marks, left=100, right=50)


def _unfinished(rows: pd.DataFrame, x: alt.X, y: Values, screen: Screen) -> alt.Chart:
    """Return the months covered by an incomplete year, above its column."""
    shown = rows[rows["_pale"]].copy()
    shown["_text"] = [f"{month_abbr[1]}\u2013{month_abbr[months]}" for months in shown["months"]]
    base = alt.Chart(shown).mark_text(
        dx=8 if screen.narrow else 0, dy=-9, fontSize=SMALL, color=MUTED
    )
    text: alt.Chart = base.encode(x=x, y=y.encode("_all:Q"), text="_text:N")
    return text
