"""Finds what a style sheet would load from other origins, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

# One to six hexadecimal digits and a space that ends them, or any other sign as itself.
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_EMBEDDED = re.compile(r"""url\(\s*(?:"data:[^"]*"|'data:[^']*'|data:[^)'"]*)\s*\)""")
# An address that names a host, at the start of a string or of what is in brackets.
_ELSEWHERE = re.compile(r"""[("'\s,](?:[a-z][a-z0-9+.-]*:)?//[^\s"')]+""", re.IGNORECASE)
# Functions that load, and that our styles have no use for.
_LOADING = re.compile(r"(?:-webkit-)?(?:image-set|cross-fade|image|src|element)\(", re.IGNORECASE)
_WRITTEN = re.compile(r"url\(|@import", re.IGNORECASE)


def loaded(style: str) -> Iterator[str]:
    """Return sentences about what a style sheet would load from other origins."""
    meant = _ESCAPE.sub(_meant, _COMMENT.sub(" ", style))
    rest = _EMBEDDED.sub("", meant)
    elsewhere = [address.strip("(\"', \t\n") for address in _ELSEWHERE.findall(rest)]
    yield from (f"loads {address} from another origin." for address in dict.fromkeys(elsewhere))
    if not elsewhere:
        for function in dict.fromkeys(_LOADING.findall(rest)):
            yield f"loads files with {function}…), which no style of this site does."
        if len(_WRITTEN.findall(meant)) != len(_WRITTEN.findall(_COMMENT.sub(" ", style))):
            yield "hides what it loads behind escapes."


def _meant(escape: re.Match[str]) -> str:
    """Return the sign that an escape stands for."""
    if not escape[1]:
        return escape[2]
    number = int(escape[1], 16)
    return chr(number) if 0 < number <= 0x10FFFF else "\ufffd"
