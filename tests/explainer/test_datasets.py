"""The datasets of this explainer agree with each other and with what was published."""

from datetime import date

import frictionless
import pandas as pd
import pytest

from charts.generator.pages.content import Content
from charts.generator.project import Project
from tests.support import ROOT


@pytest.fixture(scope="module")
def real() -> Project:
    return Project(ROOT)


def test_every_dataset_serves_a_page(real):
    pages = Content(real).pages.values()
    used = {name for page in pages for name in page.meta.get("sources") or []}
    claims = {row["dataset"] for row in real.datasets["claims"].rows}
    assert set(real.datasets) - used - claims == {"claims"}


def annual(project: Project, column: str, year: int) -> float:
    frame = project.datasets["us_russia_trade_annual"].frame
    return float(frame.loc[frame["year"] == year, column].iloc[0])


def test_the_reference_validator_finds_no_fault_with_the_data_package():
    report = frictionless.validate(str(ROOT / "data" / "datapackage.json"))
    assert report.tasks
    assert report.flatten(["path", "rowNumber", "message"]) == []


@pytest.mark.parametrize(
    ("year", "exports", "imports"),
    [(2021, 6.4, 29.6), (2024, 0.5, 3.0)],
)
def test_the_annual_data_agree_with_the_published_figures(real, year, exports, imports):
    # As the press quoted the Census Bureau in March 2025, in billions of dollars.
    assert round(annual(real, "exports", year) / 1000, 1) == exports
    assert round(annual(real, "imports", year) / 1000, 1) == imports


def test_the_months_of_each_full_year_add_up_to_the_year(real):
    months = real.datasets["us_russia_trade_monthly"].frame
    sums = months.groupby(months["month"].dt.year)[["exports", "imports"]].sum()
    years = real.datasets["us_russia_trade_annual"].frame.set_index("year")
    assert len(years) >= 34
    difference = (years[["exports", "imports"]] - sums.loc[list(years.index)]).abs()
    assert difference.max().max() <= 0.25


def test_the_monthly_data_have_no_gap(real):
    months = real.datasets["us_russia_trade_monthly"].texts["month"].tolist()
    expected = pd.period_range("1992-01", months[-1], freq="M").astype(str).tolist()
    assert len(months) >= 416
    assert months == expected


def test_the_european_union_is_there_for_every_year_since_1993(real):
    partners = real.datasets["us_trade_by_partner_annual"].frame
    years = partners.loc[partners["partner"] == "EU-27", "year"].tolist()
    assert years == list(range(1993, int(partners["year"].max()) + 1))


def test_the_partners_together_trade_less_than_the_world(real):
    frame = real.datasets["us_trade_by_partner_annual"].frame
    world = frame["partner"] == "World"
    for flow in ("exports", "imports"):
        parts = frame[~world].groupby("year")[flow].sum()
        assert (parts < frame[world].set_index("year")[flow]).all()


def test_every_event_has_a_date_that_exists(real):
    texts = real.datasets["us_russia_events"].frame["date"].tolist()
    assert len(texts) >= 30
    for text in texts:
        # A date may be as coarse as its source: a year, or a month.
        assert date.fromisoformat((text + "-01-01")[:10]).isoformat().startswith(text)


def test_events_are_of_the_kinds_that_the_schema_lists(real):
    events = real.datasets["us_russia_events"]
    (kind,) = [f for f in events.descriptor["schema"]["fields"] if f["name"] == "kind"]
    assert set(events.frame["kind"]) == set(kind["constraints"]["enum"])
