"""Letters as readers count them: a flag is one, though it is written as two or more characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def letters(text: str) -> Iterable[str]:
    """Return what readers see as the letters of a text, each with its accents and joined signs."""
    if text.isascii():
        return text
    from wcwidth import iter_graphemes  # most texts need no tables of Unicode

    found: Iterable[str] = iter_graphemes(text)
    return found


def is_emoji(letter: str) -> bool:
    """Return whether a letter is a picture, such as a flag, which only fonts of emoji have."""
    from wcwidth import wcswidth

    # As wide as two letters, but no letter, and no sign of East Asia.
    return (
        wcswidth(letter) == 2
        and not "\u2e80" <= letter[0] < "\U0001f000"
        and not unicodedata.category(letter[0]).startswith("L")
    )
