"""What an editor begins with `new` is valid at once, and published only when its blanks are filled.

What they begin inside an explainer goes into copies of a tiny one, tests/second_explainer.
"""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from charts.generator.author.drawings import drawing
from charts.generator.author.plan import Plan, carry_out
from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.cli import main
from charts.generator.data.datasets import load
from charts.generator.draw import specs, svg
from charts.generator.draw.chart_theme import PHONE
from charts.generator.draw.specs import Drawing
from charts.generator.project import Project
from tests.support import ROOT, edit, run, tree

BLANK = re.compile(r'FILL:[^\n"]*')
CONFIG = "mkdocs.yml"
FACTS = "charts/facts/length.py"
PACKAGE = "data/datapackage.json"
PAGE = "docs/questions/leap-seconds.md"
QUESTION = "docs/questions/length.md"

# Somebody's export: semicolons, the key behind, newest first, a gap, and a name with a comma.
EXPORT = """\
Country;Year;Rain in mm;Stations
"Congo, Rep.";2021;1646.5;31
Chile;2021;;120
"Congo, Rep.";2020;1702;30
Chile;2020;1522.25;118
"""


def told(*arguments: str | Path, code: int = 0) -> str:
    """Runs a command on the working folder in this process, and returns what it says."""
    command = ["--root", ".", *map(str, arguments)]
    done = CliRunner().invoke(main, command, prog_name="python -m charts")
    assert done.exit_code == code, done.output
    assert bool(done.stdout) == (code == 0)
    assert bool(done.stderr) == (code != 0)
    return done.stderr if code else done.stdout


def folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_dir())


def problems() -> list[str]:
    """Returns what `check` finds, without its last line."""
    done = run("--root", Path.cwd(), "check")
    return done.stderr.replace(f"{Path.cwd()}/", "").splitlines()[:-1]


def fill(file: str, *answers: str) -> None:
    """Fills in the blanks of a file, in their order."""
    text = Path(file).read_text()
    assert len(BLANK.findall(text)) == len(answers), BLANK.findall(text)
    left = iter(answers)
    Path(file).write_text(BLANK.sub(lambda _: next(left), text))


def fill_in_question() -> None:
    fill(
        PAGE,
        "How long is a minute?",
        'A leap year has {{ fact("leap_year") }}.',
        "Minutes",
        'February has {{ value("month_lengths", "days", month="2024-02") }}, '
        'and 2024 {{ value("year_lengths", "days", year=2024) }}.',
        "Nothing yet.",
    )
    edit(Path(PAGE), "  - month_lengths\n", "  - month_lengths\n  - year_lengths\n")


def fill_in_dataset(file: str = PACKAGE) -> None:
    fill(file, "2024-12", "The Weather Office", "https://example.org/rain", "CC0", "")
    text = Path(file).read_text()
    Path(file).write_text(text.replace('"https://"', '"https://example.org/cc0"'))


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


def unlinted(*files: str | Path) -> str:
    """Returns what the project's formatter and linter find in files."""
    config = ["--config", str(ROOT / "pyproject.toml"), "--quiet", "--no-cache"]
    paths = [str(Path(file).resolve()) for file in files]
    formatted = python("ruff", "format", "--diff", *config, *paths)
    # Charts are described by their own metadata.
    linted = python("ruff", "check", "--ignore", "D", *config, *paths)
    return formatted.stdout + linted.stdout


def test_a_person_sees_what_these_tests_see(small):
    before = tree(Path())
    done = run("--root", small.root, "new", "question", "Leap seconds")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith('"Leap seconds" can\'t be the name of a page: use lowercase')
    assert tree(Path()) == before
    done = run("--root", small.root, "new", "question", "leap-seconds")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Wrote {small.root}/{PAGE}.\n")


# A question -------------------------------------------------------------------------------------


def test_a_new_question_says_what_was_written_what_to_fill_in_and_what_is_next(small):
    said = told("new", "question", "leap-seconds")
    assert f"Wrote {PAGE}.\nAdded to {CONFIG}.\n\nBlanks to fill in: 5\n" in said
    assert f"\n  {PAGE}:4:3: the question, as a reader would ask it\n" in said
    assert "`make serve`" in said
    assert "`make check`" in said


def test_each_blank_of_a_new_question_is_a_problem_and_the_only_one_of_its_place(small):
    said = told("new", "question", "leap-seconds")
    named = re.findall(rf"^  ({PAGE}:\d+:\d+): (.*)$", said, re.MULTILINE)
    assert len(named) == 5
    assert problems() == [f'{place}: fill in the blank "FILL: {what}".' for place, what in named]


def test_the_blanks_of_a_page_have_examples_that_work_in_this_explainer(small):
    told("new", "question", "leap-seconds")
    told("new", "chart", "year-kinds", "year_lengths")
    assert "such as {{ fact('month_days[latest]') }}" in Path(PAGE).read_text()
    chart = Path("docs/charts/year-kinds.md").read_text()
    assert "such as {{ fact('year_lengths.days[latest]') }}" in chart
    # Like any macro they would be a mistake if they failed.
    assert [found for found in problems() if "FILL" not in found and "shows" not in found] == []


def test_a_place_is_where_the_blank_stands(small):
    told("new", "question", "leap-seconds")
    lines = Path(PAGE).read_text().splitlines()
    for problem in problems():
        _, line, column, *_ = problem.split(":")
        assert lines[int(line) - 1][int(column) - 1 :].startswith("FILL:")


def test_a_new_question_passes_once_its_blanks_are_filled_in(small):
    told("new", "question", "leap-seconds")
    fill_in_question()
    assert problems() == []


