"""A new chart of each form draws its dataset at once, and says what is missing otherwise."""

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from charts import Series, shares
from charts.generator.author.chart_forms import FORMS
from charts.generator.cli import main
from charts.generator.draw import labels, svg
from charts.generator.draw.chart_theme import DESKTOP
from charts.generator.project import Project
from tests.conftest import SECOND
from tests.generator.test_new import unlinted
from tests.support import run

YEARS = range(2015, 2025)
NAMES = ["Northland", "Southland", "Isles of the Long Western Coast", "Midland", "Farland"]

# Somebody's table: amounts of five countries in ten years, and where they lie.
COUNTRIES = "country,year,price,low,high,lon,lat\n" + "".join(
    f"{name},{year},{(place + 1) * 20 + (year * (place + 3)) % 17}.5,{place + 2},{place * 9 + 40},"
    f"{place * 20 - 40},{place * 10 - 5}\n"
    for place, name in enumerate(NAMES)
    for year in YEARS
)
MONTHS = "month,rain\n" + "".join(
    f"{year}-{month:02},{(year * month) % 31}.25\n"
    for year in (2022, 2023)
    for month in range(1, 13)
)
LAND = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": place, "land": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x, y + 8], [x + 18, y + 8], [x + 18, y], [x, y]]],
            },
        }
        for place, name in enumerate(NAMES)
        for x, y in [(place * 20 - 50, place * 10 - 10)]
    ],
}


