"""A dataset may be what a query returns; only `refresh` and `new dataset` need its engine."""

import contextlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from charts.generator.data import queries
from charts.generator.data.datasets import load
from charts.generator.project import Project
from tests.conftest import SECOND
from tests.support import ROOT, edit, run
from tests.tariff_lines import QUERY, generate

NAME = "chapters_annual"
SQL = f"data/queries/{NAME}.sql"
PACKAGE = "data/datapackage.json"
READS = ("--reads", "lines=$LAKE/*.parquet")

SAID = (
    "--vintage", "2026-11", "--processing", "computed", "--publisher", "Generated",
    "--address", "https://example.org/", "--licence", "CC0-1.0", "--unit", "*=",
)  # fmt: skip


def resource() -> dict[str, Any]:
    package = json.loads(Path(PACKAGE).read_text())
    return next(item for item in package["resources"] if item["name"] == NAME)


def change(**said: Any) -> None:
    package = json.loads(Path(PACKAGE).read_text())
    for item in package["resources"]:
        if item["name"] == NAME:
            item["query"] |= said
    Path(PACKAGE).write_text(json.dumps(package, indent=2))


def call(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("--root", Path.cwd(), *arguments, cwd=ROOT, **environment)


def refresh(lake: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return call("refresh", NAME, *options, LAKE=str(lake))


@pytest.fixture(scope="session")
def lake(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("lake")
    generate(100_000, folder)
    return folder


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory, lake: Path) -> Path:
    """The tiny explainer with a dataset that a query has made; tests copy it."""
    root: Path = tmp_path_factory.mktemp("asked") / "explainer"
    shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__", "build"))
    with contextlib.chdir(root):
        Path("data/queries").mkdir()
        Path(SQL).write_text(QUERY)
        made = call("new", "dataset", NAME, Path(SQL).absolute(), *READS, LAKE=str(lake))
        assert made.returncode == 0, made.stderr
        said = call("describe", NAME, *SAID)
        assert "Nothing is left to say" in said.stdout, said.stderr
        assert call("check").returncode == 0  # its charts are drawn once
    return root


@pytest.fixture
def queried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Path) -> Project:
    """The explainer with the query, as the working folder."""
    root = shutil.copytree(asked, tmp_path / "explainer")
    monkeypatch.chdir(root)
    return Project(root)


@pytest.fixture
def without_engine(tmp_path: Path) -> dict[str, str]:
    """An environment in which DuckDB can't be imported."""
    folder = tmp_path / "hides"
    folder.mkdir()
    (folder / "duckdb.py").write_text('raise ImportError("hidden")\n')
    here = str(Path(__file__).parents[2])
    return {"PYTHONPATH": os.pathsep.join([str(folder), here])}


# What a query makes -------------------------------------------------------------------------------


def test_a_new_dataset_keeps_what_a_query_returns_and_how_it_was_made(queried):
    made = resource()["query"]
    assert made["rows_in"] == {"lines": 100_000}
    assert made["rows_out"] == load(queried.data)[NAME].height == 90
    assert made["engine"].startswith("DuckDB ")
    assert (
        Path(f"data/{NAME}.csv").read_text().startswith("year,chapter,imports,countries\n2015,01,")
    )


def test_a_check_needs_no_engine(queried, without_engine):
    found = call("check", **without_engine)
    assert found.returncode == 0, found.stderr


def test_a_refresh_without_the_engine_says_what_to_install(queried, without_engine, lake):
    found = call("refresh", NAME, LAKE=str(lake), **without_engine)
    assert (
        "package duckdb is not installed: `pip install 'data-explainer[query]'` adds it"
        in found.stderr
    )


def test_an_explanation_names_the_query(queried):
    explained = call("explain", f"{NAME}.imports[chapter=01, 2015]")
    assert "made 90 rows of 100,000: data/queries/" in " ".join(explained.stdout.split())


def test_the_page_of_a_dataset_shows_its_query_and_what_ran_it(queried, without_engine):
    assert call("site", **without_engine).returncode == 0
    shown = html.parse(f"site/data/{NAME}/index.html").getroot()
    text = " ".join(shown.text_content().split())
    assert "DuckDB" in text
    assert "made 90 rows of 100,000" in text
    assert shown.xpath("string(//h2[@id='query']/following-sibling::pre[1])") == QUERY.strip()


# What is out of date ------------------------------------------------------------------------------


def test_an_edited_query_is_a_problem_until_it_has_run(queried, lake):
    edit(Path(SQL), "count(DISTINCT country)", "1 + count(DISTINCT country)")
    found = call("check")
    assert f"{SQL.removeprefix('data/')} was edited after its rows were made" in found.stderr
    assert refresh(lake, "--accept").returncode == 0
    assert "was edited" not in call("check").stderr
    assert ",101\n" in Path(f"data/{NAME}.csv").read_text()


def test_an_edited_query_that_returns_the_same_rows_is_recorded(queried, lake):
    Path(SQL).write_text(f"-- The same.\n{QUERY}")
    assert refresh(lake).returncode == 0
    assert "was edited" not in call("check").stderr


def test_a_query_that_is_missing_is_a_problem(queried):
    Path(SQL).unlink()
    assert 'there is no file "queries/' in call("check").stderr


# What a refresh refuses ---------------------------------------------------------------------------


def test_what_a_query_returns_now_is_judged_like_what_publishers_serve(queried, tmp_path):
    generate(101_000, tmp_path / "more")
    assert "hard to believe: 2015 09 imports" in refresh(tmp_path / "more").stderr
    assert refresh(tmp_path / "more", "--accept").returncode == 0
    assert resource()["query"]["rows_in"] == {"lines": 101_000}


def test_rows_that_are_gone_keep_the_old_data(queried, tmp_path):
    before = Path(f"data/{NAME}.csv").read_bytes()
    generate(50_000, tmp_path / "fewer")
    assert "The new data lack rows that we have: 2015 06" in refresh(tmp_path / "fewer").stderr
    assert Path(f"data/{NAME}.csv").read_bytes() == before


def test_rows_that_are_gone_with_an_edit_of_the_query_wait_for_a_person(queried, lake):
    edit(Path(SQL), "FROM lines\n", "FROM lines WHERE month < '2020'\n")
    assert "since the query was edited, rows are missing: 2020 01" in refresh(lake).stderr
    assert refresh(lake, "--accept").returncode == 0
    assert resource()["query"]["rows_out"] == 45


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"rows": 80}, "It returns more than 80 rows"),
        ({"mib": 1}, "it took more than 1 MiB of memory"),
        ({"cores": 2}, '"limits" of a query are numbers above zero: seconds, mib, rows'),
    ],
)
def test_a_query_that_takes_more_than_it_may_is_refused(queried, lake, limits, said):
    change(limits=limits)
    assert said in refresh(lake).stderr


