"""The Mineral Commodity Summaries' data: the edition that we hold, and one more that repeats it."""

import csv
import io
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from charts.generator.base.explainer_code import load_module
from tests.conftest import ROOT
from tests.explainer.held import HELD
from tests.publishers import Sample

USGS = load_module(ROOT / "data" / "fetch" / "usgs.py")
EDITION, ITEM = USGS.FIRST
NEXT = "0123456789abcdef01234567"
HOST = "www.sciencebase.gov/catalog"
NAMES = {"World": "World total", "Myanmar": "Burma", "Other": "Other countries"}
TONNES, KILOTONNES = "metric tons", "thousand metric tons"
RELIANCE, COMPOUNDS = "Net import reliance", "Rare-earth compounds and metals"
DEPENDENCE = "Net import reliance as a percentage of apparent consumption: Compounds and metals"

Row = dict[Any, Any]


def data() -> pd.DataFrame:
    """Returns the rows of both editions; `edition` and `mark` are for the encoding alone."""
    rows = [row for edition in (EDITION, EDITION + 1) for row in _edition(edition)]
    table = pd.DataFrame(rows)
    return table.assign(**{"Is critical mineral 2025": "Yes", "Other notes": "(Data in tons)"})


def _edition(edition: int) -> Iterator[Row]:
    """Yields an edition's rows: those that we hold of the last, at its own years."""
    later = edition - EDITION
    earths = partial(_row, edition, "Rare Earths")
    for row in _held("rare_earth_us_dependence"):
        place = (USGS.SALIENT, "United States", int(row["year"]) + later)
        yield earths(*place, RELIANCE, DEPENDENCE, "percent", row["reliance"], row["qualifier"])
        yield earths(*place, RELIANCE, "Mineral concentrates", "percent", "nan")
        yield earths(*place, "Production", "Production: Compounds and metals", TONNES, "120")
    for row in _held("rare_earth_us_import_sources"):
        years = f"{int(row['first_year']) + later}–{(int(row['last_year']) + later) % 100}"
        place = (USGS.SOURCES, row["partner"], years)
        yield earths(*place, "Import sources", COMPOUNDS, "percent", row["share"])
    mined = sorted(_held("rare_earth_production_usgs"), key=lambda row: row["country"] == "World")
    for row in mined:
        place = (USGS.MINES, row["country"], int(row["year"]) + later)
        yield earths(*place, "Production", "Mine production", TONNES, row["production"])
    for row in _held("rare_earth_reserves_by_edition"):
        place = (USGS.MINES, row["country"], edition - 1)
        yield earths(*place, "Reserves", "Reserves", TONNES, row["reserves"], row["qualifier"])
    yield earths(USGS.MINES, "India", edition - 1, "Reserves", "Reserves", TONNES, "nan")
    held = HELD["aluminum_production_by_country"].texts.to_dict("records")
    aluminum = partial(_row, edition, "Aluminum")
    for row in held:
        year = int(row["year"])
        if row["country"] == "United States" and later <= year - 2021 < 3 + later:
            place = (USGS.SALIENT, row["country"], year)
            yield aluminum(
                *place, "Production", "Production: Primary", KILOTONNES, row["production"]
            )
        for served in (edition - 2, edition - 1):
            if year == min(served, EDITION - 1):
                place = (USGS.SMELTERS, row["country"], served)
                yield aluminum(
                    *place, "Production", "Smelter production", KILOTONNES, row["production"]
                )


def _row(
    edition: int, commodity: str, section: str, country: str, year: int | str, statistic: str,
    detail: str, unit: str, value: str, qualifier: str = "",
) -> Row:  # fmt: skip
    whole = ": rounded" if country == "World" else ""
    cells = [commodity.upper(), section, commodity, NAMES.get(country, country), statistic,
             detail + whole, unit, str(year), float(value), "Estimated."]  # fmt: skip
    named = dict(zip(USGS.COLUMNS, cells, strict=True))
    return named | {"edition": edition, "mark": ">" if qualifier else ""}


def _held(name: str) -> list[dict[Any, Any]]:
    rows = HELD[name].texts
    return [row for row in rows.to_dict("records") if row["edition"] == str(EDITION)]


def files(table: pd.DataFrame) -> dict[str, bytes]:
    """Returns both editions' files, and the listing of the collection."""
    found = {}
    for edition, item in ((EDITION, ITEM), (EDITION + 1, NEXT)):
        rows = table[table["edition"] == edition].drop(columns=["edition", "mark"])
        marks = table.loc[table["edition"] == edition, "mark"]
        for name in rows.select_dtypes("number"):
            cells = zip(marks, rows[name], strict=True)
            rows = rows.assign(**{name: [_printed(mark, value) for mark, value in cells]})
        text = io.StringIO()
        rows.to_csv(text, index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
        found[f"{HOST}/file/get/{item}"] = text.getvalue().encode("cp1252")
    items = [
        {"id": "677eaf95d34e760b392c4970", "title": "U.S. Geological Survey Mineral Commodity "
         "Summaries 2025 Data Release (ver. 2.0, April 2025)"},
        {"id": ITEM, "title": f"Mineral Commodity Summaries {EDITION} Data Release"},
        {"id": NEXT, "title": f"Mineral Commodity Summaries {EDITION + 1} Data Release"},
    ]  # fmt: skip
    listing = {"total": len(items), "items": items}
    return found | {f"{HOST}/items": json.dumps(listing).encode()}


def _printed(mark: str, value: float) -> str:
    """Returns a value as the book prints it."""
    if value != value:
        return "NA"
    return "—" if value == 0 else f"{mark}{value:,.10g}"


TABLE = data()


def _sample(section: str, statistic: str, commodity: str = "Rare Earths") -> Sample:
    """Returns the sample of a dataset with the rows that it is read from."""
    ours = (
        (TABLE["Section"] == section)
        & (TABLE["Commodity"] == commodity)
        & TABLE["Statistics"].str.startswith(statistic)
    )
    return Sample(TABLE, files, ["Value"], ours)


SAMPLES = {
    "rare_earth_production_usgs": _sample(USGS.MINES, "Production"),
    "rare_earth_reserves_by_edition": _sample(USGS.MINES, "Reserves"),
    "rare_earth_us_dependence": _sample(USGS.SALIENT, RELIANCE),
    "rare_earth_us_import_sources": _sample(USGS.SOURCES, "Import sources"),
    "aluminum_production_by_country": _sample(USGS.SMELTERS, "Production", "Aluminum"),
}

# For each form of file, the dataset on which the faults are tried.
FORMS = ["rare_earth_production_usgs"]

# Keys that the fetcher takes from the environment, and a dataset that needs each.
KEYS: dict[str, str] = {}
