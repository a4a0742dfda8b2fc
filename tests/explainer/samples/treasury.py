"""The Treasury's history of foreign holders, a block a year, and its table of the last months."""

import math

import pandas as pd

from charts.generator.base.explainer_code import load_module
from tests.conftest import ROOT
from tests.explainer.held import HELD
from tests.publishers import Sample

TREASURY = load_module(ROOT / "data" / "fetch" / "treasury.py")
MONTHS = TREASURY.MONTHS[::-1]
OLD = "Jun, old"  # June a second time, on the basis that ends there
PLACE = "ticdata.treasury.gov/Publish/mfhhis01.txt"


def history() -> pd.DataFrame:
    """Returns the history, a row a country and year, to the year after the last that we hold."""
    held = HELD["treasury_holdings_russia_monthly"].texts.to_dict("records")
    figures = {(row["month"], row["series"]): float(row["holdings"]) for row in held}
    first, last = (int(end(row["month"] for row in held)[:4]) for end in (min, max))
    rows = []
    for year in range(last + 1, first - 2, -1):  # Russia had no row before the first that we hold
        known = str(min(max(year, first), last))
        when = {m: f"{known}-{12 if year > last else 12 - n:02d}" for n, m in enumerate(MONTHS)}
        months = {m: figures[month, "history"] for m, month in when.items()}
        if year <= last and (known + "-06", "comparison") in figures:
            months[OLD] = figures[known + "-06", "comparison"]
        for country, times in (("China, Mainland", 8), ("Russia", 1), ("Grand Total", 40)):
            if country != "Russia" or year >= first:
                cells = {name: value * times for name, value in months.items()}
                rows.append({"year": year, "Country": country} | cells)
    columns = ["year", "Country", *MONTHS]
    columns.insert(columns.index("Jun") + 1, OLD)
    return pd.DataFrame(rows)[columns]


def text(table: pd.DataFrame) -> dict[str, bytes]:
    """Returns both tables as the Treasury writes them."""
    columns = [column for column in table.columns if column != "year"]
    lines = [
        "\t\t\tMAJOR FOREIGN HOLDERS OF TREASURY SECURITIES",
        "\t\t    (in billions of dollars)",
    ]
    for year, block in table.groupby("year", sort=False):
        broken = bool(block[OLD].notna().any())
        used = [column for column in columns if column != OLD or broken]
        newer = TREASURY.SERIES[int(str(year)) - 2000] if broken else ""
        older = TREASURY.SERIES[int(str(year)) - 2001] if broken else ""
        labels = {"Jun": newer, OLD: older}
        if year == 2011:
            labels |= {"Dec": "XIII", "Nov": "XII"}
        heads = [
            [labels.get(column, "") for column in used],
            [
                "" if column == "Country" else column[:3] if column == OLD else column
                for column in used
            ],
            ["Country" if column == "Country" else str(year) for column in used],
            ["" if column == "Country" else "------" for column in used],
        ]
        cells = [[_cell(row[column]) for column in used] for row in block.to_dict("records")]
        lines += ["\t".join(row) for row in [*heads, *cells, [""] * len(used)]]
    lines += ["", "1/   Estimated foreign holdings of U.S. Treasury bills, bonds and notes."]
    current = [
        "Table 5: Major Foreign Holders of Treasury Securities",
        "Billions of dollars",
        "Country\t2026-09\t2026-08",
        '"China, Mainland"\t680.1\t683.5',
        "Grand Total\t9271\t9359.3",
        "Of Which: Foreign Official\t3887\t3921.6",
        "Notes:",
    ]
    return {
        PLACE: "\n".join([*lines, ""]).encode("cp1252"),
        "ticdata.treasury.gov/Publish/slt_table5.txt": "\r\n".join([*current, ""]).encode(),
    }


def _cell(value: str | float) -> str:
    """Returns a cell as the Treasury writes it: quoted where it has a comma."""
    if isinstance(value, str):
        return f'"{value}"' if "," in value else value
    return "" if math.isnan(value) else f"{value:.6g}"


TABLE = history()

SAMPLES = {
    "treasury_holdings_russia_monthly": Sample(
        TABLE, text, [*MONTHS, OLD], TABLE["Country"] == "Russia"
    ),
}

# For each form of file, the dataset on which the faults are tried.
FORMS = ["treasury_holdings_russia_monthly"]

# Keys that the fetcher takes from the environment, and a dataset that needs each.
KEYS: dict[str, str] = {}
