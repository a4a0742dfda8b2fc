"""What verification finds, and how much it looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from charts.generator.base.problems import Problem
from charts.generator.site.ways import Ways

# What is wrong with a page: the element, and a sentence.
Found = Iterator[tuple[html.HtmlElement, str]]


@dataclass
class Verification:
    """The problems of a site, counts of what was verified, and the ways between pages."""

    problems: list[Problem] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    ways: dict[str, Ways] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """Return what was verified in a sentence or two."""
        said = (
            "Verified {pages} pages: {numbers} numbers recomputed, {claims} claims tested, "
            "{charts} charts up to date, {links} links followed."
        ).format_map(self.seen)
        if self.seen["files"]:
            said += f" All {self.seen['files']} files are what the sources make."
        if self.seen["drawn"]:
            said += f" Charts drawn once more and compared: {self.seen['drawn']}."
        return said


def text_of(element: html.HtmlElement) -> str:
    """Return the text of an element with single spaces."""
    return " ".join(element.text_content().split())
