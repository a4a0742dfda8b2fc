"""U.S. imports of Russian aluminum by year, in two counts that never share a line."""

import altair as alt
import pandas as pd

from charts import MUTED, SMALL, SUBJECT, Chart, Screen, places, upright

# U.S. measures on Russian aluminum; each name hangs from its year. Of two names left of their
# hairlines, the later is higher, so that no hairline runs through a name.
EVENTS = ["aluminum-tariff", "rusal-sanctions", "metals-ban", "aluminum-tariff-200"]
RIGHT = 2020  # the names of later events are left of their hairlines
LINE = 15  # pixels from one name to the next
AIR = 0.1  # room above the highest bar


def draw(
    us_aluminum_imports_from_russia: pd.DataFrame, us_russia_events: pd.DataFrame, screen: Screen
) -> Chart:
    found = us_aluminum_imports_from_russia
    years = pd.DataFrame({"year": range(found["year"].min(), found["year"].max() + 1)})
    rows = years.merge(found, how="left")
    rows["_color"] = SUBJECT
    rows["_hollow"] = rows["months"].fillna(12) < 12
    rows["_dot"] = rows["basis"].isin(["general imports"])
    rows["_label"] = [
        f"{value:,.0f}" if value >= 10 else f"{value:.1f}" for value in rows["imports"]
    ]
    rows.loc[rows["_hollow"], "_label"] = "to|July|" + rows["_label"]
    rows.loc[rows["imports"].isna(), "_label"] = "not|found"
    rows["_share"] = rows["share"].map("{:.1f}%".format, na_action="ignore").fillna("not found")
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("basis:N", title="Counted"),
        alt.Tooltip("imports:Q", title="Imports from Russia, $ million", format=",.1f"),
        alt.Tooltip("_share:N", title="Russia's share of aluminum imports"),
        alt.Tooltip("months:Q", title="Months covered"),
    ]
    plot = 250 if screen.narrow else 280
    x = places("year", rows["year"], screen)
    marks = _events(us_russia_events, rows, x, plot)
    return upright(
        rows, x, "imports", tooltip, screen, marks=marks, air=AIR, plot=plot, table=found
    )


def _events(events: pd.DataFrame, rows: pd.DataFrame, x: alt.X, plot: int) -> list[alt.Chart]:
    """Return a hairline for each event down to its year's mark, and its name at the hairline."""
    named = events.set_index("event").loc[EVENTS].reset_index()
    named["year"] = named["date"].str[:4].astype(int)
    named["name"] = named["short_label"].where(named["event"] != "metals-ban", "Imports banned")
    tall = rows.set_index("year")["imports"] / rows["imports"].max() * plot / (1 + AIR)
    # Late names hang as low as the bars that they are over let them, with what stands on those.
    low = plot - tall[tall.index >= RIGHT].max() - 4 * LINE
    named["start"] = LINE * named.index + 2.0
    named.loc[named["year"] >= RIGHT, "start"] += max(0, low - LINE * len(named))
    named["middle"] = named["start"] + LINE / 2 - 2
    # It ends above the amount on the mark.
    named["end"] = plot - named["year"].map(tall) - 22
    rules = alt.Chart(named).mark_rule(color=MUTED, strokeDash=[1, 3])
    layers = [rules.encode(x=x, y=alt.Y("start:Q").scale(None), y2="end:Q")]
    early, late = named[named["year"] < RIGHT], named[named["year"] >= RIGHT]
    texts = [
        alt.Chart(early).mark_text(align="left", dx=5, fontSize=SMALL, color=MUTED),
        alt.Chart(late).mark_text(align="right", dx=-5, fontSize=SMALL, color=MUTED),
    ]
    middle = alt.Y("middle:Q").scale(None)
    return layers + [text.encode(x=x, y=middle, text="name:N") for text in texts]
