"""China's share of Russia's trade, with those of the EU and the United States beside it."""

import altair as alt
import pandas as pd

from charts import COUNTERPART, INK, MUTED, PAPER, QUIET, SMALL, Chart, Screen, years

from ._panels import Panel, Place, name, placed, stacked

PARTNERS = {"China": INK, "European Union": QUIET, "United States": COUNTERPART}
FLOWS = {"imports": "Russia's imports", "exports": "Russia's exports"}
PERCENT = "datum.value + '%'"
ESTIMATE = "_estimate"  # ends the columns of the years since 2022


def draw(
    russia_reported_trade_by_partner_annual: pd.DataFrame,
    russia_estimated_trade_by_partner_annual: pd.DataFrame,
    screen: Screen,
) -> Chart:
    reported = _shares(russia_reported_trade_by_partner_annual)
    estimated = _shares(russia_estimated_trade_by_partner_annual).add_suffix(ESTIMATE)
    rows = pd.concat([reported, estimated]).reset_index()
    first, last = int(rows["year"].min()), int(rows["year"].max())
    x = years(first, last, every=1 if not screen.narrow else 4)
    x = x.scale(domain=[first - 0.15, last + 0.15], nice=False)
    rows["_basis"] = rows["imports_china"].notna().map({True: "Russia", False: "estimated"})
    tooltip = [
        alt.Tooltip("year:Q", format="d", title="Year"),
        alt.Tooltip("_basis:N", title="As reported by"),
    ]
    for flow in FLOWS:
        for partner in PARTNERS:
            column = _column(flow, partner)
            rows[f"_{column}"] = rows[column].fillna(rows[column + ESTIMATE])
            tooltip.append(alt.Tooltip(f"_{column}:Q", title=f"{partner}, {flow}, %", format=".1f"))
    plot = 140 if screen.narrow else 150
    places = placed([Panel(heading, [0, 20, 40], 48, PERCENT, plot) for heading in FLOWS.values()])
    right = 92 if screen.narrow else 110
    drawn = [
        (place, _flow(rows, flow, x, place, screen))
        for flow, place in zip(FLOWS, places, strict=True)
    ]
    return stacked(rows, x, drawn, tooltip, screen, left=42, right=right, steps=last - first)


def _column(flow: str, partner: str) -> str:
    return f"{flow}_{partner.lower().replace(' ', '_')}"


def _shares(trade: pd.DataFrame) -> pd.DataFrame:
    """Return by year the share of each partner in each flow, in percent."""
    found = {}
    for flow in FLOWS:
        wide = trade.pivot(index="year", columns="partner", values=flow).astype(float)
        for partner in PARTNERS:
            found[_column(flow, partner)] = wide[partner] / wide["World"] * 100
    return pd.DataFrame(found)


def _flow(rows: pd.DataFrame, flow: str, x: alt.X, place: Place, screen: Screen) -> list[alt.Chart]:
    """Return a line for what Russia reported, and rings without one for estimates."""
    layers = []
    last = rows.iloc[-1]
    for partner, color in PARTNERS.items():
        column = _column(flow, partner)
        y, ring = place.y(f"{column}:Q"), place.y(f"{column + ESTIMATE}:Q")
        ink = MUTED if color == QUIET else color
        label = {"European Union": "EU"}.get(partner, partner)
        label = label.replace("United ", "U.").replace("U.States", "U.S.")
        words = f"{label} {last[column + ESTIMATE]:.1f}%"
        at = {
            "year": last["year"] + (0.5 if screen.narrow else 0.2),
            column + ESTIMATE: last[column + ESTIMATE],
        }
        layers += [
            alt.Chart().mark_line(color=color).encode(x=x, y=y),
            alt.Chart().mark_point(filled=True, size=30, color=color, opacity=1).encode(x=x, y=y),
            alt.Chart()
            .mark_point(size=50, strokeWidth=2, stroke=color, fill=PAPER, opacity=1)
            .encode(x=x, y=ring),
            name(x, ring, at, words, ink, fontWeight="bold"),
        ]
    if flow == "imports":
        at = {"year": 2021.55, "_value": 44}
        layers.append(
            name(x, place.y("_value:Q"), at, "estimates ○", MUTED, align="right", fontSize=SMALL)
        )
    return layers
