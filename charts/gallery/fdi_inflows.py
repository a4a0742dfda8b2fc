"""Foreign direct investment into Russia by year, from everywhere; years below zero stay below."""

import altair as alt
import pandas as pd

from charts import INK, MUTED, SMALL, SUBJECT, Chart, Screen, Series, Values, columns, money, years

SIGN = "(datum.value < 0 ? '\u2212$' : '$')"
LABEL = f"datum.value ? {SIGN} + abs(datum.value) / 1e9 + ' bn' : '0'"


def draw(russia_fdi_inflows_annual: pd.DataFrame, screen: Screen) -> Chart:
    rows = russia_fdi_inflows_annual[["year", "inflows"]]
    rows = rows.assign(_amount=rows["inflows"].map(money))
    x = years(int(rows["year"].min()), int(rows["year"].max()), every=10 if screen.narrow else 5)
    highest, lowest = rows["inflows"].max(), rows["inflows"].min()
    y = Values([-40e9, 0, 40e9, 80e9], highest * 1.14, LABEL, start=lowest * 1.35)
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("_amount:N", title="Net inflows"),
    ]
    zero = alt.Chart().mark_rule(color=MUTED, strokeWidth=1).encode(y=alt.datum(0))
    amounts = [_amount(rows[rows["inflows"] == end], x, y) for end in (highest, lowest)]
    return columns(
        rows,
        x,
        [Series("inflows", "", SUBJECT, (0, 0))],
        y,
        tooltip,
        screen,
        marks=[zero, *amounts],
        left=54,
        right=10,
        plot=240 if screen.narrow else 290,
    )


def _amount(row: pd.DataFrame, x: alt.X, y: Values) -> alt.Chart:
    """Return the amount of a year, beyond the end of its column."""
    year, inflows = int(row["year"].iloc[0]), float(row["inflows"].iloc[0])
    below = inflows < 0
    text: alt.Chart = (
        alt.Chart(row)
        .mark_text(
            align="right" if below else "center",
            dx=9 if below else 0,
            dy=10 if below else -9,
            fontSize=SMALL,
            fontWeight="bold",
            color=INK,
            text=f"{year}: {money(inflows)}",
        )
        .encode(x=x, y=y.encode("inflows:Q"))
    )
    return text