def test_a_mistake_in_a_query_is_told_in_the_engines_words_at_its_file(queried, lake):
    edit(Path(SQL), "sum(imports)", "sum(import)")
    said = refresh(lake).stderr
    assert re.search(
        rf"{SQL}(:\d+)*: the old data are kept. The engine refuses it: Binder Error", said
    )


def test_what_the_engine_could_not_do_is_told_with_its_reason():
    error = OSError("An error occurred while installing 'httpfs':\nThe network is unreachable.\nA")
    told = str(queries._failed(error, Path(SQL)))
    assert told.endswith(
        "refuses it: An error occurred while installing 'httpfs': The network is unreachable."
    )


def test_a_place_that_the_environment_does_not_name_is_asked_for(queried):
    environment = {k: v for k, v in os.environ.items() if k != "LAKE"}
    assert "LAKE" not in environment
    found = call("refresh", NAME)
    assert '"reads" of the query need $LAKE, which the environment does not have' in found.stderr


# What a refresh of all does -----------------------------------------------------------------------


def test_a_refresh_of_all_leaves_out_a_query_whose_files_are_elsewhere(queried, tmp_path):
    """It is not a failure: the publishers' data are renewed on every machine."""
    report = tmp_path / "report.md"
    for lake, why in {
        "": "the environment does not have $LAKE",
        str(tmp_path / "empty"): 'there are no files "$LAKE/*.parquet"',
    }.items():
        found = call("refresh", "--report", report, **({"LAKE": lake} if lake else {}))
        assert found.returncode == 0, found.stderr
        for text in (found.stdout, report.read_text()):
            assert "Left out, because their queries can't run here: 1" in text
            assert f"{NAME}: " in text
            assert f"{why}; " in text
            assert f"`python -m charts refresh {NAME}` renews it where that is there" in text
    assert call("check").returncode == 0


def test_a_refresh_of_all_leaves_out_a_query_whose_engine_is_not_installed(
    queried, lake, monkeypatch
):
    query = resource()["query"]
    monkeypatch.setenv("LAKE", str(lake))
    assert queries.absent(query, queried.data) == ""
    monkeypatch.setattr(queries, "find_spec", lambda name: None)
    assert queries.absent(query, queried.data) == "the package duckdb is not installed"


def test_a_refresh_of_all_runs_the_queries_that_can_run(queried, tmp_path):
    generate(101_000, tmp_path / "more")
    found = call("refresh", LAKE=str(tmp_path / "more"))
    assert "Left out" not in found.stdout
    assert f"refused: {NAME}" in found.stderr  # hard to believe, as by its name


def test_files_that_another_engine_reads_may_be_where_that_is(queried, monkeypatch):
    monkeypatch.setenv("LAKE", "/nowhere")
    monkeypatch.setenv(queries.ENGINE, "pyspark://")
    monkeypatch.setattr(queries, "find_spec", lambda name: name == "ibis" or None)
    assert queries.absent(resource()["query"], queried.data) == ""


# The same from every engine -----------------------------------------------------------------------


def test_another_engine_makes_the_same_bytes(queried, lake, monkeypatch):
    pytest.importorskip("ibis")
    monkeypatch.setenv("LAKE", str(lake))
    here = queries.run(NAME, resource()["query"], queried.data)
    monkeypatch.setenv(queries.ENGINE, os.environ.get("TEST_QUERY_ENGINE", "duckdb://"))
    elsewhere = queries.run(NAME, resource()["query"], queried.data)
    assert elsewhere.csv == here.csv
    assert "through Ibis" in elsewhere.record["engine"]
