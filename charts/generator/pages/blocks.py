"""The macros that put a block into a page: charts, answers, lists, ledgers, catalogues."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from markupsafe import Markup, escape

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data import queries, terms
from charts.generator.data.datasets import Dataset
from charts.generator.draw.build import Built
from charts.generator.draw.windows import Window, window
from charts.generator.numbers import formats
from charts.generator.numbers.ledger import evidence
from charts.generator.numbers.text_claims import DOTS, VERDICTS, score
from charts.generator.pages import (
    calls,
    chart_metadata,
    choice,
    history,
    ledger_pages,
    opening,
    reuse,
    small_charts,
    templates,
)
from charts.generator.pages.addresses import CATALOGUE, CLAIMS, FACTS
from charts.generator.pages.chart_table import ChartTable, must_have_words, table, table_columns
from charts.generator.pages.citations import Citation, chart_sources
from charts.generator.pages.content import CHART, OVERVIEW, Content, Text
from charts.generator.pages.corrections import corrections
from charts.generator.pages.inline import Printed
from charts.generator.pages.ledgers import Ledgers
from charts.generator.pages.markdown_page import Page
from charts.generator.pages.release_dates import dateline, due_by, next_release

NEWEST = 5  # datasets that `newest` lists
CARDS = 24  # questions with a card on the page that lists them; more are a plain list
SMALL = 60  # charts with a small drawing on the page that lists them; more are counted
ROWS, FIRST, LAST = 12, 5, 4  # rows of a dataset on its page: all of a few, or the first and last

# Marks for the theme: what is above the first opens the page; what is between them stands beside
# the text.
STORY, RAIL = Markup("\n\n<!--story-->\n\n"), Markup("\n\n<!--rail-->\n\n")


@dataclass(frozen=True)
class Pictures:
    """The drawn charts of a site, and the name of the file that live charts load."""

    built: Mapping[str, Built]
    runtime: str


class Blocks:
    """The macros as one page sees them.

    Without `pictures` they only check how they are called, which is all that a check needs.
    `ledgers` have all macro calls of the site; `at` is where in the page the call stands. `printed`
    records the calls themselves and the numbers and claims in the words that they print.
    """

    def __init__(
        self,
        content: Content,
        page: Page,
        pictures: Pictures | None,
        ledgers: Ledgers | None = None,
        at: int = 0,
    ) -> None:
        self.content = content
        self.project = content.project
        self.page = page
        self.pictures = pictures
        self.ledgers = ledgers or Ledgers(content, lambda page: ())
        self.at = at
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
        self._table(page, built)  # must have words
        html = templates.block(
            "figure.html",
            id=id,
            own_page=page is self.page,
            back=self._back() if page is self.page else None,
            root=self.page.root,
            key=built.key,
            controls=built.controls,
            phone=Markup(built.text("phone.svg")),
            desktop=Markup(built.text("desktop.svg")),
            title=self._words(page, "title", linked=False),
            subtitle=self._words(page, "subtitle"),
            alt=self._words(page, "alt", linked=False),
            notes=self._words(page, "notes") if page.meta.get("notes") else "",
            sources=chart_sources(self.project.datasets, drawing),
            dateline=dateline(self.project.datasets[name] for name in drawing.datasets),
            runtime=self.pictures.runtime,
            reuse=self._reuse() if page is self.page else "",
        )
        return html + STORY + self._facts() if page is self.page else html

    def see(self, id: str, words: str = "") -> Markup:
        """Point to a chart in a sentence: here, above or below, or on its own page."""
        if id not in self.project.drawings or id not in self.content.chart_pages:
            raise MistakeError(unknown("chart", id, self.content.chart_pages))
        page = self.content.chart_pages[id]
        shown = self.content.shown_at(self.page).get(id)
        if page is self.page:
            said, address = "this chart", f"#chart-{id}"
        elif shown is not None:
            said, address = f"the chart {'below' if shown > self.at else 'above'}", f"#chart-{id}"
        else:
            said = f"the chart “{self.content.label(page)}”"
            address = f"{self.page.root}{page.url}"
        self.printed.append(Printed("see", id, None, ""))
        return templates.inline("see.html", address=address, words=str(words).strip() or said)

    def _table(self, page: Page, built: Built) -> ChartTable:
        """Return the table of a chart; raise MistakeError if it lacks words."""
        drawing = self.project.drawings[built.name]
        fields = table_columns(self.project.datasets, drawing, page, built.columns)
        made = table(built.text(f"{built.name}.csv"), fields)
        must_have_words(built.name, built.columns, fields, made.head)
        return made

    def _back(self) -> tuple[str, Markup]:
        """Return where a chart's page leads back to: its question, or else the overview."""
        for page in self.content.questions_with(self.page.id):
            kicker, question = self._kicker(page), self._words(page, "question", linked=False)
            return f"{self.page.root}{page.url}#chart-{self.page.id}", Markup(
                f"{kicker}: "
            ) + question
        return self.page.root or "./", Markup("The overview")

    def _facts(self) -> Markup:
        """List what is known about the chart of the page: how fresh it is, and where it is used."""
        content, id = self.content, self.page.id
        drawing = self.project.drawings[id]
        html = templates.block(
            "facts.html",
            updated=formats.day(chart_metadata.updated(content, id)),
            datasets=[self.project.datasets[name] for name in drawing.datasets],
            questions=[(self._kicker(page), page) for page in content.questions_with(id)],
            id=id,
            root=self.page.root,
            name=self._page_name,
        )
        return html + RAIL

    def steps(self, id: str) -> Markup:
        """Tell a chart in steps: the sentences of its page, each about a window of its periods."""
        shown = self.chart(id)
        page = self.content.chart_pages[id]
        if page is self.page:
            raise MistakeError("a chart's own page shows it already; tell it on another page.")
        told = []
        for periods, (name, *says) in self.content.steps(page, self.page):
            first, last = _ends(periods)
            self._in_data(id, first, last)
            told.append(
                {
                    "name": self._record(name).rstrip(". "),
                    "periods": periods,
                    "says": Markup("").join(self._record(text) for text in says),
                    "windows": self._windows(id, first, last),
                }
            )
        if self.pictures is None:
            return Markup("")
        return templates.block("steps.html", chart=shown, steps=told)

    def _in_data(self, id: str, *periods: str) -> None:
        """Raise MistakeError if the data of a chart lack a period."""
        datasets = [self.project.datasets[name] for name in self.project.drawings[id].datasets]
        known = {text for dataset in datasets for text in dataset.periods}
        for period in periods:
            if period not in known:
                raise MistakeError(f'steps: the data of chart "{id}" have no period "{period}".')

    def _windows(self, id: str, first: str, last: str) -> dict[str, Window]:
        """Return where a window is on each drawing of a chart."""
        if self.pictures is None:
            return {}
        built = self.pictures.built[id]
        rows = list(csv.DictReader(built.text(f"{id}.csv").splitlines()))
        return {
            name: window(json.loads(built.text(f"live-{name}.json")), rows, first, last)
            for name in ("phone", "desktop")
        }

    def gallery(self) -> Markup:
        """List every chart with its title, below the first question that shows it.

        Of many charts, those that a question shows are counted beside it: the page would be too
        heavy.
        """
        if self.pictures is None:
            return Markup("")
        groups: dict[Page | None, list[Page]] = {
            page: [] for page in [*self.content.questions, None]
        }
        for id, page in self.content.chart_pages.items():
            groups[next(iter(self.content.questions_with(id)), None)].append(page)
        shown = [(page, charts) for page, charts in groups.items() if charts]
        if len(self.content.chart_pages) > SMALL:
            return templates.block(
                "many-charts.html", groups=shown, root=self.page.root, name=self._page_name
            )
        return templates.block(
            "gallery.html",
            groups=[(page, list(map(self._in_gallery, charts))) for page, charts in shown],
            root=self.page.root,
            name=self._page_name,
        )

    def _in_gallery(self, page: Page) -> tuple[Page, Markup, Markup]:
        return page, self._words(page, "title", linked=False), self._small(page.id)

    # Parts of pages --------------------------------------------------------------------------

    def answer(self) -> Markup:
        """Open the page: its question, the short answer, how fresh it is, and its main chart."""
        page, content = self.page, self.content
        name = str(page.meta.get(CHART, ""))
        chart = self.chart(name) if name in self.project.drawings else Markup("")
        if self.pictures is None:
            return Markup("")
        verdict, *rest = map(self._record, content.sentences(page, "short_answer", page))
        figure = self._words(page, "figure") if page.meta.get("figure") else ""
        question = page.kind == "question"
        html = templates.block(
            "opening.html",
            kicker=self._kicker(page) if question else "",
            title=self._words(page, "question", linked=False) if question else "",
            verdict=verdict,
            rest=Markup(" ").join(rest),
            figure=figure,
            figure_words=self._words(page, "figure_words") if figure else "",
            dateline=opening.dateline(content, page) if question else [],
            chart=chart,
        )
        return html + STORY

    def _kicker(self, page: Page) -> str:
        questions = self.content.questions
        return f"Question {questions.index(page) + 1} of {len(questions)}"

    def references(self) -> Markup:
        """List the sources that the page's front matter names."""
        if self.pictures is None:
            return Markup("")  # the front matter has its own check
        cited = [self._cited(str(id)) for id in self.page.meta.get("sources") or []]
        texts = [citation for citation in cited if not citation.url.startswith("#")]
        return templates.block(
            "references.html",
            citations=cited,
            folded=self.page.kind != "page" or self.page.name == OVERVIEW,
            count=_counted(dataset=len(cited) - len(texts), text=len(texts)),
            root=self.page.root,
        )

    def questions(self) -> Markup:
        """List every question with its short answer; of many, the questions alone."""
        if self.pictures is None:
            return Markup("")
        if not carded(self.content):
            return templates.block(
                "many-questions.html",
                pages=self.content.questions,
                root=self.page.root,
                name=self._page_name,
            )
        cards = [self._card(page) for page in self.content.questions]
        return templates.block("questions.html", cards=cards, root=self.page.root)

    def _card(self, page: Page) -> dict[str, object]:
        """Return what a card shows of a question: its verdict, a chart, and one more sentence.

        The chart is the question's first that does not open the page with the cards as well.
        """
        first, *others = self.content.sentences(page, "short_answer", self.page)
        charts = [str(page.meta.get(CHART, "")), *self.content.charts_on(page)]
        own = str(self.page.meta.get(CHART, ""))
        chart = next((name for name in charts if name and name != own), "")
        words = self.content.chart_pages.get(chart)
        return {
            "page": page,
            "label": self._words(page, "label", linked=False) if page.meta.get("label") else "",
            "question": self._words(page, "question", linked=False),
            "verdict": self.content.verdict(page),
            "subtitle": self._words(words, "subtitle", linked=False) if words else "",
            "picture": self._small(chart),
            "words": self._record(others[0] if others else first),
        }

    # Ledgers ---------------------------------------------------------------------------------

    def numbers(self, question: str = "") -> Markup:
        """List the numbers of one question with their receipts, or all groups of numbers."""
        if self.pictures is None:
            return Markup("")
        groups = self.ledgers.numbers
        if not question:
            return templates.block("numbers.html", groups=groups, labels=self.ledgers.groups)
        if question not in groups:
            raise MistakeError(unknown("question with numbers", question, groups))
        return templates.block(
            "number-list.html",
            ledger=self.content.written(FACTS),
            numbers=groups[question],
            before=partial(history.before, self.project),
            earlier=partial(history.earlier, self.project),
            day=_day,
            datasets=self.project.datasets,
            root=self.page.root,
            name=self._page_name,
            month=formats.month,
        )

    def claims(self, question: str = "") -> Markup:
        """List the tested claims of one question with their results, or all groups of claims."""
        if self.pictures is None:
            return Markup("")
        groups = self.ledgers.claims
        if not question:
            return templates.block("claims.html", groups=groups, labels=self.ledgers.groups)
        if question not in groups:
            raise MistakeError(unknown("question with claims", question, groups))
        return templates.block(
            "claim-list.html",
            ledger=self.content.written(CLAIMS),
            claims=groups[question],
            earlier=partial(history.earlier, self.project),
            day=_day,
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
            score=score(found),
            texts=formats.listed(list(dict.fromkeys(f.claim.publisher for f in found))),
            dots=DOTS,
            verdicts=VERDICTS,
            whole=not section,
            evidence=evidence,
            earlier=partial(history.earlier, self.project),
            day=_day,
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
            root=self.page.root,
            month=formats.month,
            period=formats.period,
            feed=self._feed,
        )

    def catalogue(self) -> Markup:
        """List every dataset, by the first question that rests on it."""
        if self.pictures is None:
            return Markup("")
        datasets = self.project.datasets
        return templates.block(
            "catalogue.html",
            groups={
                group: [datasets[name] for name in names]
                for group, names in self.ledgers.datasets.items()
            },
            labels=self.ledgers.groups,
            due_by=due_by,
            root=self.page.root,
            month=formats.month,
        )

    def choice(self, dataset: str, column: str, beside: str) -> Markup:
        """Let readers choose a value of a column; its numbers stand beside those of another."""
        if dataset not in self.project.datasets:
            raise MistakeError(unknown("dataset", dataset, self.project.datasets))
        made = choice.of(self.project.datasets[dataset], column, beside)
        if self.pictures is None:
            return Markup("")
        return templates.block(
            "choice.html",
            choice=made,
            beside=beside,
            root=self.page.root,
            month=formats.month,
            period=formats.period,
        )

    def dataset(self, name: str) -> Markup:
        """Show a dataset: its measures, basis, caveats, rows, columns, sources and uses."""
        project = self.project
        if name not in project.datasets:
            raise MistakeError(unknown("dataset", name, project.datasets))
        if self.pictures is None:
            return Markup("")
        dataset = project.datasets[name]
        usage, rows = self.ledgers.usage[name], range(dataset.height)
        few = len(rows) <= ROWS
        return templates.block(
            "dataset.html",
            dataset=dataset,
            count=len(project.datasets),
            rows=len(rows),
            query=_query_text(project.data, dataset),
            query_told=queries.told,
            first=dataset.rows_at(rows if few else rows[:FIRST]),
            last=[] if few else dataset.rows_at(rows[-LAST:]),
            drawn=small_charts.of(dataset),
            usage=usage,
            charts=[
                (page, self._words(page, "title", linked=False))
                for id, page in self.content.chart_pages.items()
                if id in project.drawings and name in project.drawings[id].datasets
            ],
            pages=[page for page in usage.pages if page.kind != "chart"],
            updates=history.updates(project, [name]),
            next_release=next_release,
            processing=terms.PROCESSING,
            sources_of=terms.sources_of,
            catalogue=self.content.written(CATALOGUE),
            root=self.page.root,
            name=self._page_name,
            month=formats.month,
            day=_day,
        )

    # The end of a page, without a macro ------------------------------------------------------

    def ending(self) -> Markup:
        """Return what a page ends with: sources, its chart's data, corrections, what is next."""
        return (
            self._cited_here() + self._basis() + self._changed() + self._corrected() + self._next()
        )

    def _cited_here(self) -> Markup:
        """List the sources of a page that cites some and has no place for the list."""
        called = calls.called(self.page)
        if self.page.kind != "page" or "references" in called or not called & {"source", "quoted"}:
            return Markup("")
        return Markup("## Sources\n\n") + self.references()

    def _reuse(self) -> Markup:
        """Return the panels that offer the chart of the page for use elsewhere."""
        content, id = self.content, self.page.id
        if self.pictures is None:
            return Markup("")
        live, frozen = reuse.embed_codes(content, self.pictures.built[id])
        return templates.block(
            "reuse.html",
            id=id,
            pictures=reuse.PICTURES,
            data=reuse.DATA,
            address=reuse.address(content, id),
            embed=live,
            frozen=frozen,
            updated=chart_metadata.updated(content, id),
            citation=chart_metadata.citation(content, id),
            bibtex=reuse.bibtex(content, id),
            loading=reuse.loading(content, id),
            day=formats.day,
        )

    def _basis(self) -> Markup:
        """Return what the chart of the page is drawn from: its datasets, and the rows drawn."""
        content, id = self.content, self.page.id
        drawing = self.project.drawings.get(id)
        if self.pictures is None or drawing is None or content.chart_pages.get(id) != self.page:
            return Markup("")
        built = self.pictures.built[id]
        made = self._table(self.page, built)
        return templates.block(
            "basis.html",
            title=self._words(self.page, "title", linked=False),
            id=id,
            table=made,
            count=_counted(row=made.total),
            datasets=[self.project.datasets[name] for name in drawing.datasets],
            root=self.page.root,
            month=formats.month,
        )

    def _changed(self) -> Markup:
        """Return what the last update changed in the numbers or the chart of the page."""
        page, drawings = self.page, self.project.drawings
        if self.pictures is None:
            return Markup("")
        if page.kind == "chart" and page.id in drawings:
            found = history.updates(self.project, drawings[page.id].datasets)
        elif page.kind == "question":
            shown = [drawings[id] for id in self.content.charts_on(page) if id in drawings]
            cells = self.ledgers.cells_on(page)
            names = [cell.dataset for cell in cells]
            names += [name for drawing in shown for name in drawing.datasets]
            found = history.updates(self.project, dict.fromkeys(names), cells)
        else:
            return Markup("")
        if not found:
            return Markup("")
        numbers = history.reworded(self.project, self.ledgers.printed_on(page))
        return templates.block("changed.html", updates=found, numbers=numbers, root=page.root)

    def _next(self) -> Markup:
        """Return the way to the next question, with the first words of its answer, or chart."""
        page, content = self.page, self.content
        rows = [content.questions, list(content.chart_pages.values())]
        after = next((row[row.index(page) + 1 :] for row in rows if page in row), [])
        if self.pictures is None or not after:
            return Markup("")
        question = page.kind == "question"
        return templates.block(
            "next.html",
            address=self.page.root + after[0].url,
            kicker=self._kicker(after[0]) if question else "Next chart",
            question=self._words(after[0], "question", linked=False) if question else "",
            words=content.verdict(after[0]) if question else content.label(after[0]),
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

    def _small(self, chart: str) -> Markup:
        """Return the drawing of a chart for phones, or nothing if there is no such chart."""
        built = self.pictures.built.get(chart) if self.pictures else None
        return Markup(built.text("phone.svg")) if built else Markup("")

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


def carded(content: Content) -> bool:
    """Return whether each question has a card on the page that lists them."""
    return len(content.questions) <= CARDS


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text))


def _counted(**numbers: int) -> str:
    """Write how many there are of each: 10 datasets and 3 texts."""
    return formats.listed([f"{n} {what}{'s' * (n != 1)}" for what, n in numbers.items() if n])


def _ends(periods: str) -> tuple[str, str]:
    """Return the first and last period of a window: "1992 to 1999", or one period."""
    first, _, last = periods.partition(" to ")
    return first.strip(), (last or first).strip()


def _query_text(folder: Path, dataset: Dataset) -> Markup:
    """Return the text of the query that made a dataset, on one line for Markdown's sake."""
    query = dataset.descriptor.get("query")
    text = (folder / query["path"]).read_text(encoding="utf-8").strip() if query else ""
    return Markup(str(escape(text)).replace("\n", "&#10;"))
