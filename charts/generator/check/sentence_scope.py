"""Reads a page as sentences: the words as readers see them, and what some of them are bound to.

    for sentence in sentences(page, evaluator):
        sentence.text                      # "In 2024 imports came to $3.0 billion."
        for bound in sentence.bound:       # each macro of the sentence, in its order
            sentence.before(bound)         # "In 2024 imports came to "
            bound.words                    # "$3.0 billion"
            bound.node                     # the parsed formula; None for a cell, or for Python
            bound.cells                    # the cells it is made of: dataset, column, key, text
            page.problem("…", bound.offset)
        page.problem("…", sentence.place(3))  # where a letter of the text is in the file

Where a macro prints nothing that can be read, such as a chart or a mistake, GAP stands in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from charts.generator.base.problems import MistakeError
from charts.generator.check.prose import Stretch, prose
from charts.generator.numbers.expressions import Node, parse
from charts.generator.numbers.ledger import Ledger, Outcome, Receipt
from charts.generator.numbers.quantities import Cell
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.inline import Use
from charts.generator.pages.markdown_page import GAP, Page

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_WORDS = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_END = re.compile(r"[.!?…][\"”\u2019)\]]*\s+(?=[\"“\u2018(\[]?(?:[^\W_a-z]|\ufffc))")
# What ends with a full stop and does not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|No|Mr|Mrs|Ms|Dr|St|vs|approx|ca|cf"
    r"|e\.g|i\.e)|\.[A-Za-z])\.\Z"
)
# … unless a word follows that begins one: "by Smith & Co. In 2024 …"
_OPENER = re.compile(
    r"(?:In|The|It|Its|From|By|That|This|These|Those|But|And|At|They|Their|There|Since|For|Then|On"
    r"|After|Before|When|While|Until|As|Not?|To|A|An|What|Which|Both|All|Only|Between)\b"
)


# No sentence has more letters. Each number of a sentence is held against all of its words, so that
# a text without full stops is read in parts.
_LONGEST = 1500


@dataclass(frozen=True, eq=False)  # each is itself, and quick to look up
class Bound:
    """What a macro prints into a sentence: its words, from `start` to `end` of the text.

    `macro` and `name` are those of the call: a fact's or claim's name or formula, a cell's
    reference, the source of a quoted number. `result` is its receipt or outcome; None for words
    that only a source supports, and for a mistake. `offset` is the macro's place in the file.
    """

    macro: str
    name: str
    words: str
    start: int
    end: int
    offset: int
    result: Receipt | Outcome | None = None
    node: Node | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells of a number, or those that a test has read."""
        return self.result.cells if isinstance(self.result, Receipt) else self.read

    @property
    def read(self) -> tuple[Cell, ...]:
        """Return every cell that was read to find it."""
        return self.result.read if self.result is not None else ()


@dataclass(frozen=True)
class Sentence:
    """A sentence as readers see it, with its macros, and what it stands under.

    `kind` is "text", "heading", "cell", or "summary" for what the front matter says under a title
    with a time. `heading` is the text of the heading or that title; `row` and `column` are those at
    the beginning of a table's row and at the top of its column.
    """

    text: str
    bound: tuple[Bound, ...]
    page: Page
    kind: str = "text"
    heading: str = ""
    row: str = ""
    column: str = ""
    _starts: tuple[int, ...] = ()  # where a part of the text begins …
    _places: tuple[int, ...] = ()  # … and its place in the file

    def before(self, bound: Bound) -> str:
        """Return the words before a macro's."""
        return self.text[: bound.start]

    def after(self, bound: Bound) -> str:
        """Return the words after a macro's."""
        return self.text[bound.end :]

    def place(self, index: int) -> int:
        """Return the place in the file of a letter of the text; a macro's start for its words."""
        for bound in self.bound:
            if bound.start <= index < bound.end:
                return bound.offset
        part = bisect_right(self._starts, index) - 1
        return self._places[part] + index - self._starts[part]

    @cached_property
    def typed(self) -> str:
        """Return the text with a gap of equal length in place of what macros print."""
        parts, end = [], 0
        for bound in self.bound:
            parts += [self.text[end : bound.start], GAP * (bound.end - bound.start)]
            end = bound.end
        return "".join([*parts, self.text[end:]])


def sentences(page: Page, evaluator: Evaluator) -> Iterator[Sentence]:
    """Return the sentences of a page, front matter included, in the order of the file."""
    uses, _ = evaluator.evaluate(page)
    macros = _Macros(page, uses, evaluator.content.ledger)
    frame = _Frame(page)
    for stretch in prose(page):
        if stretch.text and not stretch.tested:  # a claim's words are part of the sentence
            for whole in macros.read(stretch):
                yield from _split(frame.framed(whole))


