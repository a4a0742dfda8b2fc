"""Lists what editors can use on pages: charts, facts, claims, datasets, sources, formats."""

from __future__ import annotations

import difflib
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts.generator.author import series
from charts.generator.author.code_drafts import example
from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats
from charts.generator.pages.content import Content
from charts.generator.project import Project


@dataclass(frozen=True)
class Item:
    """One thing for pages to use: its name, what is shown beside it, and other text to search."""

    name: str
    shown: tuple[str, ...]
    more: str = ""

    @property
    def text(self) -> str:
        """Return the text that a search looks at."""
        return " ".join([self.name, *self.shown, self.more]).lower()


def listed(project: Project, kind: str, search: Sequence[str], width: int | None) -> list[str]:
    """Return the lines that list one kind of item: all, or those that match a search.

    Args:
        project: the explainer.
        kind: one of LISTINGS.
        search: words that an item must all contain, or the name of one.
        width: the characters in a line; None for no limit.

    Raises:
        MistakeError: if nothing matches.
    """
    items = LISTINGS[kind](project)
    words = " ".join(search).lower().split()
    hits = _fitting(items, words)
    if not hits:
        raise MistakeError(_nothing(kind, items, words))
    lines = aligned([(item.name, *item.shown) for item in hits], width)
    if len(hits) > 1:
        count = f"{len(hits)} of {len(items)} {kind}" if words else f"{len(hits)} {kind}"
        return [*lines, "", f"{count}. On a page: {PATTERNS[kind]}"]
    macro = PATTERNS[kind].replace("NAME", hits[0].name)
    if kind == "datasets":
        dataset = project.datasets[hits[0].name]
        lines += ["", *_columns(dataset, width)]
        cell = example(dataset)
        macro = cell.macro if cell else macro
    if kind == "series":
        macro = macro.replace(f"{hits[0].name}[latest]", series.latest(project, hits[0].name))
    return [*lines, "", f"On a page: {macro}"]


