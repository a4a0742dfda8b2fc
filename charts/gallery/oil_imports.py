"""U.S. oil imports from Russia, Canada and Venezuela: crude by year, and all oil where known."""

import altair as alt
import pandas as pd

from charts import (
    MUTED,
    PAPER,
    QUIET,
    SMALL,
    SUBJECT,
    Chart,
    Screen,
    Series,
    Values,
    lines,
    values,
    years,
)

COLORS = {"Canada": QUIET, "Venezuela": MUTED, "Russia": SUBJECT}
MILLIONS = "datum.value ? datum.value / 1000 + ' million' : '0'"
ALL = " with products"  # follows an origin's name where refined products are counted too


def draw(
    us_crude_imports_by_origin_annual: pd.DataFrame,
    us_petroleum_imports_selected_years: pd.DataFrame,
    screen: Screen,
) -> Chart:
    crude = us_crude_imports_by_origin_annual.pivot(
        index="year", columns="origin", values="imports"
    )
    both = us_petroleum_imports_selected_years.pivot(
        index="year", columns="origin", values="imports"
    )
    # From the first year in which the publisher gives Russia its own row.
    rows = crude[list(COLORS)].loc[crude["Russia"].first_valid_index() :]
    rows = rows.join(both[list(COLORS)].add_suffix(ALL)).reset_index()
    rows = rows.rename_axis(columns=None)
    for column in rows.columns.drop("year"):
        rows[f"_{column}"] = rows[column].map("{:,.0f}".format, na_action="ignore").fillna("no row")
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = years(first, last, every=10 if screen.narrow else 5)
    y = values(rows[list(COLORS) + [name + ALL for name in COLORS]], 1000, MILLIONS)
    series = [
        Series("Canada", "Canada", QUIET, (2006.5, 2180), "right"),
        Series("Venezuela", "Venezuela", MUTED, (1994, 1580)),
        Series("Russia", "Russia", SUBJECT, (1994, 215)),
    ]
    marks = [_with_products(rows, name, color, x, y) for name, color in COLORS.items()]
    key = alt.Chart(pd.DataFrame({"year": [2010.4], "value": [2840]})).mark_text(
        align="right", fontSize=SMALL, color=MUTED, text="○ refined products included"
    )
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        *(alt.Tooltip(f"_{name}:N", title=f"{name}, crude oil") for name in COLORS),
        alt.Tooltip(f"_Russia{ALL}:N", title="Russia, with refined products"),
    ]
    return lines(
        rows, x, series, y, tooltip, screen,
        marks=[*marks, key.encode(x=x, y=y.encode("value:Q"))],
        left=62, right=18, plot=250 if screen.narrow else 300,
    )  # fmt: skip


def _with_products(rows: pd.DataFrame, name: str, color: str, x: alt.X, y: Values) -> alt.Chart:
    """Return rings for the years whose figure with refined products is known."""
    known = rows.dropna(subset=[name + ALL])
    rings: alt.Chart = (
        alt.Chart(known)
        .mark_point(size=42, stroke=color, strokeWidth=1.8, fill=PAPER, opacity=1)
        .encode(x=x, y=y.encode(f"{name}{ALL}:Q"))
    )
    return rings
