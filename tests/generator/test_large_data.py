"""A dataset of any size costs only the columns in use, and nothing that is kept can be stale."""

import json
import shutil

import pytest

from charts.generator.base.files import digest
from charts.generator.base.problems import ProblemsError
from charts.generator.data import columns, datasets
from charts.generator.data.columns import FEW, LIGHT, Texts
from charts.generator.data.datasets import Dataset
from tests.conftest import SECOND

ROWS = 60_000
COUNTRIES = ["Korea, South", "Norway", "Russia"]


def cells(row: int) -> list[str]:
    # One column has more texts than are kept as few, and numbers in every form that a file may use.
    number = ["", f"{row}", f"{row}.50", f"-{row}.125", f"0{row % 90}", "1e3"][row % 6]
    return [f"{row:06d}", COUNTRIES[row % 3], number, ["true", "false", ""][row % 3]]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large") / "data"
    folder.mkdir()
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in cells(r))
             for r in range(ROWS)]  # fmt: skip
    path = folder / "lines.csv"
    path.write_text("\n".join(["id,country,amount,known", *lines, ""]), encoding="utf-8")
    assert path.stat().st_size > LIGHT
    assert ROWS > FEW
    package = json.loads((SECOND / "data" / "datapackage.json").read_text())
    types = {"id": "string", "country": "string", "amount": "number", "known": "boolean"}
    fields = [{"name": name, "title": name, "type": kind} for name, kind in types.items()]
    package["resources"] = [
        package["resources"][0]
        | {"name": "lines", "path": path.name, "hash": digest(path), "bytes": path.stat().st_size}
        | {"schema": {"primaryKey": ["id"], "fields": fields}}
    ]
    (folder / "datapackage.json").write_text(json.dumps(package))
    datasets.load(folder, folder.parent / "build" / "validated.txt")  # the slow validation, once
    return folder.parent


@pytest.fixture
def large(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def loaded(folder) -> Dataset:
    datasets._load_one.cache_clear()
    return datasets.load(folder / "data", folder / "build" / "validated.txt")["lines"]


def lists(dataset: Dataset) -> dict[str, list[str]]:
    return {name: list(cells) for name, cells in dataset.columns.items()}


def as_read(folder) -> dict[str, list[str]]:
    shutil.rmtree(folder / "build" / "columns", ignore_errors=True)
    return lists(loaded(folder))


def test_cells_are_written_in_one_way_however_their_file_writes_them(large):
    found = as_read(large)["amount"]
    assert found[60_000 - 6 : 60_000 - 1] == ["", "59995", "59996.5", "-59997.125", "58"]
    assert found[-1] == "1000"


def test_a_large_file_is_not_read_again_for_columns_that_are_kept(large, monkeypatch):
    fresh = as_read(large)
    monkeypatch.setattr(columns.Columns, "_read", lambda *_: pytest.fail("the file was read"))
    kept = loaded(large)
    assert lists(kept) == fresh
    assert loaded(large).distinct("country") == ["Korea, South", "Norway", "Russia"]


def test_a_column_that_nobody_asks_for_is_not_kept_unless_it_is_small(large):
    shutil.rmtree(large / "build" / "columns", ignore_errors=True)
    assert loaded(large).distinct("known") == ["True", "False", ""]
    (folder,) = (large / "build" / "columns").iterdir()
    assert len(list(folder.iterdir())) == 2


def test_an_edited_file_has_its_own_columns_and_the_old_ones_go(large):
    as_read(large)
    path = large / "data" / "lines.csv"
    path.write_text(path.read_text().replace("Norway", "Sweden"))
    datasets.stamp(large / "data", [])
    assert loaded(large).distinct("country") == ["Korea, South", "Sweden", "Russia"]
    assert len(list((large / "build" / "columns").iterdir())) == 1


def test_a_kept_column_that_is_damaged_is_read_anew(large):
    fresh = as_read(large)
    for file in (large / "build" / "columns").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            file.write_bytes(content[:-3] + bytes(byte ^ 1 for byte in content[-3:]))
    assert lists(loaded(large)) == fresh


def test_a_file_that_is_saved_before_it_is_read_is_a_problem(large):
    shutil.rmtree(large / "build" / "columns", ignore_errors=True)
    dataset = loaded(large)
    path = large / "data" / "lines.csv"
    path.write_text(path.read_text().replace("Norway", "Sweden"))
    with pytest.raises(ProblemsError, match="saved while it was read"):
        dataset.distinct("country")


def test_rows_are_found_by_several_cells(large):
    dataset = loaded(large)
    assert list(dataset.rows_with([("country", "Norway"), ("id", "000004")])) == [4]
    assert list(dataset.rows_with([("country", "Norway"), ("id", "000005")])) == []
    assert dataset.row((("id", "000004"),)) == 4


def places(dataset: Dataset, name: str) -> dict[str, list[int]]:
    return {text: list(rows) for text, rows in dataset.index(name).items()}


def test_rows_that_are_kept_by_their_text_are_those_of_the_file(large, monkeypatch):
    cells = as_read(large)["country"]
    expected = {
        text: [row for row, cell in enumerate(cells) if cell == text]
        for text in dict.fromkeys(cells)
    }
    assert places(loaded(large), "country") == expected
    with monkeypatch.context() as during:
        during.setattr(columns, "index", lambda *_: pytest.fail("the rows were looked for"))
        assert places(loaded(large), "country") == expected
    for file in (large / "build" / "columns").glob("*/*"):
        file.write_bytes(file.read_bytes()[:-4])
    assert places(loaded(large), "country") == expected


def test_a_text_has_its_place_among_many_whatever_its_letters():
    texts = ["", "é", "Korea, South", "", "\U0001f600", "x"]
    made = Texts(texts)
    for each in (made, Texts.kept(len(made), memoryview(made.to_keep))):
        assert list(each) == texts
        assert [each[place] for place in range(-6, 6)] == texts * 2
        assert (each[1:4], len(each)) == (texts[1:4], 6)
        with pytest.raises(IndexError):
            each[6]
    assert list(Texts([])) == []
