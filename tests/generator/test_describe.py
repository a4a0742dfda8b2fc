"""What only a person knows of a dataset is asked once, and never guessed."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from charts.generator.base import called
from charts.generator.cli import main
from charts.generator.data import header_units, licences
from charts.generator.project import Project

PACKAGE = Path("data/datapackage.json")
RAIN = "year,wind (m/s),low_share,high_share,storms\n2020,5.5,10,20,3\n2021,6.5,11,21,4\n"

# A command that leaves nothing to say.
WHOLE = (
    "--publisher", "Weather Office", "--address", "https://example.org/wind",
    "--vintage", "2024-12", "--licence", "CC-BY-4.0", "--unit", "wind_m_s=m/s",
    "--unit", "*_share=%", "--unit", "*=",
)  # fmt: skip


@pytest.fixture
def wind(small: Project) -> Project:
    """The tiny explainer with a dataset of which its author has said nothing yet."""
    Path("../wind.csv").write_text(RAIN)
    said("new", "dataset", "wind", "../wind.csv")
    return small


def said(*arguments: str, code: int = 0, typed: str = "") -> str:
    command = ["--root", ".", *arguments]
    done = CliRunner().invoke(main, command, input=typed, prog_name="python -m charts")
    assert done.exit_code == code, done.output
    return done.stderr if code else done.stdout


def resource() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PACKAGE.read_text())["resources"][-1]
    return found


def units() -> dict[str, str]:
    return {each["name"]: each["unit"] for each in resource()["schema"]["fields"] if "unit" in each}


def test_one_command_says_all_that_a_file_does_not(wind):
    done = said("describe", "wind", *WHOLE)
    assert done.startswith("Changed data/datapackage.json.\n\nNothing is left to say of wind.")
    assert "FILL" not in PACKAGE.read_text()
    found = resource()
    assert found["sources"] == [
        {"title": "wind.csv", "publisher": "Weather Office", "path": "https://example.org/wind"}
    ]
    assert found["vintage"] == "2024-12"
    assert found["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ]
    shares = {"low_share": "percent", "high_share": "percent"}
    assert units() == {"wind_m_s": "m/s", **shares, "storms": ""}
    assert said("check").startswith("No problems found")


def test_the_command_that_is_printed_asks_for_everything_that_is_blank(wind):
    asked = said("describe", "wind")
    command = re.findall(r"^  python -m charts (describe wind .*)$", asked, re.MULTILINE)[0]
    options = re.findall(r"--(unit \w+|\w+)[ =]\"…\"", command)
    assert options == [
        "publisher", "address", "vintage", "licence",
        "unit wind_m_s", "unit low_share", "unit high_share",
    ]  # fmt: skip
    assert "In the same way, name the units of storms." in asked
    assert all(name in asked for name in licences.KNOWN)


def test_what_is_said_when_the_file_is_taken_in_is_not_asked_again(small):
    Path("../wind.csv").write_text(RAIN)
    done = said("new", "dataset", "wind", "../wind.csv", *WHOLE)
    assert "Blanks" not in done and "…" not in done
    assert "Nothing is left to say of wind. Begin a chart of it: " in done


def test_what_was_said_stays_in_the_command_that_takes_a_file_after_all(small):
    Path("../wind.csv").write_text(f"{RAIN}2022,NA,9,19,4\n")
    done = said("new", "dataset", "wind", "../wind.csv", "--publisher", "Weather Office", code=1)
    assert done.rstrip().endswith("wind.csv --empty NA --publisher 'Weather Office'")


def test_in_a_terminal_each_is_asked_once_until_it_can_be_right(wind, monkeypatch):
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    typed = ["Weather Office", "example.org", "https://example.org/wind", "soon", "2024-12", "MIT"]
    done = said("describe", "wind", typed="\n".join([*typed, "m/s", "%", "%", "", ""]))
    assert "FILL" not in PACKAGE.read_text(), done
    assert (resource()["vintage"], units()["low_share"], units()["storms"]) == (
        "2024-12",
        "percent",
        "",
    )


@pytest.mark.parametrize(
    ("option", "answer", "fault"),
    [
        ("vintage", "2024", "Write the vintage as a month, such as "),
        ("vintage", "2124-01", "The vintage 2124-01 lies ahead"),
        ("address", "www.example.org", "The address should begin with https://"),
        ("licence", "free", 'The licence "free" is none of CC0-1.0, '),
        ("processing", "guessed", 'There is no way "guessed"'),
        ("publisher", "…", 'Put what is true in place of "…"'),
        ("unit", "wnd=m/s", 'There is no column "wnd"'),
        ("unit", "x*=m/s", 'There is no column "x*"'),
    ],
)
def test_an_answer_that_can_not_be_right_is_refused_and_nothing_is_changed(
    wind, option, answer, fault
):
    before = PACKAGE.read_bytes()
    assert said("describe", "wind", f"--{option}", answer, code=1).startswith(fault)
    assert PACKAGE.read_bytes() == before


def test_an_unknown_dataset_has_nothing_to_say(small):
    assert said("describe", "wnd", code=1).startswith('There is no dataset "wnd"')


def test_a_pattern_leaves_units_alone_that_are_known(wind):
    said("describe", "wind", "--unit", "storms=people")
    said("describe", "wind", "--unit", "*=percent")
    assert units()["storms"] == "people"


def test_a_blank_unit_is_no_unit_of_a_number(wind):
    # "USD million" stands in the blank, as an example.
    done = said("explain", "wind.storms[2021]")
    assert re.search(r"as readers see it +4\n", done), done


def test_the_address_of_terms_of_use_is_a_licence_too():
    found = licences.read("Terms of use https://example.org/terms")
    assert found == {"title": "Terms of use", "path": "https://example.org/terms"}
    assert licences.read("cc by 4.0")["name"] == "CC-BY-4.0"


@pytest.mark.parametrize(
    ("header", "title", "unit"),
    [
        ("Rain (mm)", "Rain", "mm"),
        ("Rain in mm", "Rain", "mm"),
        ("Rain [mm]", "Rain", "mm"),
        ("Share, %", "Share", "percent"),
        ("share_pct", "share", "percent"),
        ("Share of rain in percent", "Share of rain", "percent"),
        ("Output (thousands of tonnes)", "Output", "thousand tonnes"),
        ("Debt (US$ bn)", "Debt", "USD billion"),
        ("Yield (kg/ha)", "Yield", "kg per ha"),
        ("Price ($)", "Price ($)", ""),  # of which country?
        ("Output (t)", "Output (t)", ""),  # tonnes or thousands?
        ("Debt (US$, 2015)", "Debt (US$, 2015)", ""),
        ("Lives in Paris", "Lives in Paris", ""),
        ("Small Islands (SIDS)", "Small Islands (SIDS)", ""),
        ("mm", "mm", ""),
    ],
)
def test_a_unit_is_read_from_a_header_if_everybody_means_it_alike(header, title, unit):
    assert header_units.read(header)[:2] == (title, unit)


def test_what_may_be_a_unit_is_proposed_in_the_blank(small):
    Path("../wind.csv").write_text("place,Price ($)\nA,5\nB,6\n")
    assert "unit of price, perhaps $; nothing if it has none" in said(
        "new", "dataset", "wind", "../wind.csv"
    )


def test_two_columns_that_differ_in_their_unit_alone_keep_it_in_their_titles(small):
    Path("../wind.csv").write_text("place,Debt (US$ bn),Debt (%)\nA,5,50\nB,6,60\n")
    said("new", "dataset", "wind", "../wind.csv")
    titles = [each["title"] for each in resource()["schema"]["fields"]]
    assert titles == ["Place", "Debt (US$ bn)", "Debt (%)"]
    assert units() == {"debt_us_bn": "USD billion", "debt": "percent"}


def test_labels_that_are_numbers_have_no_unit(small):
    Path("../wind.csv").write_text("station,area code,n\n1,20,5\n2,20,6\n")
    said("new", "dataset", "wind", "../wind.csv")
    assert [*units()] == ["n"]


@pytest.mark.parametrize(
    ("started", "command"),
    [
        (["python", "-m", "charts", "new"], "python -m charts"),
        ([".venv/bin/python", "-m", "charts"], ".venv/bin/python -m charts"),
        (["/usr/bin/python", ".venv/bin/charts"], ".venv/bin/charts"),
        (["python", "-m", "pytest"], "python -m charts"),
    ],
)
def test_commands_are_proposed_as_the_program_was_started(monkeypatch, started, command):
    monkeypatch.setattr(sys, "orig_argv", started)
    monkeypatch.setattr(sys, "argv", [started[1]] if started[1] != "-m" else ["x/__main__.py"])
    assert called.command() == command


def test_a_file_can_be_taken_in_anew_and_keeps_what_was_said_of_it(wind):
    said("describe", "wind", *WHOLE)
    refused = said("new", "dataset", "wind", "../wind.csv", code=1)
    assert "use another, or add --again to take the file in once more in its place." in refused
    done = said("new", "dataset", "wind", "../wind.csv", "--again", "--drop", "storms")
    assert done.startswith("Changed data/wind.csv.\nChanged data/datapackage.json.\n")
    assert "Kept is what was said of it before, such as the vintage 2024-12.\n" in done
    assert "Nothing is left to say of wind." in done
    assert Path("data/wind.csv").read_text() == (
        "year,wind_m_s,low_share,high_share\n2020,5.5,10,20\n2021,6.5,11,21\n"
    )
    assert units() == {"wind_m_s": "m/s", "low_share": "percent", "high_share": "percent"}
    assert said("check").startswith("No problems found")


def test_what_was_not_there_can_not_be_taken_in_anew(small):
    Path("../wind.csv").write_text(RAIN)
    refused = said("new", "dataset", "wind", "../wind.csv", "--again", code=1)
    assert refused.startswith('There is no dataset "wind"')


def test_a_column_that_may_hold_years_is_told_of_with_the_command_that_says_so(small):
    Path("../wind.csv").write_text("Год,Страна,n\n2020,A,1\n2021,A,2\n")
    done = said("new", "dataset", "wind", "../wind.csv")
    (command,) = re.findall(
        "^If god is the year of a row, let it be called so: python -m charts (.*)$", done, re.M
    )
    assert said(*command.split()).startswith("Changed data/wind.csv.")
    assert resource()["schema"]["primaryKey"] == ["year"]
    assert resource()["cadence"] == {"every": "year", "after": "unknown"}


def test_a_chart_that_is_begun_before_its_unit_is_known_says_so(wind):
    done = said("new", "chart", "winds", "wind")
    assert "The unit of wind_m_s is not known yet." in done
    said("describe", "wind", *WHOLE)
    assert "is not known yet" not in said("new", "chart", "gusts", "wind")
