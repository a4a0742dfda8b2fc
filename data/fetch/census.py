"""U.S. Census Bureau: goods trade by country, from the workbook behind its country pages.

The workbook needs no key. One row a country and year; I… and E… are imports and exports in
millions of dollars by month and for the year; a month that is not out yet is 0.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pandas as pd

from charts.client import Client, FetchError
from charts.refresh import month_served

WORKBOOK = "https://www.census.gov/foreign-trade/balance/country.xlsx"

RUSSIA = 4621
PARTNERS = {15: "World", 1220: "Canada", 5700: "China", 2010: "Mexico"}
# The members of the European Union since 2020, by the bureau's country codes.
EU = {
    4330: "Austria", 4231: "Belgium", 4870: "Bulgaria", 4791: "Croatia", 4910: "Cyprus",
    4351: "Czech Republic", 4099: "Denmark", 4470: "Estonia", 4050: "Finland", 4279: "France",
    4280: "Germany", 4840: "Greece", 4370: "Hungary", 4190: "Ireland", 4759: "Italy",
    4490: "Latvia", 4510: "Lithuania", 4239: "Luxembourg", 4730: "Malta", 4210: "Netherlands",
    4550: "Poland", 4710: "Portugal", 4850: "Romania", 4359: "Slovakia", 4792: "Slovenia",
    4700: "Spain", 4010: "Sweden",
}  # fmt: skip
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
FLOWS = {"exports": "E", "imports": "I"}
COLUMNS = ["year", "CTY_CODE", "CTYNAME", *(f + m for f in "IE" for m in [*MONTHS, "YR"])]
ROUNDING = 0.5  # USD million that twelve rounded months may differ from their year


def us_russia_trade_annual(client: Client) -> pd.DataFrame:
    """Return trade with Russia in each full year since 1992."""
    book, vintage = _workbook(client)
    rows = book[(book["CTY_CODE"] == RUSSIA) & (book["year"] >= 1992) & book["full"]]
    frame = rows[["year", "EYR", "IYR"]].set_axis(["year", "exports", "imports"], axis=1)
    return frame.assign(vintage=vintage)


def us_russia_trade_monthly(client: Client) -> pd.DataFrame:
    """Return trade with Russia in each month since January 1992 that is out."""
    book, vintage = _workbook(client)
    rows = book[(book["CTY_CODE"] == RUSSIA) & (book["year"] >= 1992)]
    months = [
        {
            "month": f"{row['year']}-{number:02d}",
            **{flow: row[letter + month] for flow, letter in FLOWS.items()},
        }
        for row in rows.to_dict("records")
        for number, month in enumerate(MONTHS[: row["out"]], 1)
    ]
    return pd.DataFrame(months).assign(vintage=vintage)


def us_trade_by_partner_annual(client: Client) -> pd.DataFrame:
    """Return trade with the world, three neighbours in size, and the EU's members of 2020."""
    book, vintage = _workbook(client)
    full = book[book["full"] & (book["year"] >= 1992)]
    single = full[full["CTY_CODE"].isin(list(PARTNERS))]
    single = single.assign(partner=single["CTY_CODE"].map(PARTNERS))
    # Before 1993 some of today's members were parts of other countries.
    members = full[full["CTY_CODE"].isin(list(EU)) & (full["year"] >= 1993)]
    counts = members.groupby("year")["CTY_CODE"].nunique()
    short = counts[counts != len(EU)]
    if len(short):
        raise FetchError(
            f"{WORKBOOK}: in {short.index[0]} only {short.iloc[0]} EU members are there."
        )
    union = members.groupby("year")[["EYR", "IYR"]].sum().reset_index().assign(partner="EU-27")
    rows = pd.concat([single, union])[["year", "partner", "EYR", "IYR"]]
    frame = rows.set_axis(["year", "partner", "exports", "imports"], axis=1)
    return frame.assign(vintage=vintage)


def _workbook(client: Client) -> tuple[pd.DataFrame, str]:
    """Return the workbook's rows and its vintage.

    Two columns are added: `out`, the months of the row's year that have been published, and
    `full`, whether all twelve have.
    """
    answer = client.get(WORKBOOK, "xlsx")
    return read(answer.body), month_served(answer.modified, datetime.now(UTC).date())


def read(body: bytes) -> pd.DataFrame:
    """Read the workbook, and prove that it is what it was.

    Raises:
        FetchError: where columns are missing, a country is listed twice, or months and years
            do not add up.
    """
    try:
        book = pd.read_excel(io.BytesIO(body), engine="openpyxl")
    except Exception as error:
        raise FetchError(f"{WORKBOOK}: the workbook is damaged ({error}).") from None
    missing = [column for column in COLUMNS if column not in book.columns]
    if missing:
        raise FetchError(f"{WORKBOOK}: the columns {', '.join(missing)} are gone.")
    book = book.dropna(subset=["year", "CTY_CODE"]).astype({"year": int, "CTY_CODE": int})
    wanted = {RUSSIA, *PARTNERS, *EU}
    book = book[book["CTY_CODE"].isin(wanted)]
    gone = wanted - set(book["CTY_CODE"])
    if gone:
        raise FetchError(f"{WORKBOOK}: no rows for the country codes {sorted(gone)}.")
    twice = book[book.duplicated(["year", "CTY_CODE"])]
    if len(twice):
        row = twice.iloc[0]
        raise FetchError(f"{WORKBOOK}: {row['CTYNAME']} stands twice in {row['year']}.")
    numbers = [column for column in COLUMNS if column not in ("year", "CTY_CODE", "CTYNAME")]
    if (book[numbers].apply(pd.to_numeric, errors="coerce").isna()).any(axis=None):
        raise FetchError(f"{WORKBOOK}: a cell that should hold a number does not.")
    for letter in FLOWS.values():
        months = book[[letter + month for month in MONTHS]].sum(axis=1)
        apart = (months - book[letter + "YR"]).abs() > ROUNDING
        if apart.any():
            row = book[apart].iloc[0]
            raise FetchError(
                f"{WORKBOOK}: the months of {row['CTYNAME']} do not add up to {row['year']}."
            )
    # The world trades every month, so its last month that is not 0 is the last that is out.
    world = book[book["CTY_CODE"] == 15].set_index("year")[["I" + month for month in MONTHS]]
    out = (world != 0).sum(axis=1)
    book = book.assign(out=book["year"].map(out).fillna(0).astype(int))
    return book.assign(full=book["out"] == 12)
