"""The macros that pages may use: numbers, claims, citations, charts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from charts import formats, ledgers, reuse
from charts.citations import sources
from charts.corrections import corrections
from charts.datasets import Dataset
from charts.findings import VERDICTS
from charts.inert import inert
from charts.ledger import Receipt, anchor, evidence
from charts.problems import MistakeError, unknown
from charts.tables import columns, table

if TYPE_CHECKING:
    from charts.content import Content
    from charts.pages import Page
    from charts.specs import Drawing

# What a page may call, in the order of the editors' need.
NAMES = ["value", "fact", "claim", "quoted", "source", "chart", "answer", "references", "questions",
         "gallery", "numbers", "claims", "findings", "corrections",
         "newest", "bibliography", "catalogue"]  # fmt: skip

FACTS = "data/facts/"
CLAIMS = "data/claims/"
CATALOGUE = "data/"

NEWEST = 5  # datasets that the overview names

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Macros:
    """The macros as one page sees them.

    `links` says whether numbers link to their receipts: not inside titles and labels, which are
    links or pictures themselves. `written_on` is the page that holds the words, where it is not
    the one that shows them. `used` records each call for ledgers and checks.
    """

    def __init__(
        self, content: Content, page: Page, *, links: bool = True, written_on: Page | None = None
    ) -> None:  # fmt: skip
        self.content = content
        self.page = page
        self.written_on = written_on or page
        self.links = links
        self.used: list[tuple[str, str, Any, str]] = []

    @property
    def functions(self) -> dict[str, Callable[..., Markup]]:
        """Return the macros by name."""
        return {name: getattr(self, name) for name in NAMES}

    # Numbers ---------------------------------------------------------------------------------

    def value(self, dataset: str, column: str, format: str = "", **where: Any) -> Markup:
        """Write a cell of a dataset, such as ("year_lengths", "days", year=2024)."""
        receipt = self.content.project.ledger.value(dataset, column, format, **where)
        return self._number("value", receipt)

    def fact(self, name: str) -> Markup:
        """Write a computed number of `charts/facts/` by its name."""
        self.used.append(("fact", f"fact:{name}", None, ""))
        receipt = self.content.project.ledger.fact(name)
        self.used.pop()
        return self._number("fact", receipt)

    def claim(self, name: str, words: str) -> Markup:
        """Write words that are bound to a test; a claim that the data refute is a mistake."""
        if not isinstance(words, str) or not words.strip():
            raise MistakeError(
                f'claim "{name}" needs its words: claim("{name}", "fell every year").'
            )
        words = " ".join(words.split())
        # A use all the same where it fails: else it would be called unused besides.
        self.used.append(("claim", name, None, words))
        verdict = self.content.project.ledger.claim(name)
        self.used[-1] = ("claim", name, verdict, words)
        if not verdict.holds:
            raise MistakeError(
                f'the data refute "{words}": claim "{name}" ({verdict.entry.says}) is not true. '
                f"The cells say: {verdict.evidence}. Change the sentence, or mend the claim in "
                f"{verdict.entry.place}."
            )
        href = f"{self.page.root}{CLAIMS}#claim-{name}" if self.links else ""
        return self._inline("claim.html", name=name, words=words, href=href)

    def quoted(self, words: str, source: str) -> Markup:
        """Write a number that only a source vouches for, such as ("$85 billion", source="id")."""
        citation = self._cited(source)
        words = " ".join(str(words).split())
        self.used.append(("quoted", source, None, words))
        return self._inline(
            "quoted.html", words=words, citation=citation, href=self._source(source)
        )

    # Sources ---------------------------------------------------------------------------------

    def source(self, id: str) -> Markup:
        """Cite a source of `docs/sources.yml`, or a dataset, by its name."""
        citation = self._cited(id)
        self.used.append(("source", id, None, ""))
        return self._inline("source.html", citation=citation, href=self._source(id))

    def references(self) -> Markup:
        """List the sources that the page's front matter names."""
        if self.content.built is None:
            return Markup("")  # what the front matter says is checked there
        cited = [self._cited(id) for id in self.page.meta.get("sources") or []]
        return self._render(
            "references.html", citations=cited, catalogue=self.page.root + CATALOGUE
        )

    # Charts ----------------------------------------------------------------------------------

    def chart(self, id: str) -> Markup:
        """Put a chart, with the words of its page in docs/charts/."""
        drawing = self._drawing(id)
        self.used.append(("chart", id, None, ""))
        page = self.content.chart_pages.get(id)
        if page is None:
            raise MistakeError(f'chart "{id}" has no page docs/charts/{id}.md with its words.')
        if self.content.built is None:
            return Markup("")
        built = self.content.built[id]
        return self._render(
            "figure.html",
            id=id,
            own_page=page is self.page,
            root=self.page.root,
            key=built.key,
            controls=built.controls,
            phone=Markup(built.text("phone.svg")),
            desktop=Markup(built.text("desktop.svg")),
            title=self.content.words(page, "title", self.page),
            subtitle=self.content.words(page, "subtitle", self.page),
            alt=self.content.words(page, "alt"),
            notes=self.content.words(page, "notes", self.page) if page.meta.get("notes") else "",
            sources=sources(self.content.project.datasets, drawing),
            catalogue=self.page.root + CATALOGUE,
            table=table(
                built.text(f"{id}.csv"), columns(self.content.project.datasets, drawing, page)
            ),
            runtime=self.content.runtime,
        )

    def gallery(self) -> Markup:
        """List every chart with its title, below the first question that shows it."""
        if self.content.built is None:
            return Markup("")
        groups: dict[Page | None, list[tuple[Page, Markup, Markup]]] = {
            page: [] for page in [*self.content.questions, None]
        }
        for id, page in self.content.chart_pages.items():
            card = (page, self.content.words(page, "title"), self._thumbnail(id))
            groups[next(iter(self.content.questions_with(id)), None)].append(card)
        return self._render(
            "gallery.html",
            groups=[(page, cards) for page, cards in groups.items() if cards],
            root=self.page.root,
            name=self._page_name,
        )

    def reuse(self) -> Markup:
        """Say how a chart can be used elsewhere, and on what it rests."""
        from charts import embeds  # which itself reads pages, and so needs macros

        content, id = self.content, self.page.id
        drawing = content.project.drawings.get(id)
        if content.built is None or drawing is None or content.chart_pages.get(id) != self.page:
            return Markup("")
        embed, frozen = embeds.codes(content, id)
        return self._render(
            "reuse.html",
            id=id,
            downloads=reuse.DOWNLOADS,
            address=reuse.address(content, id),
            embed=embed,
            frozen=frozen,
            updated=reuse.updated(content, id),
            citation=reuse.citation(content, id),
            bibtex=reuse.bibtex(content, id),
            loading=reuse.loading(content, id),
            datasets=[content.project.datasets[name] for name in drawing.datasets],
            questions=content.questions_with(id),
            catalogue=self.page.root + CATALOGUE,
            root=self.page.root,
            name=self._page_name,
            day=formats.day,
            month=formats.month,
        )

    # Parts of pages --------------------------------------------------------------------------

    def answer(self) -> Markup:
        """Put the short answer of the page's front matter."""
        if self.content.built is None:
            return Markup("")
        words = self.content.words(self.page, "short_answer", self.page)
        return self._render("answer.html", words=words)

    def questions(self) -> Markup:
        """List every question with its short answer."""
        if self.content.built is None:
            return Markup("")
        cards = [
            (
                page,
                self.content.words(page, "question"),
                self.content.words(page, "short_answer", self.page),
                self._thumbnail(str(page.meta.get("chart", ""))),
            )
            for page in self.content.questions
        ]
        return self._render("questions.html", cards=cards, root=self.page.root)

    # Ledgers ---------------------------------------------------------------------------------

    def numbers(self) -> Markup:
        """List every number of the site with its receipt and where it stands."""
        if self.content.built is None:
            return Markup("")
        return self._render(
            "numbers.html",
            numbers=ledgers.numbers(self.content),
            datasets=self.content.project.datasets,
            root=self.page.root,
            catalogue=self.page.root + CATALOGUE,
            name=self._page_name,
            month=formats.month,
        )

    def claims(self) -> Markup:
        """List every tested claim of the site with what the data say."""
        if self.content.built is None:
            return Markup("")
        return self._render(
            "claims.html",
            claims=ledgers.claims(self.content),
            root=self.page.root,
            name=self._page_name,
        )

    def findings(self, section: str = "") -> Markup:
        """List the claims of other texts, of one section or of all, with what the data say."""
        try:
            found = ledgers.findings(self.content, section)
        except MistakeError:
            if self.content.built is None:
                return Markup("")  # a test that fails is told once, and not by every page
            raise
        if not found:
            raise MistakeError(f'no claim of a text is in a section "{section}".')
        for finding in found if section else []:
            # The numbers stand on this page too, though it is not the one that words them.
            self.used += self.content.numbers_of_finding(finding.claim.id)
        if self.content.built is None:
            return Markup("")
        return self._render(
            "findings.html",
            findings=[
                (finding, self.content.finding(finding.claim.id, self.page)) for finding in found
            ],
            counts=Counter(finding.verdict for finding in found),
            verdicts=VERDICTS,
            whole=not section,
            evidence=evidence,
            month=formats.month,
        )

    def bibliography(self) -> Markup:
        """List every source of the site with what was taken from it, and under which licence."""
        if self.content.built is None:
            return Markup("")
        publishers: dict[str, list[Dataset]] = {}
        for dataset in self.content.project.datasets.values():
            publishers.setdefault(dataset.publishers[0], []).append(dataset)
        citing: dict[str, dict[Page, None]] = {}
        for page in self.content.pages.values():
            for id in page.meta.get("sources") or []:
                citing.setdefault(str(id), {})[page] = None
        cited = [c for c in self.content.citations.values() if not c.url.startswith("#")]
        return self._render(
            "bibliography.html",
            publishers=sorted(publishers.items()),
            cited=[(citation, list(citing.get(citation.id, {}))) for citation in cited],
            catalogue=self.page.root + CATALOGUE,
            root=self.page.root,
            name=self._page_name,
            month=formats.month,
        )

    def corrections(self) -> Markup:
        """List what had to be corrected, the newest first."""
        return self._render(
            "corrections.html",
            corrections=corrections(self.content),
            root=self.page.root,
            name=self._page_name,
            day=formats.day,
            feed=self._feed(),
        )

    def ending(self) -> Markup:
        """Put what stands at the end of a page by itself, without a macro."""
        return self.reuse() + self.corrected()

    def corrected(self) -> Markup:
        """Say when the page was corrected."""
        own = [found for found in corrections(self.content) if found.page.name == self.page.name]
        if not own:
            return Markup("")
        return self._render("corrected.html", corrections=own, root=self.page.root, day=formats.day)

    def newest(self) -> Markup:
        """List the datasets that their publishers renewed last, and say when the site was."""
        if self.content.built is None:
            return Markup("")
        datasets = sorted(
            self.content.project.datasets.values(),
            key=lambda dataset: (dataset.descriptor["vintage"], dataset.last, dataset.name),
            reverse=True,
        )
        return self._render(
            "newest.html",
            datasets=[dataset for dataset in datasets if dataset.last][:NEWEST],
            updated=formats.day(self.content.updated),
            catalogue=self.page.root + CATALOGUE,
            month=formats.month,
            period=formats.period,
            feed=self._feed(),
        )

    def catalogue(self) -> Markup:
        """List every dataset with its description, basis, caveats, sources and uses."""
        if self.content.built is None:
            return Markup("")
        project = self.content.project
        pages = {
            id: page for id, page in self.content.chart_pages.items() if id in project.drawings
        }
        ledger = project.ledger
        entries = [
            (entry, f"{FACTS}#{anchor(f'fact:{name}')}") for name, entry in ledger.facts.items()
        ] + [(entry, f"{CLAIMS}#claim-{name}") for name, entry in ledger.claims.items()]
        return self._render(
            "catalogue.html",
            datasets=project.datasets.values(),
            charts={
                name: [
                    (page, self.content.words(page, "title"))
                    for id, page in pages.items()
                    if name in project.drawings[id].datasets
                ]
                for name in project.datasets
            },
            entries={
                name: [(entry, place) for entry, place in entries if name in entry.datasets]
                for name in project.datasets
            },
            root=self.page.root,
            month=formats.month,
        )

    # -----------------------------------------------------------------------------------------

    def _number(self, macro: str, receipt: Receipt) -> Markup:
        self.used.append((macro, receipt.reference, receipt, receipt.text))
        href = f"{self.page.root}{FACTS}#{receipt.anchor}" if self.links else ""
        return self._inline("number.html", receipt=receipt, href=href)

    def _thumbnail(self, chart: str) -> Markup:
        """Return the small picture of a chart; nothing where there is no such chart."""
        built = (self.content.built or {}).get(chart)
        return Markup(built.text("thumbnail.svg")) if built else Markup("")

    def _source(self, id: str) -> str:
        """Return where a source stands in the list of the page whose words cite it."""
        if not self.links:
            return ""
        elsewhere = self.written_on is not self.page
        return f"{self.page.root + self.written_on.url if elsewhere else ''}#source-{id}"

    def _feed(self) -> str:
        """Return where the feed is; nowhere, where the site has no address or none is built."""
        feed = self.content.built is not None and self.content.project.address
        return f"{self.page.root}feed.xml" if feed else ""

    def _cited(self, id: str) -> Any:
        if id not in self.content.citations:
            raise MistakeError(unknown("source", id, self.content.citations))
        return self.content.citations[id]

    def _drawing(self, id: str) -> Drawing:
        drawings = self.content.project.drawings
        if id not in drawings:
            raise MistakeError(unknown("chart", id, drawings))
        return drawings[id]

    def _page_name(self, page: Page) -> str:
        key = "question" if page.kind == "question" else "title"
        return self.content.plain(page, key) if page.meta.get(key) else page.name

    def _inline(self, template: str, **values: Any) -> Markup:
        """Return what stands in a sentence, where Markdown reads on."""
        return inert(self._render(template, **values))

    def _render(self, template: str, **values: Any) -> Markup:
        html = _TEMPLATES.get_template(template).render(**values)
        # Markdown reads on after a blank line and sees code in an indentation: leave neither.
        return Markup(" ".join(re.sub(r">\s*\n\s*<", "><", html.strip()).split("\n")))


def problems_box(messages: Iterable[str]) -> Markup:
    """Return mistakes as a box that an editor sees on the page in the preview."""
    items = Markup("").join(Markup("<li>{}</li>").format(message) for message in messages)
    return Markup('<div class="mistake" role="alert"><ul>{}</ul></div>').format(items)
