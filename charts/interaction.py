"""What a reader may do with a live chart, as layers and parameters that any chart can add."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from charts.theme import MUTED, PAPER


def nearest(x: alt.X, field: str) -> tuple[alt.Parameter, alt.Chart]:
    """Return a selection of the rows nearest to the pointer, and the rule that shows it.

    Args:
        x: the horizontal encoding of the chart.
        field: the column that this encoding shows.
    """
    hover = alt.selection_point(
        name="hover",
        fields=[field],
        nearest=True,
        on="pointerover",
        clear="pointerout",
        empty=False,
    )
    rule: alt.Chart = (
        alt.Chart()
        .mark_rule(color=MUTED, strokeWidth=1)
        .encode(x=x, opacity=alt.condition(hover, alt.value(1), alt.value(0)))
        .add_params(hover)
    )
    return hover, rule


def dots(x: alt.X, y: alt.Y, color: str, hover: alt.Parameter) -> alt.Chart:
    """Return points that appear on a line where the reader reads it."""
    points: alt.Chart = (
        alt.Chart()
        .mark_point(filled=True, size=60, color=color, stroke=PAPER, strokeWidth=1.5)
        .encode(x=x, y=y, opacity=alt.condition(hover, alt.value(1), alt.value(0)))
    )
    return points


def switches(kinds: Mapping[str, str]) -> tuple[list[alt.Parameter], str]:
    """Return a checkbox for each kind of row, and the filter that obeys them.

    Args:
        kinds: what stands in the column `kind`, and its name for readers.
    """
    params = [
        alt.param(name=f"show_{kind}", value=True, bind=alt.binding_checkbox(name=name))
        for kind, name in kinds.items()
    ]
    tests = [f"(datum.kind === '{kind}' && show_{kind})" for kind in kinds]
    return params, " || ".join(tests)
