"""What a text claims is compared with the data, and a test that compares nothing is refused."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from charts.generator.base.problems import MistakeError
from charts.generator.check.check import check
from charts.generator.numbers import text_claims
from charts.generator.numbers.entries import finding
from charts.generator.numbers.formats import stated as written
from charts.generator.numbers.quantities import Label, Quantity
from charts.generator.numbers.text_claims import (
    DIFFERS,
    HOLDS,
    OUTDATED,
    PARTLY,
    QUOTED,
    ROUNDED,
)
from charts.generator.project import Project
from tests.support import edit

# A stated number against the data's -------------------------------------------------------------


def quantity(value: float, unit: str = "percent") -> Quantity:
    return Quantity(value, unit)


@pytest.mark.parametrize(
    ("stated", "data", "verdict"),
    [
        (30, 29.6, HOLDS),
        (30, 29.4, ROUNDED),  # 30 is also what 29.4 is to the nearest ten
        (31, 29.6, DIFFERS),
        (29.6, 29.64, HOLDS),
        (29.6, 29.66, DIFFERS),
        (29.6, 29.6, HOLDS),
        (0.5, 0.5499, HOLDS),
        (0.5, 0.56, DIFFERS),
        (80, 76.3, ROUNDED),
        (80, 84.9, ROUNDED),
        (80, 75, ROUNDED),  # the edge of what rounds to it
        (80, 74.9, DIFFERS),
        (80, 85.1, DIFFERS),
        (100, 95, ROUNDED),
        (100, 90, ROUNDED),  # the edge: a tenth away
        (100, 89.9, DIFFERS),  # rounds to it as coarsely, but is more than a tenth away
        (900, 850, ROUNDED),
        (900, 849, DIFFERS),
        (105, 104.9, HOLDS),
        (105, 105.7, DIFFERS),
        (3, 3.4, HOLDS),
        (3, 3.6, DIFFERS),
        (6, 6.58, DIFFERS),
        (0, 0.04, HOLDS),
        (0, 0.6, DIFFERS),
        (-8.1, -8.1023, HOLDS),
        (-8.1, 8.1023, DIFFERS),
    ],
)
def test_a_stated_number_is_compared_as_coarsely_as_it_is_stated(stated, data, verdict):
    assert text_claims.compare(quantity(stated), quantity(data)) == verdict


@pytest.mark.parametrize(
    ("stated", "unit", "data", "own", "verdict"),
    [
        (0.5, "USD billion", 528.3, "USD million", HOLDS),
        (3, "USD billion", 3007.8, "USD million", HOLDS),
        (370.2, "USD billion", 369_789.330661, "USD million", DIFFERS),
        (6, "USD trillion", 6490, "USD billion", HOLDS),
        (6, "USD trillion", 6580, "USD billion", DIFFERS),
        (80, "percent", 0.763, "ratio", ROUNDED),
        (8.9, "percent", 39.1 / 441.1, "ratio", HOLDS),
        (2, "percent", 0.0064, "ratio", DIFFERS),
        (6, "ratio", 6.115, "ratio", HOLDS),
        (5, "rank", 5, "rank", HOLDS),
        (900, "companies", 900, "companies", HOLDS),
    ],
)
def test_numbers_are_compared_across_units(stated, unit, data, own, verdict):
    assert text_claims.compare(quantity(stated, unit), quantity(data, own)) == verdict


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        (True, True, HOLDS),
        (True, False, OUTDATED),
        (False, True, DIFFERS),
        (False, False, DIFFERS),
    ],
)
def test_what_was_true_may_be_so_no_longer(then, now, verdict):
    assert text_claims.then_and_now(then, now) == verdict


@pytest.mark.parametrize(
    ("whole", "part", "verdict"),
    [(True, True, HOLDS), (False, True, PARTLY), (False, False, DIFFERS)],
)
def test_a_claim_may_hold_in_part(whole, part, verdict):
    assert text_claims.whole_or_part(whole, part) == verdict


@pytest.mark.parametrize("kind", [k for k in text_claims.KINDS if k != "present"])
def test_only_what_a_text_says_of_its_present_can_become_untrue(kind):
    with pytest.raises(MistakeError, match="can become untrue"):
        text_claims.judge(kind, OUTDATED, None)


@pytest.mark.parametrize(("data", "verdict"), [(30, QUOTED), (29.4, QUOTED), (25, DIFFERS)])
def test_a_study_that_both_repeat_confirms_nothing(data, verdict):
    assert text_claims.judge("quotation", quantity(data), quantity(30)) == verdict


@pytest.mark.parametrize("verdict", text_claims.VERDICTS)
def test_a_test_may_name_its_verdict(verdict):
    assert text_claims.judge("present", verdict, None) == verdict


def test_a_number_is_compared_with_the_stated_one():
    assert text_claims.judge("past", quantity(29.6), quantity(30)) == HOLDS
    assert text_claims.judge("past", quantity(25), quantity(30)) == DIFFERS


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (quantity(5), "it returned a number, so it must ask for `stated` to compare"),
        (5, "it returned 5, neither a verdict nor a number"),
        (True, "it returned True, neither a verdict nor a number"),
        (None, "it returned None, neither a verdict nor a number"),
        (Label("holds"), "it returned 'holds', neither a verdict nor a number"),
        ("hold", 'no verdict "hold"; did you mean "holds"'),
    ],
)
def test_a_test_that_returns_anything_else_is_refused(result, message):
    with pytest.raises(MistakeError, match=re.escape(message)):
        text_claims.judge("past", result, None)


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("0.5", "USD billion", "$0.5 billion"),
        ("3", "USD billion", "$3 billion"),
        ("370.2", "USD billion", "$370.2 billion"),
        ("6", "USD trillion", "$6 trillion"),
        ("1250", "USD", "$1,250"),
        ("8.9", "percent", "8.9%"),
        ("50", "percent", "50%"),
        ("6", "ratio", "6 times"),
        ("26", "rank", "26th"),
        ("900", "companies", "900 companies"),
        ("", "statement", ""),
    ],
)
def test_a_stated_number_keeps_the_digits_of_its_text(number, unit, expected):
    assert written(number, unit).replace("\u00a0", " ") == expected


def test_an_explainer_without_claims_has_no_findings(small):
    assert small.ledger.checked == {}


# What is refused --------------------------------------------------------------------------------

IDLE = "a-projects"  # a claim without a test


SCOPE = 'series=["gdp_annual.gdp"], window=None'
SAYS = '"""{series} {window}."""'


def add(project: Project, code: str, id: str = IDLE) -> None:
    """Adds a test of a claim, and the line that every such module starts with."""
    path = project.facts / "stated.py"
    path.write_text(path.read_text() + f'\n\n@finding("{id}", {SCOPE})\n{code}\n')


def problems(project: Project) -> list[str]:
    return [str(problem) for problem in check(Project(project.root)).problems]


def test_the_copy_has_no_problems(explainer):
    assert problems(explainer) == []


def test_a_test_of_an_unknown_claim_is_refused(explainer):
    code = f"def idle(gdp_annual: Table) -> str:\n    {SAYS}\n    return DIFFERS"
    add(explainer, code, "a-project")
    (said,) = problems(explainer)
    assert 'finding "a-project": there is no claim of a text "a-project"' in said
    assert 'did you mean "a-projects"?' in said
    assert said.startswith("charts/facts/stated.py:")


@pytest.mark.parametrize(
    ("returns", "message"),
    [
        ("len(gdp_annual.cells('gdp'))", "neither a verdict nor a number."),
        ("gdp_annual.cells('gdp') and 'true'", 'there is no verdict "true"'),
        (
            "gdp_annual.cells('gdp')[0]",
            "it returned a number, so it must ask for `stated` to compare.",
        ),
        ("gdp_annual.cells('gdp') and None", "it returned None, neither a verdict nor a number."),
        ("DIFFERS", "reads no cell, so it tests nothing."),
        ("1 / 0", "failed: ZeroDivisionError: division by zero"),
        ("gdp_annual.number('gdp', year=1900)", 'no row of "gdp_annual" fits year=1900.'),
    ],
)
def test_a_test_that_does_not_test_is_refused(explainer, returns, message):
    add(explainer, f"def idle(gdp_annual: Table) -> str:\n    {SAYS}\n    return {returns}")
    (said,) = problems(explainer)
    assert said.startswith("charts/facts: ")
    assert f'finding "{IDLE}"' in said
    assert message in said


DEFINED = "  m-oil-shipments-rose: rises(crude_from[origin=Russia], 2002..2005)\n"
RISES = "rises(crude_from[origin=Russia], {}..2005)"


@pytest.mark.parametrize(
    ("tests", "verdict"),
    [
        ({"of": RISES.format(2001), "part": RISES.format(2002)}, PARTLY),
        ({"of": RISES.format(2002), "part": RISES.format(2003)}, HOLDS),
        ({"part": RISES.format(2002)}, PARTLY),
        ({"part": RISES.format(2001)}, DIFFERS),
    ],
)
def test_a_formula_tests_a_part_of_a_claim(explainer, tests, verdict):
    edit(explainer.definitions, DEFINED, f"  m-oil-shipments-rose: {json.dumps(tests)}\n")
    assert Project(explainer.root).ledger.checked["m-oil-shipments-rose"].verdict == verdict


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ({"then": RISES.format(2002), "now": RISES.format(2003)}, 'the claim\'s kind is "past"'),
        ({"then": RISES.format(2002)}, '"m-oil-shipments-rose" has no formula'),
        ({"of": RISES.format(2002), "now": RISES.format(2003)}, "has no formula"),
        ({"whole": RISES.format(2002)}, 'there is no key "whole"'),
    ],
)
def test_a_finding_with_other_tests_is_refused(explainer, tests, message):
    edit(explainer.definitions, DEFINED, f"  m-oil-shipments-rose: {json.dumps(tests)}\n")
    assert any(message in said for said in problems(explainer))


def test_two_tests_of_one_claim_are_refused(explainer):
    add(
        explainer,
        f"def twice(gdp_annual: Table) -> str:\n    {SAYS}\n    return DIFFERS",
        "m-amcham-85",
    )
    assert any('two findings are about "m-amcham-85"' in said for said in problems(explainer))


def test_a_test_without_a_docstring_is_refused(explainer):
    add(explainer, "def silent(gdp_annual: Table) -> str:\n    return DIFFERS")
    (said,) = problems(explainer)
    assert f'finding "{IDLE}" has no docstring' in said


def test_a_test_without_the_claim_s_id_is_refused():
    with pytest.raises(TypeError, match=r'write @finding\("ID"\)'):
        finding(lambda gdp_annual: HOLDS)  # type: ignore[arg-type]


def words(project: Project, change: Callable[[str], str]) -> None:
    path: Path = project.docs / "data" / "claims.md"
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")


def test_a_claim_that_nobody_has_written_about_is_named(explainer):
    words(explainer, lambda text: re.sub(r"  m-spacex: >-\n(    .*\n)+", "", text))
    (said,) = problems(explainer)
    assert said.startswith("docs/data/claims.md: ")
    assert 'what the data say about "m-spacex"' in said


def test_words_about_an_unknown_claim_are_refused(explainer):
    words(explainer, lambda text: text.replace("  m-spacex:", "  m-space:"))
    unknown, missing = sorted(problems(explainer), key=len, reverse=True)
    assert 'there is no claim of a text "m-space"; did you mean "m-spacex"?' in unknown
    assert 'what the data say about "m-spacex"' in missing