def test_a_blank_that_is_left_is_enough_to_publish_nothing(small):
    told("new", "question", "leap-seconds")
    fill_in_question()
    edit(Path(PAGE), "Nothing yet.", "FILL: what has happened")
    done = run("--root", Path.cwd(), "site")
    assert done.returncode == 1
    assert f'{PAGE}:21:1: fill in the blank "FILL: what has happened".' in done.stderr
    assert not small.site.exists()


def test_blanks_are_told_of_beside_other_mistakes(small):
    told("new", "question", "leap-seconds")
    edit(Path(QUESTION), "{{ references() }}", "It has 365 days.\n\n{{ references() }}")
    found = problems()
    assert len(found) == 6
    assert [problem for problem in found if '"365" is typed by hand' in problem]


# The navigation ---------------------------------------------------------------------------------

NAVIGATIONS = {
    "as it is": ("", ""),
    "a comment behind the line": (
        "      - questions/length.md\n",
        "      - questions/length.md # the first\n",
    ),
    "a comment below the line": (
        "      - questions/length.md\n",
        "      - questions/length.md\n      # - questions/old.md\n",
    ),
    "a label of its own": (
        "      - questions/length.md\n",
        "      - 'Length: of a year': \"questions/length.md\"\n",
    ),
    "no indentation": (
        "  - Overview: index.md\n  - Questions:\n      - questions/length.md\n",
        "  - Overview: index.md\n  - Questions:\n    - questions/length.md\n",
    ),
    "the list of all pages": (
        "  - Questions:\n      - questions/length.md\n",
        "  - questions/length.md\n",
    ),
}


@pytest.mark.parametrize(("old", "new"), NAVIGATIONS.values(), ids=NAVIGATIONS)
def test_a_page_gets_one_line_in_the_navigation_below_the_last_of_its_folder(small, old, new):
    if old:
        edit(Path(CONFIG), old, new)
    before = Path(CONFIG).read_text().splitlines()
    told("new", "question", "leap-seconds")
    after = Path(CONFIG).read_text().splitlines()
    at = next(i for i, line in enumerate(before) if "questions/length.md" in line)
    indentation = before[at][: before[at].index("-")]
    line = f"{indentation}- questions/leap-seconds.md"
    assert after == [*before[: at + 1], line, *before[at + 1 :]]


@pytest.mark.parametrize("kind", ["question", "chart"])
def test_a_folder_in_the_navigation_has_a_new_page_already(small, kind):
    old = "  - Questions:\n      - questions/length.md\n"
    edit(Path(CONFIG), old, "  - Questions: questions/\n")
    before = Path(CONFIG).read_bytes()
    said = told("new", kind, "leap-seconds", *(["year_lengths"] if kind == "chart" else []))
    assert "mkdocs.yml" not in said
    assert Path(CONFIG).read_bytes() == before


def test_the_line_ends_of_the_navigation_stay_what_they_are(small):
    before = Path(CONFIG).read_bytes().replace(b"\n", b"\r\n")
    Path(CONFIG).write_bytes(before)
    told("new", "question", "leap-seconds")
    after = Path(CONFIG).read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n") == before.count(b"\n") + 1


@pytest.mark.parametrize("name", ["on", "2100", "leap-seconds"])
def test_a_page_is_labelled_with_its_name_whatever_that_means_in_yaml(small, name):
    told("new", "question", name)
    front = Path(f"docs/questions/{name}.md").read_text().split("---\n")[1]
    assert yaml.safe_load(front)["label"] == name.replace("-", " ").capitalize()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - Questions:\n      - questions/length.md\n", ""),
        ("\n      - questions/length.md\n", " [questions/length.md]\n"),
    ],
    ids=["no page of its folder", "a list in one line"],
)
def test_where_the_navigation_has_no_place_for_a_page_the_line_to_add_is_named(small, old, new):
    edit(Path(CONFIG), old, new)
    before = Path(CONFIG).read_bytes()
    said = told("new", "question", "leap-seconds")
    assert "`nav` in mkdocs.yml: - questions/leap-seconds.md\n" in said
    assert Path(CONFIG).read_bytes() == before
    assert Path(PAGE).exists()


def test_a_mistake_in_the_navigation_is_told_with_its_place_and_nothing_is_begun(small):
    edit(Path(CONFIG), "  - Charts: charts/\n", "  - Charts: 'charts/\n")
    before = tree(Path())
    assert told("new", "question", "leap-seconds", code=1).startswith(f"{CONFIG}:")
    assert tree(Path()) == before


# A chart ----------------------------------------------------------------------------------------


