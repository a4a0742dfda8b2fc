"""Finds words for which the pictures of a site would show boxes, because no font has their letters.

Pages are not concerned: their readers have the fonts of their own language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from charts.generator.base.problems import MistakeError, Problem, ProblemsError
from charts.generator.draw.build import Built
from charts.generator.draw.glyphs import missing
from charts.generator.draw.labels import labels
from charts.generator.draw.letters import is_emoji
from charts.generator.draw.typefaces import SANS, SERIF
from charts.generator.pages.citations import chart_sources
from charts.generator.pages.content import HEADS, OVERVIEW, Content
from charts.generator.pages.markdown_page import Page

_NAMED = 6  # how many letters a warning names

# Packages of Debian and Ubuntu that have the letters whose names begin so.
_EAST_ASIA = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH")


def unpainted(content: Content, charts: Iterable[Built]) -> dict[str, Problem]:
    """Return a warning of each chart whose words this machine has no font for, by its name."""
    project, found = content.project, {}
    for built in charts:
        page = content.chart_pages.get(built.name)
        if page:
            svg = built.text("desktop.svg")
            drawn = [label.text for label in labels(svg)] if missing([svg], SANS) else []
            named = chart_sources(project.datasets, project.drawings[built.name])
            publishers = [publisher for publisher, _, _ in named]
            small = [*drawn, *publishers, *_texts(content, page, ["subtitle", "notes"])]
            letters = _letters(small, _texts(content, page, ["title"]))
            for warning in _warning(page, f'the pictures of chart "{built.name}"', letters):
                found[built.name] = warning
    return found


def unpainted_cards(content: Content) -> Iterator[Problem]:
    """Warn of each question, and of an overview, whose card has words without a font."""
    for page in [*content.questions, *filter(None, [content.pages.get(OVERVIEW)])]:
        texts = _texts(content, page, [HEADS[page.kind][0], "short_answer"])
        small = [*texts, content.project.name] if page.name == OVERVIEW else texts
        yield from _warning(page, "the picture for links to this page", _letters(small, texts))


def _texts(content: Content, page: Page, keys: Sequence[str]) -> list[str]:
    """Return those texts of a front matter that it has, and that can be read."""
    found = []
    for key in keys:
        try:
            found.append(content.plain(page, key))
        except (MistakeError, ProblemsError):
            continue
    return found


def _letters(small: Iterable[str], titles: Iterable[str]) -> list[str]:
    return sorted({*missing(small, SANS), *missing(titles, SERIF)})


def _warning(page: Page, pictures: str, letters: list[str]) -> Iterator[Problem]:
    if not letters:
        return
    more = f" and {len(letters) - _NAMED} more letters" if letters[_NAMED:] else ""
    packages = " ".join(sorted({_package(letter) for letter in letters}))
    yield page.problem(
        f"{pictures} would show boxes for {' '.join(letters[:_NAMED])}{more}, because no font of "
        "this machine has them; install fonts that do, here and where the site is published "
        f"(on Debian and Ubuntu: {packages})."
    )


def _package(letter: str) -> str:
    if any(unicodedata.name(each, "").startswith(_EAST_ASIA) for each in letter):
        return "fonts-noto-cjk"
    return "fonts-noto-color-emoji" if is_emoji(letter) else "fonts-noto-core"
