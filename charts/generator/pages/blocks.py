"""The macros that put a block into a page: charts, answers, lists, ledgers, catalogues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data import terms
from charts.generator.data.datasets import Dataset
from charts.generator.draw.build import Built
from charts.generator.numbers import formats
from charts.generator.numbers.ledger import anchor, evidence
from charts.generator.numbers.text_claims import VERDICTS
from charts.generator.pages import calls, chart_metadata, ledger_pages, reuse, templates
from charts.generator.pages.chart_table import must_have_words, table, table_columns
from charts.generator.pages.citations import Citation, chart_sources
from charts.generator.pages.content import Content, Text
from charts.generator.pages.corrections import corrections
from charts.generator.pages.inline import CATALOGUE, CLAIMS, FACTS, Printed, Use
from charts.generator.pages.markdown_page import Page
from charts.generator.pages.release_dates import dateline, due_by, next_release

NEWEST = 5  # datasets that `newest` lists


@dataclass(frozen=True)
class Pictures:
    """The drawn charts of a site, and the name of the file that live charts load."""

    built: Mapping[str, Built]
    runtime: str


class Blocks:
    """The macros as one page sees them.

    Without `pictures` they only check how they are called, which is all that a check needs.
    `uses` are all macro calls of the site, for the ledgers. `printed` records the calls themselves
    and the numbers and claims in the words that they print.
    """

    def __init__(
        self, content: Content, page: Page, pictures: Pictures | None, uses: Sequence[Use] = ()
    ) -> None:
        self.content = content
        self.project = content.project
        self.page = page
        self.pictures = pictures
        self.uses = uses
        self.printed: list[Printed] = []

    @property
    def functions(self) -> calls.Functions:
        """Return the macros by name."""
        return {name: getattr(self, name) for name in calls.BLOCKS}

    # Charts ----------------------------------------------------------------------------------

    def chart(self, id: str) -> Markup:
        """Show a chart with the words of its page in docs/charts/."""
        if id not in self.project.drawings:
            raise MistakeError(unknown("chart", id, self.project.drawings))
        drawing = self.project.drawings[id]
        self.printed.append(Printed("chart", id, None, ""))
        page = self.content.chart_pages.get(id)
        if page is None:
            raise MistakeError(f'chart "{id}" has no page; write its words in docs/charts/{id}.md.')
        if self.pictures is None:
            return Markup("")
        built = self.pictures.built[id]
        fields = table_columns(self.project.datasets, drawing, page, built.columns)
        made = table(built.text(f"{id}.csv"), fields)
        must_have_words(id, built.columns, fields, made)
        return templates.block(
            "figure.html",
            id=id,
            own_page=page is self.page,
            root=self.page.root,
            key=built.key,
            controls=built.controls,
            phone=Markup(built.text("phone.svg")),
            desktop=Markup(built.text("desktop.svg")),
            title=self._words(page, "title"),
            subtitle=self._words(page, "subtitle"),
            alt=self._words(page, "alt", linked=False),
            notes=self._words(page, "notes") if page.meta.get("notes") else "",
            sources=chart_sources(self.project.datasets, drawing),
            dateline=dateline(self.project.datasets[name] for name in drawing.datasets),
            catalogue=self.page.root + CATALOGUE,
            table=made,
            runtime=self.pictures.runtime,
        )

    def gallery(self) -> Markup:
        """List every chart with its title, below the first question that shows it."""
        if self.pictures is None:
            return Markup("")
        groups: dict[Page | None, list[tuple[Page, Markup, Markup]]] = {
            page: [] for page in [*self.content.questions, None]
        }
        for id, page in self.content.chart_pages.items():
            card = (page, self._words(page, "title", linked=False), self._thumbnail(id))
            groups[next(iter(self.content.questions_with(id)), None)].append(card)
        return templates.block(
            "gallery.html",
            groups=[(page, cards) for page, cards in groups.items() if cards],
            root=self.page.root,
            name=self._page_name,
        )

    # Parts of pages --------------------------------------------------------------------------

    def answer(self) -> Markup:
        """Show the short answer from the page's front matter."""
        if self.pictures is None:
            return Markup("")
        return templates.block("answer.html", words=self._words(self.page, "short_answer"))

    def references(self) -> Markup:
        """List the sources that the page's front matter names."""
        if self.pictures is None:
            return Markup("")  # the front matter has its own check
        cited = [self._cited(str(id)) for id in self.page.meta.get("sources") or []]
        catalogue = self.page.root + CATALOGUE
        return templates.block("references.html", citations=cited, catalogue=catalogue)

    def questions(self) -> Markup:
        """List every question with its short answer."""
        if self.pictures is None:
            return Markup("")
        cards = [
            (
                page,
                self._words(page, "question", linked=False),
                self._words(page, "short_answer"),
                self._thumbnail(str(page.meta.get("chart", ""))),
            )
            for page in self.content.questions
        ]
        return templates.block("questions.html", cards=cards, root=self.page.root)

    # Ledgers ---------------------------------------------------------------------------------

    def numbers(self) -> Markup:
        """List every number of the site with its receipt and the pages that print it."""
        if self.pictures is None:
            return Markup("")
        return templates.block(
            "numbers.html",
            numbers=ledger_pages.numbers(self.project, self.uses),
            datasets=self.project.datasets,
            root=self.page.root,
            catalogue=self.page.root + CATALOGUE,
            name=self._page_name,
            month=formats.month,
        )

    def claims(self) -> Markup:
        """List every tested claim of the site with its result."""
        if self.pictures is None:
            return Markup("")
        return templates.block(
            "claims.html",
            claims=ledger_pages.claims(self.uses),
            root=self.page.root,
            name=self._page_name,
        )

    def findings(self, section: str = "") -> Markup:
        """List the claims of other texts, in one section or all, with what the data say."""
        try:
            found = ledger_pages.findings(self.content, section)
        except MistakeError:
            if self.pictures is None:
                return Markup("")  # a failing test is reported once, not for every page
            raise
        if not found:
            raise MistakeError(f'no claim in the dataset "claims" has the section "{section}".')
        for finding in found if section else []:
            # Its numbers are on this page too, although another page words them.
            self.printed += self.content.numbers_of_finding(finding.claim.id)
        if self.pictures is None:
            return Markup("")
        return templates.block(
            "findings.html",
            findings=[
                (finding, self._record(self.content.finding(finding.claim.id, self.page)))
                for finding in found
            ],
            counts=Counter(finding.verdict for finding in found),
            verdicts=VERDICTS,
            whole=not section,
            evidence=evidence,
            month=formats.month,
        )

    def bibliography(self) -> Markup:
        """List every source of the site with its datasets and their licences."""
        if self.pictures is None:
            return Markup("")
        publishers: dict[str, list[Dataset]] = {}
        for dataset in self.project.datasets.values():
            publishers.setdefault(dataset.publishers[0], []).append(dataset)
        citing: dict[str, dict[Page, None]] = {}
        for page in self.content.pages.values():
            for id in page.meta.get("sources") or []:
                citing.setdefault(str(id), {})[page] = None
        cited = [c for c in self.content.citations.values() if not c.url.startswith("#")]
        return templates.block(
            "bibliography.html",
            publishers=sorted(publishers.items()),
            cited=[(citation, list(citing.get(citation.id, {}))) for citation in cited],
            catalogue=self.page.root + CATALOGUE,
            root=self.page.root,
            name=self._page_name,
            month=formats.month,
        )

    def corrections(self) -> Markup:
        """List the corrections, the newest first."""
        return templates.block(
            "corrections.html",
            corrections=corrections(self.content),
            root=self.page.root,
            name=self._page_name,
            day=formats.day,
            feed=self._feed,
        )

    def newest(self) -> Markup:
        """List the datasets that their publishers updated last, and the site's last update."""
        if self.pictures is None:
            return Markup("")
        datasets = sorted(
            self.project.datasets.values(),
            key=lambda dataset: (dataset.descriptor["vintage"], dataset.last, dataset.name),
            reverse=True,
        )
        return templates.block(
            "newest.html",
            datasets=[dataset for dataset in datasets if dataset.last][:NEWEST],
            updated=formats.day(self.content.updated),
            catalogue=self.page.root + CATALOGUE,
            month=formats.month,
            period=formats.period,
            feed=self._feed,
        )

    def catalogue(self) -> Markup:
        """List every dataset with its description, basis, caveats, sources and uses."""
        if self.pictures is None:
            return Markup("")
        project, ledger = self.project, self.content.ledger
        # A name that only other formulas use has no line in a ledger.
        printed = {use.name for use in self.uses}
        entries = [
            (entry, place)
            for entry, place in (
                *((e, f"{FACTS}#{anchor(f'fact:{name}')}") for name, e in ledger.facts.items()),
                *((e, f"{CLAIMS}#claim-{name}") for name, e in ledger.claims.items()),
            )
            if entry.name in printed
        ]
        titles = {
            id: (page, self._words(page, "title", linked=False))
            for id, page in self.content.chart_pages.items()
            if id in project.drawings
        }
        return templates.block(
            "catalogue.html",
            datasets=project.datasets.values(),
            due_by=due_by,
            next_release=next_release,
            processing=terms.PROCESSING,
            sources_of=terms.sources_of,
            charts={
                name: [card for id, card in titles.items() if name in project.drawings[id].datasets]
                for name in project.datasets
            },
            entries={
                name: [(entry, place) for entry, place in entries if name in entry.datasets]
                for name in project.datasets
            },
            root=self.page.root,
            month=formats.month,
        )

    # The end of a page, without a macro ------------------------------------------------------

    def ending(self) -> Markup:
        """Return how to use the page's chart elsewhere, and when the page was corrected."""
        return self._reuse() + self._corrected()

    def _reuse(self) -> Markup:
        content, id = self.content, self.page.id
        drawing = self.project.drawings.get(id)
        if self.pictures is None or drawing is None or content.chart_pages.get(id) != self.page:
            return Markup("")
        live, frozen = reuse.embed_codes(content, self.pictures.built[id])
        return templates.block(
            "reuse.html",
            id=id,
            downloads=reuse.DOWNLOADS,
            address=reuse.address(content, id),
            embed=live,
            frozen=frozen,
            updated=chart_metadata.updated(content, id),
            citation=chart_metadata.citation(content, id),
            bibtex=reuse.bibtex(content, id),
            loading=reuse.loading(content, id),
            datasets=[self.project.datasets[name] for name in drawing.datasets],
            questions=content.questions_with(id),
            catalogue=self.page.root + CATALOGUE,
            root=self.page.root,
            name=self._page_name,
            day=formats.day,
            month=formats.month,
        )

    def _corrected(self) -> Markup:
        own = [found for found in corrections(self.content) if found.page.name == self.page.name]
        if not own:
            return Markup("")
        return templates.block(
            "corrected.html", corrections=own, root=self.page.root, day=formats.day
        )

    # -----------------------------------------------------------------------------------------

    def _words(self, page: Page, key: str, *, linked: bool = True) -> Markup:
        """Return a text from a page's front matter, for this page."""
        return self._record(self.content.text(page, key, self.page if linked else None))

    def _record(self, text: Text) -> Markup:
        self.printed += text.printed
        return text.html

    def _thumbnail(self, chart: str) -> Markup:
        """Return the small picture of a chart, or nothing if there is no such chart."""
        built = self.pictures.built.get(chart) if self.pictures else None
        return Markup(built.text("thumbnail.svg")) if built else Markup("")

    @property
    def _feed(self) -> str:
        """Return where the feed is; empty if the site has no address or is not being built."""
        return f"{self.page.root}feed.xml" if self.pictures and self.project.address else ""

    def _cited(self, id: str) -> Citation:
        if id not in self.content.citations:
            raise MistakeError(unknown("source", id, self.content.citations))
        return self.content.citations[id]

    def _page_name(self, page: Page) -> str:
        key = "question" if page.kind == "question" else "title"
        return self.content.plain(page, key) if page.meta.get(key) else page.name
