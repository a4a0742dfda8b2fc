"""Fetches what a publisher serves now for a dataset, and says what it changes, or why not.

An explainer's `data/fetch/` has one module for each publisher, which a dataset names as its
`"fetcher"`. The module has one function for each dataset, with the dataset's name: given a client,
it returns the rows that the publisher serves now, in the columns of the dataset's schema. If a
publisher serves only its latest edition, the function takes the rows `held` too, and returns both.
`HOSTS` names the hosts to which the publisher's servers may redirect, besides the one asked.

A dataset with a "query" has no fetcher: its rows are what the query returns now. They are judged
alike.
"""

from __future__ import annotations

import copy
import inspect
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pandas as pd

from charts.generator.base.clock import today
from charts.generator.base.explainer_code import describe, line_in, load_module
from charts.generator.base.files import digest
from charts.generator.base.http_client import Client, FetchError
from charts.generator.base.problems import Problem, ProblemsError, plain, problem
from charts.generator.data import datasets, errata, plausibility, queries
from charts.generator.data.changes import Revision
from charts.generator.data.datasets import Dataset, arrival, text_of
from charts.generator.data.errata import NotAsPrintedError
from charts.generator.data.validation import DATAPACKAGE

# Unless a dataset has its own "revision_tolerance", its old values may change by this share before
# somebody has to accept the revisions.
TOLERANCE = 0.05

GROWTH = 10  # times the size of the file that we hold, plus a MiB: no new period is larger

# The column that says when the publisher served the copy that a row was read from.
VINTAGE = "vintage"


@dataclass(frozen=True)
class Renewal:
    """What a publisher serves now for a dataset, compared with what we have."""

    old: Dataset
    new: Dataset
    added: list[tuple[str, ...]] = field(default_factory=list)
    revised: list[Revision] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Return whether any cell differs."""
        made = (dataset.descriptor.get("query") for dataset in (self.old, self.new))
        return bool(self.added or self.revised) or len({json.dumps(each) for each in made}) > 1


@dataclass(frozen=True)
class Refusal:
    """Why a dataset was not renewed."""

    name: str
    problem: Problem


class RefusedError(Exception):
    """Says why new rows are rejected."""


def renewal(old: Dataset, folder: Path, client: Client, *, accept: bool) -> Renewal | Refusal:
    """Fetch a dataset anew, and compare it with the old one.

    Args:
        old: the dataset as it is.
        folder: the data folder, with the fetchers in `fetch/`.
        client: fetches the files. It keeps them if they are taken, and forgets them if not.
        accept: whether to take new data that are hard to believe, such as large revisions.
    """
    if "query" in old.descriptor:
        return _queried(old, folder, accept=accept)
    path = folder / "fetch" / f"{old.descriptor['fetcher']}.py"
    try:
        module = load_module(path)
        function = getattr(module, old.name, None)
        if function is None:
            message = (
                f'add a function {old.name}(client); without it, "{old.name}" can\'t be renewed.'
            )
            return Refusal(old.name, problem(path, message))
        client = replace(client, hosts=tuple(getattr(module, "HOSTS", ())))
        known = {"client": client, "held": errata.as_printed(old)}
        given = {name: known[name] for name in inspect.signature(function).parameters}
        found = _compared(old, function(**given), accept=accept)
    except (FetchError, RefusedError, NotAsPrintedError) as error:
        client.forget()
        return refusal(old, str(error))
    except ProblemsError as error:
        return Refusal(old.name, error.problems[0])
    except MemoryError:
        raise
    except Exception as error:
        # A changed form can break a parser in any way; the other datasets are still renewed.
        client.forget()
        message = f"the old data are kept. The answer can't be read: {describe(error)}"
        return Refusal(old.name, problem(path, plain(message), line_in(error, path)))
    client.keep()
    return found


def _queried(old: Dataset, folder: Path, *, accept: bool) -> Renewal | Refusal:
    """Run the query of a dataset, and compare what it returns with what we have."""
    query = old.descriptor["query"]
    try:
        made = queries.run(old.name, query, folder)
        frame = pd.DataFrame(made.rows, columns=made.columns, dtype="str")
        edited = made.record["hash"] != query.get("hash")
        return _compared(old, frame, accept=accept, made=made.record, edited=edited)
    except queries.QueryError as error:
        message = plain(f"the old data are kept. {error}")
        return Refusal(old.name, problem(error.path, message, error.line))
    except (RefusedError, NotAsPrintedError) as error:
        return refusal(old, str(error))


def refusal(old: Dataset, why: str) -> Refusal:
    """Refuse what was fetched for a dataset; publishers' words in the reason become harmless."""
    return Refusal(old.name, problem(old.path, plain(f"the old data are kept. {why}")))


def doubtful(doubts: list[str]) -> str:
    """Say what a person should look at before new data are taken."""
    shown = "; ".join(plain(doubt, 200) for doubt in doubts[:5])
    shown += f"; and {len(doubts) - 5} more" if len(doubts) > 5 else ""
    return (
        f"The new data are hard to believe: {shown}. Compare them with what the publisher shows; "
        "if they are right, run this again with --accept."
    )


