"""Renewing datasets: what a publisher serves is taken only when it is proven to be better.

The publisher is a real server on this machine. It serves files of the real shapes, made from what
we hold and one period more, and misbehaves in every way that publishers have.
"""

import filecmp
import json
import shutil
import subprocess
import sys
from calendar import month_name
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import chain, count
from pathlib import Path

import pandas as pd
import pytest

from charts.generator.author import refresh_report
from charts.generator.base import clock
from charts.generator.base.http_client import MIRROR, Client
from charts.generator.base.problems import ProblemsError
from charts.generator.data import changes
from charts.generator.data.datasets import COMPLETE, load, recover
from charts.generator.data.refresh import renew, save
from charts.generator.data.renewal import Refusal, Renewal
from charts.generator.project import Project
from tests.conftest import ROOT
from tests.explainer import samples
from tests.explainer.held import HELD
from tests.publishers import SERVER_FAULTS, Publisher, Sample, serving
from tests.support import run

# The samples go on to the year after the last that we hold, so the clock has to be past it.
LAST = HELD["us_russia_trade_monthly"].last
TODAY = date(int(LAST[:4]) + 1, 1, 15)
FETCHED = sorted(samples.SAMPLES)


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """Every publisher at once, on one server, each with its real-shaped file."""
    for name in samples.KEYS:
        monkeypatch.setenv(name, "not-a-real-key")
    monkeypatch.setenv(clock.VARIABLE, TODAY.isoformat())
    with serving(dict(samples.files())) as server:
        monkeypatch.setenv(MIRROR, server.address)
        yield server


def fetch(
    project: Project, *names: str, accept: bool = False, timeout: float = 30
) -> list[Renewal | Refusal]:
    client = Client(project.root / "build" / "fetched", pause=0, timeout=timeout)
    held = HELD if untouched(project) else project.datasets
    return list(chain(*renew(held, project.data, list(names), client, accept=accept)))


def untouched(project: Project) -> bool:
    """Says whether the data are those of this explainer, which need not be loaded again."""
    ours, names = ROOT / "data", [path.name for path in project.data.iterdir() if path.is_file()]
    same, _, _ = filecmp.cmpfiles(ours, project.data, names, shallow=False)
    return len(same) == len(names) == len([path for path in ours.iterdir() if path.is_file()])


def renewal(project: Project, name: str, *, accept: bool = False) -> Renewal:
    (found,) = fetch(project, name, accept=accept)
    assert isinstance(found, Renewal), found
    return found


def refusal(project: Project, name: str, timeout: float = 30) -> str:
    """Fetches what must be refused; returns the sentence, and proves the data untouched."""
    before = {path: path.read_bytes() for path in project.data.glob("*") if path.is_file()}
    (refused,) = fetch(Project(project.root), name, timeout=timeout)
    assert isinstance(refused, Refusal), "the faulty file was taken"
    found = refused.problem
    save(project.data, [])
    assert before == {path: path.read_bytes() for path in project.data.glob("*") if path.is_file()}
    assert "Traceback" not in found.message
    print(found)  # for whoever reads a failure, or runs pytest -s to judge the sentences
    assert found.message.count("\n") == 0
    return found.message


# A good answer ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FETCHED)
def test_a_new_period_is_added_and_what_we_held_stays(
    explainer: Project, publisher: Publisher, name: str
) -> None:
    found = renewal(explainer, name)
    assert found.added
    assert not found.revised
    assert len(found.new.frame) == len(found.old.frame) + len(found.added)


@pytest.mark.parametrize("name", FETCHED)
def test_saved_data_load_again_with_new_checksum_date_and_vintage(
    explainer: Project, publisher: Publisher, name: str
) -> None:
    save(explainer.data, [renewal(explainer, name)])
    dataset = load(explainer.data, explainer.build / "validated.txt")[name]
    assert dataset.descriptor["retrieved"] == TODAY.isoformat()
    assert dataset.descriptor["vintage"] >= "2026-11"
    assert len(dataset.frame) > len(HELD[name].frame)


def test_new_years_stand_behind_the_old_ones(explainer: Project, publisher: Publisher) -> None:
    found = renewal(explainer, "us_trade_by_partner_annual")
    years = list(found.new.frame["year"])
    assert years == sorted(years)
    assert list(found.new.frame["partner"])[:10] == list(found.old.frame["partner"])[:10]


