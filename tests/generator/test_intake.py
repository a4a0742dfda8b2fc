"""Files as their publishers serve them: taken in cell by cell, or refused in one sentence a cause.

What is in doubt comes with the option that settles it, and what was changed stands in the dataset.
"""

import contextlib
import csv
import io
import json
import re
import shlex
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.cli import main
from charts.generator.data import csv_import, parquet_table
from charts.generator.data.csv_import import Intake
from charts.generator.data.intake import DoubtsError, Said

TODAY = date(2026, 11, 20)

# A workbook as the Excel of 1997 to 2003 stores it: days, shares, three scripts and an error.
SAMPLE = Path(__file__).parent / "samples" / "rain.xls"


def parquet(folder: Path, query: str) -> Path:
    """Writes what a query returns into a Parquet file."""
    file = folder / "rain.parquet"
    duckdb.sql(f"COPY ({query}) TO '{file}'")
    return file


def taken(content: str | bytes, **said: Any) -> Intake:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return csv_import.read("rain", file, TODAY, Said(**said))


def rows(found: Intake) -> list[list[str]]:
    return list(csv.reader(io.StringIO(found.csv, newline="")))


def types(found: Intake) -> str:
    return " ".join(f"{f['name']}:{f['type']}" for f in found.resource["schema"]["fields"])


def refused(content: str | bytes, **said: Any) -> tuple[list[str], list[str]]:
    """Returns what is said of a file, with its lines, and the options that would settle it."""
    with pytest.raises(ProblemsError) as error:
        taken(content, **said)
    assert all(found.path.endswith("export.csv") for found in error.value.problems)
    messages = [f"{found.line}: {found.message}" for found in error.value.problems]
    return messages, getattr(error.value, "options", [])


# What a file says without a doubt ----------------------------------------------------------------

PLAIN = "place,rain\nChile,1.5\nPerú,2\n"
FILES: dict[str, tuple[str | bytes, str]] = {
    "semicolons": (PLAIN.replace(",", ";"), PLAIN),
    "tabs": (PLAIN.replace(",", "\t"), PLAIN),
    "bars": (PLAIN.replace(",", "|"), PLAIN),
    "a name with the other delimiter": ('place;"rain, mm"\nChile;1\n', "place,rain_mm\nChile,1\n"),
    "a mark at the start": (PLAIN.encode("utf-8-sig"), PLAIN),
    "UTF-16 with a mark": (PLAIN.encode("utf-16"), PLAIN),
    "UTF-16 without one": (PLAIN.encode("utf-16-le"), PLAIN),
    "line ends of Windows": (PLAIN.replace("\n", "\r\n"), PLAIN),
    "line ends of old Macs": (PLAIN.replace("\n", "\r"), PLAIN),
    "blank lines": ("\n" + PLAIN.replace("\n", "\n\n"), PLAIN),
    "lines that end in a delimiter": (PLAIN.replace("\n", ",\n"), PLAIN),
    "cells that are nothing behind the rows": ("place,rain\nChile,1.5,\nPerú,2,\n", PLAIN),
    "a name in another script": ("Страна,Осадки\nA,1\n", "strana,osadki\nA,1\n"),
    "a name in Chinese": ("国家,n\nA,1\n", "guo_jia,n\nA,1\n"),
    "a name that means something in Python": ("class,n\na,1\n", "class_,n\na,1\n"),
    "a line break in a cell": ('place,note\nA,"one\r\ntwo"\n', 'place,note\nA,"one\ntwo"\n'),
    "quarters": ("date,n\n2020Q1,1\n2020Q2,2\n", "date,n\n2020-Q1,1\n2020-Q2,2\n"),
    "weeks": ("date,n\n2020-W9,1\n2020-W10,2\n", "date,n\n2020-W09,1\n2020-W10,2\n"),
    "seasons": ("season,n\n2009-10,1\n2010-11,2\n", "season,n\n2009/10,1\n2010/11,2\n"),
    "days by the American order": ("date,n\n2/1/20,2\n1/22/20,1\n",
                                   "date,n\n2020-01-22,1\n2020-02-01,2\n"),
    "months by name": ("month,n\nFeb 2020,2\nDec 2019,1\n", "month,n\n2019-12,1\n2020-02,2\n"),
    "days without dashes": ("date,n\n20200131,1\n", "date,n\n2020-01-31,1\n"),
    "more digits than a number holds": (
        "place,id\nA,9007199254740993\n", "place,id\nA,9007199254740993\n"
    ),
    "digits to the last": ("place,n\nA,0.12345678901234567\n", "place,n\nA,0.12345678901234567\n"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), FILES.values(), ids=FILES)
def test_a_file_without_a_doubt_is_taken_in_cell_by_cell(content, expected):
    assert taken(content).csv == expected


