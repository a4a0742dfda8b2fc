"""The method notebook is executed by the build, never stale, and light on the page."""

import gzip
import json

import pytest
from lxml import html

from charts.check import check
from charts.datasets import stamp
from charts.notebooks import execute, find, prose, trim
from charts.problems import ProblemsError
from charts.project import Project
from tests.support import article, edit

SCRIPT = "docs/about/method.py"
PAGE = "about/method"
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


def printed(project: Project) -> str:
    cells = json.loads((project.docs / "days.ipynb").read_text())["cells"]
    return "".join("".join(out["text"]) for cell in cells for out in cell.get("outputs", []))


def test_a_notebook_is_executed_and_what_it_printed_is_kept(notebook):
    assert execute(notebook) == ["days"]
    assert printed(notebook).strip() == "10958"


def test_a_notebook_is_not_executed_again_where_nothing_has_changed(notebook):
    execute(notebook)
    assert execute(Project(notebook.root)) == []


def test_a_changed_cell_of_the_data_is_enough_to_execute_it_again(notebook):
    execute(notebook)
    edit(notebook.data / "year_lengths.csv", "1995,common,365", "1995,common,366")
    stamp(notebook.data, [])
    assert execute(Project(notebook.root)) == ["days"]
    assert printed(notebook).strip() == "10959"


@pytest.mark.parametrize("file", ["docs/days.py", "charts/facts/length.py"])
def test_changed_code_is_enough_to_execute_it_again(notebook, file):
    execute(notebook)
    path = notebook.root / file
    path.write_text(path.read_text() + "\n")
    assert execute(Project(notebook.root)) == ["days"]


def test_what_was_printed_can_not_be_edited_by_hand(notebook):
    execute(notebook)
    edit(notebook.docs / "days.ipynb", "10958", "11111")
    assert execute(Project(notebook.root)) == ["days"]
    assert printed(notebook).strip() == "10958"


def test_two_executions_give_the_same_bytes(notebook):
    execute(notebook)
    first = (notebook.docs / "days.ipynb").read_bytes()
    (notebook.docs / "days.ipynb").unlink()
    execute(Project(notebook.root))
    assert (notebook.docs / "days.ipynb").read_bytes() == first


def test_what_a_slow_cell_prints_is_in_one_piece(notebook):
    slow = "\nimport time\nfor word in 'ab':\n    print(word, flush=True)\n    time.sleep(0.5)\n"
    (notebook.docs / "days.py").write_text(SMALL + slow)
    execute(notebook)
    cells = json.loads((notebook.docs / "days.ipynb").read_text())["cells"]
    assert len(cells[-1]["outputs"]) == 1


def test_a_cell_that_fails_is_named_with_its_line_and_the_old_output_stays(notebook):
    execute(notebook)
    before = (notebook.docs / "days.ipynb").read_bytes()
    edit(notebook.docs / "days.py", "print(sum(days))", "print(sum(dais))")
    with pytest.raises(ProblemsError) as caught:
        execute(Project(notebook.root))
    (problem,) = caught.value.problems
    assert str(problem) == (
        "docs/days.py:20:1: this cell of the notebook failed: NameError: name 'dais' is not "
        "defined."
    )
    assert (notebook.docs / "days.ipynb").read_bytes() == before


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
    page = (
        "<html><article><p>x</p><div class='jupyter-wrapper'><div class='jp-OutputArea-output'>"
        "<pre>&lt;img src=x&gt;</pre></div><div class='highlight-ipynb'><pre>a &lt; b</pre></div>"
        "</div></article><footer>kept</footer></html>"
    )
    trimmed = trim(page)
    assert "&lt;img src=x&gt;" in trimmed
    assert "<code>a &lt; b</code>" in trimmed
    assert "<img" not in trimmed
    assert trimmed.endswith("<footer>kept</footer></html>")


# The page ---------------------------------------------------------------------------------------


def test_the_page_shows_words_code_and_output(built):
    page = article(built.site / PAGE / "index.html")
    assert str(page.findtext(".//h1")).startswith("How the numbers are made")
    assert len(page.xpath(".//pre/code")) >= 10
    assert len(page.xpath(".//pre[@class='output']")) >= 8
    assert len(page.xpath(".//table")) >= 2


def test_the_page_prints_the_numbers_of_the_facts(built):
    text = html.parse(built.site / PAGE / "index.html").getroot().text_content()
    for name in ("imports_fall_2021_2024", "russia_share_2025"):
        receipt = built.ledger.fact(name)
        assert f"{receipt.text}  {receipt.value.formula}" in text
    unctad, total = (
        built.ledger.value("investment_definitions_2017", column, publisher="UNCTAD").value
        for column in ("investment", "total")
    )
    assert f"{float(unctad) / float(total):.2%}; the report says 8.9%" in text


def test_the_page_holds_no_traceback_and_no_script_of_its_own(built):
    page = article(built.site / PAGE / "index.html")
    assert "Traceback" not in page.text_content()
    assert page.xpath(".//script | .//style | .//link | .//@style | .//@onclick") == []


def test_the_page_weighs_at_most_150_kb(built):
    page = (built.site / PAGE / "index.html").read_bytes()
    assert len(gzip.compress(page, 9)) <= 150_000


def test_the_script_is_not_published_as_a_page_of_code(built):
    assert list(built.site.rglob("method.py")) == []
