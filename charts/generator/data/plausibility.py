"""Says which of a publisher's new rows a person should look at before anybody believes them.

A schema takes any number in its range. How a dataset has moved so far says more: the period that
comes next, the names it has, how far a value goes in one step, what it adds up to. A faulty file
(a unit changed, two columns exchanged, another country's figures) breaks at least one of these.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from statistics import median

from charts.generator.data import steps, sums
from charts.generator.data.datasets import Dataset, amounts, arrival, is_period

ENOUGH = 4  # periods, or revised values: fewer tell little
SMALL = 0.05  # of all values of its period: a name with less is not missed
SEEN = 2  # periods: a name that the last ones all have is missed
MOST = 0.5  # of the old values: a publisher revises fewer at once
ALIKE = 0.002  # share by which revised values may differ from a common factor
LIKENESS = 0.8  # of two names, by difflib: less is another name

# What a text has only by mistake or malice.
STRANGE = {
    re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]"): (
        "with a character that nobody sees"
    ),
    re.compile(r"^\s|\s$"): "with a space at an end",
    re.compile(r"^[=+@]"): "which a spreadsheet runs as a formula",
    re.compile(r"<[a-zA-Z/!?]"): "with markup",
}


def doubts(old: Dataset, new: Dataset) -> list[str]:
    """Say what is hard to believe in a dataset's new rows, a clause each; none if all is as usual.

    Args:
        old: the dataset as it is held.
        new: the same dataset as its publisher serves it now.
    """
    said = [*_revised_at_once(old, new), *_strange_texts(old, new)]
    when = arrival(old)
    if when:
        known = set(old.columns[when])
        arrived = sorted(set(new.columns[when]) - known)
        said += _gaps(old, arrived)
        said += _names(old, new, arrived)
        said += _misspelt(old, new, arrived)
        said += _relabelled(old, new, arrived)
        said += sums.faulty(new, arrived)
        said += steps.far(new, arrived)
    return said


def _strange_texts(old: Dataset, new: Dataset) -> Iterator[str]:
    """Say which new texts have what texts of publishers have only by mistake or malice."""
    for name, field in new.fields.items():
        if field.type == "string":
            for text in sorted(set(new.columns[name]) - set(old.columns[name])):
                for form, what in STRANGE.items():
                    if form.search(text):
                        yield f"{name} has {text[:60]!r}, {what}"


def _gaps(old: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say which periods are left out before the new ones, in a dataset that leaves out none."""
    held = sorted(set(old.columns[arrival(old)]))
    length = {len(period) for period in [*held, *arrived]}
    unit = {4: "year", 7: "month"}.get(length.pop(), "") if len(length) == 1 else ""
    if not unit or len(held) < ENOUGH or not arrived:
        return
    usual = max(_apart(*pair) for pair in pairwise(held))
    for before, after in pairwise([held[-1], *arrived]):
        if _apart(before, after) > usual:
            yield f"{after} is {_apart(before, after)} {unit}s after {before}"


def _apart(before: str, after: str) -> int:
    """Return how many years or months lie between two periods."""
    if len(before) == 4:
        return int(after) - int(before)
    first, last = date.fromisoformat(f"{before}-01"), date.fromisoformat(f"{after}-01")
    return (last.year - first.year) * 12 + last.month - first.month


def _names(old: Dataset, new: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say which names are missing, or take the place of others, among those of large values."""
    when = arrival(old)
    recent = sorted(set(old.columns[when]))[-SEEN:]
    for column in old.key:
        if is_period(column) or column == when or len(recent) < SEEN:
            continue
        always = set.intersection(*(_large(old, column, period) for period in recent))
        for period in arrived:
            present = {new.columns[column][row] for row in new.index(when)[period]}
            coming = sorted(_large(new, column, period) - set(old.columns[column]))
            going = sorted(always - present)
            if going:
                instead = f", but the new {_list(coming)}" if coming else ""
                yield f"{column} in {period} has no {_list(going)}{instead}"


def _misspelt(old: Dataset, new: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say which new names look like a known one that is not there, or like no code so far."""
    when = arrival(old)
    for column in old.key:
        known = set(old.columns[column])
        if is_period(column) or column == when or new.fields[column].type != "string":
            continue
        forms = {_form(name) for name in known}
        codes = any(set(form) == {"9"} for form in forms)
        for period in arrived:
            present = {new.columns[column][row] for row in new.index(when)[period]}
            for name in sorted(present - known):
                near = difflib.get_close_matches(name, known - present, 1, LIKENESS)
                if near:
                    yield f'{column} in {period} has the new "{name}" and no "{near[0]}": misspelt?'
                elif codes and _form(name) not in forms:
                    yield f'{column} in {period} has the new "{name}", unlike all codes so far'


def _relabelled(old: Dataset, new: Dataset, arrived: list[str]) -> Iterator[str]:
    """Say which names have another label than always: a code whose goods are another's."""
    when = arrival(old)
    if len(set(old.columns[when])) < ENOUGH:
        return
    texts = [name for name, field in old.fields.items() if field.type == "string"]
    for key in (name for name in old.key if name in texts and not is_period(name) and name != when):
        for label in (name for name in texts if name not in old.key and name not in old.roles):
            known: dict[str, set[str]] = defaultdict(set)
            for row in old.rows:
                known[row[key]].add(row[label])
            several = len({label for labels in known.values() for label in labels}) > len(known) / 2
            if len(known) == 1 or not several or any(len(labels) > 1 for labels in known.values()):
                continue  # it labels something else
            for period in arrived:
                for row in (new.rows[at] for at in new.index(when)[period]):
                    before = known.get(row[key], {row[label]})
                    if row[label] not in before:
                        was = next(iter(before))
                        yield f'{key} "{row[key]}" in {period} is "{row[label]}", not "{was}"'


def _form(text: str) -> str:
    """Return a text with a 9 for each digit and an a for each letter."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))


def _large(dataset: Dataset, column: str, period: str) -> set[str]:
    """Return a key's names that have a large part of all values of a period, in some column."""
    rows = [dataset.rows[row] for row in dataset.index(arrival(dataset)).get(period, ())]
    found = set()
    for name in amounts(dataset):
        parts: dict[str, float] = defaultdict(float)
        for row in rows:
            parts[row[column]] += abs(float(row[name] or 0))
        found |= {key for key, part in parts.items() if part > SMALL * sum(parts.values())}
    return found


def _revised_at_once(old: Dataset, new: Dataset) -> Iterator[str]:
    """Say if most of the old values changed at once, or all by the same factor."""
    for column in amounts(old):
        before, after = _cells(old, column), _cells(new, column)
        pairs = [(before[key], after[key]) for key in before if before[key] and key in after]
        factors = [now / was for was, now in pairs if now != was]
        if len(factors) < min(ENOUGH, max(2, len(pairs))):
            continue
        middle = median(factors)
        alike = all(abs(factor / middle - 1) < ALIKE for factor in factors) if middle else True
        if alike and abs(middle - 1) > ALIKE:
            yield (
                f"all {len(factors)} revised values of {column} are {middle:.4g} times what they "
                "were: has the unit changed?"
            )
        elif len(factors) > MOST * len(pairs) and abs(middle - 1) > ALIKE:
            yield f"{len(factors)} of {len(pairs)} old values of {column} changed at once"


def _cells(dataset: Dataset, column: str) -> dict[tuple[str, ...], float]:
    return {
        tuple(row[name] for name in dataset.key): float(row[column])
        for row in dataset.rows
        if row[column]
    }


def _list(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
