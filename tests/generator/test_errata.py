"""A correction of a publisher's mistake holds as long as the publisher prints the mistake."""

import json
from pathlib import Path
from typing import Any

import pytest

from charts.generator.base.http_client import Client
from charts.generator.check.check import check
from charts.generator.data import errata
from charts.generator.data.refresh import Outcome, renew
from charts.generator.data.renewal import Refusal, Renewal
from charts.generator.pages.blocks import Blocks, Pictures
from charts.generator.pages.content import Content
from charts.generator.project import Project

PACKAGE = "data/datapackage.json"
SLIP: dict[str, Any] = {
    "where": {"year": 1996}, "column": "days", "printed": 3660, "meant": 366,
    "why": "A nought too many.",
}  # fmt: skip


def declare(*corrections: object) -> None:
    package = json.loads(Path(PACKAGE).read_text())
    package["resources"][1] |= {"errata": list(corrections), "fetcher": "office"}
    Path(PACKAGE).write_text(json.dumps(package, indent=2))


def refreshed(project: Project, lines: str, *, accept: bool = False) -> Outcome:
    """Renews the lengths of years from a publisher whose rows a function changes."""
    (project.data / "fetch").mkdir(exist_ok=True)
    (project.data / "fetch" / "office.py").write_text(
        '"""An office."""\n\n\ndef year_lengths(held):\n    """Return its rows."""\n'
        f"    {lines}\n    return held\n"
    )
    held = Project(project.root).datasets
    client = Client(project.build / "fetched")
    ((found,),) = renew(held, project.data, ["year_lengths"], client, accept=accept)
    return found


def prints(days: object) -> str:
    return f'held.loc[held["year"] == "1996", "days"] = {str(days)!r}'


def test_a_mistake_that_the_publisher_still_prints_is_corrected(small):
    declare(SLIP)
    for days in (3660, "3660.0"):
        found = refreshed(small, prints(days))
        assert isinstance(found, Renewal), found
        assert not found.changed


def test_a_fetcher_that_keeps_old_rows_gets_them_as_they_were_printed(small):
    declare(SLIP)
    found = refreshed(small, 'assert held["days"][1] == "3660"')
    assert isinstance(found, Renewal), found
    assert not found.changed


@pytest.mark.parametrize("accept", [False, True])
def test_a_mistake_that_the_publisher_has_mended_needs_no_correction_any_more(small, accept):
    declare(SLIP)
    found = refreshed(small, prints(366), accept=accept)
    assert isinstance(found, Refusal)
    assert found.problem.message == (
        "the old data are kept. The publisher has mended 1996 days: it was 3660 and is 366 now. "
        'Delete that correction from "errata" of "year_lengths" in datapackage.json, and run this '
        "again."
    )


def test_a_correction_is_not_applied_to_another_value(small):
    declare(SLIP)
    found = refreshed(small, prints(365))
    assert isinstance(found, Refusal)
    assert 'The correction of 1996 days expects "3660" and finds "365".' in found.problem.message


def test_the_page_of_a_dataset_shows_what_was_corrected_and_why(small):
    declare(SLIP)
    content = Content(Project(small.root))
    page = content.pages["data/index.md"]
    shown = str(Blocks(content, page, Pictures({}, "")).dataset("year_lengths"))
    said = "1996, Length: 366, where the publisher has 3660. A nought too many."
    assert f"<dt>Corrected</dt><dd>{said}</dd>" in shown


BAD = {
    "no list": (SLIP, [], '"errata" should be a list of corrections'),
    "no object": (["1996"], [0], "a correction should be written like"),
    "a part is missing": ([{"column": "days"}], [0], "a correction should be written like"),
    "no reason": ([SLIP | {"why": ""}], [0], "a correction should be written like"),
    "a misspelt column": ([SLIP | {"column": "day"}], [0], 'did you mean "days"?'),
    "a column of the key": ([SLIP | {"column": "year"}], [0], 'there is no column "year"'),
    "a column that is no text": ([SLIP | {"column": ["days"]}], [0], "there is no column"),
    "a row by another column": (
        [SLIP | {"where": {"kind": "leap"}}], [0], '"where" should name the row by its key: year.',
    ),
    "a row that is not there": ([SLIP | {"where": {"year": 1066}}], [0], "no row fits 1066."),
    "nothing corrected": (
        [SLIP | {"printed": 366.0}], [0], '"printed" and "meant" are the same',
    ),
    "the file has what was printed": (
        [SLIP | {"printed": 366, "meant": 365}], [0],
        '1996 days should be what is meant, 365; the file has "366".',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("stated", "keys", "said"), BAD.values(), ids=BAD)
def test_a_correction_that_fits_no_cell_is_told(small_built, stated, keys, said):
    dataset = small_built.datasets["year_lengths"]
    changed = type(dataset)(
        dataset.name, dataset.path, dict(dataset.descriptor) | {"errata": stated}, dataset.columns
    )
    ((where, message),) = errata.faults(changed)
    assert where == ["errata", *keys]
    assert said in message


def test_a_correction_that_fits_no_cell_stops_the_check_at_its_line(small):
    declare(SLIP, SLIP | {"column": "day"})
    (problem,) = check(Project(small.root)).problems
    lines = Path(PACKAGE).read_text().splitlines()
    assert '"column": "day"' in "".join(lines[problem.line - 1 : problem.line + 5])
