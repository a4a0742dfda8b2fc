"""Says how far a dataset was processed, and whether its licences follow from its sources.

A resource states its `processing`. If it has several `licenses`, each has a `name`, and each source
says by it which of them it is under (`"license": "CC-BY-4.0"`, or a list), so that no input's terms
are lost and none is claimed that nothing is under.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from charts.generator.base.blanks import is_blank
from charts.generator.base.problems import unknown

# What readers are told about each way, the least processed first.
PROCESSING = {
    "as published": "each value as its publisher states it; rows and columns were chosen and named",
    "collected": "rows gathered from several pages or reports, each value as its page states it",
    "reshaped": "the publishers' values, joined from several editions or tables, or converted to "
    "other units or names",
    "computed": "sums, shares or ranks that this site computed from the publishers' values",
}
# Those that make something new of the inputs.
ADAPTED = ("reshaped", "computed")

# What the names of licences in SPDX's list say: no changed versions; changed ones only alike.
_UNCHANGED = re.compile(r"-ND\b")
_ALIKE = re.compile(r"-SA\b|^(ODbL|GPL|LGPL|AGPL|GFDL)\b")


def faults(descriptor: Mapping[str, Any]) -> Iterator[tuple[Sequence[str | int], str]]:
    """Yield the key of each mistake in a resource, and what is wrong there."""
    processing = descriptor.get("processing")
    if processing is None:
        choices = ", ".join(f'"{name}"' for name in PROCESSING)
        yield [], f'"processing" is missing; how far were the values processed? Write {choices}.'
    elif is_blank(processing):
        return  # which is reported as such
    elif processing not in list(PROCESSING):
        yield ["processing"], f'"processing": {unknown("way", processing, PROCESSING)}'
    yield from _unmatched(descriptor)
    if processing in ADAPTED:
        yield from _forbidden(descriptor, processing)


def of(source: Mapping[str, Any], descriptor: Mapping[str, Any]) -> list[str]:
    """Return the names of the licences that a source of a dataset is under."""
    named = source.get("license", [licence.get("name", "") for licence in descriptor["licenses"]])
    return [named] if isinstance(named, str) else list(named)


def sources_of(licence: Mapping[str, Any], descriptor: Mapping[str, Any]) -> list[str]:
    """Return the publishers whose part is under a licence, each once; empty if all of them are."""
    under = [s for s in descriptor["sources"] if licence.get("name", "") in of(s, descriptor)]
    whole = len(under) == len(descriptor["sources"])
    return [] if whole else list(dict.fromkeys(str(source["publisher"]) for source in under))


def _unmatched(descriptor: Mapping[str, Any]) -> Iterator[tuple[Sequence[str | int], str]]:
    """Say which licences no source is under, and which sources are under none."""
    names = [licence.get("name") for licence in descriptor["licenses"]]
    several = len(names) > 1
    for number, name in enumerate(names):
        if not isinstance(name, str if several else str | None):
            yield ["licenses", number], 'the licence needs a "name", such as "CC-BY-4.0".'
            return
        if names.count(name) > 1:
            yield ["licenses", number], f'two licences have the name "{name}"; give each its own.'
            return
    used: set[str] = set()
    for number, source in enumerate(descriptor["sources"]):
        place: list[str | int] = ["sources", number, "license"]
        named = source.get("license", [] if several else names)
        stated = [named] if isinstance(named, str) else named
        if not isinstance(stated, list) or not stated:
            yield (
                place,
                f'which licence is "{source["title"]}" under? The dataset has several; write its '
                f'name as "license": {" or ".join(map(str, names))}.',
            )
            return
        used |= {name for name in stated if isinstance(name, str)}
        yield from ((place, unknown("licence", n, names)) for n in stated if n not in names)
    for number, name in enumerate(names):
        if several and name not in used:
            yield (
                ["licenses", number],
                f'no source is under the licence "{name}"; name it as the "license" of one, or '
                "delete it.",
            )


def _forbidden(
    descriptor: Mapping[str, Any], processing: str
) -> Iterator[tuple[Sequence[str | int], str]]:
    """Say which licences do not allow what was done."""
    named = {str(item.get("name", "")): n for n, item in enumerate(descriptor["licenses"])}
    for name, number in named.items():
        if _UNCHANGED.search(name):
            yield (
                ["licenses", number],
                f'the licence "{name}" allows no changed versions, but the dataset is '
                f'"{processing}"; publish the values as they are, or leave them out.',
            )
    alike = [name for name in named if _ALIKE.search(name)]
    if len(alike) > 1:
        yield (
            ["licenses", named[alike[1]]],
            f'the licences "{alike[0]}" and "{alike[1]}" each want the result under themselves, '
            f'but the dataset is "{processing}" from both; split it.',
        )
