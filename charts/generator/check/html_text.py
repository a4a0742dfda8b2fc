"""Reads HTML as its readers do: the words outside tags, and those of the attributes that show.

Every pattern here takes time in proportion to the text, whatever the text is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

# (text, places): words, and the place of each letter in the file.
Words = tuple[str, Sequence[int]]

_TAG = re.compile(r"""<[/!?]?([a-zA-Z][\w-]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[A-Za-z]\w{1,31});?")
UNREAD = ("script", "style", "pre", "code", "kbd", "samp")
# These elements go on with the line; all others begin a new one.
_IN_LINE = frozenset(
    """
    a abbr b bdi bdo big cite code data dfn em font i ins kbd mark nobr q s samp small span strike
    strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905 - a list of texts would be four times as long
)
_NUMBERED = {"ol": "start", "li": "value", "progress": "value|max", "meter": "value|min|max",
             "input": "value|min|max", "button": "value"}  # fmt: skip
_SHOWN = (
    "title|alt|label|placeholder|summary|abbr|content"
    "|aria-(?:label|description|valuetext|valuenow|valuemin|valuemax|placeholder|roledescription)"
    "|data-(?:title|label|content|caption|tooltip|tip|text|alt|description)"
)


def _attributes(names: str) -> re.Pattern[str]:
    return re.compile(
        rf"""(?<![\w-])(?:{names})\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>{{}}]++))""",
        re.IGNORECASE,
    )


_OF_ANY = _attributes(_SHOWN)
_OF = {tag: _attributes(f"{_SHOWN}|{names}") for tag, names in _NUMBERED.items()}


def break_of(tag: str) -> str:
    r"""Return what a tag puts between words: nothing, the end of a line, or of a paragraph.

    >>> break_of("<br>"), break_of("</b>"), break_of("<p>")
    ('\n', '', '\n\n')
    """
    match = _TAG.match(tag)
    name = match[1].lower() if match else ""
    return "\n" if name == "br" else "" if name in _IN_LINE or not match else "\n\n"


def shown(tag: str, places: Sequence[int]) -> Iterator[Words]:
    """Return the attributes of a tag that a browser shows or a screen reader reads."""
    match = _TAG.match(tag)
    for found in _OF.get(match[1].lower() if match else "", _OF_ANY).finditer(tag):
        start, end = found.span(found.lastindex or 0)
        yield decoded(tag[start:end], places[start:end])


def decoded(text: str, places: Sequence[int]) -> Words:
    """Return a text with its entities as the letters that they mean."""
    if "&" not in text:
        return text, places
    made = _Made()
    end = 0
    for match in _ENTITY.finditer(text):
        made.add(text[end : match.start()], places[end : match.start()])
        meant = html.unescape(match[0])
        made.add(meant, [places[match.start()]] * len(meant))
        end = match.end()
    made.add(text[end:], places[end:])
    return made.words()


class _Made:
    """Words that are put together from parts."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.places: list[int] = []

    def add(self, text: str, places: Sequence[int]) -> None:
        self.parts.append(text)
        self.places += places

    def words(self) -> Words:
        return "".join(self.parts), self.places


def read(text: str, start: int) -> Iterator[Words]:
    """Return the words of HTML that begins at a place of the file; its attributes come first."""
    made = _Made()
    at, end = 0, len(text)
    unclosed: set[str] = set()
    while at < end:
        tag = text.find("<", at)
        stop = tag if tag >= 0 else end
        made.add(*decoded(text[at:stop], range(start + at, start + stop)))
        at = stop
        if at == end:
            break
        if text.startswith("<!--", at) and "-->" not in unclosed:
            close = text.find("-->", at)
            if close >= 0:
                at = close + 3
                continue
            unclosed.add("-->")
        match = _TAG.match(text, at)
        if not match:
            made.add("<", [start + at])
            at += 1
            continue
        name = match[1].lower()
        if name in UNREAD and text[at + 1] != "/" and name not in unclosed:
            close_tag = re.compile(rf"</{name}\s*+>", re.IGNORECASE).search(text, match.end())
            if close_tag:
                at = close_tag.end()
                continue
            unclosed.add(name)
        yield from shown(match[0], range(start + at, start + match.end()))
        between = break_of(match[0])
        made.add(between, [start + at] * len(between))
        at = match.end()
    yield made.words()
