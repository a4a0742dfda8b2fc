"""What single fetchers have to get right beyond the faults that all of them meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from charts.generator.base.explainer_code import load_module
from charts.generator.base.http_client import MIRROR, Client
from charts.generator.project import Project
from tests.conftest import ROOT
from tests.explainer import samples
from tests.explainer.held import HELD
from tests.explainer.samples import census_api, usgs
from tests.explainer.test_refresh import refusal, renewal
from tests.publishers import Publisher, serving

INDUSTRIES = "us_imports_from_russia_by_industry_annual"


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    with serving(dict(samples.files())) as server:
        monkeypatch.setenv(MIRROR, server.address)
        yield server


# The Treasury -----------------------------------------------------------------------------------


def test_russia_in_the_treasury_s_current_table_is_read_too(
    publisher: Publisher, tmp_path: Path
) -> None:
    path = "ticdata.treasury.gov/Publish/slt_table5.txt"
    total = b"Grand Total\t9271"
    publisher.files[path] = publisher.files[path].replace(total, b"Russia\t120.5\tn.a.\r\n" + total)
    treasury = load_module(ROOT / "data" / "fetch" / "treasury.py")
    read = treasury.treasury_holdings_russia_monthly(Client(tmp_path, pause=0))
    assert read.to_numpy().tolist()[-1] == ["2026-09", "history", 120.5, "XIII"]


# The Geological Survey --------------------------------------------------------------------------


def test_a_release_that_restates_its_own_edition_is_a_revision(
    explainer: Project, publisher: Publisher
) -> None:
    name = "rare_earth_reserves_by_edition"
    table = samples.SAMPLES[name].table.copy()
    restated = (table["edition"] == usgs.EDITION) & (table["Statistics"] == "Reserves")
    for country, value in (("Brazil", 11e6), ("World total", 75e6)):
        table.loc[restated & (table["Country"] == country), "Value"] = value
    publisher.files.update(usgs.files(table))
    assert "21000000 → 11000000" in refusal(explainer, name)
    found = renewal(explainer, name, accept=True)
    texts = found.new.texts
    rows = {row["country"]: row for row in texts[texts["edition"] == "2026"].to_dict("records")}
    assert [rows["Brazil"][name] for name in ("reserves", "grade", "source")] == [
        "11000000", "A", "mcs-data",
    ]  # fmt: skip
    assert rows["Russia"]["source"] == "mcs-2026"  # confirmed, and left as it was


def test_a_withheld_figure_is_no_row_when_somebody_says_so(
    explainer: Project, publisher: Publisher
) -> None:
    name = "rare_earth_production_usgs"
    sample = samples.SAMPLES[name]
    table = sample.table.copy()
    later = sample.ours & (table["edition"] == usgs.EDITION + 1)
    table.loc[later & (table["Country"] == "United States"), "Value"] = float("nan")
    publisher.files.update(usgs.files(table))
    assert 'has no "United States"' in refusal(explainer, name)  # until somebody has looked
    texts = renewal(explainer, name, accept=True).new.texts
    added = texts[texts["edition"] == str(usgs.EDITION + 1)]
    assert "United States" not in set(added["country"])
    assert {"Russia", "Myanmar", "World"} < set(added["country"])


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("Unit", "kilograms", "the unit is kilograms, not metric tons"),
        ("Value", 9e5, "countries add up to"),
        ("Year", "2031", "expected the year before the edition"),
        ("Section", "World Production", "no longer has the statistic"),
        ("MCS chapter", "RARE EARTHS (ALL)", "has no chapter RARE EARTHS"),
    ],
)
def test_another_form_of_the_survey_s_data_is_told(
    explainer: Project, publisher: Publisher, column: str, value: str | float, sentence: str
) -> None:
    name = "rare_earth_production_usgs"
    sample = samples.SAMPLES[name]
    table = sample.table.copy()
    rows = sample.ours if column != "MCS chapter" else table["MCS chapter"] == "RARE EARTHS"
    if column == "Value":
        rows = sample.ours & (table["Country"] == "Russia")
    table.loc[rows, column] = value
    publisher.files.update(usgs.files(table))
    assert sentence in refusal(explainer, name)


def test_a_listing_that_is_cut_short_is_told(explainer: Project, publisher: Publisher) -> None:
    listing = f"{usgs.HOST}/items"
    publisher.files[listing] = publisher.files[listing].replace(b'"total": 3', b'"total": 30')
    assert "of 30 items only 3 are listed" in refusal(explainer, "rare_earth_us_dependence")


# The Census Bureau's API ------------------------------------------------------------------------


def test_an_unfinished_year_stays_until_its_december_is_out(
    explainer: Project, publisher: Publisher
) -> None:
    publisher.files.update(census_api.industries(december=None))
    assert not renewal(explainer, INDUSTRIES).changed


def test_december_completes_a_year_when_somebody_says_so(
    explainer: Project, publisher: Publisher
) -> None:
    publisher.files.update(census_api.industries(december=1_000_000))
    assert "months: 11 → 12" in refusal(explainer, INDUSTRIES)
    after = renewal(explainer, INDUSTRIES, accept=True).new.texts
    was, now = (
        dict(zip(rows["naics"], rows["imports"].astype(float), strict=True))
        for rows in (texts[texts["year"] == "2025"] for texts in (HELD[INDUSTRIES].texts, after))
    )
    assert now["325"] == pytest.approx(was["325"] + 1)
    assert now.pop("TOTAL") == pytest.approx(sum(now.values()))
    assert set(after[after["year"] == "2025"]["months"]) == {"12"}


def test_a_key_of_the_bureau_is_sent_only_where_it_is_set(
    explainer: Project, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CENSUS_API_KEY", raising=False)
    publisher.fault = "status_403"
    refusal(explainer, INDUSTRIES)
    assert "key=" not in publisher.asked[-1][0]
    monkeypatch.setenv("CENSUS_API_KEY", "not-a-real-key")
    assert "not-a-real-key" not in refusal(explainer, INDUSTRIES)
    assert "key=not-a-real-key" in publisher.asked[-1][0]
