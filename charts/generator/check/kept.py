"""Keeps what a check found, so that the next examines only what may have changed since.

It goes by contents, never by dates. What is kept for the whole explainer belongs to the contents
of all its files; what is kept for a page, to the page's own text, to what the checks of one page
read of the others and of the data, and to every other file; that all charts can be drawn, to every
file but the pages that are not a chart's. All belong to the generator, the libraries, the day and
the place that problems name too. The explainer's Python is taken to depend on nothing else, as it
is for charts. The file in `build/` may be deleted at any time.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from charts.generator.base.clock import today
from charts.generator.base.environment import ADDRESS
from charts.generator.base.files import content_of, write_atomically
from charts.generator.base.problems import Problem
from charts.generator.base.tools import tools
from charts.generator.check.kept_pages import KeptPages, fingerprint
from charts.generator.check.report import CheckReport, PageReport
from charts.generator.project import Project

FILE = "checked.txt"  # under build/


@dataclass(frozen=True)
class Inputs:
    """The fingerprints of all that a check reads.

    `shared` is of all but the texts of pages, `code` of all but those and the data, `drawings` of
    all that charts are made of.
    """

    everything: str
    shared: str
    code: str
    drawings: str
    saved: tuple[int, ...]  # when each file was saved last: one may change and change back


@dataclass(frozen=True)
class Kept:
    """What the last check found: its inputs, its report, and those of its pages.

    `whole` says whether the report knows of the drawings. `drawable` is their fingerprint, if all
    were without a fault.
    """

    inputs: Inputs
    report: CheckReport
    pages: KeptPages
    whole: bool
    drawable: str


_NOTHING = Inputs("", "", "", "", ())
_DAMAGE = (OSError, ValueError, LookupError, TypeError)


def check(project: Project, *, draw: bool = True) -> CheckReport:
    """Return everything that is wrong with an explainer and its drawings.

    Only what may have changed is examined, and drawn.

    Args:
        project: the explainer.
        draw: whether to draw the charts, to know whether all can be drawn. A build draws them
            itself, and says so: see `drawn`.
    """
    file, before = project.build / FILE, _inputs(project)
    kept = _read(file, before)
    if kept.inputs.everything == before.everything and (kept.whole or not draw):
        return kept.report
    # Imported here because it takes the longest.
    from charts.generator.check.check import check as examine
    from charts.generator.check.undrawn import undrawn
    from charts.generator.check.unpainted import unpainted_cards

    report = examine(project, kept.pages)
    drawable, again = kept.drawable, False
    # Without an evaluator, the data, the code or the words can't even be read.
    if report.evaluator:
        faults: list[Problem] = []
        unpainted = [*unpainted_cards(report.evaluator.content)]
        if drawable != before.drawings and draw:
            faults, of_charts = undrawn(report.evaluator.content)
            drawable = "" if faults or of_charts else before.drawings
            unpainted += of_charts
        warnings = sorted({*report.warnings, *unpainted})
        report = replace(report, problems=sorted({*report.problems, *faults}), warnings=warnings)
        # What a font is missing for, the next check asks again: one may be installed meanwhile.
        again = bool(unpainted)
    whole = (draw and not again) or drawable == before.drawings
    found = Kept(_NOTHING if again else before, report, kept.pages, whole, drawable)
    if _inputs(project) == before:  # and nothing was saved meanwhile
        with suppress(OSError):  # a folder that can't be written to
            _write(file, found)
    return report


def drawn(project: Project) -> None:
    """Keep that a build has drawn all charts, so that the next check need not.

    Nothing is kept if anything was saved since the check with which the build began.
    """
    file, now = project.build / FILE, _inputs(project)
    try:
        made = _open(file)
        same = _known(made) == now
    except _DAMAGE:
        return
    if same:
        _seal(file, made | {"whole": True, "drawable": now.drawings})


def _inputs(project: Project) -> Inputs:
    # Problems name files as they are seen from the current folder, if they are in it.
    root, here = project.root, Path.cwd()
    seen = root.relative_to(here) if root.is_relative_to(here) else root
    when = [today(), datetime.datetime.now(datetime.UTC).date()]
    shared = [str(part).encode() for part in [seen, *when, os.environ.get(ADDRESS)]]
    shared += tools()
    texts: list[bytes] = []
    data: list[bytes] = []
    of_charts: list[bytes] = []
    saved: list[int] = []
    for entry in _files(str(root), {project.config.name, "docs", "data", "charts"}):
        place = entry.path[len(f"{root}/") :]
        parts = data if place.startswith("data/") else shared
        parts += [place.encode(), str(entry.stat(follow_symlinks=False).st_mode).encode()]
        if entry.is_file():
            saved.append(entry.stat().st_mtime_ns)
            is_page = place.startswith("docs/") and place.endswith(".md")
            found = fingerprint([content_of(entry.path)]).encode()
            (texts if is_page else parts).append(found)
            if is_page and place.split("/")[-2] == "charts":
                of_charts.append(found)
    code = fingerprint(shared)
    rest = fingerprint([code.encode(), *data])
    everything = fingerprint([rest.encode(), *texts])
    drawings = fingerprint([rest.encode(), *of_charts])
    return Inputs(everything, rest, code, drawings, tuple(saved))


def _files(folder: str, names: Collection[str] = ()) -> Iterator[os.DirEntry[str]]:
    """Yield what is in a folder and its subfolders, sorted; of its own entries only some, if named.

    A folder that is named may be a link to elsewhere.
    """
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name != "__pycache__" and (not names or entry.name in names):
                yield entry
                if entry.is_dir(follow_symlinks=bool(names)):
                    yield from _files(entry.path)


def _read(file: Path, now: Inputs) -> Kept:
    """Return what is kept; nothing if the file is missing or damaged."""
    try:
        made = _open(file)
        found = {
            key: PageReport(_problems(wrong), _problems(soon), _problems(idle), *map(tuple, used))
            for key, (wrong, soon, idle, *used) in made["pages"].items()
        }
        report = CheckReport(list(_problems(made["problems"])), list(_problems(made["warnings"])))
        pages = KeptPages(now.shared, now.code, found, made["read"], made["outlines"])
        return Kept(_known(made), report, pages, bool(made["whole"]), str(made["drawable"]))
    except _DAMAGE:
        pages = KeptPages(now.shared, now.code, {}, {}, {})
        return Kept(_NOTHING, CheckReport([]), pages, False, "")


def _open(file: Path) -> dict[str, Any]:
    """Return what a file holds; raises one of _DAMAGE if it is missing or damaged."""
    seal, _, text = file.read_text(encoding="utf-8").partition("\n")
    if seal != fingerprint([text.encode()]):
        raise ValueError(seal)
    made: dict[str, Any] = json.loads(text)
    return made


def _known(made: dict[str, Any]) -> Inputs:
    everything, shared, code, drawings, saved = made["inputs"]
    return Inputs(everything, shared, code, drawings, tuple(saved))


def _problems(found: list[Any]) -> tuple[Problem, ...]:
    return tuple(Problem(*each) for each in found)


def _write(file: Path, found: Kept) -> None:
    _seal(
        file,
        {
            "inputs": astuple(found.inputs),
            "whole": found.whole,
            "drawable": found.drawable,
            "problems": [astuple(each) for each in found.report.problems],
            "warnings": [astuple(each) for each in found.report.warnings],
            "pages": {key: astuple(one) for key, one in found.pages.reports.items()},
            "read": found.pages.read,
            "outlines": found.pages.outlines,
        },
    )


def _seal(file: Path, made: dict[str, Any]) -> None:
    text = json.dumps(made)
    write_atomically(file, f"{fingerprint([text.encode()])}\n{text}")
