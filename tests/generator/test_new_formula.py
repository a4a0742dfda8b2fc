"""`new fact` and `new claim` make a formula with a name, by questions or by options.

They work on copies of a tiny explainer, tests/second_explainer.
"""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from charts.generator.author.formula_forms import CLAIMS, FACTS, Form
from charts.generator.author.new_formula import with_entry
from charts.generator.base.problems import MistakeError
from charts.generator.cli import main
from charts.generator.project import Project
from tests.generator.test_new import problems, told
from tests.support import edit, run, tree

DEFINITIONS = Path("docs/definitions.yml")
SERIES = ("--series", "month_days")
RISE = (*SERIES, "--form", "rise", "--from", "2024-02", "--to", "2024-03")


def entry(name: str) -> str:
    return Project(Path()).ledger.facts[name].formula


# By options -------------------------------------------------------------------------------------


def test_a_new_fact_says_its_formula_its_value_its_sentence_and_what_is_next(small):
    assert told("new", "fact", "spring", *RISE) == (
        "Added to docs/definitions.yml.\n\n"
        "  formula   rise(month_days, 2024-02, 2024-03)\n"
        "  value     6.9%\n"
        "  sentence  The rise in the length of a month between February 2024 and March 2024.\n\n"
        'Put it on a page: {{ fact("spring") }}\n'
        "Until a page uses it, `make check` reports it as unused.\n"
    )
    assert entry("spring") == "rise(month_days, 2024-02, 2024-03)"


def test_a_new_fact_lacks_nothing_but_a_page(small):
    told("new", "fact", "spring", *RISE)
    assert [problem.partition(": ")[2] for problem in problems()] == [
        'no page uses fact "spring"; use it, or delete it.'
    ]
    edit(
        Path("docs/questions/length.md"),
        "{{ references() }}",
        '{{ fact("spring") }}\n\n{{ references() }}',
    )
    assert problems() == []


def test_a_new_claim_says_what_was_tested(small):
    said = told("new", "claim", "longer", *SERIES, "--form", "higher", "--from", "2024-02",
                "--to", "2024-03")  # fmt: skip
    assert "  result    it holds\n" in said
    assert "  sentence  The length of a month stood higher in March 2024 than in" in said
    assert '{{ claim("longer", "words that it confirms") }}' in said


def test_a_formula_of_ones_own_gets_a_name(small):
    told("new", "fact", "half", "--formula", "month_days[2024-01] / 2")
    assert entry("half") == "month_days[2024-01] / 2"


@pytest.mark.parametrize(("kind", "form"), [*(("fact", f) for f in FACTS),
                                            *(("claim", f) for f in CLAIMS)],
                         ids=lambda each: each if isinstance(each, str) else each.name)  # fmt: skip
def test_every_form_makes_a_formula_that_computes_or_says_what_the_data_say(
    small: Project, kind: str, form: Form
):
    given = {"series": "month_days", "other": "month_lengths.days", "at": "2024-03",
             "from": "2024-01", "to": "2024-03", "share": "50%"}  # fmt: skip
    formula = form.filled({option: given[option] for option in form.gaps()})
    assert small.ledger.is_test(formula) == (kind == "claim")
    try:
        assert small.ledger.fact(formula) if kind == "fact" else small.ledger.claim(formula)
    except MistakeError as error:
        # Refused by the data, not by the grammar: nothing fell, nothing to rank.
        assert form.name in ("fall", "rise", "rank", "same", "overtakes"), error


def test_a_series_with_conditions_keeps_them():
    form = next(form for form in FACTS if form.name == "share")
    given = {"series": "sales[shop=North]", "other": "(a + b)", "at": "2024"}
    assert form.filled(given) == "share(sales[shop=North, 2024], ((a + b))[2024])"


def test_without_a_terminal_the_missing_options_are_named_and_nothing_is_asked(small):
    before = tree(Path())
    done = run("--root", Path.cwd(), "new", "fact", "spring")
    assert done.returncode == 2
    assert "--series and --form are missing, and there is no terminal to ask in." in done.stderr
    said = told("new", "fact", "spring", *SERIES, "--form", "fall", "--to", "2024-03", code=2)
    assert "--from is missing" in said
    assert tree(Path()) == before


