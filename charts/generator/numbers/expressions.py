"""Reads the formulas of facts and claims: parsed as data into a tree, never executed.

    expression = both { "or" both } ;          both = test { "and" test } ;
    test    = [ "not" ] sum { ( "<" | ">" | "<=" | ">=" | "=" | "!=" ) sum } ;
    sum     = product { ( "+" | "-" ) product } ;  product = item { ( "*" | "/" ) item } ;
    item    = [ "-" ] atom { "[" condition { "," condition } "]" } ;
    atom    = number [ "%" | unit ] | period [ ".." [ period ] ] | ".." period | text
            | function "(" [ argument { "," argument } ] ")" | name | dataset "." column
            | "stated" "[" id "]" | "(" expression ")" ;
    argument  = [ name "=" ] ( expression | word ) ;
    condition = period | window | column sign value { "|" value }
              | number "months" ( "before" | "after" ) event | "missing" "=" "0" ;

Every node knows where it is in the text, so that a mistake is named by its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from charts.generator.base.problems import MistakeError

LENGTH = 500  # characters in a formula
DEPTH = 20  # brackets within brackets

PERIOD = re.compile(
    r"(?:\d{4}-\d\d-\d\d|\d{4}-Q[1-4]|\d{4}-\d\d|[12]\d{3}|latest(?:\s*-\s*\d+)?|this_year"
    r"|year_before)(?![\w%]|-\d|\.\d)"
)
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+")
_UNIT = re.compile(
    r"\s*%|\s+(?!(?:and|or|not|months)\b)[A-Za-z]+(?:[ \t]+(?!(?:and|or|not)\b)[A-Za-z]+)*"
)
_NAME = re.compile(r"[A-Za-z_]\w*")
_TEXT = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_SIGN = re.compile(r"<=|>=|!=|<|>|==|=")
_AROUND = re.compile(r"(\d+)\s+months?\s+(before|after)\s+([\w-]+)")
_SPACE = re.compile(r"\s*")
# What people write where the language has another way.
_NEAR = [
    (re.compile(r"(\d{4}(?:-\d\d)?)\s*(?:to|until|through|–|—|-)\s*(\d{4}(?:-\d\d)?)\b"),
     "write the years from one to another with two dots: {0}..{1}."),
    (re.compile(r"(?i)(?:january|february|march|april|may|june|july|august|september|october"
                r"|november|december)\s+\d{4}"), "write a month as 2022-03."),
    (re.compile("[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]"),
     'type straight quotes, " or \'; word processors make curly ones.'),
    (re.compile("[×·]"), "write * to multiply."),
    (re.compile("÷"), "write / to divide."),
    (re.compile("[−–]"), 'write the minus sign as "-".'),
    (re.compile("≤|≥|≠"), "write <=, >= or !=."),
    (re.compile(r"\.\.\."), "a window has two dots: 2021..2024."),
]  # fmt: skip


@dataclass(frozen=True)
class Node:
    """A part of a formula, from one character of its text to another."""

    start: int
    end: int

    @property
    def parts(self) -> Iterator[Node]:
        """Return the nodes that it is made of."""
        for name in self.__dataclass_fields__:  # `fields` is slow, and this is called most
            value = getattr(self, name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Node):
                    yield part

    def walk(self) -> Iterator[Node]:
        """Return it and every node below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Number(Node):
    """A number as typed, with its unit: 0.1 USD billion, 50%."""

    value: float
    unit: str
    text: str


@dataclass(frozen=True)
class Period(Node):
    """A year, quarter, month or day, or one that moves with the data: latest, this_year."""

    text: str

    @property
    def moves(self) -> bool:
        """Return whether new data move it."""
        return not self.text[0].isdigit()


@dataclass(frozen=True)
class Window(Node):
    """The periods from one to another; open where one is left out."""

    first: Period | None
    last: Period | None


@dataclass(frozen=True)
class Around(Node):
    """The months before or after that of an event."""

    months: int
    side: str
    event: str


@dataclass(frozen=True)
class Key(Node):
    """A condition on a column: the values that it may have, or must not have."""

    column: str
    sign: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Words(Node):
    """Words between quotes."""

    text: str


@dataclass(frozen=True)
class Name(Node):
    """A name that stands for a formula, or a word as an argument."""

    name: str


@dataclass(frozen=True)
class Column(Node):
    """A column of a dataset."""

    dataset: str
    column: str


@dataclass(frozen=True)
class Stated(Node):
    """The number that a text states, by the id of its claim."""

    id: str