TYPES = {
    "days": ("date,n\n2020-01-22,1\n", "date:date n:integer"),
    "months": ("month,n\n2020-01,1\n2020-02,2\n", "month:yearmonth n:integer"),
    "seasons": ("season,n\n2009-10,1\n2010-11,2\n", "season:string n:integer"),
    "fiscal years": ("year,n\n2018-19,1\n2019-20,2\n", "year:string n:integer"),
    "words that stand for nothing elsewhere": (
        "word,n\nNone,1\nNA,2\nnan,3\n",
        "word:string n:integer",
    ),
    "answers": ("place,is\nA,TRUE\nB,FALSE\n", "place:string is_:string"),
    "more digits than a number holds": ("place,id\nA,9007199254740993\n", "place:string id:string"),
    "codes of several kinds": ("place,id\nA,008\nB,012\nC,A1\nD,300\n", "place:string id:string"),
}


@pytest.mark.parametrize(("content", "expected"), TYPES.values(), ids=TYPES)
def test_types_are_read_off_the_cells(content, expected):
    assert types(taken(content)) == expected


def test_periods_under_another_name_are_known_by_their_role():
    fields = taken("Quartal,n\n2020Q1,1\n2020Q2,2\n").resource["schema"]["fields"]
    assert [field.get("role") for field in fields] == ["period", None]


def test_a_column_that_may_hold_years_is_asked_after():
    content = "Год,Страна,n\n2020,A,1\n2021,A,2\n"
    assert taken(content).years == ["god"]
    assert rows(taken(content, names={"god": "year"}))[0] == ["year", "strana", "n"]


# What is in doubt, with the line, the sentence, and the option that settles it -------------------

