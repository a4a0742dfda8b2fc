"""A dataset is used only if its file is exactly what `datapackage.json` says it is."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from charts.generator.base.files import write_atomically
from charts.generator.base.problems import ProblemsError
from charts.generator.data.datasets import load, stamp
from tests.support import edit

YEARS = "data/year_lengths.csv"
MONTHS = "data/month_lengths.csv"
PACKAGE = "data/datapackage.json"


def problems(folder: Path = Path("data")) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def change_package(change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Changes the resources that the package lists: those of the months and of the years."""
    package = json.loads(Path(PACKAGE).read_text())
    change(package["resources"])
    Path(PACKAGE).write_text(json.dumps(package, indent=2))


# What fits the schema and is still not meant ------------------------------------------------------


@pytest.mark.parametrize("cell", ["le\x00ap", "le\x07ap", "leap\t"])
def test_a_text_with_a_character_that_nobody_sees_is_named_with_its_line(small, cell):
    change_package(lambda resources: resources[1]["schema"]["fields"][1].pop("constraints"))
    lines = Path(YEARS).read_text().splitlines()
    lines[2] = ",".join([lines[2].split(",")[0], cell, lines[2].split(",")[2]])
    Path(YEARS).write_text("\n".join(lines) + "\n")
    assert any("nobody sees" in problem and f"{YEARS}:3:" in problem for problem in problems())


@pytest.mark.parametrize("cell", ["inf", "-inf", "nan"])
def test_a_number_that_is_none_is_named_with_its_line(small, cell):
    def days_are_numbers(resources: list[dict[str, Any]]) -> None:
        resources[0]["schema"]["fields"][1]["type"] = "number"

    change_package(days_are_numbers)
    lines = Path(MONTHS).read_text().splitlines()
    lines[3] = f"{lines[3].split(',')[0]},{cell}"
    Path(MONTHS).write_text("\n".join(lines) + "\n")
    assert any(f"{MONTHS}:4:" in problem for problem in problems()), problems()


# A sound dataset --------------------------------------------------------------------------------


def test_each_column_gets_the_type_that_the_schema_gives_it(small):
    datasets = load(small.data)
    assert dict(datasets["year_lengths"].frame.dtypes.astype(str)) == {
        "year": "Int64",
        "kind": "str",
        "days": "Int64",
    }
    assert dict(datasets["month_lengths"].frame.dtypes.astype(str)) == {
        "month": "datetime64[ns, UTC]",
        "days": "Int64",
    }


def test_a_month_is_its_first_instant_in_utc(small):
    months = load(small.data)["month_lengths"].frame["month"]
    assert months[1] == pd.Timestamp("2023-02-01T00:00:00Z")


def test_every_cell_can_be_read_as_its_file_writes_it(small):
    for dataset in load(small.data).values():
        written = dataset.texts.to_csv(index=False, lineterminator="\n")
        assert written == dataset.path.read_text()


def test_an_empty_cell_stays_empty(small):
    change_package(lambda resources: resources[1]["schema"]["fields"][1].pop("constraints"))
    edit(Path(YEARS), "1996,leap,", "1996,,")
    stamp(small.data, [])
    assert load(small.data)["year_lengths"].texts["kind"][1] == ""


def test_a_dataset_knows_its_columns_with_their_units(small):
    days = load(small.data)["year_lengths"].fields["days"]
    assert (days.title, days.type, days.unit) == ("Length", "integer", "days")


# A file that does not fit its schema ------------------------------------------------------------