def test_a_new_chart_can_be_drawn_before_its_words_are_written(small):
    said = told("new", "chart", "year-kinds", "year_lengths")
    assert "Wrote charts/gallery/year_kinds.py.\nWrote docs/charts/year-kinds.md.\n" in said
    assert '{{ chart("year-kinds") }}' in said
    assert "3 charts, 1 redrawn" in told("build")
    with (small.built / "year-kinds" / "year-kinds.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    assert (len(rows), rows[-1]) == (30, {"year": "2024", "days": "366"})


def test_a_new_chart_lacks_its_words_and_a_question_that_shows_it(small):
    told("new", "chart", "year-kinds", "year_lengths")
    messages = [problem.partition(": ")[2] for problem in problems()]
    assert len(messages) == 3
    assert [message for message in messages if not message.startswith("fill in the blank")] == [
        'no question shows this chart; use {{ chart("year-kinds") }}, or delete it.'
    ]


def test_the_code_of_a_new_chart_is_formatted_and_free_of_lint(small):
    told("new", "chart", "year-kinds", "year_lengths")
    told("new", "chart", "month-kinds", "month_lengths")
    assert unlinted(small.gallery / "year_kinds.py", small.gallery / "month_kinds.py") == ""


def test_every_dataset_of_this_explainer_with_numbers_can_be_drawn(tmp_path):
    project = Project(ROOT)
    drawn = []
    for name, dataset in project.datasets.items():
        path = tmp_path / f"{name}.py"
        try:
            path.write_text(drawing(dataset).code)
        except MistakeError as error:
            assert str(error) == f'dataset "{name}" has no column of numbers to draw.'
            others = [field for key, field in dataset.fields.items() if key not in dataset.key]
            assert "number" not in {field.type for field in others}
            continue
        drawn.append(path)
        spec = specs.draw(Drawing(name, path, (name, "screen"), 1), project.datasets, PHONE)
        assert svg.empty_marks(svg.svg(svg.vega(spec))) == [], name
    assert len(drawn) > 40
    assert unlinted(*drawn) == ""


# Periods that Vega can't read, and what stands below the axis.
LINES = {
    "seasons": (["2009-10", "2010-11", "2012-13"], ["2009/10", "2010/11", "2011/12", "2012/13"]),
    "fiscal years": (["2009/10", "2010/11"], ["2009/10", "2010/11"]),
    "quarters": (["2020-Q1", "2020-Q3", "2021-Q1"], ["Jan 2020", "Jul 2020", "Jan 2021"]),
    "weeks": (["2020-W05", "2020-W28", "2020-W53"], ["Jul 2020"]),
    "names of months": (["March", "April", "May"], ["March", "April", "May"]),
}


@pytest.mark.parametrize(("texts", "labels"), LINES.values(), ids=LINES)
def test_periods_of_every_form_are_drawn_as_a_line_in_time(small, texts, labels):
    new_dataset("when,n\n" + "".join(f"{text},{n}.5\n" for n, text in enumerate(texts)))
    told("new", "chart", "rain", "rain_annual")
    module = Path("charts/gallery/rain.py")
    assert unlinted(module) == ""
    drawing = Drawing("rain", module.resolve(), ("rain_annual", "screen"), 1)
    picture = svg.svg(svg.vega(specs.draw(drawing, Project(small.root).datasets, PHONE)))
    assert svg.empty_marks(picture) == []
    shown = re.findall(r">([^<>]+)</text>", picture)
    assert [text for text in shown if text in labels or re.search(r"20\d\d", text)] == labels


# A dataset --------------------------------------------------------------------------------------


def schema(name: str) -> dict[str, Any]:
    package = json.loads(Path(PACKAGE).read_text())
    (resource,) = (r for r in package["resources"] if r["name"] == name)
    found: dict[str, Any] = resource["schema"]
    return found


def new_dataset(text: str, *options: str, code: int = 0) -> str:
    Path("../export.csv").write_bytes(text.encode())
    return told("new", "dataset", "rain_annual", "../export.csv", *options, code=code)


def test_a_new_dataset_is_the_file_in_the_form_of_this_project(small):
    new_dataset(EXPORT)
    assert Path("data/rain_annual.csv").read_bytes().decode() == (
        "year,country,rain_in_mm,stations\n"
        "2020,Chile,1522.25,118\n"
        '2020,"Congo, Rep.",1702,30\n'
        "2021,Chile,,120\n"
        '2021,"Congo, Rep.",1646.5,31\n'
    )


def test_a_new_dataset_says_what_was_made_of_the_file(small):
    said = new_dataset(EXPORT)
    assert "Wrote data/rain_annual.csv.\nAdded to data/datapackage.json.\n" in said
    assert "Columns: year (integer), country (string), rain_in_mm (number), stations (int" in said
    assert "Rows are identified by: year, country.\n" in said
    assert "Units that the file states: rain_in_mm in mm.\n" in said
    assert "Called otherwise" not in said  # lower case, and signs between words, are no other name
    proposed = said.partition("Proposed; change in data/datapackage.json what does not fit:\n")[2]
    assert proposed.startswith(
        '  "title": "Rain annual"\n  "processing": "as published"; otherwise'
    )


def test_a_column_that_is_called_otherwise_than_in_the_file_is_told_of(small):
    said = new_dataset("Страна,class\nA,5\nB,6\n")
    assert 'Called otherwise than in the file: "Страна" is strana.\n' in said


def test_a_new_dataset_says_of_itself_what_its_file_says(small):
    new_dataset(EXPORT)
    found = json.loads(Path(PACKAGE).read_text())["resources"][-1]
    assert found["title"] == "Rain annual"
    assert found["description"].startswith("One row for each year and country. ")
    assert found["sources"][0]["title"] == "export.csv"
    fields = {field["name"]: field for field in found["schema"]["fields"]}
    assert (fields["rain_in_mm"]["title"], fields["rain_in_mm"]["unit"]) == ("Rain", "mm")


def test_nothing_of_where_the_numbers_come_from_is_guessed(small):
    new_dataset(EXPORT)
    found = json.loads(Path(PACKAGE).read_text())["resources"][-1]
    (source,), (licence,) = found["sources"], found["licenses"]
    unknown = [found["vintage"], source["publisher"], source["path"], licence["title"]]
    assert all(text.startswith("FILL: ") for text in unknown)
    assert found["cadence"] == {"every": "year", "after": "unknown"}
    assert (found["basis"], found["caveats"], found["grade"]) == ("", [], "")


def test_a_chart_can_be_begun_before_any_blank_is_filled_in(small):
    new_dataset(EXPORT)
    told("new", "chart", "rain", "rain_annual")
    assert "rain" in Project(small.root).draw(["rain"])[0]


def test_a_new_dataset_has_a_schema_with_types_key_and_which_cells_may_be_empty(small):
    new_dataset(EXPORT)
    found = schema("rain_annual")
    assert found["primaryKey"] == ["year", "country"]
    assert [(f["name"], f["title"], f["type"], "constraints" in f) for f in found["fields"]] == [
        ("year", "Year", "integer", True),
        ("country", "Country", "string", True),
        ("rain_in_mm", "Rain", "number", False),
        ("stations", "Stations", "integer", True),
    ]
    assert [f["name"] for f in found["fields"] if "unit" in f] == ["rain_in_mm", "stations"]


def test_the_blanks_of_a_new_dataset_are_told_by_line_and_column_and_once(small):
    said = new_dataset(EXPORT)
    found = problems()
    assert f"Blanks to fill in: {len(found)}\n" in said
    lines = Path(PACKAGE).read_text().splitlines()
    for problem in found:
        place, _, message = problem.partition(": ")
        file, line, column = place.split(":")
        what = lines[int(line) - 1][int(column) - 1 :]
        assert file == PACKAGE
        assert message == f'fill in the blank "{BLANK.findall(what)[0]}".'
    missing = ["in which the publisher", "who publishes", "licence", "unit of stations"]
    assert [word for word in missing if word not in "\n".join(found)] == []


def test_a_new_dataset_passes_once_its_blanks_are_filled_in(small):
    new_dataset(EXPORT)
    fill_in_dataset()
    assert problems() == []
    dataset = load(small.data)["rain_annual"]
    assert (dataset.fields["rain_in_mm"].unit, dataset.fields["stations"].unit) == ("mm", "")
    assert dataset.coverage == "2020 to 2021"
    assert told("stamp") == "No file has changed.\n"


def test_the_other_datasets_keep_their_place_and_their_words(small):
    before = Path(PACKAGE).read_text()
    new_dataset(EXPORT)
    after = Path(PACKAGE).read_text()
    assert after.startswith(before[: before.rindex("}", 0, before.rindex("]"))])


def test_a_second_dataset_can_be_taken_in_before_the_blanks_of_the_first_are_filled_in(small):
    new_dataset(EXPORT)
    said = told("new", "dataset", "rain_again", "../export.csv")
    named = re.findall(rf"^  {PACKAGE}:(\d+):", said, re.MULTILINE)
    start = next(
        number
        for number, line in enumerate(Path(PACKAGE).read_text().splitlines(), 1)
        if '"rain_again"' in line
    )
    assert len(named) == 5
    assert all(int(line) > start for line in named)


@pytest.mark.parametrize(
    ("rows", "every"),
    [
        ("year,rain\n2020,5\n2021,6\n", "year"),
        ("month,rain\n2024-01,5\n2024-02,6\n", "month"),
        ("year,rain\n2020,5\n2022,6\n", "year"),
        ("month,rain\n2024-01,5\n2024-04,6\n2024-07,6\n", "quarter"),
        ("quarter,rain\n2024-Q1,5\n2024-Q2,6\n", "quarter"),
        ("date,rain\n2024-01-01,5\n2024-01-02,6\n", "day"),
        ("date,rain\n2024-01-01,5\n2024-01-08,6\n", "week"),
        ("date,rain\n2024-01-05,5\n2024-01-08,6\n2024-01-09,6\n", "unknown"),
        ("season,rain\n2019-20,5\n2020-21,6\n", "unknown"),
        ("place,rain\nA,5\nB,6\n", "unknown"),
    ],
)
def test_a_new_dataset_has_the_rhythm_of_its_rows(small, rows, every):
    new_dataset(rows)
    cadence = json.loads(Path(PACKAGE).read_text())["resources"][-1]["cadence"]
    assert cadence == {"every": every} | ({} if every == "unknown" else {"after": "unknown"})


def test_a_blank_of_a_dataset_is_not_copied_into_the_chart_that_draws_it(small):
    new_dataset(EXPORT)
    told("new", "chart", "rain", "rain_annual")
    assert BLANK.findall(Path("charts/gallery/rain.py").read_text()) == []
    blanks = BLANK.findall(Path("docs/charts/rain.md").read_text())
    assert [blank.count("FILL") for blank in blanks] == [1, 1]


# The file, the columns with their types, and the columns of the key.
FILES = {
    "months": ("month,rain\n2024-01,1.5\n2024-02,2\n", "month:yearmonth rain:number", "month"),
    "codes that begin with nought": (
        "code,rain\n01,5\n10,6\n", "code:string rain:integer", "code",
    ),
    "days": ("date,rain\n2024-01-02,5\n2024-01-01,6\n", "date:date rain:integer", "date"),
    "a key of three columns": (
        "kind,year,place,rain\nsnow,2020,A,1\nsnow,2020,B,1\nrain,2020,A,1\nrain,2020,B,1\n",
        "year:integer kind:string place:string rain:integer", "year kind place",
    ),
    "a count that tells rows apart by chance": (
        "year,births,place\n2020,5,A\n2020,6,B\n2021,7,A\n2021,8,B\n",
        "year:integer place:string births:integer", "year place",
    ),
    "a column that the key does not need": (
        "kind,year,rain\nwet,2020,1\nwet,2021,1\ndry,2022,1\n",
        "year:integer kind:string rain:integer", "year",
    ),
    "tabs, blank lines, blanks around cells and a mark at the start": (
        "\ufeffyear\train\r\n\r\n2020 \t 1.5\r\n2021\t2\r\n\r\n",
        "year:integer rain:number", "year",
    ),
    "numbers with exponents and signs": (
        "year,rain\n2020,-1.5e3\n2021,.5\n", "year:integer rain:number", "year",
    ),
    "numbers that are too long for a computer's": (
        "id,rain\n12345678901234567890,1\n12345678901234567891,2\n",
        "id:string rain:integer", "id",
    ),
    "accents in names": ("Année,Région\n2020,A\n2021,A\n", "annee:integer region:string", "annee"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "columns", "key"), FILES.values(), ids=FILES)
def test_types_and_key_are_read_off_the_cells(small, text, columns, key):
    new_dataset(text)
    found = schema("rain_annual")
    assert " ".join(f"{f['name']}:{f['type']}" for f in found["fields"]) == columns
    assert " ".join(found["primaryKey"]) == key


def test_a_column_of_numbers_can_be_said_to_be_text(small):
    new_dataset("code,year,rain\n7,2020,1\n8,2020,2\n", "--text", "code")
    assert schema("rain_annual")["fields"][0]["type"] == "string"


def test_rows_without_a_time_stay_in_the_order_of_the_file(small):
    new_dataset("place,rain\nB,1\nA,2\n")
    assert Path("data/rain_annual.csv").read_text() == "place,rain\nB,1\nA,2\n"


BAD_FILES = {
    "an empty file": ("", "export.csv: there are no rows; expected a first line with the column"),
    "no rows": ("year,rain\n", "export.csv: there are no rows;"),
    "a short row": (
        "year,rain\n2020,1\n2021\n",
        "export.csv:3:1: 1 row of 2 has 1 cell for the 2 names in line 1; --pad leaves the",
    ),
    "a column a year": (
        "place,2020,2021\nA,1,2\n", "export.csv:1:1: the columns 2020 to 2021 are named after y",
    ),
    "a column without a name": ("year,\n2020,1\n", "export.csv:1:1: column 2 has no name;"),
    "two columns of one name": (
        "year,Rain,rain\n2020,1,1\n", 'export.csv:1:1: two columns are called "rain", of which ',
    ),
    "an empty column": ("year,rain\n2020,\n", 'export.csv:1:1: column "rain" is empty;'),
    "rows that nothing tells apart": (
        "year,rain\n2020,1.5\n2021,2.5\n2020,3.5\n",
        "export.csv:4:1: this row has the same year as line 2; add a column that tells the rows ",
    ),
    "quotation marks that are not closed": (
        'year,place\n2020,"A\n2021,B\n', "export.csv:2:1: a quotation mark that opens here is not ",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_is_no_sound_table_is_refused_and_changes_nothing(small, text, message):
    before = tree(Path())
    assert message in new_dataset(text, code=1)
    assert tree(Path()) == before


def test_a_file_that_is_not_utf_8_is_refused(small):
    Path("../export.csv").write_bytes(b"year,place\n2020,S\xe3o Paulo\n")
    said = told("new", "dataset", "rain_annual", "../export.csv", code=1)
    assert "this is not text in UTF-8 (byte 17); say what reads right: --encoding cp1252" in said


def test_a_text_column_that_is_not_there_is_refused(small):
    said = new_dataset(EXPORT, "--text", "stationz", code=1)
    assert 'here is no column "stationz"; did you mean "stations"?' in said


def test_a_file_that_somebody_has_put_into_the_data_folder_can_stay_there(small):
    text = "year,rain\n2020,1.5\n2021,2\n"
    Path("data/rain_annual.csv").write_text(text)
    told("new", "dataset", "rain_annual", Path("data/rain_annual.csv").resolve())
    assert Path("data/rain_annual.csv").read_text() == text
    assert schema("rain_annual")["primaryKey"] == ["year"]


def test_a_file_in_the_data_folder_that_would_have_to_change_is_not_overwritten(small):
    Path("data/rain_annual.csv").write_text(EXPORT)
    before = tree(Path())
    path = Path("data/rain_annual.csv").resolve()
    said = told("new", "dataset", "rain_annual", path, code=1)
    assert "data/rain_annual.csv already exists" in said
    assert tree(Path()) == before


# A claim and a fact -----------------------------------------------------------------------------


def test_a_new_claim_stands_below_what_was_there_and_leaves_it_as_it_was(small):
    before = Path(FACTS).read_text()
    said = told(
        "new", "claim", "--python", "leap_years_are_longer", "year_lengths", "month_lengths"
    )
    assert f"Added to {FACTS}.\n\nBlanks to fill in: 2\n" in said
    assert '{{ claim("leap_years_are_longer", "' in said
    assert Path(FACTS).read_text() == before + (
        '\n\n@claim(series=["year_lengths.days", "month_lengths.days"], window=None)\n'
        "def leap_years_are_longer(year_lengths: Table, month_lengths: Table) -> bool:\n"
        '    """FILL: what the claim says of {series} {window}, in a sentence that is true or '
        'false."""\n'
        '    # Some periods only: window=("2011", "2025"). Cells are read like this:\n'
        '    #   year_lengths.number("days", year=2024)\n'
        '    #   month_lengths.number("days", month="2024-12")\n'
        '    raise NotImplementedError("FILL: return whether it is true")\n'
    )


def test_a_new_claim_lacks_its_blanks_and_a_page_that_makes_it(small):
    end = len(Path(FACTS).read_text().splitlines())
    told("new", "claim", "--python", "leap_years_are_longer", "year_lengths")
    assert problems() == [
        f'{FACTS}:{end + 3}:1: no page uses claim "leap_years_are_longer"; use it, or delete it.',
        f'{FACTS}:{end + 5}:8: fill in the blank "FILL: what the claim says of {{series}} '
        '{window}, in a sentence that is true or false".',
        f'{FACTS}:{end + 8}:32: fill in the blank "FILL: return whether it is true".',
    ]


def test_words_that_rest_on_a_claim_with_blanks_are_told_of_by_the_blanks_alone(small):
    told("new", "claim", "--python", "leap_years_are_longer", "year_lengths")
    edit(
        Path(QUESTION),
        "{{ references() }}",
        '{{ claim("leap_years_are_longer", "So") }}.\n\n{{ references() }}',
    )
    assert [problem for problem in problems() if not problem.startswith(FACTS)] == []


def test_a_claim_is_tested_once_it_is_filled_in(small):
    told("new", "claim", "--python", "leap_years_are_longer", "year_lengths")
    edit(
        Path(QUESTION),
        "{{ references() }}",
        '{{ claim("leap_years_are_longer", "So") }}.\n\n{{ references() }}',
    )
    told_of = "FILL: what the claim says of {series} {window}, in a sentence that is true or false."
    edit(Path(FACTS), told_of, "Higher with a leap day: {series} {window}.")
    head = "window=None)\ndef leap_years_are_longer"
    edit(Path(FACTS), head, head.replace("None", '("2023", "2024")'))
    stub = 'raise NotImplementedError("FILL: return whether it is true")'
    longer = 'year_lengths.number("days", year=2024) > year_lengths.number("days", year=2023)'
    edit(Path(FACTS), stub, f"return {longer}")
    assert problems() == []
    edit(Path(FACTS), f"return {longer}", f"return not {longer}")
    assert 'the data refute "So"' in "\n".join(problems())


def test_a_new_fact_lacks_its_blanks_and_a_page_that_shows_it(small):
    said = told("new", "fact", "--python", "longest_month", "month_lengths")
    assert '{{ fact("longest_month") }}' in said
    assert len(problems()) == 3
    assert 'no page uses fact "longest_month"' in problems()[0]


def test_a_new_fact_is_shown_once_it_is_filled_in(small):
    told("new", "fact", "--python", "longest_month", "month_lengths")
    edit(Path(QUESTION), "{{ references() }}", '{{ fact("longest_month") }}\n\n{{ references() }}')
    blank = "FILL: what the number is, in one line, of {series} {window}."
    edit(Path(FACTS), blank, "The highest {series} {window}.")
    stub = 'raise NotImplementedError("FILL: return a cell, or what is computed from cells")'
    edit(Path(FACTS), stub, 'return max(month_lengths.numbers("days"))')
    assert problems() == []


# What is at the top of a module.
HEADS = {
    "nothing": '"""Facts."""\n',
    "a part of what is needed": '"""Facts."""\n\nfrom charts import finding\n\nMARK = finding\n',
    "what neither needs": '"""Facts."""\n\nfrom charts import total\n\nALL = total\n',
    "a library": '"""Facts."""\n\nimport math\n\nPI = math.pi\n',
    "several lines": (
        '"""Facts."""\n\nfrom charts import (\n    claim,\n    finding,\n)\n\n'
        "BOTH = (claim, finding)\n"
    ),
    "many names": (
        '"""Facts."""\n\nfrom charts import DIFFERS, HOLDS, Client, FetchError, api_key, compare, '
        "money, rank\n\n"
        "ALL = (DIFFERS, HOLDS, Client, FetchError, api_key, compare, money, rank)\n"
    ),
    "a helper of its own": '"""Facts."""\n\nfrom ._days import WEEK\n\nDAYS = WEEK\n',
    "a library and a helper": (
        '"""Facts."""\n\nimport math\n\nfrom ._days import WEEK\n\nDAYS = math.sqrt(WEEK)\n'
    ),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("kind", ["fact", "claim"])
def test_a_module_gets_the_imports_that_it_needs_where_the_linter_wants_them(small, head, kind):
    Path(FACTS).write_text(head)
    Path(FACTS).with_name("_days.py").write_text("WEEK = 7\n")
    long = f"{kind}_of_a_length_that_does_not_fit_into_a_line_of_code"
    told("new", kind, "--python", "longest_month", "month_lengths")
    told("new", kind, "--python", long, "year_lengths", "month_lengths")
    assert unlinted(FACTS) == ""
    functions = {entry.name for entry in small.ledger.entries if entry.function}
    assert functions == {"longest_month", long}


def test_a_fact_goes_into_the_module_that_is_asked_for(small):
    Path("charts/facts/weather.py").write_text('"""Facts."""\n')
    said = told("new", "fact", "--python", "longest_month", "month_lengths", code=1)
    assert said == "Name the module to add it to: --in length or weather.\n"
    told("new", "fact", "--python", "longest_month", "month_lengths", "--in", "weather")
    assert "def longest_month" in Path("charts/facts/weather.py").read_text()


def test_a_module_may_be_new_where_it_has_the_name_of_a_question(small):
    told("new", "question", "leap-seconds")
    said = told("new", "fact", "--python", "longest_month", "month_lengths", "--in", "leap-seconds")
    assert "Wrote charts/facts/leap_seconds.py.\n" in said
    assert unlinted("charts/facts/leap_seconds.py") == ""
    said = told("new", "fact", "--python", "other", "month_lengths", "--in", "leap_second", code=1)
    assert 'no module or question "leap_second"; did you mean "leap_seconds"?' in said


def test_the_first_fact_of_an_explainer_goes_into_the_module_of_its_question(small):
    Path(FACTS).unlink()
    assert "Wrote charts/facts/length.py.\n" in told(
        "new", "fact", "--python", "longest", "month_lengths"
    )


# What is refused --------------------------------------------------------------------------------

REFUSED = {
    "capitals and blanks": (
        ["question", "Leap Seconds"],
        'use lowercase letters, digits and "-", such as "leap-seconds".',
    ),
    "accents": (["question", "année"], 'such as "annee".'),
    "a path": (["question", "../charts/x"], 'such as "charts-x".'),
    "no letter at all": (["question", "…"], 'use lowercase letters, digits and "-".'),
    "the name of every folder's first page": (["question", "index"], "can't be the name of a page"),
    "a question that is there": (
        ["question", "length"],
        "docs/questions/length.md already exists; use another name, or edit that file.",
    ),
    "underscores in a chart's name": (
        ["chart", "year_kinds", "year_lengths"], 'such as "year-kinds".',
    ),
    "a chart that begins with a digit": (
        ["chart", "30-years", "year_lengths"], "begin it with a letter.",
    ),
    "a chart that is there": (
        ["chart", "year-lengths", "year_lengths"], "docs/charts/year-lengths.md already exists;",
    ),
    "a chart of an unknown dataset": (
        ["chart", "year-kinds", "year_length"],
        'There is no dataset "year_length"; did you mean "year_lengths"?',
    ),
    "capitals in a claim's name": (
        ["claim", "--python", "Longer", "year_lengths"],
        'use lowercase letters, digits and "_", and begin with a letter, such as "longer".',
    ),
    "a word of Python's": (
        ["claim", "--python", "is", "year_lengths"], '"is" can\'t be the name of a claim',
    ),
    "a claim that is there": (
        ["claim", "--python", "every_fourth_year_is_leap", "month_lengths"],
        f'There is already a claim "every_fourth_year_is_leap", in {FACTS}:',
    ),
    "a claim with the name of a fact": (
        ["claim", "--python", "leap_year", "month_lengths"], 'There is already a fact "leap_year"',
    ),
    "a name that the module uses": (
        ["fact", "--python", "claim", "month_lengths"],
        f'"claim" already means something in {FACTS}; use another name.',
    ),
    "a name that Python uses": (
        ["fact", "--python", "max", "month_lengths"], '"max" already means something',
    ),
    "a claim on an unknown dataset": (
        ["claim", "--python", "longer", "year_lengths", "months"], 'There is no dataset "months"',
    ),
    "a claim on one dataset twice": (
        ["claim", "--python", "longer", "year_lengths", "year_lengths"],
        "Name each dataset only once.",
    ),
    "a dataset with dashes": (["dataset", "rain-annual", "../export.csv"], 'such as "rain_annual"'),
    "a dataset that is there": (
        ["dataset", "year_lengths", "../export.csv"],
        '"year_lengths" is already the name of a dataset; use another, or add',
    ),
    "a dataset with the name of what charts are told of": (
        ["dataset", "screen", "../export.csv"], '"screen" is already the name of a parameter',
    ),
    "an explainer in a folder with files": (
        ["explainer", "docs"], '"docs" is not empty; name a folder that is new or empty.',
    ),
    "an explainer in a file": (
        ["explainer", "mkdocs.yml"], '"mkdocs.yml" is a file; name a folder that is new or empty.',
    ),
    "an explainer below a file": (
        ["explainer", "mkdocs.yml/new"], "this file can't be written: Not a directory.",
    ),
    "an explainer in a folder that can't be": (
        ["explainer", "x" * 300], "can't be used as a folder: File name too long.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_said_in_a_sentence_and_changes_nothing(small, arguments, message):
    Path("../export.csv").write_text(EXPORT)
    before = tree(Path()), folders(Path())
    assert message in told("new", *arguments, code=1)
    assert (tree(Path()), folders(Path())) == before


def test_a_folder_without_settings_is_no_explainer(small):
    Path(CONFIG).unlink()
    before = tree(Path())
    assert told("new", "question", "leap-seconds", code=1) == (
        ".: there is no mkdocs.yml in this folder; go to an explainer's folder, or name it "
        "with --root.\n1 problem; nothing was changed.\n"
    )
    assert tree(Path()) == before


def test_a_package_that_would_hide_the_generator_is_refused(small):
    Path("charts/__init__.py").touch()
    before = tree(Path())
    said = told("new", "question", "leap-seconds", code=1)
    assert said.startswith("charts/__init__.py: delete this file: ")
    assert tree(Path()) == before


def test_a_dataset_has_not_the_name_of_a_source(small):
    Path("docs/sources.yml").write_text(
        Path("docs/sources.yml").read_text().replace("python-datetime:", "almanac:")
    )
    Path("../export.csv").write_text(EXPORT)
    said = told("new", "dataset", "almanac", "../export.csv", code=1)
    assert '"almanac" is already the name of a source; use another.' in said


@pytest.mark.parametrize(
    "arguments",
    [[], ["poem", "leap-seconds"], ["question"], ["chart", "x"], ["claim", "--python", "x"],
     ["dataset", "rain", "/nowhere.csv"]],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_was_not_understood_ends_with_2_and_its_usage(small, arguments):
    before = tree(Path())
    assert "Usage: python -m charts new" in told("new", *arguments, code=2)
    assert tree(Path()) == before


def test_a_module_of_a_chart_is_not_overwritten_where_only_its_page_is_gone(small):
    Path("docs/charts/year-lengths.md").unlink()
    before = tree(Path())
    said = told("new", "chart", "year-lengths", "year_lengths", code=1)
    assert "charts/gallery/year_lengths.py already exists" in said
    assert tree(Path()) == before


def test_a_dataset_without_numbers_can_not_be_drawn(small):
    begun = new_dataset("year,place\n2020,A\n2021,B\n")
    assert "It has no column of numbers that a chart could draw." in begun
    before = tree(Path("charts"))
    said = told("new", "chart", "rain", "rain_annual", code=1)
    assert said == 'Dataset "rain_annual" has no column of numbers to draw.\n'
    assert tree(Path("charts")) == before


def test_where_one_file_can_not_be_written_none_is(small):
    # A folder's name is taken by a file: the module could be written, the page could not.
    Path("docs/charts/month-lengths.md").unlink()
    Path("docs/charts/year-lengths.md").unlink()
    Path("docs/charts").rmdir()
    Path("docs/charts").write_text("")
    before = tree(Path())
    said = told("new", "chart", "year-kinds", "year_lengths", code=1)
    assert "docs/charts/year-kinds.md: this file can't be written" in said
    assert tree(Path()) == before


def test_where_the_second_file_can_not_be_written_the_first_is_as_it_was(tmp_path):
    old, file = tmp_path / "old.md", tmp_path / "file"
    old.write_text("old")
    file.touch()
    before = tree(tmp_path), folders(tmp_path)
    plan = Plan({tmp_path / "a" / "b" / "new.md": "new"}, {old: "changed", file / "x.md": "new"})
    with pytest.raises(ProblemsError, match=r"file/x\.md: this file can't be written: "):
        carry_out(plan)
    assert (tree(tmp_path), folders(tmp_path)) == before


# An explainer -----------------------------------------------------------------------------------


def test_a_new_explainer_can_be_begun_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["new", "explainer", "mine"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Wrote mine/mkdocs.yml.\n" in done.stdout
    assert "Blanks" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith('Go to "mine": `make serve` shows it')
    wrote = re.findall(r"^Wrote mine/(.*)\.$", done.stdout, re.MULTILINE)
    assert wrote == [*tree(Path("mine"))]


@pytest.mark.parametrize("holds", ["", ".git"], ids=["nothing", "a repository without files"])
def test_a_new_explainer_can_be_begun_in_a_folder_that_holds(small, holds):
    Path("mine", holds).mkdir(parents=True)
    told("new", "explainer", "mine")
    assert Path("mine", CONFIG).is_file()


def test_a_new_explainer_has_no_mistake_and_no_warning(small):
    told("new", "explainer", "mine")
    done = run("--root", small.root / "mine", "check")
    assert done.stdout.startswith("No problems found. ")
    assert done.stderr == ""


def test_a_new_explainer_can_be_gone_on_with(small, monkeypatch):
    told("new", "explainer", "mine")
    monkeypatch.chdir("mine")
    told("new", "question", "leap-seconds")
    told("new", "chart", "gaps", "calendar_gap")
    told("new", "fact", "--python", "widest_gap", "calendar_gap", "--in", "calendars")
    left = [problem for problem in problems() if "fill in the blank" not in problem]
    assert len(left) == 2  # nothing uses them yet
    assert 'no page uses fact "widest_gap"' in left[0]
    assert "no question shows this chart" in left[1]


# All of it --------------------------------------------------------------------------------------


def test_a_question_with_a_chart_a_dataset_a_fact_and_a_claim_of_its_own_is_published(small):
    new_dataset(EXPORT)
    fill_in_dataset()
    told("new", "question", "leap-seconds")
    told("new", "chart", "rain-by-country", "rain_annual")
    told("new", "claim", "--python", "congo_is_wetter", "rain_annual", "--in", "leap-seconds")
    told("new", "fact", "--python", "wettest", "rain_annual", "--in", "leap-seconds")
    page = "docs/charts/rain-by-country.md"
    assert "subtitle: >-\n  Congo, Rep.: rain by year, in mm\n" in Path(page).read_text()
    fill(page, 'The Congo had {{ fact("wettest") }}', "Bar chart of rain. The Congo has most.")
    facts = Path("charts/facts/leap_seconds.py")
    congo = 'rain_annual.number("rain_in_mm", year=2020, country="Congo, Rep.")'
    fill(
        str(facts),
        "Wetter than Chile {window}: {series}.",
        "CLAIM",
        "Most {series}, {window}.",
        "FACT",
    )
    claim, fact = facts.read_text().split("@fact")
    claim = claim.replace("window=None", 'window=("2020", "2020")')
    both = "rain_in_mm[country='Congo, Rep.'|Chile]"
    facts.write_text(f"{claim}@fact{fact}".replace('rain_in_mm"]', f'{both}"]'))
    chile = 'rain_annual.number("rain_in_mm", year=2020, country="Chile")'
    edit(facts, 'raise NotImplementedError("CLAIM")', f"return {congo} > {chile}")
    edit(facts, 'raise NotImplementedError("FACT")', 'return max(rain_annual.numbers("rain_in_mm"'
         ', country="Congo, Rep."))')  # fmt: skip
    fill_in_question()
    edit(
        Path(PAGE),
        "Nothing yet.",
        'It {{ claim("congo_is_wetter", "rained") }}.\n\n{{ chart("rain-by-country") }}',
    )
    edit(Path(PAGE), "  - month_lengths\n", "  - month_lengths\n  - rain_annual\n")
    done = run("--root", Path.cwd(), "site")
    assert (done.returncode, done.stderr) == (0, "")
    html = (small.site / "questions" / "leap-seconds" / "index.html").read_text()
    assert "How long is a minute?" in html
    assert 'data-claim="congo_is_wetter"' in html
    assert 'data-chart="rain-by-country"' in html
    assert "1,702\xa0mm" in html
    assert (small.site / "data" / "rain_annual.csv").exists()
    assert "FILL" not in html
