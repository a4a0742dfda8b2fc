"""The method notebook is executed by the build, never stale, and light on the page."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from charts.generator.base.problems import ProblemsError
from charts.generator.check.check import check
from charts.generator.data.datasets import stamp
from charts.generator.pages.notebooks import find, prose
from charts.generator.project import Project
from charts.generator.site.notebooks import execute, trim
from tests.support import edit, tree

SMALL = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Days
#
# Some words.

# %%
import csv

days = [int(row["days"]) for row in csv.DictReader(open("data/year_lengths.csv"))]
print(sum(days))
"""


@pytest.fixture
def notebook(small: Project) -> Project:
    """A copy of the tiny explainer with a notebook."""
    (small.docs / "days.py").write_text(SMALL)
    return small


def kept(project: Project) -> Path:
    """The file with what the notebook printed."""
    return project.build / "notebooks" / "days.ipynb"


def outputs(project: Project) -> list[list[dict[str, Any]]]:
    return [cell.get("outputs", []) for cell in json.loads(kept(project).read_text())["cells"]]


def printed(project: Project) -> str:
    return "".join("".join(out["text"]) for cell in outputs(project) for out in cell).strip()


def executed_anew(project: Project, *, only_edited: bool = False) -> bool:
    """Executes as the next build would, which remembers nothing, and says whether it had to."""
    before = kept(project).stat().st_mtime_ns
    execute(Project(project.root), only_edited=only_edited)
    return kept(project).stat().st_mtime_ns != before


def test_a_notebook_is_executed_and_what_it_printed_is_kept(notebook):
    assert execute(notebook) == {"days.ipynb": kept(notebook)}
    assert printed(notebook) == "10958"


def test_the_folder_of_the_pages_is_left_as_its_editors_have_it(notebook):
    before = tree(notebook.docs)
    execute(notebook)
    assert tree(notebook.docs) == before


def test_a_notebook_is_not_executed_again_where_nothing_has_changed(notebook):
    execute(notebook)
    assert not executed_anew(notebook)


def test_a_changed_cell_of_the_data_is_enough_to_execute_it_again(notebook):
    execute(notebook)
    edit(notebook.data / "year_lengths.csv", "1995,common,365", "1995,common,366")
    stamp(notebook.data, [])
    assert executed_anew(notebook)
    assert printed(notebook) == "10959"


@pytest.mark.parametrize(
    "file", ["docs/days.py", "charts/facts/length.py", "charts/_helper.py", "data/helper.txt"]
)
def test_a_changed_file_that_it_may_read_is_enough_to_execute_it_again(notebook, file):
    path = notebook.root / file
    path.touch()
    execute(notebook)
    path.write_text(path.read_text() + "\n")
    assert executed_anew(notebook)


def test_nothing_of_a_persons_own_reaches_a_notebook(notebook, tmp_path, monkeypatch):
    home = tmp_path / "home"
    startup = home / ".ipython" / "profile_default" / "startup"
    kernel = home / "jupyter" / "kernels" / "python3"
    for folder in (startup, kernel):
        folder.mkdir(parents=True)
    (startup / "mine.py").write_text("days = [1]\n")
    said = {"argv": ["false"], "display_name": "Mine", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(said))
    own = {"HOME": home, "JUPYTER_PATH": home / "jupyter", "MOOD": "bad", "TZ": "Asia/Tokyo"}
    for name, value in own.items():
        monkeypatch.setenv(name, str(value))
    script = "\nimport os, time\nprint(dir().count('days'), os.environ.get('MOOD'), time.tzname)\n"
    (notebook.docs / "days.py").write_text(SMALL.partition("import csv")[0] + script)
    execute(notebook)
    assert printed(notebook) == "0 None ('UTC', 'UTC')"


def test_what_was_printed_can_not_be_edited_by_hand(notebook):
    execute(notebook)
    edit(kept(notebook), "10958", "11111")
    assert executed_anew(notebook)
    assert printed(notebook) == "10958"


def test_a_preview_executes_a_notebook_again_only_where_its_own_script_was_edited(notebook):
    execute(notebook)
    edit(notebook.data / "year_lengths.csv", "1995,common,365", "1995,common,366")
    stamp(notebook.data, [])
    assert not executed_anew(notebook, only_edited=True)
    edit(notebook.docs / "days.py", "print(sum(days))", "print(max(days))")
    assert executed_anew(notebook, only_edited=True)
    assert printed(notebook) == "366"


def test_two_executions_give_the_same_bytes(notebook):
    execute(notebook)
    first = kept(notebook).read_bytes()
    kept(notebook).unlink()
    execute(Project(notebook.root))
    assert kept(notebook).read_bytes() == first


def test_what_a_slow_cell_prints_is_in_one_piece(notebook):
    slow = "\nimport time\nfor word in 'ab':\n    print(word, flush=True)\n    time.sleep(0.5)\n"
    (notebook.docs / "days.py").write_text(SMALL + slow)
    execute(notebook)
    assert len(outputs(notebook)[-1]) == 1


def test_a_cell_that_fails_is_named_with_its_line_and_the_old_output_stays(notebook):
    execute(notebook)
    before = kept(notebook).read_bytes()
    edit(notebook.docs / "days.py", "print(sum(days))", "print(sum(dais))")
    with pytest.raises(ProblemsError) as caught:
        execute(Project(notebook.root))
    (problem,) = caught.value.problems
    assert str(problem) == (
        "docs/days.py:20:1: this cell of the notebook failed: NameError: name 'dais' is not "
        "defined."
    )
    assert kept(notebook).read_bytes() == before


def test_a_number_typed_in_the_words_of_a_notebook_is_found(notebook):
    edit(notebook.docs / "days.py", "Some words.", "Some 12 words, or forty.")
    assert [str(problem).partition(". ")[0] for problem in check(notebook).problems] == [
        'docs/days.py:15:8: the number "12" is typed by hand',
        'docs/days.py:15:21: the number "forty" is typed by hand, in words',
    ]


def test_the_words_of_a_notebook_keep_their_places_and_its_code_is_blank(notebook):
    words = prose(notebook.docs / "days.py").text.splitlines()
    script = SMALL.splitlines()
    assert len(words) == len(script)
    assert words[12] == "  # Days"
    assert [word for word in words if "csv" in word] == []


def test_another_script_is_no_notebook(small):
    (small.docs / "tool.py").write_text("print(1)\n")
    assert find(small) == []


def test_markup_in_the_output_stays_text():
    article = html.fragment_fromstring(
        "<article><div class='story__body'><p>x</p><div class='jupyter-wrapper'>"
        "<div class='jp-OutputArea-output'>"
        "<pre>&lt;img src=x&gt;</pre></div><div class='highlight-ipynb'><pre>a &lt; b</pre></div>"
        "</div></div></article>"
    )
    trim(article)
    trimmed = html.tostring(article, encoding="unicode")
    assert "&lt;img src=x&gt;" in trimmed
    assert "<code>a &lt; b</code>" in trimmed
    assert "<img" not in trimmed


def test_only_the_words_the_code_and_the_output_of_a_notebook_are_left_below_its_title():
    article = html.fragment_fromstring(
        "<article><h1>Days</h1><div class='story__body'><style>p {}</style>"
        "<div class='jupyter-wrapper'>"
        "<div class='jp-MarkdownOutput'><p>Words.</p></div><script>run()</script></div>"
        "</div></article>"
    )
    trim(article)
    assert html.tostring(article, encoding="unicode") == (
        '<article><h1>Days</h1><div class="story__body"><div class="notebook"><p>Words.</p></div>'
        "</div></article>"
    )
