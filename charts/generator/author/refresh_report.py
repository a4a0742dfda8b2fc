"""Reports what renewed datasets change: rows, values, facts, claims and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from charts.generator.base.problems import MistakeError
from charts.generator.check.prose import PROSE_KEYS
from charts.generator.data.datasets import Dataset
from charts.generator.data.refresh import Renewal
from charts.generator.numbers.ledger import Ledger
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page, Span, pieces
from charts.generator.project import Project

# A sentence ends with . ! or ? and a space, but not after an initial: "J. Doe".
_END = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)\s+")


@dataclass(frozen=True)
class Changed:
    """Something that readers see, before and after a refresh."""

    where: str
    before: str
    after: str


def with_datasets(project: Project, renewed: Iterable[Dataset]) -> Project:
    """Return the project with some of its datasets replaced."""
    after = Project(project.root)
    fresh = {dataset.name: dataset for dataset in renewed}
    after.__dict__["datasets"] = {
        name: fresh.get(name, dataset) for name, dataset in project.datasets.items()
    }
    return after


def numbers(before: Project, after: Project) -> list[Changed]:
    """Return the facts and claims whose text or verdict differs."""
    changed = []
    old, new = Content(before).ledger, Content(after).ledger
    for name in old.facts:
        was, now = _fact(old, name), _fact(new, name)
        if was != now:
            changed.append(Changed(f"fact {name}", was, now))
    for name in old.claims:
        was, now = _claim(old, name), _claim(new, name)
        if was != now:
            changed.append(Changed(f"claim {name}", was, now))
    return changed


def sentences(before: Project, after: Project) -> list[Changed]:
    """Return the sentences of all pages that read differently, including titles and alt texts."""
    old, new = Content(before), Content(after)
    changed = []
    for name, page in old.pages.items():
        pairs = zip(_sentences(old, page), _sentences(new, new.pages[name]), strict=True)
        for (line, was), (_, now) in pairs:
            if was != now:
                changed.append(Changed(f"docs/{name}:{line}", was, now))
    return changed


def report(renewals: list[Renewal], before: Project, *, markdown: bool) -> str:
    """Return what a refresh changes, for a terminal or for a pull request."""
    after = with_datasets(before, [renewal.new for renewal in renewals])
    head = "## {}" if markdown else "{}"
    bullet = "- " if markdown else "  "
    lines = []
    for renewal in renewals:
        if not renewal.changed:
            lines.append(f"{bullet}{renewal.old.name}: nothing new")
            continue
        counts = f"{len(renewal.added)} new rows, {len(renewal.revised)} revised values"
        lines.append(f"{bullet}{renewal.old.name}: {counts}")
        if renewal.added:
            first, last = (" ".join(row) for row in (renewal.added[0], renewal.added[-1]))
            lines.append(f"  {bullet}new: {first}" + (f" to {last}" if first != last else ""))
        for row, column, was, now in renewal.revised[:10]:
            lines.append(f"  {bullet}{row} {column}: {was} → {now}")
        if len(renewal.revised) > 10:
            lines.append(f"  {bullet}and {len(renewal.revised) - 10} more")
    parts = [head.format("Data"), *lines]
    for title, changed in (
        ("Facts and claims", numbers(before, after)),
        ("Sentences", sentences(before, after)),
    ):
        parts += ["", head.format(f"{title} that change: {len(changed)}")]
        for item in changed:
            parts += [f"{bullet}{item.where}", f"  {bullet}before: {item.before}"]
            parts.append(f"  {bullet}after: {item.after}")
    return "\n".join(parts)


def _fact(ledger: Ledger, name: str) -> str:
    try:
        return ledger.fact(name).text
    except MistakeError as error:
        return f"can't be computed: {error}"


def _claim(ledger: Ledger, name: str) -> str:
    try:
        return "holds" if ledger.claim(name).holds else "is no longer true"
    except MistakeError as error:
        return f"can't be tested: {error}"


def _sentences(content: Content, page: Page) -> Iterator[tuple[int, str]]:
    """Return each sentence of a page with its line, macros rendered as readers see them."""
    blocks = [page.keys[key] for key in PROSE_KEYS if key in page.keys]
    blocks += [
        (page.body_start + match.start(), page.body_start + match.end())
        for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", page.body)
    ]
    for start, end in blocks:
        # Split the text before rendering its macros, so that both versions have as many sentences.
        held: list[Span] = []
        text = ""
        for piece in pieces(page.text[start:end]):
            if isinstance(piece, str):
                text += piece
            else:
                text += f"\ue000{len(held)}\ue001"
                held.append(piece)
        offset = start
        for sentence in _END.split(text):
            line = page.text.count("\n", 0, offset) + 1
            offset += len(sentence)
            parts = re.split("\ue000(\\d+)\ue001", sentence)
            parts[1::2] = [_shown(content, page, held[int(number)]) for number in parts[1::2]]
            yield line, " ".join("".join(parts).strip("#>- \n").split())


def _shown(content: Content, page: Page, span: Span) -> str:
    text = content.inline(span, page, None)
    return f"[{text.mistake}]" if text.mistake else text.html.striptags()