DOUBTS: dict[str, tuple[str | bytes, str, list[str]]] = {
    "decimal commas": (
        "place;n\nA;1,5\nB;2,5\n",
        '2: column "n" holds numbers with a decimal comma, such as "1,5"; --decimal comma writes',
        ["--decimal comma"],
    ),
    "points for decimals or thousands": (
        "place;n\nA;1.500\nB;2.250\n",
        '2: column "n" holds "1.500", where the point can divide thousands or decimals; say',
        [],
    ),
    "separators of thousands": (
        'place,n\nA,"1,234"\nB,5\n',
        '2: column "n" holds numbers as people write them, such as "1,234"; --number n writes that',
        ["--number n"],
    ),
    "percent signs": (
        "place,n\nA,52.88%\nB,5%\n",
        '2: column "n" holds numbers as people write them, such as "52.88%"; --number n writes '
        "that 52.88 percent.",
        ["--number n"],
    ),
    "some percent signs": (
        "place,n\nA,52.88%\nB,0.5\n",
        '2: column "n" holds numbers with "%" and without it;',
        [],
    ),
    "two currencies": ("place,n\nA,$5\nB,€5\n", '2: column "n" holds two currencies, $ and €;', []),
    "a word among numbers": (
        "place,n,m\nA,1,2\nB,2,NA\nC,NA,3\n",
        '3: among numbers, 2 cells of columns n, m say "NA"; if that means no value, --empty NA',
        ["--empty NA"],
    ),
    "a dash among numbers": (
        "place,n\nA,1\nB,2\nC,-\n",
        '4: among numbers, 1 cell of column "n" says "-"; if that means no value, --empty=-',
        ["--empty=-"],
    ),
    "a word among dates": (
        "date,n\n2020-01-01,1\n2020-01-02,2\nunknown,3\n",
        '4: among dates, 1 cell of column "date" says "unknown"; if that means no value, --empty',
        ["--empty unknown"],
    ),
    "texts among numbers": (
        "place,age\nA,12\nB,13\nC,22-23\n",
        '4: column "age" holds numbers, and "22-23"; if it is text, --text age says so, and if',
        ["--text age"],
    ),
    "powers or codes": (
        "place,id\nA,1E5\nB,2E7\n",
        '2: column "id" holds "1E5", which can be a code or the number 100,000; say --text id or',
        [],
    ),
    "day and month that can be swapped": (
        "date,n\n1/2/2020,1\n3/4/2020,2\n",
        '2: column "date" holds dates such as "1/2/2020", whose day and month can be swapped; say '
        "--dates day-first or --dates month-first.",
        [],
    ),
    "years of two digits that can be of two centuries": (
        "date,n\n1/22/57,1\n",
        '2: column "date" holds "1/22/57", whose year can be of this',
        [],
    ),
    "lines above the table": (
        '"Data Source","World"\n\n"Country","Year","Value"\n"Aruba","1960",1\n"Chad","1960",2\n',
        '1: the names of the columns seem to be in line 3, "Country, Year, Value"; --first 3 ',
        ["--first 3"],
    ),
    "lines above the table, filled up": (
        "Rain of the world,,\n,,\nCountry,Year,Value\nAruba,1960,1\nChad,1960,2\n",
        '1: the names of the columns seem to be in line 3, "Country, Year, Value"; --first 3 ',
        ["--first 3"],
    ),
    "names in two lines": (
        ",2020,,2021,\nregion,births,deaths,births,deaths\nNorth,1,2,3,4\nSouth,5,6,7,8\n",
        "1: the names of the columns seem to be in lines 1 and 2; --heads 2 joins them, as in "
        '"deaths 2021".',
        ["--heads 2"],
    ),
    "names in two lines, the first of a column above": (
        "Region,People,,\n,men,women,children\nNorth,1,2,3\nSouth,5,6,7\n",
        "1: the names of the columns seem to be in lines 1 and 2; --heads 2 joins them, as in "
        '"People children".',
        ["--heads 2"],
    ),
    "no names": (
        "1990,5\n1991,6\n",
        '1: this line seems to be a row and to hold no names: "5" stands among numbers; --unnamed '
        "keeps it as a row, --heads 1 takes it for the names.",
        ["--unnamed"],
    ),
    "notes below the table": (
        "place,n\nA,1\nB,2\n\nSource: IMF,\n* estimated,\n",
        '5: what follows the table seems to be a note, "Source: IMF"; --last 3 leaves it out, '
        "--last 6 keeps it as a row.",
        ["--last 3"],
    ),
    "too many cells in every row": (
        "place,n\nA,1,5\nB,2,6\nC,3,7\n",
        '2: every row has 3 cells for the 2 names in line 1: here "1" stands below "n", and "5" '
        "below no name; if that is right, --name 3=column_3, or any other name, gives it one, and",
        [],
    ),
    "too many cells in a row, of which text can be put together": (
        "place,n\nOslo,1\nWashington, D.C.,2\n",
        "3: 1 row of 2 has 3 cells for the 2 names in line 1; if a comma belongs to a text, --join "
        'place puts it together, such as "Washington, D.C.".',
        ["--join place"],
    ),
    "too many cells in a row, of which none must be text": (
        "place,n\nOslo,1\nRome,2,5\n",
        "3: 1 row of 2 has 3 cells for the 2 names in line 1; put a text that holds a comma",
        [],
    ),
    "too many cells in a row with two texts": (
        "place,by,n\nOslo,A,1\nWashington,D.C.,B,2\n",
        "3: 1 row of 2 has 4 cells for the 3 names in line 1; put a text that holds a comma",
        [],
    ),
    "too few cells in some rows": (
        "place,n,m\nA,1,5\nB,2\nC,3\nD,4,8\n",
        "3: 2 rows of 4 (lines 3, 4) have 2 cells for the 3 names in line 1; --pad leaves the",
        ["--pad"],
    ),
    "a year and a month": (
        "year,month,n\n2020,1,5\n2020,12,7\n",
        "1: year and month together say when; --period year,month writes them as one column, month,"
        ' such as "2020-01", which charts and formulas know as a time, and --key year,month keeps',
        ["--period year,month"],
    ),
    "a year, a month and a day": (
        "day,place,month,year,n\n22,A,1,2020,5\n1,A,12,2020,7\n",
        "1: year, month and day together say when; --period year,month,day writes them as one",
        ["--period year,month,day"],
    ),
    "a year and a quarter": (
        "year,quarter,n\n2020,1,5\n2020,2,7\n",
        "1: year and quarter together say when; --period year,quarter writes them as one",
        ["--period year,quarter"],
    ),
    "Latin-1": (
        "pais,n\nEspaña,1\n".encode("latin-1"),
        "2: this is not text in UTF-8 (byte 11); say what reads right: --encoding cp1252 "
        '("España") or --encoding cp1250 ("Espańa").',
        [],
    ),
    "two delimiters": (
        "date;price,eur\n2020;1,5\n",
        "1: more than one sign divides every line alike; say which it is: --delimiter comma or "
        "--delimiter semicolon.",
        [],
    ),
    "no name": (
        "place,\nA,1\n",
        "1: column 2 has no name; --name 2=column_2, or any",
        ["--name 2=column_2"],
    ),
    "a name without letters": (
        "place,😀\nA,1\n",
        "1: column 2 has no name in letters, '😀';",
        ["--name 2=column_2"],
    ),
    "one name twice": (
        "place,x,x\nA,1,2\n",
        '1: two columns are called "x", of which this is column 3',
        ["--name 3=x_2"],
    ),
    "columns named after years": (
        "place,2020,2021\nA,1,2\n",
        "1: the columns 2020 to 2021 are named after years; --years",
        ["--years value"],
    ),
    "a label that is missing": (
        "place,year,n\nA,2020,1\nA,2021,2\n,2020,3\n,2021,4\n",
        '4: place, year would tell the rows apart, but "place" is empty in 2 rows, first this one; '
        "--fill place=Total, or another word, says what such a row is about.",
        [],
    ),
    "a label that stands only in its first row": (
        "place,year,n\nA,2020,1\n,2021,2\nB,2020,3\n,2021,4\n",
        '3: place, year would tell the rows apart, but "place" is empty in 2 rows, first this one; '
        "--down place repeats the label above it, and --fill place=Total, or another",
        ["--down place"],
    ),
    "numbers that are labels or counts": (
        "place,age,n\nA,12,5\nA,13,6\nB,12,6\n",
        "0: only the numbers in age tell the rows apart; if they are labels and no counts, --key",
        ["--key place,age"],
    ),
    "rows that are there twice": (
        "place,n\nA,1.5\nB,2.5\nA,3.5\nB,1.5\n",
        "4: this row has the same place as line 2, and so 1 other row; add a column that tells the "
        "rows apart, or let --numbered row number them.",
        ["--numbered row"],
    ),
    "numbers only": (
        "row,n\n1.5,\n2.5,3\n1.5,4\n",
        "1: no column says what a row is about: all have numbers with decimals or empty cells; add "
        "one that does, or let --numbered row_2 number the rows.",
        ["--numbered row_2"],
    ),
    "a web page": (
        "<!DOCTYPE html>\n<html>",
        "0: this is a web page or XML, no CSV; download the table",
        [],
    ),
    "JSON": ('[{"a": 1}]', "0: this is JSON, no CSV; save the table as CSV.", []),
    "a damaged workbook of the old Excel": (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
        "0: this is no workbook that can be read (CompDocError); open it in a spreadsheet and save",
        [],
    ),
    "a workbook of the old Excel": (
        SAMPLE.read_bytes(),
        "0: the workbook has several sheets; say which holds the table: --sheet Rain or --sheet",
        [],
    ),
    "a workbook that is locked": (
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "0: the workbook is locked with a password; save it without one.",
        [],
    ),
    "a damaged Parquet file": (
        b"PAR1" + b"\0" * 600,
        "0: this is no Parquet file that can be read (InvalidInputException).",
        [],
    ),
    "a workbook in OpenDocument form": (
        b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "0: this is a workbook in OpenDocument form (.ods); save it as .xlsx or as CSV in UTF-8.",
        [],
    ),
    "a damaged workbook": (
        b"PK\x03\x04" + b"\0" * 600,
        "0: this is no workbook that can be read",
        [],
    ),
    "a character that nobody sees": (
        "place,n\nA\x00B,1\n",
        "2: a cell holds a character that nobody",
        [],
    ),
}


