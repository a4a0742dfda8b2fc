"""Takes from the engine's style sheet only what the pages of an explainer can use.

Two thirds of it are for parts that no page here has: trees of pages, tabs, drawers, banners.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from typing import Any

import tinycss2

# The classes of the theme that pages here have: of its frame, and of what Markdown makes.
CLASSES = {
    "md-container", "md-content__inner", "md-main", "md-skip", "md-typeset",
    "admonition", "admonition-title", "note", "warning",
    "footnote", "footnote-ref", "footnote-backref", "footnote-hr", "headerlink",
}  # fmt: skip

# What else its rules are for: right to left, tables that sort, and the theme's own script.
ELSEWHERE = ("[dir=rtl]", "[role=columnheader]", "[data-md-scrolllock]", "[id=__comments]")

_CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
_USED = re.compile(r"var\((--[\w-]+)")
_GROUPS = ("media", "supports")


def merged(theme: str, own: str) -> str:
    """Return one style sheet, in few bytes: what is needed of the theme's, and all of our own.

    Args:
        theme: the theme's style sheet; its rules go if one of their classes is not among `CLASSES`,
            or if they have a part of `ELSEWHERE`.
        own: the style sheet that follows it.

    Variables and animations that nothing uses any more, such as the pictures of icons, go too.
    """
    kept = _kept(_rules(theme), _is_needed)
    rules = "".join([*kept, *_kept(_rules(own), lambda selector: True)])
    while True:
        used = set(_USED.findall(rules))
        fewer = "".join(_used(_rules(rules), rules, used))
        if fewer == rules:
            return rules
        rules = fewer


def _is_needed(selector: str) -> bool:
    return set(_CLASS.findall(selector)) <= CLASSES and not any(e in selector for e in ELSEWHERE)


def _rules(css: Any) -> list[Any]:
    parse = tinycss2.parse_stylesheet if isinstance(css, str) else tinycss2.parse_rule_list
    found: list[Any] = parse(css, skip_comments=True, skip_whitespace=True)
    return found


def _kept(rules: list[Any], is_needed: Callable[[str], bool]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            wanted = list(filter(is_needed, _selectors(rule.prelude)))
            if wanted:
                yield f"{','.join(wanted)}{{{_body(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS:
            inner = "".join(_kept(_rules(rule.content), is_needed))
            if inner:
                yield f"@{rule.at_keyword}{_text(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule":
            yield _packed(rule.serialize())


def _selectors(prelude: list[Any]) -> list[str]:
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [_packed(_text(part)) for part in parts]


def _used(rules: list[Any], css: str, used: Set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            declared = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            kept = [
                _packed(each.serialize())
                for each in declared
                if each.type != "declaration"
                or not each.name.startswith("--md-")
                or each.name in used
            ]
            if kept:
                yield f"{_packed(_text(rule.prelude))}{{{';'.join(kept)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS:
            inner = "".join(_used(_rules(rule.content), css, used))
            if inner:
                yield f"@{rule.at_keyword}{_text(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule":
            name = _text(rule.prelude).strip()
            if rule.lower_at_keyword != "keyframes" or re.search(
                rf"animation[^;}}]*\b{name}\b", css
            ):
                yield rule.serialize()


def _body(content: list[Any]) -> str:
    return _packed(_text(content)).rstrip(";")


def _text(tokens: list[Any]) -> str:
    return str(tinycss2.serialize(tokens))


def _packed(css: str) -> str:
    """Return CSS without comments, and with one space where it has several or a line ends."""
    tokens = tinycss2.parse_component_value_list(css, skip_comments=True)
    return "".join(" " if t.type == "whitespace" else t.serialize() for t in tokens).strip()
