"""What the fetchers of EIA and the World Bank do beyond what holds for every publisher."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from charts.generator.base.http_client import MIRROR, FetchError
from charts.generator.data.refresh import save
from charts.generator.project import Project
from tests.explainer.samples import files
from tests.explainer.samples.eia import EIA, PETROLEUM
from tests.explainer.samples.world_bank import BANK, TITLES
from tests.explainer.test_refresh import refusal, renewal
from tests.publishers import SERVER_FAULTS, Publisher, Sample, serving

NAME = "us_petroleum_imports_selected_years"
URL = "https://publisher.example/series"


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """Every publisher at once, and the series that take the place of readings."""
    monkeypatch.setenv(EIA.KEY, "not-a-real-key")
    with serving(files() | PETROLEUM.files()) as server:
        monkeypatch.setenv(MIRROR, server.address)
        yield server


@pytest.fixture
def renewed(explainer: Project, publisher: Publisher) -> Project:
    """The explainer after the first renewal, which somebody accepted."""
    save(explainer.data, [renewal(explainer, NAME, accept=True)])
    return Project(explainer.root)


# Readings give way to figures -------------------------------------------------------------------


def test_the_first_figures_in_the_place_of_readings_have_to_be_accepted(
    explainer: Project, publisher: Publisher
) -> None:
    assert "--accept" in refusal(explainer, NAME)


def test_figures_take_the_place_of_readings_and_other_readings_stay(renewed: Project) -> None:
    rows = renewed.datasets[NAME].texts
    ours = rows[rows["origin"].isin(list(EIA.PETROLEUM))]
    assert set(ours["source"]) == {EIA.API}
    assert set(ours["grade"]) == {"A"}
    assert set(ours["note"]) == {""}
    canada = ours[ours["origin"] == "Canada"]
    assert sorted(canada["year"]) == [str(year) for year in range(2001, 2026)]
    world = rows[rows["origin"] == "World"]
    assert EIA.API not in set(world["source"])
    assert len(world) == 9


def test_a_year_that_is_not_printed_is_neither_lost_nor_invented(renewed: Project) -> None:
    rows = renewed.datasets[NAME].texts
    years = set(rows[rows["origin"] == "Venezuela"]["year"])
    assert {"2019", "2023"} <= years
    assert not {"2020", "2021", "2022"} & years


def test_a_reading_stays_where_the_api_has_no_figure(
    explainer: Project, publisher: Publisher
) -> None:
    table = PETROLEUM.table
    russia = table["address"].str.contains("NRS") & (table["period"] == "2021")
    publisher.files.update(PETROLEUM.encode(table[~russia]))
    rows = renewal(explainer, NAME, accept=True).new.texts
    (reading,) = rows[(rows["origin"] == "Russia") & (rows["year"] == "2021")].to_dict("records")
    assert reading["source"] == "afpm-2022"


def test_a_second_renewal_of_petroleum_finds_nothing_new(renewed: Project) -> None:
    assert not renewal(renewed, NAME).changed


def test_a_figure_that_the_api_no_longer_has_is_missed(
    renewed: Project, publisher: Publisher
) -> None:
    table = PETROLEUM.table
    russia = table["address"].str.contains("NRS") & (table["period"] == "2021")
    publisher.files.update(PETROLEUM.encode(table[~russia]))
    assert "the API no longer has Russia in 2021" in refusal(renewed, NAME)


@pytest.mark.parametrize("fault", SERVER_FAULTS)
def test_petroleum_stays_when_the_server_misbehaves(
    renewed: Project, publisher: Publisher, fault: str
) -> None:
    publisher.fault = fault
    # The client would otherwise be told that the file is the one it has.
    for path in (renewed.root / "build" / "fetched").glob("*"):
        path.unlink()
    timeout = 0.1 if fault == "slow" else 30
    assert refusal(renewed, NAME, timeout).startswith("the old data are kept.")


@pytest.mark.parametrize("fault", Sample.FAULTS)
def test_petroleum_stays_when_the_file_is_not_what_it_was(
    renewed: Project, publisher: Publisher, fault: str
) -> None:
    publisher.files.update(getattr(PETROLEUM, fault)())
    refusal(renewed, NAME)


# Oil and gas ------------------------------------------------------------------------------------


def eia(*rows: dict[str, Any], **about: Any) -> bytes:
    """Returns an answer with these rows, each completed."""
    usual = {"series": "RBRTE", "units": "$/BBL", "value": "70.5"}
    data = [usual | row for row in rows]
    return json.dumps({"response": {"total": len(data), "data": data} | about}).encode()


def prices(body: bytes) -> "pd.Series[float]":
    found: pd.Series[float] = EIA.read(URL, body, EIA.PRICES["brent"], EIA.ANNUAL, "2001")
    return found


def test_numbers_may_be_texts_or_numbers_and_no_value_is_no_row() -> None:
    rows: list[dict[str, Any]] = [
        {"period": "2003", "value": None}, {"period": "2002", "value": 80},
        {"period": "2001", "value": ".306"}, {"period": "1990", "value": "1"},
    ]  # fmt: skip
    assert prices(eia(*rows)).to_dict() == {"2001": 0.306, "2002": 80.0}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error": {"code": "API_KEY_INVALID", "message": "No key."}}', "No key. (API_KEY"),
        (b'{"error": "Not found.", "code": 404}', "Not found. (404)"),
        (b'{"error": null}', "the API answered"),
        (b'{"response": {"data": []}}', "the series is empty"),
        (b'{"response": []}', "has no rows where they used to be"),
        (b'["response"]', "has no rows where they used to be"),
        (b'{"response": {"data": [1]}}', "has no rows where they used to be"),
        (b'{"response": ', "the JSON is damaged"),
        (eia({"period": "2001"}, total="5001"), "has 1 rows, but the series has 5001"),
        (eia({"period": "2001"}, frequency="monthly"), "the series is monthly, not annual"),
        (eia({"period": "2001-01"}), "'2001-01' is not a period; expected annual"),
        (eia({"period": 2001}), "2001 is not a period"),
        (eia({"period": "2001", "units": "$/GAL"}), "the unit in 2001 is $/GAL; $/BBL was"),
        (eia({"period": "2001", "units": None}), "the unit in 2001 is None"),
        (eia({"period": "2001", "series": "RWTC"}), "the answer is another series, RWTC"),
        (eia({"period": "2001", "series-description": "Gold"}), "a different one now: Gold"),
        (eia({"period": "2001", "value": "12,5"}), "not a number: 12,5"),
        (eia({"period": "2001", "value": "1_0"}), "not a number: 1_0"),
        (eia({"period": "2001", "value": float("nan")}), "not a number: nan"),
        (eia({"period": "2001", "value": True}), "not a number: True"),
        (eia({"period": "2001", "value": "-1"}), "below zero: -1"),
        (eia({"period": "2001", "value": "--"}), "begins with nothing; 2001 was expected"),
        (eia({"period": "2002"}), "begins with 2002; 2001 was expected"),
        (eia({"period": "2001"}, {"period": "2001"}), "2001 appears twice"),
        (eia({"period": "2003"}, {"period": "2001"}), "no value right after 2001, but later ones"),
    ],
)  # fmt: skip
def test_an_answer_of_eia_that_is_not_what_it_was_is_refused_in_a_sentence(
    body: bytes, said: str
) -> None:
    with pytest.raises(FetchError) as caught:
        prices(body)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{URL}: ")


def test_months_follow_one_another_over_the_end_of_a_year() -> None:
    assert EIA._gap(["2024-11", "2024-12", "2025-01", "2025-02"]) == ""
    assert EIA._gap(["2024-12", "2025-02"]) == "2024-12"
    assert EIA._gap(["2024-08", "2024-10"]) == "2024-08"


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("MCRIMUSVV2", "OPEC and Non-OPEC do not add up to the world"),
        ("MCRIMUSCA2", "the countries sent more than the world did"),
    ],
)
def test_parts_that_do_not_fit_the_whole_are_refused(
    explainer: Project, publisher: Publisher, origin: str, said: str
) -> None:
    path = f"api.eia.gov/v2/seriesid/PET.{origin}.A"
    answer = json.loads(publisher.files[path])
    answer["response"]["data"][0]["value"] = "9999"
    publisher.files[path] = json.dumps(answer).encode()
    assert said in refusal(explainer, "us_crude_imports_by_origin_annual")


def test_before_1992_oil_from_russia_is_the_soviet_union_s(
    explainer: Project, publisher: Publisher
) -> None:
    rows = renewal(explainer, "us_crude_imports_by_origin_annual").new.texts
    assert max(rows[rows["origin"] == "Soviet Union"]["year"]) == "1991"
    assert min(rows[rows["origin"] == "Russia"]["year"]) == "1992"


# The World Bank ---------------------------------------------------------------------------------


def bank(*rows: dict[str, Any], **about: Any) -> bytes:
    """Returns an answer with these rows, each completed."""
    usual = {
        "indicator": {"id": BANK.FDI, "value": TITLES[BANK.FDI]}, "countryiso3code": "RUS",
        "date": "2001", "value": -5.4,
    }  # fmt: skip
    data = [usual | row for row in rows]
    return json.dumps([{"page": 1, "pages": 1, "total": len(data)} | about, data]).encode()


def test_dollars_are_whole_and_may_be_negative_and_null_is_no_row() -> None:
    rows: list[dict[str, Any]] = [
        {"date": "2003", "value": None},
        {"date": "2002", "value": 7},
        {"date": "2001"},
    ]
    found = BANK.read(URL, bank(*rows), BANK.FDI, ["RUS"])
    assert found.set_index("year")["value"].to_dict() == {2002: 7, 2001: -5}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            b'[{"message":[{"id":"120","key":"Invalid value","value":"It is not valid"}]}]',
            "the API answered: Invalid value: It is not valid",
        ),
        (b'[{"message":"out of order"}]', "the API answered: out of order"),
        (b'[{"page":1', "the JSON is damaged"),
        (b"{}", "not a pair of a description and rows"),
        (b"[]", "not a pair of a description and rows"),
        (b'[{"page":1,"pages":1,"total":0},null]', "not a pair of a description and rows"),
        (b'[{"page":1,"pages":1,"total":0},[]]', "there is no value for RUS"),
        (bank({}, pages=2), "there are 1 on 2 pages"),
        (bank({}, total=66), "has 1 rows, but there are 66"),
        (bank({"indicator": {"id": "X"}}), "a row is of another indicator"),
        (bank({"indicator": None}), "a row is of another indicator"),
        (bank({"countryiso3code": "USA"}), "a row is of another country: USA"),
        (bank({"date": "2001Q1"}), "'2001Q1' is not a year"),
        (bank({}, {}), "RUS appears twice in 2001"),
        (bank({"value": "5"}), "not a number: 5"),
        (bank({"value": float("inf")}), "not a number: inf"),
        (bank({"value": True}), "not a number: True"),
        (bank({"value": None}), "there is no value for RUS"),
        (bank({"date": "2003"}, {"date": "2002", "value": None}, {}), "RUS has no value in 2002"),
    ],
)  # fmt: skip
def test_an_answer_of_the_bank_that_is_not_what_it_was_is_refused_in_a_sentence(
    body: bytes, said: str
) -> None:
    with pytest.raises(FetchError) as caught:
        BANK.read(URL, body, BANK.FDI, ["RUS"])
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{URL}: ")


def test_a_row_without_a_value_is_refused() -> None:
    (about, (row,)) = json.loads(bank({}))
    del row["value"]
    with pytest.raises(FetchError, match="has no value, not even null"):
        BANK.read(URL, json.dumps([about, [row]]).encode(), BANK.FDI, ["RUS"])


@pytest.mark.parametrize("fault", ["renamed", "thousandfold", "duplicated", "shortened", "revised"])
def test_inflows_stay_when_the_file_is_not_what_it_was(
    explainer: Project, publisher: Publisher, fault: str
) -> None:
    from tests.explainer.samples.world_bank import SAMPLES

    publisher.files.update(getattr(SAMPLES["russia_fdi_inflows_annual"], fault)())
    refusal(explainer, "russia_fdi_inflows_annual")
