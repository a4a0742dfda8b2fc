"""Reads `mkdocs.yml`: an explainer's name, address, navigation, licence and colours.

The generator sets everything else that MkDocs needs (`site.engine`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from charts.generator.base import yaml_text
from charts.generator.base.environment import ADDRESS
from charts.generator.base.problems import Problem, ProblemsError, problem, unknown

# Every setting, with what it should be.
SETTINGS = {
    "site_name": "a text: the name of the site",
    "site_description": "a text: what the site is about, in a sentence",
    "site_url": "the address where the site is published, such as https://example.org/explainer/",
    "nav": "a list of pages, folders and sections, in the order that readers see",
    "extra": "lines of `name: value`, indented",
}
EXTRA = {
    "license": "the terms of use for texts and charts: {title: their name, path: their address}",
    "colours": "one line for each colour: subject: {light: '#9c1c16', dark: '#ffb0a4'}",
    "search": "one line for words that readers type, and the site's own: lorry: truck",
}
REQUIRED = ("site_name", "nav")

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_COLOUR_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation: a page, a folder of pages ("charts/"), or a section of entries.

    If `label` is empty, the page's own label is shown.
    """

    label: str
    target: str = ""
    children: tuple[NavItem, ...] = ()
    line: int = field(default=0, compare=False)  # in mkdocs.yml
    column: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Settings:
    """What `mkdocs.yml` says. `address` ends in "/", or is empty if none is set."""

    name: str
    description: str = ""
    address: str = ""
    license: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    nav: tuple[NavItem, ...] = ()
    search: Mapping[str, str] = field(default_factory=dict)  # what readers type: what pages say


def read(path: Path) -> Settings:
    """Return the settings of an explainer.

    Raises:
        ProblemsError: with everything that is wrong in the file.
    """
    root = yaml_text.read(path)
    values = {str(key.value): (key, value) for key, value in yaml_text.pairs(root)}
    faults = [
        yaml_text.at(path, key, f"{unknown('setting', name, SETTINGS)} {_REST}")
        for name, (key, _) in values.items()
        if name not in SETTINGS
    ]
    faults += [
        problem(path, f'the setting "{name}" is missing; it should be {SETTINGS[name]}.')
        for name in REQUIRED
        if name not in values
    ]
    said = {
        name: yaml_text.value(path, value)
        for name, (_, value) in values.items()
        if name in SETTINGS
    }
    for name in ("site_name", "site_description", "site_url"):
        if not isinstance(said.get(name) or "", str):
            faults.append(_wrong(path, values[name][1], name, SETTINGS))
    nav = _nav(path, values["nav"][1], faults) if "nav" in values else ()
    extra = _extra(path, values["extra"][1], faults) if "extra" in values else {}
    if faults:
        raise ProblemsError(faults)
    address = os.environ.get(ADDRESS) or said.get("site_url") or ""
    return Settings(
        name=said["site_name"],
        description=str(said.get("site_description") or "").strip(),
        address=f"{address.rstrip('/')}/" if address else "",
        license=extra.get("license", {}),
        colours=extra.get("colours", {}),
        nav=nav,
        search=_search(extra.get("search", {})),
    )


_REST = "The generator sets theme, plugins and extensions."


def _wrong(path: Path, node: yaml.Node, name: str, should: Mapping[str, str]) -> Problem:
    return yaml_text.at(path, node, f'"{name}" should be {should[name]}.')


def _nav(path: Path, node: yaml.Node, faults: list[Problem]) -> tuple[NavItem, ...]:
    if not isinstance(node, yaml.SequenceNode):
        faults.append(_wrong(path, node, "nav", SETTINGS))
        return ()
    items = []
    for entry in node.value:
        label, target = "", entry
        if isinstance(entry, yaml.MappingNode) and len(entry.value) == 1:
            label, target = str(entry.value[0][0].value), entry.value[0][1]
        place = (target.start_mark.line + 1, target.start_mark.column + 1)
        if isinstance(target, yaml.ScalarNode):
            items.append(NavItem(label, str(target.value), (), *place))
        elif label:
            items.append(NavItem(label, "", _nav(path, target, faults), *place))
        else:
            message = "an entry of `nav` should be a page or a line `Label: page`; this is neither."
            faults.append(yaml_text.at(path, entry, message))
    return tuple(items)


def _extra(path: Path, node: yaml.Node, faults: list[Problem]) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        faults.append(_wrong(path, node, "extra", SETTINGS))
        return {}
    found = {}
    for key, value in yaml_text.pairs(node):
        name, said = str(key.value), yaml_text.value(path, value)
        if name not in EXTRA:
            faults.append(yaml_text.at(path, key, unknown("setting", f"extra: {name}", EXTRA)))
        elif not FORMS[name](said):
            faults.append(_wrong(path, value, name, EXTRA))
        else:
            found[name] = said
    return found


def _is_license(said: Any) -> bool:
    stated = isinstance(said, dict) and set(said) == {"title", "path"}
    return stated and all(isinstance(text, str) and text for text in said.values())


def _are_words(said: Any) -> bool:
    return isinstance(said, dict) and all(
        isinstance(text, str) and text.strip() for pair in said.items() for text in pair
    )


def _search(said: Mapping[str, str]) -> dict[str, str]:
    """Return each word that readers may type with the site's own; a line may list several."""
    pairs = [(typed, ours) for line, ours in said.items() for typed in line.split(",")]
    return {" ".join(typed.lower().split()): ours.lower() for typed, ours in pairs}


def _are_colours(said: Any) -> bool:
    return isinstance(said, dict) and all(
        isinstance(shades, dict)
        and set(shades) == {"light", "dark"}
        and all(isinstance(shade, str) and _HEX.fullmatch(shade) for shade in shades.values())
        and _COLOUR_NAME.fullmatch(str(name))
        for name, shades in said.items()
    )


FORMS = {"license": _is_license, "colours": _are_colours, "search": _are_words}
