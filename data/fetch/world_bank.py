"""World Bank: World Development Indicators, from its API, which needs no key.

An answer is a pair: a description, and one row for each country and year, newest first. A year
without a figure has the value null: before a country's first figure, or not published yet.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pandas as pd

from charts import Client, FetchError

INDICATOR = "https://api.worldbank.org/v2/country/{}/indicator/{}"
# All rows at once: an indicator has some 65 years for each country.
WHOLE = {"format": "json", "per_page": "20000"}

FDI, GDP = "BX.KLT.DINV.CD.WD", "NY.GDP.MKTP.CD"
COUNTRIES = {"RUS": "Russia", "USA": "United States"}


def russia_fdi_inflows_annual(client: Client) -> pd.DataFrame:
    """Return the net inflows of foreign direct investment into Russia since 1992, in dollars."""
    rows = _indicator(client, FDI, ["RUS"], 1992)
    return rows.rename(columns={"value": "inflows"})[["year", "inflows"]]


def gdp_annual(client: Client) -> pd.DataFrame:
    """Return the GDP of Russia and the United States since 1988, in current dollars."""
    rows = _indicator(client, GDP, list(COUNTRIES), 1988)
    rows = rows.assign(country=rows["country"].map(COUNTRIES))
    return rows.rename(columns={"value": "gdp"})[["year", "country", "gdp"]]


def _indicator(client: Client, indicator: str, countries: list[str], since: int) -> pd.DataFrame:
    """Return an indicator's rows from a year on: year, country (by its code) and value."""
    url = INDICATOR.format(";".join(countries), indicator)
    rows = read(url, client.get(url, "json", WHOLE).body, indicator, countries)
    first = rows.groupby("country")["year"].min()
    if (first > since).any():
        raise FetchError(f"{url}: {first.idxmax()} begins with {first.max()}, not with {since}.")
    return rows[rows["year"] >= since]


def read(url: str, body: bytes, indicator: str, countries: list[str]) -> pd.DataFrame:
    """Read an indicator's rows that have a value, and check that they are the right ones, and all.

    The API gives dollars with or without cents; we keep whole dollars.

    Raises:
        FetchError: if the API reports an error, rows are missing, appear twice or belong to
            another indicator or country, or a country has no value between two others.
    """
    found: dict[str, dict[int, int]] = {country: {} for country in countries}
    seen = set()
    for row in _rows(url, body):
        country, year = row.get("countryiso3code"), row.get("date")
        served = row.get("indicator")
        if not isinstance(served, dict) or served.get("id") != indicator:
            raise FetchError(f"{url}: a row is of another indicator: {served}.")
        if country not in found:
            raise FetchError(f"{url}: a row is of another country: {country}.")
        if not isinstance(year, str) or not re.fullmatch(r"[12]\d{3}", year):
            raise FetchError(f"{url}: {year!r} is not a year.")
        if (country, year) in seen:
            raise FetchError(f"{url}: {country} appears twice in {year}.")
        seen.add((country, year))
        if "value" not in row:
            raise FetchError(f"{url}: the row of {country} in {year} has no value, not even null.")
        value = row["value"]
        if value is None:
            continue
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value):
            raise FetchError(f"{url}: the value of {country} in {year} is not a number: {value}.")
        found[country][int(year)] = round(value)
    for country, values in found.items():
        if not values:
            raise FetchError(f"{url}: there is no value for {country}.")
        gaps = set(range(min(values), max(values))) - set(values)
        if gaps:
            raise FetchError(f"{url}: {country} has no value in {min(gaps)}, but before and after.")
    rows = [(year, c, value) for c, values in found.items() for year, value in values.items()]
    return pd.DataFrame(rows, columns=["year", "country", "value"])


def _rows(url: str, body: bytes) -> list[dict[str, Any]]:
    """Return the rows of an answer that is complete on one page."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FetchError(f"{url}: the JSON is damaged ({error}).") from None
    about = answer[0] if isinstance(answer, list) and answer else None
    about = about if isinstance(about, dict) else {}
    if "message" in about:
        raise FetchError(f"{url}: the API answered: {_words(about['message'])}")
    rows = answer[1] if about and len(answer) == 2 else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FetchError(f"{url}: the answer is not a pair of a description and rows.")
    if str(about.get("pages")) != "1" or str(about.get("total")) != str(len(rows)):
        raise FetchError(
            f"{url}: the answer has {len(rows)} rows, but there are {about.get('total')} on "
            f"{about.get('pages')} pages."
        )
    return rows


def _words(messages: object) -> str:
    """Return what an error message says."""
    said = [
        f"{message.get('key', 'error')}: {message.get('value', '')}"
        for message in (messages if isinstance(messages, list) else [])
        if isinstance(message, dict)
    ]
    return "; ".join(said) or str(messages)