@pytest.mark.parametrize(("content", "said", "options"), DOUBTS.values(), ids=DOUBTS)
def test_a_doubt_is_one_sentence_with_the_option_that_settles_it(content, said, options):
    (message,), offered = refused(content)
    assert message.startswith(said)
    assert message.endswith(".")
    assert offered == options


SETTLED: dict[str, tuple[str, dict[str, Any], str]] = {
    "decimal commas": ("decimal commas", {"decimal": "comma"}, "A,1.5"),
    "points for thousands": ("points for decimals or thousands", {"decimal": "comma"}, "A,1500"),
    "points for decimals": ("points for decimals or thousands", {"decimal": "point"}, "A,1.500"),
    "separators of thousands": ("separators of thousands", {"numbers": ("n",)}, "A,1234"),
    "percent signs": ("percent signs", {"numbers": ("n",)}, "A,52.88"),
    "a word among numbers": ("a word among numbers", {"empty": ("NA",)}, "B,2,"),
    "a word that is text": ("a word among numbers", {"texts": ("n", "m")}, "B,2,NA"),
    "texts among numbers": ("texts among numbers", {"texts": ("age",)}, "C,22-23"),
    "powers": ("powers or codes", {"numbers": ("id",)}, "A,1E5"),
    "days first": ("day and month that can be swapped", {"order": "day-first"}, "2020-02-01,1"),
    "months first": ("day and month that can be swapped", {"order": "month-first"}, "2020-01-02,1"),
    "lines above": ("lines above the table", {"first": 3}, "Aruba,1960,1"),
    "names of two lines": ("names in two lines", {"heads": 2}, "North,1,2,3,4"),
    "names of groups and their parts": (
        "names in two lines, the first of a column above",
        {"heads": 2},
        "region,people_men,people_women,people_children",
    ),
    "no names": ("no names", {"unnamed": True}, "1990,5"),
    "numbers as names": ("no names", {"heads": 1, "names": {"1": "a", "2": "b"}}, "a,b"),
    "notes below": ("notes below the table", {"last": 3}, "B,2"),
    "a note that is a row": ("notes below the table", {"last": 6}, "Source: IMF,"),
    "an encoding": ("Latin-1", {"encoding": "latin-1"}, "España,1"),
    "a delimiter": (
        "two delimiters",
        {"delimiter": "semicolon", "texts": ("price_eur",)},
        '2020,"1,5"',
    ),
    "a name": ("no name", {"names": {"2": "rain"}}, "A,1"),
    "years in rows": ("columns named after years", {"years": "rain"}, "2021,A,2"),
    "a key": ("numbers that are labels or counts", {"key": ("place", "age")}, "A,13,6"),
    "a name for the last cells": ("too many cells in every row", {"names": {"3": "m"}}, "B,2,6"),
    "a text put together": (
        "too many cells in a row, of which text can be put together",
        {"joined": "place"},
        '"Washington, D.C.",2',
    ),
    "a text put together among two": (
        "too many cells in a row with two texts",
        {"joined": "place"},
        '"Washington,D.C.",B,2',
    ),
    "rows that end early": ("too few cells in some rows", {"pad": True}, "C,3,"),
    "a month of two columns": ("a year and a month", {"period": ("year", "month")}, "2020-12,7"),
    "a year and a month as they are": (
        "a year and a month",
        {"key": ("year", "month")},
        "2020,12,7",
    ),
    "a day of three columns": (
        "a year, a month and a day",
        {"period": ("year", "month", "day")},
        "2020-12-01,A,7",
    ),
    "a quarter of two columns": (
        "a year and a quarter",
        {"period": ("year", "quarter")},
        "2020-Q2,7",
    ),
    "a word for an empty label": (
        "a label that is missing",
        {"fills": {"place": "Total"}},
        "2021,Total,4",
    ),
    "a label repeated": (
        "a label that stands only in its first row",
        {"down": ("place",)},
        "2021,B,4",
    ),
    "numbered rows": ("rows that are there twice", {"numbered": "row"}, "3,A,3.5"),
    "a sheet of the old Excel": (
        "a workbook of the old Excel",
        {"sheet": "Rain", "empty": ("#N/A",)},
        "2020-03-01,中国,-1234567,",
    ),
    "a column left out": ("texts among numbers", {"dropped": ("age",)}, "C"),
}


