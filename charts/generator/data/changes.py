"""The last refresh that changed each dataset, kept with the data: `data/changes.json`.

It says how many rows were added, from which key to which, and how many values were revised; of
those, the newest with what they were before. An entry holds for the file of one checksum: when
somebody edits that file, its last change is no longer a refresh, and the entry no longer counts.
What earlier refreshes changed is kept too, under "earlier": it was true when it was written.
Under "words" stand the numbers and tests of pages that read differently since: cells alone do not
say what was computed from them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from charts.generator.base.files import write_atomically
from charts.generator.base.problems import ProblemsError, problem
from charts.generator.data.datasets import Dataset

Item = TypeVar("Item")

FILE = "changes.json"
KEPT = 24  # earlier changes of a dataset: two years of months
MOST = 50  # revised values of a dataset: a year of a table, not its whole history
WORDS_KEPT = 12  # of one number or test: a year of months
MOST_WORDS = 300  # of all together: some 40 KB


@dataclass(frozen=True)
class Revision:
    """A value that we held and the publisher has changed."""

    key: tuple[str, ...]
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What the last refresh that changed a dataset changed in it.

    `revised` has the newest of the `values_revised` values, in the order of the file.
    """

    dataset: str
    date: str
    hash: str
    rows_added: int
    first_added: tuple[str, ...]
    last_added: tuple[str, ...]
    values_revised: int
    revised: tuple[Revision, ...]


@dataclass(frozen=True)
class Words:
    """How pages printed a number or told a test, before and after the refreshes of a day.

    The reference of a number is that of its receipt; a test has `claim:NAME`.
    """

    date: str
    reference: str
    before: str
    after: str


def written(folder: Path, package: Mapping[str, Any], new: list[Change]) -> str:
    """Return the file's text after a refresh; entries that no longer count become earlier ones."""
    hashes = {item.get("name"): item.get("hash") for item in package["resources"]}
    old, earlier = _read(folder / FILE), _read(folder / FILE, "earlier")
    known = {change.dataset: change for change in [*old, *new]}
    counting = [known[n] for n in hashes if n in known and known[n].hash == hashes[n]]
    past = [change for change in [*earlier, *old] if change not in counting]
    kept = [change for name in hashes for change in _of(name, past)[-KEPT:]]
    said = {"changes": [asdict(change) for change in counting]}
    if kept:
        said["earlier"] = [asdict(change) for change in kept]
    if told := words(folder):
        said["words"] = [asdict(each) for each in told]
    return _text(said)


def words(folder: Path) -> list[Words]:
    """Return how numbers and tests have read before, the oldest first.

    Raises:
        ProblemsError: if an entry is not of the form.
    """
    return _items(folder / FILE, "words", _words)


def keep_words(folder: Path, new: Iterable[Words], known: Collection[str]) -> None:
    """Add what a refresh made read differently to the file; what no page prints is dropped.

    Args:
        folder: the data folder.
        new: how they read before and after.
        known: the references of all that pages print.
    """
    path = folder / FILE
    found = {(each.date, each.reference): each for each in words(folder)}
    for each in new:
        place = each.date, each.reference
        before = found.get(place, each).before  # of two refreshes of one day, the first knows it
        found[place] = replace(each, before=before)
    kept: dict[str, list[Words]] = {}
    for each in sorted(found.values(), key=lambda each: each.date):
        if each.reference in known and each.before != each.after:
            kept.setdefault(each.reference, []).append(each)
    newest = [each for told in kept.values() for each in told[-WORDS_KEPT:]]
    newest = sorted(newest, key=lambda each: each.date)[-MOST_WORDS:]
    said = _said(path)
    said["words"] = [asdict(each) for each in newest]
    write_atomically(path, _text(said))


def history(folder: Path) -> list[Change]:
    """Return what all refreshes on record changed, the oldest of each dataset first.

    Raises:
        ProblemsError: if an entry is not of the form.
    """
    return [*_read(folder / FILE, "earlier"), *_read(folder / FILE)]


def _of(name: object, found: list[Change]) -> list[Change]:
    return [change for change in found if change.dataset == name]


def load(folder: Path, held: Mapping[str, Dataset]) -> dict[str, Change]:
    """Return the changes that count, by dataset, in the order of the datasets.

    Raises:
        ProblemsError: if an entry is not of the form, or differs from the data.
    """
    path = folder / FILE
    known = {change.dataset: change for change in _read(path)}
    counting = {
        name: known[name]
        for name, dataset in held.items()
        if name in known and known[name].hash == dataset.descriptor["hash"]
    }
    wrong = [
        problem(
            path, f'dataset "{name}": {fault} Run `python -m charts refresh {name}` to renew it.'
        )
        for name, change in counting.items()
        for fault in _faults(change, held[name])
    ]
    if wrong:
        raise ProblemsError(wrong)
    return counting


def _faults(change: Change, dataset: Dataset) -> list[str]:
    """Say where an entry differs from the file that it is about."""
    rows = {tuple(row[name] for name in dataset.key): row for row in dataset.rows}
    keys = [change.first_added, change.last_added] if change.rows_added else []
    found = [f"there is no row {' '.join(key)}, which it says was added." for key in keys
             if key not in rows]  # fmt: skip
    for item in change.revised:
        now = rows.get(item.key, {}).get(item.column)
        if now != item.after:
            where = f"{item.column} {' '.join(item.key)}"
            found.append(f"{where} is {now or 'not there'}, not {item.after or 'empty'}.")
    return found[:5]


def _read(path: Path, part: str = "changes") -> list[Change]:
    return _items(path, part, _change)


def _items(path: Path, part: str, read: Callable[[Mapping[str, Any]], Item]) -> list[Item]:
    """Return the entries of a part of the file; older files have only "changes"."""
    said = _said(path)
    try:
        items = said["changes"] if part == "changes" else said.get(part, [])
        return [read(item) for item in items]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _misformed(path) from None


def _said(path: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"changes": []}
    except (ValueError, RecursionError):
        raise _misformed(path) from None
    return said


def _misformed(path: Path) -> ProblemsError:
    message = "this is not the list of changes that a refresh writes; restore it or delete it."
    return ProblemsError([problem(path, message)])


def _text(said: Mapping[str, Any]) -> str:
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _words(item: Mapping[str, Any]) -> Words:
    """Return an entry of what reads differently.

    Raises:
        KeyError, TypeError: if it is not one.
    """
    return Words(*_texts([item[name] for name in ("date", "reference", "before", "after")]))


def _change(item: Mapping[str, Any]) -> Change:
    """Return an entry of the file.

    Raises:
        KeyError, TypeError, ValueError: if it is not one.
    """
    revised = tuple(
        Revision(_texts(one["key"]), *_texts([one["column"], one["before"], one["after"]]))
        for one in item["revised"]
    )
    counts = item["rows_added"], item["values_revised"]
    if not all(isinstance(count, int) for count in counts) or len(revised) > counts[1]:
        raise ValueError("a count is wrong")
    names = _texts([item["dataset"], item["date"], item["hash"]])
    added = _texts(item["first_added"]), _texts(item["last_added"])
    return Change(names[0], names[1], names[2], counts[0], *added, counts[1], revised)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("not a list of texts")
    return tuple(values)
