"""The macros that print words into a sentence: numbers, claims, citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.numbers import quotations
from charts.generator.numbers.ledger import Ledger, Receipt
from charts.generator.pages import calls, templates
from charts.generator.pages.addresses import CLAIMS, FACTS
from charts.generator.pages.citations import Citation
from charts.generator.pages.markdown_page import Page


@dataclass(frozen=True)
class Printed:
    """What a macro printed: its name, what it names, its result and its words."""

    macro: str
    name: str
    result: object
    words: str


@dataclass(frozen=True)
class Use:
    """A macro call on a page: what it printed, and its offset in the page's text."""

    macro: str
    name: str
    result: object
    words: str
    page: Page
    offset: int


@dataclass(frozen=True)
class Place:
    """Where words are read: the relative paths to the site's root and to the list of sources.

    Titles and labels, which are links or pictures themselves, have no place: nothing links there.
    """

    root: str
    sources: str = ""


class Inline:
    """The macros of a sentence in one place; `printed` records the calls for ledgers and checks."""

    def __init__(
        self, ledger: Ledger, citations: Mapping[str, Citation], place: Place | None
    ) -> None:
        self.ledger = ledger
        self.citations = citations
        self.place = place
        self.printed: list[Printed] = []

    @property
    def functions(self) -> calls.Functions:
        """Return the macros by name."""
        return {name: getattr(self, name) for name in calls.INLINE}

    def value(self, dataset: str, column: str, written: str = "", /, **where: Any) -> Markup:
        """Print a cell of a dataset, such as ("year_lengths", "days", year=2024)."""
        return self._number("value", self.ledger.value(dataset, column, written, **where))

    def fact(self, name: str, format: str = "") -> Markup:
        """Print a computed number: one with a name, or a formula."""
        # A fact that fails is still used; without this it would be reported as unused too.
        self.printed.append(Printed("fact", f"fact:{name}", None, ""))
        receipt = self.ledger.fact(name, format)
        self.printed.pop()
        return self._number("fact", receipt)

    def claim(self, name: str, words: str) -> Markup:
        """Print words that are bound to a test; a claim that the data refute is a mistake."""
        if not isinstance(words, str) or not words.strip():
            raise MistakeError(
                f'claim "{name}" needs its words: claim("{name}", "fell every year").'
            )
        words = " ".join(words.split())
        self.printed.append(Printed("claim", name, None, words))
        verdict = self.ledger.claim(name)
        self.printed[-1] = Printed("claim", name, verdict, words)
        if not verdict.holds:
            place = verdict.entry.place
            raise MistakeError(
                f'the data refute "{words}": claim "{name}" ({verdict.entry.says}) is not true. '
                f"The cells say: {verdict.evidence}. Change the sentence, or fix the "
                + (f"claim in {place}." if place else "formula.")
            )
        href = f"{self.place.root}{CLAIMS}#{verdict.entry.anchor}" if self.place else ""
        return templates.inline("claim.html", name=name, words=words, href=href)

    def quoted(self, words: str, source: str, ours: str = "") -> Markup:
        """Print a number that only a source supports, such as ("$85 billion", source="id").

        If datasets have the same number, `ours` is a fact or a formula for it; the two must agree.
        """
        if source in self.ledger.datasets:
            raise MistakeError(
                f'"{source}" is a dataset, so its numbers need no quotation; print the cell with '
                f'value("{source}", …).'
            )
        citation = self._cited(source)
        words = " ".join(str(words).split())
        self.printed.append(Printed("quoted", source, None, words))
        if ours:
            quotations.must_agree(words, self.ledger.fact(str(ours)))
        href = self._source(source)
        return templates.inline("quoted.html", words=words, citation=citation, href=href)

    def source(self, id: str) -> Markup:
        """Cite a source in `docs/sources.yml`, or a dataset, by its name."""
        citation = self._cited(id)
        self.printed.append(Printed("source", id, None, ""))
        return templates.inline("source.html", citation=citation, href=self._source(id))

    def _number(self, macro: str, receipt: Receipt) -> Markup:
        self.printed.append(Printed(macro, receipt.reference, receipt, receipt.text))
        # A year is plain: a line under every one would hide the numbers that matter.
        linked = self.place and receipt.value.unit != "year"
        href = f"{self.place.root}{FACTS}#{receipt.anchor}" if self.place and linked else ""
        return templates.inline("number.html", receipt=receipt, href=href)

    def _source(self, id: str) -> str:
        """Return the link to a source in the list of the page that cites it."""
        return f"{self.place.sources}#source-{id}" if self.place else ""

    def _cited(self, id: str) -> Citation:
        if id not in self.citations:
            raise MistakeError(unknown("source", id, self.citations))
        return self.citations[id]
