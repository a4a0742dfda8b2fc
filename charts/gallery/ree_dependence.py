"""How much of its rare earths the United States imports, edition by edition, and from where."""

import altair as alt
import pandas as pd

from charts import (
    COUNTERPART,
    MUTED,
    PAPER,
    QUIET,
    SMALL,
    STACK,
    Chart,
    Screen,
    places,
    room,
    stacks,
    upright,
)

LETTER = 5.7  # pixels: the greatest average width of a letter in small text
AIR = 0.12  # room above the highest bar
CLOSE = 10  # percentage points
MORE = {"more than": ">"}


def draw(
    rare_earth_us_dependence: pd.DataFrame,
    rare_earth_us_import_sources: pd.DataFrame,
    screen: Screen,
) -> Chart:
    found = rare_earth_us_dependence.drop(columns="source")
    newest = found.drop_duplicates("year", keep="last").set_index("year")
    years = range(found["year"].min(), found["year"].max() + 1)
    rows = newest.reindex(years).rename_axis("year").reset_index()
    rows["_color"] = COUNTERPART
    rows["_label"] = rows["qualifier"].map(MORE).fillna("") + [
        f"{share:.0f}" for share in rows["reliance"]
    ]
    rows.loc[rows["reliance"].isna(), "_label"] = "not|found"
    # An older edition's higher figure for the same year is an outline behind the bar.
    older = found[found["edition"] < found["year"].map(newest["edition"])]
    older = older.assign(_now=older["year"].map(newest["reliance"]))
    older = older[older["reliance"] > older["_now"]]
    # Where the two are close, the newer one's amount goes above both.
    close = older[older["reliance"] - older["_now"] < CLOSE].set_index("year")["reliance"]
    rows["_at"] = rows["year"].map(close).fillna(rows["reliance"])
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("_label:N", title="Net import reliance, %"),
        alt.Tooltip("edition:Q", format="d", title="Edition"),
    ]
    sources = rare_earth_us_import_sources.drop(columns="source")
    sources = sources[sources["edition"] == sources["edition"].max()]
    plot = 190 if screen.narrow else 220
    x = places("year", rows["year"], screen)
    highest = rows["reliance"].max() * (1 + AIR)
    marks = [
        *_older(older, x, plot, highest),
        *_editions(rows, x, plot, room(len(rows), screen) / len(rows)),
        *_sources(sources, room(len(rows), screen), plot + 60),
    ]
    return upright(
        rows,
        x,
        "reliance",
        tooltip,
        screen,
        marks=marks,
        air=AIR,
        plot=plot,
        below=40 + STACK,
        table=pd.concat([found, sources]),
    )


def _older(older: pd.DataFrame, x: alt.X, plot: int, highest: float) -> list[alt.Chart]:
    """Return an older edition's figures as outlines, with labels on those far from the newer."""
    older = older.assign(_top=plot - older["reliance"] / highest * plot, _foot=plot)
    older["_label"] = [
        "" if gap < CLOSE else f"{share:.0f}"
        for gap, share in zip(older["reliance"] - older["_now"], older["reliance"], strict=True)
    ]
    top = alt.Y("_top:Q").scale(None).axis(None)
    base = alt.Chart(older)
    outlines = base.mark_bar(fill=PAPER, stroke=QUIET, strokeWidth=1.5)
    texts = base.mark_text(baseline="bottom", dy=-5, fontSize=SMALL, color=MUTED)
    return [
        outlines.encode(x=x, y=top, y2="_foot:Q"),
        texts.encode(x=x, y=top, text="_label:N"),
    ]


def _editions(rows: pd.DataFrame, x: alt.X, plot: int, step: float) -> list[alt.Chart]:
    """Return the edition from which each group of bars was read, below their years.

    Where the words of two groups would meet, at `step` pixels per bar, the smaller has fewer.
    """
    groups = rows.dropna(subset="edition").groupby("edition")["year"].agg(["median", "count"])
    editions, counts = [int(year) for year in groups.index], [int(n) for n in groups["count"]]
    middles, words = [int(year) for year in groups["median"]], [f"edition of {e}" for e in editions]
    for shorter in ("of {}", "{}", ""):
        for left in range(len(words) - 1):
            right = left + 1
            apart = (middles[right] - middles[left]) * step
            if apart < (len(words[left]) + len(words[right])) * LETTER / 2:
                small = left if counts[left] < counts[right] else right
                words[small] = shorter.format(editions[small])
    middle = pd.DataFrame({"year": middles, "_text": words})
    texts = alt.Chart(middle[middle["_text"] != ""]).mark_text(fontSize=SMALL, color=MUTED)
    return [texts.encode(x=x, y=alt.value(plot + 36), text="_text:N")]


def _sources(sources: pd.DataFrame, width: int, top: int) -> list[alt.Chart]:
    """Return where the imports came from, as the parts of one bar below."""
    parts = sources.sort_values("share", ascending=False).sort_values(
        "partner", key=lambda name: name == "Other", kind="stable"
    )
    first, last = parts["first_year"].min(), parts["last_year"].max()
    parts["_head"] = f"Where the imports came from, {first}–{last}"
    parts["_hollow"] = parts["partner"] != "China"
    parts["_color"] = QUIET
    parts["_label"] = parts["partner"] + [f" {share:g}%" for share in parts["share"]]
    # The small parts at the end get no labels: the table has them.
    parts["_label"] = parts["_label"].where(parts["share"] > 10, "")
    tooltip = [
        alt.Tooltip("partner:N", title="Origin"),
        alt.Tooltip("share:Q", title="Share of U.S. imports, %"),
    ]
    return stacks(parts, tooltip, width, top)
