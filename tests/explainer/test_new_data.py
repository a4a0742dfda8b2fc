"""A year, and a month, added to every dataset: what then is false or hidden is named by check."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from charts.generator.check.check import check
from charts.generator.data.datasets import NUMBERS, load, stamp
from charts.generator.pages.content import Content
from charts.generator.project import Project


def later(period: str) -> str:
    """Returns the next year or month."""
    if len(period) == 4:
        return str(int(period) + 1)
    count = int(period[:4]) * 12 + int(period[5:])
    return f"{count // 12}-{count % 12 + 1:02d}"


def add_period(folder: Path, calendar: str, percent: float) -> list[str]:
    """Gives every dataset of a calendar its next period, with the last one's values, moved.

    Ranks and codes stay; a dataset by editions gets a new edition too.
    """
    package = json.loads((folder / "datapackage.json").read_text())
    changed = []
    for name, dataset in load(folder, folder.parent / "build" / "validated.txt").items():
        if dataset.calendar != calendar:
            continue
        moved = {
            column
            for column, field in dataset.fields.items()
            if field.type == "number"
            or (field.type in NUMBERS and field.is_amount and "rank" not in column)
        } - {*dataset.key, "partners", "months"}
        newest = max(dataset.columns[dataset.period])
        added = []
        for row in dataset.rows:
            if row[dataset.period] != newest:
                continue
            new = dict(row)
            for column in {dataset.period, "edition"} & {*dataset.key}:
                new[column] = later(row[column])
            for column in moved:
                if row[column]:
                    number = float(row[column]) * (1 + percent / 100)
                    whole = dataset.fields[column].type == "integer"
                    new[column] = str(round(number)) if whole else f"{number:.6g}"
            added.append(new)
        text = io.StringIO()
        writer = csv.DictWriter(text, list(dataset.columns), lineterminator="\n")
        writer.writerows(added)
        content = dataset.path.read_text(encoding="utf-8")
        dataset.path.write_text(content + text.getvalue(), encoding="utf-8")
        for resource in package["resources"]:
            if resource["name"] == name:
                for field in resource["schema"]["fields"]:
                    limits = field.get("constraints", {})
                    if "maximum" in limits and field["name"] in {*dataset.key, *moved}:
                        limits.pop("maximum")
                    if field["name"] in {dataset.period, "edition"}:
                        limits.pop("enum", None)
        changed.append(name)
    (folder / "datapackage.json").write_text(
        json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    )
    stamp(folder, changed)
    return changed


MONTHS = "January February March April May June July August September October November December"
PLANTED = [
    "In {period} it came to {latest}.",
    "It came to {latest} in {period}.",
    "By {period}, after a long slide, U.S. figures were at {latest}.",
    "Of all things, {period} saw {latest}.",
]
HEAD = "---\ntitle: A page\ndescription: Its words.\n---\n\n"


def told(period: str) -> str:
    """Returns a period as people write it."""
    return period if len(period) == 4 else f"{MONTHS.split()[int(period[5:]) - 1]} {period[:4]}"


def plant(project: Project, calendar: str) -> dict[str, str]:
    """Writes sentences about the last cell of each dataset's first column, a page for each."""
    planted = {}
    for name, dataset in project.datasets.items():
        if dataset.calendar != calendar:
            continue
        newest = max(dataset.columns[dataset.period])
        row = next(row for row in dataset.rows if row[dataset.period] == newest)
        column = next(c for c in dataset.fields if dataset.fields[c].is_amount and row[c])
        where = {key: row[key] for key in dataset.key} | {dataset.period: "latest"}
        where |= {"edition": "latest"} if "edition" in where else {}
        cell = ", ".join(f'{key}="{value}"' for key, value in where.items())
        latest = f'{{{{ value("{name}", "{column}", {cell}) }}}}'
        for number, text in enumerate(PLANTED):
            file = f"about/new-{name.replace('_', '-')}-{number}.md"
            text = text.format(period=told(newest), latest=latest)
            (project.docs / file).write_text(f"{HEAD}{text}\n", encoding="utf-8")
            planted[file] = text
    return planted


def test_a_typed_period_beside_the_latest_number_of_any_dataset_is_warned_of_while_it_is_true(
    explainer,
):
    planted = plant(explainer, "year") | plant(explainer, "month")
    report = check(Project(explainer.root))
    assert report.problems == []
    warned = {warning.path.rpartition("docs/")[2] for warning in report.warnings}
    assert [text for file, text in planted.items() if file not in warned] == []


@pytest.mark.parametrize("percent", [5, -20])
@pytest.mark.parametrize("calendar", ["year", "month"])
def test_a_typed_period_beside_the_latest_number_of_any_dataset_is_an_error_once_it_is_false(
    explainer, calendar, percent
):
    planted = plant(explainer, calendar)
    add_period(explainer.data, calendar, percent)
    report = check(Project(explainer.root))
    wrong = {problem.path.rpartition("docs/")[2] for problem in report.problems}
    assert [text for file, text in planted.items() if file not in wrong] == []


@pytest.mark.parametrize("calendar", ["year", "month"])
def test_each_cell_of_what_was_the_last_period_is_named_as_hiding_newer_data(explainer, calendar):
    last = {
        name: (dataset.period, max(dataset.columns[dataset.period]))
        for name, dataset in explainer.datasets.items()
        if dataset.period
    }
    changed = add_period(explainer.data, calendar, 5)
    project = Project(explainer.root)
    warnings = [str(warning) for warning in check(project).warnings]
    content = Content(project)
    cells, unnamed = 0, []
    for page in content.pages.values():
        for span in page.spans:
            name = re.match(r'\{\{\s*value\("(\w+)"', span.text)
            pinned = page.meta.get("pinned") or {}
            if not name or span.kind != "macro" or name[1] not in changed or name[1] in pinned:
                continue
            column, period = last[name[1]]
            if re.search(rf'\b{column}=\s*"?{period}"?[,)\s]', span.text):
                line = page.text.count("\n", 0, span.start) + 1
                cells += 1
                also = (
                    rf'(?:{line}:.*"{name[1]}"|.*"{name[1]}".*\(lines? .*\b{line}\b.* stops? there)'
                )
                here = f"{page.name}:{also}"
                unnamed += [] if any(re.search(here, w) for w in warnings) else [(page.name, line)]
    assert cells > 0
    assert unnamed == []