def terminal_width() -> int | None:
    """Return the characters in a line of the terminal; None if the output is not a terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def aligned(rows: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Return rows as lines with aligned columns, cut to the width.

    >>> aligned([("leap_year", "366 days"), ("a", "b")], None)
    ['leap_year  366 days', 'a          b']
    >>> aligned([("leap_year", "366 days")], 14)
    ['leap_year  36…']
    """
    plain = [[_plain(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*plain, strict=True)]
    padded = [zip(row, widths, strict=True) for row in plain]
    lines = ["  ".join(cell.ljust(size) for cell, size in row).rstrip() for row in padded]
    return [line if width is None or len(line) <= width else f"{line[: width - 1]}…"
            for line in lines]  # fmt: skip


def _plain(text: str) -> str:
    """Return a text in one line, with plain spaces, as people type them into a search."""
    return " ".join(text.split())


# The kinds --------------------------------------------------------------------------------------


def _charts(project: Project) -> list[Item]:
    content = Content(project)
    items = []
    for name, drawing in project.drawings.items():
        page = content.chart_pages.get(name)
        try:
            title = content.plain(page, "title") if page else "(no page)"
        except (MistakeError, ProblemsError):
            title = "(its title can't be read)"
        items.append(Item(name, (title, ", ".join(drawing.datasets))))
    return items


def _facts(project: Project) -> list[Item]:
    items, ledger = [], Content(project).ledger
    for name, entry in ledger.facts.items():
        try:
            value = ledger.fact(name).text
        except MistakeError:
            value = "(can't be computed)"
        items.append(Item(name, (_plain(value), entry.says + _only_on(entry.page))))
    return items


def _claims(project: Project) -> list[Item]:
    items, ledger = [], Content(project).ledger
    for name, entry in ledger.claims.items():
        try:
            holds = "holds" if ledger.claim(name).holds else "is not true"
        except MistakeError:
            holds = "(can't be tested)"
        items.append(Item(name, (holds, entry.says + _only_on(entry.page))))
    return items


def _series(project: Project) -> list[Item]:
    content, whole = Content(project), series.with_names_of_pages(project)
    ledger, items = whole.ledger, []
    for name, each in ledger.series.items():
        read = ledger.writer.columns(each.node)
        says = each.says or ledger.writer.sentence(each.node).rstrip(".")
        says += _only_on(content.local[name].page if name in content.local else "")
        names = ", ".join(f"{column.dataset}.{column.column}" for column in read)
        items.append(
            Item(name, (says, " to ".join(filter(None, series.reach(whole, name))), names))
        )
    return items


def fitting_series(project: Project, words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the series of all pages with all words, each with what it is and its periods."""
    items = [item for item in _series(project) if item.name in project.ledger.series]
    return [(item.name, *item.shown[:2]) for item in _fitting(items, list(words))]


def _only_on(page: str) -> str:
    return f" (only on docs/{page})" if page else ""


def _datasets(project: Project) -> list[Item]:
    items = []
    for name, dataset in project.datasets.items():
        fields = dataset.fields.values()
        more = [dataset.descriptor["description"], *dataset.publishers]
        more += [f"{f.name} {f.title} {f.unit} {f.description}" for f in fields]
        shown = (dataset.coverage, dataset.title)
        items.append(Item(name, shown, " ".join(more)))
    return items


def _sources(project: Project) -> list[Item]:
    return [
        Item(
            id,
            (citation.publisher, citation.title),
            f"{citation.date} {citation.url} {citation.note}",
        )
        for id, citation in Content(project).citations.items()
        if id not in project.datasets
    ]


def _formats(project: Project) -> list[Item]:
    items = []
    for name, write in formats.FORMATS.items():
        says = (write.__doc__ or "").strip().split("\n")[0].removeprefix("Write ")
        used = {f.unit for d in project.datasets.values() for f in d.fields.values() if f.unit}
        takes = [unit for unit in [*formats.USUAL, *sorted(used)] if formats.usual(unit) == name]
        units = ", ".join(dict.fromkeys(takes))
        items.append(Item(name, (says, f"the default for {units}" if units else "")))
    return items


LISTINGS: dict[str, Callable[[Project], list[Item]]] = {
    "charts": _charts,
    "facts": _facts,
    "claims": _claims,
    "series": _series,
    "datasets": _datasets,
    "sources": _sources,
    "formats": _formats,
}

PATTERNS = {
    "charts": '{{ chart("NAME") }}',
    "facts": '{{ fact("NAME") }}',
    "claims": '{{ claim("NAME", "words that it confirms") }}',
    "series": '{{ fact("NAME[latest]") }}',
    "datasets": '{{ value("NAME", "COLUMN", KEY=VALUE) }}',
    "sources": '{{ source("NAME") }}',
    "formats": '{{ value("DATASET", "COLUMN", "NAME", KEY=VALUE) }}',
}


# Searching --------------------------------------------------------------------------------------


def _fitting(items: list[Item], words: list[str]) -> list[Item]:
    """Return the items that contain all words, or only the one that the words name."""
    named = [item for item in items if words == [item.name.lower()]]
    return named or [item for item in items if all(word in _plain(item.text) for word in words)]


def _nothing(kind: str, items: list[Item], words: list[str]) -> str:
    """Say that nothing matches, and suggest a similar search that does, if there is one."""
    if not items:
        return f"there are no {kind}."
    known = {item.name for item in items}
    known |= {word for item in items for word in re.findall(r"[a-z]\w+", item.text)}
    near = [
        word
        if any(word in item.text for item in items)
        else (difflib.get_close_matches(word, sorted(known), n=1) or [word])[0]
        for word in words
    ]
    hint = f'; did you mean "{" ".join(near)}"?' if _fitting(items, near) else "."
    return f'none of the {len(items)} {kind} matches "{" ".join(words)}"{hint}'


# Datasets ---------------------------------------------------------------------------------------


def _columns(dataset: Dataset, width: int | None) -> list[str]:
    """Return the columns of a dataset with their units, and mark those of its key."""
    rows = [
        (
            field.name,
            "key" if field.name in dataset.key else "",
            field.unit or field.type,
            field.description or field.title,
        )
        for field in dataset.fields.values()
    ]
    return [f"  {line}" for line in aligned(rows, width and width - 2)]