BAD_FILES = {
    "a cell of the wrong type": (
        YEARS, "1996,leap,366", "1996,leap,many",
        '3:11: column "days": found "many", expected a value of type integer.',
    ),
    "a number with a point where whole ones are expected": (
        YEARS, "1996,leap,366", "1996,leap,366.5",
        '3:11: column "days": found "366.5", expected a value of type integer.',
    ),
    "a month in words": (
        MONTHS, "2023-03,31", "March 2023,31",
        '4:1: column "month": found "March 2023", expected a value of type yearmonth.',
    ),
    "a value above the maximum": (
        YEARS, "1996,leap,366", "1996,leap,367",
        '3:11: column "days": found "367", but the schema asks for: maximum 366.',
    ),
    "a value that is none of those listed": (
        YEARS, "1996,leap,366", "1996,long,366",
        '3:6: column "kind": found "long", but the schema asks for: enum [\'common\', \'leap\'].',
    ),
    "an empty cell where a value is required": (
        YEARS, "1996,leap,366", "1996,,366",
        '3:6: column "kind": the cell is empty, but the schema asks for a value.',
    ),
    "a key that stands twice": (
        YEARS, "1997,common", "1996,common",
        "4:1: this row repeats the key (year) of an earlier row; each key may appear once.",
    ),
    "a row that is too short": (
        YEARS, "1996,leap,366", "1996,leap",
        '3:11: column "days": the row ends before this cell; expected 3 cells.',
    ),
    "a row that is too long": (
        YEARS, "1996,leap,366", "1996,leap,366,1",
        "3:15: the row has more than 3 cells; put a text that contains a comma between quotes.",
    ),
    "a blank line": (
        YEARS, "1996,leap,366\n", "1996,leap,366\n\n",
        "4:1: this row is blank; delete the line.",
    ),
    "a quotation mark that is never closed": (
        YEARS, "1996,leap,366", '1996,"leap,366',
        '3:1: column "days": the row ends before this cell; expected 3 cells.',
    ),
    "a column with another name": (
        YEARS, "year,kind,days", "year,sort,days",
        "1:1: the columns differ from the schema: expected year, kind, days; "
        "found year, sort, days.",
    ),
    "columns in another order": (
        YEARS, "year,kind,days", "year,days,kind",
        "1:1: the columns differ from the schema: expected year, kind, days; "
        "found year, days, kind.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "expected"), BAD_FILES.values(), ids=BAD_FILES)
def test_what_does_not_fit_is_named_with_its_line_and_column(small, file, old, new, expected):
    edit(Path(file), old, new)
    assert problems() == [f"{file}:{expected}"]


def test_a_missing_column_is_named(small):
    lines = Path(YEARS).read_text().splitlines()
    Path(YEARS).write_text("".join(line.rpartition(",")[0] + "\n" for line in lines))
    assert problems() == [
        f"{YEARS}:1:1: the columns differ from the schema: expected year, kind, days; "
        "found year, kind."
    ]


def test_a_file_with_semicolons_is_not_taken_for_a_good_one(small):
    Path(YEARS).write_text(Path(YEARS).read_text().replace(",", ";"))
    (problem,) = problems()
    assert problem.startswith(f"{YEARS}:1:1: the columns differ from the schema")
    assert problem.endswith("found year;kind;days.")


def test_an_empty_file_is_a_problem(small):
    Path(YEARS).write_text("")
    assert problems() == [
        f"{YEARS}: the file is empty; expected a first line with the column names, then rows."
    ]


def test_a_file_without_rows_is_a_problem_even_if_its_checksum_is_right(small):
    Path(YEARS).write_text("year,kind,days\n")
    with pytest.raises(ProblemsError, match="the file has column names but no rows"):
        stamp(small.data, ["year_lengths"])


def test_a_file_that_is_not_utf_8_is_a_problem(small):
    Path(YEARS).write_bytes(Path(YEARS).read_bytes() + b"2025,l\xe9ap,365\n")
    (problem,) = problems()
    assert problem.startswith(f"{YEARS}: this is not text in UTF-8; save it as UTF-8.")


def test_a_missing_file_is_a_problem(small):
    Path(YEARS).unlink()
    assert problems() == [
        f'{YEARS}: the file of dataset "year_lengths" is missing; restore it, or delete the '
        "dataset from datapackage.json."
    ]


def test_a_valid_file_with_another_checksum_is_a_problem_that_names_the_command(small):
    edit(Path(YEARS), "1996,leap,366", "1996,leap,365")
    (problem,) = problems()
    assert problem.startswith(f"{YEARS}: the checksum of this file is not the one in datapackage")
    assert "run `python -m charts stamp year_lengths`" in problem


def test_a_file_that_no_resource_lists_is_a_problem(small):
    Path("data/weeks.csv").write_text("week\n1\n")
    assert problems() == [
        'data/weeks.csv: no resource in datapackage.json has "path": "weeks.csv"; add one, or '
        "delete the file."
    ]


def test_all_problems_of_all_files_are_reported_at_once_and_in_order(small):
    edit(Path(YEARS), "1996,leap,366", "1996,leap,many")
    edit(Path(YEARS), "1999,common,365", "1999,long,365")
    edit(Path(MONTHS), "2023-03,31", "2023-03,32")
    places = [problem.split(": ")[0] for problem in problems()]
    assert places == [f"{MONTHS}:4:9", f"{YEARS}:3:11", f"{YEARS}:6:6"]


# What was found to fit --------------------------------------------------------------------------


def test_what_was_found_to_fit_is_judged_again_once_it_changes(small):
    proofs = small.root / "validated.txt"
    load(small.data, proofs)
    load(small.data, proofs)
    edit(Path(YEARS), "1996,leap,366", "1996,leap,many")
    with pytest.raises(ProblemsError, match='3:11: column "days": found "many"'):
        load(small.data, proofs)


def test_what_was_found_to_fit_is_judged_again_once_its_schema_changes(small):
    proofs = small.root / "validated.txt"
    load(small.data, proofs)
    edit(Path(PACKAGE), '"maximum": 31', '"maximum": 30')
    with pytest.raises(ProblemsError, match="but the schema asks for: maximum 30"):
        load(small.data, proofs)


def test_what_did_not_fit_is_not_remembered_as_fitting(small):
    proofs = small.root / "validated.txt"
    edit(Path(YEARS), "1996,leap,366", "1996,leap,many")
    for _ in range(2):
        with pytest.raises(ProblemsError, match='found "many"'):
            load(small.data, proofs)
    assert not proofs.exists()


# A datapackage.json that is wrong itself --------------------------------------------------------


def test_a_mistake_in_json_is_named_with_its_line(small):
    edit(Path(PACKAGE), '"name": "length-of-years",', '"name": "length-of-years"')
    assert problems() == [f"{PACKAGE}:4:3: this is not valid JSON: Expecting ',' delimiter."]


def test_a_missing_package_is_a_problem(small):
    Path(PACKAGE).unlink()
    assert problems() == [
        f"{PACKAGE}: the file is missing; it lists the datasets with their schemas and sources."
    ]


@pytest.mark.parametrize("content", ["[]", "{}", '{"resources": {}}', '{"resources": ["x"]}'])
def test_json_that_lists_no_resources_is_a_problem(small, content):
    Path(PACKAGE).write_text(content)
    assert problems() == [f'{PACKAGE}: expected a list "resources" of objects at the top level.']


BAD_RESOURCES = {
    "it lacks metadata": (
        lambda years: (years.pop("caveats"), years.update(licenses=[])),
        'dataset "year_lengths" lacks "caveats", "licenses"; every dataset needs them.',
    ),
    "it lacks a checksum": (
        lambda years: years.pop("hash"),
        'dataset "year_lengths" lacks "hash"; every dataset needs them. '
        "`python -m charts stamp year_lengths` writes the hash.",
    ),
    "a source has no publisher": (
        lambda years: years["sources"][0].pop("publisher"),
        'dataset "year_lengths": "sources" should be a list whose items have publisher, title, '
        "path.",
    ),
    "its vintage is no month": (
        lambda years: years.update(vintage="last year"),
        'dataset "year_lengths": "vintage" should be written like 2026-10; found "last year".',
    ),
    "a column has an unknown type": (
        lambda years: years["schema"]["fields"][0].update(type="integr"),
        'dataset "year_lengths": field "year": there is no type "integr"; did you mean "integer"? '
        "There are: integer, year, number, string, yearmonth, date, boolean.",
    ),
    "a total is no value of its column": (
        lambda years: years["schema"]["fields"][1].update(totals=["comon"]),
        'dataset "year_lengths": field "kind": there is no value "comon"; did you mean "common"? '
        "There are: common, leap.",
    ),
    "its totals are no list": (
        lambda years: years["schema"]["fields"][1].update(totals="common"),
        'dataset "year_lengths": field "kind": "totals" should be a list of values, such as '
        '["World"].',
    ),
    "a group has no members": (
        lambda years: years["schema"]["fields"][1].update(groups=["common"]),
        'dataset "year_lengths": field "kind": "groups" should name the members of each group, as '
        'in {"Benelux": ["Belgium"]}.',
    ),
    "a group holds itself": (
        lambda years: years["schema"]["fields"][1].update(groups={"common": ["common"]}),
        'dataset "year_lengths": field "kind": the group "common" is a member of itself.',
    ),
    "a value is a total and a rest": (
        lambda years: years["schema"]["fields"][1].update(totals=["leap"], rests=["leap"]),
        'dataset "year_lengths": field "kind": "leap" appears twice among "totals", "rests" and '
        '"groups"; keep one.',
    ),
    "rows were served at no time": (
        lambda years: years["schema"]["fields"][1].update(name="vintage"),
        'dataset "year_lengths": field "vintage": it says when rows were served, so its type '
        'should be "yearmonth" or "date", not "string".',
    ),
    "a column has an unknown role": (
        lambda years: years["schema"]["fields"][1].update(role="bases"),
        'dataset "year_lengths": field "kind": there is no role "bases"; did you mean "basis"? '
        "There are: basis, coverage, event, period.",
    ),
    "its name is none that code can use": (
        lambda years: years.update(name="year-lengths"),
        'dataset "year-lengths": write the name with lower-case letters, digits and "_", so that '
        "a chart's function can have it as a parameter.",
    ),
    "its name is taken": (
        lambda years: years.update(name="month_lengths"),
        'two datasets have the name "month_lengths"; give each its own.',
    ),
    "its key is no column": (
        lambda years: years["schema"].update(primaryKey=["yaer"]),
        'dataset "year_lengths": primary key "[\'yaer\']" does not match the fields '
        "\"['year', 'kind', 'days']\".",
    ),
}


@pytest.mark.parametrize(("change", "expected"), BAD_RESOURCES.values(), ids=BAD_RESOURCES)
def test_a_resource_that_says_too_little_or_nonsense_is_a_problem(small, change, expected):
    change_package(lambda resources: change(resources[1]))
    assert problems() == [f"{PACKAGE}: {expected}"]


# Accepting an edit ------------------------------------------------------------------------------


def test_stamp_accepts_an_edited_file(small):
    edit(Path(YEARS), "1996,leap,366", "1996,leap,365")
    assert stamp(small.data, ["year_lengths"]) == ["year_lengths"]
    assert load(small.data)["year_lengths"].frame["days"][1] == 365


def test_stamp_changes_nothing_but_the_checksum_and_the_size(small):
    before = Path(PACKAGE).read_text().splitlines()
    Path(YEARS).write_text(Path(YEARS).read_text() + "2025,common,365\n")
    change_package(lambda resources: resources[1]["schema"]["fields"][0].pop("constraints"))
    edited = Path(PACKAGE).read_text().splitlines()
    assert edited != before
    stamp(small.data, [])
    after = Path(PACKAGE).read_text().splitlines()
    changed = [new for old, new in zip(edited, after, strict=True) if old != new]
    assert [line.split(":")[0].strip() for line in changed] == ['"hash"', '"bytes"']


def test_stamp_leaves_other_edited_files_unaccepted(small):
    edit(Path(YEARS), "1996,leap,366", "1996,leap,365")
    edit(Path(MONTHS), "2024-01,31", "2024-01,30")
    stamp(small.data, ["year_lengths"])
    (problem,) = problems()
    assert problem.startswith(f"{MONTHS}: the checksum of this file is not")


def test_stamp_writes_the_first_checksum_of_a_new_dataset(small):
    change_package(lambda resources: resources[1].pop("hash"))
    stamp(small.data, [])
    assert "year_lengths" in load(small.data)


def test_what_stamp_has_accepted_is_not_validated_again(small, monkeypatch):
    load(small.data, small.proofs)
    edit(Path(YEARS), "1996,leap,366", "1996,leap,365")
    stamp(small.data, [], small.proofs)
    monkeypatch.setattr("charts.generator.data.datasets.descriptor_problems", None)
    assert load(small.data, small.proofs)["year_lengths"].frame["days"][1] == 365


def test_what_was_saved_after_stamp_is_validated(small):
    edit(Path(YEARS), "1996,leap,366", "1996,leap,365")
    stamp(small.data, [], small.proofs)
    edit(Path(YEARS), "1996,leap,365", "1996,leap,many")
    with pytest.raises(ProblemsError, match='column "days": found "many"'):
        load(small.data, small.proofs)


def test_stamp_refuses_an_invalid_file_and_leaves_the_package_byte_for_byte(small):
    edit(Path(YEARS), "1996,leap,366", "1996,leap,many")
    edit(Path(MONTHS), "2024-01,31", "2024-01,30")
    before = Path(PACKAGE).read_bytes()
    with pytest.raises(ProblemsError, match='3:11: column "days": found "many"'):
        stamp(small.data, [])
    assert Path(PACKAGE).read_bytes() == before


def test_stamp_leaves_the_package_alone_where_no_file_has_changed(small):
    before = Path(PACKAGE).stat().st_mtime_ns
    assert stamp(small.data, []) == []
    assert Path(PACKAGE).stat().st_mtime_ns == before


def test_stamp_says_so_where_the_file_is_missing(small):
    Path(YEARS).unlink()
    with pytest.raises(ProblemsError, match='the file of dataset "year_lengths" is missing'):
        stamp(small.data, ["year_lengths"])


def test_stamp_suggests_the_dataset_that_was_meant(small):
    with pytest.raises(ProblemsError, match='did you mean "year_lengths"'):
        stamp(small.data, ["year_length"])


# Writing a file ---------------------------------------------------------------------------------


def test_a_file_keeps_its_old_content_where_writing_fails(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError("no space left on device")

    (tmp_path / "file").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(tmp_path / "file", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "old")]


def test_a_file_is_written_with_the_rights_of_any_other(tmp_path):
    write_atomically(tmp_path / "folder" / "file", "new")
    assert (tmp_path / "folder" / "file").read_text() == "new"
    assert (tmp_path / "folder" / "file").stat().st_mode & 0o777 == 0o644
