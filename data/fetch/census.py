"""U.S. Census Bureau: goods trade by country, and imports from Russia by kind of goods.

The workbook behind the bureau's country pages needs no key. It has a row for each country and
year; I… and E… are imports and exports in millions of dollars by month and for the year; a month
that is not published yet is 0. Codes below 1000 are groups of countries.

The international trade API answers without a key too, but may ask for one (CENSUS_API_KEY): JSON
arrays of text, the names of the columns first, then a row for each kind of goods and month, in
dollars. A kind without imports in a month has no row.
"""

from __future__ import annotations

import json
import os

import pandas as pd

from charts import Client, FetchError, month_served, read_workbook

WORKBOOK = "https://www.census.gov/foreign-trade/balance/country.xlsx"
API = "https://api.census.gov/data/timeseries/intltrade/imports/"
KEY = "CENSUS_API_KEY"
KEY_PAGE = "https://api.census.gov/data/key_signup.html"

RUSSIA, WORLD = 4621, 15
PARTNERS = {WORLD: "World", 1220: "Canada", 5700: "China", 2010: "Mexico"}
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
NO_COUNTRY = {8220, 8500}  # unidentified countries, international organizations
FEWEST = 200  # countries and territories; there were 224 to 236 in every year since 1992
# Partners for which newspapers use other names than the bureau.
PARTNER_NAMES = {
    1610: "St. Pierre and Miquelon", 2483: "St. Kitts and Nevis", 2487: "St. Lucia",
    2488: "St. Vincent and the Grenadines", 2777: "Curaçao", 3720: "Falkland Islands",
    4031: "Svalbard and Jan Mayen", 4794: "North Macedonia", 5082: "Gaza Strip",
    5083: "West Bank", 5210: "Yemen", 5460: "Myanmar", 5790: "North Korea", 5800: "South Korea",
    6023: "Cocos Islands", 7480: "Ivory Coast", 7580: "St. Helena",
    7630: "Republic of the Congo", 7643: "Cape Verde", 7644: "São Tomé and Príncipe",
    7660: "Democratic Republic of the Congo", 7810: "British Indian Ocean Territory",
    7904: "Réunion", 7905: "French Southern Territories",
}  # fmt: skip
GENERAL = "general imports"
API_FORMS = {"code": r"\d{2,3}", "value": r"\d+", "time": r"\d{4}-\d{2}"}
ROUNDING = 0.5  # USD million by which twelve rounded months may differ from their year


def us_russia_trade_annual(client: Client) -> pd.DataFrame:
    """Return trade with Russia in each full year since 1992."""
    book, vintage = _workbook(client)
    rows = book[(book["CTY_CODE"] == RUSSIA) & (book["year"] >= 1992) & book["full"]]
    frame = rows[["year", "EYR", "IYR"]].set_axis(["year", "exports", "imports"], axis=1)
    return frame.assign(vintage=vintage)


def us_russia_trade_monthly(client: Client) -> pd.DataFrame:
    """Return trade with Russia in each published month since January 1992."""
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
    """Return trade with the world, Canada, China, Mexico, and the EU's members since 2020."""
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
            f"{WORKBOOK}: in {short.index[0]} there are only {short.iloc[0]} EU members."
        )
    union = members.groupby("year")[["EYR", "IYR"]].sum().reset_index().assign(partner="EU-27")
    rows = pd.concat([single, union])[["year", "partner", "EYR", "IYR"]]
    frame = rows.set_axis(["year", "partner", "exports", "imports"], axis=1)
    return frame.assign(vintage=vintage)


