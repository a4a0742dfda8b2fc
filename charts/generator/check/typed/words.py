"""Finds the numbers that a text writes in words: "two-thirds", "doubled", "one in five".

The words for numbers are made from their parts. A number is then judged by the words around it: a
large one counts something nearly always, a small one only before a measure, in a comparison, in a
rank.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from charts.generator.check.typed import grammar, lexicon
from charts.generator.check.typed.context import Words
from charts.generator.check.typed.lexicon import word_set

UNIT = f"(?:{'|'.join(sorted(lexicon.UNIT - {'%'}, key=len, reverse=True))})"

# Patterns that ignore case are slow, so the text is lower-cased instead, letter by letter.
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_TOKEN = re.compile(r"[a-z]+(?:['’]s\b)?|\d[\d.,]*|[^\sa-z\d*~_]")
_NEAR = 300  # letters on each side that tell whether a sentence is a headline
_BREAK = re.compile(r"[.!?:;…\n\ufffc()\[\]\"“”|]|\s[–—-]\s|—")
_CAPITAL = re.compile(r"\b[A-Za-z][a-z’']*")
# Words that headlines write small.
_SMALL = word_set(
    "a an the and but or nor for of in on at to by from with as into onto over per via vs than is"
    " its it be that after since off up out about under amid"
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Return the start and end of each number in words; names don't count.

    >>> [text[a:b] for text in ["Two-thirds of the Big Four doubled."] for a, b in find(text)]
    ['Two-thirds', 'doubled']
    """
    lower = text.translate(_LOWER).replace("\u2011", "-")
    tokens: list[str] = []
    spans: list[tuple[int, int]] = []
    joined: set[int] = set()  # the words that a hyphen joins to the word before
    for match in _TOKEN.finditer(lower):
        if match[0] == "-":
            joined.add(len(tokens))
        else:
            tokens.append(match[0])
            spans.append(match.span())
    words = Words(tokens, joined)
    at = 0
    while at < len(tokens):
        if not grammar.may_begin(tokens[at]):
            at += 1
            continue
        end, counts = grammar.judge(words, at)
        if counts and not _is_name(text, spans[at][0], spans[end - 1][1]):
            yield spans[at][0], spans[end - 1][1]
        at = max(end, at + 1)


def _is_name(text: str, start: int, end: int) -> bool:
    """Return whether words are part of a name: they and a neighbour have capitals."""
    word = text[start:end]
    if not word[0].isupper() or word.isupper():
        return False
    if re.search(r"\d-\Z", text[max(0, start - 2) : start]):
        return True  # 7-Eleven
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    breaks = [match.end() for match in _BREAK.finditer(before)]
    before = before[breaks[-1] if breaks else 0 :]
    stop = _BREAK.search(after)
    after = after[: stop.start() if stop else None]
    if not before.strip("*_'’“” ") or _is_headline(f"{before} {after}"):
        return False
    last = before.split()[-1:]
    if last and last[0].lower() in ("of", "the"):
        return True
    following = after.split()[:1]
    return any(near[0].isupper() for near in [*last, *following])


def _is_headline(sentence: str) -> bool:
    """Return whether all words but the smallest have capitals, as in a headline."""
    words = [word for word in _CAPITAL.findall(sentence) if word.lower() not in _SMALL]
    return len(words) > 1 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
