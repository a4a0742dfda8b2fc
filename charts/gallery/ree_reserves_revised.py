"""The estimate of Russia's rare earth reserves, edition by edition, beside what was mined."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, places, upright

MINED = "mined"


def draw(
    rare_earth_reserves_by_edition: pd.DataFrame,
    rare_earth_production_by_country_annual: pd.DataFrame,
    screen: Screen,
) -> Chart:
    found = rare_earth_reserves_by_edition.query("country == 'Russia'")
    found = found[["edition", "country", "reserves"]]
    first, last = int(found["edition"].min()), int(found["edition"].max())
    rows = pd.DataFrame({"edition": range(first, last + 1)}).merge(found, how="left")
    rows["_bar"] = rows["edition"].astype(str)
    rows["_amount"] = rows["reserves"] / 1e6
    rows["_label"] = [f"{amount:.3g}" for amount in rows["_amount"]]
    rows.loc[rows["reserves"].isna(), "_label"] = "not|found"
    # Everything mined since the first edition, on the same scale, after an empty place.
    mined = rare_earth_production_by_country_annual.query("country == 'Russia'")
    mined = mined[mined["year"] >= first]
    amount = mined["production"].sum() / 1000
    more = pd.DataFrame(
        {"_bar": [" ", MINED], "_amount": [None, amount], "_label": ["", f"{amount:.2g}"]}
    )
    rows = pd.concat([rows, more], ignore_index=True)
    rows["_color"] = SUBJECT
    tooltip = [
        alt.Tooltip("_bar:N", title="Edition, or mined"),
        alt.Tooltip("_amount:Q", title="Million tonnes"),
    ]
    table = pd.concat([found, mined])
    x = places("_bar", rows["_bar"], screen)
    return upright(rows, x, "_amount", tooltip, screen, table=table)
