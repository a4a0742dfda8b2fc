"""Renews datasets from their publishers, and replaces none before the new data are checked.

One dataset never costs another: each is fetched and judged in a process of its own, within bounds
of time and memory, and saved as soon as it is accepted. Only datasets that identities tie together
wait for one another.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from charts.generator.base import bounded
from charts.generator.base.http_client import Client
from charts.generator.base.problems import ProblemsError, problem, unknown
from charts.generator.data import changes, datasets, identities, queries
from charts.generator.data.changes import Change
from charts.generator.data.datasets import Dataset, read_package
from charts.generator.data.renewal import Refusal, Renewal, doubtful, refusal, renewal
from charts.generator.data.validation import DATAPACKAGE

Outcome = Renewal | Refusal


@dataclass(frozen=True)
class Bounds:
    """How much a refresh may take.

    `dataset` and `whole` are seconds, for one dataset and for all together; `memory` is in bytes,
    for one dataset. The largest workbook that we read takes a fifth of it.
    """

    dataset: float = 120
    whole: float = 600
    memory: int = 2**30


def renewable(held: Mapping[str, Dataset]) -> dict[str, Dataset]:
    """Return the datasets that have a fetcher or a query, by name."""
    return {n: d for n, d in held.items() if _server(d)}


def left_out(held: Mapping[str, Dataset], folder: Path) -> dict[str, str]:
    """Return the datasets that a refresh of all leaves as they are, and why.

    These are the ones whose query lacks something here: its files are often on one machine only,
    and those of publishers are renewed everywhere.
    """
    reasons = {
        name: queries.absent(dataset.descriptor["query"], folder)
        for name, dataset in held.items()
        if "query" in dataset.descriptor
    }
    return {name: reason for name, reason in reasons.items() if reason}


def _server(dataset: Dataset) -> str:
    """Return what serves a dataset, and is slow or quick: its fetcher, or the text of its query."""
    query = dataset.descriptor.get("query")
    return str(query["path"] if query else dataset.descriptor.get("fetcher", ""))


def renew(
    held: Mapping[str, Dataset],
    folder: Path,
    names: list[str],
    client: Client,
    *,
    accept: bool,
    bounds: Bounds | None = None,
) -> Iterator[list[Outcome]]:
    """Fetch datasets, one after the other.

    Args:
        held: the datasets as they are.
        folder: the data folder, with the fetchers in `fetch/`.
        names: those to renew; if empty, all that have a fetcher, or a query that can run here.
        client: fetches the files.
        accept: whether to take new data that are hard to believe, such as large revisions.
        bounds: how much time and memory to take.

    Returns:
        For each dataset its renewal, or why there is none; those that identities tie together at
        once, so that they can be saved at once.

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
    lacking = {} if names else left_out(held, folder)
    chosen = names or [name for name in known if name not in lacking]
    for name in chosen:
        # What is held is still compared with the new data when its file has been replaced.
        for column in held[name].columns:
            _ = held[name].columns[column]
    return _renewed(held, folder, chosen, client, accept, bounds or Bounds())


def _renewed(
    held: Mapping[str, Dataset],
    folder: Path,
    names: list[str],
    client: Client,
    accept: bool,
    bounds: Bounds,
) -> Iterator[list[Outcome]]:
    ends = time.monotonic() + bounds.whole
    waiting = deque(_groups(list(dict.fromkeys(names)), held))
    slow: set[str] = set()
    while waiting:
        group = waiting.popleft()
        fetchers = {_server(held[name]) for name in group}
        # The rest of a slow publisher waits for all others. Nothing waits for it.
        if fetchers & slow and any(
            not slow & {_server(held[name]) for name in other} for other in waiting
        ):
            waiting.append(group)
            continue
        found: list[Outcome] = []
        for name in group:
            left = min(_seconds(held[name], bounds), ends - time.monotonic())
            if left <= 0:
                why = f"The refresh took longer than {bounds.whole:g} seconds; run it again."
                found.append(refusal(held[name], why))
                continue
            started = time.monotonic()
            found.append(_bounded(held[name], folder, client, left, bounds.memory, accept))
            if time.monotonic() - started >= left / 2:
                slow.add(_server(held[name]))
        yield found if accept else _agreeing(found, held)