@pytest.fixture(scope="module")
def explainer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny explainer, with the datasets `countries` and `rain` and the shapes of a map."""
    root = tmp_path_factory.mktemp("forms") / "explainer"
    shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__", "build", "site"))
    for name, text in (("countries", COUNTRIES), ("rain", MONTHS)):
        file = root.parent / f"{name}.csv"
        file.write_text(text)
        done = told(root, "dataset", name, file)
        assert f"data/{name}.csv" in done
    return root


@pytest.fixture
def fresh(explainer: Path, tmp_path: Path) -> Path:
    root = tmp_path / "explainer"
    shutil.copytree(explainer, root)
    return root


def told(root: Path, *arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["--root", str(root), "new", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done.stderr if code else done.stdout


def test_the_help_lists_each_form_with_what_it_shows_and_needs(explainer):
    said = re.sub(r"\s+", " ", told(explainer, "chart", "--help"))
    for form in FORMS.values():
        assert form.says in said


@pytest.mark.parametrize("form", FORMS)
def test_a_new_chart_of_each_form_is_drawn_without_a_fault_in_both_widths(fresh, form):
    dataset = "rain" if form == "heatmap" else "countries"
    (fresh.parent / "land.geojson").write_text(json.dumps(LAND))
    shapes = ["--shapes", fresh.parent / "land.geojson"] if FORMS[form].map else []
    said = told(fresh, "chart", "some-lands", dataset, "--form", form, *shapes)
    assert "Drawn: " in said and "charts preview some-lands" in said
    module = fresh / "charts" / "gallery" / "some_lands.py"
    assert unlinted(module) == ""
    project = Project(fresh)
    built = project.draw(["some-lands"])[0]["some-lands"]
    for file in ("phone.svg", "desktop.svg"):
        drawn = built.text(file)
        assert labels.faults(drawn, {}) == []
        assert svg.empty_marks(drawn) == []
    assert built.text("some-lands.csv").count("\n") > 2
    # What is left to do is the author's: words, and a question that shows the chart.
    done = run("--root", fresh, "check")
    left = [line.partition(": ")[2] for line in done.stderr.splitlines()[:-1]]
    own = [each for each in left if not each.startswith("fill in the blank")]
    assert own == ['no question shows this chart; use {{ chart("some-lands") }}, or delete it.']


def test_a_column_that_is_named_is_the_one_that_is_drawn(fresh):
    told(fresh, "chart", "lows", "countries", "--form", "bars", "--column", "value=low")
    drawn = Project(fresh).draw(["lows"])[0]["lows"].text("lows.csv")
    assert "low" in drawn.splitlines()[0]
    assert "price" not in drawn.splitlines()[0]


def test_the_columns_that_were_chosen_and_those_that_would_do_are_said(fresh):
    said = told(fresh, "chart", "lows", "countries", "--form", "bars")
    assert "Drawn: name is country, value is price." in said
    assert "value can be low or high" in said


def test_shares_of_several_wholes_add_up_whichever_column_names_them(fresh):
    parts = {"Coal": (50, 5, 0), "Wind": (30, 60, 10), "Sun": (15, 20, 80), "Gas": (3, 10, 5)}
    file = fresh.parent / "mix.csv"
    file.write_text("land,fuel,output\n" + "".join(
        f"{name},{part},{amount}\n"
        for part, amounts in parts.items()
        for name, amount in zip(NAMES, amounts, strict=False)
    ))  # fmt: skip
    told(fresh, "dataset", "mix", file)
    columns = ["--column", "name=land", "--column", "part=fuel"]
    for name, dataset, more in (("mix", "mix", columns), ("over", "countries", [])):
        told(fresh, "chart", name, dataset, "--form", "shares", *more)
        rows = pd.read_csv(Project(fresh).draw([name])[0][name].folder / f"{name}.csv")
        assert list(rows.columns[1:]) == ["part", "amount", "share"]
        assert rows.groupby(rows.columns[0])["share"].sum().round(6).eq(100).all()


def test_a_whole_without_any_amount_has_no_shares():
    rows = pd.DataFrame({"land": ["A", "B"], "coal": [1, 0]})
    with pytest.raises(ValueError, match='all parts of "B" are zero or missing: leave it out'):
        shares(rows, "land", [Series("coal", "Coal", "red")], [], DESKTOP)
    with pytest.raises(ValueError, match="below zero is no share of a whole: use `diverging` or"):
        shares(rows.replace(0, -1), "land", [Series("coal", "Coal", "red")], [], DESKTOP)


# Of each country in each year: what it gained or lost, and what it gave away.
BALANCES = "country,year,balance,lost\n" + "".join(
    f"{name},{year},{(year * (place + 2)) % 9 - 4},{-place - 1}\n"
    for place, name in enumerate(NAMES)
    for year in YEARS
)


@pytest.fixture
def balances(fresh: Path) -> Path:
    """An explainer whose dataset `balances` has amounts on both sides of zero."""
    file = fresh.parent / "balances.csv"
    file.write_text(BALANCES)
    told(fresh, "dataset", "balances", file)
    return fresh


@pytest.mark.parametrize("form", ["areas", "shares", "grouped", "diverging"])
def test_a_form_that_has_no_place_below_zero_says_so_and_names_forms_that_have(balances, form):
    said = told(balances, "chart", "them", "balances", "--form", form, code=1)
    where = "it lacks" if form == "diverging" else 'the column "balance" has amounts below zero'
    assert f'can\'t draw the dataset "balances": {where}' in said
    fitting = said.partition("Forms that fit it: ")[2]
    assert {"bars", "lines", "columns"} <= {*fitting.strip(" .\n").split(", ")}


def test_columns_of_amounts_on_both_sides_go_up_and_down_from_zero(balances):
    told(balances, "chart", "them", "balances", "--form", "columns")
    built = Project(balances).draw(["them"])[0]["them"]
    live = json.loads(built.text("live-desktop.json"))
    (rows,) = [each["values"] for each in live["data"] if len(each.get("values", [])) == len(YEARS)]
    for row in rows:
        pieces = sorted(sorted([row[f"_{part}_from"], row[f"_{part}_to"]]) for part in range(4))
        assert all(one[1] <= other[0] for one, other in pairwise(pieces))  # none covers another
        assert any(0 in piece for piece in pieces)


def test_opposites_keep_their_signs(balances):
    file = balances.parent / "won.csv"
    file.write_text(re.sub(r",(-?\d+)(?=\n)", r",\1,5", BALANCES).replace("lost", "lost,won"))
    told(balances, "dataset", "won", file)
    said = told(balances, "chart", "them", "won", "--form", "diverging")
    assert "left is lost, right is won" in said  # never balance, which has both signs
    rows = pd.read_csv(Project(balances).draw(["them"])[0]["them"].folder / "them.csv")
    assert (rows["lost"] < 0).all() and (rows["won"] == 5).all()
    told(balances, "chart", "so", "won", "--form", "diverging", "--column", "right=lost", code=1)


MISTAKES = {
    "a form that does not exist": (
        ["countries", "--form", "pie"],
        'There is no form "pie"',
    ),
    "a column that a form has no use for": (
        ["countries", "--form", "bars", "--column", "x=low"],
        'There is no part of the form "bars" "x"',
    ),
    "a column that does not exist": (
        ["countries", "--form", "bars", "--column", "value=lows"],
        'There is no column "lows"; did you mean "low"?',
    ),
    "a column of the wrong kind": (
        ["countries", "--form", "bars", "--column", "value=country"],
        'the column "country" is not a column of numbers (value): choose price or low',
    ),
    "a dataset without what the form needs": (
        ["rain", "--form", "slopes"],
        "it lacks a column that names things (name). Forms that fit it: line, heatmap, histogram",
    ),
    "a map without shapes": (
        ["countries", "--form", "regions"],
        "needs the shapes of its map: name a file with --shapes.",
    ),
}


@pytest.mark.parametrize(("arguments", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_what_is_missing_is_said_and_nothing_is_written(fresh, arguments, expected):
    before = sorted((fresh / "charts" / "gallery").iterdir())
    assert expected in told(fresh, "chart", "lands", *arguments, code=1)
    assert sorted((fresh / "charts" / "gallery").iterdir()) == before


def test_a_map_takes_the_property_of_its_shapes_that_has_the_names(fresh):
    (fresh.parent / "land.geojson").write_text(json.dumps(LAND))
    shapes = fresh.parent / "land.geojson"
    told(fresh, "chart", "lands", "countries", "--form", "regions", "--shapes", shapes)
    assert '"land.geojson"), "land")' in (fresh / "charts" / "gallery" / "lands.py").read_text()


def test_a_long_line_is_thinned(fresh):
    days = pd.date_range("2010-01-01", periods=4000).strftime("%Y-%m-%d")
    file = fresh.parent / "levels.csv"
    file.write_text("date,level\n" + "".join(f"{day},{n % 97}\n" for n, day in enumerate(days)))
    told(fresh, "dataset", "levels", file)
    told(fresh, "chart", "levels", "levels", "--form", "line")
    assert "thin(rows" in (fresh / "charts" / "gallery" / "levels.py").read_text()
    assert Project(fresh).draw(["levels"])[0]["levels"].text("levels.csv").count("\n") == 4001


def test_what_a_column_declares_as_a_total_is_not_drawn_among_its_parts(fresh):
    package = fresh / "data" / "datapackage.json"
    content = json.loads(package.read_text())
    (found,) = (each for each in content["resources"] if each["name"] == "countries")
    next(f for f in found["schema"]["fields"] if f["name"] == "country")["totals"] = ["Farland"]
    package.write_text(json.dumps(content))
    told(fresh, "chart", "lands", "countries", "--form", "bars")
    assert "Farland" not in Project(fresh).draw(["lands"])[0]["lands"].text("lands.csv")


def test_a_chart_has_a_subtitle_once_the_units_are_known(fresh):
    file = fresh.parent / "wind.csv"
    file.write_text("year,wind (m/s)\n" + "".join(f"{year},{year % 7}.5\n" for year in YEARS))
    told(fresh, "dataset", "wind", file)
    told(fresh, "chart", "winds", "wind")
    asked = "FILL: what is drawn, for which time, in which unit, such as Wind (m/s) by year"
    assert subtitle(fresh, "winds") == asked
    run("--root", fresh, "describe", "wind", "--unit", "wind_m_s=m/s")
    told(fresh, "chart", "gusts", "wind")
    assert subtitle(fresh, "gusts") == "Wind (m/s) by year"


def subtitle(root: Path, name: str) -> str:
    page = (root / "docs" / "charts" / f"{name}.md").read_text()
    return page.partition("subtitle: >-\n  ")[2].partition("\n")[0]


def test_a_chart_of_the_latest_rows_says_of_which_time_they_are_as_the_data_go(fresh):
    file = fresh.parent / "trees.csv"
    lines = [f"{day},{name},{n}.5\n" for day in ("2024-05-01", "2024-05-08")
             for n, name in enumerate("ABCDEFGHIJKLMN")]  # fmt: skip
    file.write_text("date,place,height (cm)\n" + "".join(lines))
    told(fresh, "dataset", "trees", file)
    told(fresh, "chart", "heights", "trees")
    latest = "{{ fact('last(trees.height_cm)') }}"
    assert subtitle(fresh, "heights") == f"Height by place, in cm, {latest}, the highest"
    said = run("--root", fresh, "explain", "last(trees.height_cm)").stdout
    assert "May 8, 2024" in said
    told(fresh, "chart", "a-height", "trees", "--form", "line")
    assert subtitle(fresh, "a-height") == "N: height by date, in cm"


@pytest.mark.parametrize(
    ("cells", "labels"),
    [
        (("480000", "80.73", "-2.5"), ["480,000", "80.73", "\u22122.5"]),
        (("105435039507000", "480000", "-2.5"), ["105 trillion", "480,000", "\u22122.5"]),
    ],
)
def test_labels_of_bars_are_written_as_readers_know_numbers(fresh, cells, labels):
    file = fresh.parent / "trees.csv"
    file.write_text(
        "place,leaves\n" + "".join(f"{n},{c}\n" for n, c in zip("ABC", cells, strict=True))
    )
    told(fresh, "dataset", "trees", file)
    told(fresh, "chart", "leaves", "trees")
    assert unlinted(fresh / "charts" / "gallery" / "leaves.py") == ""
    drawn = Project(fresh).draw(["leaves"])[0]["leaves"].text("desktop.svg").replace("\xa0", " ")
    assert [label for label in labels if f">{label}<" not in drawn] == []


def test_a_thing_may_be_called_null(fresh):
    file = fresh.parent / "answers.csv"
    file.write_text("answer,n\nnull,5\nNaN,6\n")
    told(fresh, "dataset", "answers", file)
    told(fresh, "chart", "answers-given", "answers")
    assert ">null<" in Project(fresh).draw(["answers-given"])[0]["answers-given"].text(
        "desktop.svg"
    )


def test_a_draft_is_tried_alone_whatever_else_is_in_the_folder_for_temporary_files(
    fresh, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(fresh.parent))
    (fresh.parent / "other").mkdir()
    (fresh.parent / "other" / "gone.py").symlink_to("nowhere")
    assert "Drawn: " in told(fresh, "chart", "lands", "countries", "--form", "bars")


def test_a_chart_may_have_a_number_in_its_name(fresh):
    told(fresh, "chart", "lands-g20x", "countries", "--form", "bars")
    said = run("--root", fresh, "check").stderr
    assert "is typed by hand" not in said
    assert "allowed:\n  g20x: a name\n" in (fresh / "docs/charts/lands-g20x.md").read_text()


def test_a_question_that_could_show_a_chart_is_named_with_what_to_write(fresh):
    said = told(fresh, "chart", "lands", "countries", "--form", "bars")
    (shown,) = [line for line in said.splitlines() if line.startswith("Show it on the page")]
    assert '/docs/questions/length.md: write {{ chart("lands") }} in a line of its own' in shown
    assert "add countries to `sources` at the top of the page" in shown
