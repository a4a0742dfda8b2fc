"""Reads and writes `frozen.yml`: what an explainer's repository knows of its frozen charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from charts.generator.base import yaml_text
from charts.generator.base.files import write_atomically
from charts.generator.base.problems import Problem, ProblemsError, unknown
from charts.generator.export.frozen import HASH, PLACE

RECORD = "frozen.yml"

_HEAD = """\
# The frozen charts of the published site. Publishing stops if one of those that are `kept` is gone
# or has changed; `charts carry ADDRESS --record` adds those that are published by now, and writes
# this file anew.
#
#   kept:         the place of each with its checksum
#   removed:      the place of each that is not to be published any more, and why
#   unpublished:  why there may be no published site yet; delete it after the first publication
"""


@dataclass(frozen=True)
class Record:
    """The frozen charts to keep with their checksums, and those to leave out with the reasons.

    `unpublished` says why no site may be published yet; empty if one is.
    """

    kept: Mapping[str, str] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
    unpublished: str = ""


def read(root: Path) -> Record:
    """Return what the file in an explainer's folder says; nothing if there is none.

    Raises:
        ProblemsError: with everything that is wrong in it.
    """
    path = root / RECORD
    if not path.is_file():
        return Record()
    node = yaml_text.read(path)
    said, faults = yaml_text.value(path, node) or {}, list[Problem]()
    if not isinstance(said, dict):
        raise ProblemsError([yaml_text.at(path, node, _SHOULD)] if node else [])
    for key, value in yaml_text.pairs(node):
        name = str(key.value)
        if name == "unpublished":
            if not isinstance(said[name], str):
                faults.append(yaml_text.at(path, value, "say in words why nothing is published."))
        elif name not in ("kept", "removed"):
            choices = ["kept", "removed", "unpublished"]
            faults.append(yaml_text.at(path, key, unknown("key", name, choices)))
        for place, about in yaml_text.pairs(value):
            if not PLACE.fullmatch(str(place.value)):
                message = f'"{place.value}" is not the place of a frozen chart; {_EXAMPLE}'
                faults.append(yaml_text.at(path, place, message))
            elif name == "kept" and not HASH.fullmatch(str(about.value)):
                faults.append(yaml_text.at(path, about, "this is not a checksum (sha256:…)."))
            elif name == "removed" and not str(about.value).strip():
                faults.append(yaml_text.at(path, place, "say why this frozen chart is removed."))
        if name in ("kept", "removed") and not isinstance(said[name] or {}, dict):
            faults.append(yaml_text.at(path, value, _SHOULD))
    if faults:
        raise ProblemsError(faults)
    return Record(
        said.get("kept") or {}, said.get("removed") or {}, str(said.get("unpublished") or "")
    )


_EXAMPLE = "it should be like embed/NAME/0123456789abcdef/."
_SHOULD = f"this should be lines of `place: …`; {_EXAMPLE}"


def write(root: Path, record: Record) -> None:
    """Write the file anew."""
    said = {"kept": dict(sorted(record.kept.items())), "removed": dict(record.removed)}
    parts = {name: value for name, value in said.items() if value}
    text = yaml.safe_dump(parts, sort_keys=False, allow_unicode=True, width=1000) if parts else ""
    write_atomically(root / RECORD, f"{_HEAD}\n{text}")
