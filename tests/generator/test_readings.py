"""A reading says its number in words and units, as the text of a page says it."""

from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert
from lxml import etree

from charts.generator.draw.readings import said_in, tell
from charts.generator.numbers.formats import NO_BREAK, money

AMOUNTS = [
    0, 1, 4.4, 999, 1234, 99_940, 999_499, 1e6, 1.25e6, 99.94e6, 99.96e6, 482.1e6, 999.4e6, 999.6e6,
    1.04e9, 34.618e9, 999.4e9, 1.27e12, -3.21e9, -52_000,
]  # fmt: skip


def said(unit: str, values: list[float | None], pattern: str = ",.1f") -> list[str]:
    """What Vega makes of values, as the text of a drawing."""
    spec = {
        "width": 9,
        "height": 9,
        "data": [
            {
                "name": "rows",
                "values": [{"v": value} for value in values],
                "transform": [
                    {"type": "formula", "as": "t", "expr": said_in(unit, "datum.v", pattern)}
                ],
            }
        ],
        "marks": [
            {
                "type": "text",
                "from": {"data": "rows"},
                "encode": {"enter": {"text": {"signal": "datum.t === null ? 'none' : datum.t"}}},
            }
        ],
    }
    drawn = etree.fromstring(vl_convert.vega_to_svg(spec).encode())
    return [str(text.text) for text in drawn.iter("{*}text")]


@pytest.mark.parametrize(("unit", "scale"), [("$", 1), ("$ million", 1e6), ("$ billion", 1e9)])
def test_dollars_are_written_as_in_the_text(unit, scale):
    written = [money(amount).replace(NO_BREAK, " ") for amount in AMOUNTS]
    assert said(unit, [amount / scale for amount in AMOUNTS]) == written


@pytest.mark.parametrize(
    ("unit", "read"),
    [
        ("%", "12.3%"),
        ("million tonnes", "12.3 million tonnes"),
        ("$ a barrel", "$12.3 a barrel"),
    ],
)
def test_a_number_has_its_unit_where_people_say_it(unit, read):
    assert said(unit, [12.34]) == [read]


def test_a_missing_number_is_missing():
    assert said("$ million", [None, 1]) == ["none", "$1.0 million"]


def told(*tooltip: alt.Tooltip) -> list[dict[str, Any]]:
    rows = pd.DataFrame({"year": [2024], "imports": [3007.8], "kind": ["a, b"]})
    spec = alt.layer(alt.Chart().mark_bar().encode(x="year:O", tooltip=list(tooltip)), data=rows)
    made: dict[str, Any] = spec.to_dict()
    tell(made)
    found: list[dict[str, Any]] = made["layer"][0]["encoding"]["tooltip"]
    return found


def test_the_title_of_a_reading_loses_its_unit():
    (item,) = told(alt.Tooltip("imports:Q", title="Imports, by sea, $ million", format=",.0f"))
    assert item["title"] == "Imports, by sea"
    assert "format" not in item


@pytest.mark.parametrize(
    "tooltip",
    [
        alt.Tooltip("year:Q", title="Year", format="d"),
        alt.Tooltip("kind:N", title="Edition, or mined"),
        alt.Tooltip("mean(imports):Q", title="Mean, $ million"),
    ],
)
def test_what_has_no_unit_stays_as_it_is(tooltip):
    assert told(tooltip) == [tooltip.to_dict()]
