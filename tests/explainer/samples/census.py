"""The Census Bureau's workbook of trade by country."""

import pandas as pd

from charts.generator.base.explainer_code import load_module
from tests.conftest import ROOT
from tests.explainer.held import HELD
from tests.publishers import Sample, xlsx

CENSUS = load_module(ROOT / "data" / "fetch" / "census.py")
FLOWS = {"imports": "I", "exports": "E"}
PERIODS = [*CENSUS.MONTHS, "YR"]


def country_workbook() -> pd.DataFrame:
    """Returns the Census Bureau's workbook, complete to the year after the last that we hold."""
    annual, partners = (
        HELD[name].texts for name in ("us_russia_trade_annual", "us_trade_by_partner_annual")
    )
    monthly = HELD["us_russia_trade_monthly"].texts
    last = int(max(annual["year"]))
    everyone = HELD["us_trade_all_partners_annual"].texts
    everyone = everyone[everyone["year"] == str(last)].set_index("partner")
    known_flows = {
        (row["year"], row["partner"]): {flow: float(row[flow]) for flow in FLOWS}
        for row in partners.to_dict("records")
    }
    rows = []
    for year in range(int(min(annual["year"])), last + 2):
        known = str(min(year, last))
        russia = {"year": year, "CTY_CODE": CENSUS.RUSSIA, "CTYNAME": "Russia"}
        for flow, letter in FLOWS.items():
            months = [float(x) for x in monthly[monthly["month"].str[:4] == str(year)][flow]]
            months += [months[-1] if months else 100.0] * (12 - len(months))
            held = annual[annual["year"] == str(year)][flow]
            russia |= {letter + m: v for m, v in zip(CENSUS.MONTHS, months, strict=True)}
            russia[f"{letter}YR"] = float(held.iloc[0]) if len(held) else sum(months)
        rows.append(russia)
        codes = [(code, name, 1) for code, name in CENSUS.PARTNERS.items()]
        codes += [(code, "EU-27", len(CENSUS.EU)) for code in CENSUS.EU]
        for code, partner, share in codes:
            if (known, partner) not in known_flows:
                continue
            cells = {"year": year, "CTY_CODE": code, "CTYNAME": CENSUS.EU.get(code, partner)}
            for flow, letter in FLOWS.items():
                total = known_flows[known, partner][flow] / share
                if year > last and code in CENSUS.EU:
                    total = float(str(everyone.loc[CENSUS.EU[code], flow]))
                cells |= {letter + month: total / 12 for month in CENSUS.MONTHS}
                cells[f"{letter}YR"] = total
            rows.append(cells)
    rows += [
        {"year": last + 1, "CTY_CODE": 9000 + number, "CTYNAME": f"Country {number}"}
        | {letter + month: 12.0 if month == "YR" else 1.0 for letter in "IE" for month in PERIODS}
        for number in range(CENSUS.FEWEST)  # countries that are only counted and ranked
    ]
    return pd.DataFrame(rows)


def workbook(table: pd.DataFrame) -> dict[str, bytes]:
    """Returns the workbook at its place."""
    return {"www.census.gov/foreign-trade/balance/country.xlsx": xlsx(table)}


BOOK = country_workbook()
VALUES = [letter + month for letter in "IE" for month in PERIODS]
RUSSIA = BOOK["CTY_CODE"] == CENSUS.RUSSIA
CHINA = BOOK["CTY_CODE"] == 5700

SAMPLES = {
    "us_russia_trade_monthly": Sample(BOOK, workbook, VALUES, RUSSIA),
    "us_russia_trade_annual": Sample(BOOK, workbook, VALUES, RUSSIA),
    "us_trade_by_partner_annual": Sample(BOOK, workbook, VALUES, CHINA),
    "us_trade_partner_rank_annual": Sample(BOOK, workbook, VALUES, RUSSIA),
    "us_trade_all_partners_annual": Sample(BOOK, workbook, VALUES, CHINA),
}

# For each form of file, the dataset on which the faults are tried.
FORMS = ["us_russia_trade_monthly"]

# Keys that the fetcher takes from the environment, and a dataset that needs each.
KEYS: dict[str, str] = {}
