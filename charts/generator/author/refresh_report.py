"""Reports what renewed datasets change: rows, values, facts, claims and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from charts.generator.base.problems import MistakeError, Problem, ProblemsError, plain
from charts.generator.check.prose import PROSE_KEYS
from charts.generator.data.datasets import Dataset
from charts.generator.data.renewal import Refusal, Renewal
from charts.generator.numbers.ledger import Ledger
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page, Span, pieces
from charts.generator.project import Project

SHOWN = 10  # revised values of each dataset, the newest
LONGEST = 60_000  # characters; the text of a pull request has at most 65,536

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


def report(
    renewals: list[Renewal],
    refusals: list[Refusal],
    before: Project,
    left_out: Mapping[str, str],
    *,
    markdown: bool,
    dry: bool = False,
) -> str:
    """Return what a refresh changes and what it refused, for a terminal or for a pull request.

    Args:
        renewals: what was accepted.
        refusals: what was not; these stand first.
        before: the explainer with the datasets as they were.
        left_out: those that nobody asked for by name and that can't be renewed here, and why.
        markdown: whether this is for a pull request. Texts of publishers are harmless there.
        dry: whether this only says what would change.
    """
    write = _Markdown() if markdown else _Text()
    if refusals:
        write.head(f"Not renewed: {len(refusals)}")
        for refusal in refusals:
            write.item(refusal.name, str(refusal.problem))
    if left_out:
        write.head(f"Left out, because their queries can't run here: {len(left_out)}")
        for name, why in left_out.items():
            write.item(
                name, f"{why}; `python -m charts refresh {name}` renews it where that is there"
            )
    write.head("Data, as they would be: this is a dry run" if dry else "Data")
    for renewal in renewals:
        _data(write, renewal)
    if not renewals:
        write.line("No dataset was renewed; all data are as they were.")
    after = with_datasets(before, [renewal.new for renewal in renewals])
    changes = (("Facts and claims", numbers), ("Sentences", sentences))
    for title, compare in changes if any(renewal.changed for renewal in renewals) else ():
        try:
            changed = compare(before, after)
        except (ProblemsError, MistakeError) as error:
            write.head(f"{title}: can't be compared")
            write.item("why", str(error))
            continue
        write.head(f"{title} that change: {len(changed)}")
        for item in changed:
            write.item(item.where)
            write.item("before", item.before, deep=True)
            write.item("after", item.after, deep=True)
    return write.text


def unreadable(problems: list[Problem]) -> str:
    """Return the report for a pull request if the data that are held can't be read."""
    write = _Markdown()
    write.head("Nothing was fetched: the data that are held can't be read")
    for found in problems:
        write.item("problem", str(found))
    return write.text


def _data(write: _Text, renewal: Renewal) -> None:
    added, revised = renewal.added, renewal.revised
    if not renewal.changed:
        write.item(renewal.old.name, "nothing new")
        return
    write.item(renewal.old.name, f"{len(added)} new rows, {len(revised)} revised values")
    if added:
        first, last = (" ".join(row) for row in (added[0], added[-1]))
        write.item("new", first + (f" to {last}" if first != last else ""), deep=True)
    for item in revised[-SHOWN:]:
        what = f"{item.column} {' '.join(item.key)}"
        write.item("revised", f"{what}: {item.before} → {item.after}", deep=True)
    if len(revised) > SHOWN:
        write.item("revised", f"and {len(revised) - SHOWN} earlier values", deep=True)


class _Text:
    """Writes for a terminal."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    def head(self, title: str) -> None:
        self.lines += ["", title]

    def line(self, words: str) -> None:
        self.lines += ["", words]

    def item(self, name: str, said: str = "", *, deep: bool = False) -> None:
        """Write an item; what is said may come from anybody."""
        self.lines.append(f"{'    ' if deep else '  '}{name}{f': {plain(said)}' if said else ''}")


class _Markdown(_Text):
    """Writes for a pull request, which has a largest size."""

    @property
    def text(self) -> str:
        text = super().text
        if len(text) <= LONGEST:
            return text
        whole = text[:LONGEST].rpartition("\n")[0]
        return f"{whole}\n\nThe rest is in the log of the refresh."

    def head(self, title: str) -> None:
        self.lines += ["", f"## {title}", ""]

    def item(self, name: str, said: str = "", *, deep: bool = False) -> None:
        self.lines.append(f"{'  ' if deep else ''}- {name}{f': {_code(said)}' if said else ''}")


def _code(text: str) -> str:
    """Return a text as code in Markdown: there, no markup, link, mention or reference is one."""
    line = plain(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


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
