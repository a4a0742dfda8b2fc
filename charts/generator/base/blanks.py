"""Knows the blanks of drafts, which only a person can fill in: `FILL: what goes here`."""

from __future__ import annotations

MARK = "FILL:"


def blank(what: str) -> str:
    """Return a blank for what only a person knows."""
    return f"{MARK} {what}"


def is_blank(text: object) -> bool:
    """Return whether a text is a blank that is left."""
    return str(text).startswith(MARK)


def what(text: object) -> str:
    """Return what goes into a blank."""
    return str(text).removeprefix(MARK).strip()
