"""The Census Bureau's international trade API: JSON arrays, the names of the columns first."""

import json
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from charts.generator.base.explainer_code import load_module
from tests.conftest import ROOT
from tests.explainer.held import HELD
from tests.publishers import Sample

CENSUS = load_module(ROOT / "data" / "fetch" / "census.py")
HOST = "api.census.gov/data/timeseries/intltrade/imports/"
RUSSIA, ALL = str(CENSUS.RUSSIA), "-"
CODES = ["I_COMMODITY", "I_COMMODITY_SDESC", "GEN_VAL_MO"]
INVALID = (
    b"<html><head><title>Invalid Key</title></head><body>A valid key is missing.</body></html>"
)


def chapters() -> pd.DataFrame:
    """Returns Russia's chapters by month, from the year before our last to the one after it.

    Rows of all countries are there for aluminum alone, which is all that is asked of them.
    """
    held = HELD["us_imports_from_russia_by_chapter_annual"].texts
    held = held[held["basis"] == CENSUS.GENERAL]
    last = int(max(held["year"]))
    rows = []
    for year in (last - 1, last, last + 1):
        known = held[held["year"] == str(min(year, last))]
        for row in known.to_dict("records"):
            dollars = round(float(row["imports"]) * 1e6)
            rows += monthly(CODES, str(row["chapter"]), dollars, year, RUSSIA)
            if row["chapter"] == "76":
                rows += monthly(CODES, "76", dollars * 50, year, ALL)
    table = pd.DataFrame(rows).sort_values("time", kind="stable", ignore_index=True)
    return table.astype({"GEN_VAL_MO": float})


def monthly(
    columns: list[str], code: str, dollars: int, year: int, country: str, months: int = 12
) -> list[dict[str, Any]]:
    """Returns a code's rows in the months of a year, which add up to its dollars."""
    shares = [dollars // months] * (months - 1)
    shares.append(dollars - sum(shares))
    return [
        dict(zip(columns, (code, f"GOODS OF {code}", share), strict=True))
        | {"COMM_LVL": "HS2", "CTY_CODE": country, "time": f"{year}-{month:02d}"}
        for month, share in enumerate(shares, 1)
    ]


def array(table: pd.DataFrame) -> bytes:
    """Returns a table as the API writes it: everything is text."""
    rows = [[str(x) if isinstance(x, str) else f"{x:.0f}" for x in row] for row in table.to_numpy()]
    return json.dumps([list(table.columns), *rows]).encode()


def answers(table: pd.DataFrame) -> dict[str, bytes]:
    """Returns the answers to what is asked at first, and once a year more is held."""
    files = {}
    first = int(min(table["time"])[:4])
    for year in (first, first + 1):
        asked = {"get": ",".join(CODES), "COMM_LVL": "HS2", "time": f"from {year}-01"}
        for country, more in ((RUSSIA, {}), (ALL, {"I_COMMODITY": "76"})):
            question = urlencode(sorted((asked | more | {"CTY_CODE": country}).items()))
            served = (table["CTY_CODE"] == country) & (table["time"] >= f"{year}-01")
            files[f"{HOST}hs?{question}"] = array(table[served])
    return files


def industries(december: int | None) -> dict[str, bytes]:
    """Returns Russia's industries as we hold them; December may complete an unfinished year."""
    held = HELD["us_imports_from_russia_by_industry_annual"].texts
    columns = ["NAICS", "NAICS_SDESC", "CON_VAL_MO"]
    last = int(max(held["year"]))
    rows = []
    for row in held[held["naics"] != "TOTAL"].to_dict("records"):
        if int(row["year"]) < last - 1:
            continue
        dollars, year = round(float(row["imports"]) * 1e6), int(row["year"])
        rows += monthly(columns, str(row["naics"]), dollars, year, RUSSIA, int(row["months"]))
        if december is not None and year == last:
            rows.append(rows[-1] | {"time": f"{year}-12", "CON_VAL_MO": december})
    return {f"{HOST}naics": array(pd.DataFrame(rows))}


TABLE = chapters()
OURS = TABLE["CTY_CODE"] == RUSSIA

SAMPLES = {
    "us_imports_from_russia_by_chapter_annual": Sample(
        TABLE, answers, ["GEN_VAL_MO"], OURS, refused=INVALID
    ),
    "us_aluminum_imports_from_russia": Sample(
        TABLE, answers, ["GEN_VAL_MO"], OURS & (TABLE["I_COMMODITY"] == "76")
    ),
}

# For each form of file, the dataset on which the faults are tried.
FORMS = ["us_imports_from_russia_by_chapter_annual"]

# The API answers without a key too: none is needed.
KEYS: dict[str, str] = {}