REFUSED = {
    "a series that is not there": (
        ["--series", "month_dys", *RISE[2:]], 'no series "month_dys"; did you mean "month_days"?',
    ),
    "a form that is not there": (
        [*SERIES, "--form", "ris"], 'no form of a fact "ris"; did you mean "rise"?',
    ),
    "a form of a claim": (
        [*SERIES, "--form", "rises"], '"rises" is a form of a claim: `charts new claim`.',
    ),
    "an option that the form lacks": (
        [*RISE, "--at", "2024-01"],
        'The form "rise" has no --at; it takes --series and --from and --to.',
    ),
    "a period that is none": (
        [*RISE[:-1], "March"], '--to: "March" is not a period; write 2024, 2024-03, ',
    ),
    "periods the wrong way round": (
        [*SERIES, "--form", "difference", "--from", "2024-03", "--to", "2024-02"],
        "--from 2024-03 does not come before --to 2024-02.",
    ),
    "a fall of what rose": (
        [*SERIES, "--form", "fall", *RISE[4:]],
        "Write rise, or change.\nfall(month_days, 2024-02, 2024-03)\n^\n",
    ),
    "a period without a row": (
        [*RISE[:-1], "2024-13"], f"rise(month_days, 2024-02, 2024-13)\n{' ' * 26}^\n",
    ),
    "a formula that is none": (
        ["--formula", "month_days[2024-01] +"], "month_days[2024-01] +\n                     ^\n",
    ),
    "a test as a number": (
        ["--formula", "month_days[2024-01] > 30 days"], "this formula is a test".capitalize(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_said_with_its_place_and_changes_nothing(small, options, message):
    before = tree(Path())
    assert message in told("new", "fact", "spring", *options, code=1)
    assert tree(Path()) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("month_days", '"month_days" is already the name of a series'),
        ("year_lengths", '"year_lengths" is already the name of a dataset'),
        ("leap_year", 'There is already a fact "leap_year", in '),
        ("a-b", "can't be a name"),
        ("fall", "is a word of the formulas themselves"),
    ],
)
def test_a_name_that_is_taken_or_none_is_refused_before_anything_is_asked(small, name, message):
    before = tree(Path())
    assert message in told("new", "fact", name, *RISE, code=1)
    assert message in told("new", "fact", name, code=1)
    assert tree(Path()) == before


def test_a_claim_that_the_data_refute_is_refused(small):
    before = tree(Path())
    said = told("new", "claim", "longer", *SERIES, "--form", "lower", *RISE[4:], code=1)
    assert said.startswith("The data refute it: The length of a month stood lower in March 2024")
    assert tree(Path()) == before


@pytest.mark.parametrize(
    "arguments",
    [["month_lengths"], ["--python"], ["--python", "month_lengths", "--form", "rise"],
     ["--formula", "1", "--form", "rise"]],
    ids=" ".join,
)  # fmt: skip
def test_options_that_do_not_go_together_end_with_2(small, arguments):
    assert "Usage: python -m charts new fact" in told("new", "fact", "spring", *arguments, code=2)


def test_a_formula_that_has_a_name_already_is_told_of(small):
    told("new", "fact", "spring", *RISE)
    assert 'already has the name "spring"' in told("new", "fact", "again", *RISE)


# By questions -----------------------------------------------------------------------------------


@pytest.fixture
def person(monkeypatch):
    """Answers the questions of a command in a terminal, one line each."""
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)

    def answer(*arguments: str, answers: list[str], code: int = 0) -> str:
        typed = "".join(f"{line}\n" for line in answers)
        done = CliRunner().invoke(main, ["--root", ".", "new", *arguments], input=typed)
        assert done.exit_code == code, done.output
        return done.output

    return answer


def test_questions_lead_to_a_fact(small, person):
    said = person("fact", "spring", answers=["month_days", "rise", "2024-02", "2024-03", "y"])
    assert "month_days  the length of a month  2023-01 to 2024-12" in said
    assert "The first period, as 2021 (2023-01 to 2024-12)" in said
    assert "The rise in the length of a month between February 2024 and March 2024." in said
    assert entry("spring") == "rise(month_days, 2024-02, 2024-03)"


def test_only_what_the_options_leave_out_is_asked(small, person):
    said = person("fact", "spring", *RISE[:-2], answers=["2024-03", "y"])
    assert "Form:" not in said
    assert entry("spring") == "rise(month_days, 2024-02, 2024-03)"


