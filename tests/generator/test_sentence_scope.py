"""A page is read as sentences: the words as readers see them, and what some are bound to."""

import shutil
from pathlib import Path

import pytest

from charts.generator.check.sentence_scope import Sentence, sentences
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project
from tests.conftest import SECOND

DAYS = '{{ value("year_lengths", "days", year=2000) }}'


@pytest.fixture(scope="module")
def evaluator(tmp_path_factory: pytest.TempPathFactory) -> Evaluator:
    root = tmp_path_factory.mktemp("small") / "explainer"
    shutil.copytree(SECOND, root)
    return Evaluator(Content(Project(root)))


def read(evaluator: Evaluator, text: str) -> list[Sentence]:
    return list(sentences(Page(Path("new.md"), text, text), evaluator))


def texts(evaluator: Evaluator, text: str) -> list[str]:
    return [sentence.text for sentence in read(evaluator, text)]


def test_a_sentence_has_the_words_that_its_macros_print(evaluator):
    (sentence,) = read(evaluator, f"A year had **{DAYS}**,\n  by *that* rule.\n")
    (days,) = sentence.bound
    assert sentence.text == f"A year had {days.words}, by that rule."
    assert days.words[0].isdigit()
    assert sentence.before(days) == "A year had "
    assert sentence.after(days) == ", by that rule."
    assert [cell.column for cell in days.cells] == ["days"]


def test_a_letter_of_a_sentence_is_found_again_in_the_file(evaluator):
    text = f"One.\n\nA year had {DAYS}, by [that\nrule](x.md), and `code`, *more*.\n"
    sentence = read(evaluator, text)[1]
    for words in ["year", "by", "that", "rule", "more"]:
        assert text[sentence.place(sentence.text.index(words)) :].startswith(words)
    (days,) = sentence.bound
    assert sentence.place(days.start + 1) == days.offset == text.index("{{")


@pytest.mark.parametrize(
    "text",
    [
        "It began in the U.S. Senate.",
        "It ended on Sept. 11, 2001, for all.",
        "J. R. Smith wrote it.",
        "It rose by 2.5 points.",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_it(evaluator, text):
    assert texts(evaluator, text) == [text]


def test_a_paragraph_has_several_sentences(evaluator):
    text = "They sold it to the U.S. In 2024 it ended.\nWhy? Nobody (yet) knows."
    assert texts(evaluator, text) == [
        "They sold it to the U.S.", "In 2024 it ended.", "Why?", "Nobody (yet) knows.",
    ]  # fmt: skip


def test_a_sentence_stands_under_its_heading(evaluator):
    sentence = read(evaluator, f"## The year 2000\n\nIt had {DAYS}.\n")[1]
    assert sentence.heading == "The year 2000"


def test_a_cell_of_a_table_has_the_heads_of_its_row_and_column(evaluator):
    text = f"| Year | Days | Note |\n| --- | --- | --- |\n| 2000 | {DAYS} | none |\n"
    cell = next(s for s in read(evaluator, text) if s.bound)
    assert (cell.kind, cell.row, cell.column) == ("cell", "2000", "Days")


def test_the_front_matter_has_sentences_too(evaluator):
    text = f"---\ntitle: A year\ndescription: >-\n  It had\n  {DAYS}. So it was.\n---\n"
    first, second, third = read(evaluator, text)
    assert first.text == "A year"
    assert second.text == f"It had {second.bound[0].words}."
    assert third.text == "So it was."
