"""What `make canary` takes for a difference between the sites of two engines."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from charts.generator.base.problems import problem
from charts.generator.check.check import check
from charts.generator.pages.blocks import Pictures
from charts.generator.project import Project
from charts.generator.site.verify import Verification
from tests import canary
from tests.canary import Canary, Comparison, Engine, Outcome, compare, report
from tests.support import edit

HOME = """<!doctype html>
<html>
<head>
<title>Trade</title>
<meta name="generator" content="ours-1">
<link rel="stylesheet" href="style.css">
</head>
<body>
<nav><a href="charts/">Charts</a></nav>
<article>
<p>Imports were <a data-value="3027.4" data-fact="imports" data-format="bn">$3.0 billion</a>,
and <span class="claim" data-claim="fell">fell three years in a row</span>.</p>
</article>
</body>
</html>
"""
CHART = """<!doctype html>
<html>
<head><title>A chart</title><meta name="generator" content="ours-1"></head>
<body>
<article>
<figure data-chart="trade" data-key="0a1b"><svg class="phone"></svg><svg class="desktop"></svg>
</figure>
</article>
<footer><a href="../">Home</a></footer>
</body>
</html>
"""
NOTEBOOK = """<!doctype html>
<html>
<head><title>Method</title></head>
<body><article><div class="jupyter-wrapper"></div></article></body>
</html>
"""
PAGES = {"index.html": HOME, "charts/index.html": CHART, "method/index.html": NOTEBOOK}

ENGINE = Engine("Fake", packages=("fake==1.0",), command="fake")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A site of our engine: a page with a number and a claim, a chart, a notebook, a style."""
    site = tmp_path / "ours"
    for name, text in PAGES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    (site / "style.css").write_text("p { margin: 0 }", encoding="utf-8")
    return site


@pytest.fixture
def theirs(ours: Path) -> Path:
    """The same site, made by another engine, to change."""
    return shutil.copytree(ours, ours.with_name("theirs"))


def test_the_same_site_does_not_differ(ours, theirs):
    found = compare(ours, theirs)

    assert found.different == []
    assert found.same == ("charts/index.html", "index.html", "method/index.html", "style.css")
    assert not found.changed and not found.gone and not found.new


def test_a_page_that_is_missing_differs(ours, theirs):
    (theirs / "method" / "index.html").unlink()

    found = compare(ours, theirs)

    assert "pages" in found.different
    assert list(found.missing("pages")) == ["method/index.html"]
    assert found.gone == ("method/index.html",)


def test_a_page_that_only_they_have_differs(ours, theirs):
    shutil.copy(theirs / "index.html", theirs / "tags.html")

    found = compare(ours, theirs)

    assert list(found.added("pages")) == ["tags.html"]
    assert found.new == ("tags.html",)


def test_a_number_with_another_value_differs(ours, theirs):
    edit(theirs / "index.html", 'value="3027.4"', 'value="3027.5"')

    found = compare(ours, theirs)

    assert found.different == ["numbers"]
    assert list(found.missing("numbers")) == [
        "index.html: imports = 3027.4, shown as $3.0 billion",
    ]
    assert list(found.added("numbers")) == ["index.html: imports = 3027.5, shown as $3.0 billion"]


def test_a_number_that_is_shown_otherwise_differs(ours, theirs):
    edit(theirs / "index.html", "$3.0 billion", "3.0 billion")

    assert compare(ours, theirs).different == ["numbers"]


def test_a_number_that_stands_twice_differs(ours, theirs):
    number = '<a data-value="3027.4" data-fact="imports" data-format="bn">$3.0 billion</a>'
    edit(theirs / "index.html", number, number + number)

    found = compare(ours, theirs)

    assert (found.missing("numbers").total(), found.added("numbers").total()) == (0, 1)


def test_a_claim_with_other_words_differs(ours, theirs):
    edit(theirs / "index.html", "fell three years in a row", "fell three years")

    assert compare(ours, theirs).different == ["claims"]


def test_a_chart_with_another_key_differs(ours, theirs):
    edit(theirs / "charts" / "index.html", 'data-key="0a1b"', 'data-key="ffff"')

    found = compare(ours, theirs)

    assert found.different == ["charts"]
    assert list(found.added("charts")) == ["charts/index.html: trade ffff, drawings: 2"]


def test_a_chart_that_has_lost_a_drawing_differs(ours, theirs):
    edit(theirs / "charts" / "index.html", '<svg class="phone"></svg>', "")

    assert compare(ours, theirs).different == ["charts"]


def test_a_notebook_that_is_not_shown_differs(ours, theirs):
    edit(theirs / "method" / "index.html", ' class="jupyter-wrapper"', "")

    assert compare(ours, theirs).different == ["notebooks"]


def test_a_link_that_leads_nowhere_differs(ours, theirs):
    edit(theirs / "charts" / "index.html", 'href="../"', 'href="../../"')

    found = compare(ours, theirs)

    assert found.different == ["dead links"]
    assert list(found.added("dead links")) == [
        'charts/index.html: the link to "../../" leads nowhere.'
    ]


