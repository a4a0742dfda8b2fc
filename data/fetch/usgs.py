"""U.S. Geological Survey: rare earths and aluminum, from the Mineral Commodity Summaries' data.

It needs no key. Since the edition of 2026 each edition's data are one CSV of all minerals, in a
Windows encoding, in an item of its own in the survey's collection, which lists later editions. A
row is one figure: its chapter, section, mineral, country, statistic, unit and year. Values are
written as in print: "270,000", "—" for zero, "NA" for not available, "W" for withheld, ">95" for
more than, "E" for a net exporter. An edition's last year is an estimate.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from charts import Client, FetchError

COLLECTION = "https://www.sciencebase.gov/catalog/items"
NMIC = "5c8c03e4e4b0938824529f7d"  # the National Minerals Information Center's collection
ITEM = "https://www.sciencebase.gov/catalog/file/get/"
FIRST = (2026, "696a75d5d4be0228872d3bf8")  # the first edition in this form, and its item
TITLE = re.compile(r"Mineral Commodity Summaries (\d{4}) Data Release")

COLUMNS = [
    "MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit",
    "Year", "Value", "Notes",
]  # fmt: skip
SALIENT, SOURCES = "Salient Statistics—United States", "Import Sources"
MINES = "World Mine Production and Reserves"
SMELTERS = "World Smelter Production and Capacity"

NAMES = {"World total": "World", "Burma": "Myanmar"}
UNKNOWN = {"NA", "W", "E", "XX", ""}
ROUNDED = 3  # percentage points by which the sum of rounded shares may differ from 100
ROUNDING = 0.05  # share by which rounded rows may differ from the rounded world total

Row = dict[str, str]
Edition = tuple[int, list[Row]]


def rare_earth_production_usgs(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return mine production by edition, year and country."""
    rows = [
        {
            "edition": str(edition),
            "year": row["Year"],
            "country": _country(row, "Other"),
            "production": value,
            "status": "estimate" if row["Notes"].startswith("Estimated.") else "",
            "grade": "A",
            "source": "mcs-data",
            "note": _note(row["Notes"]),
        }
        for edition, figures in _editions(client, "RARE EARTHS")
        for row, value, _ in _world(figures, MINES, "Production", "Mine production", "metric tons")
    ]
    return _merged(held, rows, ["edition", "year", "country"], ["production"])