def _compared(
    old: Dataset,
    frame: pd.DataFrame,
    *,
    accept: bool,
    made: Mapping[str, Any] | None = None,
    edited: bool = False,
) -> Renewal:
    """Return new rows as a renewal, or refuse them.

    Args:
        old: the dataset as it is.
        frame: the new rows.
        accept: whether to take what is hard to believe.
        made: what the dataset will say of the run of its query.
        edited: whether the query is another than the one of the old rows.
    """
    columns = list(old.fields)
    if sorted(frame.columns) != sorted(columns):
        got = ", ".join(map(str, frame.columns[:30]))
        raise RefusedError(f"Expected the columns {', '.join(columns)}; got {got}.")
    text = errata.corrected(old, frame[columns].map(text_of))
    text = text.sort_values(old.key, kind="stable")
    text = _in_old_order(old, text)
    new = _dataset(old, text.to_csv(index=False, lineterminator="\n"), made or {})
    before, after = _by_key(old), _by_key(new)
    lost = [key for key in before if key not in after]
    doubts = []
    if lost:
        shown = ", ".join(map(" ".join, lost[:5]))
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        if not edited:
            raise RefusedError(f"The new data lack rows that we have: {shown}{more}.")
        doubts.append(f"since the query was edited, rows are missing: {shown}{more}")
    found = Renewal(old, new, [key for key in after if key not in before])
    when = arrival(new)
    # An edition may carry the name of the coming year.
    now = str(today().year + 1) if when == "edition" else today().isoformat()
    if when and new.last > now[: len(new.last)]:
        raise RefusedError(f"The new data have the {when} {new.last}, which has not come yet.")
    tolerance = float(old.descriptor.get("revision_tolerance", TOLERANCE))
    for key, row in before.items():
        for column, was in row.items():
            if key not in after:
                break
            is_now = after[key][column]
            if was == is_now or column == VINTAGE:
                continue  # a row's vintage changes whenever it is fetched again
            found.revised.append(Revision(key, column, was, is_now))
            if _share(was, is_now) > tolerance:
                doubts.append(f"{' '.join(key)} {column}: {was} → {is_now}")
    served, last = new.descriptor["vintage"], old.descriptor["vintage"]
    if served < last:
        doubts.append(f"the publisher serves a file of {served}, and we have one of {last}")
    doubts += plausibility.doubts(old, new)
    if doubts and not accept:
        raise RefusedError(doubtful(doubts))
    return found


def _dataset(old: Dataset, text: str, made: Mapping[str, Any]) -> Dataset:
    """Return rows as a dataset with the old one's schema, or refuse them if they don't fit."""
    most = GROWTH * int(old.descriptor.get("bytes", 0)) + 2**20
    if len(text.encode()) > most:
        raise RefusedError(
            f"The new data have {len(text.encode()) / 2**20:,.0f} MiB; expected at most "
            f"{most / 2**20:,.0f}, judging by the file that we hold."
        )
    descriptor: dict[str, Any] = copy.deepcopy(dict(old.descriptor))
    if made:
        descriptor["query"] |= made
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / old.path.name
        path.write_text(text, encoding="utf-8", newline="")
        descriptor |= {"hash": digest(path), "bytes": path.stat().st_size}
        descriptor["retrieved"] = today().isoformat()
        package = {"name": "new", "resources": [descriptor]}
        (Path(folder) / DATAPACKAGE).write_text(json.dumps(package), encoding="utf-8")
        try:
            new = datasets.load(Path(folder))[old.name]
            columns = dict(new.columns)  # all of them, before the folder goes
        except ProblemsError as error:
            said = "; ".join(f"line {p.line}: {p.message}" for p in error.problems[:3])
            raise RefusedError(f"The new data do not fit the schema: {said}") from None
    dated = VINTAGE in new.fields
    vintage = max(columns[VINTAGE]) if dated else today().isoformat()[:7]
    new.descriptor["vintage"] = vintage  # type: ignore[index]
    new.descriptor["sources"][0]["vintage"] = vintage
    return Dataset(new.name, old.path, new.descriptor, columns, new.digest)


def _in_old_order(old: Dataset, text: pd.DataFrame) -> pd.DataFrame:
    """Return rows in the order of the old file, each new one after the rows that sort before it."""
    place = {key: i for i, key in enumerate(old.texts[old.key].itertuples(index=False, name=None))}
    order, last = [], -1
    for key in text[old.key].itertuples(index=False, name=None):
        last = max(last, place.get(key, last))
        order.append(place.get(key, last))
    return text.iloc[pd.Series(order).argsort(kind="stable")]


def month_served(modified: str) -> str:
    """Return the month of a publisher's Last-Modified date; this month if it gave none.

    Raises:
        FetchError: if it is not a date, or has not come yet.
    """
    if not modified:
        return today().isoformat()[:7]
    try:
        served = parsedate_to_datetime(modified).astimezone(UTC).date()
    except (TypeError, ValueError, OverflowError):
        raise FetchError(f'The server says that the file is of "{modified}", not a date.') from None
    if served > today() + timedelta(days=1):  # its clock may be ahead of ours
        raise FetchError(f"The server says that the file is of {served}, which has not come yet.")
    return min(served, today()).isoformat()[:7]


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
