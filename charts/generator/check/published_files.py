"""Finds texts in `docs/` that would be published without any check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from charts.generator.base.problems import Problem, problem
from charts.generator.check.typed.lexicon import word_set

# Texts that browsers show, or that MkDocs takes for pages.
_TEXTS = word_set(
    ".md .markdown .mdown .mkd .mkdn .mdwn .mdx .rst .adoc .html .htm .xhtml .shtml .txt .text"
    " .ipynb"
)
# Texts for programs, under the names that these look for.
_FOR_PROGRAMS = frozenset(["robots.txt", "security.txt", "humans.txt", "ads.txt"])


def unchecked(docs: Path, files: Iterable[str]) -> Iterator[Problem]:
    """Return a problem for each text among the files that are published as they are."""
    for name in files:
        file = docs / name
        if file.suffix.lower() in _TEXTS and file.name not in _FOR_PROGRAMS:
            message = (
                "this text would be published, and only pages that end in .md are checked. Make it "
                "a page, or move it out of docs/."
            )
            yield problem(file, message)
