"""The publishers' own files, where they are at hand, give the rows that we hold.

They are not part of the project, so these tests are skipped elsewhere.
"""

from pathlib import Path

import pandas as pd
import pytest

from charts.generator.base.explainer_code import load_module
from charts.generator.base.http_client import MIRROR, Client
from charts.generator.data.datasets import text_of
from tests.conftest import ROOT
from tests.explainer import samples
from tests.explainer.held import HELD
from tests.publishers import serving

ORIGINALS = ROOT.parent / "shared" / "figures" / "originals"
pytestmark = pytest.mark.skipif(
    not ORIGINALS.exists(), reason="the publishers' own files are not part of the project"
)


def test_the_treasury_s_own_history_gives_every_row_that_we_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = dict(samples.files())
    (original,) = ORIGINALS.glob("treasury-mfhhis01.txt")
    files["ticdata.treasury.gov/Publish/mfhhis01.txt"] = original.read_bytes()
    treasury = load_module(ROOT / "data" / "fetch" / "treasury.py")
    with serving(files) as server:
        monkeypatch.setenv(MIRROR, server.address)
        read = treasury.treasury_holdings_russia_monthly(Client(tmp_path, pause=0))
    held = HELD["treasury_holdings_russia_monthly"].texts
    key = ["month", "series"]
    got = read[list(held.columns)].map(text_of).sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(
        got, held.sort_values(key, ignore_index=True), check_dtype=False, check_column_type=False
    )


def test_the_bureau_s_own_workbook_gives_the_ranks_that_we_hold_of_its_vintage() -> None:
    census = load_module(ROOT / "data" / "fetch" / "census.py")
    (workbook,) = ORIGINALS.glob("census-country-2023-03.xlsx")
    ranks = census.ranked(census.countries(workbook.read_bytes(), 1991))
    held = HELD["us_trade_partner_rank_annual"].texts
    held = held[held["vintage"] == "2023-03"].drop(columns="vintage")
    assert len(held) == 21  # 1992 to 2012
    got = ranks[ranks["year"] <= 2012][list(held.columns)].map(text_of)
    assert got.to_numpy().tolist() == held.to_numpy().tolist()


def test_every_partner_of_the_bureau_s_own_workbook_has_the_name_that_we_hold() -> None:
    census = load_module(ROOT / "data" / "fetch" / "census.py")
    (workbook,) = ORIGINALS.glob("census-country-2023-03.xlsx")
    book = census.countries(workbook.read_bytes(), 2021)
    held = HELD["us_trade_all_partners_annual"].texts
    held = held[held["year"] == "2022"]
    assert set(book["partner"]) == set(held["partner"])
    # The other names are on the right rows: one flow of each was hardly revised since.
    renamed = book[book["CTY_CODE"].isin(list(census.PARTNER_NAMES))].merge(held, on="partner")
    assert len(renamed) == len(census.PARTNER_NAMES)
    near = [
        (renamed[flow].astype(float) - renamed[column]).abs() <= renamed[column] * 0.15
        for flow, column in (("exports", "EYR"), ("imports", "IYR"))
    ]
    assert (near[0] | near[1]).all()
