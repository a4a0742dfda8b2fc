"""Keeps libraries from loading what nothing here uses."""

from __future__ import annotations

import sys

# jsonschema loads them, where they are installed, to know kinds of addresses that no schema here
# has. The first compiles a grammar for that, which takes longer than the rest of a small build; the
# second, a long pattern.
_UNUSED = ("rfc3987_syntax", "rfc3986_validator")


def lighten() -> None:
    """Let the import of what is unused fail, which its users allow for."""
    for name in _UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