@pytest.mark.parametrize(("doubt", "said", "row"), SETTLED.values(), ids=SETTLED)
def test_an_option_settles_a_doubt(doubt, said, row):
    assert row in taken(DOUBTS[doubt][0], **said).csv.splitlines()


@pytest.mark.parametrize(
    ("content", "said", "told"),
    [
        (
            "place,n\nA,52%\nB,NA\n",
            {"numbers": ("n",), "empty": ("NA",)},
            'In column "n", "52%" is written 52 percent. Empty cells stand for "NA" in the file, '
            "in n.",
        ),
        ("date,n\n1/22/20,1\n", {}, 'In column "date", "1/22/20" is written 2020-01-22.'),
        (
            "place,n\nA,1\nSource: IMF,\n",
            {"last": 2},
            'Around the table, the file says: "Source: IMF".',
        ),
        ("place,n,x\nA,1,2\n", {"dropped": ("x",)}, "Left out: the columns x."),
        (
            "year,month,n\n2020,1,5\n",
            {"period": ("year", "month")},
            'Column "month" says what year and month say in the file.',
        ),
        (
            "place,n\nA,1\n,2\n",
            {"fills": {"place": "Total"}},
            'In column "place", "Total" is written into 1 empty cell.',
        ),
        ("place,n\nA,1\nA,2\n", {"numbered": "row"}, 'Column "row" numbers the rows in the order'),
        (
            "place,n,m\nA,1,2\nB,1\n",
            {"pad": True},
            "1 row of the file ended before the last column.",
        ),
        (
            "place,n\nA,1\nB,C,2\n",
            {"joined": "place"},
            'In 1 row, a text of column "place" that holds a comma was put together, such',
        ),
        ("place,n\nA,1,2\n", {"names": {"3": "m"}}, "The file names 2 of its 3 columns."),
        (PLAIN.encode("utf-16"), {}, "The file was read as utf-16."),
    ],
)
def test_what_was_changed_stands_in_the_description(content, said, told):
    found = taken(content, **said)
    assert told in found.resource["description"]
    rows = "One row for each " if "numbered" not in said else told
    assert found.resource["description"].startswith(rows)
    assert told in " ".join(found.notes)


def test_a_percentage_has_its_unit():
    fields = taken("place,n\nA,52%\n", numbers=("n",)).resource["schema"]["fields"]
    assert fields[1]["unit"] == "percent"


NUMBERS = {
    "1,234.50": "1234.50", "1 234": "1234", "1\u00a0234\u202f567": "1234567", "1'234": "1234",
    "−5": "-5", "(1,234)": "-1234", "$1,234": "1234", "-$5": "-5", "$-5": "-5", "€ 5": "5",
    "5 €": "5", "US$5": "5", "+5": "5", "5%": "5", "5 %": "5",
}  # fmt: skip


@pytest.mark.parametrize(("written", "number"), NUMBERS.items())
def test_numbers_are_read_as_people_write_them(written, number):
    content = io.StringIO()
    csv.writer(content).writerows([["place", "n"], ["A", written]])
    assert rows(taken(content.getvalue(), numbers=("n",)))[1] == ["A", number]


@pytest.mark.parametrize(
    "text", ["1,23", "12,34,567", "1.2.3", "1-2", "5 apples", "(5", "1,2345", "A5", "007.5"]
)
def test_what_is_no_number_is_not_read_as_one(text):
    content = io.StringIO()
    csv.writer(content).writerows([["place", "n"], ["A", text], ["B", "1"], ["C", "2"]])
    assert "holds numbers, and" in refused(content.getvalue(), numbers=("n",))[0][0]


