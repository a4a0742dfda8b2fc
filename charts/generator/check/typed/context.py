"""The words of a text as a number's neighbours, and the idioms in which numbers count nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

Judged = tuple[int, bool]  # the end of the words that were judged, and whether they count

# Proverbs and names.
_IDIOMS = (
    "hundred flowers", "hundred days", "hundred years war", "hundred and one", "thousand cuts",
    "thousand words", "thousand thanks", "thousand times no", "thousand times over",
    "thousand miles away", "thousand and one", "million dollar question",
    "million dollar questions", "half the truth", "half the battle", "half the story",
    "half the picture", "half the fun", "half the answer", "half the point", "half and half",
    "half bad", "half asleep", "twenty questions", "twenty twenty", "twelve o’clock", "twelve noon",
    "nine lives", "nine to five", "ten commandments", "seven seas", "seven wonders",
    "seven deadly sins", "three musketeers", "first among equals",
)  # fmt: skip
_BY_WORD: dict[str, list[list[str]]] = {}
for _idiom in _IDIOMS:
    _BY_WORD.setdefault(_idiom.split()[0], []).append(_idiom.split())


@dataclass(frozen=True)
class Words:
    """The words and signs of a text, and which words a hyphen joins to the one before."""

    tokens: Sequence[str]
    joined: Collection[int]

    def __getitem__(self, at: int) -> str:
        return self.tokens[at] if 0 <= at < len(self.tokens) else ""

    def ends(self, at: int) -> bool:
        """Return whether a clause ends before a word."""
        return not self[at][:1].isalnum()

    def before(self, at: int, count: int) -> list[str]:
        """Return the last words before one, of the same clause, the nearest first."""
        found: list[str] = []
        while len(found) < count and not self.ends(at - 1):
            at -= 1
            found.append(self[at])
        return found

    def says(self, at: int, phrase: Sequence[str]) -> bool:
        """Return whether a phrase begins at a word."""
        return all(_bare(self[at + i]) == _bare(word) for i, word in enumerate(phrase))

    def idiom(self, at: int) -> int:
        """Return the end of an idiom that begins at a word; 0 if none does."""
        for idiom in _BY_WORD.get(self[at], ()):
            if self.says(at, idiom):
                return at + len(idiom)
        return 0


def _bare(word: str) -> str:
    return word.replace("'", "").replace("’", "")
