"""The ledgers of a site by question: where the entry of each number and each claim stands.

An entry stands on the page of the first question that prints it, so that no page lists everything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.numbers.quantities import Cell
from charts.generator.pages import ledger_pages
from charts.generator.pages.addresses import CLAIMS, FACTS, dataset_page
from charts.generator.pages.content import Content
from charts.generator.pages.inline import Use
from charts.generator.pages.ledger_pages import Number, Tested
from charts.generator.pages.markdown_page import Page

OTHER = "other"  # the group of what no question prints

# To an entry by the address of a whole ledger, in HTML or in Markdown.
_LINK = re.compile(
    rf"(?P<root>(?:\.\.?/)*)(?:{FACTS[:-1]}|{CLAIMS[:-1]})(?P<end>/|\.md)#(?P<anchor>[\w.-]+)"
)


@dataclass(frozen=True)
class Usage:
    """What uses a dataset: numbers and claims with the addresses of their entries, and pages."""

    numbers: list[tuple[Number, str]]
    claims: list[tuple[Tested, str]]
    pages: list[Page]


class Ledgers:
    """The numbers and claims of a site's pages, grouped by question.

    `uses_on` returns the macro calls of a page.
    """

    def __init__(self, content: Content, uses_on: Callable[[Page], Sequence[Use]]) -> None:
        self.content = content
        self.uses_on = uses_on

    @cached_property
    def uses(self) -> list[Use]:
        """Return every macro call of every page."""
        return [use for page in self.content.pages.values() for use in self.uses_on(page)]

    @cached_property
    def numbers(self) -> Mapping[str, list[Number]]:
        """Return every number by the group that it belongs to."""
        found: dict[str, list[Number]] = {group: [] for group in self.groups}
        for number in ledger_pages.numbers(self.content.project, self.uses):
            found[self._group(number.pages)].append(number)
        return {group: entries for group, entries in found.items() if entries}

    @cached_property
    def claims(self) -> Mapping[str, list[Tested]]:
        """Return every tested claim by the group that it belongs to."""
        found: dict[str, list[Tested]] = {group: [] for group in self.groups}
        for claim in ledger_pages.claims(self.uses):
            found[self._group(claim.pages)].append(claim)
        return {group: entries for group, entries in found.items() if entries}

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """Return the label of each group: the questions in their order, then the rest."""
        questions = {page.id: self.content.label(page) for page in self.content.questions}
        return questions | {OTHER: "Other pages"}

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Return the address of each entry's page below the site's root, by the entry's anchor."""
        numbers = {
            number.receipt.anchor: f"{FACTS}{group}/"
            for group, entries in self.numbers.items()
            for number in entries
        }
        return numbers | {
            claim.verdict.entry.anchor: f"{CLAIMS}{group}/"
            for group, entries in self.claims.items()
            for claim in entries
        }

    def files(self) -> dict[str, str]:
        """Return the files by which a ledger finds an entry on any of its pages.

        Each entry is its anchor, its group, and the words by which readers look for it.
        """
        numbers = [
            [number.receipt.anchor, group, number.receipt.text, number.says]
            for group, entries in self.numbers.items()
            for number in entries
        ]
        claims = [
            [claim.verdict.entry.anchor, group, claim.verdict.entry.says, "; ".join(claim.words)]
            for group, entries in self.claims.items()
            for claim in entries
        ]
        found = {FACTS: numbers, CLAIMS: claims}
        return {
            f"{ledger}find.json": json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
            for ledger, entries in found.items()
        }

    def decides(self, page: Page) -> list[str]:
        """Return what a page that nobody writes reads beside the data: its entries."""
        if page.url.startswith(FACTS):
            numbers, claims = self.numbers[page.id], []
        elif page.url.startswith(CLAIMS):
            numbers, claims = [], self.claims[page.id]
        else:
            names = [n for n in self.content.project.datasets if dataset_page(n) == page.url]
            numbers = [number for name in names for number, _ in self.usage[name].numbers]
            claims = [claim for name in names for claim, _ in self.usage[name].claims]
        return [
            *(f"{n.receipt.anchor} {n.receipt.text} {_names(n.pages)}" for n in numbers),
            *(f"{c.verdict.entry.anchor} {c.words} {_names(c.pages)}" for c in claims),
        ]

    @cached_property
    def usage(self) -> Mapping[str, Usage]:
        """Return what uses each dataset, by the dataset's name."""
        found = {name: Usage([], [], []) for name in self.content.project.datasets}
        pages: dict[str, dict[Page, None]] = {name: {} for name in found}
        for entries in self.numbers.values():
            for number in entries:
                for name in _datasets(number.receipt.cells):
                    place = self.places[number.receipt.anchor]
                    found[name].numbers.append((number, f"{place}#{number.receipt.anchor}"))
                    pages[name] |= dict.fromkeys(number.pages)
        for tested in self.claims.values():
            for claim in tested:
                for name in _datasets(claim.verdict.read):
                    anchor = claim.verdict.entry.anchor
                    found[name].claims.append((claim, f"{self.places[anchor]}#{anchor}"))
                    pages[name] |= dict.fromkeys(claim.pages)
        order = {page: at for at, page in enumerate(self.content.pages.values())}
        for name, uses in found.items():
            uses.pages.extend(sorted(pages[name], key=order.__getitem__))
        return found

    def printed_on(self, page: Page) -> list[Receipt | Outcome]:
        """Return the numbers and claims of a page, in its order."""
        found = [use.result for use in self.uses_on(page)]
        return [result for result in found if isinstance(result, Receipt | Outcome)]

    def cells_on(self, page: Page) -> list[Cell]:
        """Return the cells behind the numbers and claims of a page."""
        found = self.printed_on(page)
        cells = [cell for result in found if isinstance(result, Receipt) for cell in result.cells]
        cells += [cell for result in found if isinstance(result, Outcome) for cell in result.read]
        return list(dict.fromkeys(cells))

    @cached_property
    def datasets(self) -> Mapping[str, list[str]]:
        """Return the names of the datasets by the first question that rests on them."""
        found: dict[str, list[str]] = {group: [] for group in self.groups}
        drawn: dict[str, list[Page]] = {}
        for id, drawing in self.content.project.drawings.items():
            for name in drawing.datasets:
                drawn.setdefault(name, []).extend(self.content.questions_with(id))
        for name, uses in self.usage.items():
            found[self._group([*uses.pages, *drawn.get(name, [])])].append(name)
        return {group: names for group, names in found.items() if names}

    def _group(self, pages: Iterable[Page]) -> str:
        """Return the group of what some pages print."""
        groups = {group for page in pages for group in self._groups_of(page)}
        return min(groups, key=self._order.__getitem__, default=OTHER)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {group: at for at, group in enumerate(self.groups)}

    def _groups_of(self, page: Page) -> Iterator[str]:
        if page.kind == "question":
            yield page.id
        elif page.kind == "chart":
            yield from (question.id for question in self.content.questions_with(page.id))


def led(markdown: str, places: Mapping[str, str]) -> str:
    """Return a page with its links to entries of the ledgers leading to where those stand."""

    def place(link: re.Match[str]) -> str:
        page = places.get(link["anchor"], "").removesuffix("/")
        return f"{link['root']}{page}{link['end']}#{link['anchor']}" if page else link[0]

    return _LINK.sub(place, markdown)


def _names(pages: Iterable[Page]) -> list[str]:
    return [page.name for page in pages]


def _datasets(cells: Iterable[Cell]) -> list[str]:
    return list(dict.fromkeys(cell.dataset for cell in cells))
