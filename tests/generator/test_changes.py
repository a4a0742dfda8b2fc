"""A reviewer sees what a change does to what readers see."""

import json
import shutil

import pytest

from tests.changes import compare, rendered, sentences, write

CHART, OTHER = "month-lengths", "year-lengths"


@pytest.fixture
def before(small_built):
    """The built site of the tiny explainer."""
    return small_built.site


@pytest.fixture
def after(before, tmp_path):
    """A copy of it, to change."""
    return shutil.copytree(before, tmp_path / "after")


def with_verdict(site, verdict):
    path = site / "data" / "claims" / "texts.json"
    claim = {"id": "one", "words": "Trade fell", "verdict": verdict}
    path.write_text(json.dumps([claim]), encoding="utf-8")
    return site


def test_two_builds_of_the_same_files_have_no_changes(before, after):
    found = compare(before, after)
    assert found.summary == "Readers see no change."
    assert found.weights == []


def test_a_sentence_is_shown_before_and_after_with_the_words_that_differ():
    old, new = ({"a/": f"First. Imports fell by {share} in 2024. Last."} for share in ("90%", "9%"))
    (sentence,) = sentences(old, new)
    assert sentence.marked == (
        "Imports fell by <del>90%</del> in 2024.",
        "Imports fell by <ins>9%</ins> in 2024.",
    )


def test_a_new_sentence_has_nothing_before_it_and_one_that_is_gone_nothing_after_it():
    (new,) = sentences({"a/": "One."}, {"a/": "One. Two."})
    (gone,) = sentences({"a/": "One. Two."}, {"a/": "Two."})
    assert (new.before, new.after) == ("", "Two.")
    assert (gone.before, gone.after) == ("One.", "")


def test_a_sentence_that_is_put_before_another_is_not_taken_for_its_new_version():
    old, new = {"a/": "Imports fell by 9%."}, {"a/": "All goods count. Imports fell by 8%."}
    pairs = [(sentence.before, sentence.after) for sentence in sentences(old, new)]
    assert pairs == [("", "All goods count."), ("Imports fell by 9%.", "Imports fell by 8%.")]


def test_the_page_with_the_fewest_changes_comes_first():
    old = {"data/": "One. Two.", "questions/": "Three."}
    new = {"data/": "Uno. Due.", "questions/": "Tre."}
    found = sentences(old, new)
    assert found[0].pages == ["questions/"]


def test_the_same_change_on_several_pages_is_shown_once_with_its_pages():
    (sentence,) = sentences(
        {"a/": "It is 1.", "b/": "It is 1."}, {"a/": "It is 2.", "b/": "It is 2."}
    )
    assert sentence.pages == ["a/", "b/"]


def test_words_of_a_page_stay_words_in_the_summary(before, after):
    page = after / "questions" / "length" / "index.txt"
    page.write_text(page.read_text() + "\n<script>`x`</script>\n\n**bold** | cell\n")
    shown = rendered(compare(before, after), "abc1234", page=False)
    assert "<ins>&lt;script&gt;`x`&lt;/script&gt;</ins>" in shown
    # Markdown begins after an empty line, and there is none before the end.
    assert "\n\n" not in shown.removesuffix("\n\n")


def test_a_verdict_that_changes_is_shown_before_and_after(before, after):
    old = with_verdict(shutil.copytree(before, after.parent / "old"), "holds")
    (verdict,) = compare(old, with_verdict(after, "no longer true")).verdicts
    assert (verdict.words, verdict.before, verdict.after) == (
        "Trade fell",
        "holds",
        "no longer true",
    )


def test_a_chart_that_changes_is_shown_before_and_after(before, after):
    picture = after / "charts" / CHART / f"{CHART}.png"
    shutil.copy(after / "charts" / OTHER / f"{OTHER}.png", picture)
    found = compare(before, after)
    review = after.parent / "review"
    write(found, before, after, "abc1234", review)
    assert found.charts.changed == [CHART]
    for kind, site in (("before", before), ("after", after)):
        shown = review / f"{CHART}-{kind}.png"
        assert shown.read_bytes() == (site / "charts" / CHART / f"{CHART}.png").read_bytes()
        assert f'src="{shown.name}"' in (review / "index.html").read_text()


def test_a_page_that_is_gone_is_named_and_so_is_its_chart(before, after):
    shutil.rmtree(after / "charts" / CHART)
    found = compare(before, after)
    assert (found.pages.gone, found.charts.gone) == ([f"charts/{CHART}/"], [CHART])
    write(found, before, after, "abc1234", after.parent / "review")
    pictures = sorted(path.name for path in (after.parent / "review").glob("*.png"))
    assert pictures == [f"{CHART}-before.png"]


def test_a_page_that_grows_is_named_with_its_weight(before, after):
    page = after / "questions" / "length" / "index.html"
    page.write_bytes(page.read_bytes() + bytes(range(256)) * 400)
    (weight,) = compare(before, after).weights
    assert weight.page == "questions/length/"
    assert weight.after > weight.before + 1000