def test_the_same_word_in_many_columns_is_one_sentence():
    names = [f"c{i}" for i in range(20)]
    text = f"place,{','.join(names)}\nA{',1' * 20}\nB{',2' * 20}\nC{',NA' * 20}\n"
    (message,), options = refused(text)
    assert "20 cells of columns c0, c1, c2, c3 and 16 more say" in message
    assert options == ["--empty NA"]


# Workbooks --------------------------------------------------------------------------------------


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_is_taken_in_as_it_stores_its_cells():
    day = date(2020, 1, 22)
    found = taken(workbook(Rain=[["day", "place", "n"], [day, "A", 0.1], [day, "B", 7]]))
    assert rows(found) == [["day", "place", "n"], ["2020-01-22", "A", "0.1"],
                           ["2020-01-22", "B", "7"]]  # fmt: skip
    assert 'The table is the sheet "Rain" of a workbook.' in found.notes


def test_of_several_sheets_one_has_to_be_named():
    book = workbook(Rain=[["place", "n"], ["A", 1]], Snow=[["place", "n"], ["A", 2]])
    (message,), _ = refused(book)
    assert message == (
        "0: the workbook has several sheets; say which holds the table: --sheet Rain or "
        "--sheet Snow."
    )
    assert rows(taken(book, sheet="Snow"))[1] == ["A", "2"]


def test_a_formula_whose_result_is_not_stored_is_no_empty_cell():
    (message,), _ = refused(workbook(Rain=[["place", "n"], ["A", "=1+1"]]))
    assert message.startswith("2: cell B2 has a formula without its result;")


def test_an_error_in_a_workbook_of_the_old_excel_is_asked_after():
    (message,), options = refused(SAMPLE.read_bytes(), sheet="Rain")
    assert message.startswith('4: among numbers, 1 cell of column "share" says "#N/A";')
    assert options == ["--empty '#N/A'"]


def test_a_workbook_of_the_old_excel_is_taken_in_as_it_stores_its_cells():
    found = taken(SAMPLE.read_bytes(), sheet="Rain", empty=("#N/A",))
    assert rows(found)[1:3] == [["2020-01-22", "Perú", "0.1", "0.52"],
                                ["2020-02-01", "Россия", "7", "0.5"]]  # fmt: skip


# Repairs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "period"),
    [
        ("year,month,n\n2020,May,2\n2020,April,1\n", "2020-04 2020-05"),
        ("year,month,n\n2020,01,2\n2020,2,1\n", "2020-01 2020-02"),
        ("year,qtr,n\n2020,Q2,2\n2020,Q1,1\n", "2020-Q1 2020-Q2"),
        ("year,week,n\n2020,7,2\n2020,11,1\n", "2020-W07 2020-W11"),
        ("year,monthname,day,n\n2020,Feb,7,2\n2020,Jan,31,1\n", "2020-01-31 2020-02-07"),
    ],
)
def test_a_period_is_read_from_its_parts_as_they_are_written(content, period):
    parts = content.partition(",n")[0].split(",")
    assert [row[0] for row in rows(taken(content, period=tuple(parts)))[1:]] == period.split()


def test_a_row_whose_parts_are_no_period_is_named():
    (message,), _ = refused("year,month,n\n2020,12,2\n2020,13,9\n", period=("year", "month"))
    assert message == (
        '3: year is "2020", month is "13", which together are no month, quarter, week or day; name '
        "the year first, and mend such rows in the file, or keep the columns as they are."
    )


def test_columns_that_are_no_parts_of_a_period_are_not_asked_after():
    assert types(taken("place,year,grade\nA,2020,1\nB,2020,2\n")) == (
        "place:string year:integer grade:integer"
    )


def test_a_count_of_months_is_no_month():
    assert types(taken("place,year,months\nA,2020,1\nB,2020,2\n")) == (
        "place:string year:integer months:integer"
    )


def test_no_number_is_made_up_for_an_empty_cell():
    with pytest.raises(MistakeError, match="holds numbers, of which none may be made up"):
        taken("place,n\nA,1\nB,\n", fills={"n": "0"})


def test_a_new_column_takes_no_name_of_another():
    with pytest.raises(MistakeError, match='there is already a column "month"'):
        taken("year,m,month,n\n2020,1,a,2\n", period=("year", "m"))


# The command ------------------------------------------------------------------------------------


def test_the_command_that_takes_the_file_is_printed_and_works(small):
    Path("../my export.csv").write_text('place,n\nA,"1,234"\nB,..\nC,"2,000"\nD,5\n')

    def told(*options: str) -> Any:
        command = ["--root", ".", "new", "dataset", "rain", "../my export.csv", *options]
        return CliRunner().invoke(main, command)

    first = told()
    (command,) = re.findall(r"^To take the file so: python -m charts (.*)$", first.stderr, re.M)
    assert command == "new dataset rain '../my export.csv' --number n --empty .."
    assert not Path("data/rain.csv").exists()
    second = told(*shlex.split(command)[4:])
    assert second.exit_code == 0, second.stderr
    assert Path("data/rain.csv").read_text() == "place,n\nA,1234\nB,\nC,2000\nD,5\n"
    resource = json.loads(Path("data/datapackage.json").read_text())["resources"][-1]
    assert '"1,234" is written 1234' in resource["description"]


