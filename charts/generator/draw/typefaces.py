"""The widths of words in the fonts of pictures, so that text can be set without a browser."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

from charts.generator.base.files import THEME
from charts.generator.draw.chart_theme import FONT
from charts.generator.draw.letters import is_emoji, letters
from charts.generator.numbers.formats import NO_BREAK

# Of letters that no table has, in thousandths of the font's size.
STRANGE = 722  # about as wide as a capital
SQUARE = 1000  # Chinese, Japanese and Korean ones
EMOJI = 1270  # as in Noto Emoji; those of Noto Color Emoji have 1245
_SQUARE = re.compile(
    "[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
)
# The second and third parts of a Korean syllable stand in the room of its first.
_INSIDE = re.compile("[\u1160-\u11ff]")


@dataclass(frozen=True)
class Typeface:
    """A font of pictures: its name in SVG, and the width of its letters in thousandths."""

    family: str
    weight: str
    letters: dict[str, int]

    def width(self, text: str, size: float) -> float:
        """Return the width of a text at a size, in pixels.

        Letters that the table lacks have about the width that they have in other fonts.
        """
        plain = text.replace(NO_BREAK, " ")
        known = self.letters
        if known.keys() >= set(plain):
            return sum(known[character] for character in plain) * size / 1000
        return sum(map(self._wide, letters(plain))) * size / 1000

    def _wide(self, letter: str) -> int:
        """Return the width of a letter as readers see it, in thousandths."""
        return EMOJI if is_emoji(letter) else sum(map(self._part, letter))

    def _part(self, character: str) -> int:
        known = self.letters.get(character, ARABIC.get(character))
        if known is not None:
            return known
        if unicodedata.category(character) in ("Mn", "Me", "Cf") or _INSIDE.match(character):
            return 0  # an accent, or a sign that joins
        return SQUARE if _SQUARE.match(character) else STRANGE

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """Break a text into lines no wider than `room` pixels.

        Lines end between words, but not at a no-break space; a word that is too wide breaks
        inside.
        """
        lines = [""]
        for word in _words(text):
            for part in self._parts(word, size, room):
                longer = f"{lines[-1]} {part}".strip()
                if self.width(longer, size) <= room:
                    lines[-1] = longer
                else:
                    lines.append(part)
        return lines

    def balanced(self, text: str, size: float, room: float) -> list[str]:
        """Break a text into as few lines as `lines` does, but of about equal length."""
        lines = self.lines(text, size, room)
        widest = max(self.width(word, size) for word in _words(text))
        while room > widest:
            room -= size / 2
            tighter = self.lines(text, size, room)
            if len(tighter) > len(lines):
                break
            lines = tighter
        return lines

    def _parts(self, word: str, size: float, room: float) -> list[str]:
        if self.width(word, size) <= room:
            return [word]
        parts = [""]
        for letter in letters(word):
            if parts[-1] and self.width(parts[-1] + letter, size) > room:
                parts.append("")
            parts[-1] += letter
        return parts


def _words(text: str) -> list[str]:
    return re.split(r"[ \n]+", text.strip())


def _letters(face: str) -> dict[str, int]:
    """Return the width of each letter of a typeface, from the table beside the fonts."""
    widths = json.loads((THEME / "fonts" / "widths.json").read_text(encoding="utf-8"))[face]
    return {letter: int(width) for width, letters in widths.items() for letter in letters}


SANS = Typeface(FONT, "normal", _letters("sans"))
SANS_BOLD = Typeface(FONT, "bold", _letters("sans-bold"))
ARABIC = _letters("arabic")  # in whichever font a machine has: about as wide
# Where neither Gelasio nor Georgia is installed, narrower fonts follow; the last is the system's.
SERIF = Typeface(
    "Gelasio, Georgia, Liberation Serif, Times New Roman, serif", "bold", _letters("serif")
)
