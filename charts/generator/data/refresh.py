"""Renews datasets from their publishers, and replaces none before the new data are checked.

An explainer's `data/fetch/` has one module for each publisher, which a dataset names as its
`"fetcher"`. The module has one function for each dataset, with the dataset's name: given a client,
it returns the rows that the publisher serves now, in the columns of the dataset's schema. If a
publisher serves only its latest edition, the function takes the rows `held` too, and returns both.
"""

from __future__ import annotations

import copy
import inspect
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from charts.generator.base.explainer_code import describe, line_in, load_module
from charts.generator.base.files import digest
from charts.generator.base.http_client import Client, FetchError
from charts.generator.base.problems import Problem, ProblemsError, problem, unknown
from charts.generator.data import datasets
from charts.generator.data.datasets import Dataset, read_package, text_of
from charts.generator.data.validation import DATAPACKAGE

# Unless a dataset has its own "revision_tolerance", its old values may change by this share before
# somebody has to accept the revisions.
TOLERANCE = 0.05

# The column that says when the publisher served the copy that a row was read from.
VINTAGE = "vintage"


@dataclass(frozen=True)
class Renewal:
    """What a publisher serves now for a dataset, compared with what we have."""

    old: Dataset
    new: Dataset
    added: list[tuple[str, ...]] = field(default_factory=list)
    revised: list[tuple[str, str, str, str]] = field(default_factory=list)  # row, column, old, new

    @property
    def changed(self) -> bool:
        """Return whether any cell differs."""
        return bool(self.added or self.revised)


def renewable(held: Mapping[str, Dataset]) -> dict[str, Dataset]:
    """Return the datasets that have a fetcher, by name."""
    return {n: d for n, d in held.items() if d.descriptor.get("fetcher")}


def renew(
    held: Mapping[str, Dataset],
    folder: Path,
    names: list[str],
    client: Client,
    today: date,
    *,
    accept_revisions: bool,
) -> Iterator[Renewal | Problem]:
    """Fetch datasets, one after the other.

    Args:
        held: the datasets as they are.
        folder: the data folder, with the fetchers in `fetch/`.
        names: those to renew; if empty, all that have a fetcher.
        client: fetches the files.
        today: the date of retrieval.
        accept_revisions: whether old values may change by more than their tolerance.

    Returns:
        For each dataset its renewal, or the problem that prevented it.

    Raises:
        ProblemsError: if a name is unknown, or a dataset has no fetcher.
    """
    known = renewable(held)
    problems = []
    for name in names:
        if name not in held:
            message = unknown("dataset", name, held)
            problems.append(problem(folder / DATAPACKAGE, message))
        elif name not in known:
            how = held[name].descriptor["refresh"]
            problems.append(problem(held[name].path, f"this dataset is renewed by hand. {how}"))
    if problems:
        raise ProblemsError(problems)
    modules: dict[str, ModuleType] = {}
    for name in names or known:
        old = known[name]
        path = folder / "fetch" / f"{old.descriptor['fetcher']}.py"
        try:
            if path.stem not in modules:
                modules[path.stem] = load_module(path)
            function = getattr(modules[path.stem], name, None)
            if function is None:
                message = f'add a function {name}(client); without it, "{name}" can\'t be renewed.'
                raise ProblemsError([problem(path, message)])
            yield _renew_one(old, function, client, today, accept_revisions)
        except (FetchError, _Refused) as error:
            yield problem(old.path, f"the old data are kept. {error}")
        except ProblemsError as error:
            yield from error.problems
        except Exception as error:
            # A changed form can break a parser in any way; the other datasets are still renewed.
            message = f"the old data are kept. The answer can't be read: {describe(error)}"
            yield problem(path, message, line_in(error, path))


class _Refused(Exception):
    """Says why new rows are rejected."""


def _renew_one(
    old: Dataset,
    function: Callable[..., pd.DataFrame],
    client: Client,
    today: date,
    accept_revisions: bool,
) -> Renewal:
    known = {"client": client, "held": old.texts}
    frame = function(**{name: known[name] for name in inspect.signature(function).parameters})
    columns = list(old.fields)
    if sorted(frame.columns) != sorted(columns):
        raise _Refused(
            f"Expected the columns {', '.join(columns)}; got {', '.join(frame.columns)}."
        )
    text = frame[columns].map(text_of).sort_values(old.key, kind="stable")
    text = _in_old_order(old, text)
    new = _dataset(old, text.to_csv(index=False, lineterminator="\n"), today)
    before, after = _by_key(old), _by_key(new)
    lost = [key for key in before if key not in after]
    if lost:
        shown = ", ".join(map(" ".join, lost[:5]))
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        raise _Refused(f"The new data lack rows that we have: {shown}{more}.")
    renewal = Renewal(old, new, [key for key in after if key not in before])
    tolerance = float(old.descriptor.get("revision_tolerance", TOLERANCE))
    wild = []
    for key, row in before.items():
        for column, was in row.items():
            now = after[key][column]
            if was == now or column == VINTAGE:
                continue  # a row's vintage changes whenever it is fetched again
            renewal.revised.append((" ".join(key), column, was, now))
            if _share(was, now) > tolerance:
                wild.append(f"{' '.join(key)} {column}: {was} → {now}")
    if wild and not accept_revisions:
        shown = "; ".join(wild[:5]) + (f" and {len(wild) - 5} more" if len(wild) > 5 else "")
        raise _Refused(
            f"Values changed by more than {tolerance:.0%}: {shown}.{_common_factor(renewal)} If "
            "the publisher says that it revised them, run this again with --accept-revisions."
        )
    return renewal