def test_a_wrong_answer_is_asked_again_with_a_suggestion(small, person):
    answers = ["month_dys", "length", "month_days", "ris", "rise", "soon", "2024-02", "2024-03"]
    said = person("fact", "spring", answers=[*answers, "y"])
    assert 'did you mean "month_days"?' in said
    assert 'did you mean "rise"?' in said
    assert '"soon" is not a period' in said
    assert entry("spring") == "rise(month_days, 2024-02, 2024-03)"


def test_what_can_not_be_computed_is_said_and_another_form_can_be_chosen(small, person):
    answers = ["month_days", "fall", "2024-02", "2024-03", "rise", "2024-02", "2024-03", "y"]
    assert "Write rise, or change." in person("fact", "spring", answers=answers)
    assert entry("spring") == "rise(month_days, 2024-02, 2024-03)"


def test_all_periods_may_be_meant(small, person):
    person("fact", "least", answers=["month_days", "lowest", "", "y"])
    assert entry("least") == "lowest(month_days)"


def test_who_stops_writes_nothing(small, person):
    before = tree(Path())
    person("fact", "spring", answers=["month_days", "rise"], code=1)
    assert tree(Path()) == before


# The file ---------------------------------------------------------------------------------------

FILES = {
    "no file": ("", "numbers:\n  x: a + b\n"),
    "no section": ("series:\n  a: d.a\n", "series:\n  a: d.a\n\nnumbers:\n  x: a + b\n"),
    "no line end": ("series:\n  a: d.a", "series:\n  a: d.a\n\nnumbers:\n  x: a + b\n"),
    "an empty section": ("numbers:\nclaims:\n  c: a\n", "numbers:\n  x: a + b\nclaims:\n  c: a\n"),
    "an empty section in braces": ("numbers: {}\n", "numbers:\n  x: a + b\n"),
    "a comment and another section below": (
        "numbers:\n  n: a # mine\n\n# Tests.\nclaims:\n  c: a\n",
        "numbers:\n  n: a # mine\n  x: a + b\n\n# Tests.\nclaims:\n  c: a\n",
    ),
    "four spaces": ("numbers:\n    n: a\n", "numbers:\n    n: a\n    x: a + b\n"),
    "a formula in parts": (
        "numbers:\n  n:\n    of: a\n    format: times\n  # more to come\nclaims: {c: a}\n",
        "numbers:\n  n:\n    of: a\n    format: times\n  x: a + b\n  # more to come\n"
        "claims: {c: a}\n",
    ),
    "a formula over several lines": (
        "numbers:\n  n: >-\n    a\n    + b\n\n# Tests.\nclaims:\n  c: a\n",
        "numbers:\n  n: >-\n    a\n    + b\n  x: a + b\n\n# Tests.\nclaims:\n  c: a\n",
    ),
    "braces in a line": ("numbers:\n  n: {of: a}\n", "numbers:\n  n: {of: a}\n  x: a + b\n"),
    "line ends of Windows": ("numbers:\r\n  n: a\r\n", "numbers:\r\n  n: a\r\n  x: a + b\r\n"),
    "a mark at its start": ("\ufeffnumbers:\n  n: a\n", "\ufeffnumbers:\n  n: a\n  x: a + b\n"),
}


@pytest.mark.parametrize(("before", "after"), FILES.values(), ids=FILES)
def test_a_definition_is_one_line_more_and_nothing_else_changes(before, after):
    assert with_entry(before, "numbers", "x", "a + b") == after


@pytest.mark.parametrize(
    "formula",
    ["either('rose', 'fell', a > b)", "a[k='x: y']", "a[k=#1]", "'no'", "2024", 'a[k="it\'s"]'],
)
def test_a_formula_is_quoted_where_yaml_would_read_something_else(formula):
    made = with_entry("numbers:\n  n: a\n", "numbers", "x", formula)
    assert yaml.safe_load(made)["numbers"] == {"n": "a", "x": formula}


@pytest.mark.parametrize(
    "text", ["numbers: {n: a}\n", "{numbers: {n: a}}\n", "series: {a: d.a}\n...\n"]
)
def test_a_file_without_a_place_for_a_line_is_left_alone_and_says_what_to_add(text):
    with pytest.raises(MistakeError, match=r"x: a \+ b"):
        with_entry(text, "numbers", "x", "a + b")


def test_a_file_with_mistakes_is_told_of_and_left_alone(small):
    edit(DEFINITIONS, "month_lengths.days", "month_lengths..days")
    before = tree(Path())
    assert "definitions.yml:3:" in told("new", "fact", "spring", *RISE, code=1)
    assert tree(Path()) == before
