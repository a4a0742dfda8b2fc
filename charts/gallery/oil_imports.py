"""U.S. oil imports from Russia, Canada and Venezuela: all oil where known, and crude by year."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from charts import FAINT, INK, MUTED, PAPER, QUIET, SMALL, SUBJECT, Chart, Screen, years

from ._panels import Panel, Place, name, placed, stacked

COLORS = {"Russia": SUBJECT, "Canada": QUIET, "Venezuela": QUIET}
TICKS = {"Russia": [0, 300, 600], "Canada": [0, 2000, 4000], "Venezuela": [0, 500, 1000, 1500]}
THOUSANDS = (
    "datum.value >= 1000 ? datum.value / 1000 + ' million' : "
    "datum.value ? datum.value + ',000' : '0'"
)
ALL = " with products"  # follows an origin's name where refined products are counted too
WEAK = "C"  # the grade of figures that a news site quoted
SWAP = (2017, 2019)  # the years of which the memo says that Canada and Russia replaced Venezuela


def draw(
    us_crude_imports_by_origin_annual: pd.DataFrame,
    us_petroleum_imports_selected_years: pd.DataFrame,
    screen: Screen,
) -> Chart:
    crude = us_crude_imports_by_origin_annual.pivot(
        index="year", columns="origin", values="imports"
    )
    petroleum = us_petroleum_imports_selected_years
    both = petroleum.pivot(index="year", columns="origin", values="imports")
    grades = petroleum.pivot(index="year", columns="origin", values="grade")
    # From the first year in which the publisher gives Russia its own row.
    rows = crude[list(COLORS)].loc[crude["Russia"].first_valid_index() :]
    rows = both[list(COLORS)].add_suffix(ALL).join(rows, how="right")
    for origin in COLORS:
        rows[f"_{origin}_fill"] = grades[origin].reindex(rows.index).eq(WEAK)
        rows[f"_{origin}_fill"] = rows[f"_{origin}_fill"].map({True: PAPER, False: COLORS[origin]})
    rows = rows.reset_index().rename_axis(columns=None)
    tooltip = [alt.Tooltip("year:Q", format="d", title="Year")]
    for origin in COLORS:
        for column in (origin + ALL, origin):
            rows[f"_{column}"] = rows[column].map("{:,.0f}".format, na_action="ignore")
            rows[f"_{column}"] = rows[f"_{column}"].fillna("no figure")
            what = "crude oil and products" if column != origin else "crude oil"
            tooltip.append(alt.Tooltip(f"_{column}:N", title=f"{origin}, {what}"))
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = years(first, last, every=10 if screen.narrow else 5)
    x = x.scale(domain=[first - 0.5, last + 0.5], nice=False)
    plot = 110 if screen.narrow else 120
    panels = [
        Panel(origin, TICKS[origin], _end(rows[[origin, origin + ALL]]), THOUSANDS, plot)
        for origin in COLORS
    ]
    left, right = 72, 14
    bar = (screen.width - left - right) / (last - first + 1) * 0.7
    drawn = [
        (place, _origin(rows, origin, x, place, bar))
        for origin, place in zip(COLORS, placed(panels), strict=True)
    ]
    steps = last - first + 1
    return stacked(rows, x, drawn, tooltip, screen, left=left, right=right, steps=steps)


def _end(amounts: pd.DataFrame) -> float:
    return float(amounts.to_numpy(dtype=float, na_value=0).max()) * 1.06


def _origin(
    rows: pd.DataFrame, origin: str, x: alt.X, place: Place, bar: float
) -> Sequence[alt.Chart]:
    """Return a bar for each year with a figure for all oil, and the line of crude oil."""
    color = COLORS[origin]
    band = alt.Chart(pd.DataFrame({"year": [SWAP[0] - 0.5], "_to": [SWAP[1] + 0.5]}))
    top, foot = place.top, place.top + place.panel.height
    known = alt.Chart(rows[rows[origin + ALL].notna()])
    marks = [
        band.mark_rect(color=FAINT).encode(x=x, x2="_to:Q", y=alt.value(top), y2=alt.value(foot)),
        known.mark_bar(size=bar, stroke=color, strokeWidth=1).encode(
            x=x, y=place.y(f"{origin + ALL}:Q"), fill=alt.Fill(f"_{origin}_fill:N", scale=None)
        ),
        alt.Chart().mark_line(color=INK, strokeWidth=1.75).encode(x=x, y=place.y(f"{origin}:Q")),
    ]
    y, end = place.y("value:Q"), place.panel.end
    if origin == "Russia":
        bold = {"fontSize": SMALL, "fontWeight": "bold"}
        for share, words, ink in (
            (0.93, "bars: with products", SUBJECT),
            (0.78, "line: crude", INK),
        ):
            marks.append(name(x, y, {"year": 1992, "value": end * share}, words, ink, **bold))
    if origin == "Venezuela":
        beside = {"year": SWAP[0] - 0.9, "value": end * 0.92}
        marks.append(name(x, y, beside, f"{SWAP[0]}–{SWAP[1]}", MUTED, align="right"))
    return marks
