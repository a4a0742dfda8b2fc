"""U.S. Energy Information Administration: oil imports and prices, and LNG exports, from its API.

The API (version 2) needs a free key. It serves a series, newest period first, by the identifier
of its older version: `PET.MCRIMUS2.A` is table, series and frequency. A period in which nothing
was imported from a country has no row or an empty value.
"""

from __future__ import annotations

import calendar
import itertools
import json
import math
import re
from typing import Any, NamedTuple

import pandas as pd

from charts import Client, FetchError, api_key

SERIES = "https://api.eia.gov/v2/seriesid/"
KEY = "EIA_API_KEY"
KEYS_AT = "https://www.eia.gov/opendata/register.php"

BARRELS, DOLLARS, GAS = "MBBL/D", "$/BBL", "MMCF"  # units, as the API writes them
ANNUAL, MONTHLY = "A", "M"
FREQUENCIES = {ANNUAL: "annual", MONTHLY: "monthly"}
PERIODS = {ANNUAL: r"[12]\d{3}", MONTHLY: r"[12]\d{3}-(0[1-9]|1[0-2])"}
NOT_PRINTED = (None, "", ".", "-", "--", "NA", "W")  # the publisher's marks for no value
ROUNDING = 2  # thousand barrels a day by which rounded parts may differ from their whole


class Series(NamedTuple):
    """A series: its identifier, its unit, and what its description says (a pattern).

    `broken` says that it may lack periods in which nothing was imported.
    """

    id: str
    unit: str
    says: str
    broken: bool = False


def _from(origin: str, id: str, *, broken: bool = False, what: str = r"crude oil \(") -> Series:
    return Series(id, BARRELS, f"imports from {origin} of {what}", broken)


# The publisher's row for Russia includes the Soviet Union.
WORLD = Series("PET.MCRIMUS2", BARRELS, r"imports of crude oil \(")
CRUDE = {
    "World": WORLD,
    "OPEC": _from("opec countries", "PET.MCRIMXX2"),
    "Non-OPEC": _from("non-opec countries", "PET.MCRIMUSVV2"),
    "Canada": _from("canada", "PET.MCRIMUSCA2"),
    "Mexico": _from("mexico", "PET.MCRIMUSMX2"),
    "Russia": _from("russia", "PET.MCRIM_NUS-NRS_2", broken=True),
    "Saudi Arabia": _from("saudi arabia", "PET.MCRIMUSSA2"),
    "Venezuela": _from("venezuela", "PET.MCRIMUSVE2", broken=True),
}
LONG = ["World", "Canada", "Russia", "Venezuela"]  # held since 1973, the others since 1993
COUNTRIES = ["Canada", "Mexico", "Russia", "Saudi Arabia", "Venezuela"]
MONTHLY_CRUDE = ["World", "Canada", "Venezuela"]

ALL_OIL = "crude oil and petroleum products"
PETROLEUM = {
    "Canada": _from("canada", "PET.MTTIMUSCA2", what=ALL_OIL),
    "Russia": _from("russia", "PET.MTTIM_NUS-NRS_2", what=ALL_OIL, broken=True),
    "Venezuela": _from("venezuela", "PET.MTTIMUSVE2", what=ALL_OIL, broken=True),
}
API = "eia-api"  # the short name of this source in us_petroleum_imports_selected_years

PRICES = {
    "brent": Series("PET.RBRTE", DOLLARS, "brent spot price"),
    "wti": Series("PET.RWTC", DOLLARS, "wti spot price"),
}
LNG = Series("NG.N9133US2", GAS, r"liquefied.*exports")


def us_crude_imports_by_origin_annual(client: Client) -> pd.DataFrame:
    """Return crude oil imports by origin: four origins since 1973, all of them since 1993."""
    found = {
        origin: _series(client, series, ANNUAL, "1973" if origin in LONG else "1993")
        for origin, series in CRUDE.items()
    }
    table = pd.DataFrame(found)
    groups = (table["OPEC"] + table["Non-OPEC"] - table["World"]).dropna().abs()
    if (groups > ROUNDING).any():
        raise FetchError(
            f"{SERIES}: OPEC and Non-OPEC do not add up to the world in {groups.idxmax()}."
        )
    _no_more_than_the_world(table, COUNTRIES)
    rows = _long(found, "year", "origin", "imports")
    soviet = (rows["origin"] == "Russia") & (rows["year"] < "1992")
    return rows.assign(origin=rows["origin"].mask(soviet, "Soviet Union"))


