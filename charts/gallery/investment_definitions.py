"""U.S. investment in Russia in 2017: one question, and the answers from three official counts."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, INK, MUTED, PAPER, Chart, Screen, frame, money

# What each count treats as American.
ANSWERS = {
    "immediate investor": "by the country that the money came from last",
    "direct investment position": "by U.S. companies\u2019 own stakes in firms there",
    "ultimate investor": "by the owner at the end of the chain, estimated",
}
ESTIMATED = ("ultimate investor",)
ROW, BAR = 70, 26  # pixels from one count to the next, and the height of its bar


def draw(investment_definitions_2017: pd.DataFrame, screen: Screen) -> Chart:
    rows = investment_definitions_2017[["publisher", "definition", "investment"]].copy()
    rows["_answer"] = rows["definition"].map(ANSWERS)
    rows["_label"] = [money(billions * 1e9) for billions in rows["investment"]]
    rows["_fill"] = COUNTERPART
    rows.loc[rows["definition"].isin(ESTIMATED), "_fill"] = PAPER
    rows["_name"] = [ROW * i + 10 for i in range(len(rows))]
    rows["_how"] = rows["_name"] + 15
    rows["_start"] = rows["_name"] + 26
    rows["_middle"] = rows["_start"] + BAR / 2
    rows["_end"] = rows["_start"] + BAR
    # Every bar shows its own amount, so the axis only needs its start.
    x = alt.X("investment:Q").axis(None).scale(domainMin=0, nice=False)
    tooltip = [
        alt.Tooltip("publisher:N", title="Publisher"),
        alt.Tooltip("investment:Q", title="U.S. investment in Russia, $ billion", format=".1f"),
    ]
    drawn = (
        alt.Chart()
        .mark_bar(stroke=COUNTERPART, strokeWidth=1.5)
        .encode(
            x=x,
            x2=alt.value(0),
            y=_at("_start"),
            y2="_end:Q",
            fill=alt.Fill("_fill:N", scale=None),
            tooltip=tooltip,
        )
    )
    amounts = alt.Chart().mark_text(align="left", dx=6, fontWeight="bold")
    texts = alt.Chart().mark_text(align="left")
    chart = alt.layer(
        drawn,
        amounts.encode(x=x, y=_at("_middle"), text="_label:N"),
        texts.mark_text(align="left", fontWeight="bold", color=INK).encode(
            x=alt.value(0), y=_at("_name"), text="publisher:N"
        ),
        texts.mark_text(align="left", color=MUTED).encode(
            x=alt.value(0), y=_at("_how"), text="_answer:N"
        ),
        data=rows,
    )
    return frame(chart, screen, ROW * len(rows) + 4, 2, 84, 0, 4)


def _at(pixels: str) -> alt.Y:
    """Return the encoding of a height in pixels from a column."""
    return alt.Y(f"{pixels}:Q").scale(None).axis(None)
