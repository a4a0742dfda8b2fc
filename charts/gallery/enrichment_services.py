"""Who enriched uranium for U.S. reactors: two years, side by side."""

from itertools import pairwise

import altair as alt
import pandas as pd

from charts import COUNTERPART, FAINT, INK, MUTED, QUIET, SUBJECT, Chart, Screen, frame

HOME, FOREIGN = "United States", "All foreign"
COLORS = {"Russia": SUBJECT, HOME: COUNTERPART}
END = 31  # percent at the top of the plot
LINE = 15  # pixels from one name to the next


def draw(us_critical_import_shares: pd.DataFrame, screen: Screen) -> Chart:
    found = us_critical_import_shares.query("material == 'enrichment services'")
    wide = found.pivot(index="partner", columns="last_year", values="share")
    first, last = (int(year) for year in wide.columns)
    # The publisher gives the foreign share of the last year, and what it leaves is domestic.
    wide[last] = wide[last].fillna({HOME: 100 - float(wide[last][FOREIGN])})
    rows = wide.drop(FOREIGN).dropna().reset_index()
    rows.columns = pd.Index(["partner", "before", "after"])
    rows["_color"] = rows["partner"].map(COLORS).fillna(QUIET)
    rows["_ink"] = rows["partner"].map(COLORS).fillna(MUTED)
    rows["_before"] = [f"{share:.0f}%" for share in rows["before"]]
    rows["_after"] = [f"{share:.0f}%" for share in rows["after"]]
    plot, top = 220, 30
    left, right = (50, 152) if screen.narrow else (150, 250)
    # All heights are pixels below the top of the plot: its foot is zero.
    for column in ("before", "after"):
        rows[f"_{column}_at"] = plot * (1 - rows[column] / END)
        rows[f"_{column}_word"] = _apart(rows[f"_{column}_at"])
    width = screen.width - left - right
    tooltip = [
        alt.Tooltip("partner:N", title="Enriched in"),
        alt.Tooltip("before:Q", title=f"Share in {first}, %", format=".1f"),
        alt.Tooltip("after:Q", title=f"Share in {last}, %", format=".1f"),
    ]
    base = alt.Chart()
    color, ink = (alt.Color(f"_{name}:N", scale=None) for name in ("color", "ink"))
    slopes = base.encode(
        x=alt.value(0), x2=alt.value(width), y=_pixels("_before_at"), y2="_after_at:Q"
    )
    layers = [slopes.mark_rule(strokeWidth=2.5).encode(color=color)]
    for column, at, year in (("before", 0, first), ("after", width, last)):
        place = alt.value(at)
        layers += [
            base.mark_rule(color=FAINT).encode(x=place, y=alt.value(0), y2=alt.value(plot)),
            base.mark_point(filled=True, size=70, opacity=1).encode(
                x=place, y=_pixels(f"_{column}_at"), color=color
            ),
            alt.Chart(rows.head(1))
            .mark_text(fontWeight="bold", color=INK)
            .encode(x=place, y=alt.value(-14), text=alt.value(str(year))),
        ]
    words = base.mark_text(align="left", fontWeight="bold")
    layers += [
        base.mark_text(align="right", dx=-10).encode(
            x=alt.value(0), y=_pixels("_before_word"), text="_before:N", color=ink
        ),
        words.encode(x=alt.value(width + 10), y=_pixels("_after_word"), text="_after:N", color=ink),
        words.encode(
            x=alt.value(width + 42), y=_pixels("_after_word"), text="partner:N", color=ink
        ),
        # The area that reacts to touch is larger than the line.
        slopes.mark_rule(opacity=0, strokeWidth=16).encode(tooltip=tooltip),
    ]
    chart = alt.layer(*layers, data=rows)
    return frame(chart, screen, plot + top + 12, left, right, top, 12)


def _pixels(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q").title(None).axis(None).scale(None)


def _apart(heights: pd.Series) -> pd.Series:
    """Return heights for names, from the top down, none nearer to the next than a line."""
    at = heights.astype(float).sort_values()
    for upper, lower in pairwise(at.index):
        at[lower] = max(at[lower], at[upper] + LINE)
    return at