def _split(whole: Sentence) -> Iterator[Sentence]:
    """Return the sentences of a paragraph, and what is longer than a sentence in parts."""
    ends = list(_ends(whole))
    if not ends and 0 < len(whole.text) <= _LONGEST:
        yield whole
        return
    starts = [bound.start for bound in whole.bound]
    start = 0
    for end in [*ends, len(whole.text)]:
        while end - start > _LONGEST:
            cut = _outside(whole, starts, start + _LONGEST)
            yield _part(whole, starts, start, cut)
            start = cut
        if whole.text[start:end].strip():
            yield _part(whole, starts, start, end)
        start = end


def _ends(whole: Sentence) -> Iterator[int]:
    starts = [bound.start for bound in whole.bound]
    for match in _END.finditer(whole.text):
        stop = match.start() + 1
        if _outside(whole, starts, stop) > stop:
            continue
        short = _ABBREVIATION.search(whole.text, max(0, stop - 8), stop)
        if not short or _OPENER.match(whole.text, match.end()):
            yield match.end()


def _outside(whole: Sentence, starts: Sequence[int], index: int) -> int:
    """Return a place in a paragraph, or the end of the macro that it is in."""
    number = bisect_left(starts, index) - 1
    return max(index, whole.bound[number].end) if number >= 0 else index


def _part(whole: Sentence, starts: Sequence[int], start: int, end: int) -> Sentence:
    first = max(0, bisect_right(whole._starts, start) - 1)
    last = bisect_left(whole._starts, end)
    moved = [
        replace(bound, start=bound.start - start, end=bound.end - start)
        for bound in whole.bound[bisect_left(starts, start) : bisect_left(starts, end)]
    ]
    return Sentence(
        whole.text[start:end].rstrip(), tuple(moved), whole.page,
        whole.kind, whole.heading, whole.row, whole.column,
        tuple(each - start for each in whole._starts[first:last]), whole._places[first:last],
    )  # fmt: skip


class _Macros:
    """The macros of a page, and what each printed."""

    def __init__(self, page: Page, uses: Sequence[Use], ledger: Ledger) -> None:
        self.page, self.ledger = page, ledger
        self.spans = [span for span in page.spans if span.kind != "raw"]
        self.starts = [span.start for span in self.spans]
        self.uses = {use.offset: use for use in uses}

    def read(self, stretch: Stretch) -> Iterator[Sentence]:
        """Return the paragraphs of a stretch with its macros' words, not yet split."""
        text, places = stretch.text, stretch.places
        found = range(bisect_left(self.starts, places[0]), bisect_right(self.starts, places[-1]))
        gaps = []
        for number in found:
            span = self.spans[number]
            gaps.append((bisect_left(places, span.start), bisect_left(places, span.end), number))
        made = _Text(self.page)
        end = 0
        for first, last, number in gaps:
            for paragraph in made.add(text[end:first], places[end:first]):
                yield paragraph
            made.macro(self._bound(number))
            end = last
        for paragraph in made.add(text[end:], places[end:]):
            yield paragraph
        yield made.done()

    def _bound(self, number: int) -> Bound:
        offset = self.starts[number]
        use = self.uses.get(offset)
        if self.spans[number].kind == "comment":
            return Bound("", "", "", 0, 0, offset)
        if use is None or use.macro == "findings":
            return Bound("", "", GAP, 0, 0, offset)
        result = use.result if isinstance(use.result, Receipt | Outcome) else None
        words = use.words.replace("\u00a0", " ") or GAP
        return Bound(use.macro, use.name, words, 0, 0, offset, result, self._node(use))

    def _node(self, use: Use) -> Node | None:
        if use.macro not in ("fact", "claim") or use.result is None:
            return None
        name = use.name.removeprefix("fact:") if use.macro == "fact" else use.name
        known = self.ledger.facts if use.macro == "fact" else self.ledger.claims
        if name in known:
            return known[name].node
        try:
            return parse(name)
        except MistakeError:
            return None