@pytest.mark.parametrize(
    ("content", "choice", "chosen"),
    [
        (b"date,n\n1/2/2020,5\n2/3/2020,6\n", "--dates", "day-first"),
        ("place,n\nPerú,5\n".encode("latin-1"), "--encoding", "cp1252"),
        (b"a;b\n1.234;x\n2.345;y\n", "--decimal", "comma"),
        (b"place,year,n\nA,2020,5\nA,2021,6\n,2020,7\n,2022,7\n", "--fill place=", "Total"),
        (b"place,n\nA,5,6\nB,7,8\n", "--name 3=", "m"),
        (b"a|b;c\n1|2;3\n", "--delimiter", "bar"),
    ],
)
def test_where_a_person_has_to_choose_the_whole_command_is_shown_with_a_place_for_the_choice(
    small, content, choice, chosen
):
    Path("../export.csv").write_bytes(content)
    said = _run("new dataset rain ../export.csv").stderr
    (shown,) = re.findall(r'^Choose in place of each "…": python -m charts (.*)$', said, re.M)
    joint = "" if choice.endswith("=") else " "
    assert shown == f'new dataset rain ../export.csv {choice}{joint}"…"'
    refused = _run(shown)
    assert refused.exit_code and "…" in refused.stderr and not Path("data/rain.csv").exists()
    done = _run(shown.replace("…", chosen))
    assert done.exit_code == 0, done.output


def _run(command: str) -> Any:
    return CliRunner().invoke(main, ["--root", ".", *shlex.split(command)])


def test_names_identify_rows_rather_than_their_codes():
    content = (
        "name,iso,day,n\nChad,TCD,2020-01-01,1\nPeru,PER,2020-01-01,2\nChad,TCD,2020-01-02,3\n"
    )
    assert taken(content).resource["schema"]["primaryKey"] == ["day", "name"]


def test_a_name_without_its_equals_sign_is_wrong_usage(small):
    Path("../export.csv").write_text(PLAIN)
    command = ["--root", ".", "new", "dataset", "rain", "../export.csv", "--name", "x"]
    assert CliRunner().invoke(main, command).exit_code == 2


# Whatever there is ------------------------------------------------------------------------------