@pytest.mark.parametrize("name", samples.FORMS)
def test_a_second_fetch_finds_nothing_new(
    explainer: Project, publisher: Publisher, name: str
) -> None:
    save(explainer.data, [renewal(explainer, name)])
    assert not renewal(Project(explainer.root), name).changed


def test_an_unchanged_file_is_not_sent_again(explainer: Project, publisher: Publisher) -> None:
    name = FETCHED[0]
    renewal(explainer, name)
    renewal(explainer, name)
    assert "If-None-Match" in publisher.asked[-1][1]


def test_requests_say_who_asks(explainer: Project, publisher: Publisher) -> None:
    renewal(explainer, FETCHED[0])
    assert publisher.asked[0][1]["User-Agent"].startswith("data-explainer/")


# Faults -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", SERVER_FAULTS)
@pytest.mark.parametrize("name", samples.FORMS)
def test_old_data_stay_when_the_server_misbehaves(
    explainer: Project, publisher: Publisher, name: str, fault: str
) -> None:
    publisher.fault = fault
    timeout = 0.1 if fault == "slow" else 30
    assert refusal(explainer, name, timeout).startswith("the old data are kept.")


@pytest.mark.parametrize("name", samples.FORMS)
def test_old_data_stay_when_the_connection_is_refused(
    explainer: Project, publisher: Publisher, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MIRROR, "http://127.0.0.1:9")
    assert "refused the connection" in refusal(explainer, name)


@pytest.mark.parametrize("fault", Sample.FAULTS)
@pytest.mark.parametrize("name", samples.FORMS)
def test_old_data_stay_when_the_file_is_not_what_it_was(
    explainer: Project, publisher: Publisher, name: str, fault: str
) -> None:
    sample = samples.SAMPLES[name]
    publisher.files.update(getattr(sample, fault)())
    refusal(explainer, name)


def test_old_data_stay_when_a_country_is_missing(explainer: Project, publisher: Publisher) -> None:
    sample = samples.SAMPLES["us_trade_by_partner_annual"]
    without_china = sample.table[sample.table["CTY_CODE"] != 5700]
    publisher.files.update(sample.encode(without_china))
    assert "no rows for the country codes [5700]" in refusal(
        explainer, "us_trade_by_partner_annual"
    )


@pytest.mark.parametrize("name", samples.FORMS)
def test_columns_in_another_order_are_read_all_the_same(
    explainer: Project, publisher: Publisher, name: str
) -> None:
    sample = samples.SAMPLES[name]
    if not sample.named:
        pytest.skip("this file has no column names: its places are its form")
    publisher.files.update(sample.encode(sample.table[sample.table.columns[::-1]]))
    assert not renewal(explainer, name).revised


@pytest.mark.parametrize("name", [n for n in FETCHED if samples.SAMPLES[n].refused is not None])
def test_an_error_object_of_an_api_is_told_in_its_words(
    explainer: Project, publisher: Publisher, name: str
) -> None:
    sample = samples.SAMPLES[name]
    assert sample.refused is not None
    publisher.files.update(dict.fromkeys(sample.files(), sample.refused))
    assert "key" in refusal(explainer, name).lower()


