"""A picture that would show boxes for letters is told of: no reader can mend it."""

from pathlib import Path

import pytest

from charts.generator.check.kept import check
from charts.generator.draw.glyphs import missing
from charts.generator.draw.typefaces import SANS, SANS_BOLD, SERIF
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.support import edit

NOWHERE = "\U0003fffd"  # is in no font
CHART = Path("docs/charts/month-lengths.md")
QUESTION = Path("docs/questions/length.md")


@pytest.mark.parametrize("face", [SANS, SANS_BOLD, SERIF])
def test_a_letter_that_no_font_has_is_found(face):
    assert missing([f"Days {NOWHERE}", "Россия", NOWHERE], face) == [NOWHERE]


def test_letters_of_other_fonts_and_signs_that_draw_nothing_are_no_fault():
    assert missing(["Łódź – “1,5 €” ≤ 2\u00a0%", "a\u200d\u0301\u2060\n\t"], SANS) == []


def test_a_letter_of_several_characters_is_named_whole():
    assert missing([f"e\u0301 {NOWHERE}\u0301 {NOWHERE}\u0301"], SANS) == [f"{NOWHERE}\u0301"]


def test_a_sign_that_is_far_too_wide_hides_no_other():
    after = chr(ord("\ufdfd") + 1)  # the next in the order in which they are painted
    assert set(missing([f"\ufdfd{NOWHERE}{after}"], SANS)) >= {*missing([after], SANS), NOWHERE}


def test_check_and_build_warn_of_the_pictures_of_a_chart(small):
    edit(CHART, "title: February", f"title: {NOWHERE} February")
    report = check(Project(small.root))
    (warning,) = [found for found in report.warnings if NOWHERE in found.message]
    assert (warning.path, report.problems) == (str(CHART), [])
    assert warning.message == (
        f'the pictures of chart "month-lengths" would show boxes for {NOWHERE}, because no font of '
        "this machine has them; install fonts that do, here and where the site is published (on "
        "Debian and Ubuntu: fonts-noto-color-emoji)."
    )
    # A font may be installed meanwhile, so that the next check asks again.
    assert check(Project(small.root)).warnings == report.warnings
    said = "\n".join(build_site(Project(small.root)))
    assert f"warning: {CHART}:1:1: {warning.message}" in said


def test_a_build_warns_again_of_a_chart_though_only_a_word_of_another_page_is_new(small):
    edit(CHART, "title: February", f"title: {NOWHERE} February")
    list(build_site(Project(small.root)))
    edit(QUESTION, "The\nlast month", "The very\nlast month")
    said = "\n".join(build_site(Project(small.root)))
    assert "Verified 1 pages" in said
    assert f'warning: {CHART}:1:1: the pictures of chart "month-lengths" would show boxes' in said


@pytest.mark.parametrize(("file", "old"), [
    (QUESTION, "question: How"), (QUESTION, "short_answer: "), (Path("docs/index.md"), "title: ")
])  # fmt: skip
def test_words_that_are_new_on_a_card_are_warned_of_though_no_drawing_changed(small, file, old):
    check(Project(small.root))
    edit(file, f"\n{old}", f"\n{old.replace(': ', f': {NOWHERE} ')}")
    for _ in range(2):  # the second time, much is kept of the first
        report = check(Project(small.root))
        assert [str(found).partition(":")[0] for found in report.warnings] == [str(file)]
        assert report.problems == []


def test_a_publisher_is_named_below_the_pictures(small):
    package = Path("data/datapackage.json")
    before, publisher, after = package.read_text().partition('"publisher": "')
    package.write_text(f"{before}{publisher}{NOWHERE} {after}", encoding="utf-8")
    report = check(Project(small.root))
    assert report.warnings and all(NOWHERE in found.message for found in report.warnings)
    assert all(found.path.startswith("docs/charts/") for found in report.warnings)


def test_a_build_warns_of_the_picture_for_links_to_a_question(small):
    edit(QUESTION, "question: How", f"question: {NOWHERE} How")
    said = "\n".join(build_site(Project(small.root)))
    warning = f"the picture for links to this page would show boxes for {NOWHERE}, because"
    assert said.count(warning) == 1
