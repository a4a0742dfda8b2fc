"""Writes a text in plain letters and digits, so that nothing in it hides from a pattern.

Soft hyphens and invisible signs vanish, every kind of space, hyphen and digit becomes the plain
one, and letters of other alphabets that look like Latin ones become Latin. Each letter keeps its
place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

FRACTION = "½"  # stands for every fraction in one sign
RAISED = "²"  # stands for every raised or lowered digit

_ASCII = re.compile(r"(?:[!-~]++(?: (?=[!-~]))?+)++|[^!-~]")
_PLAIN = re.compile(r"(?:[!-~]| (?! ))*\Z")
# Digits of Chinese and Japanese, where no other letter of theirs stands beside them.
_HAN = "〇零一二三四五六七八九十百千万萬亿億两兩壱弐参"
_HAN_NUMBER = re.compile(
    rf"(?<![\u3400-\u9fff])[{_HAN}]+(?![\u3400-\u9fff])|[{_HAN}]+(?=[吨噸桶元美人艘个個])"
)
_HAN_DIGITS = str.maketrans(dict.fromkeys(_HAN, "8"))  # any digit: only that it is one matters
_ALIKE = dict(
    zip(
        "аеорсухіјѕһԁԛԝѵӏвкмнтАВЕКМНОРСТУХІЈЅαοενικρτυχΑΒΕΗΙΚΜΝΟΡΤΥΧΖıłøđɑɡ",
        "aeopcyxijshdqwvlbkmhtABEKMHOPCTYXIJSaoevikptuxABEHIKMNOPTYXZilodag",
        strict=True,
    )
)


class _Letters(dict[str, str]):
    """What each letter becomes; found once."""

    def __missing__(self, letter: str) -> str:
        self[letter] = plain = _plain(letter)
        return plain


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter == "\n" or kind in ("Zl", "Zp"):
        return "\n"
    if kind == "Zs" or letter in "\t\r\f\v":
        return " "
    if kind in ("Cf", "Cc", "Mn", "Me"):
        return ""
    if kind == "Pd" or letter == "−":
        return letter if letter in "—―" else "-"
    if kind == "Nd":
        return str(unicodedata.digit(letter))
    if kind in ("No", "Nl"):
        value = unicodedata.numeric(letter)
        if value % 1:
            return FRACTION
        form = unicodedata.decomposition(letter)
        return RAISED if form.startswith(("<super>", "<sub>")) else str(int(value))
    if letter in _ALIKE:
        return _ALIKE[letter]
    parts = [part for part in unicodedata.normalize("NFKD", letter) if not _is_mark(part)]
    return "".join(parts) if parts and all(part.isascii() for part in parts) else letter


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


_LETTERS = _Letters()


def plain_letters(text: str) -> tuple[str, Sequence[int]]:
    r"""Return a text in plain letters, with single spaces, and the place of each letter.

    A run of spaces with the end of a line in it becomes the end of a line.

    >>> plain_letters("ha\u00adlf  of\u00a0it")[0]
    'half of it'
    """
    if _PLAIN.match(text):
        return text, range(len(text))
    text = _HAN_NUMBER.sub(lambda number: number[0].translate(_HAN_DIGITS), text)
    parts: list[str] = []
    places: list[int] = []
    for match in _ASCII.finditer(text):
        start, end = match.span()
        part = match[0] if end - start > 1 or match[0] in _SIGNS else _LETTERS[match[0]]
        if part in _SPACES and parts and parts[-1] in _SPACES:
            parts[-1] = max(parts[-1], part, key="\n".__eq__)
        elif part:
            parts.append(part)
            places += range(start, end) if len(part) == end - start else [start] * len(part)
    return "".join(parts), places


_SIGNS = {chr(code) for code in range(0x21, 0x7F)}
_SPACES = (" ", "\n")
