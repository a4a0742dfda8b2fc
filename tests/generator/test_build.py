"""A chart is drawn anew if anything that it is made of has changed, and only then."""

import gzip
import os
import re
import shutil
import subprocess
import sys

import pytest

from charts.generator.base.explainer_code import load_module, loaded_code, saved_code
from charts.generator.base.problems import ProblemsError
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.conftest import FORMS
from tests.support import ROOT, edit, run, tree

IGNORED = shutil.ignore_patterns("__pycache__")
MONTHS = "month-lengths"
YEARS = "year-lengths"
THEME = "charts/generator/draw/chart_theme.py"


def drawn_anew(project: Project) -> list[str]:
    """Builds as the next run of the command would, which remembers nothing of the last."""
    return Project(project.root).draw()[1]


@pytest.fixture
def own(small: Project) -> Project:
    """The tiny explainer with a generator of its own, which runs where it is the working folder."""
    ignore = shutil.ignore_patterns("__pycache__", "gallery", "facts")
    shutil.copytree(ROOT / "charts", small.root / "charts", ignore=ignore, dirs_exist_ok=True)
    return small


def python(script: str, project: Project) -> str:
    """Runs a script with a project's own generator, and returns what it prints."""
    imports = "from pathlib import Path\nfrom charts.generator.project import Project\n"
    done = subprocess.run(
        [sys.executable, "-c", imports + script],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


# What is built ----------------------------------------------------------------------------------


def test_a_chart_is_two_drawings_two_live_versions_and_what_downloads_are_made_of(small):
    assert sorted(tree(small.built / MONTHS)) == [
        "desktop.svg",
        "desktop.vl.json",
        "drawn.json",
        "live-desktop.json",
        "live-phone.json",
        f"{MONTHS}.csv",
        "phone.svg",
    ]


def test_the_csv_holds_the_rows_that_are_drawn(small):
    assert (small.built / MONTHS / f"{MONTHS}.csv").read_text() == (
        small.data / "month_lengths.csv"
    ).read_text()
    rows = (small.built / YEARS / f"{YEARS}.csv").read_text().splitlines()
    assert (rows[0], rows[-1], len(rows)) == ("year,kind,days,extra", "2024,leap,366,1", 31)


def test_each_drawing_is_small_enough_to_stand_in_a_page(built):
    sizes = {
        str(path.relative_to(built.built)): len(gzip.compress(path.read_bytes()))
        for path in built.built.glob("*/*.svg")
    }
    assert len(sizes) == 2 * len(built.drawings)  # for a narrow and for a wide window
    assert max(sizes.values()) <= 6 * 1024, sizes


# What is drawn anew -----------------------------------------------------------------------------


def test_a_second_build_draws_nothing_and_writes_nothing(small):
    before = {path: path.stat().st_mtime_ns for path in small.built.rglob("*")}
    assert drawn_anew(small) == []
    assert {path: path.stat().st_mtime_ns for path in small.built.rglob("*")} == before


def test_a_file_that_is_saved_without_a_change_draws_nothing(small):
    for path in small.root.rglob("*"):
        if small.built.parent not in path.parents and small.site not in path.parents:
            os.utime(path)
    assert drawn_anew(small) == []


def test_new_words_of_a_page_draw_nothing(small):
    edit(small.docs / "charts" / "month-lengths.md", "in most years", "as everybody knows")
    edit(small.docs / "questions" / "length.md", "## Twelve months", "## The months of a year")
    assert drawn_anew(small) == []


def test_new_data_draw_the_charts_that_use_them(small):
    edit(small.data / "month_lengths.csv", "2023-02,28", "2023-02,29")
    stamp(small.data, [])
    assert drawn_anew(small) == [MONTHS]
    assert "2023-02,29" in (small.built / MONTHS / f"{MONTHS}.csv").read_text()


def test_a_new_description_of_the_data_draws_the_charts_that_use_them(small):
    edit(small.data / "datapackage.json", '"title": "Length",\n            "type": "integer",\n'
         '            "unit": "days",\n            "description": "Days in the month"',
         '"title": "Days",\n            "type": "integer",\n'
         '            "unit": "days",\n            "description": "Days in the month"')  # fmt: skip
    assert drawn_anew(small) == [MONTHS]


def test_new_code_of_a_chart_draws_that_chart(small):
    edit(small.gallery / "year_lengths.py", "size=40", "size=50")
    assert drawn_anew(small) == [YEARS]


def test_a_new_colour_draws_every_chart(small):
    edit(small.config, 'light: "#1f7a5c"', 'light: "#1f7a5d"')
    assert drawn_anew(small) == [MONTHS, YEARS]


def test_the_fingerprint_of_a_chart_without_a_map_looks_through_no_folder(own):
    # A gallery of a thousand modules would be looked through for each of them.
    script = (
        "import sys\nproject = Project(Path())\nproject.drawings\nproject.palettes\nlooked = []\n"
        "sys.addaudithook(lambda event, of: looked.append(of) if event == 'os.scandir' else None)\n"
        "assert project.fingerprints\nprint([of for of in looked if 'gallery' in str(of)])"
    )
    assert python(script, own) == "[]\n"


def test_a_new_version_of_a_library_that_draws_makes_other_fingerprints(small, monkeypatch):
    before = dict(small.fingerprints)
    monkeypatch.setattr("charts.generator.draw.build._version", lambda library: "99")
    after = Project(small.root).fingerprints
    assert {name for name in before if after[name] != before[name]} == {MONTHS, YEARS}


@pytest.mark.parametrize("command", ["check", "build", "site"])
def test_a_python_that_leaves_out_assertions_is_refused(small, command):
    done = run("--root", small.root, command, PYTHONOPTIMIZE="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "start it without -O, and unset PYTHONOPTIMIZE" in done.stderr


def test_a_chart_drawn_without_assertions_is_drawn_anew_with_them(small):
    script = "import sys; sys.path.insert(0, sys.argv[1])\n"
    script += "from pathlib import Path\nfrom charts.generator.project import Project\n"
    script += "Project(Path()).draw()"
    subprocess.run([sys.executable, "-O", "-c", script, str(ROOT)], check=True)
    assert drawn_anew(small) == [MONTHS, YEARS]


def test_new_code_that_a_chart_imports_draws_that_chart(small):
    helper, module = small.gallery / "_helper.py", small.gallery / "year_lengths.py"
    helper.write_text("SIZE = 41\n")
    edit(module, "import pandas as pd\n", "import pandas as pd\n\nfrom ._helper import SIZE\n")
    edit(module, "size=40", "size=SIZE")
    assert drawn_anew(small) == [YEARS]
    first = (small.built / YEARS / "desktop.svg").read_bytes()
    helper.write_text("SIZE = 42\n")
    assert drawn_anew(small) == [YEARS]
    assert (small.built / YEARS / "desktop.svg").read_bytes() != first


def test_new_code_of_the_generator_draws_every_chart(own):
    edit(own.root / THEME, "TEXT = 12", "TEXT = 13")
    assert "2 charts, 2 redrawn" in run("build", cwd=own.root).stdout


def test_a_process_that_runs_older_code_does_not_pass_its_drawings_off_as_new(own):
    # As a preview does that goes on while somebody edits the generator.
    preview = (
        f"theme = Path('{THEME}')\n"
        "Project(Path()).draw()\n"
        "theme.write_text(theme.read_text().replace('TEXT = 12', 'TEXT = 13'))\n"
        "print(Project(Path()).draw()[1])\n"
    )
    assert python(preview, own) == "[]\n"
    assert "2 charts, 2 redrawn" in run("build", cwd=own.root).stdout


def test_a_chart_whose_code_is_saved_after_its_fingerprint_was_taken_is_not_kept_under_it(small):
    path = small.gallery / "month_lengths.py"
    path.write_text(path.read_text() + "# first\n")
    late = Project(small.root)
    assert late.fingerprints
    path.write_text(path.read_text() + "# second\n")
    with pytest.raises(ProblemsError, match="its code was saved while it was drawn"):
        late.draw()
    assert drawn_anew(small) == [MONTHS]


def test_a_module_runs_the_text_that_was_read_when_its_folder_was_loaded(small):
    (small.gallery / "_first.py").write_text("WORD = 'old'\n")
    module = small.gallery / "both.py"
    change = "Path(__file__).with_name('_first.py').write_text(\"WORD = 'new'\")"
    module.write_text(f"from pathlib import Path\n{change}\nfrom ._first import WORD\n")
    assert load_module(module).WORD == "old"
    assert loaded_code(module) != saved_code(module)


def test_one_chart_can_be_built_alone(small):
    shutil.rmtree(small.built)
    built, drawn = small.draw([YEARS])
    assert (list(built), drawn) == ([YEARS], [YEARS])
    assert [path.name for path in small.built.iterdir()] == [YEARS]


# Mistakes ---------------------------------------------------------------------------------------


def test_a_chart_that_fails_keeps_its_old_files_and_the_others_are_built(small):
    before = tree(small.built / MONTHS)
    edit(small.gallery / "month_lengths.py", "mark_bar(", "mark_beer(")
    edit(small.gallery / "year_lengths.py", "size=40", "size=50")
    with pytest.raises(ProblemsError, match=f'chart "{MONTHS}": AttributeError'):
        small.draw()
    assert tree(small.built / MONTHS) == before
    assert sorted(path.name for path in small.built.iterdir()) == [MONTHS, YEARS]
    edit(small.gallery / "month_lengths.py", "mark_beer(", "mark_bar(")
    assert drawn_anew(small) == []


def test_every_chart_that_fails_is_reported(small):
    edit(small.gallery / "month_lengths.py", "mark_bar(", "mark_beer(")
    edit(small.gallery / "year_lengths.py", "mark_point(", "mark_paint(")
    with pytest.raises(ProblemsError) as caught:
        small.draw()
    assert [problem.path for problem in caught.value.problems] == [
        "charts/gallery/month_lengths.py",
        "charts/gallery/year_lengths.py",
    ]


def test_what_was_built_of_a_chart_that_is_gone_is_removed(small):
    (small.gallery / "year_lengths.py").unlink()
    small.draw()
    assert [path.name for path in small.built.iterdir()] == [MONTHS]


# The live charts' runtime -----------------------------------------------------------------------


def test_the_runtime_exports_what_live_charts_call(small):
    exports = re.findall(r"export\s*\{([^}]*)\}", small.runtime.read_text())
    names = {name.split(" as ")[-1].strip() for part in exports for name in part.split(",")}
    assert names == {"View", "parse", "expressionInterpreter"}


def test_the_runtime_names_no_address_but_those_of_name_spaces(small):
    addresses = re.findall(r"https?://[\w./-]+", small.runtime.read_text())
    assert addresses
    assert {address for address in addresses if not address.startswith("http://www.w3.org/")} == (
        set()
    )


def test_the_runtime_is_small_enough_for_a_phone(small):
    assert len(gzip.compress(small.runtime.read_bytes())) <= 310 * 1024


def test_the_runtime_is_bundled_once(small):
    path = small.runtime
    path.write_text("kept")
    assert small.runtime == path
    assert path.read_text() == "kept"


def test_the_runtime_is_bundled_anew_where_more_is_wished_of_it(own):
    edit(
        own.root / "charts/generator/draw/svg.py", "export {View, parse} from", "export {View} from"
    )
    script = "print('as parse' in Project(Path()).runtime.read_text())"
    assert python(script, own) == "False\n"


# A first build of many charts -------------------------------------------------------------------


def test_a_first_build_says_what_is_wrong_with_the_words_though_it_has_begun_to_draw(tmp_path):
    project = Project(shutil.copytree(FORMS, tmp_path / "forms", ignore=IGNORED))
    edit(project.docs / "charts" / "box.md", "\ntitle:", "\ntitel:")
    done = run("--root", project.root, "site")
    assert done.returncode == 1
    assert "box.md" in done.stderr
    assert not project.site.exists()


def test_a_first_build_says_which_chart_could_not_be_drawn(tmp_path):
    project = Project(shutil.copytree(FORMS, tmp_path / "forms", ignore=IGNORED))
    edit(project.gallery / "box.py", '"steps", axis', '"stepps", axis')
    done = run("--root", project.root, "site")
    assert done.returncode == 1
    assert 'chart "box": there is no column "stepps"; did you mean "steps"?' in done.stderr
    assert not project.site.exists()
