"""A page takes a check as long as its length asks for, whatever is written on it."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from charts.generator.check.page_check import PageCheck
from charts.generator.check.unbound import words
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from tests.conftest import SECOND

FRONT = "---\ntitle: A year\ndescription: Its length\n---\n\n"
VALUE = '{{ value("year_lengths", "days", year=2023) }}'
CLAIM = '{{ claim("february_is_shortest", "no month was shorter than February") }}'

# What is repeated: macros with no full stop between them, signs that nothing closes, blocks.
TEXTS = {
    "numbers in a sentence": f"In 2023 a year has {VALUE}, ",
    "facts in a sentence": '{{ fact("leap_year") }} in 2024; ',
    "claims in a sentence": f"{CLAIM}, and ",
    "sentences in a paragraph": f"In 2023 a year has {VALUE}. ",
    "code with backticks": "`` ` a `` ",
    "runs of backticks": "` `` ``` ",
    "headings": "\n## Heading\n\n",
    "headings with anchors": "\n## Heading {#anchor}\n\n",
    "cells of a table": "| a ",
    "tables": "\n| a | b |\n|---|---|\n| c | d |\n\n",
    "formulas": '{{ fact("((((1+1))))") }} ',
    "macros that are not closed": "{{ ",
    "calls that are not closed": '{{ fact("a ',
    "denials": "it is not true that ",
    "abbreviations": "U.S. e.g. ",
    "HTML": "<div>",
    "links": "[a](b.md) ",
    "links to anchors": "[a](questions/length.md#source-x) ",
    "notes": "\n!!! note\n\n    A year has days.\n\n",
    "notes in notes": "\n??? note\n    !!! note\n        Days.\n\n",
    "notes of the editors": "{# ask again #} ",
    "raw parts": "{% raw %}{{ a }}{% endraw %} ",
    "raw parts that are not closed": "{% raw %} ",
    "footnotes": "A year[^1] ",
    "times": "Compared with 2019, in 2020 ",
    "small words twice": "the the ",
    "comparisons of pairs": f"{VALUE} is lower than the days, ",
}


# The same in the front matter: keys, texts, lists.
FRONTS = {
    "keys": ("", "key{}: A year\n"),
    "words of a text": ("notes: >-\n", "  A year has days.\n"),
    "macros in a text": ("notes: >-\n", f"  In 2023 a year has {VALUE}.\n"),
    "phrases to allow": ("allowed:\n", "  a year {}: a name\n"),
    "sources": ("sources:\n", "- year_lengths\n"),
    "definitions": ("define:\n  numbers:\n", "    days_{}: last(month_days)\n"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny explainer, with one page to fill."""
    root = tmp_path_factory.mktemp("time") / "explainer"
    shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__", "build"))
    return root


def seconds(root: Path, text: str, front: str = FRONT) -> float:
    """Returns the processor seconds that the check of a page takes."""
    (root / "docs" / "index.md").write_text(f"{front}{text}\n")
    content = Content(Project(root))
    examiner = PageCheck(Evaluator(content))
    examiner.report(content.pages["questions/length.md"])
    start = time.process_time()
    examiner.report(content.pages["index.md"])
    return time.process_time() - start


def grows_evenly(spent: Callable[[int], float], size: int) -> bool:
    """Says whether four times the size takes about four times as long; with the square it would be
    sixteen times. A busy machine measures unevenly, so there is a second try."""
    return any(spent(4 * size) < 12 * max(spent(size), 0.05) for _ in range(2))


@pytest.mark.parametrize("unit", TEXTS.values(), ids=TEXTS)
def test_four_times_the_text_takes_about_four_times_as_long(root, unit):
    assert grows_evenly(lambda size: seconds(root, unit * (size // len(unit))), 8_000)


@pytest.mark.parametrize("unit", ["lower than ", "more and ", "rarely so ", "no longer "])
def test_comparisons_are_found_in_a_time_that_grows_with_the_text(unit):
    def spent(size: int) -> float:
        start = time.process_time()
        list(words.find(unit * (size // len(unit))))
        return time.process_time() - start

    assert grows_evenly(spent, 20_000)


@pytest.mark.parametrize(("key", "unit"), FRONTS.values(), ids=FRONTS)
def test_four_times_the_front_matter_takes_about_four_times_as_long(root, key, unit):
    def front(size: int) -> str:
        lines = "".join(
            (unit if VALUE in unit else unit.replace("{}", str(i)))
            for i in range(size // len(unit))
        )
        return f"---\ntitle: A year\ndescription: Its length\n{key}{lines}---\n\n"

    assert grows_evenly(lambda size: seconds(root, "Days.", front(size)), 8_000)
