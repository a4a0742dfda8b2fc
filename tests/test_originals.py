"""The publishers' own files, where they are at hand, give the rows that we hold.

They are not part of the project, so these tests are skipped elsewhere.
"""

from pathlib import Path

import pandas as pd
import pytest

from charts.client import MIRROR, Client
from charts.datasets import text_of
from charts.modules import load_module
from tests import samples
from tests.conftest import ROOT
from tests.publishers import HELD, serving

ORIGINALS = ROOT.parent / "shared" / "figures" / "originals"
pytestmark = pytest.mark.skipif(
    not ORIGINALS.exists(), reason="the publishers' own files are not part of the project"
)


def test_the_treasury_s_own_history_gives_every_row_that_we_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = dict(samples.FILES)
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
