"""What cells, columns and keys may say that has another meaning in Markdown, HTML or Python."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from charts.generator.base.files import digest
from charts.generator.base.problems import ProblemsError
from charts.generator.data.datasets import load, text_of
from charts.generator.draw.chart_theme import DESKTOP
from charts.generator.draw.specs import Drawing, csv_of, draw
from charts.generator.draw.specs import rows as rows_of
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.conftest import SECOND
from tests.support import article, edit

LABELS = """\
format,dataset,column,note,n
CD,None,A|B,"one line
another line",614
Vinyl,nan,"*A* [b](c) | `d`",<NA>,504
Tape,,# d,NaT,0.004
{{ 1/0 }},{% if %},<b>x</b>,{# c #},7
"""
TABLE = """
| label | number |
| --- | --- |
| {{ value("labels", "column", format="CD") }} | {{ value("labels", "n", "count", format="CD") }} |
| {{ value("labels", "column", format="Vinyl") }} | {{ fact("labels.n[format=Vinyl]") }} |
| {{ value("labels", "note", format="CD") }} | {{ value("labels", "n", column="A|B", dataset="None") }} |
| {{ value("labels", "dataset", format="Vinyl") }} | {{ value("labels", "n", format="Tape") }} |
| {{ value("labels", "column", format="{{ 1/0 }}") }} | {{ value("labels", "n", format='{{ 1/0 }}') }} |
| {{ value("labels", "dataset", format="{{ 1/0 }}") }} | {{ value("labels", "format", n=7) }} |

{{ references() }}"""  # noqa: E501


def add(folder: Path, text: str, types: dict[str, str]) -> None:
    """Adds a dataset with these cells to a data folder; the first column is the key."""
    path = folder / "labels.csv"
    path.write_text(text)
    package = json.loads((folder / "datapackage.json").read_text())
    names = text.partition("\n")[0].split(",")
    resource = json.loads(json.dumps(package["resources"][0])) | {
        "name": "labels", "path": path.name, "title": "Labels", "bytes": path.stat().st_size,
        "hash": digest(path), "cadence": {"every": "never"},
        "schema": {
            "primaryKey": names[:1],
            "fields": [{"name": n, "title": n, "type": types.get(n, "string")} for n in names],
        },
    }  # fmt: skip
    package["resources"].append(resource)
    (folder / "datapackage.json").write_text(json.dumps(package))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The cells of a table of macros on a page, as readers see them."""
    root = tmp_path_factory.mktemp("awkward") / "explainer"
    shutil.copytree(SECOND, root)
    add(root / "data", LABELS, {"n": "number"})
    page = root / "docs" / "questions" / "length.md"
    edit(page, "\n{{ references() }}", TABLE)
    edit(page, "year_lengths, python", "year_lengths, labels, python")
    list(build_site(Project(root)))  # which verifies each number of the page
    built = html.fromstring("<div/>")
    built.append(article(root / "site" / "questions" / "length" / "index.html"))
    (found,) = (t for t in built.iter("table") if "label" in t.text_content())
    return [[cell.text_content() for cell in row] for row in found.xpath(".//tbody/tr")]


def test_an_upright_line_in_a_label_keeps_the_cells_of_a_table_apart(rows):
    assert [len(row) for row in rows] == [2, 2, 2, 2, 2, 2]
    assert [row[0] for row in rows[:2]] == ["A|B", "*A* [b](c) | `d`"]


def test_a_cell_with_a_line_break_is_shown_in_one_line(rows):
    assert rows[2][0] == "one line another line"


def test_columns_may_be_called_like_the_parameters_of_a_macro(rows):
    assert [row[1] for row in rows[:3]] == ["614", "504", "614"]


def test_the_word_for_nothing_in_a_cell_is_a_word(rows):
    assert rows[3] == ["nan", "0.004"]


def test_braces_and_tags_in_a_cell_are_text_and_can_select_a_row(rows):
    assert rows[4] == ["<b>x</b>", "7"]
    assert rows[5] == ["{% if %}", "{{ 1/0 }}"]


def test_a_label_with_a_line_break_is_drawn_in_one_line(tmp_path):
    shutil.copytree(SECOND / "data", tmp_path / "data")
    add(tmp_path / "data", LABELS, {"n": "number"})
    module = tmp_path / "notes.py"
    module.write_text(
        "import altair as alt\nfrom charts import frame\n\n\ndef draw(labels, screen):\n"
        '    chart = alt.Chart(labels).mark_bar().encode(x="n:Q", y="note:N")\n'
        "    return frame(chart, screen, 200, 90, 10, 10, 30)\n"
    )
    datasets = load(tmp_path / "data")
    drawing = Drawing("notes", module, ("labels", "screen"), 5)
    drawn = rows_of(draw(drawing, datasets, DESKTOP))
    assert drawn[0]["note"] == "one line another line"
    assert datasets["labels"].columns["note"][0] == "one line\nanother line"


def test_words_that_stand_for_nothing_elsewhere_are_words_wherever_data_are_read(tmp_path):
    shutil.copytree(SECOND / "data", tmp_path / "data")
    add(tmp_path / "data", LABELS, {"n": "number"})
    dataset = load(tmp_path / "data")["labels"]
    assert dataset.columns["dataset"] == ["None", "nan", "", "{% if %}"]
    assert list(dataset.frame["dataset"][:2]) == ["None", "nan"]
    assert list(dataset.frame["dataset"].isna()) == [False, False, True, False]
    assert list(dataset.frame["note"].isna()) == [False] * 4
    assert dataset.frame.map(text_of)["note"].tolist()[1:3] == ["<NA>", "NaT"]


def test_the_csv_of_a_chart_tells_the_word_from_what_is_empty():
    rows: list[dict[str, object]] = [{"word": "None", "n": 1.0}, {"word": None, "n": None}]
    assert csv_of(rows) == "word,n\nNone,1\n,\n"


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_what_python_and_pandas_hold_for_nothing_is_an_empty_cell(missing):
    assert text_of(missing) == ""


@pytest.mark.parametrize(("number", "fits"), [(2**53, True), (2**53 + 1, False)])
def test_a_whole_number_with_more_digits_than_numbers_hold_is_a_mistake(tmp_path, number, fits):
    shutil.copytree(SECOND / "data", tmp_path / "data")
    add(tmp_path / "data", f"id,n\nA,{number}\n", {"n": "integer"})
    if fits:
        assert load(tmp_path / "data")["labels"].columns["n"] == [str(number)]
        return
    with pytest.raises(ProblemsError, match="has more digits than numbers hold; let the column"):
        load(tmp_path / "data")


def test_seasons_that_are_written_as_months_are_a_mistake(tmp_path):
    shutil.copytree(SECOND / "data", tmp_path / "data")
    add(tmp_path / "data", "season,n\n2009-10,1\n2010-11,2\n", {"n": "integer"})
    with pytest.raises(ProblemsError, match="write seasons like 2009/10, so that none is taken"):
        load(tmp_path / "data")
