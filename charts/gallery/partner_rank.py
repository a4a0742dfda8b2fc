"""Russia's rank among the trading partners of the United States by year, the first at the top."""

from itertools import pairwise

import altair as alt
import pandas as pd

from charts import MUTED, QUIET, SMALL, SUBJECT, Chart, Screen, Series, Values, lines, rank, years

ORDINAL = "datum.value + (datum.value === 1 ? 'st' : 'th')"
KINDS = {
    "imports_rank": ("by imports", QUIET),
    "exports_rank": ("by exports", QUIET),
    "total_rank": ("by all trade", SUBJECT),
}
LINE = 14  # pixels from one name to the next
STEP = 20  # ranks from one label to the next; the memo of 2021 names the first twenty


def draw(us_trade_partner_rank_annual: pd.DataFrame, screen: Screen) -> Chart:
    rows = us_trade_partner_rank_annual[["year", "total_rank", "imports_rank", "exports_rank"]]
    rows = rows.assign(**{f"_{column}": rows[column].map(rank) for column in KINDS})
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = years(first, last, every=10 if screen.narrow else 5)
    lowest = int(rows[list(KINDS)].max().max())
    # The scale runs downwards: the first of all partners would be at the top.
    y = Values([1, *range(STEP, lowest + 1, STEP)], end=1, label=ORDINAL, start=lowest + 4)
    plot = 240 if screen.narrow else 290
    ends = rows.iloc[-1][list(KINDS)].astype(float).sort_values()
    # Names keep a line's distance from each other, even where their ranks do not.
    at, distance = ends.copy(), LINE / plot * (lowest + 3)
    for upper, lower in pairwise(ends.index):
        at[lower] = max(at[lower], at[upper] + distance)
    series = [
        Series(column, f"{rank(ends[column])} {how}", color, (last + 0.5, at[column]))
        for column, (how, color) in KINDS.items()
    ]
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("_total_rank:N", title="Rank by all trade"),
        alt.Tooltip("_imports_rank:N", title="Rank by imports from Russia"),
        alt.Tooltip("_exports_rank:N", title="Rank by exports to Russia"),
    ]
    # Where there is room, the gray lines are named where they are far apart, too.
    apart = rows[rows["year"] == 2005]
    marks = [
        alt.Chart(apart)
        .mark_text(dy=dy, fontSize=SMALL, color=MUTED, text=text)
        .encode(x=x, y=y.encode(f"{column}:Q"))
        for column, text, dy in [
            ("imports_rank", "as a supplier", -10),
            ("exports_rank", "as a buyer", 27),
        ]
        if not screen.narrow
    ]
    return lines(rows, x, series, y, tooltip, screen, marks=marks, left=46, right=112, plot=plot)