class _Text:
    """Puts the words of a paragraph together, with single spaces."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._reset()

    def _reset(self) -> None:
        self.text = ""
        self.bound: list[Bound] = []
        self.starts: list[int] = []
        self.places: list[int] = []

    def add(self, text: str, places: Sequence[int]) -> Iterator[Sentence]:
        """Add words between macros; return the paragraphs that end in them."""
        at = 0
        for blank in _BLANK_LINE.finditer(text):
            self._words(text, places, at, blank.start())
            yield self.done()
            at = blank.end()
        self._words(text, places, at, len(text))

    def _words(self, text: str, places: Sequence[int], start: int, end: int) -> None:
        spaced = start < end and text[start].isspace()
        for match in _WORDS.finditer(text, start, end):
            if self.text and (spaced or match.start() > start):
                self._space(places[match.start()] - 1)
            for at in _runs(places, *match.span()):
                self.starts.append(len(self.text) + at - match.start())
                self.places.append(places[at])
            self.text += match[0].replace("\u00a0", " ")
        if start < end and text[end - 1].isspace() and self.text:
            self._space(places[end - 1])

    def _space(self, place: int) -> None:
        if not self.text.endswith(" "):
            self.starts.append(len(self.text))
            self.places.append(place)
            self.text += " "

    def macro(self, bound: Bound) -> None:
        """Add what a macro prints."""
        start = len(self.text)
        self.starts.append(start)
        self.places.append(bound.offset)
        self.text += bound.words
        if bound.macro:
            self.bound.append(replace(bound, start=start, end=len(self.text)))

    def done(self) -> Sentence:
        """Return the paragraph, and begin the next."""
        made = Sentence(
            self.text.rstrip(), tuple(self.bound), self.page,
            _starts=tuple(self.starts), _places=tuple(self.places),
        )  # fmt: skip
        self._reset()
        return made


def _runs(places: Sequence[int], start: int, end: int) -> list[int]:
    """Return where letters begin that stand side by side in the file: markup parts them."""
    if places[end - 1] - places[start] == end - 1 - start:
        return [start]
    jumps = [at for at in range(start + 1, end) if places[at] != places[at - 1] + 1]
    return [start, *jumps]


# Keys of the front matter: what a page is called, and what says the same in more words.
TITLES = ("title", "question")
SUMMARIES = ("description", "subtitle", "short_answer")
_DATED = re.compile(
    r"\b[Ii]n (?:[A-Za-z]+ )?(?:19|20)\d\d\W*$|^\W*(?:In )?(?:19|20)\d\d\b|[:,–—] (?:19|20)\d\d\W*$"
)


class _Frame:
    """The headings and tables of a page, to tell what a paragraph stands under."""

    def __init__(self, page: Page) -> None:
        blocks = page.blocks
        self.page = page
        self.headings = [(s, e) for token, s, e in blocks if token.type == "heading_open"]
        self.tables = [(s, e) for token, s, e in blocks if token.type == "table_open"]
        self.keys = sorted((place, key) for key, (place, _) in page.keys.items())
        self.heading = ""
        self.title = ""
        self.cells: dict[tuple[int, int], str] = {}  # by the start of the line and the column

    def framed(self, whole: Sentence) -> Sentence:
        """Return a paragraph with its kind, and its heading or the heads of its table."""
        place = whole._places[0] if whole._places else 0
        if place < self.page.body_start:
            return self._front(whole, place)
        if _around(self.headings, place):
            self.heading = whole.text
            return replace(whole, kind="heading")
        if table := _around(self.tables, place):
            return self._cell(whole, place, table[0])
        return replace(whole, heading=self.heading)

    def _front(self, whole: Sentence, place: int) -> Sentence:
        """Return a text of the front matter; the page's title stands over what sums it up."""
        key = self.keys[bisect_right(self.keys, place, key=lambda each: each[0]) - 1][1]
        if key in TITLES:
            self.title = whole.text if _DATED.search(whole.text) else ""
        if self.title and key in SUMMARIES:
            return replace(whole, kind="summary", heading=self.title)
        return whole

    def _cell(self, whole: Sentence, place: int, table: int) -> Sentence:
        text = self.page.readable
        line = text.rfind("\n", 0, place) + 1
        written = text[line:place].lstrip(" \t>").removeprefix("|")
        number = len(re.findall(r"(?<!\\)\|", written))
        self.cells.setdefault((line, number), whole.text)
        top = text[table:].lstrip()
        head = self.cells.get((len(text) - len(top), number), "")
        row = self.cells.get((line, 0), "") if number else ""
        return replace(whole, kind="cell", heading=self.heading, row=row, column=head)


def _around(blocks: Sequence[tuple[int, int]], place: int) -> tuple[int, int] | None:
    """Return the block that a place is in, of several in the order of the text."""
    number = bisect_right(blocks, place, key=lambda block: block[0]) - 1
    return blocks[number] if number >= 0 and place < blocks[number][1] else None