@pytest.mark.parametrize("variable", samples.KEYS)
def test_a_missing_key_is_asked_for_by_name(
    explainer: Project, publisher: Publisher, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(variable)
    assert variable in refusal(explainer, samples.KEYS[variable])


def test_a_key_is_never_printed_or_kept(explainer: Project, publisher: Publisher) -> None:
    publisher.fault = "status_403"
    for name in samples.KEYS.values():
        assert "not-a-real-key" not in refusal(explainer, name)
    kept = (
        path.read_bytes()
        for path in (explainer.root / "build" / "fetched").rglob("*")
        if path.is_file()
    )
    assert not any(b"not-a-real-key" in content for content in kept)


@pytest.mark.parametrize("variable", samples.KEYS)
def test_a_key_that_an_answer_repeats_is_not_kept(
    explainer: Project, publisher: Publisher, variable: str
) -> None:
    name = samples.KEYS[variable]
    for path, body in samples.SAMPLES[name].files().items():
        echo = body.rstrip().removesuffix(b"}") + b', "echo": "not-a-real-key"}'
        publisher.files[path] = echo if body.startswith(b"{") else body
    renewal(explainer, name)
    kept = [path for path in (explainer.root / "build" / "fetched").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"not-a-real-key" in path.read_bytes() for path in kept)


# Revisions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples.FORMS)
def test_a_large_revision_is_taken_when_somebody_says_so(
    explainer: Project, publisher: Publisher, name: str
) -> None:
    sample = samples.SAMPLES[name]
    publisher.files.update(sample.revised())
    assert "--accept" in refusal(explainer, name)
    assert renewal(explainer, name, accept=True).revised


# What is said -----------------------------------------------------------------------------------


def test_a_year_that_its_months_contradict_is_held_with_them(
    explainer: Project, publisher: Publisher
) -> None:
    sample = samples.SAMPLES["oil_prices_annual"]
    table = sample.table.copy()
    held = HELD["oil_prices_annual"]
    last = (table["address"] == "PET.RBRTE.A") & (table["period"].astype(str) == held.last)
    table.loc[last, "value"] *= 1.04  # less than an old value may change
    publisher.files.update(sample.encode(table))
    found = fetch(explainer, "oil_prices_annual", "oil_prices_monthly")
    assert len(found) == 2
    for item in found:
        assert isinstance(item, Refusal)
        assert "as the mean of the months" in item.problem.message


def test_a_period_that_has_not_come_yet_is_refused(
    explainer: Project, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2000-01-01")
    assert "which has not come yet" in refusal(explainer, "us_russia_trade_monthly")


def test_nobody_accepts_data_without_naming_them(explainer: Project, publisher: Publisher) -> None:
    done = refreshed(explainer, "--accept")
    assert done.returncode == 2
    assert "name the datasets that you have compared" in done.stderr


def refreshed(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("--root", project.root, "refresh", *arguments)


def test_a_dry_run_reports_the_sentences_that_change_and_changes_nothing(
    explainer: Project, publisher: Publisher
) -> None:
    path = explainer.root / "report.md"
    before = (explainer.data / "us_russia_trade_monthly.csv").read_bytes()
    done = refreshed(explainer, "--dry-run", "--report", str(path), "us_russia_trade_monthly")
    assert done.returncode == 0, done.stderr
    assert f"{12 - int(LAST[5:])} new rows, 0 revised values" in done.stdout
    assert "fact latest_month" in done.stdout
    assert "docs/index.md:" in done.stdout
    assert f"Here the data go on to {month_name[int(LAST[5:])]} {LAST[:4]}." in done.stdout
    assert f"Here the data go on to December {LAST[:4]}." in done.stdout
    assert "\n- us_russia_trade_monthly: `" in path.read_text()
    assert (explainer.data / "us_russia_trade_monthly.csv").read_bytes() == before


def test_a_claim_that_the_new_data_refute_is_told(explainer: Project, publisher: Publisher) -> None:
    sample = samples.SAMPLES["us_russia_trade_monthly"]
    table = sample.table.copy()
    this_year = (table["CTY_CODE"] == 4621) & (table["year"] == int(LAST[:4]))
    table.loc[this_year, ["ISEP", "IYR"]] += 5000
    publisher.files.update(sample.encode(table))
    found = renewal(explainer, "us_russia_trade_monthly", accept=True)
    after = refresh_report.with_datasets(explainer, [found.new])
    told = {item.where: item.after for item in refresh_report.numbers(explainer, after)}
    assert told["claim imports_fell_this_year"] == "is no longer true"


def test_a_refused_dataset_ends_with_exit_code_1_and_the_others_are_saved(
    explainer: Project, publisher: Publisher
) -> None:
    publisher.files["www.census.gov/foreign-trade/balance/country.xlsx"] = b"PK\x03\x04broken"
    report, before = explainer.root / "report.md", explainer.datasets["gdp_annual"].last
    names = ["us_russia_trade_monthly", "gdp_annual"]
    done = refreshed(explainer, "--report", str(report), *names)
    assert done.returncode == 1
    assert "The workbook is damaged" in done.stderr
    assert done.stderr.endswith("1 not renewed, 1 renewed.\n")
    assert "Traceback" not in done.stderr
    assert report.read_text().startswith("## Not renewed: 1\n\n- us_russia_trade_monthly: `")
    after = load(explainer.data)
    assert after["gdp_annual"].last > before
    assert list(changes.load(explainer.data, after)) == ["gdp_annual"]


def test_an_unknown_dataset_is_told_with_the_nearest_name(explainer: Project) -> None:
    with pytest.raises(ProblemsError, match='did you mean "us_russia_trade_annual"'):
        fetch(explainer, "us_russia_trade_anual")


def test_a_dataset_without_a_machine_readable_source_says_how_it_is_renewed(
    explainer: Project,
) -> None:
    with pytest.raises(ProblemsError, match="renewed by hand"):
        fetch(explainer, "us_russia_events")


# Interruptions ----------------------------------------------------------------------------------


def test_a_save_that_was_cut_off_after_its_files_were_complete_is_finished(
    explainer: Project, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = renewal(explainer, "us_russia_trade_annual")
    # As if it were killed right there.
    monkeypatch.setattr("charts.generator.data.datasets.recover", lambda folder: None)
    save(explainer.data, [found])
    assert (explainer.data / COMPLETE).exists()
    monkeypatch.undo()
    loaded = load(explainer.data, explainer.build / "validated.txt")
    assert len(loaded["us_russia_trade_annual"].frame) == len(found.new.frame)


def test_a_save_that_was_cut_off_before_its_files_were_complete_is_dropped(
    explainer: Project, publisher: Publisher
) -> None:
    left = explainer.data / ".new-abc"
    left.mkdir()
    (left / "us_russia_trade_annual.csv").write_text("year,exports\n19")
    recover(explainer.data)
    assert not left.exists()
    assert load(explainer.data, explainer.build / "validated.txt")


class KilledError(BaseException):
    """Ends a process as a signal does that can't be caught."""


# Folders that a dying process touches, and how often it still can before it is dead.
dying: dict[str, int] = {}


def die(event: str, arguments: tuple[object, ...]) -> None:
    """Keeps a process that is dead from touching a folder, whatever it would still tidy up."""
    for folder in [*dying]:
        if any(str(argument).startswith(folder) for argument in arguments):
            dying[folder] -= 1
            if dying[folder] < 0:
                raise KilledError(event)


def test_a_save_killed_at_any_moment_leaves_data_that_load(
    explainer: Project, publisher: Publisher, validated: Path, tmp_path: Path
) -> None:
    found = renewal(explainer, "us_russia_trade_annual")
    sys.addaudithook(die)  # told of every file that Python opens, moves or deletes
    rows = []
    for moment in count():
        folder = tmp_path / f"killed-{moment}"
        shutil.copytree(explainer.data, folder)
        dying[str(folder)] = moment
        with suppress(KilledError):
            save(folder, [found])
        alive = dying.pop(str(folder)) >= 0
        rows.append(len(load(folder, validated)["us_russia_trade_annual"].frame))
        if alive:
            break
    assert len(rows) > 10
    assert rows == sorted(rows)
    assert set(rows) == {len(found.old.frame), len(found.new.frame)}


# The real files, where they are at hand ---------------------------------------------------------


@pytest.mark.skipif(
    not (originals := ROOT.parent / "shared" / "figures" / "originals").exists(),
    reason="the publishers' own files are not part of the project",
)
def test_the_bureau_s_own_workbook_gives_the_rows_that_we_hold_of_that_vintage(
    explainer: Project, publisher: Publisher
) -> None:
    (workbook,) = originals.glob("census-country-*.xlsx")
    path = "www.census.gov/foreign-trade/balance/country.xlsx"
    publisher.files[path] = workbook.read_bytes()
    client = Client(Path(explainer.root) / "build", pause=0)
    from charts.generator.base.explainer_code import load_module

    census = load_module(explainer.data / "fetch" / "census.py")
    read = census.us_russia_trade_monthly(client).set_index("month")
    held = explainer.datasets["us_russia_trade_monthly"].texts.set_index("month")
    held = held[held["vintage"] == "2023-03"]
    assert len(held) > 200
    for month, row in held.iterrows():
        assert float(row["imports"]) == pytest.approx(read.at[month, "imports"], abs=1e-6)
    assert json.dumps(sorted(read.columns)) == '["exports", "imports", "vintage"]'
    assert isinstance(read, pd.DataFrame)
