"""The Energy Information Administration's API: a JSON answer a series."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from charts.generator.base.explainer_code import load_module
from tests.conftest import ROOT
from tests.explainer.held import HELD
from tests.publishers import Sample

EIA = load_module(ROOT / "data" / "fetch" / "eia.py")
DESCRIPTIONS = {
    "PET.MCRIMUS2": "U.S. Imports of Crude Oil (Thousand Barrels per Day)",
    "PET.RBRTE": "Europe Brent Spot Price FOB (Dollars per Barrel)",
    "PET.RWTC": "Cushing, OK WTI Spot Price FOB (Dollars per Barrel)",
    "NG.N9133US2": "Liquefied U.S. Natural Gas Exports (Million Cubic Feet)",
}
IMPORTS = "U.S. Imports from {} of {} (Thousand Barrels per Day)"
REFUSED = {"code": "API_KEY_INVALID", "message": "An invalid api_key was supplied."}


def later(period: str, by: int = 1) -> str:
    """Returns a year or month later than another."""
    return str(int(period) + by if len(period) == 4 else pd.Period(period, freq="M") + by)


def named(origin: str) -> str:
    """Returns an origin as the publisher's descriptions name it."""
    return f"{origin} Countries" if "OPEC" in origin else origin


def table(found: Mapping[str, tuple[Any, pd.Series]], frequency: str, until: str) -> pd.DataFrame:
    """Returns the API's rows of series, which are given with what each describes.

    Each begins a period before the first that we hold. Those that go to our last period go on
    until another, repeating the one before.
    """
    end = max(max(held.index) for _, held in found.values())
    rows = []
    for description, (series, held) in found.items():
        values = {later(min(held.index), -1): float(held.iloc[0])}
        values |= {str(period): float(value) for period, value in held.items()}
        while max(values) < until and max(held.index) == end:
            values[later(max(values))] = values[max(values)]
        rows += [
            {
                "address": f"{series.id}.{frequency}",
                "period": period,
                "series": series.id.partition(".")[2],
                "series-description": description,
                "value": value,
                "units": series.unit,
            }
            for period, value in values.items()
        ]
    # By period, so that the first rows are the first of every series.
    return pd.DataFrame(rows).sort_values("period", kind="stable", ignore_index=True)


def answers(table: pd.DataFrame) -> dict[str, bytes]:
    """Returns an answer a series, newest period first; numbers are written as texts."""
    files = {}
    for address, part in table.groupby("address"):
        frequency = EIA.FREQUENCIES[str(address)[-1]]
        rows = part.drop(columns="address").iloc[::-1].to_dict("records")
        whole = str(address).startswith("NG")
        for row in rows:
            for name, value in row.items():
                if isinstance(value, float):
                    row[name] = str(round(value)) if whole else f"{value:.10g}"
        answer = {
            "response": {
                "total": str(len(rows)),
                "dateFormat": "YYYY" if frequency == "annual" else "YYYY-MM",
                "frequency": frequency,
                "data": rows,
            },
            "request": {"command": f"/v2/seriesid/{address}", "params": {}},
            "apiVersion": "2.1.8",
        }
        files[f"api.eia.gov/v2/seriesid/{address}"] = json.dumps(answer).encode()
    return files


def sample(found: Mapping[str, tuple[Any, pd.Series]], frequency: str, until: str) -> Sample:
    """Returns series as a sample; all rows are ours."""
    rows = table(found, frequency, until)
    refused = json.dumps({"error": REFUSED}).encode()
    ours = pd.Series(True, index=rows.index)
    return Sample(rows, answers, ["value"], ours, refused=refused)


def by_origin(name: str, period: str) -> dict[str, pd.Series]:
    """Returns what we hold of a dataset, as one series an origin."""
    rows = HELD[name].texts.replace({"origin": {"Soviet Union": "Russia"}})
    values = rows.assign(imports=rows["imports"].astype(float)).set_index(period)
    return {str(origin): part["imports"] for origin, part in values.groupby("origin")}


def imports(name: str, period: str, frequency: str, until: str) -> Sample:
    """Returns the series of crude oil imports behind a dataset."""
    found = {}
    for origin, held in by_origin(name, period).items():
        series = EIA.CRUDE[origin]
        description = DESCRIPTIONS.get(series.id, IMPORTS.format(named(origin), "Crude Oil"))
        found[description] = (series, held)
    return sample(found, frequency, until)


def petroleum() -> Sample:
    """Returns the series of crude oil and products: each year since 1993, of our readings.

    A year that we have no reading of repeats the last one before it, or the first. Venezuela's
    years from 2020 to 2022 are not printed.
    """
    found = {}
    for origin, held in by_origin("us_petroleum_imports_selected_years", "year").items():
        if origin in EIA.PETROLEUM:
            years = pd.Index([str(year) for year in range(1993, 2026)])
            full = held.reindex(years).ffill().bfill()
            if origin == "Venezuela":
                full = full.drop(["2020", "2021", "2022"])
            description = IMPORTS.format(origin, "Crude Oil and Petroleum Products")
            found[description] = (EIA.PETROLEUM[origin], full)
    return sample(found, EIA.ANNUAL, "2025")


def prices(name: str, frequency: str, until: str) -> Sample:
    """Returns the two series of oil prices behind a dataset."""
    held = HELD[name].texts
    held = held.set_index(held.columns[0]).astype(float)
    found = {DESCRIPTIONS[s.id]: (s, held[column]) for column, s in EIA.PRICES.items()}
    return sample(found, frequency, until)


def lng() -> Sample:
    """Returns the series of LNG exports, to the end of a year that was not full."""
    held = HELD["us_lng_exports_monthly"].texts.set_index("month")["exports"].astype(float)
    until = f"{later(max(held.index))[:4]}-12"
    return sample({DESCRIPTIONS[EIA.LNG.id]: (EIA.LNG, held)}, EIA.MONTHLY, until)


def after(name: str) -> str:
    """Returns the period after the last that we hold of a dataset."""
    return later(max(HELD[name].texts.iloc[:, 0]))


ORIGINS, MONTHS = "us_crude_imports_by_origin_annual", "us_crude_imports_by_origin_monthly"
GAS = lng()
# Its first renewal puts figures in the place of readings, which somebody has to accept: it has
# tests of its own.
PETROLEUM = petroleum()

SAMPLES = {
    ORIGINS: imports(ORIGINS, "year", EIA.ANNUAL, after(ORIGINS)),
    MONTHS: imports(MONTHS, "month", EIA.MONTHLY, after(MONTHS)),
    "oil_prices_annual": prices("oil_prices_annual", EIA.ANNUAL, after("oil_prices_annual")),
    "oil_prices_monthly": prices("oil_prices_monthly", EIA.MONTHLY, after("oil_prices_monthly")),
    "us_lng_exports_monthly": GAS,
    "us_lng_exports_annual": GAS,
}

# For each form of file, the dataset on which the faults are tried: many series in rows, two in
# columns, and one in sums.
FORMS = [ORIGINS, "oil_prices_monthly", "us_lng_exports_annual"]

# Keys that the fetcher takes from the environment, and a dataset that needs each.
KEYS = {EIA.KEY: "oil_prices_annual"}