def rare_earth_reserves_by_edition(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return reserves by edition and country; a country whose reserves are unknown has no row."""
    rows = [
        {
            "edition": str(edition),
            "country": _country(row, "Other"),
            "reserves": value,
            "qualifier": qualifier,
            "grade": "A",
            "source": "mcs-data",
            "note": "",
        }
        for edition, figures in _editions(client, "RARE EARTHS")
        for row, value, qualifier in _world(figures, MINES, "Reserves", "Reserves", "metric tons")
    ]
    return _merged(held, rows, ["edition", "country"], ["reserves", "qualifier"])


def rare_earth_us_dependence(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return net import reliance by edition and year; the value of imports is not in the data."""
    detail = "Net import reliance as a percentage of apparent consumption: Compounds and metals"
    rows = [
        {
            "edition": str(edition),
            "year": row["Year"],
            "reliance": value,
            "qualifier": qualifier,
            "imports": "",
            "source": "mcs-data",
        }
        for edition, figures in _editions(client, "RARE EARTHS")
        for row, value, qualifier in _figures(
            figures, SALIENT, "Net import reliance", lambda text: text == detail, "percent"
        )
    ]
    return _merged(held, rows, ["edition", "year"], ["reliance", "qualifier"])


def rare_earth_us_import_sources(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return the origins of imports by edition, as shares of the four years before it."""
    rows = []
    for edition, figures in _editions(client, "RARE EARTHS"):
        shares = _figures(
            figures,
            SOURCES,
            "Import sources",
            lambda text: text == "Rare-earth compounds and metals",
            "percent",
        )
        for row, value, _ in shares:
            period = re.fullmatch(r"(\d\d)(\d\d)[–-](\d\d)", row["Year"])
            if period is None:
                raise _wrong(row, f'the period is "{row["Year"]}"')
            rows.append(
                {
                    "edition": str(edition),
                    "first_year": period[1] + period[2],
                    "last_year": period[1] + period[3],
                    "partner": _country(row, "Other"),
                    "share": value,
                    "source": "mcs-data",
                }
            )
        if abs(sum(float(value) for _, value, _ in shares) - 100) > ROUNDED:
            raise FetchError(f"{ITEM}: the shares of edition {edition} do not add up to 100.")
    return _merged(held, rows, ["edition", "first_year", "last_year", "partner"], ["share"])


def aluminum_production_by_country(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return smelter production; each year's figures are from the last edition with that year."""
    unit = "thousand metric tons"
    rows: dict[tuple[str, str], Row] = {}
    for edition, figures in _editions(client, "ALUMINUM"):
        salient = _figures(
            figures, SALIENT, "Production", lambda text: text == "Production: Primary", unit
        )
        world = _world(figures, SMELTERS, "Production", "Smelter production", unit)
        for row, value, _ in [*salient, *world]:  # the world's table takes precedence
            country = _country(row, "Other countries")
            rows[row["Year"], country] = {
                "year": row["Year"],
                "country": country,
                "production": value,
                "status": "estimate" if int(row["Year"]) == edition - 1 else "revised",
            }
    return _merged(held, list(rows.values()), ["year", "country"], ["production"])


def _editions(client: Client, chapter: str) -> Iterator[Edition]:
    """Yield every edition in this form with the rows of a chapter, the oldest first."""
    items = {FIRST[0]: FIRST[1]}
    yield FIRST[0], _chapter(client, *FIRST, chapter)
    for item in _listing(client):
        title = TITLE.search(item["title"])
        edition = int(title[1]) if title else 0
        if edition <= FIRST[0]:
            continue
        if edition in items:
            raise FetchError(f"{COLLECTION}: edition {edition} appears twice in the collection.")
        items[edition] = item["id"]
    for edition in sorted(items)[1:]:
        yield edition, _chapter(client, edition, items[edition], chapter)


def _listing(client: Client) -> list[dict[str, str]]:
    asked = {"parentId": NMIC, "max": "500", "format": "json", "fields": "title"}
    body = client.get(COLLECTION, "json", asked).body
    try:
        listing = json.loads(body)
        items = [{"id": str(item["id"]), "title": str(item["title"])} for item in listing["items"]]
        total = int(listing["total"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FetchError(f"{COLLECTION}: the listing can't be read ({error!r}).") from None
    if len(items) != total:
        raise FetchError(f"{COLLECTION}: of {total} items only {len(items)} are listed.")
    return items


def _chapter(client: Client, edition: int, item: str, chapter: str) -> list[Row]:
    """Return the rows of a chapter, after checking the file's form.

    Raises:
        FetchError: if columns or the chapter are missing, a row is cut off, or the last year is
            not the one before the edition.
    """
    name = f"MCS{edition}_Commodities_Data.csv"
    body = client.get(ITEM + item, "csv", {"name": name}).body
    where = f"{ITEM}{item}: {name}"
    try:
        head, *cells = csv.reader(io.StringIO(body.decode("cp1252"), newline=""), strict=True)
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise FetchError(f"{where} is not a CSV file ({error}).") from None
    missing = [column for column in COLUMNS if column not in head]
    if missing:
        raise FetchError(f"{where} no longer has the column {', '.join(missing)}.")
    if any(len(row) != len(head) for row in cells):
        raise FetchError(f"{where} is cut off: a row does not have as many cells as the first.")
    rows = [dict(zip(head, map(str.strip, row), strict=True)) for row in cells]
    rows = [row for row in rows if row["MCS chapter"] == chapter]
    if not rows:
        raise FetchError(f"{where} has no chapter {chapter}.")
    years = [row["Year"] for row in rows if row["Statistics"] == "Production"]
    last = max(years, default="no year")
    if last != str(edition - 1):
        raise FetchError(f"{where} ends with {last}; expected the year before the edition.")
    return rows


def _figures(
    rows: Iterable[Row], section: str, statistic: str, detail: Callable[[str], bool], unit: str
) -> list[tuple[Row, str, str]]:
    """Return the known figures of a statistic, each with its row and its qualifier, if any."""
    found = [
        row
        for row in rows
        if row["Section"] == section
        and row["Statistics"].startswith(statistic)
        and detail(row["Statistics_detail"])
    ]
    if not found:
        raise FetchError(f'{ITEM}: "{section}" no longer has the statistic "{statistic}".')
    figures = []
    places = [(row["Country"], row["Year"]) for row in found]
    for row, place in zip(found, places, strict=True):
        if places.count(place) > 1:
            raise _wrong(row, "there are two figures")
        if row["Unit"] != unit:
            raise _wrong(row, f"the unit is {row['Unit']}, not {unit}")
        if row["Value"] in UNKNOWN:
            continue
        value = re.fullmatch(r"(>?)(\d[\d,]*(\.\d+)?|—)", row["Value"])
        if value is None:
            raise _wrong(row, f'the value is "{row["Value"]}"')
        figure = "0" if value[2] == "—" else value[2].replace(",", "")
        figures.append((row, figure, "more than" if value[1] else ""))
    return figures


def _world(
    rows: list[Row], section: str, statistic: str, detail: str, unit: str
) -> list[tuple[Row, str, str]]:
    """Return the figures of a world table, after checking that countries add up to its total."""
    figures = _figures(rows, section, statistic, lambda text: text.startswith(detail), unit)
    for year in {row["Year"] for row, _, _ in figures}:
        total = [f for f in figures if f[0]["Year"] == year and f[0]["Country"] == "World total"]
        if not total:
            raise FetchError(f'{ITEM}: "{section}" has no world total for {year}.')
        ((row, value, qualifier),) = total
        parts = sum(float(f[1]) for f in figures if f[0]["Year"] == year) - float(value)
        unknown = any(
            other["Value"] in UNKNOWN
            for other in rows
            if (other["Section"], other["Statistics"], other["Year"]) == (section, statistic, year)
        )
        low = 0 if qualifier or unknown else float(value) * (1 - ROUNDING)
        if not low <= parts <= float(value) * (1 + ROUNDING):
            raise _wrong(row, f"countries add up to {parts:,.0f}, the total is {row['Value']}")
    return figures


def _merged(
    held: pd.DataFrame, rows: list[Row], key: list[str], figures: list[str]
) -> pd.DataFrame:
    """Return the held rows with those of the files: a row whose figures are confirmed stays as is.

    So do the held rows of editions (or years) that no file has.
    """
    old: dict[tuple[str, ...], Row] = {
        tuple(row[name] for name in key): {str(k): str(v) for k, v in row.items()}
        for row in held.to_dict("records")
    }
    new = {tuple(row[name] for name in key): row for row in rows}
    served = {k[0] for k in new}
    merged = {k: row for k, row in old.items() if k[0] not in served}
    for k, row in new.items():
        same = k in old and all(_equal(old[k][name], row[name]) for name in figures)
        merged[k] = old[k] if same else row
    return pd.DataFrame(list(merged.values()), columns=list(held.columns))


def _equal(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other


def _country(row: Row, others: str) -> str:
    name = row["Country"]
    return others if name == "Other countries" else NAMES.get(name, name)


def _note(notes: str) -> str:
    """Return what the data say about a figure, in the words of our rows."""
    said = {
        "reported import data for China": "estimated from Chinese import data",
        "Production quota": "production quota; excludes undocumented production",
        "Reported.": "footnote: reported",
    }
    return "; ".join(ours for theirs, ours in said.items() if theirs in notes)


def _wrong(row: Row, what: str) -> FetchError:
    name = f"{row['Commodity']}, {row['Country']}, {row['Statistics_detail']} {row['Year']}"
    return FetchError(f"{ITEM}: {name}: {what}.")