def _bounded(
    old: Dataset, folder: Path, client: Client, seconds: float, memory: int, accept: bool
) -> Outcome:
    # The client's own limit is a little shorter, because it knows which file it waits for.
    client = replace(client, seconds=min(client.seconds, 0.9 * seconds))
    work = partial(renewal, old, folder, client, accept=accept)
    if query := old.descriptor.get("query"):
        memory = queries.memory(query)
    try:
        return bounded.run(work, seconds=seconds, memory=memory)
    except bounded.BoundError as error:
        what = "Its query" if query else "Reading what its publisher serves"
        return refusal(old, f"{what} was too much: {error}")


def _seconds(dataset: Dataset, bounds: Bounds) -> float:
    query = dataset.descriptor.get("query")
    return queries.limits(query).seconds if query else bounds.dataset


def _groups(names: list[str], held: Mapping[str, Dataset]) -> list[list[str]]:
    """Return names in groups that identities tie together, which are judged together."""
    groups = {name: [name] for name in names}
    for identity in identities.declared(held):
        one, other = groups.get(identity.dataset.name), groups.get(identity.other.name)
        if one and other and one is not other:
            one += other
            groups |= dict.fromkeys(other, one)
    return list({id(group): group for group in groups.values()}.values())


def _agreeing(found: list[Outcome], held: Mapping[str, Dataset]) -> list[Outcome]:
    """Hold back the renewals that would break an identity."""
    new = {item.new.name: item.new for item in found if isinstance(item, Renewal)}
    wrong: dict[str, list[str]] = {}
    for identity in identities.declared({**held, **new}):
        pair = {identity.dataset.name, identity.other.name}
        said = [f"in {identity.dataset.name}, {it}" for it in identities.differences(identity)]
        for name in pair & set(new):
            wrong.setdefault(name, []).extend(said)
    return [
        refusal(item.old, doubtful(wrong[item.new.name]))
        if isinstance(item, Renewal) and wrong.get(item.new.name)
        else item
        for item in found
    ]


def save(folder: Path, renewals: list[Renewal]) -> None:
    """Write renewed datasets with their metadata: all of them or none, even after a crash.

    The new files are complete in a folder next to the old ones before the first is replaced; after
    a crash, `datasets.recover` replaces the rest.
    """
    package = read_package(folder)
    changed = {renewal.new.name: renewal for renewal in renewals if renewal.changed}
    if not changed:
        return
    package["resources"] = [
        dict(changed[item["name"]].new.descriptor) if item["name"] in changed else item
        for item in package["resources"]
    ]
    listed = changes.written(folder, package, [_change(renewal) for renewal in changed.values()])
    new = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
    try:
        for renewal in changed.values():
            text = renewal.new.texts.to_csv(index=False, lineterminator="\n")
            (new / renewal.new.path.name).write_text(text, encoding="utf-8", newline="")
        text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
        (new / DATAPACKAGE).write_text(text, encoding="utf-8")
        (new / changes.FILE).write_text(listed, encoding="utf-8")
        new.rename(folder / datasets.COMPLETE)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    datasets.recover(folder)


def saved(folder: Path, outcomes: list[Outcome]) -> list[Outcome]:
    """Save the renewals among some outcomes; one that can't be saved becomes a refusal."""
    try:
        save(folder, [item for item in outcomes if isinstance(item, Renewal)])
    except (OSError, ProblemsError) as error:
        why = f"The new data can't be saved: {getattr(error, 'strerror', None) or error}."
        return [
            refusal(item.old, why) if isinstance(item, Renewal) and item.changed else item
            for item in outcomes
        ]
    return outcomes


def _change(renewal: Renewal) -> Change:
    """Return what to keep of a renewal."""
    new, added = renewal.new, renewal.added
    return Change(
        new.name,
        str(new.descriptor["retrieved"]),
        str(new.descriptor["hash"]),
        len(added),
        added[0] if added else (),
        added[-1] if added else (),
        len(renewal.revised),
        tuple(renewal.revised[-changes.MOST :]),
    )