def us_crude_imports_by_origin_monthly(client: Client) -> pd.DataFrame:
    """Return crude oil imports from the world, Canada and Venezuela by month since 2025."""
    found = {origin: _series(client, CRUDE[origin], MONTHLY, "2025-01") for origin in MONTHLY_CRUDE}
    _no_more_than_the_world(pd.DataFrame(found), ["Canada", "Venezuela"])
    return _long(found, "month", "origin", "imports")


def us_petroleum_imports_selected_years(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return crude oil and products by origin and year: the API's rows, then our other rows.

    The API's figure replaces a reading from a page of the same origin and year. If the API has
    none, the reading stays.
    """
    found = {
        origin: _series(client, series, ANNUAL, "2001") for origin, series in PETROLEUM.items()
    }
    served = _long(found, "year", "origin", "imports").assign(grade="A", source=API, note="")
    keys = pd.MultiIndex.from_frame(served[["year", "origin"]])
    beside = held[~pd.MultiIndex.from_frame(held[["year", "origin"]]).isin(keys)]
    gone = beside[beside["source"] == API]
    if len(gone):
        row = gone.iloc[0]
        raise FetchError(f"{SERIES}: the API no longer has {row['origin']} in {row['year']}.")
    return pd.concat([served, beside], ignore_index=True)


def oil_prices_annual(client: Client) -> pd.DataFrame:
    """Return the prices of Brent and West Texas Intermediate in each year since 1987."""
    found = {name: _series(client, series, ANNUAL, "1987") for name, series in PRICES.items()}
    return pd.DataFrame(found).dropna().rename_axis("year").reset_index()


def oil_prices_monthly(client: Client) -> pd.DataFrame:
    """Return the prices of Brent and West Texas Intermediate by month since December 1991."""
    found = {name: _series(client, series, MONTHLY, "1991-12") for name, series in PRICES.items()}
    return pd.DataFrame(found).dropna().rename_axis("month").reset_index()


def us_lng_exports_monthly(client: Client) -> pd.DataFrame:
    """Return LNG exports in each month since July 2012."""
    months = _series(client, LNG, MONTHLY, "2012-07")
    return months.rename("exports").rename_axis("month").reset_index()


def us_lng_exports_annual(client: Client) -> pd.DataFrame:
    """Return LNG exports in each full year since 2013, in total and per day."""
    months = _series(client, LNG, MONTHLY, "2013-01")
    years = months.groupby(months.index.str[:4]).agg(["sum", "count"])
    full = years[years["count"] == 12]["sum"]
    days = pd.Series({year: 365 + calendar.isleap(int(year)) for year in full.index})
    by_day = (full / days / 1000).round(3)
    frame = pd.DataFrame({"exports": full, "per_day": by_day})
    return frame.rename_axis("year").reset_index()


def _series(client: Client, series: Series, frequency: str, since: str) -> pd.Series[float]:
    """Return a series from a period on, oldest first."""
    url = f"{SERIES}{series.id}.{frequency}"
    body = client.get(url, "json", {"api_key": api_key(KEY, KEYS_AT)}).body
    return read(url, body, series, frequency, since)


def read(url: str, body: bytes, series: Series, frequency: str, since: str) -> pd.Series[float]:
    """Read one series from a period on, and check that it is the right one and complete.

    Raises:
        FetchError: if the API reports an error, or unit, identity, number of rows or periods are
            not the expected ones.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FetchError(f"{url}: the JSON is damaged ({error}).") from None
    if isinstance(answer, dict) and "error" in answer:
        raise FetchError(f"{url}: the API answered: {_words(answer)}")
    response = answer.get("response") if isinstance(answer, dict) else None
    response = response if isinstance(response, dict) else {}
    rows = response.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FetchError(f"{url}: the answer has no rows where they used to be (response, data).")
    if not rows:
        raise FetchError(f"{url}: the series is empty.")
    total = str(response.get("total", len(rows)))
    if total != str(len(rows)):
        raise FetchError(f"{url}: the answer has {len(rows)} rows, but the series has {total}.")
    served = response.get("frequency", FREQUENCIES[frequency])
    if served != FREQUENCIES[frequency]:
        raise FetchError(f"{url}: the series is {served}, not {FREQUENCIES[frequency]}.")
    values: dict[str, float] = {}
    for row in rows:
        period = _period(url, row, series, frequency)
        if period in values:
            raise FetchError(f"{url}: {period} appears twice.")
        values[period] = _number(url, period, row["value"])
    found = pd.Series(values, dtype="float64").dropna().sort_index()
    first = min(found.index, default="nothing")
    if first > since:
        raise FetchError(f"{url}: the series begins with {first}; {since} was expected.")
    found = found[found.index >= since]
    gap = None if series.broken else _gap(list(found.index))
    if gap:
        raise FetchError(f"{url}: the series has no value right after {gap}, but later ones.")
    return found


def _period(url: str, row: dict[str, Any], series: Series, frequency: str) -> str:
    """Return the period of a row, after checking that the row belongs to a series."""
    period = row.get("period")
    if not isinstance(period, str) or not re.fullmatch(PERIODS[frequency], period):
        raise FetchError(f"{url}: {period!r} is not a period; expected {FREQUENCIES[frequency]}.")
    if "value" not in row:
        raise FetchError(f"{url}: the row of {period} has no value where it used to be.")
    unit = row.get("units", row.get("unit"))
    if str(unit).upper() != series.unit:
        raise FetchError(f"{url}: the unit in {period} is {unit}; {series.unit} was expected.")
    id, says = row.get("series"), row.get("series-description")
    if id is not None and id != series.id.partition(".")[2]:
        raise FetchError(f"{url}: the answer is another series, {id}.")
    if says is not None and not re.search(series.says, str(says), re.IGNORECASE):
        raise FetchError(f"{url}: the series is a different one now: {says}.")
    return period


def _number(url: str, period: str, value: object) -> float:
    """Return a value, which the API writes as a text or a number; NaN if there is none."""
    if value in NOT_PRINTED:
        return math.nan
    if isinstance(value, bool) or not re.fullmatch(r"-?\d*\.?\d+(e[+-]?\d+)?", str(value), re.I):
        raise FetchError(f"{url}: the value of {period} is not a number: {value}.")
    number = float(str(value))
    if number < 0:  # checked here, because a sum would hide it
        raise FetchError(f"{url}: the value of {period} is below zero: {value}.")
    return number


def _gap(periods: list[str]) -> str:
    """Return the period before the first missing one; empty if none is missing."""
    for before, after in itertools.pairwise(periods):
        year, month = int(before[:4]), before[5:]
        if not month:
            due = f"{year + 1}"
        else:
            due = f"{year + 1}-01" if month == "12" else f"{year}-{int(month) + 1:02d}"
        if after != due:
            return before
    return ""


def _words(answer: dict[str, Any]) -> str:
    """Return what an error object says; it has had two forms."""
    error = answer["error"]
    if isinstance(error, dict):
        error = f"{error.get('message', 'an error')} ({error.get('code', 'without a code')})"
    elif "code" in answer:
        error = f"{error} ({answer['code']})"
    return " ".join(str(error).split())


def _no_more_than_the_world(table: pd.DataFrame, origins: list[str]) -> None:
    """Raise FetchError if countries together send more than the world."""
    more = table[origins].sum(axis=1) - table["World"].fillna(math.inf)
    if (more > ROUNDING).any():
        worst = more.idxmax()
        raise FetchError(f"{SERIES}: the countries sent more than the world did in {worst}.")


def _long(found: dict[str, pd.Series[float]], period: str, name: str, value: str) -> pd.DataFrame:
    """Return series as rows: period, name of the series, value."""
    parts = [
        values.rename(value).rename_axis(period).reset_index().assign(**{name: label})
        for label, values in found.items()
    ]
    return pd.concat(parts, ignore_index=True)[[period, name, value]]