def _dataset(old: Dataset, text: str, today: date) -> Dataset:
    """Return rows as a dataset with the old one's schema, or refuse them if they don't fit."""
    descriptor: dict[str, Any] = copy.deepcopy(dict(old.descriptor))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / old.path.name
        path.write_text(text, encoding="utf-8", newline="")
        descriptor |= {"hash": digest(path), "bytes": path.stat().st_size}
        descriptor["retrieved"] = today.isoformat()
        package = {"name": "new", "resources": [descriptor]}
        (Path(folder) / DATAPACKAGE).write_text(json.dumps(package), encoding="utf-8")
        try:
            new = datasets.load(Path(folder))[old.name]
        except ProblemsError as error:
            said = "; ".join(f"line {p.line}: {p.message}" for p in error.problems[:3])
            raise _Refused(f"The new data do not fit the schema: {said}") from None
    dated = VINTAGE in new.fields
    vintage = max(new.texts[VINTAGE]) if dated else today.isoformat()[:7]
    new.descriptor["vintage"] = vintage  # type: ignore[index]
    new.descriptor["sources"][0]["vintage"] = vintage
    return Dataset(new.name, old.path, new.descriptor, new.columns, new.digest)


def _in_old_order(old: Dataset, text: pd.DataFrame) -> pd.DataFrame:
    """Return rows in the order of the old file, each new one after the rows that sort before it."""
    place = {key: i for i, key in enumerate(old.texts[old.key].itertuples(index=False, name=None))}
    order, last = [], -1
    for key in text[old.key].itertuples(index=False, name=None):
        last = max(last, place.get(key, last))
        order.append(place.get(key, last))
    return text.iloc[pd.Series(order).argsort(kind="stable")]


def save(folder: Path, renewals: list[Renewal]) -> None:
    """Write renewed datasets with their metadata: all of them or none, even after a crash.

    The new files are complete in a folder next to the old ones before the first is replaced; after
    a crash, `datasets.recover` replaces the rest.
    """
    package = read_package(folder)
    changed = {renewal.new.name: renewal.new for renewal in renewals if renewal.changed}
    if not changed:
        return
    package["resources"] = [
        dict(changed[item["name"]].descriptor) if item["name"] in changed else item
        for item in package["resources"]
    ]
    new = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
    for dataset in changed.values():
        text = dataset.texts.to_csv(index=False, lineterminator="\n")
        (new / dataset.path.name).write_text(text, encoding="utf-8", newline="")
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (new / DATAPACKAGE).write_text(text, encoding="utf-8")
    new.rename(folder / datasets.COMPLETE)
    datasets.recover(folder)


def month_served(modified: str, today: date) -> str:
    """Return the month of a publisher's Last-Modified date, or this month if it gave none."""
    try:
        return parsedate_to_datetime(modified).strftime("%Y-%m")
    except (TypeError, ValueError):
        return today.isoformat()[:7]


def _share(was: str, now: str) -> float:
    """Return the share by which a value changed; infinity if it is not a number."""
    try:
        a, b = float(was or "nan"), float(now or "nan")
    except ValueError:
        return float("inf")
    if a == b:
        return 0.0
    if not (a == a and b == b):
        return 0.0 if was == "" else float("inf")
    return abs(b - a) / abs(a) if a else float("inf")


def _common_factor(renewal: Renewal) -> str:
    """Say so if every value was multiplied by the same number, as when the unit has changed."""
    factors = {
        round(float(now) / float(was), 3)
        for _, column, was, now in renewal.revised
        if renewal.old.fields[column].type == "number" and float(was or 0)
    }
    if len(factors) != 1 or len(renewal.revised) < 3:
        return ""
    return f" All are {factors.pop():,g} times what they were: has the unit changed?"


def _by_key(dataset: Dataset) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the rows of a dataset by their keys, as its file writes them."""
    rows = [
        dict(zip(dataset.texts.columns, map(str, row), strict=True))
        for row in dataset.texts.itertuples(index=False, name=None)
    ]
    return {tuple(row[name] for name in dataset.key): row for row in rows}
