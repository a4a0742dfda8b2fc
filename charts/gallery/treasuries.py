"""Russia's holdings of U.S. Treasuries: a monthly table to 2018, then single readings."""

import altair as alt
import pandas as pd

from charts import (
    AXIS,
    INK,
    MUTED,
    PAPER,
    SMALL,
    SUBJECT,
    TEXT,
    Chart,
    Screen,
    Values,
    dots,
    frame,
    months,
    nearest,
    values,
)

READING = "single reading"
SALE = ("2018-03", "2018-05")  # the months on either side of the sale
LABEL = "datum.value ? '$' + datum.value + ' bn' : '0'"


def draw(
    treasury_holdings_russia_monthly: pd.DataFrame,
    treasury_holdings_russia_readings: pd.DataFrame,
    screen: Screen,
) -> Chart:
    monthly = treasury_holdings_russia_monthly
    readings = treasury_holdings_russia_readings.assign(survey=READING)
    rows = pd.concat([monthly, readings])[["month", "holdings", "survey"]]
    left, right, top, plot = 54, 14, 8, 220 if screen.narrow else 280
    x = months(rows["month"], every=6 if screen.narrow else 3)
    y = values(rows["holdings"], 50, LABEL)
    height = y.encode("holdings:Q")
    tooltip = [
        alt.Tooltip("utcyearmonth(month):T", format="%B %Y", title="Month"),
        alt.Tooltip("holdings:Q", title="Holdings, $ billion", format=",.2f"),
        alt.Tooltip("survey:N", title="Survey series"),
    ]
    hover, reading = nearest(x, "month", 4, tooltip)
    single = f"datum.survey === '{READING}'"
    # Each survey's months are a separate line: the level was corrected between surveys.
    line = alt.Chart().transform_filter(f"!({single})").mark_line(color=SUBJECT)
    rings = alt.Chart().transform_filter(single)
    rings = rings.mark_point(
        filled=True, fill=PAPER, stroke=SUBJECT, strokeWidth=1.5, size=24, opacity=1
    )
    chart = alt.layer(
        line.encode(x=x, y=height, detail="survey:N"),
        *reading,
        rings.encode(x=x, y=height),
        *_names(monthly, x, y),
        dots(x, height, SUBJECT, hover),
        data=rows,
    )
    return frame(chart, screen, plot + top + AXIS, left, right, top, AXIS)


def _names(monthly: pd.DataFrame, x: alt.X, y: Values) -> list[alt.Chart]:
    """Return the two ends of the sale with their amounts, and the names of the kinds of marks."""
    table = monthly[monthly["series"] == "history"].set_index("month")["holdings"]
    before, after = (float(table[pd.Timestamp(month, tz="UTC")]) for month in SALE)
    said = [
        ("2018-06", before + 2, f"${before} billion|in March 2018", INK, TEXT),
        ("2018-10", 46, f"${after} billion|in May 2018", INK, TEXT),
        ("2008-10", 80, "Steps: surveys|corrected|the level", MUTED, SMALL),
        ("2020-10", 20, "Single readings", MUTED, SMALL),
    ]
    texts = []
    for month, value, text, color, size in said:
        at = pd.DataFrame({"month": [pd.Timestamp(month, tz="UTC")], "value": [value]})
        mark = alt.Chart(at).mark_text(
            align="left", color=color, fontSize=size, lineBreak="|", lineHeight=14, text=text
        )
        texts.append(mark.encode(x=x, y=y.encode("value:Q")))
    return texts
