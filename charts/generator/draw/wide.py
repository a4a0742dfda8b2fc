"""Turns rows of many things into columns, as the forms with one column for each line need them."""

from __future__ import annotations

import re

import pandas as pd


def wide(
    rows: pd.DataFrame, at: str, name: str, value: str, *, most: int = 4, rest: str = ""
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return a row for each time with a column for each thing, and the names of these columns.

    Args:
        rows: one row per time and thing.
        at: the column that says when.
        name: the column that names a thing.
        value: the column with the amounts.
        most: the things that get a column: those with the largest amounts on average, above or
            below zero.
        rest: what the sum of all others is called; without it, they are left out.
    """
    if rows.duplicated([at, name]).any():
        raise ValueError(f'there are several rows for one "{at}" and "{name}": choose one of them')
    kept = [*rows[value].abs().groupby(rows[name]).mean().nlargest(most).index]
    shown = rows[name].isin(kept)
    found = rows[shown].pivot(index=at, columns=name, values=value)[kept]
    if rest and not shown.all():
        others = rows[~shown].groupby(at)[value].sum(min_count=1)
        found[rest] = others.reindex(found.index)
        kept.append(rest)
    names: dict[str, str] = {}
    for each in kept:
        # A dot or a bracket in the name of a column would mean something else to Vega.
        plain = re.sub(r"\W+", "_", str(each)).strip("_") or "other"
        names[plain if plain not in names else f"{plain}_{len(names)}"] = str(each)
    found.columns = pd.Index(names)
    return found.reset_index(), names
