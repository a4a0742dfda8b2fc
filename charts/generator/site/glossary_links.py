"""Links the first use of each term on a question's page to its line in the glossary.

Only running text is linked: no heading, no link, no chart, and nothing that is folded away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import html

from charts.generator.pages.glossary import Term

MARK = b'class="term"'  # in the HTML of a page that has such a link
_PARTS = (
    "//article//*[self::p or self::li][not(ancestor-or-self::*[self::figure or self::details "
    "or self::header or self::nav or self::aside or self::a or @role='alert' "
    "or contains(concat(' ', @class, ' '), ' answer ')])]"
)


def link(page: html.HtmlElement, terms: Iterable[Term], glossary: str) -> None:
    """Link the terms of a page; `glossary` is the relative path to the glossary."""
    left = {name: term for term in terms for name in linked_names(term, terms)}
    for part in page.xpath(_PARTS):
        for element, is_tail in list(_texts(part)):
            while left and (found := _first(element.tail if is_tail else element.text, left)):
                name, match = found
                term = left[name]
                element, is_tail = _insert(element, is_tail, match, term, glossary), True
                left = {other: each for other, each in left.items() if each is not term}


def linked_names(term: Term, terms: Iterable[Term]) -> list[str]:
    """Return the names by which a term is linked, without those that begin another term.

    "Reserves" alone may be those of a mine, or the "reserves of a central bank".
    """
    titles = [other.title.lower() for other in terms]
    return [
        name
        for name in term.names
        if not any(title.startswith(f"{name.lower()} ") for title in titles)
    ]


def _texts(part: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, bool]]:
    """Yield the texts right in an element: its own, and those that follow its children."""
    yield part, False
    for child in part:
        yield child, True


def _first(text: str | None, left: dict[str, Term]) -> tuple[str, re.Match[str]] | None:
    found = [(name, match) for name in left if (match := _pattern(name).search(text or ""))]
    return min(found, key=lambda pair: (pair[1].start(), -len(pair[0])), default=None)


def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name in a sentence, singular or plural; abbreviations as they are."""
    words = r"\s+".join(map(re.escape, name.split()))
    first = words if name[:2].isupper() else f"[{name[0].lower()}{name[0].upper()}]{words[1:]}"
    return re.compile(rf"(?<![\w-]){first}(?:s|es)?(?![\w-])")


def _insert(
    element: html.HtmlElement, is_tail: bool, match: re.Match[str], term: Term, glossary: str
) -> html.HtmlElement:
    """Put a link around a match in a text; return the link, which the rest of the text follows."""
    text = match.string
    made = html.Element("a", {"class": "term", "href": f"{glossary}#{term.anchor}"})
    made.text, made.tail = match[0], text[match.end() :]
    if is_tail:
        element.tail = text[: match.start()]
        parent = element.getparent()
        assert parent is not None  # it has a tail
        parent.insert(parent.index(element) + 1, made)
    else:
        element.text = text[: match.start()]
        element.insert(0, made)
    return made