# Texts that mean something, and any text at all.
_meaning = some.sampled_from(
    ["", "NA", "None", "-", "..", "nan", "A", "B", "5", "5.5", "1,234", "1.234", "5%", "$5", "007",
     "1E5", "2020", "2020-01", "2020-01-22", "1/2/2020", "1/22/2020", "Jan 2020", "2020Q1", "May",
     "2009-10", "Source: x", "a|b", "a;b", "a,b", 'a"b', "one\ntwo", "é", "=1+1",
     "9007199254740993"]
)  # fmt: skip
_any = some.text(some.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
_number = some.decimals(-(10**6), 10**6, places=2).map(str) | some.integers(-9, 10**17).map(str)
_day = some.dates(date(1990, 1, 1), date(2026, 1, 1))
_kinds = [
    _any, _meaning, _number, _number | some.sampled_from(["", "NA", ".."]),
    some.integers(1990, 2026).map(str), _day.map("{:%Y-%m-%d}".format),
    _day.map("{:%m/%d/%Y}".format), _day.map("{:%b %Y}".format), _day.map("{:%Y-%m}".format),
    some.text("abcxyz", min_size=3, max_size=6),
]  # fmt: skip


@some.composite
def _tables(draw: some.DrawFn) -> list[list[str]]:
    """Rows whose columns are each of one kind, or of anything."""
    length = draw(some.integers(1, 8))
    kinds = draw(some.lists(some.sampled_from(_kinds), min_size=1, max_size=5))
    columns = [draw(some.lists(kind, min_size=length, max_size=length)) for kind in kinds]
    return [list(row) for row in zip(*columns, strict=True)]


@given(
    cells=_tables(),
    delimiter=some.sampled_from(",;\t|"),
    encoding=some.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=some.sampled_from(["\n", "\r\n"]),
    quoting=some.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    named=some.permutations(["year", "month", "date", "edition", "season", "place", "n"]),
)
@settings(max_examples=200)
def test_a_file_comes_back_cell_by_cell_or_is_refused_with_a_sentence(
    cells, delimiter, encoding, end, quoting, named
):
    names = named[: len(cells[0])]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([names, *cells])
    try:
        found = taken(text.getvalue().encode(encoding))
    except ProblemsError as error:
        assert all(each.message.endswith((".", ".)")) for each in error.problems)
        assert isinstance(error, DoubtsError) or len(error.problems) == 1
        return
    head, *table = rows(found)
    assert sorted(head) == sorted(names)
    places = [head.index(name) for name in names]
    changed = {name for note in found.notes for name in re.findall(r'In column "(\w+)"', note)}
    kept = [i for i, name in enumerate(names) if name not in changed]
    expected = [[_clean(row[i]) for i in kept] for row in cells if any(map(_clean, row))]
    came = [[row[places[i]] for i in kept] for row in table]
    assert sorted(came) == sorted(expected)


@given(
    number=some.decimals(-(10**9), 10**9, places=3),
    form=some.sampled_from(["{:,}", "${:,}", "{:,} %", "{}"]),
    comma=some.booleans(),
)
def test_numbers_as_people_write_them_come_back_to_the_last_digit(number, form, comma):
    written = form.format(number)
    if comma:
        written = written.translate(str.maketrans(",.", ".,"))
    said: dict[str, Any] = {"numbers": ("n",), "decimal": "comma" if comma else "point"}
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([["place", "n"], ["A", written]])
    assert Decimal(rows(taken(text.getvalue(), **said))[1][1]) == number


@given(
    cells=some.lists(some.lists(_meaning, min_size=1, max_size=5), min_size=1, max_size=6),
    said=some.fixed_dictionaries(
        {},
        optional={
            "pad": some.just(True),
            "joined": some.sampled_from(["place", "n"]),
            "period": some.sampled_from([("year", "month"), ("year", "n"), ("n",)]),
            "numbered": some.sampled_from(["row", "n"]),
            "fills": some.just({"place": "Total"}),
            "down": some.just(("place",)),
            "names": some.just({"5": "extra"}),
        },
    ),
)
@settings(max_examples=200)
def test_any_repair_of_any_rows_takes_them_or_says_why_not(cells, said):
    text = io.StringIO()
    csv.writer(text).writerows([["year", "month", "place", "n"], *cells])
    try:
        found = taken(text.getvalue(), **said)
    except (ProblemsError, MistakeError) as error:
        assert str(error).endswith((".", "?", ".)"))
        return
    head, *table = rows(found)
    assert {len(row) for row in table} == {len(head)}
    assert len(table) == sum(1 for row in cells if any(map(_clean, row)))


def _clean(cell: str) -> str:
    return cell.strip().replace("\r\n", "\n").replace("\r", "\n")


def test_columns_without_names_are_offered_names_of_their_own():
    messages, offered = refused("place,,\nA,1,x\nB,2,y\n")
    assert len(messages) == 2
    assert offered == ["--name 2=column_2", "--name 3=column_3"]


# Parquet ------------------------------------------------------------------------------------------


def test_a_parquet_file_comes_back_cell_by_cell(tmp_path):
    file = parquet(
        tmp_path,
        "SELECT * FROM (VALUES "
        "(2023.0::DOUBLE, 'Oslo', TIMESTAMP '2023-05-01', 0.1::FLOAT, 1.50::DECIMAL(4, 2)), "
        "(2024.0, NULL, TIMESTAMP '2024-05-01', NULL, 2.25)) "
        'AS t("Year", place, day, "rain, mm", price)',
    )
    found = csv_import.read("rain", file, TODAY, Said())
    assert found.csv == (
        "year,place,day,rain_mm,price\n2023,Oslo,2023-05-01,0.1,1.50\n2024,,2024-05-01,,2.25\n"
    )
    assert "The table is a Parquet file's." in found.notes


def test_a_parquet_file_whose_cells_are_lists_is_refused(tmp_path):
    file = parquet(tmp_path, "SELECT 1 AS n, [1, 2] AS both")
    with pytest.raises(ProblemsError, match=r'column "both" holds several values \(INTEGER\[\]\)'):
        csv_import.read("rain", file, TODAY, Said())


def test_a_parquet_file_of_more_rows_than_a_repository_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_table, "CELLS", 5)
    file = parquet(tmp_path, "SELECT range AS n, 2 * range AS twice FROM range(3)")
    with pytest.raises(ProblemsError, match="has 3 rows of 2 cells, more than a repository"):
        csv_import.read("rain", file, TODAY, Said())


def test_without_its_engine_a_parquet_file_says_what_to_install(tmp_path, monkeypatch):
    file = parquet(tmp_path, "SELECT 1 AS n")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ProblemsError, match="pip install 'data-explainer"):
        csv_import.read("rain", file, TODAY, Said())


# Large files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("strange", ["", "closed"])
def test_four_times_the_rows_take_about_four_times_as_long(strange):
    def seconds(rows: int) -> float:
        cells = "".join(f"{i},{strange if i % 9 == 8 else i + 0.5}\n" for i in range(rows))
        start = time.process_time()
        with contextlib.suppress(ProblemsError):
            taken(f"place,level\n{cells}")
        return time.process_time() - start

    short, long = (seconds(rows) for rows in (5_000, 20_000))
    assert long < 12 * max(short, 0.25)
