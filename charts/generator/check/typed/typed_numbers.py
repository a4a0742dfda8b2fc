"""Finds the numbers that somebody typed instead of taking them from a dataset."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from charts.generator.base.problems import Problem
from charts.generator.base.yaml_text import compose, pairs, repeated
from charts.generator.check.plain_letters import plain_letters
from charts.generator.check.prose import PROSE_KEYS as PROSE_KEYS
from charts.generator.check.prose import STRING, Stretch, prose, scalars, written
from charts.generator.check.typed import cells, figures, references, words
from charts.generator.pages.markdown_page import GAP, Page

# A call that is plain text, because it has no braces.
_BARE = re.compile(r"\b(value|fact|claim|quoted|source|chart)\([\"'“\u2018]")


@dataclass(frozen=True)
class Typed:
    """A number that somebody typed: how it is written, and where."""

    number: str
    place: int
    in_words: bool


def lint(page: Page) -> list[Problem]:
    """Return every hand-typed number of a page's prose, with its place.

    A page may list exceptions under `allowed` in its front matter: the text, and the reason.
    """
    stretches = list(prose(page))
    listed = [value for key, value in pairs(page.front) if key.value == "allowed"]
    allowed = [(key, reason, _phrase(key.value)) for node in listed for key, reason in pairs(node)]
    phrases = [phrase for _, _, phrase in allowed]
    problems = [
        page.problem(_advice(typed), typed.place)
        for stretch in stretches
        for typed in _typed(stretch, phrases)
    ]
    problems += _macros(page, stretches)
    for key, reason, phrase in allowed:
        entry, place = f'allowed: "{key.value}"', page.front_start + key.start_mark.index
        if not any(phrase.search(stretch.text) for stretch in stretches):
            message = f"{entry} is not on this page; delete the line."
            problems.append(page.problem(message, place))
        if not reason.value:
            message = f"{entry} has no reason; write after the colon why it is allowed."
            problems.append(page.problem(message, place))
    return problems


def lint_config(path: Path) -> list[Problem]:
    """Return the hand-typed numbers in `mkdocs.yml` that readers see: name, description, labels."""
    return _lint_yaml(path, _config_texts)


def lint_sources(path: Path) -> list[Problem]:
    """Return the hand-typed numbers in the notes of `sources.yml`; the rest of it is names."""
    return _lint_yaml(path, _notes)


def _macros(page: Page, stretches: list[Stretch]) -> Iterator[Problem]:
    """Return the macros that would print more, or less, than the data say."""
    for span in page.spans:
        plain = re.sub(STRING, "", span.expression)
        if span.kind == "macro" and (plain.count("(") > 1 or re.search("[~|+]", plain)):
            message = (
                "a macro is alone in its braces and contains no other macro; write "
                '{{ fact("first") }} and {{ fact("second") }}.'
            )
            yield page.problem(message, span.start)
    for stretch in stretches:
        for call in _BARE.finditer(stretch.text):
            # An open brace is another mistake; a raw block shows how to write a macro.
            before = stretch.text[max(0, call.start() - 20) : call.start()]
            if not before.rstrip().endswith(("{{", GAP * 2)):
                message = f'put a macro between double braces: {{{{ {call[1]}("…") }}}}.'
                yield page.problem(message, stretch.places[call.start()])


def _typed(stretch: Stretch, allowed: Iterable[re.Pattern[str]]) -> Iterator[Typed]:
    """Return the numbers that somebody typed, in the order of the text."""
    text, places = plain_letters(stretch.text)
    found = [(start, end, False) for start, end in figures.find(text)]
    if not found and (cell := cells.counted(text, stretch.head)):
        found = [(*cell, False)]
    if not stretch.tested:
        found += [(start, end, True) for start, end in words.find(text)]
    exempt = bytearray(len(stretch.text) + 1)
    for start, end in references.addresses(text) if found else ():
        for place in places[start:end]:
            exempt[place] = 1
    for phrase in allowed if found else ():
        for match in phrase.finditer(stretch.text):
            exempt[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    last = 0
    for start, end, in_words in sorted(found):
        first, after = places[start], places[end - 1] + 1
        if start >= last and not (exempt[first] and exempt[after - 1]):
            number = " ".join(stretch.text[first:after].split())
            yield Typed(number, stretch.places[first], in_words)
            last = end


def _phrase(text: str) -> re.Pattern[str]:
    """Return a pattern for a phrase, wherever its lines break."""
    return re.compile(r"\s+".join(map(re.escape, text.split())), re.IGNORECASE)


def _advice(typed: Typed) -> str:
    """Say what to do about a number that was typed into a page."""
    quoted = f'{{{{ quoted("{typed.number}", source="…") }}}}'
    if typed.in_words:
        return (
            f'the number "{typed.number}" is typed by hand, in words. Bind it to a test with '
            f'{{{{ claim("name", "{typed.number}") }}}}, or name who says so with {quoted}; if it '
            "counts nothing in the data (a name, an idiom), put it under `allowed` in the front "
            "matter, with the reason."
        )
    return (
        f'the number "{typed.number}" is typed by hand. Take it from a dataset with '
        f"{{{{ value(…) }}}} or {{{{ fact(…) }}}}, or name who says so with {quoted}. A number "
        "that counts nothing (a law, a name) goes under `allowed` in the front matter, with the "
        "reason."
    )


def _lint_yaml(
    path: Path, texts: Callable[[yaml.Node | None], Iterator[yaml.ScalarNode]]
) -> list[Problem]:
    """Return the hand-typed numbers in some texts of a YAML file, and the keys that repeat."""
    if not path.is_file():
        return []
    file = Page(path, path.name, path.read_text(encoding="utf-8-sig", errors="replace"))
    try:
        root = compose(file.text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"this is not valid YAML: {getattr(error, 'problem', error)}."
        return [file.problem(message, mark.index if mark else 0)]
    problems = [
        file.problem(
            f'the number "{typed.number}" is typed by hand, and nothing in this file can be bound '
            "to the data; rewrite the text without it.",
            typed.place,
        )
        for scalar in texts(root)
        for typed in _typed(written(scalar, file.text, 0), ())
    ]
    return problems + [
        file.problem(f'the key "{key.value}" appears twice; keep one.', key.start_mark.index)
        for key in repeated(root)
    ]


def _config_texts(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    for key, value in pairs(root):
        if key.value in ("site_name", "site_description", "copyright"):
            yield from scalars(value)
        elif key.value == "nav":
            yield from _labels(value)


def _labels(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Return the keys of a YAML node, at any depth."""
    for child in node.value if isinstance(node, yaml.SequenceNode) else []:
        yield from _labels(child)
    for key, value in pairs(node):
        if isinstance(key, yaml.ScalarNode):
            yield key
        yield from _labels(value)


def _notes(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    for _, source in pairs(root):
        for key, value in pairs(source):
            if key.value == "note":
                yield from scalars(value)
