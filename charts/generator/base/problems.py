"""What is wrong, where, and what to do about it: the one kind of error that users see."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake, with the place to fix it. Lines and columns count from 1; 0 means unknown."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        return f"{place}: {self.message}"

    def annotation(self, kind: str) -> str:
        """Return a workflow command, which GitHub shows next to the line in a pull request.

        `kind` is "error" or "warning". Form and escapes follow GitHub's toolkit.
        """
        properties = {"file": self.path}
        if self.line:
            properties |= {"line": str(self.line), "col": str(self.column or 1)}
        values = {key: _escaped(text, "%\r\n:,") for key, text in properties.items()}
        said = ",".join(f"{key}={text}" for key, text in values.items())
        message = _escaped(self.message, "%\r\n")
        return f"::{kind} {said}::{message}"


def _escaped(text: str, characters: str) -> str:
    """Percent-encode the given characters."""
    return "".join(f"%{ord(c):02X}" if c in characters else c for c in text)


# Control characters, and those that hide or turn text: no message means them.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    r"\U000e0000-\U000e007f\ud800-\udfff]"
)


def plain(text: str, most: int = 1000) -> str:
    r"""Return a text from elsewhere as one harmless line.

    What nobody sees is written out, and a long text is cut.

    >>> plain("stop\x1b[2J")
    'stop\\x1b[2J'
    """
    line = _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], " ".join(text[: 2 * most].split()))
    return line if len(line) <= most else line[: most - 1] + "…"


class ProblemsError(Exception):
    """Raised when work can't go on; carries every problem found, sorted by place.

    `then` is a command that would go on, where there is one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        self.then = ""
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[Self], tuple[list[Problem]], dict[str, str]]:
        """Say how another process makes the same error."""
        return type(self), (self.problems,), {"then": self.then}


class MistakeError(Exception):
    """A mistake noticed by code that does not know its place; the caller adds the place."""


def problem(path: Path | str, message: str, line: int = 0, column: int = 0) -> Problem:
    """Return a problem whose path is shown relative to the current folder."""
    shown = Path(path)
    if shown.is_absolute() and shown.is_relative_to(Path.cwd()):
        shown = shown.relative_to(Path.cwd())
    return Problem(shown.as_posix(), line, column, message)


def at_offset(path: Path | str, text: str, offset: int, message: str) -> Problem:
    """Return a problem at an offset in the text of a file."""
    before = text[:offset]
    line = before.count("\n") + 1
    column = offset - (before.rfind("\n") + 1) + 1
    return problem(path, message, line, column)


def unknown(kind: str, name: object, choices: Iterable[object]) -> str:
    """Say that a name is unknown, and give the nearest known name and the choices.

    >>> unknown("column", "dais", ["days", "months"])
    'there is no column "dais"; did you mean "days"? There are: days, months.'
    """
    names = [str(choice) for choice in choices]
    near = difflib.get_close_matches(str(name), names, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else "."
    if not names:
        return f'there is no {kind} "{name}"; there are none at all.'
    shown = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    return f'there is no {kind} "{name}"{hint} There are: {shown}.'


def pointed(text: str, at: int, width: int = 36) -> list[str]:
    """Return the line of a text that a place is in, and a line with a mark under the place.

    Of a long line only the part around the place is shown.

    >>> pointed("fall(imprts, 2021, 2024)", 5)
    ['fall(imprts, 2021, 2024)', '     ^']
    """
    begin = text.rfind("\n", 0, at) + 1
    line = text[begin:].partition("\n")[0].rstrip()
    column = min(at - begin, len(line))
    start = max(0, min(column - width // 2, len(line) - width))
    shown = line[start : start + width]
    if start:
        shown = "…" + shown[1:]
    if start + width < len(line):
        shown = shown[:-1] + "…"
    return [shown, " " * (column - start) + "^"]


def quoted(found: Problem) -> list[str]:
    """Return the line that a problem is about, with a mark under its column, if it has one."""
    try:
        lines = Path(found.path).read_text(encoding="utf-8-sig").splitlines() if found.line else []
    except (OSError, UnicodeDecodeError):
        return []
    if not found.column or found.line > len(lines):
        return []
    return pointed(lines[found.line - 1], found.column - 1)