@dataclass(frozen=True)
class Call(Node):
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]
    named: tuple[Argument, ...] = ()


@dataclass(frozen=True)
class Argument(Node):
    """An argument with its name: by=reading."""

    name: str
    value: Node


@dataclass(frozen=True)
class Where(Node):
    """Conditions on what stands before the bracket."""

    of: Node
    conditions: tuple[Node, ...]


@dataclass(frozen=True)
class Operation(Node):
    """Two numbers added, subtracted, multiplied or divided."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Comparison(Node):
    """Numbers compared: a < b < c has two signs."""

    signs: tuple[str, ...]
    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Logic(Node):
    """Tests of which all ("and") or at least one ("or") must hold."""

    word: str
    tests: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """A test that must not hold."""

    of: Node


class FormulaError(MistakeError):
    """A mistake in a formula: at a part of it, or at a character of its text, counted from 0."""

    def __init__(self, message: str, place: Node | int) -> None:
        super().__init__(message)
        self.place = place

    @property
    def at(self) -> int:
        """Return the character at which it is."""
        return self.place if isinstance(self.place, int) else self.place.start


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Return a formula as a tree.

    Raises:
        FormulaError: where it is not written right, with what was expected.
    """
    if len(text) > LENGTH:
        said = f"this formula has {len(text)} characters, and {LENGTH} are the most; give its parts"
        raise FormulaError(f"{said} names of their own.", LENGTH)
    reader = _Reader(text)
    node = reader.expression()
    reader.end()
    return node


def walk(node: Node, names: Mapping[str, Node]) -> Iterator[Node]:
    """Return every part of a formula, and those of the formulas that it names, each name once."""
    waiting, seen = [node], set[str]()
    while waiting:
        for part in waiting.pop().walk():
            yield part
            if isinstance(part, Name) and part.name in names and part.name not in seen:
                seen.add(part.name)
                waiting.append(names[part.name])


def columns(node: Node, names: Mapping[str, Node]) -> list[Column]:
    """Return the columns that a formula reads, those of the formulas that it names too."""
    return [part for part in walk(node, names) if isinstance(part, Column)]