def us_trade_partner_rank_annual(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return Russia's rank in each full year; years already ranked keep their rank and vintage."""
    answer = client.get(WORKBOOK, "xlsx")
    vintage = month_served(answer.modified)
    later = ranked(countries(answer.body, held["year"].astype(int).max()))
    return pd.concat([held, later.assign(vintage=vintage)])


def us_trade_all_partners_annual(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return trade with every country in each full year; the years that we have stay."""
    answer = client.get(WORKBOOK, "xlsx")
    vintage = month_served(answer.modified)
    later = countries(answer.body, held["year"].astype(int).max())
    rows: pd.DataFrame = later[["year", "partner", "EYR", "IYR"]].set_axis(
        ["year", "partner", "exports", "imports"], axis=1
    )
    return pd.concat([held, rows.round(6).assign(vintage=vintage)])


def us_imports_from_russia_by_industry_annual(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return imports for consumption by industry in full years, the last of them fetched again."""
    asked = {"COMM_LVL": "NA3", "CTY_CODE": str(RUSSIA), "time": _since(held)}
    rows = _full_years(_asked(client, "naics", "NAICS", "NAICS_SDESC", "CON_VAL_MO", asked))
    names, groups = (
        dict(zip(held["naics"], held[name], strict=True)) for name in ("industry", "group")
    )
    rows = rows.assign(
        naics=rows["code"],
        industry=_named(rows, names),
        group=[groups.get(code, "Everything else") for code in rows["code"]],
    )
    total = rows.groupby("year", as_index=False)["imports"].sum()
    total = total.assign(naics="TOTAL", industry="All industries", group="All industries")
    new: pd.DataFrame = pd.concat([total, rows]).assign(months=12).round({"imports": 6})
    stay = ~held["year"].isin(list(new["year"]))
    return pd.concat([held[stay], new[list(held.columns)]])


def us_imports_from_russia_by_chapter_annual(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return general imports by chapter in full years, the last of them fetched again."""
    rows = _full_years(_chapters(client, _since(held)))
    names = dict(zip(held["chapter"], held["goods"], strict=True))
    new = rows.assign(
        basis=GENERAL,
        chapter=rows["code"],
        goods=_named(rows, names),
        months=12,
    ).round({"imports": 6})
    stay = ~(held["year"].isin(new["year"]) & (held["basis"] == GENERAL))
    return pd.concat([held[stay], new[list(held.columns)]])


def us_aluminum_imports_from_russia(client: Client, held: pd.DataFrame) -> pd.DataFrame:
    """Return general imports of aluminum in full years; a held row that is confirmed stays."""
    russia = _full_years(_chapters(client, _since(held)))
    asked = {"COMM_LVL": "HS2", "CTY_CODE": "-", "I_COMMODITY": "76", "time": _since(held)}
    world = _full_years(
        _asked(client, "hs", "I_COMMODITY", "I_COMMODITY_SDESC", "GEN_VAL_MO", asked)
    )
    from_all = world.set_index("year")["imports"]
    ours = russia[russia["code"] == "76"].set_index("year")["imports"]
    known = held[held["basis"] == GENERAL]
    stays = dict(zip(known["year"], known["imports"], strict=True))
    rows = []
    for year in sorted(set(russia["year"]) & set(from_all.index)):
        imports = round(float(ours.get(year, 0)), 6)
        if float(stays.get(year, "nan")) != imports:
            rows.append(
                {
                    "year": year,
                    "basis": GENERAL,
                    "imports": imports,
                    "imports_world": round(float(from_all[year]), 6),
                    "share": round(100 * imports / float(from_all[year]), 3),
                    "duty": "",  # only imports for consumption have one
                    "months": 12,
                }
            )
    new = pd.DataFrame(rows, columns=held.columns)
    stay = ~(held["year"].isin(new["year"]) & (held["basis"] == GENERAL))
    return pd.concat([held[stay], new])


def _named(rows: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Return our names of codes; a code that we do not have keeps the bureau's name."""
    pairs = zip(rows["code"], rows["label"], strict=True)
    return [names.get(code, label.capitalize()) for code, label in pairs]


def _since(held: pd.DataFrame) -> str:
    """Return the months to ask the API for: from the year before the last that we have."""
    return f"from {held['year'].astype(int).max() - 1}-01"


def _chapters(client: Client, time: str) -> pd.DataFrame:
    asked = {"COMM_LVL": "HS2", "CTY_CODE": str(RUSSIA), "time": time}
    return _asked(client, "hs", "I_COMMODITY", "I_COMMODITY_SDESC", "GEN_VAL_MO", asked)


def _asked(
    client: Client, endpoint: str, code: str, label: str, value: str, asked: dict[str, str]
) -> pd.DataFrame:
    """Return the API's answer as columns code, label, time and value, after checking it.

    Raises:
        FetchError: if it refuses, columns are missing, a row appears twice, or a month is
            missing before the last.
    """
    url = API + endpoint
    key = os.environ.get(KEY, "").strip()
    parameters = {"get": f"{code},{label},{value}", **asked} | ({"key": key} if key else {})
    try:
        body = client.get(url, "json", parameters).body
    except FetchError as error:
        hint = f"If the bureau asks for a key, get a free one at {KEY_PAGE} and set {KEY}."
        raise FetchError(f"{error} {hint}") from None
    try:
        head, *rows = json.loads(body)
        if any(len(row) != len(head) for row in rows):
            raise ValueError("a row is shorter or longer than the head")
        frame = pd.DataFrame(rows, columns=head).astype(str)
        frame = frame[[code, label, value, "time", "CTY_CODE"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FetchError(f"{url}: the answer is not the expected table ({error}).") from None
    frame = frame.set_axis(["code", "label", "value", "time", "country"], axis=1)
    for name, form in API_FORMS.items():
        wrong = frame[~frame[name].str.fullmatch(form)]
        if len(wrong):
            raise FetchError(f'{url}: {name} "{wrong[name].iloc[0]}" has an unexpected form.')
    if (frame["country"] != asked["CTY_CODE"]).any():
        raise FetchError(f"{url}: the answer has countries other than {asked['CTY_CODE']}.")
    twice = frame[frame.duplicated(["code", "time"])]
    if len(twice):
        code, time = twice["code"].iloc[0], twice["time"].iloc[0]
        raise FetchError(f"{url}: {code} appears twice in {time}.")
    months = sorted(set(frame["time"]))
    first = asked["time"].removeprefix("from ")
    due = [
        str(month) for month in pd.period_range(first, months[-1] if months else first, freq="M")
    ]
    if months != due:
        gone = [month for month in due if month not in months]
        raise FetchError(f"{url}: the months {', '.join(gone[:5])} are missing.")
    return frame.assign(value=frame["value"].astype(int))


def _full_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of full years in USD million, as columns year, code, label, imports."""
    rows = rows.assign(year=rows["time"].str[:4])
    months = rows.groupby("year")["time"].nunique()
    rows = rows[rows["year"].isin(months[months == 12].index)]
    sums = rows.groupby(["year", "code"], as_index=False).agg({"label": "last", "value": "sum"})
    sums = sums[sums["value"] > 0]
    return sums.assign(imports=sums["value"] / 1e6)


def _workbook(client: Client) -> tuple[pd.DataFrame, str]:
    """Return the workbook's rows and its vintage.

    Two columns are added: `out`, the months of the row's year that have been published, and
    `full`, whether all twelve have.
    """
    answer = client.get(WORKBOOK, "xlsx")
    return read(answer.body), month_served(answer.modified)


def ranked(book: pd.DataFrame) -> pd.DataFrame:
    """Return Russia's rank among the countries of each year, and its share of the world's trade."""
    rows = []
    for year, group in book.groupby("year"):
        russia = group[group["CTY_CODE"] == RUSSIA]
        row: dict[str, float] = {"year": int(str(year)), "partners": len(group)}
        for name, letters in {"exports": "E", "imports": "I", "total": "EI"}.items():
            own = float(russia[[f"{letter}YR" for letter in letters]].to_numpy().sum())
            whole = float(group[[f"world {letter}YR" for letter in letters]].iloc[0].sum())
            values = group[[f"{letter}YR" for letter in letters]].sum(axis=1)
            row[f"{name}_rank"] = 1 + int((values > own).sum())
            row[f"{name}_share"] = round(100 * own / whole, 4)
        rows.append(row)
    return pd.DataFrame(rows)


def countries(body: bytes, after: int) -> pd.DataFrame:
    """Return the rows of single countries in the full years after a year.

    Two added columns have the world's trade of the year, and `partner` has the country's name.

    Raises:
        FetchError: if a year has too few countries, or one twice.
    """
    known = read(body)
    world = known[(known["CTY_CODE"] == WORLD) & known["full"] & (known["year"] > after)]
    world = world[["year", "EYR", "IYR"]].set_axis(["year", "world EYR", "world IYR"], axis=1)
    book = _table(body).merge(world, on="year")
    book = book[(book["CTY_CODE"] >= 1000) & ~book["CTY_CODE"].isin(list(NO_COUNTRY))]
    for year, codes in book.groupby("year")["CTY_CODE"]:
        if codes.nunique() != len(codes) or len(codes) < FEWEST:
            raise FetchError(
                f"{WORKBOOK}: {year} has {len(codes)} rows for {codes.nunique()} countries; "
                f"expected one row each for at least {FEWEST}."
            )
    return book.assign(partner=book["CTY_CODE"].map(PARTNER_NAMES).fillna(book["CTYNAME"]))


def _table(body: bytes) -> pd.DataFrame:
    try:
        book = read_workbook(body)
    except FetchError as error:
        raise FetchError(f"{WORKBOOK}: {error}") from None
    missing = [column for column in COLUMNS if column not in book.columns]
    if missing:
        raise FetchError(f"{WORKBOOK}: the columns {', '.join(missing)} are missing.")
    return book.dropna(subset=["year", "CTY_CODE"]).astype({"year": int, "CTY_CODE": int})


def read(body: bytes) -> pd.DataFrame:
    """Read the workbook, and check its form and its sums.

    Raises:
        FetchError: if columns are missing, a country is listed twice, or months and years do not
            add up.
    """
    book = _table(body)
    wanted = {RUSSIA, *PARTNERS, *EU}
    book = book[book["CTY_CODE"].isin(wanted)]
    gone = wanted - set(book["CTY_CODE"])
    if gone:
        raise FetchError(f"{WORKBOOK}: no rows for the country codes {sorted(gone)}.")
    twice = book[book.duplicated(["year", "CTY_CODE"])]
    if len(twice):
        row = twice.iloc[0]
        raise FetchError(f"{WORKBOOK}: {row['CTYNAME']} appears twice in {row['year']}.")
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
    # The world trades every month, so its last month that is not 0 is the last one published.
    world = book[book["CTY_CODE"] == WORLD].set_index("year")[["I" + month for month in MONTHS]]
    out = (world != 0).sum(axis=1)
    book = book.assign(out=book["year"].map(out).fillna(0).astype(int))
    return book.assign(full=book["out"] == 12)
