"""Russia's share of U.S. purchases of palladium, uranium enrichment and uranium."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, QUIET, SIDE, STACK, SUBJECT, Chart, Screen, frame, stacks

# For each whole: its material, its last year, and its heading, which the years follow.
WHOLES = [
    ("palladium", 2024, "Palladium, imported in"),
    ("enrichment services", 2021, "Enrichment, bought in"),
    ("enrichment services", 2023, "Enrichment, bought in"),
    ("uranium", 2023, "Uranium, delivered in"),
    ("uranium", 2024, "Uranium, delivered in"),
]
FOREIGN, HOME, SUBJECT_NAME = "All foreign", "United States", "Russia"
COLORS = {SUBJECT_NAME: SUBJECT, HOME: COUNTERPART}
SMALLEST = 10  # the percentage that a part needs for a label


def draw(us_critical_import_shares: pd.DataFrame, screen: Screen) -> Chart:
    parts = []
    for material, last, heading in WHOLES:
        found = us_critical_import_shares
        part = found[(found["material"] == material) & (found["last_year"] == last)]
        part = part[["material", "first_year", "last_year", "partner", "share"]].copy()
        # The part that is not foreign is domestic.
        foreign = part["partner"] == FOREIGN
        part["share"] = part["share"].where(~foreign, 100 - part["share"])
        part["partner"] = part["partner"].where(~foreign, HOME)
        part["_order"] = part["partner"].map({SUBJECT_NAME: 0, HOME: 1}).fillna(2)
        first = part["first_year"].min()
        part["_head"] = f"{heading} {last}" if first == last else f"{heading} {first}–{last}"
        parts.append(part.sort_values(["_order", "share"], ascending=[True, False]))
    rows = pd.concat(parts, ignore_index=True)
    rows["_color"] = rows["partner"].map(COLORS).fillna(QUIET)
    rows["_hollow"] = False
    width = screen.width - 2 * SIDE
    short = {"United Kingdom": "U.K."} | ({HOME: "U.S."} if screen.narrow else {})
    rows["_label"] = rows["partner"].replace(short) + [f" {s:.0f}%" for s in rows["share"]]
    # Parts that are long enough get a label, and so does Russia's. The table has all of them.
    long = rows["_label"].str.len() * 5.6 <= rows["share"] * width / 100
    long &= rows["share"] >= SMALLEST
    rows["_label"] = rows["_label"].where(long | (rows["partner"] == SUBJECT_NAME), "")
    tooltip = [
        alt.Tooltip("_head:N", title="Whole"),
        alt.Tooltip("partner:N", title="Origin"),
        alt.Tooltip("share:Q", title="Share, %"),
    ]
    chart = alt.layer(*stacks(rows, tooltip, width), data=rows)
    return frame(chart, screen, STACK * len(WHOLES) + 4, SIDE, SIDE, 4, 0)
