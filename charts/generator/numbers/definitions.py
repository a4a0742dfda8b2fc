"""Reads the formulas that editors give a name: in `docs/definitions.yml`, or for one page.

    series:
      sales: {of: sales_annual.amount, says: "sales of {shop}"}
    numbers:
      north_peak: highest(sales[shop=North])
      gap: {of: "sales[shop=North, 2024] / sales[shop=South, 2024]", format: times}
    claims:
      north_ahead_since_2014: always(sales[shop=North] > sales[shop=South], 2014..latest)
    findings:
      claim-of-a-text: {then: "north_share[2021] < 5%", now: "north_share[latest] < 5%"}
      another-claim: {of: "falls(sales, 2020..2024)", part: "falls(sales, 2022..2024)"}
    words:
      North: the shop in the north

`words` are what readers call a value in the sentences about formulas. A page's front matter has the
same under `define`, without findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

import yaml

from charts.generator.base import yaml_text
from charts.generator.base.problems import Problem, at_offset, problem, unknown
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import FormulaError, Name, Node, parse
from charts.generator.numbers.functions import FUNCTIONS

# Each kind of definition, with the keys that it may have when it is more than a formula.
KINDS = {
    "series": ("of", "says"),
    "numbers": ("of", "format"),
    "claims": ("of",),
    "findings": ("of", "then", "now", "part"),
}
NOW, PART = "now", "part"
# What a finding may consist of: the whole claim, the claim then and now, the whole claim and a part
# of it, or only a part that can be tested.
FORMS = ({"of"}, {"then", "now"}, {"of", "part"}, {"part"})
WORDS = "words"
# Words of the language, which nothing else can be named.
RESERVED = ("and", "or", "not", "stated", "latest", "this_year", "year_before", "by", "missing")


@dataclass(frozen=True)
class Definition:
    """A formula with a name.

    `formula` is its text and `node` its tree. A finding may have a `second` tree, whose `role` is
    to say what is so "now", or whether a "part" of the claim holds; with that role and no second
    tree, only a part was tested. `says` is the noun of a series. `page` is the only page on which
    the name means it; empty for those of all pages.
    """

    kind: str
    name: str
    formula: str
    node: Node
    path: Path
    line: int
    column: int
    says: str = ""
    format: str = ""
    second: Node | None = None
    role: str = ""
    page: str = ""

    @property
    def nodes(self) -> list[Node]:
        """Return its trees."""
        return [self.node] if self.second is None else [self.node, self.second]

    @property
    def place(self) -> str:
        """Return where it is written: file and line."""
        return str(self.problem("")).rpartition(":")[0].rpartition(":")[0]

    def problem(self, message: str) -> Problem:
        """Return a problem where it is written."""
        return problem(self.path, message, self.line, self.column)


@dataclass(frozen=True)
class Word:
    """What readers call a value, and where that is written."""

    text: str
    path: Path
    line: int
    column: int


@dataclass
class Definitions:
    """Definitions by name, the words for values, and what is wrong with them."""

    found: dict[str, Definition] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def findings(self) -> dict[str, Definition]:
        """Return the definitions of findings by the id of their claim."""
        return {d.name: d for d in self.found.values() if d.kind == "findings"}


def read_file(path: Path) -> Definitions:
    """Return the definitions of a file; none where there is no such file.

    Raises:
        ProblemsError: if it is not valid YAML.
    """
    if not path.is_file():
        return Definitions()
    return read(yaml_text.read(path), path, path.read_text(encoding="utf-8-sig"))


def read(
    root: yaml.Node | None, path: Path, text: str, start: int = 0, page: str = ""
) -> Definitions:
    """Return the definitions of a YAML mapping.

    Args:
        root: the mapping, by kind and name.
        path: the file that it is in.
        text: the text of the file.
        start: where in the text the YAML begins.
        page: the page on which alone they hold; empty for those of all pages.
    """
    return _Reader(path, text, start, page).read(root)


class _Reader:
    def __init__(self, path: Path, text: str, start: int, page: str) -> None:
        self.path, self.text, self.start, self.page = path, text, start, page
        self.kinds = {k: v for k, v in KINDS.items() if not (page and k == "findings")}
        self.made = Definitions()

    def read(self, root: yaml.Node | None) -> Definitions:
        if root is None:
            return self.made
        if not isinstance(root, yaml.MappingNode):
            kinds = ", ".join([*self.kinds, WORDS])
            self._wrong(root, f"expected lines of `kind:`, which is one of {kinds}.")
            return self.made
        for key in yaml_text.repeated(root):
            self._wrong(key, f'the key "{key.value}" appears twice; keep one.')
        for kind, section in yaml_text.pairs(root):
            if kind.value not in (*self.kinds, WORDS):
                choices = [*self.kinds, WORDS]
                self._wrong(kind, unknown("kind of definition", kind.value, choices))
            elif not isinstance(section, yaml.MappingNode):
                of = "value: words" if kind.value == WORDS else "name: formula"
                self._wrong(section, f"expected lines of `{of}` under `{kind.value}`.")
            else:
                for name, value in yaml_text.pairs(section):
                    if kind.value == WORDS:
                        self._word(name, value)
                    else:
                        self._define(str(kind.value), name, value)
        return self.made

    def _word(self, value: yaml.Node, word: yaml.Node) -> None:
        if not isinstance(word, yaml.ScalarNode) or not word.value:
            self._wrong(word, f'expected what readers call "{value.value}".')
            return
        place = self._place(value)
        self.made.words[str(value.value)] = Word(word.value, self.path, place.line, place.column)

    def _define(self, kind: str, key: yaml.Node, value: yaml.Node) -> None:
        name = str(key.value)
        if kind != "findings" and (fault := name_fault(name)):
            self._wrong(key, fault)
            return
        parts = {str(k.value): v for k, v in yaml_text.pairs(value)}
        if not parts:
            parts = {"of": value}
        for part, node in parts.items():
            if part not in KINDS[kind]:
                self._wrong(node, unknown("key", part, KINDS[kind]))
                return
        tests = [part for part in KINDS["findings"] if part in parts]
        if set(tests) not in FORMS:
            self._wrong(key, f'"{name}" has no formula; write it as `{name}: formula`.')
            return
        trees = [self._parsed(parts[part]) for part in tests]
        texts = {part: str(parts[part].value) for part in ("says", "format") if part in parts}
        if texts.get("format") and texts["format"] not in formats.FORMATS:
            self._wrong(parts["format"], unknown("format", texts["format"], formats.FORMATS))
            return
        formula = " | ".join(str(parts[part].value) for part in tests)
        if all(tree is not None for tree in trees):
            second = trees[1] if len(trees) > 1 else None
            role = tests[-1] if tests[-1] in (NOW, PART) else ""
            at = self._place(key)
            self.made.found[name] = Definition(
                kind, name, formula, trees[0], self.path, at.line,  # type: ignore[arg-type]
                at.column, texts.get("says", ""), texts.get("format", ""), second, role, self.page,
            )  # fmt: skip

    def _parsed(self, node: yaml.Node) -> Node | None:
        if not isinstance(node, yaml.ScalarNode):
            self._wrong(node, "expected a formula here.")
            return None
        try:
            return parse(str(node.value))
        except FormulaError as error:
            written = self.text[self.start + node.start_mark.index :]
            at = yaml_text.offset(node, written, error.at)
            self._wrong(node, f"in this formula, {error}", at)
            return None

    def _wrong(self, node: yaml.Node, message: str, offset: int = 0) -> None:
        self.made.problems.append(self._place(node, message, offset))

    def _place(self, node: yaml.Node, message: str = "", offset: int = 0) -> Problem:
        at = self.start + node.start_mark.index + offset
        return at_offset(self.path, self.text, at, message)


def name_fault(name: str) -> str:
    """Say why nothing can have this name; nothing where something can."""
    if not name.isidentifier():
        return f'"{name}" can\'t be a name: use letters, digits and "_", as in north_peak.'
    if name in FUNCTIONS or name in RESERVED:
        return f'"{name}" is a word of the formulas themselves; use another name.'
    return ""


def clashes(
    parts: Iterable[Definitions], taken: Mapping[str, tuple[Path, int]]
) -> Iterator[Problem]:
    """Say which names mean two things, and which values have two words.

    Args:
        parts: definitions of different places.
        taken: names of other things, with the file and line of each.
    """
    seen: dict[tuple[str, bool], tuple[Path, int]] = {
        (name, False): place for name, place in taken.items()
    }
    words: dict[str, Word] = {}
    for part in parts:
        for definition in part.found.values():
            key = (definition.name, definition.kind == "findings")
            there = seen.setdefault(key, (definition.path, definition.line))
            if there != (definition.path, definition.line):
                said = f'"{definition.name}" means something else in {_at(*there)}; use another '
                yield definition.problem(said + "name.")
        for value, word in part.words.items():
            other = words.setdefault(value, word)
            if other.text != word.text:
                yield problem(
                    word.path,
                    f'readers call "{value}" "{other.text}" in {_at(other.path, other.line)}; a '
                    "value has the same words on the whole site.",
                    word.line,
                    word.column,
                )


def _at(path: Path, line: int) -> str:
    return str(problem(path, "", line)).removesuffix(": ").removesuffix(":1")


def of_other_pages(
    node: Node, page: str, local: Mapping[str, Definition]
) -> Iterator[tuple[Name, str]]:
    """Yield the names in a formula that only another page may use, and what is wrong with each.

    Args:
        node: the formula.
        page: where it is written; empty where it is for all pages.
        local: the names that pages define for themselves.
    """
    for part in node.walk():
        if isinstance(part, Name) and part.name in local and local[part.name].page != page:
            yield (
                part,
                f'"{part.name}" is defined in {local[part.name].place}, for that page only; to '
                "use it elsewhere, move it to docs/definitions.yml.",
            )


def fields_of(says: str) -> set[str]:
    """Return the columns that a noun names between braces."""
    return {name for _, name, _, _ in Formatter().parse(says) if name}
