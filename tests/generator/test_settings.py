"""`mkdocs.yml` says what an explainer is called, where it is published, its order and its colours.

Whatever else it says is refused, and named with its place.
"""

from pathlib import Path

import pytest

from charts.generator.base.problems import ProblemsError, unknown
from charts.generator.base.settings import EXTRA, SETTINGS, NavItem, Settings, read
from charts.generator.check.check import check
from tests.support import edit, place

FILE = "mkdocs.yml"
WHOLE = """\
site_name: How long is a year?
site_description: >-
  About the calendar,
  and no more.
site_url: https://example.org/years
nav:
  - index.md
  - Questions:
      - The year: questions/length.md
      - questions/month.md
  - Charts: charts/
extra:
  license: {title: CC BY 4.0, path: https://creativecommons.org/licenses/by/4.0/}
  colours:
    subject: {light: "#9c1c16", dark: "#FFB0A4"}
"""
LEAST = "site_name: Years\nnav: [index.md]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder, for a site that nobody has given an address."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)


def said(text: str) -> Settings:
    Path(FILE).write_text(text, encoding="utf-8")
    return read(Path(FILE))


def faults(text: str) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        said(text)
    return [str(problem) for problem in caught.value.problems]


def wrong(name: str, should: dict[str, str]) -> str:
    return f'"{name}" should be {should[name]}.'


def test_everything_that_can_be_set_is_read():
    assert said(WHOLE) == Settings(
        name="How long is a year?",
        description="About the calendar, and no more.",
        address="https://example.org/years/",
        license={"title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"},
        colours={"subject": {"light": "#9c1c16", "dark": "#FFB0A4"}},
        nav=(
            NavItem("", "index.md"),
            NavItem(
                "Questions",
                children=(
                    NavItem("The year", "questions/length.md"),
                    NavItem("", "questions/month.md"),
                ),
            ),
            NavItem("Charts", "charts/"),
        ),
    )


def test_a_name_and_an_order_are_enough():
    assert said(LEAST) == Settings(name="Years", nav=(NavItem("", "index.md"),))


@pytest.mark.parametrize("address", ["https://example.org/new", "https://example.org/new/"])
def test_the_address_of_a_build_goes_before_the_one_in_the_file(monkeypatch, address):
    monkeypatch.setenv("SITE_URL", address)
    assert said(WHOLE).address == "https://example.org/new/"
    assert said(LEAST).address == "https://example.org/new/"


# ⌖ marks the place that the message has to name.
WRONG = {
    "a setting of MkDocs": (
        LEAST + "⌖theme: material\n",
        unknown("setting", "theme", SETTINGS) + " The generator sets theme, plugins and "
        "extensions.",
    ),
    "a misspelt setting": (
        "site_name: Years\nnav: [index.md]\n⌖site_ulr: https://example.org/\n",
        unknown("setting", "site_ulr", SETTINGS) + " The generator sets theme, plugins and "
        "extensions.",
    ),
    "a number for a name": (
        "site_name: ⌖366\nnav: [index.md]\n",
        wrong("site_name", SETTINGS),
    ),
    "a list for an address": (
        LEAST + "site_url: ⌖[https://example.org/]\n",
        wrong("site_url", SETTINGS),
    ),
    "a page for an order": (
        "site_name: Years\nnav: ⌖index.md\n",
        wrong("nav", SETTINGS),
    ),
    "a page for a section": (
        "site_name: Years\nnav:\n  - index.md\n  - Charts: ⌖{a: charts/a.md}\n",
        wrong("nav", SETTINGS),
    ),
    "two pages in one entry": (
        "site_name: Years\nnav:\n  - index.md\n  - ⌖{A: a.md, B: b.md}\n",
        "an entry of `nav` should be a page or a line `Label: page`; this is neither.",
    ),
    "a text for what is extra": (
        LEAST + "extra: ⌖all\n",
        wrong("extra", SETTINGS),
    ),
    "words for the search": (
        LEAST + "extra:\n  search: ⌖[aluminium]\n",
        wrong("search", EXTRA),
    ),
    "something else that is extra": (
        LEAST + "extra:\n  ⌖licence: {}\n",
        unknown("setting", "extra: licence", EXTRA),
    ),
    "terms without their address": (
        LEAST + "extra:\n  license: ⌖{title: CC BY 4.0}\n",
        wrong("license", EXTRA),
    ),
    "a colour for light alone": (
        LEAST + "extra:\n  colours:\n    ⌖subject: {light: '#9c1c16'}\n",
        wrong("colours", EXTRA),
    ),
    "a colour by its name": (
        LEAST + "extra:\n  colours: ⌖{subject: {light: red, dark: '#ffb0a4'}}\n",
        wrong("colours", EXTRA),
    ),
    "a name of a colour that CSS can't read": (
        LEAST + "extra:\n  colours: ⌖{'the subject': {light: '#9c1c16', dark: '#ffb0a4'}}\n",
        wrong("colours", EXTRA),
    ),
    "braces that are not closed": (
        "site_name: Years\nnav: [index.md\n⌖",
        "this is not valid YAML: expected ',' or ']', but got '<stream end>'.",
    ),
}


@pytest.mark.parametrize(("marked", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_place(marked, message):
    text, where = place(marked)
    assert faults(text) == [f"{FILE}:{where}: {message}"]


TRACEBACKS = {
    "a variable, as MkDocs has them": "site_url: ⌖!ENV [SITE_URL, '']\n",
    "a day that no calendar has": "site_description: ⌖2024-02-30\n",
}


@pytest.mark.parametrize("marked", TRACEBACKS.values(), ids=TRACEBACKS)
def test_what_yaml_can_not_make_sense_of_is_named_with_its_place(marked):
    text, where = place(LEAST + marked)
    (fault,) = faults(text)
    assert fault.startswith(f"{FILE}:{where}: ")


def test_all_mistakes_are_named_at_once():
    found = faults("site_name: 366\ncopyright: us\nextra: all\n")
    assert [fault.partition(": ")[0] for fault in found] == [
        FILE,
        f"{FILE}:1:12",
        f"{FILE}:2:1",
        f"{FILE}:3:8",
    ]
    message = f'the setting "nav" is missing; it should be {SETTINGS["nav"]}.'
    assert found[0] == f"{FILE}: {message}"


@pytest.mark.parametrize("text", ["", "- index.md\n", "Years\n"])
def test_a_file_without_settings_lacks_them(text):
    assert [fault.partition(" is missing")[0] for fault in faults(text)] == [
        f'{FILE}: the setting "nav"',
        f'{FILE}: the setting "site_name"',
    ]


def test_a_page_of_the_navigation_that_is_not_there_is_named_with_its_place(small):
    edit(small.config, "data/facts.md", "data/fatcs.md")
    line = small.config.read_text().split("data/fatcs.md")[0].count("\n") + 1
    (problem,) = check(small).problems
    assert str(problem).startswith(f"{FILE}:{line}:")
    assert 'there is no page "data/fatcs.md"; did you mean "data/facts.md"?' in str(problem)
