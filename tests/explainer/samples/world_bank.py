"""The World Bank's API: a JSON pair an indicator."""

import json

import pandas as pd

from charts.generator.base.explainer_code import load_module
from tests.conftest import ROOT
from tests.explainer.held import HELD
from tests.publishers import Sample

BANK = load_module(ROOT / "data" / "fetch" / "world_bank.py")
PLACES = {
    "RUS": {"id": "RU", "value": "Russian Federation"},
    "USA": {"id": "US", "value": "United States"},
}
TITLES = {
    BANK.FDI: "Foreign direct investment, net inflows (BoP, current US$)",
    BANK.GDP: "GDP (current US$)",
}


def table(indicator: str, held: dict[str, pd.Series]) -> pd.DataFrame:
    """Returns an indicator's rows by country and year, oldest first.

    The years since 1960 before the first that we hold are null; the year after our last repeats
    it; the one after that is not out, and null.
    """
    rows = []
    for country, values in held.items():
        last = max(values.index)
        known = values.to_dict() | {last + 1: values[last]}
        rows += [
            {
                "address": f"{';'.join(held)}/indicator/{indicator}",
                "countryiso3code": country,
                "date": str(year),
                "value": known.get(year),
                "unit": "",
                "obs_status": "",
                "decimal": 0,
            }
            for year in range(1960, last + 3)
        ]
    # By year, so that the first rows with a value are the first of every country.
    return pd.DataFrame(rows).sort_values("date", kind="stable", ignore_index=True)


def answers(table: pd.DataFrame) -> dict[str, bytes]:
    """Returns the pair: what it holds, and its rows."""
    (address,) = table["address"].unique()
    indicator = address.rpartition("/")[2]
    rows = table.drop(columns="address").iloc[::-1].astype(object)
    pair = [
        {"page": 1, "pages": 1, "per_page": 20000, "total": len(rows), "lastupdated": "2026-10-13"},
        [
            {
                "indicator": {"id": indicator, "value": TITLES[indicator]},
                "country": PLACES[row["countryiso3code"]],
            }
            | row
            for row in rows.where(rows.notna(), None).to_dict("records")
        ],
    ]
    return {f"api.worldbank.org/v2/country/{address}": json.dumps(pair).encode()}


def sample(indicator: str, held: dict[str, pd.Series]) -> Sample:
    """Returns an indicator as a sample; ours are the years that we hold, and the one after."""
    rows = table(indicator, held)
    return Sample(rows, answers, ["value"], rows["value"].notna())


INFLOWS = HELD["russia_fdi_inflows_annual"].frame.set_index("year")["inflows"].astype(float)
GDP = HELD["gdp_annual"].frame.set_index("year").astype({"gdp": float})

SAMPLES = {
    "russia_fdi_inflows_annual": sample(BANK.FDI, {"RUS": INFLOWS}),
    "gdp_annual": sample(
        BANK.GDP, {code: GDP[GDP["country"] == n]["gdp"] for code, n in BANK.COUNTRIES.items()}
    ),
}

# For each form of file, the dataset on which the faults are tried. Both have one form; a negative
# inflow is a fact, not a fault.
FORMS = ["gdp_annual"]

# Keys that the fetcher takes from the environment, and a dataset that needs each.
KEYS: dict[str, str] = {}
