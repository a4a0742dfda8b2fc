"""A dataset says how far it was processed, and its licences follow from its sources."""

import json
from pathlib import Path
from typing import Any

import pytest

from charts.generator.check.check import check
from charts.generator.data import terms
from charts.generator.project import Project

PACKAGE = "data/datapackage.json"
BY, BY_SA, ODBL, ND = "CC-BY-4.0", "CC-BY-SA-4.0", "ODbL-1.0", "CC-BY-ND-4.0"


def resource(
    processing: object, licences: list[Any], sources: list[Any], **more: object
) -> dict[str, Any]:
    """Makes a resource from the names of its licences, and the licence of each source."""
    given = {"processing": processing} if processing is not None else {}
    return {
        **given,
        "licenses": [
            {"title": str(name)} | ({} if name is None else {"name": name}) for name in licences
        ],
        "sources": [
            {"title": f"Table {n}", "publisher": f"Office {n}"}
            | ({} if name is None else {"license": name})
            for n, name in enumerate(sources)
        ],
        **more,
    }


FINE = {
    "one licence, which its sources need not name": ("computed", [BY], [None, None]),
    "a licence without a name": ("as published", [None], [None]),
    "a licence for each source": ("computed", [BY, ODBL], [ODBL, BY]),
    "a source under two licences": ("collected", [BY, ODBL], [[BY, ODBL]]),
    "values as they are, where changed ones are not allowed": ("as published", [ND], [None]),
    "rows side by side, each under its own licence": ("collected", [BY_SA, ODBL], [BY_SA, ODBL]),
    "one licence that wants the result alike": ("computed", [BY, BY_SA], [BY, BY_SA]),
    "a blank, which is reported as such": ("FILL: computed or not", ["FILL: name"], [None]),
}

BAD = {
    "no processing": (
        None, [BY], [None], [], '"processing" is missing; how far were the values processed?',
    ),
    "a misspelt one": ("computd", [BY], [None], ["processing"], 'did you mean "computed"?'),
    "one that is no text": (["computed"], [BY], [None], ["processing"], "there is no way"),
    "two licences without a name": (
        "computed", [BY, None], [BY, BY], ["licenses", 1], 'the licence needs a "name"',
    ),
    "a name that is no text": ("computed", [5], [None], ["licenses", 0], 'needs a "name"'),
    "two licences of one name": (
        "computed", [BY, BY], [BY, BY], ["licenses", 0], f'two licences have the name "{BY}"',
    ),
    "a source that names none of several": (
        "computed", [BY, ODBL], [BY, None], ["sources", 1, "license"],
        'which licence is "Table 1" under?',
    ),
    "a source whose terms the dataset leaves out": (
        "computed", [BY], [BY, "ODbL-1.O"], ["sources", 1, "license"],
        f'there is no licence "ODbL-1.O". There are: {BY}.',
    ),
    "a source whose licence is a number": (
        "computed", [BY, ODBL], [[BY, ODBL], 5], ["sources", 1, "license"], "which licence is",
    ),
    "a licence that no source is under": (
        "computed", [BY, ODBL], [BY, BY], ["licenses", 1],
        f'no source is under the licence "{ODBL}"',
    ),
    "numbers computed from what may not be changed": (
        "computed", [ND], [None], ["licenses", 0], f'"{ND}" allows no changed versions',
    ),
    "units changed where nothing may be": (
        "reshaped", [BY, "CC-BY-NC-ND-4.0"], [BY, "CC-BY-NC-ND-4.0"], ["licenses", 1],
        "allows no changed versions",
    ),
    "two licences that each want the whole": (
        "computed", [BY_SA, ODBL], [BY_SA, ODBL], ["licenses", 1],
        f'"{BY_SA}" and "{ODBL}" each want the result under themselves',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("processing", "licences", "sources"), FINE.values(), ids=FINE)
def test_terms_that_fit_are_taken(processing, licences, sources):
    assert list(terms.faults(resource(processing, licences, sources))) == []


@pytest.mark.parametrize(
    ("processing", "licences", "sources", "keys", "said"), BAD.values(), ids=BAD
)
def test_terms_that_contradict_each_other_are_told(processing, licences, sources, keys, said):
    ((where, message),) = terms.faults(resource(processing, licences, sources))
    assert where == keys
    assert said in message


def test_readers_see_which_publishers_part_is_under_which_licence():
    held = resource("computed", [BY, ODBL], [BY, ODBL, ODBL])
    by, odbl = held["licenses"]
    assert terms.sources_of(by, held) == ["Office 0"]
    assert terms.sources_of(odbl, held) == ["Office 1", "Office 2"]
    alone = resource("computed", [BY], [None])
    assert terms.sources_of(alone["licenses"][0], alone) == []


def test_a_contradiction_stops_the_check_at_its_line(small):
    package = json.loads(Path(PACKAGE).read_text())
    package["resources"][1]["licenses"][0]["name"] = ND
    Path(PACKAGE).write_text(json.dumps(package, indent=2))
    (problem,) = check(Project(small.root)).problems
    lines = Path(PACKAGE).read_text().splitlines()
    assert ND in lines[problem.line]  # the licence begins a line above its name
    assert problem.message.startswith(f'dataset "year_lengths": the licence "{ND}"')
