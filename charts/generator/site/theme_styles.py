"""Takes from the engine's style sheet only what the pages of an explainer can use.

Two thirds of it are for parts that no page here has: trees of pages, tabs, drawers, banners.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import Any

import tinycss2

# The parts that only scripts put into a page, by the beginning of their class.
SCRIPTED = ("md-search", "md-overlay", "md-toggle", "md-icon", "md-ellipsis", "md-hidden")
# What Markdown makes: its classes are in no template.
MARKDOWN = {
    "admonition", "admonition-title", "note", "warning",
    "footnote", "footnote-ref", "footnote-backref", "footnote-hr", "headerlink",
}  # fmt: skip

_CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
_WORD = re.compile(r"[\w-]+")
_USED = re.compile(r"var\((--[\w-]+)")
_GROUPS = ("media", "supports")


def vocabulary(templates: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Return every word that may be a class: those of templates, and those that scripts add."""
    found = {word for text in templates for word in _WORD.findall(text)} | MARKDOWN
    return found | {
        word for text in scripts for word in set(_WORD.findall(text)) if word.startswith(SCRIPTED)
    }


def merged(theme: str, words: Set[str], own: str) -> str:
    """Return one style sheet, in few bytes: what is needed of the theme's, and all of our own.

    Args:
        theme: the theme's style sheet; its rules go if one of their classes is not among `words`.
        words: see `vocabulary`.
        own: the style sheet that follows it.

    Variables that nothing reads any more, such as the pictures of icons, go too.
    """
    rules = "".join([*_kept(_rules(theme), words), *_kept(_rules(own), set(_CLASS.findall(own)))])
    while True:
        used = set(_USED.findall(rules))
        fewer = "".join(_without_variables(_rules(rules), used))
        if fewer == rules:
            return rules
        rules = fewer


def _rules(css: Any) -> list[Any]:
    parse = tinycss2.parse_stylesheet if isinstance(css, str) else tinycss2.parse_rule_list
    found: list[Any] = parse(css, skip_comments=True, skip_whitespace=True)
    return found


def _kept(rules: list[Any], words: Set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            wanted = [s for s in _selectors(rule.prelude) if set(_CLASS.findall(s)) <= words]
            if wanted:
                yield f"{','.join(wanted)}{{{_body(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS:
            inner = "".join(_kept(_rules(rule.content), words))
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


def _without_variables(rules: list[Any], used: Set[str]) -> Iterator[str]:
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
            inner = "".join(_without_variables(_rules(rule.content), used))
            if inner:
                yield f"@{rule.at_keyword}{_text(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule":
            yield rule.serialize()


def _body(content: list[Any]) -> str:
    return _packed(_text(content)).rstrip(";")


def _text(tokens: list[Any]) -> str:
    return str(tinycss2.serialize(tokens))


def _packed(css: str) -> str:
    """Return CSS without comments, and with one space where it has several or a line ends."""
    tokens = tinycss2.parse_component_value_list(css, skip_comments=True)
    return "".join(" " if t.type == "whitespace" else t.serialize() for t in tokens).strip()
