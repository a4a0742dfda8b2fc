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
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from charts.generator.base.clock import today
from charts.generator.base.explainer_code import describe, line_in, load_module
from charts.generator.base.files import digest
from charts.generator.base.http_client import Client, FetchError
from charts.generator.base.problems import Problem, ProblemsError, problem, unknown
from charts.generator.data import datasets, errata, identities, plausibility
from charts.generator.data.datasets import Dataset, read_package, text_of
from charts.generator.data.errata import NotAsPrintedError
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
    *,
    accept: bool,
) -> Iterator[Renewal | Problem]:
    """Fetch datasets, one after the other.

    Args:
        held: the datasets as they are.
        folder: the data folder, with the fetchers in `fetch/`.
        names: those to renew; if empty, all that have a fetcher.
        client: fetches the files.
        accept: whether to take new data that are hard to believe, such as large revisions.

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
    for group in _groups(names or list(known), held):
        found = [*_fetched(group, held, folder, client, modules, accept=accept)]
        yield from found if accept else _agreeing(found, held)


def _groups(names: list[str], held: Mapping[str, Dataset]) -> list[list[str]]:
    """Return names in groups that identities tie together, which are judged together."""
    groups = {name: [name] for name in names}
    for identity in identities.declared(held):
        one, other = groups.get(identity.dataset.name), groups.get(identity.other.name)
        if one and other and one is not other:
            one += other
            groups |= dict.fromkeys(other, one)
    return list({id(group): group for group in groups.values()}.values())


def _fetched(
    names: list[str],
    held: Mapping[str, Dataset],
    folder: Path,
    client: Client,
    modules: dict[str, ModuleType],
    *,
    accept: bool,
) -> Iterator[Renewal | Problem]:
    """Fetch datasets and judge each by itself."""
    for name in names:
        old = held[name]
        path = folder / "fetch" / f"{old.descriptor['fetcher']}.py"
        try:
            if path.stem not in modules:
                modules[path.stem] = load_module(path)
            function = getattr(modules[path.stem], name, None)
            if function is None:
                message = f'add a function {name}(client); without it, "{name}" can\'t be renewed.'
                raise ProblemsError([problem(path, message)])
            yield _renew_one(old, function, client, accept=accept)
        except (FetchError, _Refused, NotAsPrintedError) as error:
            yield problem(old.path, f"the old data are kept. {error}")
        except ProblemsError as error:
            yield from error.problems
        except Exception as error:
            # A changed form can break a parser in any way; the other datasets are still renewed.
            message = f"the old data are kept. The answer can't be read: {describe(error)}"
            yield problem(path, message, line_in(error, path))


def _agreeing(
    found: list[Renewal | Problem], held: Mapping[str, Dataset]
) -> Iterator[Renewal | Problem]:
    """Hold back the renewals that would break an identity."""
    new = {item.new.name: item.new for item in found if isinstance(item, Renewal)}
    wrong: dict[str, list[str]] = {}
    for identity in identities.declared({**held, **new}):
        pair = {identity.dataset.name, identity.other.name}
        said = [f"in {identity.dataset.name}, {it}" for it in identities.differences(identity)]
        for name in pair & set(new):
            wrong.setdefault(name, []).extend(said)
    for item in found:
        doubts = wrong.get(item.new.name) if isinstance(item, Renewal) else None
        if isinstance(item, Renewal) and doubts:
            yield problem(item.old.path, f"the old data are kept. {_doubtful(doubts)}")
        else:
            yield item


def _doubtful(doubts: list[str]) -> str:
    """Say what a person should look at before new data are taken."""
    shown = "; ".join(doubts[:5]) + (f"; and {len(doubts) - 5} more" if len(doubts) > 5 else "")
    return (
        f"The new data are hard to believe: {shown}. Compare them with what the publisher shows; "
        "if they are right, run this again with --accept."
    )


class _Refused(Exception):
    """Says why new rows are rejected."""


def _renew_one(
    old: Dataset,
    function: Callable[..., pd.DataFrame],
    client: Client,
    *,
    accept: bool,
) -> Renewal:
    known = {"client": client, "held": errata.as_printed(old)}
    frame = function(**{name: known[name] for name in inspect.signature(function).parameters})
    columns = list(old.fields)
    if sorted(frame.columns) != sorted(columns):
        raise _Refused(
            f"Expected the columns {', '.join(columns)}; got {', '.join(frame.columns)}."
        )
    text = errata.corrected(old, frame[columns].map(text_of))
    text = text.sort_values(old.key, kind="stable")
    text = _in_old_order(old, text)
    new = _dataset(old, text.to_csv(index=False, lineterminator="\n"))
    before, after = _by_key(old), _by_key(new)
    lost = [key for key in before if key not in after]
    if lost:
        shown = ", ".join(map(" ".join, lost[:5]))
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        raise _Refused(f"The new data lack rows that we have: {shown}{more}.")
    renewal = Renewal(old, new, [key for key in after if key not in before])
    when = plausibility.arrival(new)
    # An edition may carry the name of the coming year.
    now = str(today().year + 1) if when == "edition" else today().isoformat()
    if when and new.last > now[: len(new.last)]:
        raise _Refused(f"The new data have the {when} {new.last}, which has not come yet.")
    tolerance = float(old.descriptor.get("revision_tolerance", TOLERANCE))
    doubts = []
    for key, row in before.items():
        for column, was in row.items():
            now = after[key][column]
            if was == now or column == VINTAGE:
                continue  # a row's vintage changes whenever it is fetched again
            renewal.revised.append((" ".join(key), column, was, now))
            if _share(was, now) > tolerance:
                doubts.append(f"{' '.join(key)} {column}: {was} → {now}")
    doubts += plausibility.doubts(old, new)
    if doubts and not accept:
        raise _Refused(_doubtful(doubts))
    return renewal


def _dataset(old: Dataset, text: str) -> Dataset:
    """Return rows as a dataset with the old one's schema, or refuse them if they don't fit."""
    descriptor: dict[str, Any] = copy.deepcopy(dict(old.descriptor))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / old.path.name
        path.write_text(text, encoding="utf-8", newline="")
        descriptor |= {"hash": digest(path), "bytes": path.stat().st_size}
        descriptor["retrieved"] = today().isoformat()
        package = {"name": "new", "resources": [descriptor]}
        (Path(folder) / DATAPACKAGE).write_text(json.dumps(package), encoding="utf-8")
        try:
            new = datasets.load(Path(folder))[old.name]
        except ProblemsError as error:
            said = "; ".join(f"line {p.line}: {p.message}" for p in error.problems[:3])
            raise _Refused(f"The new data do not fit the schema: {said}") from None
    dated = VINTAGE in new.fields
    vintage = max(new.texts[VINTAGE]) if dated else today().isoformat()[:7]
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


def month_served(modified: str) -> str:
    """Return the month of a publisher's Last-Modified date; this month if it gave no past one."""
    this_month = today().isoformat()[:7]
    try:
        return min(parsedate_to_datetime(modified).strftime("%Y-%m"), this_month)
    except (TypeError, ValueError):
        return this_month


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


def _by_key(dataset: Dataset) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the rows of a dataset by their keys, as its file writes them."""
    rows = [
        dict(zip(dataset.texts.columns, map(str, row), strict=True))
        for row in dataset.texts.itertuples(index=False, name=None)
    ]
    return {tuple(row[name] for name in dataset.key): row for row in rows}
