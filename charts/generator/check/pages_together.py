"""Finds pages that get in each other's way, and files that the site would not publish as pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from charts.generator.base.problems import Problem, problem
from charts.generator.pages.markdown_page import Page

# MkDocs takes these for Markdown as well; nothing would evaluate their macros.
_OTHER_ENDINGS = (".markdown", ".mdown", ".mkdn", ".mkd", ".MD")


def together(docs: Path, pages: Iterable[Page]) -> Iterator[Problem]:
    """Say which pages have the same address or question, and which files are named wrongly."""
    addresses: dict[str, Page] = {}
    questions: dict[str, Page] = {}
    for page in pages:
        if Path(page.name).name == "README.md":
            yield page.problem('a page can\'t be named README.md; name it "index.md".')
        if any(part.startswith(".") for part in Path(page.name).parts):
            yield page.problem("a name that begins with a point is hidden; rename the file.")
        other = addresses.setdefault(page.url.lower(), page)
        if other is not page:
            message = f'this page has the same address as {other.name}: "{page.url}"; rename one.'
            yield page.problem(message)
        asked = page.meta.get("question")
        if page.kind == "question" and isinstance(asked, str) and asked.strip():
            first = questions.setdefault(" ".join(asked.lower().split()), page)
            if first is not page:
                message = f"{first.name} asks the same question; readers can't tell the two apart."
                yield page.problem(message, page.keys["question"][0])
    for path in sorted(docs.rglob("*")):
        if path.name.endswith(_OTHER_ENDINGS):
            yield problem(path, "the name of a page ends in .md; rename the file.")