class _Reader:
    """Reads a formula from left to right, one method for each rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    # Rules ------------------------------------------------------------------------------------

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > DEPTH:
            raise self.wrong(f"more than {DEPTH} brackets within brackets; name a part instead.")
        node = self._logic("or", lambda: self._logic("and", self._test))
        self.depth -= 1
        return node

    def _logic(self, word: str, rule) -> Node:  # type: ignore[no-untyped-def]
        tests = [rule()]
        while self._word(word):
            tests.append(rule())
        return tests[0] if len(tests) == 1 else Logic(tests[0].start, self.at, word, tuple(tests))

    def _test(self) -> Node:
        start = self._start()
        if self._word("not"):
            return Not(start, self.at, self._test())
        terms, signs = [self._sum()], []
        while found := self._take(_SIGN):
            signs.append("=" if found[0] == "==" else found[0])
            terms.append(self._sum())
        if not signs:
            return terms[0]
        return Comparison(terms[0].start, self.at, tuple(signs), tuple(terms))

    def _sum(self) -> Node:
        node = self._product()
        while found := self._take(re.compile(r"[+-]")):
            node = Operation(node.start, self.at, found[0], node, self._product())
            node = _until(node, self.at)
        return node

    def _product(self) -> Node:
        node = self._item()
        while found := self._take(re.compile(r"[*/]")):
            node = _until(Operation(node.start, self.at, found[0], node, self._item()), self.at)
        return node

    def _item(self) -> Node:
        start = self._start()
        if self._take(re.compile("-")):
            zero = Number(start, start, 0.0, "", "0")
            return _until(Operation(start, self.at, "-", zero, self._item()), self.at)
        node = self._atom()
        while self._take(re.compile(r"\[")):
            if isinstance(node, Name) and node.name == "stated":
                found = self._expect(re.compile(r"[\w-]+"), "the id of a claim")
                self._expect(re.compile(r"\]"), '"]"')
                node = Stated(node.start, self.at, found[0])
                continue
            conditions = [self._condition()]
            while self._take(re.compile(",")):
                conditions.append(self._condition())
            self._expect(re.compile(r"\]"), '"," or "]"')
            node = Where(node.start, self.at, node, tuple(conditions))
        return node

    def _atom(self) -> Node:
        start = self._start()
        if self._take(re.compile(r"\(")):
            node = self.expression()
            self._expect(re.compile(r"\)"), '")"')
            return node
        if found := self._take(_TEXT):
            return Words(start, self.at, found[1] or found[2] or "")
        if (period := self._window()) is not None:
            return period
        if found := self._take(_NUMBER):
            return self._number(start, found[0])
        if found := self._take(_NAME):
            return self._named(start, found[0])
        raise self.wrong(self._expected("a number, a name or a function"))

    def _number(self, start: int, text: str) -> Node:
        value = float(text.replace(",", ""))
        unit = ""
        if found := _UNIT.match(self.text, self.at):
            self.at = found.end()
            unit = " ".join(found[0].split()).replace("%", "percent")
        return Number(start, self.at, value, unit, self.text[start : self.at])

    def _named(self, start: int, name: str) -> Node:
        if name in ("and", "or", "not"):
            self.at = start
            raise self.wrong(f'"{name}" needs a test on both its sides.')
        if self._take(re.compile(r"\(")):
            return self._call(start, name)
        if self.text.startswith(".", self.at) and not self.text.startswith("..", self.at):
            self.at += 1
            column = self._expect(_NAME, "a column")
            return Column(start, self.at, name, column[0])
        return Name(start, self.at, name)

    def _call(self, start: int, name: str) -> Node:
        arguments: list[Node] = []
        named: list[Argument] = []
        if not self._take(re.compile(r"\)")):
            while True:
                at = self._start()
                if found := self._take(re.compile(r"(by)\s*=(?!=)")):
                    named.append(Argument(at, self.at, found[1], self._atom()))
                else:
                    arguments.append(self.expression())
                if self._take(re.compile(r"\)")):
                    break
                self._expect(re.compile(","), '"," or ")"')
        return Call(start, self.at, name, tuple(arguments), tuple(named))

    def _condition(self) -> Node:
        start = self._start()
        if found := self._take(_AROUND):
            return Around(start, self.at, int(found[1]), found[2], found[3])
        if (period := self._window()) is not None:
            return period
        if found := self._take(re.compile(r"(\w+)\s*(<=|>=|!=|==|=|<|>)")):
            sign = "=" if found[2] == "==" else found[2]
            values = [self._value()]
            while self._take(re.compile(r"\|")):
                values.append(self._value())
            return Key(start, self.at, found[1], sign, tuple(values))
        # A period that is computed: at its place stands a formula.
        if self._ahead(re.compile(r"(?:when|first|last)\s*\(")):
            return self._atom()
        raise self.wrong(self._expected("a period, or a column and a value such as country=China"))

    def _value(self) -> str:
        if found := self._take(_TEXT):
            return found[1] or found[2] or ""
        found = self._expect(re.compile(r"[^\]|,]+"), "a value")
        return found[0].strip()

    def _window(self) -> Period | Window | None:
        start = self._start()
        first = self._period()
        if not self._take(re.compile(r"\.\.")):
            return first
        last = self._period()
        return Window(start, self.at, first, last)

    def _period(self) -> Period | None:
        start = self._start()
        found = self._take(PERIOD)
        return Period(start, self.at, re.sub(r"\s", "", found[0])) if found else None

    # Text -------------------------------------------------------------------------------------

    def end(self) -> None:
        if self._start() < len(self.text):
            raise self.wrong(self._expected("the formula to end"))

    def _start(self) -> int:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _ahead(self, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self.text, self._start()) is not None

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self._start())
        if found:
            self.at = found.end()
        return found

    def _word(self, word: str) -> bool:
        return self._take(re.compile(rf"{word}\b")) is not None

    def _expect(self, pattern: re.Pattern[str], what: str) -> re.Match[str]:
        found = self._take(pattern)
        if found is None:
            raise self.wrong(self._expected(what))
        return found

    def _expected(self, what: str) -> str:
        for pattern, said in _NEAR:
            for found in pattern.finditer(self.text):
                if found.start() <= self.at < found.end() + 1:
                    self.at = found.start()
                    return said.format(*found.groups())
        rest = self.text[self.at :].split("\n")[0]
        if not rest:
            return f"the formula ends too early; {what} is missing."
        shown = rest if len(rest) <= 20 else f"{rest[:20]}…"
        return f'expected {what}, found "{shown}".'

    def wrong(self, message: str) -> FormulaError:
        return FormulaError(message, self.at)


def _until(node: Operation, end: int) -> Operation:
    return Operation(node.start, end, node.sign, node.left, node.right)
