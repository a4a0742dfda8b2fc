"""How wide words run in the fonts of pictures, so that they can be set without a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charts.formats import NO_BREAK
from charts.theme import FONT

# Thousandths of the font's size that a letter takes, rounded up; kerning is left out.
# Read from the tables `hmtx` and `cmap` of Liberation Sans Regular 2.1.5, which is as wide as Arial
# and Helvetica, and of fonts/Gelasio-Bold.ttf, which is made to be as wide as Georgia Bold.
_SANS = {
    191: "'",
    223: "ijl\u2018’",
    260: "|",
    278: " !,./:;I[\\]ft·ÌÍÎÏìíîï",
    334: "()-`r{}“”",
    351: "•",
    355: '"',
    390: "*",
    400: "°",
    470: "^",
    500: "Jcksvxyzçýÿ",
    549: "±÷≈≤≥",
    557: "#$0123456789?L_abdeghnopqu£§àáâãäåèéêëðñòóôõöùúûüþ–€",
    584: "+<=>~×−",
    611: "FTZßø",
    667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞ",
    723: "CDHNRUwÇÐÑÙÚÛÜ",
    737: "©",
    778: "GOQÒÓÔÕÖØ",
    834: "Mm½",
    890: "%æ",
    944: "W",
    1000: "Æ—…→",
    1016: "@",
}
_SERIF = {
    254: " ",
    269: "\u2018’",
    270: "'",
    329: ",.",
    338: "·",
    345: "l",
    347: "j",
    354: "iìíîï",
    368: ":;",
    377: "!",
    379: "-",
    388: "|",
    394: "f",
    398: "t",
    420: "°",
    438: "•",
    446: "IÌÍÎÏ",
    447: "()[]",
    472: "/\\",
    482: "*",
    490: "1",
    500: "`{}",
    510: '"',
    513: "s",
    520: "“”",
    521: "r",
    526: "z",
    532: "cç",
    549: "?",
    555: "7",
    563: "yýÿ",
    564: "§",
    567: "v",
    572: "eèéêë",
    577: "g",
    588: "x",
    596: "Jaàáâãäå",
    600: "5",
    625: "3",
    627: "2",
    632: "k",
    636: "oòóôõöø",
    638: "ð",
    641: "$",
    646: "bþ",
    648: "69",
    649: "Sq",
    650: "4",
    658: "pß",
    664: "d",
    672: "F",
    677: "8uùúûü",
    680: "h",
    685: "T",
    686: "L",
    690: "Zn£ñ",
    702: "0P",
    704: "#+<=>^_~±×÷–−",
    709: "Þ",
    716: "CÇ€",
    722: "EÈÉÊË",
    732: "YÝ",
    758: "B",
    759: "AÀÁÂÃÄÅ",
    763: "V",
    798: "R",
    800: "&",
    808: "G",
    809: "X",
    817: "K",
    820: "OQÒÓÔÕÖØ",
    834: "DUÐÙÚÛÜ",
    840: "NÑ",
    858: "æ",
    864: "w",
    880: "%",
    914: "H",
    928: "—",
    942: "©…",
    967: "@",
    1016: "m",
    1024: "M",
    1070: "Æ",
    1072: "½",
    1127: "W",
}


@dataclass(frozen=True)
class Face:
    """A font of pictures: what SVG calls it, and the width of its letters in thousandths."""

    family: str
    weight: str
    letters: dict[str, int]

    def width(self, text: str, size: float) -> float:
        """Return how wide a text runs in a size, in pixels; a letter not known counts as wide."""
        plain = text.replace(NO_BREAK, " ")
        return sum(self.letters.get(letter, 1000) for letter in plain) * size / 1000

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """Break a text into lines no wider than a room in pixels.

        Lines end between words, but not at a no-break space; a word that is wider than the room
        is broken inside.
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
        """Break a text into as few lines as `lines` does, but about equally long ones."""
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
        parts = [""]
        for letter in word:
            if parts[-1] and self.width(parts[-1] + letter, size) > room:
                parts.append("")
            parts[-1] += letter
        return parts


def _words(text: str) -> list[str]:
    return re.split(r"[ \n]+", text.strip())


def _by_letter(widths: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


SANS = Face(FONT, "normal", _by_letter(_SANS))
# Where neither is installed, narrower ones come first; the last is what a system has.
SERIF = Face(
    "Gelasio, Georgia, Liberation Serif, Times New Roman, serif", "bold", _by_letter(_SERIF)
)