def test_a_link_that_leads_nowhere_in_both_sites_does_not_differ(ours, theirs):
    for site in (ours, theirs):
        edit(site / "charts" / "index.html", 'href="../"', 'href="trade.png"')

    found = compare(ours, theirs)

    assert found.different == []
    assert found.ours["dead links"].total() == 1


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('content="ours-1"', 'content="theirs-2"', ("the generator tag",)),
        ("<title>Trade</title>", "<title>Business</title>", ("the head",)),
        ("Imports were", "Imports are", ("the text",)),
        ("<nav>", '<nav class="wide">', ("the frame",)),
        ("<nav>", "<nav> ", ("the frame",)),
        ("</article>\n", "</article>\n\n", ("its white space",)),
    ],
)
def test_where_a_page_differs_is_said(ours, theirs, old, new, parts):
    edit(theirs / "index.html", old, new)

    found = compare(ours, theirs)

    assert found.changed == {"index.html": parts}
    assert found.different == []


def test_a_page_may_differ_in_several_parts(ours, theirs):
    edit(theirs / "index.html", "ours-1", "theirs-2")
    edit(theirs / "index.html", "Imports were", "Imports are")

    assert compare(ours, theirs).changed == {"index.html": ("the generator tag", "the text")}


def test_an_empty_page_differs(ours, theirs):
    (theirs / "index.html").write_bytes(b"")

    assert compare(ours, theirs).different == ["numbers", "claims"]


def test_a_file_that_is_no_page_differs_in_its_contents(ours, theirs):
    edit(theirs / "style.css", "0", "1px")

    found = compare(ours, theirs)

    assert found.changed == {"style.css": ("its contents",)}
    assert found.different == []


@pytest.fixture
def passing(ours: Path, theirs: Path) -> Outcome:
    """The outcome of an engine that makes the same site."""
    return Outcome(ENGINE, 1.0, comparison=compare(ours, theirs), verification=Verification())


@pytest.fixture
def other(ours: Path, theirs: Path) -> Comparison:
    """The comparison with a site that has lost a page."""
    (theirs / "method" / "index.html").unlink()
    return compare(ours, theirs)


def test_an_engine_that_makes_the_same_site_passes(passing):
    assert passing.verdict == "passes"
    assert passing.acceptable


def test_an_engine_that_makes_another_site_does_not_pass(passing, other):
    outcome = replace(passing, comparison=other)

    assert outcome.verdict == "differs in pages, notebooks"
    assert not outcome.acceptable


def test_an_engine_that_fails_does_not_pass(passing):
    outcome = replace(passing, failure="undefined value", verification=None)

    assert outcome.verdict == "fails"
    assert not outcome.acceptable


def test_an_engine_whose_site_does_not_verify_does_not_pass(passing, ours):
    wrong = Verification([problem(ours, "loads a script from another origin.")])

    assert replace(passing, verification=wrong).verdict == "does not verify"


def test_an_engine_that_is_only_reported_does_not_have_to_pass(passing, other):
    engine = replace(ENGINE, required=False)

    assert replace(passing, engine=engine, comparison=other).acceptable
    assert replace(passing, engine=engine, failure="undefined value").acceptable


def test_the_report_counts_what_is_missing_and_what_is_added(passing, other):
    said = report(replace(passing, comparison=other))

    assert "## Fake: differs in pages, notebooks" in said
    assert "| pages      |    3 |      2 |       1 |     0 |" in said
    assert "| numbers    |    1 |      1 |       0 |     0 |" in said
    assert "Missing pages:\n\n- method/index.html\n" in said
    assert "Files: 3 the same, 0 differ, 1 only ours, 0 only theirs." in said


def test_the_report_says_where_pages_differ(passing, ours, theirs):
    for name in ("index.html", "charts/index.html"):
        edit(theirs / name, "ours-1", "theirs-2")

    said = report(replace(passing, comparison=compare(ours, theirs)))

    assert "- 2 differ in the generator tag, such as charts/index.html" in said


@pytest.fixture
def small_canary(small: Project, monkeypatch: pytest.MonkeyPatch) -> Canary:
    """A canary for the tiny explainer, whose engines are the programs that are installed here.

    A site that has an address has a sitemap, and in it the time that the build calls its own.
    """
    monkeypatch.setenv("SITE_URL", "https://example.org/explainer/")
    monkeypatch.setattr(canary, "environment", lambda *_: Path(sys.executable).parent)
    evaluator = check(small).evaluator
    assert evaluator
    built, _ = small.draw()
    return Canary(evaluator, Pictures(built, small.runtime.name), small.build / "canary")


def test_our_own_engine_passes_as_a_program_of_its_own(small_canary):
    ours = small_canary.ours()

    outcome = small_canary.outcome(replace(ENGINE, command="mkdocs"), ours)

    assert outcome.verdict == "passes"
    assert outcome.comparison.ours["numbers"].total() > 0
    assert not outcome.comparison.changed and not outcome.comparison.gone


def test_an_engine_that_shows_another_site_is_told_from_ours(small_canary):
    def without_extensions(config):
        config["markdown_extensions"] = []

    ours = small_canary.ours()

    outcome = small_canary.outcome(
        replace(ENGINE, command="mkdocs", adapt=without_extensions), ours
    )

    assert "the text" in {part for parts in outcome.comparison.changed.values() for part in parts}


def test_a_failure_is_told_in_the_words_of_the_engine(small_canary):
    def with_no_theme(config):
        config["theme"]["name"] = "nowhere"

    ours = small_canary.ours()

    outcome = small_canary.outcome(replace(ENGINE, command="mkdocs", adapt=with_no_theme), ours)

    assert outcome.verdict == "fails"
    assert "canary/fake/stage/failed.log: " in outcome.failure
    assert outcome.comparison is None
